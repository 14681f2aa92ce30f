"""The province at a glance: plain functions over the summaries of its plans' newest periods.

Every share comes with its denominator and what it leaves out; nothing here is added up a second way. What would grow
with the province is capped, and the page says how many there are besides.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import ngettext

from indicators.attainment import GOOD, JUDGED
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting.dashboards.charts import Bars, Series, figure
from reporting.rollup.money import MoneyOfSource, MoneySum, MoneyTable, added, table_of_years
from reporting.rollup.payload import AgencyRef, IndicatorFigure, PlanRef
from reporting.rollup.summaries import Kept, Made
from reporting.rollup.summary import DONE, Summary

OVERDUE = ("in_progress_overdue", "not_started_overdue")
UNFINISHED = ("in_progress_on_time", "not_started_on_time", *OVERDUE)
ROWS_SHOWN = 12  # of a chart or a table of plans or agencies
MONEY_SHOWN = 3  # plans with their money by source
NAMED = 6  # plans that a sentence names one by one


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
    money_plans: str
    no_money_plans: str
    sent: int
    owing: int


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
class Earlier:
    """How many plans the page shows as they stood before, and since when at the latest."""

    plans: int
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class MoneyRest:
    """The plans that print budgets beyond those shown one by one, added up."""

    plans: int
    money: MoneySum


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


def headline(summaries: Sequence[Summary]) -> Headline:
    """The six figures over several plans."""
    counts = add_counts(summary.counts for summary in summaries)
    verdicts: Counter[str] = Counter()
    for summary in summaries:
        verdicts.update(summary.verdicts)
    judged = sum(verdicts[code] for code in JUDGED)
    return Headline(
        counts=counts,
        total=sum(counts.values()),
        with_deadline=sum(counts[code] for code in WITH_DEADLINE),
        left_out=[(STATUS[code].text, counts[code]) for code in OUTSIDE if counts[code]],
        done=sum(counts[code] for code in DONE),
        done_on_time=counts["completed_on_time"],
        overdue=sum(counts[code] for code in OVERDUE),
        unfinished=sum(counts[code] for code in UNFINISHED),
        indicators=sum(summary.indicator_count for summary in summaries),
        targets_good=sum(verdicts[code] for code in GOOD),
        targets_judged=judged,
        targets_unjudged=verdicts.total() - judged,
        money=added(row.money for summary in summaries for row in summary.money),
        money_plans=_named(summary for summary in summaries if summary.prints_money),
        no_money_plans=_named(summary for summary in summaries if not summary.prints_money),
        sent=sum(summary.sent for summary in summaries),
        owing=sum(summary.owing for summary in summaries),
    )


def _named(summaries: Iterable[Summary]) -> str:
    """These plans by their numbers; more than `NAMED` by their count."""
    numbers = [summary.plan.number for summary in summaries]
    if len(numbers) <= NAMED:
        return ", ".join(numbers)
    return ngettext("%(count)d kế hoạch", "%(count)d kế hoạch", len(numbers)) % {"count": len(numbers)}


def earlier_figures(kept: Iterable[Kept | Made]) -> Earlier | None:
    """What is not of this moment, where anything is not."""
    moments = [one.known_at for one in kept if not one.fresh]
    return Earlier(len(moments), min(moments)) if moments else None


def by_plan(summaries: Sequence[Summary]) -> list[StatusRow]:
    """The tasks of each plan by status; of more than `ROWS_SHOWN`, those with the most overdue ones first."""
    rows = [
        StatusRow(summary.plan.ref, summary.plan.number, summary.counts, summary.total)
        for summary in summaries
    ]
    if len(rows) > ROWS_SHOWN:
        rows.sort(key=lambda row: -sum(row.counts.get(code, 0) for code in OVERDUE))
    return rows


def by_agency(summaries: Iterable[Summary]) -> list[StatusRow]:
    """Tasks with a deadline by main agency and status, the busiest first; tasks without a main agency are left out."""
    found: dict[AgencyRef, dict[str, int]] = {}
    for summary in summaries:
        for lead in summary.leads:
            counts = found.setdefault(lead.agency, dict.fromkeys(WITH_DEADLINE, 0))
            for code, number in lead.counts.items():
                counts[code] += number
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


def money_charts(summaries: Iterable[Summary]) -> list[PlanMoney]:
    """Of the plans that print budgets the `MONEY_SHOWN` largest: the table, and a chart per source of several years."""
    return [_plan_money(summary) for summary in _largest(summaries)]


def money_rest(summaries: Iterable[Summary]) -> MoneyRest:
    """The money of the plans that `money_charts` leaves out."""
    summaries = list(summaries)
    shown = {summary.plan.ref for summary in _largest(summaries)}
    rest = [summary for summary in summaries if summary.prints_money and summary.plan.ref not in shown]
    return MoneyRest(len(rest), added(row.money for summary in rest for row in summary.money))


def _largest(summaries: Iterable[Summary]) -> list[Summary]:
    """The plans with the most money, in the order of the page."""
    printing = [summary for summary in summaries if summary.prints_money]
    largest = sorted(printing, key=_planned, reverse=True)[:MONEY_SHOWN]
    return [summary for summary in printing if summary in largest]


def _planned(summary: Summary) -> Decimal:
    return sum((row.money.planned or Decimal() for row in summary.money), Decimal())


def _plan_money(summary: Summary) -> PlanMoney:
    table = table_of_years(summary.money)
    charts = []
    for source in table.sources:
        years = [(cell.year, cell.money) for cell in source.cells if cell.year and cell.money]
        years = [(year, money) for year, money in years if money.planned or money.disbursed]
        if len(years) > 1:
            charts.append(Chart(source, figure(_money_bars(years))))
    return PlanMoney(summary.plan, table, charts)


def _money_bars(years: Sequence[tuple[int, MoneySum]]) -> Bars:
    def series(name: str, amounts: Iterable[Decimal | None], fill: str, edge: str) -> Series:
        values = tuple(_billion(amount) for amount in amounts)
        return Series(
            name=name,
            values=values,
            texts=tuple("" if value is None else f"{value:.1f}".replace(".", ",") for value in values),
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


def _billion(amount: Decimal | None) -> float | None:
    """A chart's length in tỷ đồng: the only place where money is not exact, because a screen is not.

    What nobody has reported has none: silence is not zero.
    """
    return None if amount is None else float(round(amount / 1_000_000_000, 3))


def bullet(plan: PlanRef, row: IndicatorFigure) -> Bullet:
    """Percentages stand on 0–100, others on their own scale."""
    goal = row.low or row.high
    largest = max(number for number in (row.value, goal, row.expected, Decimal(0)) if number is not None)
    on_hundred = row.unit.strip().startswith("%") and largest <= 100
    return Bullet(plan, row, goal, Decimal(100) if on_hundred else largest * Decimal("1.1") or Decimal(1))
