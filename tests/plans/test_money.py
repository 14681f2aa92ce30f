"""Figures as annexes print them, and what a column of money is for."""

from decimal import Decimal

import pytest

from plans.money import ENGLISH, VIETNAMESE, plain, read, source_of, style_of, unit_of, year_of
from tests.plans.papers import read as read_paper
from tests.plans.papers import word


@pytest.mark.parametrize(
    ("printed", "style", "value"),
    [
        ("500", None, "500"),
        ("1.234.567", None, "1234567"),
        ("1.234,5", None, "1234.5"),
        ("1,234.5", None, "1234.5"),
        ("98,4", None, "98.4"),
        ("98.4", None, "98.4"),
        ("0.700", None, "0.7"),
        ("1.200", VIETNAMESE, "1200"),
        ("1. 500", VIETNAMESE, "1500"),
        ("1 500", None, "1500"),
        ("1,200", ENGLISH, "1200"),
        ("1,200", VIETNAMESE, "1.2"),
        ("0", None, "0"),
        ("12.000 triệu đồng", VIETNAMESE, "12000"),
        ("1.300 triệu đồng", None, "1300"),
        ("1.300 nghìn đồng", None, "1300"),
        ("1.300 đồng", None, "1300"),
        ("1.300 triệu đồng", ENGLISH, "1.3"),
    ],
)
def test_a_figure_is_read(printed, style, value):
    amount = read(printed, style)
    assert (amount.value, amount.doubt) == (Decimal(value), "")


@pytest.mark.parametrize(
    "printed",
    [
        "1.234",
        "1,234",
        "12.34.5",
        "1.23.456",
        "abc",
        "-5",
        "1.2,3.4",
        "1.234 tỷ đồng",
        "1,300 triệu đồng",
        "500 triệu đồng và 300 triệu đồng",
        "500 (Sở Y tế: 300; Sở Tài chính: 200)",
        "500 triệu đồng (NS tỉnh 300; NSTW 200)",
        "500 (NS tỉnh: 300; NSTW: 100)",
        "500 (NS tỉnh: 300; NSTW)",
    ],
)
def test_what_could_be_two_things_or_none_is_asked_for(printed):
    amount = read(printed)
    assert amount.value is None
    assert printed in amount.doubt


@pytest.mark.parametrize("printed", ["", "-", "…", "x"])
def test_an_empty_cell_is_no_money_and_no_doubt(printed):
    assert read(printed) == read("")


@pytest.mark.parametrize(
    ("figures", "style"),
    [
        (["500", "1.200", "12.200"], VIETNAMESE),
        (["1.234.567", "1.200"], VIETNAMESE),
        (["1.200", "12,5"], VIETNAMESE),
        (["500", "200", "300", "1.200"], VIETNAMESE),
        (["500", "1,200", "12,200"], ENGLISH),
        (["5", "1,200", "12,200"], ENGLISH),
        (["1,200", "12,200"], None),
        (["1.234", "2.567", "3.891"], None),
        (["1.200"], None),
        (["1.234", "98.4"], None),
        (["1.234", "1,234"], None),
        (["12", "13"], None),
        (["1.234.567", "1,234,567"], None),
    ],
)
def test_the_other_figures_of_the_annex_decide(figures, style):
    assert style_of(figures) == style


def test_years_in_brackets_are_read_apart():
    amount = read("12.000 triệu đồng (2027: 4.000; 2028: 8.000)", VIETNAMESE)
    assert (amount.value, amount.unit) == (Decimal(12000), Decimal(1))
    assert amount.years == {2027: Decimal(4000), 2028: Decimal(8000)}


@pytest.mark.parametrize(
    "printed",
    [
        "500 (NS tỉnh: 300; NSTW: 200)",
        "500 triệu đồng (ngân sách tỉnh: 300, trung ương: 200)",
        "500 triệu đồng (NS tỉnh: 300 triệu đồng; NSTW: 200 triệu đồng)",
    ],
)
def test_sources_in_brackets_are_read_apart(printed):
    amount = read(printed)
    assert (amount.value, amount.doubt) == (Decimal(500), "")
    assert amount.sources == {"local": Decimal(300), "central": Decimal(200)}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Kinh phí (triệu đồng)", {"total": "500", "local": "300", "central": "200"}),
        ("Ngân sách tỉnh (triệu đồng)", {"local": "500"}),
    ],
)
def test_a_columns_total_is_parted_by_the_brackets_and_another_columns_is_not(heading, cells):
    table = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", heading],
        ["1", "Việc A", "Sở Y tế", "2026", "500 (NS tỉnh: 300; NSTW: 200)"],
    ]
    [task] = read_paper(word(table))["tasks"]
    assert {cell["source"]: cell["million"] for cell in task["budget"]} == cells


@pytest.mark.parametrize(
    ("text", "million"),
    [
        ("Đơn vị tính: triệu đồng", "1"),
        ("ĐVT: Tỷ đồng", "1000"),
        ("Kinh phí (nghìn đồng)", "0.001"),
        ("Đơn vị: 1.000 đồng", "0.001"),
        ("Kinh phí (đồng)", "0.000001"),
        ("Kinh phí", None),
        ("Tỷ lệ", None),
    ],
)
def test_the_unit_stands_in_words(text, million):
    assert unit_of(text) == (Decimal(million) if million else None)


@pytest.mark.parametrize(
    ("path", "source", "year"),
    [
        (("Dự kiến phân kỳ kinh phí ngân sách tỉnh", "Năm 2021", "Nguồn sự nghiệp"), "recurrent", 2021),
        (("Tổng các nguồn giai đoạn từ năm 2021 đến năm 2025", "Ngân sách tỉnh", "Nguồn đầu tư phát triển"),
         "investment", None),
        (("Kinh phí", "Tổng cộng (NS tỉnh + nguồn trung ương + nguồn XH hóa)"), "total", None),
        (("Kinh phí", "Nguồn xã hội hóa"), "social", None),
        (("Kinh phí", "NSTW"), "central", None),
        (("Kinh phí ngân sách tỉnh", "2026"), "local", 2026),
        (("Kinh phí (triệu đồng)",), "total", None),
        (("Nguồn vốn", "Khác"), "other", None),
        (("Kinh phí", "NSNN"), "mixed", None),
    ],
)  # fmt: skip
def test_a_column_names_its_source_and_year(path, source, year):
    assert (source_of(path), year_of(path)) == (source, year)


def test_figures_are_written_without_exponents_or_idle_zeros():
    assert [plain(Decimal(text)) for text in ("1.2E+3", "0.50", "100")] == ["1200", "0.5", "100"]
