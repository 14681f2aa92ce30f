"""Tasks, groups and the plan, reckoned from the rows as DESIGN.md ("Task status on a day", "Roll-up") has it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.format import ZONE
from plans.models import TaskVersion
from reporting.models import TaskEntry, TaskFact
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.rows import Asked

TIMED = [
    f"{state}_{timeliness}"
    for state, timelinesses in (
        ("completed", ("on_time", "late")),
        ("in_progress", ("on_time", "overdue")),
        ("not_started", ("on_time", "overdue")),
    )
    for timeliness in timelinesses
]
APART = ["recurring", "no_deadline", "awaiting_trigger", "paused", "cancelled", "merged", "not_reported"]


@dataclass(frozen=True)
class Value:
    """What counts for a task; `since` is the day of approval of a value of an earlier period."""

    state: str = ""
    percent: Decimal | None = None
    completed_on: dt.date | None = None
    since: dt.date | None = None
    reported: int = 0
    owed: int = 0
    main: int | None = None
    difficulty: str = ""


def mean(values: list[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def value_of(asked: Asked, node: TaskVersion, owing: list[TaskEntry], said: list[TaskFact]) -> Value:
    """The main agency's line; where only groups are named, the mean of those who have reported."""
    now = [fact for fact in said if fact.period_id == asked.period.pk]
    year = asked.period.to_on.year
    before = [
        fact
        for fact in said
        if fact.period_id != asked.period.pk
        and not (fact.task_version.recurring and fact.period.to_on.year < year)
    ]
    main = next((entry.submission.agency_id for entry in owing if entry.main), None)
    counts = {"reported": len(now), "owed": len(owing)}
    own = [fact for fact in now if fact.main]
    if own:
        return _own(own[-1], None, main, counts)
    if (main or not now) and (own := [fact for fact in before if fact.main]):
        return _own(own[-1], _day(own[-1].approved_at), main, counts)
    if main:
        return Value(main=main, **counts)
    if now:
        return _of_many(node, now, None, counts)
    last = {fact.agency_id: fact for fact in before}
    since = max((fact.approved_at for fact in last.values()), default=None)
    return _of_many(node, list(last.values()), since and _day(since), counts)


def _own(fact: TaskFact, since: dt.date | None, main: int | None, counts: dict[str, int]) -> Value:
    return Value(
        fact.state,
        fact.percent,
        fact.completed_on,
        since,
        main=main or fact.agency_id,
        difficulty=fact.difficulty,
        **counts,
    )


def _of_many(node: TaskVersion, said: list[TaskFact], since: dt.date | None, counts: dict[str, int]) -> Value:
    if not said:
        return Value(**counts)
    percents = [fact.percent for fact in said if fact.percent is not None]
    if not percents:
        return Value("awaiting_trigger" if node.trigger_text else "not_applicable", since=since, **counts)
    if all(percent == 100 for percent in percents) and len(said) >= counts["owed"]:
        last_day = max(fact.completed_on for fact in said if fact.completed_on)
        return Value("completed", mean(percents), last_day, since, **counts)
    return Value("in_progress" if any(percents) else "not_started", mean(percents), None, since, **counts)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date()


def status_of(node: TaskVersion, value: Value, day: dt.date) -> str:
    if not value.state:
        return "not_reported"
    if node.recurring:
        return "recurring"
    if value.state == "awaiting_trigger" or (node.trigger_text and not node.ends_on):
        return "awaiting_trigger"
    if not node.ends_on:
        return "no_deadline"
    if value.state == "not_applicable":
        return "not_reported"
    if value.state == "completed":
        return "completed_on_time" if value.completed_on <= node.ends_on else "completed_late"
    return f"{value.state}_{'on_time' if day <= node.ends_on else 'overdue'}"


def overdue_days(node: TaskVersion, value: Value, status: str, day: dt.date) -> int:
    if status == "completed_late":
        return (value.completed_on - node.ends_on).days
    return (day - node.ends_on).days if status.endswith("overdue") else 0


def task_figures(asked: Asked) -> dict[str, object]:
    """`task.ID.…` of every leaf, `group.ID.…` of every group, and the plan's counts and mean."""
    owing, said = rows.duties(asked), rows.facts(asked)
    nodes = rows.tree(asked)
    parents = {node.task_id: node.parent_id for node in nodes}
    below: dict[int | None, list[tuple[str, Decimal | None]]] = defaultdict(list)
    found: dict[str, object] = {"obstacles": 0}
    for node in nodes:
        if node.kind == "group":
            continue
        value = value_of(asked, node, owing[node.task_id], said[node.task_id])
        status = status_of(node, value, asked.day)
        key = f"task.{node.task_id}"
        found[f"{key}.status"] = status
        found[f"{key}.percent"] = value.percent
        found[f"{key}.reported"] = value.reported
        found[f"{key}.owed"] = value.owed
        found[f"{key}.carried_from"] = value.since
        found["obstacles"] += bool(value.difficulty and not status.startswith("completed"))
        found[f"{key}.main"] = value.main
        found[f"{key}.overdue_days"] = overdue_days(node, value, status, asked.day)
        for fact in said[node.task_id]:
            if fact.period_id == asked.period.pk:
                found[f"{key}.part.{fact.agency_id}.state"] = fact.state
                found[f"{key}.part.{fact.agency_id}.percent"] = fact.percent
        above = node.parent_id
        while above is not None:
            below[above].append((status, value.percent))
            above = parents.get(above)
        below[None].append((status, value.percent))
    for node in nodes:
        if node.kind == "group":
            found |= _added_up(f"group.{node.task_id}.", below[node.task_id])
    return found | _added_up("", below[None])


def _added_up(prefix: str, leaves: list[tuple[str, Decimal | None]]) -> dict[str, object]:
    percents = [percent for _status, percent in leaves if percent is not None]
    statuses = [status for status, _percent in leaves]
    return {
        **{f"{prefix}counts.{code}": statuses.count(code) for code in TIMED + APART},
        f"{prefix}total": len(leaves),
        f"{prefix}with_deadline": sum(status in TIMED for status in statuses),
        f"{prefix}percent": mean(percents) if percents else None,
        f"{prefix}percent_over": len(percents),
    }
