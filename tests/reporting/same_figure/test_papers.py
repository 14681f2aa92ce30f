"""Every figure in a report's PDF, DOCX and XLSX is what the tables give, and no number stands there unclaimed."""

from collections import Counter
from pathlib import Path

import pytest

from common import clock
from reporting.consolidation.services import draft_report
from reporting.documents.files import newest_report, render
from reporting.models import Period
from tests import factories as make
from tests.reporting.same_figure import papers, sheets
from tests.reporting.same_figure.claims import compared
from tests.reporting.same_figure.reading import problems
from tests.reporting.same_figure.recompute import Figures, recomputed
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.web import Site
from tests.reporting.same_figure.whole import of_plan

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = make.moment("2026-11-13")
FLOORS = {  # figures in PDF and DOCX each, and in the workbook
    "136/KH-UBND 2025": (600, 400),
    "136/KH-UBND 2026": (600, 400),
    "03/ĐA-UBND 2026": (500, 450),
    "69/KH-UBND 2026": (700, 700),
    "133/KH-UBND 2026": (300, 350),
}

ON_THE_PAGE = ("total", "counts.not_reported", "percent", "percent_over", "indicators", "targets")


def asked_by(period: Period) -> Asked:
    """What a period's paper says is of the day its figures were frozen; of now where they are not."""
    report = newest_report(period)
    if report is None:
        return Asked(period, NOW.date(), NOW)
    return Asked(period, make.day(report.figures["day"]), report.known_at)


@pytest.fixture(params=FLOORS)
def paper(request, seeded) -> tuple[str, Asked, Figures]:
    """A period's name, what its paper is asked, and the recomputed figures."""
    asked = asked_by(seeded[request.param])
    figures = recomputed(asked.period, day=asked.day, known_at=asked.known_at)
    return request.param, asked, of_plan(figures)


def test_the_pdf_says_what_the_tables_give(paper, tally: Counter, tmp_path: Path):
    name, asked, figures = paper
    data = render(asked.period, newest_report(asked.period), "pdf", NOW)
    found, count = compared(papers.of_pdf(data, tmp_path), asked, figures, pages_end=True)
    assert found == []
    assert count > FLOORS[name][0]
    tally["PDF"] += count


def test_the_document_says_what_the_tables_give(paper, tally: Counter):
    name, asked, figures = paper
    data = render(asked.period, newest_report(asked.period), "docx", NOW)
    found, count = compared(papers.of_docx(data), asked, figures, pages_end=False)
    assert found == []
    assert count > FLOORS[name][0]
    tally["DOCX"] += count


def test_the_workbook_says_what_the_tables_give(paper, tally: Counter):
    name, asked, figures = paper
    data = render(asked.period, newest_report(asked.period), "xlsx", NOW)
    said = sheets.said_by(papers.of_xlsx(data), asked)
    assert said == {key: figures.get(key) for key in said}
    assert len(said) > FLOORS[name][1]
    tally["XLSX"] += len(said)


@pytest.mark.parametrize("name", ["136/KH-UBND 2025", "03/ĐA-UBND 2026"])
def test_the_page_of_a_report_says_what_the_tables_give(seeded, settings, tally: Counter, name):
    """Of an issued one and of one that is being drafted."""
    settings.PORTAL_TODAY = NOW.date()
    period = seeded[name]
    report = newest_report(period) or draft_report(period=period, by=None, at=NOW, checked=False)
    asked = asked_by(period) if report.figures else Asked(period, NOW.date(), clock.now())
    figures = of_plan(recomputed(period, day=asked.day, known_at=asked.known_at))
    page = Site(pk=period.plan.focal_agency_id).read("province_report", ON_THE_PAGE, report.ref)
    assert [line for shown in page.shown for line in problems(shown, figures, unit=page.unit)] == []
    assert page.missing == set()
    tally["page province_report"] += len(page.shown)


def test_a_number_that_nobody_claims_is_found():
    read = papers.Paper.of(
        "Đã hoàn thành 12 nhiệm vụ,\nbằng 40,0%\n(12/30);\nnăm 2025 đã giải ngân 5 tỷ đồng"
    )
    assert read.take("bằng 40,0%(12/30)")
    before, after = read.unclaimed()
    assert before.startswith("Đã hoàn thành 12 nhiệm vụ,")
    assert after.endswith("giải ngân 5 tỷ đồng")
    assert read.take("hoàn thành 12 nhiệm vụ")
    assert read.take("giải ngân 5 tỷ đồng")
    assert read.unclaimed() == []
