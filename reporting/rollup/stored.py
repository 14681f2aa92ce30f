"""The payload as JSON, for where it is kept or leaves the portal: cache, frozen reports, API, commands. Pure.

Decimals are strings, days and moments ISO text. `from_json` also opens what earlier versions of the portal froze: the
stored text itself is never rewritten, so that its checksum holds.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

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

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]


def canonical_json(data: Mapping[str, Json]) -> str:
    """The JSON as text, the same bytes for the same figures: keys sorted, no blanks, UTF-8 letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def checksum(data: Mapping[str, Json]) -> str:
    """SHA-256 of the canonical text, hexadecimal: what a frozen report keeps beside its figures."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


# -------------------------------------------------------------------------------------------------------- writing


def to_json(payload: Payload) -> JsonObject:
    """The payload to be kept or sent: every key is always there."""
    codes = {group.task: group.code for group in payload.groups}
    codes |= {task.task: task.code for task in payload.tasks}
    return {
        "schema": payload.schema,
        "period": period_json(payload.period),
        "day": iso(payload.day),
        "known_at": iso(payload.known_at),
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
        "indicators": [_indicator_json(row) for row in payload.indicators],
    }


def period_json(period: PeriodRef) -> JsonObject:
    plan = period.plan
    return {
        "ref": period.ref,
        "label": period.label,
        "from_on": iso(period.from_on),
        "to_on": iso(period.to_on),
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


def _task_json(row: TaskFigure, codes: Mapping[int, str]) -> JsonObject:
    """`assessment` is null as long as none can be recorded; readers know the key."""
    return {
        "task": row.task,
        "code": row.code,
        "parent": _code(row.parent, codes),
        "parent_task": row.parent,
        "name": row.name,
        "lead_text": row.lead_text,
        "coordinating_text": row.coordinating_text,
        "time_text": row.time_text,
        "deadline": iso(row.deadline),
        "status": row.status,
        "state": row.state,
        "percent": percent(row.percent),
        "reported": row.reported,
        "owed": row.owed,
        "carried_from": iso(row.carried_from),
        "overdue_days": row.overdue_days,
        "main": row.main.name if row.main else None,
        "main_id": row.main.id if row.main else None,
        "result": row.result,
        "difficulty": row.difficulty,
        "proposal": row.proposal,
        "assessment": None,
        "parts": [part_json(part) for part in row.parts],
    }


def part_json(part: PartFigure) -> JsonObject:
    """One agency's approved line of a task."""
    return {
        "agency": part.agency.name,
        "agency_id": part.agency.id,
        "state": part.state,
        "percent": percent(part.percent),
        "completed_on": iso(part.completed_on),
        "result": part.result,
        "difficulty": part.difficulty,
        "proposal": part.proposal,
        "approved_at": iso(part.approved_at),
    }


def _group_json(row: GroupFigure, codes: Mapping[int, str]) -> JsonObject:
    return {
        "task": row.task,
        "code": row.code,
        "parent": _code(row.parent, codes),
        "parent_task": row.parent,
        "name": row.name,
        "counts": dict(row.counts),
        "total": row.total,
        "percent": percent(row.percent),
        "reported": row.reported,
    }


def _vnd(value: Decimal | None) -> str | None:
    return None if value is None else vnd(value)


def _money_json(row: MoneyFigure, codes: Mapping[int, str]) -> JsonObject:
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


def _agency_json(row: AgencyFigure) -> JsonObject:
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


def _indicator_json(row: IndicatorFigure) -> JsonObject:
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
        "to_on": iso(row.to_on),
        "outdated": row.outdated,
        "basis": row.basis,
        "verdict": row.verdict,
        "expected": plain(row.expected),
        "main": row.main,
    }


# -------------------------------------------------------------------------------------------------------- reading


class _Object:
    """A JSON object read by the kind of what is expected under a key; a key that is not there is None."""

    __slots__ = ("data",)

    def __init__(self, data: object) -> None:
        if not isinstance(data, Mapping):
            raise TypeError(f"no JSON object: {data!r:.60}")
        self.data: Mapping[str, object] = data

    def text(self, key: str) -> str:
        return str(self.data.get(key) or "")

    def words(self, key: str) -> str | None:
        value = self.data.get(key)
        return None if value is None else str(value)

    def whole(self, key: str) -> int:
        value = self.data[key]
        if not isinstance(value, int):
            raise TypeError(f"{key} is no whole number: {value!r:.60}")
        return value

    def maybe_whole(self, key: str) -> int | None:
        return None if self.data.get(key) is None else self.whole(key)

    def flag(self, key: str) -> bool | None:
        value = self.data.get(key)
        return None if value is None else bool(value)

    def number(self, key: str) -> Decimal | None:
        value = self.data.get(key)
        return None if value is None or value == "" else Decimal(str(value))

    def day(self, key: str) -> dt.date:
        return dt.date.fromisoformat(self.text(key))

    def maybe_day(self, key: str) -> dt.date | None:
        return self.day(key) if self.data.get(key) else None

    def moment(self, key: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.text(key)) if self.data.get(key) else None

    def object(self, key: str) -> "_Object":
        return _Object(self.data[key])

    def rows(self, key: str) -> list["_Object"]:
        value = self.data.get(key) or []
        if not isinstance(value, list):
            raise TypeError(f"{key} is no list: {value!r:.60}")
        return [_Object(row) for row in value]

    def counts(self, key: str) -> dict[str, int]:
        counts = self.object(key)
        return {code: counts.whole(code) for code in counts.data}


