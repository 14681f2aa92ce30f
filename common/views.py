"""Pages every app shares: how far a job is, a person's messages, the mail folder of the demo."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock, list_jobs, outbox
from common.errors import Refused
from common.files import file_of, file_response
from common.listing import FILE, page_of
from common.mailbox import Mails, read_mails
from common.models import Job, OutboxMessage
from common.oddities import say_once


@require_safe
@login_required
@never_cache
def job_status(request: HttpRequest, ref: str) -> JsonResponse:
    """How far a job is, for the progress bar of the person who started it."""
    job = get_object_or_404(Job, ref=ref, by=request.user)
    return JsonResponse(
        {
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "message": job.message,
            "result_url": job.result.get("url", ""),
        }
    )


@require_safe
@login_required
@never_cache
def list_job(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the workbook of a long list is, then its link."""
    job = get_object_or_404(Job, ref=ref, by=request.user, kind=list_jobs.KIND)
    path, query = job.params.get("path", "/"), QueryDict(job.params.get("query", ""), mutable=True)
    again = f"{path}?{query.urlencode()}"
    query.pop(FILE, None)
    context = {
        "job": job,
        "job_url": reverse("job_status", args=[job.ref]),
        "result_url": reverse("list_made", args=[job.ref]),
        "title": job.params.get("title", ""),
        "filters": job.params.get("filters", ""),
        "rows": job.params.get("rows", 0),
        "list_url": f"{path}?{query.urlencode()}" if query else path,
        "again_url": again,
        "days": list_jobs.KEPT.days,
    }
    return render(request, "common/list_job.html", context)


@require_safe
@login_required
def list_made(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The finished workbook, for the person who asked for it."""
    job = get_object_or_404(Job, ref=ref, by=request.user, kind=list_jobs.KIND, state="done")
    try:
        return file_response(file_of(job))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("list_job", job.ref)


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What the portal has written to this person, newest first."""
    messages = OutboxMessage.objects.in_the_portal_for(request.user)
    page = page_of(request.GET, messages, lambda row: (row, _words(row)[0]))
    return render(request, "common/inbox.html", {"page": page, "unread": messages.unread().count()})


@require_safe
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message of this person; who has opened it has read it."""
    found = get_object_or_404(OutboxMessage.objects.in_the_portal_for(request.user), pk=pk)
    outbox.mark_read(message=found, at=clock.now())
    subject, text = _words(found)
    return render(request, "common/message.html", {"message": found, "subject": subject, "text": text})


def _words(message: OutboxMessage) -> tuple[str, str]:
    """Subject and text; of a kind that nobody words any more its bare name."""
    try:
        return outbox.render(message.kind, message.context)
    except TemplateDoesNotExist:
        say_once(f"no template words messages of kind {message.kind!r}")
        return message.kind, ""


@require_safe
@login_required
def mail_folder(request: HttpRequest) -> HttpResponse:
    """The mails the demo has written into its folder instead of sending them; there is no such page elsewhere."""
    if not settings.PORTAL_DEMO:
        raise Http404
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    mails = read_mails(Path(folder)) if folder else Mails([])
    page = page_of(request.GET, mails, lambda mail: mail)
    return render(request, "common/mail_folder.html", {"page": page, "folder": folder})
