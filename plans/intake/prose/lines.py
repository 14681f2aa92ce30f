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
_ENDS_SENTENCE = re.compile(r"[.;!]\W{0,3}$")
_ENDS_PLAN = re.compile(r"\./\.\W*$")
# The sentence that opens the body of a paper, and the addresses of an official letter.
_PREFACE = re.compile(r"(?:như sau|sau đây|dưới đây)\s*:\s*$|^kính gửi\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its features. `block` is the index of its block, `text` it without its sign.

    `topic` is what the words of a heading say it is about; `names_how` how its agencies stand at its beginning.
    """

    block: int
    where: str
    printed: str
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
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            yield None
            continue
        for printed in block.text.split("\n"):
            if not printed.strip():
                continue
            line = _line(block, index, clean(printed), letter, names)
            if line.sign.style in (UPPER, ROMAN, LOWER):
                letter = line.sign
            yield line


def _line(block: Paragraph, index: int, printed: str, letter: Sign | None, names: Names) -> Line:
    told = words()
    sign = sign_of(printed, letter)
    text = printed[sign.end :].strip()
    folded = fold(text[: LONGEST_TITLE * 2]).strip(" .:;")
    annex = _is_annex(sign, printed, folded, bold := _bold(block, printed))
    opening = None if annex else opening_of(text, names)
    labelled = _labels(sign, text, opening)
    return Line(
        block=index,
        where=block.where,
        printed=printed,
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
    look = getattr(block, "look", None)
    return bool(look and look.bold) or printed.isupper()


def _end(text: str) -> str:
    if text.rstrip().endswith(":"):
        return ":"
    return "." if _ENDS_SENTENCE.search(text) else ""
