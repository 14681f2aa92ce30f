"""The plan as a tree with what is known about each row: plain rows for the page, no query in a template."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.models import Agency
from common.text import fold
from plans.models import Assignment, BudgetLine, Plan, StatedFigure, TaskVersion
from reporting.rollup import Payload


@dataclass
class Node:
    """One row of the plan's tree."""

    version: TaskVersion
    depth: int
    under: str
    leads: list[str] = field(default_factory=list)
    lead_ids: set[int] = field(default_factory=set)
    status: str = ""
    state: str = ""
    percent: Decimal | None = None
    reported: int = 0
    owed: int = 0
    carried_from: dt.date | None = None
    planned: Decimal | None = None
    stated: Decimal | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    leaves: int = 0

    @property
    def is_group(self) -> bool:
        return self.version.kind == "group"

    @property
    def counted(self) -> str:
        """A group's tasks by state, `14 hoàn thành, 7 đang thực hiện, 3 khác`; empty before the first period."""
        parts = [
            (_("hoàn thành"), ("completed_on_time", "completed_late")),
            (_("đang thực hiện"), ("in_progress_on_time", "in_progress_overdue")),
            (_("chưa thực hiện"), ("not_started_on_time", "not_started_overdue")),
            (_("chưa có báo cáo"), ("not_reported",)),
        ]
        counts = [(sum(self.counts.get(code, 0) for code in codes), word) for word, codes in parts]
        rest = sum(self.counts.values()) - sum(count for count, _word in counts)
        return ", ".join(f"{count} {word}" for count, word in [*counts, (rest, _("khác"))] if count)

    @property
    def differs(self) -> bool:
        """The printed sum is not what its rows add up to."""
        return self.stated is not None and self.planned is not None and self.stated != self.planned


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see; empty means everything."""

    words: str = ""
    agency: int | None = None
    status: str = ""

    @property
    def any(self) -> bool:
        return bool(self.words.strip() or self.agency or self.status)


def plan_tree(plan: Plan, figures: Payload | None) -> list[Node]:
    """The plan's rows in printed order with leads, money (VND) and, where a period exists, rolled-up status.

    Four queries whatever the plan's size.
    """
    versions = list(TaskVersion.objects.of_plan(plan))
    codes = {version.task_id: version.code for version in versions}
    paths: dict[int, str] = {}
    nodes: dict[int, Node] = {}
    for version in versions:
        above = paths.get(version.parent_id, "")
        paths[version.task_id] = f"{above} {version.code}".strip()
        nodes[version.task_id] = Node(version, depth=len(above.split()) if above else 0, under=above)
    for row in (
        Assignment.objects.current()
        .responsible()
        .filter(task__plan=plan)
        .select_related("agency", "group")
        .order_by("task", "position")
    ):
        node = nodes[row.task_id]
        node.leads.append(row.agency.label if row.agency else row.group.name)
        if row.agency_id:
            node.lead_ids.add(row.agency_id)
    _add_money(plan, nodes, codes)
    if figures is not None:
        _add_status(nodes, figures)
    for node in reversed(list(nodes.values())):
        parent = nodes.get(node.version.parent_id)
        if not node.is_group:
            node.leaves = 1
        if parent is not None:
            parent.leaves += node.leaves
            if parent.is_group and node.planned is not None:
                parent.planned = (parent.planned or 0) + node.planned
    return list(nodes.values())


def _add_money(plan: Plan, nodes: dict[int, Node], codes: Mapping[int, str]) -> None:
    for task, amount in (
        BudgetLine.objects.current()
        .filter(plan=plan, stage="planned", task__isnull=False)
        .values_list("task", "amount")
    ):
        node = nodes[task]
        if not node.is_group:
            node.planned = (node.planned or 0) + amount
    of_code = {code: task for task, code in codes.items()}
    for figure in StatedFigure.objects.filter(version__plan=plan, section="tasks", field="total.total"):
        if figure.code in of_code and nodes[of_code[figure.code]].is_group:
            nodes[of_code[figure.code]].stated = figure.stated


def _add_status(nodes: dict[int, Node], figures: Payload) -> None:
    for group in figures.groups:
        if group.task in nodes:
            nodes[group.task].counts = group.counts
    for row in figures.tasks:
        if row.task in nodes:
            node = nodes[row.task]
            node.status, node.state, node.percent = row.status, row.state or "", row.percent
            node.reported, node.owed, node.carried_from = row.reported, row.owed, row.carried_from


def shown(nodes: list[Node], filters: Filters) -> list[Node]:
    """The leaves that match, with the groups above them."""
    if not filters.any:
        return nodes
    wanted = fold(filters.words)
    kept: set[str] = set()
    for node in nodes:
        if node.is_group:
            continue
        text = f"{fold(node.version.code)} {node.version.folded}"
        if wanted and wanted not in text:
            continue
        if filters.agency and filters.agency not in node.lead_ids:
            continue
        if filters.status and node.status != filters.status:
            continue
        kept.add(node.version.code)
        kept.update(node.under.split())
    return [node for node in nodes if node.version.code in kept]


def lead_agencies(nodes: list[Node]) -> list[Agency]:
    """The agencies that lead something in this plan, in the register's order: the choices of the filter."""
    ids: set[int] = set()
    for node in nodes:
        ids |= node.lead_ids
    return list(Agency.objects.filter(id__in=ids).order_by("position", "id"))


def total_planned(nodes: list[Node]) -> Decimal | None:
    """The plan's planned money by leaf (VND), None where the plan prints none."""
    amounts = [node.planned for node in nodes if not node.is_group and node.planned is not None]
    return sum(amounts, Decimal()) if amounts else None
