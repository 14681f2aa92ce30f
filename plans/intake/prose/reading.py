"""Kinds of prose: a plan's groups and tasks where no table gives them, the body's duties as proposals where one does.

What was read from prose is said once; every row says how it was read, every line that was not says why not.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from agencies.names import Names
from common.intake.kinds import NOTE, WARNING, PrintedCell, Reading, Remark, Row
from plans.intake import headings
from plans.intake.head import KIND as HEAD
from plans.intake.prose import openings
from plans.intake.prose.coding import coded, collide
from plans.intake.prose.drafting import Drafting, Entry, Setting
from plans.intake.prose.lines import lines_of
from plans.intake.prose.model import CLOSING, OTHER, Model, decide
from plans.intake.prose.outline import Node, outline
from plans.intake.prose.words import AIM
from plans.intake.prose.zones import Zone, zones
from plans.intake.rows import KIND, SECTION, Texts, Understood, put, understand

PROPOSED = "plans.duties"
LEAST = 2  # tasks outside "Tổ chức thực hiện" that make it second
MOST_LISTED = 500  # lines not read that are kept for the officer to look at
MOST_ASKED = 40  # doubtful lines that are asked about one by one
SHOWN = 80  # characters of a line in a sentence


@dataclass
class _Part:
    """A section with its entries; `drafting` knows which lines they hold."""

    model: Model
    zone: Zone
    drafting: Drafting
    entries: list[Entry]

    @property
    def tasks(self) -> int:
        return sum(entry.tasks for entry in self.entries)


def parse(reading: Reading) -> list[Row]:
    """The rows of prose. Beside a table of tasks, and in a second rank, duties are only kept to be proposed."""
    setting = _setting(reading)
    parts: list[_Part] = []
    forms: list[Zone] = []
    for zone in zones(lines_of(reading.document, setting.names)):
        if zone.outline:
            forms.append(zone)
            continue
        for root in outline(zone.lines):
            model = decide(root, lambda text: openings.inside(text, setting.names))
            drafting = Drafting(model, setting)
            parts.append(_Part(model, zone, drafting, drafting.entries()))
    first, second = ranked(parts, table=bool(reading.of(KIND)))
    reading.facts["proposed_duties"] = [
        entry for part in second for top in part.entries for entry in top.every if entry.kind == "task"
    ]
    reading.facts["read_from_prose"] = bool(first)
    if not first:
        return []
    _say(reading, first)
    rows = _rows(reading, first)
    return [*rows, *_unread(reading, parts, forms)]


def _setting(reading: Reading) -> Setting:
    [head] = reading.of(HEAD)
    issued = head.parsed.get("issued_on")
    names: Names = reading.facts["names"]
    return Setting(names, reading.facts.get("year"), dt.date.fromisoformat(issued) if issued else None)


def ranked(parts: list[_Part], *, table: bool) -> tuple[list[_Part], list[_Part]]:
    """The sections whose duties are the plan's list, and those that only add to it ("Tổ chức thực hiện")."""
    giving = [part for part in parts if part.tasks]
    if table:
        return [], giving
    carrying = [part for part in giving if part.model.carry]
    others = [part for part in giving if not part.model.carry]
    count = sum(part.tasks for part in others)
    if count >= LEAST and count * 2 >= sum(part.tasks for part in carrying):
        return others, carrying
    return giving, []


def _say(reading: Reading, parts: list[_Part]) -> None:
    count = sum(part.tasks for part in parts)
    carried = all(part.model.carry for part in parts)
    place = "lời văn (phần tổ chức thực hiện)" if carried else "lời văn"
    reading.say(
        NOTE,
        f"Không có bảng nhiệm vụ: {count} nhiệm vụ đọc từ {place}. Dòng nào có cơ quan, thời gian suy từ đề mục hay "
        "câu chữ đều ghi “suy từ”.",
        section=SECTION,
        where=parts[0].entries[0].line.where,
    )


