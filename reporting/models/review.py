"""The reviewer's actions and what approval made of the lines. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from plans.models import FundingSource, Task, TaskVersion
from reporting.models.collection import MeasureEntry, Period, Sending, Submission, TaskEntry
from reporting.querysets import ReviewActionQuerySet, TaskFactQuerySet


class ReviewAction(models.Model):
    """Approval, return, comment or reopening: of a line, or of the whole submission. Kept for ever."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="actions")
    sending = models.ForeignKey(Sending, null=True, on_delete=models.PROTECT, related_name="actions")
    task_entry = models.ForeignKey(TaskEntry, null=True, on_delete=models.PROTECT, related_name="actions")
    measure_entry = models.ForeignKey(
        MeasureEntry, null=True, on_delete=models.PROTECT, related_name="actions"
    )
    action = models.CharField(
        max_length=8,
        choices=[
            ("approve", _("Duyệt")),
            ("return", _("Trả lại")),
            ("comment", _("Trao đổi")),
            ("reopen", _("Mở lại")),
        ],
    )
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReviewActionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=["return", "reopen"]) | ~Q(reason=""),
                name="reviewaction_gives_its_reason",
                violation_error_message=_("Cần ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(task_entry__isnull=True) | Q(measure_entry__isnull=True),
                name="reviewaction_of_one_line",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submission"],
                condition=Q(action__in=["return", "reopen"]),
                name="reviewaction_sent_back",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.action}"


class TaskFact(models.Model):
    """What approval made of a task line: superseded by a later approval, never changed."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="facts")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="facts")
    task_version = models.ForeignKey(TaskVersion, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="facts")
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="facts")
    main = models.BooleanField(default=False)
    state = models.CharField(
        max_length=16,
        choices=[
            ("not_started", _("Chưa thực hiện")),
            ("in_progress", _("Đang thực hiện")),
            ("completed", _("Hoàn thành")),
            ("not_applicable", _("Không áp dụng")),
            ("awaiting_trigger", _("Chờ điều kiện")),
        ],
    )
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    completed_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    difficulty = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    approved_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = TaskFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "task", "agency"],
                condition=Q(superseded_at__isnull=True),
                name="taskfact_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                name="taskfact_percent_is_a_share",
                violation_error_message=_("Tỷ lệ phải từ 0 đến 100%."),
            ),
            models.CheckConstraint(
                condition=Q(state="completed", percent=100, completed_on__isnull=False)
                | Q(state__in=["not_started", "in_progress"], percent__lt=100, completed_on__isnull=True)
                | Q(
                    state__in=["not_applicable", "awaiting_trigger"],
                    percent__isnull=True,
                    completed_on__isnull=True,
                ),
                name="taskfact_completed_is_100_with_a_date",
                violation_error_message=_(
                    "Hoàn thành phải có tỷ lệ 100% và ngày hoàn thành; chưa hoàn thành thì dưới 100%."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["task", "agency", "approved_at"]),
            models.Index(fields=["period", "task"]),
            # what agencies ask for, the newest first
            models.Index(
                models.F("approved_at").desc(),
                models.F("id").desc(),
                condition=Q(superseded_at__isnull=True) & ~Q(proposal=""),
                name="taskfact_proposals",
            ),
            # roll-up: a row per main line, sums over the other parts without touching the table
            models.Index(fields=["period", "task"], condition=Q(main=True), name="taskfact_main"),
            models.Index(
                fields=["period", "task", "approved_at", "superseded_at", "completed_on", "percent"],
                condition=Q(main=False),
                name="taskfact_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.task_id} {self.agency_id}"


class MoneyFact(models.Model):
    """Money of an approved line, per source and budget year, cumulative from 01/01 of that year. VND.

    `period` is its fact's: few facts have money, and roll-up finds that of a period without reading them all.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    fact = models.ForeignKey(TaskFact, on_delete=models.PROTECT, related_name="money")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    budget_year = models.PositiveSmallIntegerField()
    cumulative = models.DecimalField(max_digits=18, decimal_places=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "source", "budget_year"], name="moneyfact_once"),
            models.CheckConstraint(
                condition=Q(cumulative__gte=0),
                name="moneyfact_not_negative",
                violation_error_message=_("Số giải ngân không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.source_id} {self.budget_year}"
