"""Collecting the reports of a period: who has sent, who is late, who is reminded, and closing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from agencies.models import User
from agencies.requests import PersonRequest
from agencies.rules import somewhere
from common import clock
from common.errors import Refused
from common.listing import (
    Column,
    ListSheet,
    every,
    filters_of,
    first_of,
    list_file,
    page_of,
    wants_file,
)
from plans.models import Plan
from plans.querysets import PlanQuerySet
from reporting import rules
from reporting.collection.periods import close_period as close
from reporting.collection.reminders import remind_now
from reporting.models import Period, Submission
from reporting.views.board_rows import CODES, groups_of, lede_of, rows_of, steps
from reporting.views.narrowing import period_state_choice, plan_choice, year_choice
from reporting.views.rows import PeriodRow
from reporting.vocabulary import PERIOD

UNOPENED_SHOWN = 12

SHEET: ListSheet[PeriodRow] = ListSheet(
    "thu-bao-cao",
    _lazy("Thu báo cáo"),
    [
        Column(_lazy("Số, ký hiệu"), lambda row: row.plan.number),
        Column(_lazy("Kế hoạch"), lambda row: row.plan.title, 60),
        Column(_lazy("Kỳ"), lambda row: row.label),
        Column(_lazy("Ngày cuối đúng hạn"), lambda row: row.due.last if row.due else None, 14, "date"),
        Column(_lazy("Phải gửi"), lambda row: row.submissions_all, 10, "count"),
        Column(_lazy("Chưa gửi"), lambda row: row.not_sent, 10, "count"),
        Column(_lazy("Chờ thẩm định"), lambda row: row.submissions_sent, 10, "count"),
        Column(_lazy("Bị trả lại"), lambda row: row.submissions_returned, 10, "count"),
        Column(_lazy("Đã duyệt"), lambda row: row.submissions_approved, 10, "count"),
        Column(_lazy("Trạng thái"), lambda row: str(PERIOD[row.state].text)),
    ],
)


@login_required
@require_GET
def boards(request: PersonRequest) -> HttpResponseBase:
    """The periods the person collects, or may read as leader; and the first plans that have none open."""
    user = request.user
    if not somewhere(rules.sees_the_dashboard, user):
        raise PermissionDenied
    seen = Period.objects.visible_to(user).on_boards_of(user)
    plans = Plan.objects.visible_to(user).among(seen.plans())
    filters = filters_of(request.GET, plan_choice(plans), year_choice(seen), period_state_choice())
    rows = seen.narrowed(**filters.chosen).open_first().with_counts()
    if wants_file(request.GET):
        return list_file(SHEET, filters, every(rows, PeriodRow.of), clock.now())
    page = page_of(request.GET, rows, PeriodRow.of)
    begins = page.number == 1 and not filters.active
    context = {
        "page": page,
        "filters": filters,
        "open": seen.open().count(),
        "without": first_of(_unopened(user), lambda plan: plan, UNOPENED_SHOWN) if begins else None,
    }
    return render(request, "reporting/boards.html", context)


@login_required
@require_GET
def unopened_plans(request: PersonRequest) -> HttpResponseBase:
    """The plans of the person's focal agency that have no open period."""
    if not request.user.access.focal:
        raise PermissionDenied
    page = page_of(request.GET, _unopened(request.user), lambda plan: plan)
    return render(request, "reporting/unopened_plans.html", {"page": page})


def _unopened(user: User) -> PlanQuerySet:
    run = Plan.objects.visible_to(user).run_by(user).in_force()
    return run.other_than(Period.objects.open().plans()).in_order()


@login_required
@require_GET
def board(request: PersonRequest, ref: str) -> HttpResponse:
    """Every agency that owes a report in the period, by what the officer must do."""
    period = _readable(request, ref)
    now = clock.now()
    rows = rows_of(period, now)
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in CODES else ""
    return render(
        request,
        "reporting/board.html",
        {
            "period": period,
            "plan": period.plan,
            "steps": steps(period, now.date()),
            "counts": [(code, sum(row.code == code for row in rows)) for code in CODES],
            "wanted": wanted,
            "groups": groups_of(rows, now, wanted),
            "total": len(rows),
            "lede": lede_of(period, rows, now.date()),
            "runs": rules.runs_the_period(request.user, period) and period.state == "open",
            "closes": rules.leads_the_period(request.user, period) and period.state == "open",
            "waiting": sum(row.code == "sent" for row in rows),
            "silent": sum(row.waits for row in rows),
            "ticked": sum(row.ticked for row in rows if wanted in ("", row.code)),
            "seasons": max((len(row.season.marks) for row in rows if row.season), default=0),
        },
    )


@login_required
@require_POST
def remind(request: PersonRequest, ref: str) -> HttpResponse:
    """Write to the chosen agencies at once: the ticked ones, or the one whose button was pressed."""
    period = _readable(request, ref)
    if not rules.runs_the_period(request.user, period):
        raise PermissionDenied
    chosen = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("agency")
    submissions = Submission.objects.visible_to(request.user).of_period(period).by_refs(chosen)
    try:
        reminded = remind_now(submissions=submissions, by=request.user, now=clock.now())
    except Refused as refused:
        messages.warning(request, refused.message)
    else:
        passed = len(set(chosen)) - len(reminded)
        sentence = _("Đã nhắc %(count)d cơ quan.") % {"count": len(reminded)}
        if passed:
            sentence += " " + _(
                "%(count)d cơ quan đã gửi, đã được nhắc hôm nay hoặc chưa có nơi nhận thư."
            ) % {"count": passed}
        messages.success(request, sentence)
    return redirect("board", period.ref)


@login_required
@require_POST
def close_period(request: PersonRequest, ref: str) -> HttpResponse:
    """Close the period for good."""
    period = _readable(request, ref)
    if not rules.leads_the_period(request.user, period):
        raise PermissionDenied
    try:
        close(period=period, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã đóng kỳ báo cáo. Số liệu của kỳ không thay đổi nữa."))
    return redirect("board", period.ref)


def _readable(request: PersonRequest, ref: str) -> Period:
    period = get_object_or_404(Period.objects.visible_to(request.user), ref=ref)
    if not rules.reads_the_board(request.user, period):
        raise PermissionDenied
    return period
