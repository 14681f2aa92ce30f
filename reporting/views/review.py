"""Reviewing a sent submission: line by line, the quiet ones at once, or as a whole."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from common.errors import Conflict, Refused
from common.models import AuditEntry
from reporting import rules
from reporting.models import MeasureEntry, Submission, TaskEntry
from reporting.review import services
from reporting.review.locks import lock_of_review
from reporting.views.review_lines import ReviewPage, read_page
from reporting.views.rows import how_late

PROSE = "loi-van"
END = "#ket-luan"
TYPED = ("reason", "reason_whole", "reason_reopen", "text")


@login_required
@require_GET
def review(request: PersonRequest, ref: str) -> HttpResponse:
    """What was sent beside what was approved last; one line is open at a time."""
    submission = _followed(request, ref)
    kept = request.session.pop(_kept(ref), None)
    if kept:
        messages.warning(
            request, _("Phiên làm việc đã hết hạn nên quyết định chưa được ghi. Chữ đã gõ còn ở dưới.")
        )
    return render(
        request, "reporting/review.html", _context(request, submission, request.GET.get("dong"), kept)
    )


def _signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As login_required, for a form: what was typed when the session ended is there again after signing in."""

    @wraps(view)
    def checked(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, ref, verb)
        request.session[_kept(ref)] = {name: request.POST.get(name, "") for name in TYPED}
        return redirect_to_login(_address(ref, request.POST.get("dong", "")))

    return checked


def _kept(ref: str) -> str:
    return f"kept-{ref}"


