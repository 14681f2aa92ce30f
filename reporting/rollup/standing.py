"""How plans stand in their newest periods, for their own pages (`plans.season.Standing`): what is asked for is read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from reporting.models import PlanSummary, TargetSummary, TaskSummary
from reporting.rollup.payload import IndicatorFigure, TaskFigure
from reporting.rollup.summaries import Kept
from reporting.rollup.summary import GroupCounts, Summary
from reporting.rollup.summary_rows import target_figure, task_figure


class Rows:
    """Tasks, targets and groups of several plans by plan, each kind one query when the first plan is asked for it."""

    def __init__(self, plans: Sequence[int]) -> None:
        self._plans = plans

    @cached_property
    def tasks(self) -> Mapping[int, list[TaskFigure]]:
        found: dict[int, list[TaskFigure]] = defaultdict(list)
        for row in TaskSummary.objects.filter(summary__in=self._plans).order_by("summary", "position"):
            found[row.summary_id].append(task_figure(row))
        return found

    @cached_property
    def targets(self) -> Mapping[int, list[IndicatorFigure]]:
        found: dict[int, list[IndicatorFigure]] = defaultdict(list)
        for row in TargetSummary.objects.filter(summary__in=self._plans).order_by("summary", "position"):
            found[row.summary_id].append(target_figure(row))
        return found

    @cached_property
    def groups(self) -> Mapping[int, list[GroupCounts]]:
        rows = PlanSummary.objects.filter(plan__in=self._plans).values_list("plan", "groups")
        return {plan: [GroupCounts(task, counts) for task, counts in groups] for plan, groups in rows}

    def task(self, plan: int, task: int) -> TaskFigure | None:
        """One task of a plan (their ids)."""
        row = TaskSummary.objects.filter(summary=plan, task=task).first()
        return None if row is None else task_figure(row)


class PlanStanding:
    """A plan in its newest period: counts from its summary, tasks and targets from the rows beside it."""

    def __init__(self, kept: Kept, rows: Rows) -> None:
        self._kept, self._rows = kept, rows

    @property
    def summary(self) -> Summary:
        return self._kept.summary

    @property
    def counts(self) -> Mapping[str, int]:
        return self._kept.summary.counts

    @property
    def groups(self) -> Sequence[GroupCounts]:
        return self._rows.groups.get(self._kept.plan, [])

    @property
    def tasks(self) -> Sequence[TaskFigure]:
        return self._rows.tasks.get(self._kept.plan, [])

    @property
    def indicators(self) -> Sequence[IndicatorFigure]:
        return self._rows.targets.get(self._kept.plan, [])

    def of_task(self, task: int) -> TaskFigure | None:
        """The figures of one leaf, by its identity."""
        return self._rows.task(self._kept.plan, task)


def standings_of(kept: Sequence[Kept]) -> list[PlanStanding]:
    """The standing of each plan, in the same order; what is read of one is read of all."""
    rows = Rows([one.plan for one in kept])
    return [PlanStanding(one, rows) for one in kept]
