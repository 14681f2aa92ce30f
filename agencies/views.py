"""Signing in and out."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView

from agencies.forms import SignInForm
from agencies.models import Agency, Role


class SignIn(LoginView):
    """The door: e-mail and password; then the page that was asked for."""

    template_name = "agencies/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `demo_accounts`, [{role_label, name, agency, email, password}], in demo mode only."""
        return super().get_context_data(**kwargs) | {
            "demo_accounts": demo_accounts() if settings.PORTAL_DEMO else []
        }


class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""

    next_page = "sign_in"


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demo as the sign-in page shows them; agencies as the register names them today."""
    fixture = json.loads((settings.BASE_DIR / "fixtures/demo_accounts.json").read_text(encoding="utf-8"))
    codes = [code for account in fixture["accounts"] for code, _role in account["roles"]]
    agencies = Agency.objects.filter(code__in=codes).select_related("province")
    names = {agency.code: f"{agency.label}, {agency.province}" for agency in agencies}
    return [
        {
            "role_label": ", ".join(str(Role(role).label) for _code, role in account["roles"]),
            "name": account["name"],
            "agency": ", ".join(dict.fromkeys(names.get(code, "") for code, _role in account["roles"])),
            "email": account["email"],
            "password": fixture["password"],
        }
        for account in fixture["accounts"]
    ]
