"""The rules of roll-up as plain functions over plain rows: status, means, money, discipline."""

import datetime as dt
from decimal import Decimal

import pytest

from plans.vocabulary import OUTSIDE
from plans.vocabulary import WITH_DEADLINE as SHOWN_WITH_DEADLINE
from reporting.collection.value import Value, mean, value_of_parts
from reporting.rollup.discipline import Standing, standing
from reporting.rollup.money import by_year_and_source, money_figures, money_sum, money_table
from reporting.rollup.numbers import hundredths, plain
from reporting.rollup.payload import AgencyRef
from reporting.rollup.rows import Disbursed, Line, Main, Node, Owing, Parts, Planned, Reviewed, Sent, Source
from reporting.rollup.status import COUNTED_APART, WITH_DEADLINE, overdue_days, status_of
from reporting.rollup.tasks import Approved, plan_figures
from tests.factories import moment

DAY = dt.date(2026, 11, 13)
BEFORE, AFTER = dt.date(2026, 6, 30), dt.date(2026, 12, 31)


def test_the_codes_are_those_of_the_screens():
    assert (WITH_DEADLINE, COUNTED_APART) == (SHOWN_WITH_DEADLINE, OUTSIDE)


@pytest.mark.parametrize(
    ("state", "completed_on", "ends_on", "recurring", "triggered", "status"),
    [
        # silence comes first
        (None, None, AFTER, False, False, "not_reported"),
        (None, None, None, True, False, "not_reported"),
        (None, None, None, False, True, "not_reported"),
        # what has no deadline is counted apart
        ("completed", BEFORE, AFTER, True, False, "recurring"),
        ("in_progress", None, None, False, True, "awaiting_trigger"),
        ("awaiting_trigger", None, None, False, True, "awaiting_trigger"),
        ("in_progress", None, None, False, False, "no_deadline"),
        ("completed", BEFORE, None, False, False, "no_deadline"),
        # a printed deadline besides a trigger is measured, unless the agency still waits
        ("in_progress", None, AFTER, False, True, "in_progress_on_time"),
        ("awaiting_trigger", None, AFTER, False, True, "awaiting_trigger"),
        # nothing to measure
        ("not_applicable", None, AFTER, False, False, "not_reported"),
        ("not_applicable", None, None, True, False, "recurring"),
        # state × timeliness; the deadline's own day is in time
        ("completed", BEFORE, BEFORE, False, False, "completed_on_time"),
        ("completed", BEFORE + dt.timedelta(days=1), BEFORE, False, False, "completed_late"),
        ("in_progress", None, DAY, False, False, "in_progress_on_time"),
        ("in_progress", None, DAY - dt.timedelta(days=1), False, False, "in_progress_overdue"),
        ("not_started", None, AFTER, False, False, "not_started_on_time"),
        ("not_started", None, BEFORE, False, False, "not_started_overdue"),
    ],
)
def test_status_is_state_by_timeliness(state, completed_on, ends_on, recurring, triggered, status):
    found = status_of(state, completed_on, ends_on=ends_on, recurring=recurring, triggered=triggered, day=DAY)
    assert found == status


@pytest.mark.parametrize(
    ("status", "completed_on", "days"),
    [
        ("in_progress_overdue", None, 136),
        ("not_started_overdue", None, 136),
        ("completed_late", dt.date(2026, 7, 10), 10),
        ("completed_on_time", BEFORE, 0),
        ("in_progress_on_time", None, 0),
    ],
)
def test_days_late_run_to_the_day_or_to_the_completion(status, completed_on, days):
    assert overdue_days(status, completed_on, ends_on=BEFORE, day=DAY) == days


@pytest.mark.parametrize(
    ("total", "count", "found"),
    [("100", 3, "33.33"), ("200", 3, "66.67"), ("0.01", 2, "0.01"), ("125", 1000, "0.13"), ("0", 4, "0.00")],
)
def test_means_are_rounded_half_up_to_two_decimals(total, count, found):
    assert str(mean(Decimal(total), count)) == found


def test_measured_values_lose_their_trailing_zeros_and_nothing_else():
    assert [plain(Decimal(text)) for text in ("45.6000", "80.0000", "1200.0000", "0.0000", "-3.5")] == [
        "45.6",
        "80",
        "1200",
        "0",
        "-3.5",
    ]
    assert plain(hundredths(Decimal("33.335"))) == "33.34"


