"""Importing a plan in the browser: upload, preview with problems beside the rows, confirm."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.models import Agency, Province
from common import clock
from common.errors import Refused
from common.forms import DayInput
from common.models import ImportDraft
from reporting import rules
from reporting.intake import draft_rows, services


class UploadForm(forms.Form):
    """A plan's file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp kế hoạch hoặc phụ lục"),
        help_text=gettext_lazy("Word (.docx) hoặc Excel (.xlsx). Không tải lên văn bản mật."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )


class HeadForm(forms.Form):
    """What a document does not print of its own head."""

    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu của văn bản"),
        max_length=60,
        help_text=gettext_lazy("Không thấy trong tệp; ghi như văn bản đã ban hành."),
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Ngày ban hành"),
        widget=DayInput(),
    )

    def __init__(self, draft: ImportDraft, data: QueryDict | None = None) -> None:
        """Asks only for what the reading lacks."""
        super().__init__(data)
        for name in tuple(self.fields):
            if draft.reading.get("plan", {}).get(name):
                del self.fields[name]

    @property
    def head(self) -> dict[str, str]:
        """The answers as the reading writes them."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


@login_required
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The drafts of the person's provinces, and the upload."""
    if not rules.imports_plans(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        try:
            draft = services.read_upload(file=form.cleaned_data["file"], by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("import_draft", draft.ref)
    return render(
        request,
        "reporting/imports.html",
        {"form": form, "drafts": services.visible_drafts(request.user)},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def import_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """The preview: what was recognised beside what is printed, what is doubted, what confirming would create."""
    return _preview(request, _visible(request, ref))


@login_required
@require_POST
def confirm_import(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm a draft: all of it or nothing."""
    draft = _visible(request, ref)
    form = HeadForm(draft, request.POST)
    if not form.is_valid():
        return _preview(request, draft, form=form, status=422)
    try:
        plan = services.confirm_import(
            draft=draft,
            by=request.user,
            at=clock.now(),
            focal=request.POST.get("focal", ""),
            head=form.head,
            choices={
                key.removeprefix("agency-"): value
                for key, value in request.POST.items()
                if key.startswith("agency-")
            },
        )
    except Refused as refused:
        draft.refresh_from_db()  # what was written has been taken back
        return _preview(request, draft, refused=refused, form=form, status=422)
    messages.success(
        request, _("Đã nhập %(number)s. Đặt chế độ báo cáo rồi mở kỳ.") % {"number": plan.number}
    )
    return redirect("plan", plan.ref)


@login_required
@require_POST
def discard_import(request: HttpRequest, ref: str) -> HttpResponse:
    """Drop a draft; the file stays on record."""
    draft = _visible(request, ref)
    try:
        services.discard_import(draft=draft, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("imports")


def _visible(request: HttpRequest, ref: str) -> ImportDraft:
    if not rules.imports_plans(request.user):
        raise PermissionDenied
    return get_object_or_404(services.visible_drafts(request.user), ref=ref)


def _preview(
    request: HttpRequest,
    draft: ImportDraft,
    refused: Refused | None = None,
    form: HeadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    show = request.GET.get("xem", "")
    rows = draft_rows.rows_of(draft)
    counts = draft_rows.counts(rows)
    reading = draft.reading
    agencies = Agency.objects.visible_to(request.user).current().order_by("province", "position")
    return render(
        request,
        "reporting/import_draft.html",
        {
            "draft": draft,
            "plan": reading.get("plan", {}),
            "rows": [row for row in rows if draft_rows.matches(row, show)],
            "counts": counts,
            "show": show,
            "general": draft_rows.general_problems(reading),
            "discrepancies": draft_rows.discrepancies(draft),
            "unknown": [
                {"name": name, "field": f"agency-{place}", "chosen": request.POST.get(f"agency-{place}", "")}
                for place, name in enumerate(services.unknown_names(draft))
            ],
            "province": Province.objects.filter(pk=draft.province_id).first(),
            "agencies": agencies,
            "focal": request.POST.get("focal", "") or services.proposed_focal(draft, request.user),
            "refused": refused,
            "form": form or HeadForm(draft),
            "existing": services.already_imported(draft),
        },
        status=status,
    )
