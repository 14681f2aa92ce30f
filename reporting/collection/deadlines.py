"""Deadlines: pure functions from printed days to moments. Everything in Asia/Ho_Chi_Minh.

`trước ngày 20/11` ends with 19/11 23:59:59; `ngày 10 tháng 6` includes that day (DESIGN.md, section 3).
"""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def due_moment(printed: dt.date, bound: str) -> dt.datetime:
    """The first instant that is too late. `bound`: before (exclusive), on (inclusive) or month (to its end)."""
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


def span(frequency: str, due: dt.date) -> tuple[dt.date, dt.date, str]:
    """The days a report due on `due` covers, and its label on screens and papers.

    The second of two half-yearly reports is the year's report ("06 tháng và hàng năm").
    """
    year = due.year
    if frequency == "half_yearly" and due.month <= 7:
        return dt.date(year, 1, 1), dt.date(year, 6, 30), f"6 tháng đầu năm {year}"
    if frequency == "quarterly":
        quarter = (due.month - 1) // 3
        start = dt.date(year, 3 * quarter + 1, 1)
        return start, printed_day(year, 3 * quarter + 3, None), f"quý {'I II III IV'.split()[quarter]}/{year}"
    if frequency == "monthly":
        return (
            dt.date(year, due.month, 1),
            printed_day(year, due.month, None),
            f"tháng {due.month:02d}/{year}",
        )
    return dt.date(year, 1, 1), dt.date(year, 12, 31), f"năm {year}"
