"""What stands in a paper: letterhead, number, date, signature, tables, and their denominators."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reporting.consolidation.drafting import default_sections
from reporting.documents import agency_report, province_report
from reporting.documents.agency import initials
from reporting.documents.content import (
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    as_date,
    authority_lines,
    balanced,
    blocks_of,
    listed,
    plain,
    province_title,
)
from reporting.documents.letter import date_words, number_line
from reporting.documents.province import Issue
from reporting.documents.province.tasks import with_groups
from reporting.rollup.payload import AgencyRef
from tests.reporting import paper_samples as samples


def report(figures=None, sections=(), **issue):
    return province_report(figures or samples.figures(), samples.texts(sections), Issue(**issue))


def issued(**changes):
    return province_report(samples.figures(), {}, replace(samples.ISSUE, **changes))


def table_of(annex):
    (table,) = [block for block in annex.blocks if isinstance(block, Table)]
    return table


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("5/BC-UBND", "Số: 05/BC-UBND"),
        ("12/BC-UBND", "Số: 12/BC-UBND"),
        ("7", "Số: 07/BC-UBND"),
        ("05a/BC-VP", "Số: 05a/BC-VP"),
        ("", "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND"),
    ],
)
def test_a_number_below_ten_is_padded_and_an_open_one_left_blank(given, line):
    assert number_line(given, "BC-UBND") == line


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 12), "ngày 12 tháng 3 năm 2026"),
        (date(2026, 11, 30), "ngày 30 tháng 11 năm 2026"),
        (None, "ngày\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0tháng\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_are_padded(day, words):
    assert date_words(day, 2026) == words


@pytest.mark.parametrize(
    ("post", "collective", "lines"),
    [
        ("Chủ tịch", "Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phó Chủ tịch", "Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Giám đốc", "", ("GIÁM ĐỐC",)),
        ("Phó Giám đốc", "", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ],
)
def test_a_deputy_signs_for_the_head(post, collective, lines):
    assert authority_lines(post, collective) == lines


@pytest.mark.parametrize(
    ("agency", "letters"),
    [
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Thông tin và Truyền thông", "STTTT"),
        ("Ủy ban nhân dân huyện Gò Công Đông", "UBND"),
        ("UBND thành phố Mỹ Tho", "UBND"),
        ("Ban Quản lý các Khu công nghiệp", "BQLKCN"),
    ],
)
def test_the_sign_of_a_number_has_the_agencys_letters(agency, letters):
    assert initials(agency) == letters


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Sóc Trăng", "tỉnh Sóc Trăng"),
        ("Tỉnh Tiền Giang", "tỉnh Tiền Giang"),
        ("Thành phố Huế", "thành phố Huế"),
    ],
)
def test_a_province_is_named_as_the_sentence_needs_it(name, title):
    assert province_title(name) == title


def test_a_long_agency_stands_on_two_even_lines():
    assert balanced("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN") == "SỞ NÔNG NGHIỆP\nVÀ PHÁT TRIỂN NÔNG THÔN"
    assert balanced("SỞ NỘI VỤ") == "SỞ NỘI VỤ"


def test_recipients_get_their_dashes_and_stops():
    assert listed(["Như trên", "- UBND tỉnh;", "", "Lưu: VT."]) == (
        "- Như trên;",
        "- UBND tỉnh;",
        "- Lưu: VT.",
    )


def test_edited_lines_become_paragraphs_and_titled_lines_sub_headings():
    assert blocks_of("1. Công tác tuyên truyền\n- Đã tổ chức 05 lớp.\n\n2. Kết quả đạt được.") == (
        Heading("1. Công tác tuyên truyền"),
        Paragraph("- Đã tổ chức 05 lớp."),
        Paragraph("2. Kết quả đạt được."),
    )


def test_texts_are_composed_and_lose_control_characters():
    decomposed = unicodedata.normalize("NFD", "Sở Nội vụ")
    assert plain({"a": [f" {decomposed}\x0b\x00", Decimal(1), None]}) == {
        "a": ["Sở Nội vụ", Decimal(1), None]
    }


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2026, 11, 15, 18, 30, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 15, 18, 30, tzinfo=samples.ZONE), date(2026, 11, 15)),
        (None, None),
    ],
)
def test_a_day_is_read_on_the_wall_clock_of_the_office(value, day):
    assert as_date(value) == day


def test_the_letterhead_of_an_issued_report_is_complete():
    head = issued().head
    assert (head.parent_agency, head.issuing_agency) == ("", "ỦY BAN NHÂN DÂN\nTỈNH TIỀN GIANG")
    assert (head.number, head.place_date) == ("Số: 05/BC-UBND", "Tiền Giang, ngày 01 tháng 12 năm 2026")
    assert head.abstract == (
        "Kết quả thực hiện Kế hoạch số 69/KH-UBND ngày 25/02/2025 của Ủy ban nhân dân tỉnh Tiền Giang, năm 2026"
    )
    assert issued().signature.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert issued().annexes[0].reference == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 01 tháng 12 năm 2026 của Ủy ban nhân dân tỉnh Tiền Giang)"
    )


def test_a_city_run_by_the_centre_is_no_province():
    content = issued(province_title="thành phố Huế")
    assert content.head.issuing_agency == "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ"
    assert content.head.place_date == "Huế, ngày 01 tháng 12 năm 2026"


@pytest.mark.parametrize(
    ("state", "marking"),
    [("drafting", "DỰ THẢO"), ("returned", "DỰ THẢO"), ("submitted", ""), ("issued", "")],
)
def test_a_report_is_marked_until_its_figures_are_frozen(state, marking):
    assert issued(state=state).marking == marking


def test_the_foot_names_edition_moment_and_checksum():
    assert issued().footnote == (
        "Bản tổng hợp lần 01 · số liệu đã duyệt đến 09:41 ngày 13/11/2026 · mã kiểm tra số liệu 3f9a1c0b7d52"
    )
    assert report().footnote == (
        "Bản tổng hợp lần 01 · số liệu đã duyệt đến 09:41 ngày 13/11/2026 · số liệu chưa chốt"
    )


def test_a_later_edition_says_what_it_changes():
    content = issued(edition=2, change_note="Sửa số giải ngân năm 2026 của Sở Nội vụ")
    assert content.footnote.endswith(
        "mã kiểm tra số liệu 3f9a1c0b7d52 · Sửa số giải ngân năm 2026 của Sở Nội vụ"
    )


def test_the_outline_has_five_parts_and_the_results_their_tables():
    figures = samples.figures()
    content = report(figures, default_sections(figures, samples.AGENCY_WORDS))
    assert [section.number for section in content.sections] == ["I", "II", "III", "IV", "V"]
    results = content.sections[1].blocks
    assert [block.text for block in results if isinstance(block, Heading)] == [
        "1. Kết quả thực hiện các chỉ tiêu",
        "2. Kết quả thực hiện các nhiệm vụ",
        "3. Kinh phí thực hiện",
    ]
    assert sum(isinstance(block, Table) for block in results) == 3
    assert content.closing.endswith("./.")


def test_the_summary_of_tasks_shares_only_what_has_a_deadline():
    tables = [block for block in report().sections[1].blocks if isinstance(block, Table)]
    assert [row.cells for row in tables[1].rows] == [
        ("1", "Hoàn thành đúng hạn", "1", "25,0%"),
        ("2", "Hoàn thành quá hạn", "1", "25,0%"),
        ("3", "Đang thực hiện, trong hạn", "1", "25,0%"),
        ("4", "Đang thực hiện, quá hạn", "1", "25,0%"),
        ("5", "Chưa thực hiện, trong hạn", "0", "0,0%"),
        ("6", "Chưa thực hiện, quá hạn", "0", "0,0%"),
        ("", "Cộng số tính tỷ lệ", "4", "100,0%"),
        ("7", "Thường xuyên", "2", "không tính"),
        ("8", "Chờ điều kiện", "1", "không tính"),
        ("9", "Chưa có báo cáo", "1", "không tính"),
        ("", "Tổng số", "8", "–"),
    ]


def test_a_section_without_words_says_so():
    assert report().sections[0].blocks == (Paragraph("Không có nội dung báo cáo."),)


def test_sections_may_come_as_texts_by_key():
    assert province_report(samples.figures(), {"outlook": "Tiếp tục."}, Issue()).sections[3].blocks == (
        Paragraph("Tiếp tục."),
    )


def test_annexes_without_rows_are_left_out_and_the_numbers_close_up():
    content = report(samples.figures(aims=[], planned=[], disbursed=[]))
    assert [annex.label for annex in content.annexes] == ["Phụ lục I", "Phụ lục II"]
    assert [annex.landscape for annex in content.annexes] == [True, False]
    lone = report(samples.figures(aims=[], planned=[], disbursed=[], agencies=[]))
    assert [annex.label for annex in lone.annexes] == ["Phụ lục"]


def test_a_group_stands_once_before_its_tasks_with_its_counts():
    rows = table_of(issued().annexes[0]).rows
    assert [row.cells[0] for row in rows] == [
        "I",
        "I.1",
        "I.2",
        "I.5",
        "III",
        "III.20",
        "III.26",
        "III.31",
        "III.35",
        "III.38",
    ]
    assert [row.kind for row in rows].count("group") == 2
    assert rows[4].cells[1].endswith("chuyển đổi số (05 nhiệm vụ, 03/05 có số liệu, bình quân 75,2%)")


def test_nested_groups_come_outermost_first():
    whole = samples.figures()
    group, task = whole.groups[0], whole.tasks[0]
    groups = [group._replace(task=number, parent=parent) for number, parent in ((1, None), (2, 1), (3, 1))]
    tasks = [task._replace(task=number, parent=parent) for number, parent in ((11, 2), (12, 2), (13, 3))]
    assert [node.task for node in with_groups(tasks, groups)] == [1, 2, 11, 12, 3, 13]


def test_a_task_row_gives_status_share_of_agencies_and_words():
    rows = {row.cells[0]: row.cells for row in table_of(issued().annexes[0]).rows}
    assert rows["I.1"][4:] == (
        "Thường xuyên",
        "64,8%\n25/33 đơn vị",
        "Theo 25 đơn vị có báo cáo: 09 hoàn thành; 16 đang thực hiện",
    )
    assert rows["III.26"][4:] == (
        "Đang thực hiện, quá hạn\n(317 ngày)",
        "45,5%",
        "Hoàn thành giải phóng mặt bằng đợt 1, bàn giao 12,5/27 ha.\n"
        "Khó khăn: Nhà đầu tư chậm bổ sung hồ sơ đánh giá tác động môi trường.\n"
        "Đề xuất: Kiến nghị gia hạn tiến độ dự án đến hết quý II/2027.",
    )
    assert rows["III.35"][4] == "Hoàn thành đúng hạn\n(số liệu duyệt ngày 14/12/2025)"
    assert rows["III.38"][2:] == ("Chưa rõ đơn vị chủ trì", "Năm 2030", "Chưa có báo cáo", "–", "–")


def test_the_other_agencies_of_a_task_are_named_with_their_parts():
    whole = samples.figures()
    task = whole.tasks[5]
    (main,) = task.parts
    other = main._replace(agency=AgencyRef(5, "Sở Công Thương"), state="completed", percent=Decimal(100))
    figures = replace(whole, tasks=(task._replace(parts=(main, other)),), groups=())
    (row,) = table_of(report(figures).annexes[0]).rows
    assert row.cells[6].split("\n") == [
        "Phủ sóng 5G tại 03/04 khu công nghiệp.",
        "Các đơn vị khác: Sở Công Thương: hoàn thành, 100%",
    ]


def test_targets_stand_by_horizon_with_value_unit_day_and_verdict():
    rows = [row.cells for row in table_of(issued().annexes[1]).rows]
    assert [row[1] for row in rows if len(row) == 2] == [
        "Mục tiêu đến năm 2025 (01 chỉ tiêu với 01 mục tiêu)",
        "Mục tiêu đến năm 2030 (06 chỉ tiêu với 06 mục tiêu)",
        "Mục tiêu đến năm 2045 (01 chỉ tiêu với 01 mục tiêu)",
    ]
    missed, behind, unknown, judged, outdated = rows[1], rows[5], rows[6], rows[7], rows[8]
    assert missed[3:6] == (
        "≥ 50",
        "45,25%\n(ước thực hiện)\n(đo ngày 31/10/2026)",
        "Không đạt, quá mốc",
    )
    assert behind[3:] == (
        "≥ 80",
        "45,25%\n(ước thực hiện)\n(đo ngày 31/10/2026)",
        "Chậm tiến độ\n(mức cần đạt: 50,25%)",
        "Sở Thông tin và Truyền thông",
    )
    assert unknown[3:] == ("1-2", "–", "Chưa có số đo", "–")
    assert judged[4] == "Đạt mức khá\n(đo ngày 31/10/2026)"
    assert outdated[0] == "–"  # the portal's own code is not printed
    assert outdated[4] == "92%\n(đo ngày 15/11/2025,\ntrước kỳ báo cáo)"
    assert table_of(issued().annexes[1]).note.startswith(
        "Ghi chú: kế hoạch có 07 chỉ tiêu với 08 mục tiêu; đạt 01/04 mục tiêu có đủ số liệu để so (25,0%); "
    )


def test_money_nobody_has_reported_is_said_and_no_zero():
    rows = [row.cells for row in table_of(issued().annexes[2]).rows]
    assert rows == [
        ("I", "Năm 2025", "199.725", "121.387,5", "60,8%"),
        ("1", "Nguồn sự nghiệp", "24.400", "22.987,5", "94,2%"),
        ("2", "Nguồn đầu tư", "175.325", "98.400", "56,1%"),
        ("II", "Năm 2026", "25.400", "14.250", "56,1%"),
        ("1", "Nguồn sự nghiệp", "25.400", "14.250", "56,1%"),
        ("III", "Cả giai đoạn, không phân theo năm", "30.000", "Chưa có báo cáo giải ngân", "–"),
        ("1", "Nguồn trung ương", "30.000", "Chưa có báo cáo giải ngân", "–"),
        ("", "Tổng cộng", "255.125", "135.637,5", "53,2%"),
        ("", "Giải ngân ngoài số kế hoạch, không tính vào tỷ lệ", "–", "1.234,5", "không tính"),
        ("1", "Năm 2026, Nguồn xã hội hóa", "–", "1.234,5", "không tính"),
    ]
    assert table_of(issued().annexes[2]).note == (
        "Ghi chú: tỷ lệ giải ngân chung bằng 53,2% (135.637,5/255.125 triệu đồng). Đã giải ngân 1.234,5 triệu đồng ở "
        "nhiệm vụ, nguồn, năm mà kế hoạch không ghi số; không tính vào tỷ lệ. Trong số kế hoạch có 30.000 triệu đồng "
        "chưa có báo cáo giải ngân; tỷ lệ vẫn tính trên toàn bộ số kế hoạch. Tỷ lệ của từng năm không gồm nguồn không "
        "phân năm. Số giải ngân lũy kế từ ngày 01/01 của năm ngân sách."
    )


def test_where_nobody_has_reported_any_money_the_paper_says_so():
    figures = samples.figures(disbursed=[])
    rows = [row.cells for row in table_of(report(figures).annexes[2]).rows]
    assert rows[-1] == ("", "Tổng cộng", "255.125", "Chưa có báo cáo giải ngân", "–")
    text = samples.texts(default_sections(figures, ()))["money"]
    assert (
        text
        == "Kinh phí theo kế hoạch: 255.125 triệu đồng; tính đến ngày 13/11/2026, chưa có báo cáo giải ngân."
    )


def test_agencies_are_listed_with_first_sending_and_timeliness():
    assert [row.cells[1:] for row in table_of(issued().annexes[3]).rows] == [
        ("Sở Khoa học và Công nghệ", "24/24", "Đã duyệt", "10/11/2026", "Có", "–"),
        ("Sở Thông tin và Truyền thông", "29/31", "Bị trả lại", "12/11/2026", "Có", "2"),
        ("Ủy ban nhân dân huyện Gò Công Đông", "0/11", "Đã gửi, chờ thẩm định", "16/11/2026", "Không", "–"),
        ("Ngân hàng Nhà nước chi nhánh tỉnh Tiền Giang", "0/3", "Đang soạn", "–", "–", "–"),
    ]


def test_columns_fill_the_text_width():
    contents = [issued(), agency_report(samples.SUBMISSION)]
    for content in contents:
        for landscape, block in [
            *((False, block) for section in content.sections for block in section.blocks),
            *((annex.landscape, block) for annex in content.annexes for block in annex.blocks),
        ]:
            if isinstance(block, Table):
                assert sum(column.width for column in block.columns) == pytest.approx(
                    252 if landscape else 165
                )
                assert {len(row.cells) for row in block.rows if row.kind != "group"} <= {len(block.columns)}


def test_a_department_reports_under_its_committee_to_the_focal_agency():
    content = agency_report(samples.SUBMISSION)
    assert content.head.parent_agency == "ỦY BAN NHÂN DÂN\nTỈNH TIỀN GIANG"
    assert content.head.issuing_agency == "SỞ THÔNG TIN\nVÀ TRUYỀN THÔNG"
    assert content.head.number.endswith("/BC-STTTT")
    assert content.head.addressees == ("Sở Khoa học và Công nghệ tỉnh Tiền Giang",)
    assert content.signature.authority == ("GIÁM ĐỐC",)
    assert content.footnote == "Theo báo cáo gửi trên hệ thống lúc 16:05 ngày 12/11/2026"
    assert content.marking == ""


def test_a_district_committee_signs_for_itself():
    content = agency_report(
        replace(samples.SUBMISSION, agency="Ủy ban nhân dân huyện Gò Công Đông", agency_kind="ubnd-huyen")
    )
    assert (content.head.parent_agency, content.head.issuing_agency) == (
        "",
        "ỦY BAN NHÂN DÂN\nHUYỆN GÒ CÔNG ĐÔNG",
    )
    assert content.signature.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_the_focal_agency_reports_to_the_committee():
    content = agency_report(replace(samples.SUBMISSION, agency=samples.SUBMISSION.focal_agency))
    assert content.head.addressees == ("Ủy ban nhân dân tỉnh Tiền Giang",)


def test_an_unsent_agency_report_is_marked_and_counts_what_is_missing():
    content = agency_report(replace(samples.SUBMISSION, sent_at=None))
    assert content.marking == "DỰ THẢO"
    assert content.footnote == "Bản đang soạn, lập lúc 09:41 ngày 13/11/2026, chưa gửi"
    assert content.sections[1].blocks[1] == Paragraph(
        "Số nhiệm vụ phải báo cáo: 03. Kết quả: hoàn thành 01/03 nhiệm vụ; đang thực hiện 01/03 nhiệm vụ; chưa điền "
        "01/03 nhiệm vụ."
    )


def test_an_agencys_lines_say_state_evidence_and_money():
    rows = [row.cells for row in table_of(agency_report(samples.SUBMISSION).annexes[0]).rows]
    assert rows[0][3:6] == (
        "Hoàn thành ngày 20/12/2025",
        "100%",
        "Hoàn thành kết nối, nghiệm thu.\nTài liệu kiểm chứng: Biên bản nghiệm thu số 15/BBNT-STTTT ngày 20/12/2025",
    )
    assert rows[0][8] == ("Năm 2026, nguồn sự nghiệp: 12.345,678\nNăm 2026, nguồn đầu tư phát triển: 98.400")
    assert rows[2][3:] == ("Chưa điền", "–", "–", "–", "–", "–")
    measures = [row.cells for row in table_of(agency_report(samples.SUBMISSION).annexes[1]).rows]
    assert [row[4] for row in measures] == ["45,25%\n(ước thực hiện)", "Chưa công bố"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "awaiting_trigger"}, "Chờ điều kiện"),
        ({"state": "not_applicable", "reason": "đã chuyển về Bộ"}, "Không áp dụng: đã chuyển về Bộ"),
        ({"state": "not_started"}, "Chưa thực hiện"),
    ],
)
def test_an_agencys_line_says_its_state_in_the_official_word(changes, words):
    line = replace(samples.SUBMISSION.tasks[1], **changes)
    content = agency_report(replace(samples.SUBMISSION, tasks=(line,)))
    assert table_of(content.annexes[0]).rows[0].cells[3] == words
    assert f"{words.partition(':')[0].lower()} 01/01 nhiệm vụ" in content.sections[1].blocks[1].text


@pytest.mark.parametrize(
    ("text", "breakable"),
    [("ngắn", False), ("vừa phải " * 30, False), ("rất dài " * 200, True), ("- dòng\n" * 40, True)],
)
def test_only_a_row_of_many_lines_may_run_over_the_foot_of_a_page(text, breakable):
    table = Table((Column("TT", 12), Column("Nhiệm vụ", 80)), (Row(("1", text)), Row(("I", text), "group")))
    assert table.breakable == (breakable, False)
