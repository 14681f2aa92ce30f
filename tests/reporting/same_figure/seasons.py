"""Plans and seasons drawn by Hypothesis: small, and as awkward as a province's year can be."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from agencies.models import Agency
from plans.models import BudgetLine, FundingSource, Plan, TaskVersion
from reporting.models import MoneyFact, Period, ReviewAction, Submission
from tests import factories as make

YEARS = (2025, 2026)
KINDS: tuple[dict[str, object], ...] = (
    {"ends_on": make.day("2026-12-31"), "time_text": "Trong năm 2026"},
    {"ends_on": make.day("2026-06-30"), "time_text": "Quý II năm 2026"},
    {"recurring": True, "time_text": "Thường xuyên hàng năm"},
    {"trigger_text": "Sau khi có hướng dẫn", "time_text": "Sau khi có hướng dẫn"},
    {
        "trigger_text": "khi có quy định",
        "ends_on": make.day("2026-12-31"),
        "time_text": "2026 và khi có quy định",
    },
    {},
)
WORDS = "Đã hoàn thành 3 lớp tập huấn cho 40 cán bộ, đạt 75% kế hoạch của năm."
HARD = "Thiếu 5 tỷ đồng và 02 cán bộ chuyên trách để triển khai tại 12 đơn vị."

amounts = st.integers(min_value=0, max_value=9 * 10**11)
days = st.integers(min_value=0, max_value=300)


@dataclass(frozen=True)
class Said:
    """What an agency had approved, a later approval behind an earlier one; no turns: it kept still."""

    agency: int
    turns: tuple[tuple[str, int, int], ...]  # state, hundredths of a percent, days before the cut-off
    money: tuple[tuple[int, int, int], ...]  # source, budget year, VND


@dataclass(frozen=True)
class Drawn:
    """A task: its kind, whether somebody is main, its money, who said what in which year."""

    kind: int
    group: int
    with_main: bool
    owing: tuple[int, ...]
    budget: tuple[tuple[int, int, int], ...]  # source, year (0: the whole horizon), VND
    said: dict[int, tuple[Said, ...]] = field(hash=False)


@dataclass(frozen=True)
class Aim:
    """A target on a measure that falls or rises, where it started, what was measured when."""

    direction: str
    comparator: str
    low: int
    high: int
    horizon: int
    scope: str
    unit: str
    baseline: int | None
    measured: tuple[tuple[int, str, int], ...]  # days before the cut-off, basis, tenths


@dataclass(frozen=True)
class Season:
    tasks: tuple[Drawn, ...]
    whole_plan: tuple[tuple[int, int, int], ...]
    renumbered: bool
    aims: tuple[Aim, ...]
    sendings: dict[int, tuple[tuple[int, str], ...]] = field(hash=False)  # agency → day of November, fate


states = st.sampled_from(
    ["not_started", "in_progress", "in_progress", "completed", "not_applicable", "awaiting_trigger"]
)
turns = st.lists(st.tuples(states, st.integers(1, 9999), days), max_size=2).map(tuple)
sources = st.integers(0, 1)
planned = st.lists(
    st.tuples(sources, st.sampled_from([0, 2025, 2026]), st.integers(1, 9 * 10**11)),
    max_size=3,
    unique_by=lambda row: row[:2],
).map(tuple)


@st.composite
def drawn_tasks(draw: st.DrawFn) -> Drawn:
    owing = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True).map(tuple))
    spent = st.lists(
        st.tuples(sources, st.sampled_from([2023, 2025, 2026]), amounts),
        max_size=2,
        unique_by=lambda row: row[:2],
    ).map(tuple)
    said = {
        year: tuple(Said(agency, draw(turns), draw(spent)) for agency in owing)
        for year in YEARS
        if draw(st.booleans()) or year == YEARS[-1]
    }
    return Drawn(
        kind=draw(st.integers(0, len(KINDS) - 1)),
        group=draw(st.integers(0, 1)),
        with_main=draw(st.booleans()),
        owing=owing,
        budget=draw(planned),
        said=said,
    )


@st.composite
def drawn_aims(draw: st.DrawFn) -> Aim:
    low, more = draw(st.integers(1, 90)), draw(st.integers(1, 20))
    return Aim(
        direction=draw(st.sampled_from(["up", "down"])),
        comparator=draw(st.sampled_from([">=", ">", "<=", "<", "=", "between", "growth", "qualitative"])),
        low=low,
        high=low + more,
        horizon=draw(st.sampled_from([2025, 2026, 2030])),
        scope=draw(st.sampled_from(["", "cấp xã"])),
        unit=draw(st.sampled_from(["%", "xã"])),
        baseline=draw(st.none() | st.integers(0, 900)),
        measured=draw(
            st.lists(
                st.tuples(days, st.sampled_from(["actual", "estimate", "official"]), st.integers(0, 1000)),
                max_size=3,
                unique_by=lambda row: row[:2],
            ).map(tuple)
        ),
    )


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    fates = st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["", "whole", "lines"])), max_size=3)
    return Season(
        tasks=tuple(draw(st.lists(drawn_tasks(), min_size=2, max_size=5))),
        whole_plan=draw(planned),
        renumbered=draw(st.booleans()),
        aims=tuple(draw(st.lists(drawn_aims(), max_size=3))),
        sendings={agency: tuple(sorted(draw(fates))) for agency in range(4)},
    )


# ------------------------------------------------------------------------------------------------------- as rows


def written(season: Season) -> Period:
    """The season in the tables; its last period. A report with approved lines is under review."""
    province = make.province(name="Thử Nghiệm")
    focal = make.agency(province, name="Sở Đầu mối")
    plan = make.plan(province, title="Kế hoạch chuyển đổi số toàn diện của tỉnh", focal_agency=focal)
    agencies = [make.agency(province, name=f"Sở {name}") for name in ("Bắc", "Đông", "Nam", "Tây")]
    sources = [make.source(province, name_printed=f"Vốn {name}") for name in ("đầu tư", "sự nghiệp")]
    groups = [make.task(plan, kind="group", name=f"Nhóm nhiệm vụ số {number}") for number in "ab"]
    tasks = [
        make.task(
            plan,
            parent=groups[told.group],
            name=f"Nhiệm vụ {number} về nền tảng số dùng chung",
            lead_text=", ".join(agencies[who].name for who in told.owing),
            **KINDS[told.kind],
        )
        for number, told in enumerate(season.tasks)
    ]
    for task, told in zip(tasks, season.tasks, strict=True):
        for source, year, amount in told.budget:
            make.budget(task, sources[source], amount, year=year)
    _whole_plan(season, plan, tasks[0], sources)
    _aims(season, plan)
    first = make.period(plan, year=YEARS[0])
    _reports(season, first, tasks, agencies, sources)
    if season.renumbered:
        tasks = _renumbered(plan, tasks)
    last = make.period(plan, year=YEARS[1])
    _reports(season, last, tasks, agencies, sources)
    for period in (first, last):
        Submission.objects.filter(period=period, sendings__isnull=False).update(
            state="sent", first_sent_at=period.opened_at, touched_at=period.opened_at
        )
    _sendings(season, last, agencies)
    return last


def _whole_plan(season: Season, plan: Plan, beside: TaskVersion, sources: list[FundingSource]) -> None:
    for source, year, amount in season.whole_plan:
        line = make.budget(beside, sources[source], amount, year=year, stage="allotted")
        BudgetLine.objects.filter(pk=line.pk).update(task=None, stage="planned")


def _renumbered(plan: Plan, tasks: list[TaskVersion]) -> list[TaskVersion]:
    """An amendment between the two years gives the first task the number of the second, and the other way round."""
    version = make.version(plan, "2026-03-01")
    one, other, *rest = tasks
    aside = make.amended(one, version, code="aside", position=10**6)
    second = make.amended(other, version, code=one.code, position=one.position)
    aside.code, aside.position = other.code, other.position
    aside.save()
    return [aside, second, *rest]


def _reports(
    season: Season,
    period: Period,
    tasks: list[TaskVersion],
    agencies: list[Agency],
    sources: list[FundingSource],
) -> None:
    for task, told in zip(tasks, season.tasks, strict=True):
        for number, said in enumerate(told.said.get(period.to_on.year, ())):
            main = told.with_main and number == 0
            make.entry(period, task, agencies[said.agency], main=main)
            _facts(period, task, agencies[said.agency], said, sources, main=main)


def _facts(
    period: Period,
    task: TaskVersion,
    agency: Agency,
    said: Said,
    sources: list[FundingSource],
    *,
    main: bool,
) -> None:
    for turn, (state, hundredths, before) in enumerate(said.turns):
        at = period.opened_at + dt.timedelta(days=turn)
        again = turn + 1 < len(said.turns)
        percent = {"not_started": 0, "completed": 100, "in_progress": Decimal(hundredths) / 100}.get(state)
        fact = make.fact(
            period,
            task,
            agency,
            main=main,
            state=state,
            percent=percent,
            completed_on=period.cutoff_on - dt.timedelta(days=before) if state == "completed" else None,
            result=WORDS,
            difficulty=HARD if turn else "",
            approved_at=at,
            superseded_at=at + dt.timedelta(days=1) if again else None,
        )
        for source, year, amount in said.money:
            if year <= period.to_on.year:
                MoneyFact.objects.create(
                    period=period,
                    fact=fact,
                    source=sources[source],
                    budget_year=year,
                    cumulative=Decimal(amount + turn),
                )


def _aims(season: Season, plan: Plan) -> None:
    for number, told in enumerate(season.aims):
        name = f"Tỷ lệ thứ {'abc'[number]} của toàn tỉnh"
        measure = make.measure(plan.province, name=name, direction=told.direction, unit=told.unit)
        head = make.indicator(plan, measure, unit_printed=told.unit, name=name)
        words = told.comparator == "qualitative"
        make.target(
            head,
            horizon_year=told.horizon,
            scope=told.scope,
            comparator=told.comparator,
            low=None if words else Decimal(told.low),
            high=Decimal(told.high) if told.comparator == "between" else None,
            printed=f"{told.comparator} {told.low}",
        )
        if told.baseline is not None:
            value = Decimal(told.baseline) / 10
            make.observation(measure, make.day("2024-12-31"), value, scope=told.scope, basis="baseline")
        cutoff = make.day("2026-11-13")
        for before, basis, tenths in told.measured:
            to_on = cutoff - dt.timedelta(days=before)
            value = Decimal(tenths) / 10
            make.observation(measure, to_on, value, scope=told.scope, basis=basis)


def _sendings(season: Season, period: Period, agencies: list[Agency]) -> None:
    """Reports sent, sent back as a whole or by lines, sent again; the last fate is the submission's state."""
    for number, fates in season.sendings.items():
        submission = Submission.objects.filter(period=period, agency=agencies[number]).first()
        if submission is not None and not submission.sendings.exists():
            _fates(submission, fates)


def _fates(submission: Submission, fates: tuple[tuple[int, str], ...]) -> None:
    officer = make.user()
    for at_day, fate in fates:
        at = make.moment(f"2026-11-{at_day:02d}")
        if at > make.moment("2026-11-13"):
            break
        sending = make.sending(submission, at=at)
        submission.state, submission.first_sent_at = "sent", submission.first_sent_at or at
        if fate in ("whole", "lines"):
            entry = None if fate == "whole" else submission.task_entries.first()
            ReviewAction.objects.create(
                submission=submission,
                sending=sending,
                task_entry=entry,
                action="return",
                reason="Nêu rõ kết quả.",
                by=officer,
                at=at + dt.timedelta(hours=1),
            )
            sending.outcome = f"returned_{fate}"
            sending.save()
            submission.state = "returned"
        submission.touched_at = at
        submission.save()
