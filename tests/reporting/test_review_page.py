"""The review page: this time beside the last, one decision at a time, nothing typed lost."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from common.models import StoredFile
from reporting.collection.entries import add_evidence
from reporting.collection.sending import endorse_submission, send_submission
from reporting.models import ReviewAction, Submission, TaskEntry, TaskFact
from reporting.review import services
from reporting.review.differences import Piece
from reporting.views.review_lines import read_page
from tests import factories
from tests.factories import day, moment
from tests.reporting.seasons import OPENED, REVIEWED, SENT, Season, entry, fill, send, submission_of

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 13)


@pytest.fixture
def season(settings) -> Season:
    """Two tasks and a measure of Sở Y tế; last year's report is approved: 45 %, 3/11, no difficulty."""
    settings.PORTAL_TODAY = TODAY
    made = Season()
    made.first = made.task("1.1", made.health, ends_on=day("2025-12-31"), time_text="2024-2025")
    made.second = made.task("1.2", made.health)
    made.measure = factories.measure(made.province, unit="%", name="Hồ sơ trên môi trường mạng")
    factories.indicator(
        made.plan, made.measure, lead=made.health, code="P.01", name="Hồ sơ trên môi trường mạng"
    )
    made.last = made.open(2025, moment("2025-10-15"))
    submission = send(
        submission_of(made.last, made.health),
        made.reporter,
        at=moment("2025-11-10"),
        percent=Decimal(45),
        result="Triển khai tại 3/11 Trung tâm y tế.",
        difficulty="Không có.",
    )
    services.approve_submission(submission=submission, by=made.officer, at=moment("2025-11-12"))
    return made


@pytest.fixture
def sent(season) -> Submission:
    """This year's: line 1.1 has changed, line 1.2 says the same, the measure went from 80 to 97 %."""
    factories.budget(season.first, season.source, 21_000_000_000, year=2026)
    submission = submission_of(season.open(), season.health)
    fill(
        submission,
        season.reporter,
        percent=Decimal(45),
        result="Triển khai tại 3/11 Trung tâm y tế.",
        difficulty="Không có.",
    )
    submission.measure_entries.update(value=Decimal(97))
    line = entry(submission, "1.1")
    TaskEntry.objects.filter(pk=line.pk).update(
        percent=Decimal(60), result="Triển khai tại 7/11 Trung tâm y tế."
    )
    line.money.update(cumulative=Decimal(9_850_000_000))
    add_evidence(
        entry=line,
        by=season.reporter,
        at=SENT,
        file=StoredFile.objects.create(
            name="BC-2026.pdf",
            content_type="application/pdf",
            size=10,
            sha256="0" * 64,
            path=ContentFile(b"%PDF-1.4\n%", name="x.pdf"),
            at=SENT,
        ),
    )
    submission.refresh_from_db()
    endorse_submission(submission=submission, by=season.approver, at=SENT)
    send_submission(submission=submission, by=season.reporter, at=SENT)
    return submission_of(submission.period, season.health)


def now(submission: Submission) -> Submission:
    return submission_of(submission.period, submission.agency)


def lines(submission: Submission):
    return {line.code: line for line in read_page(now(submission), TODAY).lines}


def key(submission: Submission, code: str) -> str:
    return lines(submission)[code].key


def address(submission: Submission, verb: str = "") -> str:
    if verb:
        return reverse("review_action", args=[submission.ref, verb])
    return reverse("review", args=[submission.ref])


def decide(client, submission: Submission, verb: str, code: str = "1.1", **fields):
    fields = {
        "dong": key(submission, code),
        "seen": "sent",
        "version": str(now(submission).version),
        **fields,
    }
    return client.post(address(submission, verb), fields)


# What is shown


