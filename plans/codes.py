"""The tree of an annex from its printed numbers, and a code for every row.

Annexes number in every way: I, I.1, 1, a, 1.1, A, -, nothing; numbering may restart in every group, run through all of
them, or be misprinted (V.I beside V.1.2). Codes are unique in a section and end with the printed number. Pure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from common.intake.numbering import LETTERS, tidy

ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN = re.compile(r"(?=[ivxlc])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_STEP = r"(?:[A-Za-zĐđ]|[IVXLivxl]{1,6}|\d{1,3})"
DOTTED = re.compile(rf"{_STEP}(?:[.-]{_STEP})*(?:[.-]{_STEP}|(?<=\d)[a-zđ])")  # I.1, V.2.1.a, 1-2, 2a
PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"

# How deep a style stands where nothing else tells.
DEPTH = {
    "title": -1,
    "upper": 0,
    "roman": 1,
    "heading": 2,
    "heading number": 3,
    "number": 4,
    "none": 5,
    "lower": 6,
    "lower roman": 7,
    "dash": 8,
    "plus": 9,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A row as it asks for its place: its number as printed, whether it looks like a heading, and whether it says more
    than its name (who, by when): what has all of that stands under no row that has it too."""

    number: str
    heading: bool = False
    full: bool = False
    title: bool = False  # of a whole table: everything below stands under it


@dataclass(frozen=True, slots=True)
class Place:
    """A row's code, the index of its parent (None at the root), and a doubt about the numbering."""

    code: str
    parent: int | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """A printed number understood: its style, its values along the dots, and the style of each of them."""

    style: str
    values: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def value(self) -> int:
        return self.values[-1] if self.values else 0


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral up to 89, None where it is none."""
    text = text.lower()
    if not text or not ROMAN.match(text):
        return None
    total = 0
    for digit, after in zip(text, text[1:] + " ", strict=True):
        value = ROMAN_DIGITS[digit]
        total += -value if ROMAN_DIGITS.get(after, 0) > value else value
    return total


def looks_like_number(text: str) -> bool:
    """Whether a cell or the start of a paragraph is a number of a list and nothing else."""
    return understand(tidy(text)) is not None and len(tidy(text)) <= 12


@lru_cache(maxsize=1 << 10)
def understand(text: str, before: "_Number | None" = None) -> _Number | None:
    """The number's style and values; None where it is no number. `before` tells C after B from a Roman hundred."""
    for style in (_sign, _digits, _dotted):
        number = style(text)
        if number is not None:
            return number
    if DOTTED.fullmatch(text):
        return None
    if text.isupper() or text == "Đ":
        return _alone(text, before, "upper", "roman", "IVX", most=1)
    if text.islower():
        return _alone(text, before, "lower", "lower roman", "i", most=2)
    return None


def _sign(text: str) -> _Number | None:
    """A dash, a bullet, a plus."""
    if re.fullmatch(r"[-–—•*●▪]+", text):
        return _Number("dash")
    return _Number("plus") if text == "+" else None


def _digits(text: str) -> _Number | None:
    """12, or a number behind the letters of a code: NV01."""
    plain = re.fullmatch(r"(\d{1,4})", text)
    found = plain or re.fullmatch(r"(?![IVXLC]+\b|[IVXLC]+\d)[A-ZĐ]{2,4}[-_]?(\d{1,3})", text)
    return _Number("number", (int(found[1]),)) if found else None


def _dotted(text: str) -> _Number | None:
    """I.1, V.2.1.a, 1-2, 2a."""
    if not DOTTED.fullmatch(text):
        return None
    parts = re.findall(r"\d+|[A-Za-zĐđ]+", text)
    values = [_part(part) for part in parts]
    kinds = tuple("number" if p.isdigit() else "roman" if roman_value(p) else "letter" for p in parts)
    return _Number("dotted", tuple(values), kinds) if all(values) else None


