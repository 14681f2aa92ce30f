"""Targets that stand in running text: "hồ sơ xử lý trên môi trường mạng đạt 90% ở cấp tỉnh, 80% ở cấp huyện".

Every number of a sentence of aims becomes a proposal of its own: what is measured, in which scope, how much. They are
only proposed; an officer takes them or not. Plain functions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from common.text import clean, fold_in_place
from indicators import sizes, targets
from indicators.targets import NUMBER, Target

_SCOPE = re.compile(
    r"\b(?:(?:tai|o|doi voi|cua|thuoc)\s+)?(?:(?:cac )?(?:co quan|don vi|dia phuong)\s+)?"
    r"(?P<scope>cap (?:tinh|huyen|xa|co so|so)|(?:khu vuc )?(?:thanh thi|nong thon))\b"
)
# Words between what is measured and how much.
_LINK = re.compile(
    r"(?:[\s:,]|\b(?:đạt|chiếm|là|lên|được|từ|khoảng|trên|dưới|hơn|tối thiểu|ít nhất|không dưới|tối đa|phấn đấu|mức"
    r"|tỷ lệ|tỷ trọng|ở mức|tăng|giảm|lên đến|đến|xuống|còn|xuống còn|bằng|và|có|bình quân|không quá|thêm)\b)+$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:den|toi|cho|trong|tai|voi|ve|co|dam bao|bao dam|duy tri)$")
_AIM = re.compile(
    r"^(?:[-+*•]\s*)?(?:(?:phan dau|phan dau dua|dua|dam bao|bao dam|muc tieu"
    r"|(?:(?:den|trong|het|cuoi) )?(?:het |cuoi )?nam \d{4})[,:]?\s+){1,4}"
)
_COMPARED = re.compile(r"\bso voi (?:cung ky )?(?:nam )?\d{4}\b")
_YEAR = re.compile(r"\b(?:den|trong|het|vao)?\s*(?:het |cuoi )?nam (?P<year>(?:19|20)\d\d)\b")
# A number that counts something: after a word that says how much, before what is counted; times are none.
COUNT = re.compile(
    r"\b(?P<sign>toi thieu|it nhat|khong duoi|tren|hon|toi da|duoi|khong qua|dat|co|khoang|thanh lap|hinh thanh"
    r"|xay dung|thu hut|dao tao|va)\s+"
    rf"(?P<low>{NUMBER})(?P<tail>)(?P<high>)(?=\s+[a-z])(?!\s+(?:nam|thang|ngay|quy|gio|phut|tuoi|lan)\b)"
)
_VERBS = frozenset({"thanh lap", "hinh thanh", "xay dung", "thu hut", "dao tao", "dat", "co", "khoang", "va"})
_DASH = re.compile(r"[-+*•\s]*")
# The number of a line: "2.2. …", "1- …", "3) …", "(a) …".
NUMBERED = re.compile(
    r"^\s*(?:\(?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ])(?:[.)/]+(?=\s)|[-–](?=\s+\D))\s*|[-–+*•]\s*)"
)
_OWN_CODE = re.compile(r"P\d{2,}")
_SENTENCES = re.compile(
    r";\s*(?![\d\s]|(?:trên|tối thiểu|ít nhất)\s*\d)|(?<=[^\d\s]{2})\.\s+(?=[A-ZĐÀ-Ỹ])|(?<=%)\.\s+(?=[A-ZĐÀ-Ỹ])|\n"
)
# Where in a sentence another measure begins: behind a comma or an "và" come words that are no sign of how much.
_NEXT = re.compile(r"(?:,|;|\bvà\b|\btrong đó\b)\s*(?P<own>[^,;]{8,})$", re.IGNORECASE)
_GOES_ON = frozenset(
    {"đạt", "có", "được", "trở", "tham", "sử", "ứng", "hoàn", "kết", "theo", "trên", "tại", "mới", "và", "số"}
)
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
    """The targets a paragraph of aims states, in printed order; the paragraph's own number is no part of them."""
    text = clean(text)
    if len(text) > LONGEST:
        return []
    found: list[Proposal] = []
    for sentence in _SENTENCES.split(NUMBERED.sub("", NUMBERED.sub("", text))):
        year = year_of(sentence)
        for clause in _clauses(NUMBERED.sub("", sentence).strip(" .")):
            found.extend(_clause(clause, year))
    return found


def has_figures(text: str) -> bool:
    """Whether a line states a number that could be a target."""
    folded = fold_in_place(clean(text[:LONGEST]))
    return any(pattern.search(folded) for pattern in (targets.SHARE, COUNT, targets.TOP))


def year_of(text: str) -> int | None:
    """The one year a heading or a sentence says its aims are for."""
    folded = _COMPARED.sub(" ", fold_in_place(text))
    years = {int(match["year"]) for match in _YEAR.finditer(folded)}
    return years.pop() if len(years) == 1 else None


def _marks(folded: str) -> list[re.Match[str]]:
    """The numbers of a sentence that could be targets, in order: shares, and counts that are none of them."""
    shares = list(targets.SHARE.finditer(folded))
    taken = [range(match.start(), match.end()) for match in shares]
    counts = [one for one in COUNT.finditer(folded) if not any(one.start("low") in span for span in taken)]
    return sorted([*shares, *counts], key=lambda match: match.start())


