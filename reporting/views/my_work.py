"""“Việc của tôi”: what waits for this person, by role, the most urgent first."""

import datetime as dt
from typing import Any

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
from reporting.models import Period, ProvinceReport, Submission, TaskFact
from reporting.views.board_rows import code_of, steps
from reporting.views.own_work import Own, own_work
from reporting.views.rows import CountedRow, PeriodRow, SubmissionRow

PROPOSALS_SHOWN = 5


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
        own = context["own"] = own_work(user, now)
        names = access.names_of_own
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
    if own.returned_lines:
        return owed + _("; %(n)d dòng bị trả lại cần sửa trước.") % {"n": own.returned_lines}
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
