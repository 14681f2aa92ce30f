"""What roll-up says about a period: frozen values with the identities they are about. Pure.

`compute.payload` makes them and nobody else does; dashboard, plan page, report, paper, sheet, API and notice read them
by identity, never by a printed code. Percent is 0–100 with two decimals, money whole VND, days and moments are those of
the office. As JSON they exist only where they are kept or leave the portal: see `reporting.rollup.stored`. Rows are
named tuples, not dataclasses: a page opens hundreds of them, and a frozen dataclass takes four times as long to make.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

SCHEMA = 2  # of the stored JSON; 1 knew no identities and added money up by year and source
WHOLE_HORIZON = 0  # the year of money that the plan prints for its whole horizon


class AgencyRef(NamedTuple):
    """An agency and its name as the period knows it."""

    id: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class PlanRef:
    """The plan a period is about."""

    ref: str
    number: str
    kind: str
    title: str
    province: str
    issued_on: dt.date | None
    focal_agency: str | None


@dataclass(frozen=True, slots=True)
class PeriodRef:
    """The period and the days it covers."""

    ref: str
    label: str
    from_on: dt.date
    to_on: dt.date
    cutoff_on: dt.date | None
    plan: PlanRef


class PartFigure(NamedTuple):
    """One agency's approved line of a task."""

    agency: AgencyRef
    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    difficulty: str
    proposal: str
    approved_at: dt.datetime | None


class TaskFigure(NamedTuple):
    """A leaf of the plan: status and percent are its main agency's, or the mean of the agencies of a group.

    `main` is None where only groups are named. `carried_from` is the day of an approval in an earlier period whose
    value still stands. `parts` are filled where they were asked for.
    """

    task: int
    code: str
    parent: int | None
    name: str
    lead_text: str
    coordinating_text: str
    time_text: str
    deadline: dt.date | None
    status: str
    state: str | None
    percent: Decimal | None
    reported: int
    owed: int
    carried_from: dt.date | None
    overdue_days: int
    main: AgencyRef | None
    parts: tuple[PartFigure, ...] = ()
    result: str = ""
    difficulty: str = ""
    proposal: str = ""


class GroupFigure(NamedTuple):
    """A group of the plan: its leaves by status, and the mean percent over the `reported` ones that have a value."""

    task: int
    code: str
    parent: int | None
    name: str
    counts: Mapping[str, int]
    total: int
    percent: Decimal | None
    reported: int


class SourceRef(NamedTuple):
    """A funding source, by its code within the province, and its place in the plan's tables."""

    code: str
    name: str
    position: int = 0


class MoneyFigure(NamedTuple):
    """Money of a task (None: of the whole plan) from a source in a year (0: the whole horizon), VND.

    `planned` is None where the plan prints nothing here. `disbursed` counts against it and is None where nobody has
    reported; `apart` was disbursed where the plan prints no figure for it, and is in no share.
    """

    task: int | None
    source: SourceRef
    year: int
    planned: Decimal | None
    disbursed: Decimal | None
    apart: Decimal | None


class AgencyFigure(NamedTuple):
    """How one agency's report stands. `in_time` is None while nothing that still counts has been sent."""

    agency: AgencyRef
    lines_owed: int
    lines_approved: int
    state: str
    first_sent_at: dt.datetime | None
    in_time: bool | None
    returns: int


class IndicatorFigure(NamedTuple):
    """One target (mục tiêu: a horizon year and a scope) of an indicator (chỉ tiêu), with the newest value known.

    `code` finds the row in the portal, `number` is what the plan prints before it ('' for a target of running text).
    `value` is in `unit`, `judgement` stands for it where it was recorded in words; `to_on` is the day it was measured,
    `outdated` that this lies before the period.
    """

    indicator: int
    measure: int
    code: str
    number: str
    name: str
    unit: str
    scope: str
    horizon_year: int
    target_text: str
    comparator: str
    low: Decimal | None
    high: Decimal | None
    baseline: Decimal | None
    value: Decimal | None
    judgement: str
    to_on: dt.date | None
    outdated: bool
    basis: str | None
    verdict: str
    expected: Decimal | None
    main: str | None


@dataclass(frozen=True, slots=True)
class Payload:
    """Everything a page or paper says about a period.

    `counts` has every status of the leaves, `percent` is the mean over `percent_over` of them.
    """

    schema: int
    period: PeriodRef
    day: dt.date
    known_at: dt.datetime
    rules_version: int
    tasks: tuple[TaskFigure, ...]
    groups: tuple[GroupFigure, ...]
    counts: Mapping[str, int]
    total: int
    percent: Decimal | None
    percent_over: int
    with_deadline: int
    money: tuple[MoneyFigure, ...]
    agencies: tuple[AgencyFigure, ...]
    indicators: tuple[IndicatorFigure, ...]

    @property
    def plan(self) -> PlanRef:
        return self.period.plan

    @property
    def indicator_count(self) -> int:
        """Chỉ tiêu, each once whatever the number of its targets."""
        return indicator_count(self.indicators)

    def of_task(self, task: int) -> TaskFigure | None:
        """The figures of one leaf, by its identity."""
        return next((row for row in self.tasks if row.task == task), None)


def indicator_count(rows: Iterable[IndicatorFigure]) -> int:
    """How many indicators these targets belong to."""
    return len({row.indicator for row in rows})


def before(measured_on: dt.date | None, since: dt.date) -> bool:
    """Whether a value was measured before the period it stands in began, which its place on a page has to say."""
    return measured_on is not None and measured_on < since
