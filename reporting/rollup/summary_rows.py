"""The tasks and targets of a plan's newest period as rows beside its summary, and back as the payload's own figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from common.text import fold
from reporting.models import PlanSummary, TargetSummary, TaskSummary
from reporting.rollup.inputs import plan_ref
from reporting.rollup.opened import indicator_figure
from reporting.rollup.payload import AgencyRef, IndicatorFigure, Payload, PlanRef, TaskFigure
from reporting.rollup.shapes import IndicatorJson
from reporting.rollup.stored import indicator_json
from reporting.rollup.summary import is_obstacle

# Columns that have the name they have in the payload.
ALIKE = (
    "code",
    "parent",
    "name",
    "lead_text",
    "coordinating_text",
    "time_text",
    "deadline",
    "status",
    "state",
    "percent",
    "reported",
    "owed",
    "carried_from",
    "overdue_days",
    "result",
    "difficulty",
    "proposal",
)
COLUMNS = ("position", "folded", *ALIKE, "main_id", "main_name", "obstacle")
WORST_FIRST = ("not_met", "off_track", "at_risk", "on_track", "met")


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task of one of several plans."""

    plan: PlanRef
    task: TaskFigure


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """A target of one of several plans."""

    plan: PlanRef
    row: IndicatorFigure


# ---------------------------------------------------------------------------------------------------------- writing


def write_rows(summary: PlanSummary, payload: Payload) -> None:
    """Make the rows of a summary what the payload says; part of making the summary, under its lock."""
    _write_tasks(summary, payload)
    _write_targets(summary, payload)


def _write_tasks(summary: PlanSummary, payload: Payload) -> None:
    """Rows that say the same already are left alone: a day or an approval changes few of them."""
    kept = summary.tasks.order_by().values_list("task_id", *COLUMNS)
    before = {task: said for task, *said in kept}
    now = {row.task: _columns(place, row) for place, row in enumerate(payload.tasks)}
    gone = before.keys() - now.keys()
    if gone:
        summary.tasks.filter(task__in=gone).delete()
    changed = [
        TaskSummary(summary=summary, task_id=task, **dict(zip(COLUMNS, said, strict=True)))
        for task, said in now.items()
        if before.get(task) != said
    ]
    TaskSummary.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["summary", "task"],
        update_fields=[name.removesuffix("_id") for name in COLUMNS],
    )


def _columns(place: int, row: TaskFigure) -> list[object]:
    main, name = (row.main.id, row.main.name) if row.main else (None, "")
    folded = fold(f"{row.code} {row.name}")
    return [place, folded, *(getattr(row, column) for column in ALIKE), main, name, is_obstacle(row)]


def _write_targets(summary: PlanSummary, payload: Payload) -> None:
    kept = dict(summary.targets.order_by().values_list("position", "row"))
    rows = [indicator_json(row) for row in payload.indicators]
    if kept == dict(enumerate(rows)):
        return
    summary.targets.all().delete()
    TargetSummary.objects.bulk_create(
        TargetSummary(
            summary=summary,
            indicator_id=figure.indicator,
            position=place,
            folded=fold(f"{figure.number} {figure.name}"),
            verdict=figure.verdict,
            rank=_rank(figure.verdict),
            drawn=figure.value is not None and figure.verdict != "judgement",
            row=row,
        )
        for place, (figure, row) in enumerate(zip(payload.indicators, rows, strict=True))
    )


def _rank(verdict: str) -> int:
    return WORST_FIRST.index(verdict) if verdict in WORST_FIRST else len(WORST_FIRST)


# ---------------------------------------------------------------------------------------------------------- reading


def tasks_of(rows: Iterable[TaskSummary]) -> list[PlanTask]:
    """Rows read `with_plan`, each as the payload's figure beside its plan; without the parts of other agencies."""
    return [PlanTask(plan_ref(row.summary.plan), task_figure(row)) for row in rows]


def targets_of(rows: Iterable[TargetSummary]) -> list[PlanTarget]:
    """Rows read `with_plan`, each as the payload's figure beside its plan."""
    return [PlanTarget(plan_ref(row.summary.plan), target_figure(row)) for row in rows]


def task_figure(row: TaskSummary) -> TaskFigure:
    main = None if row.main_id is None else AgencyRef(row.main_id, row.main_name)
    return TaskFigure(task=row.task_id, main=main, **{column: getattr(row, column) for column in ALIKE})


def target_figure(row: TargetSummary) -> IndicatorFigure:
    return indicator_figure(cast(IndicatorJson, row.row))
