"""The kinds of indicators: tables of them, and targets that stand only in running text."""

import datetime as dt

from django.db.models import Model
from django.utils.translation import gettext as _

from common.intake.blocks import Document
from common.intake.drafts import Applied, Into, Record
from common.intake.editing.effective import Effective
from common.intake.editing.trees import Tree
from common.intake.kinds import SKIPPED, Claim, Json, Kind, Reading, Row
from common.models import AuditEntry, ImportDraft
from indicators.baselines import add_baselines, supersede_baselines
from indicators.intake import proposals, table
from indicators.intake.tree import SECTION, IndicatorTree
from indicators.models import Measure
from indicators.removal import remove_indicators
from indicators.services import add_indicators
from plans.intake.applying import rows_made
from plans.intake.into import plan_into
from plans.intake.setting import plan_setting
from plans.models import Plan

MEASURES = "indicators.measure"
BASELINES, BEFORE = "indicators.baseline", "indicators.baseline_before"


class IndicatorKind(Kind):
    """Tables of what is measured, in what unit, how much by when, who follows it up."""

    name = table.KIND
    order = 60

    @property
    def title(self) -> str:
        return _("Chỉ tiêu")

    def recognise(self, document: Document) -> list[Claim]:
        return table.recognise(document)

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return table.parse(reading, claims)

    def export(self, reading: Reading, exported: Json) -> None:
        table.export(reading, exported)

    def tree(self, setting: object) -> Tree:
        return IndicatorTree(plan_setting(setting))

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        exported["indicators"] = [
            {key: value for key, value in piece.item.items() if key != "lead_text"}
            for piece in found.in_order(SECTION)
        ]
        return []

    def apply(self, draft: ImportDraft, found: Effective, into: Into) -> Applied:
        goes = plan_into(into)
        measures = Measure.objects.filter(province=goes.province)
        before = set(measures.values_list("pk", flat=True))
        pieces = found.in_order(SECTION)
        made = add_indicators(
            version=goes.version,
            rows=[piece.item for piece in pieces],
            resolve=goes.resolve,
            cells={piece.code: piece.cells for piece in pieces},
        )
        into.record[BASELINES], into.record[BEFORE] = add_baselines(
            indicators=made, rows=[piece.item for piece in pieces], by=goes.user, at=goes.at
        )
        into.record[MEASURES] = sorted(set(measures.values_list("pk", flat=True)) - before)
        return rows_made(found, {piece.key: made[piece.code] for piece in pieces})

    def why_kept(self, made: Model) -> str:
        """A target entered by hand would go with the plan."""
        if not isinstance(made, Plan):
            return ""
        if not AuditEntry.objects.of({"plans.plan": [made.pk]}).filter(verb="enter_target").exists():
            return ""
        return _(
            "Không hoàn tác được: sau khi nhập, kế hoạch đã được thêm mục tiêu. %(agency)s sửa trên trang kế hoạch."
        ) % {"agency": made.focal_agency}

    def remove(self, made: Model, record: Record, at: dt.datetime) -> None:
        if isinstance(made, Plan):
            supersede_baselines(record.get(BASELINES, ()), record.get(BEFORE, ()), at)
            remove_indicators(made, record.get(MEASURES, ()))


class ProposalKind(Kind):
    """Targets that stand only in the text: nothing becomes an indicator until an officer takes it."""

    name = proposals.KIND
    order = 65

    @property
    def title(self) -> str:
        return _("Mục tiêu trong lời văn")

    @property
    def why_proposed(self) -> str:
        return _("Mục tiêu chỉ nêu trong lời văn: đề xuất, chưa nhập.")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return proposals.parse(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        proposals.export(reading, exported)

    def tree(self, setting: object) -> Tree:
        return IndicatorTree(plan_setting(setting))

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        if "proposals" in exported:
            left = (piece for piece in found.pieces if piece.proposed and piece.kind == SKIPPED)
            exported["proposals"] = [
                piece.item for piece in left if piece.read_as == SECTION and not piece.dropped
            ]
        return []


KINDS = (IndicatorKind(), ProposalKind())
