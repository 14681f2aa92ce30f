"""Filling a submission: fields saved as they are typed or as a plain form, evidence added and taken off."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypedDict

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.requests import PersonRequest
from common import autosave, clock
from common import format as vn
from common.errors import Refused
from common.files import store_file
from common.text import clean
from reporting import rules
from reporting.collection import entries, typed
from reporting.collection.locks import lock_of, lock_of_line
from reporting.collection.showing import line_views
from reporting.models import Evidence, MeasureEntry, Submission, TaskEntry
from reporting.views.lines import GroupCount, ShownLine, group_of
from reporting.views.submission_page import Progress, page_of, sections_of, transitions_of

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, str, P], HttpResponse]


class Document(TypedDict):
    """A document as evidence, by number and date."""

    document_no: str
    document_date: dt.date | None
    abstract: str


OUTLINE = "de-cuong"
WORDS = {
    *typed.TEXT_FIELDS,
    *entries.NARRATIVE,
    "percent",
    "completed_on",
    "value",
    "verdict",
    "note",
    "text",
}


def signed_in(view: View[P]) -> View[P]:
    """As login_required, for a form in the middle of which a session may end.

    A script is told 401 and keeps what was typed; a browser comes back to the page of the form, which shows it again.
    """

    @wraps(view)
    def checked(request: PersonRequest, ref: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, ref, *args, **kwargs)
        if autosave.by_script(request):
            return autosave.refused(_("Phiên làm việc đã hết hạn. Đăng nhập lại rồi lưu lại."), status=401)
        request.session[kept_key(ref)] = _typed(request)
        return redirect_to_login(address_of(ref, request.GET.get("dong", "")))

    return checked


@require_POST
@signed_in
def save_field(request: PersonRequest, ref: str) -> HttpResponse:
    """Save one field (a script, see portal.js) or all fields of the open line (a plain form)."""
    key = request.GET.get("dong", "")
    if not autosave.by_script(request):
        return _save_form(request, _own(request, ref), key)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    try:
        saved = _save(request, ref, key, field, value, whole(request.POST.get("version")))
    except entries.EditConflict as conflict:
        return autosave.overtaken(
            by=conflict.by, at=conflict.at, theirs=conflict.theirs, version=conflict.version
        )
    except Refused as refused:
        return autosave.refused(refused.message)
    return autosave.saved(_parts(request, saved), at=saved.at, version=saved.version)


@require_POST
@signed_in
def add_evidence(request: PersonRequest, ref: str) -> HttpResponse:
    """Attach files, or a document by its number and date, to a line."""
    found = _own(request, ref)
    key = request.GET.get("dong", "")
    entry, now = line_named(found, key), clock.now()
    try:
        if why := lock_of(found, request.user) or lock_of_line(entry):
            raise Refused(why)
        _attach(request, entry, now)
    except Refused as refused:
        if autosave.by_script(request):
            return autosave.refused(refused.message)
        messages.error(request, refused.message)
        return redirect(address_of(ref, key))
    if autosave.by_script(request):
        saved = entries.standing(entry=entry, at=now)
        return autosave.saved(_parts(request, saved, evidence=True), at=now)
    return redirect(address_of(ref, key))


@require_POST
@signed_in
def remove_evidence(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Take a piece of evidence off a line."""
    found = _own(request, ref)
    evidence = get_object_or_404(Evidence.objects.of_submission(found), pk=pk)
    try:
        entries.remove_evidence(evidence=evidence, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(address_of(ref, request.GET.get("dong", "")))


# ------------------------------------------------------------------------------------------------------------ who


def _visible(request: PersonRequest, ref: str) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(request.user), ref=ref)


def readable(request: PersonRequest, ref: str) -> Submission:
    found = _visible(request, ref)
    if not rules.may_read_lines(request.user, found):
        raise PermissionDenied
    return found


def _own(request: PersonRequest, ref: str) -> Submission:
    found = _visible(request, ref)
    if not rules.may_fill(request.user, found):
        raise PermissionDenied
    return found


def address_of(ref: str, key: str = "") -> str:
    page = reverse("submission", args=[ref])
    return f"{page}?dong={key}#dong" if key else page


def kept_key(ref: str) -> str:
    return f"kept-{ref}"


def _typed(request: PersonRequest) -> list[str]:
    """The texts of a plain form, to be shown again where they could not be saved."""
    found = ((name, str(text)) for name, text in request.POST.items())
    return [text for name, text in found if name in WORDS and text.strip()]


