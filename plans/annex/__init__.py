"""A plan's annexes as files the import reads back: `content` says what stands in them, `docx` and `xlsx` set it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from common.later import later

if TYPE_CHECKING:
    from plans.annex.content import PlanAnnexes

# format → how they are made, and the content type
RENDERERS: dict[str, tuple[Callable[["PlanAnnexes"], bytes], str]] = {
    "docx": (
        later("plans.annex.docx.render_annexes_docx"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (
        later("plans.annex.xlsx.render_annexes_xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
