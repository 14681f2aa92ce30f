"""Kind: the reporting rules in a plan's prose: who reports to whom how often by which day, as proposed cycles.

"định kỳ trước ngày 01/6 và 15/11 hàng năm … báo cáo … về Sở X": every printed day is a proposal of its own, as is
every frequency of a sentence. What a clause says goes with whom it names; a clause that names nobody goes on with the
one before, a list with the line over it. What cannot be read is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agencies.names import Mention, Names
from common.intake.kinds import NOTE, WARNING, Json, PrintedCell, Problem, Reading, Row
from common.text import fold, fold_in_place
from plans.intake.prose import NUMBERED, Passage, subject_of
from reporting.collection.rule_days import NOTHING, Heard, Said, hear
from reporting.collection.rule_words import rule_words

KIND = "reporting.cycles"
LONGEST_DUE = 70  # characters of the words that say when
LONGEST_LABEL = 40  # characters of a label in front of a sentence: “Chế độ báo cáo: các đơn vị …”
DUE = ("month", "day", "weekday", "of_last_month", "hour", "minute")
SHOWN = ("who", "to", "via", "purpose", "frequency", "covers", *DUE, "bound", "due_text")

_REPORT = re.compile(r"\bbao cao\b|\bdu toan\b|\bkinh phi\b")
# A report on how things stand, which comes round also where nothing says “hằng năm”.
_STANDING = re.compile(
    r"\bbao cao (?:(?:ve )?(?:ket qua|tinh hinh)|tien do|dinh ky|so ket|tong ket)\b|\bgui bao cao\b|\bdinh ky\b"
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
_ITEM = re.compile(r"^\s*(?:[-–—+*•]|[a-zđ]\)|\d{1,2}(?:\.\d{1,2})+\.?\s|\(?\d{1,2}\))")
# A clause that speaks of the report itself, not of another office.
_OF_REPORT = re.compile(
    r"^\W*(?:\w{1,2}[.)]\s*)?(?:doi voi |rieng )?(?:cac )?(?:bao cao|dinh ky|ky bao cao|thoi (?:gian|han)|han gui|hang"
    r"|hoac|va|truoc|cham nhat|\d|quy\b|nam\b|thang\b|tuan\b)"
)


# A report on request that only stands for one that comes round.
_INSTEAD = re.compile(r"\bhoặc (?:báo cáo )?đột xuất\b")


# By which day figures are cut off is no deadline.
_CUT_OFF = re.compile(r"\bchot so lieu\b(?!.{0,200}\bgui\b)")


@dataclass(frozen=True)
class _Part:
    """A part of a sentence that states when one report goes where. `who` and `to` hold where it names none itself."""

    text: str
    who: str
    to: str = ""
    heard: Heard = NOTHING
    begun: bool = False  # reports are what was spoken of before


@dataclass
class _Read:
    """What has been read of a document so far."""

    names: Names
    year: int | None
    rows: list[Row] = field(default_factory=list)
    seen: set[tuple] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)
    undated: list[tuple[Passage, _Part, str, str]] = field(default_factory=list)
    on_request: list[tuple[Passage, _Part]] = field(default_factory=list)

    def put(self, row: Row) -> None:
        """Keep a row unless the same rule is there already."""
        key = tuple(row.parsed[name] for name in ("to", "frequency", "purpose", *DUE))
        if key not in self.seen:
            self.seen.add(key)
            self.rows.append(row)


def parse(reading: Reading) -> list[Row]:
    """One row for every printed day of every reporting rule, and one for every frequency that prints none."""
    read = _Read(reading.facts["names"], reading.facts.get("year"))
    for passage, part in _parts(reading.facts["passages"], read):
        for said in part.heard.rules:
            read.put(_row(passage, part, said, read))
        standing = _STANDING.search(fold(part.text))
        for at, end in part.heard.unread if standing else ():
            read.unread.setdefault(part.text[at:end].strip(" ,("), passage.where)
        for often in part.heard.undated:
            read.undated.append((passage, part, often.name, part.text[often.at : often.end]))
        if _on_request(part):
            read.on_request.append((passage, part))
    _add_undated(reading, read)
    _add_requests(reading, read)
    for printed, where in read.unread.items():
        reading.say(
            WARNING,
            f"Chưa đề xuất được hạn báo cáo “{printed}”. Đặt chế độ báo cáo này sau khi xác nhận.",
            where=where,
        )
    if not read.rows and not read.unread:
        reading.say(NOTE, "Không thấy chế độ báo cáo trong lời văn. Đặt chế độ báo cáo sau khi xác nhận.")
    return read.rows


def _add_undated(reading: Reading, read: _Read) -> None:
    """A frequency without a day is a rule whose day is set on opening; a year's alone is only told of."""
    known = {row.parsed["frequency"] for row in read.rows}
    if any(row.parsed["frequency"] == "yearly" and row.parsed["month"] in (5, 6, 7) for row in read.rows):
        known.add("half_yearly")  # “06 tháng, hằng năm … ngày 10 tháng 6 và tháng 12”
    told = ""
    for passage, part, frequency, printed in read.undated:
        if frequency in known:
            continue
        who, to, _via = _roles(part, read.names)
        if frequency == "yearly" or not (who and to and _STANDING.search(fold(part.text))):
            told = told or (f"“{printed}”" if frequency != "yearly" else "")
            continue
        row = _row(passage, part, Said(frequency, covers=_of_undated(frequency)), read)
        row.parsed["due_text"] = printed
        row.problems.append(
            Problem("plan", "", passage.where, NOTE, f"“{printed}”: không in ngày. Ngày được ghi khi mở kỳ.")
        )
        known.add(frequency)
        read.put(row)
    if told:
        reading.say(
            NOTE,
            f"Có nói báo cáo {told} nhưng không in ngày, cơ quan gửi hay nơi nhận. Đặt sau khi xác nhận.",
        )


