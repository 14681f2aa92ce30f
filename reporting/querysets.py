"""Reads of the season in the office's own words; every chain begins with `visible_to`."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeAlias, TypedDict

from django.apps import apps
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from agencies.querysets import RangedQuerySet
from common.errors import Refused
from plans.querysets import readable_by
from reporting.counts import last_returned, lines, returns, submissions

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from agencies.models import User
    from plans.models import Plan
    from reporting.models import (  # noqa: F401 - named in the bases below
        Cycle,
        Evidence,
        Period,
        ProvinceReport,
        ReviewAction,
        Submission,
        TaskFact,
    )

SENT_STATES = ("sent", "returned", "approved")


class Opened(TypedDict):
    """What `with_periods` adds: how many periods were opened under the rule."""

    opened: int


class Totals(TypedDict):
    """What `totals` counts: periods, and the submissions they ask for, all and those sent, whatever became of them."""

    periods: int
    owed: int
    sent: int


class Sent(TypedDict):
    """What `with_counts` adds: submissions of the period, all and by state since they were sent."""

    submissions_all: int
    submissions_sent: int
    submissions_returned: int
    submissions_approved: int


class Progress(TypedDict):
    """What `with_progress` adds: lines of both kinds; `lines_clean` are filled, sent or approved."""

    lines: int
    lines_clean: int
    lines_returned: int
    lines_approved: int


class Returns(TypedDict):
    """What `with_returns` adds: how often the submission went back to its agency, and when last."""

    returns: int
    returned_at: dt.datetime | None


class ProgressAndReturns(Progress, Returns):
    """What both add."""


CycleInUse: TypeAlias = "WithAnnotations[Cycle, Opened]"
CountedPeriod: TypeAlias = "WithAnnotations[Period, Sent]"
CountedSubmission: TypeAlias = "WithAnnotations[Submission, Progress]"
ReturnedSubmission: TypeAlias = "WithAnnotations[Submission, Returns]"
CollectedSubmission: TypeAlias = "WithAnnotations[Submission, ProgressAndReturns]"


class CycleQuerySet(RangedQuerySet["Cycle"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(readable_by(user, "plan__"))

    def run_by(self, user: "User") -> Self:
        """Cycles of plans whose focal agency the person works for."""
        return self.filter(plan__focal_agency__in=user.access.focal)

    def with_periods(self) -> "QuerySet[CycleInUse]":
        """Adds what `Opened` says; brings its stages and reporters."""
        rows: QuerySet[Cycle] = self
        return rows.annotate(opened=Count("periods")).prefetch_related(
            "stages__to_agency", "reporters__agency", "reporters__group"
        )


class PeriodQuerySet(QuerySet["Period"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(cycle__plan__province__in=user.access.at_home).select_related(
            "cycle__plan__province", "cycle__plan__focal_agency"
        )

    def run_by(self, user: "User") -> Self:
        """Periods of plans whose focal agency the person works for."""
        return self.filter(cycle__plan__focal_agency__in=user.access.focal)

    def on_boards_of(self, user: "User") -> Self:
        """Periods whose board the person reads: as focal agency, or as leader of the province."""
        return self.filter(
            Q(cycle__plan__focal_agency__in=user.access.focal)
            | Q(cycle__plan__province__in=user.access.provinces("leader"))
        )

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        """Periods of the plans of these provinces."""
        return self.filter(cycle__plan__province__in=provinces)

    def with_counts(self) -> "QuerySet[CountedPeriod]":
        """Adds what `Sent` says; brings the stages with their days."""
        rows: QuerySet[Period] = self
        return rows.annotate(
            submissions_all=submissions(),
            submissions_sent=submissions(state="sent"),
            submissions_returned=submissions(state="returned"),
            submissions_approved=submissions(state="approved"),
        ).prefetch_related("stages__stage")

    def of_plan(self, plan: "Plan") -> Self:
        return self.filter(cycle__plan=plan)

    def open(self) -> Self:
        return self.filter(state="open")

    def plans(self) -> "QuerySet[Period, int]":
        """The ids of their plans, for another query."""
        return self.order_by().values_list("cycle__plan", flat=True)

    def without_report(self) -> Self:
        """Periods no edition of a province report was drafted for."""
        return self.filter(reports__isnull=True)

    def narrowed(self, *, plan: str = "", year: str = "", state: str = "") -> Self:
        """Those of a plan (its ref), a year and a state; "" does not narrow."""
        where = {"cycle__plan__ref": plan, "to_on__year": year, "state": state}
        return self.filter(**{name: value for name, value in where.items() if value})

    def open_first(self) -> Self:
        """Open ones before closed ones, the newest first."""
        return self.order_by("-state", "-to_on", "-from_on", "-id")

    def with_plan(self) -> Self:
        """Brings what roll-up reads of the period's plan."""
        return self.select_related("plan_version", "cycle__plan__province", "cycle__plan__focal_agency")

    def named(self, text: str) -> "Period":
        """The period a command names, by its ref or its number. Raises Refused when there is none."""
        wanted = Q(ref=text) | Q(pk=int(text)) if text.isdecimal() else Q(ref=text)
        period = (
            self.select_related("cycle__plan__province", "cycle__plan__focal_agency").filter(wanted).first()
        )
        if period is None:
            raise Refused(_("Không có kỳ báo cáo mang mã “%(ref)s”.") % {"ref": text})
        return period

    def newest_first(self) -> Self:
        return self.order_by("-to_on", "-from_on", "-id")

    def by_due_day(self) -> Self:
        """Those whose agencies have to send first, first."""
        stages = apps.get_model("reporting", "PeriodStage").objects.filter(period=OuterRef("pk"))
        due = stages.filter(stage__kind="agencies").order_by("due_at").values("due_at")[:1]
        return self.order_by(Subquery(due), "id")

    def totals(self) -> Totals:
        """How much these periods ask for and have received. One query."""
        sent = Count("submissions", filter=Q(submissions__state__in=SENT_STATES))
        counts = self.aggregate(periods=Count("pk", distinct=True), owed=Count("submissions"), sent=sent)
        return Totals(periods=counts["periods"], owed=counts["owed"], sent=counts["sent"])

    def years(self) -> list[int]:
        """The years in which these periods end, the last first."""
        return [day.year for day in self.select_related(None).dates("to_on", "year", order="DESC")]


