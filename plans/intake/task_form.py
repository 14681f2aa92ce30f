"""A task in words, and the fields of its form."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from common import format as vn
from common.intake.editing.fields import Field, Put
from common.intake.editing.pieces import Item, Piece, Typed
from common.intake.editing.trees import Fact, RowFields
from common.intake.kinds import NOTE
from plans import timeframe
from plans.intake.contract import TaskItem
from plans.intake.task_money import lines_of, money_words, said_of


def facts(item: TaskItem, *, is_group: bool) -> list[Fact]:
    """What was understood of a group or a task."""
    budget = Fact(_("Kinh phí"), money_words(item), "budget")
    if is_group:
        return [budget]
    time = time_words(frame_of(item))
    printed = item["time_text"] if item["time_text"] != time else ""
    return [
        Fact(_("Chủ trì"), "; ".join(item["lead"]), "lead", always=True),
        Fact(_("Phối hợp"), "; ".join(item["coordinating"]), "coordinating"),
        Fact(_("Thời gian"), time, "time_text", printed, always=True),
        budget,
        Fact(_("Sản phẩm"), item["product"], "product"),
        Fact(_("Ghi chú"), item["notes"], "notes"),
    ]


def frame_of(item: TaskItem) -> timeframe.TimeFrame:
    """The time of a row of the contract."""
    return timeframe.TimeFrame(
        iso_day(item["start"]), iso_day(item["end"]), item["recurring"], item["trigger_text"]
    )


def iso_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def time_words(frame: timeframe.TimeFrame) -> str:
    """A time frame as it was understood, '' where it was not."""
    start, end = frame.starts_on, frame.ends_on
    words = []
    if start and end:
        words.append(_("%(start)s đến %(end)s") % {"start": vn.day(start), "end": vn.day(end)})
    elif end:
        words.append(_("đến %(end)s") % {"end": vn.day(end)})
    elif start:
        words.append(_("từ %(start)s") % {"start": vn.day(start)})
    if frame.recurring:
        words.append(_("thường xuyên"))
    if frame.trigger_text:
        words.append(_("chờ điều kiện"))
    return ", ".join(words)


def said(typed: Typed, item: Item, name: str) -> str:
    """A value as it was typed, else as it stands."""
    if typed.get(name) is not None:
        return str(typed[name])
    return str(item.get(name) or "")


def agencies_field(put: Put, name: str, label: str, piece: Piece, *, hint: str = "") -> Field:
    """A field for a list of agencies, which is read while it is typed."""
    listed = "; ".join(piece.item.get(name) or ())
    shown = said(piece.own.typed, {name: listed}, name)
    return put(name, label, shown, wide=True, suggests=True, reads=True, hint=hint)


def several_hint() -> str:
    """How several agencies are written in one field."""
    return _("Nhiều cơ quan cách nhau bằng dấu chấm phẩy; tên mới được hỏi ở mục cơ quan.")


def name_field(put: Put, piece: Piece) -> Field:
    """The field of a row's words; of a row that means nothing its longest cell."""
    name = said(piece.own.typed, {"name": piece.name or piece.longest}, "name")
    return put("name", _("Nội dung"), name, control="textarea", wide=True)


def fields(piece: Piece, put: Put, posted: Mapping[str, str] | None) -> RowFields:
    """The form of a task, or of a group of tasks."""
    item, typed = piece.item, piece.own.typed
    lines = lines_of(piece, posted)
    errors = [one for one in piece.problems if one.field == "budget" and one.severity != NOTE]
    return RowFields(
        fields=[
            name_field(put, piece),
            agencies_field(put, "lead", _("Chủ trì"), piece, hint=several_hint()),
            agencies_field(put, "coordinating", _("Phối hợp"), piece),
            put("product", _("Sản phẩm"), said(typed, item, "product"), control="textarea", wide=True),
            put("notes", _("Ghi chú"), said(typed, item, "notes"), control="textarea", wide=True),
        ],
        values=_time(piece, put),
        lines=lines,
        lines_was=posted.get("was-budget", "") if posted else said_of(lines),
        lines_errors=errors,
    )


def _time(piece: Piece, put: Put) -> list[Field]:
    item, typed = piece.item, piece.own.typed
    if "recurring" in typed:
        recurring = typed["recurring"] in ("1", "on", True)
    else:
        recurring = bool(item.get("recurring"))
    return [
        put(
            "time_text",
            _("Thời gian như in"),
            said(typed, item, "time_text"),
            wide=True,
            reads=True,
            hint=_("Sửa chữ thì ngày được đọc lại; ngày ghi ở bên được giữ nguyên."),
        ),
        put("start", _("Từ ngày"), _day(typed, item, "start"), control="day"),
        put("end", _("Đến ngày"), _day(typed, item, "end"), control="day"),
        put("recurring", _("Thường xuyên"), "1" if recurring else "", control="checkbox"),
        put(
            "trigger_text",
            _("Chờ điều kiện"),
            said(typed, item, "trigger_text"),
            wide=True,
            hint=_("Việc phải có trước, chép như in; để trống nếu không chờ gì."),
        ),
    ]


def _day(typed: Typed, item: Item, name: str) -> str:
    if name in typed:
        return str(typed[name] or "")
    return vn.day(item[name]) if item.get(name) else ""
