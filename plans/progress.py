"""How far reporting on a plan has come. The rooms above know it and may not be imported here: they say how to ask."""

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plans.models import Plan


class Progress(enum.IntEnum):
    """What still may be corrected in place: everything; what no duty was frozen from; nothing."""

    PROMISED = 0
    OPENED = 1
    REPORTED = 2


_asked: list[Callable[["Plan"], Progress]] = []


def register(ask: Callable[["Plan"], Progress]) -> None:
    """Make known how to ask; registering it again changes nothing."""
    if ask not in _asked:
        _asked.append(ask)


def progress_of(plan: "Plan") -> Progress:
    """The farthest that anybody knows of."""
    return max((ask(plan) for ask in _asked), default=Progress.PROMISED)