class SubmissionQuerySet(QuerySet["Submission"]):
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
            "agency",
            "period__plan_version",
            "period__cycle__plan__province",
            "period__cycle__plan__focal_agency",
        )

    def of_own_agencies(self, user: "User") -> Self:
        return self.filter(agency__in=user.access.own)

    def readable_by(self, user: "User") -> Self:
        """Those whose lines the person may read: his agencies' own, and what has been sent (`rules.may_read_lines`)."""
        return self.filter(Q(agency__in=user.access.own) | Q(first_sent_at__isnull=False))

    def collected_by(self, user: "User") -> Self:
        """Submissions the person's focal agency collects."""
        return self.filter(period__cycle__plan__focal_agency__in=user.access.focal)

    def of_period(self, period: "Period") -> Self:
        return self.filter(period=period)

    def owed(self) -> Self:
        """Not with the focal agency: still to be sent, or returned, in an open period."""
        return self.filter(period__state="open", state__in=["draft", "endorsed", "returned"])

    def in_open_periods(self) -> Self:
        return self.filter(period__state="open")

    def awaiting_review(self) -> Self:
        return self.filter(state="sent")

    def not_sent(self) -> Self:
        return self.filter(state__in=["draft", "endorsed", "returned"])

    def unsent(self) -> Self:
        """With their agency and not returned to it."""
        return self.filter(state__in=["draft", "endorsed"])

    def late(self, moment: dt.datetime) -> Self:
        """Past due without a sending in time."""
        return self.filter(in_time_sent_at__isnull=True, due_at__lte=moment)

    def with_progress(self) -> "QuerySet[CountedSubmission]":
        """Adds what `Progress` says."""
        rows: QuerySet[Submission] = self
        return rows.annotate(
            lines=lines("open", "clean", "sent", "returned", "approved"),
            lines_clean=lines("clean", "sent", "approved"),
            lines_returned=lines("returned"),
            lines_approved=lines("approved"),
        )

    def with_returns(self) -> "QuerySet[ReturnedSubmission]":
        """Adds what `Returns` says."""
        rows: QuerySet[Submission] = self
        return rows.annotate(
            returns=returns(),
            returned_at=last_returned(),
        )

    def with_progress_and_returns(self) -> "QuerySet[CollectedSubmission]":
        """Adds what `Progress` and `Returns` say."""
        rows: QuerySet[Submission] = self
        return rows.annotate(
            lines=lines("open", "clean", "sent", "returned", "approved"),
            lines_clean=lines("clean", "sent", "approved"),
            lines_returned=lines("returned"),
            lines_approved=lines("approved"),
            returns=returns(),
            returned_at=last_returned(),
        )

    def standing(self) -> Self:
        """Of each only how it stands and who owes it; not its words."""
        moments = ("due_at", "touched_at", "first_sent_at", "in_time_sent_at", "approved_at")
        agency = ("agency__name", "agency__folded", "agency__email")
        return self.select_related("agency").only("ref", "period", "state", *moments, *agency)

    def by_refs(self, refs: Iterable[str]) -> Self:
        return self.filter(ref__in=list(refs))

    def by_agency(self) -> Self:
        """In the register's order."""
        return self.order_by("agency__position", "agency_id")

    def earlier_than(self, period: "Period") -> Self:
        """Submissions of the same plan's earlier periods, oldest first."""
        return self.filter(period__cycle__plan=period.cycle.plan_id, period__to_on__lt=period.to_on).order_by(
            "period__to_on", "period_id"
        )

    def by_due_day(self) -> Self:
        return self.order_by("due_at", F("agency__position"), "id")

    def newest_first(self) -> Self:
        return self.order_by("-period__to_on", "-period_id", F("agency__position"), "id")

    def narrowed(self, *, plan: str = "", agency: str = "", year: str = "", state: str = "") -> Self:
        """Those of a plan (its ref), an agency (its id), a year and a state; "" does not narrow.

        Nobody has sent an endorsed one either: it is a draft.
        """
        where = {
            "period__cycle__plan__ref": plan,
            "agency": agency,
            "period__to_on__year": year,
            "state__in": ("draft", "endorsed") if state == "draft" else state and (state,),
        }
        return self.filter(**{name: value for name, value in where.items() if value})

    def longest_first(self) -> Self:
        """Those that have been waiting longest first."""
        return self.order_by("touched_at", "id")


