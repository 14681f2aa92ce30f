"""Setting a plan's cycle, and closing a period."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from common import audit
from common.errors import Refused
from common.states import move
from plans import rules as plan_rules
from plans.at import Reading
from plans.models import Plan
from plans.stamps import touch
from reporting.collection import deadlines
from reporting.collection.occurrences import Due, days_between
from reporting.collection.reminders import default_rules
from reporting.models import Cycle, CycleReporter, CycleStage, Period
from reporting.states import PERIOD

# Of rules that print no day the first of these opens the season.
RARELY_FIRST = ("yearly", "half_yearly", "nine_months", "quarterly", "monthly", "weekly", "adhoc")


@dataclass(frozen=True)
class StageSpec:
    """One level of a cycle as the officer sets it, in the columns of CycleStage; no day where none is printed."""

    kind: str
    month: int | None
    day: int | None
    bound: str = "before"
    to_agency: Agency | None = None
    to_text: str = ""
    via_agency: Agency | None = None
    due_text: str = ""
    weekday: int | None = None
    of_last_month: bool = False
    hour: int | None = None
    minute: int = 0
    cell: str = ""


@transaction.atomic
def set_cycle(
    *,
    plan: Plan,
    by: User | None,
    stages: list[StageSpec],
    reporters: list[tuple[Agency | AgencyGroup, str]],
    on: dt.date,
    cycle: Cycle | None = None,
    purpose: str = "progress",
    frequency: str = "yearly",
    covers: str = "",
    text_printed: str = "",
    cutoff_days_before: int = 5,
    checked: bool = True,
) -> Cycle:
    """Record a plan's reporting rule, or change it before its first period: stages in order, reporters as named.

    Reminders go out 7, 3 and 1 days before each printed day and 1 and 3 after. Raises Refused once a period was
    opened under the rule (duties and deadlines then stand), and for a day that is in no year.
    """
    if checked and not plan_rules.runs_the_plan(by, plan):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch đặt được chế độ báo cáo."))
    _refuse_without_days(stages)
    if cycle is not None and cycle.periods.exists():
        raise Refused(_("Đã có kỳ báo cáo mở theo chế độ này; không sửa được nữa. Thêm chế độ mới nếu cần."))
    if cycle is None:
        cycle = Cycle(plan=plan, valid_from=on)
    cycle.purpose, cycle.frequency, cycle.text_printed = purpose, frequency, text_printed
    cycle.covers = covers
    cycle.cutoff_days_before = cutoff_days_before
    _check(cycle)
    cycle.save()
    _write_stages(cycle, stages)
    _write_reporters(cycle, reporters)
    audit.record(
        by=by,
        verb="set_cycle",
        target=cycle,
        province_id=plan.province_id,
        changes={
            "frequency": frequency,
            "covers": covers,
            "stages": [_told(spec) for spec in stages],
            "reporters": [printed for _who, printed in reporters],
        },
    )
    return cycle


def _told(spec: StageSpec) -> list[str | int | None]:
    """A stage as the record keeps it: what is not usual about its day stands behind the day."""
    day = [spec.kind, spec.month, spec.day, spec.bound]
    if spec.weekday:
        day.append(f"weekday {spec.weekday}")
    if spec.of_last_month:
        day.append("of the last month")
    if spec.hour is not None:
        day.append(f"{spec.hour:02d}:{spec.minute:02d}")
    return day


def _refuse_without_days(stages: list[StageSpec]) -> None:
    """A rule has a stage, and every printed day is in some year."""
    if not stages:
        raise Refused(_("Ghi ít nhất một bước gửi báo cáo."))
    for spec in stages:
        if spec.month is not None and not deadlines.is_printable(spec.month, spec.day):
            raise Refused(
                _("Không có ngày %(day)s tháng %(month)s.") % {"day": spec.day or 1, "month": spec.month}
            )


def _write_stages(cycle: Cycle, stages: list[StageSpec]) -> None:
    cycle.stages.all().delete()
    for position, spec in enumerate(stages, start=1):
        stage = CycleStage(cycle=cycle, position=position, **vars(spec))
        _check(stage)
        stage.save()
        default_rules(stage)


def _write_reporters(cycle: Cycle, reporters: list[tuple[Agency | AgencyGroup, str]]) -> None:
    cycle.reporters.all().delete()
    CycleReporter.objects.bulk_create(
        CycleReporter(
            cycle=cycle,
            agency=who if isinstance(who, Agency) else None,
            group=who if isinstance(who, AgencyGroup) else None,
            text_printed=printed,
        )
        for who, printed in reporters
    )


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as problem:
        raise Refused(problem.messages[0], field=next(iter(problem.message_dict))) from problem


def refuse_draft(plan: Plan) -> None:
    """Nobody reports on a plan that is not issued. Raises Refused."""
    if plan.state == "draft":
        raise Refused(
            _("Kế hoạch còn là dự thảo, chưa mở được kỳ báo cáo. Nhập văn bản đã ban hành rồi mở kỳ.")
        )


def printed_due(stage: CycleStage) -> Due:
    """The day of a stage, as the functions of deadlines take it."""
    return Due(stage.month, stage.day, stage.weekday, stage.of_last_month)


def due_cycle(plan: Plan, *, due: dt.date | None = None) -> Cycle:
    """The cycle a season opens under: the one due on that day, else the last of the year, yearly before quarterly.

    Raises Refused when the plan has no progress cycle.
    """
    refuse_draft(plan)
    cycles = [
        (cycle, stage)
        for cycle in plan.cycles.current().filter(purpose="progress").order_by("id")
        if (stage := cycle.stages.order_by("position").first()) is not None
    ]
    if not cycles:
        raise Refused(_("Kế hoạch chưa có chế độ báo cáo tiến độ. Đặt chế độ báo cáo trước khi mở kỳ."))
    if due is not None:
        falling = [pair for pair in cycles if days_between(pair[0].frequency, printed_due(pair[1]), due, due)]
        if falling:
            return min(falling, key=lambda pair: pair[1].month is None)[0]
    return max(cycles, key=_how_late)[0]


def _how_late(pair: tuple[Cycle, CycleStage]) -> tuple[int, int, int]:
    """How late in the year a cycle falls due; of those without a day of the year the rarest comes last."""
    cycle, stage = pair
    in_year = stage.month or 0
    return in_year, (stage.day or 0) if in_year else 0, -RARELY_FIRST.index(cycle.frequency)


def reading_of(period: Period, moment: dt.datetime) -> Reading:
    """How a period reads its plan at a moment: by the version it pinned."""
    return Reading.of(period.plan_version, deadlines.day_of(moment), known_in(period, moment))


def known_in(period: Period, moment: dt.datetime) -> dt.datetime:
    """The moment up to which a period knows what happened to its plan: a closed one knows nothing after its closing."""
    return moment if period.closed_at is None else min(moment, period.closed_at)


@transaction.atomic
def close_period(*, period: Period, by: User, at: dt.datetime, version: int | None = None) -> None:
    """Close a period: nothing in it changes any more. Raises Refused while sent submissions await review.

    Takes the period first and then its submissions, so that nobody sends or approves while it closes. Not its key:
    whoever is approving has one submission already, and writes a fact that names the period when he is done.
    """
    period = (
        Period.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__plan")
        .get(pk=period.pk)
    )
    states = period.submissions.select_for_update().order_by("id").values_list("state", flat=True)
    waiting = list(states).count("sent")
    if waiting:
        raise Refused(
            _("Còn %(count)d báo cáo chờ thẩm định. Thẩm định xong rồi đóng kỳ.") % {"count": waiting}
        )
    move(
        period,
        PERIOD["close_period"],
        by=by,
        version=version,
        province_id=period.plan.province_id,
        closed_at=at,
    )
    touch([period.cycle.plan_id], at)
