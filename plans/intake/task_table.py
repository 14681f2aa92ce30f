"""A table of tasks with its columns by role, and a row of it before its place in the tree is known."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from common.intake.kinds import Claim, PrintedCell, Reading, Row
from common.intake.tables import Line, Section
from plans import money
from plans.arithmetic import Figure, Sums
from plans.intake import headings
from plans.intake.budgets import MoneyColumns
from plans.intake.column_words import TASK, fields_of
from plans.intake.headings import BOTH, END, INDICATOR, LEAD, MONEY, NAME, TARGET, TIME


@dataclass(slots=True)
class Raw:
    """A row under a heading, before its place in the tree is known."""

    line: Line
    number: str
    name: str
    heading: bool
    table: "TaskTable"
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
class TaskTable:
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
        return fields_of(self.roles, TASK)

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


def line_cells(table: TaskTable, line: Line) -> list[PrintedCell]:
    """The printed cells of a line; what a title across the table covers belongs to no column."""
    if line.cells:
        fields = {**dict.fromkeys(table.spare, "notes"), **table.fields}
        return headings.printed_cells(table.section, line, fields)
    return headings.title_cells(table.section, line)


def task_table(reading: Reading, claim: Claim) -> TaskTable:
    section: Section = claim.content
    roles = headings.with_numbers(headings.roles(section.columns), section)
    above = headings.text_above(reading.document, claim.part[0], section)
    if TARGET in roles and INDICATOR not in roles and in_money(section, roles[TARGET], above):
        roles = {**roles, MONEY: sorted([*roles.get(MONEY, ()), *roles.pop(TARGET)])}
    money_columns = [section.columns[index] for index in roles.get(MONEY, ())]
    return TaskTable(
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
