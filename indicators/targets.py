"""What a printed target says: how much, in which direction, by when.

A number without a sign is a floor, a ceiling where less is better (DESIGN "Attainment"); only "đúng bằng" is equality.
What has no number is qualitative; what could be two things, or needs a value that is not printed, stays empty with a
doubt. Words and sizes are `wording`'s and `sizes`'. Plain functions, Decimal only.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from common.text import clean, fold, fold_in_place
from indicators import sizes
from indicators.direction import ASK, DOWN, direction_of, is_reduction
from indicators.wording import words
from plans.money import Style

EMPTY = re.compile(r"^[-–—.…\s/x*]*$", re.IGNORECASE)
LONGEST = 400  # characters of a cell that is one target; a longer one is a text


@dataclass(frozen=True)
class Target:
    """`low` holds the only number of a target, `high` the upper end of a range; without a text `comparator` is ''.

    Growth below zero is a fall. `unit` is what the words themselves name, for an indicator that prints none.
    """

    comparator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    doubt: str = ""
    unit: str = field(default="", compare=False)


@dataclass(frozen=True)
class Asked:
    """A text to be read, and what it is about. `style` is how its column writes figures, where that is told."""

    printed: str
    unit: str = ""
    name: str = ""
    style: Style | None = None


NUMBER = r"(?<![\d.,])\d{1,15}(?: \d{3}){0,4}(?:[.,]\d{1,6}){0,4}(?!\d)"
_SIGNS = (
    (">=", r">=|≥|=>|toi thieu|it nhat|khong (?:duoi|thap hon|it hon|nho hon)|tu|dat tu|thap nhat"),
    ("<=", r"<=|≤|=<|toi da|khong (?:qua|vuot qua|cao hon|lon hon|vuot)|cao nhat|nhieu nhat"),
    (">", r">|tren|hon|vuot|lon hon|cao hon"),
    ("<", r"<|duoi|thap hon|nho hon|it hon|chua den"),
    ("=", r"=|dung bang|bang dung"),
)
_LEAD_IN = (
    r"(?:(?:dat|chiem|phan dau|duy tri|tang len|len|khoang|xap xi|co|o muc|muc|ty le|den|va|giu)\s+){0,4}"
)
SIGN = "|".join(pattern for _code, pattern in _SIGNS)
_ONE = re.compile(
    rf"{_LEAD_IN}(?P<sign>{SIGN})?\s*{_LEAD_IN}(?P<low>{NUMBER})\s*(?:%\s*)?"
    rf"(?:(?P<mid>[a-z][a-z ]{{0,20}}?)?\s*(?:-|den|toi)\s*(?P<high>{NUMBER})\s*)?"
    r"(?P<unit>%|‰|[^\d\s<>≥≤=;,.()-][^\d<>≥≤=;]{0,120}?)?\s*"
    r"(?P<after>tro len|tro xuong)?\s*(?P<rest>[;,.(].*|va tang dan.*)?$"
)
TOP = re.compile(
    r"\btop\s+(?P<n>\d{1,3})\b(?!\s*%)"
    r"|\b(?:nhom|trong so|trong|thuoc)\s+(?:nhom\s+)?(?P<m>\d{1,3})\b(?!\s*%)"
    r"(?=.{0,150}\b(?:dan dau|hang dau|dung dau|cao nhat|tot nhat|ca nuoc|toan quoc|tinh|dia phuong)\b|$)"
    r"|(?<!\blan )\b(?:xep )?(?:thu|vi tri|hang)\s+(?P<o>\d{1,3})\b(?!\s*%)"
)
_YEARLY = (
    r"(?:/ ?nam\b|moi nam\b|h[ao]ng nam\b|so voi (?:cung ky )?nam (?:lien )?truoc|so voi cung ky"
    r"|binh quan (?:mot |moi )?nam\b)"
)
_BY_YEAR = re.compile(_YEARLY)
_STEPS = (
    r"(?:\s+(?:truong|binh quan|trung binh|them|hang nam|moi nam|it nhat|toi thieu|tren|tu|dat|khoang|hon|duoc|duoi"
    r"|khong duoi)){0,5}"
)
_GROWTH = re.compile(
    rf"\b(?P<way>tang|giam){_STEPS}\s*(?:{SIGN})?\s*(?P<low>{NUMBER})\s*(?:%?\s*-\s*(?P<high>{NUMBER})\s*)?%\s*{_YEARLY}"
)
# A change by so much ("Giảm 30% so với năm 2025"), and a fall to what is left ("giảm xuống còn 3%").
_BY = re.compile(
    r"(?:(?:phan dau|tiep tuc|moi nam|hang nam|binh quan|dua)\s+){0,3}(?P<way>tang|keo giam|cat giam|rut ngan|giam)"
    rf"{_STEPS}\s*(?:{SIGN})?\s*(?P<low>{NUMBER})\s*(?:%?\s*-\s*(?P<high>{NUMBER}))?\s*(?P<share>%)?(?P<tail>.*)$"
)
_TO = re.compile(
    r"(?:(?:phan dau|tiep tuc|keo|dua)\s+){0,3}(?:(?:giam|ha|rut ngan|cat giam|thu hep)\s+(?:[a-z]+\s+){0,6}?)?"
    r"(?:xuong con|xuong|con lai|con|ve muc|ve)\s+(?P<rest>.*)$"
)
# What stands before a share of a sentence: what is left of it, or by how much it changes.
_LEFT = re.compile(r"\b(?:xuong(?: con)?|con|con lai) (?:khoang )?$")
_CHANGED = re.compile(
    r"\b(?P<rate>(?:toc do|muc|ty le) )?(?P<way>tang|giam)(?: them| binh quan| trung binh)? (?:khoang )?$"
)
_EACH_YEAR = re.compile(r"\b(?:h[ao]ng nam|moi nam|binh quan|trung binh)\b")
_WHOLE = r"\d{1,3}(?:\.\d{3})+|\d{1,6}"
_OUT_OF = re.compile(
    rf"{_LEAD_IN}(?P<low>{_WHOLE})\s*/\s*(?P<all>{_WHOLE})(?:\s+(?P<unit>[^\d/%]{{1,60}}))?\s*(?:\(100 ?%\))?$"
)
SHARE = re.compile(
    rf"(?:(?P<sign>\b(?:{SIGN})|[<>≥≤=]{{1,2}})\s*)?(?P<low>{NUMBER})\s*(?:%\s*)?(?:-\s*(?P<high>{NUMBER})\s*)?%"
    r"(?P<tail>[^,;.%]{0,40}?\btro (?:len|xuong))?"
)


def parse(text: str, unit: str = "", name: str = "", style: Style | None = None) -> Target:
    """Read the cell of a target: `unit` and `name` are the indicator's own, they tell size and direction."""
    asked = Asked(" ".join(clean(text).split()).strip(" .;"), unit, name, style)
    if EMPTY.match(asked.printed):
        return Target()
    toned = asked.printed.replace("≧", "≥").replace("≦", "≤")
    folded = fold_in_place(toned)
    if len(folded) > LONGEST:
        return in_sentence(toned, name)
    return (
        _changed(asked, folded)
        or _ranked(asked, folded)
        or _out_of(asked, folded)
        or _plain(asked, toned, folded)
    )


