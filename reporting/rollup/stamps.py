"""The change stamps of plans derived anew from what has happened, and whose stamps an agency's name touches.

`plans.stamps.touch` keeps them, verb by verb. What a bulk load or an earlier version of the portal left without a stamp
gets it here; a test compares both after every verb.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max, Model, Q, QuerySet

from agencies.models import Agency
from common.models import AuditEntry
from indicators.models import Observation
from plans.models import Plan, PlanStamp, PlanVersion
from plans.stamps import touch
from reporting.models import Period, ReviewAction, Sending, Submission, TaskFact

# Verbs on a plan that put right, in place, what a period has pinned.
CORRECTIONS = (
    "correct_task",
    "enter_task",
    "correct_budget",
    "enter_budget",
    "correct_indicator",
    "enter_indicator",
    "enter_target",
)


def agency_changed(agency: Agency, at: dt.datetime) -> None:
    """An agency's name and place have changed: touch the plans that it runs, or has ever owed a report on."""
    touch(_naming(agency).values_list("pk", flat=True), at)


def _naming(agency: Agency) -> QuerySet[Plan]:
    owing = Period.objects.filter(submissions__agency=agency).values("cycle__plan")
    return Plan.objects.filter(Q(focal_agency=agency) | Q(pk__in=owing))


def last_change(plan: int) -> dt.datetime | None:
    """The last moment at which a verb changed what roll-up reads of a plan (its id); None where none ever did."""
    of_periods = Period.objects.filter(cycle__plan=plan)
    seen = [
        *_last(PlanVersion.objects.filter(plan=plan), "confirmed_at"),
        *_last(of_periods, "opened_at", "closed_at"),
        *_last(Sending.objects.filter(submission__period__in=of_periods), "at"),
        *_last(Submission.objects.filter(period__in=of_periods), "approved_at"),
        *_last(TaskFact.objects.filter(period__in=of_periods), "approved_at", "superseded_at"),
        *_last(
            ReviewAction.objects.filter(submission__period__in=of_periods).exclude(action="comment"), "at"
        ),
        *_last(Observation.objects.filter(measure__indicators__plan=plan), "recorded_at", "superseded_at"),
        *_last(AuditEntry.objects.of({"plans.plan": [plan]}).filter(verb__in=CORRECTIONS), "at"),
        *_last(_renamings(plan), "at"),
    ]
    return max((moment for moment in seen if moment is not None), default=None)


def _renamings(plan: int) -> QuerySet[AuditEntry]:
    agencies = Agency.objects.filter(Q(runs_plans=plan) | Q(submissions__period__cycle__plan=plan))
    ids = list(agencies.order_by().values_list("pk", flat=True).distinct())
    return AuditEntry.objects.of({"agencies.agency": ids}).filter(verb="change_agency")


def _last(rows: QuerySet[Model], *moments: str) -> list[dt.datetime | None]:
    """The newest of each column of moments."""
    return list(rows.aggregate(**{name: Max(name) for name in moments}).values())


def stamp_unstamped(plans: Iterable[int], now: dt.datetime) -> None:
    """Give plans without a stamp (their ids) the one that follows from what has happened; `now` where nothing has."""
    known = set(PlanStamp.objects.filter(plan__in=list(plans)).values_list("plan", flat=True))
    for plan in sorted(set(plans) - known):
        touch([plan], last_change(plan) or now)


def restamp(now: dt.datetime) -> None:
    """Stamp every plan anew, after rows were loaded past the verbs: whatever is kept of one is stale then."""
    for plan in Plan.objects.order_by("pk").values_list("pk", flat=True):
        at = last_change(plan) or now
        touch([plan], at)
        PlanStamp.objects.filter(plan=plan).update(changed_at=at)
