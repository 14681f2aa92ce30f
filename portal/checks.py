"""Combinations of settings that start but should not: `manage.py check`, and every command before it runs."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


def open_to_others() -> bool:
    """Whether ALLOWED_HOSTS names anything besides this machine."""
    return bool(set(settings.ALLOWED_HOSTS) - settings.LOCAL_HOSTS)


@register(Tags.security)
def settings_fit_together(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """What is harmless on one's own machine and is not once others can reach it."""
    if not open_to_others():
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on while ALLOWED_HOSTS lets others in: error pages would show them settings and data.",
                hint="Unset DEBUG.",
                id="portal.E001",
            )
        )
    if settings.SECRET_KEY_IS_OURS:
        found.append(
            Error(
                "ALLOWED_HOSTS lets others in and SECRET_KEY is not set: the key made in var/ belongs to one machine.",
                hint="Set SECRET_KEY to 50 random characters, the same for every process.",
                id="portal.E002",
            )
        )
    if not settings.PORTAL_HTTPS:
        found.append(
            Warning(
                "ALLOWED_HOSTS lets others in without HTTPS: passwords and sessions cross the network readable.",
                hint="Put a proxy with TLS in front and set PORTAL_HTTPS=1.",
                id="portal.W001",
            )
        )
    if settings.PORTAL_DEMO:
        found.append(
            Warning(
                "PORTAL_DEMO is on while ALLOWED_HOSTS lets others in: the sign-in page shows the demo accounts.",
                hint="Unset PORTAL_DEMO wherever real data is kept.",
                id="portal.W002",
            )
        )
    if settings.PORTAL_TODAY:
        found.append(
            Warning(
                f"PORTAL_TODAY pins the portal's day to {settings.PORTAL_TODAY}: deadlines will not pass.",
                hint="Unset PORTAL_TODAY wherever real data is kept.",
                id="portal.W003",
            )
        )
    return found
