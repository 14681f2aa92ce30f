"""A plan's annexes as they go out: the table of tasks and the table of indicators, so that the import reads them back.

The way out matches the way in. What is printed goes out as printed where the importer reads the row's value from it;
where it does not (an officer entered or corrected the value) the words that give the value stand instead. Pure: rows
come as the importer's contract words them, `annex_docx` and `annex_xlsx` set what is decided here. Layout: NĐ
30/2020/NĐ-CP, Phụ lục I.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product, takewhile
from typing import Any, Literal

from agencies.names import Names
from common import format as vn
from common.text import fold
from indicators import targets
from plans import codes, money, timeframe
from plans.intake import headings
from plans.intake.assignments import assign, is_ditto
from plans.intake.head import horizon_of
from reporting.consolidation.drafting import TYPE_NAMES, lower_first
from reporting.documents.content import plain, province_title

SOURCES = {
    "total": "Tổng số",
    "central": "Ngân sách trung ương",
    "local": "Ngân sách địa phương",
    "recurrent": "Vốn sự nghiệp",
    "investment": "Vốn đầu tư phát triển",
    "mixed": "Nguồn hỗn hợp",
    "social": "Xã hội hóa",
    "other": "Nguồn khác",
}
MONEY_HEADING = "Kinh phí (triệu đồng)"
UNIT_LINE = "Đơn vị tính: triệu đồng"

Cell = str | Decimal  # a sum of money is a Decimal, in triệu đồng


@dataclass(frozen=True)
class Column:
    """`path` is what stands above the column, from the top; `width` is its share of the page, in mm of a usual one."""

    path: tuple[str, ...]
    width: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Line:
    """A row has a cell per column. A group's has two: its number, and its name over all the other columns."""

    cells: tuple[Cell, ...]
    group: bool = False


@dataclass(frozen=True)
class HeadCell:
    """A cell of a heading: where it begins, how many columns and rows it covers."""

    text: str
    level: int
    start: int
    width: int
    height: int


@dataclass(frozen=True)
class PlanAnnex:
    """One table. `heads` stand over it: label, name, the plan's title, the reference in brackets."""

    sheet: str
    heads: tuple[str, ...]
    unit: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    closing: tuple[str, ...] = ()

    @property
    def levels(self) -> int:
        """How many rows the heading has."""
        return max(len(column.path) for column in self.columns)

    def heading(self) -> Iterator[HeadCell]:
        """The heading level by level: columns under the same words share a cell, the last words reach down."""
        for level in range(self.levels):
            start = 0
            for at, column in enumerate(self.columns):
                if at < start or level >= len(column.path):
                    continue
                last = level == len(column.path) - 1
                width = 1 if last else self._reach(at, level)
                yield HeadCell(column.path[level], level, at, width, self.levels - level if last else 1)
                start = at + width

    def _reach(self, at: int, level: int) -> int:
        """How many columns from `at` on stand under the same words down to `level`."""
        path = self.columns[at].path[: level + 1]
        following = takewhile(lambda column: column.path[: level + 1] == path, self.columns[at:])
        return len(list(following))


@dataclass(frozen=True)
class PlanAnnexes:
    """A plan's annexes. `made_on` dates the file: the same content gives the same bytes."""

    title: str
    author: str
    footnote: str
    made_on: dt.date
    annexes: tuple[PlanAnnex, ...]


def plan_annexes(
    plan: Mapping[str, Any],
    *,
    tasks: Sequence[Mapping[str, Any]],
    indicators: Sequence[Mapping[str, Any]],
    names: Names,
    made_on: dt.date,
    sources: Mapping[str, str] | None = None,
    cycles: Iterable[str] = (),
) -> PlanAnnexes:
    """The annexes of a plan given as the importer's contract words it; one for tasks, one for indicators.

    `names` is the register as the plan's province reads it, `sources` the printed name of each source's code, `cycles`
    the sentences of the reporting rule, set under the first table.
    """
    plan, tasks, indicators = plain(plan), plain(tasks), plain(indicators)
    word = TYPE_NAMES.get(plan["kind"], "Kế hoạch")
    title = " ".join((plan["title"] or "").split())
    found = []
    if tasks:
        found.append(
            ("Nhiệm vụ", f"Danh mục nhiệm vụ thực hiện {word}", _tasks(tasks, names, title, sources or {}))
        )
    if indicators:
        found.append(("Chỉ tiêu", f"Danh mục chỉ tiêu của {word}", _indicators(indicators, names)))
    annexes = []
    for number, (sheet, name, (columns, lines)) in enumerate(found, start=1):
        label = f"Phụ lục {'I' * number}" if len(found) > 1 else "Phụ lục"
        heads = (label, name.upper(), *filter(None, (title,)), _reference(plan, word))
        unit = UNIT_LINE if any(MONEY_HEADING in column.path for column in columns) else ""
        closing = tuple(plain(list(cycles))) if number == 1 else ()
        annexes.append(PlanAnnex(sheet, heads, unit, columns, lines, closing))
    return PlanAnnexes(
        title=f"Phụ lục {word}{_number(plan)}",
        author=plan["issuer"] or "",
        footnote=f"Phụ lục xuất ngày {vn.day(made_on)} từ hệ thống theo dõi, theo nội dung đang có hiệu lực.",
        made_on=made_on,
        annexes=tuple(annexes),
    )


