"""Roll-up of a period against one plain aggregate over the same facts, on the same PostgreSQL, by their CPU.

Three shapes: many tasks reported on by the agencies of a province, fewer tasks reported on by its communes as well, and
five times as many facts. Every line was sent and reviewed, its duties counted as opening a period does. The last case
adds what the plain aggregate has nothing to do with: last year's season, money on every sixth task, indicators.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from reporting.collection.counting import count_duties
from reporting.models import MoneyFact, Period, ReviewAction, Sending, Submission, TaskEntry, TaskFact
from reporting.rollup import rollup
from tests import factories as make
from tests.benchmarks.harness import Measured
from tests.benchmarks.meter import on_cpu
from tests.benchmarks.pace import Gauge
from tests.benchmarks.province.bulk import FUNCTIONS, insert, run

# tasks, agencies, with a past
CASES = ((600, 34, False), (150, 134, False), (600, 167, False), (600, 167, True))
TURNS = 5
LIMIT = 1.5  # times the plain aggregate
WITH_PARTS = 1.0  # seconds of CPU at 100 000 facts
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


def measure(*, small: bool) -> Iterator[Measured]:
    gauge = Gauge()
    for tasks, agencies, rich in CASES[:2] if small else CASES:
        period = season(tasks, agencies, rich=rich)
        facts = TaskFact.objects.filter(period=period).count()
        now = make.moment("2026-11-13")

        def plain(period: Period = period, now: dt.datetime = now) -> None:
            with connection.cursor() as cursor:
                cursor.execute(PLAIN, [period.pk, now, now])
                cursor.fetchall()

        def rolled(period: Period = period, now: dt.datetime = now) -> None:
            rollup(period, day=now.date(), known_at=now)

        def with_parts(period: Period = period, now: dt.datetime = now) -> None:
            rollup(period, day=now.date(), known_at=now, parts=True)

        times = 400_000 // facts
        floor, taken = in_turns(gauge, times, plain, rolled)
        name = f"roll-up, {facts} facts on {tasks} tasks" + (", with a past" if rich else "")
        values = {**taken.values(), "times": round(taken.cpu / floor.cpu, 2)}
        yield Measured(name, values, {"times": LIMIT}, f"plain SQL {floor.cpu * 1000:.1f} ms of CPU")
        if facts > 90_000 and not rich:
            (parts,) = in_turns(gauge, 2, with_parts)
            yield Measured(f"{name}, with parts", parts.values(), {"cpu": WITH_PARTS})


@dataclass(frozen=True)
class Taken:
    """Seconds of CPU of a call, here and in our backend: at pace 1, and as measured."""

    cpu: float
    raw: float

    def values(self) -> dict[str, float]:
        return {"cpu": round(self.cpu, 4), "cpu_raw": round(self.raw, 4)}


def in_turns(gauge: Gauge, times: int, *calls: Callable[[], None]) -> list[Taken]:
    """The fewest seconds of each call over turns of `times` calls each."""
    taken: list[list[tuple[float, float]]] = [[] for _call in calls]
    for _turn in range(TURNS):
        gauge.look()
        for call, found in zip(calls, taken, strict=True):
            here, there = spent()
            for _time in range(times):
                call()
            now_here, now_there = spent()
            found.append(((now_here - here) / times, (now_there - there) / times))
    pace = gauge.pace()
    return [
        Taken(
            min(here / pace.python + there / pace.sql for here, there in found),
            min(here + there for here, there in found),
        )
        for found in taken
    ]


def spent() -> tuple[float, float]:
    """Seconds of CPU of this process, and of its backend."""
    connection.ensure_connection()
    return time.process_time(), on_cpu(connection.connection.info.backend_pid) / 1000


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
    if rich:
        for leaf in leaves[::6]:
            for source in sources:
                make.budget(leaf, source, 1_500_000_000, year=2026)
        for _number in range(40):
            indicator = make.indicator(plan, lead=bodies[0])
            make.target(indicator, horizon_year=2026)
            make.observation(indicator.indicator.measure, make.day("2024-12-31"), 20, basis="baseline")
            make.observation(indicator.indicator.measure, make.day("2025-12-31"), 55)
        report(make.period(plan, year=2025), paid=True)
    period = make.period(plan, year=2026)
    report(period, paid=rich)
    run("VACUUM ANALYZE")  # as autovacuum does by itself, minutes after so many rows
    return Period.objects.select_related(
        "cycle__plan__province", "cycle__plan__focal_agency", "plan_version"
    ).get(pk=period.pk)


# A line of every agency on every leaf; every second leaf has a main agency. Leaves and agencies are numbered from 0.
LINES = """
CREATE TEMP TABLE report_line AS
SELECT s.id AS submission, s.agency_id AS agency, t.task_id AS task, t.id AS version, t.place, s.number,
       t.place % 2 = 0 AND s.number = t.place % count(*) OVER (PARTITION BY t.id) AS main,
       CASE (t.place + s.number) % 4 WHEN 0 THEN 'not_started' WHEN 3 THEN 'completed' ELSE 'in_progress' END AS state,
       CASE (t.place + s.number) % 4 WHEN 0 THEN 0 WHEN 3 THEN 100
           ELSE (t.place * 7 + s.number * 13) % 99 END AS percent
