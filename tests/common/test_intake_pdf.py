"""PDF into blocks: lines become paragraphs, rules become tables, pages become one document; scans are refused."""

import io
import json
import resource

import pypdf
import pytest
import typst

from common.errors import Refused
from common.intake.blocks import Paragraph, Table
from common.intake.readers import pdf, pdf_child, read_document

PAGE = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Tinos", size: 13pt, lang: "vi")\n'


def typeset(source: str) -> bytes:
    """A PDF of a typst source in the portal's font."""
    return typst.compile(
        (PAGE + source).encode(), font_paths=["static/fonts/tinos"], ignore_system_fonts=True
    )


def blocks(source: str) -> list:
    return read_document(typeset(source), "a.pdf").blocks


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


LONG = "Xây dựng cơ sở dữ liệu dùng chung của tỉnh, kết nối với cơ sở dữ liệu quốc gia và các bộ, ngành"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart():
    first, second = f"{LONG}; {LONG.lower()}.", f"- {LONG}."
    found = blocks(f"#set par(justify: true)\n{first}\n\n\\{second}\n\n1. Sở Y tế")
    assert [block.text for block in found] == [first, second, "1. Sở Y tế"]
    assert [block.where for block in found] == ["trang 1, đoạn 1", "trang 1, đoạn 2", "trang 1, đoạn 3"]


def test_a_letterhead_gives_its_lines_left_and_right():
    found = blocks(
        "#grid(columns: (2fr, 3fr), align: center, [UBND TỈNH LÂM ĐỒNG \\ Số: 15/KH-UBND], "
        "[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Lâm Đồng, ngày 05 tháng 3 năm 2025])\n#align(center)[*KẾ HOẠCH*]"
    )
    assert grid(found[0]) == [
        [
            "UBND TỈNH LÂM ĐỒNG\nSố: 15/KH-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLâm Đồng, ngày 05 tháng 3 năm 2025",
        ]
    ]
    assert found[1].text == "KẾ HOẠCH"


def test_a_ruled_table_keeps_merged_cells_as_one_cell():
    [table] = blocks(
        "#table(columns: 4, table.cell(rowspan: 2)[TT], table.cell(rowspan: 2)[Việc], table.cell(colspan: 2)[Cơ quan], "
        "[Chủ trì], [Phối hợp], [1], [Việc A], table.cell(rowspan: 2)[Sở Y tế], [Sở Nội vụ], [2], [Việc B], [])"
    )
    assert [row.where for row in table.rows][:2] == ["trang 1, bảng 1, dòng 1", "trang 1, bảng 1, dòng 2"]
    assert [(cell.text, cell.start, cell.width) for cell in table.rows[0].cells] == [
        ("TT", 0, 1),
        ("Việc", 1, 1),
        ("Cơ quan", 2, 2),
    ]
    assert table.rows[0].cells[0] is table.rows[1].cells[0]
    assert table.rows[2].cells[2] is table.rows[3].cells[2]
    assert grid(table)[2:] == [["1", "Việc A", "Sở Y tế", "Sở Nội vụ"], ["2", "Việc B", "Sở Y tế", ""]]


def test_wrapped_lines_of_a_cell_are_one_line_and_its_lists_stay_lists():
    [table] = blocks(
        "#table(columns: (1cm, 5cm, 5cm), [TT], [Việc], [Sản phẩm], "
        f"[1], [{LONG}], [\\- Kho dữ liệu;\\ \\- Báo cáo.])"
    )
    assert grid(table)[1] == ["1", LONG, "- Kho dữ liệu;\n- Báo cáo."]


def test_a_table_over_several_pages_is_one_table_without_repeated_headings_and_page_numbers():
    rows = ", ".join(f"[{number}], [Nhiệm vụ số {number}], [Sở Y tế]" for number in range(1, 91))
    found = blocks(
        '#set page(numbering: "1", number-align: center + top)\n'
        f"#table(columns: (1cm, 8cm, 5cm), table.header([TT], [Việc], [Cơ quan]), {rows})"
    )
    assert [type(block) for block in found] == [Table]
    assert [row.cells[0].text for row in found[0].rows] == ["TT", *map(str, range(1, 91))]
    assert found[0].rows[-1].where.startswith("trang 3, bảng 1, dòng ")


def test_a_row_cut_by_the_end_of_the_page_is_joined():
    long = f"{LONG}; {LONG.lower()}; {LONG.lower()}; {LONG.lower()}."
    [table] = blocks(
        "#table(columns: (1cm, 5cm, 5cm), [TT], [Việc], [Cơ quan], [1], [#v(21cm)A], [Sở Y tế], "
        f"[2], [{long}], [Sở Nội vụ])"
    )
    assert table.rows[-1].cells[1].text == long
    assert len(table.rows) == 3


def test_progress_is_told_by_the_page():
    told = []
    read_document(
        typeset(f"{LONG}\n#pagebreak()\n{LONG}"), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


def test_a_scan_is_refused_as_such():
    with pytest.raises(Refused, match="bản quét"):
        blocks("#rect(width: 100%, height: 100%, fill: gray)")


def test_a_password_is_named():
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(typeset("Kế hoạch"))))
    writer.encrypt("bí mật", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="mật khẩu"):
        read_document(out.getvalue(), "a.pdf")


def processor_time() -> float:
    """Seconds of processor time that child processes which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_page_that_never_ends_is_given_up_in_seconds_of_processor_time():
    content = b"q 0 0 m 1 1 l S Q\n" * 3_000_000
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
    body += (
        b"4 0 obj<</Length %d>>stream\n" % len(content[: 20 << 20])
        + content[: 20 << 20]
        + b"\nendstream endobj\n"
    )
    body += b"trailer<</Root 1 0 R>>\n"
    before = processor_time()
    with pytest.raises(Refused, match="quá nặng"):
        read_document(body, "a.pdf")
    assert processor_time() - before < 2 * pdf_child.SECONDS  # starting the child takes some of its own


def test_blocks_come_back_as_they_were_sent():
    data = json.loads('{"where": "w", "cells": [["a", 0, 1, 0]], "rows": [["r1", [0]], ["r2", [0]]]}')
    table = pdf._block(data)
    assert table.rows[0].cells[0] is table.rows[1].cells[0]
    assert isinstance(pdf._block({"text": "t", "where": "w"}), Paragraph)
