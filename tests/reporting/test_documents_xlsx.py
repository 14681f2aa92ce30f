"""The workbook: numbers that reckon, texts that never run."""

import io
from dataclasses import replace
from datetime import date

from openpyxl import load_workbook

from reporting.documents import agency_report, province_report, render_xlsx
from reporting.documents.province import Issue
from tests.reporting import paper_samples as samples


def opened(content):
    return load_workbook(io.BytesIO(render_xlsx(content)))


def table(sheet):
    """Head and rows as dictionaries, without the lines above the table."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] is None) + 1
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def test_the_report_has_four_sheets_with_every_row():
    book = opened(province_report(samples.figures(), {}, samples.ISSUE))
    assert [(sheet.title, len(table(sheet))) for sheet in book] == [
        ("Nhiệm vụ", 8),
        ("Chỉ tiêu", 8),
        ("Kinh phí", 5),
        ("Cơ quan", 4),
    ]


def test_numbers_and_days_keep_their_kind():
    book = opened(province_report(samples.figures(), {}, samples.ISSUE))
    tasks = {row["Mã"]: row for row in table(book["Nhiệm vụ"])}
    assert tasks["III.26"]["Tỷ lệ (%)"] == 45.5
    assert tasks["III.26"]["Thời hạn"].date() == date(2025, 12, 31)
    assert tasks["III.38"]["Tỷ lệ (%)"] is None
    money = table(book["Kinh phí"])
    assert (money[1]["Kế hoạch (triệu đồng)"], money[1]["Đã giải ngân (triệu đồng)"]) == (24400, 22987.5)
    assert money[-1]["Giải ngân ngoài số kế hoạch (triệu đồng)"] == 1234.5
    silent = money[0]
    assert silent["Ghi chú"] == "Chưa có báo cáo giải ngân"
    assert (silent["Kế hoạch (triệu đồng)"], silent["Đã giải ngân (triệu đồng)"], silent["Tỷ lệ (%)"]) == (
        30000,
        None,
        None,
    )
    agencies = table(book["Cơ quan"])
    assert agencies[2]["Gửi lần đầu"].date() == date(2026, 11, 16)


def test_formulas_and_links_that_people_type_stay_text():
    typed = ["=1+1", "+84", "-5", "@SUM(A1)", "https://vi.du/x", '=HYPERLINK("http://x","y")']
    tasks = [replace(samples.LEAVES[5], code=f"III.{n}", result=text) for n, text in enumerate(typed)]
    sheet = opened(province_report(samples.figures(tasks), {}, Issue()))["Nhiệm vụ"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in typed]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        (text, "s", None) for text in typed
    ]


def test_the_head_is_frozen_and_repeated_in_print():
    sheet = opened(province_report(samples.figures(), {}, samples.ISSUE))["Nhiệm vụ"]
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.auto_filter.ref == "A5:P13"


def test_an_agencys_workbook_has_its_lines():
    book = opened(agency_report(samples.SUBMISSION))
    assert [row["Đã giải ngân (triệu đồng)"] for row in table(book["Nhiệm vụ"])] == [110745.678, None, None]
    assert [row["Kết quả"] for row in table(book["Chỉ tiêu"])] == [45.25, None]


def test_the_same_content_gives_the_same_bytes():
    content = province_report(samples.figures(), {}, samples.ISSUE)
    assert render_xlsx(content) == render_xlsx(content)