class ReviewActionQuerySet(QuerySet["ReviewAction"]):
    def sending_back(self, submissions: "Iterable[Submission]") -> Self:
        """Returns and reopenings of these submissions and their lines, oldest first."""
        back = self.filter(submission__in=submissions, action__in=("return", "reopen"))
        return back.select_related("by").order_by("at", "id")


class TaskFactQuerySet(QuerySet["TaskFact"]):
    def visible_to(self, user: "User") -> Self:
        """Approved lines of the person's agencies, of the plans his focal agency runs, of the provinces he leads."""
        access = user.access
        return self.filter(
            Q(agency__in=access.own)
            | Q(period__cycle__plan__focal_agency__in=access.focal)
            | Q(period__cycle__plan__province__in=access.provinces("leader"))
        ).select_related("agency", "task_version__plan")

    def known_at(self, moment: dt.datetime) -> Self:
        """Lines approved and not superseded at a moment."""
        return self.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), approved_at__lte=moment
        )

    def in_open_periods(self) -> Self:
        return self.filter(period__state="open", superseded_at__isnull=True)

    def of_provinces(self, provinces: Iterable[int]) -> Self:
        """Lines of the plans of these provinces."""
        return self.filter(period__cycle__plan__province__in=provinces)

    def finished_before(self, submission: "Submission") -> Self:
        """What the agency has completed of the plan in earlier periods and so no longer owes, in printed order."""
        rows = self.filter(
            task__plan=submission.period.cycle.plan_id,
            agency=submission.agency_id,
            state="completed",
            period__to_on__lt=submission.period.to_on,
            superseded_at__isnull=True,
        )
        return rows.exclude(task__entries__submission=submission).order_by("task_version__position")

    def with_proposals(self) -> Self:
        """Lines in which an agency asks for something, the newest first."""
        return self.exclude(proposal="").order_by("-approved_at", "-id")


class EvidenceQuerySet(QuerySet["Evidence"]):
    def of_submission(self, submission: "Submission") -> Self:
        """What proves any line of a submission's working copy."""
        return self.filter(Q(task_entry__submission=submission) | Q(measure_entry__submission=submission))


class ProvinceReportQuerySet(QuerySet["ProvinceReport"]):
    def visible_to(self, user: "User") -> Self:
        """The focal agency's own work; what has been submitted, for the province's leaders; issued for everyone."""
        access = user.access
        return self.filter(
            Q(period__cycle__plan__focal_agency__in=access.focal)
            | Q(period__cycle__plan__province__in=access.provinces("leader"), state="submitted")
            | Q(period__cycle__plan__province__in=access.at_home, state="issued")
        ).select_related("period__cycle__plan__province", "period__cycle__plan__focal_agency")

    def issued(self) -> Self:
        return self.filter(state="issued")

    def without_text(self) -> Self:
        """For a list: what a report says and its frozen figures weigh a hundred times its number and state."""
        return self.defer("sections", "figures")

    def newest_first(self) -> Self:
        return self.order_by("-period__to_on", "-edition", "-id")

    def narrowed(self, *, plan: str = "", year: str = "", state: str = "") -> Self:
        """Those of a plan (its ref), a year and a state, or with state `open` all that are not issued."""
        where = {"period__cycle__plan__ref": plan, "period__to_on__year": year}
        rows = self.filter(**{name: value for name, value in where.items() if value})
        if state == "open":
            return rows.exclude(state="issued")
        return rows.filter(state=state) if state else rows

    def not_issued(self) -> Self:
        """Editions still on the focal agency's desk, or submitted and not yet signed."""
        return self.exclude(state="issued").newest_first()

    def edited_by(self, user: "User") -> Self:
        """Reports the person's focal agency writes."""
        return self.filter(period__cycle__plan__focal_agency__in=user.access.focal)
