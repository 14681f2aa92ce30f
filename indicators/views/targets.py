"""Entering a target that a plan states in prose."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.requests import PersonRequest
from common.errors import Refused
from indicators.services import enter_target
from plans import rules
from plans.models import Plan


class TargetForm(forms.Form):
    """A target as the plan words it."""

    name = forms.CharField(
        label=gettext_lazy("Chỉ tiêu"),
        help_text=gettext_lazy("Cái được đo. Cùng tên thì cùng một số đo, kể cả ở kế hoạch khác."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.CharField(label=gettext_lazy("Đơn vị"), max_length=100, required=False)
    horizon_year = forms.IntegerField(
        label=gettext_lazy("Đến năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    scope = forms.CharField(
        label=gettext_lazy("Phạm vi"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Để trống là toàn tỉnh; ví dụ cấp huyện, cấp xã."),
    )
    printed = forms.CharField(
        label=gettext_lazy("Câu in trong văn bản"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Chép nguyên văn, ví dụ “80 % tại cấp huyện”. Con số được đọc từ câu này."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def enter_plan_target(request: PersonRequest, ref: str) -> HttpResponse:
    """The form, and the target entered."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if not rules.runs_the_plan(request.user, plan):
        raise PermissionDenied
    form = TargetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            target = enter_target(version=plan.versions.latest("no"), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("Đã thêm mục tiêu “%(printed)s”.") % {"printed": target.printed})
            return redirect("plan_indicators", plan.ref)
    return render(
        request,
        "indicators/enter_plan_target.html",
        {"plan": plan, "form": form},
        status=422 if form.errors else 200,
    )
