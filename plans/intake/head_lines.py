"""The head of a paper from its lines: number, type, title, day, place, issuer, legal bases.

An annex that comes alone names its plan in brackets under the title ("Ban hành kèm theo …").
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from common.intake.blocks import Document, Line, Table
from common.text import clean, fold
from plans.intake.head_province import as_elsewhere, cased
from plans.intake.head_title import MOST_LINES, annex_title, title_under, type_word
from plans.intake.head_words import (
    ANNEX_NAME,
    BASE,
    BLANK_NUMBER,
    CODES,
    DAY_ALONE,
    DRAFTED_WITH,
    HOLDER,
    ISSUED_WITH,
    ISSUER,
    LONGEST_HEAD,
    MOST_BASES,
    MOTTO,
    NUMBER,
    OF_PLAN,
    OWN_PAPER,
    PLACE_AND_DAY,
    PLACE_ONLY,
    PROVINCE,
    TYPES,
    WIDEST_HEAD,
)


@dataclass
class HeadLines:
    """What the lines say; '' and None where they say nothing."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issued_on: dt.date | None = None
    place: str = ""
    issuer: str = ""
    bases: list[str] = field(default_factory=list)
    annex_only: bool = False


def read_head(lines: list[Line], document: Document) -> HeadLines:
    """What the lines of a paper say of it."""
    at = _type_line(lines, document)
    top = LONGEST_HEAD if at is None else at + MOST_LINES
    annex = next(
        (match for index, line in enumerate(lines) if (match := _comes_with(line.text, index < top))), None
    )
    head = HeadLines()
    if at is not None:
        annex = _from_type_line(head, lines, at, document, annex)
    elif annex := annex or next((found for line in lines if (found := DRAFTED_WITH.search(line.text))), None):
        _from_annex(head, annex)
        head.title = _named_in(annex_title(list(document.lines(widest=2, top=True))), annex["type"])
        head.annex_only = bool(head.title)
        if not head.issuer:
            above = HeadLines()
            _from_top(above, [line.text for line in lines[:LONGEST_HEAD]])
            head.issuer, head.place = above.issuer, above.place
    else:
        _from_top(head, [line.text for line in lines[:LONGEST_HEAD]])
        head.title = annex_title(list(document.lines(widest=2, top=True)))
        head.annex_only = bool(head.title)
    head.issuer = cased(as_elsewhere(head.issuer, lines), head.place)
    by = _holder_of(annex) if annex is not None else ""
    if by and (not head.issuer or (PROVINCE.search(by) and not PROVINCE.search(head.issuer))):
        head.issuer = by
    return head


def _from_type_line(
    head: HeadLines, lines: list[Line], at: int, document: Document, annex: re.Match[str] | None
) -> re.Match[str] | None:
    """The head over and under its type word; answers with what it comes with, where that is its own paper."""
    above = [line.text for line in lines[max(0, at - LONGEST_HEAD) : at]]
    _from_top(head, above)
    word = type_word(lines[at].text)
    inline = word not in TYPES
    head.kind = TYPES[_type_before(word) if inline else word]
    head.title, after = title_under(lines, at - 1 if inline else at, document)
    if inline:
        head.title = head.title[len(_type_before(word)) :].strip(" -:")
    if not head.title:
        head.title = _decided(lines, at, document)
    head.bases = _bases(lines, after)
    if annex is not None and not head.number and (_is_draft(above) or _of_others(head.issuer, annex)):
        return None  # the paper it carries out
    if annex is not None and at > 0 and not head.number:
        _from_annex(head, annex)
    return annex


def _comes_with(text: str, in_head: bool) -> re.Match[str] | None:
    """The paper a line says this one comes with; what a sentence cites is none.

    A line of the head may say it in brackets behind a title, any other only alone or behind the name of an annex.
    """
    match = ISSUED_WITH.search(text)
    if match is None or BASE.match(text):
        return OF_PLAN.match(text) if in_head else None
    before = text[: match.start()]
    before = before[: before.rfind("(") + 1] if "(" in before else OWN_PAPER.sub("", before)
    bare = before.rstrip(" (")
    own = not bare or bare.isupper() or ANNEX_NAME.match(bare) or (in_head and before.endswith("("))
    return match if own else None


def _is_draft(above: Iterable[str]) -> bool:
    """Whether the paper's own number is printed and still to be given."""
    return any(BLANK_NUMBER.search(clean(text)) for text in above)


def _of_others(issuer: str, annex: re.Match[str]) -> bool:
    """Whether the paper named beside is somebody else's than the one whose head this is."""
    mine, theirs = (re.sub(r"^uy ban nhan dan", "ubnd", fold(text)) for text in (issuer, _holder_of(annex)))
    return bool(mine and theirs) and mine.split()[0] != theirs.split()[0]


def _holder_of(annex: re.Match[str]) -> str:
    """Who has issued the paper an annex comes with."""
    return HOLDER.sub("", clean(annex["by"] or "").strip(" ."))


def _type_before(folded: str) -> str:
    """The type word a line begins with ("ke hoach chuyen doi so …"), '' where it begins with none."""
    return next((word for word in sorted(TYPES, key=len, reverse=True) if folded.startswith(f"{word} ")), "")


