"""The Word file: opened again, its letterhead, styles, sections, tables and literal texts."""

import io
import unicodedata
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from reporting.consolidation.drafting import default_sections
from reporting.documents import agency_report, province_report, render_docx
from reporting.documents.province import Issue
from tests.reporting import paper_samples as samples

LITERAL = "{{ 7*7 }} {% raw %} <b>đậm</b> & #let =1+1 'nháy'"


def opened(content):
    return Document(io.BytesIO(render_docx(content)))


def texts(document):
    """Every paragraph in reading order, those of tables included."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def drafted(figures):
    """The texts a draft starts with."""
    return samples.texts(default_sections(figures, samples.AGENCY_WORDS))


@pytest.fixture(scope="module")
def issued():
    figures = samples.figures()
    return opened(
        province_report(
            figures, samples.texts(default_sections(figures, samples.AGENCY_WORDS)), samples.ISSUE
        )
    )


def test_the_letterhead_and_signature_are_complete(issued):
    head, signature = issued.tables[0], issued.tables[4]
    assert [cell.text.strip() for row in head.rows for cell in row.cells] == [
        "ỦY BAN NHÂN DÂN\nTỈNH TIỀN GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "Tiền Giang, ngày 01 tháng 12 năm 2026",
    ]
    assert [cell.text for cell in signature.rows[0].cells] == [
        "Nơi nhận:\n- Như trên;\n- TT. Tỉnh ủy, TT. HĐND tỉnh;\n- CT và các PCT UBND tỉnh;\n- Lưu: VT, P.KT (D).",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thành Diệu",
    ]


def test_parts_are_headings_that_word_lists(issued):
    assert [p.text for p in issued.paragraphs if p.style.name == "Heading 1"] == [
        "I. Công tác chỉ đạo, điều hành",
        "II. Kết quả thực hiện",
        "III. Đánh giá chung, khó khăn, vướng mắc và nguyên nhân",
        "IV. Phương hướng, nhiệm vụ kỳ tới",
        "V. Đề xuất, kiến nghị",
    ]
    body = [p.text for p in issued.paragraphs]
    assert body.index("I. Công tác chỉ đạo, điều hành") < body.index("V. Đề xuất, kiến nghị")
    assert "[[nội dung]]" not in body


def test_the_paper_and_each_annex_are_sections_with_the_right_page(issued):
    assert [section.orientation for section in issued.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
    ]
    for section in issued.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in issued.sections[1:]]
    assert [start.get(qn("w:start")) for start in starts] == ["1", "1", "1", "1"]


def test_the_page_number_stands_on_top_but_not_on_a_first_page(issued):
    first, later = issued.sections[0].first_page_header, issued.sections[0].header
    assert "PAGE" in later._element.xml
    assert "PAGE" not in first._element.xml
    assert all(section.header.is_linked_to_previous for section in list(issued.sections)[1:])


def test_table_heads_repeat_and_rows_do_not_break(issued):
    tasks = issued.tables[5]
    head, *rows = tasks.rows
    assert [cell.text for cell in head.cells] == [
        "TT",
        "Nhiệm vụ",
        "Cơ quan chủ trì",
        "Thời gian",
        "Tình trạng",
        "Tỷ lệ",
        "Kết quả, khó khăn",
    ]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert len({cell._tc for cell in rows[0].cells}) == 2  # a group: its number, and its name over the rest


def test_every_task_is_there_and_composed():
    text = "\n".join(texts(opened(province_report(samples.many_tasks(600), {}, samples.ISSUE))))
    assert text == unicodedata.normalize("NFC", text)
    assert [task.name for task in samples.many_tasks(600).tasks if task.name not in text] == []


def test_braces_and_markup_in_what_people_type_come_out_as_typed():
    task = replace(samples.LEAVES[5], result=LITERAL, name=LITERAL)
    content = province_report(
        samples.figures([task]),
        {"direction": LITERAL},
        Issue(addressees=(LITERAL, "B"), signer=LITERAL, legal_bases=(LITERAL,), recipients=(LITERAL,)),
    )
    assert sum(LITERAL in line for line in texts(opened(content))) == 7


def test_several_addressees_are_listed_and_bases_stand_above_the_body():
    content = province_report(
        samples.figures(), {}, Issue(addressees=("Bộ A", "Bộ B"), legal_bases=("Căn cứ Luật C;",))
    )
    lines = texts(opened(content))
    start = lines.index("Kính gửi:")
    assert [line for line in lines[start : start + 5] if line] == [
        "Kính gửi:",
        "- Bộ A;",
        "- Bộ B.",
        "Căn cứ Luật C;",
    ]


def test_a_draft_is_marked_on_every_page():
    document = opened(province_report(samples.figures(), {}, Issue()))
    assert "DỰ THẢO" in texts(document)
    assert "DỰ THẢO" in [paragraph.text for paragraph in document.sections[0].header.paragraphs]


def test_the_foot_carries_edition_and_checksum_on_first_and_later_pages(issued):
    section = issued.sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == (
            "Bản tổng hợp lần 01 · số liệu đã duyệt đến 09:41 ngày 13/11/2026 · mã kiểm tra số liệu 3f9a1c0b7d52"
        )


def test_the_same_content_gives_the_same_bytes():
    content = agency_report(samples.SUBMISSION)
    assert render_docx(content) == render_docx(content)


def test_an_agencys_report_names_its_parent_and_carries_its_tables():
    document = opened(agency_report(samples.SUBMISSION))
    assert document.tables[0].rows[0].cells[0].text.strip().split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH TIỀN GIANG",
        "SỞ THÔNG TIN",
        "VÀ TRUYỀN THÔNG",
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "Tên phụ lục"] == [
        "Bảng kết quả thực hiện các nhiệm vụ của Kế hoạch số 69/KH-UBND",
        "Bảng kết quả thực hiện các chỉ tiêu của Kế hoạch số 69/KH-UBND",
    ]
    assert "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-STTTT" in texts(document)
