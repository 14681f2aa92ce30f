"""What follows from a change of a plan in the rooms above: they say how, and may not be imported here.

Each is told within the verb's transaction which tasks changed and why, does what follows (open duties that move), and
says what it did in sentences. A preview is the verb itself, taken back at its end, so that the two cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agencies.models import User
    from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changed: `kind` as `Recorded.cause` has it, the id of the event or succession, and in words."""

    kind: str
    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that follows, as a sentence with its count; `names` are whom or what it is about.

    `stays` marks what a reader might expect to change and does not.
    """

    text: str
    count: int = 1
    names: tuple[str, ...] = ()
    stays: bool = False


Follow = Callable[["Plan", Sequence[int], Cause, "User | None", dt.datetime], list[Effect]]
_rooms: list[Follow] = []


def register(follow: Follow) -> None:
    """Make known what follows in a room above; registering it again changes nothing."""
    if follow not in _rooms:
        _rooms.append(follow)


def follow(
    plan: "Plan", tasks: Sequence[int], cause: Cause, by: "User | None", at: dt.datetime
) -> list[Effect]:
    """Let every room do what follows from a change of tasks (their ids); what they did, in the order of rooms."""
    return [effect for room in _rooms for effect in room(plan, tasks, cause, by, at)]
