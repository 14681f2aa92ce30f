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


def row(month: int, date: int, **fields) -> dict:
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