def _type_line(lines: list[Line], document: Document) -> int | None:
    """The line that only says what the paper is ("KẾ HOẠCH"); a decision's own line only where nothing else stands.

    A row of a table with a heading is never one.
    """
    tables = {
        index
        for index, block in enumerate(document.blocks)
        if isinstance(block, Table) and any(len(row.printed) > WIDEST_HEAD for row in block.rows)
    }
    found = [
        index
        for index, line in enumerate(lines)
        if (line.block not in tables or index < LONGEST_HEAD)
        and type_word(line.text) in TYPES
        and line.text.upper() == line.text
        and len(line.text) < 40
    ]
    if not found:  # as a line's beginning, over the first table
        top = sum(1 for _line in document.lines(widest=2, top=True))
        found = [
            index
            for index, line in enumerate(lines[: min(top, LONGEST_HEAD)])
            if type_word(line.text) in TYPES
            or (line.text.isupper() and _type_before(type_word(line.text)) and len(line.text) > 20)
        ]
        return found[0] if found else None
    plans = [index for index in found if TYPES[type_word(lines[index].text)] in {"KH", "ĐA", "CTr"}]
    return next(iter(plans or found), None)


def _from_top(head: HeadLines, above: list[str]) -> None:
    """Number, day, place and issuer from the lines over the type word; the nearest to it count."""
    for text, below in zip(reversed(above), ["", *reversed(above)], strict=False):
        bare = clean(MOTTO.sub(" ", text))
        if re.search(r"(?:tháng|năm)(?: \d{1,2})?$", bare):  # a narrow cell has wrapped the day
            bare = f"{bare} {below}"
        number = NUMBER.search(bare)
        if number and not head.number:
            head.number = _sign(number)
            head.kind = head.kind or _code(number["rest"])
            bare = bare.replace(number[0], " ").strip()
        day = PLACE_AND_DAY.search(bare)
        alone = next((found for one in bare.split("\n") if (found := DAY_ALONE.match(one.strip()))), None)
        if alone and not day and head.issued_on is None:
            head.issued_on = _date(alone)
        if day and head.issued_on is None:
            head.issued_on = _date(day)
        place = day or PLACE_ONLY.search(bare)
        if place and not head.place:
            head.place = re.sub(r"^.*[./…]\s*|^\S*[A-ZĐ]{2,}-\S+\s+", "", clean(place["place"])).strip(" .-")
    texts = [HOLDER.sub("", clean(MOTTO.sub(" ", text))) for text in above]
    starts = [index for index, text in enumerate(texts) if ISSUER.match(text)]
    if starts:
        issuer = [texts[starts[-1]]]
        after = texts[starts[-1] + 1] if starts[-1] + 1 < len(texts) else ""
        if re.match(
            r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|THỊ XÃ|QUẬN|PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU|QUỐC GIA|VỀ|VÀ)\b",
            after,
            re.IGNORECASE,
        ):
            issuer.append(after)
        head.issuer = " ".join(issuer)


def _from_annex(head: HeadLines, annex: re.Match[str]) -> None:
    """What an annex says it comes with: a paper by its number and day, or the draft of one."""
    if annex.re is not DRAFTED_WITH:
        head.number = _sign(annex)
        head.kind = head.kind or _code(annex["rest"])
        head.issued_on = _date(annex)
    head.kind = head.kind or TYPES.get(type_word(annex["type"]), "")
    head.issuer = _holder_of(annex)


def _sign(match: re.Match[str]) -> str:
    return f"{match['no']}{match['sep']}{match['rest']}"


def _code(rest: str) -> str:
    """The type code of a sign such as KH-UBND or 2021/QĐ-TTg."""
    first = re.sub(r"^\d{4}/", "", rest).split("-")[0].split("/")[0]
    return CODES.get(fold(first), "")


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _decided(lines: list[Line], at: int, document: Document) -> str:
    """The title where only the decision over it prints one: "Ban hành Chương trình hành động …"."""
    for index in range(at - 1, -1, -1):
        if type_word(lines[index].text) in TYPES and lines[index].text.isupper():
            return re.sub(
                r"^(?:về việc |v/v )?(?:ban hành|phê duyệt) ",
                "",
                title_under(lines, index, document)[0],
                flags=re.IGNORECASE,
            )
    return ""


def _bases(lines: list[Line], first: int) -> list[str]:
    """The papers a plan is based on, one a line, as printed: up to the sentence that issues it or the first heading."""
    found: list[str] = []
    for line in lines[first : first + MOST_BASES]:
        if BASE.match(line.text):
            found.append(line.text.rstrip(" ;.,"))
        elif found or re.match(r"[IVX]+\.|1\.", line.text):
            break
    return found


def _named_in(title: str, kind: str) -> str:
    """The plan's own name where its annex says it after the type word ("… TRIỂN KHAI ĐỀ ÁN CHUYỂN ĐỔI SỐ …")."""
    word = re.search(rf"\b{re.escape(clean(kind))}\b\s+(?!số\b)", title, re.IGNORECASE)
    return title[word.end() :] if word and len(title) - word.end() > 15 else title