def _alone(
    text: str, before: "_Number | None", letters: str, roman: str, single: str, *, most: int
) -> _Number | None:
    """A letter or a Roman numeral: a letter where it goes on a list of them, by at most `most` places."""
    value, letter = roman_value(text), _letter(text.lower())
    if letter and before and before.style == letters and 0 < letter - before.value <= most:
        return _Number(letters, (letter,))
    if value and (len(text) > 1 or text in single):
        return _Number(roman, (value,))
    return _Number(letters, (letter,)) if letter else None


def _part(text: str) -> int:
    if text.isdigit():
        return int(text)
    return roman_value(text) or _letter(text.lower()) or 0


def _letter(text: str) -> int:
    """The place of a letter in a list; đ counts between d and e, f and g as printed."""
    if len(text) != 1:
        return 0
    return LETTERS.index(text) + 1 if text in LETTERS else PLAIN_LETTERS.find(text) + 1


@dataclass(slots=True)
class _Open:
    """A row on the way from the root to the one just read."""

    index: int
    number: _Number


def arrange(rows: Sequence[Printed]) -> list[Place]:
    """Give every row its parent and its code, in printed order."""
    numbers, parents = _tree(rows)
    return _codes(rows, numbers, parents)


def _tree(rows: Sequence[Printed]) -> tuple[list[_Number], list[int | None]]:
    path: list[_Open] = []
    numbers: list[_Number] = []
    parents: list[int | None] = []
    for index, row in enumerate(rows):
        before = path[-1].number if path else None
        number = understand(tidy(row.number), before) or _Number("heading" if row.heading else "none")
        if row.title:
            number = _Number("title")
        if number.style in {"upper", "roman", "lower", "lower roman"} and len(tidy(row.number)) == 1:
            number = _same_list(path, tidy(row.number)) or number
        if row.heading and number.style == "number" and not _divided(rows, index, number):
            number = _Number("heading number", number.values)
        keep = _dotted_parent(path, number) if number.style == "dotted" else _simple_parent(path, number)
        while number.style == "none" and row.full and keep and rows[path[keep - 1].index].full:
            keep -= 1
        del path[keep:]
        parents.append(path[-1].index if path else None)
        numbers.append(number)
        path.append(_Open(index, number))
    return numbers, parents


def _divided(rows: Sequence[Printed], index: int, number: _Number) -> bool:
    """Whether the next row carries on the number with a dot: 4, then 4.1."""
    after = understand(tidy(rows[index + 1].number)) if index + 1 < len(rows) else None
    return after is not None and after.style == "dotted" and after.values[0] == number.value


def _same_list(path: list[_Open], text: str) -> _Number | None:
    """I after H and V after U go on with the letters; i after h too."""
    style = "upper" if text.isupper() else "lower"
    letter = _letter(text.lower())
    for step in reversed(path):
        if step.number.style == style and 0 < letter - step.number.value <= 2:
            return _Number(style, (letter,))
    return None


def _dotted_parent(path: list[_Open], number: _Number) -> int:
    """How much of the path stays above a dotted number: up to the row whose number it begins with.

    V.1.2 belongs under V.I where that is how V.1 was printed; 1.2 belongs under I only where no 1 is open.
    """
    for kinds_count in (True, False):
        for size in range(len(number.values) - 1, 0, -1):
            for exact in (True, False) if kinds_count else (False,):
                for depth in range(len(path), 0, -1):
                    above = path[depth - 1].number
                    kinds = above.kinds or (above.style,)
                    same = kinds == number.kinds[:size] if exact else kinds[0] == number.kinds[0]
                    if (
                        above.values == number.values[:size]
                        and (same or not kinds_count)
                        and above.style != "lower"
                    ):
                        return depth
    for depth in range(len(path) - 1, -1, -1):  # beside the last one of its length
        if path[depth].number.style == "dotted" and len(path[depth].number.values) == len(number.values):
            return depth
    while path and path[-1].number.style in {
        "dotted",
        "number",
        "lower",
        "lower roman",
        "dash",
        "plus",
        "none",
    }:
        path.pop()
    return len(path)