def whole(text: str | None) -> int:
    """A version or a number from a form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def line_named(found: Submission, key: str) -> TaskEntry | MeasureEntry:
    """The line an address names. Raises 404 for one of another submission."""
    is_task, pk = _kind_and_pk(key)
    if is_task:
        return get_object_or_404(found.task_entries.select_related("submission"), pk=pk)
    return get_object_or_404(found.measure_entries.select_related("submission"), pk=pk)


def _kind_and_pk(key: str) -> tuple[bool, int]:
    """Whether an address names a task line, and which. Raises 404 for what names no line."""
    kind, _dash, number = key.partition("-")
    if kind not in ("nv", "ct"):
        raise Http404
    return kind == "nv", whole(number)


# --------------------------------------------------------------------------------------------------------- saving


def _save(
    request: PersonRequest, ref: str, key: str, field: str, value: str, version: int
) -> entries.SavedField:
    """Raises 404 for a submission nobody shows him and for a line of another one: saving reads both, and once."""
    said = entries.Typed(field, value, version, clock.now())
    line = None
    if key != OUTLINE:
        is_task, pk = _kind_and_pk(key)
        line = (TaskEntry if is_task else MeasureEntry, pk)
    try:
        return entries.save_field(ref=ref, line=line, said=said, by=request.user)
    except (Submission.DoesNotExist, TaskEntry.DoesNotExist, MeasureEntry.DoesNotExist) as none:
        raise Http404 from none


def _parts(request: PersonRequest, saved: entries.SavedField, *, evidence: bool = False) -> str:
    """The parts of the page that change with a field: of its line, and where the submission stands."""
    submission = saved.submission
    progress = Progress(saved.tasks, saved.measures, sections_of(submission.narrative))
    context: dict[str, object] = {"progress": progress, "submission": submission, "evidence": evidence}
    if saved.line is not None:
        near = saved.tasks if saved.line.is_task else saved.measures
        context |= {
            "line": ShownLine(saved.line, clock.today()),
            "group": GroupCount(group_of(saved.line), near.near, near.near_done, not saved.line.is_task),
            "overdue": saved.at >= submission.due_at,
            "transitions": transitions_of(submission, request.user),
        }
    # without the request: the parts need nothing of what every page reads for its head
    return render_to_string("reporting/save_field.html", context | {"csrf_token": get_token(request)})


def _save_form(request: PersonRequest, found: Submission, key: str) -> HttpResponse:
    """Save every field of a plain form that differs from what is stored; nothing typed is lost on the way."""
    version = whole(request.POST.get("version"))
    conflicts: dict[str, tuple[str, entries.EditConflict]] = {}
    for name, stored in _stored(found, key).items():
        value = request.POST.get(name, "").replace("\r\n", "\n")
        if value == stored or (name not in request.POST and name not in typed.CHOICE_FIELDS):
            continue
        try:
            _save(request, found.ref, key, name, value, version)
        except entries.EditConflict as conflict:
            conflicts[name] = (value, conflict)
        except Refused as refused:
            messages.error(request, refused.message)
            page = page_of(request.user, _own(request, found.ref), None, key) | {"unsaved": _typed(request)}
            return render(request, "reporting/submission.html", page, status=400)
    if conflicts:
        page = page_of(request.user, _own(request, found.ref), None, key, conflicts)
        return render(request, "reporting/submission.html", page, status=409)
    messages.success(request, _("Đã lưu lúc %(at)s.") % {"at": vn.clock(clock.now())})
    return redirect(address_of(found.ref, key))


def _stored(found: Submission, key: str) -> dict[str, str]:
    """What is stored in the fields of a form, as typed."""
    if key == OUTLINE:
        return {section: found.narrative.get(section, "") for section in entries.NARRATIVE}
    entry = line_named(found, key)
    tasks, measures = ([entry], []) if isinstance(entry, TaskEntry) else ([], [entry])
    fields = ShownLine(line_views(tasks, measures)[0], clock.today()).fields
    return {name: field.typed for name, field in fields.items() if name != "evidence"}


def _attach(request: PersonRequest, entry: TaskEntry | MeasureEntry, now: dt.datetime) -> None:
    """Attach what the form of evidence brings: files, and a document where one is named or nothing else came."""
    document = _document(request)
    files = [
        store_file(upload_or_bytes=file, by=request.user, at=now) for file in request.FILES.getlist("file")
    ]
    if document["document_no"] or not files:
        entries.add_evidence(entry=entry, by=request.user, at=now, **document)
    for file in files:
        entries.add_evidence(entry=entry, by=request.user, at=now, file=file)


def _document(request: PersonRequest) -> Document:
    """A document named by number and date, as typed into the form of evidence."""
    number, day, abstract = (
        clean(request.POST.get(f"document_{name}", "")) for name in ("no", "date", "abstract")
    )
    errors: dict[str, str] = {}
    read = typed.typed_day(day, errors, "document_date")
    if errors:
        raise Refused(errors["document_date"])
    if (day or abstract) and not number:
        raise Refused(_("Ghi số, ký hiệu của văn bản."))
    if len(number) > 60 or len(abstract) > 300:
        raise Refused(_("Số, ký hiệu dài quá 60 ký tự hoặc trích yếu dài quá 300 ký tự; viết gọn lại."))
    return {"document_no": number, "document_date": read, "abstract": abstract}
