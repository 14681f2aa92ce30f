"""Reading what roll-up computes from: plain rows, in a bounded number of statements whatever the size of the period."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

from indicators.attainment import Observed
from plans.at import Reading, astray
from plans.events import Course, EventAt, courses
from plans.models import Plan
from reporting.collection.periods import known_in
from reporting.models import Period
from reporting.rollup import discipline, statements
from reporting.rollup.discipline import Standing
from reporting.rollup.payload import AgencyRef, PeriodRef, PlanRef
from reporting.rollup.rows import (
    Aim,
    Before,
    Completed,
    Count,
    Disbursed,
    Done,
    Duty,
    Followed,
    Line,
    Main,
    MainDuty,
    Moment,
    Named,
    Node,
    Owed,
    Owing,
    Parts,
    Planned,
    Reviewed,
    Sent,
    Source,
)
from reporting.rollup.sql import Values, moment, rows
from reporting.rollup.tasks import Approved


class Inputs(NamedTuple):
    """Everything `compute.payload` needs; the mappings go by database id.

    `lines`, the main agency's first, then in printed order, and the `agencies` they are of are empty unless asked for.
    """

    period: PeriodRef
    day: dt.date
    known_at: dt.datetime
    nodes: list[Node]
    approved: Approved
    lines: list[Line]
    agencies: dict[int, AgencyRef]
    sources: list[Source]
    planned: list[Planned]
    disbursed: list[Disbursed]
    owings: list[Owing]
    lines_owed: dict[int, int]
    sent: list[Sent]
    reviewed: list[Reviewed]
    accepted_at: dict[int, dt.datetime]
    standings: dict[int, Standing]
    approved_lines: dict[int, int]
    aims: list[Aim]
    followers: dict[tuple[int, str], str]
    observed: list[Observed]


def read(period: Period, *, day: dt.date, known_at: dt.datetime, parts: bool) -> Inputs:
    """Everything about a period as known at a moment; `parts` adds every agency's line."""
    known_at = known_at.astimezone(dt.UTC)
    at = _values(period, day, known_at)
    nodes = _laid_over(_rooted(rows(Node, statements.NODES, at)), rows(EventAt, statements.EVENTS, at))
    earlier, owings = _season(at)
    sent, reviewed, followed = _done(at)
    accepted_at = _accepted_at(owings, sent)
    sent = [sending for sending in sent if sending.at <= known_at]
    standings = discipline.standings(owings, sent, reviewed, accepted_at, known_at)
    aims = [
        aim for aim in rows(Aim, statements.AIMS, at) if aim.measure
    ]  # without one there is nothing to measure
    past = [before.id for before in earlier]
    this_year = [before.id for before in earlier if before.to_on.year == period.to_on.year]
    at |= {"periods": past, "this_year": this_year or [0]}
    approved, duties = _approved(nodes, owings, earlier, at)
    groups = [node.task for node in nodes if node.kind == "group"]
    planned = rows(Planned, statements.PLANNED, {**at, "groups": groups or [0]})
    disbursed = _disbursed([*past, period.pk], at)
    lines, agencies = _with_agencies(rows(Line, statements.LINES, at) if parts else [])
    sources = sorted({row.source for row in planned} | {row.source for row in disbursed})
    return Inputs(
        period=describe(period),
        day=day,
        known_at=known_at,
        nodes=nodes,
        approved=approved,
        lines=lines,
        agencies=agencies,
        sources=rows(Source, statements.SOURCES, {"sources": sources}),
        planned=planned,
        disbursed=disbursed,
        owings=owings,
        lines_owed=duties.of_agencies,
        sent=sent,
        reviewed=reviewed,
        accepted_at=accepted_at,
        standings=standings,
        approved_lines=_approved_lines(owings, standings, at),
        aims=aims,
        followers=_followers(owings, followed),
        observed=rows(
            Observed, statements.OBSERVED, {**at, "measures": sorted({aim.measure for aim in aims})}
        ),
    )


