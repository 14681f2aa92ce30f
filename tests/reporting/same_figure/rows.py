"""The tables as plain rows, read anew for the recomputation: the plan as a period pinned it and what was approved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, Q

from indicators.models import IndicatorVersion, Target
from plans.models import BudgetLine, TaskVersion
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


def as_pinned(asked: Asked, model: type[Model], identity: str) -> list:
    """The rows of versions up to the period's that it has not ended, the newest of each identity."""
    pinned = asked.period.plan_version
    where = Q(version__plan=pinned.plan, version__no__lte=pinned.no)
    newest = {}
    for row in model.objects.filter(where).select_related("version").order_by("version__no", "pk"):
        newest[getattr(row, identity) if identity else row.pk] = row
    return [row for row in newest.values() if row.valid_to is None or row.valid_to > pinned.effective_on]


def tree(asked: Asked) -> list[TaskVersion]:
    """The plan's nodes in printed order."""
    return sorted(as_pinned(asked, TaskVersion, "task_id"), key=lambda row: row.position)


def budget(asked: Asked) -> list[BudgetLine]:
    """Planned money of leaves and of the plan as a whole; a group's printed sum is no money of its own."""
    groups = {row.task_id for row in tree(asked) if row.kind == "group"}
    lines = as_pinned(asked, BudgetLine, "")
    return [line for line in lines if line.stage == "planned" and line.task_id not in groups]


def aims(asked: Asked) -> list[tuple[IndicatorVersion, Target]]:
    """Every mục tiêu beside its chỉ tiêu, in printed order."""
    heads = {
        row.indicator_id: row
        for row in as_pinned(asked, IndicatorVersion, "indicator_id")
        if row.kind == "indicator"
    }
    targets = [row for row in as_pinned(asked, Target, "") if row.indicator_id in heads]
    pairs = [(heads[target.indicator_id], target) for target in targets]
    return sorted(pairs, key=lambda pair: (pair[0].position, pair[1].horizon_year, pair[1].scope))


def duties(asked: Asked) -> dict[int, list[TaskEntry]]:
    """Who owes a line, by task id."""
    found = defaultdict(list)
    for entry in TaskEntry.objects.filter(submission__period=asked.period):
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
