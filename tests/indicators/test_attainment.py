"""Attainment, table by table (DESIGN.md, "Attainment")."""

import datetime as dt
from decimal import Decimal

import pytest

from indicators.attainment import (
    Attainment,
    Bound,
    Goal,
    Observed,
    assess,
    baseline_of,
    bound_of,
    current,
    expected_on,
    growth,
    newest,
    year_before,
)

START, END = dt.date(2024, 12, 31), dt.date(2026, 12, 31)
HALFWAY = dt.date(2025, 12, 31)


def D(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def goal(comparator: str, low: str | None, high: str | None = None, direction: str = "up") -> Goal:
    return Goal(comparator, D(low), D(high), direction, 2026)


def seen(
    to_on: str, value: str | None, basis: str = "actual", from_on: str | None = None, verdict: str = ""
) -> Observed:
    start = dt.date.fromisoformat(from_on) if from_on else None
    return Observed(1, "", start, dt.date.fromisoformat(to_on), basis, D(value), verdict)


@pytest.mark.parametrize(
    ("aim", "bound"),
    [
        (goal(">=", "80"), Bound("floor", D("80"))),
        (goal(">", "80"), Bound("floor", D("80"), strict=True)),
        (goal("<=", "5"), Bound("ceiling", D("5"))),
        (goal("<", "5"), Bound("ceiling", D("5"), strict=True)),
        (goal("=", "100"), Bound("equal", D("100"))),
        (goal(">=", "5", direction="down"), Bound("ceiling", D("5"))),
        (goal("between", "70", "80"), Bound("floor", D("70"))),
        (goal("between", "10", "20", direction="down"), Bound("ceiling", D("20"))),
        (goal("top_n", "10"), Bound("ceiling", D("10"))),
        (goal("growth", "15"), Bound("floor", D("15"))),
    ],
)
def test_a_number_is_a_floor_unless_less_is_better_or_a_sign_says_otherwise(aim, bound):
    assert bound_of(aim) == bound


@pytest.mark.parametrize(
    ("aim", "value", "verdict"),
    [
        (goal(">=", "80"), "80", "met"),
        (goal(">=", "80"), "79.99", "at_risk"),
        (goal(">", "80"), "80", "on_track"),
        (goal(">", "80"), "80.01", "met"),
        (goal("<=", "5"), "5", "met"),
        (goal("<", "5"), "5", "on_track"),
        (goal("=", "100"), "100", "met"),
        (goal("=", "100"), "101", "on_track"),
        (goal("between", "70", "80"), "70", "met"),
        (goal("between", "70", "80"), "85", "met"),
        (goal("between", "10", "20", direction="down"), "20", "met"),
        (goal("between", "10", "20", direction="down"), "21", "at_risk"),
        (goal("top_n", "10"), "10", "met"),
        (goal("top_n", "10"), "3", "met"),
        (goal("top_n", "10"), "11", "at_risk"),
        (goal(">=", "5", direction="down"), "4", "met"),
    ],
)
def test_a_value_is_met_at_its_bound_on_the_last_day(aim, value, verdict):
    # the baseline lies on the far side of the bound, fifty steps away
    baseline = bound_of(aim).number + (50 if bound_of(aim).side == "ceiling" else -50)
    found = assess(aim, value=D(value), baseline=baseline, baseline_on=START, day=END)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("aim", "value", "baseline", "rate", "verdict"),
    [
        (goal(">=", "80"), "80", "0", None, "met"),
        (goal(">=", "80"), "79.99", "0", None, "not_met"),
        (goal(">=", "80"), "79.99", None, None, "not_met"),
        (goal(">", "80"), "80", "0", None, "not_met"),
        (goal("<=", "5"), "5.1", "9", None, "not_met"),
        (goal("=", "100"), "101", "0", None, "not_met"),
        (goal("top_n", "10"), "11", "60", None, "not_met"),
        (goal("growth", "15"), "115", None, "15", "met"),
        (goal("growth", "15"), "114", None, "14.9", "not_met"),
        # nothing to judge by is still not a failure
        (goal(">=", "80"), None, "0", None, "no_value"),
        (goal("growth", "15"), "114", None, None, "no_baseline"),
    ],
)
def test_once_the_horizon_has_passed_a_target_is_met_or_not_met(aim, value, baseline, rate, verdict):
    found = assess(
        aim,
        value=D(value),
        baseline=D(baseline),
        baseline_on=START if baseline else None,
        rate=D(rate),
        day=END + dt.timedelta(days=1),
    )
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("100", "met"),
        ("50", "on_track"),
        ("60", "on_track"),
        ("49.99", "at_risk"),
        ("40.01", "at_risk"),
        ("40", "off_track"),
        ("0", "off_track"),
    ],
)
def test_behind_by_less_than_a_tenth_of_the_way_is_at_risk(value, verdict):
    # from 0 to 100 in two years: 50 is expected after one, a tenth of the way is 10
    found = assess(goal(">=", "100"), value=D(value), baseline=D("0"), baseline_on=START, day=HALFWAY)
    assert found == Attainment(verdict, None if verdict == "met" else D("50"))


