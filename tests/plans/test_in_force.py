"""Many plans at once: what search and an agency's duties read is what `plan_at` reads of each plan."""

from collections import Counter

import pytest

from plans.at import PlanAt, plan_at, version_on
from plans.in_force import Duties, InForce
from plans.models import Plan, TaskVersion
from tests import factories as make
from tests.factories import day, moment
from tests.plans.test_at import (
    Story,
    added_again,
    corrected_late,
    ended,
    led_by_another,
    led_by_another_next_version,
    moved,
    nothing,
    reworded,
)

pytestmark = pytest.mark.django_db


def corrected_beside_a_later_version(plan: Story) -> None:
    """A correction of what the next version has already replaced: two rows of one task are stated until it begins."""
    reworded(plan)
    brought = {"cause": "correction", "cause_id": None, "recorded_at": moment("2026-03-01")}
    make._followed(plan.cables, {**brought, "valid_to": day("2026-06-01"), "name": "Kéo cáp đồng",
        "ended_by": plan.plan.versions.get(no=2), "ended_recorded_at": moment("2026-06-01")})  # fmt: skip


def begins_later(plan: Story) -> None:
    """Nothing of the plan is in effect yet, and its first lead changes on its first day."""
    plan.plan.versions.update(effective_on=day("2028-01-01"))
    for row in (*plan.books.task.assignments.all(), *plan.cables.task.assignments.all()):
        row.valid_from = day("2028-01-01")
        row.save()


def group_made_of_a_task(plan: Story) -> None:
    make.amended(plan.books, plan.amend(), kind="group")


TOLD = [
    nothing, reworded, moved, ended, added_again, corrected_late, led_by_another, led_by_another_next_version,
    corrected_beside_a_later_version, begins_later, group_made_of_a_task,
]  # fmt: skip


def duties(at: PlanAt) -> Counter[int]:
    """How many leaves each agency leads or implements."""
    return Counter(
        agency
        for leaf in at.leaves
        for agency in {row.agency for row in at.responsible(leaf.id) if row.agency is not None}
    )


@pytest.mark.parametrize("known_at", ["2026-01-01", "2026-09-30", "2030-01-01"])
@pytest.mark.parametrize("on", ["2025-12-31", "2026-04-30", "2026-06-01", "2026-12-01"])
def test_what_is_read_across_plans_is_what_each_plan_asks(on, known_at):
    stories = []
    for tell in TOLD:
        stories.append(Story())
        tell(stories[-1])
    on, known_at = day(on), moment(known_at)
    each = [plan_at(version_on(story.plan, on), day=on, known_at=known_at) for story in stories]

    plans = Plan.objects.all()
    in_force = InForce.of(plans, day=on, known_at=known_at)
    rows = TaskVersion.objects.filter(in_force.newest(TaskVersion, "task_id")).order_by("pk")
    assert [row.pk for row in rows] == sorted(task.row for at in each for task in at.tasks)

    agencies = [agency.pk for story in stories for agency in (story.health, story.culture, story.press)]
    told = {(duty.agency, duty.ref): duty.tasks for duty in in_force.tasks_of(agencies, plans)}
    assert told == {
        (agency, story.plan.ref): tasks
        for story, at in zip(stories, each, strict=True)
        for agency, tasks in duties(at).items()
    }


def test_duties_are_told_of_the_plans_asked_about_alone():
    story, other = Story(), Story()
    in_force = InForce.of(Plan.objects.all(), day=day("2026-03-01"), known_at=moment("2026-03-01"))
    asked = Plan.objects.filter(pk=story.plan.pk)
    assert in_force.tasks_of([story.health.pk, other.health.pk], asked) == [
        Duties(story.health.pk, story.plan.ref, story.plan.number, 1)
    ]


def test_no_plan_at_all_is_nothing_in_force():
    in_force = InForce.of(Plan.objects.none(), day=day("2026-03-01"), known_at=moment("2026-03-01"))
    Story()
    assert not TaskVersion.objects.filter(in_force.newest(TaskVersion, "task_id")).exists()
    assert in_force.tasks_of([1], Plan.objects.none()) == []
