"""The plain rows roll-up computes from: read by `inputs`, taken by the pure functions. Days are local, money is VND."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple


class Node(NamedTuple):
    """A node of the plan's tree as the period pinned it.

    With what happened to it (`plans.events`): `ends_on` is the deadline in force, `triggered` whether it still waits.
    """

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
    triggered: bool
    standing: str = ""


class Main(NamedTuple):
    """The approved line of a task's main agency in the period. `percent` is None where there is none to measure."""

    task: int
    agency: int
    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    difficulty: str
    proposal: str


class Line(NamedTuple):
    """One approved line, for reading."""

    task: int
    agency: int
    main: bool
    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    difficulty: str
    proposal: str
    approved_at: dt.datetime
    period: int


class Parts(NamedTuple):
    """The approved lines of one task that are not its main agency's, added up: reported ⊇ with_percent ⊇ completed.

    `last_completed_on` is read where all are completed, `last_approved_at` for lines carried over.
    """

    task: int
    reported: int
    with_percent: int
    completed: int
    percent_sum: Decimal | None
    last_completed_on: dt.date | None
    last_approved_at: dt.datetime | None


class Source(NamedTuple):
    """A funding source and its place in the plan's tables."""

    id: int
    position: int
    code: str
    name: str


class Planned(NamedTuple):
    """Money planned for a leaf (None: for the whole plan) in a year (0: the whole horizon) from a source, VND."""

    task: int | None
    year: int
    source: int
    amount: Decimal


class Disbursed(NamedTuple):
    """What an agency has disbursed for a task from a source, cumulative from 01/01 of the budget year, VND."""

    task: int
    agency: int
    year: int
    source: int
    cumulative: Decimal
    period: int


class Owing(NamedTuple):
    """A submission of the period."""

    submission: int
    agency: int
    name: str
    due_at: dt.datetime
    approved_at: dt.datetime | None


class Duty(NamedTuple):
    """The lines of a task and its main agency (None: nobody's), or, of no task, those of an agency."""

    task: int | None
    agency: int | None
    lines: int


class Named(NamedTuple):
    """An agency by its name."""

    agency: int
    name: str


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

    indicator: int
    code: str
    name: str
    unit: str
    measure: int
    measure_code: str
    direction: str
    nature: str
    scope: str
    horizon_year: int
    comparator: str
    low: Decimal | None
    high: Decimal | None
    target_text: str
    lead_text: str


class Before(NamedTuple):
    """An earlier period of the plan."""

    id: int
    to_on: dt.date


class Completed(NamedTuple):
    task: int
    on: dt.date


class Count(NamedTuple):
    key: int
    number: int


class Moment(NamedTuple):
    key: int
    at: dt.datetime


class MainDuty(NamedTuple):
    task: int
    submission: int


class Followed(NamedTuple):
    submission: int
    measure: int
    scope: str


class Owed(NamedTuple):
    """A row of `statements.SEASON`: `what` is a submission that is owed, or a period before."""

    what: str
    id: int
    agency: int
    name: str
    due_at: dt.datetime
    approved_at: dt.datetime | None
    position: int
    to_on: dt.date


class Done(NamedTuple):
    """A row of `statements.DONE`: `what` is a sending, a review or a line on a measure, `whose` its id or theirs."""

    what: str
    submission: int
    whose: int
    word: str
    at: dt.datetime
    place: int
    whole: bool
