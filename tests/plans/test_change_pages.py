"""The page where changes of tasks are recorded, and the history on a task's own page."""

import pytest
from django.urls import reverse

from plans.models import TaskEvent
from tests import factories as make
from tests.factories import day
from tests.reporting.seasons import Season

pytestmark = pytest.mark.django_db

LATER = {"tasks": "1", "on": "20/10/2026", "until": "30/06/2027", "document_no": "9/TB-UBND", "reason": ""}


@pytest.fixture
def season() -> Season:
    made = Season()
    made.first = made.task("1", made.health, ends_on=day("2026-12-31"), time_text="Năm 2026")
    made.second = made.task("2", made.health)
    made.period = made.open()
    return made


def address(season: Season, kind: str, *codes: str) -> str:
    asked = "".join(f"&nv={code}" for code in codes)
    return f"{reverse('task_change', args=[season.plan.ref])}?loai={kind}{asked}"


def previewed(client, url: str, said: dict) -> str:
    """What the page asks to be sent back so that the change is recorded."""
    page = client.post(url, {**said, "do": "look"})
    assert page.status_code == 200
    return page.context["form"].signature()


def test_a_change_is_looked_at_first_then_recorded_and_told_on_the_page_of_the_task(client, season):
    client.force_login(season.officer)
    url = address(season, "extended", "1")
    said = {**LATER, "previewed": previewed(client, url, LATER), "do": "record"}
    assert not TaskEvent.objects.exists()

    answer = client.post(url, said)

    page = reverse("task", args=[season.plan.ref, "1"])
    assert (answer.status_code, answer.url) == (302, page)
    told = client.get(page).content.decode()
    assert "hết ngày 30/06/2027" in told
    assert "in: Năm 2026" in told
    assert "9/TB-UBND" in told
    assert "Lấy lại thay đổi này" in told


def test_what_was_not_looked_at_is_shown_before_it_is_recorded(client, season):
    client.force_login(season.officer)
    url = address(season, "cancelled", "1")

    answer = client.post(url, {**LATER, "previewed": "of something else", "do": "record"})

    assert answer.status_code == 200
    assert "không còn phải báo cáo 1 dòng" in answer.content.decode()
    assert not TaskEvent.objects.exists()


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("extended", {"until": ""}, "until"),
        ("extended", {"document_no": ""}, "document_no"),
        ("extended", {"tasks": "99"}, "tasks"),
        ("relead", {"leads": "Sở Không Có"}, "leads"),
        ("merged_into", {"into": "99"}, "into"),
        ("paused", {"document_no": "", "reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, season, kind, changed, field):
    client.force_login(season.officer)
    answer = client.post(address(season, kind, "1"), {**LATER, **changed, "do": "look"})

    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    assert 'value="20/10/2026"' in answer.content.decode()


def test_several_tasks_are_changed_at_once(client, season):
    client.force_login(season.officer)
    url = address(season, "paused", "1", "2")
    said = {**LATER, "tasks": "1, 2", "reason": "chờ vốn"}
    client.post(url, {**said, "previewed": previewed(client, url, said), "do": "record"})

    assert TaskEvent.objects.filter(kind="paused").count() == 2


def test_another_lead_by_name_moves_the_line_and_says_so_before(client, season):
    client.force_login(season.officer)
    url = address(season, "relead", "1")
    assert "Sở Y tế" in client.get(url).content.decode()
    said = {**LATER, "leads": "Sở Văn hóa"}

    look = client.post(url, {**said, "do": "look"}).content.decode()

    assert "1 dòng chuyển từ Sở Y tế sang Sở Văn hóa" in look


def test_the_last_change_is_taken_back_with_a_reason(client, season):
    event = make.event(season.first, "extended", new_deadline=day("2027-06-30"))
    client.force_login(season.officer)
    url = reverse("take_back_change", args=[season.plan.ref, event.pk])

    client.post(url, {"reason": ""})
    event.refresh_from_db()
    assert event.superseded_at is None

    client.post(url, {"reason": "ghi nhầm"})
    event.refresh_from_db()
    assert event.superseded_at is not None
    assert "đã lấy lại" in client.get(reverse("task", args=[season.plan.ref, "1"])).content.decode()


def test_an_event_of_another_plan_is_not_found(client, season):
    other = make.event(make.task(), "cancelled")
    client.force_login(season.officer)
    url = reverse("take_back_change", args=[season.plan.ref, other.pk])

    assert client.post(url, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("events", [1, 6])
def test_the_page_of_a_task_takes_the_same_queries_whatever_happened(
    client, season, events, django_assert_max_num_queries
):
    for number in range(events):
        make.event(season.first, "paused", on=day(f"2026-01-0{number + 1}"))
    client.force_login(season.officer)
    with django_assert_max_num_queries(40):
        client.get(reverse("task", args=[season.plan.ref, "1"]))
