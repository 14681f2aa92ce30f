"""`manage.py build_report PERIOD --format pdf|docx|xlsx --output FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import Refused
from reporting.documents.files import newest_report, render
from reporting.models import Period


class Command(BaseCommand):
    help = "Write a period's province report, in the layout of NĐ 30/2020, to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help="the id that open_period prints")
        parser.add_argument("--format", choices=["pdf", "docx", "xlsx"], default="pdf")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *, period: str, output: Path, **options: object) -> None:
        try:
            found = Period.objects.named(period)
            data = render(found, newest_report(found), str(options["format"]), clock.now())
            output.write_bytes(data)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}.") from None
        self.stderr.write(f"{output}: {len(data)} byte")