def test_every_field_stands_beside_what_was_approved_last(sent):
    rows = {row.label: row for row in lines(sent)["1.1"].rows}
    assert [label for label, row in rows.items() if row.changed] == [
        "Tỷ lệ",
        "Kết quả",
        "Giải ngân 2026, vốn sự nghiệp",
        "Tài liệu kiểm chứng",
    ]
    percent = rows["Tỷ lệ"]
    assert (percent.now, percent.before, percent.change) == ("60%", "45%", "+15 điểm")
    assert rows["Kết quả"].pieces == [
        Piece("same", "Triển khai tại "),
        Piece("removed", "3/11"),
        Piece("same", " "),
        Piece("added", "7/11"),
        Piece("same", " Trung tâm y tế."),
    ]
    assert rows["Khó khăn, vướng mắc"].changed is False
    assert rows["Trạng thái"].badges == (
        ("status", "in_progress_overdue", ""),
        ("status", "in_progress_on_time", ""),
    )


def test_the_list_of_lines_says_what_changed(sent):
    assert {code: line.summary for code, line in lines(sent).items()} == {
        "1.1": "4 chỗ khác lần trước, 1 cảnh báo",
        "1.2": "Không thay đổi",
        "P.01": "97% (trước 80%)",
    }


def test_progress_and_disbursement_that_disagree_are_pointed_out(sent):
    assert lines(sent)["1.1"].cautions == [
        "Tỷ lệ 60% nhưng giải ngân 46,9% kế hoạch (9.850/21.000 triệu đồng)."
    ]


def test_a_first_report_has_nothing_to_be_compared_with(season):
    season.task("1.3", season.health)
    submission = send(submission_of(season.open(), season.health), season.reporter)
    line = lines(submission)["1.3"]
    assert (line.first, line.changes, line.summary) == (True, 0, "Báo cáo lần đầu")


def test_last_years_percent_of_a_recurring_task_is_no_difference(season):
    task = season.task("2.1", season.health, recurring=True)
    factories.fact(
        season.last,
        task,
        season.health,
        main=True,
        sending=season.last.submissions.get(agency=season.health).sendings.get(),
    )
    submission = send(submission_of(season.open(), season.health), season.reporter, percent=Decimal(70))
    row = next(row for row in lines(submission)["2.1"].rows if row.label == "Tỷ lệ")
    assert (row.now, row.before, row.change) == ("70%", "50%", "")
    assert lines(submission)["2.1"].cautions == []


def test_an_approved_line_stays_beside_what_it_replaced(season, sent):
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.officer, at=REVIEWED)
    line = lines(sent)["1.1"]
    assert (line.summary, line.changes) == ("Đã duyệt", 4)


def test_a_corrected_line_says_what_was_corrected(season, sent):
    services.return_line(
        submission=sent, entry=entry(sent, "1.1"), reason="Thiếu.", by=season.officer, at=REVIEWED
    )
    services.approve_lines(
        submission=sent,
        tasks=[entry(sent, "1.2")],
        measures=sent.measure_entries.all(),
        by=season.officer,
        at=REVIEWED,
    )
    services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    send(
        now(sent), season.reporter, at=REVIEWED, result="Triển khai tại 7/11 trung tâm.", percent=Decimal(62)
    )
    line = lines(sent)["1.1"]
    assert line.corrections == ["tỷ lệ", "kết quả"]
    assert line.summary.startswith("Trả lại 1 lần, đã sửa")
    assert not line.quiet


def test_the_page_shows_who_stands_behind_the_report(client, season, sent):
    client.force_login(season.officer)
    html = client.get(address(sent)).content.decode()
    assert (
        "Gửi lúc 10/11/2026, 10:14, đúng hạn. Người gửi: Thạch Minh Tâm. Lãnh đạo cơ quan xác nhận: Quách Thị Ngọc. "
        "0/3 dòng đã duyệt."
    ) in html
    assert "BC-2026.pdf</a>" in html
    assert "<ins>7/11</ins>" in html
    assert "<del>3/11</del>" in html


