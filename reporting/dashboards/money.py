"""Planned and disbursed money as tables and charts: plain functions over roll-up rows, VND as decimal strings."""

from collections.abc import Iterable, Mapping
from decimal import Decimal


def money_table(rows: Iterable[Mapping]) -> dict:
    """Rows per source in printed order, a column per year (0, over the horizon, last) and sums both ways.

    `disbursed` None means nothing can be known about it: no period was opened.
    """
    rows = list(rows)
    years = sorted({row["year"] for row in rows}, key=lambda year: (year == 0, year))
    sources: dict[str, dict] = {}
    for row in rows:
        source = sources.setdefault(
            row["source"], {"code": row["source"], "name": row["source_name"], "cells": {}}
        )
        source["cells"][row["year"]] = {
            "planned": _amount(row["planned"]),
            "disbursed": _amount(row["disbursed"]),
        }
    for source in sources.values():
        cells = source["cells"].values()
        source["planned"] = sum((cell["planned"] or 0 for cell in cells), Decimal())
        source["disbursed"] = sum((cell["disbursed"] or 0 for cell in cells), Decimal())
        source["columns"] = [
            {"year": year, "empty": year not in source["cells"], **source["cells"].get(year, {})}
            for year in years
        ]
    return {
        "years": years,
        "sources": list(sources.values()),
        "columns": [
            {
                "year": year,
                "planned": sum((_cell(s, year, "planned") for s in sources.values()), Decimal()),
                "disbursed": sum((_cell(s, year, "disbursed") for s in sources.values()), Decimal()),
            }
            for year in years
        ],
        "planned": sum((source["planned"] for source in sources.values()), Decimal()),
        "disbursed": sum((source["disbursed"] for source in sources.values()), Decimal()),
    }


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _cell(source: Mapping, year: int, key: str) -> Decimal:
    cell = source["cells"].get(year)
    return (cell[key] if cell else None) or Decimal()
