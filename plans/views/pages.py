"""The plans as everybody reads them: the list, one plan's tree, its money, its record, one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.models import User
from agencies.requests import PersonRequest
from agencies.rules import somewhere
from common import clock
from common.list_jobs import whole_list
from common.listing import Choice, Column, ListSheet, every, filters_of, page_of, wants_file
from common.models import AuditEntry
from common.vocabulary import VOCABULARY
from plans import rules, season, tree
from plans.at import AssignmentAt, PlanAt, Reading, plan_at, version_on
from plans.models import Plan, PlanVersion, StatedFigure
from plans.tabs import tabs
from plans.views.changes import history_of
from plans.vocabulary import OUTSIDE, PLAN, STATUS, WITH_DEADLINE

RECORD: ListSheet[AuditEntry] = ListSheet(
    "nhat-ky",
    _("Nhật ký của kế hoạch"),
    [
        Column(_("Lúc"), lambda entry: entry.at, 18, "moment"),
        Column(_("Việc"), lambda entry: str(VOCABULARY["verb"][entry.verb].text), 36),
        Column(_("Đối tượng"), lambda entry: entry.target_label, 50),
        Column(_("Ai"), lambda entry: entry.by.name if entry.by else "", 24),
        Column(_("Lý do"), lambda entry: entry.reason, 50),
    ],
)


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list, with its newest period and how it stands in it; None before the first."""

    plan: Plan
    period: season.Period | None
    figures: season.Standing | None

    def tasks(self, codes: Sequence[str] = ()) -> int | None:
        """Its leaves with one of these statuses, all of them without any; None before its first period."""
        counts = self.figures.counts if self.figures else None
        return None if counts is None else sum(counts.get(code, 0) for code in codes or counts)


PLANS: ListSheet[PlanRow] = ListSheet(
    "ke-hoach",
    _("Kế hoạch"),
    [
        Column(_("Số, ký hiệu"), lambda row: row.plan.number),
        Column(_("Ngày ban hành"), lambda row: row.plan.issued_on, 14, "date"),
        Column(_("Kế hoạch"), lambda row: row.plan.title, 60),
        Column(_("Cơ quan đầu mối"), lambda row: str(row.plan.focal_agency or ""), 32),
        Column(_("Trạng thái"), lambda row: str(PLAN[row.plan.state].text), 18),
        Column(_("Kỳ báo cáo"), lambda row: row.period.label if row.period else ""),
        Column(_("Nhiệm vụ"), lambda row: row.tasks(), 10, "count"),
        *(
            Column(STATUS[code].text, partial(PlanRow.tasks, codes=(code,)), 12, "count")
            for code in (*WITH_DEADLINE, *OUTSIDE)
        ),
    ],
)


@login_required
@require_GET
def plans(request: PersonRequest) -> HttpResponseBase:
    """The plans of the person's provinces, with the status of their tasks in the newest period."""
    user = request.user
    states = [(code, str(word.text)) for code, word in PLAN.items()]
    filters = filters_of(request.GET, Choice("state", _("Trạng thái"), states))
    seen = Plan.objects.visible_to(user)
    found = seen.with_state(filters.chosen["state"]).in_order()
    if wants_file(request.GET):
        return whole_list(request, PLANS, filters, _rows(user, list(found)), clock.now())
    page = page_of(request.GET, found, lambda plan: plan)
    issued = seen.issued().count()
    context = {
        "page": page,
        "rows": _rows(user, page.rows),
        "filters": filters,
        "issued": issued,
        "drafts": seen.count() - issued,
        "may_import": somewhere(rules.imports_plans, user),
    }
    return render(request, "plans/plans.html", context)


def _rows(user: User, plans: Sequence[Plan]) -> list[PlanRow]:
    known = season.standings(user, plans)
    return [PlanRow(plan, *known.get(plan.pk, (None, None))) for plan in plans]


