"""Whether an indicator is met or on the way (DESIGN.md, "Attainment"). Pure, nothing is rounded here.

A number without a sign is a floor, a ceiling where less is better; a range is met from its nearer bound; "top N" by a
smaller or equal rank; growth per year against the year before. Expected on a day is the straight line from the
baseline to the target at the end of its year. Once that has passed a target is met or not met, nothing between.
Missing is never zero.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

# At the same date an official figure replaces a reported one, and a reported one an estimate
TRUST = {"official": 2, "actual": 1, "estimate": 0}


# The denominator of every share of targets, what is good among it, and what is counted apart
JUDGED = ("met", "on_track", "at_risk", "off_track", "not_met")
GOOD = ("met", "on_track")
NOT_JUDGED = ("no_baseline", "no_value", "judgement")


class Observed(NamedTuple):
    """A value of a measure in a scope; `verdict` is the recorded judgement where there is no number."""

    measure: int
    scope: str
    from_on: dt.date | None
    to_on: dt.date
    basis: str
    value: Decimal | None
    verdict: str


class Goal(NamedTuple):
    """What is to be reached by the end of a year. `direction` is the measure's: up, or down where less is better."""

    comparator: str
    low: Decimal | None
    high: Decimal | None
    direction: str
    horizon_year: int

    @property
    def ends_on(self) -> dt.date:
        return dt.date(self.horizon_year, 12, 31)


class Bound(NamedTuple):
    """The number to reach, from below (floor), from above (ceiling) or exactly (equal)."""

    side: str
    number: Decimal
    strict: bool = False

    def met_by(self, value: Decimal) -> bool:
        if self.side == "equal":
            return value == self.number
        if value == self.number:
            return not self.strict
        return (value > self.number) == (self.side == "floor")


class Attainment(NamedTuple):
    """One of JUDGED or NOT_JUDGED, and the value expected on the day."""

    verdict: str
    expected: Decimal | None = None


def bound_of(goal: Goal) -> Bound:
    """The bound that decides; a range is reached at the end that comes first on the way. The goal has a number."""
    numbers = [number for number in (goal.low, goal.high) if number is not None]
    first, last = numbers[0], numbers[-1]
    less_is_better = goal.direction == "down"
    if goal.comparator == "=":
        return Bound("equal", first)
    if goal.comparator == "between":
        return Bound("ceiling", last) if less_is_better else Bound("floor", first)
    if goal.comparator in ("<", "<=", "top_n"):
        return Bound("ceiling", last, strict=goal.comparator == "<")
    if less_is_better and goal.comparator != ">":
        return Bound("ceiling", first)
    return Bound("floor", first, strict=goal.comparator == ">")


def assess(
    goal: Goal,
    *,
    value: Decimal | None,
    baseline: Decimal | None = None,
    baseline_on: dt.date | None = None,
    rate: Decimal | None = None,
    judgement: str = "",
    day: dt.date,
) -> Attainment:
    """Judge `value` on `day`.

    `baseline` is the value the plan starts from; `rate`, for growth only, what the value has grown by against the year
    before, percent (None: unknown); `judgement` what was recorded in words. A target without a number is judged by it.
    """
    if goal.comparator == "qualitative" or (goal.low is None and goal.high is None):
        return Attainment("judgement" if judgement or value is not None else "no_value")
    if value is None:
        return Attainment("no_value")
    bound = bound_of(goal)
    if goal.comparator == "growth":
        return _assess_growth(bound, rate, over=day > goal.ends_on)
    if bound.met_by(value):
        return Attainment("met")
    if day > goal.ends_on:
        return Attainment("not_met", bound.number)
    if baseline is None or baseline_on is None:
        return Attainment("no_baseline")
    expected = expected_on(day, baseline, baseline_on, bound.number, goal.ends_on)
    upwards = bound.side == "floor" or (bound.side == "equal" and bound.number >= baseline)
    behind = expected - value if upwards else value - expected
    return Attainment(_verdict(behind, abs(bound.number - baseline)), expected)


def expected_on(
    day: dt.date, baseline: Decimal, baseline_on: dt.date, target: Decimal, ends_on: dt.date
) -> Decimal:
    """The straight line from the baseline to the target, flat before and after."""
    if day >= ends_on or ends_on <= baseline_on:
        return target
    passed = max((day - baseline_on).days, 0)
    return baseline + (target - baseline) * passed / (ends_on - baseline_on).days


def growth(value: Decimal, before: Decimal | None) -> Decimal | None:
    """Growth in percent against the year before; None where that is unknown or zero."""
    return (value - before) * 100 / abs(before) if before else None


def _assess_growth(bound: Bound, rate: Decimal | None, *, over: bool) -> Attainment:
    """The same growth is expected every year: there is no line to be on. `over`: the last year has passed."""
    if rate is None:
        return Attainment("no_baseline")
    if bound.met_by(rate):
        return Attainment("met")
    if over:
        return Attainment("not_met", bound.number)
    behind = bound.number - rate if bound.side == "floor" else rate - bound.number
    return Attainment(_verdict(behind, abs(bound.number)), bound.number)


def _verdict(behind: Decimal, way: Decimal) -> str:
    """At risk is behind by less than 10 % of the whole way."""
    if behind <= 0:
        return "on_track"
    return "at_risk" if behind * 10 < way else "off_track"


def newest(rows: Iterable[Observed]) -> list[Observed]:
    """The most trusted reported value of each date, newest first; baselines are not results."""
    best: dict[dt.date, Observed] = {}
    for row in rows:
        if row.basis in TRUST:
            known = best.get(row.to_on)
            if known is None or TRUST[row.basis] > TRUST[known.basis]:
                best[row.to_on] = row
    return [best[to_on] for to_on in sorted(best, reverse=True)]


def current(rows: Sequence[Observed], nature: str) -> Decimal | None:
    """The value that counts, from the rows of `newest`.

    A point in time is the last one. A flow is the sum of the spans of the last one's calendar year that do not overlap,
    so that four quarters add up and a report of the whole year stands alone.
    """
    if not rows:
        return None
    last = rows[0]
    if nature != "flow" or last.value is None:
        return last.value
    total, since = last.value, last.from_on
    for row in rows[1:]:
        if since is None or row.from_on is None or row.value is None or row.to_on.year != last.to_on.year:
            break
        if row.to_on < since:
            total, since = total + row.value, row.from_on
    return total


def baseline_of(rows: Iterable[Observed]) -> Observed | None:
    """The earliest recorded baseline."""
    found = [row for row in rows if row.basis == "baseline" and row.value is not None]
    return min(found, key=lambda row: row.to_on, default=None)


def year_before(rows: Iterable[Observed], year: int) -> Decimal | None:
    """The last value of the year before `year`, a baseline included."""
    found = [row for row in rows if row.to_on.year == year - 1 and row.value is not None]
    best = max(found, key=lambda row: (row.to_on, TRUST.get(row.basis, 3)), default=None)
    return None if best is None else best.value
