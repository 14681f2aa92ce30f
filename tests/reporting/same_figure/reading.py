"""Whether what a page shows is what the tables give: value by value, and the words a reader sees."""

import datetime as dt
import re
from decimal import Decimal

from tests.reporting.same_figure.pages import Shown
from tests.reporting.same_figure.pen import DASH, TENTH, number, word
from tests.reporting.same_figure.recompute import Figures

WORDS = {"status": "status", "verdict": "verdict", "state": "state"}
SILENT = "chưa có báo cáo giải ngân"


def problems(shown: Shown, figures: Figures, *, unit: int) -> list[str]:
    """What is wrong with an element, in words; `unit` is that of money in its text, 10**6 or 10**9 đồng."""
    keys = shown.key.split(";")
    unit = 10**6 if "triệu đồng" in shown.text else unit
    unknown = [key for key in keys if key not in figures and not _never(key)]
    if unknown:
        return [f"{key}: no such figure, shown as {shown.text!r}" for key in unknown]
    found = []
    if shown.value is not None and not _same(shown.value, figures.get(shown.key)):
        found.append(f"{shown.key}: data-value {shown.value!r}, the tables give {figures.get(shown.key)}")
    place = 0
    for key in keys:
        text = said(key, figures.get(key), unit)
        match = re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", shown.text[place:])
        if match is None:
            found.append(f"{key}: {text!r} expected, the page says {shown.text!r}")
        else:
            place += match.end()
    return found


def _never(key: str) -> bool:
    """What is zero or nothing everywhere has no row in the tables."""
    return re.search(r"((counts|verdicts|states|board)\.\w+|money(\..+)?\.planned)$", key) is not None


def _same(value: str, figure: object) -> bool:
    if isinstance(figure, Decimal | int):
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None and Decimal(value) == figure
    return value == (figure or "")


def said(key: str, figure: object, unit: int) -> str:
    """A figure as a page has it in its text."""
    name = key.rpartition(".")[2]
    if name == "in_time":
        return {True: "", False: "gửi quá hạn", None: "trả lại toàn bộ"}[figure]
    if name == "board":
        return "Chưa gửi" if figure == "overdue" else word("submission", str(figure))
    if name in WORDS:
        return word(WORDS[name], str(figure))
    if isinstance(figure, dt.date):
        return f"{figure:%d/%m/%Y}"
    if isinstance(figure, str):
        return figure
    if "money" in key.split(".") and name != "share":
        if figure is None:
            return SILENT if name == "disbursed" else DASH
        return number(Decimal(figure) / unit, 1 if unit == 10**9 else None)
    if figure is None:
        return "0" if _never(key) else DASH
    if name.endswith("share"):
        return number(Decimal(figure), 1) + "%"
    if name == "percent":
        return number(Decimal(figure).quantize(TENTH, "ROUND_HALF_UP")) + "%"
    if name == "lines_owed":
        return f"{figure} dòng" if figure else "chỉ phần lời văn"
    return number(figure)
