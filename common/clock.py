"""The only place that asks what time it is. Verbs and calculations take the moment as an argument."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_standing: ContextVar[dt.datetime | None] = ContextVar("standing", default=None)


def now() -> dt.datetime:
    """The present moment, aware, in the portal's time zone; PORTAL_TODAY moves the day and keeps the time of day."""
    standing = _standing.get()
    if standing is not None:
        return timezone.localtime(standing)
    moment = timezone.localtime()
    pinned: dt.date | None = settings.PORTAL_TODAY
    if pinned is None:
        return moment
    return moment.replace(year=pinned.year, month=pinned.month, day=pinned.day)


def today() -> dt.date:
    """The present day in the portal's time zone."""
    return now().date()


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at a moment while the demo's past seasons are written with the ordinary verbs."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
