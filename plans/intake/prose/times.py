"""Until when a sentence says that its duty has to be done: "hoàn thành trước ngày 30/6/2026", "định kỳ hằng quý".

Only words that bind a day to what has to be done count; the day of a cited paper, a period in a title do not.
"""

import datetime as dt
import re
from dataclasses import dataclass

from plans import timeframe
from plans.timeframe import TimeFrame

_CENTURY = r"(?:19|20)\d\d"
_AT = (
    rf"(?:(?:ngày\s+)?\d{{1,2}}(?:\s?[/-]\s?|\s+tháng\s+)\d{{1,2}}(?:(?:\s?[/-]\s?|,?\s+năm\s+){_CENTURY})?(?![/\d])"
    rf"|(?:(?:cuối|đầu|giữa|hết)\s+)?tháng\s+\d{{1,2}}(?:(?:\s?[/-]\s?|,?\s+năm\s+){_CENTURY})?(?![/\d])"
    rf"|(?:(?:cuối|đầu|hết)\s+)?quý\s+(?:IV|I{{1,3}}|[1-4])\b(?:(?:\s?[/-]\s?|,?\s+năm\s+){_CENTURY})?(?![/\d])"
    rf"|(?:(?:cuối|đầu|hết)\s+)?năm\s+{_CENTURY}(?![/\d]))"
)
_EVERY = r"(?:(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày|kỳ))"
_DEADLINE = re.compile(
    r"(?<!\w)(?:(?P<done>hoàn thành|xong|kết thúc|hoàn tất)\s+)?"
    r"(?:(?:trước|trong|chậm nhất(?:\s+(?:là|vào|trong|đến|trước))?|muộn nhất(?:\s+(?:là|vào))?"
    r"|đến hết|vào|đến(?=\s+(?:ngày|\d)))"
    rf"\s+|(?<=thành )|(?<=xong )|(?<=\()|(?<=; )|(?<=, ))(?P<at>{_AT}(?:\s*(?:-|–|đến|và)\s*{_AT})?(?:\s+{_EVERY})?)",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"(?<!\w)từ\s+(?:nay|{_AT})\s+đến\s+(?:hết\s+)?{_AT}", re.IGNORECASE)
_RECURRING = re.compile(
    rf"(?<!\w)(?:định kỳ(?:\s+(?:{_EVERY}|0?6 tháng|sáu tháng)(?:,?\s+(?:và\s+)?{_EVERY})*|(?=\s+[a-zà-ỹđ]))"
    rf"|{_EVERY}(?:,\s*{_EVERY})*(?:\s+(?:và|hoặc)\s+đột xuất)?"
    r"|(?<!chi )(?<!vốn )(?<!không )thường xuyên)(?!\w)",
    re.IGNORECASE,
)
LONGEST = 3_000  # characters of a duty in which a time is looked for


@dataclass(frozen=True, slots=True)
class Said:
    """A time a sentence states, as printed, what it means, and a doubt where several are stated."""

    text: str
    frame: TimeFrame
    doubt: str = ""


def said_in(text: str, year: int | None, issued: dt.date | None) -> Said | None:
    """The time of a duty's own sentence; None where it states none. Days before the paper itself are no deadlines."""
    text = text[:LONGEST]
    found = [_read(match[0], year, done=bool(match["done"])) for match in _DEADLINE.finditer(text)]
    found += [_read(match[0], year, done=True) for match in _SPAN.finditer(text)]
    dated = [
        one
        for one in found
        if one and (not issued or not one[0].frame.ends_on or one[0].frame.ends_on >= issued)
    ]
    ends = [one for one in dated if one[0].frame.ends_on]
    match = _RECURRING.search(text)
    recurring = _read(match[0], year, done=False) if match else None
    if ends:
        return _one_of(
            ends, [recurring] if match and recurring and match[0].lower() != "thường xuyên" else []
        )
    if dated:
        return dated[0][0]
    return recurring[0] if recurring else None


def _read(text: str, year: int | None, *, done: bool) -> tuple[Said, bool] | None:
    frame = timeframe.parse(text, year)
    if frame.doubt or frame.empty:
        return None
    return Said(text, frame), done


def _one_of(found: list[tuple[Said, bool]], recurring: list[tuple[Said, bool]]) -> Said:
    """The day by which all is done; where several are stated and none says so, the last, with a question."""
    days = {said.frame.ends_on for said, _done in found}
    if len(days) == 1 and not recurring:
        return next((said for said, _done in found if said.frame.starts_on), found[0][0])
    done = [said for said, is_done in found if is_done]
    if len({said.frame.ends_on for said in done}) == 1 and not recurring:
        return done[0]
    last = max((said for said, _done in found), key=lambda said: said.frame.ends_on or dt.date.min)
    listed = "; ".join(f"“{said.text}”" for said, _done in [*found, *recurring])
    return Said(last.text, last.frame, f"Câu nêu nhiều mốc thời gian: {listed}. Chọn thời hạn của nhiệm vụ.")
