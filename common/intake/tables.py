"""Find a table's heading and read its rows by column, without knowing what the headings mean.

A heading may have several rows with merged cells, stand below a title, be repeated on every page, and occur more than
once in a sheet. The caller judges columns by `score`; here is only the geometry.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from common.intake.blocks import Cell, Row, Table
from common.text import fold

LONGEST_HEADING = 100  # characters of one heading cell
LONGEST_AGAIN = 45  # of a further heading in the same table: long cells there are rows
MOST_HEADING_ROWS = 4
LONGEST_ORDINAL = 24  # characters of a cell that numbers its column: "(6)=(4)+(5)"
HEADING, ORDINALS, AGAIN = "heading", "ordinals", "again"  # why a row is none of the table's own
_LISTED = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+(?:\.\d{1,3})*)[.)]*"
)  # a row of a list, no heading
_ORDINAL = re.compile(r"\(?\s*(\d{1,2}|[a-z]|[ivx]{1,4})\s*\)?")


@dataclass(frozen=True)
class Column:
    """A column at the foot of the heading; `path` is what stands above it, from the top, without repetition."""

    index: int
    start: int
    path: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold(text) for text in self.path)


@dataclass(eq=False, slots=True)
class Line:
    """A row under a heading: what each column says. `wide` is how many columns the widest cell covers."""

    row: Row
    cells: dict[int, Cell]
    wide: int
    place: int = 0  # among the rows of its table and of the tables that go on with it

    @property
    def where(self) -> str:
        return self.row.where

    def text(self, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return cell.text if cell else ""

    def continued(self, column: int | None) -> bool:
        """Whether the cell has begun in a row above."""
        cell = self.cells.get(column) if column is not None else None
        return cell is not None and cell.row != self.row.index

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells.values() if cell.text]


@dataclass(eq=False)
class Section:
    """A heading and the rows under it, up to the next heading."""

    table: Table
    columns: list[Column]
    first: int  # index of the heading's first row
    below: int  # index of the first row under it
    end: int = 0
    score: float = 0.0
    above: list[str] = field(default_factory=list)  # titles printed over the heading in the same table
    more: list[Table] = field(default_factory=list)  # tables without a heading that go on with this one

    def lines(self) -> Iterator[Line]:
        """The rows under the heading: no column numbers, no repeated heading, nothing empty."""
        return iter(self._lines)

    @cached_property
    def _lines(self) -> list[Line]:
        own = self._own
        return [
            self.line(row, place) for place, row in self._body() if row.printed and not _passed_over(row, own)
        ]

    @cached_property
    def titles(self) -> list[str]:
        """What stands over each column, in one line."""
        return [" / ".join(column.path) or f"cột {column.index + 1}" for column in self.columns]

    def passed_over(self) -> Iterator[tuple[int, Row, str]]:
        """Headings, column numbers and repeated headings, each with its place and which of them it is."""
        own = self._own
        for row in self.table.rows[self.first : self.below]:
            yield row.index, row, HEADING
        for place, row in self._body():
            if row.printed and (why := _passed_over(row, own)):
                yield place, row, why

    @cached_property
    def _starts(self) -> list[int]:
        return [column.start for column in self.columns]

    def _body(self) -> Iterator[tuple[int, Row]]:
        further = (row for table in self.more for row in table.rows)
        return enumerate(chain(self.table.rows[self.below : self.end], further), start=self.below)

    @property
    def _own(self) -> set[tuple[str, ...]]:
        return {_shown(row) for row in self.table.rows[self.first : self.below]}

    def place_of(self, row: Row, cell: Cell) -> str:
        """Where a cell of it stands, as its table words it."""
        return self.table.place_of(row, cell)

    def line(self, row: Row, place: int = 0) -> Line:
        starts = self._starts
        cells: dict[int, Cell] = {}
        wide = 1
        ordinal = len(row.cells) == len(starts) and any(cell.start not in starts for cell in row.cells)
        for position, cell in enumerate(row.cells):
            column = position if ordinal else max(0, bisect_right(starts, cell.start) - 1)
            if cell.text and not ordinal:
                reach = bisect_right(starts, cell.start + cell.width - 1) - column
                wide = max(wide, reach)
            if column in cells and cell.text and cells[column] is not cell:
                known = cells[column]
                text = f"{known.text}\n{cell.text}" if known.text else cell.text
                cells[column] = Cell(text, known.start, known.width, known.row, known.number or cell.number)
            elif column not in cells:
                cells[column] = cell
        return Line(row, cells, wide, place)


def _passed_over(row: Row, own: set[tuple[str, ...]]) -> str:
    """Why a row below a heading is none of the table's own, '' where it is one."""
    if is_ordinal_row(row):
        return ORDINALS
    printed = row.printed
    again = len(printed) > 1 and any(
        len(heading) == len(printed)
        and all(fold(cell.text) == text for cell, text in zip(printed, heading, strict=True))
        for heading in own
    )
    return AGAIN if again else ""


def _shown(row: Row) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in row.printed)


def goes_on(section: Section, table: Table) -> bool:
    """Whether a table without a heading is the rest of a section: as many columns, and more than a signature."""
    widest = max((len(row.cells) for row in table.rows), default=0)
    return len(section.columns) > 2 and widest == len(section.columns)


