"""Today's figures of a period, computed once per change of the facts."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from indicators.models import Observation
from reporting.models import Period, ReviewAction, RollupCache, Sending, TaskFact
from reporting.rollup import RULES_VERSION, Payload, from_json, rollup, to_json


def last_change(period: Period, now: dt.datetime) -> dt.datetime:
    """The last moment up to now at which something roll-up reads has changed. Four queries."""
    plan = period.cycle.plan_id
    facts = TaskFact.objects.filter(task__plan=plan, approved_at__lte=now)
    seen = [
        period.opened_at,
        facts.aggregate(last=Max("approved_at"))["last"],
        Sending.objects.filter(submission__period=period, at__lte=now).aggregate(last=Max("at"))["last"],
        ReviewAction.objects.filter(submission__period=period, at__lte=now).aggregate(last=Max("at"))["last"],
        Observation.objects.filter(province=period.plan.province_id, recorded_at__lte=now).aggregate(
            last=Max("recorded_at")
        )["last"],
    ]
    return max(moment for moment in seen if moment is not None)


def figures_now(period: Period, now: dt.datetime) -> Payload:
    """`rollup(period)` for today as known now; kept until something it reads changes or the day ends."""
    day, known_at = now.date(), last_change(period, now)
    key = {"period": period, "day": day, "known_at": known_at, "rules_version": RULES_VERSION}
    kept = RollupCache.objects.filter(**key).first()
    if kept is not None:
        return from_json(kept.payload)
    payload = rollup(period, day=day, known_at=known_at)
    RollupCache.objects.get_or_create(**key, defaults={"payload": to_json(payload)})
    RollupCache.objects.filter(period=period, known_at__lt=known_at).delete()
    return payload


def newest_periods(periods: Iterable[Period]) -> list[Period]:
    """The newest period of each plan, from periods ordered newest first."""
    newest: dict[int, Period] = {}
    for period in periods:
        newest.setdefault(period.cycle.plan_id, period)
    return list(newest.values())
