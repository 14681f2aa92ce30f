"""When a reporting rule comes round: the days of a year's reports, and which of them is next."""

import pytest

from reporting.collection.occurrences import Due, days_between, days_of_year, following, next_of
from tests.factories import day

MONTHLY, QUARTERLY, HALF = "monthly", "quarterly", "half_yearly"


def days(*texts: str) -> list:
    return [day(text) for text in texts]


@pytest.mark.parametrize(
    ("frequency", "due", "covers", "expected"),
    [
        ("yearly", Due(11, 20), "", ["2026-11-20"]),
        ("yearly", Due(1, 15), "", ["2027-01-15"]),
        ("yearly", Due(1, 15), "same", ["2026-01-15"]),
        ("yearly", Due(6, 15), "", ["2026-06-15"]),
        ("yearly", Due(6, 15), "before", ["2027-06-15"]),
        ("yearly", Due(12), "", ["2026-12-31"]),
        ("yearly", Due(), "", []),
        ("nine_months", Due(9, 25), "", ["2026-09-25"]),
        (HALF, Due(6, 10), "", ["2026-06-10"]),
        (HALF, Due(day=20, of_last_month=True), "", ["2026-06-20", "2026-12-20"]),
        (HALF, Due(day=5), "", ["2026-07-05", "2027-01-05"]),
        (
            QUARTERLY,
            Due(day=25, of_last_month=True),
            "",
            ["2026-03-25", "2026-06-25", "2026-09-25", "2026-12-25"],
        ),
        (QUARTERLY, Due(day=5), "", ["2026-04-05", "2026-07-05", "2026-10-05", "2027-01-05"]),
        (QUARTERLY, Due(day=25), "", ["2026-01-25", "2026-04-25", "2026-07-25", "2026-10-25"]),
        (QUARTERLY, Due(4, 5), "", ["2026-04-05"]),
        ("adhoc", Due(), "", []),
        ("weekly", Due(), "same", []),
    ],
)
def test_the_days_of_the_reports_about_a_year(frequency, due, covers, expected):
    assert days_of_year(frequency, due, covers, 2026) == days(*expected)


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        (Due(day=5), "2026-02-05", "2027-01-05"),
        (Due(day=20), "2026-01-20", "2026-12-20"),
        (Due(day=31), "2026-01-31", "2026-12-31"),
    ],
)
def test_twelve_monthly_reports_are_about_a_year(due, first, last):
    found = days_of_year(MONTHLY, due, "", 2026)
    assert (len(found), found[0], found[-1]) == (12, day(first), day(last))


def test_a_day_that_february_lacks_is_its_last():
    days_2028 = days_of_year(MONTHLY, Due(day=30), "", 2028)
    assert (days_2028[1], days_of_year(MONTHLY, Due(day=30), "", 2026)[1]) == (
        day("2028-02-29"),
        day("2026-02-28"),
    )


@pytest.mark.parametrize(
    ("covers", "first", "last", "count"),
    [("same", "2026-01-01", "2026-12-24", 52), ("before", "2026-01-08", "2026-12-31", 52)],
)
def test_a_week_belongs_to_the_year_it_ends_in(covers, first, last, count):
    found = days_of_year("weekly", Due(weekday=4), covers, 2026)
    assert (found[0], found[-1], len(found)) == (day(first), day(last), count)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-01", "2026-03-25"),
        ("2026-03-25", "2026-03-25"),
        ("2026-03-26", "2026-06-25"),
        ("2027-01-01", "2026-06-25"),
    ],
)
def test_the_next_report_is_the_first_that_is_not_past(today, expected):
    assert next_of(days("2026-06-25", "2026-03-25"), day(today)) == day(expected)


def test_of_no_days_none_is_next():
    assert next_of([], day("2026-01-01")) is None


@pytest.mark.parametrize(
    ("frequency", "due", "first", "expected"),
    [
        ("yearly", Due(12, 1), "2026-11-20", "2026-12-01"),
        ("yearly", Due(12, 1), "2026-12-10", "2026-12-01"),
        ("yearly", Due(1, 15), "2026-12-20", "2027-01-15"),
        ("yearly", Due(2, 28), "2027-01-15", "2027-02-28"),
        (MONTHLY, Due(day=25), "2026-11-20", "2026-11-25"),
        (MONTHLY, Due(day=5), "2026-12-25", "2027-01-05"),
        (QUARTERLY, Due(day=5), "2026-12-25", "2027-01-05"),
        ("weekly", Due(weekday=1), "2026-11-13", "2026-11-16"),
        ("yearly", Due(), "2026-11-20", None),
    ],
)
def test_what_goes_on_is_due_nearest_to_what_came(frequency, due, first, expected):
    assert following(frequency, due, day(first)) == (expected and day(expected))


def test_days_between_take_both_ends():
    assert days_between("weekly", Due(weekday=4), day("2026-11-05"), day("2026-11-12")) == days(
        "2026-11-05", "2026-11-12"
    )
    assert days_between(MONTHLY, Due(day=5), day("2026-11-06"), day("2026-12-04")) == []
