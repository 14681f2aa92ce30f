"""Kind: tables of tasks, however they are laid out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from common.intake.blocks import Document
from common.intake.blocks import Row as PrintedRow
from common.intake.kinds import ERROR, NOTE, WARNING, Claim, Problem, Reading, Row
from common.intake.tables import Line, Section
from common.text import fold
from plans import codes, money, timeframe
from plans.arithmetic import Sums
from plans.intake import headings
from plans.intake.assignments import assign, is_ditto
from plans.intake.budgets import MoneyColumns
from plans.intake.headings import (
    BOTH,
    COORDINATING,
    END,
    INDICATOR,
    LEAD,
    LEVEL,
    MONEY,
    NAME,
    NUMBER,
    PRODUCT,
    REMARKS,
    RESULT,
    START,
    TIME,
    TIME_YEAR,
)

KIND = "plans.tasks"
SECTION = "tasks"

TOTAL_ROW = re.compile(
    r"^(?:tong|cong|tong cong|tong so|cong chung|tong kinh phi|tong von|tong cong kinh phi|tong muc dau tu)"
    r"(?: (?:chung|toan bo|cac nguon|nhom [ivx]+|muc [ivx]+|phan [ivx]+|[a-z]|[ivx]+))?"
    r"(?: ?\(.*\)| ?[ivx\d]+(?: ?\+ ?[ivx\d]+)+)?[:.]?$"
)
REMARK_ROW = re.compile(r"^\(?\*?\)?\s*(?:ghi chu|chu thich|chu giai|nguon)\s*[:.]")
LEADING_NUMBER = re.compile(
    r"^((?:[IVXLC]+|[A-ZĐ]|\d{1,3}|[a-zđ])(?:\.\d{1,3})*(?:\.[a-zđ])?)\s*(?:[.)/]|[-–](?=\s))\s*(?=\S)"
)
LEADING_DOTTED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+|[IVX]+(?:\.\d{1,2})+)\.?\s+(?=\S)")
BULLET = re.compile(r"^([-–—+•*●▪])\s*(?=\S)")


@dataclass
class _Raw:
    """A row under a heading, before its place in the tree is known."""

    line: Line
    number: str
    name: str
    heading: bool
    table: "_Table"
    more: list[Line] = field(default_factory=list)  # rows cut off by a page break, joined to this one


@dataclass
class _Table:
    """A section of a table with its columns by role."""

    claim: Claim
    roles: dict[str, list[int]]
    above: list[str]
    money: MoneyColumns

    @property
    def section(self) -> Section:
        return self.claim.content

    def first(self, *roles: str) -> int | None:
        return next((self.roles[role][0] for role in roles if role in self.roles), None)

    def texts(self, line: Line, *roles: str) -> list[str]:
        return [text for role in roles for column in self.roles.get(role, ()) if (text := line.text(column))]


def recognise(document: Document) -> list[Claim]:
    """Headed tables that look like tasks."""
    return headings.claims(document, headings.task_score)


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Rows of all task tables, in printed order, as one tree."""
    parts: list[list[_Raw]] = []
    for claim in claims:
        table = _table(reading, claim)
        found = list(_raw_rows(reading, table))
        if found:
            parts.append(found)
        else:
            reading.facts["empty_forms"] = reading.facts.get("empty_forms", 0) + 1
    return build(reading, _joined_tables(parts))


def _table(reading: Reading, claim: Claim) -> _Table:
    section: Section = claim.content
    roles = headings.with_numbers(headings.roles(section.columns), section)
    above = headings.text_above(reading.document, claim.part[0], section)
    money_columns = [section.columns[index] for index in roles.get(MONEY, ())]
    return _Table(
        claim,
        roles,
        above,
        MoneyColumns(money_columns, above, list(section.lines()) if money_columns else ()),
    )


