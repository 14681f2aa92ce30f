"""Make what is kept of the plans' figures: `manage.py add_up [--all]`. The clock does the same every minute."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from common import clock
from reporting.rollup.stamps import restamp
from reporting.rollup.summaries import make_stale


class Command(BaseCommand):
    help = "Add up the plans whose figures have changed, or whose day has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="every plan anew, its stamp too: after rows were loaded past the portal",
        )

    def handle(self, *args: object, all: bool, **options: object) -> None:
        now = clock.now()
        if all:
            restamp(now)
        self.stdout.write(f"{make_stale(now)} plans added up.")
