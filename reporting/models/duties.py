"""What became of the duties of an open period after it was opened. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Measure
from plans.models import Task
from reporting.models.collection import Period, Submission


class DutyChange(models.Model):
    """A duty added to an open period, waived in it, or moved to another agency, with its cause.

    `from_submission` is who owed it (none where it was added), `to_submission` who owes it now (none where nobody
    does). `cause_id` is the id of the event or succession, where one was the cause.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="duty_changes")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60, blank=True, default="")
    from_submission = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="duties_gone"
    )
    to_submission = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="duties_come"
    )
    cause = models.CharField(
        max_length=12,
        choices=[
            ("event", _("ghi nhận thay đổi")),
            ("succession", _("sắp xếp cơ quan")),
            ("reassignment", _("chuyển cơ quan")),
            ("added", _("bổ sung")),
            ("waived", _("miễn báo cáo")),
        ],
    )
    cause_id = models.BigIntegerField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=True) ^ Q(measure__isnull=True), name="dutychange_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(from_submission__isnull=False) | Q(to_submission__isnull=False),
                name="dutychange_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.from_submission_id} → {self.to_submission_id}"
