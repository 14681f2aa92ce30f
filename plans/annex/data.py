"""What a plan's annexes are made of: the plan as it stands on a day, in the words of the importer's contract.

Apps above add what a plan lists besides its tasks: they register how to ask.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agencies.names import Names
from agencies.register import read_register
from plans.annex.content import PlanAnnexes, TableOf, plan_annexes
from plans.annex.exported import Exported
from plans.annex.tasks import task_table
from plans.at import PlanAt, plan_at, version_on
from plans.models import AssignmentRole, Plan, PlanVersion
from plans.money import plain
from plans.services import MILLION


@dataclass(frozen=True)
class Asked:
    """Whose annexes are made: the plan at a version and a day, as known at a moment; `names` reads its agencies."""

    plan: Plan
    version: PlanVersion
    day: dt.date
    known_at: dt.datetime
    names: Names


_tables: list[Callable[[Asked], TableOf | None]] = []
_closing: list[Callable[[Asked], Iterable[str]]] = []


def register_table(ask: Callable[[Asked], TableOf | None]) -> None:
    """Make known another table; registering it again changes nothing."""
    if ask not in _tables:
        _tables.append(ask)


def register_closing(ask: Callable[[Asked], Iterable[str]]) -> None:
    """Make known sentences that stand under the tables; registering them again changes nothing."""
    if ask not in _closing:
        _closing.append(ask)


def annexes_of(plan: Plan, day: dt.date, known_at: dt.datetime) -> PlanAnnexes:
    """The annexes of a plan as it stands on `day`, for the makers. As many queries for any number of rows."""
    version = version_on(plan, day)
    asked = Asked(plan, version, day, known_at, read_register(day).names(plan.province.name))
    at = plan_at(version, day=day, known_at=known_at)
    sources = {line.source_code: line.source_name for line in at.budget}
    tables = [task_table(_tasks(at), asked.names, " ".join(plan.title.split()), sources)] if at.tasks else []
    tables += [table for ask in _tables if (table := ask(asked)) is not None]
    return plan_annexes(
        {
            "number": plan.number,
            "kind": plan.kind,
            "title": plan.title,
            "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
            "issuer": plan.issuer_text,
            "province": plan.province.name,
        },
        tables=tables,
        made_on=day,
        closing=list(dict.fromkeys(sentence for ask in _closing for sentence in ask(asked))),
    )


def _tasks(plan: PlanAt) -> list[Exported]:
    return [
        {
            "code": task.code,
            "parent": plan.code_of(task.parent),
            "kind": task.kind,
            "name": task.name,
            "lead": _names(plan, task.id, helping=False),
            "lead_text": task.lead_text,
            "coordinating": _names(plan, task.id, helping=True),
            "coordinating_text": task.coordinating_text,
            "time_text": task.time_text,
            "start": _iso(task.starts_on),
            "end": _iso(task.ends_on),
            "recurring": task.recurring,
            "trigger_text": task.trigger_text,
            "product": task.product,
            "notes": task.notes,
            "budget": [
                {
                    "year": line.year or None,
                    "source": line.source_code,
                    "million": plain(line.amount / MILLION),
                }
                for line in plan.money(task.id)
                if line.stage == "planned"
            ],
        }
        for task in plan.tasks
    ]


def _names(plan: PlanAt, task: int, *, helping: bool) -> list[str]:
    rows = plan.answering(task)
    return [row.name for row in rows if (row.role == AssignmentRole.COORDINATE) == helping]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
