"""A plan's annexes as files the import reads back: `content` says what stands in them, `docx` and `xlsx` set it."""

from collections.abc import Callable

from plans.annex.content import PlanAnnexes
from plans.annex.docx import render_annexes_docx
from plans.annex.xlsx import render_annexes_xlsx

# format → how they are made, and the content type
RENDERERS: dict[str, tuple[Callable[[PlanAnnexes], bytes], str]] = {
    "docx": (
        render_annexes_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (render_annexes_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
