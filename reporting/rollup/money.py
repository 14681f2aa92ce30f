"""Money planned and disbursed, exact (DESIGN.md, "Roll-up"). Pure; VND.

The grain is that of the plan's print: a task (or the whole plan) and a source. Where the plan prints years for it,
what was spent of a printed year counts against that year and what was spent of any other is *apart*; where it prints
only the horizon (year 0), everything counts against that. What has no planned figure at all is apart. A year of a
total that the plan prints beside its own sources is left out. Nobody reported is None, never 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter

from reporting.rollup.payload import WHOLE_HORIZON, MoneyFigure, SourceRef
from reporting.rollup.rows import Disbursed, Planned, Source

MILLION = 10**6
TOTAL = "total"  # the source of money whose sources the plan does not print
Key = tuple[int | None, int]  # task (None: the whole plan) and source


def money_figures(
    sources: Iterable[Source],
    planned: Iterable[Planned],
    disbursed: Iterable[Disbursed],
    order: Mapping[int, int],
) -> tuple[MoneyFigure, ...]:
    """One figure per task, source and year that has any money, in the order of years, sources and tasks.

    `disbursed` comes in the order of periods and approvals: it is cumulative, so the last of each task, agency, source
    and budget year counts. `order` is the place of a task in the plan; the whole plan's money comes first.
    """
    named = {source.id: source for source in sources}
    plans = _planned(planned, named)
    spent = _spent(disbursed)
    nothing: dict[int, Decimal] = {}
    found = []
    for key in plans.keys() | spent.keys():
        task, source = key
        _id, position, code, name = named[source]
        ref = SourceRef(code, name, position)
        place = -1 if task is None else order.get(task, len(order) + task)
        for year, amounts in _at_grain(plans.get(key, nothing), spent.get(key, nothing)).items():
            found.append(((year, position, source, place), MoneyFigure(task, ref, year, *amounts)))
    found.sort(key=itemgetter(0))
    return tuple(money for _place, money in found)


def _planned(planned: Iterable[Planned], named: Mapping[int, Source]) -> dict[Key, dict[int, Decimal]]:
    rows = list(planned)
    totals = {source.id for source in named.values() if source.code == TOTAL}
    with_sources = (
        {(task, year) for task, year, source, _amount in rows if source not in totals} if totals else ()
    )
    found: dict[Key, dict[int, Decimal]] = defaultdict(dict)
    for task, year, source, amount in rows:
        if source in totals and (task, year) in with_sources:
            continue
        years = found[task, source]
        years[year] = years[year] + amount if year in years else amount
    return found


def _spent(disbursed: Iterable[Disbursed]) -> dict[Key, dict[int, Decimal]]:
    """By task and source: what all agencies have disbursed of each budget year."""
    last = {
        (task, source, year, agency): cumulative
        for task, agency, year, source, cumulative, _period in disbursed
    }
    found: dict[Key, dict[int, Decimal]] = defaultdict(dict)
    for (task, source, year, _agency), amount in last.items():
        years = found[task, source]
        years[year] = years[year] + amount if year in years else amount
    return found


Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]  # planned, disbursed, apart


def _at_grain(planned: Mapping[int, Decimal], spent: Mapping[int, Decimal]) -> dict[int, Amounts]:
    """The years of one task and source: each with what counts against it, then what is apart."""
    if len(planned) == 1 and WHOLE_HORIZON in planned:
        return {WHOLE_HORIZON: (planned[WHOLE_HORIZON], _sum(spent.values()), None)}
    found: dict[int, Amounts] = {}
    for year, amount in planned.items():
        found[year] = amount, spent.get(year), None
    for year, amount in spent.items():
        if year not in planned:
            found[year] = None, None, amount
    return found


def by_year_and_source(rows: Iterable[MoneyFigure]) -> list[MoneyFigure]:
    """The same money added up over tasks: one figure per year and source, in the same order."""
    found: dict[tuple[int, str], list[MoneyFigure]] = {}
    for row in rows:
        found.setdefault((row.year, row.source.code), []).append(row)
    return [
        MoneyFigure(
            None,
            members[0].source,
            year,
            _sum(row.planned for row in members),
            _sum(row.disbursed for row in members),
            _sum(row.apart for row in members),
        )
        for (year, _code), members in found.items()
    ]


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


# ------------------------------------------------------------------------------------------------------------- sums


@dataclass(frozen=True, slots=True)
class MoneySum:
    """Money added up. `disbursed` (None: nobody has reported) counts against `planned`; `apart` is in no share.

    `silent` is the part of `planned` for which nobody has reported a disbursement.
    """

    planned: Decimal | None = None
    disbursed: Decimal | None = None
    apart: Decimal | None = None
    silent: Decimal = Decimal(0)

    @property
    def share_known(self) -> bool:
        """Whether there is a share to speak of: a plan, and a report against it."""
        return bool(self.planned) and self.disbursed is not None

    @property
    def percent(self) -> Decimal | None:
        """Disbursed of planned, 0–100 and above; None where there is no share to speak of. Not rounded."""
        if not self.planned or self.disbursed is None:
            return None
        return self.disbursed * 100 / self.planned


def money_sum(rows: Iterable[MoneyFigure]) -> MoneySum:
    """The one sum of money of every page, paper and sheet. `rows` at the grain of the payload, of any set of tasks."""
    rows = list(rows)
    return MoneySum(
        planned=_sum(row.planned for row in rows),
        disbursed=_sum(row.disbursed for row in rows),
        apart=_sum(row.apart for row in rows),
        silent=sum((row.planned for row in rows if row.planned and row.disbursed is None), Decimal(0)),
    )


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """A year of a table; `money` is None where a source has nothing in it."""

    year: int
    money: MoneySum | None


@dataclass(frozen=True, slots=True)
class MoneyOfSource:
    """A row of a table: a source over the years, and in all."""

    source: SourceRef
    cells: tuple[MoneyCell, ...]
    whole: MoneySum


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Sources in printed order, years in order with the horizon last, and sums both ways."""

    years: tuple[int, ...] = ()
    sources: tuple[MoneyOfSource, ...] = ()
    columns: tuple[MoneyCell, ...] = ()
    whole: MoneySum = field(default_factory=MoneySum)


