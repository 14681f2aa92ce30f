"""What a confirmed draft makes of a plan: its head, its tree, its money. The last step of the kinds of this app."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agencies.names import Names
from common.errors import Refused
from common.intake.drafts import Applied, Into
from plans.intake.figures import KIND as FIGURES
from plans.intake.figures import mark as figure_mark
from plans.intake.head import KIND as HEAD
from plans.intake.rows import SECTION
from plans.models import PlanKind
from plans.services import add_tasks, adopt_plan, state_figures

_NEEDED = (
    ("number", _("Không đọc được số, ký hiệu của văn bản. Bổ sung vào tệp, hoặc ghi khi xác nhận.")),
    ("issued_on", _("Không đọc được ngày ban hành của văn bản. Bổ sung vào tệp, hoặc ghi khi xác nhận.")),
)


def apply_head(reading: Mapping[str, Any], into: Into) -> Applied:
    """Create the plan. Expects province, focal_agency and file among the facts; leaves version there.

    `as_draft` among the facts: the plan is not issued yet and may have neither number nor day.
    """
    head = reading["plan"]
    as_draft = bool(into.facts.get("as_draft"))
    for name, sentence in () if as_draft else _NEEDED:
        if not head.get(name):
            raise Refused(sentence, field=name)
    kind = head.get("kind") or ""
    into.facts["version"] = adopt_plan(
        province=into.facts["province"],
        kind=kind if kind in PlanKind.values else PlanKind.KH,
        number=head.get("number") or "",
        title=head.get("title") or head.get("number") or _("Dự thảo kế hoạch"),
        issued_on=dt.date.fromisoformat(head["issued_on"]) if head.get("issued_on") else None,
        issuer_text=head.get("issuer") or "",
        focal_agency=into.facts["focal_agency"],
        horizon=head.get("horizon") or {},
        legal_bases=head.get("legal_bases") or (),
        source_file=into.facts.get("file"),
        as_draft=as_draft,
        by=into.by,
        at=into.at,
    )
    return {(HEAD, ""): into.facts["version"].plan}


def apply_tasks(reading: Mapping[str, Any], into: Into) -> Applied:
    """Create groups, tasks, assignments and budget lines, and keep the printed sums that do not add up.

    `figures` among the facts are those sums with the check each has failed; else the exported ones are kept.
    """
    version = into.facts["version"]
    names = into.facts["names"]
    rows = [{**row, "printed_names": _printed_names(row, names)} for row in reading["tasks"]]
    cells = {code: cells for (section, code), cells in into.cells.items() if section == SECTION}
    tasks = add_tasks(version=version, rows=rows, resolve=into.facts["resolve"], cells=cells)
    sums = list(into.facts.get("figures") or reading.get("discrepancies") or ())
    figures = state_figures(version=version, discrepancies=sums)
    applied: dict[tuple[str, str], Model] = {(SECTION, code): task for code, task in tasks.items()}
    for row, figure in zip(sums, figures, strict=True):
        applied[FIGURES, figure_mark(row)] = figure
    return applied


def _printed_names(row: Mapping[str, Any], names: Names) -> dict[str, str]:
    """How the row itself words each agency and group it names."""
    printed = f"{row.get('lead_text') or ''}\n{row.get('coordinating_text') or ''}"
    return {mention.name: mention.text for mention in names.split(printed)}
