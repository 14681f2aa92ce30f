"""A line to show: what the plan prints of a duty, what its agency says of it, what was approved last, what is wrong.

Made by `line_views` of a line as it stands, or of what a sending's copy says of it; pages and papers read nothing else.
Money in VND, percent 0–100.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.models import Observation
from reporting.collection.checks import Problem
from reporting.collection.sent_copy import SentMeasure, SentProof, SentTask
from reporting.models import Evidence, TaskFact
from reporting.states import LINE_SETTLED


@dataclass(frozen=True, slots=True)
class LineProof:
    """A piece of evidence: a file, or a document by number and date. `pk`: its row, 0 in a sending's copy."""

    file: str = ""
    file_ref: str = ""
    size: int = 0
    document_no: str = ""
    document_date: dt.date | None = None
    abstract: str = ""
    pk: int = 0

    @classmethod
    def of(cls, row: Evidence) -> "LineProof":
        named = (row.file.name, row.file.ref, row.file.size) if row.file else ("", "", 0)
        return cls(*named, row.document_no, row.document_date, row.abstract, row.pk)

    @classmethod
    def sent(cls, proof: SentProof) -> "LineProof":
        return cls(proof.file, proof.file_ref, 0, proof.document_no, proof.document_date, proof.abstract)


@dataclass(frozen=True, slots=True)
class LineMoney:
    """Money of a source and budget year: planned, last approved, disbursed since 01/01 of that year. VND."""

    field: str
    source_id: int
    source: str
    year: int
    planned: Decimal | None
    last: Decimal | None
    cumulative: Decimal | None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class LastTask:
    """What was approved of a task line last."""

    period: str
    year: int
    state: str
    state_word: str
    percent: Decimal | None
    completed_on: dt.date | None
    reason: str
    result: str
    difficulty: str
    proposal: str

    @classmethod
    def of(cls, fact: TaskFact) -> "LastTask":
        return cls(
            period=fact.period.label,
            year=fact.period.to_on.year,
            state=fact.state,
            state_word=fact.get_state_display(),
            percent=fact.percent,
            completed_on=fact.completed_on,
            reason=fact.reason,
            result=fact.result,
            difficulty=fact.difficulty,
            proposal=fact.proposal,
        )


@dataclass(frozen=True, slots=True)
class LastMeasure:
    """What was observed of a measure last."""

    to_on: dt.date
    basis: str
    value: Decimal | None
    verdict: str
    source_text: str

    @classmethod
    def of(cls, row: Observation) -> "LastMeasure":
        return cls(row.to_on, row.get_basis_display(), row.value, row.verdict, row.source_text)


@dataclass(frozen=True, kw_only=True)
class LineView:
    """What task lines and measure lines share. `problems`: what stands against sending, empty for a copy."""

    pk: int
    submission: int
    code: str
    name: str
    line_state: str
    version: int
    at: dt.datetime | None
    raw: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[LineProof, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def touched(self) -> bool:
        return self.at is not None

    @property
    def blocked(self) -> bool:
        """Something stands against sending the line."""
        return any(problem.blocking for problem in self.problems)

    @property
    def settled(self) -> bool:
        """Nothing stands against sending this line."""
        return self.line_state in LINE_SETTLED and not self.blocked


@dataclass(frozen=True, kw_only=True)
class TaskView(LineView):
    """A duty on a task: as printed in the version the period asks about, and as the agency says.

    `ends_on` is the deadline in force, `trigger_text` what it still waits for, `standing` as `plans.events` has it.
    """

    is_task = True

    task: int
    position: int
    heading: int | None
    lead_text: str
    time_text: str
    product: str
    trigger_text: str
    ends_on: dt.date | None
    standing: str
    recurring: bool
    unassigned: bool
    group: str
    cutoff_on: dt.date
    year: int
    said: SentTask
    last: LastTask | None
    money: tuple[LineMoney, ...] = ()

    @property
    def key(self) -> str:
        """The line in an address: nv-12 (nhiệm vụ)."""
        return f"nv-{self.pk}"

    @property
    def label(self) -> str:
        return self.name

    @property
    def triggered(self) -> bool:
        """A task that waits for a document and prints no deadline of its own."""
        return bool(self.trigger_text) and self.ends_on is None

    @property
    def restarts(self) -> bool:
        """A recurring task whose last approval is of an earlier year."""
        return self.recurring and self.last is not None and self.last.year != self.year

    @property
    def disbursed(self) -> Decimal | None:
        """All money of the line; None where nothing was entered."""
        amounts = [row.cumulative for row in self.money if row.cumulative is not None]
        return sum(amounts, Decimal(0)) if amounts else None


@dataclass(frozen=True, kw_only=True)
class MeasureView(LineView):
    """A duty on a measure in one scope."""

    is_task = False

    measure: int
    unit: str
    judgement: bool
    scope: str
    target_text: str
    to_on: dt.date
    said: SentMeasure
    last: LastMeasure | None

    @property
    def key(self) -> str:
        """The line in an address: ct-7 (chỉ tiêu)."""
        return f"ct-{self.pk}"

    @property
    def in_percent(self) -> bool:
        return self.unit.strip().startswith("%")

    @property
    def label(self) -> str:
        """Its name, with the scope where it is of a part."""
        return f"{self.name} – {self.scope}" if self.scope else self.name


Line = TaskView | MeasureView


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.blocking]
