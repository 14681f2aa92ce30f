"""The reporting rule under a plan's annexes: a sentence for every stage, in words the import reads back."""

import re
from collections.abc import Iterator

from common.text import fold, lower_first
from plans.annex.data import Asked
from reporting.collection.in_words import printed_due
from reporting.models import Cycle, CycleStage


def sentences(asked: Asked) -> Iterator[str]:
    """The plan's reporting rule, a sentence for every stage with a day."""
    plan = asked.plan
    cycles = (
        Cycle.objects.on(asked.day)
        .filter(plan=plan)
        .prefetch_related("stages__to_agency", "stages__via_agency", "reporters")
        .order_by("id")
    )
    for cycle in cycles:
        reporters = ", ".join(reporter.text_printed for reporter in cycle.reporters.all())
        for stage in cycle.stages.all():
            sentence = reporting_rule(
                who={"agencies": reporters, "focal": str(plan.focal_agency or "")}.get(
                    stage.kind, plan.issuer_text
                ),
                to=stage.receiver,
                via=stage.via_agency.name if stage.via_agency else "",
                purpose=cycle.purpose,
                frequency=cycle.frequency,
                month=stage.month,
                day=stage.day,
                bound=stage.bound,
                due_text=stage.due_text,
                weekday=stage.weekday,
                of_last_month=stage.of_last_month,
                hour=stage.hour,
                minute=stage.minute,
            )
            if sentence:
                yield sentence


_SENT = {
    "progress": "báo cáo tình hình thực hiện",
    "review": "báo cáo sơ kết, tổng kết",
    "budget_estimate": "xây dựng dự toán kinh phí",
}


def reporting_rule(
    *,
    who: str,
    to: str,
    via: str,
    purpose: str,
    frequency: str,
    month: int | None,
    day: int | None,
    bound: str,
    due_text: str,
    weekday: int | None = None,
    of_last_month: bool = False,
    hour: int | None = None,
    minute: int = 0,
) -> str:
    """A stage of the reporting rule as a sentence the importer reads; '' where no day is fixed."""
    stage = CycleStage(
        month=month,
        day=day,
        bound=bound,
        weekday=weekday,
        of_last_month=of_last_month,
        hour=hour,
        minute=minute,
    )
    due = due_text if month and _names_day(due_text, month, day) else _due(frequency, stage)
    if not due:
        return ""
    recurs = month is None
    every = "" if recurs or re.search(r"\bh[ao]ng |\bmoi nam\b|\bdinh ky\b", fold(due)) else " hằng năm"
    often = " 9 tháng" if frequency == "nine_months" else ""
    through = f" thông qua {via}" if via else ""
    receiver = f" gửi về {to}" if to else ""
    return f"{who or 'Các cơ quan, đơn vị'} {_SENT[purpose]}{often}{through}{receiver} {lower_first(due)}{every}."


def _names_day(text: str, month: int, day: int | None) -> bool:
    """Whether the printed words name the day and the month."""
    between = r" ?/ ?| thang " if day else "thang "
    return bool(re.search(rf"(?<!\d){f'0?{day}' if day else ''}(?:{between})0?{month}(?!\d)", fold(text)))


def _due(frequency: str, stage: CycleStage) -> str:
    if frequency == "adhoc":
        return "đột xuất khi có yêu cầu"
    due = printed_due(frequency, stage)
    if due.startswith(("ngày", "Chủ nhật", "thứ")):
        return f"vào {due}"
    return due
