"""Reminders: which rule is due, who is written to, what he reads, and that it happens once."""

import datetime as dt
import json
import threading
from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from agencies.models import Agency, Membership
from common import outbox
from common.errors import Refused
from common.models import AuditEntry, OutboxMessage
from reporting.collection import reminders
from reporting.collection.reminders import (
    default_rules,
    due_reminders,
    remind_now,
    rule_due,
    send_reminders,
)
from reporting.models import CycleStage, Period, PeriodStage, ProvinceReport, Submission
from reporting.tasks import queue_reminders
from tests import factories as make
from tests.factories import day, moment

DUE = dt.date(2026, 11, 20)
DEFAULT = (-7, -3, -1, 1, 3)


@pytest.fixture
def season(db) -> Period:
    """Plan with a period due before 20/11 for the agencies and before 01/12 for the province."""
    period = make.period(make.plan(number="136/KH-UBND", title="Tham gia & làm chủ"))
    province = CycleStage.objects.create(
        cycle=period.cycle, position=2, kind="province", to_text="Thủ tướng Chính phủ", month=12, day=1
    )
    PeriodStage.objects.create(
        period=period, stage=province, due_printed=day("2026-12-01"), due_at=moment("2026-12-01", "00:00")
    )
    for stage in period.cycle.stages.all():
        default_rules(stage)
    return period


def agency_with_reporter(period: Period, **fields) -> Agency:
    """An agency that owes a submission, with one reporter."""
    agency = make.agency(period.plan.province, **fields)
    make.user(role="reporter", at=agency)
    make.submission(period, agency)
    return agency


def due(period: Period, on: str) -> list[tuple]:
    """(stage, rule, agencies, person's address or the office's)."""
    return [
        (r.stage.stage.kind, r.rule, [a.name for a in r.agencies], r.address)
        for r in due_reminders(period, today=day(on))
    ]


def send(on: str, clock: str = "08:00") -> list[int]:
    """The rules of the reminders sent on a day."""
    periods = reminders.open_periods()
    return [r.rule for r in send_reminders(periods=periods, today=day(on), now=moment(on, clock))]


# which rule is due


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("2026-11-12", None),
        ("2026-11-13", -7),
        ("2026-11-16", -7),
        ("2026-11-17", -3),
        ("2026-11-18", -3),
        ("2026-11-19", -1),
        ("2026-11-20", -1),
        ("2026-11-21", 1),
        ("2026-11-22", 1),
        ("2026-11-23", 3),
        ("2026-11-30", 3),
        ("2026-12-01", None),
    ],
)
def test_the_latest_rule_whose_day_has_come_is_due_for_a_week(on, rule):
    assert rule_due(DUE, DEFAULT, day(on)) == rule


def test_a_stage_without_rules_has_no_reminder():
    assert rule_due(DUE, (), DUE) is None


def test_a_rule_a_month_before_is_not_followed_two_weeks_later():
    assert rule_due(DUE, (-30, -3), day("2026-10-28")) == -30
    assert rule_due(DUE, (-30, -3), day("2026-10-29")) is None


# who is written to


def test_the_agencies_that_have_not_sent_are_written_to(season):
    names = {}
    for state in ("draft", "endorsed", "returned", "sent", "approved"):
        agency = agency_with_reporter(season)
        Submission.objects.filter(agency=agency).update(state=state)
        names[state] = agency.name
    found = [agencies for _stage, _rule, agencies, _address in due(season, "2026-11-13")]
    assert found == [[names["draft"]], [names["endorsed"]], [names["returned"]]]


def test_every_reporter_of_an_agency_is_written_to(season):
    agency = agency_with_reporter(season)
    second = make.user(role="reporter", at=agency)
    make.user(role="approver", at=agency)
    gone = make.user(role="reporter", at=agency, is_active=False)
    past = make.user(role="reporter", at=agency)
    Membership.objects.filter(user=past).update(valid_to=day("2026-11-01"))
    first = Membership.objects.filter(agency=agency).order_by("id").first().user
    addresses = [address for *_rest, address in due(season, "2026-11-13")]
    assert addresses == [first.email, second.email]
    assert gone.email not in addresses


