"""Django's admin as the administrators' room: signed in through the portal's own door, closed to everybody else."""

from django.contrib.admin import AdminSite, site
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """Opens for administrators; who is signed in and may not gets 403, a stranger is sent to sign in."""

    site_header = _("Quản trị cổng theo dõi kế hoạch")
    site_title = _("Quản trị")
    index_title = _("Cơ quan, người dùng, lịch, kế hoạch")
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        from django.contrib.auth.views import (
            redirect_to_login,  # needs models: not while the apps are loading
        )

        return redirect_to_login(request.GET.get("next", request.get_full_path()))


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin.PortalAdminSite"

    def ready(self) -> None:
        """Leave out Django's groups of permissions: what a person may do comes from his roles."""
        super().ready()
        from django.contrib.auth.models import Group  # models are loaded by now

        site.unregister(Group)
