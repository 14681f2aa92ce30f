"""Reading a plan: the profile of its import, its kinds, and the contract's object of a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from agencies.names import Register
from common.errors import Refused
from common.intake import profiles
from common.intake.kinds import Reading
from common.intake.reading import Progress, read, silent
from plans.intake import head, statistics

PLAN = "plan"  # the profile: a document becomes a plan


def read_plan(
    source: Path | str | bytes, filename: str, names: Register, progress: Progress = silent
) -> Reading:
    """Read a plan's file against the register of names; `.to_json()` of the answer is the contract's object.

    Raises Refused where the file cannot be read or is no plan: neither a task nor an indicator in it.
    """
    kinds = profiles.named(PLAN).kinds
    reading = read(source, filename, kinds=kinds, register=names, progress=progress)
    other = head.other_paper(reading.document)
    if other:
        raise Refused(
            _("Đây là %(paper)s, không phải kế hoạch. Chọn tệp kế hoạch hoặc phụ lục giao nhiệm vụ.")
            % {"paper": other}
        )
    if statistics.of_report(reading.document, tasks=bool(reading.to_json()["tasks"])):
        raise Refused(
            _(
                "Đây là số liệu của báo cáo, không phải kế hoạch. Chọn tệp kế hoạch hoặc phụ lục giao nhiệm vụ."
            )
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
