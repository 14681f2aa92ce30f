"""Two people at the same moment, on real PostgreSQL: one of them is told, nothing is written twice."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from agencies import named
from agencies.models import Agency
from agencies.services import save_agency
from common.errors import Conflict, Refused
from reporting.collection.entries import SavedField, Typed, save_field
from reporting.collection.opening import open_period
from reporting.collection.periods import close_period
from reporting.collection.sending import send_submission
from reporting.models import Period, ReviewAction, TaskEntry, TaskFact
from reporting.review import services
from tests.reporting.seasons import LATE, OPENED, REVIEWED, Season, entry, fill, send, submission_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Run the acts in threads that begin together; what each returned or raised, in their order."""
    barrier = threading.Barrier(len(acts))
    results: list = [None] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait()
            results[place] = acts[place]()
        except (Refused, AssertionError) as problem:
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def season() -> Season:
    made = Season()
    made.task("1.1", made.health)
    made.task("1.2", made.health)
    return made


def test_two_officers_who_approve_a_line_at_once_write_one_fact(season):
    submission = send(submission_of(season.open(), season.health), season.reporter)
    line = entry(submission, "1.1")

    def approve(by):
        return lambda: services.approve_lines(
            submission=submission, tasks=[line], by=by, at=REVIEWED, seen="sent"
        )

    results = at_once(approve(season.officer), approve(season.leader))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Submission"]
    assert TaskFact.objects.filter(superseded_at__isnull=True).count() == 1
    assert ReviewAction.objects.filter(action="approve").count() == 1


def test_of_an_approval_and_a_return_at_once_one_stands(season):
    submission = send(submission_of(season.open(), season.health), season.reporter)
    results = at_once(
        lambda: services.approve_submission(
            submission=submission, by=season.officer, at=REVIEWED, version=submission.version
        ),
        lambda: services.return_submission(
            submission=submission, reason="Sai kỳ.", by=season.leader, at=REVIEWED, version=submission.version
        ),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    state = submission_of(submission.period, season.health).state
    assert (state, TaskFact.objects.count()) in [("approved", 2), ("returned", 0)]


def test_two_officers_who_open_a_period_at_once_open_one(season):
    def opening():
        return open_period(cycle=season.cycle, year=2026, by=season.officer, at=OPENED)

    results = at_once(opening, opening)
    assert sorted(type(result).__name__ for result in results) == ["Period", "Refused"]
    assert Period.objects.count() == 1


def test_a_period_does_not_close_over_a_decision_being_made(season):
    submission = send(submission_of(season.open(), season.health), season.reporter)
    results = at_once(
        lambda: services.return_submission(
            submission=submission, reason="Sai.", by=season.officer, at=REVIEWED
        ),
        lambda: close_period(period=submission.period, by=season.leader, at=LATE),
    )
    closed = Period.objects.get().state == "closed"
    returned = submission_of(submission.period, season.health).state == "returned"
    refused = [isinstance(result, Refused) for result in results]
    # either the return came first and the period closed after it, or the close found a report waiting
    assert (returned, closed, refused) in [(True, True, [False, False]), (True, False, [False, True])]


def test_a_period_does_not_close_over_a_sending(season):
    submission = submission_of(season.open(), season.health)
    fill(submission, season.reporter)
    results = at_once(
        lambda: send_submission(submission=submission, by=season.reporter, at=LATE),
        lambda: close_period(period=submission.period, by=season.leader, at=LATE),
    )
    closed = Period.objects.get().state == "closed"
    sent = submission_of(submission.period, season.health).state == "sent"
    refused = [isinstance(result, Refused) for result in results]
    # either the period closed before it was sent, or the close found a report waiting
    assert (sent, closed, refused) in [(False, True, [True, False]), (True, False, [False, True])]


def somebody_waits_for_a_lock() -> None:
    """Return once a connection waits for a row of another one."""
    for _ in range(2000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def approving(season: Season, begun: threading.Event, *, after: threading.Event | None = None) -> Callable:
    """An approval that has done everything but its commit, and ends when somebody waits for it."""
    submission = send(submission_of(season.open(), season.health), season.reporter)

    def approve() -> str:
        assert after is None or after.wait(30)
        with transaction.atomic():
            services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
            begun.set()
            somebody_waits_for_a_lock()
        return "approved"

    return approve


def test_a_field_is_not_saved_into_a_period_that_closes_meanwhile(season):
    submission = submission_of(season.open(), season.health)
    line = submission.task_entries.earliest("id")
    closing = threading.Event()

    def close() -> str:
        with transaction.atomic():
            close_period(period=submission.period, by=season.leader, at=LATE)
            closing.set()
            somebody_waits_for_a_lock()
        return "closed"

    def save() -> SavedField:
        assert closing.wait(30)
        said = Typed("result", "Gõ khi kỳ đang đóng.", line.version, LATE)
        return save_field(ref=submission.ref, line=(TaskEntry, line.pk), said=said, by=season.reporter)

    closed, refused = at_once(close, save)
    assert (closed, type(refused)) == ("closed", Refused)
    assert "đã đóng" in refused.message
    line.refresh_from_db()
    assert (line.result, line.version) == ("", 1)


def test_closing_waits_for_an_approval_that_is_being_written(season):
    begun = threading.Event()
    approve = approving(season, begun)

    def close() -> str:
        assert begun.wait(30)
        close_period(period=Period.objects.get(), by=season.leader, at=LATE)
        return "closed"

    assert at_once(approve, close) == ["approved", "closed"]
    assert (Period.objects.get().state, TaskFact.objects.count()) == ("closed", 2)


def test_an_agency_is_renamed_while_its_report_is_being_approved(season, monkeypatch):
    begun, renaming = threading.Event(), threading.Event()
    approve = approving(season, begun, after=renaming)
    tell = named.tell

    def told(agency, at) -> None:
        renaming.set()  # the agency is held, and the stamp of the plan, which the approval has, is waited for
        assert begun.wait(30)
        tell(agency, at)

    monkeypatch.setattr(named, "tell", told)

    def rename() -> str:
        agency = Agency.objects.get(pk=season.health.pk)
        agency.name = "Sở Y tế và Dân số"
        save_agency(agency=agency, by=None)
        return "renamed"

    assert at_once(approve, rename) == ["approved", "renamed"]
    assert TaskFact.objects.count() == 2
