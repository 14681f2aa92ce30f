"""Opening a period: what it would create, and creating it. The preview and the opening share one function."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, GroupMember, User
from common import audit
from common.errors import Refused
from indicators.models import Follower, IndicatorVersion, Measure, Observation, Target
from plans.models import Assignment, BudgetLine, Plan, TaskVersion
from reporting import rules
from reporting.collection import deadlines
from reporting.collection.counting import count_duties
from reporting.collection.duties import Duty, Named, Opening, Owed, Register, open_duties
from reporting.collection.periods import refuse_draft
from reporting.models import (
    Cycle,
    CycleStage,
    MeasureEntry,
    MoneyEntry,
    Period,
    PeriodStage,
    Submission,
    TaskEntry,
    TaskFact,
)


@dataclass(frozen=True)
class AgencyDuties:
    """What one agency would owe, in printed order; `unassigned`: lines it has only as focal agency."""

    agency: Agency
    tasks: list[TaskVersion]
    measures: list[tuple[Measure, str]]
    unassigned: int

    @property
    def codes(self) -> str:
        """The printed codes of its tasks."""
        return ", ".join(version.code for version in self.tasks)


@dataclass(frozen=True)
class Preview:
    """What opening a period would do, for the officer to look at before it is done."""

    cycle: Cycle
    from_on: dt.date
    to_on: dt.date
    label: str
    cutoff_on: dt.date
    opens_on: dt.date
    stages: list[CycleStage]
    due: dict[int, dt.date]
    opening: Opening
    agencies: dict[int, Agency]
    tasks: dict[int, TaskVersion]
    finished: list[TaskVersion]
    measures: dict[tuple[int, str], Measure]
    period: Period | None

    @property
    def task_lines(self) -> int:
        """Lines on tasks whose reporter is known."""
        return sum(
            1
            for duties in self.opening.lines.values()
            for duty in duties
            if isinstance(duty.key, int) and not duty.unassigned
        )

    @property
    def measure_lines(self) -> int:
        return sum(
            1 for duties in self.opening.lines.values() for duty in duties if not isinstance(duty.key, int)
        )

    @property
    def unassigned_tasks(self) -> list[TaskVersion]:
        """Tasks nobody would report on but the focal agency."""
        return [self.tasks[key] for key in self.opening.unassigned if isinstance(key, int)]

    @property
    def unnamed_groups(self) -> list[tuple[TaskVersion, str]]:
        """Groups that cannot be expanded, beside named leads."""
        alone = set(self.opening.unassigned)
        return [
            (self.tasks[key], label)
            for key, label in self.opening.unnamed
            if isinstance(key, int) and key not in alone
        ]

    @property
    def tasks_with_unnamed(self) -> int:
        """How many tasks name such a group."""
        return len({version.task_id for version, _label in self.unnamed_groups})

    @cached_property
    def by_agency(self) -> list[AgencyDuties]:
        """Agencies in the register's order, with what each would owe."""
        rows = []
        for agency, duties in self.opening.lines.items():
            tasks = [self.tasks[duty.key] for duty in duties if isinstance(duty.key, int)]
            measures = [duty.key for duty in duties if not isinstance(duty.key, int)]
            rows.append(
                AgencyDuties(
                    agency=self.agencies[agency],
                    tasks=sorted(tasks, key=lambda version: version.position),
                    measures=[(self.measures[key], key[1]) for key in measures],
                    unassigned=sum(duty.unassigned for duty in duties),
                )
            )
        return sorted(rows, key=lambda row: (row.agency.position, row.agency.id))

    @property
    def out_of_order(self) -> list[CycleStage]:
        """Stages due before the stage they wait for: nothing forbids it, but the officer should look."""
        return [
            after
            for before, after in itertools.pairwise(self.stages)
            if self.due[after.id] < self.due[before.id]
        ]


def read_register(province_id: int, day: dt.date) -> Register:
    """The province's agencies and groups as of a day, groups within groups resolved. Three queries."""
    agencies = Agency.objects.on(day).filter(Q(province_id=province_id) | Q(province__code="TW"))
    through = {row.id: row.reports_through_id for row in agencies if row.reports_through_id}
    members: dict[int, list[GroupMember]] = defaultdict(list)
    current = GroupMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day, group__province_id=province_id
    )
    for member in current.order_by("id"):
        members[member.group_id].append(member)
    resolvable = dict(AgencyGroup.objects.filter(province_id=province_id).values_list("id", "resolvable"))

    def expand(group: int, seen: frozenset[int]) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for member in members[group]:
            if member.member_agency_id:
                found[member.member_agency_id] = None
            elif member.member_group_id not in seen:
                found |= dict.fromkeys(expand(member.member_group_id, seen | {member.member_group_id}))
        return tuple(found)

    groups = {g: expand(g, frozenset({g})) if can else None for g, can in resolvable.items()}
    return Register(frozenset(a.id for a in agencies), through, groups)


