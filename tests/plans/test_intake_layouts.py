"""Annexes as other offices lay them out: one small table or passage per habit, and what must come of it."""

import io
import re

import docx
import pytest

from common.errors import Refused
from tests.plans.papers import UP, numbered, read, sheet, word


def rows(found: dict, *keys: str) -> list[tuple]:
    """The tasks as tuples of code, kind and the keys asked for."""
    return [tuple(row[key] for key in ("code", "kind", *keys)) for row in found["tasks"]]


def doubts(found: dict) -> list[str]:
    return [problem["message"] for problem in found["problems"] if problem["severity"] != "note"]


def budget(found: dict, code: str) -> list[tuple]:
    [row] = [row for row in found["tasks"] if row["code"] == code]
    return [(cell["year"], cell["source"], cell["million"]) for cell in row["budget"]]


def test_numbering_that_starts_again_and_a_column_of_products():
    found = read(word([
        ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian hoàn thành"],
        ["I", "Hoàn thiện thể chế", None, None, None, None],
        ["1", "Xây dựng quy chế", "Sở Khoa học và Công nghệ", "Sở Nội vụ", "Quyết định", "Quý II/2025"],
        ["II", "Hạ tầng số", None, None, None, None],
        ["1", "Phủ sóng 5G", "Sở KH&CN", "", "Trạm", "2025-2027"],
    ]))  # fmt: skip
    assert rows(found, "product", "start", "end") == [
        ("I", "group", "", None, None),
        ("I.1", "task", "Quyết định", None, "2025-06-30"),
        ("II", "group", "", None, None),
        ("II.1", "task", "Trạm", "2025-01-01", "2027-12-31"),
    ]


def test_no_column_of_numbers():
    found = read(word([
        ["Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"],
        ["HOÀN THIỆN THỂ CHẾ", None, None, None],
        ["Xây dựng quy chế", "Sở Nội vụ", "Sở Tư pháp", "30/6/2025"],
        ["HẠ TẦNG SỐ", None, None, None],
        ["Phủ sóng 5G", "Sở KH&CN", "UBND cấp xã", "2026"],
    ]))  # fmt: skip
    assert rows(found, "parent", "end") == [
        ("I", "group", None, None),
        ("I.1", "task", "I", "2025-06-30"),
        ("II", "group", None, None),
        ("II.1", "task", "II", "2026-12-31"),
    ]


