"""What is still missing or wrong in a line: pure, the same list while typing, on sending and before a fact.

Nothing typed is refused: a value that cannot be read stays as typed and is listed here.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """One sentence beside one field; a blocking one is settled before sending. `asks`: the field that settles it."""

    field: str
    message: str
    blocking: bool = True
    asks: str = ""


@dataclass(frozen=True)
class MoneyLine:
    """Money typed for a source and budget year, beside what was last approved (VND)."""

    field: str
    cumulative: Decimal | None
    error: str
    last: Decimal | None


@dataclass(frozen=True)
class TaskLine:
    """A task line as typed, with what it is compared with. `errors`: fields whose text could not be read."""

    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    reason: str
    not_applicable: bool
    triggered: bool
    trigger_answer: str
    trigger_document: str
    errors: dict[str, str]
    money: tuple[MoneyLine, ...]
    last_percent: Decimal | None
    has_evidence: bool
    cutoff_on: dt.date


def task_line(line: TaskLine) -> list[Problem]:
    """Problems of a task line, in the order of its fields; only of those that count for the answer given.

    Completed means 100 % and a date not after the cut-off; percent and disbursement do not fall below the last
    approved without a written reason (DESIGN.md, "A line").
    """
    if line.not_applicable:
        return [] if line.reason.strip() else [Problem("reason", _("Ghi lý do không áp dụng."))]
    if line.triggered and not line.trigger_answer:
        return [Problem("trigger_answer", _("Trả lời: đã có văn bản của cấp trên chưa?"))]
    if line.triggered and line.trigger_answer == "no":
        return []
    found = [Problem(field, message) for field, message in line.errors.items()]
    if line.triggered and not line.trigger_document.strip():
        found.append(Problem("trigger_document", _("Ghi số, ký hiệu, ngày của văn bản.")))
    if not line.state:
        found.append(Problem("state", _("Chưa chọn trạng thái.")))
    found += _percent(line)
    found += _completed_on(line)
    if line.state in ("in_progress", "completed") and not line.result.strip():
        found.append(Problem("result", _("Chưa ghi kết quả.")))
    for money in line.money:
        found += _money(money, line.reason)
    if line.state == "completed" and not line.has_evidence:
        found.append(Problem("evidence", _("Chưa có tài liệu kiểm chứng."), blocking=False))
    return found


def _completed_on(line: TaskLine) -> list[Problem]:
    if line.state != "completed" or "completed_on" in line.errors:
        return []
    if line.completed_on is None:
        return [Problem("completed_on", _("Ghi ngày hoàn thành."))]
    if line.completed_on <= line.cutoff_on:
        return []
    late = _("Ngày hoàn thành sau ngày chốt số liệu %(day)s. Nếu đến đó chưa xong thì chọn Đang thực hiện.")
    return [Problem("completed_on", late % {"day": line.cutoff_on.strftime("%d/%m/%Y")})]


def _money(money: MoneyLine, reason: str) -> list[Problem]:
    if money.error:
        return [Problem(money.field, money.error)]
    if money.cumulative is not None and money.cumulative < 0:
        return [Problem(money.field, _("Số giải ngân không được âm."))]
    if money.last is not None and (money.cumulative or 0) < money.last and not reason.strip():
        less = _("Thấp hơn số đã duyệt. Ghi lý do giảm thì mới gửi được.")
        return [Problem(money.field, less, asks="reason")]
    return []


def _percent(line: TaskLine) -> list[Problem]:
    if "percent" in line.errors or not line.state:
        return []
    percent = line.percent
    if percent is None and line.state == "not_started":
        percent = Decimal(0)
    if percent is None:
        return [Problem("percent", _("Ghi tỷ lệ, từ 0 đến 100%."))]
    if not 0 <= percent <= 100:
        return [Problem("percent", _("Tỷ lệ phải từ 0 đến 100%."))]
    if line.state == "completed" and percent != 100:
        return [Problem("percent", _("Hoàn thành thì tỷ lệ là 100%; nếu chưa xong thì chọn Đang thực hiện."))]
    if line.state == "in_progress" and percent == 100:
        return [
            Problem("percent", _("Tỷ lệ 100% thì chọn Hoàn thành và ghi ngày; nếu chưa xong thì sửa tỷ lệ."))
        ]
    if line.state == "not_started" and percent != 0:
        return [Problem("percent", _("Chưa thực hiện thì tỷ lệ là 0%; nếu đã làm thì chọn Đang thực hiện."))]
    if line.last_percent is not None and percent < line.last_percent and not line.reason.strip():
        return [
            Problem(
                "percent",
                _("Thấp hơn mức đã duyệt %(last)s%%. Ghi lý do giảm thì mới gửi được.")
                % {"last": f"{line.last_percent.normalize():f}".replace(".", ",")},
                asks="reason",
            )
        ]
    return []


@dataclass(frozen=True)
class MeasureLine:
    """A measure line as typed."""

    answer: str
    value: Decimal | None
    verdict: str
    judgement: bool
    percent: bool
    note: str
    errors: dict[str, str]


def measure_line(line: MeasureLine) -> list[Problem]:
    """Problems of a measure line: a value, or "not yet published", or "not applicable" with a note."""
    if line.answer == "not_applicable":
        return [] if line.note.strip() else [Problem("note", _("Ghi lý do không áp dụng."))]
    if line.answer == "not_yet_published":
        return []
    found = [Problem(field, message) for field, message in line.errors.items()]
    if line.judgement and not line.verdict.strip():
        found.append(Problem("verdict", _("Ghi kết quả đạt được, hoặc chọn chưa công bố.")))
    if not line.judgement and line.value is None and "value" not in line.errors:
        found.append(Problem("value", _("Ghi số liệu, hoặc chọn chưa công bố.")))
    if line.value is not None and line.value < 0:
        found.append(Problem("value", _("Số liệu âm; kiểm tra lại."), blocking=False))
    if line.percent and line.value is not None and line.value > 100:
        found.append(Problem("value", _("Tỷ lệ lớn hơn 100%; kiểm tra lại."), blocking=False))
    return found
