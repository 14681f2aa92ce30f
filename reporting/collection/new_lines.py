"""Rows of duties as a period creates them, when it opens and when a duty comes later."""

from collections import defaultdict
from collections.abc import Iterable

from plans.at import PlanAt, TaskAt
from reporting.collection.duties import Duty
from reporting.models import MoneyEntry, Period, Submission, TaskEntry, TaskFact


def task_entry(submission: Submission, task: TaskAt, duty: Duty, last: TaskFact | None) -> TaskEntry:
    """A line of an agency on a task, beside what was approved of it last; not saved."""
    return TaskEntry(
        submission=submission,
        task_id=task.id,
        task_version_id=task.row,
        via_group_id=duty.via_group,
        main=duty.main,
        unassigned=duty.unassigned,
        last_fact=last,
    )


def money_entries(period: Period, plan: PlanAt, entries: Iterable[TaskEntry]) -> list[MoneyEntry]:
    """A field per source and budget year the plan prints up to the period's year, and one for the year itself."""
    this = period.to_on.year
    rows = []
    for entry in entries:
        years: dict[int, set[int]] = defaultdict(lambda: {this})
        for line in plan.money(entry.task_id):
            if line.stage == "planned":
                years[line.source].add(min(line.year or this, this))
        rows += [
            MoneyEntry(entry=entry, source_id=source, budget_year=year)
            for source in sorted(years)
            for year in sorted(years[source])
        ]
    return rows
