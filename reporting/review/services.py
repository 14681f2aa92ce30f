"""Reviewing a sent submission line by line; approval writes facts. Append-only: nothing here is ever rewritten."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Membership
from common import jobs, outbox
from common.errors import Refused
from common.states import move
from indicators.models import Observation
from reporting import rules
from reporting.models import (
    MeasureEntry,
    MoneyFact,
    ReviewAction,
    Sending,
    Submission,
    TaskEntry,
    TaskFact,
)
from reporting.states import SUBMISSION


@transaction.atomic
def approve_lines(
    *,
    submission: Submission,
    by,
    at: dt.datetime,
    tasks: Iterable[TaskEntry] = (),
    measures: Iterable[MeasureEntry] = (),
) -> None:
    """Approve some lines of a sent submission: one fact per task line, one observation per main measure line.

    When no line is left the submission itself is approved. Raises Refused when the person may not review it or a
    line is not awaiting review.
    """
    submission = _for_review(submission, by)
    sending = submission.sendings.order_by("-no").first()
    tasks = sorted(tasks, key=lambda entry: entry.task_id)
    measures = sorted(measures, key=lambda entry: (entry.measure_id, entry.scope))
    for entry in [*tasks, *measures]:
        _refuse_unless_awaiting(entry, submission)
    _write_facts(submission, sending, tasks, at)
    for entry in measures:
        _write_observation(submission, entry, by, at)
    _mark(tasks, measures, "approved", submission, sending, "approve", "", by, at)
    if not _undecided(submission) and not _returned(submission):
        _approve(submission, sending, by, at)


@transaction.atomic
def approve_submission(*, submission: Submission, by, at: dt.datetime) -> None:
    """Approve every line still awaiting review, and with them the submission.

    Raises Refused while a line is marked to be returned. A submission without lines is approved for its prose.
    """
    submission = _for_review(submission, by)
    if _returned(submission):
        raise Refused(_("Có dòng đã đánh dấu trả lại. Trả các dòng đó về cơ quan trước."))
    tasks = list(submission.task_entries.filter(line_state="clean"))
    measures = list(submission.measure_entries.select_related("measure").filter(line_state="clean"))
    if tasks or measures:
        approve_lines(submission=submission, by=by, at=at, tasks=tasks, measures=measures)
    else:
        _approve(submission, submission.sendings.order_by("-no").first(), by, at)


@transaction.atomic
def return_line(*, submission: Submission, entry: TaskEntry | MeasureEntry, reason: str, by, at: dt.datetime) -> None:
    """Mark one line to be returned, with its reason; the agency gets it with `return_lines`."""
    submission = _for_review(submission, by)
    if not reason.strip():
        raise Refused(_("Ghi lý do trả lại: thiếu gì, cần bổ sung gì."), field="reason")
    _refuse_unless_awaiting(entry, submission)
    sending = submission.sendings.order_by("-no").first()
    one = ([entry], []) if isinstance(entry, TaskEntry) else ([], [entry])
    _mark(*one, "returned", submission, sending, "return", reason.strip(), by, at)


@transaction.atomic
def return_lines(*, submission: Submission, by, at: dt.datetime) -> None:
    """Hand the marked lines back to the agency; approved lines keep their facts. It stays in time."""
    submission = _for_review(submission, by)
    count = _returned(submission)
    if not count:
        raise Refused(_("Chưa có dòng nào được đánh dấu trả lại."))
    undecided = _undecided(submission)
    if undecided:
        raise Refused(_("Còn %(count)d dòng chưa thẩm định. Duyệt hoặc trả lại từng dòng trước.") % {"count": undecided})
    move(submission, SUBMISSION["return_lines"], by=by, province_id=submission.period.plan.province_id)
    _close_sending(submission, "returned_lines")
    _notify_returned(submission, count, "", at)


@transaction.atomic
def return_submission(*, submission: Submission, reason: str, by, at: dt.datetime) -> None:
    """Return the whole submission with a reason; it no longer counts as sent in time."""
    submission = _for_review(submission, by)
    move(
        submission,
        SUBMISSION["return_submission"],
        by=by,
        reason=reason,
        province_id=submission.period.plan.province_id,
        in_time_sent_at=None,
    )
    sending = submission.sendings.order_by("-no").first()
    ReviewAction.objects.create(
        submission=submission, sending=sending, action="return", reason=reason.strip(), by=by, at=at
    )
    _close_sending(submission, "returned_whole")
    _notify_returned(submission, 0, reason.strip(), at)


@transaction.atomic
def reopen_submission(*, submission: Submission, reason: str, by, at: dt.datetime) -> None:
    """Open an approved submission for correction. No figure changes until the next approval."""
    if submission.period.state != "open":
        raise Refused(_("Kỳ báo cáo đã đóng; không mở lại được."))
    move(
        submission,
        SUBMISSION["reopen_submission"],
        by=by,
        reason=reason,
        province_id=submission.period.plan.province_id,
        approved_at=None,
    )
    submission.task_entries.update(line_state="clean")
    submission.measure_entries.update(line_state="clean")
    ReviewAction.objects.create(submission=submission, action="reopen", reason=reason.strip(), by=by, at=at)
    _notify_returned(submission, 0, reason.strip(), at)


@transaction.atomic
def comment_line(
    *, submission: Submission, text: str, by, at: dt.datetime, entry: TaskEntry | MeasureEntry | None = None
) -> ReviewAction:
    """Write into the thread under a line, or under the whole submission: reviewer and agency alike."""
    if not rules.may_read_lines(by, submission):
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))
    if not text.strip():
        raise Refused(_("Ghi nội dung trao đổi."), field="text")
    return ReviewAction.objects.create(
        submission=submission,
        sending=submission.sendings.order_by("-no").first(),
        task_entry=entry if isinstance(entry, TaskEntry) else None,
        measure_entry=entry if isinstance(entry, MeasureEntry) else None,
        action="comment",
        reason=text.strip(),
        by=by,
        at=at,
    )


def _for_review(submission: Submission, by) -> Submission:
    """The submission for update; refuses who may not review it and what is not sent."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("agency", "period__cycle__plan__province")
        .get(pk=submission.pk)
    )
    if submission.period.state != "open":
        raise Refused(_("Kỳ báo cáo đã đóng; không thẩm định được nữa."))
    if not rules.may_review(by, submission):
        if not rules.is_of_another_agency(by, submission):
            raise Refused(
                _("Báo cáo của chính cơ quan đầu mối do lãnh đạo cơ quan đầu mối duyệt, không do người đã điền.")
            )
        raise Refused(_("Tài khoản của bạn không có quyền thẩm định báo cáo này."))
    if submission.state != "sent":
        raise Refused(_("Báo cáo không ở trạng thái chờ thẩm định. Tải lại trang để xem trạng thái mới."))
    return submission


