"""The province at a glance: plain functions over the roll-up payloads of its plans' newest periods.

Every share comes with its denominator and what it leaves out; nothing here is added up a second way.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from indicators.attainment import GOOD, JUDGED
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting.dashboards.charts import Bars, Series, figure
from reporting.rollup.money import MoneyOfSource, MoneySum, MoneyTable, money_sum, money_table
from reporting.rollup.payload import AgencyRef, IndicatorFigure, Payload, PlanRef, TaskFigure

DONE = ("completed_on_time", "completed_late")
OVERDUE = ("in_progress_overdue", "not_started_overdue")
UNFINISHED = ("in_progress_on_time", "not_started_on_time", *OVERDUE)
SENT = ("sent", "returned", "approved")


@dataclass(frozen=True, slots=True)
class Headline:
    """The six figures: each part with the counts its sentence needs. Money in VND."""

    counts: Mapping[str, int]
    total: int
    with_deadline: int
    left_out: Sequence[tuple[str | Promise, int]]
    done: int
    done_on_time: int
    overdue: int
    unfinished: int
    indicators: int
    targets_good: int
    targets_judged: int
    targets_unjudged: int
    money: MoneySum
    money_plans: Sequence[str]
    no_money_plans: Sequence[str]
    sent: int
    owing: int


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task of one of several plans."""

    plan: PlanRef
    task: TaskFigure


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A bar of tasks with a deadline by status: of a plan or of an agency, found again by `key`."""

    key: str
    label: str
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of one source over several years."""

    source: MoneyOfSource
    figure: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """A plan that prints budgets: its table, and a chart for each source of several years."""

    plan: PlanRef
    table: MoneyTable
    charts: Sequence[Chart]


@dataclass(frozen=True, slots=True)
class Bullet:
    """An indicator's target with where value, target and expectation lie on a bar of 0..`scale`."""

    plan: PlanRef
    row: IndicatorFigure
    goal: Decimal | None
    scale: Decimal


