"""The indicators as everybody reads them: those of one plan, and those of every plan with their newest values."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from common import clock
from common.text import fold
from indicators.at import indicators_at
from indicators.standing import AimStanding, aims_of, by_indicator
from plans import rules, season
from plans.at import version_on
from plans.models import Plan
from plans.views.pages import frame


@dataclass(frozen=True)
class OfPlan:
    """The targets of one plan that were asked for."""

    plan: Plan
    rows: list[AimStanding]


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


@login_required
@require_GET
def indicators(request: PersonRequest) -> HttpResponse:
    """The indicators of every plan the person may read, with their newest values; searched without diacritics."""
    words = request.GET.get("q", "")
    plans = {plan.pk: plan for plan in Plan.objects.visible_to(request.user)}
    groups: list[OfPlan] = []
    for plan, (_period, standing) in season.standings(request.user, plans.values()).items():
        rows = [aim for aim in aims_of(standing) if fold(words) in fold(f"{aim.number} {aim.name}")]
        if rows:
            groups.append(OfPlan(plans[plan], rows))
    return render(
        request,
        "indicators/indicators.html",
        {
            "groups": groups,
            "q": words,
            "shown": sum(len(group.rows) for group in groups),
            "indicators": sum(len(by_indicator(group.rows)) for group in groups),
        },
    )
