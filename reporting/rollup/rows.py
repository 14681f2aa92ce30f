"""The plain rows roll-up computes from: read by `inputs`, taken by the pure functions. Days are local, money is VND."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple


class Head(NamedTuple):
    """The period and its plan."""

    period: int
    ref: str
    label: str
    from_on: dt.date
    to_on: dt.date
    cutoff_on: dt.date
    plan: int
    version_no: int
    effective_on: dt.date
    plan_ref: str
    number: str
    kind: str
    title: str
    issued_on: dt.date | None
    province_id: int
    province: str
    focal_agency: str | None


class Node(NamedTuple):
    """A node of the plan's tree as the period pinned it."""

    task: int
    parent: int | None
    kind: str
    code: str
    name: str
    lead_text: str
    coordinating_text: str
    time_text: str
    ends_on: dt.date | None
    recurring: bool
    trigger_text: str


class Fact(NamedTuple):
    """One approved line in force. `percent` is None where there is no progress to measure."""

    task: int
    agency: str
    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    difficulty: str
    proposal: str
    approved_at: dt.datetime


class Parts(NamedTuple):
    """The approved lines of one task that are not its main agency's, added up.

    reported ⊇ with_percent ⊇ completed; `moving` are in progress; `percent_sum` is over with_percent;
    `last_approved_at` is read for lines carried over only.
    """

    task: int
    reported: int
    with_percent: int
    completed: int
    moving: int
    percent_sum: Decimal | None
    last_completed_on: dt.date | None
    last_approved_at: dt.datetime | None


class Money(NamedTuple):
    """Money of a year (0: the whole horizon) from a source, VND."""

    year: int
    position: int
    source: str
    source_name: str
    amount: Decimal


class Owing(NamedTuple):
    """A submission of the period and how many lines it has."""

    submission: int
    agency: int
    name: str
    due_at: dt.datetime
    approved_at: dt.datetime | None
    task_lines: int
    measure_lines: int


class Sent(NamedTuple):
    """One sending up to the known moment."""

    submission: int
    sending: int
    at: dt.datetime
    outcome: str | None


class Reviewed(NamedTuple):
    """A return (of a line, or of the whole) or a reopening up to the known moment."""

    submission: int
    sending: int | None
    action: str
    at: dt.datetime
    whole: bool


class Aim(NamedTuple):
    """A target of an indicator, with the measure it is on."""

    code: str
    name: str
    unit: str
    measure: int
    direction: str
    nature: str
    scope: str
    horizon_year: int
    comparator: str
    low: Decimal | None
    high: Decimal | None
    target_text: str
    lead_text: str
