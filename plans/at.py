"""What a plan asks, read at a day (DESIGN, "A plan at a day"): opening, pages, roll-up and papers read it here.

The version says which text and which money count, never the day; who answers for a task is also a matter of the day.
What a version brought is known with the version; anything else counts from the moment it was recorded.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.db import connection
from django.db.models import BooleanField, Model, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

from common.oddities import say_once
from plans.events import AS_PRINTED, COLUMNS, Course, EventAt, courses
from plans.models import Assignment, BudgetLine, Plan, PlanVersion, TaskEvent, TaskVersion

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)

# The one definition of "a row of this version". `{row}` is the table or its alias; %(versions)s are the ids of the
# versions up to the one read, %(recorded_by)s is the moment of what is known and %(day)s the day, as the database
# compares them. An end counts when a version up to this one made it; where it was no version's, once it was recorded.
ENDED = "coalesce({row}.ended_by_id IN %(versions)s, {row}.ended_recorded_at <= %(recorded_by)s)"
STATED = f"""
{{row}}.version_id IN %(versions)s
AND ({{row}}.cause = 'version' OR {{row}}.recorded_at <= %(recorded_by)s)
AND ({{row}}.valid_to IS NULL OR NOT {ENDED})
"""
ANSWERING = f"""
(CASE {{row}}.cause WHEN 'version' THEN {{row}}.cause_id IN %(versions)s
 ELSE {{row}}.recorded_at <= %(recorded_by)s END)
AND {{row}}.valid_from <= %(day)s
AND ({{row}}.valid_to IS NULL OR {{row}}.valid_to > %(day)s OR NOT {ENDED})
"""
# Of several stated rows of one identity the last counts: the newest version's, then the one recorded last. Most rows
# are alone: that they are not `later` than themselves is said first, so that their versions are not looked up.
OVERTAKEN = f"""
EXISTS (
 SELECT 1 FROM {{table}} later
 JOIN plans_planversion its ON its.id = later.version_id
 JOIN plans_planversion own ON own.id = {{row}}.version_id
 WHERE later.{{identity}} = {{row}}.{{identity}} AND later.id <> {{row}}.id AND {STATED.replace("{row}", "later")}
 AND (its.no, later.recorded_at, later.id) > (own.no, {{row}}.recorded_at, {{row}}.id))
"""
LEAF = f"""
EXISTS (
 SELECT 1 FROM plans_taskversion leaf WHERE leaf.task_id = {{row}}.task_id AND leaf.kind = 'task'
 AND {STATED.replace("{row}", "leaf")}
 AND NOT {OVERTAKEN.format(table="plans_taskversion", identity="task_id", row="leaf")})
