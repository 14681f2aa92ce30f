"""Kind: the reporting rule in a plan's prose: who reports to whom by which day, as proposed cycles.

"định kỳ trước ngày 01/6 và 15/11 hàng năm … báo cáo … về Sở X": every printed day is a proposal of its own. Where a
day is left out ("ngày 10 tháng 6 và tháng 12") the one printed before it is proposed, and asked about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencies.names import Mention, Names
from common.intake.kinds import NOTE, WARNING, Json, PrintedCell, Problem, Reading, Row
from common.text import fold, fold_in_place
from plans.intake.prose import NUMBERED, Passage, subject_of

KIND = "reporting.cycles"
LONGEST_DUE = 70  # characters of the words that say when
SHOWN = ("who", "to", "via", "purpose", "frequency", "month", "day", "bound", "due_text")

_CUE = (
    r"truoc(?: \d{1,2} ?(?:h|g|gio|:) ?\d{0,2},?)?(?: ngay)?|(?:vao )?ngay"
    r"|(?:cham nhat|khong muon hon|khong qua)(?: la)?(?: vao)?(?: ngay)?"
)
_DAY = re.compile(
    rf"(?P<cue>{_CUE}|va(?: (?:truoc )?ngay)?|,)\s*"
    r"(?P<day>\d{1,2})(?: ?/ ?(?P<month>\d{1,2})| thang (?P<month2>\d{1,2}))"
    r"(?:(?: ?/ ?| nam )(?P<year>20\d\d))?(?![/\d]|\.\d)"
)
_MONTH = re.compile(r"(?P<cue>va(?: trong)?|truoc|trong|vao|,) thang (?P<month>\d{1,2})(?! ?[/\d]| nam \d)")
_JOINED = re.compile(r"va\b|,")
_EVERY_YEAR = re.compile(
    r"\bh[ao]ng nam\b|\bmoi nam\b|\bdinh ky\b|\bh[ao]ng quy\b|\bh[ao]ng thang\b|\b(?:6|06|sau) thang\b|\bbao cao nam\b"
    r"|\bcuoi (?:cua )?(?:quy|ky)\b|\bdau (?:cua )?quy (?:sau|tiep theo|ke tiep|lien ke)\b"
)
_REPORT = re.compile(r"\bbao cao\b|\bdu toan\b|\bkinh phi\b")
_DAY_OF = re.compile(
    rf"(?P<cue>{_CUE}) (?P<day>\d{{1,2}}) ?(?:cua )?"
    r"(?P<of>h[ao]ng thang|moi thang|thang cuoi (?:cua )?(?:quy|ky)|cuoi (?:quy|ky))"
    rf"|(?P<of2>h[ao]ng thang) ?[(,]? ?(?P<cue2>{_CUE}) (?P<day2>\d{{1,2}})(?! ?/|\d| thang)"
)
# A day in the quarter or month after the one reported on: no cycle can say that.
_NEXT_PERIOD = re.compile(
    rf"\b(?:{_CUE}) \d{{1,2}} (?:cua )?(?:thang dau (?:cua )?)?(?:quy|thang) (?:sau|tiep theo|ke tiep|lien ke)\b"
)
# Where the second report of a sentence begins: what has been brought together goes on upwards.
_UPWARDS = re.compile(r"\bde (?:[^,;]{0,60} )?tong hop,? (?=(?:tham muu .{0,60})?(?:bao cao|trinh))")
_LEADING_TIME = re.compile(
    r"^(?:(?:định kỳ|hằng|hàng|trước|chậm nhất|vào|ngày|tháng|quý|năm|6 tháng|\d)"
    r"(?:(?!\bcác\b)[^,;()])*(?:\([^)]*\))?,\s*)+",
    re.IGNORECASE,
)
# The days and how often a clause begins with, word by word: "Định kỳ 06 tháng, 01 năm các sở …".
_TIME_FIRST = re.compile(
    r"^(?:(?:định kỳ|hằng|hàng|mỗi|trước|chậm nhất|vào|là|ngày|tháng|quý|năm|tuần|đầu|cuối|một|sáu|và|hoặc"
    r"|\d[\d/]*|\([^)]*\))(?:\s*,\s*|\s+|$))+",
    re.IGNORECASE,
)
# A person whom a report goes to, where no office is named.
_HEAD_OF = re.compile(
    r"\b(?:báo cáo|trình|gửi) (?P<to>Bộ trưởng|Thủ tướng(?: Chính phủ)?|[Ll]ãnh đạo (?:Bộ|tỉnh|Sở))\b"
)
_TITLED = re.compile(r"\b(?:chu tich|bo truong|giam doc|lanh dao|thu truong|dong chi)$")


@dataclass(frozen=True)
class _Due:
    """A day of the year a sentence names. `elided` marks a day taken over from the one before."""

    month: int | None
    day: int | None
    bound: str
    frequency: str
    at: int
    elided: bool = False


def parse(reading: Reading) -> list[Row]:
    """One row for every printed day of every reporting rule."""
    names: Names = reading.facts["names"]
    year: int | None = reading.facts.get("year")
    rows: list[Row] = []
    seen: set[tuple] = set()
    asked: set[str] = set()
    for passage in reading.facts["passages"]:
        for part in _parts(passage, names, year):
            for printed in sorted(_of_the_next_period(part.text) - asked):
                asked.add(printed)
                reading.say(
                    WARNING,
                    f"Chưa đề xuất được hạn báo cáo “{printed}”, tính theo kỳ sau. "
                    "Đặt chế độ báo cáo này sau khi xác nhận.",
                    where=passage.where,
                )
            for due in _dues(fold(part.text), year):
                row = _row(passage, part, due, names, len(rows) + 1)
                key = tuple(row.parsed[field] for field in ("to", "month", "day", "purpose"))
                if key not in seen:
                    seen.add(key)
                    rows.append(row)
    if not rows and not asked:
        reading.say(NOTE, "Không thấy chế độ báo cáo trong lời văn. Đặt chế độ báo cáo sau khi xác nhận.")
    return rows


@dataclass(frozen=True)
class _Part:
    """A part of a sentence that states when one report goes where. `who` and `to` hold where it names none itself."""

    text: str
    who: str
    to: str = ""


def _parts(passage: Passage, names: Names, year: int | None) -> Iterator[_Part]:
    """What a passage says of reports, one report at a time; a later part goes on with whom the earlier ones named.

    A rule holds every year; in a plan for one `year` a day of that year is one too.
    """
    for sentence in _sentences(passage.text):
        folded = fold(sentence)
        rule = _EVERY_YEAR.search(folded) or (year and re.search(rf"\b{year}\b", folded))
        if not _REPORT.search(folded) or not rule:
            continue
        who, to = passage.subject, ""
        for clause in re.split(r";\s*", sentence):
            own = _speaker(clause.strip(), names)
            who = own or who
            pieces = _upwards(clause)
            for turn, piece in enumerate(pieces):
                speaker = to if turn and to else who
                found = _addressed(piece, names)
                if _REPORT.search(fold(piece)) or not turn:
                    yield _Part(piece.strip(), speaker, "" if turn else to)
                to = found or to


def _speaker(clause: str, names: Names) -> str:
    """Who a clause begins with, after the time it may begin with; '' where it begins with neither."""
    bare = NUMBERED.sub("", clause)
    return subject_of(_TIME_FIRST.sub("", bare), names) or subject_of(_LEADING_TIME.sub("", bare), names)


def _of_the_next_period(text: str) -> set[str]:
    """The days, as printed, that fall in the period after the one reported on."""
    return {text[match.start() : match.end()] for match in _NEXT_PERIOD.finditer(fold_in_place(text))}


def _upwards(clause: str) -> list[str]:
    """A clause cut where the second of two dated reports begins; whole where only one of them has a day."""
    folded = fold_in_place(clause)
    cut = _UPWARDS.search(folded)
    if not cut or not _dues(folded[: cut.end()]) or not _dues(folded[cut.end() :]):
        return [clause]
    return [clause[: cut.end()], clause[cut.end() :]]


def _sentences(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"(?<=[^\d\s]{2})\.\s+(?=[A-ZĐÀ-Ỹ])", text) if piece.strip()]


def _dues(folded: str, year: int | None = None) -> list[_Due]:
    """The days a sentence names, in printed order; the sign before the first holds for those joined to it.

    A day of one year is no rule, but in a plan for that `year`.
    """
    found: list[_Due] = []
    for match in _DAY_OF.finditer(folded):
        of, cue = match["of"] or match["of2"], match["cue"] or match["cue2"]
        frequency = "monthly" if re.match(r"h[ao]ng thang|moi thang", of) else "quarterly"
        bound = "before" if cue.startswith("truoc") else "on"
        found.append(_Due(None, int(match["day"] or match["day2"]), bound, frequency, match.start()))
    marks = sorted([*_DAY.finditer(folded), *_MONTH.finditer(folded)], key=lambda match: match.start())
    before: _Due | None = None
    end = -9
    for match in marks:
        joined = before is not None and match.start() - end <= 3 and _JOINED.match(match["cue"])
        if _JOINED.match(match["cue"]) and "ngay" not in match["cue"] and not joined:
            continue
        if match.re is _DAY and match["year"] and int(match["year"]) != year:
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
    if "truoc" in cue:
        return "before"
    return "on" if day is not None else "month"


def _row(passage: Passage, part: _Part, due: _Due, names: Names, position: int) -> Row:
    sentence = part.text
    who, to, via = _roles(part, names)
    folded = fold(sentence)
    budget = re.search(r"\bdu toan\b|\bkinh phi\b", folded) and not re.search(
        r"\bbao cao (?:tinh hinh|ket qua)\b", folded
    )
    purpose = (
        "budget_estimate" if budget else "review" if re.search(r"\b(?:so|tong) ket\b", folded) else "progress"
    )
    row = Row(
        KIND,
        str(position),
        passage.where,
        printed=[PrintedCell(sentence, where=passage.where)],
        at=(passage.block, position),
    )
    row.parsed = {
        "who": who or None,
        "to": to or None,
        "via": via or None,
        "purpose": purpose,
        "frequency": due.frequency,
        "month": due.month,
        "day": due.day,
        "bound": due.bound,
        "due_text": _due_text(sentence, due),
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


def _due_text(sentence: str, due: _Due) -> str:
    """The words that say when, as printed: of all the days named together, or of this one where they stand apart."""
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return sentence
    marks = [*_DAY.finditer(folded), *_MONTH.finditer(folded), *_DAY_OF.finditer(folded)]
    begin, end = min(match.start() for match in marks), max(match.end() for match in marks)
    if end - begin > LONGEST_DUE:
        own = next(match for match in marks if match.start() == due.at)
        begin, end = own.start(), own.end()
    for pattern in (r"\b(?:theo )?(?:dinh ky|h[ao]ng nam)\s*,?\s*(?:h[ao]ng nam,? )?$",):
        before = re.search(pattern, folded[:begin])
        begin = before.start() if before else begin
    after = re.match(r"\s*(?:h[ao]ng nam|moi nam)", folded[end:])
    end += after.end() if after else 0
    return sentence[begin:end].strip(" ,(")


def _addressed(text: str, names: Names) -> str:
    """The office a report goes to, '' where the text names none."""
    return _roles(_Part(text, ""), names)[1]


def _roles(part: _Part, names: Names) -> tuple[str, str, str]:
    """Who reports, to whom, through whom."""
    who, to, via = part.who, "", ""
    subject = [mention for _at, mention in names.mentions_in(part.who)]
    for at, mention in names.mentions_in(part.text):
        if mention in subject:
            continue
        before = fold(part.text[max(0, at - 48) : at]).strip(" (,")
        titled = _TITLED.search(before)
        before = before[: titled.start()].strip() if titled else before
        if re.search(r"\b(?:qua|thong qua)$", before):
            via = mention.name
        elif re.search(r"\b(?:ve|gui|gui ve|nop|thong tin den|den|cho)$", before) and not to:
            to = mention.name
        elif re.search(r"\bbao cao (?:cua|cho)$|\btham muu$|\btham muu(?: trinh| cho)$", before) and not to:
            via, who = _through(subject, via), mention.name
        elif re.search(r"\bbao cao$|\btrinh$", before) and not to:
            to = mention.name
    if not via and who != part.who:
        via = _through(subject, via)
    if not to and (head := _HEAD_OF.search(part.text)):
        to = head["to"]
    return who, to or part.to, via


def _through(subject: list[Mention], via: str) -> str:
    return subject[0].name if len(subject) == 1 and not subject[0].group else via


def export(reading: Reading, exported: Json) -> None:
    exported["plan"]["cycles"] = [{key: row.parsed[key] for key in SHOWN} for row in reading.of(KIND)]
