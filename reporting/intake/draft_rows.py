"""The preview's rows: what is printed beside what was understood, and what is doubted. Plain functions."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.names import Names
from common import format as vn
from common.intake.kinds import ERROR, NOTE, WARNING
from common.text import fold
from plans import money as plan_money
from plans.arithmetic import TOTAL
from reporting.intake.effective import GROUP, INDICATOR, OF_INDICATORS, SKIPPED, TASK, TIME, Effective, Piece

SEVERITIES = (ERROR, WARNING, NOTE)
CLEAR = "clear"
PROPOSAL = "proposal"
# The parts of the preview, as the address names them.
SHOWN = (ERROR, WARNING, NOTE, CLEAR, PROPOSAL, SKIPPED)
MONEY_SHOWN = 6
CLOSEST = 5


def verdict(piece: Piece) -> str:
    """Which part of the preview a row belongs to: its gravest open doubt, clear, proposed or skipped."""
    if piece.lives:
        return piece.severity or CLEAR
    return PROPOSAL if is_open_proposal(piece) else SKIPPED


def is_open_proposal(piece: Piece) -> bool:
    """A target of the running text that nobody has taken or refused yet."""
    return piece.proposed and piece.kind == SKIPPED and not piece.dropped and not piece.own.get("kind")


def counts(found: Effective) -> dict[str, int]:
    """How many rows there are of each kind and in each part of the preview."""
    living = [piece for piece in found.pieces if piece.lives]
    of = Counter((piece.section, piece.kind) for piece in living)
    parts = Counter(verdict(piece) for piece in found.pieces)
    return {
        "all": len(found.pieces),
        "groups": of["tasks", GROUP],
        "tasks": of["tasks", TASK],
        "indicators": of[OF_INDICATORS, INDICATOR],
        **{part: parts[part] for part in SHOWN},
    }


def shown(found: Effective, part: str) -> list[Piece]:
    """The rows of a part of the preview; '' is all of it. A table that was dropped is one line."""
    heads = tables(found)
    return [
        piece
        for piece in found.pieces
        if (not part or verdict(piece) == part)
        and (not piece.dropped or heads[piece.key]["first"] == piece.key)
    ]


def tables(found: Effective) -> dict[str, dict[str, Any]]:
    """For the key of every row the part of the document it stands in: a table, or a stretch of running text.

    Rows of one block are a table; blocks of one row each, one after the other, are text, and so are proposed targets.
    """
    sizes = Counter(piece.block for piece in found.pieces)
    parts: list[list[Piece]] = []
    before: Piece | None = None

    def prose(piece: Piece) -> bool:
        return sizes[piece.block] == 1 or piece.proposed

    for piece in found.pieces:
        goes_on = before is not None and (
            piece.proposed == before.proposed
            and (piece.block == before.block or (prose(piece) and prose(before)))
        )
        if not goes_on:
            parts.append([])
        parts[-1].append(piece)
        before = piece
    answer: dict[str, dict[str, Any]] = {}
    number = 0
    for part in parts:
        text = all(prose(piece) for piece in part)
        number += not text
        head = {
            "first": part[0].key,
            "takes": sum(1 for piece in part if is_open_proposal(piece)),
            "text": text,
            "label": _("Mục tiêu trong lời văn")
            if part[0].proposed
            else _("Lời văn")
            if text
            else _("Bảng %(number)d") % {"number": number},
            "from": part[0].where,
            "to": part[-1].where,
            "count": len(part),
            "blocks": ",".join(str(block) for block in dict.fromkeys(piece.block for piece in part)),
            "dropped": part[0].dropped,
            "what": _("chỉ tiêu") if any(p.read_as == OF_INDICATORS for p in part) else _("nhiệm vụ"),
        }
        answer |= {piece.key: head for piece in part}
    return answer


def rows(
    found: Effective, pieces: Iterable[Piece], may_edit: bool, address: Callable[[str], str]
) -> list[dict[str, Any]]:
    """What the page shows of each row; `address` leads from a row's key to its form."""
    under = _leaves(found)
    wrong: dict[str, list[dict[str, Any]]] = {}
    for row in found.sums:
        wrong.setdefault(row["code"], []).append(row)
    named = {key for keys in found.unknown.values() for key in keys}
    places = {piece.key: piece for piece in found.pieces}
    heads = tables(found)
    answer = []
    last = None
    for piece in pieces:
        head = heads[piece.key]
        doubted = {p["field"] for p in piece.open_problems if p["severity"] in (ERROR, WARNING)}
        into = places.get(piece.into)
        answer.append(
            {
                "key": piece.key,
                "url": address(piece.key),
                "piece": piece,
                "head": head if head is not last else None,
                "is_group": piece.lives and piece.kind == GROUP,
                "cells": _cells(piece, doubted),
                "code": piece.item.get("code", "") if piece.lives else "",
                "name": piece.item.get("name", "") if piece.lives else "",
                "under": under[piece.key],
                "facts": _facts(piece, doubted) if piece.lives else [],
                "problems": _problems(piece, piece.key in named),
                "sums": list(
                    dict.fromkeys(_sum_words(row) for row in wrong.get(piece.item.get("code", ""), ()))
                )
                if piece.lives and piece.section != OF_INDICATORS
                else [],
                "verdict": verdict(piece),
                "why": _why(piece, into),
                "takes": is_open_proposal(piece),
                "name_doubted": "name" in doubted or "code" in doubted,
                "changed": bool(piece.own.get("set") or piece.own.get("kind") or piece.own.get("parts")),
                "may_edit": may_edit and not piece.dropped,
            }
        )
        last = head
    return answer


