"""Agencies and people as no verb leaves them."""

from agencies.models import Agency, Membership, User
from common import clock
from common.oddities import Oddity, unknown_codes


def oddities() -> list[Oddity]:
    """Those of the register."""
    return [
        *unknown_codes("agencies"),
        Oddity("an agency has no name", lambda: Agency.objects.filter(name="")),
        Oddity(
            "a person who may sign in has no role anywhere",
            lambda: User.objects.filter(is_active=True, is_superuser=False, memberships__isnull=True),
        ),
        Oddity(
            "a role goes on in an agency that has ended",
            lambda: Membership.objects.filter(valid_to=None, agency__valid_to__lte=clock.today()),
        ),
    ]
