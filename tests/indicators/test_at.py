"""The indicators of a plan at a day: the rule of rows is that of plans, here on the tables of indicators."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.at import indicators_at
from tests import factories as make
from tests.factories import day, moment

pytestmark = pytest.mark.django_db

LATE = "2030-01-01"


@pytest.fixture
def amended():
    """A plan whose amendment of 01/06/2026 raises one target, drops one indicator, and names another follower."""
    plan = make.plan(issued_on=day("2026-01-01"))
    lead, other = (make.agency(plan.province, name=name) for name in ("Sở Y tế", "Sở Văn hóa"))
    kept = make.indicator(plan, lead=lead, code="1", name="Hồ sơ trực tuyến", position=1)
    target = make.target(kept, low=Decimal(80), printed="80%")
    make.target(kept, horizon_year=2030, printed="Trên 95%")
    gone = make.indicator(plan, lead=lead, code="2", name="Xã có mạng", position=2)
    make.target(gone)
    second = make.version(plan, "2026-06-01")
    make.amended(target, second, low=Decimal(90), printed="90%")
    make.ended(gone, by=second)
    make.amended(kept.indicator.followers.get(), second, agency=other)
    make.corrected(kept, on="2026-02-01", at="2026-10-01", name="Hồ sơ trực tuyến toàn trình")
    return plan


def read(plan, no: int, on: str, known_at: str) -> list[tuple[str, str, str]]:
    """Name, targets and followers of every indicator."""
    at = indicators_at(plan.versions.get(no=no), day=day(on), known_at=moment(known_at))
    return [
        (
            row.name,
            ", ".join(target.printed for target in at.targets_of(row.id)),
            ", ".join(who.name for who in at.followers_of(row.id)),
        )
        for row in at.leaves
    ]


@pytest.mark.parametrize(
    ("no", "known_at", "expected"),
    [
        (
            1,
            "2026-09-30",
            [("Hồ sơ trực tuyến", "80%, Trên 95%", "Sở Y tế"), ("Xã có mạng", "80%", "Sở Y tế")],
        ),
        (
            1,
            LATE,
            [("Hồ sơ trực tuyến toàn trình", "80%, Trên 95%", "Sở Y tế"), ("Xã có mạng", "80%", "Sở Y tế")],
        ),
        (2, "2026-09-30", [("Hồ sơ trực tuyến", "90%, Trên 95%", "Sở Văn hóa")]),
        (2, LATE, [("Hồ sơ trực tuyến toàn trình", "90%, Trên 95%", "Sở Văn hóa")]),
    ],
)
def test_indicators_at_a_day(amended, no, known_at, expected):
    assert read(amended, no, "2026-12-01", known_at) == expected


@pytest.mark.parametrize("more", [0, 3])
def test_indicators_of_any_number_take_the_same_queries(amended, more):
    for _number in range(more):
        make.target(make.indicator(amended, lead=make.agency(amended.province)))
    with CaptureQueriesContext(connection) as queries:
        at = indicators_at(amended.versions.get(no=2), day=day("2026-12-01"), known_at=moment(LATE))
    assert (len(queries), len(at.leaves)) == (5, 1 + more)


def test_an_indicator_is_counted_once_however_many_targets_it_has(amended):
    at = indicators_at(amended.versions.get(no=1), day=day("2026-12-01"), known_at=moment(LATE))
    assert (len(at.leaves), len(at.targets)) == (2, 3)
