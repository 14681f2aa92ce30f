"""Lines of running text with what each shows by itself; what it is, only the whole document decides (`model`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencies.names import Names
from common.intake.blocks import Document, Paragraph
from common.text import clean, fold
from plans.intake.prose.labels import Labelled, labels
from plans.intake.prose.openings import VERB, Opening, opening_of
from plans.intake.prose.signs import BULLET, LOWER, NONE, NUMBER, PART, ROMAN, UPPER, Sign, sign_of
from plans.intake.prose.words import topic_of, words

LONGEST_TITLE = 220  # characters of a line that may head others
SHORT_TITLE = 9  # words of a title that may end with a full stop
LONGEST_ANNEX = 90  # characters of a line that begins an annex
_CLOSED = re.compile(r"[.;:!?…]\W{0,3}$")
_OPEN = re.compile(
    r"(?:,|(?<!\w)(?:và|với|của|các|cho|trong|theo|về|tại|phối hợp|chủ trì|Sở|Bộ|Ban|UBND|Ủy ban|Phòng|Công an))$"
)
_BEFORE_A_NUMBER = re.compile(r"(?<!\w)(?:tháng|ngày|năm|quý|số|trước|đến|từ|khu vực)$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.;!]\W{0,3}$")
_ENDS_PLAN = re.compile(r"\./\.\W*$")
# The sentence that opens the body of a paper, and the addresses of an official letter.
_PREFACE = re.compile(r"(?:như sau|sau đây|dưới đây)\s*:\s*$|^kính gửi\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as the file breaks it: its cleaned text, its place, the index of its block, and whether it is bold."""

    text: str
    where: str
    block: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its features. `block` is the index of its block, `text` it without its sign; `pieces` has it
    as the file breaks it.

    `topic` is what the words of a heading say it is about; `names_how` how its agencies stand at its beginning.
    """

    block: int
    where: str
    printed: str
    pieces: tuple["Piece", ...]
    sign: Sign
    text: str
    bold: bool
    labelled: Labelled
    opening: Opening | None
    topic: str
    verb: bool  # begins with what has to be done
    ends: str  # "." a sentence, ":" what stands below, "" nothing
    closing: bool
    ends_plan: bool
    annex: bool
    preface: bool

    @property
    def title(self) -> bool:
        """Whether it may head others: short, and no sentence."""
        return len(self.text) <= LONGEST_TITLE and self.ends != "."

    @property
    def only_labels(self) -> bool:
        return bool(self.labelled.values) and not self.labelled.before


def lines_of(document: Document, names: Names) -> Iterator[Line | None]:
    """Every line of every paragraph, in reading order; None where a table parts them."""
    letter: Sign | None = None
    for pieces in _whole(document):
        if not pieces:
            yield None
            continue
        line = _line(pieces, letter, names)
        if line.sign.style in (UPPER, ROMAN, LOWER):
            letter = line.sign
        yield line


def _whole(document: Document) -> Iterator[list[Piece]]:
    """Lines with what a break has cut off them; nothing where a table stands."""
    open_line: list[Piece] = []
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            if open_line:
                yield open_line
            open_line = []
            yield []
            continue
        for printed in block.text.split("\n"):
            text = clean(printed)
            if not text:
                continue
            piece = Piece(text, block.where, index, _bold(block, text))
            if open_line and _goes_on(open_line[-1].text, text):
                open_line.append(piece)
                continue
            if open_line:
                yield open_line
            open_line = [piece]
    if open_line:
        yield open_line


def _goes_on(above: str, text: str) -> bool:
    """Whether a break stands inside a sentence: it goes on in small letters, or the line above ends openly."""
    if _CLOSED.search(above) or sign_of(text).style != NONE:
        return False
    return (
        text[:1].islower()
        or bool(_OPEN.search(above))
        or ((text[:1].isdigit() or text[:1] in "IV") and bool(_BEFORE_A_NUMBER.search(above)))
    )


def _line(pieces: list[Piece], letter: Sign | None, names: Names) -> Line:
    first = pieces[0]
    printed = " ".join(piece.text for piece in pieces)
    told = words()
    sign = sign_of(printed, letter)
    text = printed[sign.end :].strip()
    folded = fold(text[: LONGEST_TITLE * 2]).strip(" .:;")
    annex = _is_annex(sign, printed, folded, bold := first.bold)
    opening = None if annex else opening_of(text, names)
    labelled = _labels(sign, text, opening)
    return Line(
        block=first.block,
        where=first.where,
        printed=printed,
        pieces=tuple(pieces),
        sign=sign,
        text=labelled.before if labelled.values else text,
        bold=bold,
        labelled=labelled,
        opening=opening_of(labelled.before, names) if labelled.values and opening else opening,
        topic=_topic(sign, text, folded, bold) if opening is None else "",
        verb=bool(told.duty.match(text)),
        ends=_end(text),
        closing=bool(told.says.match(folded)),
        ends_plan=bool(told.ends.match(folded)) or bool(_ENDS_PLAN.search(text)),
        annex=annex,
        preface=bool(_PREFACE.search(text)) and not sign.numbered,
    )


def _labels(sign: Sign, text: str, opening: Opening | None) -> Labelled:
    """The labels of a line. An agency in front of a colon is no label; a numbered line of nothing else heads."""
    if opening and opening.how != VERB:
        rest = labels(opening.rest)
        before = text[: len(text) - len(opening.rest)] + rest.before
        return Labelled(before, rest.values) if rest.values and rest.before else Labelled(text)
    found = labels(text)
    if not found.values or found.before:
        return found
    return Labelled(text) if sign.style in (NUMBER, ROMAN, UPPER, PART) else found


def _topic(sign: Sign, text: str, folded: str, bold: bool) -> str:
    """What a heading is about; a sentence is about nothing, a bullet only where more stands below it."""
    words_in = len(folded.split())
    short = words_in <= SHORT_TITLE and len(text) <= LONGEST_TITLE
    if len(text) > LONGEST_TITLE or (_end(text) == "." and not short):
        return ""
    if sign.style in (BULLET, NONE) and not (bold or text.endswith(":")):
        return ""
    return topic_of(folded)


def _is_annex(sign: Sign, printed: str, folded: str, bold: bool) -> bool:
    """Whether a line begins an annex, by its words and by standing like a title: a capital first, and no sentence."""
    told = words()
    if sign.numbered or len(printed) > LONGEST_ANNEX or not printed[:1].isupper():
        return False
    if printed.rstrip().endswith((".", ";", ",")):
        return False
    return bool(told.annex.match(folded)) or (bold and bool(told.annex_in_capitals.match(folded)))


def _bold(block: Paragraph, printed: str) -> bool:
    """Whether the file sets the paragraph bold, or the line is printed in capitals."""
    return bool(block.look and block.look.bold) or printed.isupper()


def _end(text: str) -> str:
    if text.rstrip().endswith(":"):
        return ":"
    return "." if _ENDS_SENTENCE.search(text) else ""
