"""Cycles and their stages, periods, submissions with their lines, what was sent, who is reminded when."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, AgencyGroup
from common.models import Ranged, StoredFile, new_ref
from indicators.models import Measure, Observation
from plans.models import FundingSource, Plan, PlanVersion, Task, TaskVersion
from reporting.querysets import CycleQuerySet, EvidenceQuerySet, PeriodQuerySet, SubmissionQuerySet


class Cycle(Ranged):
    """A plan's reporting rule: what is reported, how often, by whom, through which stages.

    NĐ 09/2019/NĐ-CP, Điều 8: frequency, cut-off and a deadline for each level are fixed by the rule.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cycles")
    purpose = models.CharField(
        max_length=16,
        default="progress",
        choices=[
            ("progress", _("tiến độ")),
            ("budget_estimate", _("dự toán")),
            ("review", _("sơ kết, tổng kết")),
        ],
    )
    frequency = models.CharField(
        max_length=12,
        default="yearly",
        choices=[
            ("yearly", _("hằng năm")),
            ("nine_months", _("9 tháng")),
            ("half_yearly", _("6 tháng")),
            ("quarterly", _("hằng quý")),
            ("monthly", _("hằng tháng")),
            ("weekly", _("hằng tuần")),
            ("adhoc", _("đột xuất, khi có yêu cầu")),
        ],
    )
    # which period a report is about; '': what its deadline says (deadlines.assumed)
    covers = models.CharField(
        max_length=6,
        blank=True,
        choices=[("before", _("kỳ vừa kết thúc trước hạn gửi")), ("same", _("kỳ có hạn gửi"))],
    )
    text_printed = models.TextField(blank=True)
    cutoff_days_before = models.PositiveSmallIntegerField(default=5)

    objects = CycleQuerySet.as_manager()

    class Meta(Ranged.Meta):
        verbose_name = _("chế độ báo cáo")

    def __str__(self) -> str:
        return f"{self.plan}, {self.get_purpose_display()}, {self.get_frequency_display()}"


class CycleStage(models.Model):
    """One level of a cycle: from whom, to whom, through whom, by which day (none: set on opening).

    `month` and `day` are a day of the year. Without a month the day comes back: each month; each quarter or half-year
    in its last month (`of_last_month`) or in the first month after it. `weekday` is 1 (Monday) to 7, of each week.
    `hour` and `minute` end a day early: what comes from then on is late.
    `due_text` are the printed words and `cell` the paragraph they stand in; '' where a person has entered them.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=8,
        choices=[
            ("agencies", _("các cơ quan gửi cơ quan đầu mối")),
            ("focal", _("cơ quan đầu mối gửi UBND tỉnh")),
            ("province", _("tỉnh gửi cấp trên")),
        ],
    )
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_text = models.CharField(max_length=200, blank=True)
    via_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    of_last_month = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(null=True, blank=True)
    minute = models.PositiveSmallIntegerField(default=0)
    bound = models.CharField(
        max_length=6,
        default="before",
        choices=[("before", _("trước ngày")), ("on", _("ngày")), ("month", _("trong tháng"))],
    )
    due_text = models.CharField(max_length=300, blank=True)
    cell = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "position"], name="cyclestage_in_order"),
            models.CheckConstraint(
                condition=(Q(month__isnull=True) | Q(month__range=(1, 12)))
                & (Q(day__isnull=True) | Q(day__range=(1, 31))),
                name="cyclestage_is_a_day",
                violation_error_message=_("Ngày, tháng của hạn gửi không hợp lệ."),
            ),
            models.CheckConstraint(
                condition=(Q(weekday__isnull=True) | Q(weekday__range=(1, 7)))
                & (Q(hour__isnull=True) | Q(hour__range=(0, 23)))
                & Q(minute__range=(0, 59)),
                name="cyclestage_is_a_moment",
                violation_error_message=_("Thứ, giờ của hạn gửi không hợp lệ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.position}"

    @property
    def receiver(self) -> str:
        """Who receives this stage, as printed where it is no agency of the register."""
        return self.to_text or (self.to_agency.name if self.to_agency else "")

    @property
    def clock(self) -> dt.time | None:
        """The hour at which the day ends for what is sent; None: with the day."""
        return None if self.hour is None else dt.time(self.hour, self.minute)


class CycleReporter(models.Model):
    """An agency or a group the rule names as reporter."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="reporters")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(AgencyGroup, null=True, on_delete=models.PROTECT, related_name="+")
    text_printed = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True),
                name="cyclereporter_agency_xor_group",
            )
        ]

    def __str__(self) -> str:
        return self.text_printed


class ReminderRule(models.Model):
    """Remind `audience` of a stage so many days from the printed day (negative: before)."""

    stage = models.ForeignKey(CycleStage, on_delete=models.CASCADE, related_name="reminder_rules")
    offset_days = models.SmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["stage", "offset_days"]
        constraints = [models.UniqueConstraint(fields=["stage", "offset_days"], name="reminderrule_once")]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.offset_days:+d}"


class Period(models.Model):
    """One occurrence of a cycle. Opening it froze who owes what."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="periods")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField()
    cutoff_on = models.DateField()
    opens_on = models.DateField()
    opened_at = models.DateTimeField()
    state = models.CharField(
        max_length=6, default="open", choices=[("open", _("đang mở")), ("closed", _("đã đóng"))]
    )
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ báo cáo")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "from_on", "to_on"],
                name="period_once",
                violation_error_message=_("Kỳ báo cáo này đã được mở."),
            ),
            models.CheckConstraint(condition=Q(from_on__lte=models.F("to_on")), name="period_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.plan.number}, {self.label}"

    @property
    def plan(self) -> Plan:
        return self.cycle.plan


class PeriodStage(models.Model):
    """The due moment of one stage in one period: `due_at` is the first instant that is too late."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="stages")
    stage = models.ForeignKey(CycleStage, on_delete=models.PROTECT, related_name="+")
    due_printed = models.DateField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["period", "stage__position"]
        constraints = [models.UniqueConstraint(fields=["period", "stage"], name="periodstage_once")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.due_printed}"


