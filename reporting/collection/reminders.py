"""Reminders: who is written to about which deadline, each once.

A stage has rules, days counted from the printed day (−7: a week before). Of the rules whose day has come only the
latest counts: after an outage the one that is due now goes out, not all that were missed, and a week after the last one
nothing more. A reminder's key is period, stage, rule and person; under it the outbox takes a message once for ever.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency, Membership, User
from common import audit, outbox
from common import format as vn
from common.errors import Refused
from common.models import OutboxMessage
from reporting import rules
from reporting.collection.deadlines import clock_of, last_day
from reporting.models import (
    CycleStage,
    MeasureEntry,
    Period,
    PeriodStage,
    ProvinceReport,
    ReminderRule,
    Submission,
    TaskEntry,
)

DEFAULT_DAYS = (-7, -3, -1, 1, 3)
# A rule that could not be followed for longer than this is not followed any more.
WINDOW = dt.timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """One message to one person, or to the office of an agency where nobody reports (`person` None).

    `rule` is in days from the printed day, None for one sent by hand. `address` is empty where neither is known.
    """

    period: Period
    stage: PeriodStage
    rule: int | None
    agencies: tuple[Agency, ...]
    person: User | None
    address: str
    key: str
    kind: str
    context: dict[str, object]

    @property
    def subject(self) -> str:
        return outbox.render(self.kind, self.context)[0]

    @property
    def channels(self) -> tuple[str, ...]:
        """By mail, and in the portal to whom has an account there."""
        return (("mail",) if self.address else ()) + (("portal",) if self.person else ())


def default_rules(stage: CycleStage) -> list[ReminderRule]:
    """Remind 7, 3 and 1 days before the printed day of a stage and 1 and 3 after."""
    return ReminderRule.objects.bulk_create(
        ReminderRule(stage=stage, offset_days=days) for days in DEFAULT_DAYS
    )


def rule_due(printed: dt.date, offsets: Iterable[int], today: dt.date) -> int | None:
    """The rule that is due now: the latest whose day has come, for a week from that day."""
    come = [days for days in offsets if printed + dt.timedelta(days=days) <= today]
    if not come or today - (printed + dt.timedelta(days=max(come))) > WINDOW:
        return None
    return max(come)


def due_reminders(period: Period, *, today: dt.date) -> list[Reminder]:
    """The reminders of a period that are due on `today` and not queued yet. Reads only.

    Agencies that have not sent are written to for the stage “agencies”; the focal agency's officers and leaders for the
    stages “focal”, until the report is submitted, and “province”, until it is issued.
    """
    if period.state != "open":
        return []
    found: list[Reminder] = []
    for stage in period.stages.select_related("stage__to_agency").prefetch_related("stage__reminder_rules"):
        active = [rule.offset_days for rule in stage.stage.reminder_rules.all() if rule.active]
        rule = rule_due(stage.due_printed, active, today)
        if rule is None:
            continue
        begin = f"reminder:{period.pk}:{stage.stage_id}:{rule}"
        if stage.stage.kind == "agencies":
            waiting = list(period.submissions.not_sent().select_related("agency").by_due_day())
            found += _to_agencies(period, stage, rule, waiting, begin=begin, today=today)
        elif not _is_done(period, stage.stage.kind):
            found += _to_focal_agency(period, stage, rule, begin=begin, today=today)
    queued = set(
        OutboxMessage.objects.filter(
            key__in=[_key(reminder, channel) for reminder in found for channel in reminder.channels]
        ).values_list("key", flat=True)
    )
    return [
        reminder
        for reminder in found
        if not reminder.channels or not queued.issuperset(_key(reminder, c) for c in reminder.channels)
    ]


def open_periods() -> QuerySet[Period]:
    """The periods somebody may have to be reminded of."""
    return Period.objects.open().select_related("cycle__plan__province", "cycle__plan__focal_agency")


def send_reminders(*, periods: Iterable[Period], today: dt.date, now: dt.datetime) -> list[Reminder]:
    """Queue the reminders that are due, with one audit row per period, and return those queued by this call.

    Any number of processes may do this at once: the outbox takes each key once.
    """
    sent: list[Reminder] = []
    for period in periods:
        with transaction.atomic():
            ours = [reminder for reminder in due_reminders(period, today=today) if _queue(reminder, now)]
            if ours:
                counts = Counter(f"{reminder.stage.stage.kind} {reminder.rule:+d}" for reminder in ours)
                audit.record(
                    by=None,
                    verb="send_reminders",
                    target=period,
                    changes=dict(counts),
                    province_id=period.plan.province_id,
                )
        sent += ours
    return sent


def remind_now(*, submissions: Iterable[Submission], by: User, now: dt.datetime) -> list[Submission]:
    """Write to the reporters of these agencies at once, at most once a day for each agency; returns who was written to.

    Agencies that have sent, and those written to today, are passed over. Raises Refused when nobody is left, when
    a period is closed, or when the person does not collect these submissions.
    """
    today = now.date()
    by_period: dict[int, list[Submission]] = defaultdict(list)
    for submission in submissions:
        if not rules.collects(by, submission):
            raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch nhắc được các cơ quan."))
        if submission.period.state != "open":
            raise Refused(_("Kỳ báo cáo đã đóng; không nhắc được nữa."))
        if submission.state in ("draft", "endorsed", "returned"):
            by_period[submission.period_id].append(submission)
    reminded: list[Submission] = []
    with transaction.atomic():
        for waiting in by_period.values():
            reminded += _remind_period(waiting, by=by, now=now, today=today)
        if not reminded:
            raise Refused(
                _("Các cơ quan đã chọn đều đã gửi báo cáo, đã được nhắc hôm nay hoặc chưa có nơi nhận thư.")
            )
    return reminded


def _remind_period(
    waiting: list[Submission], *, by: User, now: dt.datetime, today: dt.date
) -> list[Submission]:
    period = waiting[0].period
    stage = period.stages.select_related("stage__to_agency").filter(stage__kind="agencies")[0]
    ours: list[Submission] = []
    for submission in waiting:
        begin = f"remind-now:{submission.pk}:{today:%Y%m%d}"
        if OutboxMessage.objects.filter(key__startswith=f"{begin}:").exists():
            continue
        to = _to_agencies(period, stage, None, [submission], begin=begin, today=today, asked_by=by.name)
        if [reminder for reminder in to if _queue(reminder, now)]:
            ours.append(submission)
    if ours:
        audit.record(
            by=by,
            verb="remind_now",
            target=period,
            changes={"agencies": [submission.agency.name for submission in ours]},
            province_id=period.plan.province_id,
        )
    return ours


def _to_agencies(
    period: Period,
    stage: PeriodStage,
    rule: int | None,
    waiting: list[Submission],
    *,
    begin: str,
    today: dt.date,
    asked_by: str = "",
) -> list[Reminder]:
    """One reminder per reporter, naming all agencies he reports for; one to the office where nobody reports."""
    people: dict[User, list[Submission]] = defaultdict(list)
    reporters = _people(Membership.objects.on(today).reporters_of({row.agency_id for row in waiting}))
    offices: list[Submission] = []
    for submission in waiting:
        for person in reporters[submission.agency_id]:
            people[person].append(submission)
        if not reporters[submission.agency_id]:
            offices.append(submission)
    lines = _lines(waiting)

    def reminder(person: User | None, whose: list[Submission]) -> Reminder:
        agencies = tuple(submission.agency for submission in whose)
        reports = [
            {
                "agency": submission.agency.name,
                "submission": submission.ref,
                "returned": submission.state == "returned",
                "lines": sum(lines[submission.pk].values()),
                "remaining": lines[submission.pk]["open"] + lines[submission.pk]["returned"],
            }
            for submission in whose
        ]
        return Reminder(
            period=period,
            stage=stage,
            rule=rule,
            agencies=agencies,
            person=person,
            address=person.email if person else agencies[0].email,
            key=f"{begin}:user-{person.pk}" if person else f"{begin}:agency-{agencies[0].pk}",
            kind="reminder",
            context=_context(period, stage, person, today) | {"reports": reports, "asked_by": asked_by},
        )

    return [reminder(person, whose) for person, whose in people.items()] + [
        reminder(None, [submission]) for submission in offices
    ]


def _to_focal_agency(
    period: Period, stage: PeriodStage, rule: int, *, begin: str, today: dt.date
) -> list[Reminder]:
    """One reminder per officer and leader of the plan's focal agency, or one to its office."""
    focal = period.plan.focal_agency
    if focal is None:
        return []
    people = _people(Membership.objects.on(today).focal_people_of({focal.pk}))[focal.pk]
    whom: list[User | None] = [*people] or [None]
    states = Counter(period.submissions.values_list("state", flat=True))
    counts = {
        "not_sent": states["draft"] + states["endorsed"] + states["returned"],
        "awaiting_review": states["sent"],
        "approved": states["approved"],
        "period_ref": period.ref,
    }
    return [
        Reminder(
            period=period,
            stage=stage,
            rule=rule,
            agencies=(focal,),
            person=person,
            address=person.email if person else focal.email,
            key=f"{begin}:user-{person.pk}" if person else f"{begin}:agency-{focal.pk}",
            kind="reminder_province",
            context=_context(period, stage, person, today) | counts | {"agency": focal.name},
        )
        for person in whom
    ]


