"""Kind: sums the plan prints that do not add up, in its tables and in its prose. Nothing printed is altered."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import cast

from common.intake.kinds import NOTE, Json, Reading, Remark, Row
from plans import arithmetic, money
from plans.arithmetic import LEAVES, ROWS, SOURCES, YEARS, Discrepancy, Figure, Sums
from plans.intake import prose_money, row_notes
from plans.intake.contract import BudgetCell, SumItem
from plans.intake.rows import KIND as TASKS
from plans.intake.rows import SECTION

KIND = "plans.figures"
CHECKS = {
    LEAVES: "tổng các nhiệm vụ bên dưới",
    ROWS: "tổng các dòng ngay bên dưới",
    YEARS: "tổng các năm của chính dòng này",
    SOURCES: "tổng các nguồn của chính dòng này",
}


def parse(reading: Reading) -> list[Row]:
    """One row for every printed sum and the parts it disagrees with, of tables and of prose."""
    found: list[Row] = []
    compared = 0
    texts = {cell.where: cell.text for row in reading.rows for cell in row.printed}
    texts |= reading.facts.get("texts", {})
    places = dict(reading.facts.get("places", {}))
    tasks = reading.of(TASKS)
    wheres = {row.code: row.where for row in tasks}
    totals = reading.facts.get("totals", [])
    lists = {blocks for blocks, *_total in totals}
    checked = arithmetic.check(
        _sums(row for row in tasks if not any(row.at[0] in blocks for blocks in lists))
    )
    compared += checked.compared
    found += [_row(one, SECTION, wheres[one.code], places, texts, _labels(one)) for one in checked.wrong]
    for blocks in sorted(lists, key=min):
        mine = [(total, where, at) for those, total, where, at in totals if those == blocks]
        rows = _sums(row for row in tasks if row.at[0] in blocks)
        for turn, (total, where, at) in enumerate(mine):
            checked = arithmetic.check(rows, total)
            wrong = [one for one in checked.wrong if turn == 0 or one.code == arithmetic.TOTAL]
            compared += checked.compared
            found += [
                _row(
                    one,
                    SECTION,
                    wheres.get(one.code, where),
                    {**places, arithmetic.TOTAL: at},
                    texts,
                    _labels(one),
                )
                for one in wrong
            ]
    checked_prose, in_prose = prose_money.check(reading.document)
    reading.facts["sums_compared"] = compared + checked_prose.compared
    for one in checked_prose.wrong:
        where = in_prose[one.code].where
        labels = [in_prose[code].label for code, _figure, _value in one.parts]
        stated = {code: {one.figure: line.where} for code, line in in_prose.items()}
        row = _row(one, "plan", where, stated, {where: in_prose[one.code].text}, labels)
        row.code = row.parsed["code"] = in_prose[one.code].label[:40]
        row.parsed["check"] = "tổng các dòng ngay bên dưới"
        found.append(row)
    return found


def _row(
    one: Discrepancy,
    section: str,
    where: str,
    places: Mapping[str, Mapping[Figure, str]],
    texts: Mapping[str, str],
    labels: list[str],
) -> Row:
    at = places.get(one.code, {}).get(one.figure, where)
    return Row(
        KIND,
        one.code,
        where,
        parsed={
            "section": section,
            "code": one.code,
            "field": one.column,
            "stated": money.plain(one.stated),
            "computed": money.plain(one.computed),
            "check": CHECKS[one.check],
            "at": at,
            "printed": texts.get(at, ""),
            "path": [
                {"where": places.get(code, {}).get(figure, ""), "label": label, "million": money.plain(value)}
                for (code, figure, value), label in zip(one.parts, labels, strict=True)
            ],
        },
    )


def _sums(rows: Iterable[Row]) -> list[Sums]:
    """Rows as sums; one whose parent stands in another list is a root of its own."""
    rows = list(rows)
    known = {row.code for row in rows}
    return [
        Sums(row.code, row.parent if row.parent in known else "", figures_of(row.parsed["budget"]))
        for row in rows
    ]


def _labels(one: Discrepancy) -> list[str]:
    """What each part is called: the code of its row, or its own column."""
    across = one.check in {YEARS, SOURCES}
    return [
        money.column_words(arithmetic.field_of(figure)) if across else code
        for code, figure, _value in one.parts
    ]


def figures_of(budget: Iterable[BudgetCell]) -> dict[Figure, Decimal]:
    """The contract's budget cells as printed sums by (year, source), triệu đồng."""
    figures: dict[Figure, Decimal] = {}
    for cell in budget:
        key = cell["year"], cell["source"]
        figures[key] = figures.get(key, Decimal(0)) + Decimal(cell["million"])
    return figures


def shown(row: SumItem) -> dict[str, str]:
    """A sum as exported."""
    return {
        "section": row["section"],
        "code": row["code"],
        "field": row["field"],
        "stated": row["stated"],
        "computed": row["computed"],
    }


def mark(row: Mapping) -> str:
    """What tells a sum from every other of its plan: its row, its column and what it is held against."""
    return f"{row['section']}|{row['code']}|{row['field']}|{row.get('check', '')}"


def check(reading: Reading) -> None:
    """Say where a row's notes give another amount than its columns."""
    for row in reading.of(TASKS):
        total = row_notes.printed_total(row.parsed["budget"])
        for sentence in row_notes.differences(row.parsed["notes"], total):
            row.say(SECTION, [Remark(NOTE, sentence, "budget")])


def export(reading: Reading, exported: Json) -> None:
    exported["discrepancies"] = [shown(cast(SumItem, row.parsed)) for row in reading.of(KIND)]
