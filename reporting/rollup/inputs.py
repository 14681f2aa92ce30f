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


class Id(NamedTuple):
    id: int


class Count(NamedTuple):
    key: int
    count: int


class Moment(NamedTuple):
    key: int
    at: dt.datetime


class MainDuty(NamedTuple):
    task: int
    submission: int


class Followed(NamedTuple):
    measure: int
    scope: str
    submission: int


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
    followers: dict[tuple[int, str], str]
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
    at["versions"] = ids(statements.VERSIONS, at)
    earlier = ids(statements.PERIODS, at)
    nodes = rows(Node, statements.NODES, at)
    owings = rows(Owing, statements.OWING, at)
    at["submissions"] = [owing.submission for owing in owings]
    standings = _standings(owings, at, known_at)
    aims = rows(Aim, statements.AIMS, at)
    leaves = [node.task for node in nodes if node.kind == "task"]
    groups = [node.task for node in nodes if node.kind == "group"]
    return Inputs(
        head=head,
        day=day,
        known_at=known_at,
        nodes=nodes,
        approved=_approved(leaves, owings, {**at, "periods": earlier}),
        lines=rows(Fact, statements.LINES, at) if parts else [],
        planned=rows(Money, statements.PLANNED, {**at, "groups": [0, *groups]}),
        disbursed=rows(Money, statements.DISBURSED, {**at, "periods": [*earlier, head.period]}),
        owings=owings,
        standings=standings,
        approved_lines=_approved_lines(owings, standings, at),
        aims=aims,
        followers=_followers(owings, at),
        observed=rows(
            Observed, statements.OBSERVED, {**at, "measures": sorted({aim.measure for aim in aims})}
        ),
    )


def lines_of(period: Period, task: int, *, known_at: dt.datetime) -> list[Fact]:
    """Every agency's line of one task in a period as known at a moment, the main one first."""
    moment = connection.ops.adapt_datetimefield_value(known_at)
    return rows(Fact, statements.LINES_OF_TASK, {"period": period.pk, "task": task, "known_at": moment})


def _approved(leaves: list[int], owings: list[Owing], at: dict[str, Any]) -> Approved:
    """What tasks take their values from; earlier periods are asked only about tasks this one says nothing about."""
    names = {owing.submission: owing.name for owing in owings}
    duties = _in_order(owings, rows(MainDuty, statements.MAIN_DUTIES, at))
    main_names = {duty.task: names[duty.submission] for duty in duties}
    mains = _by_task(rows(Fact, statements.MAINS, at))
    parts = _by_task(rows(Parts, statements.PARTS, at))
    silent = [task for task in leaves if task not in mains and (task in main_names or task not in parts)]
    earlier_mains = _by_task(rows(Fact, statements.EARLIER_MAINS, {**at, "tasks": silent}))
    headless = [task for task in silent if task not in main_names and task not in earlier_mains]
    return Approved(
        owed=dict(rows(Count, statements.OWED, at)),
        main_names=main_names,
        mains=mains,
        parts=parts,
        earlier_mains=earlier_mains,
        earlier_parts=_by_task(rows(Parts, statements.EARLIER_PARTS, {**at, "tasks": headless})),
    )


def _followers(owings: list[Owing], at: dict[str, Any]) -> dict[tuple[int, str], str]:
    """Whose line on a measure in a scope is the main one, by (measure id, scope)."""
    names = {owing.submission: owing.name for owing in owings}
    followed = _in_order(owings, rows(Followed, statements.FOLLOWED, at))
    return {(line.measure, line.scope): names[line.submission] for line in followed}


def _in_order(owings: list[Owing], found: list[Row]) -> list[Row]:
    """Rows of several submissions, the one printed first last, so that it stays where two claim the same place."""
    place = {owing.submission: number for number, owing in enumerate(owings)}
    return sorted(found, key=lambda row: place[row.submission], reverse=True)


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


def _approved_lines(
    owings: list[Owing], standings: dict[int, Standing], at: dict[str, Any]
) -> dict[int, int]:
    """Approved task and measure lines by agency id, of agencies whose report is sent, not approved as a whole."""
    partly = [owing.agency for owing in owings if standings[owing.submission].state in ("sent", "returned")]
    found: dict[int, int] = defaultdict(int)
    for agency, count in rows(Count, statements.APPROVED_LINES, {**at, "agencies": partly}):
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


def ids(statement: str, values: dict[str, Any]) -> list[int]:
    return [row.id for row in rows(Id, statement, values)]


def rows(shape: type[Row], statement: str, values: dict[str, Any]) -> list[Row]:
    """Run a statement; its columns are the fields of `shape`, in order. Lists among `values` stand after IN.

    Where such a list is empty nothing is asked.
    """
    bound = {}
    for name, value in values.items():
        if not isinstance(value, list):
            bound[name] = value
        elif f"%({name})s" in statement:
            if not value:
                return []
            bound |= {f"{name}_{n}": item for n, item in enumerate(value)}
            marks = ", ".join(f"%({name}_{n})s" for n in range(len(value)))
            statement = statement.replace(f"%({name})s", f"({marks})")
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
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
