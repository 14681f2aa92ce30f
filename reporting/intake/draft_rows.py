"""The preview's rows: what is printed beside what was understood, and what is doubted. Plain functions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import format as vn
from common.models import ImportDraft
from plans.arithmetic import TOTAL
from plans.intake import figures
from plans.money import column_words

SEVERITIES = ("error", "warning", "note")


def rows_of(draft: ImportDraft) -> list[dict[str, Any]]:
    """Recognised groups, tasks and indicators in reading order, each with its printed cells and problems."""
    printed: dict[tuple[str, str], dict] = {}
    for row in draft.rows.all():
        section = "indicators" if "indicator" in row.kind else "tasks" if "task" in row.kind else row.kind
        printed.setdefault((section, row.printed.get("code", "")), row.printed)
    problems: dict[tuple[str, str], list] = defaultdict(list)
    for problem in draft.reading.get("problems", ()):
        problems[problem["section"], problem["code"]].append(problem)
    rows = []
    for section in ("tasks", "indicators"):
        for item in draft.reading.get(section, ()):
            cells = printed.get((section, item["code"]), {})
            found = problems[section, item["code"]]
            rows.append(
                {
                    "section": section,
                    "item": item,
                    "where": cells.get("where", ""),
                    "printed": [cell["text"] for cell in cells.get("cells", ())],
                    "problems": found,
                    "severity": worst(found),
                    "money": money(item),
                    "target": target_words(item),
                }
            )
    return rows


def worst(problems: Iterable[Mapping]) -> str:
    """The gravest severity among problems, '' when there is none."""
    found = {problem["severity"] for problem in problems}
    return next((severity for severity in SEVERITIES if severity in found), "")


def money(item: Mapping) -> Decimal | None:
    """The row's printed total in triệu đồng: as printed, else the sum of its years."""
    cells = item.get("budget") or ()
    totals = [cell for cell in cells if cell["source"] == "total" and cell["year"] is None]
    if totals:
        return Decimal(totals[0]["million"])
    amounts = [Decimal(cell["million"]) for cell in cells if cell["year"] is not None]
    return sum(amounts, Decimal()) if amounts else None


def target_words(item: Mapping) -> str:
    """A target as it was understood, `≥ 80`, `từ 4 đến 5`, `định tính`; empty where it was not."""
    low, high = (vn.number(item.get(name) or "") for name in ("low", "high"))
    bound = high if low == vn.EMPTY else low
    words = {
        ">=": f"≥ {bound}",
        ">": f"> {bound}",
        "<=": f"≤ {bound}",
        "<": f"< {bound}",
        "=": _("đúng bằng %(number)s") % {"number": bound},
        "between": _("từ %(low)s đến %(high)s") % {"low": low, "high": high},
        "top_n": _("thuộc nhóm %(number)s dẫn đầu") % {"number": bound},
        "growth": _("tăng %(number)s mỗi năm") % {"number": bound},
    }
    comparator = item.get("comparator") or ""
    if comparator == "qualitative":
        return _("định tính")
    return words.get(comparator, "") if bound != vn.EMPTY else ""


def counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    """How many rows there are of each kind and severity."""
    kinds = [row["item"]["kind"] for row in rows]
    return {
        "all": len(rows),
        "groups": sum(1 for row in rows if row["item"]["kind"] == "group" and row["section"] == "tasks"),
        "tasks": kinds.count("task"),
        "indicators": kinds.count("indicator"),
        **{severity: sum(1 for row in rows if row["severity"] == severity) for severity in SEVERITIES},
        "clear": sum(1 for row in rows if not row["severity"]),
    }


def matches(row: Mapping, show: str) -> bool:
    """Whether a row belongs to the part of the preview asked for ('' is all of it)."""
    if show == "clear":
        return not row["severity"]
    return not show or row["severity"] == show


def general_problems(reading: Mapping) -> list[Mapping]:
    """Problems of the document itself, beside no row."""
    codes = {
        (section, item["code"]) for section in ("tasks", "indicators") for item in reading.get(section, ())
    }
    return [p for p in reading.get("problems", ()) if (p["section"], p["code"]) not in codes]


def failed_sums(draft: ImportDraft) -> list[dict[str, Any]]:
    """Printed sums that do not add up, as read, each with the words of the check it has failed."""
    return [row.parsed for row in draft.rows.all() if row.kind == figures.KIND]


def discrepancies(draft: ImportDraft) -> list[dict[str, Any]]:
    """Printed sums beside computed ones in words, with their difference, triệu đồng."""
    return [
        {
            **row,
            "place": _("TỔNG CỘNG") if row["code"] == TOTAL else row["code"],
            "column": column_words(row["field"]),
            "difference": Decimal(row["stated"]) - Decimal(row["computed"]),
        }
        for row in failed_sums(draft)
    ]