def parts(
    reported: int, with_percent: int, completed: int, percent_sum: str | None, *, last: dt.date | None = None
) -> Parts:
    total = None if percent_sum is None else Decimal(percent_sum)
    return Parts(1, reported, with_percent, completed, total, last, None)


@pytest.mark.parametrize(
    ("lines", "owed", "triggered", "value"),
    [
        # the mean over those who have reported, whatever the others do
        (parts(2, 2, 0, "124"), 33, False, Value("in_progress", Decimal("62.00"))),
        # all who have reported are done, but not all who owe have reported
        (parts(2, 2, 2, "200", last=BEFORE), 3, False, Value("in_progress", Decimal("100.00"))),
        (parts(3, 3, 3, "300", last=BEFORE), 3, False, Value("completed", Decimal("100.00"), BEFORE)),
        # who says it does not apply is outside the mean and keeps nobody waiting
        (parts(3, 2, 2, "200", last=BEFORE), 3, False, Value("completed", Decimal("100.00"), BEFORE)),
        (parts(3, 3, 1, "100"), 3, False, Value("in_progress", Decimal("33.33"))),
        (parts(2, 2, 0, "0"), 2, False, Value("not_started", Decimal("0.00"))),
        (parts(2, 0, 0, None), 2, False, Value("not_applicable")),
        (parts(2, 0, 0, None), 2, True, Value("awaiting_trigger")),
        # finished in an earlier period: nobody owes anything now
        (parts(2, 2, 2, "200", last=BEFORE), 0, False, Value("completed", Decimal("100.00"), BEFORE)),
    ],
)
def test_where_only_groups_are_named_the_mean_over_the_reported_counts(lines, owed, triggered, value):
    assert value_of_parts(lines, owed, triggered=triggered) == value


def node(
    task: int, code: str, *, parent: int | None = None, kind: str = "task", ends_on: dt.date | None = AFTER
) -> Node:
    return Node(task, parent, kind, code, f"Nhiệm vụ {code}", "", "", "", ends_on, False, False)


def main(task: int, state: str, percent: str | None) -> Main:
    done = BEFORE if state == "completed" else None
    return Main(task, 7, state, None if percent is None else Decimal(percent), done, "", "", "")


def approved(**known) -> Approved:
    empty = {"owed": {}, "leads": {}, "mains": {}, "parts": {}, "earlier_mains": {}, "earlier_parts": {}}
    return Approved(**(empty | known))


LEAD = AgencyRef(7, "Sở A")
TREE = [
    node(1, "I", kind="group"),
    node(2, "I.1", kind="group", parent=1),
    node(3, "I.1.1", parent=2),
    node(4, "I.1.2", parent=2),
    node(5, "I.2", kind="group", parent=1),
    node(6, "I.2.1", parent=5),
    node(7, "II.1"),
]


def test_groups_and_the_plan_count_their_leaves_and_average_those_with_a_value():
    known = approved(
        owed=dict.fromkeys((3, 4, 6, 7), 1),
        leads=dict.fromkeys((3, 4, 6, 7), LEAD),
        mains={
            3: main(3, "completed", "100"),
            4: main(4, "in_progress", "33.33"),
            7: main(7, "not_applicable", None),
        },
    )
    figures = plan_figures(TREE, known, DAY)
    assert [(g.task, g.parent, g.total, g.percent, g.reported) for g in figures.groups] == [
        (1, None, 3, Decimal("66.67"), 2),
        (2, 1, 2, Decimal("66.67"), 2),
        (5, 1, 1, None, 0),
    ]
    assert {code: count for code, count in figures.groups[0].counts.items() if count} == {
        "completed_on_time": 1,
        "in_progress_on_time": 1,
        "not_reported": 1,
    }
    whole = figures.whole
    assert (whole.total, whole.percent, whole.with_percent, figures.with_deadline) == (
        4,
        Decimal("66.67"),
        2,
        2,
    )
    assert [task.parent for task in figures.tasks] == [2, 2, 5, None]
    assert sum(whole.counts.values()) == whole.total


def test_where_the_main_agency_is_silent_the_others_are_counted_and_nothing_is_averaged():
    known = approved(owed={7: 3}, leads={7: LEAD}, parts={7: parts(2, 2, 0, "120")})
    (task,) = plan_figures([TREE[-1]], known, DAY).tasks
    assert (task.status, task.percent, task.reported, task.owed, task.main) == (
        "not_reported",
        None,
        2,
        3,
        LEAD,
    )


