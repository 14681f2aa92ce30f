"""What an agency's report on paper is made of: the working copy, or a sending as it was sent."""

import datetime as dt

from common import format as vn
from reporting.collection.entries import lines_of
from reporting.collection.line_view import LineProof, MeasureView, TaskView
from reporting.collection.sent_copy import SentCopy, prose_of
from reporting.collection.showing import line_views
from reporting.consolidation.words import NARRATIVE
from reporting.documents.agency.lines import MeasureLine, MoneyLine, SubmissionCopy, TaskLine
from reporting.models import Sending, Submission
from reporting.rollup.inputs import describe


def submission_copy(submission: Submission, *, sending: Sending | None, now: dt.datetime) -> SubmissionCopy:
    """What `agency_report` takes: of `sending`, or of the working copy as it stands `now`, which is a draft.

    As many queries as `lines_of`, whatever the size.
    """
    copy = SentCopy.from_json(sending.payload) if sending else None
    lines = line_views(*lines_of(submission), copy=copy)
    period, agency = submission.period, submission.agency
    plan = period.plan
    return SubmissionCopy(
        agency=agency.name,
        agency_kind=agency.kind,
        province=plan.province.name,
        focal_agency=plan.focal_agency.name if plan.focal_agency else "",
        period=describe(period),
        made_at=sending.at if sending else now,
        sent_at=sending.at if sending else None,
        narrative=_narrative(copy.narrative if copy else submission.narrative),
        tasks=tuple(_task(line) for line in lines if isinstance(line, TaskView)),
        measures=tuple(_measure(line) for line in lines if isinstance(line, MeasureView)),
    )


def _narrative(kept: object) -> dict[str, str]:
    """The prose by key of NARRATIVE."""
    return {**dict.fromkeys(NARRATIVE, ""), **prose_of(kept)}


def _task(view: TaskView) -> TaskLine:
    said = view.said
    waiting = said.trigger_answer == "no" and not said.not_applicable
    state = "awaiting_trigger" if waiting else said.state
    return TaskLine(
        code=view.code,
        name=view.name,
        time_text=view.time_text,
        state="not_applicable" if said.not_applicable else state or "",
        percent=None if waiting or said.not_applicable else said.percent,
        completed_on=said.completed_on,
        result=said.result,
        difficulty=said.difficulty,
        proposal=said.proposal,
        reason=said.reason,
        money=tuple(
            MoneyLine(row.year, row.source, row.cumulative)
            for row in view.money
            if row.cumulative is not None
        ),
        evidence=tuple(evidence_words(row) for row in view.evidence),
    )


def _measure(view: MeasureView) -> MeasureLine:
    said = view.said
    return MeasureLine(
        number=view.code,
        name=view.name,
        unit=view.unit,
        scope=view.scope,
        target_text=view.target_text,
        value=None if view.judgement else said.value,
        judgement=said.verdict or "" if view.judgement else "",
        to_on=view.to_on,
        basis=said.basis or "",
        answer=said.answer or "",
        note=said.note,
    )


def evidence_words(row: LineProof) -> str:
    """A piece of evidence in words: “Quyết định 12/QĐ-SGDĐT ngày 05/11/2026 (trích yếu)”, or the name of its file."""
    if not row.document_no:
        return row.file
    words = row.document_no
    if row.document_date:
        words += f" ngày {vn.paper_day(row.document_date)}"
    return f"{words} ({row.abstract})" if row.abstract else words
