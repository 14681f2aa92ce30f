"""The payload as JSON, for where it is kept or leaves the portal: cache, frozen reports, API, commands. Pure.

Decimals are strings, days and moments ISO text. `opened` reads it again.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from reporting.rollup.money import by_year_and_source
from reporting.rollup.numbers import percent, plain, vnd
from reporting.rollup.payload import (
    AgencyFigure,
    GroupFigure,
    IndicatorFigure,
    MoneyFigure,
    PartFigure,
    Payload,
    PeriodRef,
    TaskFigure,
)
from reporting.rollup.shapes import (
    AgencyJson,
    GroupJson,
    IndicatorJson,
    PartJson,
    PayloadJson,
    PeriodJson,
    TaskJson,
    TaskMoneyJson,
)

KEPT = (
    4096  # days and decimals whose text, or whose value, is known from the row before: most rows repeat them
)


def canonical_json(data: Mapping[str, object]) -> str:
    """The JSON as text, the same bytes for the same figures: keys sorted, no blanks, UTF-8 letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def checksum(data: Mapping[str, object]) -> str:
    """SHA-256 of the canonical text, hexadecimal: what a frozen report keeps beside its figures."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


@lru_cache(KEPT)
def _iso(day: dt.date | None) -> str | None:
    return iso(day)


@lru_cache(KEPT)
def _percent(value: Decimal | None) -> str | None:
    return percent(value)


@lru_cache(KEPT)
def _vnd(value: Decimal | None) -> str | None:
    return None if value is None else vnd(value)


def to_json(payload: Payload) -> PayloadJson:
    """The payload to be kept or sent: every key is always there."""
    codes = {group.task: group.code for group in payload.groups}
    codes |= {task.task: task.code for task in payload.tasks}
    return {
        "schema": payload.schema,
        "period": period_json(payload.period),
        "day": payload.day.isoformat(),
        "known_at": payload.known_at.isoformat(),
        "rules_version": payload.rules_version,
        "tasks": [_task_json(row, codes) for row in payload.tasks],
        "groups": [_group_json(row, codes) for row in payload.groups],
        "counts": dict(payload.counts),
        "total": payload.total,
        "percent": percent(payload.percent),
        "percent_over": payload.percent_over,
        "with_deadline": payload.with_deadline,
        "money": [
            {
                "year": row.year,
                "source": row.source.code,
                "source_name": row.source.name,
                "planned": vnd(row.planned or Decimal(0)),
                "disbursed": _vnd(row.disbursed),
                "apart": _vnd(row.apart),
            }
            for row in by_year_and_source(payload.money)
        ],
        "money_by_task": [_money_json(row, codes) for row in payload.money],
        "agencies": [_agency_json(row) for row in payload.agencies],
        "indicators": [indicator_json(row) for row in payload.indicators],
    }


def period_json(period: PeriodRef) -> PeriodJson:
    plan = period.plan
    return {
        "ref": period.ref,
        "label": period.label,
        "from_on": period.from_on.isoformat(),
        "to_on": period.to_on.isoformat(),
        "cutoff_on": iso(period.cutoff_on),
        "plan": {
            "ref": plan.ref,
            "number": plan.number,
            "kind": plan.kind,
            "title": plan.title,
            "province": plan.province,
            "issued_on": iso(plan.issued_on),
            "focal_agency": plan.focal_agency,
        },
    }


def _code(task: int | None, codes: Mapping[int, str]) -> str | None:
    return None if task is None else codes.get(task)


def _task_json(row: TaskFigure, codes: Mapping[int, str]) -> TaskJson:
    return {
        "task": row.task,
        "code": row.code,
        "parent": _code(row.parent, codes),
        "parent_task": row.parent,
        "name": row.name,
        "lead_text": row.lead_text,
        "coordinating_text": row.coordinating_text,
        "time_text": row.time_text,
        "deadline": _iso(row.deadline),
        "status": row.status,
        "state": row.state,
        "percent": _percent(row.percent),
        "reported": row.reported,
        "owed": row.owed,
        "carried_from": _iso(row.carried_from),
        "overdue_days": row.overdue_days,
        "main": row.main.name if row.main else None,
        "main_id": row.main.id if row.main else None,
        "result": row.result,
        "difficulty": row.difficulty,
        "proposal": row.proposal,
        "assessment": None,
        "parts": [part_json(part) for part in row.parts],
    }


def part_json(part: PartFigure) -> PartJson:
    """One agency's approved line of a task."""
    return {
        "agency": part.agency.name,
        "agency_id": part.agency.id,
        "state": part.state,
        "percent": _percent(part.percent),
        "completed_on": _iso(part.completed_on),
        "result": part.result,
        "difficulty": part.difficulty,
        "proposal": part.proposal,
        "approved_at": iso(part.approved_at),
    }


def _group_json(row: GroupFigure, codes: Mapping[int, str]) -> GroupJson:
    return {
        "task": row.task,
        "code": row.code,
        "parent": _code(row.parent, codes),
        "parent_task": row.parent,
        "name": row.name,
        "counts": dict(row.counts),
        "total": row.total,
        "percent": _percent(row.percent),
        "reported": row.reported,
    }


def _money_json(row: MoneyFigure, codes: Mapping[int, str]) -> TaskMoneyJson:
    return {
        "task": row.task,
        "code": _code(row.task, codes),
        "year": row.year,
        "source": row.source.code,
        "source_name": row.source.name,
        "source_position": row.source.position,
        "planned": _vnd(row.planned),
        "disbursed": _vnd(row.disbursed),
        "apart": _vnd(row.apart),
    }


def _agency_json(row: AgencyFigure) -> AgencyJson:
    return {
        "agency": row.agency.name,
        "agency_id": row.agency.id,
        "lines_owed": row.lines_owed,
        "lines_approved": row.lines_approved,
        "state": row.state,
        "first_sent_at": iso(row.first_sent_at),
        "in_time": row.in_time,
        "returns": row.returns,
    }


def indicator_json(row: IndicatorFigure) -> IndicatorJson:
    """One target, as `indicator_figure` reads it."""
    return {
        "indicator": row.indicator,
        "measure": row.measure,
        "code": row.code,
        "number": row.number,
        "name": row.name,
        "unit": row.unit,
        "scope": row.scope,
        "horizon_year": row.horizon_year,
        "target_text": row.target_text,
        "comparator": row.comparator,
        "low": plain(row.low),
        "high": plain(row.high),
        "baseline": plain(row.baseline),
        "value": plain(row.value) if row.value is not None else row.judgement or None,
        "judgement": row.judgement,
        "to_on": _iso(row.to_on),
        "outdated": row.outdated,
        "basis": row.basis,
        "verdict": row.verdict,
        "expected": plain(row.expected),
        "main": row.main,
    }
