"""Files into blocks: what is kept, what is left out, and what hostile files get instead of an answer."""

import io
import time
import unicodedata
import zipfile

import docx
import openpyxl
import pytest
import xlsxwriter
from docx.oxml import OxmlElement

from common.errors import Refused
from common.intake.blocks import Paragraph, Table
from common.intake.readers import read_document, read_text
from common.intake.tables import columns_of, is_ordinal_row
from tests.plans.papers import PLANS, UP, numbered, rezipped, sheet, word


def tables(content: bytes) -> list[Table]:
    return [block for block in read_document(content).blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# Word


def test_paragraphs_and_tables_come_in_reading_order_with_addresses():
    document = read_document(word("Một", [["A", "B"], ["C", "D"]], "Hai", head=False))
    assert [(block.where, getattr(block, "text", "")) for block in document.blocks] == [
        ("đoạn 1", "Một"),
        ("bảng 1", ""),
        ("đoạn 3", "Hai"),
    ]
    assert [row.where for row in document.blocks[1].rows] == ["bảng 1, dòng 1", "bảng 1, dòng 2"]


def test_a_merged_cell_is_one_cell_wherever_it_reaches():
    [table] = tables(word([["TT", "Cơ quan", None], [UP, "Chủ trì", "Phối hợp"]], head=False))
    first, second = table.rows
    assert first.cells[0] is second.cells[0]
    assert [(cell.text, cell.start, cell.width) for cell in first.cells] == [("TT", 0, 1), ("Cơ quan", 1, 2)]
    assert [column.path for column in columns_of(table, 0, 2)] == [
        ("TT",),
        ("Cơ quan", "Chủ trì"),
        ("Cơ quan", "Phối hợp"),
    ]


def test_automatic_numbers_are_read_as_printed():
    document = docx.Document(io.BytesIO(word([["TT", "Việc"], ["", "A"], ["", "B"]], head=False)))
    numbered(document, 0)
    [table] = tables(saved(document))
    assert [row[0] for row in grid(table)] in (["TT", "1.", "2."], ["TT", "-", "-"])


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_kept():
    document = docx.Document()
    paragraph = document.add_paragraph("Giữ ")
    hidden = paragraph.add_run("ẩn")
    hidden.font.hidden = True
    for tag, text in (("w:ins", "thêm"), ("w:del", "bỏ")):
        change, run, piece = (
            OxmlElement(tag),
            OxmlElement("w:r"),
            OxmlElement("w:t" if tag == "w:ins" else "w:delText"),
        )
        piece.text = text
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)
    assert [block.text for block in read_document(saved(document)).blocks] == ["Giữ thêm"]


def test_text_boxes_are_left_out():
    document = docx.Document()
    paragraph = document.add_paragraph("Thân bài")
    box = OxmlElement("w:pict")
    content, inner, run, piece = (OxmlElement(tag) for tag in ("w:txbxContent", "w:p", "w:r", "w:t"))
    piece.text = "khung chữ"
    run.append(piece)
    inner.append(run)
    content.append(inner)
    box.append(content)
    paragraph.add_run()._r.append(box)
    assert [block.text for block in read_document(saved(document)).blocks] == ["Thân bài"]


def test_a_table_inside_a_table_is_a_table_of_its_own():
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "ngoài"
    inner = outer.cell(0, 1).add_table(rows=2, cols=3)
    for index, cell in enumerate(cell for row in inner.rows for cell in row.cells):
        cell.text = str(index)
    found = tables(saved(document))
    assert [grid(table) for table in found] == [[["ngoài", ""]], [["0", "1", "2"], ["3", "4", "5"]]]


def test_a_frame_of_one_cell_is_ordinary_text():
    blocks = read_document(word([["Một\nHai"]], head=False)).blocks
    assert all(isinstance(block, Paragraph) for block in blocks)


# Excel


def test_a_sheet_is_a_table_with_merged_cells_and_no_hidden_rows():
    document = read_document(
        sheet([["TT", "Cơ quan", None], [1, "A", "B"], [2, "C", "D"]], merged=("B1:C1",), hidden=(3,))
    )
    [table] = document.blocks
    assert [(cell.text, cell.start, cell.width) for cell in table.rows[0].cells] == [
        ("TT", 0, 1),
        ("Cơ quan", 1, 2),
    ]
    assert [row.where for row in table.rows] == ["dòng 1", "dòng 2"]
    assert "1 dòng ẩn" in document.remarks[0][2]


