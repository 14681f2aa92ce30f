"""The province's dashboard; the lists behind its bars stand in `province_lists`."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agencies.models import User
from agencies.requests import PersonRequest
from agencies.rules import where
from common import clock
from plans.models import Plan
from reporting import rules
from reporting.dashboards import province
from reporting.dashboards.charts import figure
from reporting.models import TargetSummary, TaskSummary
from reporting.rollup.summaries import summaries_of
from reporting.rollup.summary_rows import targets_of, tasks_of

OBSTACLES_SHOWN = 5


@login_required
@require_GET
def dashboard(request: PersonRequest) -> HttpResponse:
    """Headline figures, obstacles, status by plan and agency, indicators, money; every part leads to its lines."""
    provinces = provinces_seen(request.user)
    plans = Plan.objects.visible_to(request.user).of_provinces(provinces)
    kept = summaries_of(plans, clock.now())
    summaries = [one.summary for one in kept]
    by_plan, by_agency = province.by_plan(summaries), province.by_agency(summaries)
    tasks = TaskSummary.objects.visible_to(request.user).of_provinces(provinces).obstacles()
    targets = TargetSummary.objects.visible_to(request.user).of_provinces(provinces).drawn()
    behind = targets.with_plan().furthest_behind_first()[: province.ROWS_SHOWN]
    return render(
        request,
        "reporting/dashboard.html",
        {
            "kept": kept,
            "periods": kept[: province.ROWS_SHOWN],
            "earlier": province.earlier_figures(kept),
            "headline": province.headline(summaries),
            "obstacles": tasks_of(tasks.with_plan().most_overdue_first()[:OBSTACLES_SHOWN]),
            "obstacle_count": sum(summary.obstacles for summary in summaries),
            **_statuses("plan", by_plan),
            **_statuses("agency", by_agency),
            "bullets": [province.bullet(found.plan, found.row) for found in targets_of(behind)],
            "money": province.money_charts(summaries),
            "money_rest": province.money_rest(summaries),
        },
    )


def _statuses(of: str, rows: list[province.StatusRow]) -> dict[str, object]:
    """The rows of a chart as far as they are shown, the chart, and how many there are: `plans`, `plan_chart` …"""
    shown = rows[: province.ROWS_SHOWN]
    tasks = reverse("province_tasks")
    chart = province.status_chart(
        shown, lambda row, code: f"{tasks}?{urlencode({of: row.key, 'status': code})}"
    )
    names = {"plan": "plans", "agency": "agencies"}
    return {names[of]: shown, f"{of}_chart": figure(chart), f"{of}_count": len(rows)}


def provinces_seen(user: User) -> set[int]:
    """The provinces (their ids) whose dashboard the person sees."""
    provinces = where(rules.sees_the_dashboard, user)
    if not provinces:
        raise PermissionDenied
    return provinces