def _refuse_unless_awaiting(entry: TaskEntry | MeasureEntry, submission: Submission) -> None:
    if entry.submission_id != submission.pk or entry.line_state not in ("clean", "returned"):
        raise Refused(_("Dòng này đã được duyệt hoặc không thuộc báo cáo đang thẩm định."))


def _undecided(submission: Submission) -> int:
    return (
        submission.task_entries.filter(line_state="clean").count()
        + submission.measure_entries.filter(line_state="clean").count()
    )


def _returned(submission: Submission) -> int:
    return (
        submission.task_entries.filter(line_state="returned").count()
        + submission.measure_entries.filter(line_state="returned").count()
    )


def _mark(tasks, measures, line_state, submission, sending, action, reason, by, at) -> None:
    TaskEntry.objects.filter(pk__in=[entry.pk for entry in tasks]).update(line_state=line_state)
    MeasureEntry.objects.filter(pk__in=[entry.pk for entry in measures]).update(line_state=line_state)
    for entry in [*tasks, *measures]:
        entry.line_state = line_state
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
        for entry in [*tasks, *measures]
    )


def _approve(submission: Submission, sending: Sending | None, by, at: dt.datetime) -> None:
    move(
        submission,
        SUBMISSION["approve_submission"],
        by=by,
        province_id=submission.period.plan.province_id,
        approved_at=at,
    )
    if sending is not None and sending.outcome is None:
        Sending.objects.filter(pk=sending.pk).update(outcome="accepted")
    jobs.start("rollup", submission.period.ref, {"period": submission.period_id}, by)


