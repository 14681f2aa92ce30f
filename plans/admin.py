"""Plans in Django's admin: to be looked up and taken away, and misprints put right by spreadsheet.

Nothing here is edited row by row. A spreadsheet of tasks or budgets corrects a plan nobody has reported on yet.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin import Page
from agencies.requests import person
from agencies.spreadsheets import Exported, Spreadsheet
from common import format as vn
from common.words import Words
from plans.corrections import LineOfTask, joined, with_answering, with_task
from plans.models import BudgetLine, Plan, TaskVersion


def said(field: str, head: Words) -> Callable[[admin.ModelAdmin, Model], object]:
    """A field of the model under a Vietnamese head."""

    @admin.display(description=head, ordering=field)
    def shown(_page: admin.ModelAdmin, row: Model) -> object:
        value = getattr(row, f"get_{field}_display", lambda: getattr(row, field))()
        if isinstance(value, bool):
            return _("có") if value else _("không")
        return vn.day(value) if isinstance(value, dt.date) else value or vn.EMPTY

    return shown


def choices_of(name: str, head: Words) -> tuple[str, type[admin.FieldListFilter]]:
    """A filter by one of the field's choices, under a Vietnamese head."""

    class Titled(admin.ChoicesFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = str(head)

    return name, Titled


class Promised(Page):
    """A page to read: what the plans of the administrator's provinces say now."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model._default_manager.administered_by(person(request))

    @admin.display(description=_("nội dung"))
    def short_name(self, row: TaskVersion) -> str:
        """A long name, cut where it leaves the line."""
        return Truncator(row.name).chars(120)


class PlanFilter(admin.SimpleListFilter):
    """Rows of one plan."""

    title = _("kế hoạch")
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        plans = Plan.objects.administered_by(person(request)).in_order()
        return [(str(plan.pk), plan.label) for plan in plans]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(plan=int(chosen)) if chosen.isascii() and chosen.isdecimal() else queryset


@admin.register(Plan)
class PlanAdmin(Exported, Promised):
    sheet = "plans.resources.PlanResource"
    list_display = ("printed_number", "the_kind", "issued", "the_title", "run_by", "the_state")
    list_select_related = ("province", "focal_agency")
    list_filter = (choices_of("kind", _("loại")), choices_of("state", _("tình trạng")))
    search_fields = ("folded", "number")
    ordering = ("-issued_on", "number")
    fields = (
        "printed_number",
        "the_kind",
        "issued",
        "the_title",
        "issued_by",
        "run_by",
        "begins_in",
        "ends_in",
        "the_state",
    )
    printed_number = said("number", _("số, ký hiệu"))
    the_kind = said("kind", _("loại"))
    issued = said("issued_on", _("ngày ban hành"))
    the_title = said("title", _("tên"))
    issued_by = said("issuer_text", _("cơ quan ban hành"))
    run_by = said("focal_agency", _("cơ quan đầu mối"))
    begins_in = said("horizon_from", _("từ năm"))
    ends_in = said("horizon_to", _("đến năm"))
    the_state = said("state", _("tình trạng"))


@admin.register(TaskVersion)
class TaskAdmin(Spreadsheet, Promised):
    sheet = "plans.resources.TaskResource"
    list_display = ("the_code", "short_name", "the_kind", "leads", "printed_time", "until", "of_plan")
    list_filter = (PlanFilter, choices_of("kind", _("loại")))
    search_fields = ("folded", "=code")
    fields = (
        "of_plan",
        "the_code",
        "the_kind",
        "the_name",
        "leads",
        "coordinating",
        "printed_time",
        "starts",
        "until",
        "every_year",
        "waits_for",
        "the_product",
        "the_notes",
    )
    of_plan = said("plan", _("kế hoạch"))
    the_code = said("code", _("mã"))
    the_kind = said("kind", _("loại"))
    the_name = said("name", _("nội dung"))
    printed_time = said("time_text", _("thời gian"))
    starts = said("starts_on", _("bắt đầu"))
    until = said("ends_on", _("kết thúc"))
    every_year = said("recurring", _("thường xuyên"))
    waits_for = said("trigger_text", _("chờ điều kiện"))
    the_product = said("product", _("sản phẩm"))
    the_notes = said("notes", _("ghi chú"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskVersion]:
        return with_answering(TaskVersion.objects.administered_by(person(request)).current())

    @admin.display(description=_("chủ trì"), empty_value="–")
    def leads(self, task: TaskVersion) -> str:
        return joined(row.agency or row.group for row in task.task.assignments.all() if row.role == "lead")

    @admin.display(description=_("phối hợp"), empty_value="–")
    def coordinating(self, task: TaskVersion) -> str:
        return joined(
            row.agency or row.group for row in task.task.assignments.all() if row.role == "coordinate"
        )


@admin.register(BudgetLine)
class BudgetAdmin(Spreadsheet, Promised):
    sheet = "plans.resources.BudgetResource"
    list_display = ("task_code", "task_name", "from_source", "of_year", "the_stage", "million", "of_plan")
    list_filter = (PlanFilter, choices_of("stage", _("loại")))
    search_fields = ("task__versions__folded", "=task__versions__code")
    fields = (
        "of_plan",
        "task_code",
        "task_name",
        "from_source",
        "of_year",
        "the_stage",
        "million",
        "as_printed",
    )
    of_plan = said("plan", _("kế hoạch"))
    from_source = said("source", _("nguồn vốn"))
    the_stage = said("stage", _("loại"))
    as_printed = said("printed", _("như in"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[BudgetLine]:
        return with_task(BudgetLine.objects.administered_by(person(request)).current())

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("plan", "task_position", "source__position", "year")

    @admin.display(description=_("mã nhiệm vụ"), ordering="task_position")
    def task_code(self, line: "LineOfTask") -> str:
        return line.task_code or str(_("cả kế hoạch"))

    @admin.display(description=_("nhiệm vụ"), empty_value="–")
    def task_name(self, line: "LineOfTask") -> str:
        return Truncator(line.task_name or "").chars(120)

    @admin.display(description=_("năm"), ordering="year")
    def of_year(self, line: BudgetLine) -> str:
        return str(line.year or _("cả giai đoạn"))

    @admin.display(description=_("số tiền (triệu đồng)"), ordering="amount")
    def million(self, line: BudgetLine) -> str:
        return vn.million(Decimal(line.amount))
