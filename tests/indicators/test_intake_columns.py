"""Columns of figures in a table of indicators: horizons, baselines, headings left unmerged, figures nobody reads."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.baselines import supersede_baselines
from indicators.models import Observation
from indicators.services import add_observation
from tests import factories as make
from tests.plans.import_desk import Desk
from tests.plans.papers import UP, read, sheet, word

ROW = ["1", "Kinh tế số", "%", "12", "25", "50"]


def table(*heads: str) -> bytes:
    return word([["TT", "Chỉ tiêu", "ĐVT", *heads], [*ROW[:3], *ROW[-len(heads) :]]])


def aims(found: dict) -> list[tuple]:
    return [(row["horizon_year"], row["low"]) for row in found["indicators"] if row["kind"] == "indicator"]


def said(found: dict, severity: str = "") -> str:
    return " ".join(one["message"] for one in found["problems"] if severity in ("", one["severity"]))


@pytest.mark.parametrize(
    ("heading", "year"),
    [("Tầm nhìn 2045", 2045), ("Định hướng 2035", 2035), ("Tầm nhìn đến năm 2045", 2045), ("Năm 2045", 2045),
     ("KH 2027", 2027), ("Chỉ tiêu năm 2027", 2027), ("2026 - 2030", 2030), ("Lũy kế 2028", 2028),
     ("Giao năm 2027", 2027), ("Đến 2045", 2045), ("Kế hoạch thực hiện năm 2027", 2027)],
)  # fmt: skip
def test_every_heading_with_a_year_is_a_column_of_targets(heading, year):
    assert aims(read(table("Mục tiêu 2026", heading))) == [(2026, "25"), (year, "50")]


@pytest.mark.parametrize(
    "heading",
    ["Hiện trạng 2024", "Hiện trạng (2024)", "TH 2024", "Ước 2024", "Ước TH 2024", "Ước thực hiện năm 2024",
     "Thực hiện năm 2024", "Năm 2024 (thực hiện)", "Kết quả năm 2024", "KQ 2024", "Số liệu 2024", "Đã đạt 2024",
     "Thực trạng đến cuối năm 2024", "2024 (ước)"],
)  # fmt: skip
def test_what_has_been_is_the_baseline_of_its_year(heading):
    found = read(table(heading, "Mục tiêu 2026", "Tầm nhìn 2045"))
    assert aims(found) == [(2026, "25"), (2045, "50")]
    assert {(row["baseline"], row["baseline_year"], row["baseline_text"]) for row in found["indicators"]} == {
        ("12", 2024, heading)
    }
    assert "số gốc ngày 31/12/2024" in said(found, "note")
    assert said(found, "warning") == ""


def test_what_has_been_in_a_year_to_come_is_a_target():
    assert aims(read(table("Thực hiện năm 2027"))) == [(2027, "50")]  # the plan is of 2025


def test_a_baseline_without_a_year_is_said_and_not_taken():
    found = read(table("Hiện trạng", "Mục tiêu 2026", "Mục tiêu 2030"))
    assert "không ghi năm" in said(found)
    assert all("baseline" not in row for row in found["indicators"])


def test_a_baseline_in_other_words_is_left_out_and_said():
    found = read(
        word([["TT", "Chỉ tiêu", "ĐVT", "TH 2024", "Năm 2026"], ["1", "Kinh tế số", "%", "chưa đo", "25"]])
    )
    assert "baseline" not in found["indicators"][0]
    assert "“chưa đo”" in said(found, "note")


def test_the_latest_of_several_baselines_counts():
    found = read(table("TH 2023", "TH 2024", "Năm 2026"))
    assert (found["indicators"][0]["baseline"], found["indicators"][0]["baseline_year"]) == ("25", 2024)


@pytest.mark.parametrize(
    "rows",
    [
        [["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", "", ""], ["", "", "", "2026", "2027", "2028"]],
        [["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", "", ""], ["", "", "", "Năm 2026", "Năm 2027", "Đến năm 2028"]],
        [["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", None, None], [UP, UP, UP, "2026", "2027", "2028"]],
    ],
)
def test_two_heading_rows_may_be_left_unmerged(rows):
    assert aims(read(word([*rows, ROW]))) == [(2026, "12"), (2027, "25"), (2028, "50")]


def test_two_heading_rows_of_a_sheet_may_be_left_unmerged():
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu"],
        [None, None, None, 2026, 2027, 2028],
        ["1", "Kinh tế số", "%", 12, 25, 50],
    ]
    assert aims(read(sheet(rows), "x.xlsx")) == [(2026, "12"), (2027, "25"), (2028, "50")]


def test_what_stands_over_unmerged_years_says_which_of_them_have_been():
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Hiện trạng", "", "Mục tiêu"],
        ["", "", "", "2023", "2024", "2026"],
        ROW,
    ]
    found = read(word(rows))
    assert aims(found) == [(2026, "50")]
    assert found["indicators"][0]["baseline"] == "25"


def test_a_first_row_of_values_is_no_second_heading():
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Ghi chú"],
        ["", "Kinh tế số", "%", "25", ""],
        ["", "Xã số", "xã", "5", ""],
    ]
    assert aims(read(word(rows))) == [(2026, "25"), (2026, "5")]


def test_a_column_of_figures_nobody_reads_is_said_once():
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2026", "Hệ số vùng"],
        ["1", "Trạm phát", "trạm", "140", "1,35"],
    ]
    found = read(word(rows))
    assert aims(found) == [(2026, "140")]
    assert said(found).count("Hệ số vùng") == 1


@pytest.mark.parametrize("figures", [("1.234", "2.567"), ("1,234", "2,567"), ("1.234", "2.567", "3.891")])
def test_a_column_that_nothing_settles_is_asked_once(figures):
    rows = [[str(place), f"Chỉ số {place}", "điểm", figure] for place, figure in enumerate(figures, start=1)]
    found = read(word([["TT", "Chỉ tiêu", "ĐVT", "Năm 2026"], *rows]))
    [question] = [one for one in found["problems"] if one["severity"] == "warning"]
    assert "dấu chấm" in question["message"]
    assert figures[0] in question["message"]
    assert [(row["comparator"], row["low"]) for row in found["indicators"]] == [(None, None)] * len(figures)


@pytest.mark.parametrize(
    ("rows", "lows"),
    [
        ([("điểm", "1.234"), ("điểm", "98,5")], ["1234", "98.5"]),
        ([("điểm", "1.234"), ("điểm", "10.000.000")], ["1234", "10000000"]),
        ([("doanh nghiệp", "1.234"), ("xã", "2.567")], ["1234", "2567"]),
        ([("triệu đồng", "1.234"), ("triệu đồng", "2.567")], ["1234", "2567"]),
    ],
)
def test_a_figure_that_can_only_be_one_thing_settles_its_column(rows, lows):
    table = [[str(place), f"Chỉ số {place}", unit, text] for place, (unit, text) in enumerate(rows, start=1)]
    found = read(word([["TT", "Chỉ tiêu", "ĐVT", "Năm 2026"], *table]))
    assert [row["low"] for row in found["indicators"]] == lows
    assert said(found, "warning") == ""


@pytest.mark.parametrize(
    ("unit", "figures", "million"),
    [
        ("triệu đồng", ["1.234", "2.567"], None),
        ("triệu đồng", ["1.234", "2.567", "850"], ["1234", "2567", "850"]),
        ("tỷ đồng", ["1.234", "2.567"], None),
        ("triệu đồng", ["1,234", "2,567"], None),
        ("tỷ đồng", ["1.234", "2.567", "1,5"], ["1234000", "2567000", "1500"]),
    ],
)
def test_a_column_of_money_that_nothing_settles_is_asked_once(unit, figures, million):
    heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", f"Kinh phí ({unit})"]
    rows = [
        [str(place), f"Việc {place}", "Sở Y tế", "2026", text] for place, text in enumerate(figures, start=1)
    ]
    found = read(word([heading, *rows]))
    asked = [one for one in found["problems"] if "đọc được hai cách" in one["message"]]
    assert len(asked) == (million is None)
    budgets = [cell["million"] for row in found["tasks"] for cell in row["budget"]]
    assert budgets == (million or [])


ANNEX = [["TT", "Chỉ tiêu", "ĐVT", "Hiện trạng 2024", "Năm 2026", "Tầm nhìn 2045"], ROW]


@pytest.fixture
def desk(client: Client, db: None) -> Desk:
    one = Desk(client)
    one.upload(word(ANNEX))
    return one


def living() -> list[tuple]:
    found = Observation.objects.filter(superseded_at__isnull=True).order_by("pk")
    return [(one.measure.name, one.to_on, one.basis, one.value, one.source_text) for one in found]


BASE = ("Kinh tế số", dt.date(2024, 12, 31), "baseline")


def test_a_confirmed_baseline_is_an_observation_with_its_heading_and_undoing_supersedes_it(desk):
    page = desk.page()
    assert "12 % ngày 31/12/2024" in page
    desk.confirm(desk.draft)
    assert living() == [(*BASE, Decimal(12), "Hiện trạng 2024")]
    desk.client.post(reverse("undo_import", args=[desk.draft.ref]))
    assert living() == []
    assert Observation.objects.count() == 1  # never deleted


def test_a_baseline_may_be_typed_over(desk):
    key = desk.draft.rows.get(kind="indicators.table", printed__code="2026.1").position
    desk.row(key, baseline="13,5")
    desk.confirm(desk.draft)
    assert [row[3] for row in living()][:1] == [Decimal("13.5")]


def test_what_a_plan_superseded_counts_again_when_its_import_is_undone(db):
    measure = make.measure(name="Kinh tế số")
    at = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
    told = {"measure": measure, "to_on": BASE[1], "basis": "baseline", "by": None, "at": at}
    first = add_observation(**told, value=Decimal(10), source_text="Báo cáo")
    second = add_observation(**told, value=Decimal(12), source_text="Hiện trạng 2024")
    supersede_baselines([second.pk], [first.pk], at)
    assert living() == [(*BASE, Decimal(10), "Báo cáo")]
    supersede_baselines([second.pk], [first.pk], at)  # once only
    assert len(living()) == 1
