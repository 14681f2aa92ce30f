"""Printed sums that do not add up in a draft: as read, or computed again where rows or money were changed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from common.intake.blocks import Document
from common.intake.editing.effective import Drafted, Effective
from common.intake.editing.pieces import Piece, cells_of
from common.intake.kinds import Json, Reading, Row
from plans import money
from plans.arithmetic import TOTAL, Figure, Sums
from plans.intake import figures
from plans.intake.contract import SumItem
from plans.intake.rows import KIND as TASKS
from plans.intake.rows import SECTION


class ShownSum(SumItem):
    """A sum with the place of its row."""

    where: str


def sums_of(found: Effective) -> list[ShownSum]:
    """The sums a draft says as decided."""
    return cast(list[ShownSum], found.parts.get(figures.KIND, []))


def sums(drafted: Drafted, found: Effective) -> list[ShownSum]:
    """The sums of tables again where something was decided on them; those of prose stay as read."""
    stored = drafted.of(figures.KIND)
    decided = drafted.decisions.get("dropped") or any(
        set(row.decision or ()) - {"accepted"} for row in drafted.rows
    )
    kept = [row for row in stored if not decided or row.parsed["section"] != SECTION]
    again = figures.parse(_reading(drafted, found)) if decided else []
    return [
        *(_shown(row.parsed, row.where) for row in again),
        *(_shown(row.parsed, (row.printed or {}).get("where", "")) for row in kept),
    ]


def _shown(parsed: Any, where: str) -> ShownSum:
    """A stored sum; one of before its text was kept has none."""
    return cast(ShownSum, {"printed": "", "check": "", "at": where, "path": [], **parsed, "where": where})


def _reading(drafted: Drafted, found: Effective) -> Reading:
    """The tasks as decided, as if they had been read so."""
    reading = Reading(Document([]))
    for piece in found.in_order(SECTION):
        place = (piece.block, piece.position)
        row = Row(TASKS, piece.code, piece.where, piece.item.get("parent") or "", at=place)
        row.parsed = dict(piece.item)
        reading.rows.append(row)
    reading.facts["places"] = {piece.code: _places(piece) for piece in found.in_order(SECTION)}
    cells = (cell for row in drafted.rows for cell in cells_of(row.printed or {}))
    reading.facts["texts"] = {cell.where: cell.text for cell in cells}
    dropped = {piece.block for piece in found.pieces if piece.dropped}
    reading.facts["totals"] = list(_totals(drafted, dropped))
    return reading


def _totals(
    drafted: Drafted, dropped: set[int]
) -> Iterable[tuple[frozenset[int], Sums, str, dict[Figure, str]]]:
    """The grand totals the reading has kept, but for those of tables that were left out."""
    for total in drafted.facts.get("totals") or ():
        if not dropped.intersection(total["blocks"]):
            printed = {(year, source): Decimal(million) for year, source, million in total["figures"]}
            places = {(year, source): where for year, source, where in total["places"]}
            yield frozenset(total["blocks"]), Sums(TOTAL, "", printed), total["where"], places


def _places(piece: Piece) -> dict[Figure, str]:
    """Where each figure of a row stands, by (year, source)."""
    found: dict[Figure, str] = {}
    for cell in piece.cells:
        if cell.field == "budget":
            path = cell.heading.split(" / ")
            found.setdefault((money.year_of(path), money.source_of(path)), cell.where)
    return found


def facts_of(reading: Reading) -> Json:
    """What the sums of a changed draft are computed again from, and how many sums were compared; JSON-able."""
    return {
        "totals": [
            {
                "blocks": sorted(blocks),
                "where": where,
                "figures": [[*figure, str(value)] for figure, value in total.figures.items()],
                "places": [[*figure, at] for figure, at in places.items()],
            }
            for blocks, total, where, places in reading.facts.get("totals", ())
        ],
        "sums_compared": reading.facts.get("sums_compared", 0),
    }
