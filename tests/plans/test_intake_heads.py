"""Heads of papers: where the title ends, whose number and day it is, how capitals are written, which year it is for."""

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from common.errors import Refused
from common.intake.blocks import Look
from common.intake.readers import read_document
from plans.intake.capitals import in_small
from plans.intake.horizon import horizon_of, only_year
from tests.plans.papers import read, sheet, word

TASKS = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "2026"]]


def paper(*paragraphs: tuple[str, str], top: str = "UBND TỈNH HÀ THANH\nSố: 7/KH-UBND") -> bytes:
    """A Word plan: a letterhead, then paragraphs with their look ("bc" bold and centred, "b", "c", "" plain)."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = top, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    for text, look in (("KẾ HOẠCH", "bc"), *paragraphs):
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = "b" in look or None
        if "c" in look:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows = document.add_table(rows=0, cols=4)
    for row in TASKS:
        for cell, text in zip(rows.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def title(*paragraphs: tuple[str, str]) -> str:
    return read(paper(*paragraphs))["plan"]["title"]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            [
                ("Phát triển kinh tế số", "bc"),
                ("thực hiện Nghị quyết số 57-NQ/TW", "bc"),
                ("Căn cứ Luật A;", ""),
            ],
            "Phát triển kinh tế số thực hiện Nghị quyết số 57-NQ/TW",
        ),
        (
            [("Phát triển kinh tế số", "bc"), ("để phục vụ người dân.", "bc"), ("trên địa bàn tỉnh", "bc")],
            "Phát triển kinh tế số để phục vụ người dân. trên địa bàn tỉnh",
        ),
        (
            [("Cải cách hành chính năm 2026", "bc"), ("Các đơn vị gửi báo cáo quý", ""), ("Việc khác", "")],
            "Cải cách hành chính năm 2026",
        ),
        ([("Cải cách hành chính", "c"), ("năm 2026", "c"), ("Mở đầu", "")], "Cải cách hành chính năm 2026"),
        ([("Cải cách hành chính", "bc"), ("I. MỤC TIÊU", "b"), ("Mở đầu", "")], "Cải cách hành chính"),
        ([("Cải cách hành chính", "bc"), ("Mục tiêu", "b")], "Cải cách hành chính"),
        ([("Cải cách hành chính", "bc"), ("PHỤ LỤC", "bc")], "Cải cách hành chính"),
        ([("Cải cách hành chính", "bc"), ("DANH MỤC NHIỆM VỤ", "bc")], "Cải cách hành chính"),
        ([("Cải cách hành chính", "bc"), ("ỦY BAN NHÂN DÂN TỈNH", "bc")], "Cải cách hành chính"),
        (
            [("Cải cách hành chính", "bc"), ("--------", "c"), ("năm 2026", "bc")],
            "Cải cách hành chính năm 2026",
        ),
        (
            [("Cải cách hành chính", "bc"), ("(Kèm theo Quyết định số 5/QĐ-UBND)", "c"), ("Mở đầu", "")],
            "Cải cách hành chính",
        ),
        (  # nothing is marked: words tell
            [("Cải cách hành chính", ""), ("năm 2026", ""), ("Các đơn vị gửi báo cáo trước ngày 30/11.", "")],
            "Cải cách hành chính năm 2026",
        ),
        ([("Cải cách hành chính", ""), ("Mục tiêu", "b")], "Cải cách hành chính"),
    ],
)
def test_the_title_is_its_bold_and_centred_lines(paragraphs, expected):
    assert title(*paragraphs) == expected


def test_a_look_comes_from_the_runs_or_from_the_style():
    document = docx.Document()
    document.styles["Normal"].font.bold = True
    document.add_paragraph("A").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph().add_run("B").bold = False
    mixed = document.add_paragraph()
    mixed.add_run("dài hơn nhiều ").italic = True
    mixed.add_run("C")
    out = io.BytesIO()
    document.save(out)
    blocks = read_document(out.getvalue(), "x.docx").blocks
    assert [block.look for block in blocks] == [Look(True, False, True), Look(), Look(True, True)]


BLANKS = ("Số:       /KH-SCT", "Số: ……/KH-SCT", "Số:..../KH-SCT", "Số    -KH/TU", "Số:___/KH-SCT")


@pytest.mark.parametrize("number", BLANKS)
@pytest.mark.parametrize(
    "cited",
    [
        "(Ban hành kèm theo Nghị quyết số 21-NQ/TU ngày 10/11/2025 của Tỉnh ủy Hà Thanh)",
        "(Kèm theo Quyết định số 9/QĐ-UBND ngày 10/11/2025 của UBND tỉnh Hà Thanh)",
    ],
)
def test_a_paper_whose_number_is_still_to_be_given_is_a_draft_whatever_it_cites(number, cited):
    plan = read(
        paper(("Phát triển chợ", "bc"), (cited, "bc"), top=f"UBND TỈNH HÀ THANH\nSỞ CÔNG THƯƠNG\n{number}")
    )["plan"]
    assert [plan[key] for key in ("number", "kind", "issued_on", "issuer", "title")] == [
        None, "KH", None, "Sở Công Thương", "Phát triển chợ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Căn cứ Quyết định số 749/QĐ-TTg (ban hành kèm theo Quyết định số 12/QĐ-TTg ngày 03/6/2020 của Thủ tướng);",
        "Các sở dùng bộ chỉ số ban hành kèm theo Quyết định số 922/QĐ-BTTTT ngày 20/5/2022 của Bộ TTTT.",
        "Áp dụng Quy chế (ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 20/5/2022 của UBND tỉnh Hà Nam) từ nay.",
    ],
)
def test_what_a_sentence_cites_gives_a_plan_no_number(sentence):
    body = [("Mở đầu", ""), *[("Đoạn văn", "")] * 12, (sentence, "")]
    plan = read(paper(("Phát triển chợ", "bc"), *body, top="UBND TỈNH HÀ THANH"))["plan"]
    assert (plan["number"], plan["issued_on"], plan["issuer"]) == (None, None, "UBND tỉnh Hà Thanh")


def test_somebody_elses_resolution_under_the_title_is_what_the_plan_carries_out():
    cited = "(Kèm theo Nghị quyết số 21-NQ/TU ngày 10/11/2025 của Tỉnh ủy Hà Thanh)"
    plan = read(paper(("Phát triển chợ", "bc"), (cited, "c"), top="UBND TỈNH HÀ THANH\nSỞ Y TẾ"))["plan"]
    assert (plan["number"], plan["issued_on"], plan["issuer"]) == (None, None, "Sở Y tế")


@pytest.mark.parametrize(
    "said",
    [
        "(Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Hà Thanh)",
        "(Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh Hà Thanh)",
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Hà Thanh)",
    ],
)
def test_brackets_under_the_title_of_a_sheet_name_its_plan(said):
    plan = read(sheet([["THEO DÕI NHIỆM VỤ CHUYỂN ĐỔI SỐ"], [said], *TASKS]), "x.xlsx")["plan"]
    assert [plan[key] for key in ("number", "kind", "issued_on", "issuer")] == [
        "12/KH-UBND", "KH", "2026-01-05", "UBND tỉnh Hà Thanh",
    ]  # fmt: skip


def test_a_sheets_title_may_name_its_plan_on_the_same_line():
    said = "NHIỆM VỤ NĂM 2026 (Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Hà Thanh)"
    plan = read(sheet([[said], *TASKS]), "x.xlsx")["plan"]
    assert [plan[key] for key in ("number", "issued_on", "title")] == [
        "12/KH-UBND",
        "2026-01-05",
        "NHIỆM VỤ NĂM 2026",
    ]


def test_the_plan_a_titled_paper_carries_out_is_not_its_own():
    cited = "(Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Hà Thanh)"
    plan = read(paper(("Phát triển chợ", "bc"), (cited, "c"), top="UBND TỈNH HÀ THANH"))["plan"]
    assert (plan["number"], plan["issued_on"]) == (None, None)


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG AN HÒA", "UBND phường An Hòa"),
        ("UỶ BAN NHÂN DÂN XÃ HỘI AN", "UBND xã Hội An"),
        ("SỞ CÔNG THƯƠNG", "Sở Công Thương"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội"),
        ("BCĐ CĐS TỈNH BÀ RỊA - VŨNG TÀU", "BCĐ CĐS tỉnh Bà Rịa - Vũng Tàu"),
        ("VĂN PHÒNG HĐND VÀ UBND XÃ TÂN PHÚ", "Văn phòng HĐND và UBND xã Tân Phú"),
        ("CỤC HẢI QUAN KHU VỰC XIII", "Cục Hải quan khu vực XIII"),
        ("TỈNH ỦY QUẢNG NAM", "Tỉnh ủy Quảng Nam"),
        ("PHÒNG GIÁM ĐỊNH MÂY TRỜI", "Phòng Giám Định Mây Trời"),
    ],
)
def test_capitals_of_a_letterhead_become_names(printed, written):
    assert in_small(printed) == written


@pytest.mark.parametrize(
    ("title", "issued", "year"),
    [
        ("Cải cách hành chính nhà nước năm 2026 tỉnh Hà Thanh", 2026, 2026),
        ("Chuyển đổi số năm 2026 của Sở Y tế", None, 2026),
        ("Nâng cao Chỉ số cải cách hành chính năm 2026 và các giải pháp", 2026, 2026),
        ("Thực hiện Đề án số 06/QĐ-TTg ngày 06/01/2022 trong năm 2026", 2026, 2026),
        ("Chuyển đổi số năm 2026, định hướng đến năm 2030", 2026, 2026),
        ("Triển khai Luật Đất đai năm 2024 trong năm 2026", 2026, 2026),
        ("Triển khai thi hành Luật Đất đai năm 2024", 2024, None),
        ("Khắc phục hạn chế của Chỉ số hài lòng năm 2025", 2026, None),
        ("Khắc phục hạn chế năm 2025", None, None),
        ("Thực hiện Kết luận năm 2026 của Tỉnh ủy", 2026, None),
        ("Chuyển đổi số năm 2026 và những năm tiếp theo", 2026, None),
        ("Chuyển đổi số từ năm 2026", 2026, None),
        ("Chuyển đổi số năm học 2025-2026", 2025, None),
        ("Chuyển đổi số năm 2025 và năm 2026", 2025, None),
    ],
)
def test_a_title_names_the_year_the_plan_is_for(title, issued, year):
    assert only_year(title, issued) == year


def test_a_plan_of_one_year_may_look_further():
    assert horizon_of("Chuyển đổi số năm 2026, định hướng đến năm 2030", 2026) == (2026, 2026, 2030)


def test_words_in_capitals_keep_their_abbreviations():
    rows = [TASKS[0], ["1", "Việc A", "TT CNTT", "2026"], ["2", "Việc B", "TRUNG TÂM CNTT", "2026"]]
    found = read(word(rows))
    assert [row["lead"] for row in found["tasks"]] == [["TT CNTT"], ["Trung tâm CNTT"]]


STATISTICS = [
    ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"],
    ["1", "Văn bản ban hành", "Văn bản", "249"],
]


@pytest.mark.parametrize(
    ("over", "table"),
    [
        (
            ["PHỤ LỤC", "THỐNG KÊ SỐ LIỆU NĂM 2025 (Kèm theo Báo cáo số 15/BC-UBND ngày 20/12/2025)"],
            STATISTICS,
        ),
        (["PHỤ LỤC I", "(Kèm theo Báo cáo số 15/BC-UBND ngày 20/12/2025 của UBND tỉnh)"], STATISTICS),
        (["BIỂU TỔNG HỢP SỐ LIỆU CẢI CÁCH HÀNH CHÍNH"], STATISTICS),
        (["UBND TỈNH HÀ THANH", "BÁO CÁO", "Kết quả chuyển đổi số năm 2025"], STATISTICS),
        (
            ["PHỤ LỤC", "KẾT QUẢ THỰC HIỆN NĂM 2025", "(Kèm theo Báo cáo số 15/BC-UBND ngày 20/12/2025)"],
            [
                ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025", "Kết quả"],
                ["1", "Hồ sơ số", "%", "60", "75"],
            ],
        ),
    ],
)
def test_figures_attached_to_a_report_are_no_plan(over, table):
    with pytest.raises(Refused) as refused:
        read(word(*over, table, head=False))
    assert "không phải kế hoạch" in refused.value.message


@pytest.mark.parametrize(
    ("over", "table"),
    [
        (["PHỤ LỤC", "NHIỆM VỤ TRỌNG TÂM NĂM 2026 (Kèm theo Báo cáo số 15/BC-UBND ngày 20/12/2025)"], TASKS),
        (["KẾ HOẠCH", "Chuyển đổi số năm 2026", "Thực hiện Báo cáo số 15/BC-UBND ngày 20/12/2025"], TASKS),
        (["KẾ HOẠCH", "Công tác thống kê năm 2026"], TASKS),
        (
            ["PHỤ LỤC", "CHỈ TIÊU THỐNG KÊ PHẤN ĐẤU NĂM 2026"],
            [["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026"], ["1", "Hồ sơ số", "%", "75"]],
        ),
    ],
)
def test_what_is_asked_for_is_a_plan_whatever_it_is_attached_to(over, table):
    found = read(word(*over, table, head=False))
    assert len([*found["tasks"], *found["indicators"]]) == 1
