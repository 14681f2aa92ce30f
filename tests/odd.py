"""What should not exist, laid into one province: each oddity on a plan of its own, as far as the database takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from agencies.models import Agency
from common.files import store_file
from common.models import AuditEntry, DraftRow, ImportDraft, Job, OutboxMessage, StoredFile
from indicators.models import Indicator, IndicatorVersion, Target
from plans.models import BudgetLine, Plan, PlanStamp, StatedFigure, TaskVersion
from reporting.models import (
    Cycle,
    CycleStage,
    Evidence,
    MeasureEntry,
    MoneyEntry,
    Period,
    PlanSummary,
    ProvinceReport,
    ReviewAction,
    RollupCache,
    Submission,
    TaskEntry,
)
from reporting.rollup import RULES_VERSION
from reporting.rollup.stamps import stamp_unstamped
from reporting.rollup.summary import MADE_BY
from tests import factories as make
from tests.world import NOW, PDF, TODAY, World


class Place:
    """A plan of the world's focal agency with a task, an indicator and an open period its agency reports in.

    An oddity changes it; what it has of its own (plan, period, submission, report, draft, job …) are the pages to open.
    """

    def __init__(self, world: World) -> None:
        self.__dict__.update(vars(world))
        self.world = world
        self.plan = make.plan(
            world.province,
            focal_agency=world.focal,
            number=f"{Plan.objects.count()}/KH-ODD",
            title="Kế hoạch lạ",
        )
        self.group = make.task(self.plan, kind="group", code="A", position=1)
        self.task = make.task(self.plan, lead=world.agency, parent=self.group, code="A.1", position=2)
        self.source = make.source(world.province)
        make.budget(self.task, self.source, 10**9, year=2026)
        measure = make.measure(world.province, unit="%")
        self.indicator = make.indicator(self.plan, measure, lead=world.agency)
        self.target = make.target(self.indicator)
        self.period = make.period(self.plan)
        self.entry = make.entry(
            self.period, self.task, world.agency,
            main=True, state="in_progress", percent=Decimal(60), result="Đã làm.", line_state="clean", at=NOW,
        )  # fmt: skip
        self.submission = self.entry.submission
        self.measure = MeasureEntry.objects.create(
            submission=self.submission, measure=measure, from_on=self.period.from_on, to_on=self.period.to_on,
            line_state="clean", answer="value", value=Decimal(50),
        )  # fmt: skip

    def change(self, **columns: object) -> None:
        """Columns of the submission, and of all its lines where `lines` says a state."""
        if lines := columns.pop("lines", ""):
            self.submission.task_entries.update(line_state=lines)
            self.submission.measure_entries.update(line_state=lines)
        Submission.objects.filter(pk=self.submission.pk).update(**columns)
        self.submission.refresh_from_db()

    def empty(self) -> None:
        """No line in the submission."""
        self.submission.task_entries.all().delete()
        self.submission.measure_entries.all().delete()
        self.entry = self.world.entry

    def send(self, payload: object) -> None:
        """A sending with this payload, whatever the lines say."""
        make.sending(self.submission, payload=payload)
        self.change(state="sent", first_sent_at=NOW, touched_at=NOW, in_time_sent_at=NOW, lines="sent")

    def report_of(self, state: str, **columns: object) -> None:
        """A province report as it says, its signed file gone."""
        issue = {
            "official_no": "1",
            "official_date": make.day(TODAY),
            "signer": "x",
            "signed_file": lost_file(),
        }
        issued = issue if state == "issued" else {}
        self.report = ProvinceReport.objects.create(
            period=self.period, state=state, known_at=NOW, sha256="0", **issued, **columns
        )

    def stamped(self) -> int:
        """The number of the plan's stamp."""
        stamp_unstamped([self.plan.pk], NOW)
        return PlanStamp.objects.get(plan=self.plan).number

    def figures_of(self, payload: object) -> None:
        """The figures that are kept of the period."""
        key = {"day": make.day(TODAY), "number": self.stamped(), "rules_version": RULES_VERSION}
        RollupCache.objects.create(period=self.period, payload=payload, **key)

    def draft_of(self, *rows: dict, **columns: object) -> None:
        """A draft of an import with these rows."""
        file = store_file(upload_or_bytes=PDF, name="phu-luc.pdf", by=None, at=NOW)
        owned = {"province_id": self.province.pk, "owner": self.people["officer"], "created_at": NOW}
        self.draft = ImportDraft.objects.create(**{"file": file, "sha256": file.sha256, **owned, **columns})
        for position, row in enumerate(rows, 1):
            DraftRow.objects.create(draft=self.draft, position=position, **row)

    def job_of(self, **columns: object) -> None:
        """A job of the officer's."""
        key = f"odd-{Job.objects.count()}"
        made = {
            "kind": "period_file",
            "key": key,
            "by": self.people["officer"],
            "created_at": NOW,
            "state": "done",
        }
        self.job = Job.objects.create(**{**made, **columns})