def add_counts(many: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by status over several plans."""
    total = dict.fromkeys((*WITH_DEADLINE, *OUTSIDE), 0)
    for counts in many:
        for code in total:
            total[code] += counts.get(code, 0)
    return total


def headline(payloads: Iterable[Payload]) -> Headline:
    """The six figures over several plans."""
    payloads = list(payloads)
    counts = add_counts(payload.counts for payload in payloads)
    verdicts = Counter(row.verdict for payload in payloads for row in payload.indicators)
    judged = sum(verdicts[code] for code in JUDGED)
    agencies = [row for payload in payloads for row in payload.agencies]
    return Headline(
        counts=counts,
        total=sum(counts.values()),
        with_deadline=sum(counts[code] for code in WITH_DEADLINE),
        left_out=[(STATUS[code].text, counts[code]) for code in OUTSIDE if counts[code]],
        done=sum(counts[code] for code in DONE),
        done_on_time=counts["completed_on_time"],
        overdue=sum(counts[code] for code in OVERDUE),
        unfinished=sum(counts[code] for code in UNFINISHED),
        indicators=sum(payload.indicator_count for payload in payloads),
        targets_good=sum(verdicts[code] for code in GOOD),
        targets_judged=judged,
        targets_unjudged=verdicts.total() - judged,
        money=money_sum(row for payload in payloads for row in payload.money),
        money_plans=[payload.plan.number for payload in payloads if _prints_money(payload)],
        no_money_plans=[payload.plan.number for payload in payloads if not _prints_money(payload)],
        sent=sum(row.state in SENT for row in agencies),
        owing=len(agencies),
    )


def _prints_money(payload: Payload) -> bool:
    return any(row.planned for row in payload.money)


def obstacles(payloads: Iterable[Payload], limit: int | None = None) -> list[PlanTask]:
    """Approved difficulties of unfinished tasks, the most overdue first, each with its plan."""
    rows = [
        PlanTask(payload.plan, task)
        for payload in payloads
        for task in payload.tasks
        if task.difficulty and task.status not in DONE
    ]
    rows.sort(key=lambda row: (-row.task.overdue_days, row.plan.number))
    return rows[:limit]


def by_plan(payloads: Iterable[Payload]) -> list[StatusRow]:
    """The tasks of each plan by status."""
    return [
        StatusRow(payload.plan.ref, payload.plan.number, payload.counts, payload.total)
        for payload in payloads
    ]


def by_agency(payloads: Iterable[Payload]) -> list[StatusRow]:
    """Tasks with a deadline by main agency and status, the busiest first; tasks without a main agency are left out."""
    found: dict[AgencyRef, dict[str, int]] = {}
    for payload in payloads:
        for task in payload.tasks:
            if task.main and task.status in WITH_DEADLINE:
                counts = found.setdefault(task.main, dict.fromkeys(WITH_DEADLINE, 0))
                counts[task.status] += 1
    rows = [
        StatusRow(str(agency.id), agency.name, counts, sum(counts.values()))
        for agency, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.label))


def status_chart(rows: Sequence[StatusRow], address: Callable[[StatusRow, str], str]) -> Bars:
    """Stacked lying bars, a segment per status, numbers inside; a click opens `address(row, status)`."""
    series = []
    for code in WITH_DEADLINE:
        values = [row.counts.get(code, 0) for row in rows]
        if any(values):
            word = STATUS[code]
            series.append(
                Series(
                    name=str(word.text),
                    values=tuple(values),
                    texts=tuple(str(value) if value else "" for value in values),
                    hover="%{y}<br>%{x} nhiệm vụ: " + str(word.text) + "<extra></extra>",
                    fill=word.fill,
                    edge="#fff",
                    edge_width=2,
                    addresses=tuple(address(row, code) for row in rows),
                )
            )
    return Bars(
        labels=tuple(row.label for row in rows),
        series=tuple(series),
        lying=True,
        height=34 * max(len(rows), 1) + 40,
    )


def money_charts(payloads: Iterable[Payload]) -> list[PlanMoney]:
    """Per plan that prints budgets: its table, and one small chart per source with several years (tỷ đồng)."""
    return [_plan_money(payload) for payload in payloads if _prints_money(payload)]


def _plan_money(payload: Payload) -> PlanMoney:
    table = money_table(payload.money)
    charts = []
    for source in table.sources:
        years = [(cell.year, cell.money) for cell in source.cells if cell.year and cell.money]
        years = [(year, money) for year, money in years if money.planned or money.disbursed]
        if len(years) > 1:
            charts.append(Chart(source, figure(_money_bars(years))))
    return PlanMoney(payload.plan, table, charts)


def _money_bars(years: Sequence[tuple[int, MoneySum]]) -> Bars:
    def series(name: str, amounts: Iterable[Decimal | None], fill: str, edge: str) -> Series:
        values = tuple(_billion(amount) for amount in amounts)
        return Series(
            name=name,
            values=values,
            texts=tuple(f"{value:.1f}".replace(".", ",") for value in values),
            hover="%{x}: %{y:,.1f} tỷ đồng<extra>" + name + "</extra>",
            fill=fill,
            edge=edge,
            edge_width=1,
        )

    return Bars(
        labels=tuple(str(year) for year, _money in years),
        series=(
            series("Kế hoạch", (money.planned for _year, money in years), "#fff", "#465261"),
            series("Đã giải ngân", (money.disbursed for _year, money in years), "#12457F", "#12457F"),
        ),
        lying=False,
        height=240,
    )


def _billion(amount: Decimal | None) -> float:
    """A chart's length in tỷ đồng: the only place where money is not exact, because a screen is not."""
    return float(round((amount or Decimal()) / 1_000_000_000, 3))


def bullets(payloads: Iterable[Payload]) -> list[Bullet]:
    """Targets with a number to draw: those that are furthest behind first, then by plan order."""
    order = {code: place for place, code in enumerate(("not_met", "off_track", "at_risk", "on_track", "met"))}
    rows = [
        _bullet(payload.plan, row)
        for payload in payloads
        for row in payload.indicators
        if row.value is not None and row.verdict != "judgement"
    ]
    return sorted(rows, key=lambda found: (order.get(found.row.verdict, len(order)), found.plan.number))


def _bullet(plan: PlanRef, row: IndicatorFigure) -> Bullet:
    """Percentages stand on 0–100, others on their own scale."""
    goal = row.low or row.high
    largest = max(number for number in (row.value, goal, row.expected, Decimal(0)) if number is not None)
    on_hundred = row.unit.strip().startswith("%") and largest <= 100
    return Bullet(plan, row, goal, Decimal(100) if on_hundred else largest * Decimal("1.1") or Decimal(1))


def tasks_where(
    payloads: Iterable[Payload], *, agency: int | None = None, status: str = "", plan: str = ""
) -> list[PlanTask]:
    """The leaves behind a bar: by main agency (its id), status and plan ref, in printed order."""
    return [
        PlanTask(payload.plan, task)
        for payload in payloads
        if not plan or payload.plan.ref == plan
        for task in payload.tasks
        if agency is None or (task.main is not None and task.main.id == agency)
        if not status or task.status == status
    ]
