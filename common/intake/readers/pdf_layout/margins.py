"""What belongs to no text: page numbers and running titles; and the margins of what does."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from common.intake.readers.pdf_layout.paragraphs import Setting
from common.intake.readers.pdf_layout.shapes import Page, Segment

MARGIN_ZONE = 0.12  # share of the page at top and bottom where page numbers and running titles stand
_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:trang|page)?\s*\d{1,4}\s*(?:/\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)


def without_running_titles(pages: Sequence[Page]) -> list[Page]:
    """Pages without their numbers, and without what stands at the same place of most of them in the margins."""
    seen: dict[tuple[str, int], list[int]] = {}
    out: set[int] = set()  # lines to leave out, by identity
    for page in pages:
        for line in page.lines:
            if _inside(line, page):
                continue
            if _PAGE_NUMBER.match(line.text):
                out.add(id(line))
            else:
                key = re.sub(r"\d+", "#", line.text), round(line.top / 4)
                seen.setdefault(key, []).append(id(line))
    for lines in seen.values():
        if len(lines) >= 3 and len(lines) * 2 >= len(pages):
            out.update(lines)
    return [replace(page, parts=tuple(part for part in page.parts if id(part) not in out)) for page in pages]


def _inside(line: Segment, page: Page) -> bool:
    zone = MARGIN_ZONE * page.height
    return zone < line.top and line.bottom < page.height - zone


def settings(pages: Sequence[Page]) -> dict[float, Setting]:
    """How running text is set, by the width of the page."""
    pitch = _pitch(pages)
    lines: dict[int, list[Segment]] = {}
    for page in pages:
        lines.setdefault(round(page.width), []).extend(page.lines)
    found: dict[float, Setting] = {}
    for page in pages:
        here = lines[round(page.width)]
        left, right = 0.0, page.width
        if here:
            left = _usual([line.x0 for line in here])
            right = -_usual([-line.x1 for line in here])
        found.setdefault(page.width, Setting(left, right, pitch))
    return found


def _usual(values: Iterable[float]) -> float:
    """The least value that at least a twentieth of the lines share within two points; the least where none is."""
    ordered = sorted(values)
    need = max(2, len(ordered) // 20)
    for value in ordered:
        if bisect_right(ordered, value + 2) - bisect_left(ordered, value - 2) >= need:
            return value
    return ordered[0]


def _pitch(pages: Sequence[Page]) -> float:
    """The usual distance of two lines of running text, in points."""
    steps: Counter[float] = Counter()
    for page in pages:
        for one, two in pairwise(page.lines):
            if 0 < two.top - one.top < 3 * one.size:
                steps[round((two.top - one.top) * 2) / 2] += 1
    return steps.most_common(1)[0][0] if steps else 0.0