def preview_period(
    *,
    cycle: Cycle,
    year: int,
    due: dict[int, dt.date] | None = None,
    cutoff_on: dt.date | None = None,
    opens_on: dt.date,
) -> Preview:
    """What opening `cycle` for `year` would create. `due`: printed day per stage id, where the rule prints none.

    A later stage without a day is left out: nobody waits for it. Raises Refused when the first stage has no day or the
    plan has no focal agency.
    """
    plan = cycle.plan
    refuse_draft(plan)
    if plan.focal_agency_id is None:
        raise Refused(_("Kế hoạch chưa có cơ quan đầu mối. Chọn cơ quan đầu mối trước khi mở kỳ."))
    stages = list(cycle.stages.select_related("to_agency", "via_agency").order_by("position"))
    if not stages:
        raise Refused(_("Chế độ báo cáo chưa có bước gửi nào. Ghi hạn gửi trước khi mở kỳ."))
    found = {stage.id: _due_day(stage, year, (due or {}).get(stage.id)) for stage in stages}
    days = {stage: day for stage, day in found.items() if day is not None}
    first = days.get(stages[0].id)
    if first is None:
        raise Refused(_("Văn bản không in hạn gửi. Ghi ngày hạn gửi khi mở kỳ."), field=f"due_{stages[0].id}")
    from_on, to_on, label = deadlines.span(cycle.frequency, first)
    if cutoff_on is None:
        cutoff_on = first - dt.timedelta(days=cycle.cutoff_days_before)
    if cutoff_on > deadlines.last_day(deadlines.due_moment(first, stages[0].bound)):
        raise Refused(_("Ngày chốt số liệu phải trước hạn gửi của các cơ quan."), field="cutoff_on")
    if cutoff_on < from_on:
        raise Refused(
            _("Ngày chốt số liệu phải nằm trong kỳ, từ ngày %(day)s.") % {"day": f"{from_on:%d/%m/%Y}"},
            field="cutoff_on",
        )
    register = read_register(plan.province_id, opens_on)
    tasks, finished = _owed_tasks(plan, to_on)
    owed = [Owed(version.task_id, names) for version, names in _with_assignments(tasks)]
    reporters = [
        Named(row.agency_id, row.group_id, row.text_printed) for row in cycle.reporters.order_by("id")
    ]
    opening = open_duties(reporters=reporters, owed=owed, register=register, focal=plan.focal_agency_id)
    measures = {}
    if cycle.purpose == "progress":
        measured, measures = _owed_measures(plan, register)
        open_duties(
            reporters=[], owed=measured, register=register, focal=plan.focal_agency_id, opening=opening
        )
    return Preview(
        cycle=cycle,
        from_on=from_on,
        to_on=to_on,
        label=label,
        cutoff_on=cutoff_on,
        opens_on=opens_on,
        stages=[stage for stage in stages if stage.id in days],
        due=days,
        opening=opening,
        agencies=Agency.objects.in_bulk(opening.lines.keys()),
        tasks={version.task_id: version for version in [*tasks, *finished]},
        finished=finished,
        measures=measures,
        period=Period.objects.filter(cycle=cycle, from_on=from_on, to_on=to_on).first(),
    )


