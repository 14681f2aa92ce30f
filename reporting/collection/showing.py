"""Making the lines to show, and what stands against each, of the rows of `lines_of`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, Prefetch, Q

from common import clock
from indicators.models import IndicatorVersion, Target
from plans.events import AS_PRINTED, COLUMNS, Course, EventAt, courses
from plans.models import BudgetLine, TaskEvent
from reporting.collection import checks, deadlines
from reporting.collection.checks import Problem
from reporting.collection.line_view import (
    LastMeasure,
    LastTask,
    Line,
    LineMoney,
    LineProof,
    MeasureView,
    TaskView,
)
from reporting.collection.periods import known_in, reading_of
from reporting.collection.sent_copy import SentCopy, SentMeasure, SentTask
from reporting.models import Evidence, MeasureEntry, MoneyEntry, MoneyFact, Period, TaskEntry
from reporting.states import LINE_DONE

EVIDENCE = Prefetch("evidence", Evidence.objects.select_related("file").order_by("id"))
# in order of its source, without the joins that the order of its lines would take
MONEY = Prefetch(
    "money",
    MoneyEntry.objects.select_related("source").order_by("source__position", "budget_year", "source_id"),
)


def line_views(
    tasks: Iterable[TaskEntry],
    measures: Iterable[MeasureEntry],
    *,
    copy: SentCopy | None = None,
    brief: bool = False,
) -> list[Line]:
    """Every line, tasks first, in the order given (expects the rows of `lines_of`); as `copy` says where there is one.

    `brief` leaves out what the plan prints beside a line: planned money, codes and targets of measures. At most five
    queries at any size, brief two.
    """
    tasks, measures = list(tasks), list(measures)
    happened = courses_of(tasks)
    sums, printed = _Sums(tasks, planned=not brief), _printed([] if brief else measures)
    views: list[Line] = []
    for entry in tasks:
        said = copy.task(entry) if copy else SentTask.of(entry)
        money, proofs = sums.of(entry, said if copy else None), _proofs(entry, said, copy)
        course = happened.get((entry.submission.period_id, entry.task_id), AS_PRINTED)
        views.append(
            _task_view(entry, said, money, proofs, course=course, working=not copy, proven=bool(proofs))
        )
    for line in measures:
        told = copy.measure(line) if copy else SentMeasure.of(line)
        of_plan = printed.get(line.pk) or _unprinted(line)
        views.append(_measure_view(line, told, of_plan, _proofs(line, told, copy), working=not copy))
    return views


def _kept(entry: TaskEntry | MeasureEntry, part: str) -> dict[str, str]:
    """What the form keeps of a line beside its values, `raw` or `errors`, by field."""
    found = entry.typed.get(part) if isinstance(entry.typed, dict) else None
    return found if isinstance(found, dict) else {}


def line_being_typed(
    entry: TaskEntry | MeasureEntry,
    money: tuple[LineMoney, ...],
    *,
    proven: bool,
    evidence: tuple[LineProof, ...] = (),
    happened: bool = False,
) -> Line:
    """One line while it is being filled (expects what `held` reads): without what the plan prints beside its fields.

    `proven`: something is attached to it, whether or not it was read; `happened`: events of its task are on record.
    """
    if isinstance(entry, TaskEntry):
        said = SentTask.words_of(entry)
        courses = courses_of([entry]) if happened else {}
        course = courses.get((entry.submission.period_id, entry.task_id), AS_PRINTED)
        return _task_view(entry, said, money, evidence, course=course, working=True, proven=proven)
    return _measure_view(entry, SentMeasure.words_of(entry), _unprinted(entry), evidence, working=True)


def courses_of(entries: Iterable[TaskEntry]) -> dict[tuple[int, int], Course]:
    """What happened to the tasks of lines as their periods know it today, by (period, task) ids. One query at most."""
    now = clock.now()
    periods = {entry.submission.period_id: entry.submission.period for entry in entries}
    known = Q(pk__in=[])
    for period in periods.values():
        on = deadlines.day_of(now)
        its = TaskEvent.objects.in_effect_on(on).known_at(known_in(period, now))
        known |= Q(pk__in=its.filter(task__plan=period.plan_version.plan_id).values("pk"))
    if not periods:
        return {}
    rows = TaskEvent.objects.filter(known).one_after_the_other().values_list("task__plan", *COLUMNS)
    of_plan: dict[int, list[EventAt]] = defaultdict(list)
    for plan, *event in rows:
        of_plan[plan].append(EventAt(*event))
    return {
        (pk, task): course
        for pk, period in periods.items()
        for task, course in courses(of_plan[period.plan_version.plan_id]).items()
    }


class _Sums:
    """Planned and last approved amounts beside the money fields of task lines. At most two queries."""

    def __init__(self, tasks: list[TaskEntry], *, planned: bool) -> None:
        with_money = [entry for entry in tasks if entry.money.all()]
        facts = {entry.last_fact_id for entry in with_money if entry.last_fact_id}
        self.last = {
            (row.fact_id, row.source_id, row.budget_year): row.cumulative
            for row in (MoneyFact.objects.filter(fact__in=facts) if facts else ())
        }
        self.planned: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
        if with_money and planned:
            lines = BudgetLine.objects.filter(_pinned(BudgetLine, "plan", with_money), stage="planned")
            for row in lines.filter(task__in=[entry.task_id for entry in with_money]):
                self.planned[row.task_id or 0, row.source_id, row.year] += row.amount

    def of(self, entry: TaskEntry, said: SentTask | None) -> tuple[LineMoney, ...]:
        """The money of a line, disbursed as `said` or as it stands."""
        return tuple(
            LineMoney(
                field=f"money-{row.pk}",
                source_id=row.source_id,
                source=row.source.name_printed,
                year=row.budget_year,
                planned=self.planned.get((entry.task_id, row.source_id, row.budget_year))
                or self.planned.get((entry.task_id, row.source_id, 0)),
                last=self.last.get((entry.last_fact_id or 0, row.source_id, row.budget_year)),
                cumulative=said.cumulative(row.source.code, row.budget_year) if said else row.cumulative,
                typed="" if said else row.typed,
            )
            for row in entry.money.all()
        )


def _task_view(
    entry: TaskEntry,
    said: SentTask,
    money: tuple[LineMoney, ...],
    evidence: tuple[LineProof, ...],
    *,
    course: Course,
    working: bool,
    proven: bool,
) -> TaskView:
    """`working`: the working copy, which is checked; `proven`: something is attached to the line."""
    version, period = entry.task_version, entry.submission.period
    trigger_text = "" if course.met else version.trigger_text
    ends_on = course.deadline(version.ends_on)
    waits = bool(trigger_text) and ends_on is None
    checked = working and entry.line_state not in LINE_DONE
    return TaskView(
        pk=entry.pk,
        submission=entry.submission_id,
        code=version.code,
        name=version.name,
        line_state=entry.line_state,
        version=entry.version,
        at=entry.at,
        raw=_kept(entry, "raw") if working else {},
        evidence=evidence,
        problems=tuple(_problems_of_task(entry, money, proven, waits)) if checked else (),
        task=entry.task_id,
        position=version.position,
        heading=version.parent_id,
        lead_text=version.lead_text,
        time_text=version.time_text,
        product=version.product,
        trigger_text=trigger_text,
        ends_on=ends_on,
        standing=course.standing,
        recurring=version.recurring,
        unassigned=entry.unassigned,
        group=str(entry.via_group.name) if entry.via_group else "",
        cutoff_on=period.cutoff_on,
        year=period.to_on.year,
        said=said,
        last=LastTask.of(entry.last_fact) if entry.last_fact else None,
        money=money,
    )


def _problems_of_task(
    entry: TaskEntry, money: tuple[LineMoney, ...], proven: bool, waits: bool
) -> list[Problem]:
    period, version, last = entry.submission.period, entry.task_version, entry.last_fact
    errors = _kept(entry, "errors")
    comparable = last is not None and (not version.recurring or last.period.to_on.year == period.to_on.year)
    return checks.task_line(
        checks.TaskLine(
            state=entry.state,
            percent=entry.percent,
            completed_on=entry.completed_on,
            result=entry.result,
            reason=entry.reason,
            not_applicable=entry.not_applicable,
            triggered=waits,
            trigger_answer=entry.trigger_answer,
            trigger_document=entry.trigger_document,
            errors={name: message for name, message in errors.items() if not name.startswith("money-")},
            money=tuple(
                checks.MoneyLine(
                    field=row.field,
                    cumulative=row.cumulative,
                    error=errors.get(row.field, ""),
                    last=row.last if row.year == period.to_on.year or comparable else None,
                )
                for row in money
            ),
            last_percent=last.percent if last is not None and comparable else None,
            has_evidence=proven,
            cutoff_on=period.cutoff_on,
        )
    )


def _proofs(
    entry: TaskEntry | MeasureEntry, said: SentTask | SentMeasure, copy: SentCopy | None
) -> tuple[LineProof, ...]:
    return tuple(map(LineProof.sent, said.evidence) if copy else map(LineProof.of, entry.evidence.all()))


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the plan prints of a measure line."""

    code: str
    name: str
    target_text: str


