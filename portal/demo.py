"""The demo's seasons, written with the ordinary verbs at the moments they would have happened.

What agencies say is drawn from fixtures/demo.json, always the same for the same task and agency; the plans, the
agencies and the duties are the real ones.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from agencies.models import Agency, User
from agencies.services import load_people
from common.clock import standing_at
from common.files import store_file
from common.states import move_all
from common.text import fold
from indicators.models import Target
from indicators.services import record_observation
from plans.models import Plan
from reporting.collection.deadlines import ZONE
from reporting.collection.entries import lines_of
from reporting.collection.line_view import TaskView
from reporting.collection.opening import open_period
from reporting.collection.periods import close_period, due_cycle
from reporting.collection.sending import send_submission
from reporting.collection.showing import line_views
from reporting.consolidation.services import draft_report, issue_report, submit_report
from reporting.documents.files import render
from reporting.models import MeasureEntry, MoneyEntry, Period, Submission, TaskEntry
from reporting.review.services import approve_lines, approve_submission, return_line, return_lines
from reporting.states import LINE, LINE_FIELD


def seed_people(data: dict[str, Any], accounts: dict[str, Any]) -> int:
    """The demo accounts, and a reporter for every agency that has none. Returns how many were added."""
    password = accounts["password"]
    rows = [{**row, "password": password} for row in accounts["accounts"]]
    with_reporter = {code for row in rows for code, role in row["roles"] if role == "reporter"}
    for agency in Agency.objects.current().exclude(province__code="TW").order_by("id"):
        if agency.code not in with_reporter:
            draw = Draw(agency.code)
            name = f"{draw.one(data['surnames'])} {draw.one(data['middles'])} {draw.one(data['givens'])}"
            domain = agency.email.partition("@")[2] or "portal.example"
            mailbox = f"{fold(name).replace(' ', '.')}.{agency.email.partition('@')[0]}"
            rows.append(
                {
                    "email": f"{mailbox}@{domain}",
                    "name": name,
                    "post": data["reporter_post"],
                    "password": password,
                    "roles": [[agency.code, "reporter"]],
                }
            )
    return load_people(rows=rows)


class Draw:
    """Repeatable choices: the same key always draws the same."""

    def __init__(self, *key: object) -> None:
        self.seed = "|".join(str(part) for part in key)
        self.count = 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit − 1."""
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}|{self.count}".encode()).digest()
        return int.from_bytes(digest[:6]) % limit

    def one(self, choices: list) -> Any:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def often(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent


@transaction.atomic
def play_season(season: dict[str, Any], data: dict[str, Any]) -> str:
    """One reporting season as fixtures/demo.json tells it; says what happened. Does nothing when it is there."""
    plan = Plan.objects.named(season["plan"])
    cycle = due_cycle(plan)
    if cycle.periods.filter(to_on__year=season["year"]).exists():
        return f"{plan.number} {season['year']}: already there"
    opener, leader = User.objects.get(email=season["opener"]), User.objects.get(email=season["leader"])
    opened = moment(season["opened"])
    told = season.get("due", {})
    due = {
        stage.id: dt.date.fromisoformat(told[stage.kind])
        for stage in cycle.stages.all()
        if stage.kind in told
    }
    with standing_at(opened):
        period = open_period(cycle=cycle, year=season["year"], by=opener, at=opened, due=due)
    if season.get("baseline"):
        _record_baselines(plan, dt.date.fromisoformat(season["baseline"]), opened)
    groups = _divide(period, season)
    for submission in groups["sent"] + groups["late"]:
        late = submission in groups["late"]
        _send(submission, data, moment(season["late_sending" if late else "sending"]), season)
    for submission in groups["drafts"]:
        at = moment(season["sending"])
        with standing_at(at):
            _fill(submission, data, at, season, share=60)
    _review(period, groups, season, data, opener, leader)
    if season.get("report"):
        _report(period, season["report"], opener, leader)
    if season.get("closed"):
        closed = moment(season["closed"])
        with standing_at(closed):
            close_period(period=period, by=leader, at=closed)
    return f"{plan.number} {season['year']}: {len(groups['all'])} submissions"


def _record_baselines(plan: Plan, day: dt.date, at: dt.datetime) -> None:
    """Give every measure of the plan with a number to reach the value it started from."""
    goals = Target.objects.filter(
        indicator__plan=plan, valid_to__isnull=True, low__isnull=False, comparator__in=[">=", ">", "between"]
    ).select_related("indicator__measure")
    first: dict[tuple[int | None, str], Target] = {}
    for goal in goals.order_by("horizon_year"):
        first.setdefault((goal.indicator.measure_id, goal.scope), goal)
    with standing_at(at):
        for goal in first.values():
            measure = goal.indicator.measure
            if measure is None or goal.low is None:  # kept out by the query
                continue
            share = 30 + Draw(measure.name, goal.scope).below(40)
            record_observation(
                measure=measure,
                scope=goal.scope,
                to_on=day,
                basis="baseline",
                value=(goal.low * Decimal(share) / 100).quantize(Decimal("0.1")),
                by=None,
                at=at,
            )


def moment(text: str) -> dt.datetime:
    """A local moment of the fixture."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _divide(period: Period, season: dict[str, Any]) -> dict[str, list[Submission]]:
    submissions = list(
        period.submissions.select_related("agency", "period__cycle__plan").order_by("agency__position")
    )
    past = season.get("past", False)
    late = set(season.get("late", ()))

    def of(codes: Iterable[str]) -> list[Submission]:
        wanted = set(codes)
        return [submission for submission in submissions if submission.agency.code in wanted]

    approved = submissions if past else of(season["approved"])
    returned = of(season.get("returned", ()))
    sent = submissions if past else approved + of(season["sent"]) + returned
    return {
        "all": submissions,
        "approved": approved,
        "returned": returned,
        "sent": [submission for submission in sent if submission.agency.code not in late],
        "late": [submission for submission in sent if submission.agency.code in late],
        "drafts": of(season.get("drafts", ())),
    }


def _send(submission: Submission, data: dict, at: dt.datetime, season: dict) -> None:
    at += dt.timedelta(minutes=Draw(submission.agency.code, season["year"]).below(240))
    with standing_at(at):
        _fill(submission, data, at, season, share=100)
        send_submission(submission=submission, by=_reporter(submission.agency), at=at)


def _reporter(agency: Agency) -> User:
    return User.objects.filter(memberships__agency=agency, memberships__role="reporter").order_by("id")[0]


def _fill(submission: Submission, data: dict, at: dt.datetime, season: dict, *, share: int) -> None:
    """Type a share of the lines as a reporter would; the ordinary checks decide whether a line is settled."""
    reporter = _reporter(submission.agency)
    tasks, measures = lines_of(submission)
    money: list[MoneyEntry] = []
    lines = [line for line in line_views(tasks, []) if isinstance(line, TaskView)]
    for entry, line in zip(tasks, lines, strict=True):
        draw = Draw(entry.task_version.code, submission.agency.code, season["year"])
        if share < 100 and not draw.often(share):
            continue
        _fill_task(entry, draw, data, season)
        planned = {(row.source_id, row.year): row.planned for row in line.money}
        money += _fill_money(entry, planned, draw, season)
        entry.by, entry.at, entry.version = reporter, at, entry.version + 1
    for asked in measures:
        draw = Draw(asked.measure.name, asked.scope, submission.agency.code, season["year"])
        if share < 100 and not draw.often(share):
            continue
        _fill_measure(asked, draw, season)
        asked.by, asked.at, asked.version = reporter, at, asked.version + 1
    MoneyEntry.objects.bulk_update(money, ["typed", "cumulative"])
    rows: list[TaskEntry | MeasureEntry] = [*tasks, *measures]
    shown = zip(rows, line_views(tasks, measures), strict=True)
    settled = [entry for entry, line in shown if entry.by_id and not line.blocked]
    move_all(settled, LINE["fill"], field=LINE_FIELD, of=submission, by=reporter)
    TaskEntry.objects.bulk_update(
        tasks,
        [
            "state",
            "percent",
            "completed_on",
            "result",
            "difficulty",
            "proposal",
            "trigger_answer",
            "trigger_document",
            "reason",
            "typed",
            "by",
            "at",
            "version",
        ],
    )
    MeasureEntry.objects.bulk_update(
        measures, ["value", "verdict", "answer", "basis", "typed", "by", "at", "version"]
    )
    words = Draw("narrative", submission.agency.code, season["year"])
    submission.narrative = {section: words.one(texts) for section, texts in data["narrative"].items()}
    submission.touched_at = at
    submission.save(update_fields=["narrative", "touched_at"])


def _fill_task(entry: TaskEntry, draw: Draw, data: dict, season: dict) -> None:
    version = entry.task_version
    last = entry.last_fact
    year = season["year"]
    if version.trigger_text and version.ends_on is None:
        entry.trigger_answer = "no" if draw.often(60) else "yes"
        if entry.trigger_answer == "no":
            return
        entry.trigger_document = f"Công văn số {draw.below(900) + 100}/CV ngày 12/3/{year}"
    overdue = version.ends_on is not None and version.ends_on.year < year
    chance = 0 if version.recurring or season.get("past") else 55 if overdue else 25
    if draw.often(chance):
        entry.state, entry.percent = "completed", Decimal(100)
        end = (
            version.ends_on
            if version.ends_on and version.ends_on < entry.submission.period.cutoff_on
            else None
        )
        if end is not None and draw.often(60):
            entry.completed_on = end - dt.timedelta(days=draw.below(20))
        else:
            entry.completed_on = dt.date(year, 3 + draw.below(6), 15)
    elif draw.often(6) and last is None:
        entry.state, entry.percent = "not_started", Decimal(0)
    else:
        low = int(last.percent) if last is not None and last.percent and not version.recurring else 35
        entry.state, entry.percent = "in_progress", Decimal(min(low + draw.below(max(96 - low, 1)), 95))
    entry.result = draw.one(data["results"][entry.state])
    if entry.state != "completed" and draw.often(35):
        entry.difficulty = draw.one(data["difficulties"])
        entry.proposal = draw.one(data["proposals"])
    entry.typed = {"raw": {"percent": f"{entry.percent:f}", "state": entry.state}, "errors": {}, "edits": {}}
    if entry.completed_on:
        entry.typed["raw"]["completed_on"] = entry.completed_on.strftime("%d/%m/%Y")


def _fill_money(
    entry: TaskEntry, planned_of: dict[tuple[int, int], Decimal | None], draw: Draw, season: dict
) -> list[MoneyEntry]:
    rows = []
    for row in entry.money.all():
        planned = planned_of.get((row.source_id, row.budget_year))
        if not planned or row.budget_year > season["year"]:
            continue
        share = 78 + draw.below(22) if row.budget_year < season["year"] else 20 + draw.below(50)
        row.cumulative = (planned * share / 100).quantize(Decimal(1_000_000))
        row.typed = f"{row.cumulative / 1_000_000:f}".replace(".", ",")  # as an officer types it
        rows.append(row)
    return rows


def _fill_measure(entry: MeasureEntry, draw: Draw, season: dict) -> None:
    if entry.measure.value_kind == "judgement":
        entry.verdict = "Đang thực hiện theo lộ trình; đánh giá ở mức đạt yêu cầu năm."
        return
    targets = Target.objects.filter(
        indicator__measure=entry.measure, scope=entry.scope, valid_to__isnull=True
    )
    goal = targets.order_by("horizon_year").first()
    bound = (goal.low or goal.high) if goal else None
    if goal is None or bound is None:
        entry.answer = "not_yet_published"
        return
    factor = 68 + draw.below(30) + (4 if season["year"] > 2025 else 0)
    if goal.comparator in ("top_n", "<=", "<"):
        entry.value = bound + draw.below(8) - 3 if bound > 4 else bound
    else:
        entry.value = (bound * factor / 100).quantize(Decimal("0.1"))
    entry.basis = "estimate" if draw.often(30) else "actual"


def _review(
    period: Period, groups: dict[str, list[Submission]], season: dict, data: dict, officer: User, leader: User
) -> None:
    at = moment(season["reviewing"])
    for count, submission in enumerate(groups["approved"]):
        own = submission.agency_id == period.plan.focal_agency_id
        when = at + dt.timedelta(minutes=7 * count)
        with standing_at(when):
            approve_submission(submission=submission, by=leader if own else officer, at=when)
    for submission in groups["returned"]:
        lines = list(submission.task_entries.filter(line_state="sent").order_by("task_version__position")[:2])
        for count, entry in enumerate(lines):
            when = at + dt.timedelta(minutes=12 * count)
            with standing_at(when):
                return_line(
                    submission=submission,
                    entry=entry,
                    reason=data["return_reasons"][count],
                    by=officer,
                    at=when,
                )
        when = at + dt.timedelta(minutes=30)
        with standing_at(when):
            _approve_rest(submission, officer, when)
            return_lines(submission=submission, by=officer, at=when)


def _approve_rest(submission: Submission, officer: User, at: dt.datetime) -> None:
    approve_lines(
        submission=submission,
        by=officer,
        at=at,
        tasks=list(submission.task_entries.filter(line_state="sent")),
        measures=list(submission.measure_entries.select_related("measure").filter(line_state="sent")),
    )


def _report(period: Period, told: dict[str, str], officer: User, leader: User) -> None:
    at = moment(told["drafted"])
    with standing_at(at):
        report = draft_report(period=period, by=officer, at=at)
    at = moment(told["submitted"])
    with standing_at(at):
        submit_report(report=report, by=leader, at=at)
    at = moment(told["issued"])
    with standing_at(at):
        signed = store_file(
            upload_or_bytes=render(period, report, "pdf", at),
            name="bao-cao-da-ky.pdf",
            by=leader,
            allowed=("pdf",),
            at=at,
        )
        issue_report(
            report=report,
            by=leader,
            at=at,
            official_no=told["no"],
            official_date=dt.date.fromisoformat(told["date"]),
            signer=told["signer"],
            signer_post=told["post"],
            signed_file=signed,
        )
