"""From approved lines to tasks, groups and the plan (DESIGN.md, "Roll-up"). Pure: plain rows in, plain figures out.

Status and percent of a task are its main agency's. Where only groups are named they are the mean over those who have
reported, completed when all who owe have completed. Groups and the plan count by status first; their percent is the
mean of the percents as printed, over the leaves that have one, so that anyone can add them up again.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from reporting.collection.deadlines import ZONE
from reporting.rollup.numbers import mean, percent
from reporting.rollup.rows import Line, Main, Node, Parts
from reporting.rollup.status import STATUSES, WITH_DEADLINE, overdue_days, status_of


class Value(NamedTuple):
    """What counts for a task: from its main agency's line, or from the lines of a group. All None: nothing approved."""

    state: str | None = None
    percent: Decimal | None = None
    completed_on: dt.date | None = None


NOTHING = Value()


class Approved(NamedTuple):
    """Everything approved that a task can take its value from; each by task id.

    `mains` and `parts` are of this period, the other two the last approved of earlier ones; `owed` counts the lines of
    this period, `main_names` says whose line is the main one.
    """

    owed: Mapping[int, int]
    main_names: Mapping[int, str]
    mains: Mapping[int, Main]
    parts: Mapping[int, Parts]
    earlier_mains: Mapping[int, Line]
    earlier_parts: Mapping[int, Parts]


def value_of_parts(parts: Parts, owed: int, *, triggered: bool) -> Value:
    """The value of a task that only groups answer for: in progress from the first percent, completed when all are.

    Lines without progress to measure are outside its mean.
    """
    if not parts.with_percent:
        return Value("awaiting_trigger" if triggered else "not_applicable")
    percent = mean(parts.percent_sum, parts.with_percent)
    if parts.completed == parts.with_percent and parts.reported >= owed:
        return Value("completed", percent, parts.last_completed_on)
    return Value("in_progress" if parts.percent_sum else "not_started", percent)


class Tally:
    """Counts by status and the mean of a set of leaves."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(STATUSES, 0)
        self.total = 0
        self.with_percent = 0
        self.percent_sum = Decimal(0)

    def add(self, status: str, percent: Decimal | None) -> None:
        """One leaf more."""
        self.counts[status] += 1
        self.total += 1
        if percent is not None:
            self.with_percent += 1
            self.percent_sum += percent

    def merge(self, below: "Tally") -> None:
        """The leaves of a node further down."""
        for status, count in below.counts.items():
            self.counts[status] += count
        self.total += below.total
        self.with_percent += below.with_percent
        self.percent_sum += below.percent_sum

    @property
    def percent(self) -> str | None:
        return str(mean(self.percent_sum, self.with_percent)) if self.with_percent else None


def plan_figures(nodes: Sequence[Node], approved: Approved, day: dt.date) -> dict[str, Any]:
    """The payload's tasks (leaves in printed order), groups, counts and means.

    `nodes` come in printed order: a parent before its children.
    """
    codes = {node.task: node.code for node in nodes}
    whole = Tally()
    tallies: dict[int | None, Tally] = {node.task: Tally() for node in nodes if node.kind == "group"}
    tasks = []
    for node in nodes:
        if node.kind != "group":
            line, percent = _line(node, codes.get(node.parent), approved, day)
            tasks.append(line)
            tallies.get(node.parent, whole).add(line["status"], percent)
    groups = [node for node in nodes if node.kind == "group"]
    for node in reversed(groups):
        tallies.get(node.parent, whole).merge(tallies[node.task])
    return {
        "tasks": tasks,
        "groups": [_group(node, codes.get(node.parent), tallies[node.task]) for node in groups],
        "counts": whole.counts,
        "total": whole.total,
        "percent": whole.percent,
        "percent_over": whole.with_percent,
        "with_deadline": sum(whole.counts[status] for status in WITH_DEADLINE),
    }


def _group(node: Node, parent: str | None, tally: Tally) -> dict[str, Any]:
    """One group of the payload; `reported` is how many leaves its percent is the mean of."""
    return {
        "code": node.code,
        "parent": parent,
        "name": node.name,
        "counts": tally.counts,
        "total": tally.total,
        "percent": tally.percent,
        "reported": tally.with_percent,
    }


def _line(
    node: Node, parent: str | None, approved: Approved, day: dt.date
) -> tuple[dict[str, Any], Decimal | None]:
    """One task of the payload, and its percent as a number."""
    task, ends_on = node.task, node.ends_on
    owed = approved.owed.get(task, 0)
    parts = approved.parts.get(task)
    main = approved.mains.get(task)
    main_name = approved.main_names.get(task)
    reported = (parts.reported if parts else 0) + (1 if main else 0)
    carried_at = None
    if main is None and (earlier := approved.earlier_mains.get(task)):
        main, carried_at, main_name = earlier, earlier.approved_at, main_name or earlier.agency
    if main:
        state, value, completed_on = main.state, main.percent, main.completed_on
    elif main_name is None and parts:
        state, value, completed_on = value_of_parts(parts, owed, triggered=node.triggered)
    elif main_name is None and (earlier := approved.earlier_parts.get(task)):
        state, value, completed_on = value_of_parts(earlier, owed, triggered=node.triggered)
        carried_at = earlier.last_approved_at
    else:
        state, value, completed_on = NOTHING
    status = status_of(
        state, completed_on, ends_on=ends_on, recurring=node.recurring, triggered=node.triggered, day=day
    )
    line = {
        "code": node.code,
        "parent": parent,
        "name": node.name,
        "lead_text": node.lead_text,
        "coordinating_text": node.coordinating_text,
        "time_text": node.time_text,
        "deadline": ends_on.isoformat() if ends_on else None,
        "status": status,
        "state": state,
        "percent": percent(value),
        "reported": reported,
        "owed": owed,
        "carried_from": carried_at.astimezone(ZONE).date().isoformat() if carried_at else None,
        "overdue_days": overdue_days(status, completed_on, ends_on=ends_on, day=day),
        "main": main_name,
        "result": main.result if main else "",
        "difficulty": main.difficulty if main else "",
        "proposal": main.proposal if main else "",
        "assessment": None,
        "parts": [],
    }
    return line, value
