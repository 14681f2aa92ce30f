"""What follows in an open period when something happens to its tasks: who owes what then, and what stays."""

import pytest

from common.models import OutboxMessage
from plans.answering import Answering
from plans.changing import Change, preview, record_change, take_back_change
from plans.models import TaskEvent
from reporting.models import DutyChange, DutyCount, Submission, TaskEntry
from reporting.review.services import approve_submission
from reporting.rollup import rollup
from tests import factories
from tests.factories import day, moment
from tests.reporting.seasons import OPENED, REVIEWED, Season, entry, fill, send, submission_of

pytestmark = pytest.mark.django_db

AT = moment("2026-10-20", "09:00")


@pytest.fixture
def season() -> Season:
    made = Season()
    made.first = made.task("1", made.health, ends_on=day("2026-12-31"))
    made.second = made.task("2", made.health, ends_on=day("2026-12-31"))
    made.third = made.task("3", made.culture, trigger_text="khi có hướng dẫn")
    made.editor = made.user("reporter", made.culture, "Lâm Văn Hoa")
    made.period = made.open()
    return made


def record(season: Season, kind: str, task, at=AT, **change):
    change = {"on": day("2026-10-20"), "document_no": "9/TB-UBND", **change}
    return record_change(
        plan=season.plan, tasks=[task.task_id], change=Change(kind=kind, **change), by=season.officer, at=at
    )


def relead(season: Season, task=None, at=AT):
    return record(season, "relead", task or season.first, at, answering=Answering((season.culture,)))


def lines(season: Season, agency) -> dict[str, str]:
    rows = TaskEntry.objects.filter(submission__period=season.period, submission__agency=agency)
    return dict(rows.order_by("task_version__position").values_list("task_version__code", "line_state"))


def owed(season: Season) -> dict[str, int]:
    counted = DutyCount.objects.filter(period=season.period, task=None).exclude(lines=0)
    return {row.agency.name: row.lines for row in counted.select_related("agency")}


def test_another_lead_gets_the_line_in_hand_with_what_was_typed(season):
    fill(submission_of(season.period, season.health), season.reporter)

    effects = relead(season)

    assert lines(season, season.health) == {"1": "moved", "2": "clean"}
    assert lines(season, season.culture) == {"1": "clean", "3": "open"}
    taken = entry(submission_of(season.period, season.culture), "1")
    assert (taken.main, taken.percent, taken.result) == (True, 60, "Đã làm xong phần khảo sát.")
    assert owed(season) == {"Sở Y tế": 1, "Sở Văn hóa": 2}
    assert [effect.text for effect in effects] == ["Kỳ năm 2026: 1 dòng chuyển từ Sở Y tế sang Sở Văn hóa."]
    change = DutyChange.objects.get()
    assert (change.task_id, change.from_submission.agency, change.to_submission.agency) == (
        season.first.task_id,
        season.health,
        season.culture,
    )
    assert change.reason == "9/TB-UBND"


def test_both_agencies_are_told_once_by_mail_and_in_the_portal(season):
    relead(season)

    told = OutboxMessage.objects.filter(kind="duties_changed").order_by("to_user__name", "channel")
    assert [(row.to_user, row.channel) for row in told] == [
        (season.editor, "mail"),
        (season.editor, "portal"),
        (season.reporter, "mail"),
        (season.reporter, "portal"),
    ]
    assert told[0].context["got"] == ["1. Nhiệm vụ 1"]
    assert told[2].context["lost"] == ["1. Nhiệm vụ 1"]


def test_what_was_sent_stays_with_who_reported_in_this_period(season):
    send(submission_of(season.period, season.health), season.reporter)

    effects = relead(season, at=moment("2026-11-11"))

    assert lines(season, season.health) == {"1": "sent", "2": "sent"}
    assert lines(season, season.culture) == {"3": "open"}
    assert [effect.stays for effect in effects] == [True]
    assert not DutyChange.objects.exists()


def test_what_is_cancelled_or_merged_is_owed_by_nobody_and_counts_in_no_denominator(season):
    record(season, "cancelled", season.first)
    record(season, "merged_into", season.second, into=season.third.task_id)

    assert lines(season, season.health) == {"1": "waived", "2": "waived"}
    assert owed(season) == {"Sở Văn hóa": 1}
    figures = rollup(season.period, day=day("2026-10-20"), known_at=AT)
    assert {task.code: task.status for task in figures.tasks} == {
        "1": "cancelled",
        "2": "merged",
        "3": "not_reported",
    }
    assert (figures.counts["cancelled"], figures.counts["merged"]) == (1, 1)


