"""“Việc của tôi”: every role finds its next step, with as many queries for ten submissions as for one."""

import pytest
from django.urls import reverse

from reporting.collection.sending import send_submission
from reporting.models import Period, Submission
from reporting.review.services import (
    approve_submission,
    reopen_submission,
    return_line,
    return_lines,
    return_submission,
)
from tests import factories as f
from tests.reporting.filling import NOON, fill, measure_line, money_line, season, task_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = f.day("2026-11-13")


def visit(client, user):
    client.force_login(user)
    return client.get(reverse("my_work"))


def said(answer) -> str:
    return " ".join(answer.context["sentences"])


def sent(of, at=NOON) -> Submission:
    send_submission(submission=of.fresh(), by=of.reporter, at=at)
    return of.fresh()


def test_a_reporter_sees_what_is_owed_by_when_and_what_is_missing(client):
    of = season()
    task_line(of, settled=True)
    wrong = task_line(of)
    fill(wrong, of.reporter, state="in_progress", percent="140")
    measure = measure_line(of)
    answer = visit(client, of.reporter)
    assert said(answer) == f"{of.agency.name} còn 1 báo cáo phải gửi."
    own = answer.context["own"]
    assert [(row.code, row.lines, row.lines_clean) for row in own.owed] == [("draft", 3, 1)]
    ((row, lines),) = own.unfinished
    assert row.submission == of.submission
    assert [(line.is_task, line.view.pk) for line in lines] == [(True, wrong.pk), (False, measure.pk)]
    page = answer.content.decode()
    for words in (
        "trước 20/11/2026",
        "hết ngày 19/11 · còn 6 ngày",
        "Tỷ lệ phải từ 0 đến 100%.",
        "Điền tiếp",
    ):
        assert words in page


def test_only_the_first_lines_of_the_first_reports_are_named_and_all_are_counted(client):
    of = season()
    seasons = [of]
    for _more in range(5):
        more = type(of)(**{**vars(of), "period": f.period(f.plan(of.agency.province))})
        more.submission = f.submission(more.period, of.agency)
        seasons.append(more)
    for each in seasons:
        lines = [task_line(each) for _line in range(7)]
        fill(lines[0], of.reporter, state="in_progress")
        measures = [measure_line(each) for _line in range(3)]
        lines += measures
    task_line(of, settled=True)
    own = visit(client, of.reporter).context["own"]
    assert [(row.lines, row.open, row.ready) for row in own.owed] == [(11, 10, False)] + [(10, 10, False)] * 5
    assert [row.submission for row, _lines in own.unfinished] == [row.submission for row in own.owed[:4]]
    shown = own.unfinished[0][1]
    assert [(line.is_task, line.view.pk) for line in shown] == [
        *((True, pk) for pk in of.submission.task_entries.order_by("id").values_list("pk", flat=True)[:7]),
        (False, of.submission.measure_entries.order_by("id").values_list("pk", flat=True)[0]),
    ]
    assert [len(lines) for _row, lines in own.unfinished] == [8, 8, 8, 8]


def test_an_untouched_report_is_one_row_and_not_a_list_of_gaps(client):
    of = season()
    task_line(of)
    answer = visit(client, of.reporter)
    assert ([row.code for row in answer.context["own"].owed], answer.context["own"].unfinished) == (
        ["unopened"],
        [],
    )
    assert "Bắt đầu điền" in answer.content.decode()


