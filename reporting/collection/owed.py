"""What is owed when a period opens, from the plan at that day: tasks not yet done, and measures by scope."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q

from indicators.at import FollowerAt, IndicatorsAt
from plans.at import AssignmentAt, PlanAt, TaskAt
from reporting.collection.duties import Named, Owed, Register
from reporting.collection.value import Sums, is_completed, value_of
from reporting.models import TaskEntry, TaskFact


def owed_tasks(plan: PlanAt, to_on: dt.date, completed: Container[int]) -> tuple[list[Owed], list[TaskAt]]:
    """Leaves begun by the end of the period, neither approved as completed nor ended; and the finished ones."""
    owed, finished = [], []
    for task in plan.leaves:
        if task.starts_on is not None and task.starts_on > to_on:
            continue
        if task.course.standing in ("cancelled", "merged"):
            continue
        if task.id in completed and not task.recurring:
            finished.append(task)
        else:
            owed.append(Owed(task.id, tuple(map(_named, plan.responsible(task.id)))))
    return owed, finished


def _named(row: AssignmentAt | FollowerAt) -> Named:
    return Named(row.agency, row.group, row.label_printed, row.main)


def owed_measures(wanted: IndicatorsAt, register: Register) -> list[Owed]:
    """One thing to report per measure and scope, followed by every agency its indicators name."""
    named: dict[tuple[int, str], dict[tuple[int | None, int | None], Named]] = {}
    for indicator in wanted.leaves:
        if indicator.measure is None:
            continue
        for scope in sorted({target.scope for target in wanted.targets_of(indicator.id)} or {""}):
            names = named.setdefault((indicator.measure, scope), {})
            for row in wanted.followers_of(indicator.id):
                name = _named(row)
                if register.leaves_unnamed(name):
                    continue
                if name.main and any(known.main for known in names.values()):
                    name = replace(name, main=False)  # two plans may name different ones; one value counts
                names.setdefault((name.agency, name.group), name)
    return [Owed(key, tuple(names.values())) for key, names in named.items()]


class Approved(NamedTuple):
    """An approved line of a task."""

    task: int
    agency: int
    main: bool
    state: str
    percent: Decimal | None
    completed_on: dt.date | None


def completed_tasks(plan: PlanAt, known_at: dt.datetime) -> set[int]:
    """Tasks completed by what was approved up to a moment: the last line of each agency counts. Two queries."""
    facts = TaskFact.objects.filter(task__plan=plan.plan).known_at(known_at)
    mains: dict[int, Approved] = {}
    others: dict[int, dict[int, Approved]] = defaultdict(dict)
    for row in facts.order_by("period__to_on", "approved_at", "id").values_list(*Approved._fields):
        line = Approved(*row)
        if line.main:
            mains[line.task] = line
        else:
            others[line.task][line.agency] = line
    duties = _last_duties({task for task, lines in others.items() if task not in mains})
    found = set()
    for task in mains.keys() | others.keys():
        duty = duties.get(task, Duties(0, False))
        value = value_of(
            mains.get(task),
            Sums.of(others[task].values()) if task in others else None,
            led=duty.led,
            owed=duty.lines,
            triggered=task in plan.by_id and plan.by_id[task].waits,
        )
        if is_completed(value):
            found.add(task)
    return found


class Duties(NamedTuple):
    """How many lines a period has of a task, and whether one of them is its main agency's."""

    lines: int
    led: bool


def _last_duties(tasks: set[int]) -> dict[int, Duties]:
    """The duties of tasks in the last period that has any."""
    counted = (
        TaskEntry.objects.filter(task__in=tasks)
        .values("task", "submission__period__to_on", "submission__period")
        .annotate(lines=Count("id"), mains=Count("id", filter=Q(main=True)))
        .order_by("submission__period__to_on", "submission__period")
    )
    return {row["task"]: Duties(row["lines"], row["mains"] > 0) for row in counted} if tasks else {}
