"""The papers of the seeded periods are whole: every row fits its table, every word and file can be made of it."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from reporting.consolidation.drafting import default_sections
from reporting.documents import province_report, render_docx, render_pdf, render_xlsx
from reporting.documents.content import Block, OfficialReport, Paragraph, Row, Table
from reporting.documents.files import content_of, newest_report
from reporting.documents.province import Issue
from reporting.models import Period
from reporting.rollup import rollup
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = make.moment("2026-11-13")
PERIODS = ["136/KH-UBND 2025", "136/KH-UBND 2026", "03/ĐA-UBND 2026", "69/KH-UBND 2026", "133/KH-UBND 2026"]
OWN_CODE = re.compile(r"\bP\d\d\b")


def paper(period: Period) -> OfficialReport:
    """The report of a period as the button on its page makes it."""
    return content_of(period, newest_report(period), NOW)


def blocks(content: OfficialReport) -> Iterator[tuple[bool, Block]]:
    """Every block with whether it stands on a landscape page."""
    for section in content.sections:
        yield from ((False, block) for block in section.blocks)
    for annex in content.annexes:
        yield from ((annex.landscape, block) for block in annex.blocks)


def words(content: OfficialReport) -> str:
    """Everything a paper says, without its letterhead."""
    said = []
    for _landscape, block in blocks(content):
        if isinstance(block, Table):
            said += [block.caption, block.note, *(cell for row in block.rows for cell in row.cells)]
        else:
            said.append(block.text)
    said += [str(cell) for sheet in content.sheets for row in sheet.rows for cell in row]
    return "\n".join(said)


@pytest.mark.parametrize("name", PERIODS)
def test_every_row_of_every_table_and_sheet_has_its_columns(seeded, name):
    content = paper(seeded[name])
    for landscape, block in blocks(content):
        if isinstance(block, Table):
            assert sum(column.width for column in block.columns) == pytest.approx(252 if landscape else 165)
            cells = {len(row.cells) for row in block.rows if row.kind != "group"}
            assert cells <= {len(block.columns)}
    for sheet in content.sheets:
        assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}


@pytest.mark.parametrize("name", PERIODS)
def test_no_paper_prints_a_code_that_is_the_portals_own(seeded, name):
    period = seeded[name]
    text = words(province_report(*_fresh(period, NOW), Issue()))
    assert OWN_CODE.findall(text) == []


def _fresh(period: Period, known_at: dt.datetime) -> tuple:
    figures = rollup(period, day=NOW.date(), known_at=known_at, parts=True)
    sections = default_sections(figures, ())
    return figures, {section["key"]: section["text"] for section in sections}


@pytest.mark.parametrize("name", ["136/KH-UBND 2025", "03/ĐA-UBND 2026"])
def test_a_frozen_and_a_drafted_paper_are_set_in_every_format_with_every_task_and_agency(seeded, name):
    content = paper(seeded[name])
    assert render_pdf(content).startswith(b"%PDF")
    docx = Document(io.BytesIO(render_docx(content)))
    told = {cell.text for table in docx.tables for row in table.rows for cell in row.cells}
    book = load_workbook(io.BytesIO(render_xlsx(content)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    tasks, _targets, _money, agencies = content.sheets
    for name in [*(row[2] for row in tasks.rows), *(row[0] for row in agencies.rows)]:
        assert name in told
        assert name in cells


def test_one_share_of_disbursement_stands_in_sentence_tables_and_sheet(seeded):
    period = seeded["03/ĐA-UBND 2026"]
    content = province_report(*_fresh(period, NOW), Issue())
    share = "53,7% (491.408,51/915.068 triệu đồng)"
    sentences = [block.text for _wide, block in blocks(content) if isinstance(block, Paragraph)]
    assert [share in text for text in sentences].count(True) == 1
    totals = [
        row.cells
        for _wide, block in blocks(content)
        if isinstance(block, Table) and "giải ngân" in block.note
        for row in block.rows
        if row.cells[1] == "Tổng cộng"
    ]
    assert totals == [("", "Tổng cộng", "915.068", "491.408,51", "53,7%")] * 2
    notes = [
        block.note for _wide, block in blocks(content) if isinstance(block, Table) and share in block.note
    ]
    assert len(notes) == 2
    rows = content.sheets[2].rows
    assert sum(row[2] for row in rows) == 915_068
    assert sum(row[3] for row in rows if row[3] is not None) == Decimal("491408.51")


def test_before_anything_was_approved_the_paper_says_that_nobody_has_reported_money(seeded):
    period = seeded["03/ĐA-UBND 2026"]
    content = province_report(*_fresh(period, period.opened_at), Issue())
    annex = next(annex for annex in content.annexes if annex.title.startswith("Kinh phí"))
    (table,) = annex.blocks
    assert table.rows[-1] == Row(("", "Tổng cộng", "915.068", "Chưa có báo cáo giải ngân", "–"), "total")
    assert {row.cells[3] for row in table.rows} == {"Chưa có báo cáo giải ngân"}
    assert "0,0%" not in {row.cells[4] for row in table.rows}