def lost_file() -> StoredFile:
    """A stored file whose bytes are gone."""
    stored = store_file(upload_or_bytes=PDF, name="mat.pdf", by=None, at=NOW)
    stored.path.storage.delete(stored.path.name)
    return stored


@dataclass(frozen=True)
class Odd:
    """One thing that should not exist: how it comes to be, and what `doctor` says of it ('' where it may be so)."""

    lay: Callable[[Place], object]
    doctor: str = ""


ODD: dict[str, Odd] = {}


def odd(doctor: str = "") -> Callable[[Callable[[Place], object]], Callable[[Place], object]]:
    def listed(lay: Callable[[Place], object]) -> Callable[[Place], object]:
        ODD[lay.__name__] = Odd(lay, doctor)
        return lay

    return listed


# ---------------------------------------------------------------------------------------------------- submissions


@odd("a report was sent and no sending is kept")
def sent_without_a_sending(at):
    at.change(state="sent", lines="sent")


@odd("a report is approved and none of its task lines is a fact")
def approved_without_a_fact(at):
    make.sending(at.submission)
    at.change(state="approved", first_sent_at=NOW, touched_at=NOW, approved_at=NOW, lines="approved")


@odd("a report was sent and has no moment of it")
def approved_without_anything(at):
    at.change(state="approved", lines="approved")


@odd("a report is returned without a return or a reopening on record")
def returned_without_an_action(at):
    make.sending(at.submission)
    at.change(state="returned", first_sent_at=NOW, lines="returned")


@odd("a task line is returned without a return on record")
def line_returned_without_an_action(at):
    make.sending(at.submission)
    at.change(state="sent", first_sent_at=NOW, lines="returned")


@odd("reporting.Submission.state holds a code nobody has declared")
def submission_of_an_unknown_state(at):
    at.change(state="lost", lines="lost")
    TaskEntry.objects.filter(pk=at.entry.pk).update(state="lost", trigger_answer="x")
    MeasureEntry.objects.filter(pk=at.measure.pk).update(answer="lost", basis="lost")


@odd()
def submission_without_lines(at):
    at.empty()


@odd()
def sent_without_lines(at):
    at.empty()
    at.send({})


@odd()
def typed_of_another_shape(at):
    TaskEntry.objects.filter(pk=at.entry.pk).update(typed={"raw": None, "errors": None})
    MeasureEntry.objects.filter(pk=at.measure.pk).update(typed=[])


@odd()
def typed_as_a_list(at):
    TaskEntry.objects.filter(pk=at.entry.pk).update(typed=[1])
    MeasureEntry.objects.filter(pk=at.measure.pk).update(
        typed={"raw": {"value": 5}, "errors": ["x"], "edits": 5}
    )
    at.change(narrative=["x"])


@odd()
def prose_that_is_no_text(at):
    at.change(narrative={"direction": 5, "lost": None, "overall": ["x"]})


@odd()
def values_that_contradict(at):
    TaskEntry.objects.filter(pk=at.entry.pk).update(
        percent=Decimal("250.55"), state="completed", completed_on=None
    )
    MoneyEntry.objects.create(entry=at.entry, source=at.source, budget_year=2026)
    MeasureEntry.objects.filter(pk=at.measure.pk).update(
        value=None, numerator=Decimal(1), denominator=Decimal(0)
    )


@odd("a line is of another plan's task, or shows another task's text")
def line_of_another_plan(at):
    at.entry.task_version = at.world.finished
    TaskEntry.objects.filter(pk=at.entry.pk).update(task=at.world.task.task, task_version=at.world.finished)