@require_POST
@_signed_in
def review_action(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    """One decision. What cannot be done is said on the same page, with what was typed."""
    submission = _followed(request, ref)
    if verb not in VERBS:
        raise Http404
    if not rules.collects(request.user, submission):
        raise PermissionDenied
    try:
        address = VERBS[verb](request, submission)
    except Refused as refused:
        typed = {name: request.POST.get(name, "") for name in TYPED}
        submission = _followed(request, ref)
        context = _context(request, submission, request.POST.get("dong"), typed, refused)
        status = 409 if isinstance(refused, Conflict) else 400
        return render(request, "reporting/review.html", context, status=status)
    return redirect(address)


# ------------------------------------------------------------------------------------------------------------- verbs


def _approve_line(request: PersonRequest, submission: Submission) -> str:
    entry = _entry(request, submission)
    if request.POST.get("reason", "").strip():
        raise Refused(
            _("Bạn đã ghi lý do trả lại nhưng bấm duyệt. Xóa lý do rồi duyệt, hoặc bấm Trả lại."),
            field="reason",
        )
    found = services.approve_lines(
        submission=submission,
        by=request.user,
        at=clock.now(),
        tasks=[entry] if isinstance(entry, TaskEntry) else [],
        measures=[entry] if isinstance(entry, MeasureEntry) else [],
        seen=_seen(request),
        version=_version(request),
    )
    return _onwards(request, found, entry, _("%(line)s: đã duyệt.") % {"line": services.label_of(entry)})


def _return_line(request: PersonRequest, submission: Submission) -> str:
    entry = _entry(request, submission)
    services.return_line(
        submission=submission,
        entry=entry,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        version=_version(request),
        seen=_seen(request),
    )
    sentence = _("%(line)s: đã đánh dấu trả lại. Cơ quan nhận khi bạn trả các dòng ở cuối trang.")
    return _onwards(request, submission, entry, sentence % {"line": services.label_of(entry)})


def _comment(request: PersonRequest, submission: Submission) -> str:
    key = request.POST.get("dong", "")
    entry = None if key == PROSE else _entry(request, submission)
    services.comment_line(
        submission=submission, entry=entry, text=request.POST.get("text", ""), by=request.user, at=clock.now()
    )
    return _address(submission.ref, key) + "#trao-doi"


def _approve_quiet(request: PersonRequest, submission: Submission) -> str:
    keys = request.POST.getlist("line")
    if not keys:
        raise Refused(_("Không còn dòng nào không thay đổi để duyệt."))
    tasks = submission.task_entries.filter(pk__in=_ids(keys, "nv"))
    measures = submission.measure_entries.filter(pk__in=_ids(keys, "ct"))
    found = services.approve_lines(
        submission=submission,
        by=request.user,
        at=clock.now(),
        tasks=tasks,
        measures=measures,
        seen="sent",
        version=_version(request),
    )
    return _onwards(request, found, None, _("Đã duyệt %(n)d dòng.") % {"n": len(keys)})


def _approve_all(request: PersonRequest, submission: Submission) -> str:
    found = services.approve_submission(
        submission=submission, by=request.user, at=clock.now(), version=_version(request)
    )
    return _onwards(request, found, None, "")


def _hand_back(request: PersonRequest, submission: Submission) -> str:
    services.return_lines(submission=submission, by=request.user, at=clock.now(), version=_version(request))
    messages.success(request, _("Đã trả các dòng về %(agency)s.") % {"agency": submission.agency})
    return _address(submission.ref)


def _return_whole(request: PersonRequest, submission: Submission) -> str:
    services.return_submission(
        submission=submission,
        reason=request.POST.get("reason_whole", ""),
        by=request.user,
        at=clock.now(),
        version=_version(request),
    )
    messages.success(request, _("Đã trả lại toàn bộ báo cáo cho %(agency)s.") % {"agency": submission.agency})
    return _address(submission.ref)


def _reopen(request: PersonRequest, submission: Submission) -> str:
    if not rules.may_reopen(request.user, submission):
        raise PermissionDenied
    services.reopen_submission(
        submission=submission,
        reason=request.POST.get("reason_reopen", ""),
        by=request.user,
        at=clock.now(),
        version=_version(request),
    )
    messages.success(request, _("Đã mở lại báo cáo. Số liệu đã duyệt giữ nguyên cho đến lần duyệt sau."))
    return _address(submission.ref)


VERBS: dict[str, Callable[[PersonRequest, Submission], str]] = {
    "duyet-dong": _approve_line,
    "tra-dong": _return_line,
    "hoi": _comment,
    "duyet-khong-doi": _approve_quiet,
    "duyet-tat-ca": _approve_all,
    "tra-cac-dong": _hand_back,
    "tra-toan-bo": _return_whole,
    "mo-lai": _reopen,
}


# ------------------------------------------------------------------------------------------------------------- parts


def _followed(request: PersonRequest, ref: str) -> Submission:
    submission = get_object_or_404(Submission.objects.visible_to(request.user).with_progress(), ref=ref)
    if not rules.may_follow(request.user, submission):
        raise PermissionDenied
    return submission


def _entry(request: PersonRequest, submission: Submission) -> TaskEntry | MeasureEntry:
    """The line the form is about. Raises Http404 for one of another submission."""
    key = request.POST.get("dong", "")
    if ids := _ids([key], "nv"):
        return get_object_or_404(submission.task_entries.select_related("task_version"), pk=ids[0])
    if ids := _ids([key], "ct"):
        return get_object_or_404(submission.measure_entries.select_related("measure"), pk=ids[0])
    raise Http404


def _ids(keys: list[str], kind: str) -> list[int]:
    """The row ids of the keys of one kind: nv-12 → 12."""
    parts = [key.partition("-") for key in keys]
    return [
        int(number)
        for name, _dash, number in parts
        if name == kind and number.isdecimal() and len(number) < 10
    ]


def _seen(request: PersonRequest) -> str | None:
    """The state of the line on the page the person decided on."""
    return request.POST.get("seen") or None


def _version(request: PersonRequest) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None


def _address(ref: str, key: str = "") -> str:
    address = reverse("review", args=[ref])
    return f"{address}?dong={key}" if key else address


def _onwards(
    request: PersonRequest, submission: Submission, entry: TaskEntry | MeasureEntry | None, sentence: str
) -> str:
    """Say what was done and go to the next undecided line, or to the end of the page when there is none."""
    if submission.state == "approved":
        messages.success(
            request,
            _("Đã duyệt báo cáo của %(agency)s; số liệu đã được ghi nhận.") % {"agency": submission.agency},
        )
        return _address(submission.ref) + END
    messages.success(request, sentence)
    page = read_page(submission, clock.today())
    current = page.line(f"{'nv' if isinstance(entry, TaskEntry) else 'ct'}-{entry.pk}") if entry else None
    following = page.after(current)
    if following is None:
        return _address(submission.ref, current.key if current else "") + END
    return _address(submission.ref, following.key) + "#dong"


def _context(
    request: PersonRequest,
    submission: Submission,
    key: str | None,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> dict[str, Any]:
    page = read_page(submission, clock.today())
    line = page.line(key or "")
    if line is None and key != PROSE:
        line = next(iter(page.undecided or page.lines), None)
    lock = lock_of_review(submission, request.user)
    awaiting = (
        submission.period.submissions.awaiting_review().exclude(pk=submission.pk).select_related("agency")
    )
    return {
        "submission": submission,
        "period": submission.period,
        "plan": submission.period.plan,
        "page": page,
        "line": line,
        "following": page.after(line) if line else None,
        "prose_key": PROSE,
        "lock": lock,
        "lede": _lede(submission, page),
        "typed": typed or {},
        "refused": refused,
        "may_comment": rules.may_comment(request.user, submission),
        "may_reopen": submission.state == "approved"
        and submission.period.state == "open"
        and rules.may_reopen(request.user, submission),
        "next_submission": awaiting.order_by("touched_at").first() if not lock or page.sendings else None,
        "not_reviewed": not rules.collects(request.user, submission) and submission.state != "approved",
    }


def _lede(submission: Submission, page: ReviewPage) -> str:
    """When it came and whether in time, who stands behind it, how far the review is."""
    if not page.sendings:
        return ""
    last = page.sendings[-1]
    sentences = [
        _("Gửi lần %(no)d lúc %(at)s, %(when)s.")
        % {"no": last.no, "at": vn.day_and_clock(last.at), "when": _in_time(submission)}
        if last.no > 1
        else _("Gửi lúc %(at)s, %(when)s.") % {"at": vn.day_and_clock(last.at), "when": _in_time(submission)}
    ]
    if last.by:
        sentences.append(_("Người gửi: %(name)s.") % {"name": last.by.name})
    endorsed = (
        AuditEntry.objects.filter(
            target_type="reporting.submission",
            target_id=str(submission.pk),
            verb__in=("endorse_submission", "withdraw_endorsement"),
        )
        .select_related("by")
        .order_by("at", "id")
        .last()
    )
    if endorsed and endorsed.verb == "endorse_submission" and endorsed.by:
        sentences.append(_("Lãnh đạo cơ quan xác nhận: %(name)s.") % {"name": endorsed.by.name})
    if page.lines:
        sentences.append(
            _("%(done)d/%(all)d dòng đã duyệt.") % {"done": len(page.approved), "all": len(page.lines)}
        )
    return " ".join(sentences)


def _in_time(submission: Submission) -> str:
    if submission.in_time_sent_at:
        return _("đúng hạn")
    sent = submission.first_sent_at
    return (
        how_late(submission.due_at, sent)
        if sent and sent >= submission.due_at
        else _("không còn tính là đúng hạn")
    )
