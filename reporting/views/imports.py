"""Importing a plan in the browser: upload or paste, look, hand over, confirm, take back. Deciding: import_rows.py."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.models import Agency, AgencyKind
from agencies.requests import PersonRequest
from common import clock
from common.errors import Refused
from common.files import KINDS
from common.models import ImportDraft
from reporting import rules
from reporting.intake import draft_rows, row_form, services
from reporting.intake.sums import CONTENT_TYPE, sums_sheet

PAGE = 100


def _endings() -> str:
    return ",".join(ending for kind in services.ALLOWED for ending in KINDS[kind].endings)


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
        if services.PASTED not in services.ALLOWED:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("file") and not (given.get("text") or "").strip() and not self.errors:
            self.add_error("file", _("Chọn tệp hoặc dán văn bản."))
        return given


@login_required
@require_http_methods(["GET", "POST"])
def imports(request: PersonRequest) -> HttpResponse:
    """The drafts of the person's provinces, and the upload."""
    if not rules.imports_plans(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data.get("text", "")
        try:
            if file:
                draft = services.read_upload(file=file, by=request.user, at=clock.now())
            else:
                draft = services.read_pasted(text=text, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error("file" if file else "text", refused.message)
        else:
            return redirect("import_draft", draft.ref)
    drafts = Paginator(services.visible_drafts(request.user), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "reporting/imports.html",
        {"form": form, "drafts": drafts},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def import_draft(request: PersonRequest, ref: str) -> HttpResponse:
    """The preview: what was recognised beside what is printed, what is doubted, what confirming would create."""
    draft = visible(request, ref)
    if draft.state in ("parsing", "failed"):
        return _reading(request, draft)
    return preview(request, draft)


@login_required
@require_POST
def confirm_import(request: PersonRequest, ref: str) -> HttpResponse:
    """Confirm a draft: all of it or nothing."""
    draft = visible(request, ref)
    asked = request.POST
    try:
        plan = services.confirm_import(
            draft=draft,
            by=request.user,
            at=clock.now(),
            focal=asked.get("focal", ""),
            head={name: asked[name] for name in ("number", "issued_on") if asked.get(name)},
            choices={
                key.removeprefix("agency-"): value
                for key, value in asked.items()
                if key.startswith("agency-")
            },
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
        services.discard_import(draft=draft, by=request.user)
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
    to = next((p for p in services.colleagues(draft, request.user) if str(p.pk) == chosen), None)
    try:
        services.hand_over(draft=draft, to=to, by=request.user, at=clock.now())
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
        services.undo_import(draft=draft, by=request.user, at=clock.now())
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
    state = services.state_of(draft)
    content = sums_sheet(
        draft.file.name, draft_rows.discrepancies(state.found), draft_rows.money_remarks(state.found)
    )
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="phep-cong-{draft.ref}.xlsx"'},
    )


def visible(request: PersonRequest, ref: str) -> ImportDraft:
    """The draft, for who imports plans and may see it."""
    if not rules.imports_plans(request.user):
        raise PermissionDenied
    return get_object_or_404(services.visible_drafts(request.user), ref=ref)


def whole(text: str) -> int:
    """A version or a place from a form; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def place(request: PersonRequest) -> str:
    """The part and the page of the preview the person looks at, as a query."""
    asked = QueryDict(request.POST.get("back", "")) if request.method == "POST" else request.GET
    kept = QueryDict(mutable=True)
    if asked.get("xem") in draft_rows.SHOWN:
        kept["xem"] = asked["xem"]
    if whole(asked.get("page", "")) > 1:
        kept["page"] = asked["page"]
    return kept.urlencode()


def _reading(request: PersonRequest, draft: ImportDraft) -> HttpResponse:
    """A long document being read by the worker, or why it could not be."""
    job = services.reading_job(draft)
    return render(
        request,
        "reporting/import_reading.html",
        {
            "draft": draft,
            "form": UploadForm(),
            "job": job,
            "job_url": reverse("job_status", args=[job.ref]) if job else "",
            "failed": draft.state == "failed" or job is None or job.state == "failed",
            "why": draft.message or (job.message if job else ""),
        },
    )


def preview(
    request: PersonRequest,
    draft: ImportDraft,
    *,
    refused: Refused | None = None,
    opened: str = "",
    row: row_form.RowForm | None = None,
    head: row_form.HeadForm | None = None,
    said: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page. `opened` is the key of the row whose form is open, or "head"; `row`, `head`, `said` are forms as
    posted."""
    state = services.state_of(draft)
    found, asked = state.found, QueryDict(place(request))
    part = asked.get("xem", "")
    pieces = draft_rows.shown(found, part)
    page = Paginator(pieces, PAGE).get_page(asked.get("page"))
    editable = draft.state == "ready"
    agencies = list(
        Agency.objects.visible_to(request.user).current().of_province(draft.province_id).order_by("position")
    )
    focal = services.proposed_focal(state, request.user)
    missing = services.to_settle(state, focal=focal) if editable else []
    beyond = [m for m in missing if m.field not in ("number", "issued_on")]
    existing = services.plan_of(draft) if draft.state == "confirmed" else None
    twin = services.already_imported(draft, found.head) if editable else None
    if opened == "head" and head is None:
        head = head_form(request, state, agencies, focal)
    if opened and opened != "head" and row is None:
        row = open_row(state, opened)
    return render(
        request,
        "reporting/import_draft.html",
        {
            "draft": draft,
            "editable": editable,
            "plan": found.head,
            "focal": focal,
            "focal_name": next((a.name for a in agencies if a.code == focal), ""),
            "cycles": found.cycles,
            "province": state.province,
            "rows": draft_rows.rows(found, page.object_list, editable, row_address(draft)),
            "page": page,
            "counts": draft_rows.counts(found),
            "part": part,
            "back": asked.urlencode(),
            "general": found.general,
            "sums": draft_rows.discrepancies(found),
            "sums_compared": draft.facts.get("sums_compared", 0),
            "sums_right": draft.facts.get("sums_compared", 0) - len(found.sums),
            "money_remarks": draft_rows.money_remarks(found),
            "agency_rows": draft_rows.agency_rows(
                found, draft.decisions.get("agencies") or {}, state.names, said or {}
            )
            if state.province
            else [],
            "agencies": agencies,
            "agency_options": format_html_join(
                "", '<option value="{}">{}</option>', ((agency.code, agency.name) for agency in agencies)
            ),
            "agency_kinds": AgencyKind.choices,
            "missing": missing,
            "may_be_draft": any(m.field in ("number", "issued_on") for m in missing),
            "waits": bool(beyond) or bool(twin),
            "refused": refused,
            "opened": opened,
            "row_form": row,
            "head_form": head,
            "sources": row_form.sources(),
            "existing": existing,
            "twin": twin,
            "same": services.same_document(draft, request.user) if editable else [],
            "colleagues": services.colleagues(draft, request.user) if editable else [],
            "why_not_undone": services.why_not_undone(draft, request.user) if existing else "",
        },
        status=status,
    )


def row_address(draft: ImportDraft) -> Callable[[str], str]:
    """From the key of a row to the address of its form."""
    begin = reverse("draft_row", args=[draft.ref, "0"]).removesuffix("0/")
    return lambda key: f"{begin}{key}/"


def open_row(
    state: services.Draft, key: str, posted: dict[str, str] | None = None
) -> row_form.RowForm | None:
    """The form of a row, None where there is no such row any more."""
    piece = state.found.piece(key)
    if piece is None:
        return None
    section = piece.section or "tasks"
    return row_form.row_form(state.found, piece, draft_rows.groups_of(state.found, section, piece), posted)


def head_form(
    request: PersonRequest,
    state: services.Draft,
    agencies: list[Agency],
    focal: str,
    posted: dict[str, str] | None = None,
) -> row_form.HeadForm:
    """The form of the plan's head."""
    return row_form.head_form(
        state.found,
        state.draft.decisions.get("head") or {},
        [province.name for province in services.provinces_of(request.user)],
        [(agency.code, agency.name) for agency in agencies],
        focal,
        posted,
    )
