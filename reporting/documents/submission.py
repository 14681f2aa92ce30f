"""What an agency's report on paper is made of: the working copy, or a sending as it was sent."""

import datetime as dt
from typing import Any

from common import format as vn
from reporting.collection.copies import as_sent, evidence_of
from reporting.collection.entries import lines_of
from reporting.models import MeasureEntry, Sending, Submission, TaskEntry
from reporting.rollup.inputs import describe


def submission_data(submission: Submission, *, sending: Sending | None, now: dt.datetime) -> dict[str, Any]:
    """The data of `agency_report`: of `sending`, or of the working copy as it stands `now`, which is a draft.

    Money in VND, percent 0–100. As many queries as `lines_of`, whatever the size.
    """
    tasks, measures = lines_of(submission)
    if sending is not None:
        as_sent(sending.payload, tasks, measures)
    period, agency = submission.period, submission.agency
    plan = period.plan
    return {
        "agency": agency.name,
        "agency_kind": agency.kind,
        "province": plan.province.name,
        "focal_agency": plan.focal_agency.name,
        "period": describe(period),
        "made_at": sending.at if sending else now,
        "draft": sending is None,
        "sent_at": sending.at if sending else None,
        "narrative": sending.payload["narrative"] if sending else submission.narrative,
        "tasks": [_task(entry) for entry in tasks],
        "measures": [_measure(entry) for entry in measures],
    }


def _task(entry: TaskEntry) -> dict[str, Any]:
    version = entry.task_version
    waiting = entry.trigger_answer == "no"
    return {
        "code": version.code,
        "name": version.name,
        "time_text": version.time_text,
        "state": "awaiting_trigger" if waiting and not entry.not_applicable else entry.state,
        "percent": None if waiting or entry.not_applicable else entry.percent,
        "completed_on": entry.completed_on,
        "result": entry.result,
        "difficulty": entry.difficulty,
        "proposal": entry.proposal,
        "not_applicable": entry.not_applicable,
        "reason": entry.reason,
        "money": [
            {"year": row.budget_year, "source_name": row.source.name_printed, "cumulative": row.cumulative}
            for row in entry.money.all()
            if row.cumulative is not None
        ],
        "evidence": [evidence_words(row) for row in evidence_of(entry)],
    }


def _measure(entry: MeasureEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "unit": entry.measure.unit,
        "scope": entry.scope,
        "target_text": entry.target_text,
        "value": entry.verdict if entry.measure.value_kind == "judgement" else entry.value,
        "to_on": entry.to_on,
        "basis": entry.basis,
        "answer": entry.answer,
        "note": entry.note,
    }


def evidence_words(row: Any) -> str:
    """A piece of evidence in words: “Quyết định 12/QĐ-SGDĐT ngày 05/11/2026 (trích yếu)”, or the name of its file."""
    if not row.document_no:
        return row.file.name
    words = row.document_no
    if row.document_date:
        words += f" ngày {vn.day(row.document_date)}"
    return f"{words} ({row.abstract})" if row.abstract else words
