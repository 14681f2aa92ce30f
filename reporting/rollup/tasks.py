"""From approved lines to tasks, groups and the plan (DESIGN.md, "Roll-up"). Pure: plain rows in, plain figures out.

Status and percent of a task are its main agency's. Where only groups are named they are the mean over those who have
reported, completed when all who owe have completed. Groups and the plan count by status first; their percent is the
mean of the percents as printed, over the leaves that have one, so that anyone can add them up again.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reporting.collection.deadlines import ZONE
from reporting.collection.value import Value, mean, value_of
from reporting.rollup.numbers import hundredths
from reporting.rollup.payload import AgencyRef, GroupFigure, PartFigure, TaskFigure
from reporting.rollup.rows import Line, Main, Node, Parts
from reporting.rollup.status import STATUSES, WITH_DEADLINE, overdue_days, status_of


class Approved(NamedTuple):
    """Everything approved that a task can take its value from; each by task id.

    `mains` and `parts` are of this period, the other two the last approved of earlier ones; `owed` counts the lines of
    this period, `leads` says whose line is the main one, where nobody's is, whose it was in an earlier period.
    """

    owed: Mapping[int, int]
    leads: Mapping[int, AgencyRef]
    mains: Mapping[int, Main]
    parts: Mapping[int, Parts]
    earlier_mains: Mapping[int, Line]
    earlier_parts: Mapping[int, Parts]


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
    def percent(self) -> Decimal | None:
        return mean(self.percent_sum, self.with_percent) if self.with_percent else None


class PlanFigures(NamedTuple):
    """A plan's leaves in printed order, its groups, and the tally of all leaves."""

    tasks: tuple[TaskFigure, ...]
    groups: tuple[GroupFigure, ...]
    whole: Tally

    @property
    def with_deadline(self) -> int:
        return sum(self.whole.counts[status] for status in WITH_DEADLINE)


def plan_figures(
    nodes: Sequence[Node],
    approved: Approved,
    day: dt.date,
    parts: Mapping[int, Sequence[PartFigure]] | None = None,
) -> PlanFigures:
    """Tasks, groups, counts and means; `parts` by task id are carried along.

    `nodes` come in printed order: a parent before its children.
    """
    parts = parts or {}
    whole = Tally()
    tallies: dict[int | None, Tally] = {node.task: Tally() for node in nodes if node.kind == "group"}
    tasks = []
    for node in nodes:
        if node.kind != "group":
            line = _task(node, approved, day, tuple(parts.get(node.task, ())))
            tasks.append(line)
            tallies.get(node.parent, whole).add(line.status, line.percent)
    groups = [node for node in nodes if node.kind == "group"]
    for node in reversed(groups):
        tallies.get(node.parent, whole).merge(tallies[node.task])
    return PlanFigures(tuple(tasks), tuple(_group(node, tallies[node.task]) for node in groups), whole)


def _group(node: Node, tally: Tally) -> GroupFigure:
    return GroupFigure(
        task=node.task,
        code=node.code,
        parent=node.parent,
        name=node.name,
        counts=tally.counts,
        total=tally.total,
        percent=tally.percent,
        reported=tally.with_percent,
    )


Standing = tuple[Value | Main | Line, AgencyRef | None, dt.datetime | None]


def _standing(node: Node, approved: Approved) -> Standing:
    """Whose value counts, the main agency, and the moment of an earlier period that the value is carried over from."""
    task = node.task
    lead = approved.leads.get(task)
    line: Main | Line | None = approved.mains.get(task) or approved.earlier_mains.get(task)
    parts = approved.parts.get(task) or approved.earlier_parts.get(task)
    value: Value | Main | Line = value_of(
        line, parts, led=lead is not None, owed=approved.owed.get(task, 0), triggered=node.triggered
    )
    if isinstance(line, Line):
        return value, lead, line.approved_at
    if line is None and lead is None and parts is not None and task not in approved.parts:
        return value, None, parts.last_approved_at
    return value, lead, None


def _task(node: Node, approved: Approved, day: dt.date, parts: tuple[PartFigure, ...]) -> TaskFigure:
    """Fields by their place: a plan has hundreds of tasks, and this is the inner loop of every page."""
    value, main, carried_at = _standing(node, approved)
    task, parent, _kind, code, name, lead, beside_it, time, ends_on, recurring, triggered, *_duties = node
    status = status_of(
        value.state,
        value.completed_on,
        ends_on=ends_on,
        recurring=recurring,
        triggered=triggered,
        standing=node.standing,
        day=day,
    )
    beside = approved.parts.get(task)
    said = () if isinstance(value, Value) else (value.result, value.difficulty, value.proposal)
    return TaskFigure(
        task,
        code,
        parent,
        name,
        lead,
        beside_it,
        time,
        ends_on,
        status,
        value.state,
        hundredths(value.percent),
        (beside.reported if beside else 0) + (task in approved.mains),
        approved.owed.get(task, 0),
        carried_at.astimezone(ZONE).date() if carried_at else None,
        overdue_days(status, value.completed_on, ends_on=ends_on, day=day),
        main,
        parts,
        *said,
    )
