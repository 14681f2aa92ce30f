"""“Việc của tôi”: what waits for this person, by role, the most urgent first."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agencies.models import Agency, Membership, User
from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from plans.importing.looking import visible_drafts
from reporting import rules
from reporting.collection.entries import lines_of_all
from reporting.collection.showing import line_views
from reporting.models import Period, ProvinceReport, ReviewAction, Submission, TaskFact
from reporting.states import SUBMISSION
from reporting.views.board_rows import code_of, steps
from reporting.views.lines import ShownLine
from reporting.views.rows import CountedRow, PeriodRow, SubmissionRow

if TYPE_CHECKING:
    from reporting.querysets import CountedSubmission

PROPOSALS_SHOWN = 5


@dataclass(frozen=True)
class OwnRow(CountedRow):
    """A submission of the own agencies, with its lines as long as it is owed."""

    shown: tuple[ShownLine, ...] = ()

    @property
    def gaps(self) -> list[ShownLine]:
        """Lines that still need something."""
        return [line for line in self.shown if not line.view.settled]

    @property
    def ready(self) -> bool:
        return not self.gaps


@dataclass(frozen=True)
class Returned:
    """Something to correct: a line, or (`line` None) a whole submission, with the reviewer's words."""

    submission: OwnRow
    line: ShownLine | None
    action: ReviewAction
    times: int


@dataclass(frozen=True)
class Own:
    """What the person's own agencies owe."""

    owed: list[OwnRow]
    returned: list[Returned]
    unfinished: list[tuple[OwnRow, list[ShownLine]]]
    to_endorse: list[OwnRow]
    waiting: list[OwnRow]
    approved: list[OwnRow]

    @property
    def any(self) -> bool:
        return bool(self.owed or self.waiting or self.approved)


@require_safe
@login_required
def my_work(request: PersonRequest) -> HttpResponse:
    """What waits for this person. As many queries for ten submissions as for one."""
    now = clock.now()
    user = request.user
    access = user.access
    led = access.provinces("leader")
    context: dict[str, Any] = {"today": now.date(), "now": now, "nobody": not access.memberships}
    sentences = []
    if access.own:
        own = context["own"] = _own(user, now)
        names = [agency.name for agency in Agency.objects.visible_to(user).reported_by(user)]
        context["several"] = len(names) > 1
        sentences.append(_own_sentence(own, names))
    if access.focal or led:
        periods = _periods(user)
        context["periods"] = periods
        context["awaiting"] = _awaiting(user, now)
        sentences.append(_board_sentence(periods, context["awaiting"], reviews=bool(access.focal)))
    if access.focal:
        context["late"] = _late(user, now)
        context["reports"] = ProvinceReport.objects.visible_to(user).edited_by(user).not_issued()
        context["drafts"] = [draft for draft in visible_drafts(user) if draft.state == "ready"]
    if led:
        context["proposals"] = (
            TaskFact.objects.visible_to(user).of_provinces(led).in_open_periods().with_proposals()
        )[:PROPOSALS_SHOWN]
    if access.provinces("administrator"):
        agencies = Agency.objects.administered_by(user).on(now.date())
        context["unreached"] = agencies.without_reporter(now.date())
        context["people"] = Membership.objects.administered_by(user).on(now.date()).people()
        sentences.append(_register_sentence(len(context["unreached"])))
    context["sentences"] = sentences
    context["steps"] = _steps(context, now.date())
    return render(request, "reporting/my_work.html", context)


def _own(user: User, now: dt.datetime) -> Own:
    """The submissions of the person's agencies in open periods, with what each still needs."""
    found = list(
        Submission.objects.visible_to(user)
        .of_own_agencies(user)
        .in_open_periods()
        .with_due_day()
        .by_due_day()
        .with_progress()
    )
    lines = _lines([row for row in found if row.state not in ("sent", "approved")], now.date())
    rows = [_own_row(row, code_of(row, now), lines[row.pk]) for row in found]
    owed = [row for row in rows if row.state not in ("sent", "approved")]
    return Own(
        owed=owed,
        returned=_returned(owed),
        unfinished=[(row, missing) for row in owed if row.touched_at and (missing := _missing(row))],
        to_endorse=[row for row in owed if _waits_for_endorsement(user, row)],
        waiting=[row for row in rows if row.state == "sent"],
        approved=[row for row in rows if row.state == "approved"],
    )


def _own_row(row: "CountedSubmission", code: str, lines: list[ShownLine]) -> OwnRow:
    counted = CountedRow.of(row, code)
    return OwnRow(**vars(counted), shown=tuple(lines))


def _missing(row: OwnRow) -> list[ShownLine]:
    """Lines to fill; what came back stands apart."""
    return [line for line in row.gaps if line.view.line_state != "returned"]


