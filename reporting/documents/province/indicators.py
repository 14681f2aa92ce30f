"""Annex and sheet of the indicators: a chỉ tiêu counts once, its mục tiêu (year and scope) have a row each.

Every value stands with its unit and the day it was measured; one from before the period says so.
"""

from collections import Counter

from common import format as vn
from indicators.attainment import JUDGED
from reporting.consolidation.aims import aims_counted, figure_with_unit
from reporting.consolidation.words import official
from reporting.documents.content import Block, Cell, Column, Row, Sheet, SheetColumn, Table
from reporting.documents.letter import named_with_scope, roman
from reporting.rollup.payload import IndicatorFigure, Payload

BASIS = {"estimate": "ước thực hiện", "official": "chính thức", "actual": "thực hiện"}
OUTDATED = "trước kỳ báo cáo"


def blocks(figures: Payload) -> tuple[Block, ...]:
    """The annex, by horizon year; empty where the plan has no targets."""
    by_year: dict[int, list[IndicatorFigure]] = {}
    for row in figures.indicators:
        by_year.setdefault(row.horizon_year, []).append(row)
    if not by_year:
        return ()
    rows: list[Row] = []
    for n, (year, members) in enumerate(sorted(by_year.items()), start=1):
        rows.append(Row((roman(n), f"Mục tiêu đến năm {year} ({aims_counted(members)})"), "group"))
        rows += map(_row, members)
    return (
        Table(
            columns=(
                Column("TT", 16, "center"),
                Column("Chỉ tiêu", 72),
                Column("Đơn vị", 26, "center"),
                Column("Mục tiêu", 34, "center"),
                Column("Kết quả", 38, "center"),
                Column("Đánh giá", 28, "center"),
                Column("Cơ quan theo dõi", 38),
            ),
            rows=tuple(rows),
            note=_note(figures),
        ),
    )


def _note(figures: Payload) -> str:
    verdicts = Counter(row.verdict for row in figures.indicators)
    judged = sum(verdicts[code] for code in JUDGED)
    left_out = len(figures.indicators) - judged
    return (
        f"Ghi chú: kế hoạch có {aims_counted(figures.indicators)}; "
        f"đạt {vn.count(verdicts['met'])}/{vn.count(judged)} mục tiêu có đủ số liệu để so "
        f"({vn.share(verdicts['met'], judged)})"
        + (f"; {vn.count(left_out)} mục tiêu không tính vào tỷ lệ này" if left_out else "")
        + ". “Mức cần đạt” tính theo đường thẳng từ số gốc đến mục tiêu. Dấu “–” là chưa có số liệu."
    )


def _row(row: IndicatorFigure) -> Row:
    return Row(
        (
            row.number or vn.EMPTY,
            named_with_scope(row.name, row.scope),
            row.unit,
            row.target_text or vn.EMPTY,
            _result(row),
            _verdict(row),
            row.main or vn.EMPTY,
        )
    )


def _result(row: IndicatorFigure) -> str:
    """`45,25%`, its basis where it is an estimate, the day it was measured."""
    if row.value is None and not row.judgement:
        return vn.EMPTY
    lines = [figure_with_unit(row)]
    if row.basis == "estimate":
        lines.append(f"({BASIS['estimate']})")
    if row.to_on:
        lines.append(f"(đo ngày {vn.paper_day(row.to_on)}" + (f",\n{OUTDATED})" if row.outdated else ")"))
    return "\n".join(lines)


def _verdict(row: IndicatorFigure) -> str:
    word = official("verdict", row.verdict)
    if row.expected is None or row.verdict in ("met", "not_met"):
        return word
    return f"{word}\n(mức cần đạt: {vn.measured(row.expected, row.unit)})"


def sheet(figures: Payload, lead: tuple[str, ...]) -> Sheet:
    """One row per target."""
    return Sheet(
        "Chỉ tiêu",
        (
            SheetColumn("Mã", 10),
            SheetColumn("Chỉ tiêu", 70),
            SheetColumn("Phạm vi", 14),
            SheetColumn("Đơn vị", 16),
            SheetColumn("Năm mục tiêu", 10, "count"),
            SheetColumn("Mục tiêu (theo bản in)", 24),
            SheetColumn("Cận dưới", 12, "number"),
            SheetColumn("Cận trên", 12, "number"),
            SheetColumn("Số gốc", 12, "number"),
            SheetColumn("Kết quả", 12, "number"),
            SheetColumn("Đến ngày", 12, "date"),
            SheetColumn("Loại số liệu", 16),
            SheetColumn("Mức cần đạt", 12, "number"),
            SheetColumn("Đánh giá", 24),
            SheetColumn("Cơ quan theo dõi", 36),
            SheetColumn("Ghi chú", 24),
        ),
        tuple(map(_cells, figures.indicators)),
        (*lead, aims_counted(figures.indicators)),
    )


def _cells(row: IndicatorFigure) -> tuple[Cell, ...]:
    return (
        row.number,
        row.name,
        row.scope,
        row.unit,
        row.horizon_year,
        row.target_text,
        row.low,
        row.high,
        row.baseline,
        row.judgement or row.value,
        row.to_on,
        BASIS.get(row.basis or "", ""),
        row.expected,
        official("verdict", row.verdict),
        row.main,
        f"Số liệu {OUTDATED}" if row.outdated else "",
    )
