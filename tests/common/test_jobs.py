"""Long work: queued once, done once, with progress; what fails says so in a sentence."""

import pytest
from django.db import transaction
from django.urls import reverse

from common import clock, jobs
from common.errors import Refused
from common.models import Job
from common.tasks import look_after_jobs, run_job
from tests import factories as make
from tests.factories import moment, user

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-13", "08:00")


@jobs.job("count")
def count(job: Job) -> dict:
    """Counts to the number it is given."""
    for number in range(job.params["to"]):
        jobs.progress(job, number + 1, job.params["to"], f"đến {number + 1}")
    return {"url": "/ket-qua/"}


@jobs.job("refuse")
def refuse(job: Job) -> None:
    raise Refused("Kỳ báo cáo chưa có số liệu đã duyệt.")


@jobs.job("break")
def break_down(job: Job) -> None:
    raise ZeroDivisionError


def begin(kind="count", by=None, **params) -> Job:
    return jobs.start(kind, "one", params or {"to": 3}, by)


def test_a_job_is_done_when_the_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = begin()
        assert Job.objects.get().state == "queued"
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == ("done", 3, 3, {"url": "/ket-qua/"})


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fails_never_was():
    with transaction.atomic():
        begin()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_second_click_returns_the_job_that_is_under_way():
    first = begin()
    assert begin() == first
    Job.objects.update(state="running", heartbeat_at=clock.now())
    assert begin() == first
    Job.objects.update(state="done")
    assert begin() != first


def test_a_job_announced_twice_is_done_once():
    job = begin()
    jobs.run(job.pk, NOW)
    Job.objects.update(result={"kept": True})
    jobs.run(job.pk, NOW)
    assert Job.objects.get().result == {"kept": True}


def test_a_job_that_is_gone_harms_nobody():
    run_job(12345)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("refuse", "Kỳ báo cáo chưa có số liệu đã duyệt."),
        ("break", "Không làm được do lỗi của hệ thống; lỗi đã được ghi lại. Hãy thử lại."),
        ("unknown", "Không làm được do lỗi của hệ thống; lỗi đã được ghi lại. Hãy thử lại."),
    ],
)
def test_a_job_that_fails_says_so_in_a_sentence(kind, sentence):
    job = begin(kind)
    jobs.run(job.pk, NOW)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", sentence)


def test_progress_shows_while_the_job_runs():
    job = begin()
    Job.objects.update(state="running", heartbeat_at=NOW)
    jobs.progress(job, 40, 600, "Đang dựng trang 40")
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (40, 600, "Đang dựng trang 40")
    assert job.heartbeat_at > NOW


def test_a_job_whose_worker_died_fails_and_can_be_asked_for_again():
    dead = begin()
    Job.objects.update(state="running", heartbeat_at=clock.now() - jobs.SILENT_FOR * 2)
    again = begin()
    dead.refresh_from_db()
    assert (dead.state, dead.message) == ("failed", "Việc bị dừng giữa chừng. Hãy làm lại.")
    assert again != dead


def test_a_job_nobody_heard_of_is_announced_again():
    job = begin()
    look_after_jobs()
    assert Job.objects.get().state == "queued"
    Job.objects.update(created_at=clock.now() - jobs.UNHEARD_FOR * 2)
    look_after_jobs()
    job.refresh_from_db()
    assert job.state == "done"


def test_a_kind_has_one_function():
    with pytest.raises(ValueError, match="count"):
        jobs.job("count")(refuse)


def test_who_started_a_job_sees_how_far_it_is(client, django_assert_num_queries):
    person = user()
    job = begin(by=person)
    jobs.run(job.pk, NOW)
    client.force_login(person)
    assert client.get(reverse("job_status", args=[job.ref])).json() == {
        "state": "done",
        "done": 3,
        "total": 3,
        "message": "Đã xong",
        "result_url": "/ket-qua/",
    }


def test_nobody_else_sees_it(client):
    address = reverse("job_status", args=[begin(by=user()).ref])
    assert client.get(address).status_code == 302
    client.force_login(user())
    assert client.get(address).status_code == 404


@pytest.mark.redis
@pytest.mark.postgres
def test_a_worker_process_does_the_job(celery_worker_process, eventually):
    period = make.period()
    with transaction.atomic():
        job = jobs.start("rollup", period.ref, {"period": period.pk}, None)
        broken = begin("unknown")
    found = eventually(lambda: Job.objects.filter(pk=job.pk).exclude(state__in=jobs.LIVE).first())
    assert (found.state, found.result, found.message) == ("done", {"made": True}, "Đã xong")
    failed = eventually(lambda: Job.objects.filter(pk=broken.pk, state="failed").first())
    assert failed.message == "Không làm được do lỗi của hệ thống; lỗi đã được ghi lại. Hãy thử lại."
