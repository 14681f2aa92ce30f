"""Rolled-up figures kept for speed: derived, may be deleted at any time."""

from django.db import models

from reporting.models.collection import Period


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
