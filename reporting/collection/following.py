"""What follows in open periods when a plan's tasks change: duties added, moved and waived, each on record, all told.

What a task asks now is worked out as opening does, and compared with the lines there are. What was sent or approved
stays with who reported (DESIGN, "After a merger"); a line still in hand moves with everything typed into it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agencies.models import Agency, User
from common.states import move_all
from plans.at import PlanAt, plan_at
from plans.consequences import Cause, Effect
from plans.models import Plan, TaskVersion
from reporting.collection import deadlines, moved
from reporting.collection.counting import count_duties
from reporting.collection.duties import Duty, open_duties
from reporting.collection.moved import Receiving
from reporting.collection.owed import completed_tasks, owed_tasks
from reporting.collection.preview import read_register
from reporting.models import DutyChange, Period, Submission, TaskEntry
from reporting.states import LINE, LINE_FIELD, LINE_GONE

STAYS = ("sent", "approved")  # with who reported


@dataclass
class _Change:
    """What changes in a period: lines in hand that go, with who takes each over; who gets a line; what stays."""

    going: list[tuple[TaskEntry, int | None]] = field(default_factory=list)
    coming: dict[int, list[Duty]] = field(default_factory=lambda: defaultdict(list))
    staying: list[TaskEntry] = field(default_factory=list)
    led: list[tuple[TaskEntry, bool]] = field(default_factory=list)


def follow_change(
    plan: Plan, tasks: Sequence[int], cause: Cause, by: User | None, at: dt.datetime
) -> list[Effect]:
    """Let the plan's open periods follow: takes them, then their submissions, each in the order of its id."""
    periods = Period.objects.select_for_update(of=("self",), no_key=True).filter(
        cycle__plan=plan, state="open"
    )
    effects = []
    for period in periods.select_related("cycle__plan", "plan_version").order_by("id"):
        effects += _follow_in(period, tasks, cause, by, at)
    return effects


def _follow_in(
    period: Period, tasks: Sequence[int], cause: Cause, by: User | None, at: dt.datetime
) -> list[Effect]:
    now = plan_at(period.plan_version, day=deadlines.day_of(at), known_at=at)
    have = _lines(period, tasks)
    _repoint(have, now)
    wanted = _wanted(period, now, tasks, at)
    change = _compare(have, wanted)
    effects = _apply(period, now, change, cause, by, at)
    if effects:
        count_duties(period)
    return effects


def _lines(period: Period, tasks: Sequence[int]) -> dict[int, dict[int, TaskEntry]]:
    """The lines there are by task and agency; their submissions are ours from here."""
    rows = TaskEntry.objects.filter(submission__period=period, task__in=tasks).exclude(
        line_state__in=LINE_GONE
    )
    submissions = Submission.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=rows.values("submission")
    )
    held = {submission.pk: submission for submission in submissions.select_related("agency").order_by("id")}
    found: dict[int, dict[int, TaskEntry]] = {task: {} for task in tasks}
    for entry in rows.order_by("task_id", "id"):
        entry.submission = held[entry.submission_id]
        found[entry.task_id][entry.submission.agency_id] = entry
    return found


def _repoint(have: dict[int, dict[int, TaskEntry]], now: PlanAt) -> None:
    """Lines not yet approved show the words as they stand now, a misprint put right among them."""
    for task, lines in have.items():
        row = now.by_id[task].row if task in now.by_id else None
        stale = [line.pk for line in lines.values() if row and line.task_version_id != row]
        if row and stale and TaskVersion.objects.filter(pk=row, cause="correction").exists():
            open_ones = TaskEntry.objects.filter(pk__in=stale).exclude(line_state="approved")
            open_ones.update(task_version=row)


def _wanted(period: Period, now: PlanAt, tasks: Sequence[int], at: dt.datetime) -> dict[int, dict[int, Duty]]:
    """Who owes a line on each task now, by agency; nobody on what is cancelled, merged or was completed before."""
    plan = period.cycle.plan
    owed, _finished = owed_tasks(now, period.to_on, completed_tasks(now, period.opened_at))
    register = read_register(plan.province_id, deadlines.day_of(at))
    some = [thing for thing in owed if thing.key in set(tasks)]
    opened = open_duties(reporters=[], owed=some, register=register, focal=plan.focal_agency_id or 0)
    wanted: dict[int, dict[int, Duty]] = {task: {} for task in tasks}
    for agency, duties in opened.lines.items():
        for duty in duties:
            if isinstance(duty.key, int):
                wanted[duty.key][agency] = duty
    return wanted


