"""Queue and send the reminders that are due: `manage.py send_reminders [--today DAY] [--dry-run] [--format json]`."""

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand

from common import clock, outbox
from reporting.collection.reminders import Reminder, due_reminders, open_periods, send_reminders


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2026-11-13") from None


def as_json(reminder: Reminder) -> dict[str, object]:
    """A reminder for other tools. `person` is null where an agency is written to at its office."""
    return {
        "period": reminder.period.ref,
        "plan": reminder.period.plan.number,
        "stage": reminder.stage.stage.kind,
        "due_printed": reminder.stage.due_printed.isoformat(),
        "rule": reminder.rule,
        "agency": "; ".join(agency.name for agency in reminder.agencies),
        "person": reminder.person.name if reminder.person else None,
        "address": reminder.address,
        "channels": list(reminder.channels),
        "subject": reminder.subject,
    }


class Command(BaseCommand):
    help = "Queue the reminders that are due on a day, each once for ever, and send the mails that wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=day, metavar="DAY", help="the day to look at, as 2026-11-13; default today"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only list what would go out, write nothing"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="default text")

    def handle(
        self, *args: object, today: dt.date | None, dry_run: bool, format: str, **options: object
    ) -> None:
        now = clock.now()
        today = today or now.date()
        if dry_run:
            reminders = [
                reminder for period in open_periods() for reminder in due_reminders(period, today=today)
            ]
        else:
            moment = dt.datetime.combine(today, now.timetz())
            reminders = send_reminders(periods=open_periods(), today=today, now=moment)
            outbox.deliver_due(now)
        rows = [as_json(reminder) for reminder in reminders]
        if format == "json":
            self.stdout.write(json.dumps({"reminders": rows}, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                f"{row['plan']} {row['rule']:+d}  {row['agency']} → {row['person'] or '–'} <{row['address']}>"
            )
        verb = "would go out" if dry_run else "have gone out"
        self.stdout.write(f"{len(rows)} reminders {verb} for {today:%d/%m/%Y}.")
