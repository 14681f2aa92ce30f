"""Money planned and disbursed by year and source, exact. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reporting.rollup.numbers import vnd
from reporting.rollup.rows import Money


def money_figures(planned: Iterable[Money], disbursed: Iterable[Money]) -> list[dict[str, Any]]:
    """One row per year (0: over the whole horizon) and source that has either, in that order. VND."""
    sums: dict[tuple[int, int, str, str], list[Decimal]] = {}
    for column, rows in enumerate((planned, disbursed)):
        for row in rows:
            key = (row.year, row.position, row.source, row.source_name)
            sums.setdefault(key, [Decimal(0), Decimal(0)])[column] += row.amount
    return [
        {"year": year, "source": code, "source_name": name, "planned": vnd(plan), "disbursed": vnd(spent)}
        for (year, _position, code, name), (plan, spent) in sorted(sums.items())
    ]
