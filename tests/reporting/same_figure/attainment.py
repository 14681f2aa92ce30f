"""Indicators against their targets on a day (DESIGN.md, "Attainment"), from the rows."""

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from indicators.models import IndicatorVersion, Observation, Target
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.rows import Asked

TRUSTED = ["estimate", "actual", "official"]  # the later one replaces the earlier of the same day


def attainment_figures(asked: Asked) -> dict[str, object]:
    """`target.INDICATOR.YEAR.SCOPE.…` of every mục tiêu, how many have which verdict, how many chỉ tiêu there are."""
    found: dict[str, object] = {}
    verdicts: Counter[str] = Counter()
    aims = rows.aims(asked)
    for head, target in aims:
        figures = _target(asked, head, target)
        key = key_of(target)
        found |= {f"{key}.{name}": figure for name, figure in figures.items()}
        verdicts[str(figures["verdict"])] += 1
    found |= {f"verdicts.{verdict}": count for verdict, count in verdicts.items()}
    return found | {"targets": len(aims), "indicators": len({head.indicator_id for head, _target in aims})}


def key_of(target: Target) -> str:
    """`target.INDICATOR.YEAR`, and the scope where there is one."""
    return ".".join(
        filter(None, ("target", str(target.indicator_id), str(target.horizon_year), target.scope))
    )


def _target(asked: Asked, head: IndicatorVersion, target: Target) -> dict[str, object]:
    measure = head.indicator.measure
    seen = list(
        Observation.objects.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=asked.known_at),
            measure=measure,
            province=asked.period.cycle.plan.province,
            scope=target.scope,
            to_on__lte=asked.day,
            recorded_at__lte=asked.known_at,
        )
    )
    results = sorted(
        (row for row in seen if row.basis in TRUSTED),
        key=lambda row: (row.to_on, TRUSTED.index(row.basis)),
    )
    last = results[-1] if results else None
    value = _current(results, measure.nature) if last else None
    bases = [row for row in seen if row.basis == "baseline" and row.value is not None]
    base = min(bases, key=lambda row: row.to_on, default=None)
    verdict, expected = _judge(asked.day, head, target, value, last, base, seen)
    return {
        "value": value,
        "judgement": last.verdict if last else "",
        "to_on": last.to_on if last else None,
        "basis": last.basis if last else None,
        "baseline": base.value if base else None,
        "verdict": verdict,
        "expected": None if expected is None else expected.quantize(Decimal("0.01"), ROUND_HALF_UP),
    }


def _current(results: list[Observation], nature: str) -> Decimal | None:
    """A point in time is the last value; a flow adds up the spans of the last one's year that do not overlap."""
    last = results[-1]
    if nature != "flow" or last.value is None or last.from_on is None:
        return last.value
    total, since = last.value, last.from_on
    newest = {row.to_on: row for row in results}
    for to_on in sorted(newest, reverse=True)[1:]:
        row = newest[to_on]
        if to_on.year != last.to_on.year or row.from_on is None or row.value is None:
            break
        if to_on < since:
            total, since = total + row.value, row.from_on
    return total


def _judge(
    day: dt.date,
    head: IndicatorVersion,
    target: Target,
    value: Decimal | None,
    last: Observation | None,
    base: Observation | None,
    seen: list[Observation],
) -> tuple[str, Decimal | None]:
    if target.comparator == "qualitative" or (target.low is None and target.high is None):
        return ("judgement" if last and (last.verdict or value is not None) else "no_value"), None
    if value is None:
        return "no_value", None
    number, upwards, equal, strict = _bound(target, head.indicator.measure.direction)
    passed = day > dt.date(target.horizon_year, 12, 31)
    if target.comparator == "growth":
        rate = _rate(head, value, last, seen)
        if rate is None:
            return "no_baseline", None
        if _meets(rate, number, upwards, equal, strict):
            return "met", None
        behind = number - rate if upwards else rate - number
        return _placed(behind, abs(number), passed), number
    if _meets(value, number, upwards, equal, strict):
        return "met", None
    if base is None:
        return ("not_met", number) if passed else ("no_baseline", None)
    if equal:
        upwards = number >= base.value
    ends_on = dt.date(target.horizon_year, 12, 31)
    way = number - base.value
    expected = number
    if day < ends_on and base.to_on < ends_on:
        done = Decimal(max((day - base.to_on).days, 0)) / (ends_on - base.to_on).days
        expected = base.value + way * done
    behind = expected - value if upwards else value - expected
    return _placed(behind, abs(way), passed), expected


def _placed(behind: Decimal, way: Decimal, passed: bool) -> str:
    if passed:
        return "not_met"
    if behind <= 0:
        return "on_track"
    return "at_risk" if behind < way / 10 else "off_track"


def _bound(target: Target, direction: str) -> tuple[Decimal, bool, bool, bool]:
    """The number that decides; whether it is reached from below, has to be hit, excludes itself."""
    low, high = target.low, target.high
    less = direction == "down"
    if target.comparator == "=":
        return (low if low is not None else high), True, True, False
    if target.comparator in ("<", "<=", "top_n"):
        return (high if high is not None else low), False, False, target.comparator == "<"
    if target.comparator == ">":
        return (low if low is not None else high), True, False, True
    if less:
        return (
            (high if high is not None and low is not None else low if low is not None else high),
            False,
            False,
            False,
        )
    return (low if low is not None else high), True, False, False


def _meets(value: Decimal, number: Decimal, upwards: bool, equal: bool, strict: bool) -> bool:
    if value == number:
        return not strict
    return not equal and (value > number) == upwards


def _rate(
    head: IndicatorVersion, value: Decimal, last: Observation, seen: list[Observation]
) -> Decimal | None:
    """Growth in percent against the year before; a value in percent is that growth itself."""
    if "%" in (head.unit_printed or head.indicator.measure.unit):
        return value
    before = [row for row in seen if row.to_on.year == last.to_on.year - 1 and row.value is not None]
    if not before:
        return None
    old = max(before, key=lambda row: (row.to_on, [*TRUSTED, "baseline"].index(row.basis))).value
    return (value - old) * 100 / abs(old) if old else None
