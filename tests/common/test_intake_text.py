"""Pasted text and text files into blocks: cells side by side, one cell a line, paragraphs, and what is said."""

import pytest

from common.errors import Refused
from common.intake.blocks import Paragraph, Table
from common.intake.readers import read_document, read_text


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def tables(text: str) -> list[list[list[str]]]:
    return [grid(block) for block in read_text(text).blocks if isinstance(block, Table)]


HEADING = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
ROWS = [
    ["1", "Việc A", "Sở Y tế", "2025"],
    ["2", "Việc B", "Sở Nội vụ", "2026"],
    ["3", "Việc C", "Sở Y tế", "2027"],
]


def one_a_line(*rows: list[str]) -> str:
    return "\n".join(text for row in rows for text in row)


def test_tabs_part_the_cells_of_a_row_and_other_lines_are_paragraphs():
    text = (
        "KẾ HOẠCH\nSố: 15/KH-UBND\n" + "\n".join("\t".join(row) for row in [HEADING, *ROWS]) + "\nNơi nhận:"
    )
    document = read_text(text, "dán")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "KẾ HOẠCH",
        "Số: 15/KH-UBND",
        "Nơi nhận:",
    ]
    assert [grid(block) for block in document.blocks if isinstance(block, Table)] == [[HEADING, *ROWS]]
    assert [row.where for row in document.blocks[2].rows] == ["dòng 3", "dòng 4", "dòng 5", "dòng 6"]
    assert document.remarks == []


def test_a_quoted_cell_of_excel_keeps_its_line_breaks_and_quotes():
    text = 'TT\tViệc\tCơ quan\n1\t"Xây dựng ""kho"" số\n- giai đoạn 1"\tSở Y tế\n2\tViệc B\tSở Nội vụ'
    assert tables(text) == [
        [
            ["TT", "Việc", "Cơ quan"],
            ["1", 'Xây dựng "kho" số\n- giai đoạn 1', "Sở Y tế"],
            ["2", "Việc B", "Sở Nội vụ"],
        ]
    ]


def test_a_quote_that_never_closes_is_a_letter():
    assert tables('TT\tViệc\n1\t"Mở đầu\n2\tViệc B') == [[["TT", "Việc"], ["1", '"Mở đầu'], ["2", "Việc B"]]]


def test_a_cell_of_word_with_two_paragraphs_stays_one_cell():
    text = "TT\tViệc\tCơ quan\tNăm\n1\tViệc A\tSở Y tế\nSở Nội vụ\t2025\n"
    text += "2\tViệc B\tSở Y tế\t2026\n3\tViệc C\tSở Y tế\t2027"
    assert tables(text)[0][1] == ["1", "Việc A", "Sở Y tế\nSở Nội vụ", "2025"]


def test_a_group_row_without_tabs_covers_the_table():
    text = "\t".join(HEADING) + "\nI. Hạ tầng số\n" + "\n".join("\t".join(row) for row in ROWS)
    [table] = read_text(text).blocks
    assert [(cell.text, cell.width) for cell in table.rows[1].cells] == [("I. Hạ tầng số", 4)]


def test_strokes_part_cells_as_in_markdown():
    text = "| TT | Việc | Cơ quan |\n|----|:----:|---|\n| 1 | Việc A<br>- ý | Sở Y tế |\n| 2 | Việc B | |"
    assert tables(text) == [[["TT", "Việc", "Cơ quan"], ["1", "Việc A\n- ý", "Sở Y tế"], ["2", "Việc B", ""]]]


def test_cells_on_lines_of_their_own_follow_the_rhythm_of_the_numbers():
    document = read_text("PHỤ LỤC\n" + one_a_line(HEADING, *ROWS) + "\nNơi nhận:\n- Như trên;")
    assert grid(document.blocks[1]) == [HEADING, *ROWS]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "PHỤ LỤC",
        "Nơi nhận:",
        "- Như trên;",
    ]
    assert document.remarks == []


def test_groups_and_numbers_of_columns_are_kept_apart_from_the_rhythm():
    rows = [["I", "Nhóm một"], *ROWS, ["II", "Nhóm hai"], *ROWS]
    assert tables(one_a_line(HEADING, ["(1)", "(2)", "(3)", "(4)"], *rows)) == [[HEADING, *rows]]


def test_empty_cells_that_came_as_blank_lines_keep_their_column():
    rows = [["1", "Việc A", "", "2025"], ["2", "Việc B", "Sở Nội vụ", "2026"], ["3", "Việc C", "", "2027"]]
    rows += [["4", "Việc D", "Sở Y tế", "2025"], ["5", "Việc E", "Sở Y tế", "2025"]]
    assert tables(one_a_line(HEADING, *rows)) == [[HEADING, *rows]]


def test_a_number_that_is_a_value_does_not_begin_a_row():
    heading = ["TT", "Chỉ tiêu", "Mục tiêu", "Cơ quan"]
    rows = [
        ["1", "Tỷ lệ A", "2", "Sở Y tế"],
        ["2", "Tỷ lệ B", "3", "Sở Y tế"],
        ["3", "Tỷ lệ C", "9", "Sở Y tế"],
    ]
    assert tables(one_a_line(heading, *rows)) == [[heading, *rows]]


def test_a_row_out_of_rhythm_keeps_its_text_and_is_said():
    broken = ["2", "Việc B", "Sở Nội vụ"]
    document = read_text(one_a_line(HEADING, ROWS[0], broken, ROWS[2], ["4", "Việc D", "Sở Y tế", "2028"]))
    assert grid(document.blocks[0])[2] == broken
    assert [(severity, where) for severity, where, _text in document.remarks] == [("warning", "dòng 9")]


def test_numbered_prose_is_no_table():
    text = (
        "1. Mục tiêu\nNâng cao nhận thức.\n2. Nhiệm vụ\n- Xây dựng kho dữ liệu.\n3. Kinh phí\nTừ ngân sách."
    )
    assert tables(text) == []


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_text_file_is_read_in_the_encodings_of_windows(coding):
    text = "Sở Khoa học và Công nghệ chủ trì việc này"
    if coding == "cp1258":
        import unicodedata

        text = "".join(
            unicodedata.normalize("NFC", part) if part[-1:] not in "\u0300\u0301\u0303\u0309\u0323" else part
            for part in unicodedata.normalize("NFD", text)
        )
        text = text.replace("o\u031b", "ơ").replace("e\u0302", "ê").replace("o\u0302", "ô")
        text = text.replace("e\u0323\u0302", "ê\u0323").replace("o\u031b\u0309", "ơ\u0309")
    [block] = read_document(text.encode(coding), "a.txt").blocks
    assert block.text == "Sở Khoa học và Công nghệ chủ trì việc này"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\\rtf1\\ansi abc}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (bytes(range(256)) * 20, "Không nhận ra loại tệp"),
        (b"\xff\xfe\x00\xd8\x00", "Không nhận ra loại tệp"),
        (b"\xe9\xe8\xff\xfd\xdd" * 50, "Không nhận ra loại tệp"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content, words):
    with pytest.raises(Refused, match=words):
        read_document(content, "a.txt")


def test_nothing_and_too_much_are_refused():
    with pytest.raises(Refused, match="Không có chữ nào"):
        read_text(" \n\t\n")
    with pytest.raises(Refused, match="quá dài"):
        read_text("a\n" * 200_000)
