"""The shape of the payload's JSON, key by key: decimals are strings, days and moments ISO text.

Every key is always there. `task`, `parent_task`, `main_id`, `agency_id`, `indicator` and `measure` are identities;
codes and names stand beside them for readers.
"""

from typing import TypedDict


class PlanJson(TypedDict):
    ref: str
    number: str
    kind: str
    title: str
    province: str
    issued_on: str | None
    focal_agency: str | None


class PeriodJson(TypedDict):
    ref: str
    label: str
    from_on: str
    to_on: str
    cutoff_on: str | None
    plan: PlanJson


class PartJson(TypedDict):
    agency: str
    agency_id: int
    state: str
    percent: str | None
    completed_on: str | None
    result: str
    difficulty: str
    proposal: str
    approved_at: str | None


class TaskJson(TypedDict):
    """`assessment` is null as long as none can be recorded; readers know the key."""

    task: int
    code: str
    parent: str | None
    parent_task: int | None
    name: str
    lead_text: str
    coordinating_text: str
    time_text: str
    deadline: str | None
    status: str
    state: str | None
    percent: str | None
    reported: int
    owed: int
    carried_from: str | None
    overdue_days: int
    main: str | None
    main_id: int | None
    result: str
    difficulty: str
    proposal: str
    assessment: None
    parts: list[PartJson]


class GroupJson(TypedDict):
    task: int
    code: str
    parent: str | None
    parent_task: int | None
    name: str
    counts: dict[str, int]
    total: int
    percent: str | None
    reported: int


class MoneyJson(TypedDict):
    """Money of a year and source: `planned` is "0" where the plan prints nothing, `disbursed` null without a report."""

    year: int
    source: str
    source_name: str
    planned: str
    disbursed: str | None
    apart: str | None


class TaskMoneyJson(TypedDict):
    """The same at the grain of the plan; `task` null is the whole plan."""

    task: int | None
    code: str | None
    year: int
    source: str
    source_name: str
    source_position: int
    planned: str | None
    disbursed: str | None
    apart: str | None


class AgencyJson(TypedDict):
    agency: str
    agency_id: int
    lines_owed: int
    lines_approved: int
    state: str
    first_sent_at: str | None
    in_time: bool | None
    returns: int


class IndicatorJson(TypedDict):
    """`value` is a number, or the words of `judgement`."""

    indicator: int
    measure: int
    code: str
    number: str
    name: str
    unit: str
    scope: str
    horizon_year: int
    target_text: str
    comparator: str
    low: str | None
    high: str | None
    baseline: str | None
    value: str | None
    judgement: str
    to_on: str | None
    outdated: bool
    basis: str | None
    verdict: str
    expected: str | None
    main: str | None


class PayloadJson(TypedDict):
    schema: int
    period: PeriodJson
    day: str
    known_at: str
    rules_version: int
    tasks: list[TaskJson]
    groups: list[GroupJson]
    counts: dict[str, int]
    total: int
    percent: str | None
    percent_over: int
    with_deadline: int
    money: list[MoneyJson]
    money_by_task: list[TaskMoneyJson]
    agencies: list[AgencyJson]
    indicators: list[IndicatorJson]
