from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from common import format as vn


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("62.00"), None, "62"),
        ("62.00", None, "62"),
        (915068, None, "915.068"),
        (1234567, None, "1.234.567"),
        (Decimal("-500"), None, "−500"),
        (Decimal("815"), 1, "815,0"),
        (Decimal("0.05"), 1, "0,1"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("1E+3"), None, "1.000"),
        (0, None, "0"),
        (None, None, "–"),
        ("", None, "–"),
    ],
)
def test_a_number_has_a_decimal_comma_and_dots_for_thousands(value, places, text):
    assert vn.number(value, places) == text


@pytest.mark.parametrize(("value", "text"), [(500, "+500"), (-4000, "−4.000"), (0, "0"), (None, "–")])
def test_a_difference_carries_its_sign(value, text):
    assert vn.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [("62.00", "62%"), (Decimal("45.56"), "45,6%"), (100, "100%"), (0, "0%"), (None, "–")]
)
def test_a_percentage_stands_without_a_space(value, text):
    assert vn.percent(value) == text


def test_a_percentage_in_a_column_keeps_its_decimals():
    assert vn.percent("62.00", 1) == "62,0%"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(48, 87, "55,2%"), (12, 24, "50,0%"), (0, 7, "0,0%"), (0, 0, "–")]
)
def test_a_share_has_one_decimal_and_needs_a_denominator(part, whole, text):
    assert vn.share(part, whole) == text


@pytest.mark.parametrize(
    ("vnd", "millions", "billions"),
    [
        ("915068000000", "915.068", "915,1"),
        (Decimal("1234567000"), "1.234,567", "1,2"),
        (0, "0", "0,0"),
        (None, "–", "–"),
    ],
)
def test_money_is_told_in_millions_and_billions(vnd, millions, billions):
    assert vn.million(vnd) == millions
    assert vn.billion(vnd) == billions


@pytest.mark.parametrize(("value", "text"), [(0, "00"), (5, "05"), (10, "10"), (1200, "1.200")])
def test_a_count_below_ten_is_padded_in_prose(value, text):
    assert vn.count(value) == text


@pytest.mark.parametrize(("size", "text"), [(1, "1 KB"), (640_000, "640 KB"), (1_800_000, "1,8 MB")])
def test_a_file_size_is_told_in_kilobytes_and_megabytes(size, text):
    assert vn.size(size) == text


def test_moments_are_told_on_the_clock_of_the_office():
    moment = datetime(2026, 11, 10, 20, 15, tzinfo=UTC)
    assert vn.day(moment) == "11/11/2026"
    assert vn.clock(moment) == "03:15"
    assert vn.day_and_clock(moment) == "11/11/2026, 03:15"
    assert vn.recent(moment, date(2026, 11, 11)) == "03:15 hôm nay"
    assert vn.recent(moment, date(2026, 11, 13)) == "11/11/2026"


@pytest.mark.parametrize(
    ("value", "text"), [(date(2026, 2, 5), "05/02/2026"), ("2026-02-05", "05/02/2026"), (None, "–")]
)
def test_a_day_is_told_with_two_digits_and_the_whole_year(value, text):
    assert vn.day(value) == text


@pytest.mark.parametrize(
    ("printed", "bound", "last_day", "text"),
    [
        (date(2026, 11, 20), "before", date(2026, 11, 19), "trước 20/11/2026 · hết ngày 19/11"),
        (date(2026, 11, 20), "before", date(2026, 11, 20), "trước 20/11/2026 · hết ngày 20/11"),
        (date(2027, 1, 1), "before", date(2026, 12, 31), "trước 01/01/2027 · hết ngày 31/12/2026"),
        (date(2026, 6, 10), "on", date(2026, 6, 10), "ngày 10/06/2026 · hết ngày 10/06"),
        (date(2026, 12, 31), "month", date(2026, 12, 31), "trong tháng 12/2026 · hết ngày 31/12"),
    ],
)
def test_a_deadline_is_told_as_printed_and_by_its_last_day(printed, bound, last_day, text):
    assert vn.deadline(printed, bound, last_day) == text


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (date(2026, 11, 13), "còn 6 ngày"),
        (date(2026, 11, 19), "hết hạn hôm nay"),
        (date(2026, 11, 20), "quá hạn 1 ngày"),
    ],
)
def test_the_days_left_are_counted_to_the_last_day(today, text):
    assert vn.days_left(date(2026, 11, 19), today) == text


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "05/02/2026"),
        (date(2021, 9, 9), "09/9/2021"),
        (date(2026, 12, 20), "20/12/2026"),
        (None, "–"),
    ],
)
def test_a_paper_writes_a_day_as_the_decree_does(day, written):
    assert vn.paper_day(day) == written