def _raw_rows(reading: Reading, table: _Table) -> Iterator[_Raw]:
    """Rows that are tasks or headings: totals kept apart, remarks skipped, cut rows joined."""
    number_column, name_column = table.first(NUMBER), table.first(NAME, INDICATOR)
    lines = list(table.section.lines())
    numbered = number_column is None and _numbers_stand_in_names(lines, name_column)
    before: _Raw | None = None
    for line in lines:
        title = headings.title_of(line)
        if title:
            line = Line(line.row, {}, line.wide)  # what a title covers belongs to no column
            number, name = title
        else:
            number, name = line.text(number_column), line.text(name_column)
        if number_column is not None and number and not codes.looks_like_number(number):
            number, name = "", "\n".join(dict.fromkeys(filter(None, (number, name))))
        folded = fold(name)
        if TOTAL_ROW.match(folded) or (not name and TOTAL_ROW.match(fold(number))):
            _keep_total(reading, table, line, folded)
            continue
        if REMARK_ROW.match(folded) and len(line.texts) <= 2:
            continue
        rest = [
            text
            for index, cell in line.cells.items()
            if index not in {number_column, name_column} and (text := cell.text)
        ]
        only_name = not rest
        if not number and (numbered or line.wide > 1 or number_column is not None):
            number, name = _split_number(name, only_name or numbered)
        same = (
            before is not None
            and line.continued(name_column)
            and (number_column is None or not number or line.continued(number_column))
        )
        if same or (before is not None and _goes_on(number, name, only_name, line, before, number_column)):
            before.more.append(line)
            if not same and name:
                before.name = f"{before.name}\n{name}"
            continue
        if all(money.EMPTY.match(text) for text in (name, *rest)):  # a blank line of a form
            continue
        heading = not codes.understand(codes.tidy(number)) and only_name
        before = _Raw(line, number, name, heading or (only_name and line.wide > 1), table)
        yield before


def _numbers_stand_in_names(lines: list[Line], name_column: int | None) -> bool:
    """No column of numbers, but most names begin with one."""
    names = [line.text(name_column) for line in lines if line.text(name_column)]
    return sum(bool(_split_number(name, True)[0]) for name in names) * 2 > len(names)


def _split_number(name: str, dotless: bool) -> tuple[str, str]:
    """A number or bullet that stands in front of the name, and the name."""
    for pattern in (LEADING_DOTTED, *((LEADING_NUMBER,) if dotless else ()), BULLET):
        match = pattern.match(name)
        if match:
            return match[1], name[match.end() :]
    return "", name


def _goes_on(
    number: str, name: str, only_name: bool, line: Line, before: _Raw, number_column: int | None
) -> bool:
    """Whether a row is the rest of the one before: cut by a page break, it begins in the middle of a sentence."""
    if number or line.wide > 1 or number_column is None:
        return False
    if not name:
        return bool(line.texts)
    if before.heading:
        return False
    return name[:1].islower() and (only_name or not before.name.rstrip().endswith((".", ";", ":")))


def _keep_total(reading: Reading, table: _Table, line: Line, folded: str) -> None:
    budget = table.money.read(line)
    if budget.figures and not re.search(r"\b(?:nhom|muc|phan) [ivx\d]+", folded):
        reading.facts["total"] = Sums("TOTAL", "", budget.figures)
        reading.facts["total_where"] = line.where


def _joined_tables(parts: list[list[_Raw]]) -> list[_Raw]:
    """The rows of all tables. Where numbering starts again in a further one, each table's title becomes a heading."""
    numbers = [{codes.tidy(raw.number) for raw in part if raw.number} for part in parts]
    again = any(one & other for at, one in enumerate(numbers) for other in numbers[:at])
    return [raw for part in parts for raw in ([_title_row(part[0].table), *part] if again else part)]


