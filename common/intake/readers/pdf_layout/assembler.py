"""Pages in order into blocks: paragraphs and tables that may reach over several pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from common.intake.readers.pdf_layout.margins import settings, without_running_titles
from common.intake.readers.pdf_layout.paragraphs import Setting, glue, goes_on
from common.intake.readers.pdf_layout.shapes import Grid, Page, Part, Segment, Side
from common.intake.readers.pdf_layout.whole import PrintedCell, PrintedRow, PrintedTable, Whole


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    text: str
    where: str


PrintedBlock = PrintedParagraph | PrintedTable


class Assembler:
    """Takes pages in order; what reaches over a page stays open until something else begins."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._found: list[PrintedBlock | Whole] = []
        self._tables = 0
        self._open_table: Whole | None = None
        self._paragraph: list[Segment] = []
        self._paragraphs: Counter[int] = Counter()  # by page

    def add(self, page: Page) -> None:
        self._pages.append(page)

    def blocks(self) -> list[PrintedBlock]:
        """The blocks of all pages, once every page is there."""
        pages = without_running_titles(self._pages)
        set_as = settings(pages)
        for page in pages:
            for part in page.parts:
                self._take(part, set_as[page.width])
        self._close_paragraph()
        return [block.table() if isinstance(block, Whole) else block for block in self._found]

    def _take(self, part: Part, setting: Setting) -> None:
        if isinstance(part, Grid):
            self._take_grid(part)
            return
        self._open_table = None
        if isinstance(part, Side):
            self._close_paragraph()
            self._tables += 1
            self._found.append(_side_table(part, self._tables))
            return
        if self._paragraph and not setting.continues(self._paragraph, part):
            self._close_paragraph()
        self._paragraph.append(part)

    def _take_grid(self, grid: Grid) -> None:
        if self._open_table is not None and not self._paragraph and self._open_table.takes(grid):
            self._open_table.add(grid)
            return
        self._close_paragraph()
        self._tables += 1
        self._open_table = Whole(self._tables, grid)
        self._found.append(self._open_table)

    def _close_paragraph(self) -> None:
        if self._paragraph:
            page = self._paragraph[0].page
            self._paragraphs[page] += 1
            text = reduce(glue, (line.text for line in self._paragraph))
            self._found.append(PrintedParagraph(text, f"trang {page}, đoạn {self._paragraphs[page]}"))
            self._paragraph = []


def _side_table(side: Side, number: int) -> PrintedTable:
    """Two columns beside each other as a table of one row."""
    where = f"trang {side.page}, bảng {number}"
    left, right = (_column_text(column) for column in (side.left, side.right))
    cells = (PrintedCell(left, 0, 1, 0), PrintedCell(right, 1, 1, 0))
    return PrintedTable(where, cells, (PrintedRow(f"{where}, dòng 1", (0, 1)),))


def _column_text(lines: Sequence[Segment]) -> str:
    room = max(line.x1 - line.x0 for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        alike = before.bold == line.bold and before.text.isupper() and line.text.isupper()
        text = glue(text, line.text) if alike and goes_on(before, line, room) else f"{text}\n{line.text}"
    return text
