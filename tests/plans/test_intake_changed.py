"""Changed copies of the real plans change the answer, and only where they were changed."""

import unicodedata
from copy import deepcopy

import pytest
from docx.oxml.ns import qn

from tests.plans.papers import PLANS, changed_sheet, changed_word, read, replace_in_word

KH69, KH133, DA03, KH136 = (
    "tien-giang-69.docx",
    "hue-133.docx",
    "soc-trang-03-phu-luc-01.xlsx",
    "soc-trang-136.docx",
)


def original(name: str) -> dict:
    return read(PLANS / name, name)


def tasks(found: dict) -> dict[str, dict]:
    return {row["code"]: row for row in found["tasks"]}


def same_but(one: dict, other: dict, *codes: str) -> bool:
    """Whether all tasks but these say the same."""
    left, right = tasks(one), tasks(other)
    return {code: row for code, row in left.items() if code not in codes} == {
        code: row for code, row in right.items() if code not in codes
    }


def move_columns(table, order: list[int]) -> None:
    """Put the cells of every row in another order; rows merged across stay as they are."""
    for row in table._tbl.tr_lst:
        cells = row.tc_lst
        if len(cells) == len(order):
            for cell in cells:
                row.remove(cell)
            for index in order:
                row.append(cells[index])


def test_deleted_rows_are_gone_and_the_others_stay():
    def change(document):
        table = document.tables[3]._tbl
        for row in (table.tr_lst[10], table.tr_lst[20]):
            table.remove(row)

    found = read(changed_word(KH69, change))
    gone = tasks(original(KH69)).keys() - tasks(found).keys()
    assert gone == {"9", "18"}
    assert same_but(found, original(KH69), *gone)


@pytest.mark.parametrize("order", [[0, 1, 3, 2, 4], [4, 3, 2, 1, 0], [1, 4, 0, 2, 3]])
def test_shuffled_columns_give_the_same_rows(order):
    found = read(changed_word(KH69, lambda document: move_columns(document.tables[3], order)))
    assert found["tasks"] == original(KH69)["tasks"]


@pytest.mark.parametrize("order", [[0, 4, 3, 2, 1], [3, 1, 0, 2, 4]])
def test_shuffled_indicator_columns_give_the_same_rows(order):
    found = read(changed_word(KH69, lambda document: move_columns(document.tables[2], order)))
    assert found["indicators"] == original(KH69)["indicators"]


def test_shuffled_columns_of_a_sheet_give_the_same_rows():
    """Notes and time before the agencies, the money last."""

    def change(page):
        for reference in list(page.merged_cells.ranges):
            page.unmerge_cells(str(reference))
        for row in range(5, page.max_row + 1):
            values = [page.cell(row, column).value for column in range(1, 22)]
            for column, value in enumerate([values[20], values[4], *values[:4], *values[5:20]], start=1):
                page.cell(row, column).value = value
        for column in range(1, 7):
            page.merge_cells(start_row=5, end_row=7, start_column=column, end_column=column)
        page.merge_cells("G5:P5")
        page.merge_cells("Q5:U5")
        for reference in ("G6:H6", "I6:J6", "K6:L6", "M6:N6", "O6:P6", "Q6:R6", "S6:S7", "T6:T7", "U6:U7"):
            page.merge_cells(reference)

    found = read(changed_sheet(DA03, change), "x.xlsx")
    assert found["tasks"] == original(DA03)["tasks"]
    assert found["discrepancies"] == original(DA03)["discrepancies"]


@pytest.mark.parametrize(
    "words",
    [
        {"TT": "STT", "Tên nhiệm vụ": "Nội dung công việc", "Cơ quan chủ trì": "Đơn vị chủ trì thực hiện",
         "Cơ quan phối hợp": "Đơn vị phối hợp", "Thời gian hoàn thành": "Thời hạn hoàn thành"},
        {"TT": "Số TT", "Tên nhiệm vụ": "Nhiệm vụ, đề án, dự án", "Cơ quan chủ trì": "Sở, ngành tham mưu",
         "Cơ quan phối hợp": "Sở, ngành phối hợp", "Thời gian hoàn thành": "Tiến độ trình"},
        {"TT": "Stt", "Tên nhiệm vụ": "DANH MỤC NHIỆM VỤ", "Cơ quan chủ trì": "CƠ QUAN THỰC HIỆN",
         "Cơ quan phối hợp": "PHỐI HỢP", "Thời gian hoàn thành": "LỘ TRÌNH"},
        {"TT": "", "Tên nhiệm vụ": "Hoạt động", "Cơ quan chủ trì": "Phân công thực hiện",
         "Cơ quan phối hợp": "Cơ quan, đơn vị phối hợp thực hiện", "Thời gian hoàn thành": "Thời gian"},
    ],
)  # fmt: skip
def test_reworded_headings_give_the_same_rows(words):
    def change(document):
        for cell in document.tables[3].rows[0].cells:
            cell.text = words[cell.text]

    assert read(changed_word(KH69, change))["tasks"] == original(KH69)["tasks"]


def test_a_replaced_agency_and_a_replaced_date_are_read():
    def change(document):
        row = document.tables[3].rows[2].cells  # task 1
        row[2].text = "Sở Nội vụ; Sở Y tế"
        row[4].text = "Quý III/2026"

    found = read(changed_word(KH69, change))
    assert tasks(found)["1"]["lead"] == ["Sở Nội vụ", "Sở Y tế"]
    assert (tasks(found)["1"]["time_text"], tasks(found)["1"]["end"]) == ("Quý III/2026", "2026-09-30")
    assert same_but(found, original(KH69), "1")


