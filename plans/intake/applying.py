"""What a confirmed draft makes of a plan: its head, its tree, its money, its printed sums. The kinds' last step."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agencies.names import Names
from common.errors import Refused
from common.intake.drafts import Applied
from common.intake.editing.effective import Effective
from common.intake.editing.pieces import Item
from common.intake.kinds import Json
from common.models import ImportDraft
from plans.intake import figures, head
from plans.intake.head_decided import HeadNow
from plans.intake.into import PlanInto
from plans.intake.rows import SECTION
from plans.intake.sums_again import ShownSum
from plans.models import Plan, PlanKind
from plans.services import add_tasks, adopt_plan, state_figures

_NEEDED = (
    ("number", _("Không đọc được số, ký hiệu của văn bản. Bổ sung vào tệp, hoặc ghi khi xác nhận.")),
    ("issued_on", _("Không đọc được ngày ban hành của văn bản. Bổ sung vào tệp, hoặc ghi khi xác nhận.")),
)


def head_of(found: Effective) -> HeadNow:
    """The plan's head as decided."""
    now = found.parts[head.KIND]
    if not isinstance(now, HeadNow):
        raise TypeError(f"no head of a plan: {now!r}")
    return now


def exported_head(plan: Item, now: HeadNow) -> Json:
    """The head as the contract words it; what the document's reading has left out stays left out."""
    exported = dict(plan)
    for name in ("number", "kind", "title", "issued_on", "issuer", "province", "focal_agency"):
        exported[name] = getattr(now, name) or None
    if "horizon" in exported:
        exported["horizon"] = {"from": now.horizon_from, "to": now.horizon_to, "vision": now.vision_to}
        exported["legal_bases"] = list(now.legal_bases)
    return exported


def adopt_head(now: HeadNow, into: PlanInto) -> Plan:
    """Create the plan and its version 1. Raises Refused where an issued one has no number or day."""
    for name, sentence in () if into.as_draft else _NEEDED:
        if not now.given(name):
            raise Refused(str(sentence), field=name)
    version = adopt_plan(
        province=into.province,
        kind=now.kind if now.kind in PlanKind.values else PlanKind.KH,
        number=now.number,
        title=now.title or now.number or str(_("Dự thảo kế hoạch")),
        issued_on=dt.date.fromisoformat(now.issued_on) if now.issued_on else None,
        issuer_text=now.issuer,
        focal_agency=into.focal_agency,
        horizon={"from": now.horizon_from, "to": now.horizon_to, "vision": now.vision_to},
        legal_bases=now.legal_bases,
        source_file=into.file,
        as_draft=into.as_draft,
        cells=now.cells,
        by=into.user,
        at=into.at,
    )
    into.made.append(version)
    return version.plan


def apply_tasks(found: Effective, into: PlanInto) -> Applied:
    """Create groups, tasks, assignments and budget lines, each with its printed text and place."""
    pieces = found.in_order(SECTION)
    tasks = add_tasks(
        version=into.version,
        rows=[{**piece.item, "printed_names": _printed_names(piece.item, into.names)} for piece in pieces],
        resolve=into.resolve,
        cells={piece.code: piece.cells for piece in pieces},
    )
    return rows_made(found, {piece.key: tasks[piece.code] for piece in pieces})


def rows_made(found: Effective, made: dict[str, Model]) -> Applied:
    """What each row of the draft has become, those joined to another too: `made` by the keys of rows that live."""
    return {
        piece.position: made[key]
        for piece in found.pieces
        if not piece.is_part and (key := piece.into or piece.key) in made
    }


def apply_figures(draft: ImportDraft, sums: Sequence[ShownSum], into: PlanInto) -> Applied:
    """Keep the printed sums that do not add up; a row of the draft is the sum it was read as, where it stands still."""
    stated = state_figures(version=into.version, discrepancies=sums)
    of_mark = {figures.mark(row): figure for row, figure in zip(sums, stated, strict=True)}
    rows = draft.rows.filter(kind=figures.KIND)
    return {row.position: of_mark[mark] for row in rows if (mark := figures.mark(row.parsed)) in of_mark}


def _printed_names(row: Item, names: Names) -> dict[str, str]:
    """How the row itself words each agency and group it names."""
    printed = f"{row.get('lead_text') or ''}\n{row.get('coordinating_text') or ''}"
    return {mention.name: mention.text for mention in names.split(printed)}