def _add_requests(reading: Reading, read: _Read) -> None:
    """Reports on request come last. “Trước ngày 20/11 hằng năm hoặc đột xuất” is the dated rule, asked for earlier."""
    for passage, part in read.on_request:
        row = _row(passage, part, Said("adhoc"), read)
        if part.heard.rules and _INSTEAD.search(part.text.lower()):
            printed = row.parsed["due_text"]
            sentence = f"“hoặc {printed}”: không đề xuất chế độ riêng; đặt thêm sau khi xác nhận nếu cần."
            reading.say(NOTE, sentence, where=passage.where)
        else:
            read.put(row)


def _of_undated(frequency: str) -> str:
    return "same" if frequency == "nine_months" else ""


def _on_request(part: _Part) -> bool:
    """Whether a part asks for reports on request: because somebody asks, or beside reports that come round."""
    text = part.text.lower()
    words = rule_words()
    if not words.request.search(text) or not (part.begun or _REPORT.search(fold(part.text))):
        return False
    return bool(words.asked.search(text) or part.heard.rules)


# ------------------------------------------------------------------------------------------------ parts of the text


def _parts(passages: list[Passage], read: _Read) -> Iterator[tuple[Passage, _Part]]:
    """What a plan says of reports, one report at a time, with whom the words before it named."""
    over = _Part("", "")  # the line over a list
    for passage in passages:
        item = bool(_ITEM.match(passage.text))
        if not item:
            over = _Part("", "")
        last: _Part | None = None
        for part in _of_passage(passage, over, read):
            yield passage, part
            last = part
        if passage.text.rstrip().endswith(":") and "bao cao" in passage.folded:
            found = _roles(last or _Part(passage.text, passage.subject), read.names)
            over = _Part(passage.text, found[0], found[1])


def _of_passage(passage: Passage, over: _Part, read: _Read) -> Iterator[_Part]:
    """The parts of a passage; a later one goes on with whom the earlier ones named."""
    who, to = passage.subject or over.who, over.to
    begun = bool(over.text)  # whether what is spoken of are reports, though the sentence does not say so
    for sentence in _sentences(passage.text):
        folded = fold(sentence)
        if not (_REPORT.search(folded) or begun):
            continue
        if not _is_rule(sentence, folded, begun, read):
            who, to, _via = _roles(_Part(sentence, who), read.names)
            begun = begun or bool(to)
            continue
        going_on = begun and _OF_REPORT.match(folded)
        who, to = (who, to) if going_on else (passage.subject or over.who, over.to)
        for clause in re.split(r";\s*", sentence):
            own = _speaker(clause.strip(), read.names)
            to = to if not own or own == who else ""
            who = own or who
            if _CUT_OFF.search(fold(clause)):
                continue
            for turn, piece in enumerate(_upwards(clause, read.year)):
                speaker = to if turn and to else who
                heard = hear(piece.strip(), read.year)
                part = _Part(piece.strip(), speaker, to if not turn else "", heard, begun)
                found = _roles(part, read.names)[1]
                if _REPORT.search(fold(piece)) or not turn:
                    yield part
                to = found or to
        begun = True


def _is_rule(sentence: str, folded: str, begun: bool, read: _Read) -> bool:
    """Whether a sentence about reports says by when they come: again and again, or on request."""
    heard = hear(sentence, read.year)
    if heard.marked:
        return True
    if heard.rules:
        return begun or bool(_STANDING.search(folded))
    return (
        bool(heard.unread and _STANDING.search(folded))
        or rule_words().request.search(sentence.lower()) is not None
    )


