"""Showing a sending again: the words of an unchangeable copy over the lines they were said of."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from reporting.models import MeasureEntry, TaskEntry


def as_sent(payload: dict, tasks: list[TaskEntry], measures: list[MeasureEntry]) -> None:
    """Put the words of a sending over the lines read for it (`lines_of`): page and paper then show that copy."""
    said = {row["entry"]: row for row in payload["tasks"]}
    for entry in tasks:
        row = said.get(entry.pk, {})
        for name in (
            "state",
            "result",
            "difficulty",
            "proposal",
            "reason",
            "trigger_answer",
            "trigger_document",
        ):
            setattr(entry, name, row.get(name, ""))
        entry.not_applicable = row.get("not_applicable", False)
        entry.percent = None if row.get("percent") is None else Decimal(row["percent"])
        entry.completed_on = dt.date.fromisoformat(row["completed_on"]) if row.get("completed_on") else None
        amounts = {
            (money["source"], money["year"]): Decimal(money["cumulative"]) for money in row.get("money", ())
        }
        for money in entry.money.all():
            money.cumulative = amounts.get((money.source.code, money.budget_year))
        entry.proof = [_proof(**proof) for proof in row.get("evidence", ())]
    said = {row["entry"]: row for row in payload["measures"]}
    for entry in measures:
        row = said.get(entry.pk, {})
        for name in ("answer", "verdict", "note"):
            setattr(entry, name, row.get(name, ""))
        entry.basis = row.get("basis", entry.basis)
        entry.value = None if row.get("value") is None else Decimal(row["value"])
        entry.proof = [_proof(**proof) for proof in row.get("evidence", ())]


def _proof(
    file: str, document_no: str, document_date: str | None, abstract: str, file_ref: str = "", **_rest: str
) -> SimpleNamespace:
    """A piece of evidence as a sending names it."""
    return SimpleNamespace(
        file=SimpleNamespace(name=file, ref=file_ref) if file else None,
        document_no=document_no,
        document_date=dt.date.fromisoformat(document_date) if document_date else None,
        abstract=abstract,
    )


def files_of(payload: dict) -> set[str]:
    """The refs of the files a sending came with."""
    lines = [*payload["tasks"], *payload["measures"]]
    return {proof["file_ref"] for line in lines for proof in line["evidence"] if proof.get("file_ref")}


def evidence_of(entry: TaskEntry | MeasureEntry) -> list[Any]:
    """What proves a line: its rows, or what the copy put over it says of them."""
    return entry.proof if hasattr(entry, "proof") else list(entry.evidence.all())
