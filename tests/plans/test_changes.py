"""What happens to tasks after their plan was confirmed: recorded, read at a day, taken back."""

import datetime as dt

import pytest

from common.errors import Refused
from plans.answering import Answering
from plans.at import PlanAt, TaskAt, plan_at, version_on
from plans.changing import Change, preview, record_change, take_back_change
from plans.misprints import Words
from plans.models import Assignment, TaskEvent, TaskVersion
from tests import factories as make
from tests.factories import day, moment

pytestmark = pytest.mark.django_db


class Story:
    """A plan of 01/01/2026: a task with a deadline, one that waits for a document, one that recurs."""

    def __init__(self) -> None:
        self.plan = make.plan(issued_on=day("2026-01-01"))
        province = self.plan.province
        self.health, self.culture, self.press = (
            make.agency(province, name=name) for name in ("Sở Y tế", "Sở Văn hóa", "Sở Báo chí")
        )
        self.officer = make.user(role="focal_officer", at=self.plan.focal_agency)
        self.cables = make.task(
            self.plan, lead=self.health, code="1", position=1, name="Kéo cáp", ends_on=day("2026-12-31")
        )
        self.books = make.task(
            self.plan, lead=self.culture, code="2", position=2, trigger_text="sau khi có hướng dẫn"
        )
        self.news = make.task(self.plan, lead=self.press, code="3", position=3, recurring=True)
        make.assignment(self.cables, self.press, role="coordinate", position=30_000)

    def record(self, kind: str, *tasks: TaskVersion, on: str = "2026-05-01", at: str = "", **change):
        change = {"document_no": "12/TB-UBND", **change}
        return record_change(
            plan=self.plan,
            tasks=[task.task_id for task in tasks or (self.cables,)],
            change=Change(kind=kind, on=day(on), **change),
            by=self.officer,
            at=moment(at or on),
        )

    def take_back(self, at: str) -> None:
        event = TaskEvent.objects.standing().latest("recorded_at", "pk")
        take_back_change(event=event, reason="ghi nhầm", by=self.officer, at=moment(at))

    def at(self, on: str, known_at: str = "2030-01-01") -> PlanAt:
        return plan_at(version_on(self.plan, day(on)), day=day(on), known_at=moment(known_at))


@pytest.fixture
def story() -> Story:
    return Story()


def told(task: TaskAt) -> str:
    """A task in one line: deadline in force, whether it waits, its standing."""
    waits = "chờ" if task.waits else "không chờ"
    return f"{task.deadline or '-'} | {waits} | {task.course.standing or '-'}"


def who(at: PlanAt, task: TaskVersion) -> str:
    return ", ".join(f"{row.name}{'*' if row.main else ''} {row.role}" for row in at.answering(task.task_id))


