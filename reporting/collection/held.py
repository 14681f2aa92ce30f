"""A submission and one of its lines, held while something is typed: two statements, whatever hangs on them.

Who saves a field takes the submission first, as every other verb does. What decides whether it may be changed is read
once more with the line, after the lock is ours: closing a period takes its submissions too.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypedDict, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Prefetch, QuerySet, Subquery

from reporting.collection.line_view import LineMoney
from reporting.collection.showing import EVIDENCE
from reporting.collection.tally import Tally, other_measures, other_tasks
from reporting.models import Evidence, MeasureEntry, MoneyEntry, MoneyFact, Period, Submission, TaskEntry

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Entry = TypeVar("Entry", TaskEntry, MeasureEntry)

# Of what belongs to a submission only what rules and locks ask about.
HELD = (
    *(field.name for field in Submission._meta.concrete_fields),
    "agency__name",
    "period__state",
    "period__closed_at",
    "period__to_on",
    "period__cutoff_on",
    "period__cycle__plan__focal_agency",
    "period__cycle__plan__province",
)
RELATED: dict[type[Model], tuple[str, ...]] = {
    TaskEntry: ("task_version", "via_group", "last_fact__period"),
    MeasureEntry: ("measure", "last_observation"),
}


class Standing(TypedDict):
    """What is read with a line: its period now, whether anything is attached, the other lines counted."""

    period_state: str
    period_closed_at: dt.datetime | None
    proven: bool
    said_tasks: str
    said_measures: str


StandingTask: TypeAlias = "WithAnnotations[TaskEntry, Standing]"
StandingMeasure: TypeAlias = "WithAnnotations[MeasureEntry, Standing]"


@dataclass(frozen=True)
class Held(Generic[Entry]):
    """A line for update in its submission. `tasks`, `measures`: the other lines, counted; `money`: of a task line."""

    entry: Entry
    proven: bool
    tasks: Tally
    measures: Tally
    money: tuple[LineMoney, ...] = ()


HeldLine = Held[TaskEntry] | Held[MeasureEntry]


def hold_submission(found: QuerySet[Submission]) -> Submission:
    """The one submission found, for update: one statement. Raises Submission.DoesNotExist."""
    rows = found.select_related(None).select_related("agency", "period__cycle__plan")
    return rows.only(*HELD).select_for_update(of=("self",)).get()


def hold_period(submission: Submission) -> None:
    """Read again, now that the submission is ours, whether its period is open: one statement."""
    rows = Period.objects.filter(pk=submission.period_id).values_list("state", "closed_at")
    submission.period.state, submission.period.closed_at = rows.get()


def hold_task(submission: Submission, pk: int, *, shown: bool = False) -> Held[TaskEntry]:
    """A task line of a held submission for update, with its money: two statements.

    `shown`: with what is attached to it, in one more. Raises TaskEntry.DoesNotExist.
    """
    rows = TaskEntry.objects.filter(pk=pk, submission=submission.pk).select_related(*RELATED[TaskEntry])
    attached = Evidence.objects.filter(task_entry=OuterRef("pk"))
    entry: StandingTask = (
        rows.annotate(
            period_state=F("submission__period__state"),
            period_closed_at=F("submission__period__closed_at"),
            proven=Exists(attached),
            said_tasks=other_tasks(submission.pk, but=pk),
            said_measures=other_measures(submission.pk),
        )
        .prefetch_related(_evidence(shown), Prefetch("money", MoneyEntry.objects.none()))
        .select_for_update(of=("self",))
        .get()
    )
    _in_period(entry, submission)
    tasks, measures = Tally.read(entry.said_tasks), Tally.read(entry.said_measures)
    return Held(entry, entry.proven, tasks, measures, money_of(entry))


def hold_measure(submission: Submission, pk: int, *, shown: bool = False) -> Held[MeasureEntry]:
    """A measure line of a held submission for update: one statement. As `hold_task`."""
    rows = MeasureEntry.objects.filter(pk=pk, submission=submission.pk).select_related(*RELATED[MeasureEntry])
    attached = Evidence.objects.filter(measure_entry=OuterRef("pk"))
    entry: StandingMeasure = (
        rows.annotate(
            period_state=F("submission__period__state"),
            period_closed_at=F("submission__period__closed_at"),
            proven=Exists(attached),
            said_tasks=other_tasks(submission.pk),
            said_measures=other_measures(submission.pk, but=pk),
        )
        .prefetch_related(_evidence(shown))
        .select_for_update(of=("self",))
        .get()
    )
    _in_period(entry, submission)
    tasks, measures = Tally.read(entry.said_tasks), Tally.read(entry.said_measures)
    return Held(entry, entry.proven, tasks, measures)


def money_of(entry: TaskEntry) -> tuple[LineMoney, ...]:
    """The money fields of one line beside what was approved last, without what is planned: one statement."""
    last = MoneyFact.objects.filter(
        fact=entry.last_fact_id, source=OuterRef("source"), budget_year=OuterRef("budget_year")
    )
    rows = MoneyEntry.objects.filter(entry=entry.pk).order_by("source__position", "budget_year", "source_id")
    values = rows.values_list(
        "pk",
        "source_id",
        "source__name_printed",
        "budget_year",
        Subquery(last.values("cumulative")),
        "cumulative",
        "typed",
    )
    return tuple(
        LineMoney(f"money-{pk}", source, name, year, None, approved, cumulative, typed)
        for pk, source, name, year, approved, cumulative, typed in values
    )


def _evidence(shown: bool) -> Prefetch:
    return EVIDENCE if shown else Prefetch("evidence", Evidence.objects.none())


def _in_period(entry: "StandingTask | StandingMeasure", submission: Submission) -> None:
    submission.period.state, submission.period.closed_at = entry.period_state, entry.period_closed_at
    entry.submission = submission