def _unprinted(entry: MeasureEntry) -> _Printed:
    return _Printed("", entry.measure.name, "")


def _measure_view(
    entry: MeasureEntry,
    said: SentMeasure,
    printed: _Printed,
    evidence: tuple[LineProof, ...],
    *,
    working: bool,
) -> MeasureView:
    last = entry.last_observation
    checked = working and entry.line_state not in LINE_DONE
    return MeasureView(
        pk=entry.pk,
        submission=entry.submission_id,
        code=printed.code,
        name=printed.name,
        line_state=entry.line_state,
        version=entry.version,
        at=entry.at,
        raw=_kept(entry, "raw") if working else {},
        evidence=evidence,
        problems=tuple(_problems_of_measure(entry)) if checked else (),
        measure=entry.measure_id,
        unit=entry.measure.unit,
        judgement=entry.measure.value_kind == "judgement",
        scope=entry.scope,
        target_text=printed.target_text,
        to_on=entry.to_on,
        said=said,
        last=LastMeasure.of(last) if last else None,
    )


def _problems_of_measure(entry: MeasureEntry) -> list[Problem]:
    measure = entry.measure
    return checks.measure_line(
        checks.MeasureLine(
            answer=entry.answer,
            value=entry.value,
            verdict=entry.verdict,
            judgement=measure.value_kind == "judgement",
            percent=measure.unit.strip().startswith("%"),
            note=entry.note,
            errors=_kept(entry, "errors"),
        )
    )


