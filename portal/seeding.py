"""The plans of a new database: the ordinary importer on fixtures/plans/, confirmed as fixtures/plans.json says."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction

from agencies.models import Agency, AgencyGroup
from common.clock import standing_at
from common.files import store_file
from common.models import AuditEntry
from indicators.services import enter_target
from plans.importing.confirming import confirm_import
from plans.importing.reading import read_stored
from plans.models import Plan
from reporting.collection.deadlines import ZONE
from reporting.collection.periods import StageSpec, set_cycle
from reporting.models import Cycle


@transaction.atomic
def seed_plan(row: dict[str, Any], folder: Path) -> str:
    """Import one plan and set its cycles and prose targets; says what was added, '' when all of it is there already.

    A plan of an earlier version of the portal gets the cycles it lacks, unless a person has set one of its cycles.
    """
    content = (folder / row["file"]).read_bytes()
    at = dt.datetime.fromisoformat(row["adopted"]).replace(tzinfo=ZONE)
    plan = Plan.objects.filter(source_file__sha256=hashlib.sha256(content).hexdigest()).first()
    if plan is not None:
        added = _add_cycles(plan, row)
        return f"{plan.number or row['file']}: {added} cycles" if added else ""
    with standing_at(at):
        plan = _import(row, content, at)
        if row.get("cycles"):
            plan.cycles.all().delete()
            _add_cycles(plan, row)
        for target in row.get("targets", ()):
            enter_target(
                version=plan.versions.get(no=1),
                name=target["measure"],
                unit=target["unit"],
                horizon_year=target["horizon"],
                scope=target["scope"],
                printed=target["printed"],
                by=None,
            )
    return plan.number or row["file"]


def _import(row: dict[str, Any], content: bytes, at: dt.datetime) -> Plan:
    stored = store_file(upload_or_bytes=content, name=row["file"], by=None, allowed=("docx", "xlsx"), at=at)
    return confirm_import(
        draft=read_stored(stored=stored, by=None, at=at),
        by=None,
        at=at,
        focal=row["focal"],
        checked=False,
        as_draft=row.get("draft", False),
    )


def _add_cycles(plan: Plan, row: dict[str, Any]) -> int:
    """Set the cycles the plan lacks, known by purpose, frequency and the agencies' day. Returns how many."""
    cycles = list(plan.cycles.prefetch_related("stages"))
    record = AuditEntry.objects.of({"reporting.cycle": [cycle.pk for cycle in cycles]})
    if record.filter(by__isnull=False).exists():
        return 0
    known = {_key(cycle) for cycle in cycles}
    lacking = [told for told in row.get("cycles", ()) if _told_key(told) not in known]
    for told in lacking:
        _set_cycle(plan, told)
    return len(lacking)


def _key(cycle: Cycle) -> tuple:
    first = next(iter(cycle.stages.all()), None)
    return (
        cycle.purpose,
        cycle.frequency,
        first and (first.month, first.day, first.weekday, first.of_last_month),
    )


def _told_key(told: dict[str, Any]) -> tuple:
    first = told["stages"][0]
    day = (first["month"], first["day"], first.get("weekday"), first.get("of_last_month", False))
    return told.get("purpose", "progress"), told["frequency"], day


def _set_cycle(plan: Plan, row: dict[str, Any]) -> None:
    set_cycle(
        plan=plan,
        by=None,
        stages=[
            StageSpec(
                kind=stage["kind"],
                month=stage["month"],
                day=stage["day"],
                bound=stage["bound"],
                to_agency=_agency(stage.get("to")),
                to_text=stage.get("to_text", ""),
                via_agency=_agency(stage.get("via")),
                due_text=stage["due_text"],
                weekday=stage.get("weekday"),
                of_last_month=stage.get("of_last_month", False),
                hour=stage.get("hour"),
                minute=stage.get("minute", 0),
            )
            for stage in row["stages"]
        ],
        reporters=[(_who(code), printed) for code, printed in row["reporters"]],
        on=plan.versions.get(no=1).effective_on,
        purpose=row.get("purpose", "progress"),
        frequency=row["frequency"],
        covers=row.get("covers", ""),
        text_printed=row["text_printed"],
        checked=False,
    )


def _agency(code: str | None) -> Agency | None:
    return Agency.objects.get(code=code) if code else None


def _who(code: str) -> Agency | AgencyGroup:
    return Agency.objects.filter(code=code).first() or AgencyGroup.objects.get(code=code)
