"""What opening a period would create, for the officer to look at first; the opening takes it from here."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, GroupMember
from common.errors import Refused
from indicators.at import IndicatorsAt, indicators_at
from plans.at import PlanAt, TaskAt, plan_at, version_on
from plans.models import Plan, PlanVersion
from reporting.collection import deadlines, occurrences
from reporting.collection.duties import Named, Opening, Register, open_duties
from reporting.collection.owed import completed_tasks, owed_measures, owed_tasks
from reporting.collection.periods import printed_due, refuse_draft
from reporting.models import Cycle, CycleStage, Period


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
            elif member.member_group_id and member.member_group_id not in seen:
                found |= dict.fromkeys(expand(member.member_group_id, seen | {member.member_group_id}))
        return tuple(found)

    groups = {g: expand(g, frozenset({g})) if can else None for g, can in resolvable.items()}
    return Register(frozenset(a.id for a in agencies), through, groups)


def preview_period(
    *,
    cycle: Cycle,
    year: int,
    due: dict[int, dt.date] | None = None,
    covers: str = "",
    cutoff_on: dt.date | None = None,
    opens_on: dt.date,
) -> Preview:
    """What opening `cycle` for `year` would create: for the report about that year; of several the next one due.

    `due`: printed day per stage id, where the rule prints none or another counts; `covers`: same or before, where
    neither the rule nor its day says which period is reported on. The plan, its register and what was approved count as
    they were on the day `opens_on`: nothing amended or recorded later. A later stage without a day is left out:
    nobody waits for it. Raises Refused when the first stage has no day, when it has to be asked what is reported on, or
    when the plan has no focal agency.
    """
    plan = cycle.plan
    refuse_draft(plan)
    focal = _focal(plan)
    stages, days = _stages_due(cycle, year, due or {}, opens_on)
    first = days[stages[0].id]
    covered = _covered(cycle, first, covers)
    from_on, to_on, label = covered
    last = deadlines.last_day(deadlines.due_moment(first, stages[0].bound, stages[0].clock))
    usual = _usual_cutoff(first, cycle.cutoff_days_before, covered, last)
    cutoff_on = _cutoff(cutoff_on or usual, covered, last)
    register = read_register(plan.province_id, opens_on)
    version = version_on(plan, opens_on)
    known_at = deadlines.due_moment(opens_on, "on")
    asked = plan_at(version, day=opens_on, known_at=known_at)
    tasks, finished = owed_tasks(asked, to_on, completed_tasks(asked, known_at))
    opening = open_duties(reporters=_reporters(cycle), owed=tasks, register=register, focal=focal)
    measures = {}
    if cycle.purpose == "progress":
        wanted = indicators_at(version, day=opens_on, known_at=known_at)
        measures = _add_measures(opening, wanted, register, focal)
    return Preview(
        cycle=cycle,
        from_on=from_on,
        to_on=to_on,
        label=label,
        cutoff_on=cutoff_on,
        opens_on=opens_on,
        stages=stages,
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


def _focal(plan: Plan) -> int:
    """The agency that answers for what nobody else does."""
    if plan.focal_agency_id is None:
        raise Refused(_("Kế hoạch chưa có cơ quan đầu mối. Chọn cơ quan đầu mối trước khi mở kỳ."))
    return plan.focal_agency_id


def _stages_due(
    cycle: Cycle, year: int, given: Mapping[int, dt.date], opens_on: dt.date
) -> tuple[list[CycleStage], dict[int, dt.date]]:
    """The stages that have a day, in order, and the printed day of each; the first has one."""
    stages = list(cycle.stages.select_related("to_agency", "via_agency").order_by("position"))
    if not stages:
        raise Refused(_("Chế độ báo cáo chưa có bước gửi nào. Ghi hạn gửi trước khi mở kỳ."))
    head = stages[0]
    coming = occurrences.days_of_year(cycle.frequency, printed_due(head), cycle.covers, year)
    first = given.get(head.id) or occurrences.next_of(coming, opens_on)
    if first is None:
        raise Refused(_("Văn bản không in hạn gửi. Ghi ngày hạn gửi khi mở kỳ."), field=f"due_{head.id}")
    days = {head.id: first}
    for stage in stages[1:]:
        day = given.get(stage.id) or occurrences.following(cycle.frequency, printed_due(stage), first)
        if day is not None:
            days[stage.id] = day
    return [stage for stage in stages if stage.id in days], days


def _covered(cycle: Cycle, due: dt.date, covers: str) -> deadlines.Span:
    """What a report due that day is about. A year's report with a day in its middle is that year's."""
    known = cycle.covers or deadlines.assumed(cycle.frequency, due) or covers
    if not known and cycle.frequency == "yearly":
        known = "same"
    covered = deadlines.span(cycle.frequency, due, known)
    if covered is None:
        sentence = _("Hạn gửi %(day)s chưa cho biết báo cáo về kỳ nào. Chọn kỳ mà báo cáo này nói đến.")
        raise Refused(sentence % {"day": f"{due:%d/%m/%Y}"}, field="covers")
    return covered


def _reporters(cycle: Cycle) -> list[Named]:
    return [Named(row.agency_id, row.group_id, row.text_printed) for row in cycle.reporters.order_by("id")]


def _usual_cutoff(first: dt.date, before: int, covered: deadlines.Span, last: dt.date) -> dt.date:
    """So many days before the deadline, but inside the period; the eve of the deadline where that is too early."""
    day = min(first - dt.timedelta(days=before), covered.to_on)
    if day < covered.from_on:
        day = max(first - dt.timedelta(days=1), covered.from_on)
    return min(day, last)


def _cutoff(cutoff_on: dt.date, covered: deadlines.Span, last: dt.date) -> dt.date:
    """Figures are cut off inside the period, and not after the agencies' last day."""
    if cutoff_on > last:
        raise Refused(_("Ngày chốt số liệu phải trước hạn gửi của các cơ quan."), field="cutoff_on")
    if cutoff_on < covered.from_on:
        raise Refused(
            _("Ngày chốt số liệu phải nằm trong kỳ, từ ngày %(day)s.")
            % {"day": f"{covered.from_on:%d/%m/%Y}"},
            field="cutoff_on",
        )
    if cutoff_on > covered.to_on:
        raise Refused(
            _("Ngày chốt số liệu phải nằm trong kỳ, đến ngày %(day)s.")
            % {"day": f"{covered.to_on:%d/%m/%Y}"},
            field="cutoff_on",
        )
    return cutoff_on


def _add_measures(
    opening: Opening, wanted: IndicatorsAt, register: Register, focal: int
) -> dict[tuple[int, str], str]:
    """Add the lines on measures to what opening would create; the name of each measure, by measure and scope."""
    owed = owed_measures(wanted, register)
    open_duties(reporters=[], owed=owed, register=register, focal=focal, opening=opening)
    names = {row.measure: row.measure_name for row in wanted.leaves}
    keys = [thing.key for thing in owed]
    return {key: names[key[0]] for key in keys if not isinstance(key, int)}