def _title_row(table: _Table) -> _Raw:
    skipped = re.compile(r"\(|đơn vị|đvt|phụ lục|biểu", re.IGNORECASE)
    name = next((text for text in reversed(table.above) if not skipped.match(text.strip())), "Bảng tiếp theo")
    number, name = _split_number(name, True)
    row = PrintedRow(-1, table.section.table.where)
    return _Raw(Line(row, {}, 1), number, name, True, table)


# from raw rows to rows of the contract


def build(reading: Reading, raws: list[_Raw]) -> list[Row]:
    places = codes.arrange([codes.Printed(raw.number, raw.heading) for raw in raws])
    parents = {place.parent for place in places}
    rows: list[Row] = []
    last: dict[str, str] = {}
    for index, (raw, place) in enumerate(zip(raws, places, strict=True)):
        parent = places[place.parent].code if place.parent is not None else ""
        group = index in parents or raw.heading
        rows.append(_row(reading, raw, place, parent, "group" if group else "task", last))
    for table in {id(raw.table): raw.table for raw in raws}.values():
        if table.money.asked_unit:
            reading.say(
                WARNING,
                "Không thấy đơn vị tính của cột kinh phí (triệu đồng, tỷ đồng …); số tiền chưa được đọc. "
                "Ghi đơn vị tính rồi nhập lại.",
                section=SECTION,
                where=table.section.table.where,
            )
    return rows


def _row(
    reading: Reading, raw: _Raw, place: codes.Place, parent: str, kind: str, last: dict[str, str]
) -> Row:
    row = Row(KIND, place.code, raw.line.where, parent, printed=_printed(raw))
    lead_text, lead = _cell(raw, last, LEAD, BOTH)
    coordinating_text, coordinating = _cell(raw, last, COORDINATING)
    time_text, frame = _time(raw, last, reading.facts.get("year"))
    assigned = assign(reading.facts["names"], lead, coordinating)
    if lead != lead_text or coordinating != coordinating_text:
        assigned.parsed |= {"lead_text": lead_text, "coordinating_text": coordinating_text}
        assigned.remarks.append((NOTE, "Ghi “như trên”: lấy cơ quan của dòng trước."))
    budget = raw.table.money.read(raw.line)
    notes = [
        *_joined(raw, REMARKS),
        *(
            f"{_heading(raw, column)}: {text}"
            for column in raw.table.roles.get(LEVEL, ())
            if (text := raw.line.text(column))
        ),
        *budget.words,
    ]
    row.parsed = {
        "code": place.code,
        "parent": parent or None,
        "kind": kind,
        "name": _one_line(raw.name),
        **assigned.parsed,
        "time_text": time_text,
        "start": frame.starts_on.isoformat() if frame.starts_on else None,
        "end": frame.ends_on.isoformat() if frame.ends_on else None,
        "recurring": frame.recurring,
        "trigger_text": frame.trigger_text,
        "product": "\n".join(_joined(raw, PRODUCT, RESULT)),
        "notes": "\n".join(notes),
        "budget": budget.cells,
    }
    remarks = [(WARNING, text) for text in (place.doubt, frame.doubt, *budget.doubts) if text]
    remarks += assigned.remarks
    if kind == "task":
        remarks += open_facts(row.parsed, frame)
    if raw.more:
        remarks.append((NOTE, "Dòng bị cắt sang trang sau, đã nối lại."))
    remember_unknown(reading, assigned.unknown)
    row.problems = [Problem(SECTION, row.code, row.where, severity, message) for severity, message in remarks]
    return row


def open_facts(parsed: dict[str, Any], frame: timeframe.TimeFrame) -> Iterator[tuple[str, str]]:
    """What the plan itself leaves open."""
    if not parsed["lead"]:
        yield NOTE, "Không in cơ quan chủ trì hay thực hiện."
    if frame.empty or (
        not frame.ends_on and not frame.recurring and not frame.trigger_text and not frame.doubt
    ):
        yield NOTE, "Không in thời hạn."
    if frame.trigger_text:
        yield NOTE, "Chờ điều kiện: chưa có thời hạn cho đến khi ghi nhận văn bản làm căn cứ."
    yield from ((NOTE, message) for message in years_outside(parsed))