@dataclass(frozen=True, slots=True)
class MoneyOfYear:
    """A source in a year, added up over the tasks."""

    source: SourceRef
    year: int
    money: MoneySum


def of_years(rows: Iterable[MoneyFigure]) -> tuple[MoneyOfYear, ...]:
    """Money at the grain of the payload added up by source and year, in the order in which they first come."""
    found: dict[tuple[SourceRef, int], list[MoneyFigure]] = {}
    for row in rows:
        found.setdefault((row.source, row.year), []).append(row)
    return tuple(MoneyOfYear(*key, money_sum(members)) for key, members in found.items())


def added(sums: Iterable[MoneySum]) -> MoneySum:
    """Sums added up: the same as the sum of all their rows."""
    sums = list(sums)
    return MoneySum(
        planned=_sum(one.planned for one in sums),
        disbursed=_sum(one.disbursed for one in sums),
        apart=_sum(one.apart for one in sums),
        silent=sum((one.silent for one in sums), Decimal(0)),
    )


def money_table(rows: Iterable[MoneyFigure]) -> MoneyTable:
    """Money by source and year, as every page and paper shows it."""
    return table_of_years(of_years(rows))


def table_of_years(rows: Iterable[MoneyOfYear]) -> MoneyTable:
    """The same table from money that is added up by source and year."""
    rows = list(rows)
    years = years_of(rows)
    sources = sorted({row.source for row in rows}, key=lambda source: (source.position, source.code))

    def cell(year: int, members: list[MoneyOfYear]) -> MoneyCell:
        found = [row.money for row in members if row.year == year]
        return MoneyCell(year, added(found) if found else None)

    def line(source: SourceRef) -> MoneyOfSource:
        members = [row for row in rows if row.source == source]
        return MoneyOfSource(
            source, tuple(cell(year, members) for year in years), added(row.money for row in members)
        )

    return MoneyTable(
        years=years,
        sources=tuple(line(source) for source in sources),
        columns=tuple(cell(year, rows) for year in years),
        whole=added(row.money for row in rows),
    )


def years_of(rows: Iterable[MoneyFigure | MoneyOfYear]) -> tuple[int, ...]:
    """The budget years in order; money of the whole horizon comes last."""
    return tuple(sorted({row.year for row in rows}, key=_late))


def _late(year: int) -> tuple[bool, int]:
    return year == WHOLE_HORIZON, year