@login_required
@require_GET
def plan(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's tree; filters and page live in the address. The sums below it stand on the last page."""
    plan, version = _asked(request, ref)
    known = season.season_of(request, plan)
    at = plan_at(version, day=clock.today(), known_at=clock.now())
    nodes = tree.plan_tree(at, known.standing)
    asked = request.GET
    filters = tree.Filters(
        words=asked.get("q", ""),
        agency=int(asked["agency"]) if asked.get("agency", "").isdecimal() else None,
        status=asked.get("status", "") if asked.get("status", "") in STATUS else "",
    )
    page = page_of(asked, tree.shown(nodes, filters), lambda node: node, tree.PER_PAGE)
    for_all = tree.planned_of(at, None)
    stated = StatedFigure.objects.filter(
        version=version, section="tasks", code="TOTAL", field="total.total"
    ).first()
    return render(
        request,
        "plans/plan.html",
        {
            **frame(plan, version, known, "tasks"),
            "figures": known.standing,
            "unopened": known.parts("unopened"),
            "page": page,
            "rows": [*tree.above(page.rows, nodes), *page.rows],
            "filters": filters,
            "agencies": tree.lead_agencies(nodes),
            "statuses": [(code, STATUS[code].text) for code in (*WITH_DEADLINE, *OUTSIDE)],
            "leaves": sum(1 for node in nodes if not node.is_group),
            "leaves_shown": sum(1 for node in page if not node.is_group),
            "for_all": for_all,
            "total": tree.total_planned(nodes, for_all),
            "stated_total": stated,
        },
    )


@login_required
@require_GET
def plan_money(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's money by year and source, and the printed sums that do not add up."""
    plan, version = _asked(request, ref)
    known = season.season_of(request, plan)
    return render(
        request,
        "plans/plan_money.html",
        {
            **frame(plan, version, known, "money"),
            "parts": known.parts("money"),
            "differing": StatedFigure.objects.filter(version=version).differing().order_by("id"),
        },
    )


@login_required
@require_GET
def plan_history(request: PersonRequest, ref: str) -> HttpResponseBase:
    """What happened to a plan: its periods, and the record of both."""
    plan, version = _asked(request, ref)
    known = season.season_of(request, plan)
    entries = AuditEntry.objects.of({"plans.plan": [plan.pk], **known.on_record()}).select_related("by")
    if wants_file(request.GET):
        return whole_list(
            request, RECORD, filters_of(request.GET), every(entries, lambda entry: entry), clock.now()
        )
    return render(
        request,
        "plans/plan_history.html",
        {
            **frame(plan, version, known, "history"),
            "parts": known.parts("history"),
            "page": page_of(request.GET, entries, lambda entry: entry),
        },
    )


@login_required
@require_GET
def task(request: PersonRequest, ref: str, code: str) -> HttpResponse:
    """One task: its printed text, its money, and what is known above of how it stands."""
    plan, version = _asked(request, ref)
    at = plan_at(version, day=clock.today(), known_at=clock.now())
    found = at.task(code)
    if found is None:
        raise Http404
    known = season.season_of(request, plan)
    may_record = rules.runs_the_plan(request.user, plan) and not found.is_group
    return render(
        request,
        "plans/task.html",
        {
            "plan": plan,
            "task": found,
            "answering": _answering(at, found.id),
            "into": at.by_id.get(found.course.into or 0),
            "may_record": may_record,
            "history": history_of(found.id, request.user, may_record),
            "row": known.standing.of_task(found.id) if known.standing else None,
            "money": at.money(found.id),
            "parts": known.parts("task", found.id),
        },
    )


def _answering(at: PlanAt, task: int) -> dict[str, list[AssignmentAt]]:
    """Who leads and who coordinates today."""
    rows = at.answering(task)
    return {
        "leads": [row for row in rows if row.responsible],
        "coordinating": [row for row in rows if not row.responsible],
    }


def _asked(request: PersonRequest, ref: str) -> tuple[Plan, PlanVersion]:
    """The plan of an address and its version in force today."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    return plan, version_on(plan, clock.today())


def frame(plan: Plan, version: PlanVersion, known: season.Season, tab: str) -> dict[str, object]:
    """What the pages of one plan share: its head, and its tabs."""
    read = Reading.of(version, clock.today(), clock.now())
    return {"plan": plan, "tab": tab, "tabs": tabs(version.plan_id, read), "actions": known.parts("actions")}