def test_a_reviewer_opens_the_evidence(client, season, sent):
    client.force_login(season.officer)
    html = client.get(address(sent), {"dong": key(sent, "1.1")}).content.decode()
    link = re.search(r'href="(/bao-cao/[^"]+/tep/[^"]+)"', html).group(1)
    answer = client.get(link)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.4\n%")


def test_while_the_agency_corrects_only_the_copy_that_was_sent_is_shown(client, season, sent):
    services.return_submission(submission=sent, reason="Sai kỳ.", by=season.officer, at=REVIEWED)
    TaskEntry.objects.filter(submission=sent).update(
        result="Bản nháp không ai được xem.", percent=Decimal(99)
    )
    client.force_login(season.officer)
    html = client.get(address(sent), {"dong": key(sent, "1.1")}).content.decode()
    assert "Bản nháp" not in html
    assert "<ins>7/11</ins>" in html
    assert "Báo cáo đang ở Sở Y tế để sửa." in html
    assert "Duyệt dòng này" not in html


def test_of_a_draft_only_the_progress_is_shown(client, season):
    submission = submission_of(season.open(), season.health)
    fill(submission, season.reporter, result="Bản nháp không ai được xem.")
    client.force_login(season.officer)
    html = client.get(address(submission)).content.decode()
    assert "<b>3/3</b> dòng" in html
    assert "Bản nháp không ai" not in html
    assert "Sở Y tế chưa gửi báo cáo. Thẩm định được khi cơ quan gửi." in html


def test_the_prose_is_shown_beside_last_years(client, season, sent):
    Submission.objects.filter(period=season.last, agency=season.health).update(
        narrative={"direction": "Ban hành Kế hoạch số 3."}
    )
    services.return_submission(submission=sent, reason="Thiếu lời văn.", by=season.officer, at=REVIEWED)
    Submission.objects.filter(pk=sent.pk).update(narrative={"direction": "Ban hành Kế hoạch số 12."})
    send_submission(submission=now(sent), by=season.reporter, at=REVIEWED)
    client.force_login(season.officer)
    html = client.get(address(sent), {"dong": "loi-van"}).content.decode()
    assert "Ban hành Kế hoạch số <del>3</del><ins>12</ins>." in html


def test_the_focal_agencys_own_report_says_who_approves_it(client, season):
    season.task("3.1", season.focal)
    person = season.user("reporter", season.focal, "Người điền")
    own = send(submission_of(season.open(), season.focal), person)
    sentence = "Báo cáo của chính cơ quan đầu mối do lãnh đạo Sở Khoa học duyệt, không do người đã điền."
    client.force_login(season.officer)
    assert sentence in client.get(address(own)).content.decode()
    client.force_login(season.leader)
    html = client.get(address(own)).content.decode()
    assert sentence not in html
    assert "Duyệt dòng này" in html


# Decisions


@pytest.fixture
def officer(client, season):
    client.force_login(season.officer)
    return client


def test_after_a_decision_the_next_undecided_line_is_open(officer, sent):
    answer = decide(officer, sent, "duyet-dong", "1.1")
    assert (answer.status_code, answer.url) == (302, f"{address(sent)}?dong={key(sent, '1.2')}#dong")
    answer = decide(officer, sent, "duyet-dong", "P.01")
    assert answer.url == f"{address(sent)}?dong={key(sent, '1.2')}#dong"
    answer = decide(officer, sent, "duyet-dong", "1.2")
    assert answer.url == f"{address(sent)}#ket-luan"
    assert now(sent).state == "approved"


def test_a_line_is_returned_with_its_reason_and_handed_back(officer, sent):
    decide(officer, sent, "tra-dong", "1.1", reason="Nêu rõ 7 trung tâm.")
    html = officer.get(address(sent)).content.decode()
    assert "Chưa trả được vì còn 2 dòng chưa thẩm định." in html
    decide(officer, sent, "duyet-dong", "1.2")
    decide(officer, sent, "duyet-dong", "P.01")
    html = officer.get(address(sent)).content.decode()
    assert "Trả 1 dòng về cơ quan" in html
    decide(officer, sent, "tra-cac-dong")
    assert now(sent).state == "returned"
    assert ReviewAction.objects.get(action="return").reason == "Nêu rõ 7 trung tâm."


