"""The words of a sentence that say when and how often one reports, in printed order. Plain functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reporting.collection.rule_words import rule_words


@dataclass(frozen=True)
class Often:
    """Words that name a frequency; `run` numbers the list they stand in (“tháng, quý và năm” is one)."""

    name: str
    at: int
    end: int
    run: int = 0


@dataclass(frozen=True)
class Day:
    """Words that name a day: of the year, of a month or quarter (`tail`), of the week.

    `joined`: it goes on a list of days; `elided`: its day is the one printed before it.
    """

    at: int
    end: int
    cue: str = ""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int = 0
    tail: str = ""
    joined: bool = False
    elided: bool = False


_JOINED = re.compile(r"\s*(?:\([^()]{1,80}\)\s*)?(?:[,;]|,?\s*(?:và|hoặc|cùng))?\s*")
_CITED = re.compile(
    r"(?:\bsố\b|/[a-zđ]{2}|quyết định|kế hoạch|nghị quyết|công văn|thông báo|chỉ thị|kết luận|nghị định)[^,;]{0,60}$"
)
_MONTHS = re.compile(
    r"(?:\s*(?:của )?(?:các )?tháng\s+|\s?/\s?)"
    r"(?P<months>\d{1,2}(?:(?:\s*,\s*|\s*,?\s*và\s+)\d{1,2}(?!\s?/|\d|\s+(?:tháng|ngày)))+)(?!\s?[/\d])"
)
_HOUR_BEHIND = re.compile(
    r"\s*[(,]?\s*(?:trước|lúc|vào lúc|chậm nhất(?: là)?)\s+(?P<hour>\d{1,2}) ?(?:giờ|h|g|:) ?(?P<minute>\d{2})?"
    r"(?: phút)?(?!\s*(?:ngày|thứ|\d))\)?"
)
_ASIDE = re.compile(r"\s*\([^()]{1,80}\)")
LAST_OF_MONTH = 31


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A day with or without its month; a month alone; a day of the week or the last of the month."""
    words = rule_words()
    cue = rf"\b(?P<cue>(?:{words.before}|{words.on})(?: hoặc (?:trong|vào))?(?: là)?(?: vào)?)\s+"
    hour = r"(?:lúc\s+)?(?P<hour>\d{1,2}) ?(?:giờ|h|g|:) ?(?P<minute>\d{2})?(?:'|’| phút)?,?\s*(?:của\s+)?"
    day = re.compile(
        rf"(?:{cue})?(?<!\d)(?<!\d[./])(?:{hour})?(?P<named>(?:các\s+)?ngày\s+(?:mùng\s+|mồng\s+)?)?"
        r"(?P<day>\d{1,2})(?!\d|\s?(?:h|g|giờ|phút|:)(?!\w)|[.,]\d|\s?%)"
        r"(?:\s?/\s?(?P<month>\d{1,2})(?!\d)(?:\s?/\s?(?P<year>20\d\d))?"
        r"|\s+tháng\s+(?P<month2>\d{1,2})(?!\d)(?:(?:\s+năm\s+|\s?/\s?)(?P<year2>20\d\d))?)?(?!/\d)"
    )
    month = re.compile(
        rf"(?:\b(?P<cue>{words.before}|trong|vào|cuối|giữa|đầu)\s+)?tháng\s+(?P<month>\d{{1,2}})(?![\d/])"
        r"(?:\s+năm\s+(?P<year>20\d\d))?"
    )
    names = "|".join(words.weekdays)
    other = re.compile(
        rf"(?:{cue})?(?:{hour})?(?:(?:sáng|chiều|(?:các )?ngày)\s+)?"
        rf"(?:\b(?P<weekday>{names})\b(?: (?:hằng|hàng|mỗi) tuần)?"
        r"|(?:ngày\s+)?cuối(?: cùng)?(?: của)? (?:(?:hằng|hàng|mỗi) )?(?P<last>tháng)(?! \d|\w| cuối| đầu))"
    )
    return day, month, other


def days_in(text: str) -> list[Day]:
    """Every day a sentence names, in printed order; `text` in small letters."""
    day, month, other = _patterns()
    found: list[Day] = []
    for match in sorted(
        [*day.finditer(text), *month.finditer(text), *other.finditer(text)], key=lambda match: match.start()
    ):
        before = found[-1] if found else None
        if before and match.start() < before.end:
            continue
        joined = before is not None and _JOINED.fullmatch(text, before.end, match.start()) is not None
        if match.re is day:
            found += _of_year(text, match, joined)
        elif match.re is month:
            found += _of_month(match, before if joined else None)
        elif match["last"] or "tuần" in text:
            found.append(_of_week(match, joined))
    return [_with_hour(text, one) for one in _sharing(found)]


