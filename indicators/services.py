"""What happens to indicators: they enter with a plan's annex, or an officer enters a target that stands in prose."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from common import audit
from common.errors import Refused
from common.intake import provenance
from common.text import clean, fold
from indicators import prose, targets
from indicators.corrections import OF_INDICATOR, OF_TARGET, IndicatorRow, row_of, with_targets
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from plans.corrections import changes, joined
from plans.models import PlanVersion
from plans.progress import Progress
from plans.services import NO_CELLS, Cells, correctable, put_on_record, refuse_invalid, refuse_once_opened

# Which value of a row stands behind each field of an indicator that keeps its printed text.
PRINTED = {"code": "code", "name": "name", "unit": "unit", "target_text": "target_text", "lead": "lead_text"}
Resolve = Callable[[str], Agency | AgencyGroup | None]


def measure_named(
    *, version: PlanVersion, name: str, unit: str, comparator: str, low: Decimal | None
) -> Measure:
    """The province's measure of that name, created when it is new: one measure serves every plan that names it."""
    province = version.plan.province
    folded = fold(name)
    found = Measure.objects.filter(province=province, folded=folded).first()
    if found is not None:
        return found
    kind, direction = _nature(unit, comparator, low)
    return Measure.objects.create(
        province=province,
        code=f"{Measure.objects.filter(province=province).count() + 1:04d}",
        name=name,
        folded=folded,
        unit=unit,
        direction=direction,
        value_kind=kind,
    )


def _nature(unit: str, comparator: str, low: Decimal | None) -> tuple[str, str]:
    """What kind of value a target speaks of, and in which direction it is better."""
    kind = "ratio" if unit.strip().startswith("%") else "rank" if comparator == "top_n" else "number"
    return (
        "judgement" if low is None else kind,
        "down" if comparator in ("<=", "<", "top_n") else "up",
    )


@transaction.atomic
def add_indicators(
    *, version: PlanVersion, rows: Iterable[Mapping], resolve: Resolve, cells: Cells = NO_CELLS
) -> dict[str, Indicator]:
    """Create the rows of an indicator annex: headings, indicators with their target and who follows them up.

    Returns the indicators by the code of each row. `cells` are the printed cells of each row by its code.

    Rows with a `scope` are targets taken from running text: those of one measure become one indicator.
    Raises Refused when a row names an agency the register does not know.
    """
    known: dict[str, Indicator] = {}
    of_measure: dict[int, Indicator] = {}
    for position, row in enumerate(rows, start=1):
        low, high = _number(row.get("low")), _number(row.get("high"))
        comparator = row.get("comparator") or ""
        leaf = row["kind"] == "indicator"
        measure = (
            measure_named(
                version=version, name=row["name"], unit=row.get("unit") or "", comparator=comparator, low=low
            )
            if leaf
            else None
        )
        scope = row.get("scope")
        if measure is not None and scope is not None and measure.pk in of_measure:
            _add_target(
                of_measure[measure.pk],
                version,
                row.get("horizon_year"),
                scope,
                comparator,
                low,
                high,
                row.get("target_text"),
            )
            known[row["code"]] = of_measure[measure.pk]
            continue
        indicator = Indicator.objects.create(plan=version.plan, measure=measure, created_in=version)
        known[row["code"]] = indicator
        if measure is not None and scope is not None:
            of_measure[measure.pk] = indicator
        IndicatorVersion.objects.create(
            plan=version.plan,
            indicator=indicator,
            version=version,
            cause_id=version.pk,
            valid_from=version.effective_on,
            parent=known.get(row.get("parent") or ""),
            code=row["code"],
            position=position,
            kind=row["kind"],
            name=row["name"],
            folded=fold(row["name"]),
            unit_printed=row.get("unit") or "",
            lead_text="; ".join(row.get("lead") or ()),
            printed=provenance.of_fields(
                cells.get(row["code"], ()), {name: row.get(source) for name, source in PRINTED.items()}
            ),
        )
        if leaf:
            _add_target(
                indicator,
                version,
                row.get("horizon_year"),
                scope or "",
                comparator,
                low,
                high,
                row.get("target_text"),
            )
            _add_followers(indicator, version, row.get("lead") or (), resolve)
    return known


