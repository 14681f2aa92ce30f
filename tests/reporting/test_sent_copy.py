"""A sending as typed values: the same after storing, older ones open, and approval reads nothing else."""

import copy
import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from common.errors import Refused
from indicators.models import Observation
from reporting.collection import entries
from reporting.collection.sending import send_submission
from reporting.collection.sent_copy import SentCopy, SentMeasure, SentProof, SentTask
from reporting.models import MeasureEntry, MoneyEntry, MoneyFact, Sending, Submission, TaskEntry, TaskFact
from reporting.review.history import corrected
from reporting.review.services import approve_lines, approve_submission
from tests import factories as f
from tests.reporting.filling import NOON, Season, fill, measure_line, money_line, season, task_line

pytestmark = pytest.mark.django_db

# As sendings were stored before they were typed: no funding source by id, no numerator, files without their ref.
EARLIER = {
    "agency": "Sở Y tế",
    "plan": "7/KH-UBND",
    "period": "Năm 2026",
    "narrative": {"direction": "Đã ban hành kế hoạch."},
    "tasks": [
        {
            "entry": 11,
            "task": 5,
            "code": "1.1",
            "name": "Mở lớp",
            "state": "completed",
            "percent": "100.00",
            "completed_on": "2026-09-30",
            "result": "Đã mở 24 lớp.",
            "difficulty": "",
            "proposal": "",
            "reason": "",
            "not_applicable": False,
            "trigger_answer": "",
            "trigger_document": "",
            "money": [{"source": "NSTW", "year": 2026, "cumulative": "815500000"}],
            "evidence": [
                {
                    "file": "bien-ban.pdf",
                    "sha256": "ab",
                    "document_no": "",
                    "document_date": None,
                    "abstract": "",
                }
            ],
        }
    ],
    "measures": [],
}


def sent_season() -> tuple[Season, TaskEntry, MeasureEntry]:
    """A submission of one task line with money and evidence and one measure line, sent."""
    of = season()
    line = task_line(of, settled=True, main=True)
    money = money_line(line)
    fill(line, of.reporter, **{f"money_{money.pk}": "815,5"})
    measure = measure_line(of)
    fill(measure, of.reporter, value="92,5", note="Nguồn: Sở.")
    entries.add_evidence(
        entry=line, by=of.reporter, at=NOON, document_no="12/QĐ-SGDĐT", document_date=dt.date(2026, 11, 5)
    )
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)
    return of, line, measure


def test_a_copy_is_the_same_after_storing():
    of, line, measure = sent_season()
    tasks, measures = entries.lines_of(of.fresh())
    made = SentCopy.of(of.fresh(), tasks, measures)
    stored = SentCopy.from_json(Sending.objects.get().payload)
    assert stored == made
    said = stored.task(line)
    assert (said.percent, said.money[0].cumulative, said.evidence[0].document_date) == (
        Decimal(40),
        Decimal(815_500_000),
        dt.date(2026, 11, 5),
    )
    assert stored.measure(measure).value == Decimal("92.5")
    assert SentCopy.from_json(stored.to_json()) == stored


def test_nothing_in_a_copy_can_be_changed():
    made = SentCopy.from_json(EARLIER)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.agency = "Sở khác"
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.tasks[0].result = "Lời khác"


def test_a_copy_of_an_earlier_version_opens():
    made = SentCopy.from_json(EARLIER)
    (said,) = made.tasks
    assert (said.completed_on, said.percent) == (dt.date(2026, 9, 30), Decimal(100))
    assert (said.money[0].source, said.money[0].source_id) == ("NSTW", 0)
    assert said.evidence == (SentProof(file="bien-ban.pdf", sha256="ab"),)
    assert made.files() == set()


