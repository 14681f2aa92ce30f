"""The reporting rules that come with a plan's document."""

import pytest

from agencies.register import read_register, resolver
from reporting.collection.adopting import adopt_cycles
from reporting.collection.preview import preview_period
from tests.factories import day
from tests.reporting.seasons import Season

pytestmark = pytest.mark.django_db

TODAY = day("2026-11-13")


def adopted(season: Season, *rows: dict):
    season.plan.cycles.all().delete()
    names = read_register(TODAY).names(season.province.name)
    made = adopt_cycles(
        plan=season.plan,
        rows=rows,
        resolve=resolver(season.province, TODAY),
        names=names,
        by=None,
        on=day("2026-01-01"),
    )
    return list(dict.fromkeys(made.values()))


def row(month: int | None, date: int | None, **fields) -> dict:
    return {
        "who": "Các Sở, ban, ngành",
        "to": "Sở Khoa học",
        "via": None,
        "purpose": "progress",
        "frequency": "yearly",
        "month": month,
        "day": date,
        "bound": "before",
        "due_text": "trước ngày …",
        **fields,
    }


def test_two_days_of_a_year_are_the_half_years_and_the_years_report():
    season = Season()
    cycles = adopted(season, row(6, 1), row(11, 15))
    assert [cycle.frequency for cycle in cycles] == ["half_yearly", "half_yearly"]
    labels = [preview_period(cycle=cycle, year=2026, opens_on=TODAY).label for cycle in cycles]
    assert labels == ["6 tháng đầu năm 2026", "năm 2026"]


def test_one_day_of_a_year_is_the_years_report_with_the_provinces_behind_it():
    season = Season()
    [cycle] = adopted(
        season, row(11, 20), row(12, 1, who="Sở Khoa học", to="Thủ tướng Chính phủ", via="Sở Khoa học")
    )
    assert cycle.frequency == "yearly"
    assert list(cycle.stages.values_list("kind", "month", "day")) == [
        ("agencies", 11, 20),
        ("province", 12, 1),
    ]
    assert [reporter.group for reporter in cycle.reporters.all()] == [season.departments]


def test_what_the_focal_agency_sends_on_stands_behind_the_agencies_day_of_the_same_purpose():
    season = Season()
    budget, progress = adopted(
        season,
        row(9, 30, who="Sở Khoa học", to="Sở Y tế", purpose="budget_estimate"),
        row(9, 15, purpose="budget_estimate"),
        row(12, 1),
    )
    assert (budget.purpose, progress.purpose) == ("budget_estimate", "progress")
    assert list(budget.stages.values_list("kind", "to_agency__name", "month", "day")) == [
        ("agencies", "Sở Khoa học", 9, 15),
        ("focal", "Sở Y tế", 9, 30),
    ]
    assert list(progress.stages.values_list("kind", "month", "day")) == [("agencies", 12, 1)]


FOCAL = {"who": "Sở Khoa học", "to": "Thủ tướng Chính phủ"}


def test_every_frequency_is_a_cycle_and_the_provinces_report_stands_behind_its_own():
    season = Season()
    cycles = adopted(
        season,
        row(None, 25, frequency="monthly", covers="same"),
        row(None, 25, frequency="quarterly", covers="same", of_last_month=True),
        row(11, 15, covers="same"),
        row(12, 1, **FOCAL),
        row(None, None, frequency="weekly", weekday=4, hour=16, minute=30, covers="before"),
    )
    assert [
        (cycle.frequency, cycle.covers, list(cycle.stages.values_list("kind", flat=True))) for cycle in cycles
    ] == [
        ("monthly", "same", ["agencies"]),
        ("quarterly", "same", ["agencies"]),
        ("yearly", "same", ["agencies", "province"]),
        ("weekly", "before", ["agencies"]),
    ]
    columns = ("month", "day", "weekday", "of_last_month", "hour", "minute")
    assert [cycle.stages.values_list(*columns)[0] for cycle in cycles] == [
        (None, 25, None, False, None, 0),
        (None, 25, None, True, None, 0),
        (11, 15, None, False, None, 0),
        (None, None, 4, False, 16, 30),
    ]


def test_what_only_the_province_sends_asks_the_agencies_by_a_day_set_on_opening():
    season = Season()
    yearly, request = adopted(
        season, row(11, 20), row(None, None, frequency="adhoc", due_text="đột xuất", **FOCAL)
    )
    assert yearly.stages.count() == 1
    assert (request.frequency, list(request.stages.values_list("kind", "day"))) == (
        "adhoc",
        [("agencies", None), ("province", None)],
    )
    [alone] = adopted(season, row(12, 1, **FOCAL))
    assert list(alone.stages.values_list("kind", "month")) == [("agencies", None), ("province", 12)]
