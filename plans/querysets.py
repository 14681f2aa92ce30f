"""Reads of plans in the office's own words; every chain begins with `visible_to`."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.querysets import RangedQuerySet
from common.errors import Refused
from common.querysets import CodedQuerySet, Row, SearchedQuerySet, Spelling
from common.search import Query
from common.text import fold

if TYPE_CHECKING:
    from agencies.models import User
    from plans.models import (  # noqa: F401 - named in the bases below
        Assignment,
        BudgetLine,
        Plan,
        StatedFigure,
        TaskEvent,
        TaskVersion,
    )

YEAR = re.compile(r"(19|20)\d\d")


DRAFT_READERS = ("focal_officer", "focal_leader", "leader", "administrator")


def readable_by(user: "User", plan: str = "") -> Q:
    """Plans of the provinces where the person holds a role, drafts where he runs plans, leads or administers.

    `plan` leads to the plan from what is read: `plan__`. A draft asks nothing of those who report, and is not for them.
    """
    issued = Q(**{f"{plan}province__in": user.access.at_home}) & ~Q(**{f"{plan}state": "draft"})
    return issued | Q(**{f"{plan}province__in": user.access.provinces(*DRAFT_READERS)})


class PlanQuerySet(SearchedQuerySet["Plan"]):
    def visible_to(self, user: "User") -> Self:
        """Plans of the person's provinces, drafts for those who read them."""
        return self.filter(readable_by(user)).select_related("province", "focal_agency")

    def administered_by(self, user: "User") -> Self:
        """Plans of the provinces this person administers."""
        return self if user.is_superuser else self.filter(province__in=user.access.provinces("administrator"))

    def run_by(self, user: "User") -> Self:
        """Plans whose focal agency the person works for as focal officer or leader."""
        return self.filter(focal_agency__in=user.access.focal)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        """Plans of these provinces (their ids)."""
        return self.filter(province__in=provinces)

    def in_force(self) -> Self:
        return self.filter(state="in_force")

    def among(self, plans: QuerySet) -> Self:
        """Those whose ids a query gives."""
        return self.filter(pk__in=plans)

    def other_than(self, plans: QuerySet) -> Self:
        """Without those whose ids a query gives."""
        return self.exclude(pk__in=plans)

    def with_state(self, state: str) -> Self:
        """Those in a state; "" does not narrow."""
        return self.filter(state=state) if state else self

    def issued(self) -> Self:
        """All but drafts."""
        return self.exclude(state="draft")

    def in_order(self) -> Self:
        """Newest first, drafts without a day before them."""
        return self.order_by(F("issued_on").desc(nulls_first=True), "number", "id")

    def spellings(self, query: Query | None = None) -> Iterator[Spelling]:
        """Kind, number and title of every plan; few enough not to be narrowed."""
        newest_first = self.order_by(F("issued_on").desc(nulls_last=True), "id")
        for plan in newest_first.select_related(None).only("kind", "number", "title"):
            yield Spelling(
                plan.id,
                fold(f"{plan.get_kind_display()} {plan.number} {plan.title}"),
                fold(plan.number),
            )

    def named(self, text: str) -> "Plan":
        """The one plan called `province/number/year`, or by any part of it that is enough here.

        The province is its name or its code, the number the whole sign (which may hold a slash) or what stands before
        its first slash, the year that of issue; case and diacritics do not matter. A draft without a number answers to
        its ref. Raises Refused when no plan, or
        more than one, answers to it.
        """
        parts = [fold(part) for part in text.split("/") if part.strip()]
        year = int(parts.pop()) if len(parts) > 1 and YEAR.fullmatch(parts[-1]) else None
        found = [plan for plan in self.select_related("province") if _answers(plan, parts, year)]
        if not found:
            raise Refused(_("Không có kế hoạch nào mang tên “%(name)s”.") % {"name": text})
        if len(found) > 1:
            names = ", ".join(sorted(plan.full_number for plan in found))
            raise Refused(
                _("“%(name)s” có thể là %(names)s. Ghi rõ tỉnh/số/năm.") % {"name": text, "names": names}
            )
        return found[0]


def _answers(plan: "Plan", parts: list[str], year: int | None) -> bool:
    """Whether a plan answers to folded parts: [province,] number with or without its letters."""
    if year is not None and (plan.issued_on is None or plan.issued_on.year != year):
        return False
    number = fold(plan.number or plan.ref)
    province = fold(plan.province.name)
    asked = {"/".join(parts)}
    if parts and parts[0] in (
        province,
        f"tinh {province}",
        f"thanh pho {province}",
        fold(plan.province.code),
    ):
        asked.add("/".join(parts[1:]))
    return not asked.isdisjoint((number, number.partition("/")[0]))


class PrintedQuerySet(CodedQuerySet[Row], RangedQuerySet[Row]):  # type: ignore[override] # two bases, two managers
    """Rows of a plan's annexes."""

    def plan_by_plan(self) -> Self:
        """The newest plan first, within a plan as printed; the same order on every database."""
        return self.order_by(F("plan__issued_on").desc(nulls_last=True), "plan_id", "position", "id")


class TaskVersionQuerySet(PrintedQuerySet["TaskVersion"]):  # type: ignore[override] # as its base
    def visible_to(self, user: "User") -> Self:
        return self.filter(readable_by(user, "plan__"))

    def administered_by(self, user: "User") -> Self:
        """Tasks of the provinces this person administers."""
        provinces = user.access.provinces("administrator")
        return self if user.is_superuser else self.filter(plan__province__in=provinces)

    def of_plan(self, plan: "Plan") -> Self:
        """The open rows of the plan's tree in printed order: what corrections edit. Reading goes through `PlanAt`."""
        return self.filter(plan=plan).current().order_by("position")

    def leaves(self) -> Self:
        return self.filter(kind="task")

    def groups(self) -> Self:
        """The headings tasks stand under."""
        return self.filter(kind="group")


class AssignmentQuerySet(RangedQuerySet["Assignment"]):
    def responsible(self) -> Self:
        """Leads and implementers: who owes a report."""
        return self.filter(role__in=["lead", "implement"])


class TaskEventQuerySet(QuerySet["TaskEvent"]):
    def visible_to(self, user: "User") -> Self:
        """What happened to tasks of the plans the person reads."""
        return self.filter(readable_by(user, "task__plan__"))

    def known_at(self, moment: dt.datetime) -> Self:
        """Recorded up to a moment and not taken back by then."""
        kept = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(kept, recorded_at__lte=moment)

    def in_effect_on(self, day: dt.date) -> Self:
        """Those whose day has come."""
        return self.filter(on__lte=day)

    def standing(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(superseded_at__isnull=True)

    def one_after_the_other(self) -> Self:
        """In the order in which they happened; of one day, as they were recorded."""
        return self.order_by("on", "recorded_at", "id")


class BudgetLineQuerySet(RangedQuerySet["BudgetLine"]):
    def administered_by(self, user: "User") -> Self:
        """Money of the provinces this person administers."""
        provinces = user.access.provinces("administrator")
        return self if user.is_superuser else self.filter(plan__province__in=provinces)


class StatedFigureQuerySet(QuerySet["StatedFigure"]):
    def differing(self) -> Self:
        """Printed sums that do not add up."""
        return self.exclude(stated=F("computed"))
