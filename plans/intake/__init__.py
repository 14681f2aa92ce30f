"""The plan's kinds of import: head, tables, paragraphs and sections of tasks, printed sums; and reading a plan."""

from pathlib import Path

from django.utils.translation import gettext as _

from agencies.names import Register
from common.errors import Refused
from common.intake.kinds import Kind, Reading, register
from common.intake.reading import Progress, read, silent
from plans.intake import applying, budget_tables, figures, head, paragraphs, sections, tables, unread

PARAGRAPHS = "plans.paragraphs"
SECTIONS = "plans.sections"


def register_kinds() -> None:
    """Make the plan's kinds known to the import."""
    register(
        Kind(
            head.KIND,
            10,
            _("Kế hoạch"),
            head.recognise,
            head.parse,
            export=head.export,
            apply=applying.apply_head,
        )
    )
    register(
        Kind(
            tables.KIND,
            30,
            _("Nhiệm vụ"),
            tables.recognise,
            tables.parse,
            check=tables.check,
            export=tables.export,
            apply=applying.apply_tasks,
        )
    )
    register(Kind(unread.KIND, 90, _("Không nhập"), unread.recognise, unread.parse))
    register(Kind(budget_tables.KIND, 50, _("Kinh phí"), budget_tables.recognise, budget_tables.parse))
    register(Kind(PARAGRAPHS, 40, _("Nhiệm vụ trong lời văn"), paragraphs.recognise, paragraphs.parse))
    register(Kind(SECTIONS, 45, _("Nhiệm vụ theo cơ quan"), sections.recognise, sections.parse))
    register(
        Kind(
            figures.KIND,
            70,
            _("Số liệu in"),
            figures.recognise,
            figures.parse,
            check=figures.check,
            export=figures.export,
        )
    )


def read_plan(
    source: Path | str | bytes, filename: str, names: Register, progress: Progress = silent
) -> Reading:
    """Read a plan's file against the register of names; `.to_json()` of the answer is the contract's object.

    Raises Refused where the file cannot be read or is no plan: neither a task nor an indicator in it.
    """
    reading = read(source, filename, names, progress)
    other = head.other_paper(reading.document)
    if other:
        raise Refused(
            _("Đây là %(paper)s, không phải kế hoạch. Chọn tệp kế hoạch hoặc phụ lục giao nhiệm vụ.")
            % {"paper": other}
        )
    if not any(row.kind != head.KIND for row in reading.rows) or not _has_rows(reading):
        raise Refused(_nothing_found(reading))
    return reading


def _has_rows(reading: Reading) -> bool:
    exported = reading.to_json()
    return bool(exported["tasks"] or exported.get("indicators"))


def _nothing_found(reading: Reading) -> str:
    if reading.facts.get("empty_forms"):
        return _("Đây là biểu mẫu trống, không có dòng nhiệm vụ nào. Chọn phụ lục đã giao nhiệm vụ.")
    return _(
        "Không phải bảng nhiệm vụ: không thấy bảng hay đoạn văn nào giao việc cho cơ quan. Chọn lại tệp kế hoạch có "
        "phụ lục nhiệm vụ."
    )
