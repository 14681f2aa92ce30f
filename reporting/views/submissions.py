"""The list of submissions: an agency's own, and what was sent to where the person works."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agencies.requests import PersonRequest
from common import clock
from common.list_jobs import whole_list
from common.listing import Column, ListSheet, every, filters_of, page_of, wants_file
from plans.models import Plan
from reporting.models import Period, Submission
from reporting.views.narrowing import agency_choice, plan_choice, state_choice, year_choice
from reporting.views.rows import CountedRow
from reporting.views.submission_page import badge_of
from reporting.vocabulary import SUBMISSION

if TYPE_CHECKING:
    from reporting.querysets import CountedSubmission

SHEET: ListSheet[CountedRow] = ListSheet(
    "bao-cao-cua-co-quan",
    _("Báo cáo của các cơ quan"),
    [
        Column(_("Số, ký hiệu"), lambda row: row.period.plan.number),
        Column(_("Kế hoạch"), lambda row: row.period.plan.title, 60),
        Column(_("Kỳ"), lambda row: row.period.label),
        Column(_("Cơ quan"), lambda row: row.agency.name, 40),
        Column(_("Ngày cuối đúng hạn"), lambda row: row.last_day, 14, "date"),
        Column(_("Gửi lần đầu"), lambda row: row.first_sent_at, 18, "moment"),
        Column(_("Gửi đúng hạn lúc"), lambda row: row.in_time_sent_at, 18, "moment"),
        Column(_("Số dòng"), lambda row: row.lines, 10, "count"),
        Column(_("Dòng đã duyệt"), lambda row: row.lines_approved, 10, "count"),
        Column(_("Dòng bị trả lại"), lambda row: row.lines_returned, 10, "count"),
        Column(_("Trạng thái"), lambda row: str(SUBMISSION[row.code].text), 24),
    ],
)


@require_safe
@login_required
def submissions(request: PersonRequest) -> HttpResponseBase:
    """Every submission of the person's agencies, and those sent to where he works, newest period first."""
    user, now = request.user, clock.now()
    others = [agency_choice(user)] if user.access.focal or user.access.provinces("leader") else []
    plans, periods = Plan.objects.visible_to(user), Period.objects.visible_to(user)
    filters = filters_of(request.GET, plan_choice(plans), *others, year_choice(periods), state_choice())
    found = Submission.objects.visible_to(user).readable_by(user).narrowed(**filters.chosen)
    rows = found.newest_first().with_progress()

    def shown(row: "CountedSubmission") -> CountedRow:
        return CountedRow.of(row, badge_of(row, now))

    if wants_file(request.GET):
        return whole_list(request, SHEET, filters, every(rows, shown), now)
    page = page_of(request.GET, rows, shown)
    context = {"page": page, "filters": filters, "own": user.access.own}
    return render(request, "reporting/submissions.html", context)