@transaction.atomic
def open_period(
    *,
    cycle: Cycle,
    year: int,
    by: User | None,
    at: dt.datetime,
    due: dict[int, dt.date] | None = None,
    cutoff_on: dt.date | None = None,
    opens_on: dt.date | None = None,
    checked: bool = True,
) -> Period:
    """Open a period and freeze who owes what. Raises Refused when it is open already or cannot be opened.

    `opens_on` (default: the day of `at`) is the day whose register of agencies and groups counts.
    """
    if checked and not rules.runs_the_plan(by, cycle.plan):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch mở được kỳ báo cáo."))
    opens_on = opens_on or deadlines.day_of(at)
    if opens_on > deadlines.day_of(at):
        raise Refused(_("Ngày mở kỳ không được sau hôm nay."), field="opens_on")
    preview = preview_period(cycle=cycle, year=year, due=due, cutoff_on=cutoff_on, opens_on=opens_on)
    if preview.period is not None:
        raise Refused(_("Kỳ báo cáo này đã được mở."))
    try:
        with transaction.atomic():
            period = Period.objects.create(
                cycle=cycle,
                plan_version=cycle.plan.versions.order_by("-no").first(),
                label=preview.label,
                from_on=preview.from_on,
                to_on=preview.to_on,
                cutoff_on=preview.cutoff_on,
                opens_on=opens_on,
                opened_at=at,
            )
    except IntegrityError as twice:  # somebody else opened it between our look and our insert
        raise Refused(_("Kỳ báo cáo này đã được mở.")) from twice
    stages = [
        PeriodStage(
            period=period,
            stage=stage,
            due_printed=preview.due[stage.id],
            due_at=deadlines.due_moment(preview.due[stage.id], stage.bound),
        )
        for stage in preview.stages
    ]
    PeriodStage.objects.bulk_create(stages)
    submissions = Submission.objects.bulk_create(
        Submission(period=period, agency=row.agency, due_at=stages[0].due_at) for row in preview.by_agency
    )
    of_agency = {submission.agency_id: submission for submission in submissions}
    _create_lines(period, preview, of_agency)
    count_duties(period)
    audit.record(
        by=by,
        verb="open_period",
        target=period,
        province_id=cycle.plan.province_id,
        changes=duties_of(period),
    )
    return period


def duties_of(period: Period) -> dict[str, int]:
    """What opening froze, counted; `unassigned` are the lines of tasks nobody but the focal agency reports on."""
    tasks = TaskEntry.objects.filter(submission__period=period)
    return {
        "submissions": period.submissions.count(),
        "task_lines": tasks.filter(unassigned=False).count(),
        "unassigned": tasks.filter(unassigned=True).count(),
        "measure_lines": MeasureEntry.objects.filter(submission__period=period).count(),
    }


def _due_day(stage: CycleStage, year: int, given: dt.date | None) -> dt.date | None:
    if given is not None or stage.month is None:
        return given
    return deadlines.printed_day(year, stage.month, stage.day)


def _owed_tasks(plan: Plan, to_on: dt.date) -> tuple[list[TaskVersion], list[TaskVersion]]:
    """Leaves begun by the end of the period and not yet approved as completed; and the finished ones."""
    leaves = list(TaskVersion.objects.of_plan(plan).leaves())
    completed = _completed(plan)
    begun = [leaf for leaf in leaves if leaf.starts_on is None or leaf.starts_on <= to_on]
    finished = [leaf for leaf in begun if not leaf.recurring and leaf.task_id in completed]
    done = {leaf.task_id for leaf in finished}
    return [leaf for leaf in begun if leaf.task_id not in done], finished


def _completed(plan: Plan) -> set[int]:
    """Tasks whose main agency's latest approved line says completed; without one, whose every part does."""
    latest: dict[tuple[int, int], str] = {}
    of_main: dict[int, str] = {}
    facts = TaskFact.objects.filter(task__plan=plan, superseded_at__isnull=True).order_by("approved_at", "id")
    for task, agency, state, main in facts.values_list("task_id", "agency_id", "state", "main"):
        latest[task, agency] = state
        if main:
            of_main[task] = state
    parts: dict[int, list[str]] = defaultdict(list)
    for task, agency in (
        TaskEntry.objects.filter(task__plan=plan).values_list("task_id", "submission__agency_id").distinct()
    ):
        parts[task].append(latest.get((task, agency), ""))
    by_groups = {
        task
        for task, states in parts.items()
        if task not in of_main and "completed" in states and set(states) <= {"completed", "not_applicable"}
    }
    return by_groups | {task for task, state in of_main.items() if state == "completed"}


def _with_assignments(tasks: Iterable[TaskVersion]) -> list[tuple[TaskVersion, tuple[Named, ...]]]:
    rows = Assignment.objects.current().responsible().filter(task__in=[version.task_id for version in tasks])
    named: dict[int, list[Named]] = defaultdict(list)
    for row in rows.order_by("position"):
        named[row.task_id].append(Named(row.agency_id, row.group_id, row.label_printed, row.main))
    return [(version, tuple(named[version.task_id])) for version in tasks]


