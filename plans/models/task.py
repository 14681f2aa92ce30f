"""The tasks of a plan as its versions state them, who answers for them, and what happened to them since."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, AgencyGroup
from common.models import StoredFile
from plans.models.plan import Plan, PlanVersion
from plans.querysets import AssignmentQuerySet, TaskEventQuerySet, TaskVersionQuerySet
from plans.recorded import OF_ITS_VERSION, Recorded


class Task(models.Model):
    """The identity of a node of the plan's tree: keeps while its text, place, dates or numbers change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    created_in = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.pk}"


class TaskVersion(Recorded):
    """A task as the plan states it in a span of days; groups and leaves of one tree."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="task_versions")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="versions")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="task_versions")
    parent = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="child_versions")
    code = models.CharField(max_length=40)
    number_printed = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=[("group", _("nhóm")), ("task", _("nhiệm vụ"))])
    name = models.TextField()
    folded = models.TextField(editable=False)
    product = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    lead_text = models.TextField(blank=True)
    coordinating_text = models.TextField(blank=True)
    time_text = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    recurring = models.BooleanField(default=False)
    trigger_text = models.TextField(blank=True)
    published = models.BooleanField(default=True)
    printed = models.JSONField(default=dict)

    objects = TaskVersionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("nhiệm vụ")
        ordering = ["plan", "position"]
        constraints = [
            *Recorded.Meta.constraints,
            OF_ITS_VERSION,
            models.UniqueConstraint(
                fields=["plan", "code"],
                condition=Q(valid_to__isnull=True),
                name="task_code_once",
                violation_error_message=_("Mã nhiệm vụ bị trùng trong kế hoạch."),
            ),
            models.UniqueConstraint(
                fields=["plan", "position"], condition=Q(valid_to__isnull=True), name="task_place_once"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(valid_to__isnull=True), name="task_one_version_open"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="task_starts_before_it_ends",
                violation_error_message=_("Ngày bắt đầu sau ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]


class AssignmentRole(models.TextChoices):
    LEAD = "lead", _("chủ trì")
    IMPLEMENT = "implement", _("thực hiện")
    COORDINATE = "coordinate", _("phối hợp")


class Assignment(Recorded):
    """An agency or a group answers for a task; exactly one of a task's assignments is main."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="assignments")
    group = models.ForeignKey(AgencyGroup, null=True, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10, choices=AssignmentRole.choices)
    label_printed = models.CharField(max_length=300)
    main = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    objects = AssignmentQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("phân công")
        ordering = ["task", "position"]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="assignment_agency_xor_group"
            ),
            models.UniqueConstraint(
                fields=["task", "agency", "role"],
                condition=Q(valid_to__isnull=True, agency__isnull=False),
                name="assignment_agency_once",
            ),
            models.UniqueConstraint(
                fields=["task", "group", "role"],
                condition=Q(valid_to__isnull=True, group__isnull=False),
                name="assignment_group_once",
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(valid_to__isnull=True, main=True), name="assignment_one_main"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.label_printed}"


class EventKind(models.TextChoices):
    """What can happen to a task after its plan was confirmed (SCHEMA, TaskEvent)."""

    TRIGGERED = "triggered", _("văn bản kích hoạt đã có")
    EXTENDED = "extended", _("lùi hạn")
    RELEAD = "relead", _("đổi cơ quan")
    PAUSED = "paused", _("tạm dừng")
    RESUMED = "resumed", _("tiếp tục")
    CANCELLED = "cancelled", _("hủy")
    MERGED_INTO = "merged_into", _("lồng ghép vào nhiệm vụ khác")
    CORRECTED = "corrected", _("sửa lỗi in")


class TaskEvent(models.Model):
    """What happened to a task, from a day (`on`), by a document or with a reason; taken back, never changed.

    `new_deadline` belongs to a trigger and an extension, `other_task` to a merging. Who answers from then on, and the
    words put right, are rows of the plan whose `cause_id` is the event's.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    on = models.DateField()
    new_deadline = models.DateField(null=True)
    other_task = models.ForeignKey(
        Task, null=True, on_delete=models.PROTECT, related_name="absorbed_by_events"
    )
    document_no = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True)
    document = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = TaskEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("thay đổi của nhiệm vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind", "on"],
                condition=Q(superseded_at__isnull=True),
                name="taskevent_once",
                violation_error_message=_("Đã ghi nhận thay đổi này trong ngày đó."),
            ),
            models.CheckConstraint(
                condition=Q(new_deadline__isnull=True) | Q(kind__in=["triggered", "extended"]),
                name="taskevent_deadline_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="merged_into", other_task__isnull=False)
                | (~Q(kind="merged_into") & Q(other_task__isnull=True)),
                name="taskevent_merges_into_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.get_kind_display()} {self.on}"
