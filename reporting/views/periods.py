"""A plan's reporting rule, and opening a period under it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from common.errors import Refused
from plans import rules as plan_rules
from plans.models import Plan
from reporting.collection import deadlines
from reporting.collection.opening import open_period as open_
from reporting.collection.periods import set_cycle
from reporting.collection.preview import Preview, preview_period
from reporting.models import Period
from reporting.views.cycle_form import CycleForm
from reporting.views.opening_form import OpeningForm
from reporting.views.rule_labels import sender_label

if TYPE_CHECKING:
    from reporting.querysets import CycleInUse


@login_required
@require_http_methods(["GET", "POST"])
def cycle(request: PersonRequest, ref: str) -> HttpResponse:
    """The plan's reporting rules; one is set or changed at a time, until its first period is opened."""
    plan = _run(request, ref)
    cycles = list(plan.cycles.current().order_by("id").with_periods())
    chosen = _chosen(request, cycles)
    today = clock.today()
    form = CycleForm(plan, chosen, today, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_cycle(
                plan=plan,
                by=request.user,
                on=today,
                cycle=chosen,
                stages=[stage.spec() for stage in form.stages if not stage.left_out],
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            if plan.state == "draft":
                messages.success(request, _("Đã lưu chế độ báo cáo của dự thảo."))
                return redirect("cycle", plan.ref)
            messages.success(request, _("Đã lưu chế độ báo cáo. Xem trước rồi mở kỳ."))
            return redirect("open_period", plan.ref)
    locked = chosen is not None and chosen.opened > 0
    return render(
        request,
        "reporting/cycle.html",
        {"plan": plan, "cycles": cycles, "chosen": chosen, "form": form, "locked": locked},
        status=400 if request.method == "POST" else 200,
    )


def _chosen(request: PersonRequest, cycles: "list[CycleInUse]") -> "CycleInUse | None":
    """The rule the address names; the only one there is; or none, to set a new one."""
    wanted = request.GET.get("chon", "")
    if wanted == "moi" or not cycles:
        return None
    return next((row for row in cycles if str(row.pk) == wanted), cycles[0])


@login_required
@require_http_methods(["GET", "POST"])
def open_period(request: PersonRequest, ref: str) -> HttpResponse:
    """What opening would create, and opening it."""
    plan = _run(request, ref)
    now = clock.now()
    try:
        form = OpeningForm(plan, now.date(), request.POST if request.method == "POST" else request.GET)
    except Refused as refused:
        return render(request, "reporting/open_period.html", {"plan": plan, "why": refused.message})
    preview = _previewed(form)
    changed = False
    if preview and request.POST.get("do") == "open":
        changed = request.POST.get("previewed") != form.signature()
        if not changed:
            try:
                return _opened(request, open_(by=request.user, at=now, **form.options()))
            except Refused as refused:
                form.add_error(None, refused.message)
    return render(
        request,
        "reporting/open_period.html",
        {
            "plan": plan,
            "form": form,
            "preview": preview,
            "deadlines": _deadlines(preview),
            "changed": changed,
        },
        status=400 if form.errors and request.method == "POST" else 200,
    )


def _previewed(form: OpeningForm) -> Preview | None:
    """What the form would open; what stands against it is put beside its fields."""
    if not form.is_valid():
        return None
    try:
        preview = preview_period(**form.options())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    form.show(preview)
    return preview


def _opened(request: PersonRequest, period: Period) -> HttpResponse:
    sentence = _("Đã mở kỳ báo cáo %(period)s: %(count)d cơ quan nhận báo cáo.")
    messages.success(request, sentence % {"period": period.label, "count": period.submissions.count()})
    return redirect("board", period.ref)


def _deadlines(preview: Preview | None) -> list[dict[str, object]]:
    """Every step with its deadline in words and the rule in force."""
    if preview is None:
        return []
    rows = []
    for stage in preview.stages:
        printed = preview.due[stage.id]
        last = deadlines.last_day(deadlines.due_moment(printed, stage.bound, stage.clock))
        rows.append(
            {
                "who": sender_label(stage),
                "due": vn.deadline(printed, stage.bound, last, stage.clock),
                "early": stage in preview.out_of_order,
            }
        )
    return rows


def _run(request: PersonRequest, ref: str) -> Plan:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if not plan_rules.runs_the_plan(request.user, plan):
        raise PermissionDenied
    return plan
