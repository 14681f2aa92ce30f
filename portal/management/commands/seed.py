"""Fill a database from fixtures/: `manage.py seed`, or one part of it. Running it again adds nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from agencies.services import load_reference
from plans.reference import load_funding_sources

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

    def handle(self, *args: Any, last: str | None, **options: Any) -> None:
        parts: dict[str, Callable[[], str]] = {"reference": self.reference}
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
