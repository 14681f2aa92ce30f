"""Which lines are one: in a paragraph, and in a cell, where only the breaks are kept that the writer meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.intake.readers.pdf_layout.shapes import Segment

_BULLET = re.compile(r"^[-–—+•*●▪■◦\uf0b7\uf02d]\s*\S")
_NUMBERED = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.\d{1,2})+|[IVXLC]{1,6}[.)-]|[a-zđA-ZĐ][.)])(?:\s|$)"
)
_INNER_DASH = re.compile(r"[-–—+]\s+[a-zà-ỹ]")
_ENDED = re.compile(r"[.;:!?…]$|\.{3}$")
_GLUED = re.compile(r"\S[-/]$")


def begins(text: str) -> bool:
    """A number or a bullet, as at the beginning of a paragraph."""
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def ended(text: str) -> bool:
    """Whether a line ends with the sign of an end."""
    return bool(_ENDED.search(text))


def goes_on(line: Segment, after: Segment, room: float) -> bool:
    """Whether a line was broken only because the next word had no place in `room` points."""
    space = 0.28 * after.size
    return line.x1 - line.x0 + space + after.first_word > room - 0.35 * after.size


def glue(text: str, after: str) -> str:
    """Two lines of one paragraph as one: a word broken behind its hyphen or stroke gets no blank."""
    return f"{text}{after}" if _GLUED.search(text) and after[:1].isalnum() else f"{text} {after}"


def unwrapped(lines: Sequence[Segment], room: float) -> str:
    """The lines of a cell with only those breaks left that the writer meant."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        if _opens(before, line, room):
            text += "\n" + line.text
        elif _inside_a_word(before, line, room):
            text += line.text
        elif goes_on(before, line, room) or line.text[:1].islower():
            text = glue(text, line.text)
        else:
            text += "\n" + line.text
    return text


def _opens(before: Segment, line: Segment, room: float) -> bool:
    """Whether a line of a cell begins an item of a list."""
    if begins(line.text) and (ended(before.text) or not goes_on(before, line, room)):
        return True
    return bool(_BULLET.match(line.text)) and not _INNER_DASH.match(line.text)


def _inside_a_word(line: Segment, after: Segment, room: float) -> bool:
    """Whether a word or number too long for its narrow cell was broken where the cell ended."""
    last, first = line.text.rsplit(" ", 1)[-1], after.text.split(" ", 1)[0]
    if not (last[-1:].isdigit() and first[:1].isdigit()):
        return False
    letter = (line.x1 - line.x0) / len(line.text)
    return (len(last) + len(first)) * letter > room > len(last) * letter > 0.8 * room


@dataclass(frozen=True, slots=True)
class Setting:
    """How running text is set on a page: its left and right margin, the usual distance of two lines."""

    left: float
    right: float
    pitch: float

    def continues(self, paragraph: Sequence[Segment], line: Segment) -> bool:
        """Whether a line goes on with a paragraph."""
        before = paragraph[-1]
        if abs(line.size - before.size) > 1.2 or self._apart(before, line):
            return False
        if self._centred(paragraph[0], before, line):
            whole = goes_on(before, line, self.right - self.left)
            return line.bold == before.bold and whole and not begins(line.text)
        if not goes_on(before, line, self.right - before.x0):
            return False
        if begins(line.text) and self._set_as_a_new_one(before, line):
            return line.text[:1].islower() and not _NUMBERED.match(line.text)
        return _aligned(paragraph, line)

    def _apart(self, before: Segment, line: Segment) -> bool:
        limit = max(self.pitch + 3.5, 1.25 * self.pitch)
        return line.page == before.page and line.top - before.top > limit

    def _centred(self, first: Segment, before: Segment, line: Segment) -> bool:
        centre = (self.left + self.right) / 2
        on_axis = all(abs(one.middle - centre) < 8 for one in (before, line))
        return on_axis and min(first.x0, line.x0) - self.left > 12

    def _set_as_a_new_one(self, before: Segment, line: Segment) -> bool:
        return ended(before.text) or line.x0 > self.left + 8 or bool(_BULLET.match(line.text))


def _aligned(paragraph: Sequence[Segment], line: Segment) -> bool:
    """Whether a line stands under the second line of its paragraph, or as a second line may stand under the first."""
    first, before = paragraph[0], paragraph[-1]
    if len(paragraph) == 1:
        return line.x0 <= first.x0 + 8 or (begins(first.text) and line.x0 < first.x0 + 60)
    body = paragraph[1].x0
    return abs(line.x0 - body) <= 8 or (line.page != before.page and line.x0 <= body + 8)
