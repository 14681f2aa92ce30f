"""A session that ends in the middle of a form: nothing typed is lost, and it is saved after signing in again."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.factories import PASSWORD
from tests.world import TODAY, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "Đã nâng cấp 27/30 xã; còn ba xã vùng sâu, chờ kéo cáp."
KEPT = """() => Object.entries(localStorage)
  .filter(([key]) => key.startsWith("unsaved:"))
  .map(([, text]) => JSON.parse(text).value)"""


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.PORTAL_TODAY = make.day(TODAY)


def ended_on_the_server(page: Page) -> None:
    Session.objects.all().delete()


def ended_in_the_browser(page: Page) -> None:
    """Cookies thrown away, that of the session and that against forged requests."""
    page.context.clear_cookies()


def sign_in_again(page: Page, person) -> None:
    page.fill("input[name=username]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form button.is-primary")


ENDS = pytest.mark.parametrize("end", [ended_on_the_server, ended_in_the_browser])


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def line(open_page, watch, world) -> Page:
    """The open line of the reporter's submission."""
    watch.expect(r"status of 40[13]")
    page = open_page(world["reporter"])
    page.goto(f"{reverse('submission', args=[world.submission.ref])}?dong=nv-{world.entry.pk}")
    return page


def type_result(page: Page) -> None:
    page.fill("textarea[name=result]", TYPED)
    page.wait_for_selector("[data-field=result] [data-state][data-is=failed]")


def stored(world: World) -> str:
    world.entry.refresh_from_db()
    return world.entry.result


@ENDS
def test_what_was_typed_is_saved_after_signing_in_in_another_tab(line, world, end):
    end(line)
    type_result(line)
    expect(line.locator("[data-field=result]").first).to_contain_text(
        "Phiên làm việc đã hết hạn. Chữ vẫn còn trên máy này."
    )
    assert line.evaluate(KEPT) == [TYPED]
    assert stored(world) != TYPED

    with line.context.expect_page() as opened:
        line.click("[data-field=result] [data-state] a")
    door = opened.value
    sign_in_again(door, world["reporter"])
    door.wait_for_url("/")
    door.close()

    line.evaluate("dispatchEvent(new Event('focus'))")  # headless tabs are never out of focus
    line.wait_for_selector("[data-field=result] [data-state][data-is=saved]")
    assert stored(world) == TYPED
    assert line.evaluate(KEPT) == []


@ENDS
def test_what_was_typed_is_offered_after_a_reload(line, world, end):
    end(line)
    type_result(line)
    line.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves unsaved text
    line.reload()
    sign_in_again(line, world["reporter"])
    left = "[data-field=result] [data-state][data-is=left]"
    line.wait_for_selector(left)
    assert stored(world) != TYPED
    line.click(f"{left} button")
    line.wait_for_selector("[data-field=result] [data-state][data-is=saved]")
    assert stored(world) == TYPED


def test_another_person_is_not_offered_what_was_typed(line, world):
    ended_on_the_server(line)
    type_result(line)
    line.on("dialog", lambda dialog: dialog.accept())
    line.reload()
    sign_in_again(line, world["approver"])
    line.wait_for_selector("textarea[name=result]")
    expect(line.locator("[data-is=left]")).to_have_count(0)
    expect(line.locator("textarea[name=result]")).not_to_have_value(TYPED)


@ENDS
def test_a_form_without_autosave_is_filled_again_after_signing_in(open_page, watch, world, end):
    watch.expect("status of 403")
    page = open_page(world["officer"])
    address = reverse("enter_plan_target", args=[world.plan.ref])
    page.goto(address)
    page.fill("[name=name]", "Hộ gia đình có cáp quang")
    page.fill("[name=horizon_year]", "2030")
    page.fill("[name=printed]", "90% hộ gia đình")
    end(page)
    page.click("main form button.is-primary")
    page.wait_for_load_state()
    if "/dang-nhap/" not in page.url:  # the page that says so, with the way to the door
        page.click("[data-session-ended] a")
    sign_in_again(page, world["officer"])
    page.wait_for_url(f"**{address}")
    expect(page.locator("[name=name]")).to_have_value("Hộ gia đình có cáp quang")
    expect(page.locator("[name=printed]")).to_have_value("90% hộ gia đình")
    expect(page.locator("main form").first).to_contain_text("Phiên làm việc đã hết hạn nên chưa ghi được.")
    page.click("main form button.is-primary")
    page.wait_for_url(f"**{reverse('plan_indicators', args=[world.plan.ref])}")
    expect(page.locator("main").first).to_contain_text("90% hộ gia đình")


def test_what_was_sent_is_forgotten_once_it_has_arrived(open_page, world):
    page = open_page(world["officer"])
    page.goto(reverse("enter_plan_target", args=[world.plan.ref]))
    page.fill("[name=name]", "Hộ gia đình có cáp quang")
    page.fill("[name=horizon_year]", "2030")
    page.fill("[name=printed]", "90% hộ gia đình")
    page.click("main form button.is-primary")
    page.wait_for_url(f"**{reverse('plan_indicators', args=[world.plan.ref])}")
    assert page.evaluate("sessionStorage.getItem('sent-form')") is None