def _compare(have: dict[int, dict[int, TaskEntry]], wanted: dict[int, dict[int, Duty]]) -> _Change:
    """What has to change so that the lines are those wanted; who reported its main line keeps it for this period."""
    change = _Change()
    for task, lines in have.items():
        duties = dict(wanted[task])
        leaving = [entry for agency, entry in lines.items() if agency not in duties]
        reported = [entry for entry in leaving if entry.line_state in STAYS] if duties else []
        change.staying += reported
        lead_stays = any(entry.main for entry in reported)
        coming = {
            agency: duty
            for agency, duty in duties.items()
            if agency not in lines and not (lead_stays and duty.main)
        }
        heir = next((agency for agency, duty in coming.items() if duty.main), None)
        heir = heir if heir is not None else next(iter(coming), None)
        for entry in leaving:
            if entry in reported:
                continue
            if entry.line_state == "approved":
                change.staying.append(entry)
            else:
                change.going.append((entry, heir))
        for agency, duty in coming.items():
            change.coming[agency].append(duty)
        change.led += [
            (entry, duties[agency].main)
            for agency, entry in lines.items()
            if agency in duties
            and duties[agency].main != entry.main
            and entry.line_state != "approved"
            and not lead_stays
        ]
    return change


def _apply(
    period: Period, now: PlanAt, change: _Change, cause: Cause, by: User | None, at: dt.datetime
) -> list[Effect]:
    entries = {entry.pk: main for entry, main in change.led}
    for main in (False, True):
        TaskEntry.objects.filter(pk__in=[pk for pk, leads in entries.items() if leads is main]).update(
            main=main
        )
    receiving = Receiving(period, now, by, at)
    come = {agency: receiving.take(agency, duties) for agency, duties in sorted(change.coming.items())}
    by_line = {(agency, entry.task_id): entry for agency, lines in come.items() for entry in lines}
    record: list[moved.Record] = []
    handed: set[int] = set()
    for entry, heir in change.going:
        taker = by_line.get((heir, entry.task_id)) if heir is not None else None
        if taker is not None and taker.pk not in handed:
            moved.hand_over(entry, taker, by)
            handed.add(taker.pk)
        move_all(
            [entry],
            LINE["move" if heir is not None else "waive"],
            field=LINE_FIELD,
            of=entry.submission,
            by=by,
            reason=cause.reason,
            checked=False,
        )
        record.append((entry.task_id, entry.submission, taker.submission if taker else None))
    record += [
        (entry.task_id, None, entry.submission)
        for lines in come.values()
        for entry in lines
        if entry.pk not in handed
    ]
    DutyChange.objects.bulk_create(
        DutyChange(
            period=period,
            task_id=task,
            from_submission=gone,
            to_submission=here,
            cause=cause.kind,
            cause_id=cause.id,
            reason=cause.reason,
            by=by,
            at=at,
        )
        for task, gone, here in record
    )
    moved.tell(period, now, record, cause, at)
    return _effects(period, now, change, record)


def _effects(
    period: Period,
    now: PlanAt,
    change: _Change,
    record: Sequence[tuple[int, Submission | None, Submission | None]],
) -> list[Effect]:
    """What was done, in sentences: by who loses and who gets."""
    pairs: dict[tuple[Agency | None, Agency | None], list[str]] = defaultdict(list)
    for task, gone, here in record:
        pair = (gone.agency if gone else None, here.agency if here else None)
        pairs[pair].append(now.code_of(task) or "")
    effects = []
    for (gone_by, here_by), codes in pairs.items():
        said = {"period": period.label, "from": gone_by, "to": here_by, "count": len(codes)}
        if gone_by and here_by:
            text = _("Kỳ %(period)s: %(count)d dòng chuyển từ %(from)s sang %(to)s.") % said
        elif here_by:
            text = _("Kỳ %(period)s: thêm %(count)d dòng cho %(to)s.") % said
        else:
            text = _("Kỳ %(period)s: %(from)s không còn phải báo cáo %(count)d dòng.") % said
        effects.append(Effect(text, len(codes), tuple(codes)))
    stays: dict[Agency, list[str]] = defaultdict(list)
    for entry in change.staying:
        stays[entry.submission.agency].append(now.code_of(entry.task_id) or "")
    for agency, codes in stays.items():
        text = _("Kỳ %(period)s: %(count)d dòng %(agency)s đã gửi hoặc đã duyệt, giữ nguyên.") % {
            "period": period.label,
            "agency": agency,
            "count": len(codes),
        }
        effects.append(Effect(text, len(codes), tuple(codes), stays=True))
    return effects
