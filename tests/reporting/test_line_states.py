"""The lines of a submission move by one table, in bulk, guarded: every verb from every state, on real rows."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from common.errors import Conflict, Refused
from common.models import AuditEntry
from common.states import move_all
from reporting.collection.entries import lines_of, save_task_field
from reporting.collection.locks import lock_of_line
from reporting.collection.sending import rebuild_in_time, send_submission
from reporting.collection.showing import line_views
from reporting.models import MeasureEntry, Sending, Submission, TaskEntry
from reporting.models.collection import LINE_STATES
from reporting.review import services
from reporting.states import LINE, LINE_FIELD, SENDING
from tests.factories import indicator, measure
from tests.reporting.seasons import REVIEWED, SENT, Season, entry, fill, send, submission_of

pytestmark = pytest.mark.django_db

STATES = [state for state, _label in LINE_STATES]


def reached() -> set[tuple[str, str, str]]:
    """The table as (verb, from, to)."""
    return {
        (name, source, target)
        for name, row in LINE.items()
        for source in row.sources
        for target in (row.target, *row.other_targets)
    }


def test_the_table_is_that_of_the_design():
    designed = {
        *(("fill", source, target) for source in ("open", "clean") for target in ("open", "clean")),
        ("send", "clean", "sent"),
        ("recall", "sent", "clean"),
        ("return", "sent", "returned"),
        ("answer", "returned", "clean"),
        ("approve", "sent", "approved"),
        ("unapprove", "approved", "sent"),
        ("reopen", "approved", "returned"),
        *(("waive", state, "waived") for state in STATES if state != "approved"),
        *(("move", state, "moved") for state in STATES if state != "approved"),
    }
    ours = {("keep", "returned", "sent"), ("take_up", "waived", "open"), ("take_up", "moved", "open")}
    assert reached() - designed == ours
    assert designed <= reached()
    assert {state for _verb, _source, state in reached()} == set(STATES)


@pytest.fixture
def season() -> Season:
    made = Season()
    made.task("1.1", made.health)
    made.task("1.2", made.health)
    indicator(made.plan, measure(made.province, unit="%"), lead=made.health)
    return made


@pytest.fixture
def owed(season) -> Submission:
    """Two task lines and a measure line of Sở Y tế, nothing filled."""
    return submission_of(season.open(), season.health)


def lines(submission: Submission) -> list[TaskEntry | MeasureEntry]:
    return [
        *submission.task_entries.select_related("task_version").order_by("id"),
        *submission.measure_entries.all(),
    ]


def stand(submission: Submission, state: str) -> list[TaskEntry | MeasureEntry]:
    """The lines, all put in one state."""
    submission.task_entries.update(line_state=state)
    submission.measure_entries.update(line_state=state)
    return lines(submission)


def states(submission: Submission) -> list[str]:
    return [row.line_state for row in lines(submission)]


def person(season: Season, verb: str):
    """Who may do it: the agency its own verbs, the focal leader all of the review's."""
    return season.reporter if verb in ("fill", "send", "recall", "answer") else season.leader


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", LINE)
def test_a_verb_moves_lines_of_its_sources_and_no_others(season, owed, verb, state):
    rows, by = stand(owed, state), person(season, verb)
    how = {"by": by, "of": owed, "field": LINE_FIELD, "reason": "Lý do.", "verb": f"{verb}_lines"}
    row = LINE[verb]
    if state not in row.sources:
        with pytest.raises(Refused):
            move_all(rows, row, **how)
        assert (states(owed), AuditEntry.objects.filter(verb=f"{verb}_lines").count()) == ([state] * 3, 0)
        return
    move_all(rows, row, **how, changes={"lines": ["1.1", "1.2"]}, province_id=season.province.pk)
    assert states(owed) == [row.target] * 3
    assert [line.line_state for line in rows] == [row.target] * 3
    kept = AuditEntry.objects.get(verb=f"{verb}_lines")
    assert (kept.by, kept.target_id, kept.reason, kept.changes, kept.province_id) == (
        by,
        str(owed.pk),
        "Lý do.",
        {"lines": ["1.1", "1.2"], "line_state": [[state], row.target]},
        season.province.pk,
    )


@pytest.mark.parametrize("verb", [name for name, row in LINE.items() if row.needs_reason])
def test_what_needs_a_reason_is_refused_without(season, owed, verb):
    state = LINE[verb].sources[0]
    with pytest.raises(Refused) as refused:
        move_all(stand(owed, state), LINE[verb], by=season.leader, of=owed, field=LINE_FIELD, reason="  ")
    assert (refused.value.field, states(owed)) == ("reason", [state] * 3)