def test_a_name_the_province_does_not_know_stays_as_printed_and_is_said_at_its_row():
    def change(document):
        document.tables[3].rows[2].cells[2].text = "Sở Chuyển đổi số"

    found = read(changed_word(KH69, change))
    assert tasks(found)["1"]["lead"] == ["Sở Chuyển đổi số"]
    assert [
        (p["section"], p["code"], p["message"]) for p in found["problems"] if p["severity"] == "warning"
    ] == [
        (
            "tasks",
            "1",
            "“Sở Chuyển đổi số” chưa có trong danh mục cơ quan. Chọn cơ quan có sẵn hoặc tạo mới khi xác nhận.",
        )
    ]
    assert same_but(found, original(KH69), "1")


@pytest.mark.parametrize(
    "label",
    [
        "Đơn vị chủ trì",
        "Cơ quan chủ trì, tham mưu",
        "Chủ trì thực hiện",
        "Đơn vị đầu mối",
        "Phân công thực hiện",
    ],
)
def test_reworded_labels_of_paragraphs_give_the_same_rows(label):
    def change(document):
        assert replace_in_word(document, "Cơ quan thực hiện:", f"{label}:") == 24
        assert replace_in_word(document, "Thời gian thực hiện:", "Thời hạn hoàn thành:") == 25

    assert read(changed_word(KH136, change))["tasks"] == original(KH136)["tasks"]


def test_a_province_nobody_knows_keeps_every_name_as_printed():
    def change(document):
        replace_in_word(document, "TIỀN GIANG", "LÂM ĐỒNG")
        replace_in_word(document, "Tiền Giang", "Lâm Đồng")

    found, known = read(changed_word(KH69, change)), original(KH69)
    assert (found["plan"]["province"], found["plan"]["issuer"]) == (
        "Lâm Đồng",
        "UBND tỉnh Lâm Đồng",
    )
    assert found["plan"]["focal_agency"] == "Sở Khoa học và Công nghệ"
    for row, same in zip(found["tasks"], known["tasks"], strict=True):
        assert {
            key: row[key] for key in ("code", "parent", "kind", "start", "end", "recurring", "trigger_text")
        } == {
            key: same[key] for key in ("code", "parent", "kind", "start", "end", "recurring", "trigger_text")
        }
        assert len(row["lead"]) == len(same["lead"])
        for name in row["lead"]:
            assert name in row["lead_text"]
    assert [p for p in found["problems"] if p["severity"] != "note"] == []


def test_decomposed_text_gives_the_same_answer():
    def change(document):
        for text in document.element.body.iter(qn("w:t")):
            text.text = unicodedata.normalize("NFD", text.text or "")

    for name in (KH69, KH133, KH136):
        assert read(changed_word(name, change)) == original(name)


def test_the_other_tone_style_and_odd_blanks_give_the_same_rows():
    def change(document):
        for text in document.element.body.iter(qn("w:t")):
            text.text = (
                (text.text or "").replace("hóa", "hoá").replace("Ủy", "Uỷ").replace(" và ", "\u00a0và ")
            )

    found, known = read(changed_word(KH69, change)), original(KH69)
    pairs = list(zip(found["tasks"], known["tasks"], strict=True))
    assert all(
        row["lead"] == same["lead"] and row["coordinating"] == same["coordinating"] for row, same in pairs
    )


def test_a_heading_repeated_on_every_page_and_numbered_columns_are_no_tasks():
    def change(document):
        table = document.tables[3]._tbl
        heading = table.tr_lst[0]
        for place in (60, 30, 12):
            table.tr_lst[place].addprevious(deepcopy(heading))
        numbers = deepcopy(heading)
        for index, text in enumerate(numbers.iter(qn("w:t")), start=1):
            text.text = f"({index})"
        heading.addnext(numbers)

    assert same_but(read(changed_word(KH69, change)), original(KH69))


def test_a_table_cut_in_two_is_read_as_one():
    def change(document):
        table = document.tables[3]._tbl
        rest = deepcopy(table)
        for row in table.tr_lst[40:]:
            table.remove(row)
        for row in rest.tr_lst[:40]:
            rest.remove(row)
        table.addnext(rest)

    assert same_but(read(changed_word(KH69, change)), original(KH69))


def test_a_corrected_sum_is_no_longer_listed():
    def change(page):
        assert page["J29"].value == "10.300"
        page["J29"] = "10.800"

    found = read(changed_sheet(DA03, change), "x.xlsx")
    assert {(row["code"], row["field"]) for row in found["discrepancies"]} & {
        ("II.2", "2023.recurrent")
    } == set()


def test_figures_as_numbers_mean_the_same_as_figures_as_text():
    def change(page):
        for row in page.iter_rows(min_row=8, min_col=6, max_col=20):
            for cell in row:
                if cell.value is not None:
                    cell.value = int(cell.value.replace(".", "").replace(" ", ""))

    found = read(changed_sheet(DA03, change), "x.xlsx")
    assert found["tasks"] == original(DA03)["tasks"]


def test_another_unit_changes_the_money():
    def change(page):
        page["A4"] = "Đơn vị tính: tỷ đồng"

    found = read(changed_sheet(DA03, change), "x.xlsx")
    assert tasks(found)["I.2.1"]["budget"][0]["million"] == "200000"


def test_another_reporting_day_changes_the_cycle():
    found = read(
        changed_word(
            KH136, lambda document: replace_in_word(document, "trước ngày 20/11", "trước ngày 05/10")
        )
    )
    assert [(cycle["month"], cycle["day"]) for cycle in found["plan"]["cycles"]] == [(12, 1), (10, 5)]
