"""Reviewing a sent submission line by line; approval writes facts. Append-only: nothing here is ever rewritten.

Two reviewers may sit before the same submission: a verb takes what the person saw (`version` of the submission, `seen`,
the state of the lines) and raises Conflict when it is no longer so. Lines are read again under the submission's lock.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Membership, User
from common import audit, jobs, outbox
from common.errors import Conflict, Refused
from common.states import move, move_all
from indicators.services import plans_on
from plans.stamps import touch
from reporting import rules
from reporting.collection.locks import locked
from reporting.collection.sending import in_time_at
from reporting.collection.sent_copy import SentCopy
from reporting.models import (
    MeasureEntry,
    ReviewAction,
    Sending,
    Submission,
    TaskEntry,
)
from reporting.review.facts import write_facts, write_observation
from reporting.review.locks import lock_of_review
from reporting.states import LINE, LINE_FIELD, SENDING, SUBMISSION

Line = TaskEntry | MeasureEntry


@transaction.atomic
def approve_lines(
    *,
    submission: Submission,
    by: User,
    at: dt.datetime,
    tasks: Iterable[TaskEntry] = (),
    measures: Iterable[MeasureEntry] = (),
    version: int | None = None,
    seen: str | None = None,
) -> Submission:
    """Approve some lines of a sent submission: one fact per task line, one observation per main measure line.

    They say what the last sending says, which is what the reviewer saw, whatever became of the working copy. When no
    line is left the submission itself is approved. Raises Refused when the person may not review it or a line is not
    awaiting review, Conflict when another person was faster.
    """
    submission = _for_review(submission, by, version)
    tasks, measures = _lines(submission, tasks, measures, seen)
    _approve_lines(submission, tasks, measures, by, at, verb="approve_lines")
    return submission


@transaction.atomic
def approve_submission(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None = None
) -> Submission:
    """Approve every line still awaiting review, and with them the submission.

    Raises Refused while a line is marked to be returned. A submission without lines is approved for its prose.
    """
    submission = _for_review(submission, by, version)
    if _count(submission, "returned"):
        raise Refused(_("Có dòng đã đánh dấu trả lại. Trả các dòng đó về cơ quan trước."))
    if unsent := _count(submission, "open", "clean"):
        raise Refused(_("Còn %(count)d dòng cơ quan chưa gửi.") % {"count": unsent})
    tasks = submission.task_entries.filter(line_state="sent")
    measures = submission.measure_entries.filter(line_state="sent")
    _approve_lines(submission, *_lines(submission, tasks, measures, None), by, at)
    return submission


@transaction.atomic
def return_line(
    *,
    submission: Submission,
    entry: Line,
    reason: str,
    by: User,
    at: dt.datetime,
    version: int | None = None,
    seen: str | None = None,
) -> None:
    """Mark one line to be returned, with its reason; the agency gets it with `return_lines`."""
    submission = _for_review(submission, by, version)
    if not reason.strip():
        raise Refused(_("Ghi lý do trả lại: thiếu gì, cần bổ sung gì."), field="reason")
    one = ([entry], []) if isinstance(entry, TaskEntry) else ([], [entry])
    tasks, measures = _lines(submission, *one, seen)
    lines: list[Line] = [*tasks, *measures]
    _decide(lines, "return", submission, by, reason=reason.strip(), verb="return_line")
    sending = submission.sendings.order_by("-no").first()
    _put_on_record(lines, "return", submission, sending, by, at, reason=reason.strip())
    touch([_plan(submission)], at)


@transaction.atomic
def return_lines(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None = None
) -> Submission:
    """Hand the marked lines back to the agency; approved lines keep their facts. It stays in time."""
    submission = _for_review(submission, by, version)
    count = _count(submission, "returned")
    if not count:
        raise Refused(_("Chưa có dòng nào được đánh dấu trả lại."))
    if undecided := _count(submission, "sent"):
        raise Refused(
            _("Còn %(count)d dòng chưa thẩm định. Duyệt hoặc trả lại từng dòng trước.") % {"count": undecided}
        )
    move(submission, SUBMISSION["return_lines"], by=by, province_id=submission.period.plan.province_id)
    _close_sending(submission, "return_lines", by)
    _notify_returned(submission, count, "", at)
    return submission


@transaction.atomic
def return_submission(
    *, submission: Submission, reason: str, by: User, at: dt.datetime, version: int | None = None
) -> Submission:
    """Return the whole submission with a reason: this sending counts as not come, and every line can be changed."""
    submission = _for_review(submission, by, version)
    if not reason.strip():
        raise Refused(_("Ghi lý do trả lại: thiếu gì, cần bổ sung gì."), field="reason_whole")
    _close_sending(submission, "return_whole", by)
    move(
        submission,
        SUBMISSION["return_submission"],
        by=by,
        reason=reason.strip(),
        province_id=submission.period.plan.province_id,
        in_time_sent_at=in_time_at(submission),
    )
    _open_lines(submission, reason.strip(), by)
    sending = submission.sendings.order_by("-no").first()
    ReviewAction.objects.create(
        submission=submission, sending=sending, action="return", reason=reason.strip(), by=by, at=at
    )
    _notify_returned(submission, 0, reason.strip(), at)
    touch([_plan(submission)], at)
    return submission


@transaction.atomic
def reopen_submission(
    *, submission: Submission, reason: str, by: User, at: dt.datetime, version: int | None = None
) -> Submission:
    """Open an approved submission for correction. No figure changes until the next approval."""
    submission = locked(submission)
    if submission.period.state != "open":
        raise Refused(_("Kỳ báo cáo đã đóng; không mở lại được."))
    if not reason.strip():
        raise Refused(_("Ghi lý do mở lại."), field="reason_reopen")
    move(
        submission,
        SUBMISSION["reopen_submission"],
        by=by,
        reason=reason.strip(),
        version=version,
        province_id=submission.period.plan.province_id,
        approved_at=None,
    )
    _open_lines(submission, reason.strip(), by)
    ReviewAction.objects.create(submission=submission, action="reopen", reason=reason.strip(), by=by, at=at)
    _notify_returned(submission, 0, reason.strip(), at)
    touch([_plan(submission)], at)
    return submission


@transaction.atomic
def comment_line(
    *, submission: Submission, text: str, by: User, at: dt.datetime, entry: Line | None = None
) -> ReviewAction:
    """Write into the thread under a line, or under the whole submission: reviewer and agency alike."""
    if not rules.may_comment(by, submission):
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))
    if not text.strip():
        raise Refused(_("Ghi nội dung trao đổi."), field="text")
    comment = ReviewAction.objects.create(
        submission=submission,
        sending=submission.sendings.order_by("-no").first(),
        task_entry=entry if isinstance(entry, TaskEntry) else None,
        measure_entry=entry if isinstance(entry, MeasureEntry) else None,
        action="comment",
        reason=text.strip(),
        by=by,
        at=at,
    )
    audit.record(
        by=by,
        verb="comment_line",
        target=submission,
        changes={"lines": [label_of(entry)] if entry else []},
        province_id=submission.period.plan.province_id,
    )
    return comment


def _for_review(submission: Submission, by: User, version: int | None) -> Submission:
    """The submission for update; refuses who may not review it, what is not sent, and what was sent again since."""
    submission = locked(submission)
    if version is not None and submission.version != version:
        raise Conflict(
            _(
                "Báo cáo đã thay đổi từ khi bạn mở trang (được duyệt, trả lại hoặc gửi lại). Xem lại rồi quyết định."
            )
        )
    if why := lock_of_review(submission, by):
        raise Refused(why)
    return submission


def _lines(
    submission: Submission, tasks: Iterable[TaskEntry], measures: Iterable[MeasureEntry], seen: str | None
) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """These lines as they are now, in the order of their ids. Raises Conflict where they are not as `seen`."""
    asked = {entry.pk for entry in tasks}, {entry.pk for entry in measures}
    fresh = (
        list(
            submission.task_entries.filter(pk__in=asked[0]).select_related("task_version").order_by("task_id")
        ),
        list(
            submission.measure_entries.filter(pk__in=asked[1])
            .select_related("measure")
            .order_by("measure_id", "scope")
        ),
    )
    if (len(fresh[0]), len(fresh[1])) != (len(asked[0]), len(asked[1])):
        raise Refused(_("Có dòng không thuộc báo cáo đang thẩm định."))
    found: list[Line] = [*fresh[0], *fresh[1]]
    for entry in found:
        if seen is not None and entry.line_state != seen:
            raise Conflict(_decided_meanwhile(entry))
        if entry.line_state == "approved":
            raise Refused(_("%(line)s đã được duyệt.") % {"line": label_of(entry)})
        if entry.line_state not in ("sent", "returned"):
            raise Refused(_not_sent(entry))
    return fresh


def label_of(entry: Line) -> str:
    """How a sentence names a line: by its printed code, or by its measure."""
    if isinstance(entry, TaskEntry):
        return _("Dòng %(code)s") % {"code": entry.task_version.code}
    return _("Dòng chỉ số “%(name)s”") % {"name": entry.measure.name[:80]}


def _decided_meanwhile(entry: Line) -> str:
    last = (
        entry.actions.filter(action__in=("approve", "return"))
        .select_related("by")
        .order_by("at", "id")
        .last()
    )
    if last is None:
        return _("%(line)s vừa thay đổi. Xem lại rồi quyết định.") % {"line": label_of(entry)}
    verb = _("duyệt") if last.action == "approve" else _("trả lại")
    return _("%(line)s: %(by)s đã %(verb)s lúc %(at)s. Xem lại rồi quyết định; chưa có gì bị ghi đè.") % {
        "line": label_of(entry),
        "by": last.by.name,
        "verb": verb,
        "at": timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y"),
    }


def _decide(
    lines: list[Line], name: str, submission: Submission, by: User, *, reason: str = "", verb: str = ""
) -> None:
    """Move lines along one row of LINE; a mark set before falls with the new decision. `verb` is its audit row's."""
    marked = [entry for entry in lines if entry.line_state == "returned"]
    move_all(marked, LINE["keep"], field=LINE_FIELD, of=submission, by=by)
    move_all(
        lines,
        LINE[name],
        field=LINE_FIELD,
        of=submission,
        by=by,
        reason=reason,
        verb=verb,
        changes={"lines": [label_of(entry) for entry in lines]},
        province_id=submission.period.plan.province_id,
    )


