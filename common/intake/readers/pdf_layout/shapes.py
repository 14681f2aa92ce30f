"""What stands on a page, as pdfplumber gives it and as it is worked out: letters, lines, columns, tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypedDict

SNAP = 3.0  # lines closer than this are one


class Drawn(TypedDict):
    """Something drawn on a page."""

    object_type: str
    x0: float
    x1: float
    top: float
    bottom: float


class Char(Drawn, total=False):
    text: str
    fontname: str
    size: float
    upright: bool
    matrix: tuple[float, float, float, float, float, float]


class Stroke(Drawn, total=False):
    stroke: bool


class PdfPage(Protocol):
    """As much of a page of pdfplumber as is read."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def chars(self) -> Sequence[Char]: ...
    @property
    def images(self) -> Sequence[Drawn]: ...
    @property
    def lines(self) -> Sequence[Stroke]: ...
    @property
    def rects(self) -> Sequence[Stroke]: ...
    @property
    def curves(self) -> Sequence[Stroke]: ...


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    coding: str = ""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def blank(self) -> bool:
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands on the grid of its table: its first column and row, how many it takes."""

    column: int
    row: int
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with its text; `room` is the width its lines had."""

    text: str
    place: Place
    lines: tuple[Segment, ...]
    room: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of a table that stands on one page: edges of its columns, how many rows, and its cells row by row."""

    page: int
    edges: tuple[float, ...]
    rows: int
    boxes: tuple[Box, ...]
    top: float


@dataclass(frozen=True, slots=True)
class Side:
    """Two columns of text beside each other, as in a letterhead."""

    left: tuple[Segment, ...]
    right: tuple[Segment, ...]
    top: float
    page: int = 0


Part = Segment | Grid | Side


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    parts: tuple[Part, ...] = field(default=())  # from the top
    letters: int = 0
    unknown: int = 0  # letters whose font does not say what they are
    picture: bool = False

    @property
    def lines(self) -> list[Segment]:
        return [part for part in self.parts if isinstance(part, Segment)]
