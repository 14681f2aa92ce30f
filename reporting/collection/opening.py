"""Opening a period: what it would create, and creating it. The preview and the opening share one function."""

import datetime as dt
import itertools
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, GroupMember, User
from common import audit
from common.errors import Refused
from indicators.at import indicators_at
from indicators.models import Observation
from plans import rules as plan_rules
from plans.at import PlanAt, TaskAt, plan_at, version_on
from plans.models import PlanVersion
from reporting.collection import deadlines
from reporting.collection.counting import count_duties
from reporting.collection.duties import Duty, Named, Opening, Register, open_duties
from reporting.collection.owed import completed_tasks, owed_measures, owed_tasks
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
    """What one agency would owe: tasks in printed order, measures by name and scope.

    `unassigned`: lines it has only as focal agency.
    """

    agency: Agency
    tasks: list[TaskAt]
    measures: list[tuple[str, str]]
    unassigned: int

    @property
    def codes(self) -> str:
        """The printed codes of its tasks."""
        return ", ".join(task.code for task in self.tasks)


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
    plan_version: PlanVersion
    plan: PlanAt
    known_at: dt.datetime
    opening: Opening
    agencies: dict[int, Agency]
    finished: list[TaskAt]
    measures: dict[tuple[int, str], str]
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
    def unassigned_tasks(self) -> list[TaskAt]:
        """Tasks nobody would report on but the focal agency."""
        return [self.plan.by_id[key] for key in self.opening.unassigned if isinstance(key, int)]

    @property
    def unnamed_groups(self) -> list[tuple[TaskAt, str]]:
        """Groups that cannot be expanded, beside named leads."""
        alone = set(self.opening.unassigned)
        return [
            (self.plan.by_id[key], label)
            for key, label in self.opening.unnamed
            if isinstance(key, int) and key not in alone
        ]

    @property
    def tasks_with_unnamed(self) -> int:
        """How many tasks name such a group."""
        return len({task.id for task, _label in self.unnamed_groups})

    @cached_property
    def by_agency(self) -> list[AgencyDuties]:
        """Agencies in the register's order, with what each would owe."""
        rows = []
        for agency, duties in self.opening.lines.items():
            tasks = [self.plan.by_id[duty.key] for duty in duties if isinstance(duty.key, int)]
            measures = [duty.key for duty in duties if not isinstance(duty.key, int)]
            rows.append(
                AgencyDuties(
                    agency=self.agencies[agency],
                    tasks=sorted(tasks, key=lambda task: task.position),
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

    The plan, its register and what was approved count as they were on the day `opens_on`: nothing that was amended or
    recorded later. A later stage without a day is left out: nobody waits for it. Raises Refused when the first stage
    has no day or the plan has no focal agency.
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
    version = version_on(plan, opens_on)
    known_at = deadlines.due_moment(opens_on, "on")
    asked = plan_at(version, day=opens_on, known_at=known_at)
    tasks, finished = owed_tasks(asked, to_on, completed_tasks(asked, known_at))
    reporters = [
        Named(row.agency_id, row.group_id, row.text_printed) for row in cycle.reporters.order_by("id")
    ]
    opening = open_duties(reporters=reporters, owed=tasks, register=register, focal=plan.focal_agency_id)
    measures = {}
    if cycle.purpose == "progress":
        wanted = indicators_at(version, day=opens_on, known_at=known_at)
        measured = owed_measures(wanted, register)
        names = {row.measure: row.measure_name for row in wanted.leaves}
        measures = {key: names[key[0]] for key in (thing.key for thing in measured)}
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
        plan_version=version,
        plan=asked,
        known_at=known_at,
        opening=opening,
        agencies=Agency.objects.in_bulk(opening.lines.keys()),
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

    `opens_on` (default: the day of `at`) is the day whose plan and whose register of agencies and groups count.
    """
    if checked and not plan_rules.runs_the_plan(by, cycle.plan):
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
                plan_version=preview.plan_version,
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
                        of_agency[agency], preview.plan.by_id[duty.key], duty, last.get((duty.key, agency))
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
    MoneyEntry.objects.bulk_create(_money_entries(period, preview.plan, entries))


def _task_entry(submission: Submission, task: TaskAt, duty: Duty, last: TaskFact | None) -> TaskEntry:
    return TaskEntry(
        submission=submission,
        task_id=task.id,
        task_version_id=task.row,
        via_group_id=duty.via_group,
        main=duty.main,
        unassigned=duty.unassigned,
        last_fact=last,
    )


def _last_facts(preview: Preview) -> dict[tuple[int, int], TaskFact]:
    owed = {
        duty.key for duties in preview.opening.lines.values() for duty in duties if isinstance(duty.key, int)
    }
    facts = TaskFact.objects.filter(task__in=owed).known_at(preview.known_at).order_by("approved_at")
    return {(fact.task_id, fact.agency_id): fact for fact in facts}


def _last_observations(preview: Preview) -> dict[tuple[int, str], Observation]:
    rows = Observation.objects.filter(
        measure__in={measure for measure, _scope in preview.measures},
        province=preview.cycle.plan.province_id,
    ).known_at(preview.known_at)
    return {(row.measure_id, row.scope): row for row in rows.order_by("to_on", "recorded_at")}


def _money_entries(period: Period, plan: PlanAt, entries: list[TaskEntry]) -> list[MoneyEntry]:
    """A field per source and budget year the plan prints up to the period's year, and one for the year itself."""
    this = period.to_on.year
    rows = []
    for entry in entries:
        years: dict[int, set[int]] = defaultdict(lambda: {this})
        for line in plan.money(entry.task_id):
            if line.stage == "planned":
                years[line.source].add(min(line.year or this, this))
        rows += [
            MoneyEntry(entry=entry, source_id=source, budget_year=year)
            for source in sorted(years)
            for year in sorted(years[source])
        ]
    return rows
