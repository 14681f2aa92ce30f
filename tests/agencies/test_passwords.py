"""How passwords are kept, and that older ones are kept anew once their owner signs in."""

import pytest
from argon2 import extract_parameters
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, make_password
from django.urls import reverse

from agencies.passwords import Argon2id
from portal.settings import PASSWORD_HASHERS
from tests.factories import PASSWORD, user

pytestmark = pytest.mark.django_db


class Unlike(Argon2id):
    """Argon2id with one parameter less than ours."""

    time_cost = 1


OLDER = {
    "100 MiB, eight lanes": lambda: Argon2PasswordHasher().encode(PASSWORD, "muoi-cua-ban-truoc-day"),
    "one pass": lambda: Unlike().encode(PASSWORD, "muoi-cua-ban-truoc-day"),
    "PBKDF2": lambda: PBKDF2PasswordHasher().encode(PASSWORD, "muoi-cua-ban-truoc-day", iterations=1_000),
}


@pytest.fixture(autouse=True)
def _hashers(settings):
    """The portal's own: the other tests take a quick one."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def parameters(kept: str) -> tuple[str, int, int, int]:
    """Kind, KiB, passes and lanes of a password as it is kept."""
    found = extract_parameters(kept.removeprefix("argon2"))
    return found.type.name, found.memory_cost, found.time_cost, found.parallelism


@pytest.mark.parametrize("older", OLDER.values(), ids=OLDER.keys())
def test_a_password_kept_in_an_older_way_opens_and_is_kept_anew(client, older):
    person = user()
    person.password = older()
    person.save(update_fields=["password"])
    answer = client.post(reverse("sign_in"), {"username": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert parameters(person.password) == ("ID", 19 * 1024, 2, 1)
    assert client.get("/").status_code == 200  # the session is one of the new password
    now = person.password
    client.logout()
    client.post(reverse("sign_in"), {"username": person.email, "password": PASSWORD})
    person.refresh_from_db()
    assert person.password == now


@pytest.mark.parametrize("older", OLDER.values(), ids=OLDER.keys())
def test_a_wrong_password_changes_nothing_that_is_kept(older):
    person = user()
    kept = person.password = older()
    person.save(update_fields=["password"])
    assert authenticate(username=person.email, password="sai") is None
    person.refresh_from_db()
    assert person.password == kept


def test_who_is_unknown_locked_or_has_no_password_costs_as_much_as_who_types_a_wrong_one(monkeypatch):
    computed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2id, name)
        monkeypatch.setattr(
            Argon2id, name, lambda *given, real=real, **more: computed.append(1) or real(*given, **more)
        )
    known, locked, without = user(), user(is_active=False), user()
    without.set_unusable_password()
    without.save(update_fields=["password"])
    counts = []
    for email in (known.email, locked.email, without.email, "khong-ai@so.example"):
        computed.clear()
        assert authenticate(username=email, password="sai") is None
        counts.append(len(computed))
    assert counts == [1, 1, 1, 1]


def test_a_new_password_is_kept_by_the_minimum_of_owasp():
    assert parameters(make_password(PASSWORD)) == ("ID", 19 * 1024, 2, 1)
