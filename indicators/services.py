"""What happens to indicators: they enter with a plan's annex, or an officer enters a target that stands in prose."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from common import audit
from common.errors import Refused
from common.intake import provenance
from common.intake.kinds import PrintedCell
from common.text import clean, fold
from indicators import prose, targets
from indicators.direction import DOWN, direction_of
from indicators.intake.contract import numbers
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from plans.models import PlanVersion
from plans.services import NO_CELLS, Cells
from plans.stamps import touch

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
    kind, direction = nature_of(unit, comparator, low, name)
    return Measure.objects.create(
        province=province,
        code=f"{Measure.objects.filter(province=province).count() + 1:04d}",
        name=name,
        folded=folded,
        unit=unit,
        direction=direction,
        value_kind=kind,
    )


def nature_of(unit: str, comparator: str, low: Decimal | None, name: str) -> tuple[str, str]:
    """What kind of value a target speaks of, and in which direction it is better."""
    kind = "ratio" if unit.strip().startswith("%") else "rank" if comparator == "top_n" else "number"
    falls = comparator == "growth" and low is not None and low < 0
    less = comparator in ("between", "qualitative", "") and direction_of(name) == DOWN
    return (
        "judgement" if low is None else kind,
        "down" if comparator in ("<=", "<", "top_n") or falls or less else "up",
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
        leaf = row["kind"] == "indicator"
        measure = _measure_of(version, row) if leaf else None
        scope = row.get("scope")
        if measure is not None and scope is not None and measure.pk in of_measure:
            known[row["code"]] = of_measure[measure.pk]
            _add_target_of(of_measure[measure.pk], version, row, cells.get(row["code"], ()))
            continue
        indicator = Indicator.objects.create(plan=version.plan, measure=measure, created_in=version)
        known[row["code"]] = indicator
        if measure is not None and scope is not None:
            of_measure[measure.pk] = indicator
        parent = known.get(row.get("parent") or "")
        _add_version(indicator, version, row, parent, position, cells.get(row["code"], ()))
        if leaf:
            _add_target_of(indicator, version, row, cells.get(row["code"], ()))
            _add_followers(indicator, version, row.get("lead") or (), resolve)
    return known


def _measure_of(version: PlanVersion, row: Mapping) -> Measure:
    return measure_named(
        version=version,
        name=row["name"],
        unit=row.get("unit") or "",
        comparator=row.get("comparator") or "",
        low=numbers(row)[0],
    )


def _add_version(
    indicator: Indicator,
    version: PlanVersion,
    row: Mapping,
    parent: Indicator | None,
    position: int,
    cells: Sequence[PrintedCell],
) -> None:
    IndicatorVersion.objects.create(
        plan=version.plan,
        indicator=indicator,
        version=version,
        cause_id=version.pk,
        valid_from=version.effective_on,
        parent=parent,
        code=row["code"],
        position=position,
        kind=row["kind"],
        name=row["name"],
        folded=fold(row["name"]),
        unit_printed=row.get("unit") or "",
        lead_text="; ".join(row.get("lead") or ()),
        printed=provenance.of_fields(cells, {name: row.get(source) for name, source in PRINTED.items()}),
    )


def _add_target_of(
    indicator: Indicator, version: PlanVersion, row: Mapping, cells: Sequence[PrintedCell]
) -> None:
    """The target a row of the annex states, with the place of its words."""
    words = {"target_text": row.get("target_text")}
    said = provenance.of_fields(cells, words).get("target_text", {})
    low, high = numbers(row)
    _add_target(
        indicator,
        version,
        row.get("horizon_year"),
        row.get("scope") or "",
        row.get("comparator") or "",
        low,
        high,
        row.get("target_text"),
        said.get("cell", ""),
    )


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
    read = targets.in_sentence(printed, name)
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
    entry = audit.record(
        by=by, verb="enter_target", target=version.plan, province_id=version.plan.province_id
    )
    touch([version.plan_id], entry.at)
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
) -> Observation:
    """Record a measure's value on a day, as `add_observation` does; the plans that use the measure have changed."""
    observation = add_observation(
        measure=measure, to_on=to_on, basis=basis, value=value, by=by, at=at, scope=scope
    )
    touch(plans_on([measure.pk]), at)
    return observation


def plans_on(measures: Iterable[int]) -> list[int]:
    """The plans (their ids) with an indicator on one of these measures (theirs)."""
    return list(
        Indicator.objects.filter(measure__in=set(measures))
        .order_by()
        .values_list("plan", flat=True)
        .distinct()
    )


def add_observation(
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
    """Write a measure's value at the end of a span; the value it replaces is superseded at the same moment.

    `basis`: baseline, actual, estimate or official. `value` is in the measure's unit. Part of a verb, which touches the
    plans on its measures (`plans_on`) at its end.
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
    cell: str = "",
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
        cell=cell,
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
