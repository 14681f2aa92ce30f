"""What a sending says, as values that cannot change: made of the lines when they are sent, read back from its JSON.

Copies stored by earlier versions open too: what they did not keep yet is empty.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Self

from reporting.models import Evidence, MeasureEntry, MoneyEntry, Submission, TaskEntry
from reporting.states import LINE_GONE

Json = Mapping[str, object]
NUMBER = re.compile(r"-?\d+(\.\d+)?(E[+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class SentProof:
    """A piece of evidence: a file by its name, ref and checksum, or a document by number and date.

    The ref says where the file is and not what it is; early copies kept none.
    """

    file: str = ""
    file_ref: str = field(default="", compare=False)
    sha256: str = ""
    document_no: str = ""
    document_date: dt.date | None = None
    abstract: str = ""

    @classmethod
    def of(cls, row: Evidence) -> Self:
        """The evidence as it stands now."""
        named = (row.file.name, row.file.ref, row.file.sha256) if row.file else ("", "", "")
        return cls(*named, row.document_no, row.document_date, row.abstract)

    @classmethod
    def from_json(cls, row: Json) -> Self:
        return cls(
            file=_text(row, "file"),
            file_ref=_text(row, "file_ref"),
            sha256=_text(row, "sha256"),
            document_no=_text(row, "document_no"),
            document_date=_day(row, "document_date"),
            abstract=_text(row, "abstract"),
        )

    def to_json(self) -> Json:
        return {
            "file": self.file,
            "file_ref": self.file_ref,
            "sha256": self.sha256,
            "document_no": self.document_no,
            "document_date": _iso(self.document_date),
            "abstract": self.abstract,
        }


@dataclass(frozen=True, slots=True)
class SentMoney:
    """Money disbursed from a source, cumulative from 01/01 of the budget year. VND.

    `source_id` is 0 in copies that kept the source's code alone.
    """

    source: str
    year: int
    cumulative: Decimal
    source_id: int = field(default=0, compare=False)

    @classmethod
    def of(cls, row: MoneyEntry) -> Self | None:
        """The amount as it stands now; None where nothing was entered."""
        if row.cumulative is None:
            return None
        return cls(row.source.code, row.budget_year, row.cumulative, row.source_id)

    @classmethod
    def from_json(cls, row: Json) -> Self:
        return cls(
            _text(row, "source"),
            _whole(row, "year"),
            _number(row, "cumulative") or Decimal(0),
            _whole(row, "source_id"),
        )

    def to_json(self) -> Json:
        return {
            "source": self.source,
            "source_id": self.source_id,
            "year": self.year,
            "cumulative": str(self.cumulative),
        }


@dataclass(frozen=True, slots=True)
class SentTask:
    """What the agency said of one task. Percent 0–100; a line the copy does not hold says nothing."""

    entry: int
    task: int = 0
    code: str = ""
    name: str = ""
    state: str = ""
    percent: Decimal | None = None
    completed_on: dt.date | None = None
    result: str = ""
    difficulty: str = ""
    proposal: str = ""
    reason: str = ""
    not_applicable: bool = False
    trigger_answer: str = ""
    trigger_document: str = ""
    money: tuple[SentMoney, ...] = ()
    evidence: tuple[SentProof, ...] = ()

    @classmethod
    def of(cls, entry: TaskEntry) -> Self:
        """The line as it stands now (expects the prefetches of `lines_of`)."""
        return replace(
            cls.words_of(entry),
            money=tuple(filter(None, map(SentMoney.of, entry.money.all()))),
            evidence=tuple(map(SentProof.of, entry.evidence.all())),
        )

    @classmethod
    def words_of(cls, entry: TaskEntry) -> Self:
        """The line as it stands now, without its money and its evidence."""
        return cls(
            entry=entry.pk,
            task=entry.task_id,
            code=entry.task_version.code,
            name=entry.task_version.name,
            state=entry.state,
            percent=entry.percent,
            completed_on=entry.completed_on,
            result=entry.result,
            difficulty=entry.difficulty,
            proposal=entry.proposal,
            reason=entry.reason,
            not_applicable=entry.not_applicable,
            trigger_answer=entry.trigger_answer,
            trigger_document=entry.trigger_document,
        )

    @classmethod
    def from_json(cls, row: Json) -> Self:
        return cls(
            entry=_whole(row, "entry"),
            task=_whole(row, "task"),
            code=_text(row, "code"),
            name=_text(row, "name"),
            state=_text(row, "state"),
            percent=_number(row, "percent"),
            completed_on=_day(row, "completed_on"),
            result=_text(row, "result"),
            difficulty=_text(row, "difficulty"),
            proposal=_text(row, "proposal"),
            reason=_text(row, "reason"),
            not_applicable=row.get("not_applicable") is True,
            trigger_answer=_text(row, "trigger_answer"),
            trigger_document=_text(row, "trigger_document"),
            money=tuple(map(SentMoney.from_json, _rows(row, "money"))),
            evidence=tuple(map(SentProof.from_json, _rows(row, "evidence"))),
        )

    def to_json(self) -> Json:
        return {
            "entry": self.entry,
            "task": self.task,
            "code": self.code,
            "name": self.name,
            "state": self.state,
            "percent": _written(self.percent),
            "completed_on": _iso(self.completed_on),
            "result": self.result,
            "difficulty": self.difficulty,
            "proposal": self.proposal,
            "reason": self.reason,
            "not_applicable": self.not_applicable,
            "trigger_answer": self.trigger_answer,
            "trigger_document": self.trigger_document,
            "money": [row.to_json() for row in self.money],
            "evidence": [row.to_json() for row in self.evidence],
        }

    def cumulative(self, source: str, year: int) -> Decimal | None:
        """The amount of a source (its code) and budget year, VND; None where none was entered."""
        return next((row.cumulative for row in self.money if (row.source, row.year) == (source, year)), None)


@dataclass(frozen=True, slots=True)
class SentMeasure:
    """What the agency said of one measure in one scope."""

    entry: int
    measure: int = 0
    name: str = ""
    scope: str = ""
    answer: str = ""
    basis: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    verdict: str = ""
    note: str = ""
    evidence: tuple[SentProof, ...] = ()

    @classmethod
    def of(cls, entry: MeasureEntry) -> Self:
        """The line as it stands now (expects the prefetches of `lines_of`)."""
        return replace(cls.words_of(entry), evidence=tuple(map(SentProof.of, entry.evidence.all())))

    @classmethod
    def words_of(cls, entry: MeasureEntry) -> Self:
        """The line as it stands now, without its evidence."""
        return cls(
            entry=entry.pk,
            measure=entry.measure_id,
            name=entry.measure.name,
            scope=entry.scope,
            answer=entry.answer,
            basis=entry.basis,
            value=entry.value,
            numerator=entry.numerator,
            denominator=entry.denominator,
            verdict=entry.verdict,
            note=entry.note,
        )

    @classmethod
    def from_json(cls, row: Json) -> Self:
        return cls(
            entry=_whole(row, "entry"),
            measure=_whole(row, "measure"),
            name=_text(row, "name"),
            scope=_text(row, "scope"),
            answer=_text(row, "answer"),
            basis=_text(row, "basis"),
            value=_number(row, "value"),
            numerator=_number(row, "numerator"),
            denominator=_number(row, "denominator"),
            verdict=_text(row, "verdict"),
            note=_text(row, "note"),
            evidence=tuple(map(SentProof.from_json, _rows(row, "evidence"))),
        )

    def to_json(self) -> Json:
        return {
            "entry": self.entry,
            "measure": self.measure,
            "name": self.name,
            "scope": self.scope,
            "answer": self.answer,
            "basis": self.basis,
            "value": _written(self.value),
            "numerator": _written(self.numerator),
            "denominator": _written(self.denominator),
            "verdict": self.verdict,
            "note": self.note,
            "evidence": [row.to_json() for row in self.evidence],
        }


SentLine = SentTask | SentMeasure


@dataclass(frozen=True)
class SentCopy:
    """A whole submission as it was sent: agency, plan and period by their printed names, prose, lines."""

    agency: str
    plan: str
    period: str
    narrative: Mapping[str, str]
    tasks: tuple[SentTask, ...]
    measures: tuple[SentMeasure, ...]

    @classmethod
    def of(cls, submission: Submission, tasks: Iterable[TaskEntry], measures: Iterable[MeasureEntry]) -> Self:
        """The submission as it stands now, with the lines of `lines_of`."""
        return cls(
            agency=submission.agency.name,
            plan=submission.period.plan.number,
            period=submission.period.label,
            narrative=prose_of(submission.narrative),
            tasks=tuple(SentTask.of(entry) for entry in tasks if entry.line_state not in LINE_GONE),
            measures=tuple(SentMeasure.of(entry) for entry in measures if entry.line_state not in LINE_GONE),
        )

    @classmethod
    def from_json(cls, payload: Json) -> Self:
        """A copy as `Sending.payload` holds it, of this version or an earlier one; anything else says nothing."""
        payload = payload if isinstance(payload, dict) else {}
        return cls(
            agency=_text(payload, "agency"),
            plan=_text(payload, "plan"),
            period=_text(payload, "period"),
            narrative=prose_of(payload.get("narrative")),
            tasks=tuple(map(SentTask.from_json, _rows(payload, "tasks"))),
            measures=tuple(map(SentMeasure.from_json, _rows(payload, "measures"))),
        )

    def to_json(self) -> Json:
        return {
            "agency": self.agency,
            "plan": self.plan,
            "period": self.period,
            "narrative": dict(self.narrative),
            "tasks": [row.to_json() for row in self.tasks],
            "measures": [row.to_json() for row in self.measures],
        }

    @cached_property
    def _of_tasks(self) -> dict[int, SentTask]:
        return {row.entry: row for row in self.tasks}

    @cached_property
    def _of_task_ids(self) -> dict[int, SentTask]:
        return {row.task: row for row in self.tasks}

    @cached_property
    def _of_measures(self) -> dict[int, SentMeasure]:
        return {row.entry: row for row in self.measures}

    def holds(self, entry: TaskEntry | MeasureEntry) -> bool:
        """Whether the line was part of what was sent."""
        return entry.pk in (self._of_tasks if isinstance(entry, TaskEntry) else self._of_measures)

    def task(self, entry: TaskEntry) -> SentTask:
        """What was said of a task line; empty words where the copy does not hold it."""
        return self._of_tasks.get(entry.pk) or SentTask(entry.pk)

    def measure(self, entry: MeasureEntry) -> SentMeasure:
        """What was said of a measure line; empty words where the copy does not hold it."""
        return self._of_measures.get(entry.pk) or SentMeasure(entry.pk, basis=entry.basis)

    def line(self, is_task: bool, entry: int) -> SentLine | None:
        """What was said in a line, by the id of its entry; None where the copy does not hold it."""
        return (self._of_tasks if is_task else self._of_measures).get(entry)

    def of_task(self, task: int) -> SentTask | None:
        """What was said of a task, by the id of the task; None where the copy does not hold it."""
        return self._of_task_ids.get(task)

    def files(self) -> set[str]:
        """The refs of the files that came with it."""
        lines: list[SentLine] = [*self.tasks, *self.measures]
        return {proof.file_ref for line in lines for proof in line.evidence if proof.file_ref}


def prose_of(kept: object) -> dict[str, str]:
    """The outline's prose as a submission or its copy keeps it, by part; who wrote what last is none of it."""
    written = kept if isinstance(kept, dict) else {}
    return {key: text for key, text in written.items() if key != "edits" and isinstance(text, str)}


def _text(row: Json, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _whole(row: Json, key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) else 0


def _number(row: Json, key: str) -> Decimal | None:
    value = row.get(key)
    return Decimal(str(value)) if NUMBER.fullmatch(str(value)) else None


def _day(row: Json, key: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_text(row, key))
    except ValueError:
        return None


def _rows(row: Json, key: str) -> list[Json]:
    found = row.get(key)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _written(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
