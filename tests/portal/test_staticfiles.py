"""Stylesheets are written a file a component and served as one."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from portal.staticfiles import StylesheetFinder

PARTS = Path(settings.BASE_DIR) / "static/css/portal"


def test_every_part_stands_in_the_sheet_once_and_none_is_asked_for_apart():
    served = Path(finders.find("css/portal.css")).read_text(encoding="utf-8")
    assert "@import" not in served
    assert [served.count(part.read_text(encoding="utf-8")) for part in PARTS.glob("*.css")] == [1] * len(
        list(PARTS.glob("*.css"))
    )
    assert finders.find("css/portal/forms.css") is None


def test_no_part_is_longer_than_a_reader_bears():
    assert [part.name for part in PARTS.glob("*.css") if len(part.read_text().splitlines()) > 400] == []


@pytest.fixture
def sheet(settings, tmp_path):
    """A sheet of two parts in folders of its own."""
    (tmp_path / "own/css/look").mkdir(parents=True)
    settings.VAR = tmp_path / "var"
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    for name, text in (("a", "a { color: red }\n"), ("b", "b { color: blue }\n")):
        (tmp_path / f"own/css/look/{name}.css").write_text(text)
    (tmp_path / "own/css/plain.css").write_text("p { margin: 0 }\n")
    path = tmp_path / "own/css/look.css"
    path.write_text('/* order */\n@import "look/b.css";\n@import "look/a.css";\n')
    return path


def test_a_part_that_changed_is_served_as_it_is_now(sheet):
    finder = StylesheetFinder()
    first = Path(finder.find("css/look.css"))
    assert first.read_text().split() == "/* order */ b { color: blue } a { color: red }".split()
    part = sheet.parent / "look/a.css"
    part.write_text("a { color: green }\n")
    os.utime(part, ns=(first.stat().st_mtime_ns + 10**9,) * 2)
    assert "green" in Path(finder.find("css/look.css")).read_text()


def test_what_is_collected_is_the_joined_sheet_and_no_part(sheet, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["portal.staticfiles.StylesheetFinder"]
    finders.get_finder.cache_clear()
    try:
        call_command("collectstatic", "--no-input", verbosity=0)
    finally:
        finders.get_finder.cache_clear()
    collected = sorted(
        path.relative_to(tmp_path / "collected").as_posix()
        for path in (tmp_path / "collected").rglob("*.css")
    )
    assert collected == ["css/look.css", "css/plain.css"]
    assert re.findall(r"\w+ \{", (tmp_path / "collected/css/look.css").read_text()) == ["b {", "a {"]