def test_what_an_early_copy_did_not_keep_is_no_correction():
    (early,) = SentCopy.from_json(EARLIER).tasks
    payload = copy.deepcopy(EARLIER)
    payload["tasks"][0]["money"][0]["source_id"] = 3
    payload["tasks"][0]["evidence"][0]["file_ref"] = "a1b2c3"
    (now,) = SentCopy.from_json(payload).tasks
    assert (now.money[0].source_id, now.evidence[0].file_ref, corrected(early, now)) == (3, "a1b2c3", set())
    payload["tasks"][0] |= {"percent": "100", "result": "Đã mở 25 lớp."}
    payload["tasks"][0]["evidence"][0]["sha256"] = "cd"
    (now,) = SentCopy.from_json(payload).tasks
    assert corrected(early, now) == {"result", "evidence"}


def test_a_copy_without_a_line_says_nothing_of_it():
    made = SentCopy.from_json({})
    line, measure = TaskEntry(pk=11), MeasureEntry(pk=12, basis="actual")
    assert (made.holds(line), made.holds(measure), made.narrative) == (False, False, {})
    assert (made.task(line), made.measure(measure)) == (SentTask(11), SentMeasure(12, basis="actual"))


def spoil(line: TaskEntry, measure: MeasureEntry) -> None:
    """Change every word of the working copy behind the reviewer's back."""
    TaskEntry.objects.filter(pk=line.pk).update(
        state="completed",
        percent=Decimal(100),
        completed_on=dt.date(2026, 11, 1),
        result="Lời khác.",
        difficulty="Khó khăn khác.",
        proposal="Đề xuất khác.",
        reason="Lý do khác.",
        not_applicable=True,
        trigger_answer="no",
    )
    MoneyEntry.objects.filter(entry=line).update(cumulative=Decimal(1))
    MeasureEntry.objects.filter(pk=measure.pk).update(
        value=Decimal(1), numerator=Decimal(1), denominator=Decimal(2), basis="official", verdict="Khác"
    )


@pytest.mark.parametrize("whole", [True, False])
def test_approval_takes_what_was_sent_and_not_what_the_working_copy_says_now(whole):
    of, line, measure = sent_season()
    spoil(line, measure)
    how = {"submission": of.fresh(), "by": of.officer, "at": NOON}
    if whole:
        approve_submission(**how)
    else:
        approve_lines(tasks=[line], measures=[measure], **how)
    fact = TaskFact.objects.get()
    assert (fact.state, fact.percent, fact.completed_on, fact.result) == (
        "in_progress",
        Decimal(40),
        None,
        "Đã tổ chức 24 lớp.",
    )
    assert (fact.difficulty, fact.proposal, fact.reason) == ("", "", "")
    assert MoneyFact.objects.get().cumulative == Decimal(815_500_000)
    observation = Observation.objects.get()
    assert (observation.value, observation.basis, observation.verdict, observation.numerator) == (
        Decimal("92.5"),
        "actual",
        "",
        None,
    )
    assert of.fresh().state == "approved"


def test_money_of_a_copy_that_kept_only_the_sources_code_becomes_a_fact_of_that_source():
    of, _line, _measure = sent_season()
    payload = Sending.objects.get().payload
    (money,) = payload["tasks"][0]["money"]
    source = money.pop("source_id")
    f.source(f.province(), code=money["source"])
    sending = f.sending(of.submission, payload=payload)
    approve_submission(submission=of.fresh(), by=of.officer, at=NOON)
    fact = MoneyFact.objects.get()
    assert (fact.source_id, fact.fact.sending) == (source, sending)


@pytest.mark.parametrize("line_state", ["open", "clean", "sent"])
def test_a_line_that_was_not_sent_is_not_approved_whatever_its_state_says(line_state):
    of, _line, _measure = sent_season()
    added = task_line(of, main=True)
    TaskEntry.objects.filter(pk=added.pk).update(line_state=line_state, state="not_started")
    with pytest.raises(Refused) as refusal:
        approve_lines(submission=of.fresh(), tasks=[added], by=of.officer, at=NOON)
    assert refusal.value.message == (
        f"Dòng {added.task_version.code} không có trong bản cơ quan đã gửi; chưa thẩm định được."
    )
    assert not TaskFact.objects.exists()
    assert Submission.objects.get().state == "sent"