def _simple_parent(path: list[_Open], number: _Number) -> int:
    """How much of the path stays above a number without dots."""
    for depth in range(len(path) - 1, -1, -1):
        other = path[depth].number
        if other.style == "title" and number.style != "title":
            break
        if other.style != number.style:
            continue
        restarts = number.value == 1 and other.value >= 1 and depth < len(path) - 1
        if restarts and number.style in {"number", "lower", "roman"} and _opens(path[-1].number, number):
            return len(path)
        return depth
    depth = len(path)
    while depth and not _opens(path[depth - 1].number, number):
        depth -= 1
    return depth


def _opens(above: _Number, number: _Number) -> bool:
    """Whether a row of this style may stand under the other."""
    if above.style == "dotted":
        return number.style not in {"upper", "roman", "heading"}
    if above.style == "roman" and number.style == "upper":
        return number.value == 1
    return DEPTH[above.style] < DEPTH[number.style]


def _codes(rows: Sequence[Printed], numbers: list[_Number], parents: list[int | None]) -> list[Place]:
    shown = [tidy(row.number) for row in rows]
    repeated = _repeated(shown, numbers)
    dotted = [text for text, number in zip(shown, numbers, strict=True) if number.style == "dotted"]
    restarts = len(set(dotted)) < len(dotted)
    unnumbered: Counter[int | None] = Counter()
    taken: set[str] = set()
    turns: dict[str, int] = defaultdict(lambda: 2)  # up to which a code is taken
    places: list[Place] = []
    for index, number in enumerate(numbers):
        parent = parents[index]
        above = places[parent].code if parent is not None else ""
        own = shown[index]
        if number.style == "title":
            unnumbered[parent] += 1
            code = own = own or f"PL{unnumbered[parent]}"
        elif number.style in {"dash", "plus", "heading", "none"}:
            unnumbered[parent] += 1
            own = _roman(unnumbered[parent]) if number.style == "heading" else str(unnumbered[parent])
            code = f"{above}.{own}" if above else own
            beside = index and shown[index - 1] and parents[index - 1] == parent and rows[index].full
            if (
                number.style == "none" and index and (code in taken or beside)
            ):  # between numbered rows: 1, then 1a
                code = next(
                    after for letter in LETTERS if (after := f"{places[index - 1].code}{letter}") not in taken
                )
        elif parent is None or not above:
            code = own
        elif number.style == "dotted":
            begins = own.startswith(shown[parent] + ".") and shown[parent]
            whole = above == shown[parent] if begins else not restarts
            code = own if whole else f"{above}.{own[len(shown[parent]) + 1 :] if begins else own}"
        else:
            code = f"{above}.{own}" if number.style in repeated else own
        doubt = ""
        if code in taken:
            if own == shown[index]:
                doubt = f"Số thứ tự “{own}” bị in trùng. Kiểm tra lại số thứ tự."
            turns[code] = next(
                turn for turn in range(turns[code], len(rows) + 2) if f"L{turn}.{code}" not in taken
            )
            code = f"L{turns[code]}.{code}"
        taken.add(code)
        places.append(Place(code, parent, doubt))
    return places


def _repeated(shown: list[str], numbers: list[_Number]) -> set[str]:
    """Styles whose numbers begin again in each group, so that a code needs the one above."""
    repeated = {
        number.style
        for (text, number), count in Counter(zip(shown, numbers, strict=True)).items()
        if count > 1 and text and number.style in {"number", "roman", "upper"}
    }
    if "heading number" in {number.style for number in numbers}:  # 1 under 1: the numbers alone would collide
        repeated.add("number")
    return repeated | {"lower", "lower roman"}


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