def test_a_person_who_reports_for_two_agencies_gets_one_reminder_that_names_both(season):
    one, two = agency_with_reporter(season), make.agency(season.plan.province)
    person = one.memberships.get().user
    make.membership(person, "reporter", two)
    make.submission(season, two)
    assert due(season, "2026-11-13") == [("agencies", -7, [one.name, two.name], person.email)]
    (reminder,) = due_reminders(season, today=day("2026-11-13"))
    _subject, text = outbox.render(reminder.kind, reminder.context)
    assert f"{one.name}: còn 0/0 dòng" in text
    assert f"{two.name}: còn 0/0 dòng" in text


def test_an_agency_without_a_reporter_is_written_to_at_its_office(season):
    agency = make.agency(season.plan.province, email="van-thu@so.example")
    make.submission(season, agency)
    assert due(season, "2026-11-13") == [("agencies", -7, [agency.name], "van-thu@so.example")]
    (reminder,) = due_reminders(season, today=day("2026-11-13"))
    assert (reminder.person, reminder.channels) == (None, ("mail",))
    assert "Cơ quan chưa có cán bộ đầu mối trên cổng" in outbox.render(reminder.kind, reminder.context)[1]
    assert list(Agency.objects.filter(submissions__period=season).without_reporter(DUE)) == [agency]


def test_an_agency_with_neither_reporter_nor_address_is_listed_and_nothing_is_queued(season):
    agency = make.agency(season.plan.province)
    make.submission(season, agency)
    assert due(season, "2026-11-13") == [("agencies", -7, [agency.name], "")]
    assert send("2026-11-13") == []


def test_for_the_province_report_the_focal_agency_is_written_to(season):
    focal = season.plan.focal_agency
    officer, leader = make.user(role="focal_officer", at=focal), make.user(role="focal_leader", at=focal)
    make.membership(officer, "focal_leader", focal)
    make.user(role="focal_officer")
    agency_with_reporter(season)
    assert due(season, "2026-11-24") == [
        ("agencies", 3, [Agency.objects.get(submissions__period=season).name], season_reporter(season)),
        ("province", -7, [focal.name], officer.email),
        ("province", -7, [focal.name], leader.email),
    ]


def season_reporter(period: Period) -> str:
    return Membership.objects.get(role="reporter", agency__submissions__period=period).user.email


def test_a_focal_agency_nobody_works_for_is_written_to_at_its_office(season):
    Agency.objects.filter(pk=season.plan.focal_agency_id).update(email="van-thu@dau-moi.example")
    season.plan.focal_agency.refresh_from_db()
    assert due(season, "2026-11-24") == [
        ("province", -7, [season.plan.focal_agency.name], "van-thu@dau-moi.example")
    ]


@pytest.mark.parametrize(
    ("kind", "state", "reminded"),
    [
        ("province", "drafting", True),
        ("province", "submitted", True),
        ("province", "issued", False),
        ("focal", "drafting", True),
        ("focal", "returned", True),
        ("focal", "submitted", False),
        ("focal", "issued", False),
    ],
)
def test_the_focal_agency_is_reminded_until_its_stage_is_fulfilled(season, kind, state, reminded):
    make.user(role="focal_officer", at=season.plan.focal_agency)
    CycleStage.objects.filter(position=2).update(kind=kind)
    frozen = {"known_at": moment("2026-11-20"), "figures": {}, "sha256": "0" * 64}
    issue = {"official_no": "5", "official_date": DUE, "signer": "Người ký", "signed_file": stored()}
    ProvinceReport.objects.create(
        period=season,
        state=state,
        **(frozen if state in ("submitted", "issued") else {}),
        **(issue if state == "issued" else {}),
    )
    assert bool(due(season, "2026-11-24")) == reminded


