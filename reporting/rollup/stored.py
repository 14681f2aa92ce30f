"""The payload as JSON, for where it is kept or leaves the portal: cache, frozen reports, API, commands. Pure.

Decimals are strings, days and moments ISO text. `from_json` also opens what earlier versions of the portal froze: the
stored text itself is never rewritten, so that its checksum holds.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import cast

from reporting.rollup import schema_1
from reporting.rollup.money import by_year_and_source
from reporting.rollup.numbers import percent, plain, vnd
from reporting.rollup.payload import (
    SCHEMA,
    AgencyFigure,
    AgencyRef,
    GroupFigure,
    IndicatorFigure,
    MoneyFigure,
    PartFigure,
    Payload,
    PeriodRef,
    PlanRef,
    SourceRef,
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


# -------------------------------------------------------------------------------------------------------- writing


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


# -------------------------------------------------------------------------------------------------------- reading


class Unreadable(ValueError):
    """Stored JSON that is no payload of any schema: no version of the portal wrote it so."""


def from_json(data: object) -> Payload:
    """The payload of stored JSON, of this or an earlier schema. Raises Unreadable where it is none."""
    if not isinstance(data, Mapping):
        raise Unreadable(f"no payload but {type(data).__name__}")
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as missing:
        raise Unreadable(repr(missing)) from missing


def _read(data: Mapping[str, object]) -> Payload:
    stored = cast(PayloadJson, data if data.get("schema", 1) == SCHEMA else schema_1.upgraded(data))
    return Payload(
        schema=SCHEMA,
        period=_period(stored["period"]),
        day=dt.date.fromisoformat(stored["day"]),
        known_at=dt.datetime.fromisoformat(stored["known_at"]),
        rules_version=stored["rules_version"],
        tasks=tuple(map(_task, stored["tasks"])),
        groups=tuple(map(_group, stored["groups"])),
        counts=stored["counts"],
        total=stored["total"],
        percent=_decimal(stored["percent"]),
        percent_over=stored["percent_over"],
        with_deadline=stored["with_deadline"],
        money=tuple(map(_money, stored["money_by_task"])),
        agencies=tuple(map(_agency, stored["agencies"])),
        indicators=tuple(map(indicator_figure, stored["indicators"])),
    )


@lru_cache(KEPT)
def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@lru_cache(KEPT)
def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _period(data: PeriodJson) -> PeriodRef:
    plan = data["plan"]
    return PeriodRef(
        ref=data["ref"],
        label=data["label"],
        from_on=dt.date.fromisoformat(data["from_on"]),
        to_on=dt.date.fromisoformat(data["to_on"]),
        cutoff_on=_day(data["cutoff_on"]),
        plan=PlanRef(
            ref=plan["ref"],
            number=plan["number"],
            kind=plan["kind"],
            title=plan["title"],
            province=plan["province"],
            issued_on=_day(plan["issued_on"]),
            focal_agency=plan["focal_agency"],
        ),
    )


def _task(row: TaskJson) -> TaskFigure:
    main, main_id = row["main"], row["main_id"]
    return TaskFigure(
        row["task"],
        row["code"],
        row["parent_task"],
        row["name"],
        row["lead_text"],
        row["coordinating_text"],
        row["time_text"],
        _day(row["deadline"]),
        row["status"],
        row["state"],
        _decimal(row["percent"]),
        row["reported"],
        row["owed"],
        _day(row["carried_from"]),
        row["overdue_days"],
        None if main is None or main_id is None else AgencyRef(main_id, main),
        tuple(map(_part, row["parts"])) if row["parts"] else (),
        row["result"],
        row["difficulty"],
        row["proposal"],
    )


def _part(row: PartJson) -> PartFigure:
    return PartFigure(
        AgencyRef(row["agency_id"], row["agency"]),
        row["state"],
        _decimal(row["percent"]),
        _day(row["completed_on"]),
        row["result"],
        row["difficulty"],
        row["proposal"],
        _moment(row["approved_at"]),
    )


def _group(row: GroupJson) -> GroupFigure:
    return GroupFigure(
        row["task"],
        row["code"],
        row["parent_task"],
        row["name"],
        row["counts"],
        row["total"],
        _decimal(row["percent"]),
        row["reported"],
    )


def _money(row: TaskMoneyJson) -> MoneyFigure:
    return MoneyFigure(
        row["task"],
        SourceRef(row["source"], row["source_name"], row["source_position"]),
        row["year"],
        _decimal(row["planned"]),
        _decimal(row["disbursed"]),
        _decimal(row["apart"]),
    )


def _agency(row: AgencyJson) -> AgencyFigure:
    return AgencyFigure(
        AgencyRef(row["agency_id"], row["agency"]),
        row["lines_owed"],
        row["lines_approved"],
        row["state"],
        _moment(row["first_sent_at"]),
        row["in_time"],
        row["returns"],
    )


def indicator_figure(row: IndicatorJson) -> IndicatorFigure:
    """One target of stored JSON."""
    return IndicatorFigure(
        row["indicator"],
        row["measure"],
        row["code"],
        row["number"],
        row["name"],
        row["unit"],
        row["scope"],
        row["horizon_year"],
        row["target_text"],
        row["comparator"],
        _decimal(row["low"]),
        _decimal(row["high"]),
        _decimal(row["baseline"]),
        None if row["judgement"] else _decimal(row["value"]),
        row["judgement"],
        _day(row["to_on"]),
        row["outdated"],
        row["basis"],
        row["verdict"],
        _decimal(row["expected"]),
        row["main"],
    )