def _leaves(found: Effective) -> Counter[str]:
    """How many tasks or indicators stand under each group, at any depth."""
    above = {piece.key: piece.parent_key for piece in found.pieces if piece.lives}
    count: Counter[str] = Counter()
    for piece in found.pieces:
        if piece.lives and piece.kind != GROUP:
            step = piece.parent_key
            while step:
                count[step] += 1
                step = above.get(step, "")
    return count


def _sum_words(row: Mapping[str, Any]) -> str:
    """`Năm 2023, vốn sự nghiệp: in 10.300, tính lại 10.800`"""
    return _("%(column)s: in %(stated)s, tính lại %(computed)s") % {
        "column": plan_money.column_words(row["field"]),
        "stated": vn.number(row["stated"]),
        "computed": vn.number(row["computed"]),
    }


def _why(piece: Piece, into: Piece | None) -> str:
    """Why a row becomes nothing."""
    if piece.lives:
        return ""
    if piece.dropped:
        return _("Thuộc bảng đã bỏ.")
    if into is not None:
        return _("Đã gộp vào dòng trên (%(where)s).") % {"where": into.where or into.item.get("code", "")}
    if piece.own.get("kind") == SKIPPED:
        return _("Đã đánh dấu là không nhập.")
    return piece.why or _("Không phải nhiệm vụ hay chỉ tiêu.")


def _cells(piece: Piece, doubted: set[str]) -> list[dict[str, Any]]:
    """The printed cells with what stands above each, the doubtful ones marked."""
    doubted = {"time_text" if name in TIME else name for name in doubted}
    if doubted & {"comparator", "low", "high", "horizon_year"}:
        doubted.add("target_text")
    outside = _years_outside(piece)
    return [
        {
            "text": cell["text"],
            "hint": " · ".join(filter(None, (cell.get("heading"), cell.get("where")))),
            "doubted": (bool(cell.get("field")) and cell["field"] in doubted)
            or (
                bool(outside)
                and cell.get("field") == "budget"
                and plan_money.year_of(cell["heading"].split(" / ")) in outside
            ),
        }
        for cell in piece.cells
    ]


def _years_outside(piece: Piece) -> set[int]:
    """Years with money that the task's own time does not cover."""
    item = piece.item
    if not piece.lives or not item.get("budget"):
        return set()
    first, last = (int(item[name][:4]) if item.get(name) else None for name in ("start", "end"))
    years = {cell["year"] for cell in item["budget"] if cell["year"] and cell["million"] != "0"}
    return {year for year in years if (first and year < first) or (last and year > last)}


