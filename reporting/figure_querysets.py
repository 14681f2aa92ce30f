"""Reads of the figures that are kept of every plan's newest period; every chain begins with `visible_to`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from common.text import fold

if TYPE_CHECKING:
    from agencies.models import User
    from plans.models import Plan
    from reporting.models import PlanSummary, TargetSummary, TaskSummary  # noqa: F401 - named in the bases below

# Of the summary and the plan beside a row: fifty times the same, and never shown with it.
UNREAD = ("summary__figures", "summary__groups", "summary__plan__legal_bases")
OF_PERIOD = ("-{0}period__to_on", "-{0}period__from_on", "-{0}period_id")  # newest first


def _saying(words: str) -> Q:
    """Number or name holds every word, whatever the diacritics."""
    return Q(*(Q(folded__contains=word) for word in fold(words).split()))


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
        """Brings the plan with its stamp, and the period; what long columns say that no page of many shows is left."""
        rows = self.select_related("period__cycle", "plan__stamp", "plan__province", "plan__focal_agency")
        return rows.defer("groups", "plan__legal_bases", "plan__folded", "plan__issuer_text")

    def without_figures(self) -> Self:
        """Only whether they are kept, of which moment, and of which plan."""
        made = ("period", "day", "known_at", "number", "made_by")
        return self.select_related("plan__stamp").only(
            *made, "plan__ref", "plan__number", "plan__stamp__number"
        )

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

    def narrowed(self, *, plan: str = "", agency: str = "", status: str = "", q: str = "") -> Self:
        """Those of a plan (its ref), a main agency (its id), a status, and with these words; "" does not narrow."""
        where = {"summary__plan__ref": plan, "main": agency, "status": status}
        return self.filter(_saying(q), **{name: value for name, value in where.items() if value})

    def mains(self) -> list[tuple[int, str]]:
        """Id and name of the agencies that lead any of them, by name; the last name where one had several."""
        named = self.order_by().exclude(main=None).values_list("main", "main_name").distinct()
        return sorted(dict(sorted(named)).items(), key=lambda agency: (agency[1], agency[0]))

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
        return self.select_related("summary__plan__province", "summary__plan__focal_agency").defer(*UNREAD)


class TargetSummaryQuerySet(QuerySet["TargetSummary"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(summary__plan__province__in=user.access.at_home)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        return self.filter(summary__plan__province__in=provinces)

    def narrowed(self, *, plan: str = "", verdict: str = "", q: str = "") -> Self:
        """Those of a plan (its ref), with a verdict, and with these words; "" does not narrow."""
        where = {"summary__plan__ref": plan, "verdict": verdict}
        return self.filter(_saying(q), **{name: value for name, value in where.items() if value})

    def indicators(self) -> int:
        """How many indicators these targets are of."""
        return self.order_by().values("indicator").distinct().count()

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
        return self.select_related("summary__plan__province", "summary__plan__focal_agency").defer(*UNREAD)
