"""Signing in and out, and the demo's accounts."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.urls import reverse

from agencies.access import Access
from agencies.models import Role, User
from agencies.services import load_people
from agencies.signing_in import PersonBackend
from tests.factories import PASSWORD, agency, membership, user

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": email, "password": password, **more})


def test_a_person_signs_in_with_his_address_in_any_case(client):
    person = user(email="can.bo@so.example")
    response = sign_in(client, " Can.Bo@So.example ")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_after_signing_in_comes_the_page_that_was_asked_for(client):
    person = user()
    assert sign_in(client, person.email, next="/thu/").headers["Location"] == "/thu/"


def test_nobody_is_sent_to_another_host(client):
    person = user()
    assert sign_in(client, person.email, next="https://else.example/").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(client):
    person = user()
    sentence = "Thư công vụ hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường."
    for email, password in [(person.email, "sai"), ("khong-ai@so.example", PASSWORD)]:
        response = sign_in(client, email, password)
        assert response.context["form"].non_field_errors() == [sentence]
        assert response.context["form"]["username"].value() == email


def test_a_locked_account_does_not_open(client):
    person = user(is_active=False)
    assert sign_in(client, person.email).status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(client):
    client.force_login(user())
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).headers["Location"] == reverse("sign_in")
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_is_sent_on(client):
    client.force_login(user())
    assert client.get(reverse("sign_in")).headers["Location"] == "/"


def test_the_demo_accounts_are_shown_in_demo_mode_only(client, settings):
    page = reverse("sign_in")
    assert client.get(page).context["demo_accounts"] == []
    settings.PORTAL_DEMO = True
    accounts = client.get(page).context["demo_accounts"]
    assert {account["role_label"] for account in accounts} == {str(role.label) for role in Role}


def test_the_demo_accounts_open_the_portal_once_seeded(client, settings):
    settings.PORTAL_DEMO = True
    call_command("seed", "--reference", stdout=StringIO())
    fixture = json.loads(
        (portal_settings.BASE_DIR / "fixtures/demo_accounts.json").read_text(encoding="utf-8")
    )
    rows = [{**account, "password": fixture["password"]} for account in fixture["accounts"]]
    assert load_people(rows=rows) == len(rows)
    assert load_people(rows=rows) == 0
    for account in client.get(reverse("sign_in")).context["demo_accounts"]:
        assert account["agency"]
        assert sign_in(client, account["email"], account["password"]).status_code == 302
        client.logout()
    focal = User.objects.get(email="phuc.le@soctrang.example")
    assert focal.access.provinces("focal_officer")


def test_who_is_signed_in_is_read_with_his_roles_of_today_at_once(settings, django_assert_num_queries):
    settings.PORTAL_TODAY = dt.date(2026, 11, 13)
    here, there = agency(name="Sở Y tế", short_name="SYT"), agency(name="Sở Văn hóa", short_name="")
    person = user(role="reporter", at=here)
    membership(person, "approver", there)
    membership(person, "focal_officer", here, valid_to=dt.date(2026, 11, 13))
    membership(person, "leader", here, valid_from=dt.date(2026, 11, 14))
    with django_assert_num_queries(1):
        found = PersonBackend().get_user(person.pk)
        assert found is not None
        assert [(held.role, held.agency_label) for held in found.access.memberships] == [
            ("reporter", "SYT"),
            ("approver", "Sở Văn hóa"),
        ]
    assert found == person
    assert found.access == Access.of(person)


def test_a_session_of_nobody_or_of_a_closed_account_names_no_person():
    without_role = user()
    found = PersonBackend().get_user(without_role.pk)
    assert found is not None
    assert found.access == Access(())
    assert PersonBackend().get_user(user(role="reporter", is_active=False).pk) is None
    assert PersonBackend().get_user(without_role.pk + 1000) is None