def _problems(piece: Piece, unknown: bool) -> list[dict[str, Any]]:
    answer = []
    for problem in piece.problems if piece.lives else ():
        answer.append(
            {
                **problem,
                "may_keep": problem["severity"] == WARNING and not problem["accepted"],
                "label": (problem["proposal"] or {}).get("label", "") if not problem["accepted"] else "",
                "to_agencies": unknown and problem["field"] in ("lead", "coordinating"),
            }
        )
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    return sorted(answer, key=lambda problem: (problem["accepted"], order[problem["severity"]]))


def _facts(piece: Piece, doubted: set[str]) -> list[dict[str, Any]]:
    """Label and value of what was understood, the doubtful ones marked; empty ones only where they matter."""
    item, answer = piece.item, []

    def add(label: str, value: str, field: str, printed: str = "", *, always: bool = False) -> None:
        if value or always or field in doubted:
            answer.append(
                {
                    "label": label,
                    "value": value or _("để trống"),
                    "doubted": field in doubted or (always and not value),
                    "printed": printed,
                }
            )

    if piece.section == OF_INDICATORS:
        if piece.kind == INDICATOR:
            year = item.get("horizon_year")
            add(_("Mục tiêu"), item.get("target_text") or "", "target_text")
            meant = " ".join(filter(None, (target_words(item), item.get("unit") or "")))
            add(_("Đọc là"), meant if target_words(item) else "", "target_text", always=True)
            add(_("Mốc"), str(year or ""), "horizon_year")
            add(_("Phạm vi"), item.get("scope") or "", "scope")
            add(_("Theo dõi"), "; ".join(item.get("lead") or ()), "lead")
        return answer
    if piece.kind == GROUP:
        add(_("Kinh phí"), _money(item), "budget")
        return answer
    add(_("Chủ trì"), "; ".join(item["lead"]), "lead", always=True)
    add(_("Phối hợp"), "; ".join(item["coordinating"]), "coordinating")
    time = time_words(item)
    printed = item["time_text"] if item["time_text"] and item["time_text"] != time else ""
    add(_("Thời gian"), time, "time_text", printed, always=True)
    add(_("Kinh phí"), _money(item), "budget")
    add(_("Sản phẩm"), item["product"], "product")
    add(_("Ghi chú"), item["notes"], "notes")
    return answer


def time_words(item: Mapping[str, Any]) -> str:
    """A time frame as it was understood, '' where it was not."""
    start, end = item.get("start"), item.get("end")
    words = []
    if start and end:
        words.append(_("%(start)s đến %(end)s") % {"start": vn.day(start), "end": vn.day(end)})
    elif end:
        words.append(_("đến %(end)s") % {"end": vn.day(end)})
    elif start:
        words.append(_("từ %(start)s") % {"start": vn.day(start)})
    if item.get("recurring"):
        words.append(_("thường xuyên"))
    if item.get("trigger_text"):
        words.append(_("chờ điều kiện"))
    return ", ".join(words)


def _money(item: Mapping[str, Any]) -> str:
    """The row's money in triệu đồng: its total, then its cells while they are few."""
    total = money(item)
    if total is None:
        return ""
    parts = [cell for cell in item["budget"] if not (cell["year"] is None and cell["source"] == "total")]
    words = [f"{money_label(cell)}: {vn.number(cell['million'])}" for cell in parts if cell["million"] != "0"]
    shown = "; ".join(words[:MONEY_SHOWN]) + (" …" if len(words) > MONEY_SHOWN else "")
    line = _("%(total)s triệu đồng") % {"total": vn.number(total)}
    return f"{line} ({shown})" if len(words) > 1 or (words and parts[0]["source"] != "total") else line


def money_label(cell: Mapping[str, Any]) -> str:
    """`2023, sự nghiệp`"""
    source = plan_money.WORDS.get(cell["source"], "")
    year = str(cell["year"]) if cell["year"] else ""
    return ", ".join(filter(None, (year, source))) or _("tổng")