def test_a_change_taken_back_gives_the_line_back_with_its_words(season):
    fill(submission_of(season.period, season.health), season.reporter)
    relead(season)
    take_back_change(event=TaskEvent.objects.get(), reason="nhầm", by=season.officer, at=moment("2026-10-21"))

    assert lines(season, season.health) == {"1": "clean", "2": "clean"}
    assert lines(season, season.culture) == {"1": "moved", "3": "open"}
    assert owed(season) == {"Sở Y tế": 2, "Sở Văn hóa": 1}
    assert entry(submission_of(season.period, season.health), "1").percent == 60


def test_a_report_already_sent_or_approved_comes_back_for_a_new_duty_and_stays_in_time(season):
    sent = send(submission_of(season.period, season.culture), season.editor, trigger_answer="no")
    approve_submission(submission=sent, by=season.officer, at=REVIEWED)

    relead(season, at=moment("2026-11-12"))

    back = submission_of(season.period, season.culture)
    assert (back.state, back.in_time_sent_at) == ("returned", sent.in_time_sent_at)
    assert lines(season, season.culture) == {"1": "open", "3": "approved"}
    assert send(back, season.editor, at=moment("2026-11-13")).state == "sent"


def test_an_agency_that_owed_nothing_gets_its_submission(season):
    newcomer = season.agency("Sở Báo chí")
    record(season, "relead", season.first, answering=Answering((newcomer,)))

    made = Submission.objects.get(period=season.period, agency=newcomer)
    assert made.due_at == submission_of(season.period, season.health).due_at
    assert lines(season, newcomer) == {"1": "open"}


def test_a_deadline_moved_and_a_trigger_met_count_at_once_and_only_from_their_day(season):
    approve = send(submission_of(season.period, season.health), season.reporter)
    approve_submission(submission=approve, by=season.officer, at=REVIEWED)
    record(
        season,
        "extended",
        season.first,
        moment("2026-11-12", "09:00"),
        on=day("2026-11-12"),
        until=day("2027-06-30"),
    )

    late = {
        on: {
            task.code: task.status
            for task in rollup(season.period, day=day(on), known_at=moment(known)).tasks
        }
        for on, known in (("2027-01-15", "2027-01-15"), ("2027-01-16", "2026-11-12"))
    }
    assert late["2027-01-15"]["1"] == "in_progress_on_time"
    assert late["2027-01-15"]["2"] == "in_progress_overdue"
    assert late["2027-01-16"]["1"] == "in_progress_overdue"  # not yet recorded


def test_a_closed_period_never_hears_of_what_is_recorded_later(season):
    from reporting.collection.periods import close_period

    close_period(period=season.period, by=season.leader, at=moment("2026-11-30"))
    season.period.refresh_from_db()
    before = rollup(season.period, day=day("2026-12-31"), known_at=moment("2026-12-31"))

    record(season, "cancelled", season.first, moment("2026-12-01"), on=day("2026-11-01"))

    assert rollup(season.period, day=day("2026-12-31"), known_at=moment("2026-12-31")) == before
    assert lines(season, season.health) == {"1": "open", "2": "open"}


def test_the_form_asks_no_more_for_a_trigger_that_was_recorded(season):
    from reporting.collection.entries import lines_of
    from reporting.collection.showing import line_views

    def asks() -> bool:
        views = line_views(*lines_of(submission_of(season.period, season.culture)))
        return views[0].triggered

    assert asks()
    record(season, "triggered", season.third, until=day("2026-11-30"))
    assert not asks()


def test_a_preview_says_what_would_move_and_moves_nothing(season):
    effects = preview(lambda: relead(season))

    assert len(effects) == 1
    assert lines(season, season.health) == {"1": "open", "2": "open"}
    assert not OutboxMessage.objects.filter(kind="duties_changed").exists()


def test_a_task_with_several_leads_keeps_the_lines_of_those_who_stay(season):
    record(season, "relead", season.first, answering=Answering((season.culture, season.health)))

    assert lines(season, season.health) == {"1": "open", "2": "open"}
    assert lines(season, season.culture) == {"1": "open", "3": "open"}
    assert not entry(submission_of(season.period, season.health), "1").main
    assert entry(submission_of(season.period, season.culture), "1").main


def test_a_cancelled_task_is_not_owed_when_a_period_opens(season):
    plan = season.plan
    task = season.task("4", season.culture)
    record_change(
        plan=plan,
        tasks=[task.task_id],
        change=Change(kind="cancelled", on=day("2026-10-01"), document_no="1/QĐ"),
        by=season.officer,
        at=OPENED,
    )
    factories.changed(plan.pk)
    later = season.open(2027, at=moment("2027-10-15"))
    owed = TaskEntry.objects.filter(submission__period=later).values_list("task_version__code", flat=True)
    assert sorted(owed) == ["1", "2", "3"]
