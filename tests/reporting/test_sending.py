"""Endorsing and sending: complete, once, in time or late; each sending keeps its copy."""

import hashlib
import json
import threading

import pytest
from django.db import connection, connections

from common.errors import Conflict, Refused
from common.models import AuditEntry
from reporting.collection import entries
from reporting.collection.sending import endorse_submission, send_submission, withdraw_endorsement
from reporting.collection.sent_copy import SentCopy
from reporting.collection.showing import line_views
from reporting.models import Period, Sending, Submission
from reporting.review.services import approve_lines, return_line, return_lines, return_submission
from tests import factories as f
from tests.reporting.filling import NOON, fill, measure_line, money_line, season, task_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "clock", "in_time"),
    [
        ("2026-11-13", "12:00", True),
        ("2026-11-19", "23:59:59", True),
        ("2026-11-20", "00:00", False),
        ("2026-12-24", "08:00", False),
    ],
)
def test_before_20_11_ends_with_the_last_second_of_the_19th(day, clock, in_time):
    of = season()
    task_line(of, settled=True)
    at = f.moment(day, clock)
    send_submission(submission=of.fresh(), by=of.reporter, at=at)
    sent = of.fresh()
    assert (sent.state, sent.first_sent_at) == ("sent", at)
    assert sent.in_time_sent_at == (at if in_time else None)


def test_a_submission_with_a_gap_is_not_sent():
    of = season()
    task_line(of, settled=True)
    task_line(of)
    measure_line(of)
    with pytest.raises(Refused) as refusal:
        send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    assert refusal.value.message == "Chưa gửi được vì còn 2 dòng chưa xong."
    assert (of.fresh().state, Sending.objects.count()) == ("draft", 0)


def test_a_second_press_on_send_sends_nothing():
    of = season()
    task_line(of, settled=True)
    first, second = of.fresh(), of.fresh()
    send_submission(submission=first, by=of.reporter, at=NOON)
    with pytest.raises(Refused):
        send_submission(submission=first, by=of.reporter, at=NOON)
    with pytest.raises(Conflict):
        send_submission(submission=second, by=of.colleague, at=NOON)
    assert Sending.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_sending():
    of = season()
    task_line(of, settled=True)
    gate = threading.Barrier(2)
    said = []

    def press():
        try:
            submission = of.fresh()
            gate.wait(5)
            send_submission(submission=submission, by=of.reporter, at=NOON)
            said.append("sent")
        except Refused:
            said.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(said) == ["refused", "sent"]
    assert Sending.objects.count() == 1


def test_nothing_is_sent_in_a_closed_period():
    of = season()
    task_line(of, settled=True)
    Period.objects.filter(pk=of.period.pk).update(state="closed", closed_at=NOON)
    with pytest.raises(Refused) as refusal:
        send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    assert refusal.value.message == "Kỳ báo cáo đã đóng; không gửi được nữa. Liên hệ cơ quan đầu mối."


def test_only_the_agency_sends():
    of = season()
    task_line(of, settled=True)
    with pytest.raises(Refused):
        send_submission(submission=of.fresh(), by=of.officer, at=NOON)


def test_sending_leaves_one_audit_row():
    of = season()
    task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    (row,) = AuditEntry.objects.all()
    assert (row.verb, row.by, row.changes) == ("send_submission", of.reporter, {"state": ["draft", "sent"]})


def test_a_returned_submission_can_be_sent_again_and_stays_in_time():
    of = season()
    line, other = task_line(of, settled=True), task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    later = f.moment("2026-11-21")
    approve_lines(submission=of.fresh(), by=of.officer, at=later, tasks=[other])
    return_line(submission=of.fresh(), entry=line, reason="Bổ sung số liệu.", by=of.officer, at=later)
    return_lines(submission=of.fresh(), by=of.officer, at=later)
    with pytest.raises(Refused):
        send_submission(submission=of.fresh(), by=of.reporter, at=later)
    line.refresh_from_db()
    fill(line, of.reporter, result="Đã tổ chức 24 lớp cho 960 người.", at=later)
    send_submission(submission=of.fresh(), by=of.reporter, at=later)
    again = of.fresh()
    assert (again.state, again.first_sent_at, again.in_time_sent_at) == ("sent", NOON, NOON)
    assert [(row.no, row.outcome) for row in again.sendings.all()] == [(1, "returned_lines"), (2, None)]


