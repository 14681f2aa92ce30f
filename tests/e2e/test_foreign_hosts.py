"""The watch itself: a page that asks another host, or breaks its own policy, does not pass."""

import pytest
from django.http import HttpResponse
from django.urls import path
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]


def page_with(body: str):
    return lambda request: HttpResponse(f"<!doctype html><title>x</title>{body}")


urlpatterns = [
    path("quiet", page_with("<p>Xin chào")),
    path("foreign", page_with('<img src="https://example.org/pixel.png" alt="">')),
    path("inline", page_with("<script>document.title = 'run'</script>")),
    path("favicon.ico", page_with("")),
]


def test_a_page_that_stays_at_home_has_no_problem(page, watch):
    page.goto("/quiet")
    expect(page.locator("p").first).to_have_text("Xin chào")
    assert watch.problems == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/foreign", "request to another host|Content Security Policy"),
        ("/inline", "Content Security Policy"),
    ],
)
def test_a_request_to_another_host_and_an_inline_script_are_problems(page, watch, address, problem):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert watch.problems != []
    watch.expect(problem)
    watch.expect("ERR_FAILED|ERR_BLOCKED_BY_CSP")
    assert watch.unexpected() == []
