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
    """What the lines say; '' and None where they say nothing. `lines` are those each value was read from, by field."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issued_on: dt.date | None = None
    place: str = ""
    issuer: str = ""
    bases: list[str] = field(default_factory=list)
    annex_only: bool = False
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def took(self, name: str, *lines: Line) -> None:
        """Remember the lines a value was read from."""
        self.lines[name] = list(lines)


@dataclass(frozen=True)
class _Annex:
    """What a line says of the paper its own comes with."""

    said: re.Match[str]
    line: Line

    @property
    def holder(self) -> str:
        """Who has issued that paper."""
        return HOLDER.sub("", clean(self.said["by"] or "").strip(" ."))


def read_head(lines: list[Line], document: Document) -> HeadLines:
    """What the lines of a paper say of it."""
    at = _type_line(lines, document)
    top = LONGEST_HEAD if at is None else at + MOST_LINES
    annex = next(
        (
            _Annex(match, line)
            for index, line in enumerate(lines)
            if (match := _comes_with(line.text, index < top))
        ),
        None,
    )
    if annex is None and at is None:  # a sheet of tasks names its plan without "kèm theo"
        named = ((_of_plan(line.text), line) for line in lines[:LONGEST_HEAD])
        annex = next((_Annex(match, line) for match, line in named if match), None)
    head = HeadLines()
    if at is not None:
        annex = _from_type_line(head, lines, at, document, annex)
    elif annex := annex or next(
        (_Annex(match, line) for line in lines if (match := DRAFTED_WITH.search(line.text))), None
    ):
        _from_annex(head, annex)
        _titled_over_table(head, document)
        head.title = _named_in(head.title, annex.said["type"])
        if not head.issuer:
            above = HeadLines()
            _from_top(above, lines[:LONGEST_HEAD])
            head.issuer, head.place = above.issuer, above.place
            head.lines |= {name: above.lines.get(name, []) for name in ("issuer", "place")}
    else:
        _from_top(head, lines[:LONGEST_HEAD])
        _titled_over_table(head, document)
    head.issuer = cased(as_elsewhere(head.issuer, lines), head.place)
    by = annex.holder if annex else ""
    if annex and by and (not head.issuer or (PROVINCE.search(by) and not PROVINCE.search(head.issuer))):
        head.issuer = by
        head.took("issuer", annex.line)
    return head


def _titled_over_table(head: HeadLines, document: Document) -> None:
    """The title of an annex that comes alone."""
    head.title, titled = annex_title(list(document.lines(widest=2, top=True)))
    head.took("title", *titled)
    head.annex_only = bool(head.title)


def _from_type_line(
    head: HeadLines, lines: list[Line], at: int, document: Document, annex: _Annex | None
) -> _Annex | None:
    """The head over and under its type word; answers with what it comes with, where that is its own paper."""
    above = lines[max(0, at - LONGEST_HEAD) : at]
    _from_top(head, above)
    word = type_word(lines[at].text)
    inline = word not in TYPES
    head.kind = TYPES[_type_before(word) if inline else word]
    head.took("kind", lines[at])
    head.title, titled, after = title_under(lines, at - 1 if inline else at, document)
    if inline:
        head.title = head.title[len(_type_before(word)) :].strip(" -:")
    if not head.title:
        head.title, titled = _decided(lines, at, document)
    head.took("title", *titled)
    bases = _bases(lines, after)
    head.bases = [line.text.rstrip(" ;.,") for line in bases]
    head.took("legal_bases", *bases)
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
        return None
    before = text[: match.start()]
    before = before[: before.rfind("(") + 1] if "(" in before else OWN_PAPER.sub("", before)
    bare = before.rstrip(" (")
    own = not bare or bare.isupper() or ANNEX_NAME.match(bare) or (in_head and before.endswith("("))
    return match if own else None


def _of_plan(text: str) -> re.Match[str] | None:
    """The plan a line names in brackets, alone or behind a title in capitals."""
    match = OF_PLAN.search(text)
    before = text[: match.start()].strip() if match else ""
    return match if not before or before.isupper() else None


def _is_draft(above: Iterable[Line]) -> bool:
    """Whether the paper's own number is printed and still to be given."""
    return any(BLANK_NUMBER.search(clean(line.text)) for line in above)


