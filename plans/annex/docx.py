"""A plan's annexes as Word: landscape, one table each, its heading repeated on every page.

Pages, styles and the lines over a table are those of the official papers (`common.papers`). Tables are written as XML:
a plan has hundreds of rows, and python-docx takes seconds for them.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from docx import Document as open_document
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate

from common.papers import LANDSCAPE_MM, MANY_LINES, TEMPLATE, undated
from common.papers.word import annex_head, annex_page
from plans.annex.content import Column, Line, PlanAnnex, PlanAnnexes
from plans.annex.sums import figures

CLOSING = "Chế độ báo cáo"
TWIPS = 56.69  # in a millimetre
ROOMY, CLOSE = 9, 13  # the most columns set in 12 and in 10 points; more are set in 8


def render_annexes_docx(content: PlanAnnexes) -> bytes:
    """The annexes as a Word file, each on its own pages."""
    document: Document = open_document(io.BytesIO(_empty(content.footnote)))
    made = datetime.combine(content.made_on, datetime.min.time())
    properties = document.core_properties
    properties.title, properties.author = content.title, content.author
    properties.created = properties.modified = made
    body = document.element.body
    for number, annex in enumerate(content.annexes):
        section = document.add_section(WD_SECTION.NEW_PAGE) if number else document.sections[0]
        annex_page(section, landscape=True)
        label, *titles, reference = annex.heads
        annex_head(document, label, titles, reference, landscape=True)
        if annex.unit:
            document.add_paragraph(annex.unit, style="Ghi chú bảng").alignment = WD_ALIGN_PARAGRAPH.RIGHT
        body.insert(len(body) - 1, parse_xml(_table(annex, document)))
        document.add_paragraph(style="Khoảng trống")
        if annex.closing:
            document.add_paragraph(CLOSING, style="Heading 2")
        for text in annex.closing:
            document.add_paragraph(text, style="Đoạn văn")
    file = io.BytesIO()
    document.save(file)
    return undated(file.getvalue())


@lru_cache(maxsize=1)
def _empty(footnote: str) -> bytes:
    """The template of the official papers without its letterhead, text and signature: page, styles and foot stay."""
    template = DocxTemplate(TEMPLATE)
    template.render({"footnote": footnote, "marking": "", "head": {}, "signature": {}}, autoescape=True)
    body = template.docx.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    file = io.BytesIO()
    template.docx.save(file)
    return file.getvalue()


def _table(annex: PlanAnnex, document: Document) -> str:
    widths = _widths(annex.columns)
    size = 12 if len(widths) <= ROOMY else 10 if len(widths) <= CLOSE else 8
    paper = _Paper(widths, size, document)
    sums = figures(cell for line in annex.lines for cell in line.cells if isinstance(cell, Decimal))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [*_heading(annex, paper), *(_row(line, annex.columns, sums, paper) for line in annex.lines)]
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(paper.table_style)}/>"
        '<w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(columns: tuple[Column, ...]) -> list[int]:
    """Twips: the first column, of numbers, as it is; the shares of the others stretched or pressed to the page."""
    first, *others = columns
    factor = (LANDSCAPE_MM - first.width) / sum(column.width for column in others)
    return [round(first.width * TWIPS), *(round(column.width * factor * TWIPS) for column in others)]


class _Paper:
    """How cells are written: the widths of the columns, the size of the type in points, the ids of the styles."""

    def __init__(self, widths: list[int], size: int, document: Document) -> None:
        self.widths = widths
        self._points = size
        self.table_style = document.styles["Bảng biểu"].style_id
        self._style = f"<w:pStyle w:val={quoteattr(document.styles['Bảng 12'].style_id)}/>"
        self._size = "" if size == 12 else f'<w:sz w:val="{size * 2}"/>'

    def lines(self, line: Line) -> float:
        """About how many lines of type a row takes."""
        letter = self._points * 0.16 * TWIPS  # the mean width of a letter of this face
        return (
            0
            if line.group
            else max(
                sum(max(1, len(part) * letter / width) for part in str(cell).split("\n"))
                for cell, width in zip(line.cells, self.widths, strict=True)
            )
        )

    def cell(
        self,
        text: str,
        start: int,
        width: int = 1,
        *,
        align: str = "left",
        bold: bool = False,
        merge: str = "",
    ) -> str:
        """A cell from column `start` over `width` columns; `merge` is restart or continue where it reaches down."""
        span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
        down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
        justified = f'<w:jc w:val="{align}"/>' if align != "left" else ""
        kept = "<w:keepNext/>" if bold else ""
        look = ("<w:b/>" if bold else "") + self._size
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        pieces = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
        )
        run = f"<w:r>{look}{pieces}</w:r>" if text else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(self.widths[start : start + width])}" w:type="dxa"/>{span}{down}'
            f"</w:tcPr><w:p><w:pPr>{self._style}{kept}{justified}</w:pPr>{run}</w:p></w:tc>"
        )


def _heading(annex: PlanAnnex, paper: _Paper) -> Iterator[str]:
    """The rows of the heading, repeated on every page; a cell that reaches down is there, empty, in each of them."""
    cells = list(annex.heading())
    for level in range(annex.levels):
        row = [
            paper.cell(
                cell.text if cell.level == level else "",
                cell.start,
                cell.width,
                align="center",
                bold=True,
                merge="" if cell.height == 1 else "restart" if cell.level == level else "continue",
            )
            for cell in sorted(cells, key=lambda cell: cell.start)
            if cell.level <= level < cell.level + cell.height
        ]
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(row)}</w:tr>"


def _row(line: Line, columns: tuple[Column, ...], sums: dict[Decimal, str], paper: _Paper) -> str:
    if line.group:
        number, name = line.cells
        cells = [
            paper.cell(str(number), 0, align="center", bold=True),
            paper.cell(str(name), 1, len(columns) - 1, bold=True),
        ]
    else:
        cells = [
            paper.cell(sums[cell] if isinstance(cell, Decimal) else cell, index, align=column.align)
            for index, (cell, column) in enumerate(zip(line.cells, columns, strict=True))
        ]
    whole = "" if paper.lines(line) > MANY_LINES else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"
