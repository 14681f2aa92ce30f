"""What waits for a focal agency, whole: reports to review, and late ones. “Việc của tôi” shows the first."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agencies.models import User
from agencies.requests import PersonRequest
from common import clock
from common.list_jobs import whole_list
from common.listing import (
    Column,
    Filters,
    Listed,
    ListSheet,
    every,
    filters_of,
    first_of,
    page_of,
    wants_file,
)
from plans.models import Plan
from reporting.models import Submission
from reporting.querysets import SubmissionQuerySet
from reporting.views.board_rows import code_of
from reporting.views.narrowing import agency_choice, plan_choice
from reporting.views.rows import CountedRow, SubmissionRow

if TYPE_CHECKING:
    from reporting.querysets import CountedSubmission

FIRST = 10  # rows on “Việc của tôi”

AWAITING: ListSheet[CountedRow] = ListSheet(
    "bao-cao-cho-tham-dinh",
    _("Báo cáo chờ thẩm định"),
    [
        Column(_("Cơ quan"), lambda row: row.agency.name, 40),
        Column(_("Số, ký hiệu"), lambda row: row.period.plan.number),
        Column(_("Kế hoạch"), lambda row: row.period.plan.title, 60),
        Column(_("Kỳ"), lambda row: row.period.label),
        Column(_("Gửi lúc"), lambda row: row.touched_at, 18, "moment"),
        Column(_("Gửi đúng hạn lúc"), lambda row: row.in_time_sent_at, 18, "moment"),
        Column(_("Số dòng"), lambda row: row.lines, 10, "count"),
        Column(_("Dòng đã duyệt"), lambda row: row.lines_approved, 10, "count"),
    ],
)
LATE: ListSheet[SubmissionRow] = ListSheet(
    "co-quan-qua-han-gui",
    _("Cơ quan quá hạn gửi báo cáo"),
    [
        Column(_("Cơ quan"), lambda row: row.agency.name, 40),
        Column(_("Số, ký hiệu"), lambda row: row.period.plan.number),
        Column(_("Kế hoạch"), lambda row: row.period.plan.title, 60),
        Column(_("Kỳ"), lambda row: row.period.label),
        Column(_("Ngày cuối đúng hạn"), lambda row: row.last_day, 14, "date"),
    ],
)


@require_safe
@login_required
def awaiting_review(request: PersonRequest) -> HttpResponseBase:
    """Reports that wait for the person's focal agency, the longest waiting first."""
    filters, now = _filters(request), clock.now()
    rows = _awaiting(request.user).narrowed(**filters.chosen).longest_first().with_progress()

    def shown(row: "CountedSubmission") -> CountedRow:
        return CountedRow.of(row, code_of(row, now))

    if wants_file(request.GET):
        return whole_list(request, AWAITING, filters, every(rows, shown), now)
    context = {"page": page_of(request.GET, rows, shown), "filters": filters}
    return render(request, "reporting/awaiting_review.html", context)


@require_safe
@login_required
def late_submissions(request: PersonRequest) -> HttpResponseBase:
    """Reports the person's focal agency should have by now, the longest overdue first."""
    filters, now = _filters(request), clock.now()
    rows = _late(request.user, now).narrowed(**filters.chosen).by_due_day()

    def shown(row: Submission) -> SubmissionRow:
        return SubmissionRow(row, code_of(row, now))

    if wants_file(request.GET):
        return whole_list(request, LATE, filters, every(rows, shown), now)
    context = {"page": page_of(request.GET, rows, shown), "filters": filters, "today": now.date()}
    return render(request, "reporting/late_submissions.html", context)


def first_awaiting(user: User, now: dt.datetime) -> Listed[CountedRow]:
    """The first reports to review, and how many there are."""
    rows = _awaiting(user).longest_first().with_progress()
    return first_of(rows, lambda row: CountedRow.of(row, code_of(row, now)), FIRST)


def first_late(user: User, now: dt.datetime) -> Listed[SubmissionRow]:
    """The first late reports, and how many there are."""
    rows = _late(user, now).by_due_day()
    return first_of(rows, lambda row: SubmissionRow(row, code_of(row, now)), FIRST)


def _filters(request: PersonRequest) -> Filters:
    """Plan and agency; raises PermissionDenied for who works for no focal agency."""
    if not request.user.access.focal:
        raise PermissionDenied
    plans = Plan.objects.visible_to(request.user).run_by(request.user)
    return filters_of(request.GET, plan_choice(plans), agency_choice(request.user))


def _awaiting(user: User) -> SubmissionQuerySet:
    return Submission.objects.visible_to(user).collected_by(user).in_open_periods().awaiting_review()


def _late(user: User, now: dt.datetime) -> SubmissionQuerySet:
    """What was returned waits apart."""
    rows = Submission.objects.visible_to(user).collected_by(user).in_open_periods()
    return rows.unsent().late(now)