def _printed(measures: list[MeasureEntry]) -> dict[int, _Printed]:
    """Entry → what the plan prints of it, as pinned by the period. Two queries.

    A measure that serves several indicators of the plan has their codes and the targets of each. The target is that
    of the first year not before the period's; none printed for the line's scope leaves it empty.
    """
    versions: dict[tuple[int, int], list[IndicatorVersion]] = defaultdict(list)
    if measures:
        aims = Target.objects.filter(_pinned(Target, "indicator__plan", measures))
        of_measures = (
            IndicatorVersion.objects.filter(
                _pinned(IndicatorVersion, "plan", measures),
                kind="indicator",
                indicator__measure__in={entry.measure_id for entry in measures},
            )
            .select_related("indicator")
            .prefetch_related(Prefetch("indicator__targets", aims))
        )
        for version in of_measures.order_by("plan", "position"):
            versions[version.plan_id, version.indicator.measure_id or 0].append(version)
    found = {}
    for entry in measures:
        period = entry.submission.period
        shown = versions[period.cycle.plan_id, entry.measure_id]
        targets = [_target(version, entry, period) for version in shown]
        found[entry.pk] = _Printed(
            code=", ".join(version.number for version in shown if version.number),
            name=shown[0].name if shown else entry.measure.name,
            target_text="; ".join(dict.fromkeys(target.printed for target in targets if target)),
        )
    return found


def _target(version: IndicatorVersion, entry: MeasureEntry, period: Period) -> Target | None:
    of_scope = [target for target in version.indicator.targets.all() if target.scope == entry.scope]
    targets = sorted(of_scope, key=lambda target: target.horizon_year)
    ahead = [target for target in targets if target.horizon_year >= period.to_on.year]
    return next(iter(ahead or targets[-1:]), None)


def _pinned(model: type[Model], plan: str, entries: Iterable[TaskEntry | MeasureEntry]) -> Q:
    """Rows of a plan as the periods of these lines pinned it; `plan` leads to the plan."""
    now = clock.now()
    where = Q(pk__in=[])
    for period in {entry.submission.period_id: entry.submission.period for entry in entries}.values():
        where |= Q(reading_of(period, now).stated(model), **{plan: period.plan_version.plan_id})
    return where