@pytest.mark.parametrize("verb", LINE)
def test_nobody_moves_a_line_whose_verb_is_not_his(season, owed, verb):
    state = LINE[verb].sources[0]
    with pytest.raises(Refused) as refused:
        move_all(stand(owed, state), LINE[verb], by=season.chair, of=owed, field=LINE_FIELD, reason="Vì sao.")
    assert refused.value.message == "Tài khoản của bạn không có quyền thực hiện việc này."
    assert states(owed) == [state] * 3


def test_a_line_moved_meanwhile_is_a_conflict(season, owed):
    rows = stand(owed, "clean")
    owed.measure_entries.update(line_state="sent")
    with pytest.raises(Conflict) as conflict:
        move_all(rows, LINE["send"], by=season.reporter, of=owed, field=LINE_FIELD, verb="send_lines")
    assert conflict.value.message == (
        "Người khác vừa thay đổi mục này. Tải lại trang rồi làm lại; chưa có gì bị ghi đè."
    )
    assert not AuditEntry.objects.filter(verb="send_lines").exists()


def test_a_version_is_held_to_where_it_is_given_and_is_not_counted_up(season, owed):
    rows = stand(owed, "clean")
    how = {"by": season.reporter, "of": owed, "field": LINE_FIELD, "match_version": True}
    owed.task_entries.filter(pk=rows[0].pk).update(version=7)
    with pytest.raises(Conflict):
        move_all(rows, LINE["send"], **how)
    rows = stand(owed, "clean")
    move_all(rows, LINE["send"], **how)
    assert [(line.line_state, line.version) for line in lines(owed)] == [
        ("sent", 7),
        ("sent", 1),
        ("sent", 1),
    ]


def test_a_verb_does_not_lead_where_its_row_does_not(season, owed):
    with pytest.raises(ValueError, match="send does not lead to approved"):
        move_all(
            stand(owed, "clean"), LINE["send"], to="approved", by=season.reporter, of=owed, field=LINE_FIELD
        )


def test_no_lines_are_no_move_and_leave_no_trace(season, owed):
    before = AuditEntry.objects.count()
    move_all([], LINE["send"], by=season.chair, of=owed, field=LINE_FIELD, verb="send_lines")
    assert AuditEntry.objects.count() == before


# A season of lines


def test_lines_go_from_open_to_approved_through_their_states(season, owed):
    assert states(owed) == ["open"] * 3
    fill(owed, season.reporter)
    assert states(owed) == ["clean"] * 3
    sent = send(owed, season.reporter)
    assert states(sent) == ["sent"] * 3
    one = entry(sent, "1.1")
    services.return_line(submission=sent, entry=one, reason="Thiếu.", by=season.officer, at=REVIEWED)
    assert states(sent) == ["returned", "sent", "sent"]
    rest = {"tasks": [entry(sent, "1.2")], "measures": list(sent.measure_entries.all())}
    services.approve_lines(submission=sent, by=season.officer, at=REVIEWED, **rest)
    services.return_lines(submission=sent, by=season.officer, at=REVIEWED)
    assert states(sent) == ["returned", "approved", "approved"]
    one.refresh_from_db()
    save_task_field(
        entry=one, field="result", value="Đã bổ sung.", version=one.version, by=season.reporter, at=REVIEWED
    )
    assert states(sent) == ["clean", "approved", "approved"]
    again = submission_of(sent.period, sent.agency)
    send_submission(submission=again, by=season.reporter, at=REVIEWED)
    assert states(sent) == ["sent", "approved", "approved"]
    services.approve_submission(submission=again, by=season.officer, at=REVIEWED)
    assert states(sent) == ["approved"] * 3


def test_a_mark_is_taken_back_by_approving_and_renewed_with_another_reason(season, owed):
    sent = send(owed, season.reporter)
    one = entry(sent, "1.1")
    how = {"submission": sent, "by": season.officer, "at": REVIEWED}
    services.return_line(entry=one, reason="Thiếu.", **how)
    services.return_line(entry=one, reason="Thiếu hai số.", **how)
    assert states(sent) == ["returned", "sent", "sent"]
    services.approve_lines(tasks=[one], **how)
    assert states(sent) == ["approved", "sent", "sent"]