def _rooted(nodes: list[Node]) -> list[Node]:
    """The tree as `plan_at` reads it."""
    lost = astray([(node.task, node.parent) for node in nodes])
    return [node._replace(parent=None) if node.task in lost else node for node in nodes] if lost else nodes


def _laid_over(nodes: list[Node], events: list[EventAt]) -> list[Node]:
    """The tree with what happened to its tasks, as `plan_at` lays it over them."""
    happened = courses(events)
    return [_on_course(node, happened.get(node.task)) for node in nodes] if happened else nodes


def _on_course(node: Node, course: Course | None) -> Node:
    if course is None:
        return node
    return node._replace(
        ends_on=course.deadline(node.ends_on),
        triggered=node.triggered and not course.met,
        standing=course.standing,
    )


def _season(at: Values) -> tuple[list[Before], list[Owing]]:
    """Earlier periods of the plan, the oldest first, and who owes, in printed order."""
    found = rows(Owed, statements.SEASON, at)
    earlier = [Before(row.id, row.to_on) for row in found if row.what == "before"]
    owed = [row for row in found if row.what == "owing"]
    owed.sort(key=lambda row: (row.position, row.agency))
    return sorted(earlier, key=lambda row: (row.to_on, row.id)), [Owing(*row[1:6]) for row in owed]


def _done(at: Values) -> tuple[list[Sent], list[Reviewed], list[Followed]]:
    """Sendings of each submission by their number, reviews in the order of time, and main lines on measures."""
    found = rows(Done, statements.DONE, at)
    sent = [row for row in found if row.what == "sent"]
    reviewed = [row for row in found if row.what == "reviewed"]
    sent.sort(key=lambda row: (row.submission, row.place))
    reviewed.sort(key=lambda row: (row.at, row.place))
    return (
        [Sent(row.submission, row.whose, row.at, row.word) for row in sent],
        [Reviewed(row.submission, row.whose, row.word, row.at, row.whole) for row in reviewed],
        [Followed(row.submission, row.whose, row.word) for row in found if row.what == "followed"],
    )


def _values(period: Period, day: dt.date, known_at: dt.datetime) -> Values:
    """What every statement asks by."""
    plan = period.cycle.plan
    return {
        "period": period.pk,
        "plan": plan.pk,
        "province": plan.province_id,
        "versions": list(Reading.of(period.plan_version, day, known_at).versions),
        "recorded_by": moment(known_in(period, known_at)),
        "to_on": period.to_on,
        "day": day,
        "known_at": moment(known_at),
    }


def describe(period: Period) -> PeriodRef:
    """The period and its plan, as the payload names them."""
    return PeriodRef(
        ref=period.ref,
        label=period.label,
        from_on=period.from_on,
        to_on=period.to_on,
        cutoff_on=period.cutoff_on,
        plan=plan_ref(period.cycle.plan),
    )


def plan_ref(plan: Plan) -> PlanRef:
    """A plan, as the payload names it."""
    return PlanRef(
        ref=plan.ref,
        number=plan.number,
        kind=plan.kind,
        title=plan.title,
        province=plan.province.name,
        issued_on=plan.issued_on,
        focal_agency=plan.focal_agency.name if plan.focal_agency else None,
    )


Lines = tuple[list[Line], dict[int, AgencyRef]]


def lines_of(period: Period, task: int, *, known_at: dt.datetime) -> Lines:
    """Every agency's line of one task in a period as known at a moment, as `_with_agencies` gives them."""
    at: Values = {"period": period.pk, "task": task, "known_at": moment(known_at)}
    return _with_agencies(rows(Line, statements.LINES_OF_TASK, at))


def _with_agencies(lines: list[Line]) -> Lines:
    """Lines with the agencies they are of: the main agency's first, then in printed order."""
    agencies = _agencies({line.agency for line in lines})
    place = {agency: number for number, agency in enumerate(agencies)}
    before = len(place)
    return sorted(lines, key=lambda line: place[line.agency] - before * line.main), agencies


