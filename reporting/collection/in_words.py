"""The deadline of a reporting rule in words, as plans print it and as the import reads it back. Plain functions."""

import datetime as dt
import re

from common.format import clock_time
from reporting.models import CycleStage

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def printed_due(frequency: str, stage: CycleStage) -> str:
    """`trước ngày 20/11`, `trước 16h00 ngày 25 hằng tháng`, `trước thứ Năm hằng tuần`; '' where no day is fixed."""
    before = "trước" if stage.bound == "before" else "chậm nhất" if stage.clock else ""
    hour = f"{clock_time(stage.clock)} " if stage.clock else ""
    if frequency == "weekly":
        day = WEEKDAYS[stage.weekday - 1] if stage.weekday else ""
        return f"{before} {hour}{day} hằng tuần".strip() if day else ""
    if stage.month and (stage.bound == "month" or stage.day is None):
        return f"trong tháng {stage.month}"
    if stage.day is None:
        return ""
    if stage.month:
        return f"{before} {hour}ngày {stage.day:02d}/{stage.month:02d}".strip()
    each = _each(frequency, stage)
    return f"{before} {hour}ngày {stage.day:02d} {each}".strip() if each else ""


def _each(frequency: str, stage: CycleStage) -> str:
    """Of which months a day without a month is."""
    if frequency == "monthly":
        return "hằng tháng"
    period = {"quarterly": "quý", "half_yearly": "kỳ 6 tháng"}.get(frequency)
    if period is None:
        return ""
    return f"của tháng cuối {period}" if stage.of_last_month else f"của tháng đầu {period} sau"


def hour_of(text: str) -> dt.time | None:
    """An hour as one writes it: 16h, 16h30, 16:30, 16 giờ 30; None for nothing. Raises ValueError where it is none."""
    found = re.fullmatch(r"(\d{1,2}) ?(?:h|g|giờ|:|\.) ?(\d{2})?(?: ?phút|')?", text.strip().lower())
    if found is None and text.strip():
        raise ValueError(text)
    return dt.time(int(found[1]), int(found[2] or 0)) if found else None
