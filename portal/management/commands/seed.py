"""Fill a database from fixtures/: `manage.py seed`, or one part of it. Running it again adds nothing."""

import json
import secrets
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from agencies.services import load_reference
from common import clock
from plans.reference import load_funding_sources
from portal.demo import play_season, seed_people
from portal.seeding import seed_plan
from reporting.rollup.summaries import make_stale

FIXTURES = settings.BASE_DIR / "fixtures"


def read(name: str) -> dict[str, Any]:
    """A file of fixtures/ by its name without .json."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


class Command(BaseCommand):
    help = "Fill the database: reference data, then everything that stands on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--reference",
            action="store_const",
            dest="last",
            const="reference",
            help="only provinces, agencies, groups, their names, funding sources and calendars",
        )
        only.add_argument(
            "--plans",
            action="store_const",
            dest="last",
            const="plans",
            help="reference data and the real plans, without people and seasons",
        )

    def handle(self, *args: object, last: str | None, **options: object) -> None:
        parts: dict[str, Callable[[], str]] = {
            "reference": self.reference,
            "plans": self.plans,
            "people": self.people,
            "seasons": self.seasons,
            "figures": self.figures,
        }
        for name, load in parts.items():
            self.stdout.write(f"{name}: {load()}")
            if name == last:
                break

    def reference(self) -> str:
        """Provinces, agencies, groups, names, calendar and funding sources."""
        added = load_reference(
            data={
                "provinces": read("provinces")["provinces"],
                "agencies": read("agencies")["agencies"],
                "days": [
                    day
                    for path in sorted(FIXTURES.glob("calendar_*.json"))
                    for day in read(path.stem)["days"]
                ],
            }
        )
        added["funding sources"] = load_funding_sources(rows=read("funding_sources")["funding_sources"])
        return ", ".join(f"{count} {noun}" for noun, count in added.items() if count) or "nothing to add"

    def plans(self) -> str:
        """The real plans, read by the ordinary importer."""
        added = [seed_plan(row, FIXTURES / "plans") for row in read("plans")["plans"]]
        return ", ".join(filter(None, added)) or "nothing to add"

    def people(self) -> str:
        """The demo accounts, and a reporter for every agency. Outside the demo nobody knows their passwords."""
        accounts = read("demo_accounts")
        if not settings.PORTAL_DEMO:
            accounts["password"] = secrets.token_urlsafe(32)
        return f"{seed_people(read('demo'), accounts)} added"

    def seasons(self) -> str:
        """Last year's season, closed and issued, and this year's in full swing."""
        data = read("demo")
        return "; ".join(play_season(season, data) for season in data["seasons"])

    def figures(self) -> str:
        """What pages show of the plans, so that the first one does not wait for it."""
        return f"{make_stale(clock.now())} plans added up"
