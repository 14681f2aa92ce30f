"""A row of tasks as the contract words it, built from printed texts: the one place where texts become values.

Tables, paragraphs and sections find the texts; an officer who corrects a draft changes them. All come through here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from agencies.names import Mention, Names
from common.intake.kinds import NOTE, WARNING, Json, JsonMap, Reading, Remark, Row
from plans import timeframe
from plans.intake.assignments import assign
from plans.intake.contract import BudgetCell
from plans.timeframe import TimeFrame

KIND = "plans.tasks"
SECTION = "tasks"


@dataclass(slots=True)
class Texts:
    """What is printed of a task. `frame` where its time does not stand in one text; `budget` as the contract has it."""

    name: str
    lead: str = ""
    coordinating: str = ""
    time: str = ""
    product: str = ""
    notes: str = ""
    budget: list[BudgetCell] = field(default_factory=list)
    frame: TimeFrame | None = None


@dataclass(slots=True)
class Understood:
    """The contract's fields of a row, what is to be said of them, and the names nobody knows yet."""

    parsed: Json
    remarks: list[Remark] = field(default_factory=list)
    unknown: list[Mention] = field(default_factory=list)


def understand(
    texts: Texts, *, code: str, parent: str, kind: str, names: Names, year: int | None = None
) -> Understood:
    """Read a row's texts. `kind` is group or task; `year` is the plan's own where it is a plan for one year."""
    frame = texts.frame or timeframe.parse(texts.time, year)
    assigned = assign(names, texts.lead, texts.coordinating)
    parsed = {
        "code": code,
        "parent": parent or None,
        "kind": kind,
        "name": texts.name,
        **assigned.parsed,
        "time_text": texts.time,
        "start": frame.starts_on.isoformat() if frame.starts_on else None,
        "end": frame.ends_on.isoformat() if frame.ends_on else None,
        "recurring": frame.recurring,
        "trigger_text": frame.trigger_text,
        "product": texts.product,
        "notes": texts.notes,
        "budget": texts.budget,
    }
    remarks = [Remark(WARNING, frame.doubt, "time_text")] if frame.doubt else []
    remarks += assigned.remarks
    if kind == "task":
        remarks += open_facts(parsed, frame)
        if not texts.time and not frame.doubt and frame.empty:
            remarks += _time_in_words(texts.name, year)
    return Understood(parsed, remarks, assigned.unknown)


# A deadline a task's own sentence names: "…, hoàn thành trong quý III năm 2023", "trước ngày 30 tháng 6 năm 2023".
_DEADLINE = re.compile(
    r"(?:hoàn thành |xong )?(?P<time>(?:trong |trước |chậm nhất (?:là |vào )?|đến hết |vào )"
    r"(?:ngày |tháng |quý |cuối |đầu |năm )[^,;.()]{0,32}?(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)


def _time_in_words(name: str, year: int | None) -> Iterator[Remark]:
    """A time that stands in the sentence of a task without one of its own: proposed, never taken by itself."""
    for match in _DEADLINE.finditer(name):
        frame = timeframe.parse(match["time"], year)
        if frame.ends_on and not frame.doubt:
            yield Remark(
                NOTE,
                f"Câu chữ có nêu “{match['time']}”: chọn nếu đó là thời hạn của nhiệm vụ.",
                "time_text",
                {"label": f"Lấy thời hạn “{match['time']}”", "set": {"time_text": match["time"]}},
            )
            return


def put(reading: Reading, row: Row, understood: Understood, more: Iterable[Remark] = ()) -> Row:
    """Write what was understood into a row of the reading; names to be chosen are remembered for the draft."""
    row.parsed = understood.parsed
    row.say(SECTION, [*more, *understood.remarks])
    remember_unknown(reading, understood.unknown)
    return row


def open_facts(parsed: JsonMap, frame: TimeFrame) -> Iterator[Remark]:
    """What the plan itself leaves open."""
    if not parsed["lead"]:
        yield Remark(NOTE, "Không in cơ quan chủ trì hay thực hiện.", "lead")
    if frame.empty or (
        not frame.ends_on and not frame.recurring and not frame.trigger_text and not frame.doubt
    ):
        yield Remark(NOTE, "Không in thời hạn.", "time_text")
    if frame.trigger_text:
        yield Remark(
            NOTE, "Chờ điều kiện: chưa có thời hạn cho đến khi ghi nhận văn bản làm căn cứ.", "time_text"
        )
    yield from years_outside(parsed)


def years_outside(parsed: JsonMap) -> Iterator[Remark]:
    """Budget years the task's own time frame does not cover."""
    first = int(parsed["start"][:4]) if parsed["start"] else None
    last = int(parsed["end"][:4]) if parsed["end"] else None
    years = sorted({cell["year"] for cell in parsed["budget"] if cell["year"] and cell["million"] != "0"})
    outside = [str(year) for year in years if (first and year < first) or (last and year > last)]
    if outside:
        yield Remark(
            NOTE, f"Có kinh phí năm {', '.join(outside)}, ngoài thời gian “{parsed['time_text']}”.", "budget"
        )


def remember_unknown(reading: Reading, unknown: Iterable[Mention]) -> None:
    """Names to choose or create before the draft can be confirmed."""
    names = reading.facts.setdefault("unknown_names", {})
    for mention in unknown:
        if not mention.group:
            names.setdefault(mention.name, mention.text)
