"""When a reporting rule comes round: the printed days of a year's reports. Plain functions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from reporting.collection.deadlines import printed_day, span

# How many months lie between two days of a rule that names no month.
EVERY = {"monthly": 1, "quarterly": 3, "half_yearly": 6}


@dataclass(frozen=True)
class Due:
    """The day of one step of a rule, as the step's columns have it: see CycleStage."""

    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    of_last_month: bool = False


def days_between(frequency: str, due: Due, first: dt.date, last: dt.date) -> list[dt.date]:
    """Every printed day of a rule from `first` to `last`, both included; none where the rule prints no day."""
    if frequency == "weekly" and due.weekday:
        begin = first + dt.timedelta(days=(due.weekday - first.isoweekday()) % 7)
        return [begin + dt.timedelta(days=7 * n) for n in range(((last - begin).days // 7) + 1)]
    if due.month is None and (due.day is None or frequency not in EVERY):
        return []
    months = [due.month] if due.month else _months(EVERY[frequency], due.of_last_month)
    days = [
        printed_day(year, month, due.day) for year in range(first.year, last.year + 1) for month in months
    ]
    return [day for day in days if first <= day <= last]


def _months(every: int, of_last: bool) -> list[int]:
    """The months of the year in which a rule falls due: the last of each span, or the first after it."""
    return [month for month in range(1, 13) if every == 1 or month % every == (0 if of_last else 1)]


def days_of_year(frequency: str, due: Due, covers: str, year: int) -> list[dt.date]:
    """The printed days of the reports about `year`: about spans that end in it.

    “Trước 15/01 năm sau” is a day of the year after. Where nothing says what is covered, the days in the year itself.
    """
    found = []
    for day in days_between(frequency, due, dt.date(year, 1, 1), dt.date(min(year + 1, dt.MAXYEAR), 12, 31)):
        covered = span(frequency, day, covers)
        if (covered.to_on.year if covered else day.year) == year:
            found.append(day)
    return found


def next_of(days: Iterable[dt.date], today: dt.date) -> dt.date | None:
    """The first of these days that has not passed, else the last; None where there is none."""
    days = sorted(days)
    return next((day for day in days if day >= today), days[-1] if days else None)


def following(frequency: str, due: Due, first: dt.date) -> dt.date | None:
    """The day of a later step of a rule whose first step is due on `first`: of all its days the nearest to that one.

    So 01/12 behind 20/11 is of the same year, 15/01 behind 20/12 of the next, and a slip of the pen stays visible.
    """
    if due.day is None and due.month is None and due.weekday is None:
        return None
    at = first.toordinal()
    begin, end = max(at - 370, 1), min(at + 370, dt.date.max.toordinal())
    days = days_between(frequency, due, dt.date.fromordinal(begin), dt.date.fromordinal(end))
    return min(days, key=lambda day: (abs((day - first).days), day < first), default=None)
