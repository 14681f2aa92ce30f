"""Messages: queued once, sent once, tried again after a failure."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from common import outbox
from common.models import OutboxMessage
from common.tasks import deliver_outbox
from tests.factories import moment, user

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-13", "08:00")
CONTEXT = {
    "agency": "Sở Khoa học & Công nghệ",
    "plan": "136/KH-UBND",
    "period": "năm 2026",
    "lines": 2,
    "reason": "số liệu <chưa khớp>",
    "submission": "abc",
}


def queue(key="a", **fields) -> bool:
    fields = {
        "channel": "mail",
        "to_address": "van-thu@so.example",
        "kind": "returned",
        "context": CONTEXT,
        "at": NOW,
        **fields,
    }
    return outbox.enqueue(key=key, **fields)


def message(key="a") -> OutboxMessage:
    return OutboxMessage.objects.get(key=key)


class Failing(EmailBackend):
    """A mail server that fails with the problem a test names."""

    problem: Exception = ConnectionRefusedError("nobody there")

    def send_messages(self, messages):
        raise self.problem


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    return lambda problem: setattr(Failing, "problem", problem)


def test_queuing_sends_nothing_and_the_same_key_is_queued_once():
    assert [queue(), queue(to_address="other@so.example"), queue(key="b")] == [True, False, True]
    assert mail.outbox == []
    assert message().to_address == "van-thu@so.example"


def test_a_due_mail_is_sent_once_in_plain_vietnamese():
    queue()
    assert outbox.deliver_due(NOW) == {"sent": 1, "retried": 0, "failed": 0}
    assert outbox.deliver_due(NOW) == {"sent": 0, "retried": 0, "failed": 0}
    (sent,) = mail.outbox
    assert sent.to == ["van-thu@so.example"]
    assert sent.subject == "Báo cáo bị trả lại: 136/KH-UBND, năm 2026"
    assert "Kính gửi Sở Khoa học & Công nghệ," in sent.body
    assert "Lý do: số liệu <chưa khớp>" in sent.body
    assert (message().state, message().sent_at) == ("sent", NOW)


def test_a_person_is_written_to_at_his_own_address():
    person = user(email="can-bo@so.example")
    queue(to_user=person, to_address="")
    outbox.deliver_due(NOW)
    assert mail.outbox[0].to == ["can-bo@so.example"]


def test_a_message_in_the_portal_has_arrived_when_it_is_queued():
    queue(channel="portal", to_user=user())
    assert (message().state, message().sent_at, message().read_at) == ("sent", NOW, None)
    outbox.deliver_due(NOW)
    assert mail.outbox == []


def test_a_message_for_later_waits():
    queue(not_before=NOW + dt.timedelta(hours=1))
    outbox.deliver_due(NOW)
    assert message().state == "pending"
    outbox.deliver_due(NOW + dt.timedelta(hours=1))
    assert message().state == "sent"


def test_a_failed_mail_is_tried_again_later_and_says_why(failing, settings):
    failing(smtplib.SMTPRecipientsRefused({}))
    queue()
    assert outbox.deliver_due(NOW) == {"sent": 0, "retried": 1, "failed": 0}
    assert (message().state, message().attempts) == ("pending", 1)
    assert message().error == "SMTPRecipientsRefused: {}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver_due(NOW + dt.timedelta(seconds=59))
    assert message().state == "pending"
    outbox.deliver_due(NOW + dt.timedelta(seconds=60))
    assert (message().state, message().error) == ("sent", "")


def test_a_mail_that_fails_for_days_is_given_up(failing):
    failing(smtplib.SMTPRecipientsRefused({}))
    queue()
    now = NOW
    for _attempt in range(len(outbox.WAITS)):
        assert outbox.deliver_due(now) == {"sent": 0, "retried": 1, "failed": 0}
        now = message().next_try
    assert outbox.deliver_due(now) == {"sent": 0, "retried": 0, "failed": 1}
    assert message().state == "failed"
    assert now - NOW > dt.timedelta(days=2)


def test_one_bad_message_does_not_hold_up_the_others(failing):
    failing(smtplib.SMTPRecipientsRefused({}))
    queue(), queue(key="b")
    assert outbox.deliver_due(NOW)["retried"] == 2


def test_a_template_that_is_not_there_does_not_hold_up_the_others():
    queue(kind="unknown"), queue(key="b")
    assert outbox.deliver_due(NOW) == {"sent": 1, "retried": 1, "failed": 0}


def test_when_the_server_does_not_answer_the_rest_waits(failing):
    failing(ConnectionRefusedError("nobody there"))
    queue(), queue(key="b")
    assert outbox.deliver_due(NOW)["retried"] == 1
    assert (message("b").state, message("b").attempts) == ("pending", 0)


def test_a_message_whose_worker_died_is_sent_after_ten_minutes():
    queue()
    OutboxMessage.objects.update(state="sending", attempts=1, next_try=NOW + outbox.TAKEN_FOR)
    outbox.deliver_due(NOW + dt.timedelta(minutes=9))
    assert mail.outbox == []
    outbox.deliver_due(NOW + dt.timedelta(minutes=10))
    assert len(mail.outbox) == 1


def test_the_clock_task_sends_what_is_due(settings):
    settings.PORTAL_TODAY = dt.date(2026, 11, 14)
    queue()
    deliver_outbox()
    assert len(mail.outbox) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_a_hundred_messages_once_each():
    for number in range(100):
        queue(key=f"m{number}", to_address=f"m{number}@so.example")
    start = threading.Barrier(8)

    def work():
        start.wait()
        outbox.deliver_due(NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(f"m{n}@so.example" for n in range(100))
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.redis
@pytest.mark.postgres
def test_a_worker_process_writes_the_mail(celery_worker_process, eventually, settings):
    queue(at=None, context={**CONTEXT, "reason": "gửi qua tiến trình thật"})
    deliver_outbox.delay()
    eventually(lambda: OutboxMessage.objects.filter(state="sent").exists())
    mails = [path.read_bytes() for path in (settings.VAR / "mail").glob("*.log")]
    assert sum(b"To: van-thu@so.example" in text for text in mails) == 1
