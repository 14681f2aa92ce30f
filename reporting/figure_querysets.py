"""Reads of the figures that are kept of every plan's newest period; every chain begins with `visible_to`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

if TYPE_CHECKING:
    from agencies.models import User
    from plans.models import Plan
    from reporting.models import PlanSummary, TargetSummary, TaskSummary  # noqa: F401 - named in the bases below

OF_PERIOD = ("-{0}period__to_on", "-{0}period__from_on", "-{0}period_id")  # newest first


def _newest_first(prefix: str = "") -> list[str]:
    return [column.format(prefix) for column in OF_PERIOD]


class PlanSummaryQuerySet(QuerySet["PlanSummary"]):
    def visible_to(self, user: "User") -> Self:
        """Of the plans whose periods the person reads."""
        return self.filter(plan__province__in=user.access.at_home)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        return self.filter(plan__province__in=provinces)

    def of_plans(self, plans: "QuerySet[Plan]") -> Self:
        return self.filter(plan__in=plans)

    def with_plan(self) -> Self:
        """Brings the plan with its stamp, and the period."""
        return self.select_related("period__cycle", "plan__stamp", "plan__province", "plan__focal_agency")

    def newest_first(self) -> Self:
        return self.order_by(*_newest_first())


class TaskSummaryQuerySet(QuerySet["TaskSummary"]):
    """Chains of what one page shows: `visible_to(user).of_provinces(…).led_by(…).in_printed_order()`."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(summary__plan__province__in=user.access.at_home)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        return self.filter(summary__plan__province__in=provinces)

    def of_plan(self, ref: str) -> Self:
        return self.filter(summary__plan__ref=ref)

    def led_by(self, agency: int) -> Self:
        """Whose main agency this is (its id)."""
        return self.filter(main=agency)

    def with_status(self, status: str) -> Self:
        return self.filter(status=status)

    def obstacles(self) -> Self:
        """Unfinished tasks with an approved difficulty."""
        return self.filter(obstacle=True)

    def in_printed_order(self) -> Self:
        """Plan by plan, that of the newest period first, as printed."""
        return self.order_by(*_newest_first("summary__"), "position")

    def most_overdue_first(self) -> Self:
        return self.order_by("-overdue_days", "summary__plan__number", "summary_id", "position")

    def with_plan(self) -> Self:
        """Brings what `PlanTask` names of the plan."""
        return self.select_related("summary__plan__province", "summary__plan__focal_agency")


class TargetSummaryQuerySet(QuerySet["TargetSummary"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(summary__plan__province__in=user.access.at_home)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        return self.filter(summary__plan__province__in=provinces)

    def saying(self, folded: str) -> Self:
        """Whose number or name holds these words, folded."""
        return self.filter(folded__contains=folded)

    def drawn(self) -> Self:
        """With a number to draw."""
        return self.filter(drawn=True)

    def in_printed_order(self) -> Self:
        """Plan by plan, that of the newest period first, as printed."""
        return self.order_by(*_newest_first("summary__"), "position")

    def furthest_behind_first(self) -> Self:
        return self.order_by("rank", "summary__plan__number", "summary_id", "position")

    def with_plan(self) -> Self:
        """Brings what `PlanTarget` names of the plan."""
        return self.select_related("summary__plan__province", "summary__plan__focal_agency")
