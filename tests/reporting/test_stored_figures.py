"""Reports frozen by earlier versions of the portal still open, on the page and as files, and their checksum holds.

`stored/schema_1.json` was written by the portal of November 2026 before figures had identities: a period with a task of
a main agency, one of a group, one carried over, money, a number and a judgement, submitted and read back.
"""

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from reporting.consolidation.services import frozen_figures
from reporting.documents.files import render
from reporting.models import ProvinceReport
from reporting.rollup import checksum, from_json
from reporting.rollup.money import by_year_and_source, money_sum
from tests import factories as make

STORED = json.loads((Path(__file__).parent / "stored" / "schema_1.json").read_text())
NOW = make.moment("2026-12-01")


@pytest.fixture
def report(db):
    """The stored report as a row of a period of today's database."""
    return ProvinceReport.objects.create(
        period=make.period(),
        state="submitted",
        figures=STORED["figures"],
        sha256=STORED["sha256"],
        known_at=dt.datetime.fromisoformat(STORED["known_at"]),
        sections=STORED["sections"],
    )


def test_what_was_frozen_then_keeps_its_checksum(report):
    report.refresh_from_db()
    assert checksum(report.figures) == report.sha256
    assert frozen_figures(report) == from_json(STORED["figures"])


def test_tasks_groups_and_agencies_are_joined_by_numbers_that_meet_no_row():
    figures = from_json(STORED["figures"])
    outer, inner = figures.groups
    first, second, alone = figures.tasks
    assert (inner.parent, first.parent, second.parent, alone.parent) == (
        outer.task,
        inner.task,
        inner.task,
        None,
    )
    assert {row.task < 0 for row in (*figures.tasks, *figures.groups)} == {True}
    (part,) = first.parts
    assert part.agency == first.main == figures.agencies[0].agency


def test_money_says_what_was_signed():
    figures = from_json(STORED["figures"])
    money = {(row["year"], row["source"]): row for row in STORED["figures"]["money"]}
    for row in by_year_and_source(figures.money):
        stored = money[row.year, row.source.code]
        assert row.planned == (Decimal(stored["planned"]) or None)
        assert Decimal(stored["disbursed"]) == (row.apart if row.planned is None else row.disbursed)
    whole = money_sum(figures.money)
    assert (whole.planned, whole.disbursed, whole.apart) == (14_500_000_000, 2_000_000_000, 3_000_000_000)


def test_a_number_and_a_judgement_are_told_apart_and_the_portals_own_code_is_not_printed():
    rows = from_json(STORED["figures"]).indicators
    assert [(row.number, row.value, row.judgement, row.outdated) for row in rows] == [
        ("1", Decimal(55), "", True),
        ("1", Decimal(55), "", True),
        ("", None, "Khá", False),
    ]


def test_the_page_opens_it(client, report):
    client.force_login(make.user(role="leader", at=make.agency(report.period.plan.province)))
    page = client.get(reverse("province_report", args=[report.ref]))
    assert page.status_code == 200
    assert page.context["figures"].total == 3


def test_the_files_are_made_of_it(report):
    pages = PdfReader(io.BytesIO(render(report.period, report, "pdf", NOW))).pages
    pdf = "".join(page.extract_text() for page in pages)
    docx = Document(io.BytesIO(render(report.period, report, "docx", NOW)))
    words = "\n".join(cell.text for table in docx.tables for row in table.rows for cell in row.cells)
    book = load_workbook(io.BytesIO(render(report.period, report, "xlsx", NOW)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert report.sha256[:12] in pdf
    for name in ("Nâng cấp mạng truyền số liệu", "Tỷ lệ xã có mạng 5G", "Hạ tầng số"):
        assert name in words
        assert name in cells
