"""Word by docxtpl and python-docx: the same paper, to be edited and signed in Word.

`official.docx` of `common.papers` holds what is fixed (letterhead, signature, page setup, styles).
The body is set at its marker and the annexes at its end, with its styles. Rows of tables are written as XML, the same
that python-docx makes of them in ten times the time.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
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
PRESERVED = ' xml:space="preserve"'  # blanks at the ends of a text


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
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    rows = "".join(_rows(data, widths, quoteattr(style)))
    table._tbl.extend(list(parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>")))
    document.add_paragraph(data.note, style="Ghi chú bảng" if data.note else "Khoảng trống")


def _rows(data: Table, widths: Sequence[int], style: str) -> Iterator[str]:
    """The heading, repeated on every page, and the rows; `widths` in twips, `style` as an attribute's value."""
    heads = (
        _cell(column.title, width, style, "center", bold=True)
        for column, width in zip(data.columns, widths, strict=True)
    )
    yield _tr(heads, "<w:cantSplit/><w:tblHeader/>")
    for row, breakable in zip(data.rows, data.breakable, strict=True):
        yield _tr(_cells(row, data, widths, style), "" if breakable else "<w:cantSplit/>")


def _tr(cells: Iterable[str], properties: str) -> str:
    told = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{told}{''.join(cells)}</w:tr>"


def _cells(row: Row, data: Table, widths: Sequence[int], style: str) -> Iterator[str]:
    if row.kind == "group":
        number, name = row.cells
        yield _cell(number, widths[0], style, "center", bold=True, keep=True)
        yield _cell(name, sum(widths[1:]), style, bold=True, keep=True, span=len(widths) - 1)
        return
    for text, column, width in zip(row.cells, data.columns, widths, strict=True):
        yield _cell(text, width, style, column.align, bold=row.kind == "total", keep=data.together)


def _cell(
    text: str,
    width: int,
    style: str,
    align: str = "left",
    *,
    bold: bool = False,
    keep: bool = False,
    span: int = 1,
) -> str:
    """A cell over `span` columns: one line of text is one paragraph, kept with the next row where asked."""
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    kept = "<w:keepNext/>" if keep else ""
    justified = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    head = f"<w:p><w:pPr><w:pStyle w:val={style}/>{kept}{justified}</w:pPr><w:r>"
    head += "<w:rPr><w:b/></w:rPr>" if bold else "<w:rPr/>"
    lines = "".join(f"{head}{_text(line)}</w:r></w:p>" for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{over}</w:tcPr>{lines}</w:tc>'


def _text(line: str) -> str:
    """The pieces of a line between its tabs."""
    return "<w:tab/>".join(
        f"<w:t{PRESERVED if piece != piece.strip() else ''}>{escape(piece)}</w:t>" if piece else ""
        for piece in line.split("\t")
    )
