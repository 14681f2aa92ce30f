"""Labelled values in running text: "Cơ quan chủ trì: A; thời gian: 2025", on a line of their own or behind a duty."""

import re
from dataclasses import dataclass, field

from common.text import fold
from plans.intake import headings
from plans.intake.column_words import words
from plans.intake.prose.words import words as prose_words

LABEL = re.compile(r"(?:^|(?<=[;.\n(]))\s*(?:[-–+•*]|[a-eđ]\))?\s*(?P<label>[^:;.\n()]{4,160}?)\s*:\s*")
MOST_WORDS = 9  # of a label


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with labels: the text before the first of them, and role → (label as printed, value)."""

    before: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)


def labels(text: str) -> Labelled:
    """The labelled values of a line."""
    if ":" not in text:
        return Labelled(text)
    marks = [mark for match in LABEL.finditer(text) if (mark := _mark(match))]
    if not marks:
        return Labelled(text)
    ends = [begin for begin, _label, _role, _end in marks[1:]] + [len(text)]
    values = {
        role: (label, _value(text[end:stop]))
        for (_begin, label, role, end), stop in zip(marks, ends, strict=True)
    }
    return Labelled(text[: marks[0][0]].strip(" ;,(-–+"), values)


def _mark(match: re.Match[str]) -> tuple[int, str, str, int] | None:
    """Where a label begins, its words, its role, and where its value begins; None where the words are no label.

    "Việc A, cơ quan chủ trì: X" holds a label after the comma, "Cơ quan chủ trì, tham mưu: X" is one.
    """
    label, begin = match["label"], match.start()
    head, comma, tail = label.rpartition(",")
    if comma and _role(tail) and not _role(head) and not (len(head.split()) < 3 and _role(label)):
        label, begin = tail, match.start("label") + len(head) + 1
    role = _role(label)
    return (begin, label.strip(), role, match.end()) if role else None


def _role(label: str) -> str:
    """The role a label names, '' where it is none or too long to be one."""
    if len(label.split()) > MOST_WORDS:
        return ""
    folded = fold(label).strip(" -+*")
    role = headings.role_of_text(folded)
    if role in (headings.LEAD, headings.BOTH) and not prose_words().lead_label.search(folded):
        return ""
    return role if role in words().labels else ""


def _value(text: str) -> str:
    """A labelled value without the signs that only part it from the next, nor a bracket that closes around it."""
    text = text.strip(" ;(\n")
    return re.sub(r"\)\s*\.?$", "", text) if text.count(")") > text.count("(") else text
