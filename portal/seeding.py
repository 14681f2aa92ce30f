"""The plans of a new database: the ordinary importer on fixtures/plans/, confirmed as fixtures/plans.json says."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction

from agencies.models import Agency, AgencyGroup
from common.clock import standing_at
from common.files import store_file
from indicators.services import enter_target
from plans.models import Plan, PlanVersion
from reporting.collection.deadlines import ZONE
from reporting.collection.periods import StageSpec, set_cycle
from reporting.intake.services import confirm_import, read_stored


@transaction.atomic
def seed_plan(row: dict[str, Any], folder: Path) -> Plan | None:
    """Import one plan and set its cycles and prose targets; None when the same file is there already."""
    content = (folder / row["file"]).read_bytes()
    at = dt.datetime.fromisoformat(row["adopted"]).replace(tzinfo=ZONE)
    with standing_at(at):
        stored = store_file(
            upload_or_bytes=content, name=row["file"], by=None, allowed=("docx", "xlsx"), at=at
        )
        if Plan.objects.filter(source_file__sha256=stored.sha256).exists():
            stored.path.delete(save=False)
            stored.delete()
            return None
        draft = read_stored(stored=stored, by=None, at=at)
        plan = confirm_import(draft=draft, by=None, at=at, focal=row["focal"], checked=False)
        version = plan.versions.get(no=1)
        if row.get("cycles"):
            plan.cycles.all().delete()
            for cycle in row["cycles"]:
                _set_cycle(plan, cycle, version)
        for target in row.get("targets", ()):
            enter_target(
                version=version,
                name=target["measure"],
                unit=target["unit"],
                horizon_year=target["horizon"],
                scope=target["scope"],
                printed=target["printed"],
                by=None,
            )
    return plan


def _set_cycle(plan: Plan, row: dict[str, Any], version: PlanVersion) -> None:
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
            )
            for stage in row["stages"]
        ],
        reporters=[(_who(code), printed) for code, printed in row["reporters"]],
        on=version.effective_on,
        frequency=row["frequency"],
        text_printed=row["text_printed"],
        checked=False,
    )


def _agency(code: str | None) -> Agency | None:
    return Agency.objects.get(code=code) if code else None


def _who(code: str) -> Agency | AgencyGroup:
    return Agency.objects.filter(code=code).first() or AgencyGroup.objects.get(code=code)