def stored():
    from common.files import store_file

    return store_file(upload_or_bytes=b"%PDF-1.7\n", name="a.pdf", by=None)


def test_in_a_closed_period_nobody_is_reminded(season):
    agency_with_reporter(season)
    season.state = "closed"
    assert due(season, "2026-11-13") == []


def test_a_rule_switched_off_is_not_followed(season):
    agency_with_reporter(season)
    season.cycle.stages.first().reminder_rules.filter(offset_days=-7).update(active=False)
    assert due(season, "2026-11-13") == []


def test_the_number_of_queries_does_not_grow_with_the_agencies(season, django_assert_num_queries):
    for _number in range(3):
        agency_with_reporter(season)
    with django_assert_num_queries(7):
        assert len(due(season, "2026-11-13")) == 3
    for _number in range(7):
        agency_with_reporter(season)
    with django_assert_num_queries(7):
        assert len(due(season, "2026-11-13")) == 10


# what he reads


def test_the_reminder_says_what_is_owed_by_when_and_where(season):
    agency = agency_with_reporter(season, name="Sở Khoa học & Công nghệ")
    for state in ("open", "open", "clean", "returned", "moved"):
        make.entry(season, make.task(season.plan), agency, line_state=state)
    submission = Submission.objects.get(agency=agency)
    (reminder,) = due_reminders(season, today=day("2026-11-13"))
    assert reminder.subject == "Nhắc gửi báo cáo 136/KH-UBND, năm 2026: còn 6 ngày"
    text = outbox.render(reminder.kind, reminder.context)[1]
    for sentence in (
        f"Kính gửi {reminder.person.name},",
        "Báo cáo năm 2026 thực hiện Kế hoạch 136/KH-UBND “Tham gia & làm chủ”",
        f"Nơi nhận: {season.plan.focal_agency.name}",
        "Hạn gửi: trước 20/11/2026 · hết ngày 19/11 (còn 6 ngày)",
        "Sở Khoa học & Công nghệ: còn 3/4 dòng chưa xong",
        f"http://127.0.0.1:8000{reverse('submission', args=[submission.ref])}",
    ):
        assert sentence in text


def test_a_returned_report_is_named_as_returned(season):
    agency = agency_with_reporter(season)
    Submission.objects.filter(agency=agency).update(state="returned")
    (reminder,) = due_reminders(season, today=day("2026-11-17"))
    assert (
        f"{agency.name}: bị trả lại, cần sửa và gửi lại;" in outbox.render(reminder.kind, reminder.context)[1]
    )


def test_the_focal_agency_reads_how_far_the_collection_is(season):
    make.user(role="focal_officer", at=season.plan.focal_agency)
    for state in ("draft", "sent", "sent", "approved"):
        agency_with_reporter(season)
        Submission.objects.filter(pk=Submission.objects.last().pk).update(state=state)
    reminder = due_reminders(season, today=day("2026-11-24"))[-1]
    assert reminder.subject == "Nhắc báo cáo tổng hợp 136/KH-UBND, năm 2026: còn 6 ngày"
    text = outbox.render(reminder.kind, reminder.context)[1]
    assert "Báo cáo của các cơ quan: 1 đã duyệt, 2 chờ thẩm định, 1 chưa gửi." in text
    assert "Nơi nhận: Thủ tướng Chính phủ" in text
    assert f"http://127.0.0.1:8000{reverse('board', args=[season.ref])}" in text


# once


def test_each_reminder_goes_out_once_by_mail_and_in_the_portal(season):
    agency = agency_with_reporter(season)
    assert send("2026-11-13") == [-7]
    assert send("2026-11-13", "08:05") == []
    assert send("2026-11-14") == []
    person = agency.memberships.get().user
    assert sorted(OutboxMessage.objects.values_list("channel", "state", "to_user", "created_at")) == [
        ("mail", "pending", person.pk, moment("2026-11-13")),
        ("portal", "sent", person.pk, moment("2026-11-13")),
    ]
    outbox.deliver_due(moment("2026-11-13"))
    assert [sent.to for sent in mail.outbox] == [[person.email]]


