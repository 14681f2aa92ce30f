"""Collecting the reports of a period: who has sent, who is late, who is reminded, and closing it."""

from collections import Counter
from dataclasses import replace

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
from common.list_jobs import whole_list
from common.listing import (
    PER_PAGE,
    Choice,
    Column,
    ListSheet,
    every,
    filters_of,
    first_of,
    page_of,
    wants_file,
)
from plans.models import Plan
from plans.querysets import PlanQuerySet
from reporting import rules
from reporting.collection.periods import close_period as close
from reporting.collection.reminders import remind_now
from reporting.models import Period, Submission
from reporting.views.board_rows import (
    CODES,
    Row,
    groups_of,
    in_order,
    lede_of,
    places_of,
    rows_of,
    steps,
    to_remind,
)
from reporting.views.narrowing import period_state_choice, plan_choice, state_choice, year_choice
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


AGENCIES: ListSheet[Row] = ListSheet(
    "co-quan-phai-gui",
    _lazy("Cơ quan phải gửi báo cáo"),
    [
        Column(_lazy("Cơ quan"), lambda row: row.submission.agency.name, 40),
        Column(_lazy("Trạng thái"), lambda row: row.said, 28),
        Column(_lazy("Dòng đã xong"), lambda row: row.submission.lines_clean, 10, "count"),
        Column(_lazy("Số dòng"), lambda row: row.submission.lines, 10, "count"),
        Column(_lazy("Dòng bị trả lại"), lambda row: row.submission.lines_returned, 10, "count"),
        Column(_lazy("Gửi lần đầu lúc"), lambda row: row.submission.first_sent_at, 18, "moment"),
        Column(_lazy("Gửi đúng hạn lúc"), lambda row: row.submission.in_time_sent_at, 18, "moment"),
        Column(_lazy("Hoạt động gần nhất"), lambda row: row.activity, 36),
        Column(_lazy("Kỷ luật các kỳ trước"), lambda row: row.season.words if row.season else "", 28),
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
        return whole_list(request, SHEET, filters, every(rows, PeriodRow.of), clock.now())
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
def board(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Every agency that owes a report in the period, by what the officer must do."""
    period = _readable(request, ref)
    now = clock.now()
    places = places_of(period, now)
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in CODES else ""
    filters = filters_of(request.GET, Choice("q", _("Tên cơ quan")), kept=("state",))
    found = in_order(places, wanted, filters.chosen["q"])
    if wants_file(request.GET):
        title = _("Thu báo cáo %(period)s, %(plan)s") % {"period": period.label, "plan": period.plan.number}
        filters = filters_of(request.GET, state_choice(CODES), Choice("q", _("Tên cơ quan")))
        return whole_list(request, replace(AGENCIES, title=title), filters, rows_of(period, found, now), now)
    page = page_of(request.GET, found, lambda place: place)
    rows = rows_of(period, page.rows, now)
    counts = Counter(place.code for place in places)
    return render(
        request,
        "reporting/board.html",
        {
            "period": period,
            "plan": period.plan,
            "steps": steps(period, now.date()),
            "counts": [(code, counts[code]) for code in CODES],
            "wanted": wanted,
            "filters": filters,
            "many": len(places) > PER_PAGE,
            "page": page,
            "groups": groups_of(rows, found, now, folds=page.pages == 1 and not (page.whole or wanted)),
            "lede": lede_of(period, places, now.date()),
            "runs": rules.runs_the_period(request.user, period) and period.state == "open",
            "closes": rules.leads_the_period(request.user, period) and period.state == "open",
            "waiting": counts["sent"],
            "silent": sum(place.waits for place in places),
            "ticked": sum(row.ticked for row in rows),
            "all_of_them": len(to_remind(places, wanted)),
            "seasons": max((len(row.season.marks) for row in rows if row.season), default=0),
        },
    )


@login_required
@require_POST
def remind(request: PersonRequest, ref: str) -> HttpResponse:
    """Write to the chosen agencies at once: the ticked ones, the one whose button was pressed, or all that wait."""
    period = _readable(request, ref)
    if not rules.runs_the_period(request.user, period):
        raise PermissionDenied
    chosen = _chosen(request, period)
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


def _chosen(request: PersonRequest, period: Period) -> list[str]:
    """The refs of the submissions whose agencies are to be reminded; pages of the board hold only some of them."""
    if "all" in request.POST:
        places = to_remind(places_of(period, clock.now()), request.POST["all"])
        return [place.submission.ref for place in places]
    return [request.POST["only"]] if "only" in request.POST else request.POST.getlist("agency")


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
