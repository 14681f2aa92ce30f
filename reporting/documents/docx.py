"""Word by docxtpl and python-docx: the same paper, to be edited and signed in Word.

`official.docx` of `common.papers` holds what is fixed (letterhead, signature, page setup, styles).
The body is set at its marker and the annexes at its end, with its styles. Rows are added with `add_row().cells`:
`table.cell(i, j)` is quadratic.
"""

import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import _Cell, _Row
from docxtpl import DocxTemplate

from common.papers import TEMPLATE, undated
from common.papers.word import annex_head, annex_page
from reporting.documents.content import (
    MOTTO,
    NATION,
    Annex,
    Block,
    Heading,
    OfficialReport,
    Paragraph,
    Row,
    Table,
)

MARKER = "[[nội dung]]"  # the paragraph of the template that the body replaces
ALIGN = {"left": None, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def render_docx(content: OfficialReport) -> bytes:
    """The report as a Word file. The same content gives the same bytes."""
    template = DocxTemplate(TEMPLATE)
    template.render(
        {
            "nation": NATION,
            "motto": MOTTO,
            "head": asdict(content.head),
            "opening": content.opening,
            "closing": content.closing,
            "signature": asdict(content.signature),
            "recipients": content.recipients,
            "marking": content.marking,
            "footnote": content.footnote,
        },
        autoescape=True,
    )
    document: Document = template.docx
    properties = document.core_properties
    properties.title, properties.author = content.title, content.head.issuing_agency.replace("\n", " ")
    properties.created = properties.modified = content.made_at.astimezone(UTC).replace(tzinfo=None)
    _body(document, content)
    for annex in content.annexes:
        _annex(document, annex)
    file = io.BytesIO()
    document.save(file)
    return undated(file.getvalue())


def _body(document: Document, content: OfficialReport) -> None:
    """The sections, written at the end (before the section properties) and moved to the marker."""
    body = document.element.body
    marker = next(paragraph._p for paragraph in document.paragraphs if paragraph.text == MARKER)
    before = len(body) - 1
    for section in content.sections:
        document.add_paragraph(f"{section.number}. {section.title}", style="Heading 1")
        _set(document, section.blocks)
    for element in list(body)[before:-1]:
        marker.addprevious(element)
    body.remove(marker)


def _annex(document: Document, annex: Annex) -> None:
    """On its own pages, counted from 1, landscape where its table is wide."""
    annex_page(document.add_section(WD_SECTION.NEW_PAGE), landscape=annex.landscape)
    annex_head(document, annex.label, [annex.title], annex.reference, landscape=annex.landscape)
    _set(document, annex.blocks)


def _set(document: Document, blocks: Iterable[Block]) -> None:
    """The blocks at the end of the document."""
    for block in blocks:
        match block:
            case Heading(text):
                document.add_paragraph(text, style="Heading 2")
            case Paragraph(text):
                document.add_paragraph(text, style="Đoạn văn")
            case Table():
                _table(document, block)


def _table(document: Document, data: Table) -> None:
    if data.caption:
        document.add_paragraph(data.caption, style="Tên bảng")
    style = document.styles[f"Bảng {data.size}"].style_id
    table = document.add_table(0, len(data.columns), style="Bảng biểu")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for word_column, column in zip(table.columns, data.columns, strict=True):
        word_column.width = Mm(column.width)
    head = table.add_row()
    _mark(head, "w:cantSplit", "w:tblHeader")
    for cell, column in zip(head.cells, data.columns, strict=True):
        _write(cell, column.title, style, ALIGN["center"], bold=True)
    for row, breakable in zip(data.rows, data.breakable, strict=True):
        added = table.add_row()
        if not breakable:
            _mark(added, "w:cantSplit")
        _row(added, data, row, style)
    document.add_paragraph(data.note, style="Ghi chú bảng" if data.note else "Khoảng trống")


def _row(added: _Row, data: Table, row: Row, style: str) -> None:
    cells = added.cells
    if row.kind == "group":
        number, name = row.cells
        _write(cells[0], number, style, ALIGN["center"], bold=True, keep=True)
        _write(cells[1].merge(cells[-1]), name, style, bold=True, keep=True)
        return
    for cell, text, column in zip(cells, row.cells, data.columns, strict=True):
        _write(cell, text, style, ALIGN[column.align], bold=row.kind == "total", keep=data.together)


def _write(
    cell: _Cell,
    text: str,
    style: str,
    align: WD_ALIGN_PARAGRAPH | None = None,
    *,
    bold: bool = False,
    keep: bool = False,
) -> None:
    """Fill an empty cell: one line of text is one paragraph, kept with the next row where asked."""
    for n, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if n else cell.paragraphs[0]
        paragraph._p.style = style  # by its id: python-docx would look the name up for every cell
        if align is not None:
            paragraph.alignment = align
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(line).bold = bold or None


def _mark(row: _Row, *flags: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for flag in flags:
        properties.append(OxmlElement(flag))