def years_outside(parsed: dict[str, Any]) -> Iterator[str]:
    """Budget years the task's own time frame does not cover."""
    first = int(parsed["start"][:4]) if parsed["start"] else None
    last = int(parsed["end"][:4]) if parsed["end"] else None
    years = sorted({cell["year"] for cell in parsed["budget"] if cell["year"] and cell["million"] != "0"})
    outside = [str(year) for year in years if (first and year < first) or (last and year > last)]
    if outside:
        yield f"Có kinh phí năm {', '.join(outside)}, ngoài thời gian “{parsed['time_text']}”."


def remember_unknown(reading: Reading, unknown: list) -> None:
    """Names to choose or create before the draft can be confirmed."""
    names = reading.facts.setdefault("unknown_names", {})
    for mention in unknown:
        if not mention.group:
            names.setdefault(mention.name, mention.text)


def _cell(raw: _Raw, last: dict[str, str], *roles: str) -> tuple[str, str]:
    """The text of a role's columns as printed, and what it means where it says "như trên"."""
    printed = "\n".join(_joined(raw, *roles))
    meant = last.get(roles[0], "") if is_ditto(printed) else printed
    if meant:
        last[roles[0]] = meant
    return printed, meant


def _joined(raw: _Raw, *roles: str) -> list[str]:
    """Texts of a row and of what a page break cut off it; a cell merged downwards counts once."""
    found: list[str] = []
    seen: set[int] = set()
    for line in (raw.line, *raw.more):
        for role in roles:
            for column in raw.table.roles.get(role, ()):
                cell = line.cells.get(column)
                if cell is not None and cell.text and id(cell) not in seen:
                    seen.add(id(cell))
                    found.append(cell.text)
    return found


def _time(raw: _Raw, last: dict[str, str], year: int | None) -> tuple[str, timeframe.TimeFrame]:
    marks = [
        _heading(raw, column)
        for column in raw.table.roles.get(TIME_YEAR, ())
        if raw.line.text(column) and not re.fullmatch(r"[-–—.\s0]*", raw.line.text(column))
    ]
    if marks:
        text = ", ".join(marks)
        return text, timeframe.parse(text, year)
    start, end = "\n".join(_joined(raw, START)), "\n".join(_joined(raw, END))
    if start or end:
        begin = timeframe.parse(f"từ {start}", year) if start else timeframe.TimeFrame()
        finish = timeframe.parse(end, year)
        text = " - ".join(filter(None, (start, end)))
        frame = timeframe.TimeFrame(
            begin.starts_on,
            finish.ends_on,
            finish.recurring,
            finish.trigger_text,
            begin.doubt or finish.doubt,
        )
        return text, frame
    printed, meant = _cell(raw, last, TIME)
    return printed, timeframe.parse(meant, year)


def _heading(raw: _Raw, column: int) -> str:
    return raw.table.section.columns[column].path[-1]


def _printed(raw: _Raw) -> dict[str, str]:
    """The row as printed: heading → text, for the officer to compare."""
    columns = raw.table.section.columns
    return {
        " / ".join(columns[index].path) or f"cột {index + 1}": cell.text
        for index, cell in raw.line.cells.items()
        if cell.text
    }


def _one_line(text: str) -> str:
    """The name as one paragraph; bullets and lines inside stay apart."""
    return re.sub(r"\n(?![-–+•*])", " ", text.strip())


def check(reading: Reading) -> None:
    """Say when tables looked like tasks but held none."""
    if reading.facts.get("empty_forms") and not reading.of(KIND):
        reading.say(ERROR, "Bảng nhiệm vụ là biểu mẫu trống, không có dòng nào để nhập.", section=SECTION)


def export(reading: Reading, exported: dict[str, Any]) -> None:
    exported["tasks"] = [row.parsed for row in reading.of(KIND)]
