"""How fast this machine is at the moment: two fixed pieces of work, by their CPU, beside what is measured.

A second of CPU is not always the same work: neighbours share caches, memory and clock of a virtual machine's cores, and
two runs of unchanged code differ by a third. So figures are told at pace 1, divided by the pace of the minute they were
taken in. The pieces are like what they stand for: Python makes rows, words, markup and JSON as a page does; PostgreSQL
sorts, groups and joins as a query does. Neither touches the portal's code or tables. Changing one changes every figure
at pace 1, so it takes a new baseline.
"""

import html
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tests.benchmarks.meter import on_cpu

# Milliseconds of CPU the two take at pace 1: the build machine (AMD EPYC, two cores) in a good minute.
PYTHON_MS, SQL_MS = 10.0, 18.0
ROWS = 1_200
WORD = re.compile(r"\b(\w+)-(\d+)\b")
SQL = """
WITH made AS MATERIALIZED (
    SELECT n, n % 97 AS kind, md5(n::text) AS words, (n * 7919 % 10007)::numeric / 100 AS amount
    FROM generate_series(1, 6000) n
), kinds AS (SELECT kind, count(*) AS rows, sum(amount) AS amount, max(words) AS words FROM made GROUP BY kind)
SELECT count(*), sum(k.amount), max(made.words), sum(length(jsonb_build_object('n', n, 'w', made.words)::text))
FROM (SELECT * FROM made ORDER BY words, amount) made JOIN kinds k USING (kind)
WHERE made.words > k.words OR made.amount < k.amount
"""


@dataclass(frozen=True)
class Pace:
    """How much longer the same work takes than at pace 1: 1.3 is a third slower."""

    python: float
    sql: float


class Gauge:
    """Looks at the pace now and then; `pace` is that of the looks since it was last asked.

    `sql=False` where no database is measured: its pace is told as 1 then.
    """

    def __init__(self, *, sql: bool = True) -> None:
        self._sql = sql
        self._looks: list[Pace] = []
        self._all: list[Pace] = []
        self.look()
        self._looks.clear()  # the first one has paid for what is done once

    def look(self) -> None:
        """About 30 ms of CPU."""
        self._looks.append(Pace(python_ms() / PYTHON_MS, sql_ms() / SQL_MS if self._sql else 1.0))

    def pace(self) -> Pace:
        """The pace since it was last asked. A look that a neighbour has got in the way of decides nothing."""
        if not self._looks:
            self.look()
        found = _usual(self._looks)
        self._all += self._looks
        self._looks.clear()
        return found

    def values(self) -> dict[str, float]:
        """The pace of everything looked at, for the table."""
        usual = _usual(self._all)
        return {"pace": round(usual.python, 2), **({"pace_sql": round(usual.sql, 2)} if self._sql else {})}


def _usual(looks: Sequence[Pace]) -> Pace:
    return Pace(low([look.python for look in looks]), low([look.sql for look in looks]))


def low(values: Sequence[float]) -> float:
    """The value a quarter of the way up: disturbances only add, so the middle of the lower half is the work itself."""
    return sorted(values)[(len(values) - 1) // 4]


def python_ms() -> float:
    """Milliseconds of CPU of the fixed piece in Python."""
    begun = time.thread_time()
    _markup()
    return (time.thread_time() - begun) * 1000


def sql_ms() -> float:
    """Milliseconds of CPU of our backend for the fixed query."""
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    begun = on_cpu(backend)
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        cursor.fetchall()
    return on_cpu(backend) - begun


@dataclass(slots=True)
class _Row:
    code: str
    name: str
    amount: float


def _markup() -> int:
    """Rows grouped, sorted, worded and written as a table, and once through JSON; gives the length of both."""
    rows = [
        _Row(f"II.{n % 19}.{n}", f"Xây dựng nền tảng dùng chung-{n} <của tỉnh>", n * 7919 % 10_007 / 100)
        for n in range(ROWS)
    ]
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.code[:5], []).append(row)
    parts = []
    for code in sorted(groups):
        parts.append(f"<tr><th>{code}</th></tr>")
        for row in sorted(groups[code], key=lambda row: (-row.amount, row.code)):
            words = WORD.sub(r"\2 \1", row.name)
            cells = [f"<td>{html.escape(text)}</td>" for text in (row.code, words, f"{row.amount:,.2f}")]
            parts.append(f"<tr>{''.join(cells)}</tr>")
    back = json.loads(
        json.dumps([{"code": row.code, "name": row.name, "amount": row.amount} for row in rows])
    )
    return len("".join(parts)) + len({row["code"]: row for row in back})
