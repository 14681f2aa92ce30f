"""A report's tables as Excel, for reckoning."""

import io

from common.papers.workbook import Book
from reporting.documents.content import OfficialReport


def render_xlsx(content: OfficialReport) -> bytes:
    """The report's tables, one sheet each. The same content gives the same bytes."""
    file = io.BytesIO()
    book = Book(
        file,
        title=content.title,
        author=content.head.issuing_agency.replace("\n", " "),
        comments=content.footnote,
        made_at=content.made_at,
    )
    for sheet in content.sheets:
        book.sheet(sheet.name, (*sheet.lead, content.footnote), sheet.columns, sheet.rows)
    book.close()
    return file.getvalue()
