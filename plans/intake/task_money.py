"""Money of a task as an officer types it: lines of year, source and amount in triệu đồng."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from common import format as vn
from common.intake.editing.pieces import Piece
from common.intake.editing.trees import Line
from common.intake.kinds import ERROR, WARNING, Remark
from plans import money
from plans.intake import row_notes
from plans.intake.contract import BudgetCell, TaskItem
from plans.intake.head_decided import is_year

LARGEST = Decimal(10) ** 10  # triệu đồng: what a column of the database holds
SOURCES = ("total", *money.WORDS)
SPARE = 2  # empty lines for money that is not there yet
MOST_LINES = 200
SHOWN = 6  # amounts of a row that are said beside its total


def sources() -> list[tuple[str, str]]:
    """The kinds of money a line may be."""
    return [(code, money.WORDS.get(code, _("tổng, không tách nguồn"))) for code in SOURCES]


def typed_budget(typed: Iterable[Mapping[str, str]]) -> tuple[list[BudgetCell], list[Remark]]:
    """The typed lines, a dot for thousands, as the contract has them; and what cannot be read of them."""
    cells: list[BudgetCell] = []
    wrong: list[Remark] = []
    for line in typed:
        text = str(line.get("typed", "")).strip()
        if not text:
            continue
        amount = money.read(text, money.VIETNAMESE)
        if amount.value is None or amount.doubt or amount.sources or amount.value >= LARGEST:
            why = amount.doubt or _("Không đọc được số tiền “%(text)s”. Nhập lại số tiền.") % {"text": text}
            wrong.append(Remark(ERROR, why, "budget"))
            continue
        source = line.get("source") or ""
        source = source if source in SOURCES else "total"
        year = str(line.get("year") or "")
        cells.append(
            {
                "year": int(year) if is_year(year) else None,
                "source": source,
                "source_text": line.get("source_text") or money.WORDS.get(source, _("Tổng cộng")),
                "million": money.plain(amount.value * (amount.unit or Decimal(1))),
            }
        )
    if any(count > 1 for count in Counter((cell["year"], cell["source"]) for cell in cells).values()):
        said = _("Có hai ô kinh phí cùng năm và nguồn; hai số được cộng lại.")
        wrong.append(Remark(WARNING, said, "budget"))
    return cells, wrong


def as_typed(cells: Iterable[BudgetCell]) -> list[dict[str, str]]:
    """The contract's cells as lines somebody might have typed."""
    return [
        {
            "year": str(cell["year"] or ""),
            "source": cell["source"],
            "source_text": cell["source_text"],
            "typed": cell["million"].replace(".", ","),
        }
        for cell in cells
    ]


def lines_of(piece: Piece, posted: Mapping[str, str] | None) -> list[Line]:
    """The lines of money as they stand or were posted, with a few empty ones: (year, source, amount)."""
    lines = posted_lines(posted) if posted else None
    if lines is None:
        typed = piece.own.typed.get("budget")
        if typed is not None:
            said = [
                (str(c.get("year") or ""), c.get("source") or "total", str(c.get("typed") or ""))
                for c in typed
            ]
        else:
            cells = piece.item.get("budget") or ()
            said = [(str(c["year"] or ""), c["source"], vn.number(c["million"])) for c in cells]
        lines = [Line(place, values) for place, values in enumerate(said)]
    spare = range(len(lines), len(lines) + SPARE)
    return [*lines, *(Line(place, ("", "total", "")) for place in spare)]


def posted_lines(posted: Mapping[str, str] | None) -> list[Line] | None:
    """The lines of a posted form that have an amount; None where it has none at all."""
    if posted is None or "money-0" not in posted:
        return None
    lines: list[Line] = []
    place = 0
    while f"money-{place}" in posted and place < MOST_LINES:
        amount = posted[f"money-{place}"].strip()
        if amount:
            year = posted.get(f"year-{place}", "").strip()
            lines.append(Line(len(lines), (year, posted.get(f"source-{place}", "total"), amount)))
        place += 1
    return lines


def said_of(lines: Sequence[Line]) -> str:
    """Lines in one word, to tell whether they were changed."""
    return ";".join("|".join(line.values) for line in lines if line.values[2])


def changed_lines(posted: Mapping[str, str]) -> list[dict[str, str]] | None:
    """The lines of a posted form where they are others than it showed first."""
    lines = posted_lines(posted)
    if lines is None or said_of(lines) == posted.get("was-budget", ""):
        return None
    return [dict(zip(("year", "source", "typed"), line.values, strict=True)) for line in lines]


def money_words(item: TaskItem) -> str:
    """The row's money in triệu đồng: its total, then its cells while they are few."""
    total = row_notes.printed_total(item.get("budget") or ())
    if total is None:
        return ""
    parts = [cell for cell in item["budget"] if not (cell["year"] is None and cell["source"] == "total")]
    words = [f"{_label(cell)}: {vn.number(cell['million'])}" for cell in parts if cell["million"] != "0"]
    shown = "; ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
    line = _("%(total)s triệu đồng") % {"total": vn.number(total)}
    return f"{line} ({shown})" if len(words) > 1 or (words and parts[0]["source"] != "total") else line


def _label(cell: BudgetCell) -> str:
    """`2023, sự nghiệp`"""
    source = money.WORDS.get(cell["source"], "")
    year = str(cell["year"]) if cell["year"] else ""
    return ", ".join(filter(None, (year, source))) or _("tổng")


def years_outside(item: TaskItem) -> set[int]:
    """Years with money that the task's own time does not cover."""
    first, last = (int(day[:4]) if day else None for day in (item.get("start"), item.get("end")))
    years = {cell["year"] for cell in item.get("budget") or () if cell["year"] and cell["million"] != "0"}
    return {year for year in years if (first and year < first) or (last and year > last)}
