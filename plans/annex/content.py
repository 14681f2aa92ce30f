"""A plan's annexes as they go out: one table for each thing a plan lists, so that the import reads them back.

The way out matches the way in. What is printed goes out as printed where the importer reads the row's value from it;
where it does not (an officer entered or corrected the value) the words that give the value stand instead. Pure: rows
come as the importer's contract words them, `docx` and `xlsx` set what is decided here. Layout: NĐ 30/2020/NĐ-CP,
Phụ lục I.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from django.utils.translation import override

from agencies.titles import province_title
from common import format as vn
from common.papers import plain
from plans.annex.exported import Exported
from plans.models import PlanKind

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
class TableOf:
    """The table of one kind of thing: the name of its sheet, its title before the kind of plan, what stands in it."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlanAnnexes:
    """A plan's annexes. `made_on` dates the file: the same content gives the same bytes."""

    title: str
    author: str
    footnote: str
    made_on: dt.date
    annexes: tuple[PlanAnnex, ...]


def plan_annexes(
    plan: Exported, *, tables: Sequence[TableOf], made_on: dt.date, closing: Iterable[str] = ()
) -> PlanAnnexes:
    """The annexes of a plan given as the importer's contract words it: one for each table.

    `closing` are sentences set under the first table: the plan's reporting rule.
    """
    plan = plain(plan)
    word = kind_name(plan["kind"])
    title = " ".join((plan["title"] or "").split())
    annexes = []
    for number, table in enumerate(tables, start=1):
        label = f"Phụ lục {'I' * number}" if len(tables) > 1 else "Phụ lục"
        name = f"{table.title} {word}".upper()
        heads = (label, name, *filter(None, (title,)), _reference(plan, word))
        unit = UNIT_LINE if any(MONEY_HEADING in column.path for column in table.columns) else ""
        under = tuple(plain(list(closing))) if number == 1 else ()
        annexes.append(PlanAnnex(table.sheet, heads, unit, table.columns, table.lines, under))
    return PlanAnnexes(
        title=f"Phụ lục {word}{_number(plan)}",
        author=plan["issuer"] or "",
        footnote=f"Phụ lục xuất ngày {vn.paper_day(made_on)} từ hệ thống theo dõi, theo nội dung đang có hiệu lực.",
        made_on=made_on,
        annexes=tuple(annexes),
    )


def kind_name(kind: str) -> str:
    """The word of a kind of plan, in Vietnamese whatever language the reader's screen has."""
    with override("vi"):
        return str(dict(PlanKind.choices).get(kind, PlanKind.KH.label))


def _reference(plan: Exported, word: str) -> str:
    """ "(Ban hành kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2025 của UBND tỉnh X)"; a draft has neither."""
    issued = f" ngày {vn.paper_day(dt.date.fromisoformat(plan['issued_on']))}" if plan["issued_on"] else ""
    issuer = plan["issuer"] or f"UBND {province_title(plan['province'])}"
    begin = f"Ban hành kèm theo {word}" if plan["number"] else f"Kèm theo dự thảo {word}"
    return f"({begin}{_number(plan)}{issued} của {issuer})"


def _number(plan: Exported) -> str:
    """ " số 12/KH-UBND"; a draft has none."""
    return f" số {plan['number']}" if plan["number"] else ""