@pytest.mark.parametrize("state", ["waived", "moved"])
def test_a_line_waived_or_moved_asks_nothing_more_of_anybody(season, owed, state):
    verb = {"waived": "waive", "moved": "move"}[state]
    gone = entry(owed, "1.1")
    move_all(
        [gone], LINE[verb], by=season.officer, of=owed, field=LINE_FIELD, reason="Theo thông báo.", verb=verb
    )
    assert lock_of_line(gone) == "Cơ quan không còn phải báo cáo dòng này trong kỳ."
    with pytest.raises(Refused):
        save_task_field(
            entry=gone, field="result", value="Vẫn viết.", version=1, by=season.reporter, at=REVIEWED
        )
    TaskEntry.objects.filter(pk=entry(owed, "1.2").pk).update(
        line_state="clean", state="in_progress", percent=Decimal(50), result="Đang làm."
    )
    owed.measure_entries.update(line_state="clean", answer="value", value=Decimal(80))
    assert all(line.settled for line in line_views(*lines_of(owed)))
    send_submission(submission=owed, by=season.reporter, at=SENT)
    sent = submission_of(owed.period, owed.agency)
    services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    assert (sent.state, states(sent)) == ("sent", [state, "approved", "approved"])
    found = Submission.objects.with_progress().get(pk=sent.pk)
    assert (found.state, found.lines, found.lines_approved) == ("approved", 2, 2)


@pytest.mark.parametrize("state", ["sent", "approved"])
def test_lines_that_were_sent_are_done_for_their_agency(client, season, owed, state):
    sent = send(owed, season.reporter)
    if state == "approved":
        services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    assert states(sent) == [state] * 3
    client.force_login(season.reporter)
    page = client.get(reverse("submission", args=[sent.ref])).context
    assert (page["progress"].done, page["gaps"]) == (3, [])
    found = Submission.objects.with_progress().get(pk=sent.pk)
    assert (found.lines, found.lines_clean, found.lines_returned) == (3, 3, 0)


def test_a_sent_line_says_that_it_waits(season, owed):
    sent = send(owed, season.reporter)
    assert lock_of_line(entry(sent, "1.1")) == "Dòng này đã gửi, đang chờ thẩm định."


def test_a_report_with_lines_not_sent_again_is_not_approved_as_a_whole(season, owed):
    sent = send(owed, season.reporter)
    sent.task_entries.filter(pk=entry(sent, "1.1").pk).update(line_state="clean")
    with pytest.raises(Refused) as refused:
        services.approve_submission(submission=sent, by=season.officer, at=REVIEWED)
    assert refused.value.message == "Còn 1 dòng cơ quan chưa gửi."


def test_rows_of_before_are_brought_over(season, owed):
    sent = send(owed, season.reporter)
    services.return_line(
        submission=sent, entry=entry(sent, "1.1"), reason="Thiếu.", by=season.officer, at=REVIEWED
    )
    sent.task_entries.filter(line_state="sent").update(line_state="clean")
    sent.measure_entries.update(line_state="clean")
    Submission.objects.filter(pk=sent.pk).update(in_time_sent_at=None)
    migration = import_module("reporting.migrations.0006_line_states")
    migration.send_lines(apps, None)
    migration.derive_in_time(apps, None)
    assert states(sent) == ["returned", "sent", "sent"]
    assert Submission.objects.get(pk=sent.pk).in_time_sent_at == SENT
    migration.settle_lines(apps, None)
    assert states(sent) == ["returned", "clean", "clean"]


# Sendings


@pytest.mark.parametrize(
    ("verb", "outcome", "in_time"),
    [
        ("accept", "accepted", True),
        ("return_lines", "returned_lines", True),
        ("return_whole", "returned_whole", False),
        ("recall", "recalled", False),
    ],
)
def test_what_became_of_a_sending_is_written_once(season, owed, verb, outcome, in_time):
    sent = send(owed, season.reporter)
    sending, stale = sent.sendings.get(), sent.sendings.get()
    by = season.reporter if verb == "recall" else season.officer
    move_all([sending], SENDING[verb], field="outcome", of=sent, by=by)
    rebuild_in_time(sent)
    assert (Sending.objects.get().outcome, sent.in_time_sent_at) == (outcome, SENT if in_time else None)
    with pytest.raises(Refused):
        move_all([sending], SENDING[verb], field="outcome", of=sent, by=by)
    with pytest.raises(Conflict):
        move_all([stale], SENDING[verb], field="outcome", of=sent, by=by)
