"""The demo's database, filled once for all tests of this folder and rolled back after them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from common import clock
from portal.demo import play_season
from portal.management.commands.seed import Command, read
from reporting.models import Period
from tests import factories as make
from tests.reporting.same_figure.recompute import Figures, recomputed
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.web import Page, Site, dashboard_of, lists_of, pages_of_plan
from tests.reporting.same_figure.whole import of_plan, of_province

TODAY = make.day("2026-11-13")
AFTER_THE_FIRST_SEASON = make.day("2025-12-06")
TALLY = pytest.StashKey[Counter]()


@dataclass(frozen=True)
class Seeded:
    """Ids of the seeded periods by plan number and year, and what the site showed when the first was the newest."""

    periods: dict[str, int]
    first_pages: list[tuple[Page, Figures]]

    def __getitem__(self, name: str) -> Period:
        return Period.objects.select_related("cycle__plan__province").get(pk=self.periods[name])


@pytest.fixture(scope="package")
def seeded(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The demo's seasons. Tests change what they like: each is undone alone."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # durable blocks of a test's own transaction ask for it
        with outer:
            with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
                pages = _seasons()
            periods = Period.objects.select_related("cycle__plan").order_by("pk")
            yield Seeded(
                {f"{period.plan.number} {period.to_on.year}": period.pk for period in periods}, pages
            )
            transaction.set_rollback(True)


def _seasons() -> list[tuple[Page, Figures]]:
    """What `seed` does, with a look at the site after the first season: a later one of the same plan hides it."""
    call_command("seed", "--plans", stdout=StringIO())
    Command().people()
    data = read("demo")
    first, *others = data["seasons"]
    play_season(first, data)
    with override_settings(PORTAL_TODAY=AFTER_THE_FIRST_SEASON):
        pages = list(_site_of(Period.objects.get()))
    for season in others:
        play_season(season, data)
    return pages


def _site_of(period: Period) -> Iterator[tuple[Page, Figures]]:
    """Every page about the only period there is."""
    now = clock.now()
    figures = recomputed(period, day=now.date(), known_at=now)
    site = Site(province=period.plan.province)
    for page in pages_of_plan(site, Asked(period, now.date(), now), figures):
        yield page, of_plan(figures)
    whole = of_province({period.plan.ref: figures})
    yield dashboard_of(site, whole), whole
    for page in lists_of(site, whole):
        yield page, whole


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Counter:
    """How many figures were compared, by place; shown when the tests have ended."""
    return request.config.stash.setdefault(TALLY, Counter())


def pytest_terminal_summary(terminalreporter, exitstatus: int, config: pytest.Config) -> None:
    counts = config.stash.get(TALLY, Counter())
    if counts:
        places = ", ".join(f"{place} {count}" for place, count in sorted(counts.items()))
        terminalreporter.write_line(f"Figures compared with the tables: {counts.total()} ({places}).")