"""


@dataclass(frozen=True, slots=True)
class TaskAt:
    """A node of the plan's tree: `id` and `parent` are the Task's, `row` is the TaskVersion's. Local dates.

    `ends_on` is the printed deadline and `trigger_text` what the printed time waits for; `deadline` and `waits` say
    what holds after what happened since (`course`).
    """

    id: int
    row: int
    parent: int | None
    code: str
    number_printed: str
    position: int
    kind: str
    name: str
    folded: str
    product: str
    notes: str
    lead_text: str
    coordinating_text: str
    time_text: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    recurring: bool
    trigger_text: str
    published: bool
    course: Course = AS_PRINTED

    @property
    def deadline(self) -> dt.date | None:
        """The deadline in force."""
        return self.course.deadline(self.ends_on)

    @property
    def waits(self) -> bool:
        """Whether something has to happen first that nobody has recorded yet."""
        return bool(self.trigger_text) and not self.course.met

    @property
    def is_group(self) -> bool:
        return self.kind == "group"


@dataclass(frozen=True, slots=True)
class AssignmentAt:
    """Who answers for a task: an agency or a group (one of the two ids), its name, its label for dense tables."""

    row: int
    task: int
    agency: int | None
    group: int | None
    name: str
    label: str
    role: str
    label_printed: str
    main: bool
    position: int

    @property
    def responsible(self) -> bool:
        """Leads and implementers owe a report; who coordinates does not."""
        return self.role in ("lead", "implement")


@dataclass(frozen=True, slots=True)
class BudgetAt:
    """Money of a task (None: of the whole plan) from a source in a year (0: the whole horizon). VND."""

    row: int
    task: int | None
    source: int
    source_code: str
    source_name: str
    source_position: int
    year: int
    stage: str
    amount: Decimal
    printed: str


@dataclass(frozen=True)
class PlanAt:
    """A plan as version `no` asks it, on a day, as known at a moment. Made by `plan_at` only."""

    plan: int
    version: int
    no: int
    day: dt.date
    known_at: dt.datetime
    tasks: tuple[TaskAt, ...]
    assignments: tuple[AssignmentAt, ...]
    budget: tuple[BudgetAt, ...]

    @cached_property
    def by_id(self) -> Mapping[int, TaskAt]:
        return {task.id: task for task in self.tasks}

    @property
    def leaves(self) -> tuple[TaskAt, ...]:
        """The tasks proper, in printed order."""
        return tuple(task for task in self.tasks if not task.is_group)

    def code_of(self, task: int | None) -> str | None:
        """What is printed before a task; None for none."""
        found = None if task is None else self.by_id.get(task)
        return found.code if found else None

    def task(self, code: str) -> TaskAt | None:
        """The node printed under a code: for addresses, never to join figures by."""
        return next((task for task in self.tasks if task.code == code), None)

    def answering(self, task: int) -> tuple[AssignmentAt, ...]:
        """Who answers for a task, in printed order."""
        return self._answering.get(task, ())

    def responsible(self, task: int) -> tuple[AssignmentAt, ...]:
        """Who owes a report on a task, in printed order."""
        return tuple(row for row in self.answering(task) if row.responsible)

    def money(self, task: int | None) -> tuple[BudgetAt, ...]:
        """A task's lines by source and year; None: those of the whole plan."""
        return self._money.get(task, ())

    @cached_property
    def _answering(self) -> Mapping[int, tuple[AssignmentAt, ...]]:
        return grouped(self.assignments, lambda row: row.task)

    @cached_property
    def _money(self) -> Mapping[int | None, tuple[BudgetAt, ...]]:
        return grouped(self.budget, lambda row: row.task)


def plan_at(version: PlanVersion, *, day: dt.date, known_at: dt.datetime) -> PlanAt:
    """What the plan asks at `version`, on `day`, as known at `known_at`. Five queries at most.

    Before its version takes effect a plan is read as on the day it does. What happened to a task since (its trigger,
    another deadline, a pause) is laid over these rows, in effect on or before the day and recorded by `known_at`.
    """
    read = Reading.of(version, day, known_at)
    tasks = TaskVersion.objects.filter(read.stated(TaskVersion), plan=version.plan_id)
    assignments = Assignment.objects.filter(read.answering(Assignment), task__plan=version.plan_id)
    budget = BudgetLine.objects.filter(read.stated(BudgetLine), plan=version.plan_id)
    tree = newest(
        (TaskAt(*row) for row in tasks.order_by(*OLDEST_FIRST).values_list(*TASK)),
        identity=lambda task: task.id,
        order=lambda task: (task.position, task.id),
    )
    lost = astray((task.id, task.parent) for task in tree)
    happened = courses(events_of(version.plan_id, read.day, known_at))
    return PlanAt(
        plan=version.plan_id,
        version=version.pk,
        no=version.no,
        day=read.day,
        known_at=known_at,
        tasks=tuple(_in_its_place(task, task.id in lost, happened.get(task.id, AS_PRINTED)) for task in tree),
        assignments=newest(
            (AssignmentAt(*row) for row in assignments.order_by(*RECORDED_FIRST).values_list(*ASSIGNMENT)),
            identity=lambda row: (row.task, row.agency, row.group, row.role),
            order=lambda row: (row.position, row.row),
        ),
        budget=newest(
            (BudgetAt(*row) for row in budget.order_by(*OLDEST_FIRST).values_list(*BUDGET)),
            identity=lambda line: (line.task, line.source, line.year, line.stage),
            order=lambda line: (line.source_position, line.source, line.year),
        ),
    )


def _in_its_place(task: TaskAt, lost: bool, course: Course) -> TaskAt:
    """A task with what happened to it; one under no row before it is a root."""
    if not lost and course is AS_PRINTED:
        return task
    return replace(task, parent=None if lost else task.parent, course=course)


def events_of(plan: int, day: dt.date, known_at: dt.datetime) -> list[EventAt]:
    """What happened to a plan's tasks up to a day, as known at a moment, the oldest first. One query."""
    rows = TaskEvent.objects.filter(task__plan=plan).in_effect_on(day).known_at(known_at)
    return [EventAt(*row) for row in rows.one_after_the_other().values_list(*COLUMNS)]


