"""Recording what happened to tasks after their plan was confirmed, and taking it back: one verb each, on record.

What the issuer set (deadline, lead, cancelling, lồng ghép) needs the issuer's document; for the rest a reason suffices
(DESIGN, "Everything confirmed can be put right"). Printed text stays as printed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from common import audit
from common.errors import Refused
from common.models import StoredFile
from plans import rules
from plans.answering import Answering, answer_from, answers_as_before
from plans.at import PlanAt, TaskAt, plan_at, version_on
from plans.consequences import Cause, Effect, follow
from plans.misprints import Words, put_right, words_as_before
from plans.models import EventKind, Plan, PlanVersion, Task, TaskEvent
from plans.stamps import touch

BY_DOCUMENT = {
    EventKind.TRIGGERED,
    EventKind.EXTENDED,
    EventKind.RELEAD,
    EventKind.CANCELLED,
    EventKind.MERGED_INTO,
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is recorded: `on` is the day of effect, `until` the new deadline, both local dates, inclusive.

    `into` is the task this one is merged into, `answering` who answers from `on`, `words` the words put right.
    """

    kind: str
    on: dt.date
    until: dt.date | None = None
    into: int | None = None
    answering: Answering = field(default_factory=Answering)
    words: Words = field(default_factory=Words)
    document_no: str = ""
    document_date: dt.date | None = None
    document: StoredFile | None = None
    reason: str = ""

    @property
    def why(self) -> str:
        """The document, else the reason, in words."""
        return self.document_no.strip() or self.reason.strip()


@transaction.atomic
def record_change(
    *,
    plan: Plan,
    tasks: Iterable[int],
    change: Change,
    by: User | None,
    at: dt.datetime,
    checked: bool = True,
) -> list[Effect]:
    """Record one change of some tasks (ids of Task) of a plan, effective on its day, and do what follows at once.

    Returns what followed in open periods. Raises Refused, and writes nothing, when the person may not, for a day before
    the plan's, for a change without its document or reason, and for what cannot happen to a task as it stands.
    """
    if checked and not rules.runs_the_plan(by, plan):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch ghi nhận được thay đổi."))
    ids = sorted(set(tasks))
    if not ids:
        raise Refused(_("Chọn ít nhất một nhiệm vụ."), field="tasks")
    _refuse_unfounded(plan, change)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    version = version_on(plan, change.on)
    now = plan_at(version, day=change.on, known_at=at)
    for task in ids:
        _refuse_impossible(now, task, change)
    events = [_record(task, change, by, at) for task in ids]
    for event in events:
        if change.kind == EventKind.RELEAD:
            answer_from(event, change.answering, now)
        elif change.kind == EventKind.CORRECTED:
            put_right(event, change.words)
    effects = follow(plan, ids, Cause("event", events[0].pk, change.why), by, at)
    _put_on_record("record_change", plan, version, events, by, change.why, at)
    return effects


@transaction.atomic
def take_back_change(
    *, event: TaskEvent, reason: str, by: User | None, at: dt.datetime, checked: bool = True
) -> list[Effect]:
    """Take back what was recorded of a task: from now on it is as if it had not happened; the record keeps both.

    Raises Refused without a reason, for a person who may not, and while a later change of the task stands on this one.
    """
    plan = event.task.plan
    if checked and not rules.runs_the_plan(by, plan):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch ghi nhận được thay đổi."))
    if not reason.strip():
        raise Refused(_("Ghi lý do lấy lại."), field="reason")
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    fresh = TaskEvent.objects.select_for_update(no_key=True).get(pk=event.pk)
    if fresh.superseded_at is not None:
        raise Refused(_("Thay đổi này đã được lấy lại."))
    later = fresh.task.events.standing().filter(recorded_at__gt=fresh.recorded_at).first()
    if later is not None:
        raise Refused(
            _("Sau đó đã ghi nhận “%(kind)s”; lấy lại thay đổi đó trước.")
            % {"kind": later.get_kind_display()}
        )
    TaskEvent.objects.filter(pk=fresh.pk).update(superseded_at=at)
    answers_as_before(fresh, at)
    words_as_before(fresh, at)
    effects = follow(plan, [fresh.task_id], Cause("event", fresh.pk, reason.strip()), by, at)
    _put_on_record("take_back_change", plan, version_on(plan, fresh.on), [fresh], by, reason.strip(), at)
    return effects


class _Previewed(Exception):
    """Carries what would follow out of a transaction that is rolled back."""

    def __init__(self, effects: list[Effect]) -> None:
        super().__init__()
        self.effects = effects


