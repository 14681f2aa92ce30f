"""What happened to tasks after their plan was confirmed, laid over what the plan states. Pure.

Who answers for a task, and words put right, are rows of the plan; here stands what moves a deadline or a status
(DESIGN, "Time frames", "A plan at a day"). Days are local dates.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Standing = Literal["", "paused", "cancelled", "merged"]


class EventAt(NamedTuple):
    """An event in effect, as `TaskEvent` records it; columns in the order of `COLUMNS`."""

    id: int
    task: int
    kind: str
    on: dt.date
    new_deadline: dt.date | None
    other_task: int | None
    document_no: str
    document_date: dt.date | None


COLUMNS = ("pk", "task_id", "kind", "on", "new_deadline", "other_task_id", "document_no", "document_date")


@dataclass(frozen=True, slots=True)
class Course:
    """What the events of one task have come to: its own standing, the deadline in force, whether its trigger was met.

    `moved` is the event that set the deadline in force, `stood` the one that paused, cancelled or merged the task.
    """

    standing: Standing = ""
    met: bool = False
    moved: EventAt | None = None
    stood: EventAt | None = None

    def deadline(self, printed: dt.date | None) -> dt.date | None:
        """The deadline in force of a task with this printed one."""
        return self.moved.new_deadline if self.moved else printed

    @property
    def into(self) -> int | None:
        """The task (its id) this one was merged into."""
        return self.stood.other_task if self.stood else None


AS_PRINTED = Course()
STANDS: dict[str, Standing] = {"paused": "paused", "cancelled": "cancelled", "merged_into": "merged"}


def course_of(events: Iterable[EventAt]) -> Course:
    """What events of one task, the oldest first, have come to: of each kind of change the last one counts.

    A trigger met without a new deadline leaves the printed one (a mixed time has one besides). Who resumes a task takes
    back its pause and nothing else: a task cancelled or merged stays so until that event is taken back.
    """
    met, moved, stood = False, None, None
    for event in events:
        met = met or event.kind == "triggered"
        if event.new_deadline is not None:
            moved = event
        elif event.kind in STANDS:
            stood = event
        elif event.kind == "resumed" and stood is not None and stood.kind == "paused":
            stood = None
    return Course(STANDS[stood.kind] if stood else "", met, moved, stood)


def courses(events: Iterable[EventAt]) -> dict[int, Course]:
    """The course of every task (its id) that has events, of events the oldest first."""
    of_task: dict[int, list[EventAt]] = {}
    for event in events:
        of_task.setdefault(event.task, []).append(event)
    return {task: course_of(its) for task, its in of_task.items()}
