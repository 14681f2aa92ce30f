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
from reporting.collection.value import mean, value_of
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
    tasks = _tasks(nodes, approved, day, parts)
    for line in tasks:
        tallies.get(line.parent, whole).add(line.status, line.percent)
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


# a line from its state on, with its words
Said = tuple[str | None, Decimal | None, dt.date | None, str, str, str]


def _said_by_others(node: Node, approved: Approved) -> tuple[Said, dt.date | None]:
    """What counts for a task without a line of its main agency in the period; the day it is carried over from."""
    task, carried_at = node.task, None
    line = approved.earlier_mains.get(task)
    if line is not None:
        return line[3:9], line.approved_at.astimezone(ZONE).date()
    led = task in approved.leads
    parts = approved.parts.get(task)
    if parts is None:
        parts = approved.earlier_parts.get(task)
        carried_at = parts.last_approved_at if parts and not led else None
    value = value_of(None, parts, led=led, owed=approved.owed.get(task, 0), triggered=node.triggered)
    return (*value, "", "", ""), carried_at.astimezone(ZONE).date() if carried_at else None


def _tasks(
    nodes: Sequence[Node], approved: Approved, day: dt.date, parts: Mapping[int, Sequence[PartFigure]]
) -> list[TaskFigure]:
    """The leaves. Fields by their place: a plan has hundreds of them, and this is the inner loop of every page."""
    owed, leads, mains, added, _earlier_mains, _earlier_parts = approved
    found = []
    for node in nodes:
        task, parent, kind, code, name, lead, beside_it, time, ends_on, recurring, triggered, standing = node
        if kind == "group":
            continue
        line, sums = mains.get(task), added.get(task)
        reported = sums.reported if sums else 0
        carried_on = None
        state: str | None
        if line is not None:
            _task, _agency, state, percent, completed_on, result, difficulty, proposal = line
            reported += 1
        else:
            said, carried_on = _said_by_others(node, approved)
            state, percent, completed_on, result, difficulty, proposal = said
        status = status_of(
            state,
            completed_on,
            ends_on=ends_on,
            recurring=recurring,
            triggered=triggered,
            standing=standing,
            day=day,
        )
        found.append(
            TaskFigure(
                task,
                code,
                parent,
                name,
                lead,
                beside_it,
                time,
                ends_on,
                status,
                state,
                hundredths(percent),
                reported,
                owed.get(task, 0),
                carried_on,
                overdue_days(status, completed_on, ends_on=ends_on, day=day),
                leads.get(task),
                tuple(parts.get(task, ())),
                result,
                difficulty,
                proposal,
            )
        )
    return found