def test_numbers_that_stand_in_the_names():
    found = read(word([
        ["Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["I. Nhóm một", None, None],
        ["1. Việc A", "Sở Y tế", "2025"],
        ["2. Việc B", "Sở Nội vụ", "2025"],
    ]))  # fmt: skip
    assert rows(found, "name") == [
        ("I", "group", "Nhóm một"),
        ("1", "task", "Việc A"),
        ("2", "task", "Việc B"),
    ]


def test_a_heading_of_two_rows_column_numbers_and_ditto():
    found = read(word([
        ["TT", "Nội dung nhiệm vụ", "Cơ quan thực hiện", None, "Thời gian", None, "Ghi chú"],
        [UP, UP, "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc", UP],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["1", "Việc A", "Sở Y tế", "Sở Tài chính", "01/2025", "12/2025", ""],
        ["2", "Việc B", "Công an tỉnh", "nt", "Quý I/2026", "Quý IV/2026", "theo dõi thêm"],
    ]))  # fmt: skip
    assert rows(found, "coordinating", "coordinating_text", "start", "end", "notes") == [
        ("1", "task", ["Sở Tài chính"], "Sở Tài chính", "2025-01-01", "2025-12-31", ""),
        ("2", "task", ["Sở Tài chính"], "nt", "2026-01-01", "2026-12-31", "theo dõi thêm"),
    ]


def test_lead_and_coordinating_agencies_in_one_column():
    found = read(word([
        ["STT", "Nội dung", "Cơ quan chủ trì, phối hợp", "Thời gian thực hiện"],
        ["1", "Việc A", "Chủ trì: Sở Y tế\nPhối hợp: Sở Tài chính; Sở Nội vụ", "2025"],
        ["2", "Việc B", "Sở Công Thương chủ trì, phối hợp với các sở, ngành liên quan", "Hàng năm"],
        ["3", "Việc C", "Sở Xây dựng", "2026"],
    ]))  # fmt: skip
    assert rows(found, "lead", "coordinating") == [
        ("1", "task", ["Sở Y tế"], ["Sở Tài chính", "Sở Nội vụ"]),
        ("2", "task", ["Sở Công Thương"], ["các sở, ngành liên quan"]),
        ("3", "task", ["Sở Xây dựng"], []),
    ]


def test_years_marked_with_a_cross():
    found = read(word([
        ["TT", "Tên dự án", "Cơ quan chủ trì", "Lộ trình thực hiện", None, None],
        [UP, UP, UP, "2025", "2026", "2027"],
        ["1", "Dự án A", "Sở Y tế", "x", "x", ""],
        ["2", "Dự án B", "Sở Xây dựng", "", "", "x"],
    ]))  # fmt: skip
    assert rows(found, "time_text", "start", "end") == [
        ("1", "task", "2025, 2026", "2025-01-01", "2026-12-31"),
        ("2", "task", "2027", None, "2027-12-31"),
    ]


def test_cells_merged_downwards_hold_for_every_row_they_reach():
    found = read(word([
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Việc A", "Sở Y tế", "2025"],
        ["2", "Việc B", UP, "2026"],
        ["3", "Việc C", "Sở Nội vụ", UP],
    ]))  # fmt: skip
    assert rows(found, "lead", "end") == [
        ("1", "task", ["Sở Y tế"], "2025-12-31"),
        ("2", "task", ["Sở Y tế"], "2026-12-31"),
        ("3", "task", ["Sở Nội vụ"], "2026-12-31"),
    ]


def test_a_row_cut_by_a_page_break_and_a_heading_repeated_on_the_next_page():
    found = read(word([
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Việc A rất dài và còn tiếp", "Sở Y tế", "2025"],
        ["", "tục ở trang sau", "", ""],
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["2", "Việc B", "Sở Xây dựng", "2026"],
    ]))  # fmt: skip
    assert rows(found, "name") == [
        ("1", "task", "Việc A rất dài và còn tiếp tục ở trang sau"),
        ("2", "task", "Việc B"),
    ]


def test_parts_of_a_task_without_numbers_stand_under_it():
    found = read(word([
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Việc A:", "", ""],
        ["", "- Phần một", "Sở Y tế", "2025"],
        ["", "- Phần hai", "Sở Nội vụ", "2026"],
        ["2", "Việc B", "Sở Nội vụ", "2026"],
    ]))  # fmt: skip
    assert rows(found, "name") == [
        ("1", "group", "Việc A:"),
        ("1.1", "task", "Phần một"),
        ("1.2", "task", "Phần hai"),
        ("2", "task", "Việc B"),
    ]


def test_numbers_the_word_processor_adds():
    document = docx.Document(io.BytesIO(word([
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["", "Việc A", "Sở Y tế", "2025"],
        ["", "Việc B", "Sở Y tế", "2026"],
    ])))  # fmt: skip
    numbered(document, 0)
    out = io.BytesIO()
    document.save(out)
    assert rows(read(out.getvalue()), "name") == [("1", "task", "Việc A"), ("2", "task", "Việc B")]


def test_numbering_that_starts_again_in_a_second_table_takes_the_titles_as_headings():
    heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
    found = read(word(
        "A. NHIỆM VỤ CHUNG", [heading, ["1", "Việc A", "Sở Y tế", "2025"]],
        "B. NHIỆM VỤ RIÊNG", [heading, ["1", "Việc B", "Sở Y tế", "2026"]],
    ))  # fmt: skip
    assert rows(found, "name") == [
        ("A", "group", "NHIỆM VỤ CHUNG"),
        ("A.1", "task", "Việc A"),
        ("B", "group", "NHIỆM VỤ RIÊNG"),
        ("B.1", "task", "Việc B"),
    ]


# money


def money_table(*lines: list[str]) -> list[list]:
    return [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí", None, None, None],
        [UP, UP, UP, UP, "Tổng", "NSTW", "NSĐP", "Khác"],
        *lines,
    ]


def test_budgets_by_source_with_a_total_row_that_is_no_task():
    found = read(word("Đơn vị tính: triệu đồng", money_table(
        ["I", "Nhóm A", "", "", "1.700", "", "1.700", ""],
        ["1", "Dự án A", "Sở Y tế", "2025", "1.200", "", "1.200", ""],
        ["2", "Dự án B", "Sở Xây dựng", "2026", "500", "", "500", ""],
        ["", "TỔNG CỘNG", "", "", "1.800", "", "1.700", ""],
    )))  # fmt: skip
    assert rows(found) == [("I", "group"), ("1", "task"), ("2", "task")]
    assert budget(found, "1") == [(None, "total", "1200"), (None, "local", "1200")]
    assert {
        (row["code"], row["field"], row["stated"], row["computed"]) for row in found["discrepancies"]
    } == {("TOTAL", "total.total", "1800", "1700")}


def test_a_figure_that_could_be_two_is_left_empty_and_asked_for():
    found = read(word("Đơn vị tính: triệu đồng", money_table(
        ["1", "Dự án A", "Sở Y tế", "2025", "1.234", "", "", ""],
        ["2", "Dự án B", "Sở Y tế", "2025", "50", "", "", ""],
    )))  # fmt: skip
    assert (budget(found, "1"), budget(found, "2")) == ([], [(None, "total", "50")])
    [question] = doubts(found)
    assert "1.234" in question


def test_money_without_a_unit_is_not_taken_and_the_unit_is_asked_for():
    found = read(word(money_table(["1", "Dự án A", "Sở Y tế", "2025", "50.000", "", "", ""])))
    assert budget(found, "1") == []
    [question] = doubts(found)
    assert "đơn vị tính" in question


def test_a_column_of_funding_words_is_a_remark():
    found = read(word([
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Nguồn kinh phí"],
        ["1", "Dự án A", "Sở Y tế", "2025", "Ngân sách tỉnh"],
    ]))  # fmt: skip
    assert rows(found, "notes", "budget") == [("1", "task", "Nguồn kinh phí: Ngân sách tỉnh", [])]


def test_figures_in_words_name_their_unit_and_years():
    found = read(word([
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí dự kiến"],
        ["1", "Dự án A", "Sở Y tế", "2025", "12.000 triệu đồng (2025: 4.000; 2026: 8.000)"],
        ["2", "Dự án B", "Sở Y tế", "2025", "1,5 tỷ đồng"],
        ["3", "Dự án C", "Sở Y tế", "2025", "Lồng ghép"],
    ]))  # fmt: skip
    assert budget(found, "1") == [(None, "total", "12000"), (2025, "total", "4000"), (2026, "total", "8000")]
    assert (budget(found, "2"), budget(found, "3")) == ([(None, "total", "1500")], [])
    assert doubts(found) == []


def test_a_sheet_with_years_by_sources_and_numbers():
    found = read(sheet([
        ["PHỤ LỤC"],
        ["DANH MỤC NHIỆM VỤ"],
        ["(Kèm theo Kế hoạch số 22/KH-UBND ngày 05/3/2025 của UBND tỉnh An Giang)"],
        ["ĐVT: tỷ đồng"],
        ["STT", "Danh mục dự án", "Chủ trì", "Thời gian thực hiện", "Kinh phí", None, None, None],
        [None, None, None, None, "2026", None, "2027", None],
        [None, None, None, None, "Sự nghiệp", "Đầu tư", "Sự nghiệp", "Đầu tư"],
        ["A", "Nhóm một"],
        [1, "Dự án A", "Sở Y tế", "2026-2027", 1.5, 20, None, 30],
        ["B", "Nhóm hai"],
        [1, "Dự án B", "Công an tỉnh", 2027, None, None, None, 12.25],
        ["Tổng cộng", None, None, None, 1.5, 20, None, 42.25],
    ], merged=("A5:A7", "B5:B7", "C5:C7", "D5:D7", "E5:H5", "E6:F6", "G6:H6", "A12:D12", "A1:H1", "A2:H2", "A3:H3")),
        "annex.xlsx")  # fmt: skip
    assert [found["plan"][key] for key in ("number", "province", "issued_on")] == [
        "22/KH-UBND",
        "An Giang",
        "2025-03-05",
    ]
    assert rows(found) == [("A", "group"), ("A.1", "task"), ("B", "group"), ("B.1", "task")]
    assert budget(found, "A.1") == [
        (2026, "recurrent", "1500"),
        (2026, "investment", "20000"),
        (2027, "investment", "30000"),
    ]
    assert (budget(found, "B.1"), found["discrepancies"]) == ([(2027, "investment", "12250")], [])


# prose


def test_numbered_paragraphs_with_lettered_tasks():
    found = read(word(
        "I. MỤC TIÊU", "Chung chung.", "II. NHIỆM VỤ", "1. Về thể chế",
        "a) Xây dựng quy chế quản lý dữ liệu.", "- Đơn vị chủ trì: Sở Khoa học và Công nghệ.",
        "- Đơn vị phối hợp: Các sở, ban, ngành; UBND cấp xã.", "- Thời hạn hoàn thành: Quý II/2025.",
        "- Sản phẩm: Quyết định của UBND tỉnh.",
        "b) Rà soát văn bản.", "- Đơn vị chủ trì: Sở Tư pháp.", "- Thời hạn hoàn thành: Thường xuyên.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Khoa học và Công nghệ là cơ quan đầu mối, theo dõi, đôn đốc; tổng hợp báo cáo UBND tỉnh.",
        "2. Các sở, ban, ngành báo cáo kết quả về Sở Khoa học và Công nghệ trước ngày 15/12 hằng năm.",
    ))  # fmt: skip
    assert rows(found, "lead", "coordinating", "end", "recurring") == [
        ("1", "group", [], [], None, False),
        (
            "1.a",
            "task",
            ["Sở Khoa học và Công nghệ"],
            ["Các sở, ban, ngành", "UBND cấp xã"],
            "2025-06-30",
            False,
        ),
        ("1.b", "task", ["Sở Tư pháp"], [], None, True),
    ]
    assert found["plan"]["focal_agency"] == "Sở Khoa học và Công nghệ"
    assert [(cycle["who"], cycle["month"], cycle["day"]) for cycle in found["plan"]["cycles"]] == [
        ("Các sở, ban, ngành", 12, 15)
    ]


def test_labels_inside_the_paragraph():
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Xây dựng quy chế. Cơ quan chủ trì: Sở KH&CN; cơ quan phối hợp: Sở Tư pháp; thời gian: Quý II/2025.",
        "2. Rà soát văn bản, cơ quan chủ trì: Sở Tư pháp; thời gian thực hiện: thường xuyên.",
        "3. Phủ sóng 5G (Cơ quan chủ trì: Sở KH&CN; thời gian thực hiện: 2026).",
    ))  # fmt: skip
    assert rows(found, "name", "lead", "end", "recurring") == [
        ("1", "task", "Xây dựng quy chế.", ["Sở KH&CN"], "2025-06-30", False),
        ("2", "task", "Rà soát văn bản", ["Sở Tư pháp"], None, True),
        ("3", "task", "Phủ sóng 5G", ["Sở KH&CN"], "2026-12-31", False),
    ]


