"""Arguments that several commands take: a period, the day to look from, the moment up to which things were known."""

import datetime as dt
from argparse import ArgumentTypeError
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common import clock


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2026-11-13") from None


def moment(text: str) -> dt.datetime:
    """A moment as YYYY-MM-DDTHH:MM in the portal's time zone unless it names another; a day alone is its end."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no moment; write it as 2026-11-13T09:30") from None
    if len(text) <= len("2026-11-13"):
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def add_period(parser: CommandParser) -> None:
    """PERIOD --day --known-at."""
    parser.add_argument("period", metavar="PERIOD", help="the id that open_period prints")
    parser.add_argument(
        "--day", type=day, help="the day statuses are told for, as 2026-11-13; today by default"
    )
    parser.add_argument(
        "--known-at",
        type=moment,
        metavar="MOMENT",
        help="count what had been approved up to then, as 2026-11-13T09:30; now by default",
    )


def when(options: Mapping[str, Any]) -> tuple[dt.date, dt.datetime]:
    """The day and the moment asked for."""
    return options["day"] or clock.today(), options["known_at"] or clock.now()