def test_numbers_dates_and_percentages_are_shown_as_a_vietnamese_office_reads_them():
    book = openpyxl.Workbook()
    page = book.active
    page.append([1200, 0.55, 12.5, "1.200", True])
    page["B1"].number_format = "0%"
    page.append([45000])
    page["A2"].number_format = "dd/mm/yyyy"
    [table] = read_document(saved(book)).blocks
    assert grid(table) == [["1200", "55%", "12,5", "1.200", "1"], ["15/03/2023"]]
    assert table.rows[0].cells[0].number == 1200


def test_a_hidden_sheet_is_left_out_and_said():
    book = openpyxl.Workbook()
    book.active["A1"] = "hiện"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    document = read_document(saved(book))
    assert len(document.blocks) == 1
    assert "Ẩn" in document.remarks[0][2]


def test_one_cell_in_the_far_corner_costs_nothing():
    book = openpyxl.Workbook()
    book.active["A1"] = "gần"
    book.active["XFD1048576"] = "xa"
    begin = time.process_time()
    [table] = read_document(saved(book)).blocks
    assert len(table.rows) == 2
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    ("texts", "yes"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["1", "2", "3", "4"], True),
        (["A", "B", "1", "2", "3"], True),
        (["(1)", "(2)", "(3)", "(4)=(2)+(3)"], True),
        (["1", "Việc A", "Sở Y tế"], False),
        (["5", "100", "2025"], False),
    ],
)
def test_a_row_that_only_numbers_the_columns(texts, yes):
    [table] = tables(word([texts], head=False)) or [None]
    assert is_ordinal_row(table.rows[0]) is yes


# Hostile files


def archive(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.{kind}+xml"/></Types>'
)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paper(body: str, before: str = "") -> bytes:
    return archive(
        {
            "[Content_Types].xml": TYPES.format(kind="main"),
            "word/document.xml": f'<?xml version="1.0"?>{before}<w:document {NS}><w:body>{body}</w:body></w:document>',
        }
    )


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))

