"""Which province a paper is of, and how its letterhead's capitals are written."""

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from common.intake.blocks import Line
from common.intake.kinds import Reading
from common.text import fold, fold_in_place
from plans.intake.capitals import in_small
from plans.intake.head_words import (
    BELOW_PROVINCE,
    CENTRAL,
    CENTRAL_ISSUER,
    LOCAL,
    LONGEST_HEAD,
    NAMED_PROVINCE,
    PROVINCE,
)

if TYPE_CHECKING:
    from plans.intake.head_lines import HeadLines


def province_in(reading: Reading, head: "HeadLines", lines: list[Line]) -> tuple[str, list[Line]]:
    """The province, and the lines it was read from: known by name anywhere in the head, else as the head prints it.

    '' for the centre.
    """
    nowhere: list[Line] = []
    if CENTRAL_ISSUER.match(fold(head.issuer)) or CENTRAL.search(head.number):
        return "", nowhere
    local = BELOW_PROVINCE.search(head.issuer)
    above, first = _province_above(lines) if local else ("", nowhere)
    if above:
        return reading.register.province_of(above) or above, first
    for name, text in (("issuer", head.issuer), ("place", head.place)):
        known = reading.register.province_of(text) if text else ""
        if known:
            return known, head.lines.get(name, nowhere)
    match = PROVINCE.search(head.issuer)
    if match:
        return cased(match["name"], head.place), head.lines.get("issuer", nowhere)
    if not head.issuer and not head.place:
        for line in lines[:LONGEST_HEAD]:
            known = reading.register.province_of(line.text)
            if known:
                return known, [line]
    if head.issuer and not LOCAL.match(fold(head.issuer)):
        return "", nowhere
    return head.place, head.lines.get("place", nowhere)


def _province_above(lines: list[Line]) -> tuple[str, list[Line]]:
    """The province a paper of a district or a ward speaks of most ("UBND tỉnh X") and where it does first; else ''."""
    named: Counter[str] = Counter()
    first: dict[str, Line] = {}
    for line in lines:
        for match in NAMED_PROVINCE.finditer(line.text):
            words = list(takewhile(lambda word: word[0].isupper(), match["name"].split()))
            if 1 < len(words) < 4:
                name = " ".join(words)
                named[name] += 1
                first.setdefault(name, line)
    if not named:
        return "", []
    best = named.most_common(1)[0][0]
    return best, [first[best]]


def as_elsewhere(text: str, lines: list[Line]) -> str:
    """Capitals of a letterhead as the text itself writes the same words elsewhere."""
    if not text or not text.isupper():
        return text
    wanted = fold_in_place(text)
    for line in lines:
        at = fold_in_place(line.text).find(wanted)
        found = line.text[at : at + len(wanted)]
        if at >= 0 and not found.isupper() and found[:1].isupper():
            return found
    return text


def cased(text: str, place: str) -> str:
    """Capitals of a letterhead in ordinary writing, the place's own spelling where it is printed beside."""
    if not text.isupper():
        return re.sub(r"^ủy ban nhân dân\b", "UBND", text, flags=re.IGNORECASE)
    small = in_small(text)
    match = PROVINCE.search(small)
    if match and fold(place) == fold(match["name"]):
        small = small[: match.start("name")] + place + small[match.end("name") :]
    return small