def _people(memberships: QuerySet[Membership]) -> dict[int, list[User]]:
    """Agency id → its people, each once."""
    found: dict[int, dict[User, None]] = defaultdict(dict)
    for membership in memberships.select_related("user").order_by("user_id"):
        found[membership.agency_id][membership.user] = None
    return defaultdict(list, {agency: list(people) for agency, people in found.items()})


def _lines(submissions: list[Submission]) -> dict[int, Counter[str]]:
    """Submission id → number of its lines by line state. Two queries."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for model in (TaskEntry, MeasureEntry):
        rows = (
            model.objects.filter(submission__in=submissions)
            .exclude(line_state__in=("waived", "moved"))
            .order_by()
            .values_list("submission_id", "line_state")
            .annotate(Count("id"))
        )
        for submission, state, count in rows:
            counts[submission][state] += count
    return counts


def _context(period: Period, stage: PeriodStage, person: User | None, today: dt.date) -> dict[str, object]:
    """What every reminder says: the plan, the period, the deadline and how far it is."""
    last = last_day(stage.due_at)
    plan = period.plan
    return {
        "person": person.name if person else "",
        "plan": plan.number,
        "plan_kind": plan.get_kind_display(),
        "plan_title": plan.title,
        "period": period.label,
        "receiver": stage.stage.receiver,
        "deadline": vn.deadline(stage.due_printed, stage.stage.bound, last, clock_of(stage.due_at)),
        "left": vn.days_left(last, today),
    }


def _is_done(period: Period, kind: str) -> bool:
    """Whether the stage has been fulfilled: submitted for “focal”, issued for “province”."""
    states = ["issued"] if kind == "province" else ["submitted", "issued"]
    return ProvinceReport.objects.filter(Q(state__in=states), period=period).exists()


def _key(reminder: Reminder, channel: str) -> str:
    return f"{reminder.key}:{channel}"


def _queue(reminder: Reminder, now: dt.datetime) -> bool:
    """Queue a reminder in all its channels; True when this call did it."""
    queued = [
        outbox.enqueue(
            key=_key(reminder, channel),
            channel=channel,
            to_user=reminder.person,
            to_address=reminder.address if channel == "mail" else "",
            kind=reminder.kind,
            context=reminder.context,
            at=now,
        )
        for channel in reminder.channels
    ]
    return any(queued)


def last_reminded(period: Period) -> dict[str, dt.datetime]:
    """Submission ref → when its agency was last written to about it, by a rule or by hand. One query."""
    messages = OutboxMessage.objects.filter(
        Q(key__startswith=f"reminder:{period.pk}:")
        | Q(key__startswith="remind-now:", created_at__gte=period.opened_at),
        kind="reminder",
    )
    return {
        report["submission"]: at
        for at, reports in messages.order_by("created_at").values_list("created_at", "context__reports")
        for report in reports
    }
