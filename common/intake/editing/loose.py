"""Rows that stand in no tree, each decided by itself: the draft keeps their decisions under a name of their own.

`decisions[name]` is {position: {"set": {field: as typed}, "dropped": bool}}.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from common.intake.editing.effective import Drafted, Effective
from common.intake.editing.fields import Field, Put, changed, putting
from common.intake.editing.pieces import Decision, Doubt, Piece, Stored, cells_of
from common.intake.kinds import Json, JsonMap, Kind


def loose(row: Stored, kind: str, section: str, decisions: JsonMap) -> Piece:
    """A row as read, with what was decided on it beside; `decisions` are those of its kind."""
    said = decisions.get(str(row.position)) or {}
    own = Decision.of(said)
    printed = row.printed or {}
    return Piece(
        key=str(row.position),
        position=row.position,
        block=printed.get("block", 0),
        where=printed.get("where", ""),
        kind=kind,
        section=section,
        item=dict(row.parsed),
        cells=cells_of(printed),
        problems=tuple(Doubt.of(problem, own.accepted) for problem in row.problems),
        own=own,
        dropped=bool(said.get("dropped")),
    )


def with_item(piece: Piece, **values: object) -> Piece:
    """The row with other values."""
    return replace(piece, item={**piece.item, **values})


def merged(before: JsonMap, said: Mapping[str, JsonMap], fields: Iterable[str]) -> Json:
    """The decisions on loose rows with what was just said of them; only known fields are kept."""
    known = set(fields)
    whole = dict(before)
    for position, own in said.items():
        was = whole.get(position) or {}
        given = {name: value for name, value in (own.get("set") or {}).items() if name in known}
        whole[position] = {
            **was,
            "set": {**(was.get("set") or {}), **given},
            "dropped": own.get("dropped", was.get("dropped", False)),
        }
    return whole


@dataclass(frozen=True)
class LooseForm:
    """A loose row's part of the form: what is printed, its fields, whether it is taken. Field names begin `name`."""

    key: str
    name: str
    printed: str
    where: str
    fields: list[Field]
    kept: bool
    problems: list[Doubt]


class LooseKind(Kind):
    """A kind whose rows stand in no tree. `decided_as` names their decisions, `section` the problems' part of the
    exported object; `fields` an officer may type."""

    decided_as = ""
    section = "plan"
    fields: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What the rows are, over all of them."""
        return self.title

    @property
    def legend(self) -> str:
        """What one row is, over its fields; its number follows."""
        return self.title

    @property
    def keep_words(self) -> str:
        """What ticking a row means."""
        return self.title

    @property
    def none_words(self) -> str:
        """What is said where the document has none."""
        return ""

    @property
    def wrong_words(self) -> str:
        """What confirming waits for where a row is wrong."""
        return self.title

    def revised(self, piece: Piece) -> Piece:
        """The row with what was typed."""
        raise NotImplementedError

    def summary(self, piece: Piece) -> tuple[str, str]:
        """The row in a line: its printed words, and what was understood of them."""
        raise NotImplementedError

    def form_fields(self, piece: Piece, put: Put) -> list[Field]:
        """The fields of a row."""
        raise NotImplementedError

    def settle(self, drafted: Drafted, found: Effective) -> Effective:
        decisions = drafted.decisions.get(self.decided_as) or {}
        rows = tuple(
            self.revised(loose(row, self.name, self.section, decisions)) for row in drafted.of(self.name)
        )
        return replace(found, parts={**found.parts, self.name: rows})

    def pieces(self, found: Effective) -> tuple[Piece, ...]:
        """Its rows in a draft as decided, those that are not taken too."""
        rows = found.parts.get(self.name, ())
        return rows if isinstance(rows, tuple) else ()

    def taken(self, found: Effective) -> list[Piece]:
        """Its rows that become something."""
        return [piece for piece in self.pieces(found) if not piece.dropped]

    def forms(self, found: Effective, posted: Mapping[str, str] | None = None) -> list[LooseForm]:
        """The forms of its rows, as they stand or as posted."""
        return [self._form(piece, posted) for piece in self.pieces(found)]

    def _form(self, piece: Piece, posted: Mapping[str, str] | None) -> LooseForm:
        begin = f"{self.decided_as}-{piece.key}-"
        mine = None
        if posted is not None:
            mine = {
                key.replace(begin, "", 1): value
                for key, value in posted.items()
                if key.startswith((begin, f"was-{begin}"))
            }
        fields = self.form_fields(piece, putting(piece.problems, mine))
        for one in fields:
            one.name = f"{begin}{one.name}"
        kept = not piece.dropped if posted is None else f"{begin}keep" in posted
        printed = " ".join(cell.text for cell in piece.cells)
        return LooseForm(piece.key, begin, printed, piece.where, fields, kept, piece.open_problems)

    def changed(self, found: Effective, posted: Mapping[str, str]) -> dict[str, Json]:
        """What of a posted form the person changed: by position of the row {"set", "dropped"}."""
        stands = {piece.key: piece for piece in self.pieces(found)}
        said: dict[str, Json] = {}
        for form in self.forms(found):
            given = changed(form.fields, posted)
            dropped = f"{form.name}keep" not in posted
            if given or dropped != stands[form.key].dropped:
                typed = {name.removeprefix(form.name): value for name, value in given.items()}
                said[form.key] = {"set": typed, "dropped": dropped}
        return said
