"""What every row of a plan says about itself on two clocks: the days it is valid, and when the portal learned of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from common.models import Ranged


class Recorded(Ranged):
    """A row of the plan on two clocks: the days it is valid, and when the portal learned of it and of its end.

    `cause_id` is the id of the version, succession or event that brought the row. Ending a row sets `valid_to`,
    `ended_by` (the version that ends it; null where it was none) and `ended_recorded_at`, and nothing else. A row taken
    back ends on the day it begins: it counts for whoever asks what was known before.
    `plans.at` says which rows count.
    """

    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    cause = models.CharField(
        max_length=12,
        default="version",
        editable=False,
        choices=[
            ("version", _("bản của kế hoạch")),
            ("succession", _("sắp xếp cơ quan")),
            ("event", _("ghi nhận thay đổi")),
            ("correction", _("đính chính")),
        ],
    )
    cause_id = models.BigIntegerField(null=True, editable=False)
    ended_by = models.ForeignKey(
        "plans.PlanVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    ended_recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta(Ranged.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="%(class)s_range_runs_forward",
                violation_error_message=_("Ngày kết thúc hiệu lực phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, ended_by__isnull=True, ended_recorded_at__isnull=True)
                | Q(valid_to__isnull=False, ended_recorded_at__isnull=False),
                name="%(class)s_end_is_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(cause="version") | Q(cause_id__isnull=False), name="%(class)s_cause_is_known"
            ),
        ]


OF_ITS_VERSION = models.CheckConstraint(
    condition=~Q(cause="version") | Q(cause_id=F("version")), name="%(class)s_of_its_version"
)
