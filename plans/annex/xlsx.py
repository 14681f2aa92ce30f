"""A plan's annexes as Excel: a sheet each, sums as numbers where a spreadsheet holds them exactly, texts as texts."""

import io
from datetime import datetime
from decimal import Decimal
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from common.papers import EXCEL_CELL, NUMBER_FORMATS
from plans.annex.content import Cell, Column, Line, PlanAnnex, PlanAnnexes
from plans.annex.sums import sure_number

A4 = 9
LINE = 16  # points of a line of type
LETTERS = 1.2  # of this face in the width of one character of a column
HIGHEST = 400  # points of a row; a spreadsheet takes no more than 409
CHARACTERS = 0.55  # of a column, per unit of its share of the page
FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}


def render_annexes_xlsx(content: PlanAnnexes) -> bytes:
    """The annexes as a workbook. The same content gives the same bytes."""
    file = io.BytesIO()
    book = Workbook(
        file,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    book.set_properties(
        {
            "title": content.title,
            "author": content.author,
            "comments": content.footnote,
            "created": datetime.combine(content.made_on, datetime.min.time()),
        }
    )
    looks = _Looks(book)
    for annex in content.annexes:
        _sheet(book.add_worksheet(annex.sheet), annex, looks)
    book.close()
    return file.getvalue()


class _Looks:
    """The formats of a workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        middle = {"align": "center", "valign": "vcenter"}
        self.title = book.add_format(FACE | middle | {"bold": True, "font_size": 13})
        self.reference = book.add_format(FACE | middle | {"italic": True})
        self.unit = book.add_format(FACE | {"italic": True, "align": "right", "text_wrap": False})
        self.head = book.add_format(FACE | middle | {"bold": True, "border": 1})
        self.group = {
            align: book.add_format(FACE | {"bold": True, "border": 1, "align": align, "num_format": "@"})
            for align in ("left", "center")
        }
        self.cell = {
            align: book.add_format(FACE | {"border": 1, "align": align, "num_format": "@"})
            for align in ("left", "center", "right")
        }
        self.sum = book.add_format(
            FACE | {"border": 1, "align": "right", "num_format": NUMBER_FORMATS["million"]}
        )


def _sheet(page: Worksheet, annex: PlanAnnex, looks: _Looks) -> None:
    last = len(annex.columns) - 1
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")
    for index, column in enumerate(annex.columns):
        page.set_column(index, index, column.width * CHARACTERS)
    row = 0
    for text in annex.heads:
        page.set_row(
            row, (LINE + 2) * ceil(len(text) / sum(column.width * CHARACTERS for column in annex.columns))
        )
        page.merge_range(row, 0, row, last, text, looks.reference if text == annex.heads[-1] else looks.title)
        row += 1
    if annex.unit:
        page.merge_range(row, 0, row, last, annex.unit, looks.unit)
    row += 1
    _heading(page, row, annex, looks.head)
    top = row + annex.levels
    for level in range(annex.levels):
        page.set_row(row + level, LINE * (3 if level == annex.levels - 1 else 1))
    widths = [column.width * CHARACTERS * LETTERS for column in annex.columns]
    for at, line in enumerate(annex.lines, start=top):
        page.set_row(at, min(HIGHEST, LINE * _lines(line, widths)))
        if line.group:
            number, name = map(str, line.cells)
            page.write_string(at, 0, number, looks.group["center"])
            page.merge_range(at, 1, at, last, "", looks.group["left"])
            page.write_string(at, 1, name[:EXCEL_CELL], looks.group["left"])
            continue
        for index, (cell, column) in enumerate(zip(line.cells, annex.columns, strict=True)):
            _write(page, at, index, cell, column, looks)
    page.freeze_panes(top, 0)
    page.repeat_rows(row, top - 1)


def _lines(line: Line, widths: list[float]) -> int:
    """How many lines of type a row takes: not every program reckons it when it opens the file."""
    rooms = [widths[0], sum(widths[1:])] if line.group else widths
    return max(
        sum(max(1, ceil(len(part) / room)) for part in str(cell).split("\n"))
        for cell, room in zip(line.cells, rooms, strict=True)
    )


def _heading(page: Worksheet, top: int, annex: PlanAnnex, look: Format) -> None:
    for cell in annex.heading():
        row = top + cell.level
        if cell.width == cell.height == 1:
            page.write_string(row, cell.start, cell.text, look)
        else:
            page.merge_range(
                row, cell.start, row + cell.height - 1, cell.start + cell.width - 1, cell.text, look
            )


def _write(page: Worksheet, row: int, index: int, cell: Cell, column: Column, looks: _Looks) -> None:
    if isinstance(cell, Decimal):
        if Decimal(f"{cell:.16G}") == Decimal(f"{float(cell):.16G}") == cell:  # as the file will say it
            page.write_number(row, index, float(cell), looks.sum)
        else:
            page.write_string(row, index, sure_number(cell), looks.cell["right"])
    elif cell:
        page.write_string(row, index, cell[:EXCEL_CELL], looks.cell[column.align])
    else:
        page.write_blank(row, index, None, looks.cell[column.align])
