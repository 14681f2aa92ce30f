"""What stands behind a submission under review: its sendings, what was approved before, and what was said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import prefetch_related_objects

from agencies.models import Membership
from indicators.models import Observation
from reporting.collection.sent_copy import SentLine
from reporting.models import MeasureEntry, ReviewAction, Sending, Submission, TaskEntry, TaskFact


def approved_before(submission: Submission, tasks: list[TaskEntry]) -> dict[int, TaskFact]:
    """Entry id → the fact that stood before the words under review, with its money, period and sending.

    Within the period that is the fact in force, or for an approved line the one its approval replaced; else the fact
    of an earlier period that opening pinned. Four queries at any size.
    """
    here: dict[int, list[TaskFact]] = defaultdict(list)
    for fact in TaskFact.objects.filter(period=submission.period_id, agency=submission.agency_id).order_by(
        "approved_at", "id"
    ):
        here[fact.task_id].append(fact)
    found: dict[int, TaskFact] = {}
    for entry in tasks:
        own = here[entry.task_id][: -1 if entry.line_state == "approved" else None]
        before = own[-1] if own else entry.last_fact
        if before is not None:
            found[entry.pk] = before
    prefetch_related_objects(list(found.values()), "money__source", "period", "sending__submission")
    return found


def observed_before(measures: list[MeasureEntry]) -> dict[int, Observation]:
    """Entry id → the observation that stood before the value under review."""
    open_again = [entry.observation_id for entry in measures if entry.line_state != "approved"]
    here = Observation.objects.in_bulk([pk for pk in open_again if pk])
    found = {}
    for entry in measures:
        before = entry.last_observation
        if entry.line_state != "approved":
            before = here.get(entry.observation_id) or before
        if before is not None:
            found[entry.pk] = before
    return found


@dataclass(frozen=True)
class Said:
    """One row of a thread: what was done or said, and for which agency the person works."""

    action: ReviewAction
    agency: str
    sending_no: int | None


@dataclass(frozen=True)
class Threads:
    """The review actions of a submission, by task line, by measure line, and on the whole."""

    tasks: dict[int, list[Said]]
    measures: dict[int, list[Said]]
    whole: list[Said]


def threads_of(submission: Submission, sendings: Iterable[Sending]) -> Threads:
    """Everything said and decided, oldest first. Two queries."""
    actions = list(submission.actions.select_related("by").order_by("at", "id"))
    sides = [submission.agency, submission.period.plan.focal_agency]
    works_for = dict(
        Membership.objects.filter(user__in={action.by_id for action in actions}, agency__in=sides)
        .order_by("-valid_from")
        .values_list("user_id", "agency_id")
    )
    labels = {agency.pk: agency.label for agency in sides if agency}
    numbers = {sending.pk: sending.no for sending in sendings}
    threads = Threads(defaultdict(list), defaultdict(list), [])
    for action in actions:
        said = Said(
            action, labels.get(works_for.get(action.by_id, 0), ""), numbers.get(action.sending_id or 0)
        )
        if action.task_entry_id:
            threads.tasks[action.task_entry_id].append(said)
        elif action.measure_entry_id:
            threads.measures[action.measure_entry_id].append(said)
        else:
            threads.whole.append(said)
    return threads


def corrected(before: SentLine, after: SentLine) -> set[str]:
    """The names of the fields of a line that differ between two sendings' copies of it."""
    return {part.name for part in fields(after) if getattr(before, part.name) != getattr(after, part.name)}
