"""`manage.py open_period PLAN YEAR [--due MM-DD] [--format json]`."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import Refused
from plans.models import Plan
from reporting.collection.deadlines import printed_day, span
from reporting.collection.opening import duties_of, open_period
from reporting.collection.periods import due_cycle
from reporting.collection.preview import preview_period
from reporting.models import Cycle, Period


class Command(BaseCommand):
    help = "Open a plan's reporting period of a year, freeze who owes what, and print the period's id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", metavar="PLAN", help="province/number/year, or a number unique here")
        parser.add_argument("year", metavar="YEAR", type=int)
        parser.add_argument(
            "--due",
            metavar="MM-DD",
            help="the day by which agencies report: chooses the cycle due that day, or sets the day",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, plan: str, year: int, due: str | None, **options: object) -> None:
        try:
            period, opened = self.open(plan, year, due)
        except Refused as refused:
            hints = {"due_": " Ghi --due MM-DD.", "cove": " Ghi trên trang Chế độ báo cáo của kế hoạch."}
            raise CommandError(refused.message + hints.get(refused.field[:4], "")) from None
        if not opened:
            self.stderr.write(f"Kỳ báo cáo {period.label} của {period.plan.number} đã được mở từ trước.")
        if options["format"] == "json":
            self.stdout.write(json.dumps({"period": period.ref, **duties_of(period)}, ensure_ascii=False))
        else:
            self.stdout.write(period.ref)

    def open(self, name: str, year: int, due: str | None) -> tuple[Period, bool]:
        """The period and whether this call opened it. Raises Refused."""
        plan = Plan.objects.named(name)
        day = self.day(year, due)
        cycle = due_cycle(plan, due=day)
        first = cycle.stages.order_by("position").first()
        day = day and self.about(year, day, cycle)
        days = {first.id: day} if first and day else None
        now = clock.now()
        known = preview_period(cycle=cycle, year=year, due=days, opens_on=now.date()).period
        if known is not None:
            return known, False
        return open_period(cycle=cycle, year=year, due=days, by=None, at=now, checked=False), True

    def about(self, year: int, day: dt.date, cycle: Cycle) -> dt.date:
        """That day of the year, or of the next where only then the report is about the year (“trước 15/01 năm sau”)."""
        if year == dt.MAXYEAR:
            return day
        later = printed_day(year + 1, day.month, day.day)
        covered = [span(cycle.frequency, one, cycle.covers) for one in (day, later)]
        now, then = (one is not None and one.to_on.year == year for one in covered)
        return later if then and not now else day

    def day(self, year: int, due: str | None) -> dt.date | None:
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            raise CommandError(f"“{year}” không phải là năm.")
        if due is None:
            return None
        try:
            return dt.datetime.strptime(f"{year:04d}-{due}", "%Y-%m-%d").date()
        except ValueError:
            raise CommandError(
                f"“{due}” không phải là ngày của năm {year}. Ghi --due MM-DD, ví dụ 11-20."
            ) from None