def test_bullets_with_labels_are_tasks_of_their_own():
    found = read(word(
        "II. NHIỆM VỤ", "1. Thể chế", "- Xây dựng quy chế.", "+ Cơ quan chủ trì: Sở KH&CN", "+ Thời gian: Quý II/2025.",
        "- Rà soát văn bản.", "+ Cơ quan chủ trì: Sở Tư pháp", "+ Thời gian: thường xuyên.",
    ))  # fmt: skip
    assert rows(found, "name") == [
        ("1", "group", "Thể chế"),
        ("1.1", "task", "Xây dựng quy chế."),
        ("1.2", "task", "Rà soát văn bản."),
    ]


def test_a_table_goes_before_prose_that_says_the_same():
    found = read(word(
        "II. NHIỆM VỤ", "1. Việc A", "- Cơ quan chủ trì: Sở Y tế", "- Thời gian: 2025", "2. Việc B",
        "- Cơ quan chủ trì: Sở Nội vụ", "- Thời gian: 2026",
        [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "2025"]],
    ))  # fmt: skip
    assert rows(found) == [("1", "task")]


# indicators


def test_targets_for_several_years_make_a_row_for_each():
    found = read(word("CÁC CHỈ TIÊU", [
        ["STT", "Chỉ tiêu", "ĐVT", "Hiện trạng 2024", "Mục tiêu", None, "Cơ quan chủ trì"],
        [UP, UP, UP, UP, "2025", "2030", UP],
        ["I", "Chính quyền số", None, None, None, None, None],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "%", "65", "80", "≥ 95", "Sở KH&CN"],
        ["2", "Tỷ lệ số hóa", "%", "50", "100", "-", "Sở Nội vụ"],
    ]))  # fmt: skip
    keys = ("code", "kind", "horizon_year", "target_text", "low", "group")
    assert [tuple(row[key] for key in keys) for row in found["indicators"]] == [
        ("I", "group", None, "", None, None),
        ("2025.1", "indicator", 2025, "80", "80", "Chính quyền số"),
        ("2030.1", "indicator", 2030, "≥ 95", "95", "Chính quyền số"),
        ("2025.2", "indicator", 2025, "100", "100", "Chính quyền số"),
    ]


