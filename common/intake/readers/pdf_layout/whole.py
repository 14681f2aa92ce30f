"""A table put together from its parts on several pages: repeated headings left out, a row cut by the page joined."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.intake.readers.pdf_layout.paragraphs import begins, ended, glue, goes_on
from common.intake.readers.pdf_layout.shapes import Box, Grid, Segment

SAME_COLUMN = 5.0  # how far the columns of a table may move from page to page
MOST_HEADINGS = 4  # rows


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell as it will be read: its text, its columns, and the row where it begins."""

    text: str
    start: int
    width: int
    row: int


@dataclass(frozen=True, slots=True)
class PrintedRow:
    where: str
    cells: tuple[int, ...]  # indices among the cells of the table, from the left


@dataclass(frozen=True, slots=True)
class PrintedTable:
    where: str
    cells: tuple[PrintedCell, ...]
    rows: tuple[PrintedRow, ...]


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell while its table is put together."""

    text: str
    start: int
    width: int
    last: Segment | None  # its last line, and the room that had
    room: float
    tall: bool  # reaches over several rows
    row: int = -1  # none yet

    @property
    def columns(self) -> tuple[int, int]:
        return self.start, self.width


@dataclass(slots=True, eq=False)
class _Row:
    where: str
    cells: list[_Cell] = field(default_factory=list)

    def at(self, start: int) -> _Cell | None:
        """The cell that begins in a column."""
        return next((cell for cell in reversed(self.cells) if cell.start == start), None)


class Whole:
    """A table that grows by the grids of the pages it stands on."""

    def __init__(self, number: int, grid: Grid) -> None:
        self._number = number
        self._where = f"trang {grid.page}, bảng {number}"
        self._edges = list(grid.edges)
        self._cells: list[_Cell] = []
        self._rows: list[_Row] = []
        self.add(grid)

    def table(self) -> PrintedTable:
        """The table as it stands; cells of rows that were joined to others are left out."""
        cells = [cell for cell in self._cells if cell.row >= 0]
        index = {cell: at for at, cell in enumerate(cells)}
        return PrintedTable(
            self._where,
            tuple(PrintedCell(cell.text, cell.start, cell.width, cell.row) for cell in cells),
            tuple(PrintedRow(row.where, tuple(index[cell] for cell in row.cells)) for row in self._rows),
        )

    def takes(self, grid: Grid) -> bool:
        """Whether a grid at the head of the next page has the columns of this table."""
        ends = zip((grid.edges[0], grid.edges[-1]), (self._edges[0], self._edges[-1]), strict=True)
        if any(abs(one - other) > SAME_COLUMN for one, other in ends):
            return False
        few, many = sorted((grid.edges, self._edges), key=len)
        return all(min(abs(edge - other) for other in many) <= SAME_COLUMN for edge in few)

    def add(self, grid: Grid) -> None:
        """Add the rows of a grid, without its repeated heading, its cut row joined to the row it goes on with."""
        at = self._placed(grid.edges)
        boxes: dict[int, list[Box]] = {}
        for box in grid.boxes:
            boxes.setdefault(box.place.row, []).append(box)
        first = self._repeated(boxes, grid.rows)
        last_row = self._rows[-1] if self._rows else None
        rows = [_Row(f"trang {grid.page}, bảng {self._number}, dòng {row + 1}") for row in range(grid.rows)]
        cells: list[tuple[Box, _Cell]] = []  # of the first row that is new
        for box in grid.boxes:
            place = box.place
            if place.row + place.height <= first:
                continue
            start = at[place.column]
            width = at[place.column + place.width] - start
            cell = _over_the_break(box, (start, width), last_row) if place.row == first else None
            cell = cell or self._begun(box, start, width)
            if place.row == first:
                cells.append((box, cell))
            for row in range(max(place.row, first), place.row + place.height):
                if cell not in rows[row].cells:
                    rows[row].cells.append(cell)
        if last_row is not None and first < grid.rows and _cut(cells, last_row):
            _join(cells, last_row)
            first += 1
        self._append(rows[first:])

    def _begun(self, box: Box, start: int, width: int) -> _Cell:
        last = box.lines[-1] if box.lines else None
        cell = _Cell(box.text, start, width, last, box.room, box.place.height > 1)
        self._cells.append(cell)
        return cell

    def _append(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            if row.cells:
                row.cells.sort(key=lambda cell: cell.start)
                for cell in row.cells:
                    if cell.row < 0:
                        cell.row = len(self._rows)
                self._rows.append(row)

    def _placed(self, edges: Sequence[float]) -> list[int]:
        """Index of every edge of a part among the edges of the whole; new edges are let in, and cells moved over."""
        for edge in edges:
            if all(abs(edge - known) > SAME_COLUMN for known in self._edges):
                at = bisect_right(self._edges, edge)
                self._edges.insert(at, edge)
                for cell in self._cells:
                    if cell.start >= at:
                        cell.start += 1
                    elif cell.start + cell.width >= at:
                        cell.width += 1
        known = range(len(self._edges))
        return [min(known, key=lambda index: abs(self._edges[index] - edge)) for edge in edges]

    def _repeated(self, boxes: Mapping[int, Sequence[Box]], rows: int) -> int:
        """How many rows at the head of a part only repeat the head of the table."""
        count = 0
        for row in range(min(rows, len(self._rows), MOST_HEADINGS)):
            here = [box.text for box in boxes.get(row, ()) if box.text]
            there = [cell.text for cell in self._rows[row].cells if cell.row == row and cell.text]
            if there != here or not (here or count):
                break
            count += 1
        return count if sum(bool(box.text) for box in boxes.get(0, ())) > 1 else 0


def _over_the_break(box: Box, columns: tuple[int, int], last_row: _Row | None) -> _Cell | None:
    """The cell above the break that an empty cell is the rest of."""
    if last_row is None or box.text:
        return None
    for cell in last_row.cells:
        if cell.columns == columns and cell.text and (cell.tall or box.place.height > 1):
            return cell
    return None


def _cut(cells: Sequence[tuple[Box, _Cell]], last_row: _Row) -> bool:
    """Whether a row is the rest of the row above the page break: nothing in its first column, all texts go on."""
    texts = [(box, cell) for box, cell in cells if box.text]
    if not texts or cells[0][0].text or cells[0][0].place.column:
        return False
    if any(box.place.height > 1 for box, _cell in texts):
        return False
    first = last_row.at(0)
    if first is None or not first.text or len({cell.start for cell in last_row.cells}) < 3:
        return False
    return all(_rest_of(last_row.at(cell.start), box, cell) for box, cell in texts)


def _rest_of(above: _Cell | None, box: Box, cell: _Cell) -> bool:
    """Whether the text of a cell goes on with the one above the break."""
    if above is None or above.last is None or above.width != cell.width:
        return False
    head = box.lines[0]
    if begins(head.text) and ended(above.last.text):
        return True
    return head.text[:1].islower() or goes_on(above.last, head, above.room)


def _join(cells: Sequence[tuple[Box, _Cell]], last_row: _Row) -> None:
    """Add the texts of a row to those of the row above that was cut."""
    for box, cell in cells:
        above = last_row.at(cell.start)
        if box.text and above is not None:
            meant = begins(box.text) and ended(above.text)
            above.text = f"{above.text}\n{box.text}" if meant else glue(above.text, box.text)
            above.last, above.room = box.lines[-1], box.room
