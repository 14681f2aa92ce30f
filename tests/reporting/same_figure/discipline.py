"""Who sent, when, and how the reports stand (DESIGN.md, "A submission"), from sendings and review actions."""

import datetime as dt
from collections import Counter

from common.format import ZONE
from reporting.models import MeasureEntry, ReviewAction, Sending, Submission, TaskEntry, TaskFact
from tests.reporting.same_figure.rows import Asked


def discipline_figures(asked: Asked) -> dict[str, object]:
    """`agency.ID.…` of everybody who owes, and the counts of the period."""
    found: dict[str, object] = {}
    counts: Counter[str] = Counter()
    for submission in Submission.objects.filter(period=asked.period):
        figures = _agency(asked, submission)
        found |= {f"agency.{submission.agency_id}.{name}": figure for name, figure in figures.items()}
        counts["owing"] += 1
        counts[f"states.{figures['state']}"] += 1
        counts["sent"] += figures["first_sent_on"] is not None
        counts["in_time"] += figures["in_time"] is True
        counts["late"] += figures["in_time"] is False
        counts[f"board.{figures['board']}"] += 1
    names = {"owing", "sent", "in_time", "late", *counts}
    return found | {f"discipline.{name}": counts[name] for name in sorted(names)}


def _agency(asked: Asked, submission: Submission) -> dict[str, object]:
    sendings = list(Sending.objects.filter(submission=submission, at__lte=asked.known_at).order_by("no"))
    actions = list(ReviewAction.objects.filter(submission=submission, at__lte=asked.known_at))
    returned = [action for action in actions if action.action == "return"]
    whole = {row.sending_id for row in returned if row.task_entry_id is None and row.measure_entry_id is None}
    counting = [sending for sending in sendings if sending.pk not in whole]
    accepted = {sending.pk for sending in sendings if sending.outcome == "accepted"}
    return {
        "board": _board(asked, submission),
        "state": "draft" if submission.state == "endorsed" else submission.state,
        "first_sent_on": _day(sendings[0].at) if sendings else None,
        "in_time": counting[0].at < submission.due_at if counting else None,
        "returns": len({row.sending_id for row in returned} - accepted),
        "lines_owed": TaskEntry.objects.filter(submission=submission).count()
        + MeasureEntry.objects.filter(submission=submission).count(),
        "lines_approved": _approved(asked, submission),
    }


def _board(asked: Asked, submission: Submission) -> str:
    """What the officer has to do about a report now: only those not sent are told apart further."""
    if submission.state in ("sent", "returned", "approved"):
        return submission.state
    if submission.due_at <= asked.known_at:
        return "overdue"
    return "unopened" if submission.touched_at is None else "draft"


def _approved(asked: Asked, submission: Submission) -> int:
    facts = TaskFact.objects.filter(asked.in_force, period=asked.period, agency=submission.agency_id)
    measures = ReviewAction.objects.filter(
        submission=submission, action="approve", at__lte=asked.known_at, measure_entry__isnull=False
    )
    return facts.count() + measures.values("measure_entry").distinct().count()


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date()
