"""The summaries of plans say what their payloads say, are made once per change and day, and by one process."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from plans.models import Plan, PlanStamp, TaskVersion
from plans.stamps import touch
from portal.schedule import SCHEDULE
from reporting import tasks
from reporting.dashboards.figures import figures_now
from reporting.models import PlanSummary, RollupCache, TargetSummary, TaskFact, TaskSummary
from reporting.rollup import rollup, summaries
from reporting.rollup.money import money_table, table_of_years
from reporting.rollup.stamps import last_change
from reporting.rollup.standing import standings_of
from reporting.rollup.summaries import make_stale, summaries_of, summary_of_plan
from reporting.rollup.summary import summary_of
from reporting.rollup.summary_rows import targets_of, tasks_of
from tests import factories as make
from tests.factories import moment

NOW = moment("2026-11-25", "09:00")
LATER = moment("2026-11-25", "10:00")
TOMORROW = moment("2026-11-26", "01:00")


class World:
    """A plan in its season with money of two sources, a difficulty, a finished task and an indicator behind."""

    def __init__(self, province=None) -> None:
        self.plan = make.plan(province)
        self.province = self.plan.province
        self.lead = make.agency(self.province)
        self.period = make.period(self.plan)
        sources = [make.source(self.province), make.source(self.province)]
        group = make.task(self.plan, kind="group", code="I")
        late = {"ends_on": make.day("2026-06-30"), "parent": group}
        self.tasks = [make.task(self.plan, lead=self.lead, **late) for _ in range(3)]
        make.budget(self.tasks[0], sources[0], 5_000_000, year=2026)
        make.budget(self.tasks[1], sources[0], 7_000_000, year=2026)
        make.budget(self.tasks[1], sources[1], 9_000_000)
        make.fact(
            self.period,
            self.tasks[0],
            self.lead,
            main=True,
            difficulty="Thiếu nhân lực",
            money={sources[0]: 1_000_000, sources[1]: 2_000_000},
        )
        make.fact(
            self.period,
            self.tasks[1],
            self.lead,
            main=True,
            state="completed",
            percent=Decimal(100),
            completed_on=make.day("2026-06-01"),
            difficulty="Đã vượt qua",
        )
        self.measure = make.measure(self.province, unit="%")
        make.target(make.indicator(self.plan, self.measure), horizon_year=2025)
        make.observation(self.measure, make.day("2026-03-31"), 61)


def plans(*worlds: World):
    return Plan.objects.filter(pk__in=[world.plan.pk for world in worlds])


def payload_of(world: World, at: dt.datetime):
    return rollup(world.period, day=at.date(), known_at=at)


@pytest.fixture
def made(monkeypatch) -> list[int]:
    """The plans of which a payload was computed, each time."""
    computed: list[int] = []

    def counted(period, **at):
        computed.append(period.cycle.plan_id)
        return rollup(period, **at)

    monkeypatch.setattr(summaries, "rollup", counted)
    return computed


@pytest.mark.django_db
def test_a_summary_is_what_its_payload_says():
    world = World()
    (kept,) = summaries_of(plans(world), NOW)
    payload = payload_of(world, NOW)
    assert (kept.summary, kept.fresh) == (summary_of(payload), True)
    assert table_of_years(kept.summary.money) == money_table(payload.money)
    assert (kept.summary.obstacles, kept.summary.verdicts, kept.summary.owing) == (1, {"not_met": 1}, 1)
    counted = {row.task: {code: n for code, n in row.counts.items() if n} for row in payload.groups}
    (standing,) = standings_of([kept])
    assert {row.task: row.counts for row in standing.groups} == counted


@pytest.mark.django_db
def test_its_rows_are_the_payloads_own_figures():
    world = World()
    summaries_of(plans(world), NOW)
    payload = payload_of(world, NOW)
    leaves = tasks_of(TaskSummary.objects.with_plan().in_printed_order())
    targets = targets_of(TargetSummary.objects.with_plan().in_printed_order())
    assert tuple(row.task for row in leaves) == payload.tasks
    assert tuple(row.row for row in targets) == payload.indicators
    assert {row.plan for row in leaves} == {payload.plan}
    (obstacle,) = TaskSummary.objects.obstacles()
    assert obstacle.task == world.tasks[0].task


@pytest.mark.django_db
def test_a_summary_is_made_once_per_change_and_day(made):
    world = World()
    for at in (NOW, LATER):
        summaries_of(plans(world), at)
        summary_of_plan(world.plan.pk, at)
    assert len(made) == 1
    summaries_of(plans(world), TOMORROW)
    make.changed(world.plan.pk)
    summaries_of(plans(world), TOMORROW)
    assert len(made) == 3


@pytest.mark.django_db
def test_an_observation_makes_stale_only_the_plans_on_its_measure(made):
    world, other, apart = World(), World(), World()
    make.target(make.indicator(other.plan, world.measure))
    summaries_of(plans(world, other, apart), NOW)
    made.clear()
    make.observation(world.measure, make.day("2026-09-30"), 75)
    summaries_of(plans(world, other, apart), LATER)
    assert sorted(made) == sorted([world.plan.pk, other.plan.pk])


@pytest.mark.django_db
def test_a_row_that_says_the_same_stays_and_one_that_is_gone_goes():
    world = World()
    summaries_of(plans(world), NOW)
    before = dict(TaskSummary.objects.values_list("task", "pk"))
    make.fact(world.period, world.tasks[0], make.agency(world.province), percent=Decimal(30))
    world.tasks[2].delete()
    make.changed(world.plan.pk)
    (kept,) = summaries_of(plans(world), LATER)
    rows = {row.task_id: row for row in TaskSummary.objects.all()}
    assert rows.keys() == {task.task_id for task in world.tasks[:2]}
    assert rows[world.tasks[0].task_id].reported == 2
    assert {task: row.pk for task, row in rows.items()} == {task: before[task] for task in rows}
    assert kept.summary == summary_of(payload_of(world, LATER))


@pytest.mark.django_db
def test_a_new_period_takes_the_place_of_the_old_one():
    world = World()
    summaries_of(plans(world), NOW)
    period = make.period(world.plan, year=2027)
    (kept,) = summaries_of(plans(world), NOW)
    assert (kept.period, kept.summary.period.label) == (period, "năm 2027")


@pytest.mark.django_db
def test_a_page_makes_a_handful_and_reads_the_last_of_the_rest(made, monkeypatch):
    monkeypatch.setattr(summaries, "MADE_AT_ONCE", 1)
    worlds = [World(), World()]
    assert all(kept.fresh for kept in summaries_of(plans(*worlds), NOW)), "none yet: all are made"
    made.clear()
    found = summaries_of(plans(*worlds), TOMORROW)
    assert len(made) == 1
    assert sorted((kept.fresh, kept.summary.known_at) for kept in found) == [(False, NOW), (True, TOMORROW)]
    assert make_stale(TOMORROW) == 1
    assert all(kept.fresh for kept in summaries_of(plans(*worlds), TOMORROW))


@pytest.mark.django_db
def test_plans_without_a_period_have_no_summary():
    plan = make.plan()
    assert summaries_of(Plan.objects.filter(pk=plan.pk), NOW) == []
    assert summary_of_plan(plan.pk, NOW) is None
    assert make_stale(NOW) == 0


@pytest.mark.django_db
def test_many_plans_take_two_queries(django_assert_num_queries):
    small, large = [World()], [World() for _ in range(4)]
    for worlds in (small, large):
        summaries_of(plans(*worlds), NOW)
        with django_assert_num_queries(2):
            assert len(summaries_of(plans(*worlds), LATER)) == len(worlds)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_one_process_makes_a_summary_the_others_read_the_last_or_wait(made):
    world = World()
    summaries_of(plans(world), NOW)
    made.clear()
    make.changed(world.plan.pk)
    waiting = threading.Event()
    found: list[dt.datetime] = []

    def other() -> None:
        (last,) = summaries_of(plans(world), LATER)  # leaves it alone, and is told so
        found.append(last.summary.known_at)
        assert not last.fresh
        waiting.set()
        kept = summary_of_plan(world.plan.pk, LATER)  # waits
        found.append(kept.summary.known_at)
        connection.close()

    with transaction.atomic():
        PlanSummary.objects.select_for_update().get(plan=world.plan)
        thread = threading.Thread(target=other)
        thread.start()
        assert waiting.wait(20)
        assert summaries.make(world.plan.pk, TOMORROW - dt.timedelta(hours=12), wait=True)
    thread.join(20)
    assert found == [NOW, TOMORROW - dt.timedelta(hours=12)]
    assert made == [world.plan.pk], "whoever waited found it made"


@pytest.mark.django_db
def test_the_command_makes_what_is_stale_and_all_of_it_after_a_load_past_the_portal(settings, capsys):
    settings.PORTAL_TODAY = NOW.date()
    world, other = World(), World()
    call_command("add_up")
    make.changed(other.plan.pk)
    call_command("add_up")
    loaded = TaskFact.objects.filter(task=world.tasks[0].task).get()
    loaded.pk, loaded.task_id, loaded.task_version = None, world.tasks[2].task_id, world.tasks[2]
    TaskFact.objects.bulk_create([loaded])  # no verb, no stamp
    call_command("add_up", "--all")
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["2", "1", "2"]
    assert TaskSummary.objects.get(task=world.tasks[2].task).percent == Decimal(50)
    stamp = PlanStamp.objects.get(plan=world.plan)
    assert stamp.changed_at == last_change(world.plan.pk)


@pytest.mark.django_db
def test_the_clock_makes_the_summaries_of_a_new_day(settings):
    settings.PORTAL_TODAY = NOW.date()
    World()
    tasks.add_up()
    settings.PORTAL_TODAY = TOMORROW.date()
    tasks.add_up()
    assert PlanSummary.objects.get().day == TOMORROW.date()
    assert "reporting.tasks.add_up" in {row["task"] for row in SCHEDULE.values()}


@pytest.mark.django_db
def test_the_kept_payload_of_a_period_follows_a_misprint_put_right():
    world = World()
    figures_now(world.period, NOW)
    TaskVersion.objects.filter(pk=world.tasks[0].pk).update(name="Việc viết lại")
    touch([world.plan.pk], NOW)  # at the very moment of the last change
    assert figures_now(world.period, NOW).tasks[0].name == "Việc viết lại"
    assert RollupCache.objects.filter(period=world.period).count() == 1
