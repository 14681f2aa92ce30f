"""The money columns of a task table: style and unit once for the table, then every printed cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from common.intake.blocks import Cell
from common.intake.kinds import PrintedCell
from common.intake.tables import Column, Line, Section
from plans import money
from plans.arithmetic import Figure
from plans.intake.assignments import is_ditto
from plans.intake.contract import BudgetCell

HAS_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Budget:
    """What a row prints: the contract's cells, figures by (year, source) with their places, doubts, other words.

    `read_from` are the figures each place was read into.
    """

    cells: list[BudgetCell] = field(default_factory=list)
    figures: dict[Figure, Decimal] = field(default_factory=dict)
    places: dict[Figure, str] = field(default_factory=dict)
    read_from: dict[str, list[Figure]] = field(default_factory=dict)
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
        self.source_columns = self._words_only(section)
        headings = [text for _i, _y, _s, column in self.columns for text in column.path]
        units = (money.unit_of(text) for text in [*headings, *(text for text in above if _states_unit(text))])
        self.unit = next((unit for unit in units if unit is not None), None)
        # Figures that could be read in two ways: where there are several, the column is asked about and not each cell
        doubtful = [text for text in printed if self.style is None and money.is_ambiguous(text)]
        self.asked_style = doubtful if len(doubtful) > 1 else []
        self.asked_unit = False
        self.last_source = "total"

    def _words_only(self, section: Section) -> set[int]:
        """Columns that say in words where a row's money comes from ("Nguồn vốn": "Ngân sách tỉnh")."""
        named = {i for i, _y, _s, column in self.columns if "nguon" in column.folded[-1]}
        lines = list(section.lines()) if named else []
        return {i for i in named if not any(HAS_DIGIT.search(line.text(i)) for line in lines)}

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
            if source == "total" and len(self.columns) == len(self.source_columns) + 1:
                source = self._source_in_words(line)
            self._take(budget, cell, year, source, column.path[-1], self.section.place_of(line.row, cell))
        return budget

    def _source_in_words(self, line: Line) -> str:
        """The source the row names beside its only amount: several are not told apart; "nt" is the row before's."""
        printed = ", ".join(line.text(index) for index in sorted(self.source_columns))
        if not is_ditto(printed):
            texts = re.split(r"[,;\n+]| và ", printed)
            found = {source for text in texts if (source := money.source_in_words(text)) != "total"}
            self.last_source = found.pop() if len(found) == 1 else "mixed" if found else "total"
        return self.last_source

    def _take(
        self, budget: Budget, cell: Cell, year: int | None, source: str, source_text: str, where: str
    ) -> None:
        amount = money.Amount(cell.number) if cell.number is not None else money.read(cell.text, self.style)
        if amount.doubt or amount.value is None:
            if not (self.asked_style and money.is_ambiguous(cell.text)):
                budget.doubts.append(amount.doubt)
            return
        unit = amount.unit or self.unit
        if unit is None:
            self.asked_unit = True
            return
        parts = amount.sources.items() if source == "total" else ()
        if amount.sources and not parts:
            budget.words.append(f"{source_text}: {cell.text}")
        for at, of, value in (
            (year, source, amount.value),
            *((at, source, value) for at, value in amount.years.items()),
            *((year, part, value) for part, value in parts),
        ):
            million = value * unit
            budget.cells.append(
                {"year": at, "source": of, "source_text": source_text, "million": money.plain(million)}
            )
            budget.places.setdefault((at, of), where)
            budget.read_from.setdefault(where, []).append((at, of))
            budget.figures[at, of] = budget.figures.get((at, of), Decimal(0)) + million


def _states_unit(text: str) -> bool:
    return bool(re.search(r"(?i)đơn vị(?: tính)?\s*:|đvt|triệu đồng|tỷ đồng|nghìn đồng", text))


def with_figures(cells: Iterable[PrintedCell], budget: Budget) -> list[PrintedCell]:
    """Printed cells, those of money with the figures that were read from each."""
    return [
        replace(cell, keys=tuple(budget.read_from.get(cell.where, ()))) if cell.field == "budget" else cell
        for cell in cells
    ]
