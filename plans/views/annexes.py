"""A plan's annexes as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from common import clock
from plans.annex import RENDERERS
from plans.annex.data import annexes_of
from plans.models import Plan


@login_required
@require_GET
def plan_annex(request: PersonRequest, ref: str, fmt: str) -> HttpResponse:
    """The plan's annexes as valid today, as a file (docx or xlsx) the import reads back."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if fmt not in RENDERERS:
        raise Http404
    render_annexes, content_type = RENDERERS[fmt]
    response = HttpResponse(
        render_annexes(annexes_of(plan, clock.today(), clock.now())), content_type=content_type
    )
    name = f"phu-luc-{(plan.number or 'du-thao').replace('/', '-')}.{fmt}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
