"""The portal's scripts as a province is served them: collected, under names that change with what they hold."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests import factories as make
from tests.reporting.filling import season, task_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HASHED = re.compile(r"/static/js/portal(/\w+)?\.[0-9a-f]{12}\.js")


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as in earnest: what is collected is all there is to serve."""
    settings.STATIC_ROOT = tmp_path / "collected"
    hashed = {"BACKEND": "portal.staticfiles.HashedStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    call_command("collectstatic", "--no-input", verbosity=0)
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


def test_every_module_comes_under_its_hashed_name_and_a_field_is_saved(collected, open_page, settings):
    settings.PORTAL_TODAY = make.day("2026-11-13")
    of = season()
    line = task_line(of)
    page = open_page(of.reporter)
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"/bao-cao/{of.submission.ref}/")
    page.fill("[name=result]", "Đã tổ chức 24 lớp.")
    page.wait_for_selector('[data-field="result"] [data-state]:has-text("Đã lưu")')
    line.refresh_from_db()
    assert line.result == "Đã tổ chức 24 lớp."
    ours = [path for path in asked if path.startswith("/static/js/")]
    modules = len(list((settings.BASE_DIR / "static/js/portal").glob("*.js")))
    assert [path for path in ours if not HASHED.fullmatch(path)] == []
    assert len(ours) == modules + 1
