"""The payload from its JSON: what was kept, and what earlier versions of the portal froze. Pure.

The stored text itself is never rewritten, so that its checksum holds. Rows are made by place: a page opens hundreds.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import cast

from reporting.rollup import schema_1
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
from reporting.rollup.status import STATUSES
from reporting.rollup.stored import KEPT


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
        counts=_counts(stored["counts"]),
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


def _counts(row: dict[str, int]) -> dict[str, int]:
    """In the order they were counted in, which PostgreSQL does not keep: what is sent on has the same bytes again."""
    return {status: row[status] for status in STATUSES if status in row} | row


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
        _counts(row["counts"]),
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
