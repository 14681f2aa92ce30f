"""Lines to show, made from rows: beside each stands what the plan prints of it as the period pinned it."""

from decimal import Decimal

import pytest

from reporting.collection.entries import lines_of
from reporting.collection.showing import line_views
from reporting.models import MeasureEntry, MoneyEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_line_shows_the_plan_as_its_period_pinned_it_whatever_amends_it_later():
    plan = make.plan(issued_on=make.day("2026-01-01"))
    lead = make.agency(plan.province)
    task = make.task(plan, lead=lead)
    money = make.budget(task, make.source(plan.province), 100, year=2026)
    indicator = make.indicator(plan, lead=lead, name="Hồ sơ trực tuyến")
    target = make.target(indicator, horizon_year=2030, printed="80%")
    period = make.period(plan)
    entry = make.entry(period, task, lead, main=True)
    MoneyEntry.objects.create(entry=entry, source=money.source, budget_year=2026)
    MeasureEntry.objects.create(
        submission=entry.submission,
        measure=indicator.indicator.measure,
        from_on=period.from_on,
        to_on=period.cutoff_on,
    )
    second = make.version(plan, "2026-11-01")
    make.amended(money, second, amount=Decimal(300))
    make.amended(indicator, second, name="Hồ sơ toàn trình")
    make.amended(target, second, printed="90%")

    of_task, of_measure = line_views(*lines_of(entry.submission))

    assert [row.planned for row in of_task.money] == [100]
    assert (of_measure.name, of_measure.target_text) == ("Hồ sơ trực tuyến", "80%")