# what is no plan


def test_an_empty_form_is_refused():
    form = word("BIỂU MẪU BÁO CÁO", [
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Kết quả thực hiện", "Ghi chú"],
        ["1", "", "", "", ""],
        ["2", "...", "", "", ""],
    ])  # fmt: skip
    with pytest.raises(Refused) as refused:
        read(form)
    assert "biểu mẫu trống" in refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        word("HỢP ĐỒNG MUA BÁN", "Điều 1. Bên A bán cho bên B.",
             [["STT", "Tên hàng", "Đơn vị tính", "Số lượng", "Đơn giá"], ["1", "Máy tính", "cái", "5", "12.000.000"]],
             head=False),
        word("CHƯƠNG MỘT", "Ngày xửa ngày xưa có một cô bé quàng khăn đỏ.", head=False),
        word(head=False),
    ],
    ids=["contract", "novel", "blank"],
)  # fmt: skip
def test_a_paper_that_gives_nobody_a_task_is_refused(content):
    with pytest.raises(Refused) as refused:
        read(content)
    assert re.search("Không phải bảng nhiệm vụ|Đây là hợp đồng", refused.value.message)


# heads


def head_of(*blocks) -> list:
    table = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "Quý I"]]
    found = read(word(*blocks, table, head=False))
    return [found["plan"][key] for key in ("number", "kind", "province", "issued_on", "issuer", "title")]