def _owed_measures(plan: Plan, register: Register) -> tuple[list[Owed], dict[tuple[int, str], Measure]]:
    """One thing to report per measure and scope, followed by every agency its indicators name."""
    versions = list(IndicatorVersion.objects.of_plan(plan).leaves().select_related("indicator__measure"))
    ids = [version.indicator_id for version in versions]
    followers: dict[int, list[Named]] = defaultdict(list)
    for row in Follower.objects.filter(indicator__in=ids, valid_to__isnull=True).order_by("position"):
        followers[row.indicator_id].append(Named(row.agency_id, row.group_id, row.label_printed, row.main))
    scopes: dict[int, set[str]] = defaultdict(set)
    for indicator, scope in Target.objects.filter(indicator__in=ids, valid_to__isnull=True).values_list(
        "indicator_id", "scope"
    ):
        scopes[indicator].add(scope)
    named: dict[tuple[int, str], dict[tuple, Named]] = {}
    measures: dict[tuple[int, str], Measure] = {}
    for version in versions:
        measure = version.indicator.measure
        if measure is None:
            continue
        for scope in sorted(scopes[version.indicator_id] or {""}):
            key = (measure.id, scope)
            measures[key] = measure
            names = named.setdefault(key, {})
            for name in followers[version.indicator_id]:
                if register.groups.get(name.group) is None and name.agency is None:
                    continue
                if name.main and any(known.main for known in names.values()):
                    name = replace(name, main=False)  # two plans may name different ones; one value counts
                names.setdefault((name.agency, name.group), name)
    return [Owed(key, tuple(names.values())) for key, names in named.items()], measures


def _create_lines(period: Period, preview: Preview, of_agency: dict[int, Submission]) -> None:
    last = _last_facts(preview)
    entries = []
    measures = []
    observations = _last_observations(preview)
    for agency, duties in preview.opening.lines.items():
        for duty in duties:
            if isinstance(duty.key, int):
                entries.append(
                    _task_entry(
                        of_agency[agency], preview.tasks[duty.key], duty, last.get((duty.key, agency))
                    )
                )
            else:
                measure, scope = duty.key
                measures.append(
                    MeasureEntry(
                        submission=of_agency[agency],
                        measure_id=measure,
                        scope=scope,
                        main=duty.main,
                        from_on=period.from_on,
                        to_on=period.cutoff_on,
                        last_observation=observations.get((measure, scope)),
                    )
                )
    TaskEntry.objects.bulk_create(entries)
    MeasureEntry.objects.bulk_create(measures)
    MoneyEntry.objects.bulk_create(_money_entries(period, entries))


def _task_entry(submission: Submission, version: TaskVersion, duty: Duty, last: TaskFact | None) -> TaskEntry:
    return TaskEntry(
        submission=submission,
        task_id=version.task_id,
        task_version=version,
        via_group_id=duty.via_group,
        main=duty.main,
        unassigned=duty.unassigned,
        last_fact=last,
    )


def _last_facts(preview: Preview) -> dict[tuple[int, int], TaskFact]:
    facts = TaskFact.objects.filter(task__in=preview.tasks, superseded_at__isnull=True).order_by(
        "approved_at"
    )
    return {(fact.task_id, fact.agency_id): fact for fact in facts}


def _last_observations(preview: Preview) -> dict[tuple[int, str], Observation]:
    rows = Observation.objects.filter(
        measure__in={measure for measure, _scope in preview.measures},
        province=preview.cycle.plan.province_id,
        superseded_at__isnull=True,
    ).order_by("to_on", "recorded_at")
    return {(row.measure_id, row.scope): row for row in rows}


def _money_entries(period: Period, entries: list[TaskEntry]) -> list[MoneyEntry]:
    """A field per source and budget year the plan prints up to the period's year, and one for the year itself."""
    year = period.to_on.year
    lines: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for task, source, of_year in (
        BudgetLine.objects.current()
        .filter(task__in={entry.task_id for entry in entries}, stage="planned")
        .values_list("task_id", "source_id", "year")
    ):
        lines[task][source].add(of_year or year)
    rows = []
    for entry in entries:
        for source, years in sorted(lines[entry.task_id].items()):
            rows += [
                MoneyEntry(entry=entry, source_id=source, budget_year=of_year)
                for of_year in sorted({y for y in years if y <= year} | {year})
            ]
    return rows
