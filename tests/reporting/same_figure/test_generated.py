"""Drawn plans and seasons: roll-up, pages and what a paper says are what the tables give, down to the last digit.

Silence, money of years and of the whole horizon, of the whole plan, several leads, groups only, values carried over,
tasks renumbered between two years, targets past their milestone. Files are made of the seeded periods only.
"""

import json
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from reporting.documents.files import content_of
from reporting.models import Period
from reporting.rollup import rollup, to_json
from tests import factories as make
from tests.reporting.same_figure import papers
from tests.reporting.same_figure.claims import compared
from tests.reporting.same_figure.payloads import said_by
from tests.reporting.same_figure.reading import problems
from tests.reporting.same_figure.recompute import Figures, recomputed
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.seasons import Season, seasons, written
from tests.reporting.same_figure.test_payload import of_payload
from tests.reporting.same_figure.web import Site, board_of, dashboard_of, lists_of, pages_of_plan
from tests.reporting.same_figure.whole import of_plan, of_province

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = make.day("2026-11-13")
NOW = make.moment("2026-11-13", "23:59")
EXAMPLES = 25


def wrong_on_the_site(period: Period, figures: Figures) -> list[str]:
    """What the pages say that the tables do not give."""
    make.user(role="leader", at=period.plan.focal_agency)
    make.user(role="focal_leader", at=period.plan.focal_agency)
    site, told = Site(province=period.plan.province), of_plan(figures)
    whole = of_province({period.plan.ref: figures})
    pages = [(page, told) for page in pages_of_plan(site, Asked(period, DAY, NOW), figures)]
    pages += [(board_of(period, figures), told)]
    pages += [(page, whole) for page in (dashboard_of(site, whole), *lists_of(site, whole))]
    found = []
    for page, given_ in pages:
        said = [line for shown in page.shown for line in problems(shown, given_, unit=page.unit)]
        said += [f"{key}: not shown" for key in sorted(page.missing)]
        found += [f"{page.name}: {line}" for line in said]
    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failing season is told as it was drawn: making it smaller takes minutes
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(season=seasons())
def test_a_drawn_season_says_the_same_everywhere(settings, tally: Counter, season: Season):
    settings.PORTAL_TODAY = DAY
    with transaction.atomic():
        period = written(season)
        figures = recomputed(period, day=DAY, known_at=NOW)
        payload = to_json(rollup(period, day=DAY, known_at=NOW, parts=True))
        assert said_by(json.loads(json.dumps(payload))) == of_payload(figures)
        bad = wrong_on_the_site(period, figures)
        assert bad == [], "\n".join(bad)
        text = papers.of_content(content_of(period, None, NOW))
        found, count = compared(text, Asked(period, DAY, NOW), of_plan(figures), pages_end=False)
        assert found == [], "\n".join(found)
        tally["drawn seasons"] += len(figures) + count
        transaction.set_rollback(True)
