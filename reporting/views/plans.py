"""The plans as everybody reads them: the list, one plan's tree, one task, the indicators."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.requests import PersonRequest
from agencies.rules import somewhere
from common import clock
from common.models import AuditEntry
from common.text import fold
from indicators.models import IndicatorVersion
from plans import rules as plan_rules
from plans.models import BudgetLine, Plan, StatedFigure, TaskVersion
from reporting import rules
from reporting.dashboards import plan_page
from reporting.dashboards.figures import figures_now, newest_periods
from reporting.documents import ANNEX_RENDERERS
from reporting.documents.annex_data import annexes_of
from reporting.models import Cycle, Period, Submission, TaskFact
from reporting.rollup import Payload, task_parts
from reporting.rollup.money import money_table
from reporting.rollup.payload import IndicatorFigure, MoneyFigure, SourceRef, indicator_count
from reporting.views.periods import sender_label
from reporting.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE


@login_required
@require_GET
def plans(request: PersonRequest) -> HttpResponse:
    """Every plan of the person's provinces, with the status of its tasks in the newest period."""
    found = list(Plan.objects.visible_to(request.user).in_order())
    periods = Period.objects.visible_to(request.user).filter(cycle__plan__in=found).newest_first()
    now = clock.now()
    figures = {period.cycle.plan_id: (period, figures_now(period, now)) for period in newest_periods(periods)}
    rows = [{"plan": plan, "period": None, "figures": None} for plan in found]
    for row in rows:
        row["period"], row["figures"] = figures.get(row["plan"].id, (None, None))
    drafts = sum(plan.state == "draft" for plan in found)
    return render(
        request,
        "reporting/plans.html",
        {
            "rows": rows,
            "issued": len(found) - drafts,
            "drafts": drafts,
            "may_import": somewhere(plan_rules.imports_plans, request.user),
        },
    )


@login_required
@require_GET
def plan(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's tree; filters live in the address."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    period, figures = _newest(request, plan)
    nodes = plan_page.plan_tree(plan, figures)
    asked = request.GET
    filters = plan_page.Filters(
        words=asked.get("q", ""),
        agency=int(asked["agency"]) if asked.get("agency", "").isdecimal() else None,
        status=asked.get("status", "") if asked.get("status", "") in STATUS else "",
    )
    rows = plan_page.shown(nodes, filters)
    stated = StatedFigure.objects.filter(
        version__plan=plan, section="tasks", code="TOTAL", field="total.total"
    ).first()
    return render(
        request,
        "reporting/plan.html",
        {
            **_shared(request, plan, period, "tasks"),
            "figures": figures,
            "rows": rows,
            "filters": filters,
            "agencies": plan_page.lead_agencies(nodes),
            "statuses": [(code, STATUS[code].text) for code in (*WITH_DEADLINE, *OUTSIDE)],
            "leaves": sum(1 for node in nodes if not node.is_group),
            "leaves_shown": sum(1 for node in rows if not node.is_group),
            "total": plan_page.total_planned(nodes),
            "stated_total": stated,
        },
    )


@login_required
@require_GET
def plan_annex(request: PersonRequest, ref: str, fmt: str) -> HttpResponse:
    """The plan's annexes as valid today, as a file (docx or xlsx) the import reads back."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if fmt not in ANNEX_RENDERERS:
        raise Http404
    render_annexes, content_type = ANNEX_RENDERERS[fmt]
    response = HttpResponse(render_annexes(annexes_of(plan, clock.today())), content_type=content_type)
    name = f"phu-luc-{(plan.number or 'du-thao').replace('/', '-')}.{fmt}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@login_required
@require_GET
def plan_indicators(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's indicators against their targets."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    period, figures = _newest(request, plan)
    versions = list(
        IndicatorVersion.objects.of_plan(plan)
        .select_related("indicator")
        .prefetch_related("indicator__targets")
    )
    measured: dict[int, list[IndicatorFigure]] = {}
    for row in figures.indicators if figures else ():
        measured.setdefault(row.indicator, []).append(row)
    rows = [
        {
            "version": version,
            "targets": list(version.indicator.targets.all()),
            "measured": measured.get(version.indicator_id, []),
        }
        for version in versions
    ]
    return render(
        request,
        "reporting/plan_indicators.html",
        {**_shared(request, plan, period, "indicators"), "rows": rows},
    )


@login_required
@require_GET
def plan_money(request: PersonRequest, ref: str) -> HttpResponse:
    """One plan's money by year and source, and the printed sums that do not add up."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    period, figures = _newest(request, plan)
    table = money_table(figures.money if figures else _planned(plan))
    return render(
        request,
        "reporting/plan_money.html",
        {
            **_shared(request, plan, period, "money"),
            "table": table,
            "differing": StatedFigure.objects.filter(version__plan=plan).differing().order_by("id"),
        },
    )


def _planned(plan: Plan) -> list[MoneyFigure]:
    """What the plan prints, before its first period."""
    lines = (
        BudgetLine.objects.current()
        .filter(plan=plan, stage="planned")
        .exclude(task__versions__kind="group")
        .select_related("source")
    )
    return [
        MoneyFigure(
            line.task_id,
            SourceRef(line.source.code, line.source.name_printed, line.source.position),
            line.year,
            line.amount,
            None,
            None,
        )
        for line in lines
    ]


@login_required
@require_GET
def plan_history(request: PersonRequest, ref: str) -> HttpResponse:
    """What happened to a plan: its versions, its periods, and the record of both."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    period, _figures = _newest(request, plan)
    periods = list(Period.objects.visible_to(request.user).of_plan(plan).newest_first())
    cycles = list(
        Cycle.objects.visible_to(request.user)
        .filter(plan=plan)
        .prefetch_related("stages__to_agency", "stages__via_agency")
        .order_by("id")
    )
    told = [(row, [(sender_label(stage), stage) for stage in row.stages.all()]) for row in cycles]
    entries = AuditEntry.objects.of(
        {
            "plans.plan": [plan.pk],
            "reporting.cycle": [row.pk for row in cycles],
            "reporting.period": [row.pk for row in periods],
        }
    ).select_related("by")
    return render(
        request,
        "reporting/plan_history.html",
        {
            **_shared(request, plan, period, "history"),
            "periods": periods,
            "cycles": told,
            "entries": entries[:100],
        },
    )


@login_required
@require_GET
def task(request: PersonRequest, ref: str, code: str) -> HttpResponse:
    """One task: its printed text, who answers for it, and what each agency had approved, period by period."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    version = get_object_or_404(
        TaskVersion.objects.visible_to(request.user).of_plan(plan).select_related("parent"), code=code
    )
    period, figures = _newest(request, plan)
    row = figures.of_task(version.task_id) if figures else None
    now = clock.now()
    return render(
        request,
        "reporting/task.html",
        {
            **_shared(request, plan, period, "tasks"),
            "version": version,
            "row": row,
            "parts": task_parts(period, version.task_id, known_at=now) if period else [],
            "history": TaskFact.objects.filter(task=version.task_id, superseded_at__isnull=True)
            .exclude(period=period)
            .select_related("period__cycle__plan", "agency")
            .order_by("-period__to_on", "agency__position"),
            "money": BudgetLine.objects.current()
            .filter(task=version.task_id)
            .select_related("source")
            .order_by("source__position", "year"),
            "awaiting": Submission.objects.visible_to(request.user)
            .filter(period=period, state="sent", task_entries__task=version.task_id)
            .order_by("agency__position")
            if period
            else [],
        },
    )


