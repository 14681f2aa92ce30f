"""Deadlines: pure functions from printed days to moments. Everything in Asia/Ho_Chi_Minh.

`trước ngày 20/11` ends with 19/11 23:59:59; `ngày 10 tháng 6` includes that day (DESIGN.md, section 3).
"""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def due_moment(printed: dt.date, bound: str, clock: dt.time | None = None) -> dt.datetime:
    """The first instant that is too late. `bound`: before (exclusive), on (inclusive) or month (to its end).

    With an hour (“trước 16h00 ngày 20”) it is that hour of the printed day.
    """
    if clock is not None:
        return dt.datetime.combine(printed, clock, tzinfo=ZONE)
    if bound == "before":
        first_late = printed
    elif bound == "on":
        first_late = printed + dt.timedelta(days=1)
    else:
        first_late = dt.date(printed.year + printed.month // 12, printed.month % 12 + 1, 1)
    return dt.datetime.combine(first_late, dt.time(), tzinfo=ZONE)


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment on the office's calendar."""
    return moment.astimezone(ZONE).date()


def last_day(due_at: dt.datetime) -> dt.date:
    """The last day on which a sending is still in time."""
    return day_of(due_at - dt.timedelta(microseconds=1))


def clock_of(due_at: dt.datetime) -> dt.time | None:
    """The hour of a due moment; None where it ends with a day."""
    hour = due_at.astimezone(ZONE).time()
    return hour if hour != dt.time() else None


def days_left(due_at: dt.datetime, today: dt.date) -> int:
    """Whole days from today to the last day in time; negative when it has passed."""
    return (last_day(due_at) - today).days


def printed_day(year: int, month: int, day: int | None) -> dt.date:
    """The day a rule prints, in a year; a month without a day means its last day (BLDS 2015, Điều 146)."""
    longest = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day or longest, longest))


def is_printable(month: int, day: int | None) -> bool:
    """Whether some year has this day; 29/02 counts, in other years it means the month's last day."""
    return 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(2024, month)[1])


class Span(NamedTuple):
    """The days a report covers, and what the period is called on screens and papers."""

    from_on: dt.date
    to_on: dt.date
    label: str


def assumed(frequency: str, due: dt.date) -> str:
    """Which period a report due on `due` is about where nothing says so: same, before, or '' where it must be asked.

    DESIGN.md, section 3, the table under “Deadlines”; nine months are those of the year once they have begun to end.
    """
    month, day = due.month, due.day
    in_quarter = (month - 1) % 3
    before, same = {
        "monthly": (day <= 10, day >= 15),
        "quarterly": (in_quarter == 0 and day <= 20, in_quarter == 2),
        "half_yearly": (month in (1, 7) and day <= 20, month in (5, 6, 10, 11, 12)),
        "nine_months": (False, month >= 9),
        "yearly": (month <= 3, month >= 10),
        "adhoc": (False, True),
    }.get(frequency, (False, False))
    return "before" if before else "same" if same else ""


def span(frequency: str, due: dt.date, covers: str = "") -> Span | None:
    """The days a report due on `due` covers; None where neither `covers` (same, before) nor the table says it.

    The second of two half-yearly reports is the year's report ("06 tháng và hàng năm"), unless it is due after the half
    has ended. A report on request covers the year up to its day.
    """
    covers = covers or assumed(frequency, due)
    if not covers:
        return None
    return _SPANS[frequency](due, covers == "before")


def _week(due: dt.date, before: bool) -> Span:
    monday = due - dt.timedelta(days=due.weekday() + (7 if before else 0))
    sunday = monday + dt.timedelta(days=6)
    return Span(monday, sunday, f"tuần {monday:%d/%m}–{sunday:%d/%m/%Y}")


def _months(due: dt.date, length: int, before: bool) -> tuple[dt.date, dt.date]:
    """First and last day of the span of so many months that holds `due`, or of the one before it."""
    first = due.year * 12 + (due.month - 1) // length * length - (length if before else 0)
    last = first + length - 1
    return dt.date(first // 12, first % 12 + 1, 1), printed_day(last // 12, last % 12 + 1, None)


def _month(due: dt.date, before: bool) -> Span:
    first, last = _months(due, 1, before)
    return Span(first, last, f"tháng {first:%m/%Y}")


def _quarter(due: dt.date, before: bool) -> Span:
    first, last = _months(due, 3, before)
    return Span(first, last, f"quý {'I II III IV'.split()[first.month // 3]}/{first.year}")


def _half_year(due: dt.date, before: bool) -> Span:
    if due.month > 6 and not before:
        return _year(due, before)
    first, last = _months(due, 6, before)
    return Span(first, last, f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}")


def _nine_months(due: dt.date, before: bool) -> Span:
    year = due.year - before
    return Span(dt.date(year, 1, 1), dt.date(year, 9, 30), f"9 tháng năm {year}")


def _year(due: dt.date, before: bool) -> Span:
    year = due.year - before
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), f"năm {year}")


def _on_request(due: dt.date, before: bool) -> Span:
    return Span(dt.date(due.year, 1, 1), due, f"đột xuất, hạn {due:%d/%m/%Y}")


_SPANS: dict[str, Callable[[dt.date, bool], Span]] = {
    "weekly": _week,
    "monthly": _month,
    "quarterly": _quarter,
    "half_yearly": _half_year,
    "nine_months": _nine_months,
    "yearly": _year,
    "adhoc": _on_request,
}
