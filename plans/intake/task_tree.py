"""The tree of tasks: a row read again after an officer has typed into it, and how it is shown to him."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext as _

from common.errors import Refused
from common.intake.editing.fields import Put
from common.intake.editing.pieces import GROUP, Item, Piece, Typed
from common.intake.editing.trees import Fact, RowFields, Tree, joined_texts, texts_of_cells
from common.intake.kinds import ERROR, NOTE, PrintedCell, Remark
from common.text import clean
from plans import money, timeframe
from plans.intake import row_notes, task_form
from plans.intake.assignments import assign, meant
from plans.intake.contract import BudgetCell, TaskItem
from plans.intake.head_decided import typed_day
from plans.intake.rows import SECTION, Texts, Understood, understand, years_outside
from plans.intake.setting import PlanSetting
from plans.intake.task_money import as_typed, changed_lines, typed_budget
from plans.intake.task_money import years_outside as outside

TIME = ("time_text", "start", "end", "recurring", "trigger_text")
TEXTS = ("name", "lead", "coordinating", "time_text", "product", "notes")
# The fields of the contract's row that follow from each text.
FOLLOWS = {
    "name": ("name",),
    "lead": ("lead", "lead_text"),
    "coordinating": ("coordinating", "coordinating_text"),
    "time_text": TIME,
    "product": ("product",),
    "notes": ("notes",),
    "budget": ("budget",),
}
TICKED = ("on", "1", True)


class TaskTree(Tree):
    """Groups and tasks; a task stands over no other row."""

    section = SECTION
    leaf = "task"
    fields = ("code", "name", "lead", "coordinating", *TIME, "product", "notes", "budget")
    text_fields = TEXTS
    following: Mapping[str, tuple[str, ...]] = {"time_text": TIME[1:]}

    def __init__(self, setting: PlanSetting) -> None:
        self.setting = setting

    @property
    def leaf_words(self) -> str:
        return _("nhiệm vụ")

    @property
    def proposed_words(self) -> str:
        return _("Nhiệm vụ trong lời văn")

    def texts(self, item: Item) -> dict[str, str]:
        return {
            "name": item.get("name", ""),
            "lead": meant(item, "lead"),
            "coordinating": meant(item, "coordinating"),
            "time_text": item.get("time_text", ""),
            "product": item.get("product", ""),
            "notes": item.get("notes", ""),
        }

    def touched(self, piece: Piece) -> set[str]:
        named = {name for part in ("lead", "coordinating") for name in piece.item.get(part) or ()}
        return {"lead", "coordinating"} if named & self.setting.chosen else set()

    def revise(self, piece: Piece, kind: str, typed: Typed, touched: set[str], *, whole: bool) -> Piece:
        texts = self._texts(piece, typed)
        budget, wrong = self._budget(piece, typed)
        frame, doubts = framed(piece.item, texts["time_text"], typed, whole, self.setting.year)
        new = understand(
            Texts(**{_OF_TEXTS.get(name, name): texts[name] for name in TEXTS}, budget=budget, frame=frame),
            code=piece.printed_code,
            parent=piece.item.get("parent") or "",
            kind=kind,
            names=self.setting.names,
            year=self.setting.year,
        )
        wrong += doubts
        fields = {"time_text" if name in TIME else name for name in touched}
        if whole:
            piece, remarks = replace(piece, item=new.parsed, problems=()), list(new.remarks)
        else:
            piece, remarks = _partly(piece, kind, fields, new)
        if (whole or "name" in fields) and not texts["name"]:
            wrong.append(Remark(ERROR, _("Ghi nội dung của dòng."), "name"))
        if any(remark.field in ("start", "end") for remark in wrong):
            remarks = [remark for remark in remarks if remark.field != "time_text"]
        return piece.saying([*wrong, *remarks])

    def _texts(self, piece: Piece, typed: Typed) -> dict[str, str]:
        """The row's texts with those typed over them."""
        found = self.texts(piece.item) if piece.item else texts_of_cells(piece, TEXTS)
        said = {name: str(typed[name]) for name in TEXTS if name in typed}
        said = {name: clean(text) if name == "name" else text.strip() for name, text in said.items()}
        return {**dict.fromkeys(TEXTS, ""), **found, **said}

    def _budget(self, piece: Piece, typed: Typed) -> tuple[list[BudgetCell], list[Remark]]:
        if "budget" in typed:
            return typed_budget(typed["budget"])
        return list(piece.item.get("budget") or ()), []

    def absorb(self, into: Piece, other: Piece) -> Typed:
        fixed = set(into.own.typed)
        if fixed & set(TIME):
            fixed.add("time_text")
        typed: dict[str, object] = {**joined_texts(self._texts(into, {}), self._texts(other, {}), fixed)}
        more = other.item.get("budget") or []
        if more and "budget" not in fixed:
            typed["budget"] = as_typed([*(into.item.get("budget") or []), *more])
        return typed

    def present(self, piece: Piece) -> list[Fact]:
        return task_form.facts(cast(TaskItem, piece.item), is_group=piece.kind == GROUP)

    def marked(self, field: str) -> str:
        return "time_text" if field in TIME else field

    def cell_doubted(self, piece: Piece, cell: PrintedCell) -> bool:
        years = outside(cast(TaskItem, piece.item)) if cell.field == "budget" else set()
        return bool(years) and money.year_of(cell.heading.split(" / ")) in years

    def form(self, piece: Piece, put: Put, posted: Mapping[str, str] | None) -> RowFields:
        return task_form.fields(piece, put, posted)

    def changed(self, posted: Mapping[str, str]) -> Typed:
        lines = changed_lines(posted)
        return {} if lines is None else {"budget": lines}

    def meaning(self, field: str, text: str, beside: str) -> tuple[str, list[str]] | None:
        if field == "time_text":
            frame = timeframe.parse(text, self.setting.year)
            return task_form.time_words(frame), [frame.doubt] if frame.doubt else []
        if field in ("lead", "coordinating"):
            assigned = assign(self.setting.names, text, "")
            doubts = [remark.message for remark in assigned.remarks if remark.severity != NOTE]
            return "; ".join(assigned.parsed["lead"]), doubts
        return None


