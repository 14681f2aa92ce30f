"""A plan as issued, its versions, and the stamp of its last change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from common.models import StoredFile, new_ref
from plans.querysets import PlanQuerySet


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
    """The plan as issued is version 1; every amendment adds one.

    `printed` is what each value of its head was read from, {field: {"text", "cell"}}: empty where a person entered it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    no = models.PositiveSmallIntegerField(default=1)
    effective_on = models.DateField()
    document_no = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True)
    summary = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    printed = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "no"], name="planversion_numbered_once"),
            models.UniqueConstraint(fields=["plan", "effective_on"], name="planversion_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.no})"