@transaction.atomic
def enter_target(
    *,
    version: PlanVersion,
    name: str,
    unit: str,
    horizon_year: int,
    scope: str,
    printed: str,
    by: User | None,
) -> Target:
    """Enter a target that the plan states in prose: which measure, by when, in what scope, the printed words.

    The target is read from the words; where they hold no single number it is a judgement. Raises Refused when the
    measure, the year or the words are missing, or the plan has a target of that measure, year and scope already.
    """
    name, printed, scope = clean(name), clean(printed), clean(scope)
    if not name:
        raise Refused(_("Ghi tên chỉ tiêu."), field="name")
    if not printed:
        raise Refused(_("Chép nguyên văn mục tiêu trong văn bản."), field="printed")
    read = targets.in_sentence(printed)
    measure = measure_named(
        version=version, name=name, unit=clean(unit), comparator=read.comparator, low=read.low
    )
    indicator = Indicator.objects.filter(plan=version.plan, measure=measure).first()
    if indicator is None:
        place = (
            IndicatorVersion.objects.filter(plan=version.plan).aggregate(last=Max("position"))["last"] or 0
        )
        indicator = Indicator.objects.create(plan=version.plan, measure=measure, created_in=version)
        IndicatorVersion.objects.create(
            plan=version.plan,
            indicator=indicator,
            version=version,
            cause_id=version.pk,
            valid_from=version.effective_on,
            code=prose.own_code(place + 1),
            position=place + 1,
            kind="indicator",
            name=name,
            folded=fold(name),
            unit_printed=clean(unit),
        )
    if indicator.targets.filter(horizon_year=horizon_year, scope=scope, valid_to__isnull=True).exists():
        raise Refused(_("Chỉ tiêu này đã có mục tiêu cho năm và phạm vi đó."), field="horizon_year")
    target = _add_target(
        indicator, version, horizon_year, scope, read.comparator, read.low, read.high, printed
    )
    audit.record(by=by, verb="enter_target", target=version.plan, province_id=version.plan.province_id)
    return target


@transaction.atomic
def record_observation(
    *,
    measure: Measure,
    to_on: dt.date,
    basis: str,
    value: Decimal | None,
    by: User | None,
    at: dt.datetime,
    scope: str = "",
    from_on: dt.date | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    verdict: str = "",
    source_text: str = "",
) -> Observation:
    """Record a measure's value at the end of a span; the value it replaces is superseded at the same moment.

    `basis`: baseline, actual, estimate or official. `value` is in the measure's unit.
    """
    key = {
        "measure": measure,
        "province_id": measure.province_id,
        "scope": scope,
        "to_on": to_on,
        "basis": basis,
    }
    Observation.objects.filter(**key, superseded_at__isnull=True).update(superseded_at=at)
    return Observation.objects.create(
        **key,
        from_on=from_on,
        value=value,
        numerator=numerator,
        denominator=denominator,
        verdict=verdict,
        source_text=source_text,
        recorded_at=at,
        by=by,
    )


def _add_target(
    indicator: Indicator,
    version: PlanVersion,
    horizon_year: int | None,
    scope: str,
    comparator: str,
    low: Decimal | None,
    high: Decimal | None,
    printed: str | None,
) -> Target:
    return Target.objects.create(
        indicator=indicator,
        version=version,
        cause_id=version.pk,
        valid_from=version.effective_on,
        horizon_year=horizon_year or version.plan.horizon_to or version.effective_on.year,
        scope=scope,
        comparator=comparator or "qualitative",
        low=low,
        high=high,
        printed=printed or "",
    )


def _add_followers(
    indicator: Indicator, version: PlanVersion, names: Iterable[str], resolve: Resolve
) -> None:
    has_main = False
    for position, name in enumerate(names, start=1):
        who = resolve(name)
        if who is None:
            raise Refused(_("Chưa có cơ quan “%(name)s” trong danh mục.") % {"name": name})
        agency = who if isinstance(who, Agency) else None
        main = agency is not None and not has_main
        has_main = has_main or main
        Follower.objects.create(
            indicator=indicator,
            agency=agency,
            group=who if isinstance(who, AgencyGroup) else None,
            label_printed=name,
            main=main,
            position=position,
            valid_from=version.effective_on,
            cause_id=version.pk,
        )


def _number(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(text)


# Corrections in place, before the first report


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
    found = rows.select_for_update(of=("self",)).filter(code=to.code).first()
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
    was, becomes = (_nature(row.unit, row.comparator, row.low) for row in (before, to))
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