class Submission(models.Model):
    """What one agency owes and sends in one period: its lines and the outline's prose."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="submissions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(
        max_length=10,
        default="draft",
        choices=[
            ("draft", _("Đang soạn")),
            ("endorsed", _("Lãnh đạo cơ quan đã xác nhận")),
            ("sent", _("Đã gửi, chờ thẩm định")),
            ("returned", _("Bị trả lại")),
            ("approved", _("Đã duyệt")),
        ],
    )
    version = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    in_time_sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    narrative = models.JSONField(default=dict)
    narrative_version = models.PositiveIntegerField(default=1)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo của cơ quan")
        constraints = [models.UniqueConstraint(fields=["period", "agency"], name="submission_once")]
        indexes = [models.Index(fields=["period", "state"]), models.Index(fields=["agency", "state"])]

    def __str__(self) -> str:
        return f"{self.agency}, {self.period}"


class Sending(models.Model):
    """An unchangeable copy of the submission as it was sent."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="sendings")
    no = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField(max_length=300, blank=True)
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(
        max_length=14,
        null=True,
        choices=[(s, s) for s in ("accepted", "returned_lines", "returned_whole", "recalled")],
    )

    class Meta:
        ordering = ["submission", "no"]
        constraints = [models.UniqueConstraint(fields=["submission", "no"], name="sending_numbered_once")]

    def __str__(self) -> str:
        return f"{self.submission_id}#{self.no}"


LINE_STATES = [(s, s) for s in ("open", "clean", "sent", "returned", "approved", "waived", "moved")]


class TaskEntry(models.Model):
    """One duty on a task: the working copy. It takes whatever is typed; what is wrong is listed, not refused."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="task_entries")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    task_version = models.ForeignKey(TaskVersion, on_delete=models.PROTECT, related_name="entries")
    via_group = models.ForeignKey(AgencyGroup, null=True, on_delete=models.PROTECT, related_name="+")
    main = models.BooleanField(default=False)
    unassigned = models.BooleanField(default=False)
    last_fact = models.ForeignKey("reporting.TaskFact", null=True, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    state = models.CharField(max_length=12, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    completed_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    difficulty = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    not_applicable = models.BooleanField(default=False)
    trigger_answer = models.CharField(
        max_length=3, blank=True, choices=[("yes", _("đã có")), ("no", _("chưa có"))]
    )
    trigger_document = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    line_state = models.CharField(max_length=8, default="open", choices=LINE_STATES)
    # of what is typed, kept by filling so that lines can be counted unread (reporting.collection.tally); null: not yet
    needs_reason = models.BooleanField(null=True)
    lacks_evidence = models.BooleanField(null=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["submission", "task_version__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "task"], name="taskentry_once")]
        indexes = [models.Index(fields=["submission"], condition=Q(main=True), name="taskentry_main")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.task_version_id}"


class MoneyEntry(models.Model):
    """Money disbursed for a duty, from a source, cumulative from 01/01 of the budget year. VND."""

    entry = models.ForeignKey(TaskEntry, on_delete=models.CASCADE, related_name="money")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    budget_year = models.PositiveSmallIntegerField()
    cumulative = models.DecimalField(max_digits=18, decimal_places=0, null=True)
    typed = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["entry", "source__position", "budget_year"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "source", "budget_year"], name="moneyentry_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.source_id} {self.budget_year}"


class MeasureEntry(models.Model):
    """One duty on a measure in a scope; it serves every indicator on that measure."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="measure_entries")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="entries")
    scope = models.CharField(max_length=60, blank=True, default="")
    main = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField()
    basis = models.CharField(
        max_length=8,
        default="actual",
        choices=[("actual", _("thực hiện")), ("estimate", _("ước thực hiện")), ("official", _("chính thức"))],
    )
    typed = models.JSONField(default=dict)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    verdict = models.TextField(blank=True)
    answer = models.CharField(
        max_length=17,
        blank=True,
        choices=[
            ("value", _("có số liệu")),
            ("not_yet_published", _("chưa công bố")),
            ("not_applicable", _("không áp dụng")),
        ],
    )
    note = models.TextField(blank=True)
    last_observation = models.ForeignKey(Observation, null=True, on_delete=models.PROTECT, related_name="+")
    observation = models.ForeignKey(Observation, null=True, on_delete=models.PROTECT, related_name="+")
    line_state = models.CharField(max_length=8, default="open", choices=LINE_STATES)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["submission", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "measure", "scope"], name="measureentry_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.measure_id}"


class Evidence(models.Model):
    """What proves a line: a file, or a document by number and date."""

    task_entry = models.ForeignKey(TaskEntry, null=True, on_delete=models.CASCADE, related_name="evidence")
    measure_entry = models.ForeignKey(
        MeasureEntry, null=True, on_delete=models.CASCADE, related_name="evidence"
    )
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    document_no = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True)
    abstract = models.CharField(max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(task_entry__isnull=True) ^ Q(measure_entry__isnull=True),
                name="evidence_of_one_line",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(document_no=""),
                name="evidence_is_something",
                violation_error_message=_("Cần tệp hoặc số, ký hiệu văn bản."),
            ),
        ]

    def __str__(self) -> str:
        return self.document_no or str(self.file)