def in_sentence(sentence: str, name: str = "") -> Target:
    """The target a sentence holds: its only share ("15% GRDP trở lên"); without one qualitative, several are asked.

    `name` is the indicator's where the sentence is not itself its name.
    """
    asked = Asked(clean(sentence), "%", name or sentence)
    folded = fold_in_place(asked.printed)
    growth = list(_GROWTH.finditer(folded))
    shares = list(SHARE.finditer(folded))
    if len(shares) > 1:
        return Target(doubt=_several(asked.printed))
    if not shares:
        return Target("qualitative")
    if growth:
        return replace(_growth(growth[0], asked, growth[0]["way"]), unit="%")
    return replace(of_share(shares[0], asked.printed, asked.name), unit="%")


def of_share(share: re.Match[str], printed: str, name: str = "") -> Target:
    """The target a match of SHARE stands for, in whatever sentence it was found; `name` says what is measured."""
    asked = Asked(printed, "%", name)
    before = fold_in_place(share.string[max(0, share.start() - 80) : share.start()])
    if share["high"]:
        return _numbers("between", share["low"], share["high"], asked, "")
    if _LEFT.search(before):
        return _numbers(
            "<" if (share["sign"] or "").strip() == "duoi" else "<=", share["low"], None, asked, ""
        )
    by = _CHANGED.search(before)
    sign = (share["sign"] or "").strip()
    if by and by["way"] == "tang" and _is_a_rate(name, printed):
        return _compared(sign, share["tail"] or "", share["low"], asked, "")
    if by and _EACH_YEAR.search(before):
        return _growth(share, asked, by["way"])
    if by and not by["rate"] and not (by["way"] == "giam" and is_reduction(name)):
        return Target(doubt=_needs_base(by["way"], printed))
    return _compared(sign, share["tail"] or "", share["low"], asked, "")


