"""The page for what went wrong on our side."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

log = logging.getLogger(__name__)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500 in the frame of the site, and without menu and person when that is what fails (no database)."""
    try:
        return render(request, "500.html", status=500)
    except Exception:  # whatever it is: the request that failed has been logged already
        log.warning("the frame of the error page failed too", exc_info=True)
        alone = render_to_string("500.html", {"request_id": getattr(request, "id", "")})
        return HttpResponse(alone, status=500)