def test_the_whole_season_brings_five_reminders_and_no_more(season):
    agency_with_reporter(season)
    start = day("2026-11-01")
    sent = [rule for number in range(60) for rule in send((start + dt.timedelta(days=number)).isoformat())]
    assert [rule for rule in sent if rule in DEFAULT] == list(DEFAULT)


def test_after_an_outage_only_the_reminder_that_is_due_now_goes_out(season):
    agency_with_reporter(season)
    assert send("2026-11-18") == [-3]
    assert send("2026-11-19") == [-1]


def test_a_reminder_missed_on_its_day_goes_out_the_day_after(season):
    agency_with_reporter(season)
    assert send("2026-11-14") == [-7]


def test_whoever_begins_to_report_later_gets_the_reminder_too(season):
    agency = agency_with_reporter(season)
    send("2026-11-13")
    newcomer = make.user(role="reporter", at=agency)
    assert [address for *_rest, address in due(season, "2026-11-15")] == [newcomer.email]


def test_sending_leaves_one_row_in_the_log(season):
    agency_with_reporter(season)
    agency_with_reporter(season)
    send("2026-11-13")
    send("2026-11-13")
    entry = AuditEntry.objects.get(verb="send_reminders")
    assert (entry.by, entry.changes, entry.target_id) == (None, {"agencies -7": 2}, str(season.pk))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_racing_processes_send_each_reminder_once(season):
    for _number in range(10):
        agency_with_reporter(season)
    start = threading.Barrier(8)
    sent: list[str] = []

    def work():
        start.wait()
        found = send_reminders(
            periods=reminders.open_periods(), today=day("2026-11-13"), now=moment("2026-11-13")
        )
        sent.extend(reminder.key for reminder in found)
        outbox.deliver_due(moment("2026-11-13"))
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == len(set(sent)) == 10
    assert set(Counter(message.to[0] for message in mail.outbox).values()) == {1}
    assert len(mail.outbox) == 10
    assert (
        sum(entry.changes["agencies -7"] for entry in AuditEntry.objects.filter(verb="send_reminders")) == 10
    )


# the edge of a day


