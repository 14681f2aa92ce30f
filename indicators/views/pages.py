"""The indicators of one plan as everybody reads them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from common import clock
from indicators.at import indicators_at
from indicators.standing import aims_of, by_indicator
from plans import rules, season
from plans.at import version_on
from plans.models import Plan
from plans.views.pages import frame


@login_required
@require_GET
def plan_indicators(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's indicators against their targets."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    version = version_on(plan, clock.today())
    known = season.season_of(request, plan)
    at = indicators_at(version, day=clock.today(), known_at=clock.now())
    measured = by_indicator(aims_of(known.standing))
    rows = [
        {
            "indicator": row,
            "targets": at.targets_of(row.id),
            "measured": measured.get(row.id, ()),
        }
        for row in at.indicators
    ]
    return render(
        request,
        "indicators/plan_indicators.html",
        {
            **frame(plan, version, known, "indicators"),
            "runs_it": rules.runs_the_plan(request.user, plan),
            "rows": rows,
        },
    )
