"""Kind: tables of tasks, however they are laid out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from common.intake.blocks import Document
from common.intake.blocks import Row as PrintedRow
from common.intake.kinds import ERROR, NOTE, WARNING, Claim, PrintedCell, Reading, Remark, Row
from common.intake.tables import Line, Section
from common.text import fold
from plans import codes, money, timeframe
from plans.arithmetic import TOTAL, Figure, Sums
from plans.intake import headings
from plans.intake.assignments import is_ditto
from plans.intake.budgets import MoneyColumns, with_figures
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
    TARGET,
    TIME,
    TIME_YEAR,
)
from plans.intake.rows import KIND, SECTION, Texts, put, understand

TOTAL_ROW = re.compile(
    r"^(?:tong|cong|tong cong|tong so|cong chung|tong kinh phi|tong von|tong cong kinh phi|tong muc dau tu)"
    r"(?: (?:chung|toan bo|cac nguon|nhom [ivx]+|muc [ivx]+|phan [ivx]+|[a-z]|[ivx]+))?"
    r"(?: ?\(.*\)| ?[ivx\d]+(?: ?\+ ?[ivx\d]+)+)?[:.]?$"
)
REMARK_ROW = re.compile(
    r"^\(?\*?\)?\s*(?:ghi chu|chu thich|chu giai|nguon|luu y)\s*[:.]"
    r"|^(?:tong|cong)(?: (?:cong|so))?\s*:?\s*\d+ (?:nhiem vu|chi tieu|du an|noi dung)\b"
)
SIGNATURE = re.compile(
    r"(?:nguoi lap(?: bieu| bang)?|thu truong(?: don vi| co quan)?|xac nhan cua .{0,40}|noi nhan:?"
    r"|(?:tm|kt|tl)\. .*"
    r"|(?:pho )?(?:chu tich|giam doc|truong phong|cuc truong|vu truong|chanh van phong)"
    r"|[^,;:]{2,30}, ngay .{0,12}thang .{0,8}nam \d{4})$"
)
LEADING_NUMBER = re.compile(
    r"^((?:[IVXLC]+|[A-ZĐ]|\d{1,3}|[a-zđ])(?:\.\d{1,3})*(?:\.[a-zđ])?)\s*(?:[.)/]|[-–](?=\s))\s*(?=\S)"
)
LEADING_DOTTED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+|[IVX]+(?:\.\d{1,2})+)\.?\s+(?=\S)")
# A time that stands among the agencies of a cell: "Chủ trì: …", "Phối hợp: …", "Thời gian: Quý IV/2023".
_TIME_BESIDE = re.compile(
    r"(?im)^[\s+*•-]*(?:thời gian|thời hạn|tiến độ|hoàn thành)(?: (?:thực hiện|hoàn thành|triển khai))?\s*:"
    r"\s*(?P<time>.+)$"
)
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
    title: bool = False
    own: PrintedCell | None = (
        None  # the one cell or line a heading is read from, where it is none of the columns
    )

    @property
    def at(self) -> tuple[int, int]:
        return self.table.block, self.line.place

    @property
    def full(self) -> bool:
        """Whether the row says who and by when, of its own."""
        asked = [role for role in ((LEAD, BOTH), (TIME, END)) if self.table.first(*role) is not None]
        return bool(asked) and all(self.table.texts(self.line, *role) for role in asked)


@dataclass
class _Table:
    """A section of a table with its columns by role."""

    claim: Claim
    roles: dict[str, list[int]]
    above: list[str]
    money: MoneyColumns
    skipped: list[Row] = field(default_factory=list)
    totals: list[tuple[Sums, str, dict[Figure, str]]] = field(default_factory=list)

    def skip(self, line: Line, why: str) -> None:
        """Keep a row that is no task among those the officer may look at."""
        cells = line_cells(self, line)
        self.skipped.append(headings.skipped(self.block, line.place, line.where, cells, why))

    @property
    def section(self) -> Section:
        return self.claim.content

    @property
    def block(self) -> int:
        return self.claim.part[0]

    @property
    def fields(self) -> dict[int, str]:
        """Which field of a row each column is read into."""
        return {
            column: _FIELDS[role]
            for role, columns in self.roles.items()
            if role in _FIELDS
            for column in columns
        }

    @cached_property
    def spare(self) -> list[int]:
        """Headed columns that are read into no field: their words go to the notes."""
        used = {*self.fields, self.group_column, self.name_column}
        return [column.index for column in self.section.columns if column.path and column.index not in used]

    @cached_property
    def group_column(self) -> int | None:
        """A first column of names that stand over several rows each ("Nhóm nhiệm vụ"), None where there is none."""
        names = self.roles.get(NAME, ())
        if len(names) < 2:
            return None
        lines = list(self.section.lines())
        shared = any(line.continued(names[0]) or not line.text(names[0]) for line in lines)
        printed = [line.text(names[0]) for line in lines]
        again = len(set(printed)) < len(printed) == len({line.text(names[1]) for line in lines})
        return names[0] if (shared or again) and len(lines) > 1 else None

    @cached_property
    def name_column(self) -> int | None:
        """The column of the tasks' names."""
        if self.group_column is not None:
            return self.roles[NAME][1]
        return self.first(NAME, INDICATOR)

    def first(self, *roles: str) -> int | None:
        return next((self.roles[role][0] for role in roles if role in self.roles), None)

    def texts(self, line: Line, *roles: str) -> list[str]:
        return [text for role in roles for column in self.roles.get(role, ()) if (text := line.text(column))]


