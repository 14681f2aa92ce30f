"""What a plan's annexes are made of: the plan as it stands on a day, in the words of the importer's contract."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from agencies.register import read_register
from indicators.models import IndicatorVersion, Target
from plans.models import Assignment, AssignmentRole, BudgetLine, Plan, TaskVersion
from plans.money import plain
from plans.services import MILLION
from reporting.documents.annex import PlanAnnexes, plan_annexes, reporting_rule
from reporting.models import Cycle


def annexes_of(plan: Plan, day: dt.date) -> PlanAnnexes:
    """The annexes of a plan as valid on `day`, for the makers. As many queries for any number of rows."""
    budget = BudgetLine.objects.on(day).filter(plan=plan, task__isnull=False, stage="planned")
    money = list(budget.select_related("source").order_by("source__position", "year"))
    return plan_annexes(
        {
            "number": plan.number,
            "kind": plan.kind,
            "title": plan.title,
            "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
            "issuer": plan.issuer_text,
            "province": plan.province.name,
        },
        tasks=_tasks(plan, day, money),
        indicators=list(_indicators(plan, day)),
        names=read_register(day).names(plan.province.name),
        made_on=day,
        sources={line.source.code: line.source.name_printed for line in money},
        cycles=list(dict.fromkeys(_rules(plan, day))),
    )


def _tasks(plan: Plan, day: dt.date, money: Iterable[BudgetLine]) -> list[dict[str, Any]]:
    versions = list(TaskVersion.objects.of_plan(plan, on=day))
    code_of = {version.task_id: version.code for version in versions}
    leads: dict[int, list[str]] = defaultdict(list)
    helpers: dict[int, list[str]] = defaultdict(list)
    for row in (
        Assignment.objects.on(day)
        .filter(task__plan=plan)
        .select_related("agency", "group")
        .order_by("task", "position")
    ):
        into = helpers if row.role == AssignmentRole.COORDINATE else leads
        into[row.task_id].append((row.agency or row.group).name)
    budget: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in money:
        budget[line.task_id].append(
            {"year": line.year or None, "source": line.source.code, "million": plain(line.amount / MILLION)}
        )
    return [
        {
            "code": version.code,
            "parent": code_of.get(version.parent_id),
            "kind": version.kind,
            "name": version.name,
            "lead": leads[version.task_id],
            "lead_text": version.lead_text,
            "coordinating": helpers[version.task_id],
            "coordinating_text": version.coordinating_text,
            "time_text": version.time_text,
            "start": _iso(version.starts_on),
            "end": _iso(version.ends_on),
            "recurring": version.recurring,
            "trigger_text": version.trigger_text,
            "product": version.product,
            "notes": version.notes,
            "budget": budget[version.task_id],
        }
        for version in versions
    ]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _indicators(plan: Plan, day: dt.date) -> Iterator[dict[str, Any]]:
    """A row for every target: where an indicator has several, the year stands before its code as in the contract."""
    versions = list(
        IndicatorVersion.objects.of_plan(plan, on=day).prefetch_related(
            "indicator__targets", "indicator__followers__agency", "indicator__followers__group"
        )
    )
    code_of = {version.indicator_id: version.code for version in versions}
    for version in versions:
        valid = [target for target in version.indicator.targets.all() if _on(target, day)]
        followers = [row for row in version.indicator.followers.all() if _on(row, day)]
        row = {
            "code": version.code,
            "parent": code_of.get(version.parent_id),
            "kind": version.kind,
            "name": version.name,
            "unit": version.unit_printed,
            "horizon_year": None,
            "target_text": "",
            "comparator": None,
            "low": None,
            "high": None,
            "lead": [(follower.agency or follower.group).name for follower in followers],
            "lead_text": version.lead_text,
        }
        if not valid:
            yield row
        for target in valid:
            prefix = f"{target.horizon_year}." if len(valid) > 1 else ""
            yield {**row, "code": f"{prefix}{version.code}", **_target(target)}


def _on(row: Any, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _target(target: Target) -> dict[str, Any]:
    return {
        "horizon_year": target.horizon_year,
        "target_text": target.printed,
        "comparator": target.comparator if target.printed or target.low is not None else None,
        "low": _number(target.low),
        "high": _number(target.high),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _rules(plan: Plan, day: dt.date) -> Iterator[str]:
    """The plan's reporting rule, a sentence for every stage with a day."""
    cycles = (
        Cycle.objects.on(day)
        .filter(plan=plan)
        .prefetch_related("stages__to_agency", "stages__via_agency", "reporters")
        .order_by("id")
    )
    for cycle in cycles:
        reporters = ", ".join(reporter.text_printed for reporter in cycle.reporters.all())
        for stage in cycle.stages.all():
            sentence = reporting_rule(
                who={"agencies": reporters, "focal": str(plan.focal_agency or "")}.get(
                    stage.kind, plan.issuer_text
                ),
                to=stage.receiver,
                via=stage.via_agency.name if stage.via_agency else "",
                purpose=cycle.purpose,
                frequency=cycle.frequency,
                month=stage.month,
                day=stage.day,
                bound=stage.bound,
                due_text=stage.due_text,
            )
            if sentence:
                yield sentence