def test_a_submission_returned_as_a_whole_is_in_time_only_when_sent_again_in_time():
    of = season()
    task_line(of, settled=True)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    return_submission(submission=of.fresh(), reason="Làm lại theo mẫu.", by=of.officer, at=NOON)
    assert of.fresh().in_time_sent_at is None
    send_submission(submission=of.fresh(), by=of.reporter, at=f.moment("2026-11-20"))
    assert (of.fresh().first_sent_at, of.fresh().in_time_sent_at) == (NOON, None)


def test_the_head_of_the_agency_endorses_a_complete_draft_and_anyone_of_it_takes_that_back():
    of = season()
    line = task_line(of)
    with pytest.raises(Refused):
        endorse_submission(submission=of.fresh(), by=of.approver, at=NOON)
    fill(line, of.reporter, state="not_started")
    with pytest.raises(Refused):
        endorse_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    endorse_submission(submission=of.fresh(), by=of.approver, at=NOON)
    assert of.fresh().state == "endorsed"
    with pytest.raises(Refused):
        fill(line, of.reporter, difficulty="Thêm chữ.")
    withdraw_endorsement(submission=of.fresh(), by=of.reporter)
    fill(line, of.reporter, difficulty="Thêm chữ.")
    endorse_submission(submission=of.fresh(), by=of.approver, at=NOON)
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    assert of.fresh().state == "sent"


def test_a_submission_without_lines_is_sent_for_its_prose():
    of = season()
    entries.save_narrative(
        submission=of.submission,
        section="direction",
        value="Đã ban hành kế hoạch.",
        version=1,
        by=of.reporter,
        at=NOON,
    )
    sent = send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    assert sent.payload["narrative"] == {"direction": "Đã ban hành kế hoạch."}


def test_a_sending_keeps_every_word_whatever_becomes_of_the_working_copy():
    of = season()
    line = task_line(of, settled=True)
    money = money_line(line)
    fill(line, of.reporter, **{f"money_{money.pk}": "815,5"})
    measure = measure_line(of)
    fill(measure, of.reporter, value="92,5", note="Nguồn: Sở.")
    entries.add_evidence(entry=line, by=of.reporter, at=NOON, document_no="12/QĐ-SGDĐT")
    sent = send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    text = json.dumps(sent.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sent.sha256 == hashlib.sha256(text.encode()).hexdigest()
    return_submission(submission=of.fresh(), reason="Làm lại.", by=of.officer, at=NOON)
    for name, value in {"state": "not_started", "result": "", f"money_{money.pk}": ""}.items():
        fill(line, of.reporter, **{name: value})
    entries.remove_evidence(evidence=line.evidence.get(), by=of.reporter, at=NOON)

    copy = SentCopy.from_json(Sending.objects.get().payload)
    task, measure = line_views(*entries.lines_of(of.fresh()), copy=copy)
    assert (task.said.state, str(task.said.percent), task.said.result) == (
        "in_progress",
        "40.00",
        "Đã tổ chức 24 lớp.",
    )
    assert [row.cumulative for row in task.money] == [815_500_000]
    assert [row.document_no for row in task.evidence] == ["12/QĐ-SGDĐT"]
    assert (str(measure.said.value), measure.said.note) == ("92.5000", "Nguồn: Sở.")
    assert Submission.objects.get(pk=of.submission.pk).state == "returned"


@pytest.mark.postgres
def test_a_sending_cannot_be_changed_in_the_database():
    of = season()
    task_line(of, settled=True)
    sent = send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    with pytest.raises(Exception, match="append"), connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_sending SET payload = '{}' WHERE id = %s", [sent.pk])
