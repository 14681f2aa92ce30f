"""Kind: tables of tasks, however they are laid out."""

import re
from collections.abc import Iterable, Sequence

from common.intake.blocks import Document
from common.intake.kinds import ERROR, NOTE, WARNING, Claim, Json, PrintedCell, Reading, Remark, Row
from plans import codes, timeframe
from plans.intake import headings
from plans.intake.assignments import is_ditto
from plans.intake.budgets import with_figures
from plans.intake.headings import (
    BOTH,
    COORDINATING,
    END,
    LEAD,
    LEVEL,
    PRODUCT,
    REMARKS,
    RESULT,
    START,
    TIME,
    TIME_YEAR,
)
from plans.intake.rows import KIND, SECTION, Texts, put, understand
from plans.intake.table_rows import raw_rows
from plans.intake.table_titles import Part, joined_tables, same_list
from plans.intake.task_table import Raw, line_cells, task_table

# A time that stands among the agencies of a cell: "Chủ trì: …", "Phối hợp: …", "Thời gian: Quý IV/2023".
_TIME_BESIDE = re.compile(
    r"(?im)^[\s+*•-]*(?:thời gian|thời hạn|tiến độ|hoàn thành)(?: (?:thực hiện|hoàn thành|triển khai))?\s*:"
    r"\s*(?P<time>.+)$"
)


def recognise(document: Document) -> list[Claim]:
    """Headed tables that look like tasks."""
    return headings.claims(document, headings.task_score)


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Rows of all task tables, in printed order, as one tree."""
    parts: list[Part] = []
    skipped: list[Row] = []
    for claim in claims:
        table = task_table(reading, claim)
        if not (parts and same_list(parts[-1].tables[-1], table)):
            parts.append(Part())
        part = parts[-1]
        found = list(raw_rows(table, part.raws[-1] if part.raws else None))
        part.tables.append(table)
        part.raws += found
        skipped += [*headings.passed_over(table.section, table.block), *table.skipped]
        if not found and not part.raws:
            reading.facts["empty_forms"] = reading.facts.get("empty_forms", 0) + 1
    parts = [part for part in parts if part.raws]
    rows = build(reading, joined_tables(reading, parts))
    reading.facts["totals"] = [
        (frozenset(table.block for table in part.tables), *total)
        for part in parts
        for table in part.tables
        for total in table.totals
    ]
    return [*rows, *skipped]


def build(reading: Reading, raws: list[Raw]) -> list[Row]:
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
        if table.money.asked_style:
            reading.say(
                WARNING,
                two_ways(table.money.asked_style, "kinh phí"),
                section=SECTION,
                where=table.section.table.where,
            )
    return rows


def two_ways(figures: Sequence[str], column: str) -> str:
    """The one question about a column whose figures all could be thousands or decimals."""
    return (
        f"Cột {column} có {len(figures)} số như “{figures[0]}” đọc được hai cách (dấu chấm, phẩy ngăn hàng nghìn hay "
        "hàng thập phân), không có số nào phân định; các số này chưa được đọc. Ghi rõ trong tệp rồi nhập lại, hoặc ghi "
        "từng dòng."
    )


def _row(reading: Reading, raw: Raw, place: codes.Place, parent: str, kind: str, last: dict[str, str]) -> Row:
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
    understood = understand(
        Texts(
            _one_line(raw.name),
            lead,
            coordinating,
            time_text,
            "\n".join(_joined(raw, PRODUCT, RESULT)),
            "\n".join(_notes(raw, budget.words)),
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


def _notes(raw: Raw, of_money: Iterable[str]) -> list[str]:
    """What is kept of columns that have no field of their own, under their heads."""
    return [
        *_joined(raw, REMARKS),
        *(
            f"{_heading(raw, column)}: {text}"
            for column in raw.table.roles.get(LEVEL, ())
            if (text := raw.line.text(column))
        ),
        *of_money,
        *(
            f"{_heading(raw, column)}: {text}"
            for column in raw.table.spare
            if (text := raw.line.text(column)) and not raw.line.continued(column)
        ),
    ]


def _cell(raw: Raw, last: dict[str, str], *roles: str) -> tuple[str, str]:
    """The text of a role's columns as printed, and what it means where it says "như trên"."""
    printed = "\n".join(_joined(raw, *roles))
    meant = last.get(roles[0], "") if is_ditto(printed) else printed
    if meant:
        last[roles[0]] = meant
    return printed, meant


def _joined(raw: Raw, *roles: str) -> list[str]:
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


def _time(raw: Raw, last: dict[str, str], year: int | None) -> tuple[str, timeframe.TimeFrame]:
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


def _heading(raw: Raw, column: int) -> str:
    return raw.table.section.columns[column].path[-1]


def _printed(raw: Raw) -> list[PrintedCell]:
    """The row as printed, cell by cell, with what was cut off it, for the officer to compare."""
    if raw.own is not None:
        return [raw.own]
    return [cell for line in (raw.line, *raw.more) for cell in line_cells(raw.table, line)]


def _one_line(text: str) -> str:
    """The name as one paragraph; bullets and lines inside stay apart."""
    return re.sub(r"\n(?![-–+•*])", " ", text.strip())


def check(reading: Reading) -> None:
    """Say when tables looked like tasks but held none."""
    if reading.facts.get("empty_forms") and not reading.of(KIND):
        reading.say(ERROR, "Bảng nhiệm vụ là biểu mẫu trống, không có dòng nào để nhập.", section=SECTION)


def export(reading: Reading, exported: Json) -> None:
    exported["tasks"] = [row.parsed for row in reading.of(KIND)]
