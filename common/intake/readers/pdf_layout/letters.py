"""Letters into lines: what stands on one line, where a gap is a blank, where a wide one parts two columns."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from common import legacy_text
from common.intake.readers.pdf_layout.shapes import Char, Letter, Segment

CORRIDOR = 9.0  # the least white between two columns of text
SPACE, SPACE_WHERE_SPACES_ARE_SET = 0.15, 0.45  # a gap of so many font sizes parts words


def letters_of(chars: Iterable[Char]) -> tuple[list[Letter], list[Letter]]:
    """Upright letters, and those written upwards or downwards, turned; accents joined, doubles dropped."""
    upright: list[Letter] = []
    sideways: list[Letter] = []
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        text = char["text"]
        if not text or text == "\x00":
            continue
        key = (text, round(char["x0"] * 2), round(char["top"] * 2))
        if text != " " and key in seen:  # printed twice to look bold
            continue
        seen.add(key)
        into = upright if char.get("upright", True) else sideways
        letter = _letter(char)
        if into and unicodedata.combining(text[0]):
            base = into[-1]
            into[-1] = replace(base, text=base.text + text, x1=max(base.x1, letter.x1))
        else:
            into.append(letter)
    return upright, sideways


def _letter(char: Char) -> Letter:
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    if not char.get("upright", True):
        upwards = (char.get("matrix") or (0, 1))[1] > 0
        x0, x1, top, bottom = (-bottom, -top, x0, x1) if upwards else (top, bottom, -x1, -x0)
    size = float(char.get("size") or bottom - top)
    font = str(char.get("fontname") or "")
    return Letter(char["text"], x0, x1, top, bottom, size, "bold" in font.lower(), legacy_text.of_font(font))


def _rows_of(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Letters by the line they stand on, from the top, each from left to right."""
    rows: list[list[Letter]] = []
    middle = 0.0
    for letter in sorted(letters, key=lambda one: (one.middle, one.x0)):
        reach = 0.35 * min(letter.size, rows[-1][0].size) if rows else 0
        if rows and letter.middle - middle <= max(reach, 1.0):
            rows[-1].append(letter)
            middle += (letter.middle - middle) / len(rows[-1])
        else:
            rows.append([letter])
            middle = letter.middle
    for row in rows:
        row.sort(key=lambda one: one.x0)
    return rows


def segments_of(letters: Iterable[Letter], page: int = 0, *, split: bool = True) -> list[Segment]:
    """Lines from the top, with `split` cut where a wide gap shows two columns."""
    found: list[Segment] = []
    for row in _rows_of(letters):
        set_apart = sum(letter.blank for letter in row) * 14 >= len(row)
        for part in _parted(row) if split else [row]:
            found.extend(_segment(part, page, set_apart))
    return found


def _parted(row: Sequence[Letter]) -> Iterator[list[Letter]]:
    part: list[Letter] = []
    for letter in row:
        if part and not letter.blank:
            last = next((one for one in reversed(part) if not one.blank), part[-1])
            if letter.x0 - last.x1 > max(CORRIDOR, 0.9 * letter.size):
                yield part
                part = []
        part.append(letter)
    yield part


def _segment(letters: Sequence[Letter], page: int, set_apart: bool) -> Iterator[Segment]:
    """The line of these letters, none where they are blank; `set_apart`: the blanks of the line are letters too."""
    inked = [index for index, letter in enumerate(letters) if not letter.blank]
    if not inked:
        return
    letters = letters[inked[0] : inked[-1] + 1]
    gap = SPACE_WHERE_SPACES_ARE_SET if set_apart else SPACE
    pieces: list[tuple[str, str]] = []
    first_end = 0.0
    for index, letter in enumerate(letters):
        before = letters[index - 1] if index else None
        if before is not None and before.text != " " and letter.text != " ":
            if letter.x0 - before.x1 > gap * letter.size:
                pieces.append((before.coding, " "))
                first_end = first_end or before.x1
        elif before is not None and letter.text == " ":
            first_end = first_end or before.x1
        pieces.append((letter.coding, letter.text))
    text = legacy_text.held(legacy_text.joined(pieces))
    if text:
        sizes = Counter(round(letter.size, 1) for letter in letters if letter.text.strip())
        yield Segment(
            " ".join(text.split()),
            letters[0].x0,
            letters[-1].x1,
            min(letter.top for letter in letters),
            max(letter.bottom for letter in letters),
            sizes.most_common(1)[0][0],
            (first_end or letters[-1].x1) - letters[0].x0,
            letters[0].bold,
            page,
        )