@pytest.mark.parametrize(
    ("value", "verdict"), [("20", "on_track"), ("30", "on_track"), ("33.9", "at_risk"), ("34", "off_track")]
)
def test_where_less_is_better_the_line_falls(value, verdict):
    found = assess(goal("<=", "10"), value=D(value), baseline=D("50"), baseline_on=START, day=HALFWAY)
    assert found == Attainment(verdict, D("30"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 1, 1), "20"),
        (START, "20"),
        (HALFWAY, "50"),
        (END, "80"),
        (dt.date(2027, 6, 1), "80"),
    ],
)
def test_the_line_is_straight_and_flat_outside(day, expected):
    assert expected_on(day, D("20"), START, D("80"), END) == D(expected)


def test_without_a_baseline_there_is_no_line_unless_the_target_is_met():
    aim = goal(">=", "80")
    assert assess(aim, value=D("70"), day=HALFWAY) == Attainment("no_baseline")
    assert assess(aim, value=D("80"), day=HALFWAY) == Attainment("met")


def test_missing_is_never_zero():
    found = assess(goal("<=", "5"), value=None, baseline=D("9"), baseline_on=START, day=HALFWAY)
    assert found == Attainment("no_value")


@pytest.mark.parametrize(
    ("aim", "value", "judgement", "verdict"),
    [
        (goal("qualitative", None), None, "Đã hoàn thành", "judgement"),
        (goal("qualitative", None), None, "", "no_value"),
        (goal(">=", None), D("7"), "", "judgement"),
        (goal(">=", None), None, "", "no_value"),
    ],
)
def test_what_has_no_number_is_judged_in_words(aim, value, judgement, verdict):
    assert assess(aim, value=value, judgement=judgement, day=HALFWAY).verdict == verdict


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [("15", "met"), ("20", "met"), ("14", "at_risk"), ("13.5", "off_track"), (None, "no_baseline")],
)
def test_growth_is_judged_against_the_year_before(rate, verdict):
    assert assess(goal("growth", "15"), value=D("115"), rate=D(rate), day=HALFWAY).verdict == verdict


def test_growth_needs_a_year_before_that_is_not_zero():
    assert growth(D("115"), D("100")) == D("15")
    assert growth(D("115"), D("0")) is None
    assert growth(D("115"), None) is None


def test_at_one_date_the_official_figure_counts_and_a_baseline_is_no_result():
    rows = [
        seen("2025-12-31", "50", "estimate"),
        seen("2025-12-31", "48", "official"),
        seen("2025-12-31", "49"),
        seen("2024-12-31", "20", "baseline"),
        seen("2024-12-31", "21"),
    ]
    assert [(row.to_on.year, row.value) for row in newest(rows)] == [(2025, D("48")), (2024, D("21"))]


def test_a_point_in_time_is_the_last_value_and_a_flow_adds_up_within_its_year():
    quarters = newest(
        [
            seen("2025-12-31", "9", from_on="2025-10-01"),
            seen("2026-03-31", "10", from_on="2026-01-01"),
            seen("2026-06-30", "20", from_on="2026-04-01"),
        ]
    )
    assert current(quarters, "point") == D("20")
    assert current(quarters, "flow") == D("30")


def test_a_flow_reported_for_the_whole_year_stands_alone():
    rows = newest(
        [seen("2026-06-30", "10", from_on="2026-01-01"), seen("2026-11-15", "25", from_on="2026-01-01")]
    )
    assert current(rows, "flow") == D("25")
    assert current([], "flow") is None


def test_the_baseline_is_the_earliest_one_and_the_year_before_may_be_one():
    rows = [
        seen("2024-12-31", "20", "baseline"),
        seen("2023-12-31", "18", "baseline"),
        seen("2025-12-31", "30"),
    ]
    assert baseline_of(rows).value == D("18")
    assert year_before(rows, 2025) == D("20")
    assert year_before(rows, 2026) == D("30")
    assert year_before(rows, 2020) is None
