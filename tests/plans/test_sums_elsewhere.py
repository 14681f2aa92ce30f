"""Sums outside the columns of a table: in running text, and in the notes of a row."""

from decimal import Decimal

import pytest

from common.intake.blocks import Document, Paragraph
from plans.intake import prose_money, row_notes


def wrong(*lines: str) -> list[tuple[str, str, str]]:
    """Label, stated and computed, triệu đồng, of what the lines of a text do not add up to."""
    found, stated = prose_money.check(
        Document([Paragraph(text, f"đoạn {n}") for n, text in enumerate(lines)])
    )
    return [(stated[one.code].label, str(one.stated), str(one.computed)) for one in found.wrong]


def test_a_printed_sum_of_prose_is_held_against_the_bullets_below_it():
    assert wrong(
        "Khái toán: 64.200.000.000 đồng",
        "- Giai đoạn 2021 - 2025: 24.100.000.000 đồng",
        "+ Trung ương: 14.000.000.000 đồng",
        "+ Địa phương: 10.000.000.000 đồng",
        "- Giai đoạn 2026 - 2030: 40.100.000.000 đồng",
        "+ Trung ương: 20 tỷ đồng",
        "+ Địa phương: 20.100 triệu đồng.",
    ) == [("Giai đoạn 2021 - 2025", "24100.000000", "24000.000000")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Tổng kinh phí: 100 triệu đồng", "- Trong đó ngân sách tỉnh: 60 triệu đồng"],
        [
            "Tổng kinh phí: 100 triệu đồng",
            "a",
            "b",
            "c",
            "d",
            "- Hội nghị: 3 triệu đồng",
            "- In ấn: 4 triệu đồng",
        ],
        ["Thời gian: 12 tháng", "- Quý I: 3 tháng", "- Quý II: 3 tháng"],
        [
            "Mức hỗ trợ: 100 triệu đồng cho mỗi doanh nghiệp, tối đa 3 năm",
            "- Năm 1: 5 triệu",
            "- Năm 2: 6 triệu",
        ],
    ],
)
def test_lines_that_are_no_list_of_amounts_are_held_against_nothing(lines):
    assert wrong(*lines) == []


@pytest.mark.parametrize(
    ("notes", "total", "said"),
    [
        ("200.000 máy x 370.000 đồng", 70_000, "74.000"),
        ("Tính theo 200.000 điện thoại cơ bản; 370.000/máy/ người", 70_000, "74.000"),
        ("nhu cầu vốn còn lại cần phải bố trí là 258.643 triệu đồng", 65_000, "258.643"),
    ],
)
def test_a_note_that_gives_another_amount_is_told(notes, total, said):
    [sentence] = row_notes.differences(notes, Decimal(total))
    assert said in sentence


@pytest.mark.parametrize(
    ("notes", "total"),
    [
        ("200.000 máy x 350.000 đồng", 70_000),  # agrees
        ("109 xã x 2 lần", 70_000),  # far from the amount: something else
        ("Quyết định số 2815/QĐ-UBND ngày 21/10/2021", 3_173),
        ("Trong Kế hoạch trung hạn (NQ số 11/NQ-HĐND ngày 12/5/2021)", 54_325),
        ("nhu cầu vốn 258.643 triệu đồng", 300_000),  # allotted more than is needed
        ("nhu cầu vốn 258.643 triệu đồng", None),
    ],
)
def test_a_note_that_gives_none_is_not(notes, total):
    assert list(row_notes.differences(notes, None if total is None else Decimal(total))) == []
