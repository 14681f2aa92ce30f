"""The plan's kinds: its head, its tasks (in tables, in prose), money by itself, printed sums, the rest."""

import datetime as dt
from dataclasses import replace

from django.db.models import Model
from django.utils.translation import gettext as _

from common.intake.blocks import Document
from common.intake.drafts import Applied, Into, Record
from common.intake.editing.effective import Drafted, Effective
from common.intake.editing.pieces import cells_of
from common.intake.editing.trees import Tree
from common.intake.kinds import SKIPPED, Claim, Json, Kind, Reading, Row
from common.models import ImportDraft
from plans.intake import (
    applying,
    budget_tables,
    figures,
    head,
    sums_again,
    tables,
    unread,
)
from plans.intake.into import plan_into
from plans.intake.prose import reading as prose
from plans.intake.setting import plan_setting
from plans.intake.task_tree import TaskTree
from plans.models import Plan
from plans.removal import remove_head, remove_tasks


class HeadKind(Kind):
    """Number, type, title, day, province, who issued it, who runs it."""

    name = head.KIND
    order = 10

    @property
    def title(self) -> str:
        return _("Kế hoạch")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return head.parse(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        head.export(reading, exported)

    def settle(self, drafted: Drafted, found: Effective) -> Effective:
        """The head with its printed lines. A doubt about a value of it goes when that is given."""
        cells = (cell for row in drafted.of(self.name) for cell in cells_of(row.printed or {}))
        now = replace(plan_setting(drafted.setting).head, cells=tuple(cells))
        typed = drafted.decisions.get("head") or {}
        about = {"focal_agency": "focal"}
        general = tuple(
            one
            for one in found.general
            if not ((name := about.get(one.field, one.field)) in typed and now.given(name))
        )
        return replace(found, general=general, parts={**found.parts, self.name: now})

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        exported["plan"] = applying.exported_head(exported.get("plan", {}), applying.head_of(found))
        return []

    def apply(self, draft: ImportDraft, found: Effective, into: Into) -> Applied:
        plan = applying.adopt_head(applying.head_of(found), plan_into(into))
        return dict.fromkeys(draft.rows.filter(kind=self.name).values_list("position", flat=True), plan)

    def remove(self, made: Model, record: Record, at: dt.datetime) -> None:
        if isinstance(made, Plan):
            remove_head(made)


class TaskKind(Kind):
    """Tables of tasks; rows of prose are of this kind too."""

    name = tables.KIND
    order = 30

    @property
    def title(self) -> str:
        return _("Nhiệm vụ")

    def recognise(self, document: Document) -> list[Claim]:
        return tables.recognise(document)

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return tables.parse(reading, claims)

    def check(self, reading: Reading) -> None:
        tables.check(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        tables.export(reading, exported)

    def tree(self, setting: object) -> Tree:
        return TaskTree(plan_setting(setting))

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        exported["tasks"] = [piece.item for piece in found.in_order(TaskTree.section)]
        return []

    def apply(self, draft: ImportDraft, found: Effective, into: Into) -> Applied:
        return applying.apply_tasks(found, plan_into(into))

    def remove(self, made: Model, record: Record, at: dt.datetime) -> None:
        if isinstance(made, Plan):
            remove_tasks(made)


class ProseKind(Kind):
    """Tasks in running text: the plan's own list where it has no table of them."""

    name = "plans.prose"
    order = 40

    @property
    def title(self) -> str:
        return _("Nhiệm vụ trong lời văn")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return prose.parse(reading)


class DutyKind(Kind):
    """Duties in running text beside the plan's own list: nothing becomes a task until an officer takes it."""

    name = prose.PROPOSED
    order = 45

    @property
    def title(self) -> str:
        return _("Nhiệm vụ trong lời văn, ngoài danh sách")

    @property
    def why_proposed(self) -> str:
        return _("Việc chỉ giao trong lời văn: đề xuất, chưa nhập.")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return prose.propose(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        exported["task_proposals"] = [row.parsed for row in reading.of(self.name)]

    def tree(self, setting: object) -> Tree:
        return TaskTree(plan_setting(setting))

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        if "task_proposals" in exported:
            left = (piece for piece in found.pieces if piece.proposed and piece.kind == SKIPPED)
            exported["task_proposals"] = [
                piece.item for piece in left if piece.read_as == TaskTree.section and not piece.dropped
            ]
        return []


class BudgetKind(Kind):
    """A table of money by itself, whose rows are tasks of another table."""

    name = budget_tables.KIND
    order = 50

    @property
    def title(self) -> str:
        return _("Kinh phí")

    def recognise(self, document: Document) -> list[Claim]:
        return budget_tables.recognise(document)

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return budget_tables.parse(reading, claims)


class FigureKind(Kind):
    """Sums the plan prints that do not add up."""

    name = figures.KIND
    order = 70

    @property
    def title(self) -> str:
        return _("Số liệu in")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return figures.parse(reading)

    def check(self, reading: Reading) -> None:
        figures.check(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        figures.export(reading, exported)

    def settle(self, drafted: Drafted, found: Effective) -> Effective:
        return replace(found, parts={**found.parts, self.name: sums_again.sums(drafted, found)})

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        exported["discrepancies"] = [figures.shown(row) for row in sums_again.sums_of(found)]
        return []

    def apply(self, draft: ImportDraft, found: Effective, into: Into) -> Applied:
        return applying.apply_figures(draft, sums_again.sums_of(found), plan_into(into))


class UnreadKind(Kind):
    """Tables that are none of the plan's, kept among the skipped rows and said."""

    name = unread.KIND
    order = 90

    @property
    def title(self) -> str:
        return _("Không nhập")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return unread.parse(reading)


KINDS = (
    HeadKind(),
    TaskKind(),
    ProseKind(),
    DutyKind(),
    BudgetKind(),
    FigureKind(),
    UnreadKind(),
)
