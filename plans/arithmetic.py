"""Check the sums a plan prints. Nothing printed is altered: what does not add up is listed beside what its parts give.

A printed sum can be checked in three ways, and each that fails is said: against all leaf rows under it, against the
sums printed in the rows directly under it, and against the row's own years or sources. Columns whose figures mostly
are no sums of the others ("trong đó") are not held to be sums. Pure, exact decimals.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Figure = tuple[int | None, str]  # (year, or None over the horizon; source)

TOTAL = "TOTAL"  # the code of the grand total row

LEAVES = "leaves"
ROWS = "rows"
YEARS = "years"
SOURCES = "sources"


@dataclass(frozen=True)
class Sums:
    """A row of figures: its code, its parent's ('' at the root), and what is printed in each column."""

    code: str
    parent: str
    figures: Mapping[Figure, Decimal]


@dataclass(frozen=True)
class Discrepancy:
    """A printed sum and what its parts give. `check` names the parts: leaves, rows, years or sources."""

    code: str
    figure: Figure
    stated: Decimal
    computed: Decimal
    check: str

    @property
    def field(self) -> str:
        """`2023.recurrent`, `total.total`."""
        return field_of(self.figure)


def field_of(figure: Figure) -> str:
    year, source = figure
    return f"{year if year is not None else 'total'}.{source}"


def check(rows: Sequence[Sums], total: Sums | None = None) -> list[Discrepancy]:
    """Every printed sum that does not add up, in printed order; the grand total last."""
    children: dict[str, list[Sums]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    compared: list[Discrepancy] = []
    for row in rows:
        compared.extend(_compare(row, children.get(row.code, []), children))
    if total is not None:
        compared.extend(_compare(Sums(TOTAL, "", total.figures), children.get("", []), children))
    wrong = Counter(_relation(one) for one in compared if one.stated != one.computed)
    right = Counter(_relation(one) for one in compared if one.stated == one.computed)
    no_sums = {relation for relation, count in wrong.items() if count > 2 and count > right[relation]}
    return [one for one in compared if one.stated != one.computed and _relation(one) not in no_sums]


def _relation(one: Discrepancy) -> tuple[str, str]:
    """Which columns a comparison belongs to: rows are sums or not column by column, years and sources as a whole."""
    return one.check, one.field if one.check in {LEAVES, ROWS} else one.figure[1]


def _compare(row: Sums, under: list[Sums], children: dict[str, list[Sums]]) -> Iterable[Discrepancy]:
    leaves = [leaf for child in under for leaf in _leaves(child, children)]
    for figure, stated in row.figures.items():
        for name, parts in ((LEAVES, leaves), (ROWS, under if under != leaves else [])):
            computed = _sum(parts, figure)
            if computed is not None:
                yield Discrepancy(row.code, figure, stated, computed, name)
    yield from _across(row)


def _leaves(row: Sums, children: dict[str, list[Sums]]) -> list[Sums]:
    under = children.get(row.code)
    return [row] if not under else [leaf for child in under for leaf in _leaves(child, children)]


def _sum(parts: Iterable[Sums], figure: Figure) -> Decimal | None:
    """What the parts print in this column, None where none prints anything."""
    values = [part.figures[figure] for part in parts if figure in part.figures]
    return sum(values, Decimal(0)) if values else None


def _across(row: Sums) -> Iterable[Discrepancy]:
    """The row's own sums: a source over its years, and the sources of a year, or of the horizon, to their total."""
    for figure, stated in row.figures.items():
        year, source = figure
        if year is None:
            years = [value for (y, s), value in row.figures.items() if y is not None and s == source]
            if years:
                yield Discrepancy(row.code, figure, stated, sum(years, Decimal(0)), YEARS)
        if source == "total":
            sources = [value for (y, s), value in row.figures.items() if y == year and s != "total"]
            if sources:
                yield Discrepancy(row.code, figure, stated, sum(sources, Decimal(0)), SOURCES)
