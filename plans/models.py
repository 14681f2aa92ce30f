"""What was promised: plans, their tasks, who answers for them, what they cost, and the figures printed beside."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, AgencyGroup, Province
from common.models import StoredFile, new_ref
from plans.arithmetic import TOTAL
from plans.money import column_words
from plans.querysets import (
    AssignmentQuerySet,
    BudgetLineQuerySet,
    PlanQuerySet,
    StatedFigureQuerySet,
    TaskVersionQuerySet,
)
from plans.recorded import OF_ITS_VERSION, Recorded


class PlanKind(models.TextChoices):
    """Type codes of NĐ 30/2020, Phụ lục III, as far as plans use them."""

    KH = "KH", _("Kế hoạch")
    DA = "ĐA", _("Đề án")
    CTR = "CTr", _("Chương trình")
    QD = "QĐ", _("Quyết định")
    NQ = "NQ", _("Nghị quyết")
    CT = "CT", _("Chỉ thị")


class Plan(models.Model):
    """A plan, project or programme as issued: number, day, title, who runs it."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=4, choices=PlanKind.choices)
    number = models.CharField(max_length=40, help_text=_("Số, ký hiệu như in, ví dụ 12/KH-UBND"))
    issued_on = models.DateField(null=True)
    title = models.TextField()
    folded = models.TextField(editable=False)
    issuer_text = models.CharField(max_length=200, blank=True)
    focal_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="runs_plans")
    horizon_from = models.PositiveSmallIntegerField(null=True)
    horizon_to = models.PositiveSmallIntegerField(null=True)
    vision_to = models.PositiveSmallIntegerField(null=True)
    legal_bases = models.JSONField(default=list, help_text=_("Các căn cứ như in, mỗi căn cứ một dòng"))
    state = models.CharField(
        max_length=10,
        default="draft",
        choices=[
            ("draft", _("dự thảo")),
            ("in_force", _("đang thực hiện")),
            ("ended", _("đã kết thúc")),
            ("replaced", _("đã thay thế")),
            ("cancelled", _("đã bãi bỏ")),
        ],
    )
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("kế hoạch")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "number", "issued_on"],
                condition=~Q(state="draft"),
                name="plan_issued_once",
                violation_error_message=_("Văn bản này đã có trong hệ thống."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number, or that it is a draft without one."""
        return self.number or str(_("dự thảo"))

    @property
    def short_title(self) -> str:
        """Number and title on one line, for breadcrumbs and mails."""
        return f"{self.get_kind_display()} {self.label}"

    @property
    def only_year(self) -> int | None:
        """The year of a plan for one year: what "Quý II" in it means."""
        return self.horizon_from if self.horizon_from == self.horizon_to else None

    @property
    def full_number(self) -> str:
        """`province/number/year`: what commands take and what tells two plans of one number apart.

        A draft without a number has its ref there.
        """
        year = [str(self.issued_on.year)] if self.issued_on else []
        return "/".join([self.province.name, self.number or self.ref, *year])


class PlanStamp(models.Model):
    """When anything that roll-up reads of the plan changed last, and how often it has: `plans.stamps.touch` writes it.

    Whoever keeps something computed from a plan keeps the `number` it was made from and compares.
    """

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="stamp")
    changed_at = models.DateTimeField()
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class PlanVersion(models.Model):
    """The plan as issued is version 1; every amendment adds one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    no = models.PositiveSmallIntegerField(default=1)
    effective_on = models.DateField()
    document_no = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True)
    summary = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "no"], name="planversion_numbered_once"),
            models.UniqueConstraint(fields=["plan", "effective_on"], name="planversion_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.no})"


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


class FundingSource(models.Model):
    """Where money comes from: level × nature, the printed name kept."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="funding_sources")
    code = models.CharField(max_length=20)
    name_printed = models.CharField(max_length=200)
    level = models.CharField(
        max_length=10,
        choices=[
            ("central", _("trung ương")),
            ("province", _("tỉnh")),
            ("district", _("huyện")),
            ("social", _("xã hội hóa")),
            ("other", _("khác")),
            ("mixed", _("hỗn hợp")),
        ],
    )
    nature = models.CharField(
        max_length=12,
        choices=[
            ("recurrent", _("sự nghiệp")),
            ("investment", _("đầu tư phát triển")),
            ("unspecified", _("không nêu")),
        ],
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("nguồn vốn")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="fundingsource_once")]

    def __str__(self) -> str:
        return self.name_printed


class BudgetLine(Recorded):
    """Money for a task (or the whole plan) from a source in a year; year 0 is the whole horizon. VND.

    `printed` is the text it was read from and `cell` its place in the document; '' where a person has entered it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_lines")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="budget_lines")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(
        max_length=8, default="planned", choices=[("planned", _("dự kiến")), ("allotted", _("bố trí"))]
    )
    amount = models.DecimalField(max_digits=18, decimal_places=0)
    printed = models.TextField(blank=True)
    cell = models.TextField(blank=True, default="")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")

    objects = BudgetLineQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("kinh phí")
        constraints = [
            *Recorded.Meta.constraints,
            OF_ITS_VERSION,
            models.UniqueConstraint(
                fields=["plan", "task", "source", "year", "stage"],
                condition=Q(valid_to__isnull=True, task__isnull=False),
                name="budget_of_task_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "source", "year", "stage"],
                condition=Q(valid_to__isnull=True, task__isnull=True),
                name="budget_of_plan_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_not_negative",
                violation_error_message=_("Kinh phí không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.source_id} {self.year}"


class StatedFigure(models.Model):
    """A figure the plan prints as a sum, beside what its parts add up to. Nothing printed is altered. VND.

    `printed` is the text of the cell and `cell` its place; `sum_of` says in words what `computed` adds up. One figure
    may fail two checks, of its rows and of its own years: each is a row.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="stated_figures")
    section = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=30)
    printed = models.TextField(blank=True)
    stated = models.DecimalField(max_digits=18, decimal_places=0)
    computed = models.DecimalField(max_digits=18, decimal_places=0)
    cell = models.TextField(blank=True, default="")
    sum_of = models.CharField(max_length=60, default="")

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "section", "code", "field", "sum_of"], name="statedfigure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.field}"

    @property
    def place(self) -> str:
        """The code of the row, in the plan's words where it is the grand total."""
        return str(_("TỔNG CỘNG")) if self.code == TOTAL else self.code

    @property
    def column(self) -> str:
        """The column in words: `Năm 2023, vốn sự nghiệp`."""
        return column_words(self.field)

    @property
    def difference(self) -> Decimal:
        """Printed minus computed, VND."""
        return self.stated - self.computed