FROM (SELECT *, row_number() OVER (ORDER BY agency_id) - 1 AS number FROM reporting_submission
      WHERE period_id = {period}) s
CROSS JOIN (SELECT *, row_number() OVER (ORDER BY position) - 1 AS place FROM plans_taskversion
            WHERE plan_id = {plan} AND kind = 'task') t
"""


def report(period: Period, *, paid: bool) -> None:
    """Every agency of the province but the focal one reports on every leaf, in the order of approval: one by one."""
    at, day = f"'{period.opened_at.isoformat()}'::timestamptz", f"'{period.cutoff_on}'::date"
    run(FUNCTIONS)
    insert(
        Submission,
        f"FROM agencies_agency a WHERE a.province_id = {period.plan.province_id}"
        f" AND a.id <> {period.plan.focal_agency_id} ORDER BY a.id",
        period=str(period.pk),
        agency="a.id",
        due_at=at,
        state="'approved'",
        approved_at=at,
    )
    of_period = f"FROM reporting_submission s WHERE s.period_id = {period.pk}"
    insert(
        Sending,
        of_period,
        submission="s.id",
        no="1",
        at=at,
        payload="'{}'",
        sha256="repeat('0', 64)",
        outcome="'accepted'",
    )
    run("DROP TABLE IF EXISTS report_line")
    run(LINES.format(period=period.pk, plan=period.plan.pk))
    words = {
        "task": "l.task",
        "task_version": "l.version",
        "main": "l.main",
        "state": "l.state",
        "percent": "l.percent",
        "completed_on": f"CASE WHEN l.state = 'completed' THEN {day} END",
        "result": f"'{RESULT}'",
        "difficulty": f"CASE WHEN mod(l.number, 2) = 1 THEN '{DIFFICULTY}' ELSE '' END",
        "proposal": f"CASE WHEN mod(l.number, 3) = 0 THEN '{PROPOSAL}' ELSE '' END",
    }
    in_order = "FROM report_line l {} ORDER BY l.number, l.place"
    insert(TaskEntry, in_order.format(""), submission="l.submission", line_state="'approved'", **words)
    count_duties(period)
    insert(
        TaskFact,
        in_order.format("JOIN reporting_sending s ON s.submission_id = l.submission"),
        period=str(period.pk),
        agency="l.agency",
        sending="s.id",
        approved_at=at,
        **words,
    )
    insert(
        ReviewAction,
        f"""FROM reporting_taskentry e JOIN reporting_submission s ON s.id = e.submission_id
        WHERE s.period_id = {period.pk} ORDER BY e.id""",
        submission="s.id",
        task_entry="e.id",
        action="'approve'",
        by=str(make.user().pk),
        at=at,
    )
    if paid:
        insert(
            MoneyFact,
            f"""FROM reporting_taskfact f JOIN plans_budgetline b ON b.task_id = f.task_id
            WHERE f.period_id = {period.pk} AND f.main""",
            period=str(period.pk),
            fact="f.id",
            source="b.source_id",
            budget_year=str(period.to_on.year),
            cumulative="750000000",
        )
