"""The browser: Debian's Chromium against the portal on this machine.

Every page is watched: a request to another host, a violation of the content security policy, an error on the console
or in a script fails the test at its end.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as portal_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import ARGUMENTS, PATIENCE, SEEN_ONCE_LISTENING, Watch, sign_in, watched
from tests.traffic import Traffic


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    # Playwright keeps an event loop in this thread; the tests' own queries are meant to run beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=portal_settings.BROWSER, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The problems of this test's pages; at its end there must be none that was not expected."""
    watch = Watch()
    yield watch
    assert watch.unexpected() == []


@pytest.fixture(scope="session")
def traffic(live_server) -> Traffic:
    """What the portal on this machine is busy with."""
    return Traffic(live_server.thread.httpd)


@pytest.fixture
def live(live_server, traffic: Traffic) -> Iterator[str]:
    """The address of the portal on this machine, on the tests' database, which is emptied once all is answered."""
    yield live_server.url
    traffic.wait_until_silent()


@pytest.fixture
def open_page(chromium: Browser, live: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`open_page(user=None, width=1280, height=900)`: a page of its own browser session, signed in as `user`.

    Somebody `in_haste` acts on what has been drawn of a page before its scripts listen.

    Addresses are relative: `page.goto("/")`. Two people are two calls.
    """
    contexts: list[BrowserContext] = []

    def open_one(
        user=None, width: int = 1280, height: int = 900, *, in_haste: bool = False, **options
    ) -> Page:
        context = chromium.new_context(
            base_url=live,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(watched(context, live, watch))
        if not in_haste and options.get("java_script_enabled", True):
            context.add_init_script(SEEN_ONCE_LISTENING)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if user is not None:
            sign_in(page, user)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page 1280 wide, nobody signed in."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page 390 wide, touched and not clicked."""
    return open_page(width=390, height=844, has_touch=True, is_mobile=True)
