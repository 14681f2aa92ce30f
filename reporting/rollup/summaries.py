"""Summaries of every plan's newest period: made once per change and day, read by the pages about many plans.

Reading, for pages (all typed and frozen; a fixed number of queries whatever the number of plans):

    summaries_of(plans, now) -> list[Kept]    plans of a queryset, that of the newest period first; two queries
    made_of(plans, now) -> list[Made]         the same without the figures, for pages that read the rows beside them
    summary_of_plan(plan, now) -> Kept|None   always of this moment; waits where another process makes it
    Kept                                      .summary (Summary), .period; `fresh` False: of an earlier state,
                                              as of `.known_at`, which the page has to say
    rows.tasks_of(rows) -> list[PlanTask]     of TaskSummary rows, as a chain of its queryset picks them (`with_plan`)
    rows.targets_of(rows) -> list[PlanTarget] of TargetSummary rows, likewise

A list page calls `made_of` first, so that what is stale is made before, then reads its fifty rows:
`tasks_of(TaskSummary.objects.visible_to(user).of_provinces(…).with_plan().in_printed_order()[50:100])`.

A summary is stale once the stamp of its plan has moved on, the day has ended or the rules are others. A stale one is
made by one process, which holds its row; the others read the last, or wait where there is none. A page about many makes
at most `MADE_AT_ONCE` and reads the last of the rest; the clock calls `make_stale` for those every minute.
"""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from plans.models import Plan, PlanStamp
from reporting.models import Period, PlanSummary
from reporting.rollup import rollup
from reporting.rollup.inputs import describe
from reporting.rollup.stamps import stamp_unstamped
from reporting.rollup.summary import (
    MADE_BY,
    Summary,
    SummaryJson,
    from_json,
    summary_of,
    to_json,
)
from reporting.rollup.summary_rows import write_rows

MADE_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """The summary of a plan (its id) as it is kept, with its period."""

    plan: int
    period: Period
    summary: Summary
    fresh: bool

    @property
    def known_at(self) -> dt.datetime:
        return self.summary.known_at


@dataclass(frozen=True, slots=True)
class Made:
    """That the summary of a plan (its ref and number) is kept, and of which moment."""

    ref: str
    number: str
    known_at: dt.datetime
    fresh: bool


# ---------------------------------------------------------------------------------------------------------- reading


def summaries_of(plans: QuerySet[Plan], now: dt.datetime) -> list[Kept]:
    """Those of these plans that have a period, that of the newest period first."""
    rows = {row.plan_id: row for row in PlanSummary.objects.of_plans(plans).with_plan()}
    unmade = {plan for plan, row in rows.items() if not is_whole(row)} | _without_summary(plans)
    again = _make_some(unmade, [plan for plan, row in rows.items() if not is_fresh(row, now)], now)
    if again:
        rows |= {row.plan_id: row for row in PlanSummary.objects.filter(plan__in=again).with_plan()}
    kept = [_kept(row, row.period, now) for row in rows.values() if row.period is not None]
    return sorted(kept, key=lambda one: (one.period.to_on, one.period.from_on, one.period.pk), reverse=True)


def made_of(plans: QuerySet[Plan], now: dt.datetime) -> list[Made]:
    """Those of these plans that have a period, that of the newest period first, once they are made."""
    rows = PlanSummary.objects.of_plans(plans).without_figures().newest_first()
    found = list(rows)
    unmade = {row.plan_id for row in found if row.known_at is None} | _without_summary(plans)
    if _make_some(unmade, [row.plan_id for row in found if not is_fresh(row, now)], now):
        found = list(rows.all())
    return [
        Made(row.plan.ref, row.plan.number, row.known_at, is_fresh(row, now))
        for row in found
        if row.known_at is not None and row.period_id is not None
    ]


def _make_some(unmade: set[int], stale: list[int], now: dt.datetime) -> list[int]:
    """Make what there is nothing of, and the first that are stale; returns which these plans (their ids) are."""
    first = [plan for plan in stale if plan not in unmade][:MADE_AT_ONCE]
    for plan in sorted(unmade):
        make(plan, now, wait=True)
    for plan in first:
        make(plan, now, wait=False)
    return [*unmade, *first]


