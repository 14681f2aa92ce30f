"""Printed days and the moments they mean."""

import datetime as dt

import pytest

from reporting.collection import deadlines
from tests.factories import day, moment


@pytest.mark.parametrize(
    ("printed", "bound", "first_late"),
    [
        ("2026-11-20", "before", "2026-11-20"),
        ("2026-12-01", "before", "2026-12-01"),
        ("2026-06-10", "on", "2026-06-11"),
        ("2026-12-31", "on", "2027-01-01"),
        ("2026-12-31", "month", "2027-01-01"),
        ("2026-11-30", "month", "2026-12-01"),
        ("2028-02-29", "month", "2028-03-01"),
    ],
)
def test_the_first_late_moment_is_midnight_in_hanoi(printed, bound, first_late):
    assert deadlines.due_moment(day(printed), bound) == moment(first_late, "00:00")


@pytest.mark.parametrize(
    ("printed", "bound", "last"),
    [
        ("2026-11-20", "before", "2026-11-19"),
        ("2026-06-10", "on", "2026-06-10"),
        ("2026-12-31", "month", "2026-12-31"),
    ],
)
def test_the_last_day_still_counts(printed, bound, last):
    assert deadlines.last_day(deadlines.due_moment(day(printed), bound)) == day(last)


@pytest.mark.parametrize(
    ("today", "left"), [("2026-11-13", 6), ("2026-11-19", 0), ("2026-11-20", -1), ("2026-12-18", -29)]
)
def test_days_are_counted_to_the_last_day_that_counts(today, left):
    assert deadlines.days_left(moment("2026-11-20", "00:00"), day(today)) == left


def test_a_moment_belongs_to_the_day_of_the_office_and_not_of_greenwich():
    assert deadlines.day_of(dt.datetime(2026, 11, 19, 17, 30, tzinfo=dt.UTC)) == day("2026-11-20")


@pytest.mark.parametrize(
    ("year", "month", "given", "expected"),
    [
        (2026, 11, 20, "2026-11-20"),
        (2026, 6, None, "2026-06-30"),
        (2026, 2, None, "2026-02-28"),
        (2028, 2, None, "2028-02-29"),
        (2027, 2, 29, "2027-02-28"),
    ],
)
def test_a_month_without_a_day_means_its_last_day(year, month, given, expected):
    assert deadlines.printed_day(year, month, given) == day(expected)


@pytest.mark.parametrize(
    ("frequency", "due", "expected"),
    [
        ("yearly", "2026-11-20", ("2026-01-01", "2026-12-31", "năm 2026")),
        ("half_yearly", "2026-06-10", ("2026-01-01", "2026-06-30", "6 tháng đầu năm 2026")),
        ("half_yearly", "2026-12-10", ("2026-01-01", "2026-12-31", "năm 2026")),
        ("quarterly", "2026-09-15", ("2026-07-01", "2026-09-30", "quý III/2026")),
        ("quarterly", "2026-12-20", ("2026-10-01", "2026-12-31", "quý IV/2026")),
        ("monthly", "2026-02-20", ("2026-02-01", "2026-02-28", "tháng 02/2026")),
    ],
)
def test_a_report_covers_the_days_of_its_frequency(frequency, due, expected):
    first, last, label = expected
    assert deadlines.span(frequency, day(due)) == (day(first), day(last), label)


@pytest.mark.parametrize(
    ("month", "given", "printable"),
    [
        (11, 20, True),
        (6, None, True),
        (2, 29, True),
        (2, 30, False),
        (11, 31, False),
        (13, 1, False),
        (0, 1, False),
        (5, 0, False),
    ],
)
def test_a_printed_day_must_be_in_some_year(month, given, printable):
    assert deadlines.is_printable(month, given) is printable
