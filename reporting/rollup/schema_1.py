"""The first shape of the stored payload, as reports frozen until November 2026 hold it. Pure.

It had neither identities nor money by task, and wrote 0 where nobody had reported. What it says is kept as it was
signed. Its tasks, agencies and indicators get negative numbers that hold within the payload and meet no row.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from indicators.prose import number_printed
from reporting.rollup.payload import before

TOTAL = "total"
Row = dict[str, object]


class _Numbers:
    """The same negative number for the same name, in the order of their coming."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def __call__(self, name: object) -> int | None:
        return None if name is None else self.known.setdefault(str(name), -len(self.known) - 1)


def upgraded(data: Mapping[str, object]) -> Row:
    """A payload of schema 1 in the shape of schema 2."""
    nodes, agencies, indicators, sources = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    period = data["period"]
    since = dt.date.fromisoformat(str(period["from_on"])) if isinstance(period, Mapping) else dt.date.min
    return {
        **data,
        "groups": [_node(row, nodes) for row in _rows(data, "groups")],
        "tasks": [
            {
                **_node(row, nodes),
                "main_id": agencies(row["main"]),
                "parts": [_reported(part, agencies) for part in _rows(row, "parts")],
            }
            for row in _rows(data, "tasks")
        ],
        "money_by_task": [_money(row, sources) for row in _counted(data)],
        "agencies": [_reported(row, agencies) for row in _rows(data, "agencies")],
        "indicators": [_indicator(row, indicators, since) for row in _rows(data, "indicators")],
    }


def _rows(data: Mapping[str, object], key: str) -> Iterable[Row]:
    rows = data[key]
    return rows if isinstance(rows, list) else []


def _node(row: Row, nodes: _Numbers) -> Row:
    return {**row, "task": nodes(row["code"]), "parent_task": nodes(row["parent"])}


def _reported(row: Row, agencies: _Numbers) -> Row:
    return {**row, "agency_id": agencies(row["agency"])}


def _counted(data: Mapping[str, object]) -> list[Row]:
    """The money that was added up: a plan's own total was left out of a year that also gave its sources."""
    rows = list(_rows(data, "money"))
    with_sources = {row["year"] for row in rows if row["source"] != TOTAL}
    return [row for row in rows if row["source"] != TOTAL or row["year"] not in with_sources]


def _money(row: Row, sources: _Numbers) -> Row:
    """What was disbursed in a year and source without a planned figure was in no share then either."""
    planned = Decimal(str(row["planned"] or 0))
    counted = {"disbursed": row["disbursed"], "apart": None}
    apart = {"disbursed": None, "apart": row["disbursed"]}
    return {
        **row,
        "task": None,
        "source_position": -(sources(row["source"]) or 0),
        "planned": row["planned"] if planned else None,
        **(counted if planned else apart),
    }


def _indicator(row: Row, indicators: _Numbers, since: dt.date) -> Row:
    """A value was a number or the words of a judgement."""
    number = indicators(row["code"])
    to_on = dt.date.fromisoformat(str(row["to_on"])) if row["to_on"] else None
    try:
        Decimal(str(row["value"] or 0))
        judgement = ""
    except InvalidOperation:
        judgement = str(row["value"])
    return {
        **row,
        "indicator": number,
        "measure": number,
        "number": number_printed(str(row["code"])),
        "judgement": judgement,
        "outdated": before(to_on, since),
    }
