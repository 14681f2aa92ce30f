"""What an officer types into a field, read into the columns of its line: nothing is refused or rounded in silence.

What cannot be read leaves its column empty and a sentence in `errors[field]`; the text itself stays in `typed`.
"""

import datetime as dt
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from common.columns import longest_of
from common.errors import Refused
from common.numbers import typed_number
from reporting.models import MeasureEntry, TaskEntry

MILLION = Decimal(1_000_000)
TEXT_FIELDS = ("result", "difficulty", "proposal", "reason", "trigger_document")
CHOICE_FIELDS = {
    "state": ("", "not_started", "in_progress", "completed"),
    "trigger_answer": ("", "yes", "no"),
    "not_applicable": ("", "on"),
}
TASK_FIELDS = (*TEXT_FIELDS, *CHOICE_FIELDS, "percent", "completed_on")
MEASURE_FIELDS = ("value", "answer", "verdict", "note", "basis")
FIELDS: dict[type[Model], tuple[str, ...]] = {TaskEntry: TASK_FIELDS, MeasureEntry: MEASURE_FIELDS}
SETTLED_PERCENT = {"completed": Decimal(100), "not_started": Decimal(0)}


def type_task_field(entry: TaskEntry, field: str, value: str, errors: dict[str, str]) -> None:
    """Put a text into a field of a task line. Raises Refused for a choice that is not offered."""
    if field in CHOICE_FIELDS:
        if value not in CHOICE_FIELDS[field]:
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        setattr(entry, field, value == "on" if field == "not_applicable" else value)
        if field == "state":
            _follow_state(entry, value)
    elif field == "percent":
        entry.percent = _number(value, errors, field)
        if entry.percent is not None and not 0 <= entry.percent <= 100:
            errors[field] = _("Tỷ lệ phải từ 0 đến 100%.")
            entry.percent = None
        entry.percent = _no_finer(entry.percent, 2, errors, field)
    elif field == "completed_on":
        entry.completed_on = typed_day(value, errors, field)
    else:
        longest = longest_of(TaskEntry, field)
        if longest and len(value) > longest:
            errors[field] = _("Dài quá %(longest)d ký tự; viết gọn lại.") % {"longest": longest}
        setattr(entry, field, value[:longest])


def _follow_state(entry: TaskEntry, state: str) -> None:
    """A state settles what cannot be otherwise: completed is 100 %, not started is 0 %, only completed has a date.

    What was typed stays in `typed` and comes back when the state does.
    """
    raw, errors = entry.typed.get("raw", {}), entry.typed["errors"]
    errors.pop("percent", None)
    errors.pop("completed_on", None)
    if state in SETTLED_PERCENT:
        entry.percent = SETTLED_PERCENT[state]
    elif "percent" in raw:
        type_task_field(entry, "percent", raw["percent"], errors)
    entry.completed_on = (
        typed_day(raw.get("completed_on", ""), errors, "completed_on") if state == "completed" else None
    )


def typed_vnd(value: str, errors: dict[str, str], field: str) -> Decimal | None:
    """An amount typed in triệu đồng, as VND."""
    million = _number(value, errors, field)
    vnd = None if million is None else million * MILLION
    if vnd is not None and vnd != vnd.to_integral_value():
        errors[field] = _("Ghi theo triệu đồng, tối đa 6 chữ số sau dấu phẩy.")
        vnd = None
    if vnd is not None and abs(vnd) >= Decimal(10) ** 18:
        errors[field] = _("Số quá lớn; kiểm tra lại, đơn vị là triệu đồng.")
        vnd = None
    return vnd


def type_measure_field(entry: MeasureEntry, field: str, value: str, errors: dict[str, str]) -> None:
    """Put a text into a field of a measure line; as `type_task_field`."""
    if field == "value":
        entry.value = _number(value, errors, field)
        if entry.value is not None and abs(entry.value) >= Decimal(10) ** 14:
            errors[field] = _("Số quá lớn; kiểm tra lại đơn vị.")
            entry.value = None
        entry.value = _no_finer(entry.value, 4, errors, field)
        if value and entry.answer in ("not_yet_published", "not_applicable"):
            entry.answer = ""
            entry.typed.get("raw", {}).pop("answer", None)
    elif field == "answer":
        if value not in ("", "value", "not_yet_published", "not_applicable"):
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        entry.answer = value
    elif field == "basis":
        if value not in ("actual", "estimate", "official"):
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        entry.basis = value
    else:
        setattr(entry, field, value)


def _number(value: str, errors: dict[str, str], field: str) -> Decimal | None:
    if not value:
        return None
    try:
        return typed_number(value)
    except Refused as refused:
        errors[field] = refused.message
        return None


def _no_finer(value: Decimal | None, places: int, errors: dict[str, str], field: str) -> Decimal | None:
    """The value, unless it has more decimals than are kept: nothing typed is rounded in silence."""
    if value is not None and value != round(value, places):
        errors[field] = _("Ghi tối đa %(places)d chữ số sau dấu phẩy.") % {"places": places}
        return None
    return value


def typed_day(value: str, errors: dict[str, str], field: str) -> dt.date | None:
    """A day as officers type it; what cannot be read leaves a sentence in `errors[field]`."""
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(value, form).date()
        except ValueError:
            continue
    errors[field] = _("“%(typed)s” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 05/11/2026.") % {
        "typed": value
    }
    return None