@odd()
def line_of_another_version(at):
    later = make.amended(at.task, make.version(at.plan, "2026-11-01"), name="Bản sau")
    TaskEntry.objects.filter(pk=at.entry.pk).update(task_version=later)


@odd("a stored file's bytes are gone")
def evidence_lost(at):
    at.file = lost_file()
    at.evidence = Evidence.objects.create(task_entry=at.entry, file=at.file)


# -------------------------------------------------------------------------------------------------------- sendings


@odd("a kept sending is not what its checksum was made of")
def sending_that_is_a_list(at):
    at.send(["x"])


@odd()
def sending_of_an_older_shape(at):
    at.send({"tasks": [{"code": "A.1", "state": "in_progress", "percent": "60"}], "narrative": "x"})


@odd()
def sending_with_broken_values(at):
    money = [{"source": "x", "cumulative": "NaN"}, "x"]
    task = {
        "entry": at.entry.pk,
        "percent": "abc",
        "completed_on": "2026-02-31",
        "state": "lost",
        "money": money,
    }
    measure = {"entry": at.measure.pk, "value": "Infinity", "to_on": "x", "answer": "lost", "basis": "lost"}
    at.send({"tasks": [{**task, "evidence": [{"document_date": 5}, 5]}, None], "measures": [measure]})


# --------------------------------------------------------------------------------------------------- facts, review


@odd("a fact answers no duty")
def fact_without_a_line(at):
    make.fact(at.period, at.task, at.other_focal, main=True)


@odd("a fact is of another plan's task")
def fact_of_another_plan(at):
    make.fact(at.period, at.world.task, at.agency, main=True, money={at.source: 5})


@odd("a decision is about a line of another report")
def decisions_astray(at):
    make.sending(at.submission)
    for entry in (at.entry, at.world.entry):
        ReviewAction.objects.create(
            submission=at.submission, task_entry=entry, action="lost", by=at.people["officer"], at=NOW
        )
    at.change(state="returned", lines="returned")


# ------------------------------------------------------------------------------------------------ cycles, periods


@odd("a period has no deadline")
def period_without_a_stage(at):
    at.period.stages.all().delete()


@odd("a reporting rule says neither to whom nor by when")
def rule_without_a_stage(at):
    at.period.stages.all().delete()
    at.period.cycle.stages.all().delete()


@odd("reporting.CycleStage.kind holds a code nobody has declared")
def stage_of_an_unknown_kind(at):
    stages = CycleStage.objects.filter(cycle=at.period.cycle)
    stages.update(kind="lost", bound="lost", to_agency=None, month=None, day=None, due_text="")
    Cycle.objects.filter(pk=at.period.cycle_id).update(purpose="lost", frequency="lost")


@odd("reporting.Period.state holds a code nobody has declared")
def period_of_an_unknown_state(at):
    Period.objects.filter(pk=at.period.pk).update(state="lost")


@odd("a closed period has no day of closing")
def closed_on_no_day(at):
    Period.objects.filter(pk=at.period.pk).update(state="closed", closed_at=None)


@odd("nobody owes a report in a period")
def period_nobody_owes_in(at):
    at.submission.delete()
    at.submission, at.entry = at.world.submission, at.world.entry


@odd("a period asks by a version of another plan")
def period_of_another_version(at):
    Period.objects.filter(pk=at.period.pk).update(plan_version=at.world.plan.versions.first())


@odd("a period's plan has no focal agency")
def period_without_a_focal_agency(at):
    Plan.objects.filter(pk=at.plan.pk).update(focal_agency=None)


# ---------------------------------------------------------------------------------------------------------- plans


@odd("a plan has no version")
def plan_without_a_version(at):
    at.plan = Plan.objects.create(
        province=at.province,
        kind="KH",
        number="0/ODD",
        title="Không bản",
        state="in_force",
        focal_agency=at.focal,
    )


@odd()
def plan_without_anything(at):
    at.plan = Plan.objects.create(province=at.province, kind="KH", title="Không có gì", state="in_force")


@odd("plans.Plan.state holds a code nobody has declared")
def plan_of_an_unknown_state(at):
    Plan.objects.filter(pk=at.plan.pk).update(state="lost", kind="X", number="", issued_on=None)


