"""A task's official status on a day, from two facts: state × timeliness (DESIGN.md, "Task status on a day"). Pure."""

import datetime as dt

WITH_DEADLINE = (
    "completed_on_time",
    "completed_late",
    "in_progress_on_time",
    "in_progress_overdue",
    "not_started_on_time",
    "not_started_overdue",
)
COUNTED_APART = (
    "recurring",
    "no_deadline",
    "awaiting_trigger",
    "paused",
    "cancelled",
    "merged",
    "not_reported",
)
STATUSES = WITH_DEADLINE + COUNTED_APART


def status_of(
    state: str | None,
    completed_on: dt.date | None,
    *,
    ends_on: dt.date | None,
    recurring: bool,
    triggered: bool,
    standing: str = "",
    day: dt.date,
) -> str:
    """The status on `day` of a task whose approved state is `state` (None: nothing approved yet).

    A task paused, cancelled or merged into another (`standing`, DESIGN "Task status on a day") says so whatever an
    agency has reported, unless it was completed before.
    Silence comes next, it is never "not started"; then what has no deadline to be measured against. A triggered task
    waits until an officer has recorded the document and the deadline that follows, whatever an agency has reported; one
    with a printed deadline besides is measured by it unless its agency answered that it still waits. A task reported as
    not applicable has no progress to measure: it counts with the silent ones, its state says why.
    """
    if standing and state != "completed":
        return standing
    if state is None:
        return "not_reported"
    if recurring:
        return "recurring"
    if state == "awaiting_trigger" or (triggered and ends_on is None):
        return "awaiting_trigger"
    if ends_on is None:
        return "no_deadline"
    if state == "not_applicable":
        return "not_reported"
    if state == "completed":
        late = completed_on is not None and completed_on > ends_on
        return "completed_late" if late else "completed_on_time"
    return f"{state}_on_time" if day <= ends_on else f"{state}_overdue"


def overdue_days(status: str, completed_on: dt.date | None, *, ends_on: dt.date | None, day: dt.date) -> int:
    """Days past the deadline: up to `day`, or to the completion; 0 for every status that is not late."""
    if ends_on is None:
        return 0
    if status == "completed_late" and completed_on is not None:
        return (completed_on - ends_on).days
    return (day - ends_on).days if status.endswith("_overdue") else 0
