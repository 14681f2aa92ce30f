"""Kind: the reporting rule in a plan's prose: who reports to whom by which day, as proposed cycles.

"định kỳ trước ngày 01/6 và 15/11 hàng năm … báo cáo … về Sở X": every printed day is a proposal of its own. Where a
day is left out ("ngày 10 tháng 6 và tháng 12") the one printed before it is proposed, and asked about.
"""

import re
from dataclasses import dataclass
from typing import Any

from agencies.names import Mention, Names
from common.intake.blocks import Document
from common.intake.kinds import NOTE, WARNING, Claim, Kind, PrintedCell, Problem, Reading, Row, register
from common.text import fold
from plans.intake.prose import Passage
from reporting.collection.adopting import apply_cycles

KIND = "reporting.cycles"
SHOWN = ("who", "to", "via", "purpose", "frequency", "month", "day", "bound", "due_text")

_DAY = re.compile(
    r"(?P<cue>truoc(?: ngay)?|(?:cham nhat|khong muon hon)(?: la)?(?: vao)?(?: ngay)?|(?:vao )?ngay|va(?: ngay)?|,)\s*"
    r"(?P<day>\d{1,2})(?: ?/ ?(?P<month>\d{1,2})| thang (?P<month2>\d{1,2}))(?! ?[/\d]| nam \d|\.\d)"
)
_MONTH = re.compile(r"(?P<cue>va(?: trong)?|truoc|trong|vao|,) thang (?P<month>\d{1,2})(?! ?[/\d]| nam \d)")
_JOINED = re.compile(r"va\b|,")
_EVERY_YEAR = re.compile(r"\bh[ao]ng nam\b|\bmoi nam\b|\bdinh ky\b|\bh[ao]ng quy\b|\bh[ao]ng thang\b")
_REPORT = re.compile(r"\bbao cao\b|\bdu toan\b|\bkinh phi\b")
_DAY_OF = re.compile(
    r"(?P<cue>truoc(?: ngay)?|cham nhat(?: la)? ngay|(?:vao )?ngay) (?P<day>\d{1,2})"
    r"(?: (?:cua )?(?P<of>h[ao]ng thang|thang cuoi quy|cuoi quy))"
)


@dataclass(frozen=True)
class _Due:
    """A day of the year a sentence names. `elided` marks a day taken over from the one before."""

    month: int | None
    day: int | None
    bound: str
    frequency: str
    at: int
    elided: bool = False


def register_kinds() -> None:
    """Make the cycles' kind known to the import."""
    register(Kind(KIND, 20, "Chế độ báo cáo", recognise, parse, export=export, apply=apply_cycles))


def recognise(document: Document) -> list[Claim]:
    """Rules stand anywhere in the prose; nothing is claimed."""
    return []


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """One row for every printed day of every reporting rule."""
    names: Names = reading.facts["names"]
    rows: list[Row] = []
    seen: set[tuple] = set()
    for passage in reading.facts["passages"]:
        for sentence in _sentences(passage.text):
            if not _REPORT.search(fold(sentence)) or not _EVERY_YEAR.search(fold(sentence)):
                continue
            for due in _dues(fold(sentence)):
                row = _row(passage, sentence, due, names, len(rows) + 1)
                key = tuple(row.parsed[field] for field in ("to", "month", "day", "purpose"))
                if key not in seen:
                    seen.add(key)
                    rows.append(row)
    if not rows:
        reading.say(NOTE, "Không thấy chế độ báo cáo trong lời văn. Đặt chế độ báo cáo sau khi xác nhận.")
    return rows


def _sentences(text: str) -> list[str]:
    return [
        piece.strip() for piece in re.split(r";\s|(?<=[^\d\s]{2})\.\s+(?=[A-ZĐÀ-Ỹ])", text) if piece.strip()
    ]


