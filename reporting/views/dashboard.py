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
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting import rules
from reporting.dashboards import province
from reporting.dashboards.charts import figure
from reporting.dashboards.figures import figures_now, newest_periods
from reporting.models import Period
from reporting.rollup import Payload

AGENCIES_SHOWN = 12


@login_required
@require_GET
def dashboard(request: PersonRequest) -> HttpResponse:
    """Headline figures, obstacles, status by plan and agency, indicators, money; every part leads to its lines."""
    periods, payloads = _read(request)
    plans = province.by_plan(payloads)
    agencies = province.by_agency(payloads)
    return render(
        request,
        "reporting/dashboard.html",
        {
            "periods": periods,
            "newest": periods[0] if periods else None,
            "headline": province.headline(payloads),
            "obstacles": province.obstacles(payloads, 5),
            "obstacle_count": len(province.obstacles(payloads)),
            "plans": plans,
            "plan_chart": figure(
                province.status_chart(plans, lambda row, code: _tasks_at(plan=row.key, status=code))
            ),
            "agencies": agencies[:AGENCIES_SHOWN],
            "agency_count": len(agencies),
            "agency_chart": figure(
                province.status_chart(
                    agencies[:AGENCIES_SHOWN], lambda row, code: _tasks_at(agency=row.key, status=code)
                )
            ),
            "bullets": province.bullets(payloads)[:12],
            "money": province.money_charts(payloads),
        },
    )


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


def _read(request: PersonRequest) -> tuple[list[Period], list[Payload]]:
    provinces = where(rules.sees_the_dashboard, request.user)
    if not provinces:
        raise PermissionDenied
    seen = Period.objects.visible_to(request.user).of_provinces(provinces)
    periods = newest_periods(seen.newest_first())
    now = clock.now()
    return periods, [figures_now(period, now) for period in periods]


def _tasks_at(**where: str) -> str:
    return f"{reverse('province_tasks')}?{urlencode(where)}"
