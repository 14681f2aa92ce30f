"""What a printed target says: how much, in which direction, by when.

A number without a sign is a floor (DESIGN "Attainment"); only "đúng bằng" is equality. What has no number is
qualitative; what could be two things stays empty with a doubt. Plain functions, Decimal only.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from common.text import clean, fold
from plans.money import VIETNAMESE, number

EMPTY = re.compile(r"^[-–—.…\s/x*]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """`low` holds the only number of a target, `high` the upper end of a range; without a text `comparator` is ''."""

    comparator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    doubt: str = ""


_NUMBER = r"\d+(?: \d{3})*(?:[.,]\d+)*"
_SIGNS = (
    (">=", r">=|≥|=>|toi thieu|it nhat|khong (?:duoi|thap hon|it hon|nho hon)|tu|dat tu|thap nhat"),
    ("<=", r"<=|≤|=<|toi da|khong (?:qua|vuot qua|cao hon|lon hon|vuot)|cao nhat|nhieu nhat"),
    (">", r">|tren|hon|vuot|lon hon|cao hon"),
    ("<", r"<|duoi|thap hon|nho hon|it hon|chua den"),
    ("=", r"=|dung bang|bang dung"),
)
_AFTER = ((">=", r"tro len|trở lên"), ("<=", r"tro xuong"))
_LEAD_IN = r"(?:(?:dat|chiem|phan dau|duy tri|tang len|len|khoang|xap xi|co|o muc|muc|ty le|giam con|con|den|va)\s+)*"
_SIGN = "|".join(pattern for _code, pattern in _SIGNS)
_UNIT = r"(?P<unit>%|‰|[^\d\s<>≥≤=;,.()-][^\d<>≥≤=;]*?)?"
_ONE = re.compile(
    rf"^{_LEAD_IN}(?P<sign>{_SIGN})?\s*{_LEAD_IN}(?P<low>{_NUMBER})\s*(?:%\s*)?"
    rf"(?:(?:-|den|–|toi)\s*(?P<high>{_NUMBER})\s*)?{_UNIT}\s*"
    r"(?P<after>tro len|tro xuong)?\s*(?P<rest>[;,.(].*|va tang dan.*)?$"
)
TOP = re.compile(
    r"\btop\s+(?P<n>\d{1,3})\b(?!\s*%)"
    r"|\b(?:nhom|trong so|trong|thuoc)\s+(?:nhom\s+)?(?P<m>\d{1,3})\b(?!\s*%)"
    r"(?=.*\b(?:dan dau|hang dau|dung dau|cao nhat|tot nhat|ca nuoc|toan quoc|tinh|dia phuong)\b|$)"
    r"|\b(?:xep )?(?:thu|vi tri)\s+(?P<o>\d{1,3})\b"
)
_GROWTH = re.compile(
    r"\b(?:tang|giam)(?: truong)?"
    r"(?: (?:binh quan|trung binh|them|hang nam|moi nam|it nhat|toi thieu|tren|tu|dat|khoang))*"
    rf"\s*(?:{_SIGN})?\s*(?P<low>{_NUMBER})\s*(?:-\s*(?P<high>{_NUMBER})\s*)?%\s*"
    r"(?:/ ?nam|moi nam|h[ao]ng nam|so voi nam truoc)"
)
SHARE = re.compile(
    rf"(?P<sign>(?:{_SIGN})\s+)?(?P<low>{_NUMBER})\s*(?:%\s*)?(?:-\s*(?P<high>{_NUMBER})\s*)?%"
    rf"(?P<tail>[^,;.%]{{0,40}}?\btro (?:len|xuong))?"
)


def parse(text: str, unit: str = "") -> Target:
    """Read the cell of a target. `unit` is the indicator's own, it tells a thousand from a fraction."""
    printed = clean(text)
    if EMPTY.match(printed):
        return Target()
    folded = fold(printed).replace("≧", "≥").replace("≦", "≤").strip(" .;")
    growth = _GROWTH.search(folded)
    if growth and len(folded) < 80:
        return _growth(growth, printed)
    top = TOP.search(folded)
    if top:
        return Target("top_n", Decimal(top["n"] or top["m"] or top["o"]))
    one = _ONE.match(folded)
    if one is None or _wordy(one):
        several = len(SHARE.findall(folded)) > 1 or not re.search(r"[a-z]", folded)
        return Target(doubt=_several(printed)) if several else in_sentence(printed)
    bracketed = re.fullmatch(r"\([^()%≥≤<>]*\)[.;]?", one["rest"] or "")
    if re.match(r"[;,(]", one["rest"] or "") and re.search(r"\d", one["rest"]) and not bracketed:
        return Target(doubt=_several(printed))
    if one["high"]:
        return _numbers("between", one["low"], one["high"], printed, unit)
    return _numbers(_comparator(one["sign"], one["after"]), one["low"], None, printed, unit)


def in_sentence(sentence: str) -> Target:
    """The target a sentence of prose holds: its only share ("15% GRDP trở lên"); several or none are qualitative."""
    folded = fold(clean(sentence))
    growth = list(_GROWTH.finditer(folded))
    shares = list(SHARE.finditer(folded))
    if len(shares) != 1:
        return Target("qualitative")
    if growth:
        return _growth(growth[0], sentence)
    return of_share(shares[0], sentence)


def of_share(share: re.Match[str], printed: str) -> Target:
    """The target a match of SHARE stands for, in whatever sentence it was found."""
    if share["high"]:
        return _numbers("between", share["low"], share["high"], printed, "%")
    comparator = _comparator((share["sign"] or "").strip(), share["tail"] or "")
    return _numbers(comparator, share["low"], None, printed, "%")


def _growth(match: re.Match[str], printed: str) -> Target:
    if match[0].startswith("giam"):
        return Target(doubt=f"Mục tiêu “{printed}” là mức giảm mỗi năm. Nhập lại mục tiêu.")
    return _numbers("growth", match["low"], match["high"], printed, "%")


def _several(printed: str) -> str:
    return f"Mục tiêu “{printed}” có nhiều con số. Tách thành từng mục tiêu."


def _comparator(sign: str | None, after: str | None) -> str:
    if after:
        return "<=" if after.endswith("xuong") else ">="
    for code, pattern in _SIGNS:
        if sign and re.fullmatch(pattern, sign):
            return code
    return ">="


def _numbers(comparator: str, low: str, high: str | None, printed: str, unit: str) -> Target:
    read = [_value(text, unit) for text in (low, high) if text]
    values = [value for value in read if value is not None]
    if len(values) < len(read):
        return Target(doubt=f"Con số trong “{printed}” có thể đọc hai cách. Nhập lại mục tiêu.")
    if comparator == "between" and values[0] >= values[1]:
        return Target(doubt=f"Khoảng “{printed}” có mức dưới không nhỏ hơn mức trên. Nhập lại mục tiêu.")
    return Target(comparator, values[0], values[1] if len(values) > 1 else None)


def _value(text: str, unit: str) -> Decimal | None:
    """A count with a dot before three zeros is thousands; any other "1.234" is asked for, and always so in a share."""
    value = number(text)
    if value is None and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and "%" not in unit:
        return number(text, VIETNAMESE) if text.endswith("000") or text.endswith("00") else None
    return value


def _wordy(one: re.Match[str]) -> bool:
    """Whether the number is only a part of a sentence that says more."""
    return len((one["unit"] or "").split()) > 8


def horizon_of(text: str) -> int | None:
    """The year a heading such as "Đến năm 2030" names, None where it names none or several."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text))
    return int(years.pop()) if len(years) == 1 else None