def test_a_silent_main_agency_keeps_its_last_approved_value_with_its_date():
    line = Line(
        7, 7, True, "in_progress", Decimal(40), None, "Đã làm", "", "", moment("2025-11-20", "23:30"), 1
    )
    known = approved(owed={7: 3}, leads={7: LEAD}, parts={7: parts(2, 2, 0, "120")}, earlier_mains={7: line})
    (task,) = plan_figures([TREE[-1]], known, DAY).tasks
    assert (task.status, task.percent, task.reported, task.carried_from, task.result) == (
        "in_progress_on_time",
        Decimal("40.00"),
        2,
        dt.date(2025, 11, 20),
        "Đã làm",
    )


def test_a_task_counts_as_missing_where_nothing_was_ever_approved():
    (task,) = plan_figures([TREE[-1]], approved(), DAY).tasks
    assert (task.status, task.state, task.percent, task.reported, task.owed, task.main) == (
        "not_reported",
        None,
        None,
        0,
        0,
        None,
    )


NOW = moment("2026-12-31")


CENTRAL, INVESTMENT = Source(4, 1, "central", "Trung ương"), Source(9, 2, "investment", "Đầu tư")
A, B = 1, 2


def spent(task: int, source: Source, year: int, amount: int, *, by: int = 1, period: int = 1) -> Disbursed:
    return Disbursed(task, by, year, source.id, Decimal(amount), period)


def money(planned: list[Planned], disbursed: list[Disbursed]) -> tuple:
    return money_figures([INVESTMENT, CENTRAL], planned, disbursed, {A: 0, B: 1})


def rows_of(figures: tuple) -> list[tuple]:
    return [(row.task, row.source.code, row.year, row.planned, row.disbursed, row.apart) for row in figures]


DESIGNS_EXAMPLE = (
    [Planned(A, 2023, INVESTMENT.id, Decimal(100)), Planned(A, 0, CENTRAL.id, Decimal(160))],
    [
        spent(A, INVESTMENT, 2023, 80),
        spent(A, INVESTMENT, 2026, 5),
        spent(A, CENTRAL, 2023, 30),
        spent(A, CENTRAL, 2024, 49),
    ],
)


def test_disbursement_counts_at_the_grain_the_plan_prints():
    figures = money(*DESIGNS_EXAMPLE)
    assert rows_of(figures) == [
        (A, "central", 0, 160, 79, None),
        (A, "investment", 2023, 100, 80, None),
        (A, "investment", 2026, None, None, 5),
    ]
    whole = money_sum(figures)
    assert (whole.planned, whole.disbursed, whole.apart, whole.silent) == (260, 159, 5, 0)
    table = money_table(figures)
    assert table.years == (2023, 2026, 0)
    year = table.columns[0].money
    assert (year.planned, year.disbursed, year.percent) == (100, 80, 80)


def test_the_grain_is_each_task_s_own():
    figures = money(
        [Planned(A, 2026, CENTRAL.id, Decimal(100)), Planned(B, 0, CENTRAL.id, Decimal(50))],
        [spent(A, CENTRAL, 2025, 7), spent(B, CENTRAL, 2025, 20), spent(B, INVESTMENT, 2026, 3)],
    )
    assert rows_of(figures) == [
        (B, "central", 0, 50, 20, None),
        (A, "central", 2025, None, None, 7),
        (A, "central", 2026, 100, None, None),
        (B, "investment", 2026, None, None, 3),
    ]
    whole = money_sum(figures)
    assert (whole.planned, whole.disbursed, whole.apart, whole.silent) == (150, 20, 10, 100)


def test_money_of_the_whole_plan_counts_like_a_task():
    figures = money(
        [Planned(None, 2026, CENTRAL.id, Decimal(900)), Planned(A, 2026, CENTRAL.id, Decimal(100))],
        [spent(A, CENTRAL, 2026, 80)],
    )
    assert rows_of(figures) == [
        (None, "central", 2026, 900, None, None),
        (A, "central", 2026, 100, 80, None),
    ]
    assert rows_of(by_year_and_source(figures)) == [(None, "central", 2026, 1000, 80, None)]
    assert money_sum(figures).silent == 900


