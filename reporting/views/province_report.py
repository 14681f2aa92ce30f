"""The province report's pages: drafting, submitting, recording the issue, and its files."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from agencies.requests import PersonRequest
from common import autosave, clock, jobs
from common.errors import Refused
from common.files import file_of, file_response, store_file
from common.forms import DayInput
from common.models import Job
from common.states import available
from reporting import rules
from reporting.collection.entries import EditConflict
from reporting.consolidation import services
from reporting.consolidation.words import OUTLINE, PARTS
from reporting.documents import RENDERERS
from reporting.documents.files import newest_report
from reporting.models import Period, ProvinceReport
from reporting.rollup import rollup
from reporting.states import REPORT


class IssueForm(forms.Form):
    """What the record of an issue needs."""

    official_no = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"), max_length=60, help_text=gettext_lazy("Ví dụ 205/BC-UBND")
    )
    official_date = forms.DateField(label=gettext_lazy("Ngày ban hành"), widget=DayInput())
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=150)
    signer_post = forms.CharField(
        label=gettext_lazy("Chức vụ"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Ví dụ Phó Chủ tịch"),
    )
    signed_file = forms.FileField(label=gettext_lazy("Tệp đã ký"), help_text=gettext_lazy("PDF hoặc DOCX"))


@login_required
@require_POST
def draft_report(request: PersonRequest, ref: str) -> HttpResponse:
    """Start the next edition for a period."""
    period = get_object_or_404(Period.objects.visible_to(request.user), ref=ref)
    if not rules.runs_the_period(request.user, period):
        raise PermissionDenied
    try:
        report = services.draft_report(
            period=period, by=request.user, at=clock.now(), change_note=request.POST.get("change_note", "")
        )
    except Refused as refused:
        messages.error(request, refused.message)
        newest = newest_report(period)
        return redirect("province_report", newest.ref) if newest else redirect("province_reports")
    return redirect("province_report", report.ref)


@login_required
@require_GET
def province_report(request: PersonRequest, ref: str) -> HttpResponse:
    """One edition: its text beside its figures, and what can be done with it now."""
    report = _visible(request, ref)
    return render(request, "reporting/province_report.html", _page(request, report, IssueForm()))


@login_required
@require_POST
def save_section(request: PersonRequest, ref: str) -> HttpResponse:
    """Autosave of one section; the protocol is portal.js's."""
    report = _visible(request, ref)
    if not rules.edits_the_report(request.user, report):
        raise PermissionDenied
    try:
        saved = services.save_section(
            report=report,
            key=request.POST.get("field", ""),
            text=request.POST.get("value", ""),
            version=_whole(request.POST.get("version", "")),
            by=request.user,
            at=clock.now(),
        )
    except EditConflict as conflict:
        return autosave.overtaken(
            by=conflict.by, at=conflict.at, theirs=conflict.theirs, version=conflict.version
        )
    except Refused as refused:
        return autosave.refused(refused.message)
    return autosave.saved(at=saved.at, version=saved.version)


# The verbs of the address, and who may.
VERBS = {
    "trinh": REPORT["submit_report"].rule,
    "lay-lai": REPORT["return_report"].rule,
    "ban-hanh": REPORT["issue_report"].rule,
    "soan-lai": rules.edits_the_report,
}


