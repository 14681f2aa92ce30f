"""Several tables of tasks as one tree: which go on with another, and whose title becomes a heading over its rows."""

import re
from dataclasses import dataclass, field

from common.intake.blocks import Row as PrintedRow
from common.intake.kinds import PrintedCell, Reading
from common.intake.tables import Line
from plans import codes
from plans.intake import headings
from plans.intake.table_rows import split_number
from plans.intake.task_table import Raw, TaskTable


@dataclass
class Part:
    """Rows of tables that are one list: a table, and those that go on with it under the same heading."""

    tables: list[TaskTable] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)


def same_list(before: TaskTable, table: TaskTable) -> bool:
    """Whether a table goes on with the one before: the same heading, and nothing printed between them."""
    same = [column.folded for column in before.section.columns] == [
        column.folded for column in table.section.columns
    ]
    return same and not table.above and table.block - before.block <= 1


def joined_tables(reading: Reading, parts: list[Part]) -> list[Raw]:
    """The rows of all tables. Where numbering starts again in a further one, each table's title becomes a heading."""
    numbers = [{codes.tidy(raw.number) for raw in part.raws if raw.number} for part in parts]
    again = any(one & other for at, one in enumerate(numbers) for other in numbers[:at])
    if not again:
        return [raw for part in parts for raw in part.raws]
    titles = [_title_of(part.tables[0]) for part in parts]
    own = [split_number(title, True)[0] for title in titles]
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


def _title_of(table: TaskTable) -> str:
    """What is printed over a table as its name."""
    titles = [
        _ANNEX.sub("", text.split("\n")[0]).strip()
        for text in table.above
        if not _NO_TITLE.match(text.strip())
    ]
    found = next((text for text in reversed(titles) if len(text) > 3), "")
    return found or table.section.table.title or "Bảng tiếp theo"


def _title_row(reading: Reading, table: TaskTable, title: str, numbered: bool) -> Raw:
    """The title of a table as a heading over its rows, with its own number where that is nobody else's."""
    lettered = re.match(r"[A-HĐ][.)]\s+(?=\S)", title)
    number, name = split_number(title, True) if numbered or lettered else ("", title)
    row = PrintedRow(-1, table.section.table.where)
    printed, where = headings.line_above(reading.document, table.block, table.section, title)
    own = PrintedCell(printed, field="name", where=where)
    return Raw(Line(row, {}, 1, table.section.first), number, name, True, table, title=True, own=own)
