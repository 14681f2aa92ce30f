"""Running a statement into plain rows, the same on PostgreSQL and SQLite."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import repeat
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from django.db import connection

Row = TypeVar("Row", bound=tuple[object, ...])
Scalar = int | str | dt.date | dt.datetime | None
Values = dict[str, Scalar | list[int]]
Reader = Callable[[Any], object]  # of what the driver gives for one kind of column


def moment(at: dt.datetime) -> str | dt.datetime | None:
    """A moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(at)


def among(select: str) -> str:
    """`IN` a subquery whose rows are few, each looked up: to join it PostgreSQL reads the whole table beside it."""
    return f"= ANY(ARRAY({select}))" if connection.vendor == "postgresql" else f"IN ({select})"


def rows(shape: type[Row], statement: str, values: Values) -> list[Row]:
    """Run a statement; its columns are the fields of `shape`, in order. Lists of ids among `values` stand after IN.

    Where such a list is empty nothing is asked.
    """
    bound: dict[str, Scalar] = {}
    for name, value in values.items():
        if not isinstance(value, list):
            bound[name] = value
        elif f"%({name})s" in statement:
            if not value:
                return []
            statement = statement.replace(f"%({name})s", f"({', '.join(map(str, value))})")
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        found = cursor.fetchall()
    if connection.vendor == "sqlite":
        readers = _sqlite_readers(shape)
        found = [[read(value) for read, value in zip(readers, row, strict=True)] for row in found]
    return list(map(tuple.__new__, repeat(shape), found))


def _sqlite_decimal(value: float | str) -> Decimal:
    """SQLite adds decimals as binary fractions; no column has more than four places."""
    return Decimal(value) if isinstance(value, int) else Decimal(str(value)).quantize(Decimal("0.0001"))


def _sqlite_day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _sqlite_moment(value: dt.datetime | str) -> dt.datetime:
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=dt.UTC)


SQLITE_READERS: dict[type, Reader] = {
    Decimal: _sqlite_decimal,
    dt.date: _sqlite_day,
    dt.datetime: _sqlite_moment,
    bool: bool,
}


@cache
def _sqlite_readers(shape: type[tuple[object, ...]]) -> list[Reader]:
    """How to read each column of a shape where the database has no such types."""

    def reader(hint: object) -> Reader:
        kinds = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
        read: Reader = SQLITE_READERS.get(kinds[0], lambda value: value)
        return lambda value: None if value is None else read(value)

    return [reader(hint) for hint in get_type_hints(shape).values()]
