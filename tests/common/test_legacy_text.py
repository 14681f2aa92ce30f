"""Text typed in TCVN3 and VNI: converted letter by letter, recognised without false alarms."""

import docx
import pytest
from docx.oxml.ns import qn

from common import legacy_text
from common.intake.blocks import Paragraph
from common.intake.readers import read_document, read_text
from common.legacy_text import CAPITALS, TCVN3, VNI, decode, held, of_font, settled
from tests.plans.papers import PLANS, _saved

OLD = {
    TCVN3: "Së Khoa häc vµ C«ng nghÖ chñ tr×, ñy ban nh©n d©n tØnh ®Èy m¹nh øng dông, Th­êng trùc",
    VNI: "Sôû Khoa hoïc vaø Coâng ngheä chuû trì, uûy ban nhaân daân tænh ñaåy maïnh öùng duïng, Thöôøng tröïc",
}
NEW = "Sở Khoa học và Công nghệ chủ trì, ủy ban nhân dân tỉnh đẩy mạnh ứng dụng, Thường trực"


@pytest.mark.parametrize("coding", [TCVN3, VNI])
def test_an_old_text_is_recognised_and_converted(coding):
    assert settled([held(OLD[coding])]) == ([NEW], coding)


@pytest.mark.parametrize("coding", [TCVN3, VNI])
def test_a_document_in_an_old_encoding_is_said(coding):
    document = read_text(f"STT\n{OLD[coding]}")
    assert [block.text for block in document.blocks] == ["STT", NEW]
    assert [(severity, coding in text) for severity, _where, text in document.remarks] == [("note", True)]


def test_a_text_file_of_old_windows_is_read():
    document = read_document(OLD[TCVN3].encode("cp1252"), "cũ.txt")
    assert [block.text for block in document.blocks] == [NEW]


def test_every_vowel_with_every_tone_has_its_code():
    tables = (legacy_text._FROM_TCVN3, legacy_text._FROM_VNI)
    every = {legacy_text._toned(vowel, tone) for vowel in "aăâeêioôơuưy" for tone in range(6)} - set(
        "aeiouy"
    ) | {"đ"}
    assert [every - set(table.values()) for table in tables] == [set(), set()]


def test_capital_fonts_print_capitals():
    assert decode("ñy ban nh©n d©n", CAPITALS) == "ỦY BAN NHÂN DÂN"
    assert decode("UÛY BAN NHAÂN DAÂN TÆNH", VNI) == "ỦY BAN NHÂN DÂN TỈNH"


@pytest.mark.parametrize(
    ("font", "coding"),
    [
        (".VnTime", TCVN3),
        (".VnTimeH", CAPITALS),
        ("AAAAAA+.VnArial-Bold", TCVN3),
        ("VNI-Times", VNI),
        ("Verdana", ""),
    ],
)
def test_a_font_tells_its_encoding(font, coding):
    assert of_font(font) == coding


def test_a_run_of_word_is_converted_by_its_font_though_the_rest_is_unicode():
    document = docx.Document()
    paragraph = document.add_paragraph("Đơn vị: ")
    run = paragraph.add_run("Së Y tÕ Hµ Néi")
    run.font.name = ".VnTime"
    run._r.rPr.rFonts.set(qn("w:hAnsi"), ".VnTime")
    assert [block.text for block in read_document(_saved(document)).blocks] == ["Đơn vị: Sở Y tế Hà Nội"]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.*")), ids=lambda path: path.name)
def test_no_real_plan_in_unicode_is_taken_for_an_old_one(path):
    assert read_document(path).coding == ""


def test_foreign_words_and_signs_raise_no_alarm():
    text = "Café, Genève, Köln, São Paulo, señor, 25 m², ½ giờ, © 2024, ±5 µm, naïve, Ærø, Øresund, façade, Straße"
    document = read_text("\n".join([text] * 20))
    assert document.coding == ""
    assert all(isinstance(block, Paragraph) and block.text == text for block in document.blocks)