def test_a_return_without_a_reason_is_refused_beside_the_field(officer, sent):
    answer = decide(officer, sent, "tra-dong", "1.1", reason=" ")
    assert answer.status_code == 400
    assert "Ghi lý do trả lại: thiếu gì, cần bổ sung gì." in answer.content.decode()
    assert not ReviewAction.objects.filter(action="return", submission=sent).exists()


def test_a_reason_typed_before_pressing_approve_is_not_thrown_away(officer, sent):
    answer = decide(officer, sent, "duyet-dong", "1.1", reason="Thiếu tên các trung tâm.")
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Bạn đã ghi lý do trả lại nhưng bấm duyệt." in html
    assert "Thiếu tên các trung tâm.</textarea>" in html
    assert entry(sent, "1.1").line_state == "sent"


def test_the_second_of_two_officers_is_told_and_loses_nothing_typed(officer, season, sent):
    services.approve_lines(submission=sent, tasks=[entry(sent, "1.1")], by=season.leader, at=REVIEWED)
    answer = decide(officer, sent, "tra-dong", "1.1", reason="Thiếu tên các trung tâm.")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Dòng 1.1: Trần Thị Hạnh đã duyệt lúc 08:20 ngày 11/11/2026." in html
    assert "Thiếu tên các trung tâm." in html
    assert TaskFact.objects.filter(period=sent.period).count() == 1


def test_a_double_click_on_approve_is_told_and_changes_nothing(officer, sent):
    version = str(sent.version)
    for expected in (302, 409):
        answer = decide(officer, sent, "duyet-dong", "1.1", version=version)
        assert answer.status_code == expected
    assert TaskFact.objects.filter(period=sent.period).count() == 1


def test_the_quiet_lines_are_approved_at_once(officer, sent):
    html = officer.get(address(sent)).content.decode()
    assert "Duyệt 1 dòng không thay đổi" in html
    officer.post(address(sent, "duyet-khong-doi"), {"line": [key(sent, "1.2")], "version": str(sent.version)})
    assert {code: line.view.line_state for code, line in lines(sent).items()} == {
        "1.1": "sent",
        "1.2": "approved",
        "P.01": "sent",
    }


def test_beside_a_returned_line_the_others_are_approved_at_once(officer, sent):
    decide(officer, sent, "tra-dong", "1.1", reason="Nêu rõ 7 trung tâm.")
    html = officer.get(address(sent)).content.decode()
    assert "Duyệt cả 2 dòng còn lại" in html
    left = [key(sent, "1.2"), key(sent, "P.01")]
    assert all(f'name="line" value="{one}"' in html for one in left)
    officer.post(address(sent, "duyet-khong-doi"), {"line": left, "version": str(now(sent).version)})
    assert [line.view.line_state for line in lines(sent).values()] == ["returned", "approved", "approved"]


def test_without_a_line_nothing_is_approved_at_once(officer, sent):
    answer = officer.post(address(sent, "duyet-khong-doi"), {"version": str(sent.version)})
    assert answer.status_code == 400
    assert "Không còn dòng nào không thay đổi để duyệt." in answer.content.decode()


def test_everything_left_is_approved_at_once(officer, sent):
    officer.post(address(sent, "duyet-tat-ca"), {"version": str(sent.version)})
    assert now(sent).state == "approved"


