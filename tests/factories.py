"""Plain factories with sensible defaults: what a test does not name, it does not care about. No magic, real rows.

Every factory takes keyword fields of its model. `task` returns the TaskVersion (its identity is `.task`).
"""

import datetime as dt
import itertools
from decimal import Decimal
from zoneinfo import ZoneInfo

from agencies.models import Agency, AgencyGroup, GroupMember, Membership, Province, User
from common.clock import now
from common.text import fold
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from indicators.services import plans_on
from plans.models import (
    Assignment,
    BudgetLine,
    FundingSource,
    Plan,
    PlanVersion,
    Task,
    TaskEvent,
    TaskVersion,
)
from plans.recorded import Recorded
from plans.stamps import touch
from reporting.models import (
    Cycle,
    CycleStage,
    MoneyFact,
    Period,
    PeriodStage,
    Sending,
    Submission,
    TaskEntry,
    TaskFact,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "mat-khau-thu-nghiem"
_FIRST, _FULL = (
    10_000,
    20_000,
)  # all of one width, so that they sort as texts too, and all fit a small integer
_numbers = itertools.count(_FIRST)


def start_again() -> None:
    """Before a test: number from the first again once many have been given; a whole run would use up small integers."""
    global _numbers
    if (given := next(_numbers)) > _FULL:
        given = _FIRST - 1
    _numbers = itertools.count(given + 1)


def moment(day: str, clock: str = "08:00") -> dt.datetime:
    """`moment("2026-11-13", "09:30")`, in the office's time zone."""
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def changed(plan: int) -> None:
    """What roll-up reads of a plan (its id) has changed, as the verb would have said; figures kept of it are stale."""
    touch([plan], now())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def province(**fields) -> Province:
    n = next(_numbers)
    return Province.objects.create(**{"code": f"T{n}", "name": f"tỉnh {n}", "valid_from": LONG_AGO, **fields})


def agency(of: Province | None = None, **fields) -> Agency:
    n = next(_numbers)
    fields = {
        "name": f"Sở {n}",
        "code": f"so-{n}",
        "kind": "so",
        "position": n,
        "valid_from": LONG_AGO,
        **fields,
    }
    return Agency.objects.create(province=of or province(), folded=fold(fields["name"]), **fields)


def group(of: Province, *members: Agency | AgencyGroup, **fields) -> AgencyGroup:
    n = next(_numbers)
    fields = {"name": f"nhóm {n}", "code": f"nhom-{n}", "resolvable": bool(members), **fields}
    made = AgencyGroup.objects.create(province=of, folded=fold(fields["name"]), **fields)
    for member in members:
        side = "member_agency" if isinstance(member, Agency) else "member_group"
        GroupMember.objects.create(group=made, valid_from=LONG_AGO, **{side: member})
    return made


def user(*, role: str = "", at: Agency | None = None, **fields) -> User:
    """A person; with `role`, a member of the agency `at` (or of a new one)."""
    n = next(_numbers)
    fields = {"email": f"nguoi{n}@example.vn", "name": f"Người {n}", **fields}
    made = User.objects.create_user(fields.pop("email"), PASSWORD, **fields)
    if role:
        membership(made, role, at or agency())
    return made


def membership(of: User, role: str, at: Agency, **fields) -> Membership:
    return Membership.objects.create(user=of, role=role, agency=at, **{"valid_from": LONG_AGO, **fields})


def plan(of: Province | None = None, **fields) -> Plan:
    """A plan in force with its version 1 and a focal agency."""
    n = next(_numbers)
    of = of or province()
    fields = {
        "kind": "KH",
        "number": f"{n}/KH-UBND",
        "title": f"Kế hoạch {n}",
        "issued_on": LONG_AGO,
        "state": "in_force",
        **fields,
    }
    if "focal_agency" not in fields:
        fields["focal_agency"] = agency(of)
    made = Plan.objects.create(province=of, folded=fold(fields["title"]), **fields)
    PlanVersion.objects.create(
        plan=made, no=1, effective_on=made.issued_on or LONG_AGO, confirmed_at=moment("2020-01-01")
    )
    return made


def task(
    of: Plan | None = None,
    *,
    lead: Agency | AgencyGroup | None = None,
    parent: TaskVersion | None = None,
    **fields,
):
    """A node of the plan's tree; with `lead`, assigned to it as main."""
    n = next(_numbers)
    of = of or plan()
    version = fields.pop("version", None) or of.versions.order_by("no").first()
    identity = fields.pop("task", None) or Task.objects.create(plan=of, created_in=version)
    fields = {
        "code": str(n),
        "position": n,
        "kind": "task",
        "name": f"Nhiệm vụ {n}",
        **_recorded(version, fields),
    }
    made = TaskVersion.objects.create(
        plan=of,
        task=identity,
        version=version,
        parent=parent.task if parent else None,
        folded=fold(fields["name"]),
        **fields,
    )
    if lead:
        assignment(made, lead, main=True)
    changed(of.pk)
    return made


def assignment(of: TaskVersion, to: Agency | AgencyGroup, **fields) -> Assignment:
    side = "agency" if isinstance(to, Agency) else "group"
    fields = {
        "role": "lead",
        "label_printed": to.name,
        "position": next(_numbers),
        **_recorded(of.version, fields),
    }
    return Assignment.objects.create(task=of.task, **{side: to}, **fields)


def ended(row: Recorded, *, by: PlanVersion | None = None, on: str | None = None, at: str | None = None):
    """The row after its end: by a version, on its day, or on a day otherwise, recorded then or on the day `at`."""
    row.valid_to = by.effective_on if by else day(on)
    row.ended_by = by
    row.ended_recorded_at = moment(at or str(row.valid_to))
    row.save()
    return row


def amended(row: Recorded, by: PlanVersion, **changed) -> Recorded:
    """What an amendment makes of a row: the old one ended, the new one of the same identity."""
    brought = {"cause_id": by.pk, "valid_from": by.effective_on, "recorded_at": by.confirmed_at}
    return _followed(ended(row, by=by), {"version": by, **brought, **changed})


def corrected(row: Recorded, *, on: str, at: str, cause: str = "correction", **changed) -> Recorded:
    """What a correction (a relead, a succession …) from a day, recorded on the day `at`, makes of a row."""
    brought = {"cause": cause, "cause_id": None, "valid_from": day(on), "recorded_at": moment(at)}
    return _followed(ended(row, on=on, at=at), {**brought, **changed})


def _followed(row: Recorded, changed: dict) -> Recorded:
    """A row like this one but for its end and what changed; what it has no field for is left out."""
    open_end = {"valid_to": None, "ended_by": None, "ended_recorded_at": None}
    names = {field.name for field in row._meta.fields} - {"id"}
    told = {name: getattr(row, name) for name in names} | open_end | changed
    return type(row).objects.create(**{name: value for name, value in told.items() if name in names})


def _recorded(version: PlanVersion, fields: dict) -> dict:
    """What a row says of its cause and its end unless the test says otherwise: its plan's version brought it."""
    defaults = {"cause_id": version.pk, "valid_from": LONG_AGO, "recorded_at": moment("2020-01-01")}
    if fields.get("valid_to"):
        defaults["ended_recorded_at"] = moment(str(fields["valid_to"]))
    return {**defaults, **fields}


def event(of: TaskVersion, kind: str, **fields) -> TaskEvent:
    """Something recorded of a task, in effect and known since long ago."""
    fields = {"on": LONG_AGO, "recorded_at": moment("2020-01-02"), "document_no": "1/TB", **fields}
    return TaskEvent.objects.create(task=of.task, kind=kind, **fields)


def version(of: Plan, effective_on: str, **fields) -> PlanVersion:
    """The plan's next version, in effect and confirmed on a day."""
    fields = {"confirmed_at": moment(effective_on), **fields}
    return PlanVersion.objects.create(
        plan=of, no=of.versions.count() + 1, effective_on=day(effective_on), **fields
    )


def source(of: Province, **fields) -> FundingSource:
    n = next(_numbers)
    fields = {
        "code": f"nguon-{n}",
        "name_printed": f"Nguồn {n}",
        "level": "province",
        "nature": "recurrent",
        **fields,
    }
    return FundingSource.objects.create(province=of, **{"position": n, **fields})


def budget(of: TaskVersion, from_source: FundingSource, amount: int | str, **fields) -> BudgetLine:
    """A planned line of a task (`task=None`: of its whole plan), VND."""
    version = fields.pop("version", None) or of.version
    fields = {
        "task": of.task,
        "year": 0,
        "stage": "planned",
        "version": version,
        **_recorded(version, fields),
    }
    made = BudgetLine.objects.create(plan=of.plan, source=from_source, amount=Decimal(amount), **fields)
    changed(of.plan_id)
    return made


def period(of: Plan | None = None, *, year: int = 2026, **fields) -> Period:
    """The plan's yearly period, open, due before 20/11; a cycle is made when the plan has none."""
    of = of or plan()
    cycle = of.cycles.first() or Cycle.objects.create(plan=of, valid_from=LONG_AGO)
    stage = cycle.stages.first() or CycleStage.objects.create(
        cycle=cycle,
        position=1,
        kind="agencies",
        to_agency=of.focal_agency,
        month=11,
        day=20,
        due_text="trước ngày 20/11",
    )
    fields = {
        "plan_version": of.versions.last(),
        "label": f"năm {year}",
        "from_on": dt.date(year, 1, 1),
        "to_on": dt.date(year, 12, 31),
        "cutoff_on": dt.date(year, 11, 15),
        "opens_on": dt.date(year, 10, 15),
        "opened_at": moment(f"{year}-10-15"),
        **fields,
    }
    made = Period.objects.create(cycle=cycle, **fields)
    PeriodStage.objects.create(
        period=made, stage=stage, due_printed=dt.date(year, 11, 20), due_at=moment(f"{year}-11-20", "00:00")
    )
    changed(of.pk)
    return made


def submission(of: Period, by: Agency, **fields) -> Submission:
    """What an agency owes in a period; one per agency, made on first use."""
    fields = {"due_at": of.stages.first().due_at, **fields}
    made = Submission.objects.get_or_create(period=of, agency=by, defaults=fields)[0]
    changed(of.cycle.plan_id)
    return made


def entry(of: Period, on: TaskVersion, by: Agency, **fields) -> TaskEntry:
    """A duty of an agency on a task in a period."""
    made = TaskEntry.objects.create(submission=submission(of, by), task=on.task, task_version=on, **fields)
    changed(on.plan_id)
    return made


def sending(of: Submission, **fields) -> Sending:
    no = of.sendings.count() + 1
    made = Sending.objects.create(
        submission=of, **{"no": no, "at": of.period.opened_at, "payload": {}, "sha256": "0" * 64, **fields}
    )
    changed(of.period.cycle.plan_id)
    return made


def fact(
    of: Period, on: TaskVersion, by: Agency, *, money: dict[FundingSource, int] | None = None, **fields
) -> TaskFact:
    """An approved line: in progress, 50 %, approved when the period opened. `money`: cumulative VND by source."""
    fields = {"state": "in_progress", "percent": Decimal(50), "approved_at": of.opened_at, **fields}
    made = submission(of, by)
    fields["sending"] = fields.get("sending") or made.sendings.last() or sending(made)
    made = TaskFact.objects.create(period=of, task=on.task, task_version=on, agency=by, **fields)
    for from_source, amount in (money or {}).items():
        MoneyFact.objects.create(
            period=of,
            fact=made,
            source=from_source,
            budget_year=of.to_on.year,
            cumulative=Decimal(amount),
        )
    changed(on.plan_id)
    return made


def measure(of: Province | None = None, **fields) -> Measure:
    n = next(_numbers)
    fields = {"code": f"do-{n}", "name": f"Chỉ số {n}", **fields}
    return Measure.objects.create(province=of or province(), folded=fold(fields["name"]), **fields)


def indicator(
    of: Plan, on: Measure | None = None, *, lead: Agency | None = None, **fields
) -> IndicatorVersion:
    """An indicator of the plan on a measure (a new one when none is given); with `lead`, followed by it."""
    n = next(_numbers)
    version = fields.pop("version", None) or of.versions.order_by("no").first()
    identity = fields.pop("indicator", None) or Indicator.objects.create(
        plan=of, measure=on or measure(of.province), created_in=version
    )
    fields = {"code": str(n), "position": n, "kind": "indicator", "name": f"Chỉ tiêu {n}", **fields}
    made = IndicatorVersion.objects.create(
        plan=of,
        indicator=identity,
        version=version,
        folded=fold(fields["name"]),
        **_recorded(version, fields),
    )
    if lead:
        follower(made, lead, main=True)
    changed(of.pk)
    return made


def follower(of: IndicatorVersion, who: Agency | AgencyGroup, **fields) -> Follower:
    side = "agency" if isinstance(who, Agency) else "group"
    fields = {"label_printed": who.name, "position": next(_numbers), **_recorded(of.version, fields)}
    return Follower.objects.create(indicator=of.indicator, **{side: who}, **fields)


def target(of: IndicatorVersion, **fields) -> Target:
    fields = {"horizon_year": 2025, "comparator": ">=", "low": Decimal(80), "printed": "80%", **fields}
    version = fields.pop("version", None) or of.version
    made = Target.objects.create(indicator=of.indicator, version=version, **_recorded(version, fields))
    changed(of.plan_id)
    return made


def observation(of: Measure, to_on: dt.date, value: int | str | None, **fields) -> Observation:
    made = Observation.objects.create(
        measure=of,
        province=of.province,
        to_on=to_on,
        value=None if value is None else Decimal(value),
        **{"basis": "actual", "recorded_at": moment("2021-01-01"), **fields},
    )
    for plan in plans_on([of.pk]):
        changed(plan)
    return made
