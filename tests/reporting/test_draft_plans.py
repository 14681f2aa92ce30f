"""A plan not issued yet: who reads it, and that it asks nothing of anybody and counts nowhere."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.models import Role
from plans.models import Plan
from tests import factories as make
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

TITLE = "Ứng dụng trí tuệ nhân tạo tỉnh Mẫu"
READERS = ["officer", "other_officer", "head", "leader", "administrator"]
OTHERS = ["reporter", "approver", "neighbour", "stranger", "former"]


@pytest.fixture
def world(settings):
    """The season, and a draft of its focal agency with a task, an indicator and a reporting rule."""
    settings.PORTAL_TODAY = make.day(TODAY)
    world = World()
    world.draft_plan = make.plan(
        world.province, number="", title=TITLE, state="draft", focal_agency=world.focal, issued_on=None
    )
    task = make.task(world.draft_plan, lead=world.agency, code="1", name="Trợ lý ảo cho cán bộ")
    make.indicator(world.draft_plan, name="Cán bộ dùng trợ lý ảo", lead=world.agency)
    world.draft_pages = [
        reverse(name, args=[world.draft_plan.ref])
        for name in ("plan", "plan_indicators", "plan_money", "plan_history")
    ]
    world.draft_pages += [
        reverse("plan_annex", args=[world.draft_plan.ref, "xlsx"]),
        reverse("plan_annex", args=[world.draft_plan.ref, "docx"]),
        reverse("task", args=[world.draft_plan.ref, task.code]),
    ]
    return world


@pytest.mark.parametrize(
    ("role", "status"), [*((role, 200) for role in READERS), *((role, 404) for role in OTHERS)]
)
def test_a_draft_is_read_by_those_who_run_lead_or_administer(client, world, role, status):
    client.force_login(world[role])
    assert {client.get(address).status_code for address in world.draft_pages} == {status}


def test_every_role_stands_on_one_side(world):
    held = {row.role for who in READERS for row in world[who].memberships.all()}
    assert held == set(Role.values) - {"reporter", "approver"}


@pytest.mark.parametrize(
    ("role", "sentence", "listed"),
    [
        ("officer", "2 kế hoạch, đề án đang theo dõi, 1 dự thảo.", True),
        ("reporter", "2 kế hoạch, đề án đang theo dõi.", False),
    ],
)
def test_the_list_counts_drafts_apart(client, world, role, sentence, listed):
    client.force_login(world[role])
    page = client.get(reverse("plans")).content.decode()
    assert sentence in page
    assert (TITLE in page) == ("Chưa ban hành, chưa báo cáo." in page) == listed


@pytest.mark.parametrize(("role", "found"), [("officer", True), ("reporter", False)])
@pytest.mark.parametrize("words", ["tri tue nhan tao", "tro ly ao"])
def test_the_search_finds_a_draft_and_what_is_in_it_for_its_readers(client, world, role, found, words):
    client.force_login(world[role])
    page = client.get(reverse("search"), {"q": words}).content.decode()
    assert (reverse("plan", args=[world.draft_plan.ref]) in page) == found
    assert ("dự thảo" in page) == found


def test_a_drafts_tasks_are_nobodys_duty_yet(client, world):
    client.force_login(world["officer"])
    page = client.get(reverse("search"), {"q": "so nong trai", "loai": "co-quan"}).content.decode()
    assert "2 nhiệm vụ" in page
    assert reverse("plan", args=[world.draft_plan.ref]) not in page


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
@pytest.mark.parametrize("name", ["my_work", "dashboard", "province_tasks", "boards", "indicators"])
def test_a_draft_stands_on_no_page_of_the_season(client, world, name, role):
    client.force_login(world[role])
    page = client.get(reverse(name)).content.decode()
    assert TITLE not in page
    assert world.draft_plan.ref not in page


def test_a_draft_has_a_rule_and_no_period(client, world):
    client.force_login(world["officer"])
    opening, rule = (reverse(name, args=[world.draft_plan.ref]) for name in ("open_period", "cycle"))
    assert opening not in client.get(world.draft_pages[0]).content.decode()
    typed = {
        "agencies-bound": "before",
        "agencies-day": "1",
        "agencies-month": "12",
        "focal-bound": "before",
        "province-bound": "before",
        "frequency": "yearly",
        "purpose": "progress",
        "cutoff_days_before": "5",
    }
    assert client.post(rule, typed).headers["Location"] == rule
    assert opening not in client.get(rule).content.decode()
    refused = client.post(opening, {"year": "2026", "do": "open"}).content.decode()
    assert "Kế hoạch còn là dự thảo, chưa mở được kỳ báo cáo." in refused
    with pytest.raises(CommandError, match="Kế hoạch còn là dự thảo"):
        call_command("open_period", world.draft_plan.ref, "2026")


def test_a_draft_without_a_number_is_named_by_its_ref(world):
    draft = world.draft_plan
    assert draft.full_number == f"Tỉnh Mẫu/{draft.ref}"
    assert Plan.objects.named(draft.full_number) == Plan.objects.named(draft.ref) == draft
