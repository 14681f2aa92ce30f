"""Reading what roll-up computes from: plain rows, in a bounded number of statements whatever the size of the period."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from django.db import connection

from indicators.attainment import Observed
from reporting.models import Period
from reporting.rollup import statements
from reporting.rollup.discipline import Standing, standing
from reporting.rollup.rows import Aim, Fact, Head, Money, Node, Owing, Parts, Reviewed, Sent
from reporting.rollup.tasks import Approved

Row = TypeVar("Row", bound=tuple)


class Count(NamedTuple):
    key: int
    count: int


class Named(NamedTuple):
    key: int
    name: str


class Moment(NamedTuple):
    key: int
    at: dt.datetime


class Inputs(NamedTuple):
    """Everything `compute.payload` needs. `lines` is empty unless asked for; the mappings go by database id."""

    head: Head
    day: dt.date
    known_at: dt.datetime
    nodes: list[Node]
    approved: Approved
    lines: list[Fact]
    planned: list[Money]
    disbursed: list[Money]
    owings: list[Owing]
    standings: dict[int, Standing]
    approved_lines: dict[int, int]
    aims: list[Aim]
    observed: list[Observed]


def read(period: Period, *, day: dt.date, known_at: dt.datetime, parts: bool) -> Inputs:
    """Everything about a period as known at a moment; `parts` adds every agency's line."""
    head = rows(Head, statements.HEAD, {"period": period.pk})[0]
    at = {
        "period": head.period,
        "plan": head.plan,
        "province": head.province_id,
        "version_no": head.version_no,
        "effective_on": head.effective_on,
        "to_on": head.to_on,
        "year_on": head.to_on.replace(month=1, day=1),
        "day": day,
        "known_at": connection.ops.adapt_datetimefield_value(known_at),
    }
    nodes = rows(Node, statements.NODES, at)
    owings = rows(Owing, statements.OWING, at)
    at["submissions"] = [owing.submission for owing in owings]
    standings = _standings(owings, at, known_at)
    # what has been sent and does not stand approved as a whole may still have approved lines
    partly = [
        owing.agency for owing in owings if standings[owing.submission].state in ("sent", "returned")
    ]
    return Inputs(
        head=head,
        day=day,
        known_at=known_at,
        nodes=nodes,
        approved=_approved(nodes, at),
        lines=rows(Fact, statements.LINES, {**at, "task": None}) if parts else [],
        planned=rows(Money, statements.PLANNED, at),
        disbursed=rows(Money, statements.DISBURSED, at),
        owings=owings,
        standings=standings,
        approved_lines=_approved_lines(partly, at),
        aims=rows(Aim, statements.AIMS, at),
        observed=rows(Observed, statements.OBSERVED, at),
    )


def lines_of(period: Period, task: int, *, known_at: dt.datetime) -> list[Fact]:
    """Every agency's line of one task in a period as known at a moment, the main one first."""
    moment = connection.ops.adapt_datetimefield_value(known_at)
    return rows(Fact, statements.LINES, {"period": period.pk, "task": task, "known_at": moment})


def _approved(nodes: list[Node], at: dict[str, Any]) -> Approved:
    """What tasks take their values from; earlier periods are asked only about tasks this one says nothing about."""
    main_names = dict(rows(Named, statements.MAIN_NAMES, at))
    mains = _by_task(rows(Fact, statements.MAINS, at))
    parts = _by_task(rows(Parts, statements.PARTS, at))
    silent = [node.task for node in nodes if node.kind == "task" and node.task not in mains]
    earlier_mains = _by_task(rows(Fact, statements.EARLIER_MAINS, {**at, "tasks": silent}))
    headless = [
        task for task in silent if task not in main_names and task not in earlier_mains and task not in parts
    ]
    return Approved(
        owed=dict(rows(Count, statements.OWED, at)),
        main_names=main_names,
        mains=mains,
        parts=parts,
        earlier_mains=earlier_mains,
        earlier_parts=_by_task(rows(Parts, statements.EARLIER_PARTS, {**at, "tasks": headless})),
    )


