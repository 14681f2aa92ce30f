"""The sign a line of prose begins with: a number, a letter, a bullet, or none; and which list it goes on.

Plans number in every way: I. A. 1. 1.1. a) đ) 1) 1- II- - + • Phần I, Nhiệm vụ 1. One grammar reads them all.
"""

import re
from dataclasses import dataclass

from common.intake.numbering import LETTERS
from plans.codes import roman_value

PART, UPPER, ROMAN, NAMED, NUMBER, DOTTED, LOWER, BULLET, NONE = (
    "part",
    "upper",
    "roman",
    "named",
    "number",
    "dotted",
    "lower",
    "bullet",
    "none",
)
# How deep a style usually stands, where nothing before tells.
RANK = {PART: 0, UPPER: 1, ROMAN: 2, NAMED: 3, NUMBER: 4, DOTTED: 5, LOWER: 6, BULLET: 8, NONE: 9}
_ORDINALS = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6}

_PART = re.compile(
    r"(?:phần|chương|mục|điều)\s+(?:thứ\s+)?(?P<value>[IVX]{1,6}|\d{1,2}|nhất|một|hai|ba|tư|bốn|năm|sáu)\b\s*[.:–-]?\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:nhiệm vụ|nội dung|mục tiêu|giải pháp|hoạt động|nhóm nhiệm vụ|nhóm giải pháp|nhóm)\s+(?:số\s+|thứ\s+)?"
    r"(?P<value>\d{1,2})\s*[.:–-]\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?P<bullet>[-–—+*•●▪■□◦✓➢➤·]|[oO§](?=\s))\s*(?=[^\s\d.,-]|\d)")
_NUMBER = re.compile(
    r"\(?(?:(?P<dotted>(?:\d{1,3}|[IVX]{1,5})(?:(?:\.\d{1,2}){1,4}(?:\.[a-zđ])?|\.[a-zđ](?=\s?[.)/])))|(?P<digits>\d{1,3})|(?P<roman>[IVXLC]{1,6})"
    r"|(?P<upper>[A-ZĐ])|(?P<lower>[a-zđ]))"
    r"(?P<sep>\s?[.)/:]+-?|\s?[-–](?=\s|[^\W\d])|(?=\s))\s*(?=[^\s\d]|[\d])"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as printed, its style, its values (one but for dotted numbers), and the place where the text begins."""

    style: str = NONE
    values: tuple[int, ...] = ()
    printed: str = ""
    mark: str = ""  # of a bullet, its character; of a number, what stands behind it
    end: int = 0

    @property
    def value(self) -> int:
        return self.values[-1] if self.values else 0

    @property
    def numbered(self) -> bool:
        return self.style not in (BULLET, NONE)


def sign_of(text: str, above: "Sign | None" = None) -> Sign:
    """The sign of a cleaned line. `above` is the last letter or Roman number: i goes on after h, V after U."""
    for pattern, style in ((_PART, PART), (_NAMED, NAMED)):
        match = pattern.match(text)
        if match and (style == NAMED or _heads_a_part(text, match)):
            value = match["value"]
            number = (
                int(value) if value.isdigit() else _ORDINALS.get(value.lower()) or roman_value(value) or 0
            )
            return Sign(style, (number,), match[0].strip(" .:–-"), "", match.end())
    bullet = _BULLET.match(text)
    if bullet:
        mark = bullet["bullet"]
        return Sign(BULLET, (), mark, "-" if mark in "-–—" else mark, bullet.end())
    match = _NUMBER.match(text)
    return (match and _number(match, text, above)) or Sign()


def _heads_a_part(text: str, match: re.Match[str]) -> bool:
    """Whether "Phần I", "Chương 2" heads something: capitals, or nothing but a title after it."""
    return text[:1].isupper() and len(text) < 250 and not text[match.end() :][:1].islower()


def _number(match: re.Match[str], text: str, above: Sign | None) -> Sign | None:
    sep = match["sep"].strip()
    after = text[match.end() : match.end() + 1]
    spaced = text[match.end() - 1 : match.end()].isspace()
    if after.isdigit() and not spaced:  # 1.500 people, 5/7 communes
        return None
    printed = match[0][: match.end("sep") - match.start()].strip(" .):/(–-")
    if match["dotted"]:
        parts = match["dotted"].split(".")
        values = tuple(int(p) if p.isdigit() else roman_value(p) or _letter(p) for p in parts)
        return Sign(DOTTED, values, printed, sep, match.end()) if sep or spaced else None
    if not sep:
        return None
    if match["digits"]:
        return Sign(NUMBER, (int(match["digits"]),), printed, sep, match.end())
    return _letter_or_roman(match, printed, sep, spaced, above)


def _letter_or_roman(
    match: re.Match[str], printed: str, sep: str, spaced: bool, above: Sign | None
) -> Sign | None:
    capitals = match["roman"] or match["upper"]
    if capitals:
        if sep.startswith(("/", ":")) or not (spaced or sep in {".", "-", "–", ")"}):
            return None
        letter = _letter(capitals.lower())
        goes_on = above is not None and above.style == UPPER and 0 < letter - above.value <= 2
        roman = roman_value(capitals)
        if roman and not goes_on and (len(capitals) > 1 or capitals in "IVX"):
            return Sign(ROMAN, (roman,), printed, sep, match.end())
        return Sign(UPPER, (letter,), printed, sep, match.end()) if len(capitals) == 1 else None
    if sep.startswith(":") or sep in {"-", "–"}:
        return None
    return Sign(LOWER, (_letter(match["lower"]),), printed, sep, match.end())


def _letter(text: str) -> int:
    """The place of a letter in a list; đ stands between d and e."""
    found = LETTERS.find(text)
    return found + 1 if found >= 0 else "abcdefghijklmnopqrstuvwxyz".find(text) + 1