def money(item: Mapping) -> Decimal | None:
    """The row's printed total in triệu đồng: as printed, else the sum of its years, else of its sources."""
    cells = item.get("budget") or ()
    totals = [cell for cell in cells if cell["source"] == "total" and cell["year"] is None]
    if totals:
        return sum((Decimal(cell["million"]) for cell in totals), Decimal())
    yearly = [Decimal(cell["million"]) for cell in cells if cell["year"] is not None]
    amounts = yearly or [Decimal(cell["million"]) for cell in cells]
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


# the arithmetic sheet


def discrepancies(found: Effective) -> list[dict[str, Any]]:
    """Printed sums beside computed ones in words, with their difference, triệu đồng, and the place of every part."""
    return [
        {
            **row,
            "place": _("TỔNG CỘNG") if row["code"] == TOTAL else row["code"],
            "column": plan_money.column_words(row["field"]),
            "difference": Decimal(row["stated"]) - Decimal(row["computed"]),
            "at": row.get("at") or row.get("where", ""),
            "path": row.get("path") or [],
        }
        for row in found.sums
    ]


def money_remarks(found: Effective) -> list[dict[str, str]]:
    """Money outside its task's time, and notes that give another amount than the columns: row, place, sentence."""
    return [
        {
            "key": piece.key,
            "code": piece.item.get("code", ""),
            "name": piece.item.get("name", ""),
            "where": next(
                (cell["where"] for cell in piece.cells if cell.get("field") == "budget"), piece.where
            ),
            "message": problem["message"],
        }
        for piece in found.pieces
        if piece.lives
        for problem in piece.problems
        if problem["field"] == "budget" and problem["severity"] == NOTE
    ]


# agencies


def agency_rows(
    found: Effective, chosen: Mapping[str, Mapping[str, Any]], names: Names, typed: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Names the register does not know, and those already decided: where each stands, and the closest ones known.

    `typed` is what a refused form said, by place: its words come back as they were.
    """
    places = {piece.key: piece for piece in found.pieces}
    own = [
        entry
        for entry in names.entries
        if entry.province and not entry.group and not entry.key.startswith("new:")
    ]
    words = {entry.key: set(fold(entry.name).split()) for entry in own}
    answer = []
    every = [*found.unknown, *(name for name in chosen if name not in found.unknown)]
    for place, name in enumerate(every):
        choice = chosen.get(name) or {}
        new = choice.get("new") or {}
        said = typed.get(str(place)) or {}
        wanted = set(fold(name).split())
        ranked = sorted(own, key=lambda e: -len(words[e.key] & wanted) / len(words[e.key] | wanted))
        answer.append(
            {
                "place": place,
                "name": name,
                "rows": [
                    {"key": key, "label": places[key].where or places[key].item.get("code", "")}
                    for key in found.unknown.get(name, ())[:8]
                ],
                "count": len(found.unknown.get(name, ())),
                "closest": [entry for entry in ranked[:CLOSEST] if words[entry.key] & wanted],
                "choice": said.get("choice", "new" if new else choice.get("code", "")),
                "full": said.get("full", new.get("name", name)),
                "short": said.get("short", new.get("short_name", "")),
                "kind": said.get("kind", new.get("kind", "")),
                "settled": name not in found.unknown,
                "said": new.get("name")
                or next((entry.name for entry in own if entry.key == choice.get("code")), ""),
            }
        )
        row = answer[-1]
        if row["choice"] in words and row["choice"] not in {entry.key for entry in row["closest"]}:
            row["closest"].append(next(entry for entry in own if entry.key == row["choice"]))
    return answer


def groups_of(found: Effective, section: str, piece: Piece) -> Sequence[tuple[str, str]]:
    """Key and label of the rows a row may be put under."""
    return [
        (other.key, f"{other.item.get('code', '')} {other.item.get('name', '')}"[:90])
        for other in found.pieces
        if other.lives and other.section == section and other.kind == GROUP and other is not piece
    ]
