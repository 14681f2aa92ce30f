"""The demo's database, filled once for all tests of this folder and rolled back after them."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from reporting.models import Period
from tests import factories as make

TODAY = make.day("2026-11-13")


@pytest.fixture(scope="package")
def seeded(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, int]]:
    """Ids of the seeded periods by plan number and year. Tests change what they like: each is undone alone."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # durable blocks of a test's own transaction ask for it
        media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), PORTAL_TODAY=TODAY)
        with outer:
            with media:
                call_command("seed", stdout=StringIO())
            yield {
                f"{period.plan.number} {period.to_on.year}": period.pk
                for period in Period.objects.order_by("pk")
            }
            transaction.set_rollback(True)
