"""A row of a draft as it stands: frozen, with what is printed, what was understood, what is doubted and decided."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from common.intake.kinds import ERROR, NOTE, SKIPPED, WARNING, JsonMap, PrintedCell, Remark

GROUP = "group"
# What a kind has understood of a row, as the exported object words it: each kind names the fields of its own.
Item = JsonMap
# What was typed, by field: texts, and lists of texts where a field is a small table.
Typed = JsonMap


class Stored(Protocol):
    """A row as a draft keeps it."""

    position: int
    kind: str
    printed: JsonMap
    parsed: JsonMap
    problems: Sequence[JsonMap]
    decision: JsonMap


@dataclass(frozen=True)
class Doubt:
    """A sentence about a value: `field` names the value, `proposal` what it could be set to, `key` the doubt itself.

    One that was accepted is settled: the value stays as printed. Errors are never accepted.
    """

    severity: str
    message: str
    field: str = ""
    proposal: JsonMap | None = None
    where: str = ""
    section: str = ""
    key: str = ""
    accepted: bool = False

    @classmethod
    def of(cls, problem: JsonMap, accepted: frozenset[str]) -> "Doubt":
        """A stored problem, settled where its key is among the accepted ones."""
        about, message = problem.get("field") or "", problem["message"]
        key = hashlib.sha256(f"{about}|{message}".encode()).hexdigest()[:12]
        return cls(
            severity=problem["severity"],
            message=message,
            field=about,
            proposal=problem.get("proposal"),
            where=problem.get("where") or "",
            section=problem.get("section") or "",
            key=key,
            accepted=key in accepted and problem["severity"] != ERROR,
        )


@dataclass(frozen=True)
class Decision:
    """What an officer has said of a row. `kind` and `parent` are None where he has not."""

    kind: str | None = None
    typed: Typed = field(default_factory=dict)
    parent: str | None = None
    joined: bool = False
    accepted: frozenset[str] = frozenset()
    parts: tuple["Decision", ...] = ()

    @classmethod
    def of(cls, stored: JsonMap | None) -> "Decision":
        stored = stored or {}
        return cls(
            stored.get("kind") or None,
            dict(stored.get("set") or {}),
            stored.get("parent"),
            bool(stored.get("joined")),
            frozenset(stored.get("accepted") or ()),
            tuple(cls.of(part) for part in stored.get("parts") or ()),
        )

    def __bool__(self) -> bool:
        return self != Decision()

    @property
    def code(self) -> str:
        """The code that was typed, '' for none."""
        return str(self.typed.get("code") or "")


@dataclass(frozen=True)
class Piece:
    """One row of the preview: its place, what it is, its exported row, what is printed, what is doubted.

    `section` is the tree it stands in, '' for none; `read_as` the one it was read into, with the code and the parent
    it had there. `reason` is why it was read so, `why` why it becomes nothing. A `proposed` row counts once the officer
    takes it. `into` is the key of the row it was joined to, `joined` are the keys of those joined to it.
    """

    key: str
    position: int
    block: int
    where: str
    kind: str
    section: str
    item: Item
    cells: tuple[PrintedCell, ...]
    problems: tuple[Doubt, ...]
    own: Decision = Decision()
    read_as: str = ""
    printed_code: str = ""
    printed_parent: str = ""
    why: str = ""
    reason: str = ""
    proposed: bool = False
    dropped: bool = False
    into: str = ""
    parent_key: str = ""
    joined: tuple[str, ...] = ()

    @property
    def lives(self) -> bool:
        """Whether it becomes something when the draft is confirmed."""
        return self.kind != SKIPPED and not self.dropped and not self.into

    @property
    def is_part(self) -> bool:
        """Whether it was cut off another row."""
        return "-" in self.key

    @property
    def cut_from(self) -> str:
        """The key of the row itself, or of the one it was cut off."""
        return self.key.partition("-")[0]

    @property
    def code(self) -> str:
        return self.item.get("code", "")

    @property
    def name(self) -> str:
        return self.item.get("name", "")

    @property
    def open_problems(self) -> list[Doubt]:
        """What is still doubted: accepted ones are settled."""
        return [problem for problem in self.problems if not problem.accepted]

    @property
    def severity(self) -> str:
        """The gravest open doubt, '' for none."""
        found = {problem.severity for problem in self.open_problems} if self.lives else set()
        return next((severity for severity in (ERROR, WARNING, NOTE) if severity in found), "")

    @property
    def longest(self) -> str:
        """The longest text it prints: its name, where nothing says which is."""
        return max((cell.text for cell in self.cells), key=len, default="")

    @property
    def printed(self) -> list[PrintedCell]:
        return list(self.cells)

    def saying(self, remarks: Iterable[Remark]) -> "Piece":
        """The row with further doubts."""
        more = (Doubt.of(remark._asdict(), self.own.accepted) for remark in remarks)
        return replace(self, problems=(*self.problems, *more))

    def without(self, fields: Iterable[str]) -> "Piece":
        """The row without its doubts about these fields."""
        gone = set(fields)
        return replace(self, problems=tuple(one for one in self.problems if one.field not in gone))


def cells_of(printed: JsonMap) -> tuple[PrintedCell, ...]:
    """The printed cells of a stored row."""
    return tuple(PrintedCell.from_stored(cell) for cell in printed.get("cells") or ())