@login_required
@require_POST
def report_action(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    """Submit, take back, record the issue, or put a section's drafted text back."""
    report = _visible(request, ref)
    if verb not in VERBS:
        raise Http404
    if not VERBS[verb](request.user, report):
        raise PermissionDenied
    if verb == "ban-hanh":
        return _issue(request, report)
    try:
        if verb == "trinh":
            services.submit_report(report=report, by=request.user, at=clock.now())
            messages.success(request, _("Đã trình. Số liệu của báo cáo được chốt từ lúc này."))
        elif verb == "lay-lai":
            services.return_report(report=report, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("Đã lấy lại báo cáo để sửa."))
        else:
            services.redraft_section(
                report=report, key=request.POST.get("section", ""), by=request.user, at=clock.now()
            )
            messages.success(request, _("Đã soạn lại phần này từ số liệu hiện tại."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("province_report", report.ref)


def _issue(request: PersonRequest, report: ProvinceReport) -> HttpResponse:
    form = IssueForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            stored = store_file(
                upload_or_bytes=data["signed_file"],
                by=request.user,
                allowed={"pdf", "docx"},
                at=clock.now(),
            )
            services.issue_report(
                report=report,
                by=request.user,
                at=clock.now(),
                official_no=data["official_no"],
                official_date=data["official_date"],
                signer=data["signer"],
                signer_post=data["signer_post"],
                signed_file=stored,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else "signed_file", refused.message)
        else:
            messages.success(request, _("Đã ghi nhận ban hành. Bản này không thay đổi nữa."))
            return redirect("province_report", report.ref)
    return render(request, "reporting/province_report.html", _page(request, report, form), status=422)


@login_required
@require_GET
def signed_file(request: PersonRequest, ref: str) -> FileResponse:
    """The signed file of an issued report."""
    report = get_object_or_404(ProvinceReport.objects.visible_to(request.user).issued(), ref=ref)
    if report.signed_file is None:
        raise Http404
    return file_response(report.signed_file)


@login_required
@require_POST
def export_period(request: PersonRequest, ref: str, fmt: str) -> HttpResponse:
    """Queue the making of a period's report file."""
    period = get_object_or_404(Period.objects.visible_to(request.user), ref=ref)
    if not rules.exports_the_period(request.user, period):
        raise PermissionDenied
    if fmt not in RENDERERS:
        raise Http404
    visible = ProvinceReport.objects.visible_to(request.user).filter(period=period)
    edition = request.POST.get("report")
    report = get_object_or_404(visible, ref=edition) if edition else visible.order_by("-edition").first()
    job = jobs.start(
        "period_file",
        f"{period.ref}:{report.edition if report else 0}:{fmt}:{request.user.pk}",
        {"period": period.pk, "report": report.pk if report else None, "format": fmt},
        request.user,
    )
    return redirect("export_job", job.ref)


@login_required
@require_GET
def export_job(request: PersonRequest, ref: str) -> HttpResponse:
    """The progress of a file being made, then its link."""
    job = get_object_or_404(Job, ref=ref, by=request.user, kind="period_file")
    period = get_object_or_404(Period.objects.visible_to(request.user), pk=job.params.get("period"))
    return render(
        request,
        "reporting/export_job.html",
        {
            "job": job,
            "job_url": reverse("job_status", args=[job.ref]),
            "result_url": reverse("export_file", args=[job.ref]),
            "period": period,
            "format": str(job.params.get("format", "")).upper(),
        },
    )


@login_required
@require_GET
def export_file(request: PersonRequest, ref: str) -> FileResponse | HttpResponse:
    """The finished file, for the person who asked for it."""
    job = get_object_or_404(Job, ref=ref, by=request.user, kind="period_file", state="done")
    try:
        return file_response(file_of(job))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("export_job", job.ref)


def _whole(text: str) -> int:
    """A version from a form; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _visible(request: PersonRequest, ref: str) -> ProvinceReport:
    return get_object_or_404(ProvinceReport.objects.visible_to(request.user), ref=ref)


def _is_newest(report: ProvinceReport) -> bool:
    """Whether no later edition of its period was drafted."""
    return not report.period.reports.filter(edition__gt=report.edition).exists()


def _page(request: PersonRequest, report: ProvinceReport, form: IssueForm) -> dict:
    frozen = services.is_frozen(report)
    now = clock.now()
    figures, unreadable = None, ""
    try:
        figures = (
            services.frozen_figures(report) if frozen else rollup(report.period, day=now.date(), known_at=now)
        )
    except Refused as refused:
        unreadable = refused.message
    numbers = {key: (number, title) for key, number, title in OUTLINE}
    sections = []
    for section in services.sections_of(report):
        number, title = numbers.get(section["key"], ("", section.get("title", "")))
        part, _dot, sub = number.partition(".")
        sections.append(
            {
                **section,
                "number": sub or number,
                "title": title,
                "part": f"{part}. {PARTS[part]}" if sub == "1" else "",
                "version": report.version,
            }
        )
    edits = rules.edits_the_report(request.user, report)
    editions = list(report.period.reports.visible_to(request.user).without_text().order_by("edition"))
    return {
        "report": report,
        "period": report.period,
        "plan": report.period.plan,
        "sections": sections,
        "figures": figures,
        "unreadable": unreadable,
        "frozen": frozen,
        "editable": edits and report.state in ("drafting", "returned"),
        "transitions": {t.name for t in available(report, REPORT.values(), request.user)},
        "may_redo": edits and report.state == "issued" and _is_newest(report),
        "editions": editions,
        "form": form,
    }
