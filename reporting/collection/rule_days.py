"""Which reports a sentence asks for: how often, by which day, about which period. Plain functions, tables of cases.

A frequency goes with the days behind it up to the next one, or in front of it where it stands in brackets (“trước ngày
20/6 (báo cáo 6 tháng)”). As many days as frequencies of one list go together in order; of others each day takes the
one it fits. Four days of the four quarters are one rule. A sentence may hold several rules; none is dropped unsaid.
"""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reporting.collection.deadlines import assumed
from reporting.collection.rule_tokens import Day, Often, days_in, often_in
from reporting.collection.rule_words import rule_words

LONGEST = 3000  # characters of a sentence that is read as a rule
_BEHIND = re.compile(
    r"\s*(?:\(\s*|,?\s*(?:đối với|cho|áp dụng cho|dành cho)\s+)(?:đối với |cho |là )?(?:các )?(?:báo cáo\s+|kỳ\s+)?"
    r"(?:định kỳ\s+)?"
)
# The months in which the report of a frequency falls due; what fits no frequency of a list is a year's.
_FITS = {
    "half_yearly": (5, 6, 7, 1, 11, 12),
    "nine_months": (9, 10),
    "quarterly": tuple(range(1, 13)),
    "yearly": (10, 11, 12, 1, 2, 3),
}
_QUARTER_ENDS, _QUARTER_BEGINS = (3, 6, 9, 12), (1, 4, 7, 10)


@dataclass(frozen=True)
class Said:
    """One report as a sentence asks for it, in the columns of Cycle and CycleStage; `at` to `end` are the words.

    `covers` is same, before or '' where it must be asked. `doubts`: elided (the day is the one printed before), month
    (which of the quarter is not printed), covers.
    """

    frequency: str
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    of_last_month: bool = False
    bound: str = "on"
    hour: int | None = None
    minute: int = 0
    covers: str = ""
    doubts: tuple[str, ...] = ()
    at: int = 0
    end: int = 0


