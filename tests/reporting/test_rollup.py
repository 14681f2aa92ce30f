"""Roll-up from real rows: what counts, what is carried over, what is left out, and that it never changes afterwards."""

from decimal import Decimal

import pytest

from reporting.rollup import rollup
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = make.day("2026-11-13")
NOW = make.moment("2026-11-13")


def line(figures: dict, code: str) -> dict:
    return next(task for task in figures["tasks"] if task["code"] == code)


def test_the_main_agency_decides_and_the_others_are_counted_beside():
    plan = make.plan()
    lead, other = make.agency(plan.province), make.agency(plan.province)
    task = make.task(plan, code="1", ends_on=make.day("2026-12-31"))
    period = make.period(plan)
    make.entry(period, task, lead, main=True)
    make.entry(period, task, other)
    make.fact(period, task, lead, main=True, percent=Decimal(40), result="Đã trình")
    make.fact(period, task, other, percent=Decimal(90))
    found = line(rollup(period, day=DAY, known_at=NOW), "1")
    assert (found["status"], found["percent"], found["reported"], found["owed"]) == (
        "in_progress_on_time",
        "40.00",
        2,
        2,
    )
    assert (found["main"], found["result"], found["parts"]) == (lead.name, "Đã trình", [])
