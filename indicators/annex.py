"""The annex of indicators among those of a plan: its table, from the indicators as the plan asks for them at a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agencies.names import Names
from common import format as vn
from common.papers import plain
from indicators import targets
from indicators.at import IndicatorsAt, TargetAt, indicators_at
from indicators.intake.contract import bounds, numbers
from plans.annex.content import Column, Line, TableOf
from plans.annex.data import Asked
from plans.annex.exported import Exported
from plans.annex.numbers import printed_numbers
from plans.annex.sums import sure_number
from plans.annex.words import Words


def table(asked: Asked) -> TableOf | None:
    """The table of a plan's indicators; None where it has none."""
    rows = list(rows_of(indicators_at(asked.version, day=asked.day, known_at=asked.known_at)))
    return indicator_table(rows, asked.names) if rows else None


def rows_of(wanted: IndicatorsAt) -> Iterator[Exported]:
    """A row for every target: where an indicator has several, the year stands before its code as in the contract."""
    code_of = {row.id: row.code for row in wanted.indicators}
    for indicator in wanted.indicators:
        aims = wanted.targets_of(indicator.id)
        row = {
            "code": indicator.code,
            "parent": code_of.get(indicator.parent or 0),
            "kind": indicator.kind,
            "name": indicator.name,
            "unit": indicator.unit_printed,
            "horizon_year": None,
            "target_text": "",
            "comparator": None,
            "low": None,
            "high": None,
            "lead": [follower.name for follower in wanted.followers_of(indicator.id)],
            "lead_text": indicator.lead_text,
        }
        if not aims:
            yield row
        for aim in aims:
            prefix = f"{aim.horizon_year}." if len(aims) > 1 else ""
            yield {**row, "code": f"{prefix}{indicator.code}", **_aim(aim)}


def _aim(aim: TargetAt) -> Exported:
    return {
        "horizon_year": aim.horizon_year,
        "target_text": aim.printed,
        **bounds(aim.comparator if aim.printed or aim.low is not None else None, aim.low, aim.high),
    }


@dataclass
class _Aim:
    """A printed row of the table of indicators: `texts` are its targets by year (0 where the column names none)."""

    row: Exported
    code: str
    texts: dict[int, str]


def indicator_table(rows: Sequence[Exported], names: Names) -> TableOf:
    """The table of indicators given as the importer's contract words them."""
    rows = plain(rows)
    words = Words(names)
    leaves = [row for row in rows if row["kind"] == "indicator"]
    years = sorted({row["horizon_year"] for row in leaves if row["horizon_year"]})
    spread = len(years) > 1 and not _told_by_groups(rows)
    named = not spread and _told_by_names(rows)
    shown = years if spread else [] if named else [0]
    aims = _aims(rows, spread)
    columns = [
        Column(("TT",), 13, "center"),
        Column(("Chỉ tiêu",), 92),
        Column(("Đơn vị tính",), 24, "center"),
        *_target_columns(shown, years),
        Column(("Cơ quan theo dõi",), 44),
    ]
    told = [
        (aim.row["unit"] or "", *(aim.texts.get(year, "") for year in shown), words.follower(aim.row))
        for aim in aims
    ]
    numbers = printed_numbers(
        [(aim.code, aim.row["parent"], not any(texts)) for aim, texts in zip(aims, told, strict=True)]
    )
    lines = []
    for aim, number, texts in zip(aims, numbers, told, strict=True):
        group = aim.row["kind"] == "group"
        lines.append(Line((number, aim.row["name"], *(() if group else texts)), group))
    return TableOf("Chỉ tiêu", "Danh mục chỉ tiêu của", tuple(columns), tuple(lines))


def _told_by_groups(rows: Sequence[Exported]) -> bool:
    """Whether the heading over each indicator says by when ("Đến năm 2030")."""
    by_code = {row["code"]: row for row in rows}

    def root(row: Exported) -> Exported:
        while row["parent"] in by_code:
            row = by_code[row["parent"]]
        return row

    return all(
        root(row) is not row and targets.horizon_of(root(row)["name"]) == row["horizon_year"]
        for row in rows
        if row["kind"] == "indicator"
    )


def _told_by_names(rows: Sequence[Exported]) -> bool:
    """Whether the indicators are sentences that state their targets, and groups their years: no column is needed."""
    leaves = [row for row in rows if row["kind"] == "indicator"]
    return _told_by_groups(rows) and all(
        row["target_text"] == row["name"] and _goal(targets.in_sentence(row["name"])) == _stored(row)
        for row in leaves
    )


def _target_columns(shown: list[int], years: list[int]) -> list[Column]:
    """The columns of targets: one for each of several years, or one."""
    if shown != [0]:
        return [
            Column(("Mục tiêu", f"Đến năm {year}"), max(24.0, 84 / len(shown)), "center") for year in shown
        ]
    return [Column((f"Mục tiêu đến năm {years[0]}" if len(years) == 1 else "Mục tiêu",), 70, "center")]


def _aims(rows: Sequence[Exported], spread: bool) -> list[_Aim]:
    """A printed row for every indicator; rows the importer made of one with targets for several years are one again."""
    aims: list[_Aim] = []
    for row in rows:
        if row["kind"] == "group":
            aims.append(_Aim(row, row["code"], {}))
            continue
        year = row["horizon_year"] if spread else 0
        code = row["code"].removeprefix(f"{year}.") if year else row["code"]
        text = target_words(row)
        before = aims[-1] if aims else None
        if before and spread and text and before.code == code and _same_line(before, row, year):
            before.texts[year] = text
        else:
            aims.append(_Aim(row, code, {year: text} if text and (year or not spread) else {}))
    return aims


def _same_line(aim: _Aim, row: Exported, year: int | None) -> bool:
    same = all(aim.row[key] == row[key] for key in ("kind", "parent", "name", "unit", "lead"))
    return same and bool(aim.texts) and max(aim.texts) < (year or 0)


def target_words(row: Exported) -> str:
    """The text of a target: as printed where the importer reads the stored one from it, else in signs and numbers."""
    wanted = _stored(row)
    texts = [row["target_text"] or "", *_target_texts(*wanted)]
    unit, name = row["unit"] or "", row["name"]
    return next((text for text in texts if _goal(targets.parse(text, unit, name)) == wanted), texts[0])


_Goal = tuple[str, Decimal | None, Decimal | None]


def _stored(row: Exported) -> _Goal:
    return row["comparator"] or "", *numbers(row)


def _goal(target: targets.Target) -> _Goal:
    return target.comparator, target.low, target.high


def _target_texts(comparator: str, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    """Ways to print a target, each number first as usual, then so that it can be read in one way only."""
    if comparator == "qualitative":
        yield "Đánh giá bằng nhận xét"
    if low is None:
        return
    for shown in (vn.number, sure_number):
        least = shown(abs(low) if comparator == "growth" else low)
        both = f"{least} - {shown(high)}" if high is not None else least
        if comparator == "between":
            yield both
        elif comparator == "top_n":
            yield f"Thuộc nhóm {least} dẫn đầu"
        elif comparator == "growth":
            yield f"{'Giảm' if low < 0 else 'Tăng'} {both}% mỗi năm"
        else:
            yield f"{comparator.replace('>=', '≥').replace('<=', '≤')} {least}".strip()
