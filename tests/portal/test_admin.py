"""The administrators' room: closed to everybody else, kept to his own province, and without reported data."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.models import Agency, AgencyGroup, CalendarDay, Membership, User
from indicators.models import IndicatorVersion
from plans.models import BudgetLine, Plan, TaskVersion
from tests import factories as make
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

OTHERS = "stranger_reporter former reporter approver neighbour officer other_officer head leader".split()
OPEN_TO_ALL = {"/quan-tri/jsi18n/"}  # words for Django's scripts


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.PORTAL_TODAY = make.day(TODAY)


@pytest.fixture
def world() -> World:
    world = World()
    world.people["stranger_reporter"] = make.user(role="reporter", at=make.agency(make.province()))
    return world


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address under these patterns, 1 for what names a row."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif "(?P<" not in route:  # the index of an app, and the catch-all
            yield "/" + re.sub(r"<[^>]+>", "1", route)


def admin_addresses() -> set[str]:
    resolver = next(row for row in get_resolver().url_patterns if getattr(row, "app_name", "") == "admin")
    return {*addresses([resolver]), "/quan-tri/agencies/", "/quan-tri/khong-co/"} - OPEN_TO_ALL


def test_the_room_is_closed_to_everybody_but_administrators(client, world):
    for role in OTHERS:
        client.force_login(world[role])
        answers = {address: client.get(address, follow=True).status_code for address in admin_addresses()}
        assert {address: status for address, status in answers.items() if status != 403} == {}, role


def test_who_is_not_signed_in_comes_to_the_portals_door(client):
    for address in admin_addresses() - {"/quan-tri/login/", "/quan-tri/logout/"}:
        door, _status = client.get(address, follow=True).redirect_chain[-1]
        assert door == f"{reverse('sign_in')}?next={address}"


def test_no_reported_data_is_here_and_nothing_planned_is_edited_row_by_row(client, world):
    kept = (Agency, AgencyGroup, User, Membership, CalendarDay)
    planned = (Plan, TaskVersion, BudgetLine, IndicatorVersion)
    assert set(admin.site._registry) == {*kept, *planned}
    client.force_login(world["administrator"])
    for model in planned:
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = world.plan if model is Plan else model.objects.filter(plan=world.plan).first()
        asked = [
            client.get(reverse(f"{page}_add")),
            client.post(reverse(f"{page}_change", args=[row.pk]), {}),
            client.post(reverse(f"{page}_delete", args=[row.pk]), {"post": "yes"}),
        ]
        assert [answer.status_code for answer in asked] == [403, 403, 403], model


PAGES = ["agency", "agencygroup", "user", "membership", "calendarday"]


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_lists_and_opens_what_is_of_his_province(client, world, page):
    make.group(world.province, world.agency)
    make.group(make.province(), name="nhóm xa")
    CalendarDay.objects.create(province=world.province, on=make.day("2026-09-02"), kind="off")
    client.force_login(world["administrator"])
    listed = client.get(reverse(f"admin:agencies_{page}_changelist"))
    assert listed.status_code == 200
    rows = list(listed.context["cl"].queryset)
    assert rows
    for row in rows:
        opened = client.get(reverse(f"admin:agencies_{page}_change", args=[row.pk]))
        assert opened.status_code == 200
    text = listed.content.decode()
    assert "Sở Xa" not in text
    assert "Người Lạ" not in text
    assert "nhóm xa" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_row_of_another_province_cannot_be_opened(client, world, page):
    far = {
        "agency": lambda: Agency.objects.get(name="Sở Xa"),
        "agencygroup": lambda: make.group(make.province()),
        "user": lambda: world["stranger"],
        "membership": lambda: world["stranger"].memberships.first(),
        "calendarday": lambda: CalendarDay.objects.create(
            province=make.province(), on=make.day("2026-09-02"), kind="off"
        ),
    }[page]()
    client.force_login(world["administrator"])
    address = reverse(f"admin:agencies_{page}_change", args=[far.pk])
    # Django's admin sends a person back to the index, with a message, from a row he does not find
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (302, 302)
    assert client.get(address).headers["Location"] == reverse("admin:index")


def test_nothing_is_deleted_but_days_of_the_calendar(client, world):
    client.force_login(world["administrator"])
    day = CalendarDay.objects.create(province=world.province, on=make.day("2026-09-02"), kind="off")
    rows = {
        "agency": world.agency,
        "user": world["reporter"],
        "membership": world["reporter"].memberships.get(),
        "calendarday": day,
    }
    answers = {
        page: client.post(
            reverse(f"admin:agencies_{page}_delete", args=[row.pk]), {"post": "yes"}
        ).status_code
        for page, row in rows.items()
    }
    assert answers == {"agency": 403, "user": 403, "membership": 403, "calendarday": 302}


def test_an_administrator_cannot_make_himself_more_than_his_province_gives(client, world):
    """The form offers agencies of his province only, and no field that Django's own permissions stand in."""
    client.force_login(world["administrator"])
    far = Agency.objects.get(name="Sở Xa")
    response = client.post(
        reverse("admin:agencies_membership_add"),
        {
            "user": world["administrator"].pk,
            "agency": far.pk,
            "role": "administrator",
            "valid_from": "01/01/2026",
        },
    )
    assert response.status_code == 200
    assert not world["administrator"].memberships.filter(agency=far).exists()
    form = client.get(reverse("admin:agencies_user_change", args=[world["reporter"].pk]))
    assert set(form.context["adminform"].form.fields) == {
        "email",
        "name",
        "post",
        "phone",
        "is_active",
        "new_password",
    }
