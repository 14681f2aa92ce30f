"""Roll-up of a period of 20 000 facts against one plain aggregate over the same facts, on the same PostgreSQL.

Two shapes of the same size: many tasks reported on by the agencies of a province, and fewer tasks reported on by its
communes as well. Every line was sent and reviewed, its duties counted as opening a period does. The last case adds
what the plain aggregate has nothing to do with: last year's season, money on every sixth task, indicators.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db import connection

from reporting.collection.counting import count_duties
from reporting.models import MoneyFact, Period, ReviewAction, Sending, Submission, TaskEntry, TaskFact
from reporting.rollup import rollup
from tests import factories as make
from tests.benchmarks.harness import Result

FACTS = 20_000
CASES = ((600, 34, False), (150, 134, False), (600, 34, True))
TIMES = 100
STATES = ("not_started", "in_progress", "in_progress", "completed")
RESULT = (
    "Đã ban hành kế hoạch và hướng dẫn các đơn vị triển khai; hoàn thành kết nối với nền tảng tích hợp, chia sẻ "
    "dữ liệu của tỉnh, cập nhật 12/15 bộ dữ liệu lên kho dữ liệu dùng chung; tổ chức tập huấn cho cán bộ cấp xã."
)
DIFFICULTY = "Thiếu nhân lực chuyên trách công nghệ thông tin; kinh phí được giao chậm so với kế hoạch."
PROPOSAL = "Đề nghị bố trí kinh phí năm sau từ đầu năm."
PLAIN = """
SELECT task_id, count(*), avg(percent) FROM reporting_taskfact
WHERE period_id = %s AND approved_at <= %s AND (superseded_at IS NULL OR superseded_at > %s)
GROUP BY 1
"""


def measure() -> Iterator[Result]:
    for tasks, agencies, rich in CASES:
        period = season(tasks, agencies, rich=rich)
        now = make.moment("2026-11-13")

        def plain(period: Period = period, now: dt.datetime = now) -> None:
            with connection.cursor() as cursor:
                cursor.execute(PLAIN, [period.pk, now, now])
                cursor.fetchall()

        def rolled(period: Period = period, now: dt.datetime = now) -> None:
            rollup(period, day=now.date(), known_at=now)

        floor, taken = in_turns(plain, rolled)
        name = f"roll-up, {FACTS} facts on {tasks} tasks" + (", with a past" if rich else "")
        note = f"best of {TIMES}: {taken:.1f} ms, the plain aggregate {floor:.1f} ms"
        yield Result(name, taken / floor, "×", None if rich else 2, note)


def in_turns(*calls: Callable[[], None]) -> list[float]:
    """The fewest milliseconds of each call, run in turns so that all meet the same weather."""
    taken: list[list[float]] = [[] for _call in calls]
    for _turn in range(TIMES):
        for call, times in zip(calls, taken, strict=True):
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1000)
    return [min(times) for times in taken]


def season(tasks: int, agencies: int, *, rich: bool) -> Period:
    """A plan with its approved season of 2026, and with all that may stand beside where it is rich."""
    province = make.province()
    plan = make.plan(province)
    bodies = [make.agency(province) for _number in range(agencies)]
    sources = [make.source(province) for _number in range(2)]
    groups = [make.task(plan, kind="group") for _number in range(20)]
    leaves = [
        make.task(
            plan,
            parent=groups[number * 20 // tasks],
            name=f"Xây dựng, hoàn thiện nền tảng tích hợp, chia sẻ dữ liệu dùng chung của tỉnh, phần {number}",
            lead_text="Sở Thông tin và Truyền thông",
            coordinating_text="Các sở, ban, ngành; UBND các huyện, thị xã, thành phố",
            time_text="Năm 2026",
            ends_on=make.day("2026-12-31") if number % 3 else None,
            recurring=number % 3 == 0,
        )
        for number in range(tasks)
    ]
    by = make.user()
    if rich:
        for leaf in leaves[::6]:
            for source in sources:
                make.budget(leaf, source, 1_500_000_000, year=2026)
        for _number in range(40):
            indicator = make.indicator(plan, lead=bodies[0])
            make.target(indicator, horizon_year=2026)
            make.observation(indicator.indicator.measure, make.day("2024-12-31"), 20, basis="baseline")
            make.observation(indicator.indicator.measure, make.day("2025-12-31"), 55)
        report(make.period(plan, year=2025), leaves, bodies, sources, by)
    period = make.period(plan, year=2026)
    report(period, leaves, bodies, sources if rich else [], by)
    period = Period.objects.select_related(
        "cycle__plan__province", "cycle__plan__focal_agency", "plan_version"
    ).get(pk=period.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does by itself, minutes after so many rows
    return period


def report(period: Period, leaves: list, bodies: list, sources: list, by) -> None:
    """Every body reports on every task until there are 20 000 facts; every second task has a main agency."""
    at = period.opened_at
    Submission.objects.bulk_create(
        Submission(
            period=period,
            agency=body,
            due_at=make.moment(f"{at.year}-11-20"),
            state="approved",
            approved_at=at,
        )
        for body in bodies
    )
    submissions = {row.agency_id: row for row in period.submissions.all()}
    Sending.objects.bulk_create(
        Sending(submission=row, no=1, at=at, payload={}, sha256="0" * 64, outcome="accepted")
        for row in submissions.values()
    )
    sendings = {row.submission_id: row for row in Sending.objects.filter(submission__period=period)}
    entries, facts = [], []
    for place, leaf in enumerate(leaves):
        for number, body in enumerate(bodies[: FACTS - place * len(bodies)]):
            main = place % 2 == 0 and number == place % len(bodies)
            state = STATES[(place + number) % 4]
            percent = {"not_started": 0, "completed": 100}.get(state, (place * 7 + number * 13) % 99)
            line = {
                "task_id": leaf.task_id,
                "task_version": leaf,
                "main": main,
                "state": state,
                "percent": Decimal(percent),
                "completed_on": period.cutoff_on if state == "completed" else None,
                "result": RESULT,
                "difficulty": DIFFICULTY if number % 2 else "",
                "proposal": PROPOSAL if number % 3 == 0 else "",
            }
            submission = submissions[body.pk]
            entries.append(TaskEntry(submission=submission, line_state="approved", **line))
            facts.append(
                TaskFact(period=period, agency=body, sending=sendings[submission.pk], approved_at=at, **line)
            )
    # in the order of approval: agency by agency
    order = {body.pk: number for number, body in enumerate(bodies)}
    facts.sort(key=lambda fact: order[fact.agency_id])
    TaskEntry.objects.bulk_create(entries, 1000)
    count_duties(period)
    facts = TaskFact.objects.bulk_create(facts, 1000)
    ReviewAction.objects.bulk_create(
        (
            ReviewAction(submission_id=entry.submission_id, task_entry=entry, action="approve", by=by, at=at)
            for entry in entries
        ),
        1000,
    )
    paying = {leaf.task_id for leaf in leaves[::6]}
    MoneyFact.objects.bulk_create(
        MoneyFact(
            period=period, fact=fact, source=source, budget_year=at.year, cumulative=Decimal(750_000_000)
        )
        for fact in facts
        if fact.main and fact.task_id in paying
        for source in sources
    )
