"""What every page's frame needs."""

from django.conf import settings
from django.http import HttpRequest

from common import clock
from portal import nav


def shell(request: HttpRequest) -> dict:
    """`nav` (the menu), `today`, `clock_pinned` and `demo` (for the banner), `request_id` (for error pages)."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "nav": nav.menu(user, request.path) if signed_in else [],
        "today": clock.today(),
        "clock_pinned": settings.PORTAL_TODAY is not None,
        "demo": settings.PORTAL_DEMO,
        "request_id": getattr(request, "id", ""),
    }
