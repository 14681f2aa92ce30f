"""Excel by xlsxwriter, row by row in constant memory: numbers as numbers, texts never as formulas or links."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import BinaryIO, Protocol

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from common import format as vn
from common.papers import EXCEL_CELL, NUMBER_FORMATS, Cell, CellKind

FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
A4 = 9


class Head(Protocol):
    """What heads a column: `kind` as its numbers are shown, `width` in characters."""

    @property
    def title(self) -> str: ...
    @property
    def width(self) -> float: ...
    @property
    def kind(self) -> CellKind: ...


class Book:
    """A workbook being written into a file; `close` ends it. The same content gives the same bytes."""

    def __init__(self, file: BinaryIO, *, title: str, author: str, comments: str, made_at: datetime) -> None:
        self.title = title
        self._book = Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        created = made_at.astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties(
            {"title": title, "author": author, "comments": comments, "created": created}
        )
        middle = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        self._title = self._book.add_format(FACE | {"bold": True, "font_size": 13})
        self._head = self._book.add_format(FACE | middle | {"bold": True})
        self._cells = {
            kind: self._book.add_format(FACE | {"border": 1, "num_format": code, "text_wrap": kind == "text"})
            for kind, code in NUMBER_FORMATS.items()
        }

    def sheet(
        self, name: str, lead: Sequence[str], heads: Sequence[Head], rows: Iterable[Iterable[Cell]]
    ) -> None:
        """One table under the book's title and the lines of `lead`. Rows are taken one by one and not kept."""
        page = self._book.add_worksheet(name)
        _page(page, heads)
        page.write_string(0, 0, self.title, self._title)
        for n, line in enumerate(lead, start=1):
            page.write_string(n, 0, line)
        top = len(lead) + 2
        for n, head in enumerate(heads):
            page.write_string(top, n, head.title, self._head)
        last = top
        for last, row in enumerate(rows, start=top + 1):
            for at, (cell, head) in enumerate(zip(row, heads, strict=True)):
                _write(page, last, at, cell, self._cells[head.kind])
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        if last > top:
            page.autofilter(top, 0, last, len(heads) - 1)

    def close(self) -> None:
        """Write the file out."""
        self._book.close()


def _page(page: Worksheet, heads: Sequence[Head]) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")
    for n, head in enumerate(heads):
        page.set_column(n, n, head.width)


def _write(page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if cell is None or cell == "":
        page.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        page.write_string(row, column, cell[:EXCEL_CELL], style)
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, vn.local(cell).replace(tzinfo=None), style)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, style)
    elif Decimal(f"{cell:.16G}") == cell:  # as the file will say it
        page.write_number(row, column, cell, style)
    else:
        page.write_string(row, column, vn.number(cell), style)
