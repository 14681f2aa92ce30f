"""The only place that asks what time it is. Verbs and calculations take the moment as an argument."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in the portal's time zone; PORTAL_TODAY moves the day and keeps the time of day."""
    moment = timezone.localtime()
    pinned: dt.date | None = settings.PORTAL_TODAY
    if pinned is None:
        return moment
    return moment.replace(year=pinned.year, month=pinned.month, day=pinned.day)


def today() -> dt.date:
    """The present day in the portal's time zone."""
    return now().date()