def _of_others(issuer: str, annex: _Annex) -> bool:
    """Whether the paper named beside is somebody else's than the one whose head this is."""
    mine, theirs = (re.sub(r"^uy ban nhan dan", "ubnd", fold(text)) for text in (issuer, annex.holder))
    return bool(mine and theirs) and mine.split()[0] != theirs.split()[0]


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


def _from_top(head: HeadLines, above: list[Line]) -> None:
    """Number, day, place and issuer from the lines over the type word; the nearest to it count."""
    for line, below in zip(reversed(above), [None, *reversed(above)], strict=False):
        bare, read = clean(MOTTO.sub(" ", line.text)), [line]
        if below and re.search(r"(?:tháng|năm)(?: \d{1,2})?$", bare):  # a narrow cell has wrapped the day
            bare, read = f"{bare} {below.text}", [line, below]
        number = NUMBER.search(bare)
        if number and not head.number:
            head.number = _sign(number)
            head.took("number", line)
            _kind_of_sign(head, number["rest"], line)
            bare = bare.replace(number[0], " ").strip()
        day = PLACE_AND_DAY.search(bare)
        alone = next((found for one in bare.split("\n") if (found := DAY_ALONE.match(one.strip()))), None)
        if (said := day or alone) and head.issued_on is None:
            head.issued_on = _date(said)
            head.took("issued_on", *read)
        place = day or PLACE_ONLY.search(bare)
        if place and not head.place:
            head.place = re.sub(r"^.*[./…]\s*|^\S*[A-ZĐ]{2,}-\S+\s+", "", clean(place["place"])).strip(" .-")
            head.took("place", line)
    _issuer_from_top(head, above)


def _issuer_from_top(head: HeadLines, above: list[Line]) -> None:
    """The last line that begins as an issuer does, and the one under it that goes on with its place."""
    texts = [HOLDER.sub("", clean(MOTTO.sub(" ", line.text))) for line in above]
    first = max((index for index, text in enumerate(texts) if ISSUER.match(text)), default=None)
    if first is None:
        return
    after = texts[first + 1] if first + 1 < len(texts) else ""
    goes_on = re.match(
        r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|THỊ XÃ|QUẬN|PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU|QUỐC GIA|VỀ|VÀ)\b",
        after,
        re.IGNORECASE,
    )
    end = first + 2 if goes_on else first + 1
    head.issuer = " ".join(texts[first:end])
    head.took("issuer", *above[first:end])


def _from_annex(head: HeadLines, annex: _Annex) -> None:
    """What an annex says it comes with: a paper by its number and day, or the draft of one."""
    said = annex.said
    if said.re is not DRAFTED_WITH:
        head.number = _sign(said)
        head.took("number", annex.line)
        _kind_of_sign(head, said["rest"], annex.line)
        head.issued_on = _date(said)
        head.took("issued_on", annex.line)
    if not head.kind:
        head.kind = TYPES.get(type_word(said["type"]), "")
        head.took("kind", annex.line)
    head.issuer = annex.holder
    head.took("issuer", annex.line)


def _kind_of_sign(head: HeadLines, rest: str, line: Line) -> None:
    """The type a sign in this line names, where nothing has named one yet."""
    if not head.kind:
        head.kind = _code(rest)
        head.took("kind", line)


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


def _decided(lines: list[Line], at: int, document: Document) -> tuple[str, list[Line]]:
    """The title and its lines where only the decision over it prints one: "Ban hành Chương trình hành động …"."""
    for index in range(at - 1, -1, -1):
        if type_word(lines[index].text) in TYPES and lines[index].text.isupper():
            title, titled, _after = title_under(lines, index, document)
            begin = r"^(?:về việc |v/v )?(?:ban hành|phê duyệt) "
            return re.sub(begin, "", title, flags=re.IGNORECASE), titled
    return "", []


def _bases(lines: list[Line], first: int) -> list[Line]:
    """The lines of the papers a plan is based on: up to the sentence that issues it or the first heading."""
    found: list[Line] = []
    for line in lines[first : first + MOST_BASES]:
        if BASE.match(line.text):
            found.append(line)
        elif found or re.match(r"[IVX]+\.|1\.", line.text):
            break
    return found


def _named_in(title: str, kind: str) -> str:
    """The plan's own name where its annex says it after the type word ("… TRIỂN KHAI ĐỀ ÁN CHUYỂN ĐỔI SỐ …")."""
    word = re.search(rf"\b{re.escape(clean(kind))}\b\s+(?!số\b)", title, re.IGNORECASE)
    return title[word.end() :] if word and len(title) - word.end() > 15 else title