def _reference(plan: Mapping[str, Any], word: str) -> str:
    """ "(Ban hành kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2025 của UBND tỉnh X)"; a draft has neither."""
    issued = f" ngày {vn.day(dt.date.fromisoformat(plan['issued_on']))}" if plan["issued_on"] else ""
    issuer = plan["issuer"] or f"UBND {province_title(plan['province'])}"
    begin = f"Ban hành kèm theo {word}" if plan["number"] else f"Kèm theo dự thảo {word}"
    return f"({begin}{_number(plan)}{issued} của {issuer})"


def _number(plan: Mapping[str, Any]) -> str:
    """ " số 12/KH-UBND"; a draft has none."""
    return f" số {plan['number']}" if plan["number"] else ""


# ------------------------------------------------------------------------------------------------------------- tasks


def _tasks(
    rows: Sequence[Mapping[str, Any]], names: Names, title: str, sources: Mapping[str, str]
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    purse = _Purse(rows, sources)
    span = horizon_of(title)
    words = _Words(names, span[0] if span[0] == span[1] else None)
    lines = []
    bare = [_bare(row) for row in rows]
    numbers = printed_numbers(
        [(row["code"], row["parent"], alone) for row, alone in zip(rows, bare, strict=True)]
    )
    for row, number, alone in zip(rows, numbers, bare, strict=True):
        if alone:
            lines.append(Line((number, row["name"]), group=True))
            continue
        lead, coordinating = words.agencies(row)
        texts = (lead, coordinating, words.time(row), row["product"])
        lines.append(Line((number, row["name"], *texts, *purse.cells(row), row["notes"])))
    columns = (
        Column(("TT",), 13, "center"),
        Column(("Nhiệm vụ",), 62),
        Column(("Cơ quan chủ trì",), 32),
        Column(("Cơ quan phối hợp",), 40),
        Column(("Thời gian thực hiện",), 24, "center"),
        Column(("Sản phẩm",), 40),
        *purse.columns,
        Column(("Ghi chú",), 28),
    )
    return _without_empty(columns, lines, {"Cơ quan phối hợp", "Sản phẩm", "Ghi chú"})


def _bare(row: Mapping[str, Any]) -> bool:
    """Whether a row has nothing but its name: a group merged across the table."""
    told = (
        "lead_text",
        "lead",
        "coordinating_text",
        "coordinating",
        "time_text",
        "start",
        "end",
        "recurring",
    )
    more = ("trigger_text", "product", "notes", "budget")
    return row["kind"] == "group" and not any(row[key] for key in (*told, *more))


def _without_empty(
    columns: Sequence[Column], lines: Sequence[Line], optional: set[str]
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    """The table without those of the optional columns in which nothing stands."""
    kept = [
        index
        for index, column in enumerate(columns)
        if column.path[0] not in optional or any(line.cells[index] != "" for line in lines if not line.group)
    ]
    return tuple(columns[index] for index in kept), tuple(
        line if line.group else Line(tuple(line.cells[index] for index in kept)) for line in lines
    )


class _Words:
    """The words of a row's cells, each checked with the importer's own parser. `year`: the plan's, if it has one only.

    "nt" means what the row before says, so rows are to be asked for in printed order.
    """

    def __init__(self, names: Names, year: int | None = None) -> None:
        self._names = names
        self._year = year
        self._last: dict[str, str] = {}

    def agencies(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """The texts of who leads and who helps."""
        wanted = (list(row["lead"]), list(row["coordinating"]))
        lead, coordinating = row["lead_text"], row["coordinating_text"]
        if self._read(lead, coordinating) != wanted:
            leads, helpers = (lead, *self.listings(wanted[0])), (coordinating, *self.listings(wanted[1]))
            pairs = [(one, other) for one in leads for other in helpers]
            fitting = (pair for pair in pairs if self._read(*pair) == wanted)
            lead, coordinating = next(fitting, pairs[-1])
        self._remember("lead", lead)
        self._remember("coordinating", coordinating)
        return lead, coordinating

    def follower(self, row: Mapping[str, Any]) -> str:
        """The text of who follows an indicator up."""
        printed, wanted = row.get("lead_text") or "", list(row["lead"])
        if assign(self._names, printed, "").parsed["lead"] == wanted:
            return printed
        texts = self.listings(wanted)
        fitting = (text for text in texts if assign(self._names, text, "").parsed["lead"] == wanted)
        return next(fitting, texts[-1])

    def listings(self, names: Sequence[str]) -> tuple[str, ...]:
        """A list of agencies as a cell may word it."""
        known = [self._spelled(name) for name in names]
        return "; ".join(known), "\n".join(known), "\n".join(f"- {name}" for name in known)

    def _spelled(self, name: str) -> str:
        """The name, or the first of its spellings that the importer reads as just this one."""
        entry = next((entry for entry in self._names.entries if entry.name == name), None)
        texts = (name, *(entry.spellings if entry else ()))
        return next((text for text in texts if [one.name for one in self._names.split(text)] == [name]), name)

    def _read(self, lead: str, coordinating: str) -> tuple[list[str], list[str]]:
        parsed = assign(
            self._names, self._meant("lead", lead), self._meant("coordinating", coordinating)
        ).parsed
        return parsed["lead"], parsed["coordinating"]

    def time(self, row: Mapping[str, Any]) -> str:
        """The text of the time frame."""
        wanted = timeframe.TimeFrame(
            _day(row["start"]), _day(row["end"]), bool(row["recurring"]), row["trigger_text"] or ""
        )
        texts = [row["time_text"] or "", *time_words(wanted)]
        text = next((text for text in texts if self._frame(text) == wanted), texts[0])
        self._remember("time", text)
        return text

    def _frame(self, text: str) -> timeframe.TimeFrame:
        frame = timeframe.parse(self._meant("time", text), self._year)
        return timeframe.TimeFrame(frame.starts_on, frame.ends_on, frame.recurring, frame.trigger_text)

    def _meant(self, field: str, text: str) -> str:
        return self._last.get(field, "") if is_ditto(text) else text

    def _remember(self, field: str, text: str) -> None:
        self._last[field] = self._meant(field, text) or self._last.get(field, "")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def time_words(frame: timeframe.TimeFrame) -> Iterator[str]:
    """Ways to print a time frame, the usual one first. What waits for a document may stand before or behind a day."""
    start, end = (vn.day(day) if day else "" for day in (frame.starts_on, frame.ends_on))
    whole = {(1, 1), (12, 31)}
    if frame.starts_on and frame.ends_on:
        edges = {(frame.starts_on.month, frame.starts_on.day), (frame.ends_on.month, frame.ends_on.day)}
        years = f"{frame.starts_on.year} - {frame.ends_on.year}"
        span = years if edges == whole else f"từ {start} đến {end}"
    elif frame.starts_on:
        span = f"từ {start}"
    else:
        span = f"đến {end}" if end and frame.recurring else end
    if frame.recurring:
        span = f"thường xuyên {span}".strip()
    span = span[:1].upper() + span[1:]
    trigger = frame.trigger_text
    if not trigger:
        yield span
        return
    yield trigger if not span else f"{span}, {trigger}"
    yield f"{span}\n{trigger}"
    yield f"{trigger}, chậm nhất {end or span}"
    yield f"{trigger}\n{span}"


class _Purse:
    """The money columns of a table of tasks: a column for every year and source that occurs, in triệu đồng."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], sources: Mapping[str, str]) -> None:
        found = {(cell["year"] or 0, cell["source"]) for row in rows for cell in row["budget"]}
        order = {source: place for place, source in enumerate(SOURCES)}
        self._keys = sorted(found, key=lambda key: (key[0] or 9999, order.get(key[1], 99), key[1]))
        several = len({source for _year, source in found}) > 1 or "total" not in {
            source for _y, source in found
        }
        self.columns = tuple(
            Column(self._path(year, source, several, sources), 18, "right") for year, source in self._keys
        )

    def _path(self, year: int, source: str, several: bool, sources: Mapping[str, str]) -> tuple[str, ...]:
        dated = any(year for year, _source in self._keys)
        path = [MONEY_HEADING]
        if dated:
            path.append(f"Năm {year}" if year else "Cả giai đoạn")
        if several:
            own = " ".join(sources.get(source, source).split())
            usual = SOURCES.get(source, own)
            path.append(own if self._says((*path, own), year, source) else usual)
        return tuple(path)

    def _says(self, path: tuple[str, ...], year: int, source: str) -> bool:
        """Whether the importer knows the column by these headings."""
        role = headings.role_of(tuple(fold(text) for text in path))
        return (role, money.year_of(path) or 0, money.source_of(path)) == (headings.MONEY, year, source)

    def cells(self, row: Mapping[str, Any]) -> list[Cell]:
        sums: dict[tuple[int, str], Decimal] = {}
        for cell in row["budget"]:
            key = cell["year"] or 0, cell["source"]
            sums[key] = sums.get(key, Decimal(0)) + Decimal(cell["million"])
        return [sums.get(key, "") for key in self._keys]


def figures(values: Iterable[Decimal]) -> dict[Decimal, str]:
    """Sums of money as text that can be read in one way only: `1.234,5`, and `1234` where nothing tells what a dot is.

    The importer decides by all the figures of a table what "1.234" means, so the whole table has one style.
    """
    exact = set(values)
    usual = {value: vn.number(value) for value in exact}
    style = money.style_of(usual.values())
    if all(money.number(text, style) == value for value, text in usual.items()):
        return usual
    return {value: sure_number(value) for value in exact}


def sure_number(value: Decimal) -> str:
    """A number without separators of thousands, and never with three decimals: `1234,5`, `1,2340`."""
    whole, _comma, decimals = money.plain(value).partition(".")
    return f"{whole},{decimals}{'0' * (len(decimals) == 3)}" if decimals else whole


# -------------------------------------------------------------------------------------------------------- indicators


@dataclass
class _Aim:
    """A printed row of the table of indicators: `texts` are its targets by year (0 where the column names none)."""

    row: Mapping[str, Any]
    code: str
    texts: dict[int, str]


def _indicators(
    rows: Sequence[Mapping[str, Any]], names: Names
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    words = _Words(names)
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
    return tuple(columns), tuple(lines)


def _told_by_groups(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the heading over each indicator says by when ("Đến năm 2030")."""
    by_code = {row["code"]: row for row in rows}

    def root(row: Mapping[str, Any]) -> Mapping[str, Any]:
        while row["parent"] in by_code:
            row = by_code[row["parent"]]
        return row

    return all(
        root(row) is not row and targets.horizon_of(root(row)["name"]) == row["horizon_year"]
        for row in rows
        if row["kind"] == "indicator"
    )


def _told_by_names(rows: Sequence[Mapping[str, Any]]) -> bool:
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


def _aims(rows: Sequence[Mapping[str, Any]], spread: bool) -> list[_Aim]:
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


def _same_line(aim: _Aim, row: Mapping[str, Any], year: int | None) -> bool:
    same = all(aim.row[key] == row[key] for key in ("kind", "parent", "name", "unit", "lead"))
    return same and bool(aim.texts) and max(aim.texts) < (year or 0)


def target_words(row: Mapping[str, Any]) -> str:
    """The text of a target: as printed where the importer reads the stored one from it, else in signs and numbers."""
    wanted = _stored(row)
    texts = [row["target_text"] or "", *_target_texts(*wanted)]
    return next((text for text in texts if _goal(targets.parse(text, row["unit"] or "")) == wanted), texts[0])


_Goal = tuple[str, Decimal | None, Decimal | None]


def _stored(row: Mapping[str, Any]) -> _Goal:
    low, high = (Decimal(row[key]) if row[key] is not None else None for key in ("low", "high"))
    return row["comparator"] or "", low, high


def _goal(target: targets.Target) -> _Goal:
    return target.comparator, target.low, target.high


def _target_texts(comparator: str, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    """Ways to print a target, each number first as usual, then so that it can be read in one way only."""
    if comparator == "qualitative":
        yield "Đánh giá bằng nhận xét"
    if low is None:
        return
    for shown in (vn.number, sure_number):
        least = shown(low)
        both = f"{least} - {shown(high)}" if high is not None else least
        if comparator == "between":
            yield both
        elif comparator == "top_n":
            yield f"Thuộc nhóm {least} dẫn đầu"
        elif comparator == "growth":
            yield f"Tăng {both}% mỗi năm"
        else:
            yield f"{comparator.replace('>=', '≥').replace('<=', '≤')} {least}".strip()


# ----------------------------------------------------------------------------------------------------------- numbers


MOST_TRIED = (
    100_000  # rows numbered again in search of numbers that fit, where whole codes and their ends do not
)


def printed_numbers(rows: Sequence[tuple[str, str | None, bool]]) -> list[str]:
    """The number to print before each row, given as (code, code of its parent, merged across), in printed order.

    The whole code where the importer makes the same code and place of it, else as much of its end as does; a code no
    number gives ("P01") is printed as its figures.
    """
    choices = [_spellings(code) for code, _parent, _alone in rows]
    whole = [spellings[0] for spellings in choices]
    ends = [next(text for text in reversed(spellings) if text != "-") for spellings in choices]
    letters = [end if end.isalpha() else full for full, end in zip(whole, ends, strict=True)]
    numbers = min((whole, ends, letters), key=lambda numbers: len(_misread(rows, numbers)))
    wrong = _misread(rows, numbers)
    left = MOST_TRIED // max(len(rows), 1)
    for _pass in range(3):
        for index in sorted(wrong):
            for other in islice(_otherwise(numbers, choices, index), left):
                left -= 1
                misread = _misread(rows, other)
                if len(misread) < len(wrong):
                    numbers, wrong = other, misread
    return numbers


def _otherwise(numbers: list[str], choices: list[list[str]], index: int) -> Iterator[list[str]]:
    """The numbers with the one at `index` said otherwise; then with the ones beside it too."""
    for own in choices[index]:
        yield [*numbers[:index], own, *numbers[index + 1 :]]
    first, last = max(0, index - 1), min(len(numbers), index + 2)
    for near in product(*choices[first:last]):
        yield [*numbers[:first], *near, *numbers[last:]]


def _spellings(code: str) -> list[str]:
    """What may be printed for a code, the whole of it first. The importer puts "L2." before a number printed twice."""
    bare = re.sub(r"^(?:L\d+\.)+", "", code)
    parts = bare.split(".")
    ends = [".".join(parts[at:]) for at in range(len(parts))]
    digits = re.sub(r"\D", "", bare).lstrip("0")[:4] or "1"
    dash = ["-"] if len(parts) > 1 and parts[-1].isdigit() else []
    return [*([end for end in ends if codes.looks_like_number(end)] or [digits]), *dash]


def _misread(rows: Sequence[tuple[str, str | None, bool]], numbers: Sequence[str]) -> set[int]:
    """The rows whose code or place the importer would not make of these numbers."""
    places = codes.arrange(
        [codes.Printed(number, alone) for number, (_code, _parent, alone) in zip(numbers, rows, strict=True)]
    )
    above = [places[place.parent].code if place.parent is not None else None for place in places]
    return {
        index
        for index, (code, parent, _alone) in enumerate(rows)
        if (places[index].code, above[index]) != (code, parent or None)
    }


# -------------------------------------------------------------------------------------------------- the reporting rule

_SENT = {
    "progress": "báo cáo tình hình thực hiện",
    "review": "báo cáo sơ kết, tổng kết",
    "budget_estimate": "xây dựng dự toán kinh phí",
}


def reporting_rule(
    *,
    who: str,
    to: str,
    via: str,
    purpose: str,
    frequency: str,
    month: int | None,
    day: int | None,
    bound: str,
    due_text: str,
) -> str:
    """A stage of the reporting rule as a sentence the importer reads; '' where no day of the year is fixed."""
    due = due_text if month and _names_day(due_text, month, day) else _due(frequency, month, day, bound)
    if not due:
        return ""
    every = "" if re.search(r"\bh[ao]ng |\bmoi nam\b|\bdinh ky\b", fold(due)) else " hằng năm"
    through = f" thông qua {via}" if via else ""
    receiver = f" gửi về {to}" if to else ""
    return f"{who or 'Các cơ quan, đơn vị'} {_SENT[purpose]}{through}{receiver} {lower_first(due)}{every}."


def _names_day(text: str, month: int, day: int | None) -> bool:
    """Whether the printed words name the day and the month."""
    between = r" ?/ ?| thang " if day else "thang "
    return bool(re.search(rf"(?<!\d){f'0?{day}' if day else ''}(?:{between})0?{month}(?!\d)", fold(text)))


def _due(frequency: str, month: int | None, day: int | None, bound: str) -> str:
    cue = "trước ngày" if bound == "before" else "vào ngày"
    if month and day:
        return f"{cue} {day:02d}/{month:02d} hằng năm"
    if month:
        return f"trong tháng {month} hằng năm"
    if day and frequency in ("monthly", "quarterly"):
        return f"{cue} {day} {'hằng tháng' if frequency == 'monthly' else 'của tháng cuối quý hằng quý'}"
    return ""
