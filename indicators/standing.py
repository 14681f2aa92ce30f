"""How indicators stand, as a room above knows it: it gives the standing of a plan, and its targets come with it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, cast

from plans.at import grouped
from plans.season import Standing


class AimStanding(Protocol):
    """A target of an indicator (its id) with the newest value known; `number` is what the plan prints before it."""

    @property
    def indicator(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def horizon_year(self) -> int: ...
    @property
    def target_text(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def judgement(self) -> str: ...
    @property
    def to_on(self) -> dt.date | None: ...
    @property
    def outdated(self) -> bool: ...
    @property
    def verdict(self) -> str: ...


class WithAims(Standing, Protocol):
    """The standing of a plan that says how its indicators stand, too."""

    @property
    def indicators(self) -> Sequence[AimStanding]: ...


def aims_of(standing: Standing | None) -> Sequence[AimStanding]:
    """The targets of a plan in printed order; none before its first period."""
    return cast(WithAims, standing).indicators if standing else ()


def by_indicator(aims: Iterable[AimStanding]) -> Mapping[int, tuple[AimStanding, ...]]:
    """Targets by the id of their indicator."""
    return grouped(aims, lambda aim: aim.indicator)
