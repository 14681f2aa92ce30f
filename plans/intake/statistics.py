"""Figures that are attached to a report: they tell what has been, and are no plan."""

import re
from itertools import islice

from common.intake.blocks import Document, Table
from common.text import fold
from plans.intake.head_title import type_word
from plans.intake.head_words import TYPES

MOST_LINES = 20  # over the first table
_OF_REPORT = re.compile(
    r"\bkem theo (?:du thao )?bao cao\b|^(?:du thao )?bao cao(?: tom tat| tong ket| so ket)?$"
)
_FIGURES = re.compile(r"\b(?:thong ke|so lieu|ket qua|tinh hinh (?:thuc hien|trien khai))\b")
_AIMS = re.compile(r"\b(?:nhiem vu|muc tieu|phan dau|ke hoach|phan cong|giao)\b")
_HEADING = re.compile(
    r"\b(?:chi tieu|noi dung|tieu chi) (?:thong ke|bao cao)\b|^(?:so lieu|gia tri thong ke)\b"
)


def of_report(document: Document, *, tasks: bool) -> bool:
    """Whether a document only tells figures of a report; `tasks`: tasks were read from it."""
    lines = list(islice(document.lines(widest=2, top=True), MOST_LINES))
    folded = [fold(line.text) for line in lines]
    if any(type_word(line.text) in TYPES and line.text.isupper() for line in lines):
        return False
    report = any(_OF_REPORT.search(text) for text in folded)
    titles = [
        re.sub(r"\(.*", " ", text) for line, text in zip(lines, folded, strict=True) if _is_title(line.text)
    ]
    figures = any(_FIGURES.search(text) for text in titles) or _headed(document)
    aims = any(_AIMS.search(text) for text in titles)
    return not aims and not (tasks and not (report and figures)) and (report or figures)


def _is_title(text: str) -> bool:
    """Whether a line is printed in capitals, but for what stands in brackets."""
    return re.sub(r"\(.*", "", text).isupper()


def _headed(document: Document) -> bool:
    """Whether a table's heading says that it counts."""
    first = next(
        (block for block in document.blocks if isinstance(block, Table) and len(block.rows) > 1), None
    )
    rows = first.rows[:3] if first else []
    return any(
        _HEADING.search(fold(cell.text)) for row in rows for cell in row.printed if len(row.printed) > 2
    )