def _of_year(text: str, match: re.Match[str], joined: bool) -> Iterator[Day]:
    """The day or days a match names: one day of several months is as many; none where the number is no day."""
    month, year = match["month"] or match["month2"], match["year"] or match["year2"]
    several, end = ([], 0) if year else _months(text, match.end("day"))
    tail, end = _tail(text, end or match.end())
    one = Day(
        match.start(),
        end,
        cue=match["cue"] or "",
        day=int(match["day"]),
        month=int(month) if month else None,
        year=int(year) if year else None,
        tail=tail,
        joined=joined,
        hour=_hour(match),
        minute=_minute(match),
    )
    if not _is_day(text, match, one, bool(several)):
        return
    for place, each in enumerate(several or [one.month]):
        yield replace(one, month=each, joined=joined or place > 0)


def _is_day(text: str, match: re.Match[str], one: Day, several: bool) -> bool:
    """Whether a number names a day here: by the sign in front of it, or in a list; not in the name of a paper."""
    named = one.cue or match["named"]
    marked = named or match["hour"] or one.joined or text[: one.at].rstrip()[-1:] in ("(", ":")
    if not marked or not (named or one.month or one.tail or several):
        return False
    if not 1 <= (one.day or 0) <= 31 or not 1 <= (one.month or 1) <= 12:
        return False
    return not (one.year and not one.cue and _CITED.search(text, max(0, one.at - 80), one.at))


def _months(text: str, at: int) -> tuple[list[int], int]:
    """The months of a list behind a day, and where it ends: after “tháng”, or at least three behind a stroke."""
    match = _MONTHS.match(text, at)
    months = [int(number) for number in re.findall(r"\d+", match["months"])] if match else []
    if match and months == sorted(months) and months[-1] <= 12 and (len(months) > 2 or "tháng" in match[0]):
        return months, match.end()
    return [], 0


def _of_month(match: re.Match[str], before: Day | None) -> Iterator[Day]:
    """A month without a day: within it, or the day printed before it where the two are joined."""
    month, cue = int(match["month"]), match["cue"] or ""
    if not 1 <= month <= 12 or not (cue or before):
        return
    one = Day(
        match.start(), match.end(), cue=cue, month=month, year=int(match["year"]) if match["year"] else None
    )
    if before and before.day and before.month:
        yield replace(before, at=one.at, end=one.end, month=month, tail="", joined=True, elided=True)
    elif cue in ("đầu", rule_words().before):
        yield replace(one, day=1)
    elif cue == "giữa":
        yield replace(one, day=15)
    else:
        yield replace(one, joined=before is not None)


def _of_week(match: re.Match[str], joined: bool) -> Day:
    one = Day(
        match.start(),
        match.end(),
        cue=match["cue"] or "",
        joined=joined,
        hour=_hour(match),
        minute=_minute(match),
    )
    if match["last"]:
        return replace(one, day=LAST_OF_MONTH, tail="month")
    return replace(one, weekday=rule_words().weekdays[match["weekday"]])


def _hour(match: re.Match[str]) -> int | None:
    """The hour printed in front of a day; midnight is the day's own end."""
    return int(match["hour"]) if match["hour"] and int(match["hour"]) < 24 else None


def _minute(match: re.Match[str]) -> int:
    return (
        int(match["minute"])
        if _hour(match) is not None and match["minute"] and int(match["minute"]) < 60
        else 0
    )


def _with_hour(text: str, one: Day) -> Day:
    """The day with an hour that is printed behind it: “thứ Sáu hằng tuần (trước 10 giờ 00)”."""
    match = None if one.hour is not None else _HOUR_BEHIND.match(text, one.end)
    if match is None or _hour(match) is None:
        return one
    cue = rule_words().before if rule_words().before in match[0] else one.cue
    return replace(one, hour=_hour(match), minute=_minute(match), cue=cue, end=match.end())


def _tail(text: str, at: int) -> tuple[str, int]:
    """What stands behind a day and says of which month or year it is, and where that ends."""
    for what, pattern in rule_words().tails:
        if match := pattern.match(text, at):
            return what, match.end()
    return "", at


def _sharing(days: list[Day]) -> list[Day]:
    """Days of a list share the sign in front of its first and, without a month, what stands behind its last."""
    for place, one in enumerate(days):
        if one.joined and place and not one.cue:
            days[place] = replace(one, cue=days[place - 1].cue)
    for place in range(len(days) - 2, -1, -1):
        one, after = days[place], days[place + 1]
        if after.joined and one.month is None and one.weekday is None and not one.tail:
            days[place] = replace(one, tail=after.tail)
    return days


def often_in(text: str, days: list[Day]) -> list[Often]:
    """Every frequency a sentence names outside its days, the lists among them numbered."""
    words = rule_words()
    found: list[Often] = []
    at, run = 0, 0
    taken = iter(days)
    day = next(taken, None)
    while True:
        begun = [match for pattern in (words.often, words.led) if (match := pattern.search(text, at))]
        if not begun:
            return found
        run += 1
        going: re.Match[str] | None = min(begun, key=lambda match: (match.start(), -match.end()))
        while going:
            while day and day.end <= going.start():
                day = next(taken, None)
            at = going.end()
            if day and day.at < at:
                break
            name = going.lastgroup or ""
            found.append(Often(name, going.start(name), at, run))
            going = words.listed.match(text, at)
            if not going and (aside := _ASIDE.match(text, at)):
                going, run = words.listed.match(text, aside.end()), run + 1
