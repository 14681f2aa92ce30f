"""What a person sees when something goes wrong: on our side, with his session, or with an address."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
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


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form of an earlier session; leads back to its page, where portal.js puts what was typed."""
    return render(request, "403_csrf.html", {"page": page_of_the_form(request)}, status=403)


class FormMiddleware:
    """Forms whose session has ended, addresses that only take forms, and requests no browser makes.

    Who posts a form after his session has ended is told so, signs in and comes back to the form's page, not to the
    address it was posted to. Who opens such an address gets a page and not an empty answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if holds_nul(request):
            raise BadRequest("NUL in the request")
        response = self.get_response(request)
        if "application/json" in request.headers.get("Accept", ""):
            return response
        if request.method == "POST" and sent_to_sign_in(request, response):
            messages.warning(
                request, _("Phiên làm việc đã hết hạn nên chưa ghi được. Đăng nhập lại để làm tiếp.")
            )
            return redirect_to_login(page_of_the_form(request))
        if request.method == "GET" and response.status_code == 405:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response


def holds_nul(request: HttpRequest) -> bool:
    """Whether a field or the address holds the character NUL: no keyboard types it, and PostgreSQL does not keep it."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    return "\x00" in request.path or any("\x00" in text for _name, texts in fields for text in texts)


def sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer leads to the sign-in page and from there to the address of the request."""
    address = urlsplit(response.get("Location", ""))
    at_the_door = response.status_code == 302 and address.path == resolve_url("sign_in")
    return at_the_door and QueryDict(address.query).get("next") == request.get_full_path()


def page_of_the_form(request: HttpRequest) -> str:
    """The page a form was on, as the browser says it; the home page where that is no page of ours."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return urlunsplit(("", "", parts.path, parts.query, "")) or "/"
