"""The page and the head of an annex in Word."""

from collections.abc import Iterable

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

A4_MM = (210, 297)


def annex_page(section: Section, *, landscape: bool) -> None:
    """The page of an annex; its pages are counted from 1."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in sorted(A4_MM, reverse=landscape))
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)
    numbers.set(qn("w:start"), "1")


def annex_head(
    document: Document, label: str, titles: Iterable[str], reference: str, *, landscape: bool
) -> None:
    """Number, name and reference of an annex over its rule."""
    document.add_paragraph(label, style="Số phụ lục")
    for title in titles:
        document.add_paragraph(title, style="Tên phụ lục")
    document.add_paragraph(reference, style="Kèm theo")
    document.add_paragraph(style="Đường kẻ phụ lục ngang" if landscape else "Đường kẻ phụ lục")
