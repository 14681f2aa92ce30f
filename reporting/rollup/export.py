"""What roll-up read, row by row, so that anybody can recompute it: `manage.py export_facts`.

Tasks are named by their code, agencies by their name. Facts and money are those in force at the known moment; those of
earlier periods of the plan are there because values are carried over and money is cumulative.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Q, QuerySet

from reporting.models import MoneyFact, Period, TaskEntry, TaskFact
from reporting.rollup import inputs
from reporting.rollup.compute import RULES_VERSION, local
from reporting.rollup.inputs import Inputs
from reporting.rollup.numbers import percent, plain, vnd
from reporting.rollup.rows import Sent
from reporting.rollup.stored import iso, period_json
from reporting.states import LINE_GONE

Row = dict[str, object]


def facts_read(period: Period, *, day: dt.date, known_at: dt.datetime) -> Row:
    """The rows behind `rollup(period, day=day, known_at=known_at)`, JSON-able; money in VND, decimals as strings."""
    read = inputs.read(period, day=day, known_at=known_at, parts=False)
    codes = {node.task: node.code for node in read.nodes}
    facts = _in_force(period, known_at)
    return {
        "period": period_json(read.period),
        "day": day.isoformat(),
        "known_at": _moment(known_at),
        "rules_version": RULES_VERSION,
        "tasks": _tasks(read, codes),
        "duties": _duties(period, codes),
        "facts": _facts(facts, codes),
        "money": _money(facts, codes),
        "budget": _budget(read, codes),
        "submissions": _submissions(read),
        "targets": _targets(read),
        "observations": _observations(read),
    }


def _moment(at: dt.datetime | None) -> str | None:
    return iso(local(at))


def _in_force(period: Period, known_at: dt.datetime) -> QuerySet[TaskFact]:
    """The facts of this period and of the plan's earlier ones that counted at the moment."""
    earlier = Q(period__cycle__plan=period.cycle.plan_id, period__to_on__lt=period.to_on)
    in_force = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
    return TaskFact.objects.filter(Q(period=period) | earlier, in_force, approved_at__lte=known_at)


def _tasks(read: Inputs, codes: dict[int, str]) -> list[Row]:
    return [
        {
            "code": node.code,
            "parent": codes.get(node.parent) if node.parent else None,
            "kind": node.kind,
            "name": node.name,
            "deadline": iso(node.ends_on),
            "recurring": node.recurring,
            "triggered": node.triggered,
        }
        for node in read.nodes
    ]


def _duties(period: Period, codes: dict[int, str]) -> list[Row]:
    """Who owes a line on what in the period: all that is read of entries."""
    rows = (
        TaskEntry.objects.filter(submission__period=period)
        .exclude(line_state__in=LINE_GONE)
        .order_by("task_version__position", "submission__agency__position", "submission__agency")
        .values_list("task", "task_version__code", "submission__agency__name", "main")
    )
    return [
        {"task": codes.get(task, code), "agency": agency, "main": main} for task, code, agency, main in rows
    ]


def _facts(facts: QuerySet[TaskFact], codes: dict[int, str]) -> list[Row]:
    rows = facts.select_related("period", "task_version", "agency").order_by(
        "period__to_on", "task_version__position", "agency__position", "agency"
    )
    return [
        {
            "period": fact.period.ref,
            "period_to": fact.period.to_on.isoformat(),
            "task": codes.get(fact.task_id, fact.task_version.code),
            "agency": fact.agency.name,
            "main": fact.main,
            "recurring": fact.task_version.recurring,
            "state": fact.state,
            "percent": percent(fact.percent),
            "completed_on": iso(fact.completed_on),
            "result": fact.result,
            "difficulty": fact.difficulty,
            "proposal": fact.proposal,
            "approved_at": _moment(fact.approved_at),
        }
        for fact in rows
    ]


def _money(facts: QuerySet[TaskFact], codes: dict[int, str]) -> list[Row]:
    """Disbursed, cumulative from 01/01 of the budget year."""
    rows = (
        MoneyFact.objects.filter(fact__in=facts)
        .select_related("fact__period", "fact__task_version", "fact__agency", "source")
        .order_by(
            "fact__period__to_on", "fact__task_version__position", "fact__agency__position", "source", "id"
        )
    )
    return [
        {
            "period": row.fact.period.ref,
            "period_to": row.fact.period.to_on.isoformat(),
            "task": codes.get(row.fact.task_id, row.fact.task_version.code),
            "agency": row.fact.agency.name,
            "approved_at": _moment(row.fact.approved_at),
            "source": row.source.code,
            "year": row.budget_year,
            "cumulative": vnd(row.cumulative),
        }
        for row in rows
    ]


def _budget(read: Inputs, codes: dict[int, str]) -> list[Row]:
    """Planned for a leaf (null: for the whole plan), per year (0: the whole horizon) and source."""
    sources = {source.id: source for source in read.sources}
    order = {node.task: place for place, node in enumerate(read.nodes)}
    rows = sorted(
        read.planned,
        key=lambda row: (row.year, sources[row.source].position, row.source, order.get(row.task or 0, -1)),
    )
    return [
        {
            "task": codes.get(row.task) if row.task else None,
            "year": row.year,
            "source": sources[row.source].code,
            "source_name": sources[row.source].name,
            "amount": vnd(row.amount),
        }
        for row in rows
    ]


def _submissions(read: Inputs) -> list[Row]:
    """Sendings and reviews of every agency; `lines_approved` is read only where not the whole report is approved."""
    sendings: dict[int, list[Sent]] = defaultdict(list)
    numbers: dict[int | None, int] = {}
    for sending in read.sent:
        sendings[sending.submission].append(sending)
        numbers[sending.sending] = len(sendings[sending.submission])
    return [
        {
            "agency": owing.name,
            "due_at": _moment(owing.due_at),
            "lines": read.lines_owed.get(owing.agency, 0),
            "lines_approved": read.approved_lines.get(owing.agency),
            "sendings": [
                {
                    "no": numbers[sending.sending],
                    "at": _moment(sending.at),
                    "accepted_at": _moment(read.accepted_at.get(sending.sending)),
                }
                for sending in sendings[owing.submission]
            ],
            "reviews": [
                {
                    "sending": numbers.get(review.sending),
                    "action": review.action,
                    "whole": bool(review.whole),
                    "at": _moment(review.at),
                }
                for review in read.reviewed
                if review.submission == owing.submission
            ],
        }
        for owing in read.owings
    ]


def _targets(read: Inputs) -> list[Row]:
    return [
        {
            "code": aim.code,
            "name": aim.name,
            "unit": aim.unit,
            "measure": aim.measure_code,
            "direction": aim.direction,
            "nature": aim.nature,
            "scope": aim.scope,
            "horizon_year": aim.horizon_year,
            "comparator": aim.comparator,
            "low": plain(aim.low),
            "high": plain(aim.high),
            "target_text": aim.target_text,
        }
        for aim in read.aims
    ]


def _observations(read: Inputs) -> list[Row]:
    """What had been measured up to the day and was known at the moment, baselines included."""
    codes = {aim.measure: aim.measure_code for aim in read.aims}
    return [
        {
            "measure": codes[row.measure],
            "scope": row.scope,
            "from_on": iso(row.from_on),
            "to_on": iso(row.to_on),
            "basis": row.basis,
            "value": plain(row.value),
            "verdict": row.verdict,
        }
        for row in read.observed
    ]
