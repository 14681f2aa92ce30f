"""What is kept for the speed of roll-up: derived, may be deleted at any time."""

from django.db import models
from django.db.models import Q

from agencies.models import Agency
from indicators.models import Indicator
from plans.models import Plan, Task
from reporting.figure_querysets import PlanSummaryQuerySet, TargetSummaryQuerySet, TaskSummaryQuerySet
from reporting.models.collection import Period


class DutyCount(models.Model):
    """How many frozen lines a task has (`agency`: whose line is the main one) or, without a task, an agency has.

    `collection.counting.count_duties` writes it whenever duties are frozen; a period without rows is counted anew.
    """

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="duty_counts")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "task"], condition=Q(task__isnull=False), name="dutycount_of_task_once"
            ),
            models.UniqueConstraint(
                fields=["period", "agency"], condition=Q(task__isnull=True), name="dutycount_of_agency_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.task_id or self.agency_id}: {self.lines}"


class RollupCache(models.Model):
    """The payload of a period on a day, made from the stamp `number` of its plan."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.BigIntegerField()
    rules_version = models.PositiveSmallIntegerField()
    payload = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "day", "number", "rules_version"], name="rollupcache_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.day}"


class PlanSummary(models.Model):
    """A plan in its newest period, for the pages about many plans; `rollup.summaries` makes and reads it.

    `number` is that of the plan's stamp it was made from, `made_by` the rules. `figures` is a `SummaryJson`, `groups`
    the counts of the leaves of each group by status: [[task id, {status: count}], …]. Without a period nothing has
    been made yet.
    """

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="summary")
    period = models.ForeignKey(Period, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(null=True)
    known_at = models.DateTimeField(null=True)
    number = models.BigIntegerField(default=0)
    made_by = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    groups = models.JSONField(default=list)

    objects = PlanSummaryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} {self.day}"


class TaskSummary(models.Model):
    """A leaf of a plan in its newest period, column by column as `TaskFigure` has it; made with its `PlanSummary`."""

    summary = models.ForeignKey(PlanSummary, on_delete=models.CASCADE, related_name="tasks")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    parent = models.BigIntegerField(null=True)
    name = models.TextField()
    folded = models.TextField(default="")
    lead_text = models.TextField()
    coordinating_text = models.TextField()
    time_text = models.TextField()
    deadline = models.DateField(null=True)
    status = models.CharField(max_length=24)
    state = models.CharField(max_length=20, null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reported = models.PositiveIntegerField()
    owed = models.PositiveIntegerField()
    carried_from = models.DateField(null=True)
    overdue_days = models.IntegerField()
    main = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    main_name = models.TextField(blank=True)
    result = models.TextField()
    difficulty = models.TextField()
    proposal = models.TextField()
    obstacle = models.BooleanField()

    objects = TaskSummaryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "task"], name="tasksummary_once")]
        indexes = [
            models.Index(fields=["summary", "position"], name="tasksummary_as_printed"),
            models.Index(fields=["-overdue_days"], condition=Q(obstacle=True), name="tasksummary_obstacles"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.status}"


class TargetSummary(models.Model):
    """A target of a plan in its newest period; `row` is an `IndicatorJson`, the columns are to find and sort it by.

    `rank` is 0 for what is furthest behind, `drawn` says that there is a number to draw.
    """

    summary = models.ForeignKey(PlanSummary, on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    folded = models.TextField()
    verdict = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField()
    drawn = models.BooleanField()
    row = models.JSONField()

    objects = TargetSummaryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "position"], name="targetsummary_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.verdict}"