def _open_lines(submission: Submission, reason: str, by: User) -> None:
    """Let the agency change every line again. The reason stands on the whole, so that no line waits for an answer."""
    lines: list[Line] = [*submission.task_entries.all(), *submission.measure_entries.all()]
    sent = [entry for entry in lines if entry.line_state == "sent"]
    approved = [entry for entry in lines if entry.line_state == "approved"]
    for back, name in ((sent, "recall"), (approved, "reopen"), (approved, "answer")):
        move_all(back, LINE[name], field=LINE_FIELD, of=submission, by=by, reason=reason, checked=False)


def _approve_lines(
    submission: Submission,
    tasks: list[TaskEntry],
    measures: list[MeasureEntry],
    by: User,
    at: dt.datetime,
    *,
    verb: str = "",
) -> None:
    lines: list[Line] = [*tasks, *measures]
    sending, copy = _last_sending(submission, lines)
    _decide(lines, "approve", submission, by, verb=verb)
    if sending is not None:
        write_facts(submission, sending, [(entry, copy.task(entry)) for entry in tasks], at)
    for entry in measures:
        write_observation(submission, entry, copy.measure(entry), by, at)
    _put_on_record(lines, "approve", submission, sending, by, at)
    if not _count(submission, "open", "clean", "sent", "returned"):
        _approve(submission, by, at)
    touch([_plan(submission), *plans_on(entry.measure_id for entry in measures)], at)


