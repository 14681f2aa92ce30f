"""Ruled tables with their letters: each cell its lines, and the text they make."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from common.intake.readers.pdf_layout.cells import Ruled
from common.intake.readers.pdf_layout.letters import segments_of
from common.intake.readers.pdf_layout.paragraphs import unwrapped
from common.intake.readers.pdf_layout.shapes import Box, Grid, Letter, Segment


@dataclass(frozen=True, slots=True)
class Filled:
    """A table, None where only a frame was found, and the letters of the page that are not in it."""

    grid: Grid | None
    upright: list[Letter]
    sideways: list[Letter]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Letters by the cell they stand in, and those that stand in none."""

    inside: dict[int, list[Letter]] = field(default_factory=dict)
    rest: list[Letter] = field(default_factory=list)

    def put(self, letter: Letter, index: int | None) -> None:
        (self.rest if index is None else self.inside.setdefault(index, [])).append(letter)


def filled(number: int, table: Ruled, letters: Iterable[Letter], sideways: Iterable[Letter]) -> Filled:
    """A table of page `number` with the letters that stand in it."""
    letters, sideways = list(letters), list(sideways)
    upright, turned = _sorted(table, letters, sideways)
    inked = {index for index, found in upright.inside.items() if any(one.text.strip() for one in found)}
    if len(inked | turned.inside.keys()) < 2 and len(table.xs) < 4:  # a frame, not the rest of a table's row
        return Filled(None, letters, sideways)
    lines = [
        tuple(
            line
            for found in (upright.inside, turned.inside)
            for line in segments_of(found.get(index, []), number, split=False)
        )
        for index in range(len(table.cells))
    ]
    boxes = _boxes(table, lines)
    grid = Grid(number, table.xs, len(table.ys) - 1, boxes, table.ys[0])
    return Filled(grid, upright.rest, turned.rest)


def _sorted(table: Ruled, letters: Iterable[Letter], sideways: Iterable[Letter]) -> tuple[_Sorted, _Sorted]:
    """Upright letters and turned ones by the cell they stand in."""
    place = {
        (across, down): index
        for index, cell in enumerate(table.cells)
        for across in range(cell.column, cell.column + cell.width)
        for down in range(cell.row, cell.row + cell.height)
    }
    upright, turned = _Sorted(), _Sorted()
    for letter in letters:
        upright.put(letter, place.get(_at(table, (letter.x0 + letter.x1) / 2, letter.middle)))
    for letter in sideways:
        turned.put(letter, place.get(_at(table, abs(letter.middle), abs(letter.x0 + letter.x1) / 2)))
    return upright, turned


def _at(table: Ruled, x: float, y: float) -> tuple[int, int]:
    """The column and row of a point."""
    return (
        (bisect_right(table.xs, x) - 1 if x < table.xs[-1] else len(table.xs)),
        (bisect_right(table.ys, y) - 1 if y < table.ys[-1] else len(table.ys)),
    )


def _boxes(table: Ruled, lines: Sequence[tuple[Segment, ...]]) -> tuple[Box, ...]:
    """The cells with their text; a cell's lines had its width without the white at both sides."""
    sides = [(table.xs[cell.column], table.xs[cell.column + cell.width]) for cell in table.cells]
    white = [
        min(line.x0 - left, right - line.x1)
        for (left, right), inside in zip(sides, lines, strict=True)
        for line in inside
        if line.x0 >= 0
    ]
    padding = min(max(min(white, default=2.0), 0.5), 7.0)  # the least found in the table
    boxes = []
    for cell, (left, right), inside in zip(table.cells, sides, lines, strict=True):
        room = right - left - 2 * padding
        boxes.append(Box(unwrapped(inside, room), cell, inside, room))
    return tuple(boxes)
