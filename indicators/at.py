"""The indicators a plan asks for, read at a day by the rule of `plans.at`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce

from indicators.models import Follower, IndicatorVersion, Target
from indicators.prose import number_printed
from plans.at import OLDEST_FIRST, RECORDED_FIRST, WHO, Reading, astray, grouped, newest
from plans.models import PlanVersion


@dataclass(frozen=True, slots=True)
class IndicatorAt:
    """A row of the indicators' tree: `id` and `parent` are the Indicator's, `row` is the IndicatorVersion's.

    A heading has no measure, and '' for its name.
    """

    id: int
    row: int
    parent: int | None
    measure: int | None
    measure_name: str
    code: str
    position: int
    kind: str
    name: str
    folded: str
    unit_printed: str
    lead_text: str
    published: bool

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    @property
    def number(self) -> str:
        """What the plan prints before it; '' where the code is only the portal's own."""
        return number_printed(self.code)


@dataclass(frozen=True, slots=True)
class TargetAt:
    """What an indicator is to reach by the end of a year in a scope ('' is the province)."""

    row: int
    indicator: int
    horizon_year: int
    scope: str
    comparator: str
    low: Decimal | None
    high: Decimal | None
    printed: str


@dataclass(frozen=True, slots=True)
class FollowerAt:
    """Who follows an indicator up: an agency or a group (one of the two ids), its name, its label for dense tables."""

    row: int
    indicator: int
    agency: int | None
    group: int | None
    name: str
    label: str
    label_printed: str
    main: bool
    position: int


@dataclass(frozen=True)
class IndicatorsAt:
    """The indicators of a plan as version `no` asks for them. Made by `indicators_at` only."""

    plan: int
    version: int
    no: int
    day: dt.date
    known_at: dt.datetime
    indicators: tuple[IndicatorAt, ...]
    targets: tuple[TargetAt, ...]
    followers: tuple[FollowerAt, ...]

    @property
    def leaves(self) -> tuple[IndicatorAt, ...]:
        """The indicators proper, in printed order; each is counted once, however many targets it has."""
        return tuple(row for row in self.indicators if not row.is_group)

    def targets_of(self, indicator: int) -> tuple[TargetAt, ...]:
        """An indicator's targets by year and scope."""
        return self._targets.get(indicator, ())

    def followers_of(self, indicator: int) -> tuple[FollowerAt, ...]:
        """Who follows an indicator up, in printed order."""
        return self._followers.get(indicator, ())

    @cached_property
    def _targets(self) -> Mapping[int, tuple[TargetAt, ...]]:
        return grouped(self.targets, lambda row: row.indicator)

    @cached_property
    def _followers(self) -> Mapping[int, tuple[FollowerAt, ...]]:
        return grouped(self.followers, lambda row: row.indicator)


def indicators_at(version: PlanVersion, *, day: dt.date, known_at: dt.datetime) -> IndicatorsAt:
    """What the plan wants measured at `version`, on `day`, as known at `known_at`. Four queries at most."""
    read = Reading.of(version, day, known_at)
    plan = version.plan_id
    indicators = IndicatorVersion.objects.filter(read.stated(IndicatorVersion), plan=plan)
    targets = Target.objects.filter(read.stated(Target), indicator__plan=plan)
    followers = Follower.objects.filter(read.answering(Follower), indicator__plan=plan)
    tree = newest(
        (IndicatorAt(*row) for row in indicators.order_by(*OLDEST_FIRST).values_list(*INDICATOR)),
        identity=lambda row: row.id,
        order=lambda row: (row.position, row.id),
    )
    lost = astray((row.id, row.parent) for row in tree)
    return IndicatorsAt(
        plan=plan,
        version=version.pk,
        no=version.no,
        day=read.day,
        known_at=known_at,
        indicators=tuple(replace(row, parent=None) if row.id in lost else row for row in tree),
        targets=newest(
            (TargetAt(*row) for row in targets.order_by(*OLDEST_FIRST).values_list(*TARGET)),
            identity=lambda row: (row.indicator, row.horizon_year, row.scope),
            order=lambda row: (row.horizon_year, row.scope),
        ),
        followers=newest(
            (FollowerAt(*row) for row in followers.order_by(*RECORDED_FIRST).values_list(*FOLLOWER)),
            identity=lambda row: (row.indicator, row.agency, row.group),
            order=lambda row: (row.position, row.row),
        ),
    )


# columns in the order of the fields
INDICATOR = (
    "indicator_id",
    "pk",
    "parent_id",
    "indicator__measure_id",
    Coalesce("indicator__measure__name", Value(""), output_field=TextField()),
    "code",
    "position",
    "kind",
    "name",
    "folded",
    "unit_printed",
    "lead_text",
    "published",
)
TARGET = ("pk", "indicator_id", "horizon_year", "scope", "comparator", "low", "high", "printed")
FOLLOWER = ("pk", "indicator_id", *WHO, "label_printed", "main", "position")
