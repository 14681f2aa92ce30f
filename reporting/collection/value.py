"""What counts for a task from its approved lines, and whether it is completed (DESIGN, "Roll-up"). Pure.

Roll-up and the opening of a period ask the same functions. Percent 0–100, days are local.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, Protocol, TypeVar

HUNDREDTH = Decimal("0.01")


class Said(Protocol):
    """An approved line. `percent` is None where there is no progress to measure."""

    @property
    def state(self) -> str | None: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def completed_on(self) -> dt.date | None: ...


Line = TypeVar("Line", bound=Said)


class Added(Protocol):
    """The approved lines of a task that are not its main agency's: reported ⊇ with_percent ⊇ completed."""

    @property
    def reported(self) -> int: ...
    @property
    def with_percent(self) -> int: ...
    @property
    def completed(self) -> int: ...
    @property
    def percent_sum(self) -> Decimal | None: ...
    @property
    def last_completed_on(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class Sums:
    """Lines added up here, where no database has done it."""

    reported: int
    with_percent: int
    completed: int
    percent_sum: Decimal
    last_completed_on: dt.date | None

    @classmethod
    def of(cls, lines: Iterable[Said]) -> "Sums":
        rows = list(lines)
        percents = [row.percent for row in rows if row.percent is not None]
        days = [row.completed_on for row in rows if row.completed_on is not None]
        return cls(len(rows), len(percents), len(days), sum(percents, Decimal(0)), max(days, default=None))


class Value(NamedTuple):
    """What counts for a task. All None: nothing approved."""

    state: str | None = None
    percent: Decimal | None = None
    completed_on: dt.date | None = None


NOTHING = Value()


def is_completed(value: Said) -> bool:
    """Whether a task of that value is done: it owes nothing more unless it recurs."""
    return value.state == "completed"


def value_of(
    main: Line | None, parts: Added | None, *, led: bool, owed: int, triggered: bool
) -> Line | Value:
    """A task's value: its main agency's line itself; of a task only groups answer for, that of their lines.

    `led`: a main agency owes a line, and while it is silent nobody else's counts. `owed` is how many lines are.
    """
    if main is not None:
        return main
    if led or parts is None:
        return NOTHING
    return value_of_parts(parts, owed, triggered=triggered)


def value_of_parts(parts: Added, owed: int, *, triggered: bool) -> Value:
    """The value of a task that only groups answer for: in progress from the first percent, completed when all are.

    Lines without progress to measure are outside its mean.
    """
    if not parts.with_percent or parts.percent_sum is None:
        return Value("awaiting_trigger" if triggered else "not_applicable")
    percent = mean(parts.percent_sum, parts.with_percent)
    if parts.completed == parts.with_percent and parts.reported >= owed:
        return Value("completed", percent, parts.last_completed_on)
    return Value("in_progress" if parts.percent_sum else "not_started", percent)


def mean(total: Decimal, count: int) -> Decimal:
    """The mean with two decimals, half up. `count` is above zero."""
    return (total / count).quantize(HUNDREDTH, ROUND_HALF_UP)