def _agencies(wanted: Iterable[int]) -> dict[int, AgencyRef]:
    """Agencies by id, in printed order."""
    named = rows(Named, statements.AGENCIES, {"agencies": sorted(wanted)})
    return {row.agency: AgencyRef(row.agency, row.name) for row in named}


class Money(NamedTuple):
    """What is planned and disbursed, with the sources it names."""

    sources: list[Source]
    planned: list[Planned]
    disbursed: list[Disbursed]


def money_of(period: Period, task: int, *, day: dt.date, known_at: dt.datetime) -> Money:
    """The money of one task as known at a moment; nothing where nobody has reported any."""
    at = {**_values(period, day, known_at.astimezone(dt.UTC)), "task": task}
    earlier = Period.objects.filter(cycle__plan=period.cycle.plan_id, to_on__lt=period.to_on)
    past = earlier.order_by("to_on", "pk").values_list("pk", flat=True)
    disbursed = _disbursed([*past, period.pk], at, statements.DISBURSED_OF_TASK)
    if not disbursed:
        return Money([], [], [])
    planned = rows(Planned, statements.PLANNED_OF_TASK, {**at, "groups": [0]})
    sources = sorted({row.source for row in planned} | {row.source for row in disbursed})
    return Money(rows(Source, statements.SOURCES, {"sources": sources}), planned, disbursed)


def _disbursed(periods: list[int], at: Values, statement: str = statements.DISBURSED) -> list[Disbursed]:
    """What agencies have disbursed, in the order of the periods and of their approvals."""
    order = {period: number for number, period in enumerate(periods)}
    found = rows(Disbursed, statement, {**at, "periods": periods})
    return sorted(found, key=lambda row: order[row.period])


class Duties(NamedTuple):
    """Lines by task id, the main agency's id by task id, and lines by agency id."""

    of_tasks: dict[int, int]
    mains: dict[int, int]
    of_agencies: dict[int, int]


def _duties(owings: list[Owing], reported: Iterable[tuple[int, int]], at: Values) -> Duties:
    """The frozen duties as opening counted them; counted anew where nobody has, or where more reported than owed."""
    counted = rows(Duty, statements.DUTIES, at)
    of_tasks = {task: lines for task, _agency, lines in counted if task is not None}
    of_agencies = {agency: lines for task, agency, lines in counted if task is None and agency is not None}
    short = any(of_tasks.get(task, 0) < lines for task, lines in reported)
    if not short and all(owing.agency in of_agencies for owing in owings):
        leads = {task: agency for task, agency, _n in counted if task is not None and agency is not None}
        return Duties(of_tasks, leads, of_agencies)
    agencies = {owing.submission: owing.agency for owing in owings}
    mains = _in_order(owings, rows(MainDuty, statements.MAIN_DUTIES, at))
    return Duties(
        dict(rows(Count, statements.TASK_LINES, at)),
        {duty.task: agencies[duty.submission] for duty in mains},
        dict(rows(Count, statements.AGENCY_LINES, at)),
    )


def _approved(
    nodes: list[Node], owings: list[Owing], earlier: list[Before], at: Values
) -> tuple[Approved, Duties]:
    """What tasks take their values from; earlier periods are asked only about tasks this one says nothing about."""
    mains = _by_task(rows(Main, statements.MAINS, at))
    parts = _by_task(rows(Parts, statements.PARTS, at))
    reported = [(task, row.reported + (task in mains)) for task, row in parts.items()]
    reported += [(task, 1) for task in mains if task not in parts]
    duties = _duties(owings, reported, at)
    agencies = {owing.agency: AgencyRef(owing.agency, owing.name) for owing in owings}
    whose = duties.mains | {task: main.agency for task, main in mains.items() if task not in duties.mains}
    leads = {task: agencies[agency] for task, agency in whose.items() if agency in agencies}
    done = [
        task
        for task, _reported, with_percent, completed, *_ in parts.values()
        if completed and completed == with_percent and task not in leads
    ]
    for task, on in rows(Completed, statements.LAST_COMPLETED, {**at, "tasks": done}):
        parts[task] = parts[task]._replace(last_completed_on=on)
    leaves = [node.task for node in nodes if node.kind == "task"]
    silent = [task for task in leaves if task not in mains and (task in leads or task not in parts)]
    earlier_mains, of_earlier = _earlier_mains(earlier, {**at, "tasks": silent})
    headless = [task for task in silent if task not in leads and task not in earlier_mains]
    approved = Approved(
        owed=duties.of_tasks,
        leads=of_earlier | leads,
        mains=mains,
        parts=parts,
        earlier_mains=earlier_mains,
        earlier_parts=_by_task(rows(Parts, statements.EARLIER_PARTS, {**at, "tasks": headless})),
    )
    return approved, duties


