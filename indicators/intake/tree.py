"""The tree of indicators: a row read again after an officer has typed into it, and how it is shown to him."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from common.errors import Refused
from common.intake.editing.fields import Put
from common.intake.editing.pieces import GROUP, Item, Piece, Typed
from common.intake.editing.trees import Fact, RowFields, Tree, joined_texts, texts_of_cells
from common.intake.kinds import ERROR, WARNING, Remark
from common.numbers import typed_number
from common.text import clean
from indicators import targets
from indicators.intake import form
from indicators.intake.contract import CEILINGS, IndicatorItem, bounds
from plans.intake.assignments import assign, meant
from plans.intake.head_decided import is_year
from plans.intake.setting import PlanSetting
from plans.money import plain

SECTION = "indicators"
LONGEST_UNIT = 100
LARGEST = Decimal(10) ** 14  # what a column of the database holds
TEXTS = ("name", "unit", "target_text", "lead", "horizon_year")
BOUNDS = ("comparator", "low", "high")
GOAL = frozenset({"target_text", "unit", *BOUNDS})
WHO = frozenset({"lead", "coordinating"})


class IndicatorTree(Tree):
    """Headings and indicators; an indicator may stand over others."""

    section = SECTION
    leaf = "indicator"
    fields = ("code", "name", "unit", "horizon_year", "target_text", *BOUNDS, "baseline", "lead")
    text_fields = TEXTS
    following: Mapping[str, tuple[str, ...]] = {"target_text": BOUNDS, "unit": BOUNDS}
    nests = True

    def __init__(self, setting: PlanSetting) -> None:
        self.setting = setting

    @property
    def leaf_words(self) -> str:
        return _("chỉ tiêu")

    @property
    def proposed_words(self) -> str:
        return _("Mục tiêu trong lời văn")

    def texts(self, item: Item) -> dict[str, str]:
        return {
            "name": item.get("name", ""),
            "unit": item.get("unit", ""),
            "target_text": item.get("target_text", ""),
            "lead": meant(item, "lead"),
            "horizon_year": str(item.get("horizon_year") or ""),
        }

    def touched(self, piece: Piece) -> set[str]:
        named = set(piece.item.get("lead") or ()) | set(piece.item.get("coordinating") or ())
        return {"lead"} if named & self.setting.chosen else set()

    def revise(self, piece: Piece, kind: str, typed: Typed, touched: set[str], *, whole: bool) -> Piece:
        texts = self._texts(piece, typed)
        assigned = assign(self.setting.names, texts["lead"], "")
        item = self._item(piece, kind, texts, whole)
        who = whole or bool(touched & WHO)
        if who:
            item |= {"lead": assigned.parsed["lead"], "lead_text": assigned.parsed["lead_text"]}
        wrong = _plain_wrong(item, texts)
        if kind == self.leaf and (whole or touched & GOAL):
            wrong += _goal(item, piece.item, typed, whole)
        elif kind == self.leaf:
            _keep_bounds(item, piece.item)
        if "baseline" in typed and "baseline" in item:
            item["baseline"], sentence = _typed_measure(typed["baseline"])
            wrong += [Remark(ERROR, sentence, "baseline")] if sentence else []
        gone = touched | ({"target_text"} if touched & GOAL else set()) | ({"lead"} if who else set())
        piece = replace(piece, problems=()) if whole else piece.without(gone)
        about = [remark for remark in assigned.remarks if who and remark.field == "lead"]
        return replace(piece, item=item).saying([*wrong, *about])

    def _texts(self, piece: Piece, typed: Typed) -> dict[str, str]:
        """The row's texts with those typed over them."""
        found = self.texts(piece.item) if piece.item else texts_of_cells(piece, TEXTS)
        said = {name: clean(str(typed[name])) for name in TEXTS if name in typed}
        return {**dict.fromkeys(TEXTS, ""), **found, **said}

    def _item(self, piece: Piece, kind: str, texts: Mapping[str, str], whole: bool) -> IndicatorItem:
        year = texts["horizon_year"]
        item: IndicatorItem = {
            "code": piece.printed_code,
            "parent": None if whole else piece.item.get("parent"),
            "kind": kind,
            "group": None if whole else piece.item.get("group"),
            "name": texts["name"],
            "unit": texts["unit"],
            "horizon_year": int(year) if is_year(year) else None,
            "target_text": texts["target_text"] if kind == self.leaf else "",
            "comparator": None,
            "low": None,
            "high": None,
            "lead": piece.item.get("lead", []),
            "lead_text": piece.item.get("lead_text", ""),
        }
        for name in ("scope", "baseline", "baseline_year", "baseline_text"):
            if name in piece.item and kind == self.leaf:
                item[name] = piece.item[name]
        return item

    def absorb(self, into: Piece, other: Piece) -> Typed:
        return joined_texts(self._texts(into, {}), self._texts(other, {}), set(into.own.typed))

    def present(self, piece: Piece) -> list[Fact]:
        return [] if piece.kind == GROUP else form.facts(cast(IndicatorItem, piece.item))

    def marked(self, field: str) -> str:
        return "target_text" if field in (*BOUNDS, "horizon_year") else field

    def form(self, piece: Piece, put: Put, posted: Mapping[str, str] | None) -> RowFields:
        return form.fields(piece, put)

    def meaning(self, field: str, text: str, beside: str) -> tuple[str, list[str]] | None:
        if field != "target_text":
            return None
        goal = targets.parse(text, beside)
        return form.target_words(goal.comparator, goal.low, goal.high), [goal.doubt] if goal.doubt else []


