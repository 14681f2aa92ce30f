"""Pages every app shares: how far a job is, the person's messages, the demo's mail folder."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.models import Job


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
