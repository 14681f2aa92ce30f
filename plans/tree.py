"""The plan as a tree with what is known about each row: frozen rows for the page, no query in a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from common.text import fold
from plans.at import AssignmentAt, PlanAt, TaskAt
from plans.models import StatedFigure
from plans.season import Standing, TaskStanding

PER_PAGE = 90  # rows of a plan on one page: most plans are whole

COUNTED = (  # words of states, and the statuses they sum up
    (gettext_lazy("hoàn thành"), ("completed_on_time", "completed_late")),
    (gettext_lazy("đang thực hiện"), ("in_progress_on_time", "in_progress_overdue")),
    (gettext_lazy("chưa thực hiện"), ("not_started_on_time", "not_started_overdue")),
    (gettext_lazy("chưa có báo cáo"), ("not_reported",)),
)


@dataclass(frozen=True)
class Node:
    """One row of the tree: `under` the codes above it, `planned` and `stated` VND, `standing` of a leaf."""

    task: TaskAt
    under: str
    leads: tuple[AssignmentAt, ...]
    leaves: int
    planned: Decimal | None
    stated: Decimal | None
    standing: TaskStanding | None
    counts: Mapping[str, int]

    @property
    def is_group(self) -> bool:
        return self.task.is_group

    @property
    def depth(self) -> int:
        return len(self.under.split())

    @property
    def lead_ids(self) -> set[int]:
        return {row.agency for row in self.leads if row.agency is not None}

    @property
    def counted(self) -> str:
        """A group's tasks by state, `14 hoàn thành, 7 đang thực hiện, 3 khác`; empty before the first period."""
        counts = [(sum(self.counts.get(code, 0) for code in codes), word) for word, codes in COUNTED]
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

    def fit(self, node: Node) -> bool:
        """Whether a leaf is what was asked for."""
        words = fold(self.words)
        return (
            (not words or words in f"{fold(node.task.code)} {node.task.folded}")
            and (not self.agency or self.agency in node.lead_ids)
            and (not self.status or (node.standing is not None and node.standing.status == self.status))
        )


def plan_tree(plan: PlanAt, standing: Standing | None) -> list[Node]:
    """The plan's rows in printed order with leads, money and, where a period exists, rolled-up status. One query."""
    under: dict[int, str] = {}
    leaves: dict[int, int] = {}
    planned: dict[int, Decimal | None] = {}
    for task in plan.tasks:
        above = plan.by_id.get(task.parent or 0)
        under[task.id] = f"{under[above.id]} {above.code}".strip() if above else ""
        leaves[task.id] = 0 if task.is_group else 1
        planned[task.id] = None if task.is_group else planned_of(plan, task.id)
    for task in reversed(plan.tasks):
        if task.parent in leaves:
            leaves[task.parent] += leaves[task.id]
            planned[task.parent] = _sum(planned[task.parent], planned[task.id])
    stated = _stated(plan)
    of_task = {row.task: row for row in standing.tasks} if standing else {}
    of_group = {row.task: row.counts for row in standing.groups} if standing else {}
    return [
        Node(
            task=task,
            under=under[task.id],
            leads=plan.responsible(task.id),
            leaves=leaves[task.id],
            planned=planned[task.id],
            stated=stated.get(task.code) if task.is_group else None,
            standing=None if task.is_group else of_task.get(task.id),
            counts=of_group.get(task.id, {}),
        )
        for task in plan.tasks
    ]


def planned_of(plan: PlanAt, task: int | None) -> Decimal | None:
    """The planned money of a task (None: of the plan as a whole), VND; None where the plan prints none."""
    amounts = [line.amount for line in plan.money(task) if line.stage == "planned"]
    return sum(amounts, Decimal()) if amounts else None


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else (one or Decimal()) + other


def _stated(plan: PlanAt) -> dict[str, Decimal]:
    """The printed sums of groups, by the printed code they stand at."""
    figures = StatedFigure.objects.filter(version=plan.version, section="tasks", field="total.total")
    return dict(figures.values_list("code", "stated"))


def shown(nodes: Sequence[Node], filters: Filters) -> list[Node]:
    """The leaves that match, with the groups above them."""
    if not filters.any:
        return list(nodes)
    kept: set[str] = set()
    for node in nodes:
        if not node.is_group and filters.fit(node):
            kept.add(node.task.code)
            kept.update(node.under.split())
    return [node for node in nodes if node.task.code in kept]


def above(rows: Sequence[Node], nodes: Sequence[Node]) -> list[Node]:
    """The groups that the first of these rows stands under, for a page that begins inside them."""
    codes = set(rows[0].under.split()) if rows else set()
    return [node for node in nodes if node.task.code in codes]


def lead_agencies(nodes: Sequence[Node]) -> list[Agency]:
    """The agencies that lead something in this plan, in the register's order: the choices of the filter."""
    ids = {agency for node in nodes for agency in node.lead_ids}
    return list(Agency.objects.filter(id__in=ids).order_by("position", "id"))


def total_planned(nodes: Sequence[Node], for_all: Decimal | None) -> Decimal | None:
    """The plan's planned money (VND): of its leaves and of the plan as a whole; None where it prints none."""
    amounts = [for_all, *(node.planned for node in nodes if not node.is_group)]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None