def recognise(document: Document) -> list[Claim]:
    """Headed tables that look like tasks."""
    return headings.claims(document, headings.task_score)


@dataclass
class _Part:
    """Rows of tables that are one list: a table, and those that go on with it under the same heading."""

    tables: list[_Table] = field(default_factory=list)
    raws: list[_Raw] = field(default_factory=list)


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Rows of all task tables, in printed order, as one tree."""
    parts: list[_Part] = []
    skipped: list[Row] = []
    for claim in claims:
        table = _table(reading, claim)
        if not (parts and _same_list(parts[-1].tables[-1], table)):
            parts.append(_Part())
        part = parts[-1]
        found = list(_raw_rows(reading, table, part.raws[-1] if part.raws else None))
        part.tables.append(table)
        part.raws += found
        skipped += [*headings.passed_over(table.section, table.block), *table.skipped]
        if not found and not part.raws:
            reading.facts["empty_forms"] = reading.facts.get("empty_forms", 0) + 1
    parts = [part for part in parts if part.raws]
    rows = build(reading, _joined_tables(reading, parts))
    reading.facts["totals"] = [
        (frozenset(table.block for table in part.tables), *total)
        for part in parts
        for table in part.tables
        for total in table.totals
    ]
    return [*rows, *skipped]


def _same_list(before: _Table, table: _Table) -> bool:
    """Whether a table goes on with the one before: the same heading, and nothing printed between them."""
    same = [column.folded for column in before.section.columns] == [
        column.folded for column in table.section.columns
    ]
    return same and not table.above and table.block - before.block <= 1


def _table(reading: Reading, claim: Claim) -> _Table:
    section: Section = claim.content
    roles = headings.with_numbers(headings.roles(section.columns), section)
    above = headings.text_above(reading.document, claim.part[0], section)
    if TARGET in roles and INDICATOR not in roles and in_money(section, roles[TARGET], above):
        roles = {**roles, MONEY: sorted([*roles.get(MONEY, ()), *roles.pop(TARGET)])}
    money_columns = [section.columns[index] for index in roles.get(MONEY, ())]
    return _Table(
        claim,
        roles,
        above,
        MoneyColumns(section, money_columns, above),
    )


def in_money(section: Section, columns: list[int], above: list[str]) -> bool:
    """Whether columns headed by a bare year hold amounts: a unit of money stands over them, and figures in them."""
    printed = [text for line in section.lines() for column in columns if (text := line.text(column))]
    figures = sum(bool(re.match(r"[\d.,\s-]+$", text)) for text in printed)
    headed = [text for column in columns for text in section.columns[column].path]
    unit = any(money.unit_of(text) is not None for text in [*headed, *above])
    return unit and figures * 2 > len(printed)


def _raw_rows(reading: Reading, table: _Table, before: _Raw | None) -> Iterator[_Raw]:
    """Rows that are tasks or headings: totals kept apart, remarks skipped, cut rows joined (to `before` at first)."""
    number_column, name_column = table.first(NUMBER), table.name_column
    lines = list(table.section.lines())
    numbered = number_column is None and _numbers_stand_in_names(lines, name_column)
    group_column = table.group_column
    for line in lines:
        group = line.text(group_column)
        if (
            group
            and not line.continued(group_column)
            and not (before and before.heading and before.name == group)
        ):
            where = table.section.place_of(line.row, line.cells[group_column])
            own = PrintedCell(group, field="name", where=where)
            bare = Line(line.row, {}, 1, line.place)
            before = _Raw(bare, *_split_number(group, True), True, table, own=own)
            yield before
        title = headings.title_of(line)
        if title:
            line = Line(line.row, {}, line.wide, line.place)  # what a title covers belongs to no column
            number, name = title
        else:
            number, name = line.text(number_column), line.text(name_column)
        if number_column is not None and number and not codes.looks_like_number(number):
            number, name = "", "\n".join(dict.fromkeys(filter(None, (number, name))))
        folded = fold(name)
        if TOTAL_ROW.match(folded) or (not name and TOTAL_ROW.match(fold(number))):
            _keep_total(table, line, folded)
            table.skip(line, "Dòng tổng cộng: dùng để kiểm tra phép cộng.")
            continue
        if not number and any(SIGNATURE.match(fold(cell.text)) for cell in line.row.printed):
            table.skip(line, "Dòng ký tên.")
            continue
        if REMARK_ROW.match(folded) and len(line.texts) <= 2:
            table.skip(line, "Dòng ghi chú của bảng.")
            continue
        rest = [
            text
            for index, cell in line.cells.items()
            if index not in {number_column, name_column, group_column} and (text := cell.text)
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
            table.skip(line, "Dòng trống của biểu mẫu.")
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


def _keep_total(table: _Table, line: Line, folded: str) -> None:
    budget = table.money.read(line)
    if budget.figures and not re.search(r"\b(?:nhom|muc|phan) [ivx\d]+", folded):
        table.totals.append((Sums(TOTAL, "", budget.figures), line.where, budget.places))


def _joined_tables(reading: Reading, parts: list[_Part]) -> list[_Raw]:
    """The rows of all tables. Where numbering starts again in a further one, each table's title becomes a heading."""
    numbers = [{codes.tidy(raw.number) for raw in part.raws if raw.number} for part in parts]
    again = any(one & other for at, one in enumerate(numbers) for other in numbers[:at])
    if not again:
        return [raw for part in parts for raw in part.raws]
    titles = [_title_of(part.tables[0]) for part in parts]
    own = [_split_number(title, True)[0] for title in titles]
    used = set().union(*numbers)
    numbered = all(own) and len(set(own)) == len(own) and not used & {codes.tidy(number) for number in own}
    return [
        raw
        for part, title in zip(parts, titles, strict=True)
        for raw in (_title_row(reading, part.tables[0], title, numbered), *part.raws)
    ]