@pytest.mark.parametrize(
    ("steps", "code", "on", "known_at", "expected"),
    [
        ([], "1", "2026-06-01", "2030-01-01", "2026-12-31 | không chờ | -"),
        ([], "2", "2026-06-01", "2030-01-01", "- | chờ | -"),
        (["extended"], "1", "2026-06-01", "2030-01-01", "2027-06-30 | không chờ | -"),
        (["extended"], "1", "2026-04-30", "2030-01-01", "2026-12-31 | không chờ | -"),  # the day before
        (["extended"], "1", "2026-05-01", "2030-01-01", "2027-06-30 | không chờ | -"),  # from its day on
        (["extended"], "1", "2026-06-01", "2026-04-30", "2026-12-31 | không chờ | -"),  # not yet recorded
        (["triggered"], "2", "2026-06-01", "2030-01-01", "2027-06-30 | không chờ | -"),
        (["triggered without day"], "2", "2026-06-01", "2030-01-01", "- | không chờ | -"),
        (["paused"], "1", "2026-06-01", "2030-01-01", "2026-12-31 | không chờ | paused"),
        (["paused", "resumed"], "1", "2026-06-15", "2030-01-01", "2026-12-31 | không chờ | paused"),
        (["paused", "resumed"], "1", "2026-07-01", "2030-01-01", "2026-12-31 | không chờ | -"),
        (["cancelled"], "1", "2026-06-01", "2030-01-01", "2026-12-31 | không chờ | cancelled"),
        (["merged"], "1", "2026-06-01", "2030-01-01", "2026-12-31 | không chờ | merged"),
        (["extended", "taken back"], "1", "2026-12-01", "2030-01-01", "2026-12-31 | không chờ | -"),
        (["extended", "taken back"], "1", "2026-12-01", "2026-08-01", "2027-06-30 | không chờ | -"),
        (["extended", "extended again"], "1", "2026-12-01", "2030-01-01", "2027-09-30 | không chờ | -"),
        (["extended", "extended again"], "1", "2026-07-01", "2030-01-01", "2027-06-30 | không chờ | -"),
    ],
)
def test_what_happened_is_read_at_its_day_and_as_it_was_known(story, steps, code, on, known_at, expected):
    does = {
        "extended": lambda: story.record("extended", until=day("2027-06-30")),
        "extended again": lambda: story.record("extended", on="2026-08-01", until=day("2027-09-30")),
        "triggered": lambda: story.record("triggered", story.books, until=day("2027-06-30")),
        "triggered without day": lambda: story.record("triggered", story.books),
        "paused": lambda: story.record("paused", reason="chờ vốn", document_no=""),
        "resumed": lambda: story.record("resumed", on="2026-07-01", reason="đã có vốn", document_no=""),
        "cancelled": lambda: story.record("cancelled"),
        "merged": lambda: story.record("merged_into", into=story.news.task_id),
        "taken back": lambda: story.take_back("2026-09-01"),
    }
    for step in steps:
        does[step]()

    task = story.at(on, known_at).task(code)

    assert task is not None
    assert told(task) == expected


def test_another_lead_answers_from_the_day_on_and_the_printed_names_stay(story):
    story.record(
        "relead", on="2026-05-01", at="2026-05-20", answering=Answering(leads=(story.culture, story.press))
    )

    assert who(story.at("2026-04-30"), story.cables) == "Sở Y tế* lead, Sở Báo chí coordinate"
    assert who(story.at("2026-05-01"), story.cables) == "Sở Văn hóa* lead, Sở Báo chí lead"
    assert who(story.at("2026-06-01", "2026-05-19"), story.cables) == "Sở Y tế* lead, Sở Báo chí coordinate"


def test_coordinating_agencies_stay_unless_others_are_named(story):
    story.record("relead", answering=Answering(leads=(story.culture,)))
    assert who(story.at("2026-06-01"), story.cables) == "Sở Văn hóa* lead, Sở Báo chí coordinate"

    story.record("relead", on="2026-07-01", answering=Answering((story.culture,), (story.health,)))
    assert who(story.at("2026-08-01"), story.cables) == "Sở Văn hóa* lead, Sở Y tế coordinate"


def test_a_change_of_lead_taken_back_leaves_nothing_of_it_but_the_record(story):
    story.record("relead", answering=Answering(leads=(story.culture,)))
    story.take_back("2026-09-01")

    before = "Sở Y tế* lead, Sở Báo chí coordinate"
    assert who(story.at("2026-10-01"), story.cables) == before
    assert who(story.at("2026-06-01"), story.cables) == before
    assert who(story.at("2026-06-01", "2026-08-01"), story.cables).startswith("Sở Văn hóa*")
    assert Assignment.objects.current().filter(task=story.cables.task, main=True).count() == 1


def test_a_misprint_put_right_counts_from_when_it_was_recorded_and_can_be_taken_back(story):
    story.record(
        "corrected", document_no="", reason="thiếu chữ", at="2026-05-20", words=Words(name="Kéo cáp quang")
    )
    assert story.at("2026-06-01").task("1").name == "Kéo cáp quang"
    assert story.at("2026-06-01", "2026-05-19").task("1").name == "Kéo cáp"

    story.take_back("2026-09-01")
    assert story.at("2026-10-01").task("1").name == "Kéo cáp"
    assert story.at("2026-10-01", "2026-08-01").task("1").name == "Kéo cáp quang"


