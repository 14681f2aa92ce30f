"""An agency's submission: its page, sending it, what became of it, its paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from common.errors import Refused
from common.files import file_response
from common.models import StoredFile
from common.text import fold
from reporting import rules
from reporting.collection import sending
from reporting.collection.sent_copy import SentCopy
from reporting.documents import RENDERERS, agency_report
from reporting.documents.submission import submission_copy
from reporting.models import Evidence, Sending, Submission
from reporting.review.services import comment_line
from reporting.states import SUBMISSION
from reporting.views.filling import address_of, kept_key, line_named, readable, signed_in, whole
from reporting.views.rows import how_late
from reporting.views.submission_page import page_of


@require_safe
@login_required
def submission(request: PersonRequest, ref: str) -> HttpResponse:
    """The working copy for its agency, with one line open; the copy that was sent for everybody else."""
    found = readable(request, ref)
    page = page_of(request.user, found, _copy(request, found), request.GET.get("dong"))
    page["unsaved"] = request.session.pop(kept_key(ref), [])
    return render(request, "reporting/submission.html", page)


@require_safe
@login_required
def evidence_file(request: PersonRequest, ref: str, file_ref: str) -> FileResponse:
    """A file of evidence: the working copy's for its agency, those of every sending for who may read it."""
    found = readable(request, ref)
    known = set().union(*(SentCopy.from_json(row.payload).files() for row in found.sendings.all()))
    if rules.may_fill(request.user, found):
        known |= set(Evidence.objects.of_submission(found).values_list("file__ref", flat=True))
    if file_ref not in known:
        raise Http404
    return file_response(get_object_or_404(StoredFile, ref=file_ref))


@require_POST
@signed_in
def submission_action(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    """Endorse, withdraw the endorsement, send, or write into the thread."""
    found = readable(request, ref)
    if verb not in VERBS:
        raise Http404
    may, do = VERBS[verb]
    if not may(request.user, found):
        raise PermissionDenied
    key = request.GET.get("dong", "")
    try:
        do(request, found, key)
    except Refused as refused:
        found.refresh_from_db()
        if verb == "gui" and found.state == "sent":
            messages.info(request, _already_sent(found))
        else:
            messages.error(request, refused.message)
    return redirect(address_of(ref, key))


@require_safe
@login_required
def submission_docx(request: PersonRequest, ref: str) -> HttpResponse:
    """The agency's report on paper: what was sent, or the draft marked DỰ THẢO."""
    found = readable(request, ref)
    copy = _copy(request, found)
    if copy is None and found.state in ("sent", "approved"):
        copy = found.sendings.last()
    render_docx, content_type = RENDERERS["docx"]
    content = render_docx(agency_report(submission_copy(found, sending=copy, now=clock.now())))
    plan = found.period.plan
    name = slugify(fold(f"bao cao {found.period.label} {plan.number.replace('/', '-')} {found.agency.label}"))
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


# ------------------------------------------------------------------------------------------------------------ who


def _copy(request: PersonRequest, found: Submission) -> Sending | None:
    """The sending to show: the one asked for, the last one to whom the working copy is closed, else none."""
    wanted = request.GET.get("lan", "")
    if wanted:
        return get_object_or_404(found.sendings, no=whole(wanted))
    return None if rules.may_fill(request.user, found) else found.sendings.last()


# ---------------------------------------------------------------------------------------------------------- verbs


def _send(request: PersonRequest, found: Submission, _key: str) -> None:
    sent = sending.send_submission(submission=found, by=request.user, at=clock.now())
    receiver = found.period.stages.select_related("stage__to_agency")[0].stage.receiver
    words = {"at": vn.day_and_clock(sent.at), "receiver": receiver or found.period.plan.focal_agency}
    if sent.at < found.due_at:
        messages.success(request, _("Đã gửi báo cáo đến %(receiver)s lúc %(at)s, đúng hạn.") % words)
    else:
        words["late"] = how_late(found.due_at, sent.at)
        messages.warning(request, _("Đã gửi báo cáo đến %(receiver)s lúc %(at)s, %(late)s.") % words)


def _endorse(request: PersonRequest, found: Submission, _key: str) -> None:
    sending.endorse_submission(submission=found, by=request.user, at=clock.now())
    messages.success(request, _("Đã xác nhận. Báo cáo gửi được ngay."))


def _withdraw(request: PersonRequest, found: Submission, _key: str) -> None:
    sending.withdraw_endorsement(submission=found, by=request.user)
    messages.success(request, _("Đã bỏ xác nhận. Các dòng sửa được trở lại."))


def _comment(request: PersonRequest, found: Submission, key: str) -> None:
    entry = line_named(found, key) if key else None
    comment_line(
        submission=found, entry=entry, text=request.POST.get("text", ""), by=request.user, at=clock.now()
    )


# The verbs of the address: who may, and what is done.
VERBS = {
    "gui": (SUBMISSION["send_submission"].rule, _send),
    "xac-nhan": (SUBMISSION["endorse_submission"].rule, _endorse),
    "bo-xac-nhan": (SUBMISSION["withdraw_endorsement"].rule, _withdraw),
    "trao-doi": (rules.may_comment, _comment),
}


def _already_sent(found: Submission) -> str:
    return _("Báo cáo đã được gửi lúc %(at)s; lần bấm này không gửi thêm.") % {
        "at": vn.day_and_clock(found.touched_at)
    }
