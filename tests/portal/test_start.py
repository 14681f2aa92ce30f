"""How processes start: a command without libraries that only some requests need, the web process with all of them.

Each is asked in a process of its own.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from common import later
from common.later import Later

# A library a command starts without, and who needs it.
HEAVY = {
    "celery": "the queue of jobs",
    "docx": "papers in Word",
    "docxtpl": "papers in Word",
    "drf_spectacular": "the description of the API",
    "import_export": "workbooks of the register",
    "lxml": "reading Word and Excel, and writing Word",
    "openpyxl": "workbooks of the register",
    "pdfplumber": "reading PDF, in a process of its own",
    "plotly": "charts",
    "rest_framework": "the API",
    "tablib": "workbooks of the register",
    "typst": "papers in PDF, in a process of their own",
    "unittest": "tests",
    "xlsxwriter": "papers in Excel",
}
# `import_export` is an app, whose templates are used; the library itself is its `resources`.
MARKS = HEAVY.keys() - {"import_export"} | {"import_export.resources"}
ELSEWHERE = {"pdfplumber", "typst", "unittest"}


def loaded_after(code: str, tmp_path) -> set[str]:
    """Which of the libraries a fresh process has loaded once it has run this."""
    script = f"import sys\n{code}\nimport json\nsys.stdout.write('\\n' + json.dumps(list(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "PORTAL_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return MARKS & set(json.loads(found.stdout.splitlines()[-1]))


def command(*line: str) -> str:
    return f"""
import os
os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings'
from django.core.management import execute_from_command_line
try:
    execute_from_command_line(['manage.py', *{line!r}])
except SystemExit:
    pass
"""


@pytest.mark.parametrize(
    "line",
    [
        ("check",),
        ("rollup", "--help"),
        ("open_period", "--help"),
        ("import_plan", "--help"),
        ("build_report", "--help"),
        ("send_reminders", "--help"),
        ("seed", "--help"),
    ],
    ids=" ".join,
)
def test_a_command_starts_without_what_it_may_never_need(line, tmp_path):
    assert loaded_after(command(*line), tmp_path) == set()


@pytest.mark.slow
def test_a_web_process_has_loaded_everything_before_anybody_asks(tmp_path):
    assert loaded_after("import portal.wsgi", tmp_path) == MARKS - ELSEWHERE | {"unittest"}


@pytest.fixture
def everything():
    """The addresses, and all that is imported later."""
    resolver = get_resolver()
    resolver.check()
    later.warm()
    return resolver


def views(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


@pytest.mark.django_db
def test_the_portal_has_no_complaint_about_itself_with_all_of_it_loaded(everything, settings):
    settings.ALLOWED_HOSTS = list(settings.LOCAL_HOSTS)
    assert checks.run_checks(include_deployment_checks=False) == []


def test_a_view_that_is_imported_later_answers_as_itself(everything):
    """What Django reads of a view before it calls it is the same as of the one behind it."""
    found = [view for view in views(everything) if isinstance(view, Later)]
    assert found
    for view in found:
        assert view.csrf_exempt == getattr(view.function(), "csrf_exempt", False)
