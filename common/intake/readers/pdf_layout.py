"""A PDF page as lines, paragraphs and tables: geometry only, without Django, so that a child process can run it.

Lengths are points (1/72 inch), y grows downwards. A page gives letters and ruling lines; everything else (words, lines,
paragraphs, cells) is worked out here and kept by where it stands.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from common import legacy_text

SNAP = 3.0  # ruling lines closer than this are one
THIN = 3.0  # a filled bar thinner than this is a ruling line
SAME_COLUMN = 5.0  # how far the columns of a table may move from page to page
CORRIDOR = 9.0  # the least white between two columns of text
MARGIN_ZONE = 0.12  # share of the page at top and bottom where page numbers and running titles stand
SPACE, SPACE_WHERE_SPACES_ARE_SET = 0.15, 0.45  # a gap of so many font sizes parts words
FEWEST_LETTERS = 40  # a page with fewer is a picture where it has one
BULLET = re.compile(r"^[-–—+•*●▪■◦\uf0b7\uf02d]\s*\S")
NUMBERED = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.\d{1,2})+|[IVXLC]{1,6}[.)-]|[a-zđA-ZĐ][.)])(?:\s|$)"
)
ENDED = re.compile(r"[.;:!?…]$|\.{3}$")
PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:trang|page)?\s*\d{1,4}\s*(?:/\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)
_GLUED = re.compile(r"\S[-/]$")
_CID = re.compile(r"\(cid:\d+\)")


@dataclass(slots=True)
class Letter:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    coding: str = ""


@dataclass(slots=True)
class Segment:
    """Letters that stand on one line without a wide gap."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first_word: float  # width of the first word
    bold: bool = False
    page: int = 0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Box:
    """A cell: where it stands on the grid of its table, and its text."""

    text: str
    start: int
    width: int
    row: int
    height: int
    lines: list[Segment] = field(default_factory=list)
    room: float = 0.0


@dataclass
class Grid:
    """The part of a table that stands on one page: edges of its columns, how many rows, and its cells."""

    page: int
    edges: list[float]
    rows: int
    boxes: list[Box]
    top: float
    bottom: float


@dataclass
class Page:
    number: int
    width: float
    height: float
    parts: list[Any] = field(default_factory=list)  # Segment, Grid, or Side by top
    letters: int = 0
    unknown: int = 0  # letters whose font does not say what they are
    picture: bool = False


@dataclass
class Side:
    """Two columns of text beside each other, as in a letterhead."""

    left: list[Segment]
    right: list[Segment]
    top: float
    page: int = 0


# a page


def page_of(page: Any, number: int) -> Page:
    """What stands on a page of pdfplumber."""
    letters, sideways = _letters(page.chars)
    result = Page(number, float(page.width), float(page.height), letters=len(letters) + len(sideways))
    result.unknown = sum(bool(_CID.match(letter.text)) for letter in letters)
    area = result.width * result.height
    result.picture = any(
        (image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) > 0.6 * area for image in page.images
    )
    grids = []
    for xs, ys, cells in _ruled(page):
        grid, letters, sideways = _filled(number, xs, ys, cells, letters, sideways)
        if grid is not None:
            grids.append(grid)
    segments = segments_of(letters, number)
    result.parts = sorted([*_beside(segments), *grids], key=lambda part: part.top)
    return result


def _letters(chars: Iterable[dict]) -> tuple[list[Letter], list[Letter]]:
    """Upright letters, and those written upwards or downwards, turned; accents joined, doubles dropped."""
    upright: list[Letter] = []
    sideways: list[Letter] = []
    seen: set[tuple] = set()
    for char in chars:
        text = char["text"]
        if not text or text == "\x00":
            continue
        x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
        key = (text, round(x0 * 2), round(top * 2))
        if text != " " and key in seen:  # printed twice to look bold
            continue
        seen.add(key)
        font = str(char.get("fontname") or "")
        if char.get("upright", True):
            into = upright
        else:
            into = sideways
            upwards = (char.get("matrix") or (0, 1))[1] > 0
            x0, x1, top, bottom = (-bottom, -top, x0, x1) if upwards else (top, bottom, -x1, -x0)
        if into and unicodedata.combining(text[0]):
            base = into[-1]
            base.text, base.x1 = base.text + text, max(base.x1, x1)
            continue
        size = float(char.get("size") or bottom - top)
        into.append(
            Letter(text, x0, x1, top, bottom, size, "bold" in font.lower(), legacy_text.of_font(font))
        )
    return upright, sideways


