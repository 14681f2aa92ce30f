"""Official papers as files: `content` says what stands in them, `pdf`, `docx` and `xlsx` set it.

Pure: builders take plain dictionaries, makers take content and return bytes.
"""

from collections.abc import Callable

from common.later import later
from reporting.documents.agency import agency_report
from reporting.documents.content import AgencyReportContent, OfficialReport, ProvinceReportContent
from reporting.documents.pdf import PdfFailed, render_pdf
from reporting.documents.province import province_report

Renderer = Callable[[OfficialReport], bytes]

render_docx: Renderer = later("reporting.documents.docx.render_docx")
render_xlsx: Renderer = later("reporting.documents.xlsx.render_xlsx")

# format → how it is made, and its content type
RENDERERS: dict[str, tuple[Renderer, str]] = {
    "pdf": (render_pdf, "application/pdf"),
    "docx": (render_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (render_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}

__all__ = [
    "RENDERERS",
    "AgencyReportContent",
    "OfficialReport",
    "PdfFailed",
    "ProvinceReportContent",
    "agency_report",
    "province_report",
    "render_docx",
    "render_pdf",
    "render_xlsx",
]
