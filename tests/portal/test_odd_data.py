"""Data that should not exist is shown and said, never a page that fails: what `tests.odd` lays, met on every page."""

import json
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from common.oddities import say_once
from tests import factories as make
from tests.odd import ODD, Place
from tests.portal.test_permissions import MATRIX, PARTS, ROLES
from tests.world import TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Who opens the pages of one thing beside the focal agency's leader, where they show him something else.
ALSO = {
    **dict.fromkeys(("submission", "submission_docx", "evidence_file", "task"), "reporter"),
    **dict.fromkeys(("board", "review", "province_report"), "leader"),
}
LISTERS = {"reporter", "approver", "officer", "head", "leader", "administrator", "mixed"}
OWN = (
    "message",
    "job_status",
    "list_job",
    "list_made",
    "export_job",
    "export_file",
)  # the officer's, and nobody else's


def may_open() -> dict[str, set[str]]:
    """The roles that are ever answered 200, by the name of the page."""
    found: dict[str, set[str]] = {}
    for row in MATRIX:
        if row.method == "GET":
            roles = {role for role, answer in zip(ROLES, row.answers.split(), strict=True) if answer == "200"}
            found.setdefault(row.name, set()).update(roles)
    return found


class Walk:
    """The odd province, and a browser for every role in it."""

    def __init__(self) -> None:
        self.world = World(submission="sent", report="issued")
        self.places: dict[str, Place] = {}
        for name, odd in ODD.items():
            self.places[name] = Place(self.world)
            odd.lay(self.places[name])
        self.clients = {role: Client(raise_request_exception=False) for role in ROLES}
        for role, client in self.clients.items():
            if person := self.world[role]:
                client.force_login(person)

    def lists(self) -> Iterator[tuple[str, str, HttpResponse]]:
        """Every page about no one thing, for every role of the province that may."""
        for page, roles in may_open().items():
            for role in sorted(roles & LISTERS) if page not in PARTS else ():
                asked = {"q": "a"} if page == "search" else {}
                yield f"{page} for {role}", role, self.clients[role].get(reverse(page), asked)

    def own_pages(self, name: str) -> Iterator[tuple[str, str, HttpResponse]]:
        """The pages of what an oddity has changed or brought, for the agency, the focal agency and the leaders."""
        place = self.places[name]
        for page, roles in may_open().items():
            if page not in PARTS or PARTS[page](place) == PARTS[page](self.world):
                continue
            readers = {"officer"} if page in OWN else {"head", ALSO.get(page, "head")} & roles
            for role in sorted(readers):
                yield (
                    f"{name}: {page} for {role}",
                    role,
                    self.clients[role].get(reverse(page, args=PARTS[page](place))),
                )

    def page(self, name: str, page: str, role: str) -> str:
        """The words of one page."""
        answer = self.clients[role].get(reverse(page, args=PARTS[page](self.places[name])), follow=True)
        return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.PORTAL_TODAY = make.day(TODAY)
    say_once.cache_clear()


def fault(answer: HttpResponse) -> str:
    """What is wrong with an answer; '' where it says something."""
    if answer.status_code >= 500:
        return repr(answer.exc_info[1]) if getattr(answer, "exc_info", None) else str(answer.status_code)
    if answer.streaming:
        return "" if b"".join(answer.streaming_content) else "an empty file"
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
        return "" if re.search(rb"<h1[^>]*>\s*[^<\s]", answer.content) else "no heading"
    return ""


def test_no_page_fails_over_what_should_not_exist():
    walk = Walk()
    opened = [*walk.lists(), *(page for name in ODD for page in walk.own_pages(name))]
    assert {place: said for place, _role, answer in opened if (said := fault(answer))} == {}
    assert {role for _place, role, answer in opened if answer.status_code == 200} == LISTERS


SAID = [
    ("plan_without_a_version", "plan", "head", "Không bản"),
    ("period_without_a_stage", "board", "head", "1 cơ quan phải gửi"),
    ("period_without_a_focal_agency", "board", "leader", "đã gửi đến cơ quan đầu mối"),
    ("kept_figures_of_another_shape", "plan", "head", "chưa có báo cáo 1"),
    ("kept_figures_that_are_a_list", "plan", "head", "chưa có báo cáo 1"),
    ("code_with_a_slash", "task", "head", "A/1/b"),
    ("tasks_under_each_other", "plan", "head", "A.1"),
    ("sending_that_is_a_list", "review", "head", "Gửi lúc"),
    ("report_issued_without_figures", "province_report", "leader", "Số liệu đã chốt của báo cáo này không đọc được."),
    ("draft_of_another_shape", "import_draft", "head", "Bản nháp này không đọc được nữa."),
    ("job_of_a_lost_row", "export_file", "officer", "Tệp này không còn được lưu."),
    ("message_nobody_words", "message", "officer", "lost"),
]  # fmt: skip


def test_the_page_says_what_there_is():
    walk = Walk()
    pages = {(name, page, role): walk.page(name, page, role) for name, page, role, _words in SAID}
    silent = [row for row in SAID if row[3] not in pages[row[:3]]]
    assert {row: pages[row[:3]][:2000] for row in silent} == {}


def test_the_doctor_names_each_of_them():
    walk = Walk()
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=told)
    lines = told.getvalue().splitlines()
    assert [
        name for name, odd in ODD.items() if odd.doctor and not any(odd.doctor in line for line in lines)
    ] == []
    assert walk.places


def test_the_doctor_has_nothing_against_what_verbs_leave():
    World(submission="approved", report="issued")
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", "--format", "json", stdout=told)
    assert [found["says"] for found in json.loads(told.getvalue())["found"]] == [
        "a kept sending is not what its checksum was made of",  # last year's, which the world lays by hand
        "a fact answers no duty",
    ]


def test_the_log_hears_of_each_once(caplog):
    for _time in range(2):
        say_once("plan x has no version")
    assert [record.getMessage() for record in caplog.records] == [
        "plan x has no version (see manage.py doctor)"
    ]