def _plan(submission: Submission) -> int:
    return submission.period.cycle.plan_id


def _last_sending(submission: Submission, lines: list[Line]) -> tuple[Sending | None, SentCopy]:
    """What the reviewer sees. Raises Refused where it does not hold one of the lines: without lines, it may be none."""
    sending = submission.sendings.order_by("-no").first()
    copy = SentCopy.from_json(sending.payload if sending else {})
    missing = next((entry for entry in lines if not copy.holds(entry)), None)
    if missing is not None:
        raise Refused(_not_sent(missing))
    return sending, copy


def _not_sent(entry: Line) -> str:
    return _("%(line)s không có trong bản cơ quan đã gửi; chưa thẩm định được.") % {"line": label_of(entry)}


def _count(submission: Submission, *states: str) -> int:
    """How many lines of the submission stand in one of these states."""
    kinds = (submission.task_entries, submission.measure_entries)
    return sum(lines.filter(line_state__in=states).count() for lines in kinds)


def _put_on_record(
    lines: list[Line],
    action: str,
    submission: Submission,
    sending: Sending | None,
    by: User,
    at: dt.datetime,
    *,
    reason: str = "",
) -> None:
    ReviewAction.objects.bulk_create(
        ReviewAction(
            submission=submission,
            sending=sending,
            task_entry=entry if isinstance(entry, TaskEntry) else None,
            measure_entry=entry if isinstance(entry, MeasureEntry) else None,
            action=action,
            reason=reason,
            by=by,
            at=at,
        )
        for entry in lines
    )


def _approve(submission: Submission, by: User, at: dt.datetime) -> None:
    move(
        submission,
        SUBMISSION["approve_submission"],
        by=by,
        province_id=submission.period.plan.province_id,
        approved_at=at,
    )
    _close_sending(submission, "accept", by)
    jobs.start("rollup", submission.period.ref, {"period": submission.period_id}, by)


def _close_sending(submission: Submission, name: str, by: User) -> None:
    """Write what became of the last sending: part of a verb that has asked its rule and leaves its own audit row."""
    last = submission.sendings.order_by("-no").defer("payload").first()
    if last is not None and last.outcome is None:
        move_all([last], SENDING[name], field="outcome", of=submission, by=by, checked=False)


def _notify_returned(submission: Submission, lines: int, reason: str, at: dt.datetime) -> None:
    """Tell every reporter of the agency, by mail and in the portal."""
    context = {
        "agency": submission.agency.name,
        "plan": submission.period.plan.number,
        "period": submission.period.label,
        "lines": lines,
        "reason": reason,
        "submission": submission.ref,
    }
    for member in (
        Membership.objects.on(at.date()).reporters_of({submission.agency_id}).select_related("user")
    ):
        for channel in ("mail", "portal"):
            outbox.enqueue(
                key=f"returned:{submission.pk}:{submission.version}:{member.user_id}:{channel}",
                channel=channel,
                to_user=member.user,
                kind="returned",
                context=context,
            )
