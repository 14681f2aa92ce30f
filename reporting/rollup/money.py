"""Money planned and disbursed by year and source, exact. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reporting.rollup.numbers import vnd
from reporting.rollup.rows import Disbursed, Planned, Source


def money_figures(
    sources: Iterable[Source], planned: Iterable[Planned], disbursed: Iterable[Disbursed]
) -> list[dict[str, Any]]:
    """One row per year (0: over the whole horizon) and source that has either, in that order. VND.

    `disbursed` comes in the order of periods and approvals: it is cumulative, so the last of each task, agency, source
    and budget year counts.
    """
    sums: dict[tuple[int, int], list[Decimal]] = {}
    for year, source, amount in planned:
        sums.setdefault((year, source), [Decimal(0), Decimal(0)])[0] += amount
    last = {row[:4]: row.cumulative for row in disbursed}
    for (_task, _agency, year, source), amount in last.items():
        sums.setdefault((year, source), [Decimal(0), Decimal(0)])[1] += amount
    named = {source.id: source for source in sources}
    return [
        {
            "year": year,
            "source": named[source].code,
            "source_name": named[source].name,
            "planned": vnd(sums[year, source][0]),
            "disbursed": vnd(sums[year, source][1]),
        }
        for year, source in sorted(sums, key=lambda key: (key[0], named[key[1]].position, key[1]))
    ]
