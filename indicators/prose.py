"""Targets that stand in running text: "hồ sơ xử lý trên môi trường mạng đạt 90% ở cấp tỉnh, 80% ở cấp huyện".

Every number of a sentence of aims becomes a proposal of its own: what is measured, in which scope, how much. They are
only proposed; an officer takes them or not. Plain functions.
"""

import re
from dataclasses import dataclass

from common.text import clean, fold_in_place
from indicators import targets
from indicators.targets import Target

_SCOPE = re.compile(
    r"\b(?:(?:tai|o|doi voi|cua|thuoc)\s+)?(?:(?:cac )?(?:co quan|don vi|dia phuong)\s+)?"
    r"(?P<scope>cap (?:tinh|huyen|xa|co so|so)|(?:khu vuc )?(?:thanh thi|nong thon))\b"
)
# Words between what is measured and how much.
_LINK = re.compile(
    r"(?:[\s:,]|\b(?:đạt|chiếm|là|lên|được|từ|khoảng|trên|dưới|hơn|tối thiểu|ít nhất|không dưới|tối đa|phấn đấu|mức"
    r"|tỷ lệ|tỷ trọng|ở mức|tăng|giảm|lên đến|đến|xuống|còn|xuống còn|bằng|và|có)\b)+$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:den|toi|cho|trong|tai|voi|ve|co|dam bao|bao dam|duy tri)$")
_AIM = re.compile(
    r"^(?:[-+*•]\s*)?(?:(?:phan dau|phan dau dua|dua|dam bao|bao dam|muc tieu|den (?:het )?nam \d{4}),?\s+)+"
)
_YEAR = re.compile(r"\b(?:den|trong|het|vao)?\s*(?:het |cuoi )?nam (?P<year>(?:19|20)\d\d)\b")
_COUNT = re.compile(
    r"(?P<sign>toi thieu|it nhat|khong duoi|tren|hon|toi da)\s+"
    r"(?P<low>\d{1,3}(?:\.\d{3})*)(?P<tail>)(?P<high>)(?=\s+[a-z])"
)
_DASH = re.compile(r"[-+*•\s]*")
_OWN_CODE = re.compile(r"P\d{2,}")
LONGEST = 1200  # characters of a paragraph that is read for targets


def own_code(place: int) -> str:
    """`P01`: the code that finds a target of running text in the portal. The plan prints none, so no page shows it."""
    return f"P{place:02d}"


def number_printed(code: str) -> str:
    """What the plan prints before an indicator; '' for one of running text."""
    return "" if _OWN_CODE.fullmatch(code) else code


@dataclass(frozen=True)
class Proposal:
    """A target as the text states it; `year` is None where the sentence names none."""

    name: str
    unit: str
    scope: str
    printed: str
    target: Target
    year: int | None = None


def proposals(text: str) -> list[Proposal]:
    """The targets a paragraph of aims states, in printed order."""
    text = clean(text)
    if len(text) > LONGEST:
        return []
    found: list[Proposal] = []
    for sentence in re.split(
        r";\s*(?![\d\s]|(?:trên|tối thiểu|ít nhất)\s*\d)|(?<=[^\d\s]{2})\.\s+(?=[A-ZĐÀ-Ỹ])|\n", text
    ):
        found.extend(_clause(sentence.strip(" .")))
    return found


def year_of(text: str) -> int | None:
    """The one year a heading or a sentence says its aims are for."""
    years = {int(match["year"]) for match in _YEAR.finditer(fold_in_place(text))}
    return years.pop() if len(years) == 1 else None


def _clause(text: str) -> list[Proposal]:
    folded = fold_in_place(text)
    marks = list(targets.SHARE.finditer(folded)) or list(_COUNT.finditer(folded))
    if not marks:
        top = targets.TOP.search(folded)
        return [_top(text, folded)] if top else []
    before = _AIM.match(folded)
    dash = before or _DASH.match(folded)
    start = dash.end() if dash else 0
    lead = _bare(text[start : marks[0].start()])
    ends = [after.start() for after in marks[1:]] + [len(text)]
    tails = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    scopes = [_SCOPE.search(fold_in_place(tail)) for tail in tails]
    rest = _rest(tails, scopes)
    found = []
    for mark, tail, scope in zip(marks, tails, scopes, strict=True):
        object_ = tail[: scope.start()] if scope else tail.split(" trong đó")[0]
        object_ = re.sub(r"(?:[\s,]|\b(?:và|hoặc|trong đó|của|tại))+$", "", object_.strip(" ,.:;")).strip()
        share = "%" in mark[0]
        name, unit = _name(lead, object_, rest if scope else "", share)
        if len(name) < 6:
            continue
        printed = text[mark.start() : mark.end() + len(tail)].strip(" ,.;")
        near = targets.in_sentence(text[max(0, mark.start() - 60) : mark.end() + 12])
        found.append(
            Proposal(
                name[0].upper() + name[1:],
                unit,
                text_of(scope, tail),
                re.sub(r"\s*(?:,|và)$", "", printed),
                near if near.comparator == "growth" else targets.of_share(mark, text),
                year_of(text),
            )
        )
    return found


def _top(text: str, folded: str) -> Proposal:
    """A place among the first: the sentence itself names what is ranked."""
    before = _AIM.match(folded)
    name = text[before.end() if before else 0 :].strip(" -+*•.,;")
    return Proposal(
        name[:1].upper() + name[1:], "thứ hạng", "", text.strip(" .;"), targets.parse(text), year_of(text)
    )


def text_of(scope: re.Match[str] | None, tail: str) -> str:
    """The words of a scope as printed: cấp tỉnh, cấp huyện; '' where the target is the province's."""
    return tail[scope.start("scope") : scope.end("scope")] if scope else ""


def _bare(text: str) -> str:
    """What is measured, without the words that lead to how much."""
    link = _LINK.search(text)
    bare = text[: link.start()] if link and link.start() else text
    preposition = re.search(r"\s(?:đến|tới|cho)\s*$", text)
    return (text if preposition and len(text.split()) > 3 else bare).strip(" ,:")


def _rest(tails: list[str], scopes: list[re.Match[str] | None]) -> str:
    """What follows the last scope and belongs to all ("… được xử lý trên môi trường mạng")."""
    last = scopes[-1]
    return tails[-1][last.end() :].strip(" ,.") if last else ""


def _name(lead: str, object_: str, rest: str, share: bool) -> tuple[str, str]:
    unit = "%" if share else " ".join(object_.split()[:2])
    if not lead:
        return " ".join(filter(None, (object_, rest))), unit
    if _PREPOSITION.search(fold_in_place(lead)):
        return f"{lead} {object_}".strip(), unit
    short = object_ if object_.isupper() and len(object_) < 8 else ""
    return " ".join(filter(None, (lead, rest))), f"{unit} {short}".strip() if share else unit
