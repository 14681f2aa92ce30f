"""A PDF page as lines, paragraphs and tables: geometry only, without Django, so that a child process can run it.

Lengths are points (1/72 inch), y grows downwards. A page gives letters and ruling lines; everything else is worked out
and kept by where it stands: letters → lines (`letters`) → columns (`beside`); ruling lines (`rules`) → `cells` →
tables with their letters (`grids`); a `page`; pages without running titles (`margins`) → `paragraphs` and tables over
several pages (`whole`) → blocks (`assembler`).
"""

from common.intake.readers.pdf_layout.assembler import Assembler, PrintedBlock, PrintedParagraph
from common.intake.readers.pdf_layout.page import page_of
from common.intake.readers.pdf_layout.rules import TooMuch
from common.intake.readers.pdf_layout.shapes import Page, PdfPage
from common.intake.readers.pdf_layout.whole import PrintedTable

__all__ = [
    "Assembler",
    "Page",
    "PdfPage",
    "PrintedBlock",
    "PrintedParagraph",
    "PrintedTable",
    "TooMuch",
    "page_of",
]