def preview(verb: Callable[[], list[Effect]]) -> list[Effect]:
    """What a verb would do: it is done, and everything it wrote is taken back. Raises Refused as the verb does."""
    try:
        with transaction.atomic():
            raise _Previewed(verb())
    except _Previewed as previewed:
        return previewed.effects


def _refuse_unfounded(plan: Plan, change: Change) -> None:
    """A change has a document or a reason, and happens in the plan's time."""
    first = plan.versions.order_by("no").first()
    if change.kind not in EventKind.values:
        raise Refused(_("Chọn loại thay đổi."), field="kind")
    if first is not None and change.on < first.effective_on:
        raise Refused(
            _("Ngày hiệu lực phải từ ngày kế hoạch có hiệu lực (%(day)s) trở đi.")
            % {"day": f"{first.effective_on:%d/%m/%Y}"},
            field="on",
        )
    if change.kind in BY_DOCUMENT and not change.document_no.strip():
        raise Refused(
            _("Ghi số, ký hiệu văn bản kích hoạt.")
            if change.kind == EventKind.TRIGGERED
            else _(
                "Việc này do cơ quan ban hành quyết định: ghi số, ký hiệu văn bản (thông báo kết luận cũng được)."
            ),
            field="document_no",
        )
    if not change.why:
        raise Refused(_("Ghi văn bản hoặc lý do."), field="reason")
    if change.kind == EventKind.EXTENDED and change.until is None:
        raise Refused(_("Ghi hạn mới."), field="until")


def _refuse_impossible(now: PlanAt, task: int, change: Change) -> None:
    """Raise Refused for what cannot happen to a task as it stands on the day of effect."""
    found = now.by_id.get(task)
    if found is None or found.is_group:
        raise Refused(
            _("Kế hoạch không có nhiệm vụ này vào ngày %(day)s.") % {"day": f"{change.on:%d/%m/%Y}"}
        )
    standing = found.course.standing
    if standing in ("cancelled", "merged"):
        raise Refused(
            _("Nhiệm vụ %(code)s đã hủy hoặc đã lồng ghép; lấy lại việc đó trước.") % {"code": found.code}
        )
    refuse = REFUSE.get(change.kind)
    if refuse is not None:
        refuse(now, found, change)


def _refuse_trigger(_now: PlanAt, task: TaskAt, _change: Change) -> None:
    if not task.trigger_text:
        raise Refused(
            _("Nhiệm vụ %(code)s không chờ văn bản nào. Nếu hạn thay đổi, chọn “lùi hạn”.")
            % {"code": task.code},
            field="kind",
        )
    if task.course.met:
        raise Refused(_("Nhiệm vụ %(code)s đã có văn bản kích hoạt.") % {"code": task.code}, field="kind")


def _refuse_extension(_now: PlanAt, task: TaskAt, change: Change) -> None:
    until = change.until
    if task.recurring and task.deadline is None:
        raise Refused(
            _("Nhiệm vụ %(code)s là việc thường xuyên, không có hạn.") % {"code": task.code}, field="kind"
        )
    if until == task.deadline:
        raise Refused(
            _("Hạn mới của nhiệm vụ %(code)s trùng hạn đang có.") % {"code": task.code}, field="until"
        )
    if until is not None and task.starts_on is not None and until < task.starts_on:
        raise Refused(
            _("Hạn mới trước ngày bắt đầu của nhiệm vụ %(code)s.") % {"code": task.code}, field="until"
        )


def _refuse_pause(_now: PlanAt, task: TaskAt, _change: Change) -> None:
    if task.course.standing == "paused":
        raise Refused(_("Nhiệm vụ %(code)s đang tạm dừng.") % {"code": task.code}, field="kind")


def _refuse_resumption(_now: PlanAt, task: TaskAt, _change: Change) -> None:
    if task.course.standing != "paused":
        raise Refused(_("Nhiệm vụ %(code)s không tạm dừng.") % {"code": task.code}, field="kind")


def _refuse_merging(now: PlanAt, task: TaskAt, change: Change) -> None:
    """Merged tasks form no circle, and end in one that lives on; it may be another plan's of the province."""
    if change.into == task.id:
        raise Refused(_("Nhiệm vụ không lồng ghép vào chính nó."), field="into")
    other = Task.objects.select_related("plan").filter(pk=change.into or 0).first()
    if other is None or other.plan.province_id != Plan.objects.get(pk=now.plan).province_id:
        raise Refused(_("Chọn nhiệm vụ nhận lồng ghép."), field="into")
    at = now
    if other.plan_id != now.plan:
        at = plan_at(version_on(other.plan, change.on), day=change.on, known_at=now.known_at)
    found = at.by_id.get(other.pk)
    if found is None or found.is_group or found.course.standing in ("cancelled", "merged"):
        raise Refused(
            _("Nhiệm vụ nhận lồng ghép không còn hiệu lực vào ngày %(day)s.")
            % {"day": f"{change.on:%d/%m/%Y}"},
            field="into",
        )


