"""The five plans with their columns shuffled and their headings, labels and bullets reworded keep the same rows.

What is compared is every cell the contract gives for a row; where a row stands is the only thing that may differ.
"""

import random
import re
from functools import lru_cache
from itertools import chain

import pytest
from docx.oxml.ns import qn

from tests.plans.papers import PLANS, changed_sheet, changed_word, read

KH69, KH133, DA03, KH136, AI = (
    "tien-giang-69.docx",
    "hue-133.docx",
    "soc-trang-03-phu-luc-01.xlsx",
    "soc-trang-136.docx",
    "soc-trang-ai.docx",
)

# What other offices print over the same columns (DOMAIN.md, section 9).
NUMBER = ["STT", "Số TT", "Stt", "S.T.T", "Số thứ tự", ""]
TASK = [
    "Nhiệm vụ, đề án, dự án",
    "Nội dung công việc",
    "Tên nhiệm vụ",
    "Nội dung",
    "Danh mục nhiệm vụ",
    "Hoạt động",
]
LEAD = [
    "Cơ quan chủ trì", "Đơn vị chủ trì thực hiện", "Sở, ngành chủ trì", "Chủ trì", "Cơ quan chủ trì tham mưu",
    "Phân công thực hiện", "CƠ QUAN, ĐƠN VỊ CHỦ TRÌ", "Đơn vị được giao chủ trì",
]  # fmt: skip
HELP = [
    "Cơ quan phối hợp", "Đơn vị phối hợp thực hiện", "Sở, ngành phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp",
    "PHỐI HỢP",
]  # fmt: skip
TIME = [
    "Thời gian hoàn thành", "Thời hạn", "Tiến độ", "Thời gian", "Thời hạn hoàn thành", "Lộ trình thực hiện",
    "Tiến độ hoàn thành",
]  # fmt: skip
NOTES = ["Ghi chú", "GHI CHÚ"]
INDICATOR = ["Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Chỉ số", "CHỈ TIÊU"]
UNIT = ["Đơn vị tính", "ĐVT", "Đơn vị đo"]
GOAL = ["Mục tiêu", "Chỉ tiêu cần đạt", "Mức phấn đấu", "Giá trị"]
WORDS = {
    "TT": NUMBER, "Số TT": NUMBER, "Tên nhiệm vụ": TASK, "Tên chương trình, dự án": TASK, "Cơ quan chủ trì": LEAD,
    "Đơn vị chủ trì": LEAD, "Cơ quan phối hợp": HELP, "Đơn vị phối hợp": HELP, "Thời gian hoàn thành": TIME,
    "Thời gian thực hiện": TIME, "Ghi chú": NOTES, "Chỉ tiêu": INDICATOR, "Nội dung chỉ tiêu": INDICATOR,
    "Đơn vị": UNIT, "Kết quả": GOAL, "Cơ quan chủ trì theo dõi, đánh giá": LEAD,
}  # fmt: skip
LABELS = {
    "Cơ quan thực hiện": [
        "Đơn vị chủ trì thực hiện",
        "Cơ quan, đơn vị thực hiện",
        "Đơn vị thực hiện",
        "Chủ trì",
    ],
    "Cơ quan chủ trì": ["Đơn vị chủ trì", "Chủ trì thực hiện", "Cơ quan, đơn vị chủ trì"],
    "Cơ quan phối hợp": ["Đơn vị phối hợp", "Phối hợp thực hiện"],
    "Thời gian thực hiện": ["Thời gian hoàn thành", "Thời hạn", "Tiến độ thực hiện", "Thời gian"],
}
LABEL = re.compile(rf"-\s*(?P<label>{'|'.join(LABELS)})\s*:")


@lru_cache
def original(name: str) -> tuple:
    return said(read(PLANS / name, name))


def said(found: dict) -> tuple:
    """Everything the rows say, money in a fixed order and without the words over its column."""
    rows = [
        {
            **row,
            "budget": sorted((str(cell["year"]), cell["source"], cell["million"]) for cell in row["budget"]),
        }
        for row in found["tasks"]
    ]
    gaps = sorted(tuple(sorted(gap.items())) for gap in found["discrepancies"])
    return rows, found["indicators"], gaps


def differences(found: dict, name: str) -> list[tuple]:
    """(code, field, then, now) of every cell that changed, and rows that came or went."""
    (rows, indicators, gaps), (rows_now, indicators_now, gaps_now) = original(name), said(found)
    changed: list[tuple] = []
    for then, now in ((rows, rows_now), (indicators, indicators_now)):
        before, after = ({row["code"]: row for row in side} for side in (then, now))
        changed += [(code, "row", code in before, code in after) for code in before.keys() ^ after.keys()]
        changed += [
            (code, key, row[key], after[code].get(key))
            for code, row in before.items()
            if code in after
            for key in row
            if row[key] != after[code].get(key)
        ]
        changed += [("order", "", [*before], [*after])] if not changed and [*before] != [*after] else []
    return changed + [("gap", gap) for gap in {*map(str, gaps)} ^ {*map(str, gaps_now)}]


