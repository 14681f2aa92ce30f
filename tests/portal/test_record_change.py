"""`manage.py record_change`: what a script of the office records, in the words of the page."""

import json

import pytest
from django.core.management import CommandError, call_command

from plans.models import TaskEvent
from tests.factories import day
from tests.reporting.seasons import Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    made = Season()
    made.task("1", made.health, ends_on=day("2026-12-31"))
    made.task("2", made.culture, trigger_text="khi có hướng dẫn")
    made.period = made.open()
    return made


def run(capsys, *words: str) -> dict:
    capsys.readouterr()
    call_command("record_change", "7/KH-UBND", *words, "--on", "2026-10-20", "--format", "json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("1", "--kind", "extend", "--until", "2027-06-30", "--document", "9/TB"), "extended"),
        (("2", "--kind", "trigger", "--until", "2027-06-30", "--document", "9/CV"), "triggered"),
        (("1", "--kind", "relead", "--agency", "Sở Văn hóa", "--document", "9/TB"), "relead"),
        (("1", "--kind", "pause", "--reason", "chờ vốn"), "paused"),
        (("1", "--kind", "cancel", "--document", "9/QĐ"), "cancelled"),
        (("1", "--kind", "merge", "--into", "2", "--document", "9/QĐ"), "merged_into"),
    ],
)
def test_each_kind_is_recorded(capsys, season, words, kind):
    run(capsys, *words)
    assert TaskEvent.objects.get().kind == kind


def test_a_dry_run_says_what_would_follow_and_records_nothing(capsys, season):
    said = run(capsys, "1", "--kind", "cancel", "--document", "9/QĐ", "--dry-run")

    assert said == {
        "effects": [
            {"text": "Kỳ năm 2026: Sở Y tế không còn phải báo cáo 1 dòng.", "count": 1, "codes": ["1"]}
        ]
    }
    assert not TaskEvent.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("9", "--kind", "cancel", "--document", "9/QĐ"),
        ("1", "--kind", "cancel"),
        ("1", "--kind", "relead", "--agency", "Sở Không Có", "--document", "9/QĐ"),
        ("1", "--kind", "extend", "--until", "31/12/2027", "--document", "9/QĐ"),
        ("1", "--kind", "merge", "--into", "1", "--document", "9/QĐ"),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(capsys, season, words):
    with pytest.raises(CommandError, match=r"\.$"):
        run(capsys, *words)
    assert not TaskEvent.objects.exists()
