"""Two columns of text beside each other: letterheads and signatures."""

from collections.abc import Sequence
from dataclasses import replace

from common.intake.readers.pdf_layout.letters import CORRIDOR
from common.intake.readers.pdf_layout.shapes import Segment, Side


def with_sides(segments: Sequence[Segment]) -> list[Segment | Side]:
    """The lines of a page, with letterheads and signatures taken together as two columns."""
    rows: list[list[Segment]] = []
    for segment in segments:
        if rows and segment.top < rows[-1][0].bottom - 0.5 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    found: list[Segment | Side] = []
    index = 0
    while index < len(rows):
        columns = _columns_at(rows, index)
        if columns is not None:
            found.append(columns.side)
            index = columns.end
        else:
            found.append(_one_line(rows[index]))
            index += 1
    return found


def _one_line(row: list[Segment]) -> Segment:
    """A row that only looked parted is one line again."""
    row = sorted(row, key=lambda one: one.x0)
    return replace(
        row[0],
        text=" ".join(one.text for one in row),
        x1=row[-1].x1,
        top=min(one.top for one in row),
        bottom=max(one.bottom for one in row),
    )


class _Columns:
    """Two columns that begin in one row, as far as the rows below go on with them."""

    def __init__(self, left: Segment, right: Segment, begin: int) -> None:
        self.left, self.right = [left], [right]
        self.white = (left.x1, right.x0)
        self.both = 1
        self.end = begin + 1
        self.bottom = max(left.bottom, right.bottom)

    @property
    def side(self) -> Side:
        top = min(self.left[0].top, self.right[0].top)
        return Side(tuple(self.left), tuple(self.right), top, self.left[0].page)

    def take(self, row: list[Segment]) -> bool:
        """Go on with a row where it keeps to the columns."""
        row = sorted(row, key=lambda one: one.x0)
        if row[0].top - self.bottom > 2.2 * row[0].size or len(row) > 2:
            return False
        if not (self._take_both(*row) if len(row) == 2 else self._take_one(row[0])):
            return False
        self.bottom = max(one.bottom for one in row)
        self.end += 1
        return True

    def _take_both(self, left: Segment, right: Segment) -> bool:
        if not self._narrow(left.x1, right.x0):
            return False
        self.left.append(left)
        self.right.append(right)
        self.both += 1
        return True

    def _take_one(self, one: Segment) -> bool:
        on_the_left = one.x1 <= self.white[1] - CORRIDOR / 2
        if not on_the_left and one.x0 < self.white[0] + CORRIDOR / 2:
            return False
        column = self.left if on_the_left else self.right
        if not _belongs(one, column):
            return False
        if not (self._narrow(one.x1, self.white[1]) if on_the_left else self._narrow(self.white[0], one.x0)):
            return False
        column.append(one)
        return True

    def _narrow(self, begin: float, end: float) -> bool:
        """Make the white between the columns narrower, unless too little of it is left."""
        white = max(self.white[0], begin), min(self.white[1], end)
        if white[1] - white[0] < CORRIDOR:
            return False
        self.white = white
        return True


def _columns_at(rows: Sequence[list[Segment]], index: int) -> _Columns | None:
    """Two columns that begin at this row; None where less than two rows of them are found."""
    if len(rows[index]) != 2:
        return None
    left, right = sorted(rows[index], key=lambda one: one.x0)
    columns = _Columns(left, right, index)
    while columns.end < len(rows) and columns.take(rows[columns.end]):
        pass
    if columns.both < 2 and len(columns.left) + len(columns.right) < 4:
        return None
    return columns


def _belongs(one: Segment, column: Sequence[Segment]) -> bool:
    """Whether a line alone in its row goes on with a column: on the same axis or the same left edge."""
    same_edge = sum(abs(one.x0 - other.x0) < 4 for other in column)
    return same_edge >= min(2, len(column)) or any(abs(one.middle - other.middle) < 12 for other in column)