def test_a_returned_line_comes_first_with_the_reviewers_words(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    for reason in ("Lần một: thiếu số.", "Lần hai: thiếu ngày."):
        return_line(submission=of.fresh(), entry=line, reason=reason, by=of.officer, at=NOON)
        return_lines(submission=of.fresh(), by=of.officer, at=NOON)
        line.refresh_from_db()
        if reason.startswith("Lần một"):
            fill(line, of.reporter, result="Đã bổ sung.")
            sent(of)
            line.refresh_from_db()
    answer = visit(client, of.reporter)
    assert said(answer) == f"{of.agency.name} còn 1 báo cáo phải gửi; 1 dòng bị trả lại cần sửa trước."
    (row,) = answer.context["own"].returned
    assert (row.line.view.pk, row.action.reason, row.times) == (line.pk, "Lần hai: thiếu ngày.", 2)
    assert answer.context["own"].unfinished == []


@pytest.mark.parametrize("how", ["returned", "reopened"])
def test_a_report_that_came_back_as_a_whole_shows_its_reason(client, how):
    of = season()
    task_line(of, settled=True)
    sent(of)
    if how == "returned":
        return_submission(submission=of.fresh(), reason="Làm lại theo mẫu.", by=of.officer, at=NOON)
    else:
        approve_submission(submission=of.fresh(), by=of.officer, at=NOON)
        reopen_submission(submission=of.fresh(), reason="Làm lại theo mẫu.", by=of.focal_leader, at=NOON)
    answer = visit(client, of.reporter)
    (row,) = answer.context["own"].returned
    assert (row.line, row.action.reason) == (None, "Làm lại theo mẫu.")
    assert "Làm lại theo mẫu." in answer.content.decode()


def test_nothing_left_to_do_is_said(client):
    of = season()
    task_line(of, settled=True)
    sent(of)
    answer = visit(client, of.reporter)
    assert said(answer) == f"{of.agency.name} không còn việc phải làm trong kỳ này."
    assert [row.submission for row in answer.context["own"].waiting] == [of.submission]
    approve_submission(submission=of.fresh(), by=of.officer, at=NOON)
    assert [row.submission for row in visit(client, of.reporter).context["own"].approved] == [of.submission]


def test_before_any_period_opens_the_page_says_what_will_happen(client):
    reporter = f.user(role="reporter")
    answer = visit(client, reporter)
    assert said(answer).endswith("chưa có báo cáo nào phải gửi.")
    assert "Khi kỳ mở, hạn gửi hiện ở đây và có thư báo." in answer.content.decode()


def test_a_closed_period_asks_for_nothing(client):
    of = season()
    task_line(of)
    Period.objects.filter(pk=of.period.pk).update(state="closed", closed_at=NOON)
    assert not visit(client, of.reporter).context["own"].any


def test_the_head_of_the_agency_sees_what_waits_for_endorsement(client):
    of = season()
    line = task_line(of)
    assert visit(client, of.approver).context["own"].to_endorse == []
    fill(line, of.reporter, state="not_started")
    (row,) = visit(client, of.approver).context["own"].to_endorse
    assert row.submission == of.submission
    assert visit(client, of.reporter).context["own"].to_endorse == []


def test_the_focal_officer_sees_what_waits_for_review_and_who_is_late(client, settings):
    of = season()
    task_line(of, settled=True)
    late = season()
    task_line(late)
    for person in (of.officer, of.focal_leader):
        answer = visit(client, person)
        assert said(answer) == "0/1 báo cáo đã gửi trong 1 kỳ đang mở."
    sent(of)
    answer = visit(client, of.officer)
    assert said(answer) == "1 báo cáo chờ thẩm định; 1/1 báo cáo đã gửi trong 1 kỳ đang mở."
    assert [row.submission for row in answer.context["awaiting"]] == [of.submission]
    assert reverse("review", args=[of.submission.ref]) in answer.content.decode()
    settings.PORTAL_TODAY = f.day("2026-11-22")
    answer = visit(client, late.officer)
    assert "1 quá hạn, chưa gửi" in answer.content.decode()
    assert [(row.agency, row.last_day) for row in answer.context["late"]] == [
        (late.agency, f.day("2026-11-19"))
    ]
    assert list(visit(client, of.officer).context["late"]) == []


def test_a_leader_of_the_province_sees_the_open_periods_and_what_is_asked_for(client):
    of = season()
    line = task_line(of, settled=True)
    fill(line, of.reporter, proposal="Đề nghị bổ sung 355 triệu đồng.")
    sent(of)
    leader = f.user(role="leader", at=f.agency(of.agency.province))
    answer = visit(client, leader)
    assert said(answer) == "1/1 báo cáo đã gửi trong 1 kỳ đang mở."
    assert list(answer.context["proposals"]) == []
    approve_submission(submission=of.fresh(), by=of.officer, at=NOON)
    answer = visit(client, leader)
    assert [fact.proposal for fact in answer.context["proposals"]] == ["Đề nghị bổ sung 355 triệu đồng."]
    assert not answer.context["awaiting"]


def test_an_administrator_sees_the_agencies_without_a_reporter(client):
    of = season()
    administrator = f.user(role="administrator", at=f.agency(of.agency.province))
    answer = visit(client, administrator)
    assert said(answer) == "2 cơ quan chưa có cán bộ đầu mối."
    assert of.agency not in answer.context["unreached"]
    assert answer.context["people"] == 6


def test_someone_without_a_role_is_told_whom_to_ask(client):
    assert "Liên hệ người quản trị của tỉnh" in visit(client, f.user()).content.decode()


def test_one_person_with_several_roles_sees_all_of_it(client):
    of = season()
    task_line(of, settled=True)
    f.membership(of.officer, "reporter", of.agency)
    answer = visit(client, of.officer)
    assert len(answer.context["sentences"]) == 2
    assert [row.submission for row in answer.context["own"].owed] == [of.submission]
    assert [row.period for row in answer.context["periods"]] == [of.period]


def test_nobody_sees_another_provinces_work(client):
    of, other = season(), season()
    task_line(of, settled=True)
    sent(of)
    for person in (other.reporter, other.approver, other.officer, other.focal_leader):
        page = visit(client, person).content.decode()
        assert of.submission.ref not in page
        assert of.period.ref not in page


def grown(of, count: int) -> None:
    """More plans of the same focal agency that ask the same agency, each touched and with one returned line."""
    for _more in range(count):
        plan = f.plan(of.agency.province, focal_agency=of.period.plan.focal_agency)
        more = type(of)(**{**vars(of), "period": f.period(plan)})
        more.submission = f.submission(more.period, of.agency)
        line = task_line(more, settled=True)
        money_line(line)
        measure_line(more)
        fill(line, of.reporter, proposal="Đề nghị.")
        type(line).objects.filter(pk=line.pk).update(line_state="returned")
        Submission.objects.filter(pk=more.submission.pk).update(state="returned", first_sent_at=NOON)
        waiting = f.agency(of.agency.province)
        f.submission(more.period, waiting, state="sent", first_sent_at=NOON, touched_at=NOON)
        f.fact(more.period, line.task_version, waiting, proposal="Đề nghị.")


@pytest.mark.parametrize(
    ("role", "queries"),
    [
        ("reporter", 15),
        ("approver", 15),
        ("focal_officer", 13),
        ("focal_leader", 13),
        ("leader", 9),
        ("administrator", 5),
    ],
)
def test_the_page_asks_the_same_of_the_database_at_any_size(client, django_assert_num_queries, role, queries):
    of = season()
    grown(of, 1)
    at = {"reporter": of.agency, "approver": of.agency, "leader": of.agency, "administrator": of.agency}
    client.force_login(f.user(role=role, at=at.get(role, of.period.plan.focal_agency)))
    with django_assert_num_queries(queries):
        client.get(reverse("my_work"))
    grown(of, 9)
    with django_assert_num_queries(queries):
        client.get(reverse("my_work"))
