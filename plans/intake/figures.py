"""Kind: sums the plan prints in its tables that do not add up. Nothing printed is altered."""

from decimal import Decimal
from typing import Any

from common.intake.blocks import Document
from common.intake.kinds import Claim, Reading, Row
from plans import arithmetic, money
from plans.arithmetic import LEAVES, ROWS, SOURCES, YEARS, Sums
from plans.intake import tables

KIND = "plans.figures"
CHECKS = {
    LEAVES: "tổng các nhiệm vụ bên dưới",
    ROWS: "tổng các dòng ngay bên dưới",
    YEARS: "tổng các năm của chính dòng này",
    SOURCES: "tổng các nguồn của chính dòng này",
}
SHOWN = ("section", "code", "field", "stated", "computed")


def recognise(document: Document) -> list[Claim]:
    """Sums stand in rows that are claimed already."""
    return []


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """One row for every printed sum and the parts it disagrees with."""
    rows = [Sums(row.code, row.parent, _figures(row.parsed["budget"])) for row in reading.of(tables.KIND)]
    places = {row.code: row.where for row in reading.of(tables.KIND)}
    places[arithmetic.TOTAL] = reading.facts.get("total_where", "")
    return [
        Row(
            KIND,
            found.code,
            places[found.code],
            parsed={
                "section": tables.SECTION,
                "code": found.code,
                "field": found.field,
                "stated": money.plain(found.stated),
                "computed": money.plain(found.computed),
                "check": CHECKS[found.check],
            },
        )
        for found in arithmetic.check(rows, reading.facts.get("total"))
    ]


def _figures(budget: list[dict[str, Any]]) -> dict[arithmetic.Figure, Decimal]:
    figures: dict[arithmetic.Figure, Decimal] = {}
    for cell in budget:
        key = cell["year"], cell["source"]
        figures[key] = figures.get(key, Decimal(0)) + Decimal(cell["million"])
    return figures


def export(reading: Reading, exported: dict[str, Any]) -> None:
    exported["discrepancies"] = [{key: row.parsed[key] for key in SHOWN} for row in reading.of(KIND)]
