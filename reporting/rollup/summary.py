"""What the pages about many plans need of one plan's payload: small enough to read fifty at once. Pure.

`summary_of` makes it from a payload and nothing else does. As JSON it exists only where it is kept (`PlanSummary`):
names of the plan and the period are not in it, they are read with it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypedDict, TypeVar, overload

from reporting.rollup.compute import RULES_VERSION
from reporting.rollup.money import MoneyOfYear, MoneySum, of_years
from reporting.rollup.numbers import percent, vnd
from reporting.rollup.payload import AgencyRef, Payload, PeriodRef, PlanRef, SourceRef, TaskFigure
from reporting.rollup.status import WITH_DEADLINE

Raw = TypeVar("Raw")
Row = TypeVar("Row")

SHAPE = 2  # of the JSON below and of the rows kept beside it
MADE_BY = 100 * RULES_VERSION + SHAPE  # what is kept by another number is made anew
DONE = ("completed_on_time", "completed_late")
SENT = ("sent", "returned", "approved")


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """The tasks with a deadline of one main agency by status."""

    agency: AgencyRef
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """The leaves of a group (its task id) by status."""

    task: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """One plan in its newest period, on `day` from what was known at `known_at`.

    `counts` has every status of the leaves, `percent` (0–100) is the mean over `percent_over` of them; `verdicts`
    counts targets; `sent` of `owing` reports have come, returned ones too; `obstacles` counts unfinished tasks with an
    approved difficulty. Money in VND.
    """

    period: PeriodRef
    day: dt.date
    known_at: dt.datetime
    counts: Mapping[str, int]
    total: int
    percent: Decimal | None
    percent_over: int
    with_deadline: int
    verdicts: Mapping[str, int]
    indicator_count: int
    sent: int
    owing: int
    obstacles: int
    money: Sequence[MoneyOfYear]
    leads: Sequence[LeadCounts]

    @property
    def plan(self) -> PlanRef:
        return self.period.plan

    @property
    def prints_money(self) -> bool:
        """Whether the plan prints money to be spent."""
        return any(row.money.planned for row in self.money)


def is_obstacle(task: TaskFigure) -> bool:
    """An approved difficulty of a task that is not finished."""
    return bool(task.difficulty) and task.status not in DONE


def summary_of(payload: Payload) -> Summary:
    """The summary of a payload."""
    return Summary(
        period=payload.period,
        day=payload.day,
        known_at=payload.known_at,
        counts=payload.counts,
        total=payload.total,
        percent=payload.percent,
        percent_over=payload.percent_over,
        with_deadline=payload.with_deadline,
        verdicts=dict(Counter(row.verdict for row in payload.indicators)),
        indicator_count=payload.indicator_count,
        sent=sum(row.state in SENT for row in payload.agencies),
        owing=len(payload.agencies),
        obstacles=sum(map(is_obstacle, payload.tasks)),
        money=of_years(payload.money),
        leads=_leads(payload),
    )


def _leads(payload: Payload) -> tuple[LeadCounts, ...]:
    """In the order in which the plan first names them; tasks without a main agency are left out."""
    found: dict[AgencyRef, dict[str, int]] = {}
    for task in payload.tasks:
        if task.main and task.status in WITH_DEADLINE:
            counts = found.setdefault(task.main, dict.fromkeys(WITH_DEADLINE, 0))
            counts[task.status] += 1
    return tuple(LeadCounts(agency, counts) for agency, counts in found.items())


# --------------------------------------------------------------------------------------------------------- as JSON

MoneyRow = tuple[str, str, int, int, str | None, str | None, str | None, str]
LeadRow = tuple[int, str, list[int]]


class SummaryJson(TypedDict):
    """`money`: code, name and position of the source, year, planned, disbursed, apart, silent (VND as text).

    `leads`: id and name of the agency, a count for each status with a deadline, in their order.
    """

    counts: dict[str, int]
    total: int
    percent: str | None
    percent_over: int
    with_deadline: int
    verdicts: dict[str, int]
    indicator_count: int
    sent: int
    owing: int
    obstacles: int
    money: list[MoneyRow]
    leads: list[LeadRow]


def to_json(summary: Summary) -> SummaryJson:
    return {
        "counts": dict(summary.counts),
        "total": summary.total,
        "percent": percent(summary.percent),
        "percent_over": summary.percent_over,
        "with_deadline": summary.with_deadline,
        "verdicts": dict(summary.verdicts),
        "indicator_count": summary.indicator_count,
        "sent": summary.sent,
        "owing": summary.owing,
        "obstacles": summary.obstacles,
        "money": [_money_row(row) for row in summary.money],
        "leads": [
            (row.agency.id, row.agency.name, [row.counts[code] for code in WITH_DEADLINE])
            for row in summary.leads
        ],
    }


def _money_row(row: MoneyOfYear) -> MoneyRow:
    source, money = row.source, row.money
    amounts = (
        None if amount is None else vnd(amount) for amount in (money.planned, money.disbursed, money.apart)
    )
    planned, disbursed, apart = amounts
    return source.code, source.name, source.position, row.year, planned, disbursed, apart, vnd(money.silent)


class Rows(Sequence[Row], Generic[Raw, Row]):
    """Rows of JSON, read once they are asked for: most pages about many plans need the counts alone."""

    def __init__(self, kept: Sequence[Raw], read: Callable[[Raw], Row]) -> None:
        self._kept, self._read = kept, read

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(map(self._read, self._kept))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self.rows[place]

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        return self.rows == (other.rows if isinstance(other, Rows) else other)

    def __hash__(self) -> int:
        return hash(self.rows)


def from_json(data: SummaryJson, *, period: PeriodRef, day: dt.date, known_at: dt.datetime) -> Summary:
    """The summary kept as JSON, with the period it is of."""
    return Summary(
        period=period,
        day=day,
        known_at=known_at,
        counts=data["counts"],
        total=data["total"],
        percent=_decimal(data["percent"]),
        percent_over=data["percent_over"],
        with_deadline=data["with_deadline"],
        verdicts=data["verdicts"],
        indicator_count=data["indicator_count"],
        sent=data["sent"],
        owing=data["owing"],
        obstacles=data["obstacles"],
        money=Rows(data["money"], _money),
        leads=Rows(data["leads"], _lead),
    )


def _money(row: MoneyRow) -> MoneyOfYear:
    code, name, position, year, planned, disbursed, apart, silent = row
    amounts = MoneySum(_decimal(planned), _decimal(disbursed), _decimal(apart), Decimal(silent))
    return MoneyOfYear(SourceRef(code, name, position), year, amounts)


def _lead(row: LeadRow) -> LeadCounts:
    agency, name, counts = row
    return LeadCounts(AgencyRef(agency, name), dict(zip(WITH_DEADLINE, counts, strict=True)))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