def _speaker(clause: str, names: Names) -> str:
    """Who a clause begins with, after the time it may begin with; '' where it begins with neither."""
    bare = NUMBERED.sub("", clause)
    found = subject_of(_TIME_FIRST.sub("", bare), names) or subject_of(_LEADING_TIME.sub("", bare), names)
    label, _colon, rest = bare.partition(": ")
    return found or (subject_of(rest, names) if len(label) <= LONGEST_LABEL else "")


def _upwards(clause: str, year: int | None) -> list[str]:
    """A clause cut where the second of two dated reports begins; whole where only one of them has a day."""
    cut = _UPWARDS.search(fold_in_place(clause))
    if not cut:
        return [clause]
    pieces = [clause[: cut.end()], clause[cut.end() :]]
    return pieces if all(hear(piece, year).rules for piece in pieces) else [clause]


def _sentences(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"(?<=[^\d\s]{2})\.\s+(?=[A-ZĐÀ-Ỹ])", text) if piece.strip()]


# --------------------------------------------------------------------------------------------------- rows


def _row(passage: Passage, part: _Part, said: Said, read: _Read) -> Row:
    who, to, via = _roles(part, read.names)
    row = Row(
        KIND,
        str(len(read.rows) + 1),
        passage.where,
        printed=[PrintedCell(part.text, where=passage.where)],
        at=(passage.block, len(read.rows) + 1),
    )
    purpose = _purpose(fold(part.text))
    covers = said.covers or ("same" if purpose == "budget_estimate" else "")
    row.parsed = {
        "who": who or None,
        "to": to or None,
        "via": via or None,
        "purpose": purpose,
        "frequency": said.frequency,
        "covers": covers or None,
        **{name: getattr(said, name) for name in DUE},
        "bound": said.bound,
        "due_text": _due_text(part, said),
    }
    doubts = [doubt for doubt in said.doubts if doubt != "covers" or not covers]
    if said.frequency == "yearly" and not part.heard.marked:
        doubts.append("once")
    for doubt in doubts:
        message = _DOUBTS[doubt].format(
            printed=row.parsed["due_text"], day=said.day or 0, month=said.month or 0
        )
        row.problems.append(Problem("plan", "", passage.where, WARNING, message))
    return row


_DOUBTS = {
    "elided": "“{printed}”: không in ngày của tháng {month}, đề xuất {day:02d}/{month:02d} như ngày in trước đó. "
    "Có đúng không?",
    "month": "“{printed}”: không in tháng nào, đề xuất ngày {day} của tháng cuối kỳ. Có đúng không?",
    "covers": "“{printed}”: chưa rõ báo cáo về kỳ nào. Chọn kỳ vừa kết thúc trước hạn gửi hay kỳ có hạn gửi.",
    "once": "“{printed}”: không in “hằng năm”, đề xuất mỗi năm một kỳ. Có đúng không?",
}


def _purpose(folded: str) -> str:
    budget = re.search(r"\bdu toan\b|\bkinh phi\b", folded)
    if budget and not re.search(r"\bbao cao (?:tinh hinh|ket qua)\b", folded):
        return "budget_estimate"
    return "review" if re.search(r"\b(?:so|tong) ket\b", folded) else "progress"


def _due_text(part: _Part, said: Said) -> str:
    """The words that say when, as printed: of all the days named together, or of this one where they stand apart."""
    text = part.text
    if said.frequency == "adhoc":
        words = rule_words()
        asked = words.request.search(text.lower())
        begin = asked.start() if asked else 0
        until = words.asked.search(text.lower(), begin)
        return text[
            begin : until.end() if until and until.end() - begin <= LONGEST_DUE else begin + len("đột xuất")
        ]
    if not said.end:
        return ""
    alike = [one for one in part.heard.rules if one.frequency == said.frequency]
    begin, end = min(one.at for one in alike), max(one.end for one in alike)
    if end - begin > LONGEST_DUE or any(begin < one.at < end for one in part.heard.rules if one not in alike):
        begin, end = said.at, said.end
    for pattern in _IN_FRONT:
        before = pattern.search(text, max(0, begin - 40), begin)
        begin = before.start() if before else begin
    after = _EVERY_YEAR.match(text, end)
    end = after.end() if after else end
    whole = text[begin:end].count("(") > text[begin:end].count(")") and text[end : end + 1] == ")"
    return text[begin : end + whole].strip(" ,(")


_EVERY_YEAR = re.compile(r"\s*(?:hàng|hằng|mỗi) năm", re.IGNORECASE)
_IN_FRONT = (
    re.compile(r"\b(?:(?:hàng|hằng|mỗi) (?:tuần|tháng|quý)|(?:0?6|0?9) tháng)\s*[,(:]?\s*$", re.IGNORECASE),
    re.compile(r"\b(?:theo )?(?:định kỳ|h[àằ]ng năm)\s*,?\s*(?:h[àằ]ng năm,? )?$", re.IGNORECASE),
)


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