@odd("a task stands under one of another plan")
def task_under_another_plan_s(at):
    TaskVersion.objects.filter(pk=at.task.pk).update(parent=at.world.task.task)


@odd("a task has no text")
def task_under_one_without_a_row(at):
    TaskVersion.objects.filter(pk=at.group.pk).delete()


@odd("a task stands under one that is not there, or not before it")
def tasks_under_each_other(at):
    TaskVersion.objects.filter(pk=at.group.pk).update(parent=at.task.task)


@odd()
def task_under_itself(at):
    TaskVersion.objects.filter(pk=at.task.pk).update(parent=at.task.task)


@odd("a task has no code")
def task_without_code_kind_or_name(at):
    TaskVersion.objects.filter(pk=at.task.pk).update(kind="lost", code="", name="")
    IndicatorVersion.objects.filter(pk=at.indicator.pk).update(kind="lost", code="", name="")
    at.task.refresh_from_db()


@odd()
def code_with_a_slash(at):
    TaskVersion.objects.filter(pk=at.task.pk).update(code="A/1/b")
    at.task.refresh_from_db()


@odd()
def nobody_answers(at):
    at.task.task.assignments.all().delete()
    at.indicator.indicator.followers.all().delete()
    TaskEntry.objects.filter(pk=at.entry.pk).update(main=False)
    make.assignment(at.task, make.group(at.province))


@odd("money of a plan stands at a task of another, or comes from another province")
def money_astray(at):
    away = make.source(make.province())
    BudgetLine.objects.filter(task=at.task.task).update(source=away, task=at.world.task.task)
    MoneyEntry.objects.create(entry=at.entry, source=away, budget_year=0, cumulative=Decimal(-5))


@odd()
def money_astray_before_the_first_period(at):
    at.plan = make.plan(at.province, focal_agency=at.focal)
    at.task = make.task(at.plan, code="I.1")
    make.budget(make.task(at.plan, kind="group", code="I"), at.source, 5)
    other = make.budget(at.task, at.source, 5, year=9999)
    BudgetLine.objects.filter(pk=other.pk).update(task=at.world.task.task)
    figure = {"section": "lost", "code": "?", "field": "lost", "stated": 1, "computed": 2}
    StatedFigure.objects.create(version=at.plan.versions.first(), **figure)


# ----------------------------------------------------------------------------------------------------- indicators


@odd("an indicator has no target")
def indicator_without_a_target(at):
    at.target.delete()


@odd("an indicator measures nothing")
def indicator_without_a_measure(at):
    Indicator.objects.filter(pk=at.indicator.indicator_id).update(measure=None)


@odd("indicators.Target.comparator holds a code nobody has declared")
def targets_and_values_of_nothing(at):
    Target.objects.filter(pk=at.target.pk).update(comparator="lost", low=None)
    kinds = ("between", 5), (">=", None), ("growth", 5), ("top_n", None), ("qualitative", None)
    for number, (comparator, low) in enumerate(kinds):
        make.target(at.indicator, comparator=comparator, low=low, horizon_year=2026 + number, printed="")
    measure = at.indicator.indicator.measure
    make.observation(measure, make.day("2026-03-01"), None)
    ratio = {"numerator": Decimal(1), "denominator": Decimal(0), "basis": "lost"}
    make.observation(measure, make.day("2026-04-01"), None, **ratio)
    make.observation(measure, make.day("2020-04-01"), 5, basis="baseline")


@odd("an observation says nothing")
def measure_without_a_word(at):
    measure = make.measure(at.province, name="", direction="lost", value_kind="lost", nature="lost")
    make.observation(measure, make.day("2026-03-01"), None)
    MeasureEntry.objects.filter(pk=at.measure.pk).update(measure=measure)


@odd()
def indicator_under_itself(at):
    IndicatorVersion.objects.filter(pk=at.indicator.pk).update(parent=at.indicator.indicator)


# ------------------------------------------------------------------------------------------- kept figures, reports


@odd("kept figures cannot be read")
def kept_figures_of_another_shape(at):
    at.figures_of({"schema": 0, "tasks": [{}]})


@odd()
def kept_figures_that_are_a_list(at):
    at.figures_of(["x"])


