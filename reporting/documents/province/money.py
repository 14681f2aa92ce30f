"""Annex, sheet and summary table of the money: by budget year and source, in triệu đồng.

What stands under “đã giải ngân” counts against the plan; what was spent where the plan prints no figure is a block of
its own behind the total, so that every share is that of its own row. Nobody reported is said in words.
"""

from common import format as vn
from reporting.consolidation.money import (
    NO_DISBURSEMENT,
    WITHOUT_HORIZON,
    money_left_out,
    money_share,
    year_words,
)
from reporting.consolidation.words import as_of, sentence
from reporting.documents.content import Block, Cell, Column, Row, RowKind, Sheet, SheetColumn, Table
from reporting.documents.letter import roman
from reporting.rollup.money import MILLION, MoneySum, MoneyTable, by_year_and_source, money_sum, money_table
from reporting.rollup.payload import WHOLE_HORIZON, MoneyFigure, Payload

APART = "Giải ngân ngoài số kế hoạch, không tính vào tỷ lệ"


def summary(figures: Payload) -> Table | None:
    """The table in the body: one row per year."""
    if not figures.money:
        return None
    table = money_table(figures.money)
    years = _years(table)
    rows = [_row(str(n), year_words(year), money) for n, (year, money) in enumerate(years, start=1)]
    if len(years) > 1:
        rows.append(_row("", "Tổng cộng", table.whole, "total"))
    if table.whole.apart:
        rows.append(_apart_row("", APART, table.whole, "total"))
    return Table(
        columns=(
            Column("TT", 14, "center"),
            Column("Năm ngân sách", 51),
            Column("Kế hoạch (triệu đồng)", 35, "right"),
            Column("Đã giải ngân (triệu đồng)", 35, "right"),
            Column("Tỷ lệ", 30, "center"),
        ),
        rows=tuple(rows),
        caption=f"Kinh phí và giải ngân lũy kế, {as_of(figures)}",
        note=_note(table),
        size=13,
        together=True,
    )


def blocks(figures: Payload) -> tuple[Block, ...]:
    """The annex: each year with its sources, the total, then what is apart. Empty where there is no money."""
    if not figures.money:
        return ()
    table = money_table(figures.money)
    rows: list[Row] = []
    for n, (year, money) in enumerate(_years(table), start=1):
        rows.append(_row(roman(n), year_words(year), money, "total"))
        planned = [row for row in by_year_and_source(figures.money) if row.year == year and row.planned]
        rows += [_row(str(m), row.source.name, money_sum([row])) for m, row in enumerate(planned, start=1)]
    if rows:
        rows.append(_row("", "Tổng cộng", table.whole, "total"))
    if table.whole.apart:
        rows.append(_apart_row("", APART, table.whole, "total"))
        apart = [row for row in by_year_and_source(figures.money) if row.apart]
        rows += [
            _apart_row(str(n), f"{year_words(row.year)}, {row.source.name}", money_sum([row]))
            for n, row in enumerate(apart, start=1)
        ]
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Năm, nguồn vốn", 56),
                Column("Kế hoạch", 33, "right"),
                Column("Đã giải ngân", 33, "right"),
                Column("Tỷ lệ", 29, "center"),
            ),
            rows=tuple(rows),
            caption="Đơn vị tính: triệu đồng",
            note=_note(table) + " Số giải ngân lũy kế từ ngày 01/01 của năm ngân sách.",
            size=13,
        ),
    )


def _years(table: MoneyTable) -> list[tuple[int, MoneySum]]:
    """The years the plan prints money for."""
    return [(cell.year, cell.money) for cell in table.columns if cell.money and cell.money.planned]


def _row(number: str, name: str, money: MoneySum, kind: RowKind = "row") -> Row:
    """Planned, what was disbursed against it, and the share."""
    told = money.disbursed is not None
    return Row(
        (
            number,
            sentence(name),
            vn.million(money.planned),
            vn.million(money.disbursed) if told else sentence(NO_DISBURSEMENT),
            vn.share(money.disbursed or 0, money.planned or 0) if told else vn.EMPTY,
        ),
        kind,
    )


def _apart_row(number: str, name: str, money: MoneySum, kind: RowKind = "row") -> Row:
    return Row((number, sentence(name), vn.EMPTY, vn.million(money.apart), "không tính"), kind)


def _note(table: MoneyTable) -> str:
    """The share of the whole, what it leaves out or takes in, and what a year's share does not hold."""
    whole = table.whole
    words = [f"tỷ lệ giải ngân chung bằng {money_share(whole)}" if whole.share_known else NO_DISBURSEMENT]
    words += money_left_out(whole)
    if WHOLE_HORIZON in table.years and len(_years(table)) > 1:
        words.append(f"tỷ lệ của từng năm {WITHOUT_HORIZON}")
    first, *others = words
    return " ".join([f"Ghi chú: {first}.", *(f"{sentence(text)}." for text in others)])


def sheet(figures: Payload, lead: tuple[str, ...]) -> Sheet:
    """One row per year and source."""
    return Sheet(
        "Kinh phí",
        (
            SheetColumn("Năm ngân sách", 26),
            SheetColumn("Nguồn vốn", 36),
            SheetColumn("Kế hoạch (triệu đồng)", 18, "million"),
            SheetColumn("Đã giải ngân (triệu đồng)", 18, "million"),
            SheetColumn("Tỷ lệ (%)", 10, "percent"),
            SheetColumn("Giải ngân ngoài số kế hoạch (triệu đồng)", 18, "million"),
            SheetColumn("Ghi chú", 26),
        ),
        tuple(map(_cells, by_year_and_source(figures.money))),
        (*lead, _note(money_table(figures.money)) if figures.money else "Không có số liệu kinh phí."),
    )


def _cells(row: MoneyFigure) -> tuple[Cell, ...]:
    money = money_sum([row])
    return (
        sentence(year_words(row.year)),
        row.source.name,
        row.planned / MILLION if row.planned is not None else None,
        row.disbursed / MILLION if row.disbursed is not None else None,
        money.percent,
        row.apart / MILLION if row.apart is not None else None,
        sentence(NO_DISBURSEMENT) if row.planned and row.disbursed is None else "",
    )
