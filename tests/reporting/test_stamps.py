"""Every verb that changes what roll-up reads moves the stamps of the plans concerned on, and no others do."""

import ast
import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from agencies.services import save_agency
from indicators.correcting import correct_indicator
from indicators.corrections import IndicatorRow
from indicators.services import enter_target, record_observation
from plans.correcting import correct_budget, correct_task
from plans.corrections import BudgetRow, TaskRow
from plans.models import PlanStamp
from plans.stamps import touch
from reporting.collection.periods import close_period
from reporting.collection.sending import endorse_submission, send_submission, withdraw_endorsement
from reporting.models import Period, Submission
from reporting.review import services as review
from reporting.rollup import Payload, rollup, statements
from reporting.rollup.stamps import last_change, stamp_unstamped
from tests import factories as make
from tests.factories import moment
from tests.reporting.seasons import REVIEWED, SENT, Season, entry, fill, submission_of

pytestmark = pytest.mark.django_db
AFTER_ALL = moment("2099-01-01")


class World(Season):
    """Sở Y tế owes a task and an indicator; `other` has an indicator on the same measure, `apart` has none."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.admin = make.user(role="administrator", at=self.focal)
        self.first = self.task("1.1", self.health)
        self.task("1.2", self.health)
        make.budget(self.first, self.source, 3_000_000)
        self.measure = make.measure(self.province, unit="%")
        self.indicator = make.indicator(self.plan, self.measure, lead=self.health, code="A.1")
        make.target(self.indicator, horizon_year=2030)
        self.other, self.apart = (make.plan(self.province, focal_agency=self.focal) for _ in range(2))
        make.target(make.indicator(self.other, self.measure))
        make.target(make.indicator(self.apart))
        self.period: Period | None = None
        for plan in (self.plan, self.other, self.apart):
            settle(plan.pk)

    @property
    def submission(self) -> Submission:
        return submission_of(self.opened, self.health)

    @property
    def opened(self) -> Period:
        if self.period is None:
            self.period = self.open()
        return self.period

    def at(self, step: str) -> "World":
        """The season as far as: opened, filled, sent, marked, approved."""
        steps = ("opened", "filled", "sent", "marked", "approved")
        for name in steps[: steps.index(step) + 1]:
            if name == "marked" and step != "marked":
                continue
            getattr(self, f"_{name}")()
        return self

    def _opened(self) -> None:
        self.period = self.open()

    def _filled(self) -> None:
        fill(self.submission, self.reporter)

    def _sent(self) -> None:
        send_submission(submission=self.submission, by=self.reporter, at=SENT)

    def _marked(self) -> None:
        review.return_line(
            submission=self.submission,
            entry=entry(self.submission, "1.1"),
            reason="Thiếu minh chứng",
            by=self.officer,
            at=REVIEWED,
        )
        review.approve_lines(
            submission=self.submission,
            by=self.officer,
            at=REVIEWED,
            tasks=[entry(self.submission, "1.2")],
            measures=list(self.submission.measure_entries.all()),
        )

    def _approved(self) -> None:
        review.approve_submission(submission=self.submission, by=self.officer, at=REVIEWED)


def settle(plan: int) -> None:
    """What the factories have said becomes the stamp that follows from what has happened."""
    PlanStamp.objects.filter(plan=plan).delete()
    stamp_unstamped([plan], moment("2020-01-01"))


LATER = REVIEWED + dt.timedelta(hours=3)


def _open(world: World) -> None:
    world.open()


def _send(world: World) -> None:
    send_submission(submission=world.submission, by=world.reporter, at=SENT)


def _approve_a_line(world: World) -> None:
    line = entry(world.submission, "1.1")
    review.approve_lines(submission=world.submission, tasks=[line], by=world.officer, at=REVIEWED)


def _approve_a_measure(world: World) -> None:
    lines = list(world.submission.measure_entries.all())
    review.approve_lines(submission=world.submission, measures=lines, by=world.officer, at=REVIEWED)


def _approve(world: World) -> None:
    review.approve_submission(submission=world.submission, by=world.officer, at=REVIEWED)


def _return_a_line(world: World) -> None:
    line = entry(world.submission, "1.1")
    review.return_line(
        submission=world.submission, entry=line, reason="Thiếu số", by=world.officer, at=REVIEWED
    )


def _return_lines(world: World) -> None:
    review.return_lines(submission=world.submission, by=world.officer, at=LATER)


def _return(world: World) -> None:
    review.return_submission(submission=world.submission, reason="Sai kỳ", by=world.officer, at=REVIEWED)


def _reopen(world: World) -> None:
    review.reopen_submission(submission=world.submission, reason="Sai số", by=world.leader, at=LATER)


def _close(world: World) -> None:
    close_period(period=world.opened, by=world.leader, at=LATER)


def _observe(world: World) -> None:
    record_observation(
        measure=world.measure,
        to_on=make.day("2025-12-31"),
        basis="actual",
        value=Decimal(61),
        by=None,
        at=REVIEWED,
    )


def _correct_task(world: World) -> None:
    correct_task(
        to=TaskRow(plan=world.plan, code="1.1", name="Việc viết lại", lead=(world.health,)), by=world.admin
    )


def _correct_budget(world: World) -> None:
    to = BudgetRow(plan=world.plan, task="1.1", source=world.source, amount=Decimal(5_000_000))
    correct_budget(to=to, by=world.admin)


def _correct_indicator(world: World) -> None:
    to = IndicatorRow(
        plan=world.plan,
        code="A.1",
        name=world.indicator.name,
        lead=(world.health,),
        horizon_year=2030,
        target_text="90%",
        comparator=">=",
        low=Decimal(90),
    )
    correct_indicator(to=to, by=world.admin)


def _enter_target(world: World) -> None:
    enter_target(
        version=world.plan.versions.get(),
        name="Tỷ lệ hồ sơ trực tuyến",
        unit="%",
        horizon_year=2030,
        scope="",
        printed="trên 80 %",
        by=world.officer,
    )


def _rename(world: World) -> None:
    world.health.name = "Sở Y tế và Dân số"
    save_agency(agency=world.health, by=None)


def _comment(world: World) -> None:
    review.comment_line(submission=world.submission, text="Xin hỏi", by=world.officer, at=REVIEWED)


def _endorse(world: World) -> None:
    endorse_submission(submission=world.submission, by=world.approver, at=SENT)
    withdraw_endorsement(submission=world.submission, by=world.approver)


def _rename_a_stranger(world: World) -> None:
    world.east.name = "UBND huyện Đông Hải"
    save_agency(agency=world.east, by=None)


Verb = Callable[[World], None]
# verb, how far the season has come before, and the plans it concerns
CHANGING: list[tuple[Verb, str, str]] = [
    (_open, "", "plan"),
    (_send, "filled", "plan"),
    (_approve_a_line, "sent", "plan"),
    (_approve_a_measure, "sent", "plan other"),
    (_approve, "sent", "plan other"),
    (_return_a_line, "sent", "plan"),
    (_return, "sent", "plan"),
    (_reopen, "approved", "plan"),
    (_close, "approved", "plan"),
    (_observe, "opened", "plan other"),
    (_correct_task, "opened", "plan"),
    (_correct_budget, "opened", "plan"),
    (_correct_indicator, "opened", "plan"),
    (_enter_target, "opened", "plan"),
    (_rename, "opened", "plan"),
]
CHANGING_NOTHING: list[tuple[Verb, str]] = [
    (_return_lines, "marked"),
    (_comment, "sent"),
    (_endorse, "filled"),
    (_rename_a_stranger, ""),
]


def world_at(step: str) -> World:
    return World().at(step) if step else World()


def numbers(world: World) -> dict[str, int]:
    names = {world.plan.pk: "plan", world.other.pk: "other", world.apart.pk: "apart"}
    return {names[stamp.plan_id]: stamp.number for stamp in PlanStamp.objects.filter(plan__in=names)}


def known(world: World) -> Payload | None:
    """All that can be known of the newest period."""
    period = Period.objects.filter(cycle__plan=world.plan).newest_first().first()
    return period and rollup(period, day=make.day("2026-11-30"), known_at=AFTER_ALL)


@pytest.mark.parametrize(("verb", "step", "concerned"), CHANGING)
def test_a_verb_that_changes_figures_moves_the_stamps_of_the_plans_concerned(verb, step, concerned):
    world = world_at(step)
    before = numbers(world)
    verb(world)
    moved = {name for name, number in numbers(world).items() if number != before[name]}
    assert moved == set(concerned.split())


@pytest.mark.parametrize(("verb", "step"), [row[:2] for row in CHANGING] + CHANGING_NOTHING)
def test_the_stamp_is_the_one_that_follows_from_what_has_happened(verb, step):
    world = world_at(step)
    verb(world)
    for plan in (world.plan, world.other, world.apart):
        assert PlanStamp.objects.get(plan=plan).changed_at == last_change(plan.pk)


@pytest.mark.parametrize(("verb", "step"), CHANGING_NOTHING)
def test_a_verb_that_moves_no_stamp_changes_no_figure(verb, step):
    world = world_at(step)
    before, figures = numbers(world), known(world)
    verb(world)
    assert numbers(world) == before
    assert known(world) == figures


def test_a_stamp_moves_on_even_where_the_moment_is_an_earlier_one():
    plan = make.plan()
    touch([plan.pk], moment("2026-11-02"))
    touch([plan.pk, plan.pk], moment("2026-11-01"))
    stamp = PlanStamp.objects.get(plan=plan)
    assert (stamp.number, stamp.changed_at) == (2, moment("2026-11-02"))


def test_no_plan_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        touch([], moment("2026-11-02"))


# ------------------------------------------------------------------------------------------- nobody forgets the stamp

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
# What is read besides, and written by no verb once a period is open: reference data, and keys of what is read.
NOT_WATCHED = {"FundingSource", "Cycle", "Indicator", "Measure", "DutyCount", "TaskEntry", "MeasureEntry"}
# Modules that write a part of what a verb changes: the verb, elsewhere, touches at its end.
PARTS = {
    "agencies/services.py": "tells reporting/rollup/stamps.py, which touches",
    "plans/importing/agencies.py": "a new agency, which no plan names yet; saved by its verb",
    "plans/services.py": "plans/importing/confirming.py",
    "plans/misprints.py": "plans/changing.py",
    "reporting/collection/moved.py": "follows from a verb of the plan, which touches",
    "plans/removal.py": "the plan itself goes, and its stamp with it",
    "indicators/correcting.py": "plans/correcting.py, which puts it on record",
    "indicators/removal.py": "the plan itself goes, and its stamp with it",
    "reporting/review/facts.py": "reporting/review/services.py",
    "reporting/collection/entries.py": "saves what is typed, which no figure reads",
}


def read_models() -> set[str]:
    """The models of the tables that the statements of roll-up name."""
    text = "\n".join(value for value in vars(statements).values() if isinstance(value, str))
    tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", text))
    return {model.__name__ for model in apps.get_models() if model._meta.db_table in tables}


def writers() -> Iterator[str]:
    """The modules of the apps that make or write rows of these models."""
    watched = read_models() - NOT_WATCHED
    root = Path(settings.BASE_DIR)
    for app in ("agencies", "plans", "indicators", "reporting", "portal"):
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts and _writes(
                ast.parse(path.read_text(encoding="utf-8")), watched
            ):
                yield str(path.relative_to(root))


def _writes(tree: ast.AST, watched: set[str]) -> bool:
    watched = watched & {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("models")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in watched:
            return True
        if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            inner: ast.expr = node.func.value
            while isinstance(inner, ast.Call | ast.Attribute):
                inner = inner.func if isinstance(inner, ast.Call) else inner.value
            if isinstance(inner, ast.Name) and inner.id in watched:
                return True
    return False


def test_every_module_that_writes_what_roll_up_reads_touches_the_stamp():
    root = Path(settings.BASE_DIR)
    found = list(writers())
    assert {"reporting/collection/sending.py", "reporting/review/facts.py"} <= set(found)
    forgetful = [
        name
        for name in found
        if name not in PARTS and not re.search(r"\btouch\(", (root / name).read_text(encoding="utf-8"))
    ]
    assert forgetful == []
    assert set(PARTS) <= set(found), "a row for a module that writes nothing of it any more"
