"""Kinds: what applications can recognise in a document. The engine knows nothing else of them.

An application adds its kinds to a profile (`profiles.add`) when it is ready. A kind claims parts of a document, makes
rows of what it got, says what is doubtful, lets an officer put it right and, when the draft is confirmed, puts its rows
where they belong: the steps of `Kind`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from common.intake.blocks import Document

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model

    from common.intake.drafts import Applied, Into, Record
    from common.intake.editing.effective import Drafted, Effective
    from common.intake.editing.trees import Tree
    from common.models import ImportDraft

# JSON as it is stored and exported: what stands in it is for the kind to know that has made it, by types of its own.
Json = dict[str, Any]
JsonMap = Mapping[str, Any]

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
    proposal: JsonMap | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence for the officer. Error and warning doubt the reading; a note states a fact of the document."""

    section: str
    code: str
    where: str
    severity: str
    message: str
    field: str = ""
    proposal: JsonMap | None = None

    def as_stored(self) -> Json:
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


@dataclass(frozen=True, slots=True)
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
        keys = stored.get("keys")
        return cls(
            stored["text"],
            stored.get("heading", ""),
            stored.get("field", ""),
            stored.get("where", ""),
            tuple(tuple(key) for key in keys) if keys else (),
        )


@dataclass(slots=True)
class Row:
    """One recognised row: where it stands, what is printed there, what was understood (JSON-able), what is doubted.

    `at` is its place in reading order: the index of its block in the document, and of its row or line in the block;
    `reason` says in a sentence why it was read as it was, where the file does not show it.
    """

    kind: str
    code: str
    where: str
    parent: str = ""
    printed: list[PrintedCell] = field(default_factory=list)
    parsed: Json = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    at: tuple[int, int] = (0, 0)
    reason: str = ""

    def say(self, section: str, remarks: Iterable[Remark]) -> None:
        """Add remarks as problems of this row."""
        self.problems += [Problem(section, self.code, self.where, *remark) for remark in remarks]


@dataclass(frozen=True, slots=True)
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
    kinds: Sequence["Kind"] = ()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    facts: Json = field(default_factory=dict)

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

    def to_json(self) -> Json:
        """The exported object: every kind writes its part, problems last."""
        exported: Json = {}
        for kind in self.kinds:
            kind.export(self, exported)
        exported["problems"] = [problem.as_dict() for problem in self.all_problems]
        return exported


class Kind:
    """What an application can recognise in a document, and all that happens to it until it is confirmed.

    Kinds run in the order of `order`; `title` is shown over their rows. The engine and the editor know a kind only
    through these steps, each of which may stay as it is here: recognise, parse, check and export while the document is
    read; `tree` (the fields an officer may set, reading again, presenting), `settle` and `export_decided` while the
    draft is looked at; `apply` when it is confirmed, `why_kept` and `remove` when that is taken back.
    """

    name = ""
    order = 0

    @property
    def title(self) -> str:
        return self.name

    @property
    def why_proposed(self) -> str:
        """Why a row that nobody has taken becomes nothing, where its rows are only proposed; '' where they are not."""
        return ""

    def recognise(self, document: Document) -> list[Claim]:
        """The parts of a document it believes are its own."""
        return []

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        """Rows of what it got."""
        return []

    def check(self, reading: Reading) -> None:
        """Say what is doubtful once everything is read."""

    def export(self, reading: Reading, exported: Json) -> None:
        """Write its part of the exported object."""

    def tree(self, setting: object) -> "Tree | None":
        """How its rows are edited, in the setting of the draft's profile; None where they stand in no tree."""
        return None

    def settle(self, drafted: "Drafted", found: "Effective") -> "Effective":
        """Say its own part of a draft as decided, once the trees stand."""
        return found

    def export_decided(self, found: "Effective", exported: Json) -> list[dict[str, str]]:
        """Write its part of the exported object as decided; answers with the doubts that are left of it."""
        return []

    def apply(self, draft: "ImportDraft", found: "Effective", into: "Into") -> "Applied":
        """Put what was decided where it belongs; answers with what each row of the draft has become, by position."""
        return {}

    def why_kept(self, made: "Model") -> str:
        """Why what a confirmed draft has made may not be taken back any more; '' where this kind has no reason."""
        return ""

    def remove(self, made: "Model", record: "Record", at: "dt.datetime") -> None:
        """Take away what it has applied to that; kinds are asked in reverse order. `record` is what it noted then."""
