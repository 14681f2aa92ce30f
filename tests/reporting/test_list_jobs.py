"""Long lists as workbooks: the worker writes what the person could see, and nobody else's."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agencies.models import User
from common import clock, jobs, list_jobs
from common.models import Job, StoredFile
from reporting.models import Period
from tests import factories as make
from tests.listing import lead_and_table
from tests.reporting.test_lists import FILES, Case, Office
from tests.reporting.test_province_lists import PAGES, Land

pytestmark = pytest.mark.django_db

TODAY = make.day("2026-11-25")
BOARD = Case(
    "board", "officer", lambda office: [Period.objects.filter(cycle__plan=office.plans[0]).open().get().ref]
)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = TODAY


@pytest.fixture
def long(monkeypatch):
    """Every list with a row is long."""
    monkeypatch.setattr(list_jobs, "LONG", 0)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def ordered(answer: HttpResponse) -> Job:
    """The job to which the answer leads."""
    job = Job.objects.get(kind=list_jobs.KIND)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("list_job", args=[job.ref]))
    return job


def made(job: Job) -> Job:
    jobs.run(job.pk, clock.now())
    return Job.objects.get(pk=job.pk)


@pytest.mark.parametrize("case", [*FILES, BOARD], ids=str)
def test_the_worker_writes_what_the_web_process_would(case, monkeypatch):
    office = Office(3)
    compare(lambda: case.read(office, tep="xlsx"), getattr(office, case.who), monkeypatch)


@pytest.mark.parametrize("name", PAGES)
def test_the_worker_writes_the_lists_of_the_province_too(name, monkeypatch):
    land = Land(2, 3)
    compare(lambda: land.read(name, tep="xlsx"), land.leader, monkeypatch)


def compare(ask: Callable[[], HttpResponse], person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a list just short enough, and of the same list just too long."""
    at_once = lead_and_table(ask())
    assert at_once[1]
    monkeypatch.setattr(list_jobs, "LONG", len(at_once[1]) - 1)
    job = made(ordered(ask()))
    assert (job.state, job.message, job.done) == ("done", "Đã xong", len(at_once[1]))
    by_the_worker = lead_and_table(signed_in(person).get(job.result["url"]))
    assert (by_the_worker[0][0], by_the_worker[1]) == (at_once[0][0], at_once[1])


def test_a_list_of_just_the_limit_is_sent_at_once(monkeypatch):
    office, case = Office(3), Case("submissions", "officer")
    rows = len(lead_and_table(case.read(office, tep="xlsx"))[1])
    monkeypatch.setattr(list_jobs, "LONG", rows)
    assert len(lead_and_table(case.read(office, tep="xlsx"))[1]) == rows
    assert not Job.objects.filter(kind=list_jobs.KIND).exists()


@pytest.mark.usefixtures("long")
def test_the_page_that_waits_says_which_list_with_which_filters():
    office = Office(3)
    plan = office.plans[1]
    job = ordered(Case("submissions", "officer").read(office, plan=plan.ref, tep="xlsx"))
    client = signed_in(office.officer)
    page = client.get(reverse("list_job", args=[job.ref]))
    assert page.context["list_url"] == f"{reverse('submissions')}?plan={plan.ref}"
    text = page.content.decode()
    assert f"Kế hoạch: {plan.number}." in text
    assert f"Danh sách dài {job.params['rows']} dòng" in text
    assert client.get(reverse("list_made", args=[job.ref])).status_code == 404
    lead, table = lead_and_table(client.get(made(job).result["url"]))
    assert lead[1] == f"Kế hoạch: {plan.number}"
    assert {row["Số, ký hiệu"] for row in table} == {plan.number}


@pytest.mark.usefixtures("long")
def test_asking_twice_waits_for_the_same_file_and_another_person_has_his_own():
    office, case = Office(3), Case("plans", "officer")
    case.read(office, tep="xlsx")
    case.read(office, tep="xlsx")
    assert Job.objects.filter(kind=list_jobs.KIND).count() == 1
    Case("plans", "reporter").read(office, tep="xlsx")
    assert Job.objects.filter(kind=list_jobs.KIND).count() == 2


@pytest.mark.usefixtures("long")
def test_the_file_is_nobody_elses():
    office = Office(3)
    job = made(ordered(Case("plans", "officer").read(office, tep="xlsx")))
    stranger = signed_in(office.leader)
    for name in ("list_job", "list_made"):
        assert stranger.get(reverse(name, args=[job.ref])).status_code == 404


@pytest.mark.usefixtures("long")
def test_who_has_lost_the_right_meanwhile_gets_no_file():
    office = Office(3)
    job = ordered(Case("boards", "officer").read(office, tep="xlsx"))
    office.officer.memberships.all().delete()
    assert (made(job).state, made(job).message) == ("failed", "Không còn quyền xem danh sách này.")
    assert not StoredFile.objects.filter(name__endswith=".xlsx").exists()


@pytest.mark.usefixtures("long")
def test_who_has_left_meanwhile_gets_no_file():
    office = Office(3)
    job = ordered(Case("plans", "officer").read(office, tep="xlsx"))
    User.objects.filter(pk=office.officer.pk).update(is_active=False)
    assert made(job).state == "failed"


@pytest.mark.usefixtures("long")
def test_files_of_lists_are_forgotten_after_a_week_and_others_kept():
    office = Office(3)
    job = made(ordered(Case("plans", "officer").read(office, tep="xlsx")))
    stored = StoredFile.objects.get(ref=job.result["file"])
    other = jobs.start("period_file", "x", {}, office.officer)
    Job.objects.filter(pk=other.pk).update(state="done", heartbeat_at=job.heartbeat_at)
    assert list_jobs.forget(job.heartbeat_at + list_jobs.KEPT) == 0
    assert stored.path.storage.exists(stored.path.name)
    later = job.heartbeat_at + list_jobs.KEPT * 2
    assert list_jobs.forget(later) == 1
    assert not stored.path.storage.exists(stored.path.name)
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert list(Job.objects.all()) == [other]
