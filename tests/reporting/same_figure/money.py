"""Money at the grain the plan prints, per task and source (DESIGN.md, "Roll-up"), from the rows. VND."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from plans.models import FundingSource
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.rows import Asked


def money_figures(asked: Asked) -> dict[str, object]:
    """Planned and disbursed: `money.planned`, by year, by source, by both, and by task; what stands apart.

    `disbursed` is None where nobody has reported anything for what is planned there; year 0 is the whole horizon.
    """
    planned: dict[tuple[int | None, int, int], Decimal] = defaultdict(Decimal)
    for line in rows.budget(asked):
        planned[line.task_id, line.source_id, line.year] += line.amount
    counted: dict[tuple[int | None, int, int], Decimal] = defaultdict(Decimal)
    apart: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    for (task, source, year), amount in rows.spent(asked).items():
        printed = {y for (t, s, y) in planned if (t, s) == (task, source)}
        if year in printed:
            counted[task, source, year] += amount
        elif printed == {0}:
            counted[task, source, 0] += amount
        else:
            apart[task, source, year] += amount
    sources = FundingSource.objects.in_bulk()
    parents = {node.task_id: node.parent_id for node in rows.tree(asked)}
    found: dict[str, object] = {}
    for place in sorted(planned, key=str):
        task, source, year = place
        code = sources[source].code
        for key in (
            "money",
            f"money.{year}",
            f"money.source.{code}",
            f"money.{year}.{code}",
            f"task.{task}.money",
            f"task.{task}.money.{year}.{code}",
            *(f"group.{group}.money" for group in above(task, parents)),
        ):
            found[f"{key}.planned"] = found.get(f"{key}.planned", Decimal(0)) + planned[place]
            found.setdefault(f"{key}.disbursed", None)
            if place in counted:
                found[f"{key}.disbursed"] = (found[f"{key}.disbursed"] or Decimal(0)) + counted[place]
            found.setdefault(f"{key}.silent", Decimal(0))
            if place not in counted:
                found[f"{key}.silent"] += planned[place]
    for (task, source, year), amount in apart.items():
        code = sources[source].code
        for key in (
            "money",
            f"money.{year}",
            f"money.source.{code}",
            f"money.{year}.{code}",
            f"task.{task}.money",
            f"task.{task}.money.{year}.{code}",
        ):
            found[f"{key}.apart"] = found.get(f"{key}.apart", Decimal(0)) + amount
    return found


def above(task: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The groups over a task, from the nearest."""
    group = parents.get(task) if task else None
    while group is not None:
        yield group
        group = parents.get(group)