_NO_TITLE = re.compile(
    r"\(|đơn vị(?: tính)?\s*:|đvt|căn cứ|thực hiện (?:nghị|quyết|công|kế)|theo đề nghị"
    r"|cộng h[oò][aà] xã hội|độc lập|đảng cộng sản|[-_*]{3}|số\s*:|.{0,40}, ngày",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^(?:phụ lục|biểu(?: số)?|bảng)\s*(?:số\s*)?[\dIVXA-Z]{0,4}(?:\.\d+)?\s*[.:–-]*\s*", re.IGNORECASE
)


def _title_of(table: _Table) -> str:
    """What is printed over a table as its name."""
    titles = [
        _ANNEX.sub("", text.split("\n")[0]).strip()
        for text in table.above
        if not _NO_TITLE.match(text.strip())
    ]
    found = next((text for text in reversed(titles) if len(text) > 3), "")
    return found or table.section.table.title or "Bảng tiếp theo"


def _title_row(reading: Reading, table: _Table, title: str, numbered: bool) -> _Raw:
    """The title of a table as a heading over its rows, with its own number where that is nobody else's."""
    lettered = re.match(r"[A-HĐ][.)]\s+(?=\S)", title)
    number, name = _split_number(title, True) if numbered or lettered else ("", title)
    row = PrintedRow(-1, table.section.table.where)
    printed, where = headings.line_above(reading.document, table.block, table.section, title)
    own = PrintedCell(printed, field="name", where=where)
    return _Raw(Line(row, {}, 1, table.section.first), number, name, True, table, title=True, own=own)


# from raw rows to rows of the contract