HOSTILE = {
    "empty": (b"", "Tệp rỗng"),
    "zeros": (b"\0" * 1000, "Tệp rỗng"),
    "no text": (b"\x01\x02\x03 hello", "Không nhận ra loại tệp"),
    "pdf": (b"%PDF-1.7 ...", "PDF bị hỏng"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "định dạng cũ"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "mật khẩu",
    ),
    "broken zip": (b"PK\x03\x04 broken", "bị hỏng"),
    "truncated": ((PLANS / "hue-133.docx").read_bytes()[:20000], "bị hỏng"),
    "other zip": (archive({"a.txt": "a"}), "thiếu phần nội dung"),
    "powerpoint": (archive({"[Content_Types].xml": "<Types/>"}), "Không phải tệp Word hay Excel"),
    "macro": (archive({"[Content_Types].xml": TYPES.format(kind="macroEnabled")}), "macro"),
    "no document": (archive({"[Content_Types].xml": TYPES.format(kind="main")}), "thiếu phần nội dung"),
    "bomb": (paper("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_800_000), "quá lớn"),
    "not xml": (
        archive({"[Content_Types].xml": TYPES.format(kind="main"), "word/document.xml": "<w:document"}),
        "bị hỏng",
    ),
    "entities": (paper("<w:p><w:r><w:t>&a8;</w:t></w:r></w:p>", f"<!DOCTYPE x [{ENTITIES}]>"), "bị hỏng"),
    "too large": (b"PK" + b"\0" * 40_000_000, "lớn hơn"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_sentence_within_seconds(name):
    content, words = HOSTILE[name]
    begin = time.process_time()
    with pytest.raises(Refused) as refused:
        read_document(content, f"{name}.docx")
    assert words in refused.value.message
    assert time.process_time() - begin < 5


def test_entities_are_not_resolved():
    with pytest.raises(Refused):
        read_document(
            paper(
                "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
                '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            )
        )


def test_a_hundred_thousand_empty_rows_are_no_rows():
    rows = "".join(f'<row r="{n}" ht="15"><c r="A{n}" s="0"/></row>' for n in range(2, 100_002))

    def padded(name: str, content: bytes) -> bytes:
        if name.startswith("xl/worksheets/"):
            return content.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
        return content

    begin = time.process_time()
    [table] = read_document(rezipped(sheet([["A", "B", "C"]]), padded)).blocks
    assert len(table.rows) == 1
    assert time.process_time() - begin < 5


def test_a_sheet_of_a_million_strings_is_refused():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write("A1", "một")
    strings = "<si><t>a</t></si>" * 1_100_000

    def filled(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"</sst>", strings.encode() + b"</sst>")
            if name.endswith("sharedStrings.xml")
            else content
        )

    with pytest.raises(Refused, match="quá nhiều dòng"):
        read_document(rezipped(out.getvalue(), filled))


def test_an_open_document_is_named_as_such():
    with pytest.raises(Refused, match="OpenDocument"):
        read_document(
            archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "a.odt"
        )


def test_a_cell_of_unheard_length_is_refused():
    with pytest.raises(Refused, match="dài bất thường"):
        read_document(paper(f"<w:p><w:r><w:t>{'a' * 200_000}</w:t></w:r></w:p>"))


# what Word and Excel hide or write in their own way


def texts(body: str) -> list[str]:
    return [block.text for block in read_document(paper(body)).blocks]


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_what_was_moved_away_and_the_code_of_fields_are_left_out_and_symbols_are_bullets():
    assert texts(
        "<w:p><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>'
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t xml:space="preserve"> Ý một</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r></w:p>"
    ) == ["mới", "3", "• Ý một", "ab-c d"]


def test_capitals_and_hidden_switches_are_read_as_printed():
    assert texts(
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>hiện</w:t></w:r></w:p>'
    ) == ["KẾ HOẠCH", "hiện"]


def test_paragraphs_and_rows_inside_other_wrappers_are_read():
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    table = f"<w:tbl>{row(cell('A'), cell('B'))}{control.format(row(cell('C'), control.format(cell('D'))))}</w:tbl>"
    blocks = read_document(
        paper(
            f"<w:customXml><w:p><w:r><w:t>Một</w:t></w:r></w:p></w:customXml>{control.format(control.format(table))}"
        )
    ).blocks
    assert blocks[0].text == "Một"
    assert grid(blocks[1]) == [["A", "B"], ["C", "D"]]


def test_a_merged_cell_goes_on_where_its_edges_are_drawn_elsewhere():
    span = '<w:gridSpan w:val="2"/>'
    body = (
        row(cell("Chung", '<w:vMerge w:val="restart"/>' + span), cell("A"))
        + row(cell("", "<w:vMerge/>"), cell("B"), cell("C"))
        + row(cell("", span + "<w:vMerge/>"), cell("D"))
    )
    [table] = read_document(paper(f"<w:tbl>{body}</w:tbl>")).blocks
    assert [line.cells[0].text for line in table.rows] == ["Chung", "Chung", "Chung"]
    assert len({id(line.cells[0]) for line in table.rows[:2]}) == 1


def test_hidden_rows_of_a_word_table_are_left_out():
    hidden = "<w:tr><w:trPr><w:hidden/></w:trPr>" + cell("ẩn") + cell("ẩn") + "</w:tr>"
    [table] = read_document(paper(f"<w:tbl>{row(cell('A'), cell('B'))}{hidden}</w:tbl>")).blocks
    assert grid(table) == [["A", "B"]]


def test_a_hidden_column_is_left_out_and_said():
    book = openpyxl.Workbook()
    book.active.append(["TT", "Ghi chú nội bộ", "Việc"])
    book.active.column_dimensions["B"].hidden = True
    document = read_document(saved(book))
    assert grid(document.blocks[0]) == [["TT", "Việc"]]
    assert "cột ẩn B" in document.remarks[0][2]


def test_a_formula_without_its_value_and_an_error_are_said_with_their_cell():
    book = openpyxl.Workbook()
    book.active.append(["A", "=1+1"])
    book.active["A2"] = "#REF!"
    remarks = [text for _severity, _where, text in read_document(saved(book)).remarks]
    assert [("B1" in text, "A2 (#REF!)" in text) for text in remarks] == [(True, False), (False, True)]


def test_a_month_is_shown_as_the_sheet_prints_it():
    book = openpyxl.Workbook()
    book.active["C5"] = 45000
    book.active["C5"].number_format = "mm/yyyy"
    assert grid(read_document(saved(book)).blocks[0]) == [["03/2023"]]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_reader_gives_one_form_of_vietnamese(form):
    text = unicodedata.normalize(form, "Hòa\u00a0Bình số\u00ad hóa")
    word_text = read_document(word(text, head=False)).blocks[0].text
    sheet_text = read_document(sheet([[text]])).blocks[0].rows[0].cells[0].text
    pasted = read_text(text).blocks[0].text
    assert {word_text, sheet_text, pasted} == {"Hòa Bình số hóa"}