@login_required
@require_GET
def indicators(request: PersonRequest) -> HttpResponse:
    """The indicators of every plan the person may read, with their newest values; searched without diacritics."""
    now = clock.now()
    words = request.GET.get("q", "")
    periods = newest_periods(Period.objects.visible_to(request.user).newest_first())
    groups = []
    for period in periods:
        rows = [
            row
            for row in figures_now(period, now).indicators
            if fold(words) in fold(f"{row.number} {row.name}")
        ]
        if rows:
            groups.append({"plan": period.plan, "period": period, "rows": rows})
    return render(
        request,
        "reporting/indicators.html",
        {
            "groups": groups,
            "q": words,
            "shown": sum(len(group["rows"]) for group in groups),
            "indicators": sum(indicator_count(group["rows"]) for group in groups),
        },
    )


def _newest(request: PersonRequest, plan: Plan) -> tuple[Period | None, Payload | None]:
    period = Period.objects.visible_to(request.user).of_plan(plan).newest_first().first()
    return (period, figures_now(period, clock.now())) if period else (None, None)


def _shared(request: PersonRequest, plan: Plan, period: Period | None, tab: str) -> dict:
    counted = IndicatorVersion.objects.of_plan(plan).leaves().count()
    tasks = TaskVersion.objects.of_plan(plan).leaves().count()
    return {
        "plan": plan,
        "period": period,
        "tab": tab,
        "tabs": [
            {"key": "tasks", "url_name": "plan", "label": _("Nhiệm vụ"), "count": tasks},
            {"key": "indicators", "url_name": "plan_indicators", "label": _("Chỉ tiêu"), "count": counted},
            {"key": "money", "url_name": "plan_money", "label": _("Kinh phí"), "count": None},
            {"key": "history", "url_name": "plan_history", "label": _("Kỳ báo cáo, nhật ký"), "count": None},
        ],
        "runs_it": plan_rules.runs_the_plan(request.user, plan),
        "may_export": bool(period) and rules.exports_the_period(request.user, period),
    }
