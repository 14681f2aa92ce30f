"""Excel by xlsxwriter, row by row in constant memory: numbers as numbers, texts never as formulas or links."""

import io
from datetime import UTC
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from common.papers import EXCEL_CELL, NUMBER_FORMATS
from reporting.documents.content import Cell, OfficialReport, Sheet


def render_xlsx(content: OfficialReport) -> bytes:
    """The report's tables, one sheet each, for reckoning. The same content gives the same bytes."""
    file = io.BytesIO()
    book = Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": content.title,
            "author": content.head.issuing_agency.replace("\n", " "),
            "comments": content.footnote,
            "created": content.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    title = book.add_format(base | {"bold": True, "font_size": 13})
    head = book.add_format(
        base | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    formats = {
        kind: book.add_format(base | {"border": 1, "num_format": code, "text_wrap": kind == "text"})
        for kind, code in NUMBER_FORMATS.items()
    }
    for sheet in content.sheets:
        page = book.add_worksheet(sheet.name)
        _page(page, sheet)
        lead = (content.title, *sheet.lead, content.footnote)
        for n, line in enumerate(lead):
            page.write_string(n, 0, line, title if n == 0 else None)
        top = len(lead) + 1
        for n, column in enumerate(sheet.columns):
            page.write_string(top, n, column.title, head)
        for r, row in enumerate(sheet.rows, start=top + 1):
            for c, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
                _write(page, r, c, cell, formats[column.kind])
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        if sheet.rows:
            page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    book.close()
    return file.getvalue()


def _page(page: Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)


def _write(page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if cell is None or cell == "":
        page.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        page.write_string(row, column, cell[:EXCEL_CELL], style)
    elif isinstance(cell, (int, Decimal)):
        page.write_number(row, column, cell, style)
    else:
        page.write_datetime(row, column, cell, style)
