"""A page of pdfplumber as lines, columns and tables by where they stand."""

import re

from common.intake.readers.pdf_layout.beside import with_sides
from common.intake.readers.pdf_layout.cells import ruled
from common.intake.readers.pdf_layout.grids import filled
from common.intake.readers.pdf_layout.letters import letters_of, segments_of
from common.intake.readers.pdf_layout.shapes import Grid, Page, PdfPage

PICTURE = 0.6  # share of the page from which on an image is a picture of the page
_CID = re.compile(r"\(cid:\d+\)")


def page_of(page: PdfPage, number: int) -> Page:
    """What stands on a page. Raises TooMuch."""
    upright, sideways = letters_of(page.chars)
    letters = len(upright) + len(sideways)
    unknown = sum(bool(_CID.match(letter.text)) for letter in upright)
    grids: list[Grid] = []
    for table in ruled(page):
        found = filled(number, table, upright, sideways)
        upright, sideways = found.upright, found.sideways
        if found.grid is not None:
            grids.append(found.grid)
    parts = sorted([*with_sides(segments_of(upright, number)), *grids], key=lambda part: part.top)
    return Page(
        number,
        float(page.width),
        float(page.height),
        tuple(parts),
        letters,
        unknown,
        _pictured(page),
    )


def _pictured(page: PdfPage) -> bool:
    area = float(page.width) * float(page.height)
    return any(
        (image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) > PICTURE * area
        for image in page.images
    )