def version_on(plan: Plan, day: dt.date) -> PlanVersion:
    """The newest version in effect on a day; before the plan's first day, its first.

    A plan without any, which no verb leaves behind, is read as a version that states nothing.
    """
    versions = PlanVersion.objects.filter(plan=plan)
    found = versions.filter(effective_on__lte=day).order_by("-no").first() or versions.order_by("no").first()
    if found is None:
        say_once(f"plan {plan.ref} has no version")
    return found or PlanVersion(pk=0, plan=plan, no=0, effective_on=plan.issued_on or day)


@dataclass(frozen=True, slots=True)
class Reading:
    """The ids of the versions up to the one read, the day that counts, and the moment of what is known."""

    versions: tuple[int, ...]
    day: dt.date
    known_at: dt.datetime

    @classmethod
    def of(cls, version: PlanVersion, day: dt.date, known_at: dt.datetime) -> "Reading":
        earlier: Iterable[int] = ()
        if version.no > 1:
            before = PlanVersion.objects.filter(plan=version.plan_id, no__lt=version.no)
            earlier = before.values_list("pk", flat=True)
        return cls((*earlier, version.pk), max(day, version.effective_on), known_at)

    def stated(self, model: type[Model]) -> RawSQL:
        """Rows of texts, money, indicators or targets that count."""
        return self._rule(STATED, model)

    def newest(self, model: type[Model], identity: str) -> RawSQL:
        """Of those rows the last of each identity (its column), as `plan_at` takes them."""
        return self._rule(f"{STATED} AND NOT {OVERTAKEN}", model, identity)

    def of_leaves(self, model: type[Model]) -> RawSQL:
        """Rows about tasks proper, as the plan states them."""
        return self._rule(LEAF, model)

    def answering(self, model: type[Model]) -> RawSQL:
        """Rows of who answers that count."""
        return self._rule(ANSWERING, model)

    def _rule(self, rule: str, model: type[Model], identity: str = "") -> RawSQL:
        values = {
            "day": connection.ops.adapt_datefield_value(self.day),
            "recorded_by": connection.ops.adapt_datetimefield_value(self.known_at),
        }
        versions = f"({', '.join(map(str, self.versions))})"
        table = model._meta.db_table
        sql = rule.format(row=table, table=table, identity=identity).replace("%(versions)s", versions)
        params = [values[name] for name in NAMED.findall(sql)]
        # constants of this file and numbers; what varies is bound
        return RawSQL(NAMED.sub("%s", sql), params, output_field=BooleanField())  # noqa: S611


def newest(
    rows: Iterable[Row], *, identity: Callable[[Row], Hashable], order: Callable[[Row], tuple[int | str, ...]]
) -> tuple[Row, ...]:
    """The last of each identity, of rows the oldest first, in their order."""
    return tuple(sorted({identity(row): row for row in rows}.values(), key=order))


def astray(tree: Iterable[tuple[int, int | None]]) -> set[int]:
    """Of rows in printed order (identity, the one above): those under no row before them, which no verb leaves behind.

    Whoever reads a tree takes them for roots, so that it has no circle and no row is lost.
    """
    before: set[int] = set()
    found = set()
    for row, above in tree:
        if above is not None and above not in before:
            found.add(row)
        before.add(row)
    return found


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, tuple[Row, ...]]:
    """Rows by what they belong to, in their order."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {key: tuple(of_key) for key, of_key in found.items()}


NAMED = re.compile(r"%\((\w+)\)s")
OLDEST_FIRST = ("version__no", "recorded_at", "pk")
RECORDED_FIRST = ("recorded_at", "pk")
WHO = (
    "agency_id",
    "group_id",
    Coalesce("agency__name", "group__name"),
    Coalesce(NullIf("agency__short_name", Value("")), "agency__name", "group__name"),
)
# columns in the order of the fields
TASK = (
    "task_id",
    "pk",
    "parent_id",
    "code",
    "number_printed",
    "position",
    "kind",
    "name",
    "folded",
    "product",
    "notes",
    "lead_text",
    "coordinating_text",
    "time_text",
    "starts_on",
    "ends_on",
    "recurring",
    "trigger_text",
    "published",
)
ASSIGNMENT = ("pk", "task_id", *WHO, "role", "label_printed", "main", "position")
BUDGET = (
    "pk",
    "task_id",
    "source_id",
    "source__code",
    "source__name_printed",
    "source__position",
    "year",
    "stage",
    "amount",
    "printed",
)