def is_ordinal_row(row: Row) -> bool:
    """A row that only numbers the columns: (1) (2) (3) …, possibly A B 1 2 or (6)=(4)+(5)."""
    printed = row.printed
    if len(printed) < 3 or any(len(cell.text) > LONGEST_ORDINAL for cell in printed):
        return False
    texts = [fold(cell.text) for cell in printed]
    plain = [
        match[1]
        for text in texts
        if (match := _ORDINAL.match(text)) and re.fullmatch(r"[\s()\d+=a-z/*-]+", text)
    ]
    if len(plain) != len(texts) or any(len(text) > 4 and "=" not in text for text in texts):
        return False
    numbers = [int(text) for text in plain if text.isdigit()]
    return (
        len(numbers) >= len(texts) - 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] < 4
    )


def sections(
    table: Table, score: Callable[[list[Column]], float], hint: Callable[[str, bool], bool]
) -> list[Section]:
    """The headings of a table, each with its rows.

    `hint` looks at a folded row before anything is measured; it is told whether the table has a heading already.
    """
    found: list[Section] = []
    index = 0
    while index < len(table.rows):
        section = _heading_at(table, index, score, hint, again=bool(found))
        if section is None or (found and _same(found[-1], section)):
            index += 1 if section is None else section.below - section.first
            continue
        if found:
            found[-1].end = index
        section.end = len(table.rows)
        found.append(section)
        index = section.below
    begin = 0
    for section in found:
        section.above = [
            cell.text
            for row in table.rows[begin : section.first]
            if len(row.printed) < 3
            for cell in row.printed
        ]
        begin = section.below
    if found:
        found[0].above = [
            cell.text for row in table.rows[: found[0].first] for cell in row.printed if cell.row == row.index
        ]
    return found


def _same(one: Section, other: Section) -> bool:
    return [column.folded for column in one.columns] == [column.folded for column in other.columns]


def _heading_at(
    table: Table,
    index: int,
    score: Callable[[list[Column]], float],
    hint: Callable[[str, bool], bool],
    again: bool,
) -> Section | None:
    longest = LONGEST_AGAIN if again else LONGEST_HEADING
    row = table.rows[index]
    printed = row.printed
    if len(printed) < 2 or any(len(cell.text) > longest for cell in printed):
        return None
    if any(_LISTED.fullmatch(cell.text) for cell in printed):
        return None
    if not hint(" | ".join(fold(cell.text) for cell in printed), again):
        return None
    for height in range(_height(table, index), 0, -1):
        columns = columns_of(table, index, index + height)
        points = score(columns)
        if points > 0:
            return Section(table, columns, index, index + height, score=points)
    return None


def _height(table: Table, index: int) -> int:
    """How many rows the heading takes: as far as its merged cells reach, or as its spans are divided below."""
    row = table.rows[index]
    reach = 1
    for below in table.rows[index + 1 : index + MOST_HEADING_ROWS]:
        merged = any(cell.row == index for cell in below.printed)
        own = [cell for cell in below.printed if cell.row == below.index]
        spans = _spans(table, index, below.index)
        divides = bool(own) and all(
            len(cell.text) <= LONGEST_HEADING and any(_divides(cell, above) for above in spans)
            for cell in own
        )
        if not (merged or divides or _hangs(table, index, below)) or is_ordinal_row(below):
            break
        reach += 1
    return reach if len(row.printed) > 1 else 1


_YEAR_ONLY = re.compile(r"(?:[^\W\d]+ ){0,3}(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?")


def _hangs(table: Table, index: int, below: Row) -> bool:
    """Whether a row goes on with a heading whose cells were left unmerged: short words or years, under nothing to the
    left, and at least one where the row above it is empty."""
    above = table.rows[below.index - 1]
    own = below.printed
    named = [cell.start for cell in table.rows[index].printed][:2]
    if len(own) < 2 or len(named) < 2 or any(cell.row != below.index for cell in own):
        return False
    if own[0].start <= named[1] or not all(_is_heading(cell.text) for cell in own):
        return False
    taken = {cell.start for cell in above.printed}
    return any(cell.start not in taken for cell in own) and any(cell.start in taken for cell in own)


def _is_heading(text: str) -> bool:
    """Whether a cell could be a heading and no value: a year, or a few words without a digit."""
    return bool(_YEAR_ONLY.fullmatch(text)) or (
        len(text) <= LONGEST_AGAIN and not re.search(r"\d|^\W*$", text)
    )


def _spans(table: Table, first: int, last: int) -> list[Cell]:
    return [cell for row in table.rows[first:last] for cell in row.printed if cell.width > 1]


def _divides(cell: Cell, above: Cell) -> bool:
    """Whether the cell is one of several under a wider one."""
    return above.start <= cell.start < above.start + above.width and cell.width < above.width


def columns_of(table: Table, first: int, below: int) -> list[Column]:
    """The leaf columns of the heading rows [first, below)."""
    rows = table.rows[first:below]
    starts = sorted({cell.start for row in rows for cell in row.cells})
    columns = []
    for index, start in enumerate(starts):
        path: list[str] = []
        for depth, row in enumerate(rows):
            over = [cell for cell in row.printed if cell.start <= start < cell.start + cell.width]
            for cell in over or _left_open(rows, depth, start):
                text = " ".join(cell.text.split())
                if text not in path:
                    path.append(text)
        columns.append(Column(index, start, tuple(path)))
    return columns


def _left_open(rows: list[Row], depth: int, start: int) -> list[Cell]:
    """The heading an unmerged empty cell belongs under: the one to its left, where the row below divides both."""
    left = [cell for cell in rows[depth].printed if cell.start < start]
    if not left or left[-1].width > 1 or depth + 1 >= len(rows):
        return []
    divided = {cell.start for cell in rows[depth + 1].printed if cell.row == rows[depth + 1].index}
    between = {cell.start for row in rows for cell in row.cells if left[-1].start <= cell.start <= start}
    return left[-1:] if between <= divided else []