@odd()
def summary_of_another_shape(at):
    PlanSummary.objects.create(
        plan=at.plan, period=at.period, day=make.day(TODAY), known_at=NOW, made_by=MADE_BY,
        number=at.stamped(), figures={"lost": 1},
    )  # fmt: skip


@odd()
def summary_of_no_day(at):
    PlanSummary.objects.create(plan=at.plan, period=at.period, made_by=MADE_BY, number=at.stamped())


@odd("a report's frozen figures cannot be read, or are not those of its checksum")
def report_issued_without_figures(at):
    at.report_of("issued", figures={}, sections=[])


@odd()
def report_of_a_later_schema(at):
    at.report_of("submitted", figures={"schema": 99}, sections=[{}, 5, {"key": "lost"}])


@odd()
def report_without_parts(at):
    at.report_of("drafting", sections={"a": 1})


@odd("reporting.ProvinceReport.state holds a code nobody has declared")
def report_of_an_unknown_state(at):
    at.report_of("lost", sections=[{"key": "lost", "text": None}])


# --------------------------------------------------------------------------------------------------------- drafts


@odd("a draft is ready and has no row")
def draft_without_rows(at):
    at.draft_of()


@odd()
def draft_of_bare_rows(at):
    at.draft_of({"kind": "plans.tasks"}, {"kind": "plans.budgets"}, {"kind": "plans.head"})


@odd()
def draft_of_rows_nobody_reads(at):
    at.draft_of({"kind": "lost"})


@odd()
def draft_for_nothing(at):
    at.draft_of(profile="lost")


@odd()
def draft_of_another_shape(at):
    row = {"kind": "plans.tasks", "parsed": [], "printed": [], "problems": {}, "decision": []}
    at.draft_of(row, reading=[], facts=[], decisions=[])


@odd()
def draft_of_nobody(at):
    at.draft_of(owner=None, file=lost_file(), state="failed")


@odd()
def draft_that_became_nothing(at):
    at.draft_of({"kind": "plans.head", "applied_type": "plans.plan", "applied_id": "999"}, state="confirmed")


@odd("common.ImportDraft.state holds a code nobody has declared")
def draft_of_an_unknown_state(at):
    at.draft_of(state="lost")


# ------------------------------------------------------------------------------------------- jobs, messages, people


@odd("a job is done and left no result")
def job_without_a_result(at):
    at.job_of()


@odd()
def job_of_a_lost_row(at):
    at.job_of(params={"period": at.period.pk, "report": 99, "format": "pdf"}, result={"file": "khong-co"})


@odd()
def job_of_a_lost_file(at):
    at.job_of(params={"period": at.period.pk, "format": "pdf"}, result={"file": lost_file().ref})


@odd("common.Job.state holds a code nobody has declared")
def job_of_an_unknown_state(at):
    at.job_of(state="lost", params={"period": at.period.pk, "format": 5})


@odd()
def message_nobody_words(at):
    message = {"channel": "portal", "to_user": at.people["officer"], "created_at": NOW}
    OutboxMessage.objects.create(key="wordless", kind="returned", **message)
    at.message = OutboxMessage.objects.create(key="lost", kind="lost", **message)


@odd()
def record_of_an_unknown_verb(at):
    target = {"target_type": "plans.plan", "target_id": str(at.plan.pk)}
    AuditEntry.objects.create(at=NOW, verb="lost", changes=["x"], **target)
    AuditEntry.objects.create(at=NOW, verb="open_period", changes={"a": None}, **target)


@odd("an agency has no name")
def agency_without_a_name(at):
    nameless = make.agency(at.province, name="", short_name="")
    make.user(role="reporter", at=nameless, name="")
    make.submission(at.period, nameless)
    make.task(at.plan, lead=nameless)


@odd("a person who may sign in has no role anywhere")
def person_without_a_role(at):
    make.user()
    make.membership(at.people["reporter"], "lost", at.agency)


@odd("a role goes on in an agency that has ended")
def role_in_an_ended_agency(at):
    ended = make.agency(at.province, name="Sở đã giải thể")
    make.user(role="reporter", at=ended)
    make.submission(at.period, ended)
    Agency.objects.filter(pk=ended.pk).update(valid_to=make.day("2026-01-01"))
