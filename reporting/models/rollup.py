"""What is kept for the speed of roll-up: derived, may be deleted at any time."""

from django.db import models
from django.db.models import Q

from agencies.models import Agency
from plans.models import Task
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
    """The payload of `rollup(period, day, known_at)`; the same facts give the same bytes, so it never goes stale."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    known_at = models.DateTimeField()
    rules_version = models.PositiveSmallIntegerField()
    payload = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "day", "known_at", "rules_version"], name="rollupcache_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.day}"