@dataclass(frozen=True)
class Heard:
    """What a sentence says of reports: rules, frequencies without a day, and deadlines it was not possible to read.

    `marked`: the sentence itself says that something comes round, or names the plan's own year.
    """

    rules: tuple[Said, ...] = ()
    undated: tuple[Often, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    marked: bool = False


NOTHING = Heard()


def hear(text: str, year: int | None = None) -> Heard:
    """What a sentence says. A day printed with its year is no rule, but in a plan for that `year` alone."""
    text = text.lower()
    if len(text) > LONGEST:
        return NOTHING
    days = [day for day in days_in(text) if _of_plan(day, year)]
    often = often_in(text, days)
    pairs, undated = _paired(text, days, often)
    rules = [_said(text, day, frequency) for day, frequency in pairs]
    known, read = {said.frequency for said in rules}, {day.at for day, _frequency in pairs}
    lost = [(day.at, day.end) for day in days if day.at not in read]
    lost += [match.span() for match in rule_words().unread.finditer(text)]
    return Heard(
        tuple(_half_years(_quarters(rules))),
        tuple({one.name: one for one in undated if one.name not in known}.values()),
        tuple(lost),
        bool(often) or any(day.tail or day.weekday or day.year for day in days),
    )


def _of_plan(day: Day, year: int | None) -> bool:
    """Whether a day printed with its year is one of the plan's only year, or early in the year after it."""
    if day.year is None or day.year == year:
        return True
    return year is not None and day.year == year + 1 and day.month is not None and day.month <= 3


# ---------------------------------------------------------------------------------------- which day, how often


@dataclass
class _Block:
    """A list of frequencies and the days behind it."""

    often: list[Often]
    days: list[Day]


def _paired(text: str, days: list[Day], often: list[Often]) -> tuple[list[tuple[Day, str]], list[Often]]:
    """Every day with its frequency, and the frequencies without a day."""
    runs: dict[int, list[Often]] = defaultdict(list)
    for one in often:
        runs[one.run].append(one)
    printed: list[tuple[int, Day | list[Often]]] = [(run[0].at, run) for run in runs.values()]
    printed += [(day.at, day) for day in days]
    pairs: list[tuple[Day, str]] = []
    blocks = [_Block([], [])]
    for _at, thing in sorted(printed, key=lambda pair: pair[0]):
        if isinstance(thing, Day):
            blocks[-1].days.append(thing)
        elif (
            blocks[-1].days
            and len(thing) == 1
            and _BEHIND.fullmatch(text, blocks[-1].days[-1].end, thing[0].at)
        ):
            pairs.append((blocks[-1].days.pop(), thing[0].name))
        else:
            blocks.append(_Block(thing, []))
    if blocks[0].days and len(blocks) > 1 and not blocks[1].days:
        blocks[1].days = blocks[0].days  # they stand in front of their frequency
        blocks[0].days = []
    undated: list[Often] = []
    for block in blocks:
        found = _settled(text, block)
        pairs += found
        names = {name for _day, name in found}
        undated += [one for one in block.often if one.name not in names]
    return sorted(pairs, key=lambda pair: pair[0].at), undated


def _settled(text: str, block: _Block) -> list[tuple[Day, str]]:
    """The days of a block with their frequencies: first those that say it themselves, then in order or by what fits."""
    left = list(dict.fromkeys(one.name for one in block.often))
    found: list[tuple[Day, str]] = []
    open_days: list[Day] = []
    for day in block.days:
        if _of_round(text, day) and left:
            found += [(day, name) for name in left]
            left = []
        elif own := _own_frequency(day):
            found.append((day, own))
        else:
            open_days.append(day)
    left = [name for name in left if name not in {own for _day, own in found}]
    in_order = len(left) == len(open_days)
    for place, day in enumerate(open_days):
        name = left[0] if len(left) == 1 else left[place] if in_order else _best(day, left)
        if name and _fits(day, name):
            found.append((day, name))
        elif day.month:
            found.append((day, "yearly"))
    return found


def _of_round(text: str, day: Day) -> bool:
    """“Ngày 15 của tháng cuối kỳ báo cáo”: of whatever is reported on."""
    return (
        day.tail in ("last month", "next quarter")
        and re.search(r"\bk[ỳì]\b", text[day.at : day.end]) is not None
    )


def _own_frequency(day: Day) -> str:
    if day.weekday:
        return "weekly"
    if day.tail in ("month", "this month", "next month") and not day.month:
        return "monthly"
    return "quarterly" if day.tail in ("next quarter", "first month", "last month") else ""


def _fits(day: Day, frequency: str) -> bool:
    """Whether a report so often can be due on such a day."""
    return frequency in (_FITS if day.month else ("monthly", "quarterly", "half_yearly"))


def _best(day: Day, left: list[str]) -> str:
    """Of several frequencies the one whose reports fall due at such a time of the year."""
    if not day.month:
        return next((name for name in left if name in ("monthly", "quarterly")), "")
    return next((name for name in left if day.month in _FITS.get(name, ())), "")


# ------------------------------------------------------------------------------------------------- what it means


def _said(text: str, day: Day, frequency: str) -> Said:
    bound = "before" if day.cue.startswith(rule_words().before) and "hoặc" not in day.cue else "on"
    said = Said(
        frequency,
        month=day.month,
        day=day.day,
        weekday=day.weekday,
        of_last_month=frequency in ("quarterly", "half_yearly") and not day.month and day.tail not in _LATER,
        bound=bound if day.day or day.weekday else "month",
        hour=day.hour,
        minute=day.minute,
        doubts=("elided",) if day.elided else (),
        at=day.at,
        end=day.end,
    )
    if (
        frequency in _LAST_MONTHS
        and not day.month
        and not day.weekday
        and (day.tail in _LATER or day.tail == "last month")
    ):
        last = _LAST_MONTHS[frequency]
        said = replace(said, month=last % 12 + 1 if day.tail in _LATER else last)
    elif (
        said.of_last_month
        and day.tail != "last month"
        and (frequency == "half_yearly" or (day.day or 0) <= 20)
    ):
        said = replace(said, doubts=(*said.doubts, "month"))
    told = "before" if day.tail in _BEFORE else "same" if day.tail in ("this year", "this month") else ""
    return _covering(said, told or assumed_of(said))


# Behind these words the day is in a period after the one reported on.
_LATER = ("next quarter", "first month")
_BEFORE = ("next quarter", "next month", "next year")
# The last month of what is reported on, where a rule needs the month.
_LAST_MONTHS = {"yearly": 12, "nine_months": 9}


def assumed_of(said: Said, frequency: str = "") -> str:
    """What the table of the design says of a day; '' where it must be asked."""
    frequency = frequency or said.frequency
    if said.weekday or (said.month is None and said.day is None):
        return ""
    month = said.month or {"quarterly": 3, "half_yearly": 6}.get(frequency, 3)
    if not said.month and frequency in ("quarterly", "half_yearly") and not said.of_last_month:
        month = 1
    longest = calendar.monthrange(2026, month)[1]
    return assumed(frequency, dt.date(2026, month, min(said.day or longest, longest)))


def _covering(said: Said, covers: str) -> Said:
    doubts = tuple(doubt for doubt in said.doubts if doubt != "covers")
    return replace(said, covers=covers, doubts=doubts if covers else (*doubts, "covers"))


def _quarters(rules: list[Said]) -> list[Said]:
    """Four days in the four quarters are the quarters' reports: one rule where they are the same day of the month."""
    of_year = [said for said in rules if said.frequency in ("yearly", "quarterly") and said.month]
    months = tuple(sorted(said.month or 0 for said in of_year))
    if months not in (_QUARTER_ENDS, _QUARTER_BEGINS) or len({said.frequency for said in of_year}) > 1:
        return rules
    others = [said for said in rules if said not in of_year]
    alike = {(said.day, said.bound, said.hour, said.minute) for said in of_year}
    if len(alike) == 1:
        one = replace(
            of_year[0],
            frequency="quarterly",
            month=None,
            of_last_month=months == _QUARTER_ENDS,
            end=max(said.end for said in of_year),
            doubts=(),
        )
        return _in_order([*others, _covering(one, assumed_of(one))])
    quarterly = [replace(said, frequency="quarterly") for said in of_year]
    return _in_order([*others, *(_covering(said, assumed_of(said)) for said in quarterly)])


def _half_years(rules: list[Said]) -> list[Said]:
    """Two days of the year for one report are its half-year's and its year's: nothing has to be asked."""
    of_year = [said for said in rules if said.frequency == "yearly"]
    if len(of_year) != 2 or not all(assumed_of(said, "half_yearly") for said in of_year):
        return rules
    return [
        _covering(said, said.covers or assumed_of(said, "half_yearly")) if said in of_year else said
        for said in rules
    ]


def _in_order(rules: Iterable[Said]) -> list[Said]:
    return sorted(rules, key=lambda said: said.at)
