"""What a plan asks at a day, as known at a moment: one table of what can happen to a plan, read from every side."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.at import PlanAt, plan_at, version_on
from plans.models import TaskVersion
from tests import factories as make
from tests.factories import day, moment

pytestmark = pytest.mark.django_db


class Story:
    """A plan of 01/01/2026 with two tasks in a group, led by one agency each, the first with money."""

    def __init__(self) -> None:
        self.plan = make.plan(issued_on=day("2026-01-01"))
        self.health, self.culture, self.press = (
            make.agency(self.plan.province, name=name) for name in ("Sở Y tế", "Sở Văn hóa", "Sở Báo chí")
        )
        self.group = make.task(self.plan, code="I", kind="group", name="Hạ tầng", position=1)
        self.cables = self.task(2, "I.1", "Kéo cáp", self.health)
        self.books = self.task(3, "I.2", "Số hóa sách", self.culture)
        self.money = make.budget(self.cables, make.source(self.plan.province), 100, year=2026)

    def task(self, position, code, name, lead, **fields) -> TaskVersion:
        return make.task(
            self.plan, lead=lead, parent=self.group, code=code, name=name, position=position, **fields
        )

    def amend(self, on: str = "2026-06-01"):
        """The next version of the plan."""
        return make.version(self.plan, on)

    def lead(self, task: TaskVersion):
        return task.task.assignments.get(main=True, valid_to=None)


def nothing(plan: Story) -> None:
    """The plan as issued."""


def reworded(plan: Story) -> None:
    second = plan.amend()
    make.amended(plan.cables, second, name="Kéo cáp quang")
    make.amended(plan.money, second, amount=Decimal(300))


def moved(plan: Story) -> None:
    second = plan.amend()
    make.amended(plan.books, second, code="II", parent=None, position=4)


def ended(plan: Story) -> None:
    second = plan.amend()
    for row in (plan.cables, plan.money, plan.lead(plan.cables)):
        make.ended(row, by=second)


def added_again(plan: Story) -> None:
    ended(plan)
    third = plan.amend("2026-09-01")
    plan.task(2, "I.1", "Kéo cáp", plan.press, version=third, task=plan.cables.task)


def money_added(plan: Story) -> None:
    second = plan.amend()
    make.budget(plan.books, plan.money.source, 50, year=2026, version=second, valid_from=second.effective_on)


def corrected_late(plan: Story) -> None:
    make.corrected(plan.cables, on="2026-02-01", at="2026-10-01", name="Kéo cáp ngầm")


def led_by_another(plan: Story) -> None:
    make.corrected(plan.lead(plan.books), on="2026-05-01", at="2026-10-01", cause="event", agency=plan.press)


def led_by_another_next_version(plan: Story) -> None:
    second = plan.amend()
    make.amended(plan.lead(plan.books), second, agency=plan.press)


def read(at: PlanAt) -> dict[str, str]:
    """Each node as one line: its name, the number of the group above, who leads it, its money."""
    lines = {}
    for task in at.tasks:
        above = at.by_id[task.parent].code if task.parent else "-"
        leads = ", ".join(row.name for row in at.responsible(task.id)) or "-"
        money = sum(line.amount for line in at.money(task.id))
        lines[task.code] = f"{task.name} | {above} | {leads} | {money}"
    return lines


GROUP = "Hạ tầng | - | - | 0"
CABLES = "Kéo cáp | I | Sở Y tế | 100"
BOOKS = "Số hóa sách | I | Sở Văn hóa | 0"
ISSUED = {"I": GROUP, "I.1": CABLES, "I.2": BOOKS}
NEVER = "2030-01-01"


@pytest.mark.parametrize(
    ("told", "no", "on", "known_at", "expected"),
    [
        (nothing, 1, "2026-03-01", "2026-03-01", ISSUED),
        (nothing, 1, "2025-03-01", "2026-03-01", ISSUED),  # before its first day: as on that day
        (reworded, 1, "2026-12-01", NEVER, ISSUED),  # the version decides, never the day
        (reworded, 2, "2026-12-01", NEVER, ISSUED | {"I.1": "Kéo cáp quang | I | Sở Y tế | 300"}),
        (moved, 1, "2026-12-01", NEVER, ISSUED),
        (moved, 2, "2026-12-01", NEVER, {"I": GROUP, "I.1": CABLES, "II": BOOKS.replace("| I |", "| - |")}),
        (ended, 1, "2026-12-01", NEVER, ISSUED),
        (ended, 2, "2026-12-01", NEVER, {"I": GROUP, "I.2": BOOKS}),
        (added_again, 1, "2026-12-01", NEVER, ISSUED),
        (added_again, 2, "2026-12-01", NEVER, {"I": GROUP, "I.2": BOOKS}),
        (added_again, 3, "2026-12-01", NEVER, ISSUED | {"I.1": "Kéo cáp | I | Sở Báo chí | 0"}),
        (money_added, 1, "2026-12-01", NEVER, ISSUED),
        (money_added, 2, "2026-12-01", NEVER, ISSUED | {"I.2": "Số hóa sách | I | Sở Văn hóa | 50"}),
        (corrected_late, 1, "2026-12-01", "2026-09-30", ISSUED),  # a day after it, but nobody knew
        (corrected_late, 1, "2026-01-15", "2026-10-01", ISSUED | {"I.1": "Kéo cáp ngầm | I | Sở Y tế | 100"}),
        (led_by_another, 1, "2026-12-01", "2026-09-30", ISSUED),  # in effect, not yet recorded
        (led_by_another, 1, "2026-04-30", "2026-10-01", ISSUED),  # recorded, not yet in effect
        (led_by_another, 1, "2026-05-01", "2026-10-01", ISSUED | {"I.2": "Số hóa sách | I | Sở Báo chí | 0"}),
        (led_by_another_next_version, 1, "2026-12-01", NEVER, ISSUED),
        (
            led_by_another_next_version,
            2,
            "2026-06-01",
            NEVER,
            ISSUED | {"I.2": "Số hóa sách | I | Sở Báo chí | 0"},
        ),
    ],
)
def test_a_plan_at_a_day(told, no, on, known_at, expected):
    plan = Story()
    told(plan)
    version = plan.plan.versions.get(no=no)
    assert read(plan_at(version, day=day(on), known_at=moment(known_at))) == expected


def test_a_plan_knows_identities_and_rows_in_printed_order():
    plan = Story()
    at = plan_at(plan.plan.versions.get(), day=day("2026-03-01"), known_at=moment("2026-03-01"))
    assert [(task.id, task.row, task.parent) for task in at.tasks] == [
        (row.task_id, row.pk, row.parent_id) for row in (plan.group, plan.cables, plan.books)
    ]
    assert [task.code for task in at.leaves] == ["I.1", "I.2"]
    assert at.task("I.2") == at.by_id[plan.books.task_id]
    assert at.task("III") is None
    (line,) = at.money(plan.cables.task_id)
    assert (line.row, line.source, line.year, line.stage) == (
        plan.money.pk,
        plan.money.source_id,
        2026,
        "planned",
    )


def test_who_coordinates_answers_but_owes_nothing():
    plan = Story()
    make.assignment(plan.cables, plan.press, role="coordinate")
    at = plan_at(plan.plan.versions.get(), day=day("2026-03-01"), known_at=moment("2026-03-01"))
    assert [row.name for row in at.answering(plan.cables.task_id)] == ["Sở Y tế", "Sở Báo chí"]
    assert [row.name for row in at.responsible(plan.cables.task_id)] == ["Sở Y tế"]


def test_a_group_is_named_beside_agencies():
    plan = Story()
    make.assignment(plan.cables, make.group(plan.plan.province, name="UBND cấp huyện"))
    at = plan_at(plan.plan.versions.get(), day=day("2026-03-01"), known_at=moment("2026-03-01"))
    assert [(row.agency, row.label) for row in at.responsible(plan.cables.task_id)] == [
        (plan.health.pk, "Sở Y tế"),
        (None, "UBND cấp huyện"),
    ]


@pytest.mark.parametrize(
    ("on", "no"), [("2025-12-31", 1), ("2026-05-31", 1), ("2026-06-01", 2), ("2027-01-01", 2)]
)
def test_the_version_of_a_day_is_the_newest_in_effect(on, no):
    plan = Story()
    reworded(plan)
    assert version_on(plan.plan, day(on)).no == no


@pytest.mark.parametrize("more", [0, 5])
def test_a_plan_of_any_size_takes_the_same_queries(more):
    plan = Story()
    reworded(plan)
    for number in range(more):
        make.budget(plan.task(10 + number, f"I.{10 + number}", "Việc", plan.press), plan.money.source, 1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        plan_at(plan.plan.versions.get(no=2), day=day("2026-12-01"), known_at=moment(NEVER))
    assert (
        len(queries) == 6
    )  # the version's own, the ids of the earlier ones, tasks, events, assignments, money
