"""What the child process of `pdf` says, line by line: pages as they are done, then the blocks or why there are none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NotRequired, TypedDict, final

if TYPE_CHECKING:
    from common.intake.readers.pdf_layout import PrintedBlock


@final
class PageDone(TypedDict):
    page: int
    of: int


@final
class Refusal(TypedDict):
    refused: str  # a word that `pdf` explains
    why: NotRequired[str]


class Block(TypedDict):
    """A paragraph has a text, a table its cells as (text, start, width, row) and rows as (where, indices of cells)."""

    where: str
    text: NotRequired[str]
    cells: NotRequired[list[tuple[str, int, int, int]]]
    rows: NotRequired[list[tuple[str, list[int]]]]


@final
class Whole(TypedDict):
    blocks: list[Block]
    pages: int
    letters: int
    unknown: int  # letters whose font does not say what they are
    pictures: int  # pages that are one


Line = PageDone | Refusal | Whole


def said(blocks: "Sequence[PrintedBlock]") -> list[Block]:
    """Blocks of the layout as they are said."""
    from common.intake.readers.pdf_layout import PrintedParagraph

    return [
        {"text": block.text, "where": block.where}
        if isinstance(block, PrintedParagraph)
        else {
            "where": block.where,
            "cells": [(cell.text, cell.start, cell.width, cell.row) for cell in block.cells],
            "rows": [(row.where, list(row.cells)) for row in block.rows],
        }
        for block in blocks
    ]
