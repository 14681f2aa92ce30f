"""What rooms above know of a plan, for its pages: how it stands in its newest period, and the parts they add.

They say where they are to be asked; nothing here knows who answers (the pattern is `progress`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from django.utils.safestring import SafeString

from agencies.requests import PersonRequest

if TYPE_CHECKING:
    from agencies.models import User
    from plans.models import Plan

Place = Literal["actions", "unopened", "money", "history", "task"]


class TaskStanding(Protocol):
    """How a leaf stands; percent 0–100, `carried_from` the day of an approval whose value still counts."""

    @property
    def task(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def reported(self) -> int: ...
    @property
    def owed(self) -> int: ...
    @property
    def carried_from(self) -> dt.date | None: ...
    @property
    def overdue_days(self) -> int: ...


class GroupStanding(Protocol):
    """A group's leaves by status."""

    @property
    def task(self) -> int: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


class Standing(Protocol):
    """How a plan stands: its leaves by status, its tasks and groups by the identity of the task."""

    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def tasks(self) -> Sequence[TaskStanding]: ...
    @property
    def groups(self) -> Sequence[GroupStanding]: ...
    def of_task(self, task: int) -> TaskStanding | None: ...


class Period(Protocol):
    """The period a standing is of."""

    label: str
    state: str


class Season(Protocol):
    """What is known of one plan, for one request; `standing` is None before the first period."""

    @property
    def period(self) -> Period | None: ...
    @property
    def standing(self) -> Standing | None: ...

    def parts(self, place: Place, task: int | None = None) -> list[SafeString]:
        """What stands at a place of the plan's pages; at "task" for the task of that id."""
        ...

    def on_record(self) -> Mapping[str, list[int]]:
        """What else belongs to the plan's record: {model label: ids}."""
        ...


class Above(Protocol):
    """The module that answers."""

    def season_of(self, request: PersonRequest, plan: "Plan") -> Season: ...
    def standings(self, user: "User", plans: Iterable["Plan"]) -> Mapping[int, tuple[Period, Standing]]: ...


_answers: list[str] = []


def register(module: str) -> None:
    """Make known which module answers, by its dotted name: it is imported when a page asks."""
    _answers[:] = [module]


def season_of(request: PersonRequest, plan: "Plan") -> Season:
    """What is known above of a plan."""
    return _above().season_of(request, plan)


def standings(user: "User", plans: Iterable["Plan"]) -> Mapping[int, tuple[Period, Standing]]:
    """The newest period of each plan and how the plan stands in it, by the plan's id."""
    return _above().standings(user, plans)


def _above() -> Above:
    return cast(Above, import_module(_answers[0]))