def _by_task(found: Iterable[Row]) -> dict[int, Row]:
    return {row.task: row for row in found}


def _standings(owings: list[Owing], at: dict[str, Any], known_at: dt.datetime) -> dict[int, Standing]:
    """How every submission stood, by submission id."""
    sendings: dict[int, list[Sent]] = defaultdict(list)
    reviews: dict[int, list[Reviewed]] = defaultdict(list)
    sent = rows(Sent, statements.SENT, at)
    for sending in sent:
        if sending.at <= known_at:
            sendings[sending.submission].append(sending)
    for review in rows(Reviewed, statements.REVIEWED, at):
        reviews[review.submission].append(review)
    accepted_at = _accepted_at(owings, sent)
    return {
        owing.submission: standing(
            owing, sendings[owing.submission], reviews[owing.submission], accepted_at, known_at
        )
        for owing in owings
    }


def _approved_lines(agencies: list[int], at: dict[str, Any]) -> dict[int, int]:
    """Approved task and measure lines of some agencies, by agency id."""
    found: dict[int, int] = defaultdict(int)
    for agency, count in rows(Count, statements.APPROVED_LINES, {**at, "agencies": agencies}):
        found[agency] += count
    return found


def _accepted_at(owings: list[Owing], sent: list[Sent]) -> dict[int, dt.datetime]:
    """When each accepted sending was accepted.

    Its submission says so as long as it stands approved; afterwards it is the approval of the sending's last line.
    """
    newest = {sending.submission: sending.sending for sending in sent}
    recorded = {
        newest[owing.submission]: owing.approved_at
        for owing in owings
        if owing.approved_at is not None and owing.submission in newest
    }
    accepted = [sending for sending in sent if sending.outcome == "accepted"]
    others = [sending.sending for sending in accepted if sending.sending not in recorded]
    last = dict(rows(Moment, statements.LAST_APPROVALS, {"sendings": others}))
    return {
        sending.sending: recorded.get(sending.sending) or last.get(sending.sending) or sending.at
        for sending in accepted
    }


def rows(shape: type[Row], statement: str, values: dict[str, Any]) -> list[Row]:
    """Run a statement; its columns are the fields of `shape`, in order. A list among `values` stands after IN.

    Nothing is asked where such a list is empty.
    """
    if any(value == [] for value in values.values()):
        return []
    single = {name: value for name, value in values.items() if not isinstance(value, list)}
    for name, value in values.items():
        if isinstance(value, list):
            single |= {f"{name}_{n}": item for n, item in enumerate(value)}
            marks = ", ".join(f"%({name}_{n})s" for n in range(len(value)))
            statement = statement.replace(f"%({name})s", f"({marks})")
    with connection.cursor() as cursor:
        cursor.execute(statement, single)
        found = cursor.fetchall()
    if connection.vendor == "sqlite":
        readers = _sqlite_readers(shape)
        found = [[read(value) for read, value in zip(readers, row, strict=True)] for row in found]
    return list(map(shape._make, found))


def _sqlite_decimal(value: float | str) -> Decimal:
    """SQLite adds decimals as binary fractions; no column has more than four places."""
    return Decimal(value) if isinstance(value, int) else Decimal(str(value)).quantize(Decimal("0.0001"))


def _sqlite_day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _sqlite_moment(value: dt.datetime | str) -> dt.datetime:
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=dt.UTC)


SQLITE_READERS: dict[type, Callable] = {
    Decimal: _sqlite_decimal,
    dt.date: _sqlite_day,
    dt.datetime: _sqlite_moment,
    bool: bool,
}


@cache
def _sqlite_readers(shape: type[tuple]) -> list[Callable]:
    """How to read each column of a shape where the database has no such types."""

    def reader(hint: Any) -> Callable:
        kinds = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
        read = SQLITE_READERS.get(kinds[0], lambda value: value)
        return lambda value: None if value is None else read(value)

    return [reader(hint) for hint in get_type_hints(shape).values()]
