"""Who is signed in, as every request reads it: the person with his roles of today, in one query."""

import datetime as dt
from functools import lru_cache

from django.contrib.auth.backends import ModelBackend
from django.db import router
from django.db.models import FilteredRelation, Q, QuerySet

from agencies.access import COLUMNS, Access, Held
from agencies.models import User
from common import clock

PERSON = [field.attname for field in User._meta.concrete_fields]
HELD = [f"held__{column}" for column in COLUMNS]


class PersonBackend(ModelBackend):
    """Signs in by address and password; brings a person's memberships with him, as every rule asks for them."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None where he is gone or his account is closed."""
        found = list(_people(clock.today()).filter(pk=user_id))
        if not found:
            return None
        user = User.from_db(router.db_for_read(User), PERSON, found[0][: len(PERSON)])
        roles = [row[len(PERSON) :] for row in found]
        user.access = Access(tuple(Held(*role) for role in roles if role[0]))
        return user if self.user_can_authenticate(user) else None


@lru_cache(maxsize=2)
def _people(today: dt.date) -> QuerySet[User, tuple]:
    """Everybody with his memberships of a day, a row for each; composed once a day and not with every request."""
    unended = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=today)
    of_today = FilteredRelation("memberships", condition=Q(unended, memberships__valid_from__lte=today))
    return User.objects.annotate(held=of_today).order_by("held__id").values_list(*PERSON, *HELD)
