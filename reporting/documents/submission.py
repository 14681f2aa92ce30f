"""What an agency's report on paper is made of: the working copy, or a sending as it was sent."""

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from common import format as vn
from reporting.collection.copies import as_sent, evidence_of
from reporting.collection.entries import lines_of
from reporting.consolidation.words import NARRATIVE
from reporting.documents.agency.lines import MeasureLine, MoneyLine, SubmissionCopy, TaskLine
from reporting.models import MeasureEntry, Sending, Submission, TaskEntry
from reporting.rollup.inputs import describe


class Named(Protocol):
    """A stored file, or its name alone."""

    name: str


class Proof(Protocol):
    """A piece of evidence: a row, or what a sending's copy says of it."""

    document_no: str
    document_date: dt.date | None
    abstract: str
    file: "Named | None"


def submission_copy(submission: Submission, *, sending: Sending | None, now: dt.datetime) -> SubmissionCopy:
    """What `agency_report` takes: of `sending`, or of the working copy as it stands `now`, which is a draft.

    As many queries as `lines_of`, whatever the size.
    """
    tasks, measures = lines_of(submission)
    if sending is not None:
        as_sent(sending.payload, tasks, measures)
    period, agency = submission.period, submission.agency
    plan = period.plan
    return SubmissionCopy(
        agency=agency.name,
        agency_kind=agency.kind,
        province=plan.province.name,
        focal_agency=plan.focal_agency.name,
        period=describe(period),
        made_at=sending.at if sending else now,
        sent_at=sending.at if sending else None,
        narrative=_narrative(sending.payload["narrative"] if sending else submission.narrative),
        tasks=tuple(_task(entry) for entry in tasks),
        measures=tuple(_measure(entry) for entry in measures),
    )


def _narrative(words: Mapping[str, object]) -> dict[str, str]:
    """The prose by key of NARRATIVE; who edited it when is not for the paper."""
    return {key: str(words.get(key) or "") for key in NARRATIVE}


def _task(entry: TaskEntry) -> TaskLine:
    version = entry.task_version
    waiting = entry.trigger_answer == "no" and not entry.not_applicable
    state = "awaiting_trigger" if waiting else entry.state
    return TaskLine(
        code=version.code,
        name=version.name,
        time_text=version.time_text,
        state="not_applicable" if entry.not_applicable else state or "",
        percent=None if waiting or entry.not_applicable else entry.percent,
        completed_on=entry.completed_on,
        result=entry.result,
        difficulty=entry.difficulty,
        proposal=entry.proposal,
        reason=entry.reason,
        money=tuple(
            MoneyLine(row.budget_year, row.source.name_printed, row.cumulative)
            for row in entry.money.all()
            if row.cumulative is not None
        ),
        evidence=tuple(evidence_words(row) for row in evidence_of(entry)),
    )


def _measure(entry: MeasureEntry) -> MeasureLine:
    judged = entry.measure.value_kind == "judgement"
    return MeasureLine(
        number=entry.code,
        name=entry.name,
        unit=entry.measure.unit,
        scope=entry.scope,
        target_text=entry.target_text or "",
        value=None if judged else entry.value,
        judgement=entry.verdict or "" if judged else "",
        to_on=entry.to_on,
        basis=entry.basis or "",
        answer=entry.answer or "",
        note=entry.note,
    )


def evidence_words(row: Proof) -> str:
    """A piece of evidence in words: “Quyết định 12/QĐ-SGDĐT ngày 05/11/2026 (trích yếu)”, or the name of its file."""
    if not row.document_no:
        return row.file.name
    words = row.document_no
    if row.document_date:
        words += f" ngày {vn.day(row.document_date)}"
    return f"{words} ({row.abstract})" if row.abstract else words
