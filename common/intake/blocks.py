"""What every reader turns a file into: paragraphs and tables of rows, each with an address a person can find.

A merged cell is one object: it stands once in every row it reaches, `start` and `width` are grid columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache


@dataclass(eq=False, slots=True)
class Cell:
    """A cell as printed. `row` is the index of the row where it begins; `number` is set where the file stores one."""

    text: str
    start: int
    width: int = 1
    row: int = 0
    number: Decimal | None = None


@dataclass(eq=False, slots=True)
class Row:
    """A row of a table, left to right. Cells without text stand there too where the file has them."""

    index: int
    where: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def printed(self) -> list[Cell]:
        """The cells that show something."""
        return [cell for cell in self.cells if cell.text]


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set: most of its letters bold, most of them slanted, its lines in the middle."""

    bold: bool = False
    slanted: bool = False
    centred: bool = False


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph; an automatic number or bullet of the word processor stands in front of the text.

    `look` is None where the file does not tell how it is set.
    """

    text: str
    where: str
    look: Look | None = None


@dataclass(eq=False, slots=True)
class Table:
    """A table of a document or a sheet of a workbook (`title` is then its name)."""

    rows: list[Row]
    where: str
    title: str = ""

    def place_of(self, row: Row, cell: Cell) -> str:
        """Where a cell stands: "dòng 29, cột F" in a sheet, "bảng 2, dòng 5, cột 3" in a text."""
        if self.title:
            return f"{row.where}, cột {column_letters(cell.start)}"
        return f"{row.where}, cột {row.cells.index(cell) + 1 if cell in row.cells else cell.start + 1}"


Block = Paragraph | Table


@dataclass(eq=False, slots=True)
class Line:
    """One printed line anywhere in the document; `block` is the index of the block it stands in.

    `where` is its paragraph or its row of a table, `place` the paragraph or the very cell.
    """

    text: str
    where: str
    block: int
    place: str


@dataclass(eq=False)
class Document:
    """A file as blocks, in reading order. `remarks` are the reader's own: (severity, where, sentence).

    `coding` names the old encoding of the text where it was converted from one.
    """

    blocks: list[Block]
    name: str = ""
    remarks: list[tuple[str, str, str]] = field(default_factory=list)
    coding: str = ""

    def paragraphs(self, first: int, last: int) -> Iterator[tuple[int, Paragraph]]:
        """The paragraphs among the blocks [first, last), each with its index."""
        for index, block in enumerate(self.blocks[first:last], start=first):
            if isinstance(block, Paragraph):
                yield index, block

    def lines(self, widest: int, *, top: bool = False) -> Iterator[Line]:
        """Every printed line: paragraphs, and the cells, once each, of table rows that show at most `widest` cells.

        With `top` only those above the first wider row.
        """
        for index, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                yield from _lines(block.text, block.where, index, block.where)
                continue
            for row in block.rows:
                printed = row.printed
                if len(printed) > widest and top:
                    return
                for cell in printed if len(printed) <= widest else ():
                    if cell.row == row.index:
                        yield from _lines(cell.text, row.where, index, block.place_of(row, cell))


@lru_cache(maxsize=1 << 10)
def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _lines(text: str, where: str, block: int, place: str) -> Iterator[Line]:
    for line in text.split("\n"):
        if line.strip():
            yield Line(line.strip(), where, block, place)