def test_where_nobody_has_reported_nothing_is_called_zero():
    silent = money_sum(money([Planned(A, 2026, CENTRAL.id, Decimal(100))], []))
    assert (silent.disbursed, silent.percent, silent.silent) == (None, None, 100)
    told = money_sum(money([Planned(A, 2026, CENTRAL.id, Decimal(100))], [spent(A, CENTRAL, 2026, 0)]))
    assert (told.disbursed, told.percent, told.silent) == (0, 0, 0)


def test_the_last_cumulative_of_each_agency_and_year_counts():
    figures = money(
        [Planned(A, 2026, CENTRAL.id, Decimal("915068000000"))],
        [
            spent(A, CENTRAL, 2026, 10),
            spent(A, CENTRAL, 2026, 20, by=2),
            spent(A, CENTRAL, 2026, 30, period=2),
        ],
    )
    assert rows_of(figures) == [(A, "central", 2026, 915068000000, 50, None)]


def test_a_total_beside_its_own_sources_is_not_added_to_them():
    total = Source(3, 0, "total", "Tổng cộng")
    planned = [
        Planned(A, 2026, CENTRAL.id, Decimal(10)),
        Planned(A, 2026, total.id, Decimal(10)),
        Planned(A, 2027, total.id, Decimal(4)),
        Planned(B, 2026, total.id, Decimal(6)),
    ]
    figures = money_figures([CENTRAL, total], planned, [], {A: 0, B: 1})
    assert [(row.task, row.source.code, row.year, row.planned) for row in figures] == [
        (B, "total", 2026, 6),
        (A, "central", 2026, 10),
        (A, "total", 2027, 4),
    ]


DUE = moment("2026-11-20", "00:00")
EARLY, LATE = moment("2026-11-19", "23:59"), DUE
REPLY, AGAIN, SECOND_REPLY = (moment(f"2026-11-{day}") for day in (21, 22, 23))


def sent(number: int, at: dt.datetime, outcome: str | None = None) -> Sent:
    return Sent(1, number, at, outcome)


def review(action: str, at: dt.datetime, *, of: int | None = 1, whole: bool = True) -> Reviewed:
    return Reviewed(1, of, action, at, whole)


@pytest.mark.parametrize(
    ("sendings", "reviews", "accepted", "found"),
    [
        ([], [], {}, Standing("draft", None, None, 0)),
        ([sent(1, EARLY)], [], {}, Standing("sent", EARLY, True, 0)),
        ([sent(1, LATE)], [], {}, Standing("sent", LATE, False, 0)),
        ([sent(1, EARLY, "accepted")], [], {1: REPLY}, Standing("approved", EARLY, True, 0)),
        # returned as a whole it no longer counts as sent in time
        (
            [sent(1, EARLY, "returned_whole")],
            [review("return", REPLY)],
            {},
            Standing("returned", EARLY, None, 1),
        ),
        (
            [sent(1, EARLY, "returned_whole"), sent(2, AGAIN)],
            [review("return", REPLY)],
            {},
            Standing("sent", EARLY, False, 1),
        ),
        # lines returned: it stays in time
        (
            [sent(1, EARLY, "returned_lines"), sent(2, AGAIN, "accepted")],
            [review("return", REPLY, whole=False), review("return", REPLY, whole=False)],
            {2: SECOND_REPLY},
            Standing("approved", EARLY, True, 1),
        ),
        # a line marked and then approved after all was never returned
        (
            [sent(1, EARLY, "accepted")],
            [review("return", REPLY, whole=False)],
            {1: AGAIN},
            Standing("approved", EARLY, True, 0),
        ),
        # reopened: to be sent again
        (
            [sent(1, EARLY, "accepted")],
            [review("reopen", AGAIN, of=None)],
            {1: REPLY},
            Standing("returned", EARLY, True, 0),
        ),
    ],
)
def test_how_a_report_stood_follows_from_what_is_on_record(sendings, reviews, accepted, found):
    owing = Owing(1, 1, "Sở A", DUE, None)
    assert standing(owing, sendings, reviews, accepted, NOW) == found


def test_an_acceptance_after_the_known_moment_is_not_known():
    owing = Owing(1, 1, "Sở A", DUE, None)
    assert standing(owing, [sent(1, EARLY, "accepted")], [], {1: REPLY}, EARLY).state == "sent"
