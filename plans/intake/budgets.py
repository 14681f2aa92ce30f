"""The money columns of a task table: style and unit once for the table, then every printed cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from common.intake.blocks import Cell
from common.intake.tables import Column, Line, Section
from plans import money
from plans.arithmetic import Figure

HAS_DIGIT = re.compile(r"\d")


@dataclass
class Budget:
    """What a row prints: the contract's cells, figures by (year, source) with their places, doubts, other words."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[Figure, Decimal] = field(default_factory=dict)
    places: dict[Figure, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class MoneyColumns:
    """The money columns of one table. `unit` is triệu đồng per printed unit, None where nothing says it."""

    def __init__(self, section: Section, columns: Iterable[Column], above: Iterable[str]) -> None:
        self.section = section
        self.columns = [
            (column.index, money.year_of(column.path), money.source_of(column.path), column)
            for column in columns
        ]
        lines = section.lines() if self.columns else ()
        printed = [line.text(column.index) for line in lines for _i, _y, _s, column in self.columns]
        self.style = money.style_of(printed)
        headings = [text for _i, _y, _s, column in self.columns for text in column.path]
        units = (money.unit_of(text) for text in [*headings, *(text for text in above if _states_unit(text))])
        self.unit = next((unit for unit in units if unit is not None), None)
        self.asked_unit = False

    def read(self, line: Line) -> Budget:
        """The budget a row prints. A figure without any unit is not taken: `asked_unit` remembers it."""
        budget = Budget()
        for index, year, source, column in self.columns:
            cell = line.cells.get(index)
            if cell is None or not cell.text or cell.row != line.row.index:
                continue
            if not HAS_DIGIT.search(cell.text):
                if not money.EMPTY.match(cell.text):
                    budget.words.append(f"{column.path[-1]}: {cell.text}")
                continue
            self._take(budget, cell, year, source, column.path[-1], self.section.place_of(line.row, cell))
        return budget

    def _take(
        self, budget: Budget, cell: Cell, year: int | None, source: str, source_text: str, where: str
    ) -> None:
        amount = money.Amount(cell.number) if cell.number is not None else money.read(cell.text, self.style)
        if amount.doubt or amount.value is None:
            budget.doubts.append(amount.doubt)
            return
        unit = amount.unit or self.unit
        if unit is None:
            self.asked_unit = True
            return
        for at, value in ((year, amount.value), *amount.years.items()):
            million = value * unit
            budget.cells.append(
                {"year": at, "source": source, "source_text": source_text, "million": money.plain(million)}
            )
            budget.places.setdefault((at, source), where)
            budget.figures[at, source] = budget.figures.get((at, source), Decimal(0)) + million


def _states_unit(text: str) -> bool:
    return bool(re.search(r"(?i)đơn vị(?: tính)?\s*:|đvt|triệu đồng|tỷ đồng|nghìn đồng", text))
