"""`manage.py export_facts PERIOD [--day DAY] [--known-at MOMENT]`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Refused
from portal.management.arguments import add_period, when
from reporting.models import Period
from reporting.rollup import canonical_json, facts_read


class Command(BaseCommand):
    help = "Print what the roll-up of a period reads, row by row, so that anyone can compute it again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_period(parser)
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *, period: str, **options: object) -> None:
        day, known_at = when(options)
        try:
            found = Period.objects.named(period)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(canonical_json(facts_read(found, day=day, known_at=known_at)))
