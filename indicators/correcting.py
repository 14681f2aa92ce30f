"""Corrections of an indicator and its targets in place, before the first report, as `plans.correcting` of tasks."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from common.errors import Refused
from common.text import fold
from indicators.corrections import OF_INDICATOR, OF_TARGET, IndicatorRow, row_of, with_targets
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Target
from indicators.services import measure_named, nature_of
from plans.correcting import correctable, put_on_record, refuse_invalid, refuse_once_opened
from plans.corrections import changes, joined
from plans.models import PlanVersion
from plans.progress import Progress


@transaction.atomic
def correct_indicator(*, to: IndicatorRow, by: User) -> None:
    """Put right a misprint in an indicator and its target for a year and scope, or enter what the reading missed.

    The measure follows a corrected name where it is this indicator's alone and nothing was observed on it; else the
    indicator goes to the measure of the corrected name. One audit row with every cell that changes, from and to; none
    where nothing does. Raises Refused once somebody has reported on the plan; for what a period's opening froze
    (indicators, targets, measures, leads) once one was opened; and for a target that is no target.
    """
    plan = to.known_plan
    progress = correctable(plan, by=by)
    rows = with_targets(IndicatorVersion.objects.of_plan(plan))
    found = rows.select_for_update(of=("self",), no_key=True).filter(code=to.code).first()
    aims = list(found.indicator.targets.all()) if found else []
    target = next((aim for aim in aims if (aim.horizon_year, aim.scope) == (to.horizon_year, to.scope)), None)
    _refuse_no_target(to, target)
    before = None
    if found:
        before = replace(row_of(found, target), horizon_year=to.horizon_year, scope=to.scope)
    changed = changes(before, to)
    if not changed and (target or not to.has_target):
        return
    frozen = found is None or (to.has_target and target is None) or not {"kind", "lead"}.isdisjoint(changed)
    refuse_once_opened(progress, frozen)
    version: IndicatorVersion = found or _new_version(to)
    if found and "kind" in changed and to.kind == "group" and aims:
        raise Refused(_("Chỉ tiêu này đã có mục tiêu, không thành nhóm được."), field="kind")
    _follow_measure(version, before, to, changed, progress)
    if "parent" in changed:
        _place(version, to)
    if before is None or not set(OF_INDICATOR).isdisjoint(changed):
        _write(version, to, changed)
    if to.has_target and (target is None or not set(OF_TARGET).isdisjoint(changed)):
        _aim(version, target, to)
    of_target = {"horizon_year": to.horizon_year, "scope": to.scope} if to.has_target else {}
    verb = "correct_indicator" if before else "enter_indicator"
    put_on_record(verb, by, plan, to.code, of_target | changed)


def _write(version: IndicatorVersion, to: IndicatorRow, changed: Mapping) -> None:
    """Write what the row says of the indicator itself."""
    version.kind, version.name, version.unit_printed = to.kind, to.name, to.unit
    version.folded = fold(to.name)
    if "lead" in changed:
        version.lead_text = joined(to.lead)
    refuse_invalid(
        version, without=("plan", "indicator", "version", "parent", "valid_to", "printed"), bounds=False
    )
    version.save()
    if "lead" in changed:
        _follow(version, to)


def _refuse_no_target(to: IndicatorRow, target: Target | None) -> None:
    """A target has its year, its printed words and, where it is no judgement, its bounds; a heading has none."""
    if not to.has_target:
        return
    if to.kind == "group":
        raise Refused(_("Nhóm không có mục tiêu; ghi mục tiêu ở từng chỉ tiêu."), field="kind")
    if not to.horizon_year:
        raise Refused(_("Ghi năm của mục tiêu."), field="horizon_year")
    if not to.target_text and not (target and not target.printed):
        raise Refused(_("Chép nguyên văn mục tiêu trong văn bản."), field="target_text")
    if to.comparator not in ("", "qualitative") and to.low is None:
        raise Refused(_("Ghi mức của mục tiêu, hoặc chọn định tính."), field="low")
    if to.comparator == "between" and to.high is None:
        raise Refused(_("Ghi mức trên của khoảng."), field="high")


def _new_version(to: IndicatorRow) -> IndicatorVersion:
    """An indicator of the newest version of the plan, in the last place, with its measure where it is no heading."""
    plan = to.known_plan
    version = plan.versions.order_by("-no")[0]
    measure = _measure(version, to) if to.kind == "indicator" else None
    places = IndicatorVersion.objects.of_plan(plan).aggregate(last=Max("position"))
    return IndicatorVersion(
        plan=plan,
        indicator=Indicator.objects.create(plan=plan, measure=measure, created_in=version),
        version=version,
        cause_id=version.pk,
        valid_from=version.effective_on,
        code=to.code,
        position=(places["last"] or 0) + 1,
    )


def _measure(version: PlanVersion, to: IndicatorRow) -> Measure:
    return measure_named(version=version, name=to.name, unit=to.unit, comparator=to.comparator, low=to.low)


def _follow_measure(
    version: IndicatorVersion,
    before: IndicatorRow | None,
    to: IndicatorRow,
    changed: Mapping,
    progress: Progress,
) -> None:
    """Keep the measure of a corrected indicator in step with it."""
    indicator, measure = version.indicator, version.indicator.measure
    if before is None or {"kind", "name", "unit", "comparator", "low"}.isdisjoint(changed):
        return
    if to.kind == "group" or measure is None:
        indicator.measure = _measure(version.version, to) if to.kind == "indicator" else None
        indicator.save(update_fields=["measure"])
        return
    was, becomes = (nature_of(row.unit, row.comparator, row.low, row.name) for row in (before, to))
    if {"name", "unit"}.isdisjoint(changed) and was == becomes:
        return
    namesake = Measure.objects.filter(province=measure.province_id, folded=fold(to.name)).exclude(
        pk=measure.pk
    )
    shared = measure.indicators.count() > 1 or measure.observations.exists()
    if "name" in changed and (shared or namesake.exists()):
        refuse_once_opened(progress, True)
        indicator.measure = _measure(version.version, to)
        indicator.save(update_fields=["measure"])
    elif not shared:
        if (measure.value_kind, measure.direction) == was:  # nobody has decided otherwise
            measure.value_kind, measure.direction = becomes
        measure.name, measure.folded, measure.unit = to.name, fold(to.name), to.unit
        measure.save()


def _place(version: IndicatorVersion, to: IndicatorRow) -> None:
    """Put the indicator behind everything under its parent; what stands behind moves on by one."""
    rows = IndicatorVersion.objects.of_plan(to.known_plan)
    if rows.filter(parent=version.indicator_id).exists():
        raise Refused(_("Chỉ tiêu này còn dòng bên dưới; chuyển các dòng đó trước."))
    above = rows.filter(code=to.parent).exclude(pk=version.pk).first() if to.parent else None
    if to.parent and above is None:
        raise Refused(_("Kế hoạch không có nhóm “%(code)s”.") % {"code": to.parent}, field="parent")
    version.parent_id = above.indicator_id if above else None
    if above is None:
        version.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        return
    under, last = {above.indicator_id}, above.position
    for indicator, parent, position in rows.values_list("indicator_id", "parent_id", "position"):
        if parent in under:
            under.add(indicator)
            last = position
    rows.filter(position__gt=last).update(position=F("position") + 1)
    version.position = last + 1


def _follow(version: IndicatorVersion, to: IndicatorRow) -> None:
    """Who follows the indicator up, as the row names them; who stays keeps his printed name, and main if he is it."""
    held = {row.agency or row.group: row for row in version.indicator.followers.filter(valid_to__isnull=True)}
    main = next((who for who, row in held.items() if row.main and who in to.lead), None)
    main = main or next((who for who in to.lead if isinstance(who, Agency)), None)
    current = version.indicator.followers.filter(valid_to__isnull=True)
    current.filter(pk__in=[row.pk for who, row in held.items() if who not in to.lead]).delete()
    current.update(main=False)
    for position, who in enumerate(to.lead, start=1):
        row = held.get(who) or Follower(
            indicator=version.indicator,
            agency=who if isinstance(who, Agency) else None,
            group=who if isinstance(who, AgencyGroup) else None,
            label_printed=who.name[:300],
            cause_id=version.version_id,
            valid_from=version.valid_from,
        )
        row.position, row.main = position, who == main
        row.save()


def _aim(version: IndicatorVersion, target: Target | None, to: IndicatorRow) -> None:
    """Write the target of the row's year and scope."""
    target = target or Target(
        indicator=version.indicator,
        version=version.version,
        cause_id=version.version_id,
        valid_from=version.valid_from,
        horizon_year=to.horizon_year,
        scope=to.scope,
    )
    target.printed, target.comparator = to.target_text, to.comparator or "qualitative"
    target.low, target.high = to.low, to.high
    refuse_invalid(target, without=("indicator", "version", "valid_to", "printed", "low", "high"))
    target.save()