def _rows(reading: Reading, parts: list[_Part]) -> list[Row]:
    if len(parts) > 1 and collide([part.entries for part in parts]):
        entries = [_section(part) for part in parts]
    else:
        entries = [entry for part in parts for entry in part.entries]
    places: dict[int, int] = {}
    rows: list[Row] = []
    for entry, code, parent, doubt in coded(entries):
        block = entry.line.block
        places[block] = places.get(block, -1) + 1
        row = Row(
            KIND, code, entry.line.where, parent, entry.cells, at=(block, places[block]), reason=entry.reason
        )
        remarks = [Remark(WARNING, doubt, "code")] if doubt else []
        rows.append(_put(reading, row, entry, remarks))
    return rows


def _put(reading: Reading, row: Row, entry: Entry, remarks: list[Remark]) -> Row:
    return put(reading, row, _understood(reading, row, entry), [*remarks, *entry.remarks])


def _understood(reading: Reading, row: Row, entry: Entry) -> Understood:
    return understand(
        entry.texts,
        code=row.code,
        parent=row.parent,
        kind=entry.kind,
        names=reading.facts["names"],
        year=reading.facts.get("year"),
    )


def _section(part: _Part) -> Entry:
    """The heading of a section over its entries, where sections number anew."""
    root = part.model.root
    line = root.line
    if line.sign.numbered and line not in [entry.line for entry in part.entries]:
        cells = [
            PrintedCell(line.sign.printed, "", "code", line.where),
            PrintedCell(line.text, "", "name", line.where),
        ]
        return Entry("group", Texts(line.text), line.sign, line, cells, below=part.entries)
    title = part.zone.title[0] if part.zone.title else line
    own = part.entries[0]
    if len(part.entries) == 1 and own.kind == "group":
        return own
    cells = [PrintedCell(title.text, "", "name", title.where)]
    return Entry("group", Texts(title.text), title.sign, title, cells, below=part.entries)


def _unread(reading: Reading, parts: list[_Part], forms: list[Zone]) -> list[Row]:
    """Lines that gave nothing, each with its reason; those that might assign something are asked about."""
    rows: list[Row] = []
    asked = 0
    for node, why, doubt in _left(parts):
        if doubt and asked < MOST_ASKED:
            asked += 1
            text = node.line.text[:SHOWN]
            reading.say(WARNING, f"Không nhập “{text}”: {doubt}", section=SECTION, where=node.line.where)
        if len(rows) < MOST_LISTED:
            rows.append(_skipped(node.line.block, node.line.where, node.line.printed, why))
    for zone in forms:
        reading.say(
            NOTE,
            f"“{zone.name[:SHOWN]}” là đề cương, biểu mẫu để điền: không đọc nhiệm vụ từ đó.",
            section=SECTION,
            where=zone.title[0].where,
        )
    return rows


def _left(parts: list[_Part]) -> Iterator[tuple[Node, str, str]]:
    """Lines of sections that are not aims and that went into no row: the line, why, and a doubt."""
    for part in parts:
        for node in part.model.root.all:
            decision = part.model.of[id(node)]
            if id(node) in part.drafting.used or decision.role not in (OTHER, CLOSING):
                continue
            if any(above.line.topic == AIM for above in node.path):
                continue
            yield node, decision.why, decision.doubt


def _skipped(block: int, where: str, text: str, why: str) -> Row:
    return headings.skipped(block, 0, where, [PrintedCell(text, where=where)], why)


def propose(reading: Reading) -> list[Row]:
    """Duties of the body beside the plan's own list: nothing becomes a task until an officer takes it."""
    entries: list[Entry] = reading.facts.get("proposed_duties") or []
    rows: list[Row] = []
    for number, entry in enumerate(entries, start=1):
        code = f"LV{number:02d}"
        row = Row(
            PROPOSED,
            code,
            entry.line.where,
            "",
            entry.cells,
            at=(entry.line.block, number),
            reason=entry.reason,
        )
        row.parsed = _understood(reading, row, entry).parsed  # doubts come with taking it
        rows.append(row)
    if rows:
        first = "danh sách chính" if reading.facts["read_from_prose"] else "bảng nhiệm vụ"
        reading.say(
            NOTE,
            f"Phần lời văn còn giao {len(rows)} nhiệm vụ ngoài {first} (tổ chức thực hiện, phân công): "
            "đề xuất để chọn, chưa nhập.",
            section=SECTION,
            where=rows[0].where,
        )
    return rows
