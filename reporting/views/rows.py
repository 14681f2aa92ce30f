"""A row of a list of submissions or periods: what was read, and what the list makes of it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agencies.models import Agency
from common import format as vn
from plans.models import Plan
from reporting.collection.deadlines import clock_of, day_of, last_day
from reporting.models import Period, Submission

if TYPE_CHECKING:
    from reporting.querysets import CountedPeriod, CountedSubmission


@dataclass(frozen=True)
class Due:
    """The agencies' deadline as `{% due %}` takes it: the printed day, how it binds, the last day and hour in time."""

    printed: dt.date
    bound: str
    last: dt.date
    at: dt.time | None = None

    @classmethod
    def of(cls, printed: dt.date, bound: str, due_at: dt.datetime) -> "Due":
        """From the columns of a stage of a period."""
        return cls(printed, bound, last_day(due_at), clock_of(due_at))


def how_late(due_at: dt.datetime, sent_at: dt.datetime) -> str:
    """That a report came too late: by days, or after the hour of the day itself."""
    last, clock = last_day(due_at), clock_of(due_at)
    if clock and day_of(sent_at) == last:
        return _("quá hạn, sau %(hour)s cùng ngày") % {"hour": vn.clock_time(clock)}
    return vn.days_left(last, day_of(sent_at))


def due_of(period: Period) -> Due | None:
    """The agencies' deadline of a period (expects the stages prefetched)."""
    for row in period.stages.all():
        if row.stage.kind == "agencies":
            return Due.of(row.due_printed, row.stage.bound, row.due_at)
    return None


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in a list; `code` is that of its badge."""

    submission: Submission
    code: str

    @property
    def ref(self) -> str:
        return self.submission.ref

    @property
    def state(self) -> str:
        return self.submission.state

    @property
    def agency(self) -> Agency:
        return self.submission.agency

    @property
    def period(self) -> Period:
        return self.submission.period

    @property
    def due_at(self) -> dt.datetime:
        return self.submission.due_at

    @property
    def touched_at(self) -> dt.datetime | None:
        return self.submission.touched_at

    @property
    def first_sent_at(self) -> dt.datetime | None:
        return self.submission.first_sent_at

    @property
    def in_time_sent_at(self) -> dt.datetime | None:
        return self.submission.in_time_sent_at

    @property
    def approved_at(self) -> dt.datetime | None:
        return self.submission.approved_at

    @property
    def last_day(self) -> dt.date:
        """The last day in time."""
        return last_day(self.submission.due_at)


@dataclass(frozen=True)
class CountedRow(SubmissionRow):
    """A submission with the number of its lines, by what became of them."""

    lines: int
    lines_clean: int
    lines_returned: int
    lines_approved: int

    @classmethod
    def of(cls, row: "CountedSubmission", code: str) -> "CountedRow":
        return cls(row, code, row.lines, row.lines_clean, row.lines_returned, row.lines_approved)

    @property
    def badge(self) -> str:
        return self.code

    @property
    def due(self) -> Due | None:
        return due_of(self.submission.period)


@dataclass(frozen=True)
class PeriodRow:
    """A period in a list, with the number of its submissions by where they stand; `runs`: the reader collects it."""

    period: Period
    due: Due | None
    submissions_all: int
    submissions_sent: int
    submissions_returned: int
    submissions_approved: int
    runs: bool

    @classmethod
    def of(cls, period: "CountedPeriod", *, runs: bool = False) -> "PeriodRow":
        return cls(
            period=period,
            due=due_of(period),
            submissions_all=period.submissions_all,
            submissions_sent=period.submissions_sent,
            submissions_returned=period.submissions_returned,
            submissions_approved=period.submissions_approved,
            runs=runs,
        )

    @property
    def sent(self) -> int:
        """Submissions that have come, whatever became of them."""
        return self.submissions_sent + self.submissions_returned + self.submissions_approved

    @property
    def not_sent(self) -> int:
        return self.submissions_all - self.sent

    @property
    def missing(self) -> int:
        return self.not_sent

    @property
    def ref(self) -> str:
        return self.period.ref

    @property
    def label(self) -> str:
        return self.period.label

    @property
    def state(self) -> str:
        return self.period.state

    @property
    def plan(self) -> Plan:
        return self.period.plan
