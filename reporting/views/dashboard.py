"""The province's dashboard and the lists behind its bars."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from agencies.rules import where
from common import clock
from plans.models import Plan
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting import rules
from reporting.dashboards import province
from reporting.dashboards.charts import figure
from reporting.dashboards.figures import figures_now, newest_periods
from reporting.models import Period, TargetSummary, TaskSummary
from reporting.rollup import Payload
from reporting.rollup.summaries import summaries_of
from reporting.rollup.summary_rows import targets_of, tasks_of

OBSTACLES_SHOWN = 5


@login_required
@require_GET
def dashboard(request: PersonRequest) -> HttpResponse:
    """Headline figures, obstacles, status by plan and agency, indicators, money; every part leads to its lines."""
    provinces = _provinces(request)
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
    chart = province.status_chart(shown, lambda row, code: _tasks_at(**{of: row.key, "status": code}))
    names = {"plan": "plans", "agency": "agencies"}
    return {names[of]: shown, f"{of}_chart": figure(chart), f"{of}_count": len(rows)}


@login_required
@require_GET
def province_tasks(request: PersonRequest) -> HttpResponse:
    """The tasks behind a bar of the dashboard."""
    _periods, payloads = _read(request)
    asked = request.GET
    status = asked.get("status", "") if asked.get("status", "") in STATUS else ""
    agency = int(asked["agency"]) if asked.get("agency", "").isdecimal() else None
    rows = province.tasks_where(payloads, agency=agency, status=status, plan=asked.get("plan", ""))
    return render(
        request,
        "reporting/province_tasks.html",
        {
            "rows": rows,
            "all": sum(len(payload.tasks) for payload in payloads),
            "agency": agency,
            "status": status,
            "plan": asked.get("plan", ""),
            "plans": [payload.plan for payload in payloads],
            "agencies": sorted(
                {task.main for payload in payloads for task in payload.tasks if task.main},
                key=lambda agency: agency.name,
            ),
            "statuses": [(code, STATUS[code].text) for code in (*WITH_DEADLINE, *OUTSIDE)],
        },
    )


@login_required
@require_GET
def obstacles(request: PersonRequest) -> HttpResponse:
    """Every approved difficulty of an unfinished task, the most overdue first."""
    _periods, payloads = _read(request)
    return render(request, "reporting/obstacles.html", {"rows": province.obstacles(payloads)})


def _provinces(request: PersonRequest) -> set[int]:
    """The provinces (their ids) whose dashboard the person sees."""
    provinces = where(rules.sees_the_dashboard, request.user)
    if not provinces:
        raise PermissionDenied
    return provinces


def _read(request: PersonRequest) -> tuple[list[Period], list[Payload]]:
    provinces = _provinces(request)
    seen = Period.objects.visible_to(request.user).of_provinces(provinces)
    periods = newest_periods(seen.newest_first())
    now = clock.now()
    return periods, [figures_now(period, now) for period in periods]


def _tasks_at(**where: str) -> str:
    return f"{reverse('province_tasks')}?{urlencode(where)}"
