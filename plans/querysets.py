"""Reads of plans in the office's own words; every chain begins with `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import F, QuerySet, Sum

from agencies.querysets import RangedQuerySet
from common.text import fold

if TYPE_CHECKING:
    from agencies.models import User


class PlanQuerySet(QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Plans of the provinces where the person holds a role."""
        return self.filter(province__in=user.access.provinces()).select_related("province", "focal_agency")

    def run_by(self, user: "User") -> Self:
        """Plans whose focal agency the person works for as focal officer or leader."""
        return self.filter(focal_agency__in=user.access.focal)

    def in_force(self) -> Self:
        return self.filter(state="in_force")

    def in_order(self) -> Self:
        """Newest first."""
        return self.order_by("-issued_on", "number")


class TaskVersionQuerySet(RangedQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(plan__province__in=user.access.provinces())

    def of_plan(self, plan, on: dt.date | None = None) -> Self:
        """The plan's tree in printed order: as valid on a day, or as open now."""
        rows = self.filter(plan=plan)
        return (rows.on(on) if on else rows.current()).order_by("position")

    def leaves(self) -> Self:
        return self.filter(kind="task")

    def matching(self, words: str) -> Self:
        """Rows whose name or code contains the words, whatever their diacritics."""
        return self.filter(folded__contains=fold(words)) if words.strip() else self


class AssignmentQuerySet(RangedQuerySet):
    def responsible(self) -> Self:
        """Leads and implementers: who owes a report."""
        return self.filter(role__in=["lead", "implement"])


class BudgetLineQuerySet(RangedQuerySet):
    def by_year_and_source(self) -> Self:
        """Sums per (year, source), VND."""
        return self.values("year", "source__code", "source__name_printed").annotate(total=Sum("amount"))


class StatedFigureQuerySet(QuerySet):
    def differing(self) -> Self:
        """Printed sums that do not add up."""
        return self.exclude(stated=F("computed"))
