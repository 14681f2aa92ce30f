"""Importing a plan in the browser: upload or paste, look, hand over, confirm, take back. Deciding: import_rows.py."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.requests import PersonRequest
from agencies.rules import somewhere
from common import clock
from common.errors import Refused
from common.files import KINDS
from common.intake.kinds import Json
from common.later import later
from common.list_jobs import whole_list
from common.listing import Choice, Column, ListSheet, every, filters_of, page_of, wants_file
from common.models import ImportDraft
from common.vocabulary import DRAFT
from plans import rules
from plans.importing.confirming import confirm_import as confirm
from plans.importing.confirming import discard_import as discard
from plans.importing.looking import listed_drafts, state_of
from plans.importing.reading import ALLOWED, PASTED, read_pasted, read_upload
from plans.importing.undoing import colleagues, hand_over
from plans.importing.undoing import undo_import as undo
from plans.intake.sums_shown import money_remarks, sums_shown
from plans.views.import_preview import preview, still_reading, visible, whole

sums_sheet: Callable[..., bytes] = later("plans.intake.sums_sheet.sums_sheet")


def _endings() -> str:
    return ",".join(ending for kind in ALLOWED for ending in KINDS[kind].endings)


class UploadForm(forms.Form):
    """A plan's file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("Tệp kế hoạch hoặc phụ lục"),
        help_text=gettext_lazy("Word, Excel hoặc PDF có lớp chữ. Không tải lên văn bản mật."),
        widget=forms.ClearableFileInput(attrs={"accept": _endings()}),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Hoặc dán từ Word, Excel"),
        help_text=gettext_lazy("Chép cả bảng, gồm dòng tiêu đề, rồi dán vào đây."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2_000_000,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if PASTED not in ALLOWED:
            del self.fields["text"]

    def clean(self) -> Json:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip() and not self.errors:
            self.add_error("file", _("Chọn tệp hoặc dán văn bản."))
        return given


STATES = [(code, str(DRAFT[code].text)) for code in ("ready", "parsing", "confirmed", "failed")]
SHEET: ListSheet[ImportDraft] = ListSheet(
    "cac-lan-nhap",
    gettext_lazy("Các lần nhập phụ lục"),
    [
        Column(gettext_lazy("Tệp"), lambda draft: draft.file.name, 50),
        Column(gettext_lazy("Lúc"), lambda draft: draft.created_at, 18, "moment"),
        Column(gettext_lazy("Người giữ"), lambda draft: draft.owner.name if draft.owner else "", 24),
        Column(gettext_lazy("Trạng thái"), lambda draft: str(DRAFT[draft.state].text), 20),
    ],
)


@login_required
@require_http_methods(["GET", "POST"])
def imports(request: PersonRequest) -> HttpResponseBase:
    """The drafts of the person's provinces, and the upload."""
    if not somewhere(rules.imports_plans, request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data.get("text", "")
        try:
            if file:
                draft = read_upload(file=file, by=request.user, at=clock.now())
            else:
                draft = read_pasted(text=text, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error("file" if file else "text", refused.message)
        else:
            return redirect("import_draft", draft.ref)
    filters = filters_of(request.GET, Choice("state", _("Trạng thái"), STATES))
    drafts = listed_drafts(request.user, filters.chosen["state"])
    if wants_file(request.GET) and not posted:
        return whole_list(request, SHEET, filters, every(drafts, lambda draft: draft), clock.now())
    page = page_of(request.GET, drafts, lambda draft: draft)
    return render(
        request,
        "plans/imports.html",
        {"form": form, "page": page, "filters": filters},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def import_draft(request: PersonRequest, ref: str) -> HttpResponse:
    """The preview: what was recognised beside what is printed, what is doubted, what confirming would create."""
    draft = visible(request, ref)
    if draft.state in ("parsing", "failed") or draft.message:
        return still_reading(request, draft, UploadForm())
    return preview(request, draft)


@login_required
@require_POST
def confirm_import(request: PersonRequest, ref: str) -> HttpResponse:
    """Confirm a draft: all of it or nothing."""
    draft = visible(request, ref)
    asked = request.POST
    try:
        plan = confirm(
            draft=draft,
            by=request.user,
            at=clock.now(),
            focal=asked.get("focal", ""),
            head={name: asked[name] for name in ("number", "issued_on") if asked.get(name)},
            choices={key.removeprefix("agency-"): asked[key] for key in asked if key.startswith("agency-")},
            as_draft="as_draft" in asked,
            version=whole(asked.get("version", "")) or None,
        )
    except Refused as refused:
        draft.refresh_from_db()  # what was written has been taken back
        return preview(request, draft, refused=refused, status=422)
    if plan.state == "draft":
        messages.success(request, _("Đã nhập dự thảo kế hoạch. Dự thảo chưa mở kỳ báo cáo."))
    else:
        messages.success(
            request, _("Đã nhập %(number)s. Đặt chế độ báo cáo rồi mở kỳ.") % {"number": plan.number}
        )
    return redirect("plan", plan.ref)


@login_required
@require_POST
def discard_import(request: PersonRequest, ref: str) -> HttpResponse:
    """Drop a draft; the file stays on record."""
    draft = visible(request, ref)
    try:
        discard(draft=draft, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("imports")


@login_required
@require_POST
def hand_over_import(request: PersonRequest, ref: str) -> HttpResponse:
    """Give a draft to a colleague."""
    draft = visible(request, ref)
    chosen = request.POST.get("to", "")
    to = next((p for p in colleagues(draft, request.user) if str(p.pk) == chosen), None)
    try:
        hand_over(draft=draft, to=to, by=request.user, at=clock.now())
    except Refused as refused:
        return preview(request, draft, refused=refused, status=422)
    messages.success(request, _("Đã chuyển bản nháp cho %(name)s.") % {"name": to})
    return redirect("imports")


@login_required
@require_POST
def undo_import(request: PersonRequest, ref: str) -> HttpResponse:
    """Take a confirmed import back."""
    draft = visible(request, ref)
    try:
        undo(draft=draft, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã hoàn tác: kế hoạch được gỡ ra, bản nháp mở lại để sửa."))
    return redirect("import_draft", draft.ref)


@login_required
@require_GET
def import_sums(request: PersonRequest, ref: str) -> HttpResponse:
    """The arithmetic sheet of a draft, .xlsx."""
    draft = visible(request, ref)
    found = state_of(draft).found
    content = sums_sheet(draft.file.name, sums_shown(found.sums), money_remarks(found.found))
    return HttpResponse(
        content,
        content_type=KINDS["xlsx"].content_type,
        headers={"Content-Disposition": f'attachment; filename="phep-cong-{draft.ref}.xlsx"'},
    )
