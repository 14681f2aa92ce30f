"""Kinds: what applications can recognise in a document. The engine knows nothing else of them.

An application registers its kinds when it is ready. A kind claims parts of a document (`recognise`), makes rows of
what it got (`parse`), says what is doubtful once everything is read (`check`), writes its part of the exported object
(`export`) and, when the draft is confirmed, puts its rows where they belong (`apply`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from common.intake.blocks import Document

ERROR, WARNING, NOTE = "error", "warning", "note"
# Rows of a table that mean nothing by themselves: headings, column numbers, remarks, tables of something else.
SKIPPED = "skipped"


class Remark(NamedTuple):
    """What is to be said of a row: `field` names the value it is about, `proposal` what it could be set to.

    A proposal is {"label": a sentence for the button, "set": {field: value}}.
    """

    severity: str
    message: str
    field: str = ""
    proposal: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Problem:
    """A sentence for the officer. Error and warning doubt the reading; a note states a fact of the document."""

    section: str
    code: str
    where: str
    severity: str
    message: str
    field: str = ""
    proposal: Mapping[str, Any] | None = None

    def as_stored(self) -> dict[str, Any]:
        """With the field it is about and what is proposed, for the draft."""
        return {**self.as_dict(), "field": self.field, "proposal": self.proposal}

    def as_dict(self) -> dict[str, str]:
        """As exported."""
        return {
            "section": self.section,
            "code": self.code,
            "where": self.where,
            "severity": self.severity,
            "message": self.message,
        }


@dataclass(frozen=True)
class PrintedCell:
    """A cell as printed: what stands above it, the field it was read into ('' for none), and its place.

    Where that field takes several values, `keys` are those of the ones read from here.
    """

    text: str
    heading: str = ""
    field: str = ""
    where: str = ""
    keys: tuple[tuple[int | str | None, ...], ...] = ()

    def as_stored(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_stored(cls, stored: Mapping) -> "PrintedCell":
        """The cell as a draft keeps it; one of before `keys` were kept has none."""
        return cls(**{**stored, "keys": tuple(tuple(key) for key in stored.get("keys", ()))})


@dataclass
class Row:
    """One recognised row: where it stands, what is printed there, what was understood (JSON-able), what is doubted.

    `at` is its place in reading order: the index of its block in the document, and of its row or line in the block.
    """

    kind: str
    code: str
    where: str
    parent: str = ""
    printed: list[PrintedCell] = field(default_factory=list)
    parsed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    at: tuple[int, int] = (0, 0)

    def say(self, section: str, remarks: Iterable[Remark]) -> None:
        """Add remarks as problems of this row."""
        self.problems += [Problem(section, self.code, self.where, *remark) for remark in remarks]


@dataclass(frozen=True)
class Claim:
    """A part of the document a kind believes is its own: `part` names it, the highest score gets it."""

    part: tuple[int, int]  # (block, first row or line)
    score: float
    content: Any = None


@dataclass
class Reading:
    """A document being read. `facts` is what kinds tell each other: the first ones say what the later ones need."""

    document: Document
    register: Any = None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]

    def say(
        self,
        severity: str,
        message: str,
        *,
        section: str = "plan",
        code: str = "",
        where: str = "",
        field: str = "",
    ) -> None:
        self.problems.append(Problem(section, code, where, severity, message, field))

    @property
    def all_problems(self) -> list[Problem]:
        """What is doubted of the document, then of its rows, in reading order."""
        return [*self.problems, *(problem for row in self.rows for problem in row.problems)]

    def to_json(self) -> dict[str, Any]:
        """The exported object: every kind writes its part, problems last."""
        exported: dict[str, Any] = {}
        for kind in registered():
            kind.export(self, exported)
        exported["problems"] = [problem.as_dict() for problem in self.all_problems]
        return exported


def _nothing(*_args: Any, **_named: Any) -> None:
    """A kind that has nothing to add at this step."""


@dataclass(frozen=True)
class Kind:
    """What an application can recognise. Kinds run in the order of `order`; `title` is shown over their rows."""

    name: str
    order: int
    title: str
    recognise: Callable[[Document], list[Claim]]
    parse: Callable[[Reading, list[Claim]], list[Row]]
    check: Callable[[Reading], None] = _nothing
    export: Callable[[Reading, dict[str, Any]], None] = _nothing
    apply: Callable[..., Any] = _nothing
    template: str = ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; registering it again replaces it."""
    _kinds[kind.name] = kind


def registered() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def named(name: str) -> Kind:
    return _kinds[name]
