"""Today's figures of a period, computed once per change of the facts."""

import datetime as dt

from common.oddities import say_once
from plans.models import PlanStamp
from reporting.models import Period, RollupCache
from reporting.rollup import RULES_VERSION, Payload, Unreadable, from_json, rollup, to_json
from reporting.rollup.stamps import stamp_unstamped


def figures_now(period: Period, now: dt.datetime) -> Payload:
    """`rollup(period)` for today as known at the last change; kept until something it reads changes or the day ends.

    Two queries where it is kept. A day before the last change knows what was known then.
    """
    plan = period.cycle.plan_id
    stamp = PlanStamp.objects.filter(plan=plan).first()
    if stamp is None:
        stamp_unstamped([plan], now)
        stamp = PlanStamp.objects.get(plan=plan)
    day, known_at = now.date(), min(stamp.changed_at, now)
    key = {"period": period, "day": day, "number": stamp.number, "rules_version": RULES_VERSION}
    kept = RollupCache.objects.filter(**key).first()
    if kept is not None:
        try:
            return from_json(kept.payload)
        except Unreadable:  # derived, so it is made anew
            say_once(f"the kept figures of period {period.ref} cannot be read")
            kept.delete()
    payload = rollup(period, day=day, known_at=known_at)
    RollupCache.objects.get_or_create(**key, defaults={"payload": to_json(payload)})
    RollupCache.objects.filter(period=period).exclude(day=day, number=stamp.number).delete()
    return payload
