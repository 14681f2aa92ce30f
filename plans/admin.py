"""Plans in Django's admin: to be looked up and taken away, and misprints put right by spreadsheet.

Nothing here is edited row by row. A spreadsheet of tasks or budgets corrects a plan nobody has reported on yet.
"""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin import Exported, Page, Spreadsheet
from common import format as vn
from plans.corrections import joined, with_answering, with_task
from plans.models import BudgetLine, Plan, TaskVersion
from plans.resources import BudgetResource, PlanResource, TaskResource


class Promised(Page):
    """A page to read: what the plans of the administrator's provinces say now."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model._default_manager.administered_by(request.user)

    @admin.display(description=_("nội dung"))
    def short_name(self, row: Any) -> str:
        """A long name, cut where it leaves the line."""
        return Truncator(row.name).chars(120)


class PlanFilter(admin.SimpleListFilter):
    """Rows of one plan."""

    title = _("kế hoạch")
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        plans = Plan.objects.administered_by(request.user).in_order()
        return [(plan.pk, plan.number) for plan in plans]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(plan=int(chosen)) if chosen.isascii() and chosen.isdecimal() else queryset


@admin.register(Plan)
class PlanAdmin(Exported, Promised):
    resource_classes = (PlanResource,)
    list_display = ("number", "kind", "issued", "title", "focal_agency", "state")
    list_select_related = ("province", "focal_agency")
    list_filter = ("kind", "state")
    search_fields = ("folded", "number")
    ordering = ("-issued_on", "number")
    fields = (
        "number",
        "kind",
        "issued_on",
        "title",
        "issuer_text",
        "focal_agency",
        "horizon_from",
        "horizon_to",
        "state",
    )

    @admin.display(description=_("ngày ban hành"), ordering="issued_on")
    def issued(self, plan: Plan) -> str:
        return vn.day(plan.issued_on)


@admin.register(TaskVersion)
class TaskAdmin(Spreadsheet, Promised):
    resource_classes = (TaskResource,)
    list_display = ("code", "short_name", "kind", "leads", "time_text", "ends", "plan")
    list_filter = (PlanFilter, "kind", "recurring")
    search_fields = ("folded", "=code")
    fields = (
        "plan",
        "code",
        "kind",
        "name",
        "leads",
        "coordinating",
        "time_text",
        "starts_on",
        "ends_on",
        "recurring",
        "trigger_text",
        "product",
        "notes",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskVersion]:
        return with_answering(super().get_queryset(request).current())

    @admin.display(description=_("chủ trì"), empty_value="–")
    def leads(self, task: TaskVersion) -> str:
        return joined(row.agency or row.group for row in task.task.answering if row.role == "lead")

    @admin.display(description=_("phối hợp"), empty_value="–")
    def coordinating(self, task: TaskVersion) -> str:
        return joined(row.agency or row.group for row in task.task.answering if row.role == "coordinate")

    @admin.display(description=_("kết thúc"), ordering="ends_on")
    def ends(self, task: TaskVersion) -> str:
        return vn.day(task.ends_on)


@admin.register(BudgetLine)
class BudgetAdmin(Spreadsheet, Promised):
    resource_classes = (BudgetResource,)
    list_display = ("task_code", "task_name", "source", "of_year", "stage", "million", "plan")
    list_filter = (PlanFilter, "stage")
    search_fields = ("task__versions__folded", "=task__versions__code")
    fields = ("plan", "task_code", "task_name", "source", "of_year", "stage", "million", "printed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BudgetLine]:
        return with_task(super().get_queryset(request).current())

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("plan", "task_position", "source__position", "year")

    @admin.display(description=_("mã nhiệm vụ"), ordering="task_position")
    def task_code(self, line: BudgetLine) -> str:
        return line.task_code or _("cả kế hoạch")

    @admin.display(description=_("nhiệm vụ"), empty_value="–")
    def task_name(self, line: BudgetLine) -> str:
        return Truncator(line.task_name or "").chars(120)

    @admin.display(description=_("năm"), ordering="year")
    def of_year(self, line: BudgetLine) -> str:
        return str(line.year or _("cả giai đoạn"))

    @admin.display(description=_("số tiền (triệu đồng)"), ordering="amount")
    def million(self, line: BudgetLine) -> str:
        return vn.million(Decimal(line.amount))
