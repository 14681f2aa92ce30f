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
from common.listing import Listed, first_of
from plans.importing.looking import listed_drafts
from reporting import rules
from reporting.models import Period, ProvinceReport, TaskFact
from reporting.querysets import PeriodQuerySet, Totals
from reporting.views.board_rows import steps
from reporting.views.own_work import Own, own_work
from reporting.views.rows import PeriodRow
from reporting.views.work_lists import FIRST, first_awaiting, first_late

PROPOSALS_SHOWN = 5
PERIODS_SHOWN = 12


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
        open_periods = Period.objects.visible_to(user).on_boards_of(user).open()
        context["periods"] = _first_periods(open_periods, user)
        awaiting = context["awaiting"] = first_awaiting(user, now) if access.focal else None
        sentences.append(_board_sentence(open_periods.totals(), awaiting.total if awaiting else 0))
    if access.focal:
        context["late"] = first_late(user, now)
        reports = ProvinceReport.objects.visible_to(user).edited_by(user).not_issued().without_text()
        context["reports"] = first_of(reports, lambda report: report, FIRST)
        drafts = listed_drafts(user, "ready")
        context["drafts"] = first_of(drafts, lambda draft: draft, FIRST)
    if led:
        context["proposals"] = (
            TaskFact.objects.visible_to(user).of_provinces(led).in_open_periods().with_proposals()
        )[:PROPOSALS_SHOWN]
    if access.provinces("administrator"):
        agencies = Agency.objects.administered_by(user).on(now.date()).by_position()
        unreached = first_of(agencies.without_reporter(now.date()), lambda agency: agency, FIRST)
        context["unreached"] = unreached
        context["people"] = Membership.objects.administered_by(user).on(now.date()).people()
        sentences.append(_register_sentence(unreached.total))
    context["sentences"] = sentences
    own_first = context.get("own")
    context["first_is_next"] = not (own_first and own_first.owed)
    context["steps"] = _steps(context, now.date())
    return render(request, "reporting/my_work.html", context)


def _first_periods(periods: PeriodQuerySet, user: User) -> Listed[PeriodRow]:
    """The open periods whose agencies have to send first, with the counts of their submissions."""
    return first_of(
        periods.by_due_day().with_counts(),
        lambda period: PeriodRow.of(period, runs=rules.runs_the_period(user, period)),
        PERIODS_SHOWN,
    )


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
    first = next(iter(context.get("periods", ())), None)
    return steps(first.period, today) if first else []


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


def _board_sentence(totals: Totals, waiting: int) -> str:
    """What has come of what is asked for; with how much waits for whoever reviews."""
    if not totals["periods"]:
        return _("Chưa có kỳ báo cáo nào đang mở.")
    words = {**totals, "waiting": waiting}
    if waiting:
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
