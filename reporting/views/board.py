"""Collecting the reports of a period: who has sent, who is late, who is reminded, and closing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agencies.requests import PersonRequest
from agencies.rules import somewhere
from common import clock
from common.errors import Refused
from plans.models import Plan
from reporting import rules
from reporting.collection.periods import close_period as close
from reporting.collection.reminders import remind_now
from reporting.models import Period, Submission
from reporting.views.board_rows import CODES, groups_of, lede_of, rows_of, steps
from reporting.views.rows import PeriodRow


@login_required
@require_GET
def boards(request: PersonRequest) -> HttpResponse:
    """The periods the person collects, or may read as leader; and the plans that have none open."""
    if not somewhere(rules.sees_the_dashboard, request.user):
        raise PermissionDenied
    found = Period.objects.visible_to(request.user).on_boards_of(request.user).newest_first().with_counts()
    periods = [PeriodRow.of(period) for period in found]
    with_open = {row.plan.pk for row in periods if row.state == "open"}
    plans = Plan.objects.visible_to(request.user).run_by(request.user).in_force().in_order()
    return render(
        request,
        "reporting/boards.html",
        {
            "open": [row for row in periods if row.state == "open"],
            "closed": [row for row in periods if row.state == "closed"],
            "without": [plan for plan in plans if plan.pk not in with_open],
        },
    )


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