def _waits_for_endorsement(user: User, row: OwnRow) -> bool:
    return (
        row.ready
        and row.touched_at is not None
        and row.state == "draft"
        and SUBMISSION["endorse_submission"].rule(user, row.submission)
    )


def _lines(owed: "list[CountedSubmission]", today: dt.date) -> dict[int, list[ShownLine]]:
    lines: dict[int, list[ShownLine]] = defaultdict(list)
    for view in line_views(*lines_of_all(owed)):
        lines[view.submission].append(ShownLine(view, today))
    return lines


def _returned(owed: list[OwnRow]) -> list[Returned]:
    """What was sent back and still waits, line by line, each with its last reason."""
    back = [row for row in owed if row.state == "returned"]
    actions: dict[tuple[int, int | None, int | None], list[ReviewAction]] = defaultdict(list)
    for action in ReviewAction.objects.sending_back([row.submission for row in back]):
        actions[action.submission_id, action.task_entry_id, action.measure_entry_id].append(action)
    found = []
    for row in back:
        if whole := actions[row.submission.pk, None, None]:
            found.append(Returned(row, None, whole[-1], len(whole)))
        for line in row.shown:
            said = actions[
                row.submission.pk, *((line.view.pk, None) if line.is_task else (None, line.view.pk))
            ]
            if line.view.line_state == "returned" and said:
                found.append(Returned(row, line, said[-1], len(said)))
    return found


def _periods(user: User) -> list[PeriodRow]:
    """Open periods of the boards the person reads, with the counts of their submissions."""
    periods = Period.objects.visible_to(user).on_boards_of(user).open().newest_first().with_counts()
    return [PeriodRow.of(period, runs=rules.runs_the_period(user, period)) for period in periods]


def _awaiting(user: User, now: dt.datetime) -> list[CountedRow]:
    """Submissions that wait for the person's focal agency, the longest waiting first."""
    rows = Submission.objects.visible_to(user).collected_by(user).in_open_periods()
    found = rows.awaiting_review().longest_first().with_progress()
    return [CountedRow.of(row, code_of(row, now)) for row in found]


def _late(user: User, now: dt.datetime) -> list[SubmissionRow]:
    """Submissions the person's focal agency should have by now, the longest overdue first."""
    rows = Submission.objects.visible_to(user).collected_by(user).in_open_periods()
    found = rows.not_sent().late(now).by_due_day()
    return [SubmissionRow(row, code_of(row, now)) for row in found if row.state != "returned"]


def _steps(context: dict[str, Any], today: dt.date) -> list[dict[str, str]]:
    """The season of the most urgent period on one line."""
    own: Own | None = context.get("own")
    owed = own.owed if own else []
    submissions = own.owed + own.waiting + own.approved if own else []
    if submissions:
        season = steps(submissions[0].period, today)
        for step in season if owed else ():
            if step["kind"] == "today":
                step["text"] = _("Hạn gửi: %(left)s") % {"left": vn.days_left(owed[0].last_day, today)}
        return season
    return steps(context["periods"][-1].period, today) if context.get("periods") else []


def _own_sentence(own: Own, names: list[str]) -> str:
    who = names[0] if len(names) == 1 else _("Các cơ quan bạn phụ trách")
    if not own.any:
        return _("%(who)s chưa có báo cáo nào phải gửi.") % {"who": who}
    if not own.owed:
        return _("%(who)s không còn việc phải làm trong kỳ này.") % {"who": who}
    owed = ngettext(
        "%(who)s còn %(n)d báo cáo phải gửi", "%(who)s còn %(n)d báo cáo phải gửi", len(own.owed)
    ) % {
        "who": who,
        "n": len(own.owed),
    }
    lines = sum(1 for row in own.returned if row.line)
    if lines:
        return owed + _("; %(n)d dòng bị trả lại cần sửa trước.") % {"n": lines}
    return owed + "."


def _board_sentence(periods: list[PeriodRow], awaiting: list[CountedRow], *, reviews: bool) -> str:
    if not periods:
        return _("Chưa có kỳ báo cáo nào đang mở.")
    sent, owed = sum(period.sent for period in periods), sum(period.submissions_all for period in periods)
    words = {"sent": sent, "owed": owed, "periods": len(periods), "waiting": len(awaiting)}
    if reviews and awaiting:
        return (
            _(
                "%(waiting)d báo cáo chờ thẩm định; %(sent)d/%(owed)d báo cáo đã gửi trong %(periods)d kỳ đang mở."
            )
            % words
        )
    return _("%(sent)d/%(owed)d báo cáo đã gửi trong %(periods)d kỳ đang mở.") % words


def _register_sentence(unreached: int) -> str:
    if unreached:
        return _("%(n)d cơ quan chưa có cán bộ đầu mối.") % {"n": unreached}
    return _("Cơ quan nào cũng có cán bộ đầu mối.")
