"""Trees: how rows of a kind are edited. A kind whose rows stand in one another says so with a tree of its own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from common.intake.editing.fields import Field, Put
from common.intake.editing.pieces import Doubt, Item, Piece, Typed
from common.intake.kinds import PrintedCell


@dataclass(frozen=True)
class Fact:
    """One thing understood: its label, its value ('' for nothing), and the printed words where they differ.

    `always`: shown where it is empty too, as something to look at.
    """

    label: str
    value: str
    field: str
    printed: str = ""
    always: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a small table in a row's form, as typed; `place` counts them."""

    place: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class RowFields:
    """What a row's form shows besides its place: its words, its values, and the lines of a small table, with what
    they showed first and what is wrong with them."""

    fields: list[Field]
    values: list[Field]
    lines: list[Line] = field(default_factory=list)
    lines_was: str = ""
    lines_errors: list[Doubt] = field(default_factory=list)


class Tree:
    """The rows of one part of the exported object: groups and leaves. Applications fill in what their rows mean.

    `section` names the part, `leaf` what a row is that is no group, `leaf_words` on the screen. `nests` says that a
    leaf may stand over others. `fields` an officer may type, `text_fields` are those of them that are plain texts;
    `following` are those read anew where a text is.
    """

    section = ""
    leaf = ""
    fields: tuple[str, ...] = ()
    text_fields: tuple[str, ...] = ()
    following: Mapping[str, tuple[str, ...]] = {}
    nests = False

    @property
    def leaf_words(self) -> str:
        return self.leaf

    @property
    def proposed_words(self) -> str:
        """What a stretch of proposed rows is called."""
        return self.leaf_words

    def texts(self, item: Item) -> dict[str, str]:
        """The row's texts as they were read, by field."""
        raise NotImplementedError

    def touched(self, piece: Piece) -> set[str]:
        """The fields whose meaning has changed although nobody typed into them."""
        return set()

    def revise(self, piece: Piece, kind: str, typed: Typed, touched: set[str], *, whole: bool) -> Piece:
        """Read the row again as `kind` with what was typed: all of it (`whole`), or the fields that were touched."""
        raise NotImplementedError

    def present(self, piece: Piece) -> list[Fact]:
        """What was understood of a row, in words."""
        raise NotImplementedError

    def marked(self, field: str) -> str:
        """The field whose cells are marked where this one is doubted."""
        return field

    def cell_doubted(self, piece: Piece, cell: PrintedCell) -> bool:
        """Whether a cell is doubted by itself, whatever is said of its field."""
        return False

    def form(self, piece: Piece, put: Put, posted: Mapping[str, str] | None) -> RowFields:
        """The fields of a row's form, as it stands or as posted."""
        raise NotImplementedError

    def changed(self, posted: Mapping[str, str]) -> Typed:
        """What of a posted form was changed beside its plain fields."""
        return {}

    def meaning(self, field: str, text: str, beside: str) -> tuple[str, list[str]] | None:
        """What a text is understood as, in words, and what is doubted; None where it is none of its fields."""
        return None

    def absorb(self, into: Piece, other: Piece) -> Typed:
        """What is typed, as it were, into a row when another is joined to it."""
        raise NotImplementedError


def texts_of(piece: Piece, trees: Mapping[str, Tree]) -> dict[str, str]:
    """The row's texts by field; of a row that means nothing those of its cells."""
    if piece.item:
        return trees[piece.section].texts(piece.item)
    return texts_of_cells(piece, {name for tree in trees.values() for name in tree.text_fields})


def texts_of_cells(piece: Piece, fields: Collection[str]) -> dict[str, str]:
    """The printed texts by the field they would be read into; the longest is the name where none is."""
    found: dict[str, str] = {}
    for cell in piece.cells:
        if cell.field in fields:
            found[cell.field] = "\n".join(filter(None, (found.get(cell.field, ""), cell.text)))
    return {**found, "name": found.get("name") or piece.longest}


def joined_texts(into: Mapping[str, str], other: Mapping[str, str], fixed: set[str]) -> dict[str, str]:
    """The texts of two rows as one: a name goes on in its line, anything else in a new one; `fixed` fields stay."""
    found: dict[str, str] = {}
    for name, text in other.items():
        begun = str(into.get(name) or "")
        text = str(text or "")
        if not text or name in fixed or text == begun:
            continue
        goes_on = name == "name" and (text[:1].islower() or not begun.rstrip().endswith((".", ";", ":")))
        found[name] = (begun + (" " if goes_on else "\n") + text).strip()
    return found
