"""Check the sums a plan prints. Nothing printed is altered: what does not add up is listed beside what its parts give.

A printed sum can be checked in three ways, and each that fails is said: against all leaf rows under it, against the
sums printed in the rows directly under it, and against the row's own years or sources. Columns whose figures mostly
are no sums of the others ("trong đó") are not held to be sums. Pure, exact decimals.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """A printed sum and what its parts give. `check` names the parts: leaves, rows, years or sources.

    `parts` are the printed figures that were added up, where they do not agree: (code of the row, column, value).
    """

    code: str
    figure: Figure
    stated: Decimal
    computed: Decimal
    check: str
    parts: tuple[tuple[str, Figure, Decimal], ...] = field(default=(), compare=False)

    @property
    def column(self) -> str:
        """`2023.recurrent`, `total.total`."""
        return field_of(self.figure)


def field_of(figure: Figure) -> str:
    year, source = figure
    return f"{year if year is not None else 'total'}.{source}"


@dataclass(frozen=True)
class Checked:
    """The sums that do not add up, and how many were compared in all."""

    wrong: list[Discrepancy]
    compared: int


def check(rows: Sequence[Sums], total: Sums | None = None) -> Checked:
    """Compare every printed sum with its parts; what does not add up in printed order, the grand total last."""
    children: dict[str, list[Sums]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    leaves: dict[str, list[Sums]] = {}
    for row in reversed(rows):
        under = children.get(row.code)
        leaves[row.code] = [row] if not under else [leaf for child in under for leaf in leaves[child.code]]
    compared: list[Discrepancy] = []
    for row in rows:
        compared.extend(_compare(row, children.get(row.code, []), leaves))
    if total is not None:
        compared.extend(_compare(Sums(TOTAL, "", total.figures), children.get("", []), leaves))
    wrong = Counter(_relation(one) for one in compared if one.stated != one.computed)
    right = Counter(_relation(one) for one in compared if one.stated == one.computed)
    no_sums = {relation for relation, count in wrong.items() if count > 2 and count > right[relation]}
    held = [one for one in compared if _relation(one) not in no_sums]
    return Checked([one for one in held if one.stated != one.computed], len(held))


def _relation(one: Discrepancy) -> tuple[str, str]:
    """Which columns a comparison belongs to: rows are sums or not column by column, years and sources as a whole."""
    return one.check, one.column if one.check in {LEAVES, ROWS} else one.figure[1]


def _compare(row: Sums, under: list[Sums], leaves: Mapping[str, list[Sums]]) -> Iterable[Discrepancy]:
    below = [leaf for child in under for leaf in leaves[child.code]]
    for figure, stated in row.figures.items():
        for name, rows in ((LEAVES, below), (ROWS, under if under != below else [])):
            if name == ROWS and any(
                _of(part, figure) is None and _below(part, figure, leaves) for part in under
            ):
                continue  # a row between prints no sum of its own
            parts = [(part.code, figure, value) for part in rows if (value := _of(part, figure)) is not None]
            if parts:
                yield _discrepancy(row, figure, stated, name, parts)
    yield from _across(row)


def _below(part: Sums, figure: Figure, leaves: Mapping[str, list[Sums]]) -> bool:
    """Whether something is printed in this column under the row."""
    return any(_of(leaf, figure) is not None for leaf in leaves[part.code] if leaf is not part)


def _of(part: Sums, figure: Figure) -> Decimal | None:
    """What a part adds to a column: what it prints there, or to a total its sources where it prints only those."""
    if figure in part.figures or figure[1] != "total":
        return part.figures.get(figure)
    sources = [value for (year, _source), value in part.figures.items() if year == figure[0]]
    return sum(sources, Decimal(0)) if sources else None


def _across(row: Sums) -> Iterable[Discrepancy]:
    """The row's own sums: a source over its years, and the sources of a year, or of the horizon, to their total."""
    for figure, stated in row.figures.items():
        year, source = figure
        if year is None:
            parts = [
                (row.code, key, value)
                for key, value in row.figures.items()
                if key[0] is not None and key[1] == source
            ]
            if parts:
                yield _discrepancy(row, figure, stated, YEARS, parts)
        if source == "total":
            parts = [
                (row.code, key, value)
                for key, value in row.figures.items()
                if key[0] == year and key[1] != "total"
            ]
            if parts:
                yield _discrepancy(row, figure, stated, SOURCES, parts)


def _discrepancy(
    row: Sums, figure: Figure, stated: Decimal, name: str, parts: list[tuple[str, Figure, Decimal]]
) -> Discrepancy:
    computed = sum((value for _code, _figure, value in parts), Decimal(0))
    return Discrepancy(row.code, figure, stated, computed, name, tuple(parts) if stated != computed else ())