def from_json(data: object) -> Payload:
    """The payload of stored JSON, of this or an earlier schema. Raises TypeError or KeyError where it is none."""
    stored = _Object(data)
    if stored.data.get("schema", 1) == 1:
        stored = _Object(schema_1.upgraded(stored.data))
    known_at = stored.moment("known_at")
    if known_at is None:
        raise KeyError("known_at")
    return Payload(
        schema=SCHEMA,
        period=_period(stored.object("period")),
        day=stored.day("day"),
        known_at=known_at,
        rules_version=stored.whole("rules_version"),
        tasks=tuple(_task(row) for row in stored.rows("tasks")),
        groups=tuple(_group(row) for row in stored.rows("groups")),
        counts=stored.counts("counts"),
        total=stored.whole("total"),
        percent=stored.number("percent"),
        percent_over=stored.whole("percent_over"),
        with_deadline=stored.whole("with_deadline"),
        money=tuple(_money(row) for row in stored.rows("money_by_task")),
        agencies=tuple(_agency(row) for row in stored.rows("agencies")),
        indicators=tuple(_indicator(row) for row in stored.rows("indicators")),
    )


def _period(data: _Object) -> PeriodRef:
    plan = data.object("plan")
    return PeriodRef(
        ref=data.text("ref"),
        label=data.text("label"),
        from_on=data.day("from_on"),
        to_on=data.day("to_on"),
        cutoff_on=data.maybe_day("cutoff_on"),
        plan=PlanRef(
            ref=plan.text("ref"),
            number=plan.text("number"),
            kind=plan.text("kind"),
            title=plan.text("title"),
            province=plan.text("province"),
            issued_on=plan.maybe_day("issued_on"),
            focal_agency=plan.words("focal_agency"),
        ),
    )


def _task(row: _Object) -> TaskFigure:
    main = row.words("main")
    return TaskFigure(
        task=row.whole("task"),
        code=row.text("code"),
        parent=row.maybe_whole("parent_task"),
        name=row.text("name"),
        lead_text=row.text("lead_text"),
        coordinating_text=row.text("coordinating_text"),
        time_text=row.text("time_text"),
        deadline=row.maybe_day("deadline"),
        status=row.text("status"),
        state=row.words("state"),
        percent=row.number("percent"),
        reported=row.whole("reported"),
        owed=row.whole("owed"),
        carried_from=row.maybe_day("carried_from"),
        overdue_days=row.whole("overdue_days"),
        main=None if main is None else AgencyRef(row.whole("main_id"), main),
        result=row.text("result"),
        difficulty=row.text("difficulty"),
        proposal=row.text("proposal"),
        parts=tuple(_part(part) for part in row.rows("parts")),
    )


def _part(row: _Object) -> PartFigure:
    return PartFigure(
        agency=AgencyRef(row.whole("agency_id"), row.text("agency")),
        state=row.text("state"),
        percent=row.number("percent"),
        completed_on=row.maybe_day("completed_on"),
        result=row.text("result"),
        difficulty=row.text("difficulty"),
        proposal=row.text("proposal"),
        approved_at=row.moment("approved_at"),
    )


def _group(row: _Object) -> GroupFigure:
    return GroupFigure(
        task=row.whole("task"),
        code=row.text("code"),
        parent=row.maybe_whole("parent_task"),
        name=row.text("name"),
        counts=row.counts("counts"),
        total=row.whole("total"),
        percent=row.number("percent"),
        reported=row.whole("reported"),
    )


def _money(row: _Object) -> MoneyFigure:
    return MoneyFigure(
        task=row.maybe_whole("task"),
        source=SourceRef(row.text("source"), row.text("source_name"), row.whole("source_position")),
        year=row.whole("year"),
        planned=row.number("planned"),
        disbursed=row.number("disbursed"),
        apart=row.number("apart"),
    )


def _agency(row: _Object) -> AgencyFigure:
    return AgencyFigure(
        agency=AgencyRef(row.whole("agency_id"), row.text("agency")),
        lines_owed=row.whole("lines_owed"),
        lines_approved=row.whole("lines_approved"),
        state=row.text("state"),
        first_sent_at=row.moment("first_sent_at"),
        in_time=row.flag("in_time"),
        returns=row.whole("returns"),
    )


def _indicator(row: _Object) -> IndicatorFigure:
    judgement = row.text("judgement")
    return IndicatorFigure(
        indicator=row.whole("indicator"),
        measure=row.whole("measure"),
        code=row.text("code"),
        number=row.text("number"),
        name=row.text("name"),
        unit=row.text("unit"),
        scope=row.text("scope"),
        horizon_year=row.whole("horizon_year"),
        target_text=row.text("target_text"),
        comparator=row.text("comparator"),
        low=row.number("low"),
        high=row.number("high"),
        baseline=row.number("baseline"),
        value=None if judgement else row.number("value"),
        judgement=judgement,
        to_on=row.maybe_day("to_on"),
        outdated=bool(row.flag("outdated")),
        basis=row.words("basis"),
        verdict=row.text("verdict"),
        expected=row.number("expected"),
        main=row.words("main"),
    )