def test_several_tasks_at_once_all_or_none(story):
    with pytest.raises(Refused):
        story.record("extended", story.cables, story.news, until=day("2027-06-30"))
    assert not TaskEvent.objects.exists()

    story.record("cancelled", story.cables, story.news)
    assert TaskEvent.objects.count() == 2


REFUSED = {
    "before the plan": ("extended", {"on": "2025-12-31", "until": day("2027-01-01")}, "on"),
    "no document": ("extended", {"until": day("2027-01-01"), "document_no": " "}, "document_no"),
    "no document for a lead": ("cancelled", {"document_no": "", "reason": "thôi"}, "document_no"),
    "no reason": ("paused", {"document_no": ""}, "reason"),
    "no new deadline": ("extended", {}, "until"),
    "the same deadline": ("extended", {"until": day("2026-12-31")}, "until"),
    "no trigger awaited": ("triggered", {}, "kind"),
    "not paused": ("resumed", {"reason": "x"}, "kind"),
    "no words": ("corrected", {"words": Words(name=" Kéo  cáp ")}, "name"),
    "nobody leads": ("relead", {}, "leads"),
    "unknown kind": ("vanished", {}, "kind"),
    "merged into nothing": ("merged_into", {"into": None}, "into"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_happen_is_refused_in_one_sentence_at_its_field(story, case):
    kind, change, field = REFUSED[case]

    with pytest.raises(Refused) as refused:
        story.record(kind, **change)

    assert refused.value.field == field
    assert refused.value.message.endswith(".")
    assert not TaskEvent.objects.exists()


def test_tasks_merge_in_no_circle(story):
    story.record("merged_into", story.cables, into=story.news.task_id)
    with pytest.raises(Refused):
        story.record("merged_into", story.news, into=story.cables.task_id)
    with pytest.raises(Refused):
        story.record("merged_into", story.news, into=story.news.task_id)


def test_an_agency_that_is_not_there_on_the_day_or_of_another_province_does_not_lead(story):
    gone = make.agency(story.plan.province, valid_to=day("2026-03-01"))
    elsewhere = make.agency()

    for who_leads in (gone, elsewhere):
        with pytest.raises(Refused):
            story.record("relead", answering=Answering(leads=(who_leads,)))


def test_changes_are_taken_back_the_last_one_first_with_a_reason_by_who_runs_the_plan(story):
    story.record("paused", reason="chờ vốn", document_no="")
    first = TaskEvent.objects.get()
    story.record("extended", on="2026-06-01", until=day("2027-06-30"))

    for reason, by, at in (
        ("nhầm", story.officer, "2026-07-01"),
        ("", story.officer, "2026-07-01"),
        ("nhầm", make.user(role="reporter", at=story.health), "2026-07-01"),
    ):
        with pytest.raises(Refused):
            take_back_change(event=first, reason=reason, by=by, at=moment(at))


def test_only_who_runs_the_plan_records(story):
    story.officer = make.user(role="focal_officer", at=make.agency(story.plan.province))
    with pytest.raises(Refused):
        story.record("cancelled")


def test_a_preview_writes_nothing_and_refuses_as_the_verb_does(story):
    assert preview(lambda: story.record("cancelled")) == []
    assert not TaskEvent.objects.exists()
    with pytest.raises(Refused):
        preview(lambda: story.record("extended"))


def test_reading_a_plan_with_changes_takes_no_more_queries(story, django_assert_max_num_queries):
    story.record("paused", reason="chờ vốn", document_no="")
    version = version_on(story.plan, dt.date(2026, 6, 1))
    with django_assert_max_num_queries(5):
        plan_at(version, day=dt.date(2026, 6, 1), known_at=moment("2026-06-01"))
