"""Printed days and the moments they mean."""

import datetime as dt

import pytest

from common import format as vn
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


YEAR_2025, YEAR_2026 = ("2025-01-01", "2025-12-31", "năm 2025"), ("2026-01-01", "2026-12-31", "năm 2026")
FIRST_HALF = ("2026-01-01", "2026-06-30", "6 tháng đầu năm 2026")
SECOND_HALF = ("2025-07-01", "2025-12-31", "6 tháng cuối năm 2025")
QUARTER_I = ("2026-01-01", "2026-03-31", "quý I/2026")
QUARTER_IV = ("2025-10-01", "2025-12-31", "quý IV/2025")
NINE = ("2026-01-01", "2026-09-30", "9 tháng năm 2026")


@pytest.mark.parametrize(
    ("frequency", "due", "expected"),
    [
        ("yearly", "2026-01-01", YEAR_2025),
        ("yearly", "2026-01-15", YEAR_2025),
        ("yearly", "2026-03-31", YEAR_2025),
        ("yearly", "2026-04-01", None),
        ("yearly", "2026-09-30", None),
        ("yearly", "2026-10-01", YEAR_2026),
        ("yearly", "2026-11-20", YEAR_2026),
        ("yearly", "2026-12-31", YEAR_2026),
        ("nine_months", "2026-09-20", NINE),
        ("nine_months", "2026-10-05", NINE),
        ("nine_months", "2026-08-31", None),
        ("half_yearly", "2026-01-20", SECOND_HALF),
        ("half_yearly", "2026-01-21", None),
        ("half_yearly", "2026-04-30", None),
        ("half_yearly", "2026-05-01", FIRST_HALF),
        ("half_yearly", "2026-06-10", FIRST_HALF),
        ("half_yearly", "2026-06-30", FIRST_HALF),
        ("half_yearly", "2026-07-01", FIRST_HALF),
        ("half_yearly", "2026-07-20", FIRST_HALF),
        ("half_yearly", "2026-07-21", None),
        ("half_yearly", "2026-09-30", None),
        ("half_yearly", "2026-10-01", YEAR_2026),
        ("half_yearly", "2026-12-10", YEAR_2026),
        ("quarterly", "2026-01-01", QUARTER_IV),
        ("quarterly", "2026-01-20", QUARTER_IV),
        ("quarterly", "2026-01-21", None),
        ("quarterly", "2026-02-28", None),
        ("quarterly", "2026-03-01", QUARTER_I),
        ("quarterly", "2026-03-31", QUARTER_I),
        ("quarterly", "2026-04-05", QUARTER_I),
        ("quarterly", "2026-09-15", ("2026-07-01", "2026-09-30", "quý III/2026")),
        ("quarterly", "2026-12-20", ("2026-10-01", "2026-12-31", "quý IV/2026")),
        ("monthly", "2026-01-05", ("2025-12-01", "2025-12-31", "tháng 12/2025")),
        ("monthly", "2026-12-05", ("2026-11-01", "2026-11-30", "tháng 11/2026")),
        ("monthly", "2026-03-10", ("2026-02-01", "2026-02-28", "tháng 02/2026")),
        ("monthly", "2028-03-01", ("2028-02-01", "2028-02-29", "tháng 02/2028")),
        ("monthly", "2026-03-11", None),
        ("monthly", "2026-03-14", None),
        ("monthly", "2026-02-15", ("2026-02-01", "2026-02-28", "tháng 02/2026")),
        ("monthly", "2028-02-29", ("2028-02-01", "2028-02-29", "tháng 02/2028")),
        ("monthly", "2026-12-31", ("2026-12-01", "2026-12-31", "tháng 12/2026")),
        ("weekly", "2026-11-12", None),
        ("adhoc", "2026-05-12", ("2026-01-01", "2026-05-12", "đột xuất, hạn 12/05/2026")),
    ],
)
def test_what_a_report_covers_where_only_its_deadline_says_it(frequency, due, expected):
    found = deadlines.span(frequency, day(due))
    assert found == (expected and (day(expected[0]), day(expected[1]), expected[2]))


@pytest.mark.parametrize(
    ("frequency", "due", "covers", "expected"),
    [
        ("yearly", "2026-06-15", "before", YEAR_2025),
        ("yearly", "2026-06-15", "same", YEAR_2026),
        ("yearly", "2026-01-15", "same", YEAR_2026),
        ("yearly", "2026-12-20", "before", YEAR_2025),
        ("nine_months", "2027-01-05", "before", NINE),
        ("half_yearly", "2026-01-25", "before", SECOND_HALF),
        ("half_yearly", "2026-04-15", "same", FIRST_HALF),
        ("half_yearly", "2026-08-10", "before", FIRST_HALF),
        ("half_yearly", "2026-08-10", "same", YEAR_2026),
        ("quarterly", "2026-02-10", "before", QUARTER_IV),
        ("quarterly", "2026-02-10", "same", QUARTER_I),
        ("quarterly", "2026-01-10", "same", QUARTER_I),
        ("monthly", "2026-01-12", "before", ("2025-12-01", "2025-12-31", "tháng 12/2025")),
        ("monthly", "2026-01-12", "same", ("2026-01-01", "2026-01-31", "tháng 01/2026")),
        ("weekly", "2026-11-12", "same", ("2026-11-09", "2026-11-15", "tuần 09/11–15/11/2026")),
        ("weekly", "2026-11-15", "same", ("2026-11-09", "2026-11-15", "tuần 09/11–15/11/2026")),
        ("weekly", "2026-11-16", "before", ("2026-11-09", "2026-11-15", "tuần 09/11–15/11/2026")),
        ("weekly", "2027-01-01", "same", ("2026-12-28", "2027-01-03", "tuần 28/12–03/01/2027")),
    ],
)
def test_the_rule_itself_says_what_a_report_covers(frequency, due, covers, expected):
    first, last, label = expected
    assert deadlines.span(frequency, day(due), covers) == (day(first), day(last), label)


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


def test_an_hour_ends_the_printed_day():
    moment = deadlines.due_moment(day("2026-11-20"), "before", dt.time(16, 30))
    assert moment == dt.datetime(2026, 11, 20, 16, 30, tzinfo=deadlines.ZONE)
    assert deadlines.last_day(moment) == day("2026-11-20")
    assert deadlines.clock_of(moment) == dt.time(16, 30)
    assert deadlines.clock_of(deadlines.due_moment(day("2026-11-20"), "before")) is None
    assert vn.deadline(day("2026-11-20"), "before", day("2026-11-20"), dt.time(16)) == (
        "trước 16h00 20/11/2026 · đến 16h00 ngày 20/11"
    )