def _refuse_lead(now: PlanAt, task: TaskAt, change: Change) -> None:
    """Somebody leads from the day on, who exists then and belongs to the province or to the centre."""
    if not change.answering.leads:
        raise Refused(_("Nhiệm vụ phải có cơ quan chủ trì."), field="leads")
    province = Plan.objects.select_related("province").get(pk=now.plan).province
    for who in (*change.answering.leads, *(change.answering.coordinating or ())):
        if who.province_id != province.pk and who.province.code != "TW":
            raise Refused(_("%(name)s không thuộc %(province)s.") % {"name": who.name, "province": province})
        if isinstance(who, Agency) and not exists_on(who, change.on):
            raise Refused(
                _("%(name)s không hoạt động vào ngày %(day)s.")
                % {"name": who.name, "day": f"{change.on:%d/%m/%Y}"},
                field="leads",
            )
    later = task_rows_after(task.id, change.on)
    if later is not None:
        raise Refused(
            _("Nhiệm vụ %(code)s đã đổi cơ quan từ ngày %(day)s; lấy lại việc đó trước.")
            % {"code": task.code, "day": f"{later:%d/%m/%Y}"},
            field="on",
        )
    if change.answering.same_as(now.answering(task.id)):
        raise Refused(_("Nhiệm vụ %(code)s đang do đúng các cơ quan này thực hiện.") % {"code": task.code})


def exists_on(agency: Agency, day: dt.date) -> bool:
    """Whether an agency exists on a day."""
    return agency.valid_from <= day and (agency.valid_to is None or day < agency.valid_to)


def task_rows_after(task: int, day: dt.date) -> dt.date | None:
    """The first day after `day` from which somebody else answers for a task; None: nothing is recorded for later."""
    later = Task.objects.get(pk=task).assignments.current().filter(valid_from__gt=day, cause="event")
    return later.order_by("valid_from").values_list("valid_from", flat=True).first()


def _refuse_words(_now: PlanAt, task: TaskAt, change: Change) -> None:
    if change.words.same_as(task):
        raise Refused(_("Chưa có chữ nào thay đổi."), field="name")


REFUSE: dict[str, Callable[[PlanAt, TaskAt, Change], None]] = {
    EventKind.TRIGGERED: _refuse_trigger,
    EventKind.EXTENDED: _refuse_extension,
    EventKind.RELEAD: _refuse_lead,
    EventKind.PAUSED: _refuse_pause,
    EventKind.RESUMED: _refuse_resumption,
    EventKind.MERGED_INTO: _refuse_merging,
    EventKind.CORRECTED: _refuse_words,
}


def _record(task: int, change: Change, by: User | None, at: dt.datetime) -> TaskEvent:
    try:
        with transaction.atomic():
            return TaskEvent.objects.create(
                task_id=task,
                kind=change.kind,
                on=change.on,
                new_deadline=change.until if change.kind in ("triggered", "extended") else None,
                other_task_id=change.into if change.kind == EventKind.MERGED_INTO else None,
                document_no=change.document_no.strip(),
                document_date=change.document_date,
                document=change.document,
                reason=change.reason.strip(),
                by=by,
                recorded_at=at,
            )
    except IntegrityError as twice:
        raise Refused(
            _("Đã ghi nhận thay đổi này trong ngày đó. Lấy lại lần ghi trước hoặc chọn ngày khác."),
            field="on",
        ) from twice


def _put_on_record(
    verb: str,
    plan: Plan,
    version: PlanVersion,
    events: Sequence[TaskEvent],
    by: User | None,
    reason: str,
    at: dt.datetime,
) -> None:
    """One audit row of the verb on the plan, with the tasks by their codes; the plan's stamp last."""
    tree = plan_at(version, day=events[0].on, known_at=at)
    audit.record(
        by=by,
        verb=verb,
        target=plan,
        changes={
            "kind": str(events[0].kind),
            "on": events[0].on.isoformat(),
            "codes": [tree.code_of(event.task_id) for event in events],
            "events": [event.pk for event in events],
        },
        reason=reason,
        province_id=plan.province_id,
    )
    touch([plan.pk], at)