def build(reading: Reading, raws: list[_Raw]) -> list[Row]:
    places = codes.arrange([codes.Printed(raw.number, raw.heading, raw.full, raw.title) for raw in raws])
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
    budget = raw.table.money.read(raw.line)
    cells = with_figures(_printed(raw), budget)
    row = Row(KIND, place.code, raw.line.where, parent, cells, at=raw.at)
    lead_text, lead = _cell(raw, last, LEAD, BOTH)
    coordinating_text, coordinating = _cell(raw, last, COORDINATING)
    time_text, frame = _time(raw, last, reading.facts.get("year"))
    beside = _TIME_BESIDE.search(lead)
    if beside:
        lead = lead_text = _TIME_BESIDE.sub("", lead).strip()
        if not time_text:
            time_text = beside["time"].strip()
            frame = timeframe.parse(time_text, reading.facts.get("year"))
    if budget.places:
        reading.facts.setdefault("places", {})[place.code] = budget.places
    notes = [
        *_joined(raw, REMARKS),
        *(
            f"{_heading(raw, column)}: {text}"
            for column in raw.table.roles.get(LEVEL, ())
            if (text := raw.line.text(column))
        ),
        *budget.words,
        *(
            f"{_heading(raw, column)}: {text}"
            for column in raw.table.spare
            if (text := raw.line.text(column)) and not raw.line.continued(column)
        ),
    ]
    understood = understand(
        Texts(
            _one_line(raw.name),
            lead,
            coordinating,
            time_text,
            "\n".join(_joined(raw, PRODUCT, RESULT)),
            "\n".join(notes),
            budget.cells,
            frame,
        ),
        code=place.code,
        parent=parent,
        kind=kind,
        names=reading.facts["names"],
    )
    remarks = [Remark(WARNING, place.doubt, "code")] if place.doubt else []
    remarks += [Remark(WARNING, text, "budget") for text in budget.doubts]
    if lead != lead_text or coordinating != coordinating_text:
        understood.parsed |= {"lead_text": lead_text, "coordinating_text": coordinating_text}
        remarks.append(Remark(NOTE, "Ghi “như trên”: lấy cơ quan của dòng trước.", "lead"))
    if raw.more:
        remarks.append(Remark(NOTE, "Dòng bị cắt sang trang sau, đã nối lại.", "name"))
    return put(reading, row, understood, remarks)


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
    if start and not end:  # one cell over both columns, or no end
        frame = timeframe.parse(start, year)
        alone = frame.recurring or frame.trigger_text or frame.doubt
        return start, frame if alone else timeframe.parse(f"từ {start}", year)
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


# Into which field of a row the columns of a role are read; the drafts' corrections use the same names.
_FIELDS = {
    NUMBER: "code",
    NAME: "name",
    INDICATOR: "name",
    LEAD: "lead",
    BOTH: "lead",
    COORDINATING: "coordinating",
    TIME: "time_text",
    START: "time_text",
    END: "time_text",
    TIME_YEAR: "time_text",
    PRODUCT: "product",
    RESULT: "product",
    MONEY: "budget",
    REMARKS: "notes",
    LEVEL: "notes",
}


def _printed(raw: _Raw) -> list[PrintedCell]:
    """The row as printed, cell by cell, with what was cut off it, for the officer to compare."""
    if raw.own is not None:
        return [raw.own]
    return [cell for line in (raw.line, *raw.more) for cell in line_cells(raw.table, line)]


def line_cells(table: _Table, line: Line) -> list[PrintedCell]:
    """The printed cells of a line; what a title across the table covers belongs to no column."""
    if line.cells:
        fields = {**dict.fromkeys(table.spare, "notes"), **table.fields}
        return headings.printed_cells(table.section, line, fields)
    return headings.title_cells(table.section, line)


def _one_line(text: str) -> str:
    """The name as one paragraph; bullets and lines inside stay apart."""
    return re.sub(r"\n(?![-–+•*])", " ", text.strip())


def check(reading: Reading) -> None:
    """Say when tables looked like tasks but held none."""
    if reading.facts.get("empty_forms") and not reading.of(KIND):
        reading.say(ERROR, "Bảng nhiệm vụ là biểu mẫu trống, không có dòng nào để nhập.", section=SECTION)


def export(reading: Reading, exported: dict[str, Any]) -> None:
    exported["tasks"] = [row.parsed for row in reading.of(KIND)]
