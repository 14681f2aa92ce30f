"""How large a printed number is beside the unit of its measure: value × scale in the text ÷ scale in the unit.

“1,2 triệu tài khoản” of tài khoản is 1 200 000, “150 tỷ đồng” of triệu đồng 150 000. Pure, Decimal only.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from common.text import clean, fold
from indicators.wording import words
from plans.money import VIETNAMESE, Style, number

PLACES = 4  # decimals a target has
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SHORT_MONEY = re.compile(r"(?i)\btr\.? ?đ(?:ồng)?\b\.?|\btrđ\b")


@dataclass(frozen=True)
class Scaled:
    """Words with what they multiply by taken off: "triệu đồng" is 10⁶ and "đồng"."""

    factor: Decimal
    rest: str

    @property
    def scaled(self) -> bool:
        return self.factor != 1


@lru_cache(maxsize=1)
def _scale() -> re.Pattern[str]:
    listed = "|".join(sorted(words().scales, key=len, reverse=True))
    return re.compile(rf"^\W*(?P<scale>{listed})\b\.?\s*", re.IGNORECASE)


@lru_cache(maxsize=1 << 10)
def scaled(text: str) -> Scaled:
    """The scale words that stand at the beginning of a unit, or in its brackets: "Đồng (triệu)"."""
    text = _SHORT_MONEY.sub("triệu đồng", clean(text)).strip(" .,;")
    factor = Decimal(1)
    thousand = re.match(r"1[.,]?(?:000[.,]?)+\s*(?=[^\d\s])", text)  # "1.000 đồng"
    if thousand:
        factor, text = Decimal(re.sub(r"\D", "", thousand[0])), text[thousand.end() :]
    bracket = re.search(r"\(([^()]*)\)", text)
    if bracket and _scale().match(bracket[1]) and not _scale().match(text):
        text = f"{bracket[1]} {text[: bracket.start()]}"
    while match := _scale().match(text):
        if fold(text[match.end() :]).split(" ")[0] in ("le", "trong", "so", "suat", "phan"):
            break  # tỷ lệ
        factor *= words().scales[match["scale"].lower()]
        text = text[match.end() :]
    return Scaled(factor, text.strip(" ()"))


def is_share(unit: str) -> bool:
    """Whether a unit is a share: %, ‰, tỷ lệ."""
    return bool(re.search(r"[%‰]", unit)) or bool(words().share.match(fold(unit)))


def counts_whole(unit: str) -> bool:
    """Whether what the unit names is counted, so that its numbers have no decimals: doanh nghiệp, xã, hồ sơ, đồng."""
    folded = fold(unit)
    if not re.search(r"[a-z]", folded) or is_share(unit) or "/" in folded or scaled(unit).scaled:
        return False
    return not words().continuous.match(folded)


def value_of(figure: str, unit: str, style: Style | None = None) -> Decimal | None:
    """A printed figure; None where "1.234" could be two and neither the unit nor `style`, the column's, tells.

    What is counted has no decimals; a triệu đồng or less is printed with three by nobody (`plans.money`).
    """
    if AMBIGUOUS.fullmatch(figure):
        if counts_whole(unit):
            return Decimal(re.sub(r"[.,]", "", figure))
        if "." in figure and figure.endswith("00") and not is_share(unit):
            style = VIETNAMESE  # nobody prints idle decimals
        of = scaled(unit)
        if "." in figure and of.scaled and of.factor <= 1_000_000 and words().money.match(fold(of.rest)):
            style = VIETNAMESE
    return number(figure, style)


def measured(value: Decimal, said: str, unit: str) -> Decimal | None:
    """The value in the measure's unit; `said` are the words printed behind it. None where they do not fit together."""
    text, of = scaled(said), scaled(unit)
    if not unit.strip():
        return value * text.factor
    if is_share(unit):
        return None if text.scaled else value
    if text.rest and _money(text.rest) and _money(of.rest) and not _same(text.rest, of.rest):
        return None  # đồng are no USD
    names_base = bool(of.rest) and _same(text.rest, of.rest)
    if not text.scaled and not (of.scaled and names_base):
        return value
    found = value * text.factor / of.factor
    return found if found == round(found, PLACES) and found.adjusted() >= -PLACES else None


def _money(rest: str) -> bool:
    return bool(words().money.match(fold(rest)))


def _same(said: str, base: str) -> bool:
    """Whether the printed words name what the unit counts: "đồng" of "triệu đồng"."""
    one, other = fold(said), fold(base)
    if _money(said) and _money(base):
        return ("do la" in one or "usd" in one) == ("do la" in other or "usd" in other)
    return one.startswith(other)