_OF_TEXTS = {"time_text": "time"}


def _partly(piece: Piece, kind: str, fields: set[str], new: Understood) -> tuple[Piece, list[Remark]]:
    """The row with what follows from these fields, and the doubts that come with it."""
    gone = {remark.message for remark in _about_money(piece.item)}
    follow = {key for name in fields for key in FOLLOWS.get(name, ())}
    item = {**piece.item, "kind": kind, **{key: new.parsed[key] for key in follow}}
    piece = replace(piece, item=item).without(fields)
    piece = replace(piece, problems=tuple(one for one in piece.problems if one.message not in gone))
    remarks = [remark for remark in new.remarks if remark.field in fields - {"budget"}]
    return piece, [*remarks, *(_about_money(item) if kind == "task" else ())]


def _about_money(item: Item) -> list[Remark]:
    """What is said of a row's money beside its time and its notes."""
    total = row_notes.printed_total(item["budget"])
    sentences = row_notes.differences(item["notes"], total)
    return [*years_outside(item), *(Remark(NOTE, sentence, "budget") for sentence in sentences)]


def framed(
    item: Item, text: str, typed: Typed, whole: bool, year: int | None
) -> tuple[timeframe.TimeFrame, list[Remark]]:
    """The row's time: typed days win over typed words, typed words over what was read."""
    if "time_text" in typed or (whole and not item.get("start") and not item.get("end")):
        frame = timeframe.parse(text, year)
    else:
        frame = timeframe.TimeFrame(
            task_form.iso_day(item.get("start")),
            task_form.iso_day(item.get("end")),
            bool(item.get("recurring")),
            item.get("trigger_text") or "",
        )
    if not set(TIME[1:]) & set(typed):
        return frame, []
    start, end, wrong = _typed_days(frame, typed)
    recurring = typed["recurring"] in TICKED if "recurring" in typed else frame.recurring
    trigger = str(typed["trigger_text"]).strip() if "trigger_text" in typed else frame.trigger_text
    return timeframe.TimeFrame(start, end, recurring, trigger), wrong


def _typed_days(
    frame: timeframe.TimeFrame, typed: Typed
) -> tuple[dt.date | None, dt.date | None, list[Remark]]:
    wrong: list[Remark] = []
    days: dict[str, dt.date | None] = {"start": frame.starts_on, "end": frame.ends_on}
    for name in ("start", "end"):
        if name in typed:
            try:
                days[name] = typed_day(typed[name])
            except Refused as refused:
                days[name] = None
                wrong.append(Remark(ERROR, refused.message, name))
    if days["start"] and days["end"] and days["start"] > days["end"]:
        wrong.append(Remark(ERROR, _("Ngày bắt đầu sau ngày kết thúc."), "end"))
        days["end"] = None
    return days["start"], days["end"], wrong
