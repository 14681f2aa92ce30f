"""The title of a paper: the lines under its type word, up to where the text begins.

Where the file tells how its paragraphs look, the title is the run of bold, centred lines (NĐ 30/2020, Phụ lục I),
whatever they begin with; else words tell where it ends.
"""

import re
from collections.abc import Iterator

from common.intake.blocks import Document, Line, Look, Paragraph
from common.text import clean, fold
from plans.intake.head_words import (
    ANNEX,
    BRACKETS,
    HEADING,
    IN_BRACKETS,
    ISSUER,
    MOTTO,
    OF_PLAN,
    OPENING,
    PROVINCE,
    TYPES,
)

LONGEST_TITLE = 400  # characters
LONGEST_TITLE_LINE = 110  # characters of a further line of a title that begins with a capital
MOST_LINES = 9  # under the type word
_BASE = re.compile(r"căn cứ\b|kính gửi\b|xét đề nghị\b", re.IGNORECASE)
_ENDS = (".", ";", ":")


def type_word(text: str) -> str:
    """The letters of a line, to be looked up among the type words."""
    return re.sub(r"[^a-z ]", " ", fold(text)).strip()


def title_under(lines: list[Line], at: int, document: Document) -> tuple[str, list[Line], int]:
    """The title under line `at`, its lines, and the index of the first line after it."""
    found: list[str] = []
    read: list[Line] = []
    look: Look | None = None
    last = at
    for index, line in enumerate(lines[at + 1 : at + 1 + MOST_LINES], start=at + 1):
        text = line.text.strip("_-–*= ")
        if not text or BRACKETS.match(text):
            continue
        if HEADING.match(text) or _BASE.match(text):
            break
        own = _look(document, line)
        if found and (_begins_other(text) or not _goes_on(found, look, text, own)):
            break
        look = look if found else own
        found.append(text)
        read.append(line)
        last = index
    return clean(IN_BRACKETS.sub("", clean(" ".join(found)))), read, last + 1


def _look(document: Document, line: Line) -> Look | None:
    block = document.blocks[line.block]
    return block.look if isinstance(block, Paragraph) else None


def _begins_other(text: str) -> bool:
    """Whether a line begins another part of the paper, however it looks: an annex, an issuer, another type word."""
    return bool(ANNEX.match(text) or (text.isupper() and (ISSUER.match(text) or type_word(text) in TYPES)))


def _goes_on(found: list[str], look: Look | None, text: str, own: Look | None) -> bool:
    """Whether a line goes on with the title above it: by its look where that is told, else by its words."""
    if len(" ".join(found)) > LONGEST_TITLE:
        return False
    if look is not None and own is not None and (look.bold or look.centred):
        return (own.bold or not look.bold) and (own.centred or not look.centred)
    marked = own is not None and (own.bold or own.centred)
    sentence = text.endswith(_ENDS) and text[:1].isupper() and not text.isupper()
    long = len(text) > LONGEST_TITLE_LINE and text[:1].isupper() and not text.isupper()
    return not (marked or sentence or long or OPENING.match(text) or found[-1].endswith(_ENDS))


def annex_title(lines: list[Line]) -> tuple[str, list[Line]]:
    """The title over the first table of an annex: what is neither "Phụ lục", nor brackets, nor a unit; its lines."""
    read = list(_annex_lines(lines))
    return clean(" ".join(OF_PLAN.sub("", IN_BRACKETS.sub("", line.text)) for line in read)), read


def _annex_lines(lines: list[Line]) -> Iterator[Line]:
    annex = next((index for index, line in enumerate(lines[:12]) if fold(line.text).startswith("phu luc")), 0)
    found = 0
    for line in lines[annex : annex + 12]:
        folded = fold(line.text)
        if not annex and (
            MOTTO.search(line.text) or ISSUER.match(line.text) or PROVINCE.fullmatch(line.text)
        ):
            continue
        if re.match(r"\(|don vi|dvt|bieu|so tt|stt|tt$", folded) or (found and len(line.text) < 12):
            if found:
                return
            continue
        if re.match(r"phu luc\b", folded) and len(folded) < 24:
            continue
        yield line
        found += 1
        if found == 2:
            return