def _dues(folded: str) -> list[_Due]:
    """The days a sentence names, in printed order; the sign before the first holds for those joined to it."""
    found: list[_Due] = []
    for match in _DAY_OF.finditer(folded):
        quarterly = "quy" in match["of"]
        bound = "before" if match["cue"].startswith("truoc") else "on"
        found.append(
            _Due(None, int(match["day"]), bound, "quarterly" if quarterly else "monthly", match.start())
        )
    marks = sorted([*_DAY.finditer(folded), *_MONTH.finditer(folded)], key=lambda match: match.start())
    before: _Due | None = None
    end = -9
    for match in marks:
        joined = before is not None and match.start() - end <= 3 and _JOINED.match(match["cue"])
        if _JOINED.match(match["cue"]) and not joined:
            continue
        if match.re is _MONTH:
            day, elided = (before.day, True) if joined and before else (None, False)
            month = int(match["month"])
        else:
            day, elided = int(match["day"]), False
            month = int(match["month"] or match["month2"])
        if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
            continue
        bound = before.bound if joined and before else _bound(match["cue"], day)
        before = _Due(month, day, bound, "yearly", match.start(), elided)
        end = match.end()
        found.append(before)
    return found


def _bound(cue: str, day: int | None) -> str:
    if cue.startswith("truoc"):
        return "before"
    return "on" if day is not None else "month"


def _row(passage: Passage, sentence: str, due: _Due, names: Names, position: int) -> Row:
    who, to, via = _roles(passage, sentence, names)
    folded = fold(sentence)
    budget = re.search(r"\bdu toan\b|\bkinh phi\b", folded) and not re.search(
        r"\bbao cao (?:tinh hinh|ket qua)\b", folded
    )
    purpose = (
        "budget_estimate" if budget else "review" if re.search(r"\b(?:so|tong) ket\b", folded) else "progress"
    )
    row = Row(KIND, str(position), passage.where, printed=[PrintedCell(sentence, where=passage.where)])
    row.parsed = {
        "who": who or None,
        "to": to or None,
        "via": via or None,
        "purpose": purpose,
        "frequency": due.frequency,
        "month": due.month,
        "day": due.day,
        "bound": due.bound,
        "due_text": _due_text(sentence),
    }
    if due.elided:
        row.problems.append(
            Problem(
                "plan",
                "",
                passage.where,
                WARNING,
                f"“{row.parsed['due_text']}”: không in ngày của tháng {due.month}, đề xuất "
                f"{due.day:02d}/{due.month:02d} như ngày in trước đó. Có đúng không?",
            )
        )
    return row


def _due_text(sentence: str) -> str:
    """The words that say when, as printed."""
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return sentence
    marks = [*_DAY.finditer(folded), *_MONTH.finditer(folded), *_DAY_OF.finditer(folded)]
    begin, end = min(match.start() for match in marks), max(match.end() for match in marks)
    for pattern in (r"\b(?:theo )?(?:dinh ky|h[ao]ng nam)\s*,?\s*(?:h[ao]ng nam,? )?$",):
        before = re.search(pattern, folded[:begin])
        begin = before.start() if before else begin
    after = re.match(r"\s*(?:h[ao]ng nam|moi nam)", folded[end:])
    end += after.end() if after else 0
    return sentence[begin:end].strip(" ,")


def _roles(passage: Passage, sentence: str, names: Names) -> tuple[str, str, str]:
    """Who reports, to whom, through whom."""
    who, to, via = passage.subject, "", ""
    subject = [mention for _at, mention in names.mentions_in(passage.subject)]
    for at, mention in names.mentions_in(sentence):
        before = fold(sentence[max(0, at - 40) : at]).strip(" (")
        if re.search(r"\b(?:qua|thong qua)$", before):
            via = mention.name
        elif re.search(r"\b(?:ve|gui|gui ve|nop|thong tin den|den)$", before) and not to:
            to = mention.name
        elif re.search(r"\bbao cao (?:cua|cho)$|\btham muu$|\bde tham muu$", before) and not to:
            via, who = _through(subject, via), mention.name
        elif re.search(r"\bbao cao$", before) and not to:
            to = mention.name
    if not via and who != passage.subject:
        via = _through(subject, via)
    return who, to, via


def _through(subject: list[Mention], via: str) -> str:
    return subject[0].name if len(subject) == 1 and not subject[0].group else via


def export(reading: Reading, exported: dict[str, Any]) -> None:
    exported["plan"]["cycles"] = [{key: row.parsed[key] for key in SHOWN} for row in reading.of(KIND)]
