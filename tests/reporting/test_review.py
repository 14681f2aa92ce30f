"""Reviewing: what approval, return and reopening do to lines, facts, deadlines and the other reviewer."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import Conflict, Refused
from common.models import AuditEntry, Job, OutboxMessage
from indicators.models import Observation
from reporting.collection.periods import close_period
from reporting.collection.sending import send_submission
from reporting.models import MoneyFact, ReviewAction, Submission, TaskFact
from reporting.review import services
from tests import factories
from tests.factories import moment
from tests.reporting.seasons import LATE, REVIEWED, SENT, Season, entry, fill, send, submission_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    made = Season()
    made.first, made.second = made.task("1.1", made.health), made.task("1.2", made.health)
    return made


@pytest.fixture
def sent(season) -> Submission:
    """Sở Y tế has sent its two lines in time."""
    return send(submission_of(season.open(), season.health), season.reporter)


def now(submission: Submission) -> Submission:
    return submission_of(submission.period, submission.agency)


def states(submission: Submission) -> dict[str, str]:
    return dict(submission.task_entries.values_list("task_version__code", "line_state"))


def facts(**where) -> list[tuple]:
    rows = TaskFact.objects.filter(**where).order_by("approved_at", "task_version__code")
    return list(rows.values_list("task_version__code", "state", "percent", "superseded_at"))


def test_approving_a_line_writes_its_fact_at_once(season, sent):
    line = entry(sent, "1.1")
    services.approve_lines(submission=sent, tasks=[line], by=season.officer, at=REVIEWED)
    assert states(sent) == {"1.1": "approved", "1.2": "sent"}
    fact = TaskFact.objects.get()
    assert (fact.agency, fact.task, fact.main, fact.state, fact.percent, fact.result, fact.approved_at) == (
        season.health,
        season.first.task,
        True,
        "in_progress",
        Decimal(60),
        "Đã làm xong phần khảo sát.",
        REVIEWED,
    )
    assert fact.sending == sent.sendings.get()
    assert now(sent).state == "sent"


def test_approving_the_last_line_approves_the_submission_and_rolls_up(season, sent):
    lines = sent.task_entries.all()
    services.approve_lines(submission=sent, tasks=lines, by=season.officer, at=REVIEWED)
    found = now(sent)
    assert (found.state, found.approved_at, found.sendings.get().outcome) == (
        "approved",
        REVIEWED,
        "accepted",
    )
    assert Job.objects.filter(kind="rollup", key=sent.period.ref).count() == 1


def test_money_becomes_facts_in_dong(season):
    factories.budget(season.first, season.source, 21_000_000_000, year=2026)
    submission = submission_of(season.open(), season.health)
    money = entry(submission, "1.1").money.get()
    money.cumulative = Decimal(9_850_000_000)
    money.save()
    submission = send(submission, season.reporter)
    services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
    assert list(MoneyFact.objects.values_list("period", "source", "budget_year", "cumulative")) == [
        (submission.period_id, season.source.pk, 2026, Decimal(9_850_000_000))
    ]


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ({"not_applicable": True, "reason": "Không có cơ sở."}, ("not_applicable", None)),
        ({"trigger_answer": "no"}, ("awaiting_trigger", None)),
        ({"state": "not_started", "percent": Decimal(0)}, ("not_started", Decimal(0))),
        (
            {"state": "completed", "percent": Decimal(100), "completed_on": factories.day("2026-09-30")},
            ("completed", 100),
        ),
    ],
)
def test_a_fact_says_what_the_line_said(season, words, fact):
    submission = send(submission_of(season.open(), season.health), season.reporter, **words)
    services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
    assert set(TaskFact.objects.values_list("state", "percent")) == {fact}


def test_the_main_followers_value_becomes_the_measures_observation(season):
    measure = factories.measure(season.province, unit="%")
    factories.indicator(season.plan, measure, lead=season.health)
    factories.indicator(season.plan, measure, lead=season.culture)
    period = season.open()
    for agency in (season.health, season.culture):
        person = season.user("reporter", agency, "Người")
        submission = send(submission_of(period, agency), person)
        services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
    observation = Observation.objects.get()
    assert (observation.value, observation.to_on, observation.source_text) == (
        Decimal(80),
        period.cutoff_on,
        "Sở Y tế",
    )


def test_a_submission_without_lines_is_approved_for_its_prose(season):
    submission = submission_of(season.open(), season.culture)
    person = season.user("reporter", season.culture, "Người")
    submission = send(submission, person)
    services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
    assert now(submission).state == "approved"


def test_lines_are_returned_with_reasons_and_the_rest_keeps_its_facts(season, sent):
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    services.return_line(
        submission=sent,
        entry=entry(sent, "1.2"),
        reason=" Nêu rõ 7 trung tâm. ",
        by=season.officer,
        at=REVIEWED,
    )
    services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    found = now(sent)
    assert (found.state, found.in_time_sent_at, found.sendings.get().outcome) == (
        "returned",
        SENT,
        "returned_lines",
    )
    assert states(sent) == {"1.1": "approved", "1.2": "returned"}
    action = ReviewAction.objects.get(action="return")
    assert (action.task_entry.task_version.code, action.reason, action.sending.no) == (
        "1.2",
        "Nêu rõ 7 trung tâm.",
        1,
    )
    assert facts(superseded_at=None) == [("1.1", "in_progress", Decimal(60), None)]
    assert set(OutboxMessage.objects.filter(kind="returned").values_list("to_user", "channel")) == {
        (season.reporter.pk, "mail"),
        (season.reporter.pk, "portal"),
    }


def test_a_returned_submission_can_be_corrected_sent_again_and_approved(season, sent):
    services.return_line(
        submission=sent, entry=entry(sent, "1.2"), reason="Thiếu số liệu.", by=season.officer, at=REVIEWED
    )
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    again = send(now(sent), season.reporter, at=LATE, percent=Decimal(70))
    assert (again.state, again.sendings.count(), again.in_time_sent_at) == ("sent", 2, SENT)
    services.approve_submission(submission=again, by=season.officer, at=LATE)
    assert now(sent).state == "approved"
    assert facts(superseded_at=None) == [
        ("1.1", "in_progress", Decimal(60), None),
        ("1.2", "in_progress", Decimal(70), None),
    ]


def test_lines_go_back_only_when_all_are_decided(season, sent):
    services.return_line(
        submission=sent, entry=entry(sent, "1.2"), reason="Thiếu số liệu.", by=season.officer, at=REVIEWED
    )
    with pytest.raises(Refused) as refused:
        services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    assert refused.value.message == "Còn 1 dòng chưa thẩm định. Duyệt hoặc trả lại từng dòng trước."


def test_a_line_marked_for_return_can_still_be_approved(season, sent):
    line = entry(sent, "1.1")
    services.return_line(submission=sent, entry=line, reason="Thiếu.", by=season.officer, at=REVIEWED)
    services.approve_lines(submission=sent, tasks=[line], by=season.officer, at=REVIEWED)
    assert states(sent) == {"1.1": "approved", "1.2": "sent"}


def test_the_whole_is_not_approved_while_a_line_is_marked(season, sent):
    services.return_line(
        submission=sent, entry=entry(sent, "1.1"), reason="Thiếu.", by=season.officer, at=REVIEWED
    )
    with pytest.raises(Refused) as refused:
        services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    assert refused.value.message == "Có dòng đã đánh dấu trả lại. Trả các dòng đó về cơ quan trước."


@pytest.mark.parametrize(
    ("again_at", "in_time"), [(moment("2026-11-19", "23:59"), True), (moment("2026-11-20", "00:00"), False)]
)
def test_returned_as_a_whole_only_the_next_sending_can_be_in_time(season, sent, again_at, in_time):
    services.return_submission(submission=sent, reason="Sai kỳ báo cáo.", by=season.officer, at=REVIEWED)
    found = now(sent)
    assert (found.state, found.first_sent_at, found.in_time_sent_at) == ("returned", SENT, None)
    assert found.sendings.get().outcome == "returned_whole"
    again = send(found, season.reporter, at=again_at)
    assert (again.first_sent_at, again.in_time_sent_at) == (SENT, again_at if in_time else None)


def test_returned_as_a_whole_every_line_can_be_changed_and_no_figure_does(season, sent):
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    before = facts()
    services.return_submission(submission=sent, reason="Sai kỳ báo cáo.", by=season.officer, at=REVIEWED)
    assert states(sent) == {"1.1": "clean", "1.2": "clean"}
    assert facts() == before


def test_reopening_changes_no_figure_until_the_next_approval(season, sent):
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    services.reopen_submission(submission=now(sent), reason="Cơ quan gửi nhầm số.", by=season.leader, at=LATE)
    found = now(sent)
    assert (found.state, found.approved_at) == ("returned", None)
    assert facts() == [("1.1", "in_progress", 60, None), ("1.2", "in_progress", 60, None)]
    again = send(found, season.reporter, at=LATE, percent=Decimal(65))
    assert facts() == [("1.1", "in_progress", 60, None), ("1.2", "in_progress", 60, None)]
    services.approve_submission(submission=again, by=season.officer, at=LATE)
    assert facts() == [
        ("1.1", "in_progress", 60, LATE),
        ("1.2", "in_progress", 60, LATE),
        ("1.1", "in_progress", 65, None),
        ("1.2", "in_progress", 65, None),
    ]


@pytest.mark.parametrize("verb", ["return_line", "return_submission", "reopen_submission"])
def test_a_return_or_a_reopening_needs_its_reason(season, sent, verb):
    options = {"submission": sent, "reason": "  ", "by": season.officer, "at": REVIEWED}
    if verb == "return_line":
        options["entry"] = entry(sent, "1.1")
    if verb == "reopen_submission":
        services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
        options |= {"submission": now(sent), "by": season.leader}
    with pytest.raises(Refused) as refused:
        getattr(services, verb)(**options)
    assert refused.value.field in ("reason", "reason_whole", "reason_reopen")
    assert not ReviewAction.objects.filter(action__in=("return", "reopen")).exists()


def test_only_a_focal_leader_reopens(season, sent):
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    with pytest.raises(Refused):
        services.reopen_submission(submission=now(sent), reason="Nhầm.", by=season.officer, at=LATE)
    assert now(sent).state == "approved"


@pytest.mark.parametrize(
    ("role", "at", "message"),
    [
        ("focal_officer", "culture", "Sở Khoa học thẩm định báo cáo này; tài khoản của bạn chỉ xem."),
        ("leader", "focal", "Sở Khoa học thẩm định báo cáo này; tài khoản của bạn chỉ xem."),
        ("reporter", "health", "Sở Khoa học thẩm định báo cáo này; tài khoản của bạn chỉ xem."),
    ],
)
def test_only_the_focal_agency_reviews(season, sent, role, at, message):
    stranger = season.user(role, getattr(season, at), "Người lạ")
    with pytest.raises(Refused) as refused:
        services.approve_submission(submission=sent, by=stranger, at=REVIEWED)
    assert refused.value.message == message


class TestTheFocalAgencysOwnSubmission:
    @pytest.fixture
    def own(self, season) -> Submission:
        season.task("2.1", season.focal)
        filler = season.user("reporter", season.focal, "Người điền")
        season.filler = filler
        return send(submission_of(season.open(), season.focal), filler)

    def test_is_approved_by_its_focal_leader(self, season, own):
        services.approve_submission(submission=own, by=season.leader, at=REVIEWED)
        assert now(own).state == "approved"

    def test_is_not_approved_by_an_officer(self, season, own):
        with pytest.raises(Refused) as refused:
            services.approve_submission(submission=own, by=season.officer, at=REVIEWED)
        assert refused.value.message == (
            "Báo cáo của chính cơ quan đầu mối do lãnh đạo Sở Khoa học duyệt, không do người đã điền."
        )

    def test_is_not_approved_by_a_leader_who_filled_it(self, season, own):
        factories.membership(season.filler, "focal_leader", season.focal)
        with pytest.raises(Refused):
            services.approve_submission(submission=own, by=season.filler, at=REVIEWED)


def test_a_closed_period_is_not_reviewed(season, sent):
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    close_period(period=sent.period, by=season.leader, at=LATE)
    with pytest.raises(Refused) as refused:
        services.reopen_submission(submission=now(sent), reason="Nhầm.", by=season.leader, at=LATE)
    assert refused.value.message == "Kỳ báo cáo đã đóng; không mở lại được."


def test_what_was_not_sent_is_not_reviewed(season):
    submission = submission_of(season.open(), season.health)
    with pytest.raises(Refused) as refused:
        services.approve_submission(submission=submission, by=season.officer, at=REVIEWED)
    assert refused.value.message == "Sở Y tế chưa gửi báo cáo. Thẩm định được khi cơ quan gửi."


# Two people


def test_two_officers_approve_a_line_at_once_and_the_second_is_told(season, sent):
    other = season.user("focal_officer", season.focal, "Phạm Thu Hà")
    line = entry(sent, "1.1")
    services.approve_lines(submission=sent, tasks=[line], by=season.officer, at=REVIEWED, seen="sent")
    with pytest.raises(Conflict) as conflict:
        services.approve_lines(submission=sent, tasks=[line], by=other, at=REVIEWED, seen="sent")
    assert conflict.value.message == (
        "Dòng 1.1: Lê Hoàng Phúc đã duyệt lúc 08:20 ngày 11/11/2026. Xem lại rồi quyết định; chưa có gì bị ghi đè."
    )
    assert TaskFact.objects.count() == 1


def test_an_approval_does_not_run_over_a_return_not_seen(season, sent):
    other = season.user("focal_officer", season.focal, "Phạm Thu Hà")
    line = entry(sent, "1.1")
    services.return_line(
        submission=sent, entry=line, reason="Thiếu số liệu.", by=season.officer, at=REVIEWED, seen="sent"
    )
    with pytest.raises(Conflict):
        services.approve_lines(submission=sent, tasks=[line], by=other, at=REVIEWED, seen="sent")
    assert states(sent) == {"1.1": "returned", "1.2": "sent"}


def test_a_stale_line_in_memory_is_not_approved_twice(season, sent):
    stale = entry(sent, "1.1")
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    with pytest.raises(Refused) as refused:
        services.approve_lines(submission=sent, tasks=[stale], by=season.officer, at=REVIEWED)
    assert refused.value.message == "Dòng 1.1 đã được duyệt."


def test_a_decision_on_what_was_sent_again_since_is_a_conflict(season, sent):
    version = sent.version
    services.return_submission(submission=sent, reason="Sai kỳ.", by=season.officer, at=REVIEWED)
    send(now(sent), season.reporter, percent=Decimal(10))
    with pytest.raises(Conflict) as conflict:
        services.approve_submission(submission=now(sent), by=season.officer, at=REVIEWED, version=version)
    assert conflict.value.message == (
        "Báo cáo đã thay đổi từ khi bạn mở trang (được duyệt, trả lại hoặc gửi lại). Xem lại rồi quyết định."
    )
    assert not TaskFact.objects.exists()


def test_a_line_of_another_submission_is_refused(season, sent):
    season.task("3.1", season.culture)
    other = submission_of(season.open(2027, moment("2027-10-01")), season.culture)
    with pytest.raises(Refused) as refused:
        services.approve_lines(submission=sent, tasks=[entry(other, "3.1")], by=season.officer, at=REVIEWED)
    assert refused.value.message == "Có dòng không thuộc báo cáo đang thẩm định."


@pytest.mark.parametrize("verb", ["send", "approve", "return_lines", "return_submission", "reopen"])
def test_a_verb_writes_its_submission_once(season, verb):
    """Of a row written twice PostgreSQL checks the keys, which waits for the period while closing waits for the row."""
    submission = submission_of(season.open(), season.health)
    how = {"by": season.leader, "at": REVIEWED}
    if verb == "send":
        fill(submission, season.reporter)
    else:
        submission = send(submission, season.reporter)
    if verb == "return_lines":
        services.return_line(submission=submission, entry=entry(submission, "1.1"), reason="Thiếu.", **how)
        services.approve_lines(submission=submission, tasks=[entry(submission, "1.2")], **how)
    if verb == "reopen":
        services.approve_submission(submission=submission, **how)
    how |= {"submission": now(submission)}
    with CaptureQueriesContext(connection) as run:
        match verb:
            case "send":
                send_submission(**how | {"by": season.reporter})
            case "approve":
                services.approve_submission(**how)
            case "return_lines":
                services.return_lines(**how)
            case "return_submission":
                services.return_submission(reason="Sai kỳ.", **how)
            case "reopen":
                services.reopen_submission(reason="Nhầm.", **how)
    assert sum(query["sql"].startswith('UPDATE "reporting_submission"') for query in run) == 1


# What is kept


def test_comments_are_written_by_reviewer_and_agency_and_not_by_readers(season, sent):
    services.comment_line(
        submission=sent, entry=entry(sent, "1.1"), text="7 trung tâm nào?", by=season.officer, at=REVIEWED
    )
    services.comment_line(
        submission=sent, entry=entry(sent, "1.1"), text="Trang 4.", by=season.reporter, at=REVIEWED
    )
    with pytest.raises(Refused):
        services.comment_line(submission=sent, text="Tôi cũng hỏi.", by=season.chair, at=REVIEWED)
    with pytest.raises(Refused) as refused:
        services.comment_line(submission=sent, text=" ", by=season.officer, at=REVIEWED)
    assert refused.value.field == "text"
    assert list(ReviewAction.objects.values_list("by__name", "reason")) == [
        ("Lê Hoàng Phúc", "7 trung tâm nào?"),
        ("Thạch Minh Tâm", "Trang 4."),
    ]


def test_every_verb_leaves_its_row(season, sent):
    before = AuditEntry.objects.latest("id")
    services.comment_line(submission=sent, text="Hỏi.", by=season.officer, at=REVIEWED)
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    services.return_line(
        submission=sent, entry=entry(sent, "1.2"), reason="Thiếu.", by=season.officer, at=REVIEWED
    )
    services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    written = AuditEntry.objects.filter(id__gt=before.id).order_by("id")
    assert list(written.values_list("verb", "reason")) == [
        ("comment_line", ""),
        ("approve_lines", ""),
        ("return_line", "Thiếu."),
        ("return_lines", ""),
    ]


def test_a_period_being_closed_lets_nobody_send(season, sent):
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    period = sent.period
    close_period(period=period, by=season.leader, at=LATE)
    culture = submission_of(period, season.culture)
    fill(culture, season.reporter)
    with pytest.raises(Refused):
        send_submission(submission=culture, by=season.user("reporter", season.culture, "Người"), at=LATE)
