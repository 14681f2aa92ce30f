"""What every page's frame needs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Role, User
from common import clock, format
from portal import nav

# The band has room for a short title beside the agency's abbreviation.
SHORT_ROLES = {
    "focal_officer": gettext_lazy("Chuyên viên đầu mối"),
    "focal_leader": gettext_lazy("Lãnh đạo đầu mối"),
}
ROLES = {role.value: role.label for role in Role}


def shell(request: HttpRequest) -> dict:
    """`nav` (the menu), `person` and `province_name` (the band), `today`, `clock_pinned`, `demo`, `demo_banner`,
    `request_id` (for error pages)."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {
        "nav": nav.menu(person, request.path) if person else [],
        "today": clock.today(),
        "clock_pinned": settings.PORTAL_TODAY is not None,
        "demo": settings.PORTAL_DEMO,
        "demo_banner": demo_banner(),
        "request_id": getattr(request, "id", ""),
        **(frame(person) if person else {}),
    }


def frame(user: User) -> dict:
    """Who is signed in and where: `person` {name, role_label, agency} and `province_name`."""
    held = user.access.memberships
    roles = dict.fromkeys(str(SHORT_ROLES.get(one.role) or ROLES.get(one.role) or one.role) for one in held)
    agencies = dict.fromkeys(one.agency_label for one in held)
    return {
        "person": {"name": user.name, "role_label": ", ".join(roles), "agency": ", ".join(agencies)},
        "province_name": held[0].province_name if held else "",
    }


def demo_banner() -> str | None:
    """In demo mode: that it is one, and where its clock stands."""
    if not settings.PORTAL_DEMO:
        return None
    if settings.PORTAL_TODAY is None:
        return _("Bản dùng thử: số liệu báo cáo là giả định.")
    day = format.day(settings.PORTAL_TODAY)
    return _("Bản dùng thử: số liệu báo cáo là giả định, đồng hồ đứng ở ngày %(day)s.") % {"day": day}
