"""A submission and one of its lines, held while something is typed: two statements, whatever hangs on them.

Who saves a field takes the submission first, as every other verb does. What decides whether it may be changed is read
once more with the line, after the lock is ours: closing a period takes its submissions too.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypedDict, TypeVar

from django.db.models import BooleanField, DecimalField, F, Model, QuerySet
from django.db.models.expressions import RawSQL

from reporting.collection.line_view import LineMoney
from reporting.collection.showing import EVIDENCE
from reporting.collection.tally import Tally, other_lines
from reporting.models import MeasureEntry, MoneyEntry, Period, Submission, TaskEntry

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


class Standing(TypedDict):
    """What is read with a line: its period now, whether anything is attached, the other lines counted."""

    period_state: str
    period_closed_at: dt.datetime | None
    proven: bool
    said_tasks: str
    said_measures: str


class StandingOfTask(Standing):
    """And, of a task, whether anything is on record that happened to it."""

    happened: bool


StandingTask: TypeAlias = "WithAnnotations[TaskEntry, StandingOfTask]"
StandingMeasure: TypeAlias = "WithAnnotations[MeasureEntry, Standing]"


@dataclass(frozen=True)
class Held(Generic[Entry]):
    """A line for update in its submission. `tasks`, `measures`: the other lines, counted; `money`: of a task line,
    and whether anything `happened` to its task."""

    entry: Entry
    proven: bool
    tasks: Tally
    measures: Tally
    money: tuple[LineMoney, ...] = ()
    happened: bool = False


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
    rows = TASKS.filter(pk=pk, submission=submission.pk)
    entry = (rows.prefetch_related(EVIDENCE) if shown else rows).get()
    _in_period(entry, submission)
    tasks, measures = Tally.read(entry.said_tasks), Tally.read(entry.said_measures)
    return Held(entry, entry.proven, tasks, measures, money_of(entry), entry.happened)


def hold_measure(submission: Submission, pk: int, *, shown: bool = False) -> Held[MeasureEntry]:
    """A measure line of a held submission for update: one statement. As `hold_task`."""
    rows = MEASURES.filter(pk=pk, submission=submission.pk)
    entry = (rows.prefetch_related(EVIDENCE) if shown else rows).get()
    _in_period(entry, submission)
    tasks, measures = Tally.read(entry.said_tasks), Tally.read(entry.said_measures)
    return Held(entry, entry.proven, tasks, measures)


def money_of(entry: TaskEntry) -> tuple[LineMoney, ...]:
    """The money fields of one line beside what was approved last, without what is planned: one statement."""
    return tuple(
        LineMoney(f"money-{pk}", source, name, year, None, approved, cumulative, typed)
        for pk, source, name, year, approved, cumulative, typed in MONEY.filter(entry=entry.pk)
    )


def _in_period(entry: "StandingTask | StandingMeasure", submission: Submission) -> None:
    submission.period.state, submission.period.closed_at = entry.period_state, entry.period_closed_at
    entry.submission = submission


# What a save reads does not vary but for which line: composed once.
ATTACHED = "EXISTS (SELECT 1 FROM reporting_evidence attached WHERE attached.{kind}_id = {table}.id)"
HAPPENED = "EXISTS (SELECT 1 FROM plans_taskevent event WHERE event.task_id = reporting_taskentry.task_id)"
APPROVED = """
(SELECT approved.cumulative FROM reporting_moneyfact approved
 JOIN reporting_taskentry line ON line.last_fact_id = approved.fact_id
 WHERE line.id = reporting_moneyentry.entry_id AND approved.source_id = reporting_moneyentry.source_id
 AND approved.budget_year = reporting_moneyentry.budget_year)
"""


def _attached(kind: str, model: type[Model]) -> RawSQL:
    text = ATTACHED.format(kind=kind, table=model._meta.db_table)
    return RawSQL(text, [], output_field=BooleanField())  # noqa: S611 - a constant of this file


TASKS: "QuerySet[StandingTask]" = (
    TaskEntry.objects.order_by()
    .select_related("task_version", "via_group", "last_fact__period")
    .annotate(
        period_state=F("submission__period__state"),
        period_closed_at=F("submission__period__closed_at"),
        proven=_attached("task_entry", TaskEntry),
        said_tasks=other_lines(TaskEntry)["said_tasks"],
        said_measures=other_lines(TaskEntry)["said_measures"],
        happened=RawSQL(HAPPENED, [], output_field=BooleanField()),  # noqa: S611 - a constant of this file
    )
    .select_for_update(of=("self",))
)
MEASURES: "QuerySet[StandingMeasure]" = (
    MeasureEntry.objects.order_by()
    .select_related("measure", "last_observation")
    .annotate(
        period_state=F("submission__period__state"),
        period_closed_at=F("submission__period__closed_at"),
        proven=_attached("measure_entry", MeasureEntry),
        said_tasks=other_lines(MeasureEntry)["said_tasks"],
        said_measures=other_lines(MeasureEntry)["said_measures"],
    )
    .select_for_update(of=("self",))
)
MONEY = MoneyEntry.objects.order_by("source__position", "budget_year", "source_id").values_list(
    "pk",
    "source_id",
    "source__name_printed",
    "budget_year",
    RawSQL(APPROVED, [], output_field=DecimalField(max_digits=18, decimal_places=0)),  # noqa: S611 - a constant
    "cumulative",
    "typed",
)
