"""What is owed when a period opens, from the plan at that day: tasks not yet done, and measures by scope."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container
from dataclasses import replace

from indicators.at import FollowerAt, IndicatorsAt
from plans.at import AssignmentAt, PlanAt, TaskAt
from plans.models import Plan
from reporting.collection.duties import Named, Owed, Register
from reporting.models import TaskEntry, TaskFact


def owed_tasks(plan: PlanAt, to_on: dt.date, completed: Container[int]) -> tuple[list[Owed], list[TaskAt]]:
    """Leaves begun by the end of the period and not yet approved as completed; and the finished ones."""
    owed, finished = [], []
    for task in plan.leaves:
        if task.starts_on is not None and task.starts_on > to_on:
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


def completed_tasks(plan: Plan, known_at: dt.datetime) -> set[int]:
    """Tasks whose main agency's latest approved line says completed; without one, whose every part does."""
    latest: dict[tuple[int, int], str] = {}
    of_main: dict[int, str] = {}
    facts = TaskFact.objects.filter(task__plan=plan).known_at(known_at).order_by("approved_at", "id")
    for task, agency, state, main in facts.values_list("task_id", "agency_id", "state", "main"):
        latest[task, agency] = state
        if main:
            of_main[task] = state
    parts: dict[int, list[str]] = defaultdict(list)
    for task, agency in (
        TaskEntry.objects.filter(task__plan=plan).values_list("task_id", "submission__agency_id").distinct()
    ):
        parts[task].append(latest.get((task, agency), ""))
    by_groups = {
        task
        for task, states in parts.items()
        if task not in of_main and "completed" in states and set(states) <= {"completed", "not_applicable"}
    }
    return by_groups | {task for task, state in of_main.items() if state == "completed"}
