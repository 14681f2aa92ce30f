"""The province for measuring, at its smallest: its rows are those the portal's own verbs would have made."""

import hashlib
import json
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import resolve, reverse

from agencies.models import User
from reporting.collection.counting import count_duties
from reporting.collection.entries import lines_of, save_narrative, save_task_field
from reporting.collection.preview import preview_period
from reporting.collection.sending import in_time_at, send_submission
from reporting.collection.sent_copy import SentCopy
from reporting.collection.showing import line_views
from reporting.models import (
    DutyCount,
    MeasureEntry,
    MoneyFact,
    Period,
    ProvinceReport,
    Submission,
    TaskEntry,
    TaskFact,
)
from reporting.review.facts import fact_state
from reporting.rollup import checksum, rollup
from tests.benchmarks.deadline import FIELDS, duties, words
from tests.benchmarks.exports import LISTS
from tests.benchmarks.load import Visit, compare
from tests.benchmarks.menu import LEFT_OUT, cases, office
from tests.benchmarks.province import TINY, TODAY, YEAR
from tests.benchmarks.province.seasons import make_seasons
from tests.benchmarks.province.world import make_world
from tests.factories import day, moment
from tests.portal.test_permissions import MATRIX

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

PORTAL = {"common", "agencies", "plans", "indicators", "reporting"}