def shuffle_table(table, turn: random.Random) -> None:
    """New words over the columns, and the cells of every full row in a new order; titles across stay as they are."""
    for cell in table.rows[0].cells:
        cell.text = turn.choice(WORDS[cell.text.strip()])
    order = list(range(len(table.columns)))
    turn.shuffle(order)
    for row in table._tbl.tr_lst:
        cells = row.tc_lst
        if len(cells) == len(order):
            for cell in cells:
                row.remove(cell)
            for index in order:
                row.append(cells[index])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", [KH69, KH133])
def test_shuffled_tables_of_a_text_under_other_words_keep_every_cell(name, seed):
    turn = random.Random(f"{name} {seed}")  # noqa: S311 (repeatable test data)

    def change(document):
        for table in document.tables[2:]:
            shuffle_table(table, turn)

    assert differences(read(changed_word(name, change), name), name) == []


FIRST, LAST = 5, 7  # rows of the sheet's heading
YEARS, SOURCES = [[6, 7], [8, 9], [10, 11], [12, 13], [14, 15]], [[16, 17], [18], [19], [20]]
SINGLE = [[1], [2], [3], [4], [5], [21]]


def shuffle_sheet(page, turn: random.Random) -> None:
    """Columns in a new order: single ones anywhere, years and sources within the spans that head them."""
    spans = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in page.merged_cells.ranges]
    for top, left, bottom, right in spans:
        page.unmerge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    heading = [span for span in spans if FIRST <= span[0] <= LAST]
    for top, left, bottom, right in heading:
        value = page.cell(top, left).value
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                page.cell(row, column).value = value
    years, sources = turn.sample(YEARS, len(YEARS)), turn.sample(SOURCES, len(SOURCES))
    years = [turn.sample(pair, len(pair)) for pair in years]
    blocks = [*SINGLE, list(chain(*years)), list(chain(*sources))]
    turn.shuffle(blocks)
    order = list(chain(*blocks))
    for row in range(FIRST, page.max_row + 1):
        values = [page.cell(row, column).value for column in order]
        for column, value in enumerate(values, start=1):
            page.cell(row, column).value = value
    for top, left, bottom, right in heading:
        columns = [order.index(column) + 1 for column in range(left, right + 1)]
        page.merge_cells(start_row=top, start_column=min(columns), end_row=bottom, end_column=max(columns))
    for column in range(1, page.max_column + 1):
        words = WORDS.get(str(page.cell(FIRST, column).value).strip())
        if words:
            page.cell(FIRST, column).value = turn.choice(words)


@pytest.mark.parametrize("seed", range(2))
def test_a_shuffled_sheet_under_other_words_keeps_every_cell_and_every_gap(seed):
    turn = random.Random(f"{DA03} {seed}")  # noqa: S311 (repeatable test data)
    found = read(changed_sheet(DA03, lambda page: shuffle_sheet(page, turn)), "x.xlsx")
    assert differences(found, DA03) == []


@pytest.mark.parametrize("sign", ["+ ", "letter", ""])
def test_reworded_labels_of_paragraphs_keep_every_cell(sign):
    turn = random.Random(f"{KH136} {sign}")  # noqa: S311 (repeatable test data)

    def change(document):
        letter = "abcde"
        for paragraph in document.paragraphs:
            match = LABEL.match(paragraph.text.strip())
            if not match:
                letter = "abcde"
                continue
            mark = f"{letter[0]}) " if sign == "letter" else sign
            letter = letter[1:]
            rest = paragraph.text.strip()[match.end() :]
            rewrite(paragraph, f"{mark}{turn.choice(LABELS[match['label']])}:{rest}")

    assert differences(read(changed_word(KH136, change), KH136), KH136) == []


@pytest.mark.parametrize(("number", "end", "bullet"), [("{}) ", ":", "– "), ("{}. ", ".", "— ")])
def test_reworded_sections_of_offices_keep_every_cell(number, end, bullet):
    """Another sign behind the number, a colon behind the name, another bullet before the task."""
    head = re.compile(r"(?P<number>\d{1,2})\. (?P<name>(?:Sở|Bộ|Công an)\b[^:.;]{2,60})$")

    def change(document):
        for paragraph in document.paragraphs:
            match = head.match(paragraph.text)
            if match:
                mark = number.format(match["number"])
                rewrite(paragraph, f"{mark}{match['name']}{end}")
            elif paragraph.text.startswith("- "):
                rewrite(paragraph, f"{bullet}{paragraph.text[2:]}")

    assert differences(read(changed_word(AI, change), AI), AI) == []


def rewrite(paragraph, text: str) -> None:
    """Put a text into a paragraph's first run and empty the others."""
    first, *rest = list(paragraph._p.iter(qn("w:t")))
    first.text = text
    for other in rest:
        other.text = ""
