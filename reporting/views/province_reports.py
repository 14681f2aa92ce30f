"""The list of province reports, and of the periods none was drafted for."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.models import User
from agencies.requests import PersonRequest
from common import clock
from common.list_jobs import whole_list
from common.listing import (
    Column,
    ListSheet,
    every,
    filters_of,
    first_of,
    page_of,
    wants_file,
)
from plans.models import Plan
from reporting.models import Period, ProvinceReport
from reporting.querysets import PeriodQuerySet
from reporting.views.narrowing import plan_choice, report_state_choice, year_choice
from reporting.vocabulary import REPORT

WAITING_SHOWN = 12

SHEET: ListSheet[ProvinceReport] = ListSheet(
    "bao-cao-tong-hop",
    _("Báo cáo tổng hợp"),
    [
        Column(_("Số, ký hiệu"), lambda report: report.period.plan.number),
        Column(_("Kế hoạch"), lambda report: report.period.plan.title, 60),
        Column(_("Kỳ"), lambda report: report.period.label),
        Column(_("Bản"), lambda report: report.edition, 8, "count"),
        Column(_("Số ban hành"), lambda report: report.official_no),
        Column(_("Ngày ban hành"), lambda report: report.official_date, 14, "date"),
        Column(_("Trạng thái"), lambda report: str(REPORT[report.state].text)),
    ],
)


@login_required
@require_GET
def province_reports(request: PersonRequest) -> HttpResponseBase:
    """Every edition the person may read, the newest period first; and the first periods none was drafted for."""
    user = request.user
    plans, periods = Plan.objects.visible_to(user), Period.objects.visible_to(user)
    filters = filters_of(request.GET, plan_choice(plans), year_choice(periods), report_state_choice())
    seen = ProvinceReport.objects.visible_to(user).without_text()
    rows = seen.narrowed(**filters.chosen).newest_first()
    if wants_file(request.GET):
        return whole_list(request, SHEET, filters, every(rows, lambda report: report), clock.now())
    page = page_of(request.GET, rows, lambda report: report)
    begins = page.number == 1 and not filters.active
    waiting = first_of(_undrafted(user), lambda period: period, WAITING_SHOWN) if begins else None
    context = {"page": page, "filters": filters, "waiting": waiting}
    return render(request, "reporting/province_reports.html", context)


@login_required
@require_GET
def undrafted_reports(request: PersonRequest) -> HttpResponse:
    """The periods of the person's focal agency no report was drafted for, the newest first."""
    if not request.user.access.focal:
        raise PermissionDenied
    page = page_of(request.GET, _undrafted(request.user), lambda period: period)
    return render(request, "reporting/undrafted_reports.html", {"page": page})


def _undrafted(user: User) -> PeriodQuerySet:
    return Period.objects.visible_to(user).run_by(user).without_report().newest_first()