def _plain_wrong(item: IndicatorItem, texts: Mapping[str, str]) -> list[Remark]:
    """What cannot stay of a row's name, unit and year."""
    wrong = []
    if not item["name"]:
        wrong.append(Remark(ERROR, _("Ghi nội dung của dòng."), "name"))
    if len(item["unit"]) > LONGEST_UNIT:
        wrong.append(Remark(ERROR, _("Đơn vị tính dài quá 100 ký tự."), "unit"))
    year = texts["horizon_year"]
    if year and not is_year(year):
        wrong.append(Remark(ERROR, _("“%(text)s” không phải năm.") % {"text": year}, "horizon_year"))
    return wrong


def _keep_bounds(item: IndicatorItem, before: Item) -> None:
    item["comparator"], item["low"], item["high"] = (before.get(name) for name in BOUNDS)


def _goal(item: IndicatorItem, before: Item, typed: Typed, whole: bool) -> list[Remark]:
    """The target of the words, then what the officer says of it himself."""
    wrong: list[Remark] = []
    if whole or "target_text" in typed or "unit" in typed:
        doubt = _read_goal(item)
        if doubt and "comparator" not in typed:
            wrong.append(Remark(WARNING, doubt, "target_text"))
    else:
        _keep_bounds(item, before)
    if typed.get("comparator"):
        item["comparator"] = typed["comparator"] if typed["comparator"] in form.COMPARATORS else None
    for name in ("low", "high"):
        if name in typed:
            value, sentence = _typed_measure(typed[name])
            if sentence:
                wrong.append(Remark(ERROR, sentence, name))
                continue
            if name == "low":
                item["low"] = value
            else:
                item["high"] = value
    return [*wrong, *_bounded(item, typed)]


def _read_goal(item: IndicatorItem) -> str:
    """Read the target of the row's words; what is doubted of it."""
    printed, name = item["target_text"], item["name"]
    read = targets.parse(printed, item["unit"], name) if printed else targets.in_sentence(name)
    item.update(bounds(read.comparator, read.low, read.high))
    item["target_text"] = printed or name
    return read.doubt


def _bounded(item: IndicatorItem, typed: Typed) -> list[Remark]:
    """Give a target the bounds its comparator asks for; what is missing of them."""
    comparator = item["comparator"]
    if comparator == "qualitative":
        item["low"] = item["high"] = None
    elif comparator == "between":
        low, high = (Decimal(bound) if bound else None for bound in (item["low"], item["high"]))
        if low is None or high is None or low >= high:
            return [Remark(ERROR, _("Mức dưới phải nhỏ hơn mức trên."), "high")]
    elif comparator:
        only = (item["high"] if typed.get("high") else item["low"]) or item["low"] or item["high"]
        if not only:
            return [Remark(ERROR, _("Ghi con số của mục tiêu, hoặc chọn định tính."), "low")]
        if comparator in CEILINGS:
            item["low"], item["high"] = None, only
        elif comparator != "growth" or not item["low"]:
            item["low"], item["high"] = only, None
    return []


def _typed_measure(typed: object) -> tuple[str | None, str]:
    """A typed number, None where nothing was typed; and what is wrong with it."""
    text = str(typed or "").strip()
    try:
        return _measured(typed_number(text)) if text else None, ""
    except Refused as refused:
        return None, refused.message


def _measured(value: Decimal) -> str:
    """A number of a target, four decimals. Raises Refused where it is larger than anything measured."""
    if abs(value) >= LARGEST:
        raise Refused(_("Con số quá lớn. Kiểm tra lại."))
    return plain(round(value, 4))
