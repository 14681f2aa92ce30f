"""The tables as plain rows, read anew for the recomputation: the plan as a period pinned it and what was approved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, Q

from indicators.models import IndicatorVersion, Target
from plans.models import BudgetLine, TaskVersion
from plans.recorded import Recorded
from reporting.models import MoneyFact, Period, TaskEntry, TaskFact


@dataclass(frozen=True)
class Asked:
    """The question: a period's figures on a day, from what was recorded up to a moment."""

    period: Period
    day: dt.date
    known_at: dt.datetime

    @property
    def in_force(self) -> Q:
        """Approved by the moment and not yet replaced then."""
        return Q(approved_at__lte=self.known_at) & (
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=self.known_at)
        )


def as_pinned(asked: Asked, model: type[Model], *identity: str) -> list:
    """The rows of versions up to the period's that none of these has ended, the newest of each identity."""
    pinned = asked.period.plan_version
    rows = model.objects.filter(
        Q(cause="version") | Q(recorded_at__lte=asked.known_at),
        version__plan=pinned.plan,
        version__no__lte=pinned.no,
    ).select_related("version", "ended_by")
    newest = {}
    for row in rows.order_by("version__no", "recorded_at", "pk"):
        if not _ended(row, asked):
            newest[tuple(getattr(row, name) for name in identity)] = row
    return list(newest.values())


def _ended(row: Recorded, asked: Asked) -> bool:
    """By a version up to the period's; where no version ended it, on a day that has come and is known of."""
    if row.valid_to is None:
        return False
    if row.ended_by is not None:
        return row.ended_by.no <= asked.period.plan_version.no
    day = max(asked.day, asked.period.plan_version.effective_on)
    return row.valid_to <= day and row.ended_recorded_at <= asked.known_at


def tree(asked: Asked) -> list[TaskVersion]:
    """The plan's nodes in printed order."""
    return sorted(as_pinned(asked, TaskVersion, "task_id"), key=lambda row: row.position)


def budget(asked: Asked) -> list[BudgetLine]:
    """Planned money of leaves and of the plan as a whole; a group's printed sum is no money of its own."""
    groups = {row.task_id for row in tree(asked) if row.kind == "group"}
    lines = as_pinned(asked, BudgetLine, "task_id", "source_id", "year", "stage")
    return [line for line in lines if line.stage == "planned" and line.task_id not in groups]


def aims(asked: Asked) -> list[tuple[IndicatorVersion, Target]]:
    """Every mục tiêu beside its chỉ tiêu, in printed order."""
    heads = {
        row.indicator_id: row
        for row in as_pinned(asked, IndicatorVersion, "indicator_id")
        if row.kind == "indicator"
    }
    targets = [
        row
        for row in as_pinned(asked, Target, "indicator_id", "horizon_year", "scope")
        if row.indicator_id in heads
    ]
    pairs = [(heads[target.indicator_id], target) for target in targets]
    return sorted(pairs, key=lambda pair: (pair[0].position, pair[1].horizon_year, pair[1].scope))


def duties(asked: Asked) -> dict[int, list[TaskEntry]]:
    """Who owes a line, by task id."""
    found = defaultdict(list)
    for entry in TaskEntry.objects.filter(submission__period=asked.period).select_related("submission"):
        found[entry.task_id].append(entry)
    return found


def facts(asked: Asked) -> dict[int, list[TaskFact]]:
    """Approved lines of this period and of the plan's earlier ones, oldest first, by task id."""
    found = defaultdict(list)
    for fact in _facts(asked):
        found[fact.task_id].append(fact)
    return found


def _facts(asked: Asked) -> Iterable[TaskFact]:
    period = asked.period
    periods = Q(period=period) | Q(period__cycle__plan=period.cycle.plan, period__to_on__lt=period.to_on)
    return (
        TaskFact.objects.filter(asked.in_force, periods)
        .select_related("period", "agency", "task_version")
        .order_by("period__to_on", "approved_at", "pk")
    )


def spent(asked: Asked) -> dict[tuple[int, int, int], Decimal]:
    """Disbursed by (task, source, budget year): the sum over agencies of what each said last, VND."""
    last: dict[tuple[int, int, int, int], Decimal] = {}
    money = defaultdict(list)
    for row in MoneyFact.objects.filter(fact__task__plan=asked.period.cycle.plan):
        money[row.fact_id].append(row)
    for fact in _facts(asked):
        for row in money[fact.pk]:
            last[fact.task_id, row.source_id, row.budget_year, fact.agency_id] = row.cumulative
    sums: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    for (task, source, year, _agency), amount in last.items():
        sums[task, source, year] += amount
    return dict(sums)
