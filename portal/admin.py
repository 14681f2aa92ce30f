"""Django's admin as the administrators' room: signed in through the portal's own door, closed to everybody else."""

from importlib import import_module

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
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


class PortalAdminConfig(SimpleAdminConfig):
    default_site = "portal.admin.PortalAdminSite"

    def ready(self) -> None:
        """Open our own pages. Looking for those of every library would load what they are made of (openpyxl among it).

        Django's groups of permissions have none: what a person may do comes from his roles.
        """
        super().ready()
        for app in ("agencies", "plans", "indicators"):
            import_module(f"{app}.admin")
