"""Reads of the season in the office's own words; every chain begins with `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.querysets import RangedQuerySet
from common.errors import Refused

if TYPE_CHECKING:
    from agencies.models import User

SENT_STATES = ("sent", "returned", "approved")


class CycleQuerySet(RangedQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(plan__province__in=user.access.provinces())

    def run_by(self, user: "User") -> Self:
        """Cycles of plans whose focal agency the person works for."""
        return self.filter(plan__focal_agency__in=user.access.focal)


class PeriodQuerySet(QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(cycle__plan__province__in=user.access.provinces()).select_related(
            "cycle__plan__province", "cycle__plan__focal_agency"
        )

    def run_by(self, user: "User") -> Self:
        """Periods of plans whose focal agency the person works for."""
        return self.filter(cycle__plan__focal_agency__in=user.access.focal)

    def of_plan(self, plan) -> Self:
        return self.filter(cycle__plan=plan)

    def open(self) -> Self:
        return self.filter(state="open")

    def named(self, text: str):
        """The period a command names, by its ref or its number. Raises Refused when there is none."""
        wanted = Q(ref=text) | Q(pk=int(text)) if text.isdecimal() else Q(ref=text)
        period = self.select_related("cycle__plan__province", "cycle__plan__focal_agency").filter(wanted).first()
        if period is None:
            raise Refused(_("Không có kỳ báo cáo mang mã “%(ref)s”.") % {"ref": text})
        return period

    def newest_first(self) -> Self:
        return self.order_by("-to_on", "-from_on", "-id")


class SubmissionQuerySet(QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Own agencies' submissions; those the person's focal agency collects; what was sent, for leaders.

        A draft's words are its agency's alone: `rules.may_read_lines` says whose page shows them.
        """
        access = user.access
        return self.filter(
            Q(agency__in=access.own)
            | Q(period__cycle__plan__focal_agency__in=access.focal)
            | Q(period__cycle__plan__province__in=access.provinces("leader"), state__in=SENT_STATES)
        ).select_related(
            "agency", "period__plan_version", "period__cycle__plan__province", "period__cycle__plan__focal_agency"
        )

    def of_own_agencies(self, user: "User") -> Self:
        return self.filter(agency__in=user.access.own)

    def collected_by(self, user: "User") -> Self:
        """Submissions the person's focal agency collects."""
        return self.filter(period__cycle__plan__focal_agency__in=user.access.focal)

    def of_period(self, period) -> Self:
        return self.filter(period=period)

    def owed(self) -> Self:
        """Not with the focal agency: still to be sent, or returned, in an open period."""
        return self.filter(period__state="open", state__in=["draft", "endorsed", "returned"])

    def awaiting_review(self) -> Self:
        return self.filter(state="sent")

    def not_sent(self) -> Self:
        return self.filter(state__in=["draft", "endorsed", "returned"])

    def late(self, moment: dt.datetime) -> Self:
        """Past due without a sending in time."""
        return self.filter(in_time_sent_at__isnull=True, due_at__lte=moment)

    def with_progress(self) -> Self:
        """Adds `lines`, `lines_clean`, `lines_returned`, `lines_approved` over task and measure lines."""
        def count(**where):
            tasks = {f"task_entries__{key}": value for key, value in where.items()}
            measures = {f"measure_entries__{key}": value for key, value in where.items()}
            return Count("task_entries", filter=Q(**tasks), distinct=True) + Count(
                "measure_entries", filter=Q(**measures), distinct=True
            )

        return self.annotate(
            lines=count(),
            lines_clean=count(line_state__in=["clean", "approved"]),
            lines_returned=count(line_state="returned"),
            lines_approved=count(line_state="approved"),
        )

    def by_due_day(self) -> Self:
        return self.order_by("due_at", F("agency__position"))


class ProvinceReportQuerySet(QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The focal agency's own work, and what has been submitted, for the province's leaders; issued for everyone."""
        access = user.access
        return self.filter(
            Q(period__cycle__plan__focal_agency__in=access.focal)
            | Q(period__cycle__plan__province__in=access.provinces("leader"))
            | Q(period__cycle__plan__province__in=access.provinces(), state="issued")
        ).select_related("period__cycle__plan__province", "period__cycle__plan__focal_agency")

    def issued(self) -> Self:
        return self.filter(state="issued")
