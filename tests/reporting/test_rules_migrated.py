"""What rules that are there mean after the columns of reporting rules came: the same as before."""

from importlib import import_module

import pytest
from django.apps import apps

from reporting.models import Cycle, CycleStage
from tests import factories

migration = import_module("reporting.migrations.0013_rules_of_reporting")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("frequency", "month", "date", "expected"),
    [
        ("yearly", 11, 20, ("", False)),
        ("yearly", 1, 15, ("", False)),
        ("yearly", 6, 1, ("same", False)),
        ("yearly", 9, None, ("same", False)),
        ("yearly", None, None, ("", False)),
        ("half_yearly", 6, 10, ("", False)),
        ("half_yearly", 1, 25, ("same", False)),
        ("half_yearly", 7, 15, ("", False)),
        ("half_yearly", 7, 25, ("before", False)),
        ("half_yearly", 8, 1, ("same", False)),
        ("half_yearly", 12, None, ("", False)),
        ("quarterly", 4, 5, ("", False)),
        ("quarterly", 4, 25, ("same", False)),
        ("quarterly", 5, 5, ("same", False)),
        ("quarterly", None, 15, ("", True)),
        ("quarterly", None, None, ("", False)),
        ("monthly", 12, 12, ("same", False)),
        ("monthly", 12, 5, ("", False)),
        ("monthly", None, 12, ("same", False)),
        ("monthly", None, 25, ("", False)),
    ],
)
def test_a_rule_keeps_its_meaning(frequency, month, date, expected):
    cycle = Cycle.objects.create(plan=factories.plan(), valid_from=factories.LONG_AGO, frequency=frequency)
    CycleStage.objects.create(cycle=cycle, position=1, kind="agencies", month=month, day=date)
    Cycle.objects.create(plan=cycle.plan, valid_from=factories.LONG_AGO)
    migration.keep_meaning(apps, None)
    cycle.refresh_from_db()
    assert (cycle.covers, cycle.stages.get().of_last_month) == expected
