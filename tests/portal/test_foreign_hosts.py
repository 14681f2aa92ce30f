"""The portal runs in a closed network. tests/e2e/ watches what pages ask for; this reads what could make them ask."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
NAMESPACES = ("http://www.w3.org/",)
OURS = [
    path
    for folder in ("templates", "static")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".html", ".css", ".js", ".svg", ".txt") and "vendor" not in path.parts
]


@pytest.mark.parametrize("pattern", [r"https?://[^\s\"'<>)]+", r"[\"'(]//[a-z][^\s\"'<>)]+"])
def test_no_page_style_or_script_of_ours_names_another_host(pattern):
    found = {
        (path.relative_to(ROOT).as_posix(), address)
        for path in OURS
        for address in re.findall(pattern, path.read_text())
        if not address.startswith(NAMESPACES)
    }
    assert found == set()


def test_no_page_needs_what_the_content_security_policy_forbids():
    """Inline scripts, handlers and style attributes: they would be dead in the browser."""
    forbidden = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/json\"))|\son[a-z]+=\"|\sstyle=\"|hx-on|javascript:"
    )
    pages = [path for path in OURS if path.suffix == ".html"]
    assert {path.name for path in pages if forbidden.search(path.read_text())} == set()


@pytest.mark.django_db
def test_every_page_carries_the_policy(client):
    directives = dict(
        part.strip().split(" ", 1) for part in client.get("/health")["Content-Security-Policy"].split(";")
    )
    assert (directives["default-src"], directives["script-src"], directives["connect-src"]) == (
        "'none'",
        "'self'",
        "'self'",
    )