def _is_a_rate(name: str, printed: str) -> bool:
    """Whether what is measured is itself a rise ("Năng suất lao động tăng hằng năm"), so that a number is its floor."""
    return bool(re.search(r"\btang\b", fold(name))) and fold(name) not in fold(printed)


def _changed(asked: Asked, folded: str) -> Target | None:
    """A rise or a fall: to what is left, by so much a year, or by so much of a value that has to be known."""
    growth = _GROWTH.search(folded)
    if growth and len(folded) < 80:
        return _growth(growth, asked, growth["way"])
    to = _TO.match(folded)
    left = _ONE.match(to["rest"]) if to else None
    if to and left and not left["high"]:
        comparator = _sign_of(left["sign"], left["after"])
        said = asked.printed[len(asked.printed) - len(to["rest"]) :]
        return _numbers(comparator or "<=", left["low"], None, asked, _words(left, "unit", said))
    by = _BY.match(folded)
    if by is None or re.match(r"\s*(?:tro len|len|xuong|con)\b", by["tail"]):
        return None
    falls = by["way"] != "tang"
    yearly = any(_BY_YEAR.search(text) for text in (by["tail"], fold(asked.name), fold(asked.unit)))
    if yearly and (by["share"] or "%" in asked.unit):
        return _growth(by, asked, by["way"])
    if is_reduction(asked.name) if falls else re.search(r"\btang\b", fold(asked.name)):
        return _numbers(">=", by["low"], None, asked, "")
    return Target(doubt=_needs_base(by["way"], asked.printed))


def _ranked(asked: Asked, folded: str) -> Target | None:
    """A place among the first."""
    top = TOP.search(folded)
    if top:
        return Target("top_n", Decimal(top["n"] or top["m"] or top["o"]))
    alone = re.fullmatch(r"(?:hang |thu )?(\d{1,3})", folded)
    return Target("top_n", Decimal(alone[1])) if alone and words().rank.match(fold(asked.unit)) else None


def _out_of(asked: Asked, folded: str) -> Target | None:
    """ "96/96 xã": so many of all; of a share only all of them are a number."""
    match = _OUT_OF.match(folded)
    if match is None or not (match["unit"] or asked.unit.strip()):
        return None
    part, whole = (int(match[name].replace(".", "")) for name in ("low", "all"))
    if part > whole or (part < whole and sizes.is_share(asked.unit)):
        return Target(doubt=_several(asked.printed))
    if sizes.is_share(asked.unit):
        return Target(">=", Decimal(100))
    return _compared("", "", str(part), asked, "")


def _plain(asked: Asked, toned: str, folded: str) -> Target:
    one = _ONE.match(folded)
    if one is None or len((one["unit"] or "").split()) > 8:
        several = len(SHARE.findall(folded)) > 1 or not re.search(r"[a-z]", folded)
        return Target(doubt=_several(asked.printed)) if several else in_sentence(toned, asked.name)
    bracketed = re.fullmatch(r"\([^()%≥≤<>]*\)[.;]?", one["rest"] or "")
    if re.match(r"[;,(]", one["rest"] or "") and re.search(r"\d", one["rest"]) and not bracketed:
        return Target(doubt=_several(asked.printed))
    said = "%" if "%" in folded[one.end("low") : one.end("low") + 2] else _words(one, "unit", toned)
    if one["high"]:
        return _numbers("between", one["low"], one["high"], asked, said, _words(one, "mid", toned))
    return _compared(one["sign"], one["after"], one["low"], asked, said)


