"""Roll-up from real rows: what counts, what is carried over, what is left out, and that it never changes afterwards."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import TaskVersion
from reporting.collection.counting import count_duties
from reporting.collection.opening import open_period
from reporting.models import Period, ReviewAction, TaskEntry, TaskFact
from reporting.rollup import canonical_json, checksum, from_json, rollup, task_parts, to_json
from reporting.rollup.stored import part_json
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = make.day("2026-11-13")
NOW = make.moment("2026-11-13")
AFTERWARDS = make.moment("2026-12-01")


def figures(period: Period, *, day: dt.date = DAY, known_at: dt.datetime = NOW, parts: bool = False) -> dict:
    """The figures as they leave the portal."""
    return to_json(rollup(period, day=day, known_at=known_at, parts=parts))


def line(period: Period, code: str = "1", **asked) -> dict:
    """One task of the figures."""
    return next(task for task in figures(period, **asked)["tasks"] if task["code"] == code)


def value(found: dict) -> tuple:
    return found["status"], found["percent"], found["reported"], found["owed"], found["carried_from"]


@pytest.fixture
def plan():
    return make.plan()


@pytest.fixture
def lead(plan):
    return make.agency(plan.province, name="Sở Chủ trì")


@pytest.fixture
def others(plan):
    return [make.agency(plan.province) for _number in range(3)]


@pytest.fixture
def task(plan):
    return make.task(plan, code="1", ends_on=make.day("2026-12-31"))


@pytest.fixture
def period(plan):
    return make.period(plan)


# ------------------------------------------------------------------------------------------------- whose value counts


def test_the_main_agency_decides_and_the_others_are_counted_beside(period, task, lead, others):
    make.entry(period, task, lead, main=True)
    make.entry(period, task, others[0])
    make.fact(period, task, lead, main=True, percent=Decimal(40), result="Đã trình")
    make.fact(period, task, others[0], percent=Decimal(90))
    found = line(period)
    assert value(found) == ("in_progress_on_time", "40.00", 2, 2, None)
    assert (found["main"], found["result"], found["parts"]) == ("Sở Chủ trì", "Đã trình", [])


def test_where_only_groups_are_named_the_mean_counts_with_its_denominator(period, task, others):
    for agency, percent in zip(others, (50, 75, None), strict=True):
        make.entry(period, task, agency)
        if percent:
            make.fact(period, task, agency, percent=Decimal(percent))
    assert value(line(period)) == ("in_progress_on_time", "62.50", 2, 3, None)


def test_a_task_of_groups_is_completed_when_all_have_completed_on_the_last_of_their_days(
    period, task, others
):
    for agency, day in zip(others, ("2026-03-01", "2026-09-30", "2026-05-01"), strict=True):
        make.entry(period, task, agency)
        make.fact(period, task, agency, state="completed", percent=Decimal(100), completed_on=make.day(day))
    assert value(line(period)) == ("completed_on_time", "100.00", 3, 3, None)
    TaskVersion.objects.filter(pk=task.pk).update(ends_on=make.day("2026-09-29"))
    assert (line(period)["status"], line(period)["overdue_days"]) == ("completed_late", 1)


def test_silence_is_neither_zero_nor_not_started(period, task, lead):
    make.entry(period, task, lead, main=True)
    found = figures(period)
    assert value(found["tasks"][0]) == ("not_reported", None, 0, 1, None)
    assert (found["percent"], found["percent_over"], found["counts"]["not_reported"]) == (None, 0, 1)


def test_what_is_typed_into_an_entry_is_never_read(period, task, lead):
    make.entry(period, task, lead, main=True)
    before = checksum(figures(period))
    TaskEntry.objects.update(
        state="completed", percent=Decimal(100), completed_on=DAY, result="Xong", line_state="clean"
    )
    assert checksum(figures(period)) == before


# ------------------------------------------------------------------------------------------------ day and known moment


def test_a_fact_counts_from_its_approval_until_it_is_superseded(period, task, lead):
    make.entry(period, task, lead, main=True)
    first, second = make.moment("2026-11-01"), make.moment("2026-11-10")
    make.fact(period, task, lead, main=True, percent=Decimal(40), approved_at=first, superseded_at=second)
    make.fact(period, task, lead, main=True, percent=Decimal(70), approved_at=second)
    moments = [first - dt.timedelta(seconds=1), first, second - dt.timedelta(seconds=1), second]
    assert [line(period, known_at=known_at)["percent"] for known_at in moments] == [
        None,
        "40.00",
        "40.00",
        "70.00",
    ]


def test_status_is_told_for_the_day_asked(period, task, lead):
    make.fact(period, task, lead, main=True, percent=Decimal(40))
    days = [make.day("2026-12-31"), make.day("2027-01-01")]
    assert [line(period, day=day)["status"] for day in days] == ["in_progress_on_time", "in_progress_overdue"]
    assert [line(period, day=day)["overdue_days"] for day in days] == [0, 1]


def test_reopening_and_returning_change_no_figure(period, task, lead):
    make.entry(period, task, lead, main=True)
    sending = make.sending(make.submission(period, lead))
    make.fact(period, task, lead, main=True, sending=sending)
    before = figures(period, known_at=AFTERWARDS)
    by = make.user()
    for action in ("return", "reopen"):
        ReviewAction.objects.create(
            submission=sending.submission, sending=sending, action=action, reason="Sửa", by=by, at=NOW
        )
    after = figures(period, known_at=AFTERWARDS)
    assert (after["tasks"], after["counts"], after["money"]) == (
        before["tasks"],
        before["counts"],
        before["money"],
    )
    assert [(row["state"], row["lines_approved"]) for row in after["agencies"]] == [("returned", 1)]


def test_the_same_facts_give_the_same_bytes_whatever_comes_later(period, task, lead, others):
    for agency in [lead, *others]:
        make.entry(period, task, agency, main=agency is lead)
    make.fact(period, task, lead, main=True)
    make.fact(period, task, others[0])
    frozen = checksum(figures(period))
    TaskFact.objects.filter(agency=lead).update(superseded_at=AFTERWARDS)
    make.fact(period, task, lead, main=True, percent=Decimal(99), approved_at=AFTERWARDS)
    late = make.sending(make.submission(period, others[1]), at=AFTERWARDS)
    make.fact(period, task, others[1], sending=late, approved_at=AFTERWARDS)
    ReviewAction.objects.create(
        submission=make.submission(period, lead), action="reopen", reason="Sửa", by=make.user(), at=AFTERWARDS
    )
    assert checksum(figures(period)) == frozen
    assert checksum(figures(period, known_at=AFTERWARDS)) != frozen


def test_the_canonical_text_is_sorted_without_blanks_and_keeps_its_letters():
    assert canonical_json({"b": [1, None], "a": "Đã duyệt"}) == '{"a":"Đã duyệt","b":[1,null]}'
    assert checksum({"a": 1}) == checksum({"a": 1}) == checksum({**{"a": 1}})


# ---------------------------------------------------------------------------------------------------- carried over


@pytest.fixture
def last_year(plan):
    return make.period(plan, year=2025)


def test_a_value_of_last_year_is_carried_over_with_the_date_of_its_approval(
    period, last_year, task, lead, others
):
    make.entry(period, task, lead, main=True)
    make.fact(
        last_year, task, lead, main=True, percent=Decimal(30), approved_at=make.moment("2025-11-20", "23:30")
    )
    assert value(line(period)) == ("in_progress_on_time", "30.00", 0, 1, "2025-11-20")
    # the others' reports of this year are counted, the main agency's last word stands
    make.entry(period, task, others[0])
    make.fact(period, task, others[0], percent=Decimal(90))
    assert value(line(period)) == ("in_progress_on_time", "30.00", 1, 2, "2025-11-20")


def test_a_task_finished_last_year_owes_nothing_and_stays_completed(period, last_year, task, lead):
    make.fact(
        last_year,
        task,
        lead,
        main=True,
        state="completed",
        percent=Decimal(100),
        completed_on=make.day("2025-06-30"),
    )
    assert value(line(period)) == ("completed_on_time", "100.00", 0, 0, "2025-10-15")


def test_the_newest_earlier_period_counts_and_never_a_later_one(plan, period, last_year, task, lead):
    make.fact(make.period(plan, year=2024), task, lead, main=True, percent=Decimal(10))
    make.fact(last_year, task, lead, main=True, percent=Decimal(20))
    make.fact(make.period(plan, year=2027), task, lead, main=True, percent=Decimal(80), approved_at=NOW)
    assert line(period)["percent"] == "20.00"


def test_parts_of_groups_are_carried_over_each_agencys_last(plan, period, last_year, task, others):
    before = make.period(plan, year=2024)
    make.fact(before, task, others[0], percent=Decimal(10))
    make.fact(before, task, others[1], percent=Decimal(50))
    make.fact(last_year, task, others[0], percent=Decimal(70))
    assert value(line(period)) == ("in_progress_on_time", "60.00", 0, 0, "2025-10-15")
    # from the first report of this year on, this year's alone count
    make.entry(period, task, others[2])
    make.fact(period, task, others[2], percent=Decimal(5))
    assert value(line(period)) == ("in_progress_on_time", "5.00", 1, 1, None)


def test_what_recurs_starts_anew_each_year_but_not_within_it(plan, last_year, lead):
    task = make.task(plan, code="1", recurring=True)
    first_half = make.period(plan, from_on=make.day("2026-01-01"), to_on=make.day("2026-06-30"))
    year = make.period(plan)
    make.fact(last_year, task, lead, main=True, percent=Decimal(90))
    assert value(line(year)) == ("not_reported", None, 0, 0, None)
    make.fact(first_half, task, lead, main=True, percent=Decimal(30))
    assert value(line(year)) == ("recurring", "30.00", 0, 0, "2026-10-15")


# ------------------------------------------------------------------------------------------------------ plan rows


def test_a_period_keeps_its_pinned_version_of_the_plan(plan, period, task, lead):
    make.fact(period, task, lead, main=True)
    source = make.source(plan.province)
    make.budget(task, source, 100, year=2026)
    frozen = checksum(figures(period))
    amended = make.version(plan, "2026-06-01")
    make.ended(task, by=amended)
    make.ended(plan.budget_lines.get(), by=amended)
    make.task(
        plan,
        version=amended,
        task=task.task,
        code=task.code,
        name="Tên mới",
        ends_on=make.day("2026-01-31"),
        valid_from=amended.effective_on,
    )
    assert checksum(figures(period)) == frozen
    later = make.period(plan, year=2027)
    assert (line(later)["name"], line(later)["deadline"], figures(later)["money"]) == (
        "Tên mới",
        "2026-01-31",
        [],
    )


def test_what_is_recorded_after_a_period_is_closed_changes_none_of_its_figures(plan, period, task, lead):
    """A correction of the text and of the money that takes effect in the period, recorded after its closing."""
    make.fact(period, task, lead, main=True)
    money = make.budget(task, make.source(plan.province), 100, year=2026)
    Period.objects.filter(pk=period.pk).update(state="closed", closed_at=make.moment("2026-12-01"))
    period.refresh_from_db()
    late = make.moment("2027-02-01")
    frozen = checksum(figures(period, known_at=late))
    make.corrected(
        task, on="2026-03-01", at="2027-01-15", name="Tên đính chính", ends_on=make.day("2026-02-01")
    )
    make.corrected(money, on="2026-03-01", at="2027-01-15", amount=Decimal(300))
    assert checksum(figures(period, known_at=late)) == frozen
    following = make.period(plan, year=2027, opened_at=late)
    known = rollup(following, day=DAY, known_at=late)
    assert (known.of_task(task.task_id).name, [row.planned for row in known.money]) == (
        "Tên đính chính",
        [300],
    )


def test_groups_stand_in_printed_order_with_the_codes_of_their_parents(plan, period, lead):
    group = make.task(plan, code="I", kind="group", position=1)
    inner = make.task(plan, code="I.1", kind="group", position=2, parent=group)
    leaf = make.task(plan, code="I.1.a", position=3, parent=inner, ends_on=DAY)
    make.fact(period, leaf, lead, main=True)
    found = figures(period)
    assert [
        (row["code"], row["parent"], row["total"], row["percent"], row["reported"]) for row in found["groups"]
    ] == [
        ("I", None, 1, "50.00", 1),
        ("I.1", "I", 1, "50.00", 1),
    ]
    assert [(row["code"], row["parent"]) for row in found["tasks"]] == [("I.1.a", "I.1")]


# ---------------------------------------------------------------------------------------------------------- money


def test_money_is_planned_by_the_leaves_and_disbursed_by_the_last_cumulative(
    plan, period, last_year, task, lead, others
):
    group = make.task(plan, code="I", kind="group")
    central, own = make.source(plan.province, code="central"), make.source(plan.province, code="province")
    make.budget(task, own, "915068000000", year=2026)
    make.budget(task, own, 30)
    make.budget(group, own, 1_000, year=2026)
    make.budget(task, own, 7, year=2026, stage="allotted")
    make.fact(last_year, task, lead, main=True, money={own: 40})
    old = make.fact(
        period, task, lead, main=True, money={own: 5, central: 1}, superseded_at=make.moment("2026-11-01")
    )
    make.fact(period, task, lead, main=True, money={own: 60}, approved_at=old.superseded_at)
    make.fact(period, task, others[0], money={own: 3})
    keys = ("year", "source", "planned", "disbursed", "apart")
    assert [tuple(row[key] for key in keys) for row in figures(period)["money"]] == [
        (0, "province", "30", None, None),
        (2025, "province", "0", None, "40"),
        (2026, "province", "915068000000", "63", None),
    ]


def test_a_correction_of_last_years_money_replaces_it_and_is_not_added(period, last_year, task, lead):
    source = make.source(lead.province)
    make.fact(last_year, task, lead, main=True, money={source: 40})
    fact = make.fact(period, task, lead, main=True)
    fact.money.create(period=fact.period, source=source, budget_year=2025, cumulative=Decimal(45))
    assert [(row["year"], row["apart"]) for row in figures(period)["money"]] == [(2025, "45")]


def test_money_of_the_whole_plan_is_in_the_denominator(plan, period, task, lead):
    source = make.source(plan.province)
    make.budget(task, source, 100, year=2026)
    make.budget(task, source, 60, year=2026, task=None)
    make.fact(period, task, lead, main=True, money={source: 80})
    assert [(row["task"], row["planned"], row["disbursed"]) for row in figures(period)["money_by_task"]] == [
        (None, "60", None),
        (task.task_id, "100", "80"),
    ]
    assert [(row["planned"], row["disbursed"]) for row in figures(period)["money"]] == [("160", "80")]


def test_what_was_kept_as_json_is_the_same_figures_again(plan, period, last_year, task, lead, others):
    group = make.task(plan, code="I", kind="group")
    inner = make.task(plan, code="I.1", parent=group, ends_on=DAY)
    source = make.source(plan.province)
    make.budget(inner, source, 5, year=2026)
    make.budget(task, source, 7)
    make.fact(last_year, task, lead, main=True, percent=Decimal(30))
    make.entry(period, inner, others[0])
    make.fact(period, inner, others[0], percent=Decimal(12), money={source: 3}, proposal="Bổ sung")
    make.sending(make.submission(period, lead), at=NOW)
    indicator = make.indicator(plan)
    make.target(indicator, horizon_year=2030)
    make.observation(indicator.indicator.measure, make.day("2025-10-31"), 12)
    judged = make.indicator(plan)
    make.target(judged, comparator="qualitative", low=None, printed="Khá")
    make.observation(judged.indicator.measure, make.day("2026-10-31"), None, verdict="5")
    payload = rollup(period, day=DAY, known_at=NOW, parts=True)
    assert from_json(json.loads(canonical_json(to_json(payload)))) == payload
    assert [(row.value, row.judgement, row.outdated) for row in payload.indicators] == [
        (Decimal(12), "", True),
        (None, "5", False),
    ]


# ------------------------------------------------------------------------------------------------------- discipline


def test_agencies_stand_in_order_with_their_lines_and_sendings(plan, period, task, lead, others):
    make.entry(period, task, lead, main=True)
    make.entry(period, task, others[0])
    measure = make.measure(plan.province)
    make.submission(period, others[0]).measure_entries.create(measure=measure, from_on=DAY, to_on=DAY)
    make.fact(period, task, lead, main=True, approved_at=NOW)
    make.sending(make.submission(period, others[0]), at=make.moment("2026-11-20", "00:00"))
    found = figures(period, known_at=AFTERWARDS)["agencies"]
    keys = ("agency", "lines_owed", "lines_approved", "state", "in_time", "returns")
    assert [tuple(row[key] for key in keys) for row in found] == [
        ("Sở Chủ trì", 1, 1, "sent", True, 0),
        (others[0].name, 2, 0, "sent", False, 0),
    ]
    assert found[1]["first_sent_at"] == "2026-11-20T00:00:00+07:00"


def test_an_approved_report_stays_approved_at_the_moment_it_was_whatever_follows(period, task, lead):
    make.entry(period, task, lead, main=True)
    submission = make.submission(period, lead, state="approved", approved_at=NOW)
    sending = make.sending(submission, outcome="accepted")
    make.fact(period, task, lead, main=True, sending=sending, approved_at=NOW)
    before = figures(period)["agencies"]
    assert [(row["state"], row["lines_approved"]) for row in before] == [("approved", 1)]
    ReviewAction.objects.create(
        submission=submission, action="reopen", reason="Sửa", by=make.user(), at=AFTERWARDS
    )
    type(submission).objects.filter(pk=submission.pk).update(state="returned", approved_at=None)
    assert figures(period)["agencies"] == before
    assert figures(period, known_at=AFTERWARDS)["agencies"][0]["state"] == "returned"


# ------------------------------------------------------------------------------------------------------- indicators


def test_an_indicator_is_judged_by_what_was_known_up_to_the_day(plan, period, lead):
    indicator = make.indicator(plan, lead=lead, code="1", unit_printed="%")
    make.target(indicator, horizon_year=2026, low=Decimal(80), printed="Trên 80%")
    measure = indicator.indicator.measure
    make.submission(period, lead).measure_entries.create(measure=measure, main=True, from_on=DAY, to_on=DAY)
    make.observation(measure, make.day("2024-12-31"), "20.5", basis="baseline")
    make.observation(measure, make.day("2025-12-31"), 40)
    make.observation(measure, make.day("2026-11-15"), 80, basis="estimate", recorded_at=AFTERWARDS)
    keys = ("code", "unit", "low", "baseline", "value", "to_on", "basis", "verdict", "expected", "main")
    (found,) = figures(period)["indicators"]
    assert tuple(found[key] for key in keys) == (
        "1",
        "%",
        "80",
        "20.5",
        "40",
        "2025-12-31",
        "actual",
        "off_track",
        "76.09",
        "Sở Chủ trì",
    )
    # known later, but measured after the day asked; and then both
    assert figures(period, known_at=AFTERWARDS)["indicators"][0]["value"] == "40"
    met = figures(period, day=make.day("2026-11-15"), known_at=AFTERWARDS)["indicators"][0]
    assert (met["value"], met["verdict"], met["basis"], met["expected"]) == ("80", "met", "estimate", None)


@pytest.mark.parametrize(
    ("unit", "verdict"), [("%", "off_track"), ("tỷ đồng", "met")], ids=["is a rate", "grows from last year's"]
)
def test_growth_is_read_from_the_rate_or_from_the_year_before(plan, period, unit, verdict):
    indicator = make.indicator(plan, unit_printed=unit)
    make.target(indicator, comparator="growth", low=Decimal(15), horizon_year=2026)
    measure = indicator.indicator.measure
    make.observation(measure, make.day("2025-12-31"), 10)
    make.observation(measure, make.day("2026-10-31"), 12)
    assert figures(period)["indicators"][0]["verdict"] == verdict


def test_a_judgement_in_words_is_shown_as_the_value(plan, period):
    indicator = make.indicator(plan)
    make.target(indicator, comparator="qualitative", low=None, printed="Hoàn thành hạ tầng")
    assert figures(period)["indicators"][0]["verdict"] == "no_value"
    make.observation(indicator.indicator.measure, make.day("2026-10-31"), None, verdict="Đã hoàn thành")
    found = figures(period)["indicators"][0]
    assert (found["verdict"], found["value"]) == ("judgement", "Đã hoàn thành")


# --------------------------------------------------------------------------------------------------- shape and size


def test_parts_come_when_asked_for_and_for_one_task_alone(period, task, lead, others):
    make.fact(period, task, others[1], percent=Decimal(10), difficulty="Thiếu người")
    make.fact(period, task, lead, main=True, percent=Decimal(40))
    assert line(period)["parts"] == []
    parts = line(period, parts=True)["parts"]
    assert [(part["agency"], part["percent"], part["difficulty"]) for part in parts] == [
        ("Sở Chủ trì", "40.00", ""),
        (others[1].name, "10.00", "Thiếu người"),
    ]
    assert [part_json(part) for part in task_parts(period, task.task_id, known_at=NOW)] == parts
    assert task_parts(period, task.task_id, known_at=make.moment("2026-01-01")) == []


def test_an_empty_period_has_every_key_and_no_number(period):
    found = figures(period)
    assert list(found) == [
        "schema",
        "period",
        "day",
        "known_at",
        "rules_version",
        "tasks",
        "groups",
        "counts",
        "total",
        "percent",
        "percent_over",
        "with_deadline",
        "money",
        "money_by_task",
        "agencies",
        "indicators",
    ]
    assert (found["tasks"], found["total"], found["percent"], found["agencies"]) == ([], 0, None, [])
    assert found["period"]["plan"]["number"] == period.plan.number


@pytest.mark.parametrize("size", [1, 10])
def test_it_takes_the_same_number_of_queries_whatever_the_size(plan, period, last_year, size):
    agencies = [make.agency(plan.province) for _number in range(size)]
    source = make.source(plan.province)
    for number in range(size):
        task = make.task(plan, ends_on=DAY)
        finished = make.task(plan, ends_on=DAY)
        make.budget(task, source, 1, year=2026)
        make.fact(last_year, finished, agencies[number], money={source: 1})
        for agency in agencies:
            make.entry(period, task, agency)
            make.fact(period, task, agency, money={source: 1})
        make.target(make.indicator(plan))
    whole = Period.objects.select_related(
        "cycle__plan__province", "cycle__plan__focal_agency", "plan_version"
    ).get(pk=period.pk)
    with CaptureQueriesContext(connection) as queries:
        figures(whole, parts=True)
    assert len(queries) == 20


def test_counted_duties_give_the_same_figures_as_counting_anew(plan, period, task, lead, others):
    for agency in [lead, *others]:
        make.entry(period, task, agency, main=agency is lead)
    alone = make.task(plan, code="2")
    make.entry(period, alone, others[0])
    make.submission(period, make.agency(plan.province))
    make.fact(period, task, lead, main=True)
    make.fact(period, task, others[0])
    anew = canonical_json(figures(period))
    count_duties(period)
    assert canonical_json(figures(period)) == anew
    count_duties(period)
    assert canonical_json(figures(period)) == anew


def test_counts_that_fall_short_of_the_reports_are_not_believed(period, task, lead, others):
    make.entry(period, task, lead)
    count_duties(period)
    for agency in others:
        make.entry(period, task, agency)
        make.fact(period, task, agency)
    assert (line(period)["reported"], line(period)["owed"]) == (3, 4)


def test_opening_a_period_counts_its_duties(plan, period, lead, others):
    make.task(plan, lead=lead, code="1")
    make.task(plan, lead=make.group(plan.province, *others), code="2")
    opened = open_period(cycle=period.cycle, year=2027, by=None, at=NOW, checked=False)
    assert opened.duty_counts.filter(task__isnull=False).count() == 2
    counted = figures(opened)
    assert [(task["owed"], task["main"]) for task in counted["tasks"]] == [(1, "Sở Chủ trì"), (3, None)]
    opened.duty_counts.all().delete()
    assert canonical_json(figures(opened)) == canonical_json(counted)
