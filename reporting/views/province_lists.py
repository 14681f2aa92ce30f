"""The lists behind the province's figures: tasks, obstacles and targets of every plan's newest period.

A page reads fifty rows of those kept with the summaries; `made_of` has made the stale ones before.
"""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from common import clock
from common.list_jobs import whole_list
from common.listing import Choice, Column, ListSheet, every, filters_of, page_of, wants_file
from indicators.vocabulary import VERDICT
from plans.models import Plan
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting.dashboards.province import earlier_figures
from reporting.models import TargetSummary, TaskSummary
from reporting.rollup.summaries import Made, made_of
from reporting.rollup.summary_rows import PlanTarget, PlanTask, targets_of, tasks_of
from reporting.views.dashboard import provinces_seen

WORDS = Choice("q", _("Tìm theo mã hoặc tên"))

TASKS: ListSheet[PlanTask] = ListSheet(
    "nhiem-vu-toan-tinh",
    _("Nhiệm vụ toàn tỉnh"),
    [
        Column(_("Số, ký hiệu"), lambda row: row.plan.number),
        Column(_("Mã"), lambda row: row.task.code, 10),
        Column(_("Nhiệm vụ"), lambda row: row.task.name, 60),
        Column(_("Chủ trì"), lambda row: row.task.main.name if row.task.main else row.task.lead_text, 32),
        Column(_("Phối hợp"), lambda row: row.task.coordinating_text, 32),
        Column(_("Thời gian, theo bản in"), lambda row: row.task.time_text, 20),
        Column(_("Thời hạn"), lambda row: row.task.deadline, 14, "date"),
        Column(_("Tình trạng"), lambda row: str(STATUS[row.task.status].text), 26),
        Column(_("Quá hạn (ngày)"), lambda row: row.task.overdue_days or None, 10, "count"),
        Column(_("Tỷ lệ (%)"), lambda row: row.task.percent, 10, "percent"),
        Column(_("Kết quả"), lambda row: row.task.result, 50),
        Column(_("Khó khăn"), lambda row: row.task.difficulty, 50),
        Column(_("Đề xuất"), lambda row: row.task.proposal, 50),
    ],
)
OBSTACLES: ListSheet[PlanTask] = ListSheet("vuong-mac", _("Vướng mắc cơ quan đã nêu"), TASKS.columns)
TARGETS: ListSheet[PlanTarget] = ListSheet(
    "chi-tieu",
    _("Chỉ tiêu"),
    [
        Column(_("Số, ký hiệu"), lambda target: target.plan.number),
        Column(_("Mã"), lambda target: target.row.number, 10),
        Column(_("Chỉ tiêu"), lambda target: target.row.name, 60),
        Column(_("Phạm vi"), lambda target: target.row.scope, 20),
        Column(_("Đơn vị tính"), lambda target: target.row.unit, 14),
        Column(_("Mục tiêu, theo bản in"), lambda target: target.row.target_text, 24),
        Column(_("Mốc"), lambda target: target.row.horizon_year or None, 8, "count"),
        Column(_("Kết quả đo"), lambda target: target.row.value, 14, "number"),
        Column(_("Đo ngày"), lambda target: target.row.to_on, 14, "date"),
        Column(_("Đánh giá"), lambda target: str(VERDICT[target.row.verdict].text), 24),
        Column(_("Nhận định"), lambda target: target.row.judgement, 40),
    ],
)


@login_required
@require_GET
def province_tasks(request: PersonRequest) -> HttpResponseBase:
    """The tasks of every plan, as printed."""
    return _tasks(request, "reporting/province_tasks.html", TASKS)


@login_required
@require_GET
def obstacles(request: PersonRequest) -> HttpResponseBase:
    """Every approved difficulty of an unfinished task, the most overdue first."""
    return _tasks(request, "reporting/obstacles.html", OBSTACLES)


def _tasks(request: PersonRequest, template: str, sheet: ListSheet[PlanTask]) -> HttpResponseBase:
    provinces = provinces_seen(request.user)
    now = clock.now()
    kept = made_of(Plan.objects.visible_to(request.user).of_provinces(provinces), now)
    rows = TaskSummary.objects.visible_to(request.user).of_provinces(provinces)
    if sheet is OBSTACLES:
        rows = rows.obstacles()
    agencies = [(str(agency), name) for agency, name in rows.mains()]
    statuses = [(code, str(STATUS[code].text)) for code in (*WITH_DEADLINE, *OUTSIDE)]
    filters = filters_of(
        request.GET,
        WORDS,
        _plans(kept),
        Choice("agency", _("Cơ quan chủ trì"), agencies, wide=True),
        Choice("status", _("Tình trạng"), statuses, wide=True),
    )
    found = rows.narrowed(**filters.chosen).with_plan()
    found = found.most_overdue_first() if sheet is OBSTACLES else found.in_printed_order()
    if wants_file(request.GET):
        return whole_list(request, sheet, filters, every(found, _task), now)
    page = page_of(request.GET, found, _task)
    return render(request, template, {"page": page, "filters": filters, "earlier": earlier_figures(kept)})


@login_required
@require_GET
def indicators(request: PersonRequest) -> HttpResponseBase:
    """The targets of every plan the person may read, with their newest values; searched without diacritics."""
    now = clock.now()
    kept = made_of(Plan.objects.visible_to(request.user), now)
    verdicts = Choice("verdict", _("Đánh giá"), [(code, str(word.text)) for code, word in VERDICT.items()])
    filters = filters_of(request.GET, WORDS, _plans(kept), verdicts)
    rows = TargetSummary.objects.visible_to(request.user).narrowed(**filters.chosen)
    found = rows.with_plan().in_printed_order()
    if wants_file(request.GET):
        return whole_list(request, TARGETS, filters, every(found, _target), now)
    context = {
        "page": page_of(request.GET, found, _target),
        "filters": filters,
        "indicators": rows.indicators(),
        "earlier": earlier_figures(kept),
    }
    return render(request, "reporting/indicators.html", context)


def _plans(kept: Sequence[Made]) -> Choice:
    """The plans that have a period, that of the newest first; by their ref."""
    return Choice("plan", _("Kế hoạch"), [(one.ref, one.number) for one in kept])


def _task(row: TaskSummary) -> PlanTask:
    return tasks_of([row])[0]


def _target(row: TargetSummary) -> PlanTarget:
    return targets_of([row])[0]