def _words(match: re.Match[str], group: str, toned: str) -> str:
    """What a group matched, with its tones."""
    return toned[match.start(group) : match.end(group)].strip() if match[group] else ""


def _growth(match: re.Match[str], asked: Asked, way: str) -> Target:
    low = sizes.value_of(match["low"], "%")
    high = sizes.value_of(match["high"], "%") if match["high"] else None
    if low is None or (match["high"] and high is None):
        return Target(doubt=_two_ways(asked.printed))
    if way != "tang":
        return Target("growth", -low)
    return Target("growth", low, high)


def _compared(sign: str | None, after: str | None, figure: str, asked: Asked, said: str) -> Target:
    """One number: by its sign, else by what is measured. A ceiling of 100 % says nothing: that is a floor."""
    comparator = _sign_of(sign, after)
    if not comparator:
        direction = direction_of(asked.name)
        found = _numbers(">=", figure, None, asked, said)
        if direction == ASK and found.low is not None:
            return Target(doubt=_direction(asked.printed))
        whole = found.low == 100 and sizes.is_share(asked.unit or said)
        comparator = "<=" if direction == DOWN and not whole else ">="
    return _numbers(comparator, figure, None, asked, said)


def _sign_of(sign: str | None, after: str | None) -> str:
    """The comparator a sign or the words behind a number stand for, '' where there are none."""
    if after:
        return "<=" if after.endswith("xuong") else ">="
    bare = (sign or "").strip()
    return next((code for code, pattern in _SIGNS if bare and re.fullmatch(pattern, bare)), "")


def _numbers(
    comparator: str, low: str, high: str | None, asked: Asked, said: str, said_first: str = ""
) -> Target:
    """The numbers in the measure's unit. `said` are the words behind the last number, `said_first` behind the first."""
    own = asked.unit.strip()
    if _other_unit(own, said):
        return Target(doubt=f"Mục tiêu “{asked.printed}” không cùng đơn vị với “{own}”. Nhập lại mục tiêu.")
    printed_unit = own or sizes.scaled(said).rest
    keeps = not own and words().money.match(fold(printed_unit))  # "150 tỷ đồng": the unit is tỷ đồng
    values = []
    for figure, behind in ((low, said_first if high and said_first else said), (high, said)):
        if figure is None:
            continue
        read = sizes.value_of(figure, own or said, asked.style)
        if read is None:
            return Target(doubt=_two_ways(asked.printed))
        value = read if keeps else sizes.measured(read, behind, own)
        if value is None:
            return Target(doubt=f"Không rõ “{asked.printed}” là bao nhiêu “{own}”. Nhập lại mục tiêu.")
        values.append(value)
    if comparator == "between" and values[0] >= values[1]:
        return Target(
            doubt=f"Khoảng “{asked.printed}” có mức dưới không nhỏ hơn mức trên. Nhập lại mục tiêu."
        )
    unit = said if keeps else "%" if said == "%" else printed_unit if sizes.scaled(said).scaled else ""
    return Target(comparator, values[0], values[1] if len(values) > 1 else None, unit=unit)


def _other_unit(own: str, said: str) -> bool:
    """Whether the words behind a number name another unit than the indicator's: % of a count, a count of a share."""
    if not own or not said:
        return False
    if said in "%‰":
        return not sizes.is_share(own)
    return bool(re.search(r"[%‰]", own)) and sizes.scaled(said).scaled


def _several(printed: str) -> str:
    return f"Mục tiêu “{printed}” có nhiều con số. Tách thành từng mục tiêu."


def _two_ways(printed: str) -> str:
    return f"Con số trong “{printed}” có thể đọc hai cách. Nhập lại mục tiêu."


def _needs_base(way: str, printed: str) -> str:
    word = "tăng" if way == "tang" else "giảm"
    return f"Mục tiêu “{printed}” là mức {word} so với một mốc: cần số của mốc đó. Nhập lại mục tiêu."


def _direction(printed: str) -> str:
    return f"Không rõ “{printed}” là mức ít nhất hay nhiều nhất. Chọn cách đọc mục tiêu."


def horizon_of(text: str) -> int | None:
    """The year a heading such as "Đến năm 2030" names, None where it names none or several."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text))
    return int(years.pop()) if len(years) == 1 else None
