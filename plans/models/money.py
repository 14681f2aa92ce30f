"""What tasks cost, from which sources, and the figures a plan prints beside."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Province
from plans.arithmetic import TOTAL
from plans.models.plan import Plan, PlanVersion
from plans.models.task import Task
from plans.money import column_words
from plans.querysets import BudgetLineQuerySet, StatedFigureQuerySet
from plans.recorded import OF_ITS_VERSION, Recorded


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