@pytest.fixture(scope="module", autouse=True)
def _province(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for the module, gone after it; chance goes by ids, so they begin at 1 whatever tests ran before."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # durable blocks of a test's own transaction ask for it
        with outer:
            _number_from_one()
            make_world(TINY)
            with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
                list(make_seasons(TINY))
            connection.check_constraints()
            yield
            transaction.set_rollback(True)


def _number_from_one() -> None:
    """For this transaction only."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for sequence in connection.introspection.get_sequences(cursor, model._meta.db_table):
                if model._meta.app_label in PORTAL and not model._default_manager.exists():
                    cursor.execute(f'ALTER SEQUENCE "{sequence["name"]}" RESTART')


def periods() -> list[Period]:
    return list(
        Period.objects.select_related(
            "cycle__plan__province", "cycle__plan__focal_agency", "plan_version"
        ).order_by("to_on", "pk")
    )


def test_every_size_is_there():
    assert [period.to_on.year for period in periods()] == sorted([*range(YEAR - 2, YEAR + 1)] * TINY.plans)
    assert {period.submissions.count() for period in periods()} == {TINY.agencies}


def test_each_duty_is_one_the_opening_would_have_frozen():
    for period in periods():
        preview = preview_period(cycle=period.cycle, year=period.to_on.year, opens_on=period.opens_on)
        asked = {
            (agency, duty.key, duty.via_group, duty.main, duty.unassigned)
            for agency, duties in preview.opening.lines.items()
            for duty in duties
        }
        tasks = TaskEntry.objects.filter(submission__period=period)
        measures = MeasureEntry.objects.filter(submission__period=period)
        there = set(tasks.values_list("submission__agency", "task", "via_group", "main", "unassigned"))
        there |= {
            (agency, (measure, scope), None, main, False)
            for agency, measure, scope, main in measures.values_list(
                "submission__agency", "measure", "scope", "main"
            )
        }
        assert there == asked
        assert (preview.from_on, preview.to_on, preview.label) == (period.from_on, period.to_on, period.label)
        assert preview.cutoff_on == period.cutoff_on


def test_the_counts_of_duties_are_those_of_the_lines():
    def counted() -> set[tuple]:
        return set(DutyCount.objects.values_list("period", "task", "agency", "lines"))

    written = counted()
    for period in periods():
        count_duties(period)
    assert counted() == written


def test_lines_that_went_out_have_nothing_against_them_and_open_ones_do():
    submissions = Submission.objects.select_related("period__cycle__plan", "period__plan_version", "agency")
    seen = set()
    for submission in submissions:
        for line in line_views(*lines_of(submission)):
            assert line.blocked == (line.line_state == "open"), (line, line.problems)
            seen.add(line.line_state)
    assert seen == {"open", "clean", "sent", "returned", "approved"}


def test_sendings_hold_what_the_lines_say_under_their_checksum():
    for submission in Submission.objects.select_related("period__cycle__plan", "agency"):
        copy = SentCopy.of(submission, *lines_of(submission))
        for sending in submission.sendings.all():
            assert SentCopy.from_json(sending.payload) == copy
            text = json.dumps(sending.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert sending.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_stored_moment_in_time_is_the_one_the_sendings_give():
    rows = Submission.objects.prefetch_related("sendings")
    assert [row.in_time_sent_at for row in rows] == [in_time_at(row) for row in rows]


def test_facts_say_what_was_sent():
    facts = TaskFact.objects.select_related("sending").prefetch_related("money")
    for fact in facts:
        entry = TaskEntry.objects.get(submission=fact.sending.submission_id, task=fact.task_id)
        said = SentCopy.from_json(fact.sending.payload).task(entry)
        assert (fact.state, fact.main) == (fact_state(said), entry.main)
        assert (fact.percent, fact.completed_on) == (said.percent, said.completed_on)
        assert (fact.result, fact.difficulty, fact.proposal) == (said.result, said.difficulty, said.proposal)
        paid = {(row.source_id, row.budget_year, row.cumulative) for row in fact.money.all()}
        assert paid == {(row.source_id, row.year, row.cumulative) for row in said.money}
    assert MoneyFact.objects.exists()


def test_what_is_approved_has_its_fact_and_its_action():
    approved = TaskEntry.objects.filter(line_state="approved")
    inforce = TaskFact.objects.filter(superseded_at__isnull=True)
    assert set(approved.values_list("submission__period", "task", "submission__agency")) == set(
        inforce.values_list("period", "task", "agency")
    )
    assert not approved.exclude(actions__action="approve").exists()
    returned = TaskEntry.objects.filter(line_state="returned")
    assert returned.exists()
    assert not returned.exclude(actions__action="return").exists()


def test_a_reopened_line_has_a_superseded_fact_or_none_is_reopened():
    reopened = set(Submission.objects.filter(actions__action="reopen").values_list("pk", flat=True))
    superseded = TaskFact.objects.filter(superseded_at__isnull=False)
    assert set(superseded.values_list("sending__submission", flat=True)) == reopened


def test_figures_can_be_made_of_every_period():
    for period in periods():
        figures = rollup(period, day=day(TODAY), known_at=moment(TODAY))
        assert figures.total > TINY.tasks // 2
        assert any(row.disbursed for row in figures.money)
        assert any(row.value is not None for row in figures.indicators)


def test_the_last_closed_year_is_reported_on():
    issued = ProvinceReport.objects.filter(state="issued", period__to_on__year=YEAR - 1)
    assert issued.count() == TINY.plans
    assert {report.sha256 for report in issued} == {checksum(report.figures) for report in issued}


def test_every_address_is_measured_or_says_why_not():
    measured = {resolve(urlsplit(case.path).path) for case in cases(office())}
    names = {match.url_name for match in measured if "admin" not in match.app_names}
    opened = {row.name for row in MATRIX if row.method == "GET"}
    assert (names - opened, names & LEFT_OUT.keys()) == (set(), set())
    assert opened == names | LEFT_OUT.keys()


def test_every_list_that_can_be_taken_away_is_measured_as_a_file():
    assert {row.name for row in MATRIX if row.query == "tep=xlsx"} == {*LISTS, "plan_history", "board"}


PAGES = {
    "reporter1.1": ("my_work", "submissions", "plans", "indicators"),
    "focal_officer1.1": ("my_work", "boards", "plans", "province_reports", "imports"),
    "leader1.6": ("my_work", "dashboard", "province_tasks", "obstacles", "province_reports"),
}


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_open(who, settings):
    settings.PORTAL_TODAY = day(TODAY)
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@mau.example"))
    for name in PAGES[who]:
        assert client.get(reverse(name)).status_code == 200


def test_submissions_reviews_and_boards_open(settings):
    settings.PORTAL_TODAY = day(TODAY)
    client = Client()
    client.force_login(User.objects.get(email="focal_officer1.1@mau.example"))
    for submission in Submission.objects.filter(
        period__to_on__year=YEAR, period__cycle__plan__number="101/KH-UBND"
    ):
        assert client.get(reverse("review", args=[submission.ref])).status_code == 200
    for period in periods():
        assert client.get(reverse("board", args=[period.ref])).status_code == 200
    client.force_login(User.objects.get(email="reporter1.3@mau.example"))
    for submission in Submission.objects.filter(agency__position=3):
        assert client.get(reverse("submission", args=[submission.ref])).status_code == 200


def finished() -> tuple[Visit, Submission]:
    """A person's evening with its ten fields and the sending, by the verbs."""
    (duty,) = duties(1)
    visit = Visit(3, duty)
    person = User.objects.get(email=duty.email)
    at = moment(TODAY, "16:00")
    for number, (key, name) in enumerate(duty.fields):
        value = words(visit.number, number, name)
        submission = Submission.objects.get(pk=duty.submission)
        if key == "de-cuong":
            version = submission.narrative_version
            save_narrative(
                submission=submission, section=name, value=value, version=version, by=person, at=at
            )
        else:
            entry = TaskEntry.objects.get(pk=key.removeprefix("nv-"))
            save_task_field(entry=entry, field=name, value=value, version=entry.version, by=person, at=at)
        visit.typed[key, name] = value
    submission = Submission.objects.get(pk=duty.submission)
    send_submission(submission=submission, by=person, at=at)
    visit.sent = True
    return visit, submission


def test_an_evening_that_lost_nothing_compares_equal():
    visit, _submission = finished()
    assert len(visit.typed) == FIELDS
    assert list(compare([visit])) == []


def test_a_lost_field_and_a_lost_sending_are_found():
    visit, submission = finished()
    for key, name in visit.typed:
        other = Visit(3, visit.duty, visit.typed | {(key, name): "chữ khác"}, sent=True)
        assert len(list(compare([other]))) == 2
    assert len(list(compare([Visit(3, visit.duty, visit.typed)]))) == 1
    Submission.objects.filter(pk=submission.pk).update(state="draft")
    assert len(list(compare([visit]))) == 1


def test_each_draft_of_the_evening_has_two_people_and_nothing_against_it_but_their_words():
    found = duties(4)
    assert len({duty.submission for duty in found}) == len(found) == 4
    for duty in found:
        submission = Submission.objects.select_related("period__cycle__plan", "period__plan_version").get(
            pk=duty.submission
        )
        assert not [line for line in line_views(*lines_of(submission)) if not line.settled]
        for email in (duty.email, duty.colleague):
            access = User.objects.get(email=email).access
            assert submission.agency_id in access.agencies("reporter")
        assert duty.email != duty.colleague
