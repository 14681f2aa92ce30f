"""Reads of the register in the office's own words."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from common.querysets import Row, SearchedQuerySet, Spelling
from common.search import Query
from common.text import fold

if TYPE_CHECKING:
    from agencies.models import (  # noqa: F401 - named in the bases below
        Agency,
        AgencyGroup,
        Membership,
        Province,
        User,
    )


class RangedQuerySet(QuerySet[Row]):
    def on(self, day: dt.date) -> Self:
        """Rows valid on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def current(self) -> Self:
        """Rows without an end."""
        return self.filter(valid_to__isnull=True)


class ProvinceQuerySet(RangedQuerySet["Province"]):
    def visible_to(self, user: "User") -> Self:
        """The provinces where the person holds a role."""
        return self.filter(id__in=user.access.at_home)


class AgencyQuerySet(SearchedQuerySet["Agency"], RangedQuerySet["Agency"]):  # type: ignore[override] # two bases, two managers
    def visible_to(self, user: "User") -> Self:
        """The agencies of the person's provinces."""
        return self.filter(province__in=user.access.at_home)

    def administered_by(self, user: "User") -> Self:
        """The agencies this person administers."""
        return self if user.is_superuser else self.filter(province__in=user.access.provinces("administrator"))

    def of_province(self, province_id: int) -> Self:
        return self.filter(province_id=province_id)

    def by_position(self) -> Self:
        """In the register's order."""
        return self.order_by("position", "id")

    def spellings(self, query: Query | None = None) -> Iterator[Spelling]:
        """Every way an agency is written, its own name first; few enough not to be narrowed."""
        rows = self.order_by("province_id", "position", "id", "names__id")
        seen: set[tuple[int, str]] = set()
        for pk, *texts in rows.values_list("pk", "name", "short_name", "names__text"):
            for text in filter(None, texts):
                if (pk, text) not in seen:
                    seen.add((pk, text))
                    yield Spelling(pk, fold(text), fold(text), text)

    def without_reporter(self, day: dt.date) -> Self:
        """Agencies where no active person reports on `day`: unreachable by person."""
        from agencies.models import Membership  # the models import this module

        reached = Membership.objects.on(day).filter(role="reporter", user__is_active=True)
        return self.exclude(id__in=reached.values("agency_id"))


class AgencyGroupQuerySet(QuerySet["AgencyGroup"]):
    def visible_to(self, user: "User") -> Self:
        """The groups of the person's provinces."""
        return self.filter(province__in=user.access.at_home)


class MembershipQuerySet(RangedQuerySet["Membership"]):
    def administered_by(self, user: "User") -> Self:
        """Roles in the agencies this person administers."""
        if user.is_superuser:
            return self
        return self.filter(agency__province__in=user.access.provinces("administrator"))

    def people(self) -> int:
        """How many persons hold these roles."""
        return self.values("user").distinct().count()

    def reporters_of(self, agency_ids: set[int]) -> Self:
        """Who reports for these agencies."""
        return self.filter(role="reporter", agency_id__in=agency_ids, user__is_active=True)

    def focal_people_of(self, agency_ids: set[int]) -> Self:
        """Officers and leaders of these agencies as focal agencies."""
        return self.filter(
            role__in=["focal_officer", "focal_leader"], agency_id__in=agency_ids, user__is_active=True
        )
