"""A page under watch: whatever it asks of another host, and every error in it, fails the test."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A person acts on what he sees; with this he sees a page once its scripts listen (deferred ones run before this event).
SEEN_ONCE_LISTENING = """
const veil = new CSSStyleSheet();
veil.replaceSync("body { visibility: hidden !important }");
document.adoptedStyleSheets.push(veil);
addEventListener("DOMContentLoaded", () => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== veil);
});
"""

PATIENCE = 60_000  # ms until a page is taken to be broken: other tests may share the machine
expect.set_options(timeout=PATIENCE)


class Watch:
    """What went wrong on the pages of one test, and what the test has said it expects."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Say that a problem matching this regular expression is part of the test, e.g. r"status of 409"."""
        self.expected.append(pattern)

    def note(self, problem: str) -> None:
        self.problems.append(problem)

    def unexpected(self) -> list[str]:
        return [p for p in self.problems if not any(re.search(pattern, p) for pattern in self.expected)]


def watched(context: BrowserContext, home: str, watch: Watch) -> BrowserContext:
    """Stop and note requests to other hosts; note errors of console and scripts."""

    def on_request(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob", "about") or address.netloc == urlsplit(home).netloc:
            route.continue_()
        else:
            watch.note(f"request to another host: {route.request.url}")
            route.abort()

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            watch.note(f"console: {message.text} ({message.location.get('url', '')})")

    context.route("**/*", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda error: watch.note(f"script: {error.error}"))
    return context


def sign_in(page: Page, user) -> None:
    """Give the page's browser session a session of this person, without going through the sign-in form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
