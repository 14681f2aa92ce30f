"""Pages every app shares: how far a job is, a person's messages, the mail folder of the demo."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template import TemplateDoesNotExist
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock, outbox
from common.listing import page_of
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
