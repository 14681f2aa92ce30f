"""`manage.py doctor [--format json]`: everything in the database that no verb leaves behind."""

import json
from collections.abc import Iterator
from itertools import islice

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.oddities import oddities as of_agencies
from common.oddities import oddities as of_common
from indicators.oddities import oddities as of_indicators
from plans.oddities import oddities as of_plans
from reporting.oddities import oddities as of_reporting

NAMED = 5  # of each kind, where it is told in words


class Command(BaseCommand):
    help = "Look for data that should not exist: what it is, how much of it, and where."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, **options: object) -> None:
        found = [(says, rows) for says, rows in examined() if rows]
        if options["format"] == "json":
            self.stdout.write(json.dumps({"found": [{"says": says, "rows": rows} for says, rows in found]}))
        for says, rows in found if options["format"] == "text" else ():
            more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
            self.stdout.write(f"{len(rows):>6}  {says}: {', '.join(rows[:NAMED])}{more}")
        if found:
            raise CommandError(f"{sum(len(rows) for _says, rows in found)} rows should not be as they are.")
        if options["format"] == "text":
            self.stdout.write("Nothing is amiss.")


def examined() -> Iterator[tuple[str, list[str]]]:
    """Each kind of oddity with the rows found, at most a thousand, as `plans.Plan 12 (7/KH-UBND)`."""
    for oddity in (*of_common(), *of_agencies(), *of_plans(), *of_indicators(), *of_reporting()):
        rows = islice(oddity.found(), MOST)
        yield oddity.says, [f"{row._meta.label} {row.pk} ({str(row)[:60]})" for row in rows]


MOST = 1000
