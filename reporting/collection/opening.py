"""Opening a period: creating what its preview shows, and freezing who owes what."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import User
from common import audit
from common.errors import Refused
from indicators.models import Observation
from plans import rules as plan_rules
from plans.stamps import touch
from reporting.collection import deadlines
from reporting.collection.counting import count_duties
from reporting.collection.new_lines import money_entries, task_entry
from reporting.collection.preview import Preview, preview_period
from reporting.models import (
    Cycle,
    MeasureEntry,
    MoneyEntry,
    Period,
    PeriodStage,
    Submission,
    TaskEntry,
    TaskFact,
)


@transaction.atomic
def open_period(
    *,
    cycle: Cycle,
    year: int,
    by: User | None,
    at: dt.datetime,
    due: dict[int, dt.date] | None = None,
    covers: str = "",
    cutoff_on: dt.date | None = None,
    opens_on: dt.date | None = None,
    checked: bool = True,
) -> Period:
    """Open a period and freeze who owes what. Raises Refused when it is open already or cannot be opened.

    `opens_on` (default: the day of `at`) is the day whose plan and whose register of agencies and groups count.
    """
    if checked and not plan_rules.runs_the_plan(by, cycle.plan):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch mở được kỳ báo cáo."))
    opens_on = opens_on or deadlines.day_of(at)
    if opens_on > deadlines.day_of(at):
        raise Refused(_("Ngày mở kỳ không được sau hôm nay."), field="opens_on")
    preview = preview_period(
        cycle=cycle, year=year, due=due, covers=covers, cutoff_on=cutoff_on, opens_on=opens_on
    )
    if preview.period is not None:
        raise Refused(_("Kỳ báo cáo này đã được mở."))
    period = _create_period(preview, at)
    stages = [
        PeriodStage(
            period=period,
            stage=stage,
            due_printed=preview.due[stage.id],
            due_at=deadlines.due_moment(preview.due[stage.id], stage.bound, stage.clock),
        )
        for stage in preview.stages
    ]
    PeriodStage.objects.bulk_create(stages)
    submissions = Submission.objects.bulk_create(
        Submission(period=period, agency=row.agency, due_at=stages[0].due_at) for row in preview.by_agency
    )
    of_agency = {submission.agency_id: submission for submission in submissions}
    _create_lines(period, preview, of_agency)
    count_duties(period)
    audit.record(
        by=by,
        verb="open_period",
        target=period,
        province_id=cycle.plan.province_id,
        changes=duties_of(period),
    )
    touch([cycle.plan_id], at)
    return period


def _create_period(preview: Preview, at: dt.datetime) -> Period:
    try:
        with transaction.atomic():
            return Period.objects.create(
                cycle=preview.cycle,
                plan_version=preview.plan_version,
                label=preview.label,
                from_on=preview.from_on,
                to_on=preview.to_on,
                cutoff_on=preview.cutoff_on,
                opens_on=preview.opens_on,
                opened_at=at,
            )
    except IntegrityError as twice:  # somebody else opened it between our look and our insert
        raise Refused(_("Kỳ báo cáo này đã được mở.")) from twice


def duties_of(period: Period) -> dict[str, int]:
    """What opening froze, counted; `unassigned` are the lines of tasks nobody but the focal agency reports on."""
    tasks = TaskEntry.objects.filter(submission__period=period)
    return {
        "submissions": period.submissions.count(),
        "task_lines": tasks.filter(unassigned=False).count(),
        "unassigned": tasks.filter(unassigned=True).count(),
        "measure_lines": MeasureEntry.objects.filter(submission__period=period).count(),
    }


def _create_lines(period: Period, preview: Preview, of_agency: dict[int, Submission]) -> None:
    last = _last_facts(preview)
    entries: list[TaskEntry] = []
    measures: list[MeasureEntry] = []
    observations = _last_observations(preview)
    for agency, duties in preview.opening.lines.items():
        for duty in duties:
            if isinstance(duty.key, int):
                entries.append(
                    task_entry(
                        of_agency[agency], preview.plan.by_id[duty.key], duty, last.get((duty.key, agency))
                    )
                )
            else:
                measure, scope = duty.key
                measures.append(
                    MeasureEntry(
                        submission=of_agency[agency],
                        measure_id=measure,
                        scope=scope,
                        main=duty.main,
                        from_on=period.from_on,
                        to_on=period.cutoff_on,
                        last_observation=observations.get((measure, scope)),
                    )
                )
    TaskEntry.objects.bulk_create(entries)
    MeasureEntry.objects.bulk_create(measures)
    MoneyEntry.objects.bulk_create(money_entries(period, preview.plan, entries))


def _last_facts(preview: Preview) -> dict[tuple[int, int], TaskFact]:
    owed = {
        duty.key for duties in preview.opening.lines.values() for duty in duties if isinstance(duty.key, int)
    }
    facts = TaskFact.objects.filter(task__in=owed).known_at(preview.known_at).order_by("approved_at")
    return {(fact.task_id, fact.agency_id): fact for fact in facts}


def _last_observations(preview: Preview) -> dict[tuple[int, str], Observation]:
    rows = Observation.objects.filter(
        measure__in={measure for measure, _scope in preview.measures},
        province=preview.cycle.plan.province_id,
    ).known_at(preview.known_at)
    return {(row.measure_id, row.scope): row for row in rows.order_by("to_on", "recorded_at")}
