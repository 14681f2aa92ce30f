"""One function says whether a submission can be changed now, why not, and who opens it."""

import pytest

from common.errors import Refused
from reporting.collection.locks import lock_of, lock_of_line
from reporting.collection.sending import endorse_submission, send_submission
from reporting.models import Period, Submission
from reporting.review.services import approve_lines, return_line, return_lines
from tests import factories as f
from tests.reporting.filling import NOON, fill, season, task_line

pytestmark = pytest.mark.django_db


def test_an_open_draft_is_not_locked_for_its_agency():
    of = season()
    assert [lock_of(of.fresh(), person) for person in (of.reporter, of.colleague, of.approver)] == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("who", ["officer", "focal_leader"])
def test_a_draft_is_filled_by_its_agency_alone(who):
    of = season()
    assert lock_of(of.fresh(), getattr(of, who)) == (
        f"Chỉ cán bộ đầu mối và lãnh đạo của {of.agency.name} điền được báo cáo này."
    )


def test_a_sent_submission_says_when_and_until_when():
    of = season()
    task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    assert lock_of(of.fresh(), of.reporter) == (
        "Báo cáo đã gửi lúc 12:00 ngày 13/11/2026, đang chờ thẩm định. Sửa được khi cơ quan đầu mối trả lại."
    )


def test_a_submission_sent_again_says_when_it_was_sent_last():
    of = season()
    line = task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    return_line(submission=of.fresh(), entry=line, reason="Bổ sung.", by=of.officer, at=NOON)
    return_lines(submission=of.fresh(), by=of.officer, at=NOON)
    line.refresh_from_db()
    fill(line, of.reporter, result="Đã bổ sung.")
    send_submission(submission=of.fresh(), by=of.reporter, at=f.moment("2026-11-16", "08:30"))
    assert "08:30 ngày 16/11/2026" in lock_of(of.fresh(), of.reporter)


def test_an_endorsed_submission_says_how_to_open_it():
    of = season()
    task_line(of, settled=True)
    endorse_submission(submission=of.fresh(), by=of.approver, at=NOON)
    assert lock_of(of.fresh(), of.reporter) == (
        "Lãnh đạo cơ quan đã xác nhận báo cáo. Muốn sửa, bỏ xác nhận trước."
    )


def test_an_approved_submission_says_who_opens_it():
    of = season()
    Submission.objects.filter(pk=of.submission.pk).update(state="approved")
    assert lock_of(of.fresh(), of.reporter) == (
        "Báo cáo đã được duyệt. Muốn sửa, đề nghị lãnh đạo cơ quan đầu mối mở lại."
    )


def test_a_closed_period_locks_whatever_the_state():
    of = season()
    line = task_line(of, settled=True)
    Period.objects.filter(pk=of.period.pk).update(state="closed", closed_at=f.moment("2026-12-31", "17:00"))
    sentence = "Kỳ báo cáo đã đóng ngày 31/12/2026. Số liệu kỳ này không sửa được nữa."
    assert lock_of(of.fresh(), of.reporter) == sentence
    line.submission.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        fill(line, of.reporter, result="Sửa sau khi đóng.")
    assert refusal.value.message == sentence


def test_an_approved_line_of_a_returned_submission_stays_as_it_is():
    of = season()
    line, other = task_line(of, settled=True), task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    approve_lines(submission=of.fresh(), by=of.officer, at=NOON, tasks=[other])
    return_line(submission=of.fresh(), entry=line, reason="Bổ sung.", by=of.officer, at=NOON)
    return_lines(submission=of.fresh(), by=of.officer, at=NOON)
    other.refresh_from_db()
    assert lock_of(of.fresh(), of.reporter) == ""
    assert lock_of_line(other) == "Dòng này đã được duyệt, không sửa được nữa."
    with pytest.raises(Refused):
        fill(other, of.reporter, result="Sửa dòng đã duyệt.")