def test_a_decision_with_its_plan():
    assert head_of(
        [["ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nSố: 4216/QĐ-UBND", "CỘNG HÒA XÃ HỘI\nNghệ An, ngày 06 tháng 10 năm 2020"]],
        "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch", "ỦY BAN NHÂN DÂN TỈNH", "QUYẾT ĐỊNH:", "KẾ HOẠCH",
        "Chuyển đổi số đến năm 2025",
        "(Ban hành kèm theo Quyết định số 4216/QĐ-UBND ngày 06/10/2020 của UBND tỉnh Nghệ An)",
    ) == ["4216/QĐ-UBND", "KH", "Nghệ An", "2020-10-06", "UBND tỉnh Nghệ An", "Chuyển đổi số đến năm 2025"]  # fmt: skip


def test_a_ministrys_plan_belongs_to_no_province():
    assert head_of(
        [["BỘ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 123/QĐ-BKHCN", "CỘNG HÒA XÃ HỘI\nHà Nội, ngày 06 tháng 10 năm 2025"]],
        "KẾ HOẠCH", "Triển khai Nghị quyết",
    ) == ["123/QĐ-BKHCN", "KH", None, "2025-10-06", "Bộ Khoa học và Công nghệ", "Triển khai Nghị quyết"]  # fmt: skip


def test_a_party_programme():
    assert head_of(
        [["TỈNH ỦY QUẢNG NAM\n*\nSố 71-CTr/TU", "ĐẢNG CỘNG SẢN VIỆT NAM\nQuảng Nam, ngày 25 tháng 02 năm 2025"]],
        "CHƯƠNG TRÌNH HÀNH ĐỘNG", "Thực hiện Nghị quyết số 57-NQ/TW",
    )[:5] == ["71-CTr/TU", "CTr", "Quảng Nam", "2025-02-25", "Tỉnh ủy Quảng Nam"]  # fmt: skip


def test_a_plan_for_one_year_lends_its_year_to_the_time_frames():
    found = read(word(
        [["UBND TỈNH YÊN BÁI\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 12/KH-SKHCN", "Yên Bái, ngày 06 tháng 01 năm 2025"]],
        "KẾ HOẠCH", "Cải cách hành chính năm 2025",
        [["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"], ["1", "Việc A", "Văn phòng Sở", "Quý I"],
         ["2", "Việc B", "Các phòng", "Cả năm"]],
        head=False,
    ))  # fmt: skip
    assert rows(found, "end") == [("1", "task", "2025-03-31"), ("2", "task", "2025-12-31")]
    assert found["plan"]["issuer"] == "Sở Khoa học và Công nghệ"