def _close_sending(submission: Submission, outcome: str) -> None:
    last = submission.sendings.order_by("-no").first()
    if last is not None and last.outcome is None:
        Sending.objects.filter(pk=last.pk).update(outcome=outcome)


def fact_state(entry: TaskEntry) -> str:
    """The state a fact takes from a settled line."""
    if entry.not_applicable:
        return "not_applicable"
    if entry.trigger_answer == "no":
        return "awaiting_trigger"
    return entry.state


def _write_facts(submission: Submission, sending: Sending, tasks: list[TaskEntry], at: dt.datetime) -> None:
    """One fact per line, in the order of task ids; the facts they replace are superseded at the same moment."""
    TaskFact.objects.filter(
        period=submission.period_id,
        agency=submission.agency_id,
        task__in=[entry.task_id for entry in tasks],
        superseded_at__isnull=True,
    ).update(superseded_at=at)
    facts = []
    for entry in tasks:
        state = fact_state(entry)
        worded = state in ("not_started", "in_progress", "completed")
        facts.append(
            TaskFact(
                period_id=submission.period_id,
                task_id=entry.task_id,
                task_version_id=entry.task_version_id,
                agency_id=submission.agency_id,
                sending=sending,
                main=entry.main,
                state=state,
                percent=(entry.percent or 0) if worded else None,
                completed_on=entry.completed_on if state == "completed" else None,
                result=entry.result,
                difficulty=entry.difficulty,
                proposal=entry.proposal,
                reason=entry.reason,
                approved_at=at,
            )
        )
    facts = TaskFact.objects.bulk_create(facts)
    of_task = {fact.task_id: fact for fact in facts}
    rows = []
    for entry in TaskEntry.objects.filter(pk__in=[entry.pk for entry in tasks]).prefetch_related("money"):
        if fact_state(entry) in ("not_applicable", "awaiting_trigger"):
            continue
        rows += [
            MoneyFact(
                fact=of_task[entry.task_id],
                source_id=money.source_id,
                budget_year=money.budget_year,
                cumulative=money.cumulative,
            )
            for money in entry.money.all()
            if money.cumulative is not None
        ]
    MoneyFact.objects.bulk_create(rows)


def _write_observation(submission: Submission, entry: MeasureEntry, by, at: dt.datetime) -> None:
    """The main follower's value becomes the measure's observation for every plan that shares it."""
    valued = entry.value is not None or bool(entry.verdict.strip())
    if not entry.main or not valued or entry.answer in ("not_yet_published", "not_applicable"):
        return
    key = {
        "measure_id": entry.measure_id,
        "province_id": submission.period.plan.province_id,
        "scope": entry.scope,
        "to_on": entry.to_on,
        "basis": entry.basis,
    }
    Observation.objects.filter(**key, superseded_at__isnull=True).update(superseded_at=at)
    observation = Observation.objects.create(
        **key,
        from_on=entry.from_on,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        verdict=entry.verdict,
        source_text=submission.agency.name,
        recorded_at=at,
        by=by,
    )
    MeasureEntry.objects.filter(pk=entry.pk).update(observation=observation)


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
    for member in Membership.objects.on(at.date()).reporters_of({submission.agency_id}).select_related("user"):
        for channel in ("mail", "portal"):
            outbox.enqueue(
                key=f"returned:{submission.pk}:{submission.version}:{member.user_id}:{channel}",
                channel=channel,
                to_user=member.user,
                kind="returned",
                context=context,
            )