@pytest.mark.parametrize(
    ("utc", "rule", "left"),
    [
        ("2026-11-18T16:59:59Z", -3, "còn 1 ngày"),  # 18/11, 23:59:59 in Vietnam
        ("2026-11-18T17:00:00Z", -1, "hết hạn hôm nay"),  # 19/11, 00:00
        ("2026-11-19T16:59:59Z", -1, "hết hạn hôm nay"),  # 19/11, 23:59:59
        ("2026-11-19T17:00:00Z", -1, "quá hạn 1 ngày"),  # 20/11, 00:00
        ("2026-11-20T17:00:00Z", 1, "quá hạn 2 ngày"),  # 21/11, 00:00
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(season, utc, rule, left):
    agency_with_reporter(season)
    with time_machine.travel(utc, tick=False):
        queue_reminders()
    message = OutboxMessage.objects.get(channel="portal")
    assert message.key.split(":")[3] == str(rule)
    assert outbox.render(message.kind, message.context)[0].endswith(f": {left}")


def test_the_clock_follows_the_pinned_day(season, settings):
    agency_with_reporter(season)
    settings.PORTAL_TODAY = day("2026-11-17")
    queue_reminders()
    queue_reminders()
    assert OutboxMessage.objects.count() == 2
    assert {key.split(":")[3] for key in OutboxMessage.objects.values_list("key", flat=True)} == {"-3"}


# the board's button


@pytest.fixture
def officer(season):
    return make.user(role="focal_officer", at=season.plan.focal_agency)


def test_the_officer_reminds_at_once_but_an_agency_once_a_day(season, officer):
    one, two = agency_with_reporter(season), agency_with_reporter(season)
    owed = list(season.submissions.all())
    assert remind_now(submissions=owed[:1], by=officer, now=moment("2026-11-10")) == owed[:1]
    assert remind_now(submissions=owed, by=officer, now=moment("2026-11-10", "09:00")) == owed[1:]
    with pytest.raises(Refused, match="đã được nhắc hôm nay"):
        remind_now(submissions=owed, by=officer, now=moment("2026-11-10", "10:00"))
    assert remind_now(submissions=owed, by=officer, now=moment("2026-11-11")) == owed
    message = OutboxMessage.objects.filter(channel="mail").order_by("id").first()
    assert f"{officer.name} đề nghị gửi báo cáo sau:" in outbox.render(message.kind, message.context)[1]
    entries = AuditEntry.objects.filter(verb="remind_now", by=officer).order_by("id")
    assert [entry.changes["agencies"] for entry in entries] == [[one.name], [two.name], [one.name, two.name]]


def test_reminding_by_hand_leaves_the_rules_as_they_are(season, officer):
    agency_with_reporter(season)
    remind_now(submissions=season.submissions.all(), by=officer, now=moment("2026-11-13", "07:00"))
    assert send("2026-11-13") == [-7]


def test_who_has_sent_is_passed_over(season, officer):
    agency_with_reporter(season)
    season.submissions.update(state="sent")
    with pytest.raises(Refused, match="đều đã gửi báo cáo"):
        remind_now(submissions=season.submissions.all(), by=officer, now=moment("2026-11-10"))


def test_a_stranger_reminds_nobody(season):
    agency_with_reporter(season)
    stranger = make.user(role="focal_officer")
    with pytest.raises(Refused, match="Chỉ cơ quan đầu mối"):
        remind_now(submissions=season.submissions.all(), by=stranger, now=moment("2026-11-10"))


def test_in_a_closed_period_nobody_is_reminded_by_hand(season, officer):
    agency_with_reporter(season)
    Period.objects.update(state="closed")
    with pytest.raises(Refused, match="Kỳ báo cáo đã đóng"):
        remind_now(submissions=Submission.objects.all(), by=officer, now=moment("2026-11-10"))


# the command


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_lists_what_would_go_out_and_writes_nothing(season):
    agency = agency_with_reporter(season)
    person = agency.memberships.get().user
    assert json.loads(command("--today", "2026-11-13", "--dry-run", "--format", "json")) == {
        "reminders": [
            {
                "period": season.ref,
                "plan": "136/KH-UBND",
                "stage": "agencies",
                "due_printed": "2026-11-20",
                "rule": -7,
                "agency": agency.name,
                "person": person.name,
                "address": person.email,
                "channels": ["mail", "portal"],
                "subject": "Nhắc gửi báo cáo 136/KH-UBND, năm 2026: còn 6 ngày",
            }
        ]
    }
    assert not OutboxMessage.objects.exists()
    assert not AuditEntry.objects.filter(verb="send_reminders").exists()


def test_the_command_sends_and_the_second_time_has_nothing_to_send(season):
    agency_with_reporter(season)
    first = json.loads(command("--today", "2026-11-13", "--format", "json"))["reminders"]
    assert [row["rule"] for row in first] == [-7]
    assert len(mail.outbox) == 1
    assert json.loads(command("--today", "2026-11-13", "--format", "json")) == {"reminders": []}
    assert len(mail.outbox) == 1


def test_the_command_speaks_plainly_too(season):
    agency = agency_with_reporter(season)
    person = agency.memberships.get().user
    assert command("--today", "2026-11-13", "--dry-run").splitlines() == [
        f"136/KH-UBND -7  {agency.name} → {person.name} <{person.email}>",
        "1 reminders would go out for 13/11/2026.",
    ]


@pytest.mark.django_db
def test_the_command_refuses_a_day_that_is_none():
    with pytest.raises(CommandError, match="“13/11/2026” is no day; write it as 2026-11-13"):
        command("--today", "13/11/2026")
