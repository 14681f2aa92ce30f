"""Kind: tables that are none of the plan's, kept among the skipped rows and said: nothing is left out in silence."""

from common.intake.blocks import Table
from common.intake.kinds import NOTE, PrintedCell, Reading, Row
from plans.intake import headings

KIND = "plans.unread"
LEAST_ROWS = 3  # fewer are a letterhead, a signature, a frame
MOST_ROWS = 500  # of one table that are kept for the officer to look at
WHY = "Bảng không phải bảng nhiệm vụ hay chỉ tiêu."


def parse(reading: Reading) -> list[Row]:
    """The rows of tables no other kind has read, as skipped rows."""
    read = {row.at[0] for row in reading.rows if row.printed} | reading.facts.get("joined_blocks", set())
    rows: list[Row] = []
    for index, block in enumerate(reading.document.blocks):
        if not isinstance(block, Table) or index in read:
            continue
        shown = [row for row in block.rows if len(row.printed) > 1]
        if len(shown) < LEAST_ROWS:
            continue
        reading.say(
            NOTE,
            f"{block.where[:1].upper()}{block.where[1:]} ({len(shown)} dòng) không phải bảng nhiệm vụ hay chỉ tiêu: "
            "không nhập.",
            where=block.where,
        )
        for row in shown[:MOST_ROWS]:
            cells = [PrintedCell(cell.text, where=row.where) for cell in row.printed if cell.row == row.index]
            if cells:
                rows.append(headings.skipped(index, row.index, row.where, cells, WHY))
    return rows
