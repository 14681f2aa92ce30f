"""Every labelled figure on the site's pages is what the tables give (`data-figure`, see common/templatetags/vn.py)."""

from collections import Counter

import pytest

from common import clock
from tests.reporting.same_figure import files
from tests.reporting.same_figure.bars import wrong_bars
from tests.reporting.same_figure.conftest import TODAY
from tests.reporting.same_figure.reading import problems
from tests.reporting.same_figure.recompute import Figures, recomputed
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.web import Page, Site, board_of, dashboard_of, lists_of, pages_of_plan
from tests.reporting.same_figure.whole import of_plan, of_province

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEWEST = {  # and at least so many figures on its pages
    "136/KH-UBND 2026": 350,
    "03/ĐA-UBND 2026": 800,
    "69/KH-UBND 2026": 650,
    "133/KH-UBND 2026": 200,
}
PROVINCES = {
    "Sóc Trăng": (["136/KH-UBND 2026", "03/ĐA-UBND 2026"], 350),
    "Tiền Giang": (["69/KH-UBND 2026"], 300),
    "Thừa Thiên Huế": (["133/KH-UBND 2026"], 100),
}
BARS = {"Sóc Trăng": 50, "Tiền Giang": 10, "Thừa Thiên Huế": 0}  # and at least so many bars on its dashboard


def wrong(pages: list[tuple[Page, Figures]], tally: Counter) -> tuple[dict[str, list[str]], int]:
    """What is wrong on which page, and how many figures were compared."""
    found: dict[str, list[str]] = {}
    compared = 0
    for page, figures in pages:
        said = [line for shown in page.shown for line in problems(shown, figures, unit=page.unit)]
        said += [f"{key}: not shown" for key in sorted(page.missing)]
        if said:
            found[page.name] = said
        count = sum(len(shown.key.split(";")) for shown in page.shown)
        tally[f"page {page.name.split()[0]}"] += count
        compared += count
    return found, compared


def test_the_pages_of_the_first_season_showed_what_the_tables_gave(seeded, tally):
    found, compared = wrong(seeded.first_pages, tally)
    assert found == {}
    assert compared > 600


@pytest.mark.parametrize("name", NEWEST)
def test_the_pages_of_a_plan_show_what_the_tables_give(seeded, settings, tally, name):
    settings.PORTAL_TODAY = TODAY
    period, now = seeded[name], clock.now()
    figures = recomputed(period, day=TODAY, known_at=now)
    site = Site(province=period.plan.province)
    told = of_plan(figures)
    pages = [(page, told) for page in pages_of_plan(site, Asked(period, TODAY, now), figures)]
    found, compared = wrong(pages, tally)
    assert found == {}
    assert compared > NEWEST[name]


@pytest.mark.parametrize("name", ["136/KH-UBND 2025", *NEWEST])
def test_the_board_shows_what_the_tables_give(seeded, settings, tally, name):
    settings.PORTAL_TODAY = TODAY
    period = seeded[name]
    figures = recomputed(period, day=TODAY, known_at=clock.now())
    found, compared = wrong([(board_of(period, figures), figures)], tally)
    assert found == {}
    assert compared > 2 * figures["discipline.owing"]


@pytest.mark.parametrize("province", PROVINCES)
def test_the_pages_of_a_province_show_what_the_tables_give(seeded, settings, tally, province):
    settings.PORTAL_TODAY = TODAY
    names, floor = PROVINCES[province]
    periods = [seeded[name] for name in names]
    now = clock.now()
    figures = of_province(
        {period.plan.ref: recomputed(period, day=TODAY, known_at=now) for period in periods}
    )
    site = Site(province=periods[0].plan.province)
    dashboard = dashboard_of(site, figures)
    pages = [dashboard, *lists_of(site, figures)]
    found, compared = wrong([(page, figures) for page in pages], tally)
    assert found == {}
    assert compared > floor
    bars, drawn = wrong_bars(dashboard.html, figures)
    assert bars == []
    assert drawn >= BARS[province]
    tally["chart"] += drawn


@pytest.mark.parametrize("province", PROVINCES)
def test_the_workbooks_of_a_province_hold_what_the_tables_give(seeded, settings, tally, province):
    settings.PORTAL_TODAY = TODAY
    periods, now = [seeded[name] for name in PROVINCES[province][0]], clock.now()
    site = Site(province=periods[0].plan.province)
    tasks, targets = {}, {}
    for period in periods:
        figures = recomputed(period, day=TODAY, known_at=now)
        asked = Asked(period, TODAY, now)
        tasks |= files.tasks(asked, figures)
        targets |= files.targets(asked, figures)
    assert files.tasks_in(site.file("province_tasks")) == tasks
    assert files.targets_in(site.file("indicators")) == targets
    obstacles = files.tasks_in(site.file("obstacles"))
    assert obstacles.items() <= tasks.items()
    tally["workbooks of lists"] += 3 * len(tasks) + 3 * len(targets) + 3 * len(obstacles)
