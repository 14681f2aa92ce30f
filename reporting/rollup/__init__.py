"""Roll-up: one pure function of (period, day, known at) for dashboard, report and API (DESIGN.md, "Roll-up").

`inputs` reads plain rows, everything else computes from them and imports no Django: `status` and `tasks` (task → group
→ plan), `money`, `discipline` (who sent when), `compute` (the one constructor of the payload). `payload` says what
there is, `stored` and `opened` how it is kept as JSON; the same facts give the same bytes. `export` gives the rows
that were read, so that anybody can recompute them.
"""

import datetime as dt

from common.garbage import without_collections
from reporting.models import Period
from reporting.rollup import inputs
from reporting.rollup.compute import RULES_VERSION, part_figure, payload
from reporting.rollup.export import facts_read
from reporting.rollup.money import money_figures
from reporting.rollup.opened import Unreadable, from_json
from reporting.rollup.payload import MoneyFigure, PartFigure, Payload
from reporting.rollup.stored import canonical_json, checksum, to_json

__all__ = [
    "RULES_VERSION",
    "Payload",
    "Unreadable",
    "canonical_json",
    "checksum",
    "facts_read",
    "from_json",
    "rollup",
    "task_money",
    "task_parts",
    "to_json",
]


def rollup(period: Period, *, day: dt.date, known_at: dt.datetime, parts: bool = False) -> Payload:
    """The figures of a period on `day` from what had been approved up to `known_at`.

    With `parts`, each task carries every agency's approved line of the period; without, only its main agency's words:
    drill-down asks `task_parts` for one task.
    """
    with without_collections():
        return payload(inputs.read(period, day=day, known_at=known_at, parts=parts))


def task_parts(period: Period, task: int, *, known_at: dt.datetime) -> list[PartFigure]:
    """Every agency's approved line of one task (its id) in a period, the main agency's first, then in printed order."""
    lines, agencies = inputs.lines_of(period, task, known_at=known_at)
    return [part_figure(line, agencies) for line in lines]


def task_money(period: Period, task: int, *, day: dt.date, known_at: dt.datetime) -> tuple[MoneyFigure, ...]:
    """What is planned and disbursed for one task (its id) by year and source; nothing where nobody has reported any."""
    return money_figures(*inputs.money_of(period, task, day=day, known_at=known_at), order={})