def _clauses(text: str) -> Iterator[str]:
    """A sentence cut where a number of another measure follows: "kinh tế số đạt 32% GRDP, năng suất tăng 8%/năm"."""
    marks = _marks(fold_in_place(text))
    begin = 0
    for before, mark in pairwise(marks):
        between = text[before.end() : mark.start()]
        following = _NEXT.search(between)
        if following is None:
            continue
        own = _bare(following["own"]).strip()
        scope = _SCOPE.fullmatch(fold_in_place(own))
        if len(own.split()) > 1 and scope is None and not _LINK.fullmatch(f"{own} "):
            cut = before.end() + following.start("own")
            yield text[begin:cut].rstrip(" ,;")
            begin = cut
    yield text[begin:]


def _clause(text: str, year: int | None) -> list[Proposal]:
    folded = fold_in_place(text)
    marks = _marks(folded)
    if not marks:
        top = targets.TOP.search(folded)
        return [_top(text, folded, year)] if top else []
    before = _AIM.match(folded)
    dash = before or _DASH.match(folded)
    start = dash.end() if dash else 0
    start = min(start, marks[0].start())
    lead = _bare(text[start : marks[0].start()])
    ends = [after.start() for after in marks[1:]] + [len(text)]
    tails = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    scopes = [_SCOPE.search(fold_in_place(tail)) for tail in tails]
    rest = _rest(tails, scopes)
    found: list[Proposal] = []
    for mark, tail, scope in zip(marks, tails, scopes, strict=True):
        object_ = tail[: scope.start()] if scope else tail.split(" trong đó")[0]
        object_ = re.sub(r"(?:[\s,]|\b(?:và|hoặc|trong đó|của|tại))+$", "", object_.strip(" ,.:;")).strip()
        share = "%" in mark[0]
        object_ = object_ if share or lead else sizes.scaled(object_).rest
        name, unit = _name(
            lead if _shares(lead, object_, found, scope) else "", object_, rest if scope else "", share
        )
        if len(name) < 6:
            continue
        printed = re.sub(r"\s*(?:,|và)$", "", text[mark.start() : mark.end() + len(tail)].strip(" ,.;"))
        target = _share(mark, text, name) if share else _count(mark, printed, name)
        unit = target.unit if target.unit and not share else unit
        if target.comparator in ("<=", "<"):  # "giảm tỷ lệ hộ nghèo xuống còn 3%" measures the level
            name = re.sub(r"^(?:kéo )?giảm ", "", name, flags=re.IGNORECASE)
        found.append(Proposal(name[0].upper() + name[1:], unit, text_of(scope, tail), printed, target, year))
    return found


def _shares(lead: str, object_: str, found: list[Proposal], scope: re.Match[str] | None) -> bool:
    """Whether a further number still measures what the first does: it has a scope, or no words of its own."""
    if not found or scope is not None or _PREPOSITION.search(fold_in_place(lead)):
        return True
    return len(object_.split()) < 2 or object_.isupper()


def _share(mark: re.Match[str], text: str, name: str) -> Target:
    near = targets.in_sentence(text[max(0, mark.start() - 60) : mark.end() + 12], name)
    return near if near.comparator == "growth" else targets.of_share(mark, text, name)


def _count(mark: re.Match[str], printed: str, name: str) -> Target:
    """How much a counted number is, with its scale words: "450 triệu USD", "30 xã đạt chuẩn"."""
    words = printed.split()
    signs = len(mark["sign"].split())
    figure = len(mark["low"].split())
    said = words[signs : signs + figure + 3] if mark["sign"] in _VERBS else words[: signs + figure + 3]
    return targets.parse(re.sub(r"[;(/].*|,\s.*", "", " ".join(said)), "", name)


def _top(text: str, folded: str, year: int | None) -> Proposal:
    """A place among the first: the sentence itself names what is ranked."""
    before = _AIM.match(folded)
    name = text[before.end() if before else 0 :].strip(" -+*•.,;")
    return Proposal(name[:1].upper() + name[1:], "thứ hạng", "", text.strip(" .;"), targets.parse(text), year)


def text_of(scope: re.Match[str] | None, tail: str) -> str:
    """The words of a scope as printed: cấp tỉnh, cấp huyện; '' where the target is the province's."""
    return tail[scope.start("scope") : scope.end("scope")] if scope else ""


def _bare(text: str) -> str:
    """What is measured, without the words that lead to how much."""
    link = _LINK.search(text)
    bare = text[: link.start()] if link and link.start() else "" if link else text
    preposition = re.search(r"\s(?:đến|tới|cho)\s*$", text)
    return (text if preposition and len(text.split()) > 3 else bare).strip(" ,:")


def _rest(tails: list[str], scopes: list[re.Match[str] | None]) -> str:
    """What follows the last scope and belongs to all ("… được xử lý trên môi trường mạng")."""
    last = scopes[-1]
    return tails[-1][last.end() :].strip(" ,.") if last else ""


def _name(lead: str, object_: str, rest: str, share: bool) -> tuple[str, str]:
    unit = "%" if share else _counted(object_)
    if not lead:
        return " ".join(filter(None, (object_, rest))), unit
    if _PREPOSITION.search(fold_in_place(lead)):
        return f"{lead} {object_}".strip(), unit
    short = object_ if object_.isupper() and len(object_) < 8 else ""
    return " ".join(filter(None, (lead, rest))), f"{unit} {short}".strip() if share else unit


def _counted(object_: str) -> str:
    """What a number counts: the noun behind it, of one word or two ("xã đạt chuẩn", "doanh nghiệp số")."""
    words = re.sub(r"/.*", "", object_).split()
    return " ".join(words[:1] if len(words) > 1 and words[1].lower() in _GOES_ON else words[:2])