def _earlier_mains(earlier: list[Before], at: Values) -> tuple[dict[int, Line], dict[int, AgencyRef]]:
    """The last approved line of tasks' main agencies in earlier periods, and whose it is, by task id.

    Of several approved at the same moment it is the line of the agency printed first.
    """
    found = rows(Line, statements.EARLIER_MAINS, at)
    agencies = _agencies({line.agency for line in found})
    place = {agency: number for number, agency in enumerate(agencies)}
    ended = {before.id: before.to_on for before in earlier}
    found.sort(key=lambda line: (ended[line.period], line.approved_at, -place[line.agency]))
    last = _by_task(found)
    return last, {task: agencies[line.agency] for task, line in last.items()}


def _followers(owings: list[Owing], followed: list[Followed]) -> dict[tuple[int, str], str]:
    """Whose line on a measure in a scope is the main one, by (measure id, scope)."""
    names = {owing.submission: owing.name for owing in owings}
    return {(line.measure, line.scope): names[line.submission] for line in _in_order(owings, followed)}


class OfSubmission(Protocol):
    """A row that belongs to a submission."""

    @property
    def submission(self) -> int: ...


class OfTask(Protocol):
    """A row about a task."""

    @property
    def task(self) -> int: ...


Submitted = TypeVar("Submitted", bound=OfSubmission)
About = TypeVar("About", bound=OfTask)


def _in_order(owings: list[Owing], found: list[Submitted]) -> list[Submitted]:
    """Rows of several submissions, the one printed first last, so that it stays where two claim the same place."""
    place = {owing.submission: number for number, owing in enumerate(owings)}
    return sorted(found, key=lambda row: place[row.submission], reverse=True)


def _by_task(found: Iterable[About]) -> dict[int, About]:
    return {row.task: row for row in found}


def _approved_lines(owings: list[Owing], standings: dict[int, Standing], at: Values) -> dict[int, int]:
    """Approved task and measure lines by agency id, of agencies whose report is sent, not approved as a whole."""
    partly = [owing.agency for owing in owings if standings[owing.submission].state in ("sent", "returned")]
    found: dict[int, int] = defaultdict(int)
    for agency, count in rows(Count, statements.APPROVED_LINES, {**at, "agencies": partly}):
        found[agency] += count
    return found


def _accepted_at(owings: list[Owing], sent: list[Sent]) -> dict[int, dt.datetime]:
    """When each accepted sending was accepted.

    Its submission says so as long as it stands approved; afterwards it is the approval of the sending's last line.
    """
    newest = {sending.submission: sending.sending for sending in sent}
    recorded = {
        newest[owing.submission]: owing.approved_at
        for owing in owings
        if owing.approved_at is not None and owing.submission in newest
    }
    accepted = [sending for sending in sent if sending.outcome == "accepted"]
    others = [sending.sending for sending in accepted if sending.sending not in recorded]
    last = dict(rows(Moment, statements.LAST_APPROVALS, {"sendings": others}))
    return {
        sending.sending: recorded.get(sending.sending) or last.get(sending.sending) or sending.at
        for sending in accepted
    }
