"""A long list: its pages, its filters and its workbook."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from common.listing import Choice, Column, ListSheet, filters_of, list_file, page_of, wants_file
from tests import factories as make
from tests.listing import lead_and_table

KINDS = Choice("kind", "Loại", [("a", "Loại A"), ("b", "Loại B")])
WORDS = Choice("q", "Từ cần tìm")


def page(trang: str, rows: int = 120):
    return page_of(QueryDict(f"trang={trang}"), range(rows), lambda row: row + 1)


@pytest.mark.parametrize(
    ("trang", "number", "first", "last"),
    [
        ("", 1, 1, 50),
        ("1", 1, 1, 50),
        ("2", 2, 51, 100),
        ("3", 3, 101, 120),
        ("4", 3, 101, 120),
        ("99999999999999999999", 3, 101, 120),
        ("x", 1, 1, 50),
        ("1.5", 1, 1, 50),
    ],
)
def test_a_page_beyond_the_end_is_the_last_one_and_nonsense_the_first(trang, number, first, last):
    found = page(trang)
    assert (found.number, found.first, found.last, found.total, found.pages) == (number, first, last, 120, 3)
    assert list(found) == list(range(first, last + 1))


def test_an_empty_list_has_one_empty_page():
    found = page("7", rows=0)
    assert (found.number, found.pages, found.total, list(found)) == (1, 1, 0, [])
    assert not found


def shown(address: str, rows: int = 120) -> str:
    request = RequestFactory().get(f"/so/?{address}")
    context = {
        "page": page_of(request.GET, range(rows), lambda row: row),
        "filters": filters_of(request.GET, WORDS, KINDS, kept=["xem"]),
        "noun": "việc",
    }
    parts = ("_filters", "_shown", "_pages")
    return " ".join(
        " ".join(render_to_string(f"components/{part}.html", context, request=request).split())
        for part in parts
    )


def test_the_pages_lead_on_with_the_filters_of_the_address():
    html = shown("kind=a&trang=2&xem=cu")
    for words in (
        'href="?kind=a&amp;trang=1&amp;xem=cu"> Trang trước',
        "Trang 2/3",
        'href="?kind=a&amp;trang=3&amp;xem=cu">Trang sau',
        "Đang hiện 51–100 trong 120 việc theo bộ lọc",
        'href="?kind=a&amp;xem=cu&amp;tep=xlsx">Tải về .xlsx',
        '<input type="hidden" name="xem" value="cu">',
        '<a href="?xem=cu">Bỏ lọc</a>',
    ):
        assert words in html, words


def test_the_first_and_the_last_page_are_one_step_away():
    html = shown("", rows=400)
    assert 'href="?trang=8">Trang cuối' in html
    assert "Trang đầu" not in html
    html = shown("trang=8", rows=400)
    assert 'href="?">Trang đầu' in html
    assert "Trang cuối" not in html


def test_a_short_list_has_no_pages():
    html = shown("", rows=12)
    assert "12 việc" in html
    assert "Trang " not in html


def test_a_list_of_pages_can_be_asked_for_whole_to_be_printed():
    html = shown("kind=a&trang=2")
    assert 'href="?kind=a&amp;trang=tat-ca"> Hiện cả 120 dòng để in' in html
    assert "Bản in này là trang 2/3 của danh sách." in html
    assert 'theo bộ lọc<span class="print-only">: Loại: Loại A</span>' in html
    found = page("tat-ca")
    assert (list(found), found.pages, found.whole) == (list(range(1, 121)), 1, True)
    html = shown("kind=a&trang=tat-ca")
    assert "120 việc" in html
    assert '<a href="?kind=a">Trở lại từng trang</a>' in html


def test_a_list_too_long_for_a_page_is_not_offered_whole():
    assert "để in" not in shown("", rows=1001)
    assert "Bản in này là trang 1/21 của danh sách." in shown("", rows=1001)
    found = page("tat-ca", rows=1001)
    assert (found.number, found.pages, len(found), found.whole) == (1, 21, 50, False)


def test_a_list_of_one_page_is_whole_already():
    html = shown("trang=tat-ca", rows=12)
    assert "12 việc" in html
    assert "từng trang" not in html


def test_a_filter_takes_what_it_offers_and_words_as_they_are():
    filters = filters_of(QueryDict("kind=c&q=+hạ++tầng+"), WORDS, KINDS)
    assert filters.chosen == {"q": "hạ tầng", "kind": ""}
    assert [(field.name, field.said, field.without) for field in filters.active] == [
        ("q", "“hạ tầng”", "?kind=c")
    ]
    filters = filters_of(QueryDict("kind=b&trang=3"), WORDS, KINDS)
    assert filters.words == "Loại: Loại B"
    assert filters.cleared == "?"


def test_markup_in_a_filter_is_shown_as_text():
    assert "<script>" not in shown("q=<script>alert(1)</script>")


@dataclass(frozen=True)
class Thing:
    name: str
    size: Decimal | None


SHEET: ListSheet[Thing] = ListSheet(
    "do-vat",
    "Danh mục",
    [Column("Tên", lambda row: row.name), Column("Cỡ", lambda row: row.size, 10, "number")],
)


def test_the_workbook_holds_the_whole_list_with_the_filters_in_force():
    assert wants_file(QueryDict("tep=xlsx"))
    assert not wants_file(QueryDict("tep=pdf"))
    rows = (Thing(f"Vật {n}", Decimal(n) / 4) for n in range(1200))
    filters = filters_of(QueryDict("kind=a&tep=xlsx"), KINDS)
    lead, table = lead_and_table(list_file(SHEET, filters, rows, make.moment("2026-11-13", "09:30")))
    assert lead == ["Danh mục", "Loại: Loại A", "Lập lúc 13/11/2026, 09:30"]
    assert len(table) == 1200
    assert table[-1] == {"Tên": "Vật 1199", "Cỡ": 299.75}


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-5", "@SUM(A1)", "https://vi.du/x"])
def test_what_people_type_never_runs_as_a_formula(typed):
    answer = list_file(SHEET, filters_of(QueryDict()), [Thing(typed, None)], make.moment("2026-11-13"))
    assert lead_and_table(answer)[1] == [{"Tên": typed, "Cỡ": None}]


def test_a_sum_too_long_for_a_spreadsheet_is_written_out_exactly():
    rows = [Thing("a", Decimal("12345678901234567.89")), Thing("b", Decimal("1234567.25"))]
    answer = list_file(SHEET, filters_of(QueryDict()), rows, make.moment("2026-11-13"))
    assert [row["Cỡ"] for row in lead_and_table(answer)[1]] == ["12.345.678.901.234.567,89", 1234567.25]
