"""Printed sums that do not add up are listed, and only those."""

from decimal import Decimal

from plans.arithmetic import LEAVES, ROWS, SOURCES, YEARS, Discrepancy, Sums
from plans.arithmetic import check as checked

PAID = (2023, "recurrent")
BUILT = (2023, "investment")


def check(*figures) -> list[Discrepancy]:
    return checked(*figures).wrong


def row(code: str, parent: str = "", **figures: int) -> Sums:
    """Figures by short names: p (2023 recurrent), b (2023 investment), P and B (horizon), T (horizon total)."""
    names = {"p": PAID, "b": BUILT, "P": (None, "recurrent"), "B": (None, "investment"), "T": (None, "total")}
    return Sums(code, parent, {names[name]: Decimal(value) for name, value in figures.items()})


def test_sums_that_add_up_are_not_mentioned():
    rows = [row("I", p=30), row("I.1", "I", p=10), row("I.2", "I", p=20)]
    assert check(rows, row("TOTAL", p=30)) == []


def test_a_wrong_group_sum_is_told_against_its_leaves():
    rows = [row("I", p=25), row("I.1", "I", p=10), row("I.2", "I", p=20)]
    assert check(rows) == [Discrepancy("I", PAID, Decimal(25), Decimal(30), LEAVES)]


def test_a_wrong_subtotal_is_told_at_every_level_and_against_the_rows_below():
    rows = [
        row("I", p=25),
        row("I.1", "I", p=25),
        row("a", "I.1", p=10),
        row("b", "I.1", p=20),
        row("II", p=5),
    ]
    assert check(rows, row("TOTAL", p=35)) == [
        Discrepancy("I", PAID, Decimal(25), Decimal(30), LEAVES),
        Discrepancy("I.1", PAID, Decimal(25), Decimal(30), LEAVES),
        Discrepancy("TOTAL", PAID, Decimal(35), Decimal(30), ROWS),
    ]


def test_the_own_years_and_sources_of_a_row_are_added():
    rows = [row("1", p=10, b=5, P=10, B=6, T=16), row("2", p=1, P=1, T=2)]
    assert [(found.code, found.column, found.computed, found.check) for found in check(rows)] == [
        ("1", "total.investment", Decimal(5), YEARS),
        ("2", "total.total", Decimal(1), SOURCES),
    ]


def test_an_empty_cell_is_no_zero():
    assert check([row("I", p=25), row("I.1", "I", b=3)]) == []


def test_columns_that_are_not_sums_of_the_others_are_left_alone():
    rows = [row(str(number), P=number, T=number * 10) for number in range(1, 6)]
    assert check(rows) == []


def test_a_wrong_sum_names_what_was_added_up_and_how_many_sums_were_compared():
    found = checked([row("I", p=25, b=7), row("I.1", "I", p=10, b=7), row("I.2", "I", p=20)])
    assert found.compared == 2
    assert [one.parts for one in found.wrong] == [
        (("I.1", PAID, Decimal(10)), ("I.2", PAID, Decimal(20))),
    ]
