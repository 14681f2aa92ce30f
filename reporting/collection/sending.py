"""Endorsing and sending a submission. Each sending keeps an unchangeable copy."""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from common.errors import Refused
from common.states import move, move_all
from plans.stamps import touch
from reporting.collection.entries import lines_of
from reporting.collection.in_time import Delivery, timeliness
from reporting.collection.line_view import Line
from reporting.collection.locks import locked
from reporting.collection.sent_copy import SentCopy
from reporting.collection.showing import line_views
from reporting.models import MeasureEntry, Sending, Submission, TaskEntry
from reporting.states import LINE, LINE_FIELD, SUBMISSION


@transaction.atomic
def endorse_submission(*, submission: Submission, by: User | None, at: dt.datetime) -> None:
    """The head of the agency confirms a complete draft."""
    _refuse_unless_open(submission)
    _refuse_incomplete(line_views(*lines_of(submission)))
    move(
        submission,
        SUBMISSION["endorse_submission"],
        by=by,
        province_id=submission.period.plan.province_id,
        touched_at=at,
    )


@transaction.atomic
def withdraw_endorsement(*, submission: Submission, by: User | None) -> None:
    """Back to the draft, so that lines can be changed."""
    _refuse_unless_open(submission)
    move(
        submission, SUBMISSION["withdraw_endorsement"], by=by, province_id=submission.period.plan.province_id
    )


@transaction.atomic
def send_submission(
    *, submission: Submission, by: User | None, at: dt.datetime, version: int | None = None
) -> Sending:
    """Send the submission to the focal agency: after the deadline too, then it is late.

    Raises Refused while a line is unsettled, when it has been sent already (a double click) or the period is closed.
    """
    if submission.state == "sent":
        raise Refused(_("Báo cáo đã được gửi; không cần gửi lần nữa."))
    submission.period = locked(submission).period  # a field being saved is part of this copy or of none
    _refuse_unless_open(submission)
    tasks, measures = lines_of(submission)
    _refuse_incomplete(line_views(tasks, measures))
    move(
        submission,
        SUBMISSION["send_submission"],
        by=by,
        version=version,
        province_id=submission.period.plan.province_id,
        first_sent_at=submission.first_sent_at or at,
        in_time_sent_at=in_time_at(submission, Delivery(at)),
        touched_at=at,
    )
    lines: list[TaskEntry | MeasureEntry] = [*tasks, *measures]
    ready = [entry for entry in lines if entry.line_state == "clean"]
    move_all(ready, LINE["send"], field=LINE_FIELD, of=submission, by=by, checked=False)
    payload = SentCopy.of(submission, tasks, measures).to_json()
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sending = Sending.objects.create(
        submission=submission,
        no=submission.sendings.count() + 1,
        at=at,
        by=by,
        payload=payload,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    touch([submission.period.cycle.plan_id], at)
    return sending


def in_time_at(submission: Submission, *coming: Delivery) -> dt.datetime | None:
    """What `in_time_sent_at` has to hold, of the sendings on record and those `coming` in the same verb.

    A verb writes it with its move: a row written twice in a transaction has its keys checked by PostgreSQL, which
    takes the period while closing holds it and waits for the submission.
    """
    came = submission.sendings.order_by("no").values_list("at", "outcome")
    return timeliness([*(Delivery(*row) for row in came), *coming], submission.due_at).in_time_at


def rebuild_in_time(submission: Submission) -> None:
    """Write the stored column anew as `in_time_at` derives it."""
    submission.in_time_sent_at = in_time_at(submission)
    Submission.objects.filter(pk=submission.pk).update(in_time_sent_at=submission.in_time_sent_at)


def _refuse_unless_open(submission: Submission) -> None:
    if submission.period.state != "open":
        raise Refused(_("Kỳ báo cáo đã đóng; không gửi được nữa. Liên hệ cơ quan đầu mối."))


def _refuse_incomplete(lines: list[Line]) -> None:
    waiting = sum(1 for line in lines if not line.settled)
    if waiting:
        raise Refused(_("Chưa gửi được vì còn %(count)d dòng chưa xong.") % {"count": waiting})