def test_the_whole_is_returned_with_a_reason(officer, sent):
    answer = officer.post(address(sent, "tra-toan-bo"), {"version": str(sent.version), "reason_whole": ""})
    assert answer.status_code == 400
    assert "Ghi lý do trả lại: thiếu gì, cần bổ sung gì." in answer.content.decode()
    officer.post(
        address(sent, "tra-toan-bo"), {"version": str(sent.version), "reason_whole": "Sai kỳ báo cáo."}
    )
    assert (now(sent).state, now(sent).in_time_sent_at) == ("returned", None)


def test_a_question_stands_in_the_thread(officer, sent):
    officer.post(address(sent, "hoi"), {"dong": key(sent, "1.1"), "text": "7 trung tâm là những nơi nào?"})
    html = officer.get(address(sent), {"dong": key(sent, "1.1")}).content.decode()
    assert "Trao đổi về dòng này: 1" in html
    assert "7 trung tâm là những nơi nào?" in html


def test_a_leader_reopens_with_a_reason(client, season, sent):
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    client.force_login(season.officer)
    assert "Mở lại báo cáo…" not in client.get(address(sent)).content.decode()
    client.force_login(season.leader)
    assert "Mở lại báo cáo…" in client.get(address(sent)).content.decode()
    client.post(address(sent, "mo-lai"), {"version": str(now(sent).version), "reason_reopen": "Gửi nhầm số."})
    assert now(sent).state == "returned"


def test_an_expired_session_in_the_middle_of_a_form_loses_nothing_typed(client, season, sent):
    line = key(sent, "1.1")
    answer = client.post(
        address(sent, "tra-dong"), {"dong": line, "reason": "Thiếu tên các trung tâm.", "seen": "sent"}
    )
    assert answer.status_code == 302
    signed_in = client.post(answer.url, {"username": season.officer.email, "password": factories.PASSWORD})
    html = client.get(signed_in.url).content.decode()
    assert "Thiếu tên các trung tâm.</textarea>" in html
    assert "Phiên làm việc đã hết hạn nên quyết định chưa được ghi." in html
    assert "Thiếu tên các trung tâm." not in client.get(signed_in.url).content.decode()


@pytest.mark.parametrize("verb", ["duyet-dong", "khong-co"])
def test_a_line_or_a_verb_that_is_not_there_is_not_found(officer, sent, verb):
    assert officer.post(address(sent, verb), {"dong": "nv-999999"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "page", "action"),
    [
        ("officer", 200, 302),
        ("leader", 200, 302),
        ("chair", 200, 403),
        ("reporter", 403, 403),
        ("approver", 403, 403),
        ("stranger", 404, 404),
        ("nobody", 302, 302),
    ],
)
def test_who_may_look_and_who_may_decide(client, season, sent, who, page, action):
    season.stranger = factories.user(role="focal_officer")
    if who != "nobody":
        client.force_login(getattr(season, who))
    assert client.get(address(sent)).status_code == page
    assert client.post(address(sent, "duyet-tat-ca")).status_code == action


def test_the_provinces_leader_sees_no_draft_and_sent_lines_marked(client, season, sent):
    client.force_login(season.chair)
    assert "Dòng chưa duyệt là số liệu chưa thẩm định." in client.get(address(sent)).content.decode()
    assert client.get(address(submission_of(sent.period, season.culture))).status_code == 404


@pytest.mark.parametrize("times", [1, 10])
def test_the_page_takes_as_many_queries_for_ten_times_the_lines(
    client, season, django_assert_num_queries, times
):
    for number in range(3 * times):
        task = season.task(f"2.{number}", season.health)
        factories.budget(task, season.source, 1_000_000_000, year=2026)
        factories.indicator(season.plan, lead=season.health, code=f"Q.{number}")
    submission = submission_of(season.open(2026, OPENED), season.health)
    submission = send(submission, season.reporter)
    for line in submission.task_entries.all():
        services.comment_line(submission=submission, entry=line, text="Hỏi.", by=season.officer, at=REVIEWED)
    client.force_login(season.officer)
    with django_assert_num_queries(23):
        client.get(address(submission))
