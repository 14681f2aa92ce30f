"""How it is measured: measures, the indicators that commit to them, targets, observed values."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, AgencyGroup, Province
from indicators.prose import number_printed
from indicators.querysets import IndicatorVersionQuerySet, ObservationQuerySet
from plans.models import Plan, PlanVersion
from plans.recorded import OF_ITS_VERSION, Recorded


class Measure(models.Model):
    """What is measured; one measure may serve indicators of several plans."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(max_length=60)
    name = models.TextField()
    folded = models.TextField(editable=False)
    unit = models.CharField(max_length=100, blank=True)
    direction = models.CharField(
        max_length=4,
        default="up",
        choices=[("up", _("càng cao càng tốt")), ("down", _("càng thấp càng tốt"))],
    )
    nature = models.CharField(
        max_length=5, default="point", choices=[("point", _("tại thời điểm")), ("flow", _("trong kỳ"))]
    )
    value_kind = models.CharField(
        max_length=9,
        default="number",
        choices=[
            ("number", _("số")),
            ("ratio", _("tỷ lệ")),
            ("rank", _("thứ hạng")),
            ("judgement", _("định tính")),
        ],
    )

    class Meta:
        verbose_name = _("chỉ số đo")
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="measure_once")]

    def __str__(self) -> str:
        return self.name[:200]


class Indicator(models.Model):
    """The identity of a plan's commitment on a measure. Headings of the annex have no measure."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="indicators")
    created_in = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.pk}"


class IndicatorVersion(Recorded):
    """An indicator as the plan states it in a span of days."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicator_versions")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="versions")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="indicator_versions")
    parent = models.ForeignKey(Indicator, null=True, on_delete=models.CASCADE, related_name="child_versions")
    code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=[("group", _("nhóm")), ("indicator", _("chỉ tiêu"))])
    name = models.TextField()
    folded = models.TextField(editable=False)
    unit_printed = models.CharField(max_length=100, blank=True)
    lead_text = models.TextField(blank=True)
    published = models.BooleanField(default=True)
    printed = models.JSONField(default=dict)

    objects = IndicatorVersionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("chỉ tiêu")
        ordering = ["plan", "position"]
        constraints = [
            *Recorded.Meta.constraints,
            OF_ITS_VERSION,
            models.UniqueConstraint(
                fields=["plan", "code"], condition=Q(valid_to__isnull=True), name="indicator_code_once"
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(valid_to__isnull=True), name="indicator_one_version_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]

    @property
    def number(self) -> str:
        """What the plan prints before it; '' where the code is only the portal's own."""
        return number_printed(self.code)


class Follower(Recorded):
    """An agency or a group follows an indicator up; one is main."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="followers")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="follows")
    group = models.ForeignKey(AgencyGroup, null=True, on_delete=models.PROTECT, related_name="follows")
    label_printed = models.CharField(max_length=300)
    main = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta(Recorded.Meta):
        ordering = ["indicator", "position"]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="follower_agency_xor_group"
            ),
            models.UniqueConstraint(
                fields=["indicator", "agency"],
                condition=Q(valid_to__isnull=True, agency__isnull=False),
                name="follower_agency_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "group"],
                condition=Q(valid_to__isnull=True, group__isnull=False),
                name="follower_group_once",
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(valid_to__isnull=True, main=True), name="follower_one_main"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.label_printed}"


class Target(Recorded):
    """What is to be reached by the end of a year, in a scope ('' is the province). Printed text kept."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    horizon_year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=60, blank=True, default="")
    comparator = models.CharField(
        max_length=12,
        choices=[(c, c) for c in (">=", ">", "<=", "<", "=", "between", "top_n", "growth", "qualitative")],
    )
    low = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    printed = models.TextField()
    cell = models.TextField(blank=True, default="")

    class Meta(Recorded.Meta):
        verbose_name = _("mục tiêu")
        ordering = ["indicator", "horizon_year", "scope"]
        constraints = [
            *Recorded.Meta.constraints,
            OF_ITS_VERSION,
            models.UniqueConstraint(
                fields=["indicator", "horizon_year", "scope"],
                condition=Q(valid_to__isnull=True),
                name="target_once",
            ),
            models.CheckConstraint(
                condition=~Q(comparator="between") | Q(low__lt=F("high")),
                name="target_range_runs_up",
                violation_error_message=_("Khoảng mục tiêu phải có mức dưới nhỏ hơn mức trên."),
            ),
        ]

    def __str__(self) -> str:
        return self.printed


class Observation(models.Model):
    """A measure's value for a span and scope: baseline, actual, estimate or official. Never rewritten."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60, blank=True, default="")
    from_on = models.DateField(null=True)
    to_on = models.DateField()
    basis = models.CharField(
        max_length=8,
        choices=[
            ("baseline", _("số gốc")),
            ("actual", _("thực hiện")),
            ("estimate", _("ước thực hiện")),
            ("official", _("chính thức")),
        ],
    )
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    verdict = models.TextField(blank=True)
    source_text = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả đo")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "province", "scope", "to_on", "basis"],
                condition=Q(superseded_at__isnull=True),
                name="observation_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.to_on} {self.value}"
