"""Numbers as officers type them: read exactly, or asked about; never guessed."""

from decimal import Decimal

import pytest

from common.errors import Refused
from common.numbers import typed_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("72", "72"),
        (" 72 ", "72"),
        ("72%", "72"),
        ("72 %", "72"),
        ("98,4", "98.4"),
        ("98.4", "98.4"),
        ("0,5", "0.5"),
        ("0.125", "0.125"),
        ("1234", "1234"),
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("12.5", "12.5"),
        ("1234.567", "1234.567"),
        ("1.2345", "1.2345"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
    ],
)
def test_a_number_is_read_as_it_is_written_in_vietnam(typed, number):
    assert typed_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [("1.234", "1234", "1,234"), ("12.500", "12500", "12,500"), ("-1.234", "1234", "1,234")],
)
def test_a_number_that_could_be_two_is_asked_about(typed, one, other):
    with pytest.raises(Refused) as refusal:
        typed_number(typed)
    assert refusal.value.message == f"“{typed}” có thể là {one} hoặc {other}. Ghi lại một trong hai số đó."


@pytest.mark.parametrize(
    "typed", ["", "-", "abc", "12 triệu", "1,234,567", "1.23.456", "1,2,3", "1e5", "½", "12..5", "%", "--5"]
)
def test_what_is_no_number_is_said_to_be_none(typed):
    with pytest.raises(Refused) as refusal:
        typed_number(typed)
    assert refusal.value.message == f"“{typed}” không phải là số. Ghi bằng chữ số, ví dụ 1234,5."