def _rows_of(letters: list[Letter]) -> list[list[Letter]]:
    """Letters by the line they stand on, from the top, each from left to right."""
    rows: list[list[Letter]] = []
    middle = 0.0
    for letter in sorted(letters, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        at = (letter.top + letter.bottom) / 2
        reach = 0.35 * min(letter.size, rows[-1][0].size) if rows else 0
        if rows and at - middle <= max(reach, 1.0):
            rows[-1].append(letter)
            middle += (at - middle) / len(rows[-1])
        else:
            rows.append([letter])
            middle = at
    for row in rows:
        row.sort(key=lambda one: one.x0)
    return rows


def segments_of(letters: list[Letter], page: int = 0, *, split: bool = True) -> list[Segment]:
    """Lines from the top, with `split` cut where a wide gap shows two columns."""
    found: list[Segment] = []
    for row in _rows_of(letters):
        set_apart = sum(letter.text.isspace() for letter in row) * 14 >= len(row)
        part: list[Letter] = []
        for letter in row:
            if part and split:
                last = next((one for one in reversed(part) if not one.text.isspace()), part[-1])
                if letter.x0 - last.x1 > max(CORRIDOR, 0.9 * letter.size) and not letter.text.isspace():
                    found.extend(_segment(part, page, set_apart))
                    part = []
            part.append(letter)
        found.extend(_segment(part, page, set_apart))
    return found


def _segment(letters: list[Letter], page: int, set_apart: bool) -> Iterator[Segment]:
    while letters and letters[0].text.isspace():
        letters = letters[1:]
    while letters and letters[-1].text.isspace():
        letters = letters[:-1]
    if not letters:
        return
    pieces: list[tuple[str, str]] = []
    before: Letter | None = None
    first_end = 0.0
    for letter in letters:
        gap = SPACE_WHERE_SPACES_ARE_SET if set_apart else SPACE
        if before is not None and letter.text != " " and before.text != " ":
            if letter.x0 - before.x1 > gap * letter.size:
                pieces.append((before.coding, " "))
                first_end = first_end or before.x1
        elif before is not None and letter.text == " ":
            first_end = first_end or before.x1
        pieces.append((letter.coding, letter.text))
        before = letter
    text = legacy_text.held(legacy_text.joined(pieces))
    if not text:
        return
    sizes = Counter(round(letter.size, 1) for letter in letters if letter.text.strip())
    yield Segment(
        " ".join(text.split()),
        letters[0].x0,
        letters[-1].x1,
        min(letter.top for letter in letters),
        max(letter.bottom for letter in letters),
        sizes.most_common(1)[0][0],
        (first_end or letters[-1].x1) - letters[0].x0,
        letters[0].bold,
        page,
    )


# two columns beside each other


def _beside(segments: list[Segment]) -> list[Segment | Side]:
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
        side, after = _side_at(rows, index)
        if side is not None:
            found.append(side)
            index = after
            continue
        found.extend(_one_line(rows[index]))
        index += 1
    return found


def _one_line(row: list[Segment]) -> list[Segment]:
    """A row that only looked parted is one line again."""
    row = sorted(row, key=lambda one: one.x0)
    if len(row) == 1:
        return row
    first, last = row[0], row[-1]
    return [
        Segment(
            " ".join(one.text for one in row),
            first.x0,
            last.x1,
            min(one.top for one in row),
            max(one.bottom for one in row),
            first.size,
            first.first_word,
            first.bold,
            first.page,
        )
    ]


def _side_at(rows: list[list[Segment]], index: int) -> tuple[Side | None, int]:
    """Two columns that begin at this row, and the row after them; None where one of less than two rows is found."""
    if len(rows[index]) != 2:
        return None, index
    left, right = sorted(rows[index], key=lambda one: one.x0)
    lefts, rights = [left], [right]
    white = (left.x1, right.x0)
    both, end = 1, index + 1
    bottom = max(left.bottom, right.bottom)
    for at in range(index + 1, len(rows)):
        row = sorted(rows[at], key=lambda one: one.x0)
        if row[0].top - bottom > 2.2 * row[0].size or len(row) > 2:
            break
        if len(row) == 2:
            narrower = (max(white[0], row[0].x1), min(white[1], row[1].x0))
            if narrower[1] - narrower[0] < CORRIDOR:
                break
            white = narrower
            lefts.append(row[0])
            rights.append(row[1])
            both += 1
        else:
            [one] = row
            column = lefts if one.x1 <= white[1] - CORRIDOR / 2 else rights
            if column is rights and one.x0 < white[0] + CORRIDOR / 2:
                break
            if not _belongs(one, column):
                break
            white = (
                (max(white[0], one.x1), white[1]) if column is lefts else (white[0], min(white[1], one.x0))
            )
            if white[1] - white[0] < CORRIDOR:
                break
            column.append(one)
        bottom = max(one.bottom for one in row)
        end = at + 1
    if both < 2 and len(lefts) + len(rights) < 4:
        return None, index
    return Side(lefts, rights, min(left.top, right.top), left.page), end


def _belongs(one: Segment, column: list[Segment]) -> bool:
    """Whether a line alone in its row goes on with a column: on the same axis or the same left edge."""
    same_edge = sum(abs(one.x0 - other.x0) < 4 for other in column)
    return same_edge >= min(2, len(column)) or any(abs(one.middle - other.middle) < 12 for other in column)


# tables


@dataclass(slots=True)
class Rule:
    """A ruling line: `at` is where it lies across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


class TooMuch(Exception):
    """A page with more lines or cells than any table has."""


MOST_RULES = 6_000
MOST_CELLS = 40_000


def _ruled(page: Any) -> list[tuple[list[float], list[float], list[tuple[int, int, int, int]]]]:
    """Every ruled table of a page: edges of columns, edges of rows, and cells as (column, row, width, height)."""
    upright, level = _rules(page)
    found = []
    for ups, flats in _joined_rules(upright, level):
        if not ups or len(flats) < 2:
            continue
        xs, ys = _edges(ups, flats), _edges(flats, ups)
        if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
            continue
        cells = _cells(xs, ys, ups, flats)
        if len(cells) > 1:
            found.append((xs, ys, cells))
    return found


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """Upright and level ruling lines: lines, thin bars, frames of rectangles; broken ones made whole."""
    upright: list[Rule] = []
    level: list[Rule] = []

    def add(x0: float, top: float, x1: float, bottom: float) -> None:
        if x1 - x0 <= THIN < bottom - top:
            upright.append(Rule((x0 + x1) / 2, top, bottom))
        elif bottom - top <= THIN < x1 - x0:
            level.append(Rule((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= THIN and bottom - top <= THIN:  # a dot of a dotted line, or a corner
            upright.append(Rule((x0 + x1) / 2, top, bottom))
            level.append(Rule((top + bottom) / 2, x0, x1))

    for thing in (*page.lines, *page.rects, *page.curves):
        x0, top, x1, bottom = thing["x0"], thing["top"], thing["x1"], thing["bottom"]
        if x1 - x0 <= THIN or bottom - top <= THIN:
            add(x0, top, x1, bottom)
        elif thing["object_type"] == "rect" and thing.get("stroke"):
            for side in (
                (x0, top, x0, bottom),
                (x1, top, x1, bottom),
                (x0, top, x1, top),
                (x0, bottom, x1, bottom),
            ):
                add(*side)
    return _whole_rules(upright), _whole_rules(level)


def _whole_rules(rules: list[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch are one; what stays shorter than a letter is none."""
    if len(rules) > MOST_RULES * 10:
        raise TooMuch
    whole: list[Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        for rule in sorted(group, key=lambda one: one.start):
            if whole and whole[-1].at == at and rule.start <= whole[-1].end + SNAP:
                whole[-1].end = max(whole[-1].end, rule.end)
            else:
                whole.append(Rule(at, rule.start, rule.end))
    whole = [rule for rule in whole if rule.end - rule.start > 2 * SNAP]
    if len(whole) > MOST_RULES:
        raise TooMuch
    return whole


def _clusters(rules: list[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if groups and rule.at - groups[-1][-1].at <= SNAP and rule.at - groups[-1][0].at <= 2 * SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _joined_rules(upright: list[Rule], level: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet belong to one table."""
    owner = list(range(len(upright) + len(level)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for index, up in enumerate(upright):
        for other, flat in enumerate(level, start=len(upright)):
            if flat.start - SNAP <= up.at <= flat.end + SNAP and up.start - SNAP <= flat.at <= up.end + SNAP:
                owner[root(other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(owner)):
        ups, flats = groups.setdefault(root(index), ([], []))
        if index < len(upright):
            ups.append(upright[index])
        else:
            flats.append(level[index - len(upright)])
    return sorted(groups.values(), key=lambda group: min((rule.at for rule in group[1]), default=0.0))


def _edges(rules: list[Rule], across: list[Rule]) -> list[float]:
    """Where a table is divided; sides left open are where the rules across them end."""
    edges = sorted({rule.at for rule in rules})
    first, last = min(rule.start for rule in across), max(rule.end for rule in across)
    if edges and first < edges[0] - 4 * SNAP:
        edges.insert(0, first)
    if edges and last > edges[-1] + 4 * SNAP:
        edges.append(last)
    merged: list[float] = []
    for edge in edges:
        if not merged or edge - merged[-1] > SNAP:
            merged.append(edge)
    return merged


def _cells(
    xs: list[float], ys: list[float], upright: list[Rule], level: list[Rule]
) -> list[tuple[int, int, int, int]]:
    """The cells between the rules, as (column, row, width, height), row by row."""
    columns, rows = len(xs) - 1, len(ys) - 1
    walls = _covered(xs, ys, upright)
    floors = _covered(ys, xs, level)
    owner = list(range(columns * rows))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in walls:
                owner[root(here + 1)] = root(here)
            if row + 1 < rows and (row + 1, column) not in floors:
                owner[root(here + columns)] = root(here)
    regions: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            regions.setdefault(root(row * columns + column), []).append((row, column))
    cells: list[tuple[int, int, int, int]] = []
    for region in regions.values():
        top, bottom = region[0][0], region[-1][0]
        left, right = min(column for _row, column in region), max(column for _row, column in region)
        if len(region) == (bottom - top + 1) * (right - left + 1):
            cells.append((left, top, right - left + 1, bottom - top + 1))
        else:  # no rectangle: a piece of line is missing, every row of it stands for itself
            cells.extend(_runs(region))
    return sorted(cells, key=lambda cell: (cell[1], cell[0]))


def _runs(region: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    start = before = None
    for row, column in region:
        if before is not None and (row, column) == (before[0], before[1] + 1):
            before = (row, column)
            continue
        if start is not None and before is not None:
            yield start[1], start[0], before[1] - start[1] + 1, 1
        start = before = (row, column)
    if start is not None and before is not None:
        yield start[1], start[0], before[1] - start[1] + 1, 1


def _covered(edges: list[float], across: list[float], rules: list[Rule]) -> set[tuple[int, int]]:
    """Pieces of edges that a rule draws: (edge, which piece between two edges across)."""
    drawn: set[tuple[int, int]] = set()
    for rule in rules:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - rule.at))
        for piece in range(len(across) - 1):
            begin, end = across[piece], across[piece + 1]
            if min(end, rule.end) - max(begin, rule.start) > 0.6 * (end - begin):
                drawn.add((edge, piece))
    return drawn


def _filled(
    number: int,
    xs: list[float],
    ys: list[float],
    cells: list[tuple[int, int, int, int]],
    letters: list[Letter],
    sideways: list[Letter],
) -> tuple[Grid | None, list[Letter], list[Letter]]:
    """A table with its letters, and the letters that are not in it; no table where only one cell has any."""
    place: dict[tuple[int, int], int] = {}
    for index, (column, row, width, height) in enumerate(cells):
        for across in range(column, column + width):
            for down in range(row, row + height):
                place[across, down] = index
    inside: dict[int, list[Letter]] = {}
    turned: dict[int, list[Letter]] = {}
    rest, rest_sideways = [], []
    for letter in letters:
        index = place.get(_at(xs, ys, (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2))
        (rest if index is None else inside.setdefault(index, [])).append(letter)
    for letter in sideways:
        x, y = (letter.top + letter.bottom) / 2, -(letter.x0 + letter.x1) / 2
        index = place.get(_at(xs, ys, abs(x), abs(y)))
        (rest_sideways if index is None else turned.setdefault(index, [])).append(letter)
    used = {*(index for index, found in inside.items() if any(one.text.strip() for one in found)), *turned}
    if len(used) < 2 and len(xs) < 4:  # a frame around text, not the rest of a table's row
        return None, letters, sideways
    boxes = []
    for index, (column, row, width, height) in enumerate(cells):
        lines = segments_of(inside.get(index, []), number, split=False)
        lines += segments_of(turned.get(index, []), number, split=False)
        boxes.append(Box("", column, width, row, height, lines, xs[column + width] - xs[column]))
    pad = _padding(boxes, xs)
    for box in boxes:
        box.room -= 2 * pad
        box.text = unwrapped(box.lines, box.room)
    return Grid(number, xs, len(ys) - 1, boxes, ys[0], ys[-1]), rest, rest_sideways


def _at(xs: list[float], ys: list[float], x: float, y: float) -> tuple[int, int]:
    return (
        (bisect_right(xs, x) - 1 if x < xs[-1] else len(xs)),
        (bisect_right(ys, y) - 1 if y < ys[-1] else len(ys)),
    )


def _padding(boxes: list[Box], xs: list[float]) -> float:
    """The white at both sides of a cell's text, the least found in the table."""
    gaps = [
        min(line.x0 - xs[box.start], xs[box.start + box.width] - line.x1)
        for box in boxes
        for line in box.lines
        if line.x0 >= 0
    ]
    return min(max(min(gaps, default=2.0), 0.5), 7.0)


# lines into paragraphs


def goes_on(line: Segment, after: Segment, room: float) -> bool:
    """Whether a line was broken only because the next word had no place in `room` points."""
    space = 0.28 * after.size
    return line.x1 - line.x0 + space + after.first_word > room - 0.35 * after.size


def glue(text: str, after: str) -> str:
    """Two lines of one paragraph as one: a word broken behind its hyphen or stroke gets no blank."""
    return f"{text}{after}" if _GLUED.search(text) and after[:1].isalnum() else f"{text} {after}"


def unwrapped(lines: Sequence[Segment], room: float) -> str:
    """The lines of a cell with only those breaks left that the writer meant."""
    text = ""
    before: Segment | None = None
    for line in lines:
        if before is None:
            text = line.text
        elif _opens(before, line, room):
            text += "\n" + line.text
        elif _inside_a_word(before, line, room):
            text += line.text
        elif goes_on(before, line, room) or line.text[:1].islower():
            text = glue(text, line.text)
        else:
            text += "\n" + line.text
        before = line
    return text


def _opens(before: Segment, line: Segment, room: float) -> bool:
    """Whether a line of a cell begins an item of a list."""
    if _begins(line.text) and (ENDED.search(before.text) or not goes_on(before, line, room)):
        return True
    return bool(BULLET.match(line.text)) and not re.match(r"[-–—+]\s+[a-zà-ỹ]", line.text)


def _inside_a_word(line: Segment, after: Segment, room: float) -> bool:
    """Whether a word or number too long for its narrow cell was broken where the cell ended."""
    last, first = line.text.rsplit(" ", 1)[-1], after.text.split(" ", 1)[0]
    if not (last[-1:].isdigit() and first[:1].isdigit()):
        return False
    letter = (line.x1 - line.x0) / len(line.text)
    return (len(last) + len(first)) * letter > room > len(last) * letter > 0.8 * room


def _begins(text: str) -> bool:
    """A number or a bullet, as at the beginning of a paragraph."""
    return bool(BULLET.match(text) or NUMBERED.match(text))


# the whole document


class Assembler:
    """Takes pages in order and gives blocks: paragraphs and tables that may reach over several pages."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def add(self, page: Page) -> None:
        self.pages.append(page)

    def blocks(self) -> list[dict[str, Any]]:
        """Blocks as plain data: {"text", "where"} or {"where", "cells", "rows"}; remarks stand in `remarks`."""
        self.remarks: list[tuple[str, str, str]] = []
        _without_running_titles(self.pages)
        margins = _margins(self.pages)
        found: list[dict[str, Any]] = []
        tables = 0
        open_table: _Whole | None = None
        paragraph: list[Segment] = []
        counts: Counter[int] = Counter()

        def close_paragraph() -> None:
            if paragraph:
                page = paragraph[0].page
                counts[page] += 1
                text = paragraph[0].text
                for line in paragraph[1:]:
                    text = glue(text, line.text)
                found.append({"text": text, "where": f"trang {page}, đoạn {counts[page]}"})
                paragraph.clear()

        for page in self.pages:
            left, right = margins.get(round(page.width), (0.0, page.width))
            for part in page.parts:
                if isinstance(part, Grid):
                    if open_table is not None and not paragraph and open_table.takes(part):
                        open_table.add(part)
                        continue
                    close_paragraph()
                    tables += 1
                    open_table = _Whole(tables, part)
                    found.append(open_table.data)
                    continue
                open_table = None
                if isinstance(part, Side):
                    close_paragraph()
                    tables += 1
                    found.append(_side_table(part, tables))
                elif paragraph and _same_paragraph(paragraph, part, left, right, self.pitch):
                    paragraph.append(part)
                else:
                    close_paragraph()
                    paragraph.append(part)
        close_paragraph()
        return found

    @property
    def pitch(self) -> float:
        """The usual distance of two lines of running text, in points."""
        steps: Counter[float] = Counter()
        for page in self.pages:
            lines = [part for part in page.parts if isinstance(part, Segment)]
            for one, two in pairwise(lines):
                if 0 < two.top - one.top < 3 * one.size:
                    steps[round((two.top - one.top) * 2) / 2] += 1
        return steps.most_common(1)[0][0] if steps else 0.0


def _without_running_titles(pages: list[Page]) -> None:
    """Take page numbers and what stands at the same place of most pages out of the margins."""
    candidates: dict[tuple[str, int], list[tuple[Page, Segment]]] = {}
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, Segment)]
        outer = [line for line in lines if not _inside(line, page)]
        for line in outer:
            if PAGE_NUMBER.match(line.text):
                page.parts.remove(line)
            else:
                key = re.sub(r"\d+", "#", line.text), round(line.top / 4)
                candidates.setdefault(key, []).append((page, line))
    for seen in candidates.values():
        if len(seen) >= 3 and len(seen) * 2 >= len(pages):
            for page, line in seen:
                page.parts.remove(line)


def _inside(line: Segment, page: Page) -> bool:
    zone = MARGIN_ZONE * page.height
    return zone < line.top and line.bottom < page.height - zone


def _margins(pages: list[Page]) -> dict[int, tuple[float, float]]:
    """Left and right margins of running text, by the width of the page."""
    lines: dict[int, list[Segment]] = {}
    for page in pages:
        lines.setdefault(round(page.width), []).extend(p for p in page.parts if isinstance(p, Segment))
    return {
        width: (
            _usual(min, [line.x0 for line in found], -1),
            _usual(max, [line.x1 for line in found], 1),
        )
        for width, found in lines.items()
        if found
    }


def _usual(extreme: Any, values: list[float], sign: int) -> float:
    """The outermost value that at least a twentieth of the lines share within two points."""
    ordered = sorted(values, reverse=sign > 0)
    need = max(2, len(ordered) // 20)
    for value in ordered:
        if sum(abs(value - other) <= 2 for other in ordered) >= need:
            return value
    return extreme(values)


def _same_paragraph(paragraph: list[Segment], line: Segment, left: float, right: float, pitch: float) -> bool:
    first, before = paragraph[0], paragraph[-1]
    if abs(line.size - before.size) > 1.2:
        return False
    if line.page == before.page and line.top - before.top > max(pitch + 3.5, 1.25 * pitch):
        return False
    centre = (left + right) / 2
    centred = all(abs(one.middle - centre) < 8 for one in (before, line))
    if centred and min(first.x0, line.x0) - left > 12:
        return line.bold == before.bold and goes_on(before, line, right - left) and not _begins(line.text)
    indent = before.x0 - left
    full = goes_on(before, line, right - left - indent)
    if not full:
        return False
    if _begins(line.text) and (ENDED.search(before.text) or line.x0 > left + 8 or BULLET.match(line.text)):
        return line.text[:1].islower() and not NUMBERED.match(line.text)
    body = paragraph[1].x0 if len(paragraph) > 1 else None
    if body is None:
        return line.x0 <= first.x0 + 8 or (_begins(first.text) and line.x0 < first.x0 + 60)
    return abs(line.x0 - body) <= 8 or (line.page != before.page and line.x0 <= body + 8)


def _side_table(side: Side, number: int) -> dict[str, Any]:
    """Two columns beside each other as a table of one row."""
    where = f"trang {side.page}, bảng {number}"
    cells = [[_column_text(column), at, 1, 0] for at, column in enumerate((side.left, side.right))]
    return {"where": where, "cells": cells, "rows": [[f"{where}, dòng 1", [0, 1]]]}


def _column_text(lines: list[Segment]) -> str:
    room = max(line.x1 - line.x0 for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        alike = before.bold == line.bold and before.text.isupper() and line.text.isupper()
        text = glue(text, line.text) if alike and goes_on(before, line, room) else f"{text}\n{line.text}"
    return text


class _Whole:
    """A table put together from its parts on several pages."""

    def __init__(self, number: int, grid: Grid) -> None:
        self.number = number
        self.edges = list(grid.edges)
        self.data: dict[str, Any] = {"where": f"trang {grid.page}, bảng {number}", "cells": [], "rows": []}
        self.lines: dict[int, tuple[Segment, float]] = {}  # cell → its last line, and the room it had
        self.tall: set[int] = set()  # cells that reach over several rows
        self.joined: list[str] = []
        self.add(grid)

    @property
    def cells(self) -> list[list[Any]]:
        return self.data["cells"]

    @property
    def rows(self) -> list[list[Any]]:
        return self.data["rows"]

    def takes(self, grid: Grid) -> bool:
        """Whether a grid at the head of the next page has the columns of this table."""
        if (
            abs(grid.edges[0] - self.edges[0]) > SAME_COLUMN
            or abs(grid.edges[-1] - self.edges[-1]) > SAME_COLUMN
        ):
            return False
        few, many = sorted((grid.edges, self.edges), key=len)
        return all(min(abs(edge - other) for other in many) <= SAME_COLUMN for edge in few)

    def add(self, grid: Grid) -> None:
        """Add the rows of a grid, without its repeated heading, its cut row joined to the row it goes on with."""
        at = self._placed(grid.edges)
        boxes: dict[int, list[Box]] = {}
        for box in grid.boxes:
            boxes.setdefault(box.row, []).append(box)
        index_of: dict[int, int] = {}
        first = self._repeated(boxes, grid.rows) if self.rows else 0
        last_row = self.rows[-1] if self.rows else None
        open_rows: list[list[int]] = [[] for _ in range(grid.rows)]
        for box in grid.boxes:
            if box.row + box.height <= first:
                continue
            start, width = at[box.start], at[box.start + box.width] - at[box.start]
            known = self._over_the_break(box, start, width, first, last_row)
            if known is None:
                known = len(self.cells)
                self.cells.append([box.text, start, width, 0])
                if box.lines:
                    self.lines[known] = (box.lines[-1], box.room)
                if box.height > 1:
                    self.tall.add(known)
            index_of[id(box)] = known
            for row in range(max(box.row, first), box.row + box.height):
                open_rows[row].append(known)
        begun = {index for _where, cells in self.rows for index in cells}
        start_at = first
        if last_row is not None and first < grid.rows and self._cut(boxes.get(first, []), index_of, last_row):
            self._join(boxes[first], index_of, last_row)
            self.joined.append(last_row[0])
            start_at = first + 1
        for row in range(start_at, grid.rows):
            cells = sorted(set(open_rows[row]), key=lambda index: self.cells[index][1])
            if not cells:
                continue
            for index in cells:
                if index not in begun:
                    begun.add(index)
                    self.cells[index][3] = len(self.rows)
            self.rows.append([f"trang {grid.page}, bảng {self.number}, dòng {row + 1}", cells])

    def _placed(self, edges: list[float]) -> dict[int, int]:
        """Index of every edge of a part among the edges of the whole; new edges are let in, and cells moved over."""
        for edge in edges:
            if all(abs(edge - known) > SAME_COLUMN for known in self.edges):
                at = bisect_right(self.edges, edge)
                self.edges.insert(at, edge)
                for cell in self.cells:
                    if cell[1] >= at:
                        cell[1] += 1
                    elif cell[1] + cell[2] >= at:
                        cell[2] += 1
        return {
            index: min(range(len(self.edges)), key=lambda known: abs(self.edges[known] - edge))
            for index, edge in enumerate(edges)
        }

    def _repeated(self, boxes: dict[int, list[Box]], rows: int) -> int:
        """How many rows at the head of a part only repeat the head of the table."""
        count = 0
        for row in range(min(rows, len(self.rows), 4)):
            here = [box.text for box in boxes.get(row, []) if box.text]
            there = [self.cells[index][0] for index in self.rows[row][1] if self.cells[index][3] == row]
            if [text for text in there if text] != here or not (here or count):
                break
            count += 1
        return count if count and sum(bool(box.text) for box in boxes.get(0, [])) > 1 else 0

    def _over_the_break(
        self, box: Box, start: int, width: int, first: int, last_row: list[Any] | None
    ) -> int | None:
        """The cell above the break that an empty cell is the rest of."""
        if last_row is None or box.row != first or box.text:
            return None
        for index in last_row[1]:
            text, begin, wide, _row = self.cells[index]
            if (begin, wide) == (start, width) and text and (index in self.tall or box.height > 1):
                return index
        return None

    def _cut(self, boxes: list[Box], index_of: dict[int, int], last_row: list[Any]) -> bool:
        """Whether a row is the rest of the row above the page break: nothing in its first column, all texts go on."""
        texts = [box for box in boxes if box.text]
        if not texts or not boxes or boxes[0].text or boxes[0].start or any(box.height > 1 for box in texts):
            return False
        above = {self.cells[index][1]: index for index in last_row[1]}
        first = above.get(0)
        if first is None or not self.cells[first][0] or len(above) < 3:
            return False
        for box in texts:
            start = self.cells[index_of[id(box)]][1]
            index = above.get(start)
            if (
                index is None
                or index not in self.lines
                or self.cells[index][2] != self.cells[index_of[id(box)]][2]
            ):
                return False
            line, room = self.lines[index]
            head = box.lines[0]
            if _begins(head.text) and ENDED.search(line.text):
                continue
            if not head.text[:1].islower() and not goes_on(line, head, room):
                return False
        return True

    def _join(self, boxes: list[Box], index_of: dict[int, int], last_row: list[Any]) -> None:
        above = {self.cells[index][1]: index for index in last_row[1]}
        for box in boxes:
            if not box.text:
                continue
            index = above[self.cells[index_of[id(box)]][1]]
            meant = _begins(box.text) and ENDED.search(self.cells[index][0])
            text = self.cells[index][0]
            self.cells[index][0] = f"{text}\n{box.text}" if meant else glue(text, box.text)
            self.lines[index] = (box.lines[-1], box.room)
