"""An indicator and its target in words, and the fields of its form."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import format as vn
from common.intake.editing.fields import Field, Put
from common.intake.editing.pieces import Item, Piece, Typed
from common.intake.editing.trees import Fact, RowFields
from indicators.intake.contract import IndicatorItem
from plans.intake.task_form import agencies_field, name_field, said, several_hint

COMPARATOR_WORDS = {
    ">=": gettext_lazy("ít nhất (≥)"),
    ">": gettext_lazy("trên (>)"),
    "<=": gettext_lazy("nhiều nhất (≤)"),
    "<": gettext_lazy("dưới (<)"),
    "=": gettext_lazy("đúng bằng"),
    "between": gettext_lazy("trong khoảng"),
    "top_n": gettext_lazy("thuộc nhóm dẫn đầu"),
    "growth": gettext_lazy("tăng mỗi năm"),
    "qualitative": gettext_lazy("định tính"),
}
COMPARATORS = tuple(COMPARATOR_WORDS)


def facts(item: IndicatorItem) -> list[Fact]:
    """What was understood of an indicator."""
    words = target_words(item.get("comparator"), item.get("low"), item.get("high"))
    meant = " ".join(filter(None, (words, item.get("unit") or "")))
    return [
        Fact(_("Mục tiêu"), item.get("target_text") or "", "target_text"),
        Fact(_("Đọc là"), meant if words else "", "target_text", always=True),
        Fact(_("Mốc"), str(item.get("horizon_year") or ""), "horizon_year"),
        Fact(_("Phạm vi"), item.get("scope") or "", "scope"),
        Fact(_("Số gốc"), baseline_words(item), "baseline"),
        Fact(_("Theo dõi"), "; ".join(item.get("lead") or ()), "lead"),
    ]


def baseline_words(item: IndicatorItem) -> str:
    """What the indicator starts from, with its day and the heading it stands under; '' for nothing."""
    if not item.get("baseline"):
        return ""
    return _("%(value)s %(unit)s ngày 31/12/%(year)s (cột “%(heading)s”)") % {
        "value": vn.number(item["baseline"] or ""),
        "unit": item.get("unit") or "",
        "year": item["baseline_year"],
        "heading": item["baseline_text"],
    }


def target_words(comparator: str | None, low: Decimal | str | None, high: Decimal | str | None) -> str:
    """A target as it was understood, `≥ 80`, `từ 4 đến 5`, `định tính`; empty where it was not."""
    if comparator == "qualitative":
        return _("định tính")
    falls = comparator == "growth" and str(low or "").startswith("-")
    least, most = vn.number(str(low or "").removeprefix("-") if falls else low or ""), vn.number(high or "")
    bound = most if least == vn.EMPTY else least
    words = {
        ">=": f"≥ {bound}",
        ">": f"> {bound}",
        "<=": f"≤ {bound}",
        "<": f"< {bound}",
        "=": _("đúng bằng %(number)s") % {"number": bound},
        "between": _("từ %(low)s đến %(high)s") % {"low": least, "high": most},
        "top_n": _("thuộc nhóm %(number)s dẫn đầu") % {"number": bound},
        "growth": (_("giảm %(number)s mỗi năm") if falls else _("tăng %(number)s mỗi năm"))
        % {"number": bound},
    }
    return words.get(comparator or "", "") if bound != vn.EMPTY else ""


def fields(piece: Piece, put: Put) -> RowFields:
    """The form of an indicator, or of a heading of indicators."""
    item, typed = piece.item, piece.own.typed
    options = [("", _("để trống")), *((code, str(words)) for code, words in COMPARATOR_WORDS.items())]
    return RowFields(
        fields=[
            name_field(put, piece),
            agencies_field(put, "lead", _("Cơ quan theo dõi"), piece, hint=several_hint()),
        ],
        values=[
            put("unit", _("Đơn vị tính"), said(typed, item, "unit")),
            put("horizon_year", _("Năm phải đạt"), said(typed, item, "horizon_year")),
            put(
                "target_text",
                _("Mục tiêu như in"),
                said(typed, item, "target_text"),
                wide=True,
                reads=True,
                beside="unit",
                hint=_("Sửa chữ thì mục tiêu được đọc lại."),
            ),
            put(
                "comparator",
                _("Đọc là"),
                said(typed, item, "comparator"),
                control="select",
                options=options,
            ),
            put("low", _("Số, mức dưới"), _number(typed, item, "low")),
            put("high", _("Mức trên"), _number(typed, item, "high")),
            *([_baseline(put, typed, item)] if "baseline" in item else []),
        ],
    )


def _baseline(put: Put, typed: Typed, item: Item) -> Field:
    label = _("Số gốc ngày 31/12/%(year)s") % {"year": item["baseline_year"]}
    return put("baseline", label, _number(typed, item, "baseline"))


def _number(typed: Typed, item: Item, name: str) -> str:
    if name in typed:
        return str(typed[name] or "")
    return str(item.get(name) or "").replace(".", ",")
