"""A plan's annexes print the money and the targets of the tables, as workbook and as document."""

import io
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from common import clock
from plans.annex.data import annexes_of
from plans.annex.docx import render_annexes_docx
from plans.annex.xlsx import render_annexes_xlsx
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.conftest import TODAY
from tests.reporting.same_figure.papers import exact
from tests.reporting.same_figure.pen import number
from tests.reporting.same_figure.rows import Asked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Table = list[list[object]]
TARGETS = {"136/KH-UBND 2026": 14, "69/KH-UBND 2026": 43, "133/KH-UBND 2026": 8}
PRINTED = 150  # amounts in the annex at least


def of_workbook(data: bytes) -> dict[str, Table]:
    """The rows of each sheet from its heading on, by the heading of its second column."""
    found = {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for merged in list(sheet.merged_cells.ranges):  # what stands over several columns stands over each
            text = sheet.cell(merged.min_row, merged.min_col).value
            sheet.unmerge_cells(str(merged))
            for line in sheet.iter_rows(merged.min_row, merged.max_row, merged.min_col, merged.max_col):
                for cell in line:
                    cell.value = text
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        begin = next(place for place, line in enumerate(lines) if line[0] == "TT")
        found[str(lines[begin][1])] = lines[begin:]
    return found


def of_document(data: bytes) -> dict[str, Table]:
    """The rows of each table, by the heading of its second column."""
    found = {}
    for table in Document(io.BytesIO(data)).tables:
        lines = [[cell.text for cell in row.cells] for row in table.rows]
        found[lines[0][1]] = lines
    return found


READ: dict[str, tuple[Callable, Callable]] = {
    "xlsx": (render_annexes_xlsx, of_workbook),
    "docx": (render_annexes_docx, of_document),
}


def annex(plan, kind: str) -> dict[str, Table]:
    render, read = READ[kind]
    return read(render(annexes_of(plan, TODAY, clock.now())))


def columns(table: Table, words: str) -> dict[int, str]:
    """The columns whose first heading begins so, each with its last heading."""
    heads = [line for line in table[:3] if line[0] == "TT"]
    return {
        place: str(heads[-1][place])
        for place, text in enumerate(heads[0])
        if text is not None and str(text).startswith(words)
    }


def amount(cell: object) -> Decimal:
    """A sum of money in triệu đồng: a number of a workbook, a text of a document."""
    if isinstance(cell, str):
        return Decimal(cell.replace(".", "").replace(",", "."))
    return exact(cell)


@pytest.mark.parametrize("kind", READ)
def test_a_plan_s_annex_prints_the_money_of_the_tables(seeded, settings, tally, kind):
    settings.PORTAL_TODAY = TODAY
    period = seeded["03/ĐA-UBND 2026"]
    asked = Asked(period, TODAY, clock.now())
    codes = {node.task_id: node.code for node in rows.tree(asked)}
    printed: dict[str, list[Decimal]] = defaultdict(list)
    for line in rows.budget(asked):
        if line.task_id is not None:
            printed[codes[line.task_id]].append(line.amount)

    table = annex(period.plan, kind)["Nhiệm vụ"]
    money = columns(table, "Kinh phí")
    said = {
        row[0]: sorted(amount(row[place]) * 10**6 for place in money if row[place] not in (None, ""))
        for row in table
        if row[0] in printed
    }
    assert said == {code: sorted(amounts) for code, amounts in printed.items()}
    assert sum(map(len, said.values())) >= PRINTED
    tally[f"annex {kind}"] += sum(map(len, said.values()))


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("name", TARGETS)
def test_a_plan_s_annex_prints_the_targets_of_the_tables(seeded, settings, tally, name, kind):
    """Each in the row of its indicator, under its year; as printed, or where that says less by its numbers."""
    settings.PORTAL_TODAY = TODAY
    asked = Asked(seeded[name], TODAY, clock.now())
    table = annex(seeded[name].plan, kind)["Chỉ tiêu"]
    shown = columns(table, "Mục tiêu")
    said = Counter(
        (row[1], year_of(heading), text)
        for row in table
        for place, heading in (shown or {1: ""}).items()
        if (text := row[place]) not in (None, "") and row[0] != "TT"
    )
    by_year = any(year_of(heading) for heading in shown.values())
    wanted = Counter()
    for head, target in rows.aims(asked):
        year = str(target.horizon_year) if by_year else ""
        bounds = [bound for bound in (target.low, target.high) if bound is not None]
        texts = {text for row, under, text in said if (row, under) == (head.name, year)}
        judged = (
            {"Đánh giá bằng nhận xét"} if not bounds else set()
        )  # where its words could be read as numbers
        fits = [text for text in texts if text in {target.printed, *judged} or says(text, bounds)]
        assert fits, (head.name, year, target.printed, bounds, texts)
        wanted[head.name, year, max(fits, key=lambda text: text == target.printed)] += 1
    assert wanted.total() == TARGETS[name]
    assert wanted <= said
    tally[f"annex {kind}"] += wanted.total()


def year_of(heading: str) -> str:
    return heading.removeprefix("Đến năm ") if heading.startswith("Đến năm ") else ""


def says(text: str, bounds: list[Decimal]) -> bool:
    """Whether a text has exactly these numbers in it."""
    found = [word.strip("%.;") for word in text.replace("-", " ").split() if word[:1].isdigit()]
    return bool(bounds) and found == [number(bound) for bound in bounds]
