"""A task and a budget line as one row of a spreadsheet says them, and what two such rows differ in.

These are what an administrator corrects in place before the first report (DESIGN "Identity and version"). Other rows
are named as people name them: a parent by its code, agencies by name.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeAlias, TypedDict

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from agencies.models import Agency, AgencyGroup
from common.text import clean
from plans.models import Assignment, BudgetLine, FundingSource, Plan, TaskVersion

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Who = Agency | AgencyGroup


class Above(TypedDict):
    """What `with_answering` adds: the code of the group a task stands in."""

    parent_code: str | None


class OfTask(TypedDict):
    """What `with_task` adds: the task of a line as the plan states it now, nothing for the whole plan."""

    task_code: str | None
    task_name: str | None
    task_position: int | None


TaskBelow: TypeAlias = "WithAnnotations[TaskVersion, Above]"
LineOfTask: TypeAlias = "WithAnnotations[BudgetLine, OfTask]"


@dataclass(kw_only=True)
class Row:
    """What a row says; `pk` is that of the row of ours, None while there is none."""

    plan: Plan | None = None
    pk: int | None = None

    @property
    def known_plan(self) -> Plan:
        """The plan, of a row in which one was found. Raises ValueError for another."""
        if self.plan is None:
            raise ValueError("the row names no plan")
        return self.plan

    def __deepcopy__(self, _memo: dict) -> Self:
        """What stands in the cells is never changed in place, so that a copy of the row is enough."""
        return replace(self)


@dataclass(kw_only=True)
class TaskRow(Row):
    """A task, found by its code in the plan. Days are local dates."""

    code: str = ""
    parent: str = ""
    kind: str = "task"
    name: str = ""
    lead: tuple[Who, ...] = ()
    coordinating: tuple[Who, ...] = ()
    time_text: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    recurring: bool = False
    trigger_text: str = ""
    product: str = ""
    notes: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]


@dataclass(kw_only=True)
class BudgetRow(Row):
    """Money, found by task ('' is the whole plan), source, year (0 is the whole horizon) and stage. VND."""

    task: str = ""
    source: FundingSource | None = None
    year: int = 0
    stage: str = "planned"
    amount: Decimal | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.task, str(self.source or ""), str(self.year or ""))))


def with_answering(tasks: QuerySet[TaskVersion]) -> "QuerySet[TaskBelow]":
    """These tasks with what their row takes from other tables: `parent_code` and those who answer now."""
    above = TaskVersion.objects.current().filter(task=OuterRef("parent"))
    answering = Assignment.objects.current().select_related("agency", "group").order_by("position")
    return (
        tasks.select_related("plan__province", "version", "task")
        .annotate(parent_code=Subquery(above.values("code")[:1]))
        .prefetch_related(Prefetch("task__assignments", answering))
    )


def with_task(lines: QuerySet[BudgetLine]) -> "QuerySet[LineOfTask]":
    """These lines with `task_code`, `task_name` and `task_position` as the plan states them now."""
    now = TaskVersion.objects.current().filter(task=OuterRef("task"))
    return lines.select_related("plan__province", "source").annotate(
        task_code=Subquery(now.values("code")[:1]),
        task_name=Subquery(now.values("name")[:1]),
        task_position=Subquery(now.values("position")[:1]),
    )


def row_of_task(version: "TaskBelow") -> TaskRow:
    """The row of a task read through `with_answering`."""

    def answering(role: str) -> tuple[Who, ...]:
        named = (row.agency or row.group for row in version.task.assignments.all() if row.role == role)
        return tuple(who for who in named if who)

    return TaskRow(
        plan=version.plan,
        pk=version.pk,
        code=version.code,
        parent=version.parent_code or "",
        kind=version.kind,
        name=clean(version.name),
        lead=answering("lead"),
        coordinating=answering("coordinate"),
        time_text=clean(version.time_text),
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        recurring=version.recurring,
        trigger_text=clean(version.trigger_text),
        product=clean(version.product),
        notes=clean(version.notes),
    )


def row_of_line(line: "LineOfTask") -> BudgetRow:
    """The row of a budget line read through `with_task`."""
    return BudgetRow(
        plan=line.plan,
        pk=line.pk,
        task=line.task_code or "",
        source=line.source,
        year=line.year,
        stage=line.stage,
        amount=line.amount,
    )


def changes(before: Row | None, after: Row) -> dict[str, list[str | None]]:
    """{cell: [from, to]} as text for the log; a new row lists what it says."""
    found: dict[str, list[str | None]] = {}
    for cell in fields(after):
        if cell.name in ("plan", "pk"):
            continue
        old = getattr(before, cell.name) if before else cell.default
        new = getattr(after, cell.name)
        if old != new:
            found[cell.name] = [_text(old) if before else None, _text(new)]
    return found


def _text(value: object) -> str | None:
    if isinstance(value, tuple):
        return joined(value)
    return None if value is None else str(value)


def joined(who: Iterable[Who | None]) -> str:
    """Agencies and groups as one cell holds them."""
    return "; ".join(one.name for one in who if one)
