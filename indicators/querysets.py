"""Reads of indicators in the office's own words."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from plans.querysets import PrintedQuerySet, readable_by

if TYPE_CHECKING:
    from agencies.models import User
    from indicators.models import (  # noqa: F401 - named in the bases below
        IndicatorVersion,
        Observation,
    )
    from plans.models import Plan


class IndicatorVersionQuerySet(PrintedQuerySet["IndicatorVersion"]):  # type: ignore[override] # as its base
    def visible_to(self, user: "User") -> Self:
        return self.filter(readable_by(user, "plan__"))

    def administered_by(self, user: "User") -> Self:
        """Indicators of the provinces this person administers."""
        provinces = user.access.provinces("administrator")
        return self if user.is_superuser else self.filter(plan__province__in=provinces)

    def of_plan(self, plan: "Plan") -> Self:
        """The plan's open rows in printed order: what corrections edit. Reading goes through `IndicatorsAt`."""
        return self.filter(plan=plan).current().order_by("position")

    def leaves(self) -> Self:
        """Rows that carry a target."""
        return self.filter(kind="indicator")


class ObservationQuerySet(QuerySet["Observation"]):
    def known_at(self, moment: dt.datetime) -> Self:
        """Observations recorded and not superseded at a moment."""
        return self.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), recorded_at__lte=moment
        )
