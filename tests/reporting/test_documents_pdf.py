"""The PDF as a reader meets it: its text, its page numbers, its standard."""

import dataclasses
import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

from reporting.consolidation.drafting import default_sections
from reporting.documents import PdfFailed, agency_report, pdf, province_report, render_pdf
from reporting.documents.pdf import printable
from reporting.documents.province import Issue
from tests.reporting import paper_samples as samples

LITERAL = r'#let x = 1 *đậm* _nghiêng_ $x^2$ <nhãn> & @ref \alpha `mã` // chú thích /* */ = "nháy" [a] {b}'


def pages(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(content))).pages]


def flat(text):
    """The text without line breaks, which depend on the width of the page."""
    return re.sub(r"\s+", " ", text)


def squeezed(text):
    """The text without blanks: a cell breaks inside names and numbers."""
    return re.sub(r"\s+", "", text)


def drafted(figures):
    """The texts a draft starts with."""
    return samples.texts(default_sections(figures, samples.AGENCY_WORDS))


@pytest.fixture(scope="module")
def issued():
    figures = samples.figures()
    return pages(
        province_report(
            figures, samples.texts(default_sections(figures, samples.AGENCY_WORDS)), samples.ISSUE
        )
    )


def test_the_first_page_carries_the_national_title_number_and_abstract(issued):
    first = flat(issued[0])
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG",
        "Số: 05/BC-UBND",
        "Tiền Giang, ngày 01 tháng 12 năm 2026",
        "BÁO CÁO",
        "Kính gửi: Bộ Khoa học và Công nghệ",
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
    ):
        assert words in first


def test_the_paper_ends_with_recipients_and_signature(issued):
    (last,) = [flat(page) for page in issued if "Nơi nhận:" in page]
    for words in (
        "./.",
        "- Lưu: VT, P.KT (D).",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Thành Diệu",
    ):
        assert words in last


def test_pages_are_numbered_from_the_second_of_the_paper_and_of_each_annex(issued):
    numbers, starts = [], []
    for page in issued:
        top = page.strip().split("\n")[0].strip()
        numbers.append(int(top) if top.isdigit() else 1)
        starts.append("CỘNG HÒA" in page or "Kèm theo Báo cáo số" in flat(page))
    expected = []
    for start in starts:
        expected.append(1 if start else expected[-1] + 1)
    assert numbers == expected
    assert starts.count(True) == 5


def test_every_task_indicator_and_agency_is_in_the_annexes_composed():
    text = squeezed("".join(pages(province_report(samples.many_tasks(600), {}, samples.ISSUE))))
    assert text == unicodedata.normalize("NFC", text)
    figures = samples.many_tasks(600)
    names = [row.name for row in (*figures.tasks, *figures.indicators)]
    names += [row.agency.name for row in figures.agencies]
    assert [name for name in names if squeezed(name) not in text] == []


@pytest.mark.parametrize(
    "text", [" ".join(f"chữ{n}" for n in range(2000)), "\n".join(f"dòng{n}." for n in range(150))]
)
def test_a_row_longer_than_a_page_loses_nothing(text):
    task = dataclasses.replace(samples.LEAVES[5], result=text)
    found = "".join(pages(province_report(samples.figures([task]), {}, samples.ISSUE)))
    assert [word for word in text.split() if word not in found] == []


def test_markup_in_what_people_type_comes_out_as_typed():
    task = dataclasses.replace(samples.LEAVES[5], result=LITERAL, name=f"Nhiệm vụ {LITERAL}")
    content = province_report(
        samples.figures([task]), {"direction": LITERAL}, Issue(addressees=(LITERAL,), signer="#panic()")
    )
    text = squeezed("".join(pages(content)))
    assert text.count(squeezed(LITERAL)) == 4
    assert "#panic()" in text


def test_characters_without_a_glyph_become_a_square_and_stop_nothing():
    assert printable("Đạt ✅ 😀 中 ổn") == "Đạt □ □ □ ổn"
    content = province_report(samples.figures(), {"direction": "Đạt 😀 中"}, Issue())
    assert "Đạt □ □" in pages(content)[0]


def test_every_character_called_printable_has_a_glyph():
    every = [chr(point) for point in range(0x20, 0x3000) if printable(chr(point)) == chr(point)]
    content = province_report(samples.figures([], [], aims=[], agencies=[]), {}, Issue())
    lines = ("".join(every[n : n + 60]) for n in range(0, len(every), 60))
    assert render_pdf(dataclasses.replace(content, opening=tuple(lines))).startswith(b"%PDF")
    assert len(every) > 2500


def test_a_draft_is_marked_on_its_first_page_and_an_issued_paper_is_not(issued):
    draft = pages(province_report(samples.figures(), {}, Issue()))
    assert "DỰ THẢO" in draft[0]
    assert "/BC-UBND" in draft[0]
    assert "DỰ THẢO" not in "".join(issued)


def test_the_file_is_archival_tagged_and_the_same_every_time():
    content = province_report(samples.figures(), {}, samples.ISSUE)
    data = render_pdf(content)
    assert data == render_pdf(content)
    reader = PdfReader(io.BytesIO(data))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert ("<pdfaid:part>2" in metadata, "<pdfaid:conformance>B" in metadata) == (True, True)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.metadata.title == content.title


def test_an_agencys_report_has_its_letterhead_and_lines():
    text = flat("".join(pages(agency_report(samples.SUBMISSION))))
    for words in (
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "/BC-STTTT",
        "Kính gửi: Sở Khoa học và Công nghệ tỉnh Tiền Giang",
        "GIÁM ĐỐC",
        "BẢNG KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
    ):
        assert words in text


def test_a_refusal_of_the_compiler_reaches_the_caller(monkeypatch, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    with pytest.raises(PdfFailed, match="panicked"):
        render_pdf(province_report(samples.figures(), {}, Issue()))


@pytest.mark.parametrize("rows_between", [0, 1, 2, 3])
def test_groups_within_groups_are_set_wherever_the_page_ends(rows_between):
    content = province_report(samples.figures(), {}, Issue())
    annex = content.annexes[0]
    table = next(block for block in annex.blocks if block.kind == "table")
    group = next(row for row in table.rows if row.kind == "group")
    row = next(row for row in table.rows if row.kind == "row")
    nested = dataclasses.replace(table, rows=(group, group, *(row,) * rows_between) * 30 + (group,))
    blocks = tuple(nested if block is table else block for block in annex.blocks)
    long = dataclasses.replace(content, annexes=(dataclasses.replace(annex, blocks=blocks),))
    text = squeezed("".join(pages(long)))
    assert text.count(squeezed(group.cells[1])) == 61
