"""Numbers, money and dates as Vietnamese offices write them: `1.234,5`, `45,6%`, `−500`, `20/11/2026`.

Plain functions without Django, shared by the screens, the mails and the papers. Values are exact (Decimal or int);
strings of the roll-up payload such as "62.00" are accepted. An empty value is written as an en dash.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EMPTY = "–"
MINUS = "−"

Number = Decimal | int | str


def number(value: Number | None, places: int | None = None) -> str:
    """`1.234,5`. With `places` decimals, rounded half up; without, with as many as the value has."""
    if value is None or value == "":
        return EMPTY
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{abs(exact):,f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    sign = MINUS if exact < 0 else ""
    return sign + whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def number_or_words(value: Number | None) -> str:
    """A measured value: a number where it is one, else what was recorded in words."""
    try:
        return number(value)
    except ArithmeticError:
        return str(value)


def measured(value: Number | None, unit: str) -> str:
    """A measured number in its unit: `45,25%`, `12,5% GRDP`, `120 trường`; a dash where there is none."""
    if value is None or value == "":
        return EMPTY
    unit = unit.strip()
    return number(value) + (unit if unit.startswith("%") else f" {unit[:1].lower()}{unit[1:]}".rstrip())


def signed(value: Number | None, places: int | None = None) -> str:
    """A difference: `+500`, `−500`, `0`."""
    text = number(value, places)
    return f"+{text}" if text != EMPTY and value is not None and Decimal(value) > 0 else text


def percent(value: Number | None, places: int | None = None) -> str:
    """A percentage 0–100 with at most one decimal, or exactly `places`: `62%`, `45,6%`, `62,0%`."""
    if value is None or value == "":
        return EMPTY
    if places is None:
        value = Decimal(value).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return number(value, places) + "%"


def share(part: Number, whole: Number) -> str:
    """`part` of `whole` as a percentage with one decimal, `55,2%`; a dash where there is nothing to divide by.

    A share never stands without its denominator: print the fraction beside it.
    """
    if not Decimal(whole):
        return EMPTY
    return number(Decimal(part) * 100 / Decimal(whole), 1) + "%"


def million(vnd: Number | None, places: int | None = None) -> str:
    """VND in triệu đồng, without the unit: 915068000000 → `915.068`."""
    return EMPTY if vnd is None or vnd == "" else number(Decimal(vnd) / 10**6, places)


def million_signed(vnd: Number | None) -> str:
    """A difference of VND in triệu đồng, with its sign: `+500`, `−500`."""
    return EMPTY if vnd is None or vnd == "" else signed(Decimal(vnd) / 10**6)


def billion(vnd: Number | None) -> str:
    """VND in tỷ đồng with one decimal, without the unit: 915068000000 → `915,1`."""
    return EMPTY if vnd is None or vnd == "" else number(Decimal(vnd) / 10**9, 1)


def count(value: int) -> str:
    """A count in the prose of an official paper: below ten with a leading zero, `05 việc` (NĐ 30/2020 practice)."""
    return f"{value:02d}" if 0 <= value < 10 else number(value)


def without_stop(text: str) -> str:
    """A printed text that goes on within a sentence of ours: without its own full stop."""
    return text.rstrip(" .;")


def size(count_of_bytes: int) -> str:
    """File size, never under 1 KB: `640 KB`, `1,8 MB`."""
    if count_of_bytes < 1_000_000:
        return number(max(Decimal(count_of_bytes) / 1000, Decimal(1)), 0) + " KB"
    return number(Decimal(count_of_bytes) / 1_000_000, 1) + " MB"


def local(moment: datetime) -> datetime:
    """The moment on the wall clock of the office."""
    return moment.astimezone(ZONE) if moment.tzinfo else moment


def day(value: date | datetime | str | None) -> str:
    """`05/02/2026`; ISO text of the roll-up payload is accepted."""
    if not value:
        return EMPTY
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = local(value)
    return f"{value:%d/%m/%Y}"


def paper_day(value: date | datetime | None) -> str:
    """`05/02/2026`, `09/9/2021`: as papers write it, days below ten and the months 1 and 2 padded.

    NĐ 30/2020/NĐ-CP, Phụ lục I. Screens write `day`, so that columns align.
    """
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        value = local(value)
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def short_day(value: date) -> str:
    """`19/11`, where the year stands beside it."""
    return f"{value:%d/%m}"


def clock(moment: datetime | None) -> str:
    """`09:41`."""
    return f"{local(moment):%H:%M}" if moment else EMPTY


def day_and_clock(moment: datetime | str | None) -> str:
    """`11/11/2026, 15:40`; ISO text of the roll-up payload is accepted."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{local(moment):%d/%m/%Y, %H:%M}" if moment else EMPTY


def recent(moment: datetime | None, today: date) -> str:
    """`09:42 hôm nay` on the day itself, `10/11/2026` before."""
    if not moment:
        return EMPTY
    moment = local(moment)
    return f"{moment:%H:%M} hôm nay" if moment.date() == today else day(moment)


def clock_time(at: time) -> str:
    """The hour of a deadline: `16h00`."""
    return f"{at.hour}h{at:%M}"


def printed_deadline(printed: date, bound: str, at: time | None = None) -> str:
    """The day as it is printed. `bound`: before (exclusive), on (inclusive), month (its last day); `at`: an hour."""
    if at is not None:
        return f"trước {clock_time(at)} {day(printed)}"
    if bound == "before":
        return f"trước {day(printed)}"
    if bound == "month":
        return f"trong tháng {printed:%m/%Y}"
    return f"ngày {day(printed)}"


def deadline(printed: date, bound: str, last_day: date, at: time | None = None) -> str:
    """Printed day and rule in force: `trước 20/11/2026 · hết ngày 19/11`, `trước 16h00 20/11/2026 · đến 16h00 …`."""
    last = short_day(last_day) if last_day.year == printed.year else day(last_day)
    until = f"hết ngày {last}" if at is None else f"đến {clock_time(at)} ngày {last}"
    return f"{printed_deadline(printed, bound, at)} · {until}"


def days_left(last_day: date, today: date) -> str:
    """`còn 6 ngày`, `hết hạn hôm nay`, `quá hạn 29 ngày`; days run to and from the last day that still counts."""
    left = (last_day - today).days
    if left == 0:
        return "hết hạn hôm nay"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"