def _without_summary(plans: QuerySet[Plan]) -> set[int]:
    """Those that have a period, but of which nothing was ever made."""
    periods = Period.objects.filter(cycle__plan__in=plans, cycle__plan__summary__isnull=True)
    return set(periods.order_by().values_list("cycle__plan", flat=True))


def summary_of_plan(plan: int, now: dt.datetime) -> Kept | None:
    """The summary of one plan (its id) as of this moment; None before its first period."""
    rows = PlanSummary.objects.filter(plan=plan).with_plan()
    row = rows.first()
    if row is None and not Period.objects.filter(cycle__plan=plan).exists():
        return None
    if row is None or not (is_fresh(row, now) and is_whole(row)):
        make(plan, now, wait=True)
        row = rows.get()
    return None if row.period is None else _kept(row, row.period, now)


def is_fresh(row: PlanSummary, now: dt.datetime) -> bool:
    """Whether a summary, read with its plan's stamp, is what would be made now."""
    stamp = getattr(row.plan, "stamp", None)
    made = (row.day, row.made_by) == (now.date(), MADE_BY)
    return made and stamp is not None and row.number == stamp.number


def is_whole(row: PlanSummary) -> bool:
    """Whether there is anything to read, in the shape of today: what an earlier version kept may have another."""
    made = None not in (row.period_id, row.day, row.known_at)
    return made and isinstance(row.figures, dict) and SummaryJson.__required_keys__ <= row.figures.keys()


def _kept(row: PlanSummary, period: Period, now: dt.datetime) -> Kept:
    if row.day is None or row.known_at is None:
        raise ValueError(f"the summary of plan {row.plan_id} has a period and no day")
    period.cycle.plan = row.plan
    summary = from_json(
        cast(SummaryJson, row.figures), period=describe(period), day=row.day, known_at=row.known_at
    )
    return Kept(row.plan_id, period, summary, is_fresh(row, now))


# ----------------------------------------------------------------------------------------------------------- making


def make(plan: int, now: dt.datetime, *, wait: bool) -> bool:
    """Make the summary of a plan (its id) with its rows, unless it is fresh; whether it has been made here.

    One process makes it, under a lock on its row. Another one waits for it or, without `wait`, leaves it alone.
    """
    stamp_unstamped([plan], now)
    PlanSummary.objects.bulk_create([PlanSummary(plan_id=plan)], ignore_conflicts=True)
    with transaction.atomic():
        locked = PlanSummary.objects.select_for_update(of=("self",), skip_locked=not wait)
        row = locked.filter(plan=plan).select_related("plan__stamp").first()
        if row is None or (is_fresh(row, now) and is_whole(row)):
            return False
        # read under the lock: what is committed later comes with a higher number
        number = PlanStamp.objects.values_list("number", flat=True).get(plan=plan)
        period = Period.objects.filter(cycle__plan=plan).newest_first().with_plan().first()
        if period is None:
            return False
        payload = rollup(period, day=now.date(), known_at=now)
        write_rows(row, payload)
        row.period, row.day, row.known_at = period, payload.day, now
        row.number, row.made_by = number, MADE_BY
        row.figures = cast(dict[str, object], to_json(summary_of(payload)))
        row.groups = [
            [group.task, {code: n for code, n in group.counts.items() if n}] for group in payload.groups
        ]
        row.save(update_fields=["period", "day", "known_at", "number", "made_by", "figures", "groups"])
    return True


def make_stale(now: dt.datetime, plans: QuerySet[Plan] | None = None) -> int:
    """Make every stale summary (of all plans by default), one transaction each; returns how many were made here."""
    wanted = Plan.objects.all() if plans is None else plans
    rows = PlanSummary.objects.of_plans(wanted).without_figures()
    stale = {row.plan_id for row in rows if not is_fresh(row, now)}
    return sum(make(plan, now, wait=False) for plan in sorted(stale | _without_summary(wanted)))
