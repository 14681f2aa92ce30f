"""An indicator and one of its targets as one row of a spreadsheet says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from common.text import clean
from indicators.models import Follower, IndicatorVersion, Target
from plans.corrections import Above, Row, Who

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

IndicatorBelow: TypeAlias = "WithAnnotations[IndicatorVersion, Above]"
OF_INDICATOR = ("parent", "kind", "name", "unit", "lead")
OF_TARGET = ("target_text", "comparator", "low", "high")


@dataclass(kw_only=True)
class IndicatorRow(Row):
    """An indicator with its target for a year and a scope ('' is the province); a heading has year 0 and no target."""

    code: str = ""
    parent: str = ""
    kind: str = "indicator"
    name: str = ""
    unit: str = ""
    lead: tuple[Who, ...] = ()
    horizon_year: int = 0
    scope: str = ""
    target_text: str = ""
    comparator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]

    @property
    def has_target(self) -> bool:
        return bool(self.horizon_year) or any(getattr(self, cell) not in ("", None) for cell in OF_TARGET)


def with_targets(indicators: QuerySet[IndicatorVersion]) -> "QuerySet[IndicatorBelow]":
    """These indicators with what their rows take from other tables: `parent_code`, targets and followers of now."""
    above = IndicatorVersion.objects.current().filter(indicator=OuterRef("parent"))
    followed = Follower.objects.filter(valid_to__isnull=True).select_related("agency", "group")
    return (
        indicators.select_related("plan__province", "version", "indicator__measure")
        .annotate(parent_code=Subquery(above.values("code")[:1]))
        .prefetch_related(
            Prefetch("indicator__targets", Target.objects.filter(valid_to__isnull=True)),
            Prefetch("indicator__followers", followed.order_by("position")),
        )
    )


def row_of(version: "IndicatorBelow", target: Target | None) -> IndicatorRow:
    """The row of an indicator read through `with_targets`, for one of its targets."""
    row = IndicatorRow(
        plan=version.plan,
        pk=target.pk if target else version.pk,
        code=version.code,
        parent=version.parent_code or "",
        kind=version.kind,
        name=clean(version.name),
        unit=clean(version.unit_printed),
        lead=tuple(who for row in version.indicator.followers.all() if (who := row.agency or row.group)),
    )
    if target:
        row.horizon_year, row.scope, row.target_text = (
            target.horizon_year,
            target.scope,
            clean(target.printed),
        )
        row.comparator, row.low, row.high = target.comparator, target.low, target.high
    return row


def rows_of(version: "IndicatorBelow") -> Iterable[IndicatorRow]:
    """A row per target; one row for what has none."""
    rows = [row_of(version, target) for target in version.indicator.targets.all()]
    return rows or [row_of(version, None)]
