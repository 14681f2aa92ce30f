"""An agency's submission: filling it line by line, its evidence, sending it, what became of it, its paper."""

import datetime as dt
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from common.errors import Refused
from common.files import file_response, store_file
from common.models import StoredFile
from common.states import available
from common.templatetags.vn import badge, icon
from common.text import clean, fold
from reporting import rules
from reporting.collection import deadlines, entries, sending
from reporting.collection.copies import as_sent, files_of
from reporting.collection.locks import lock_of, lock_of_line
from reporting.collection.sending import LineStatus
from reporting.documents import RENDERERS, agency_report
from reporting.documents.submission import submission_copy
from reporting.models import Evidence, MeasureEntry, Sending, Submission, TaskEntry, TaskFact
from reporting.review.services import comment_line
from reporting.states import SUBMISSION
from reporting.views.lines import Field, Group, Line, show_head_once, under_headings, with_threads

OUTLINE = "de-cuong"
WORDS = {
    *entries.TEXT_FIELDS,
    *entries.NARRATIVE,
    "percent",
    "completed_on",
    "value",
    "verdict",
    "note",
    "text",
}
PER_PAGE = 30


def signed_in(view: Any) -> Any:
    """As login_required, for a form in the middle of which a session may end.

    A script is told 401 and keeps what was typed; a browser comes back to the page of the form, which shows it again.
    """

    @wraps(view)
    def checked(request: PersonRequest, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, ref, *args, **kwargs)
        if _by_script(request):
            return JsonResponse(
                {"message": _("Phiên làm việc đã hết hạn. Đăng nhập lại rồi lưu lại.")}, status=401
            )
        request.session[_kept(ref)] = _typed(request)
        return redirect_to_login(_address(ref, request.GET.get("dong", "")))

    return checked


@require_safe
@login_required
def submissions(request: PersonRequest) -> HttpResponse:
    """Every submission of the person's agencies, and those sent to where he works, newest period first."""
    found = (
        Submission.objects.visible_to(request.user).readable_by(request.user).with_progress().newest_first()
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    for row in page:
        row.badge = _state(row, now)
    return render(request, "reporting/submissions.html", {"page": page, "own": request.user.access.own})


@require_safe
@login_required
def submission(request: PersonRequest, ref: str) -> HttpResponse:
    """The working copy for its agency, with one line open; the copy that was sent for everybody else."""
    found = _readable(request, ref)
    page = _page(request, found, _copy(request, found))
    page["unsaved"] = request.session.pop(_kept(ref), [])
    return render(request, "reporting/submission.html", page)


@require_POST
@signed_in
def save_field(request: PersonRequest, ref: str) -> HttpResponse:
    """Save one field (a script, see portal.js) or all fields of the open line (a plain form)."""
    found = _own(request, ref)
    key = request.GET.get("dong", "")
    if not _by_script(request):
        return _save_form(request, found, key)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    try:
        saved = _save(request, found, key, field, value, _whole(request.POST.get("version")))
    except entries.EditConflict as conflict:
        told = {"by": conflict.by, "at": conflict.at, "theirs": conflict.theirs}
        return JsonResponse({"conflict": told, "version": conflict.version}, status=409)
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=400)
    return _answer(request, found, key, saved.at, version=saved.version)


@require_POST
@signed_in
def add_evidence(request: PersonRequest, ref: str) -> HttpResponse:
    """Attach files, or a document by its number and date, to a line."""
    found = _own(request, ref)
    key = request.GET.get("dong", "")
    entry = _entry(found, key)
    now = clock.now()
    try:
        if why := lock_of(found, request.user) or lock_of_line(entry):
            raise Refused(why)
        document = _document(request)
        files = [
            store_file(upload_or_bytes=file, by=request.user, at=now)
            for file in request.FILES.getlist("file")
        ]
        if document["document_no"] or not files:
            entries.add_evidence(entry=entry, by=request.user, at=now, **document)
        for file in files:
            entries.add_evidence(entry=entry, by=request.user, at=now, file=file)
    except Refused as refused:
        if _by_script(request):
            return JsonResponse({"message": refused.message}, status=400)
        messages.error(request, refused.message)
        return redirect(_address(ref, key))
    return _answer(request, found, key, now) if _by_script(request) else redirect(_address(ref, key))


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
    return redirect(_address(ref, request.GET.get("dong", "")))


@require_safe
@login_required
def evidence_file(request: PersonRequest, ref: str, file_ref: str) -> FileResponse:
    """A file of evidence: the working copy's for its agency, those of every sending for who may read it."""
    found = _readable(request, ref)
    known = set().union(*(files_of(row.payload) for row in found.sendings.all()))
    if rules.may_fill(request.user, found):
        known |= set(Evidence.objects.of_submission(found).values_list("file__ref", flat=True))
    if file_ref not in known:
        raise Http404
    return file_response(get_object_or_404(StoredFile, ref=file_ref))


@require_POST
@signed_in
def submission_action(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    """Endorse, withdraw the endorsement, send, or write into the thread."""
    found = _readable(request, ref)
    if verb not in VERBS:
        raise Http404
    may, do = VERBS[verb]
    if not may(request.user, found):
        raise PermissionDenied
    key = request.GET.get("dong", "")
    try:
        do(request, found, key)
    except Refused as refused:
        found.refresh_from_db()
        if verb == "gui" and found.state == "sent":
            messages.info(request, _already_sent(found))
        else:
            messages.error(request, refused.message)
    return redirect(_address(ref, key))


@require_safe
@login_required
def submission_docx(request: PersonRequest, ref: str) -> HttpResponse:
    """The agency's report on paper: what was sent, or the draft marked DỰ THẢO."""
    found = _readable(request, ref)
    copy = _copy(request, found)
    if copy is None and found.state in ("sent", "approved"):
        copy = found.sendings.last()
    render_docx, content_type = RENDERERS["docx"]
    content = render_docx(agency_report(submission_copy(found, sending=copy, now=clock.now())))
    plan = found.period.plan
    name = slugify(fold(f"bao cao {found.period.label} {plan.number.replace('/', '-')} {found.agency.label}"))
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


# ------------------------------------------------------------------------------------------------------------ who


def _visible(request: PersonRequest, ref: str) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(request.user), ref=ref)


def _readable(request: PersonRequest, ref: str) -> Submission:
    found = _visible(request, ref)
    if not rules.may_read_lines(request.user, found):
        raise PermissionDenied
    return found


def _own(request: PersonRequest, ref: str) -> Submission:
    found = _visible(request, ref)
    if not rules.may_fill(request.user, found):
        raise PermissionDenied
    return found


def _copy(request: PersonRequest, found: Submission) -> Sending | None:
    """The sending to show: the one asked for, the last one to whom the working copy is closed, else none."""
    wanted = request.GET.get("lan", "")
    if wanted:
        return get_object_or_404(found.sendings, no=_whole(wanted))
    return None if rules.may_fill(request.user, found) else found.sendings.last()


def _by_script(request: PersonRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _address(ref: str, key: str = "") -> str:
    page = reverse("submission", args=[ref])
    return f"{page}?dong={key}#dong" if key else page


def _kept(ref: str) -> str:
    return f"kept-{ref}"


def _typed(request: PersonRequest) -> list[str]:
    """The texts of a plain form, to be shown again where they could not be saved."""
    return [text for name, text in request.POST.items() if name in WORDS and text.strip()]


def _whole(text: str | None) -> int:
    """A version or a number from a form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


# --------------------------------------------------------------------------------------------------------- saving


def _entry(found: Submission, key: str) -> TaskEntry | MeasureEntry:
    """The line an address names. Raises 404 for one of another submission."""
    kind, _dash, number = key.partition("-")
    rows = {"nv": found.task_entries, "ct": found.measure_entries}.get(kind)
    if rows is None:
        raise Http404
    return get_object_or_404(rows.select_related("submission"), pk=_whole(number))


def _save(
    request: PersonRequest, found: Submission, key: str, field: str, value: str, version: int
) -> entries.Saved:
    edit = {"value": value, "version": version, "by": request.user, "at": clock.now()}
    if key == OUTLINE:
        return entries.save_narrative(submission=found, section=field, **edit)
    entry = _entry(found, key)
    if isinstance(entry, TaskEntry):
        return entries.save_task_field(entry=entry, field=field, **edit)
    return entries.save_measure_field(entry=entry, field=field, **edit)


def _answer(
    request: PersonRequest, found: Submission, key: str, at: dt.datetime, **more: Any
) -> JsonResponse:
    """What the form is told after saving: the problems of its line, and the parts of the page that have changed."""
    page = _page(request, _own(request, found.ref), None, key)
    answer = {
        "saved_at": vn.clock(at),
        "summary_html": render_to_string("reporting/_submission_summary.html", page, request),
        **more,
    }
    line = next((line for line in page["lines"] if line.key == key), None)
    if line is not None:
        answer["problems"] = {name: field.wrong for name, field in line.fields.items()}
        answer["fragments"] = _fragments(request, page, line)
    return JsonResponse(answer)


def _fragments(request: PersonRequest, page: dict, line: Line) -> dict[str, str]:
    key = line.key
    name, tone, word = line.mark
    parts = {
        f"mark-{key}": icon(name, label=word, tone=tone),
        f"badge-{key}": badge(*line.badge),
        f"flags-{key}": render_to_string("reporting/_line_flags.html", {"line": line}),
        f"evidence-{key}": render_to_string("reporting/_evidence.html", page | {"line": line}, request),
    }
    group = next(group for group in (*page["groups"], page["measure_group"]) if line in group.lines)
    parts[f"group-{group.id}"] = render_to_string("reporting/_group_count.html", {"group": group})
    if line.is_task:
        parts[f"percent-{key}"] = vn.percent(line.entry.percent)
        parts[f"money-{key}"] = vn.million(line.disbursed)
    for field in line.fields.values():
        parts[f"missing-{key}-{field.name}"] = render_to_string("reporting/_missing.html", {"field": field})
    return parts


def _save_form(request: PersonRequest, found: Submission, key: str) -> HttpResponse:
    """Save every field of a plain form that differs from what is stored; nothing typed is lost on the way."""
    version = _whole(request.POST.get("version"))
    conflicts: dict[str, tuple[str, entries.EditConflict]] = {}
    for name, stored in _stored(found, key).items():
        value = request.POST.get(name, "").replace("\r\n", "\n")
        if value == stored or (name not in request.POST and name not in entries.CHOICE_FIELDS):
            continue
        try:
            _save(request, found, key, name, value, version)
        except entries.EditConflict as conflict:
            conflicts[name] = (value, conflict)
        except Refused as refused:
            messages.error(request, refused.message)
            page = _page(request, _own(request, found.ref), None, key) | {"unsaved": _typed(request)}
            return render(request, "reporting/submission.html", page, status=400)
    if conflicts:
        page = _page(request, _own(request, found.ref), None, key, conflicts=conflicts)
        return render(request, "reporting/submission.html", page, status=409)
    messages.success(request, _("Đã lưu lúc %(at)s.") % {"at": vn.clock(clock.now())})
    return redirect(_address(found.ref, key))


def _stored(found: Submission, key: str) -> dict[str, str]:
    """What is stored in the fields of a form, as typed."""
    if key == OUTLINE:
        return {section: found.narrative.get(section, "") for section in entries.NARRATIVE}
    fields = Line(LineStatus(_entry(found, key), []), clock.today()).fields
    return {name: field.typed for name, field in fields.items() if name != "evidence"}


def _document(request: PersonRequest) -> dict[str, Any]:
    """A document named by number and date, as typed into the form of evidence."""
    number, day, abstract = (
        clean(request.POST.get(f"document_{name}", "")) for name in ("no", "date", "abstract")
    )
    errors: dict[str, str] = {}
    read = entries.typed_day(day, errors, "document_date")
    if errors:
        raise Refused(errors["document_date"])
    if (day or abstract) and not number:
        raise Refused(_("Ghi số, ký hiệu của văn bản."))
    if len(number) > 60 or len(abstract) > 300:
        raise Refused(_("Số, ký hiệu dài quá 60 ký tự hoặc trích yếu dài quá 300 ký tự; viết gọn lại."))
    return {"document_no": number, "document_date": read, "abstract": abstract}


# ---------------------------------------------------------------------------------------------------------- verbs


def _send(request: PersonRequest, found: Submission, _key: str) -> None:
    sent = sending.send_submission(submission=found, by=request.user, at=clock.now())
    receiver = found.period.stages.select_related("stage__to_agency").first().stage.receiver
    words = {"at": vn.day_and_clock(sent.at), "receiver": receiver or found.period.plan.focal_agency}
    if sent.at < found.due_at:
        messages.success(request, _("Đã gửi báo cáo đến %(receiver)s lúc %(at)s, đúng hạn.") % words)
    else:
        words["late"] = vn.days_left(deadlines.last_day(found.due_at), timezone.localdate(sent.at))
        messages.warning(request, _("Đã gửi báo cáo đến %(receiver)s lúc %(at)s, %(late)s.") % words)


def _endorse(request: PersonRequest, found: Submission, _key: str) -> None:
    sending.endorse_submission(submission=found, by=request.user, at=clock.now())
    messages.success(request, _("Đã xác nhận. Báo cáo gửi được ngay."))


def _withdraw(request: PersonRequest, found: Submission, _key: str) -> None:
    sending.withdraw_endorsement(submission=found, by=request.user)
    messages.success(request, _("Đã bỏ xác nhận. Các dòng sửa được trở lại."))


def _comment(request: PersonRequest, found: Submission, key: str) -> None:
    entry = _entry(found, key) if key else None
    comment_line(
        submission=found, entry=entry, text=request.POST.get("text", ""), by=request.user, at=clock.now()
    )


# The verbs of the address: who may, and what is done.
VERBS = {
    "gui": (SUBMISSION["send_submission"].rule, _send),
    "xac-nhan": (SUBMISSION["endorse_submission"].rule, _endorse),
    "bo-xac-nhan": (SUBMISSION["withdraw_endorsement"].rule, _withdraw),
    "trao-doi": (rules.may_comment, _comment),
}


def _already_sent(found: Submission) -> str:
    return _("Báo cáo đã được gửi lúc %(at)s; lần bấm này không gửi thêm.") % {
        "at": vn.day_and_clock(found.touched_at)
    }


# ----------------------------------------------------------------------------------------------------------- page


def _state(found: Submission, now: dt.datetime) -> str:
    """The code of the badge: also says what nobody has opened, and what is late."""
    if found.state == "draft":
        if now >= found.due_at:
            return "overdue"
        return "draft" if found.touched_at else "unopened"
    return found.state


def _page(
    request: PersonRequest,
    found: Submission,
    copy: Sending | None,
    key: str | None = None,
    conflicts: dict[str, tuple[str, entries.EditConflict]] | None = None,
) -> dict[str, Any]:
    """Everything the page of a submission shows; `copy` is the sending shown instead of the working copy."""
    now = clock.now()
    tasks, measures = entries.lines_of(found)
    if copy is not None:
        as_sent(copy.payload, tasks, measures)
    lock = _copy_words(copy) if copy is not None else lock_of(found, request.user)
    if copy is None:
        statuses = sending.line_statuses(tasks, measures)
    else:
        statuses = [LineStatus(entry, []) for entry in (*tasks, *measures)]
    lines = [Line(status, now.date()) for status in statuses]
    thread = with_threads(found, lines)
    gaps = [] if lock else [line for line in lines if not line.settled]
    key = request.GET.get("dong") if key is None else key
    opened = _opened(lines, gaps, key)
    if opened:
        opened.opened = True
        opened.next_gap = _after(opened, lines, gaps)
    groups = under_headings(found, [line for line in lines if line.is_task])
    measure_group = Group(None, [line for line in lines if not line.is_task], measures=True)
    show_head_once(groups)
    show_head_once([measure_group])
    stages = list(found.period.stages.select_related("stage__to_agency"))
    narrative = found.narrative if copy is None else copy.payload["narrative"]
    sections = [
        {"field": Field(name, narrative.get(name, "")), "title": title}
        for name, title in entries.NARRATIVE.items()
    ]
    for name, (typed, conflict) in (conflicts or {}).items():
        field = (
            opened.fields[name] if opened else next(s["field"] for s in sections if s["field"].name == name)
        )
        field.typed, field.conflict = typed, conflict
    return {
        "submission": found,
        "period": found.period,
        "plan": found.period.plan,
        "own": rules.may_fill(request.user, found),
        "may_review": rules.may_review(request.user, found) and found.state == "sent",
        "copy": copy,
        "sendings": list(found.sendings.select_related("by").defer("payload")),
        "now": now,
        "today": now.date(),
        "lock": lock,
        "stage": stages[0],
        "last_day": deadlines.last_day(found.due_at),
        "badge": _state(found, now),
        "overdue": now >= found.due_at,
        "lines": lines,
        "groups": groups,
        "task_lines": [line for group in groups for line in group.lines],
        "measure_lines": measure_group.lines,
        "has_money": any(entry.money.all() for entry in tasks),
        "measure_group": measure_group,
        "tasks_done": sum(group.done for group in groups),
        "measures_done": measure_group.done,
        "done": sum(line.settled for line in lines),
        "returned": sum(line.entry.line_state == "returned" for line in lines),
        "reasons_missing": sum(any(problem.asks for problem in line.problems) for line in lines),
        "without_evidence": sum(
            any(problem.field == "evidence" for problem in line.problems) and line.settled for line in lines
        ),
        "gaps": gaps,
        "open": opened,
        "open_lock": opened and (lock or lock_of_line(opened.entry)),
        "sections": sections,
        "sections_written": sum(bool(section["field"].typed.strip()) for section in sections),
        "narrative_version": found.narrative_version,
        "transitions": _transitions(request, found),
        "finished": TaskFact.objects.visible_to(request.user).finished_before(found),
        "thread": thread,
        "last_return": next((a for a in reversed(thread) if a.action in ("return", "reopen")), None),
        "may_comment": found.first_sent_at is not None and rules.may_comment(request.user, found),
        "last_year": found.period.from_on.year - 1,
    }


def _transitions(request: PersonRequest, found: Submission) -> set[str]:
    """The buttons: nothing moves in a closed period."""
    if found.period.state != "open":
        return set()
    return {transition.name for transition in available(found, SUBMISSION.values(), request.user)}


def _opened(lines: list[Line], gaps: list[Line], key: str | None) -> Line | None:
    """The open line: the one asked for; else what was returned, else the first gap."""
    if key is not None:
        return next((line for line in lines if line.key == key), None)
    returned = [line for line in gaps if line.entry.line_state == "returned"]
    return next(iter(returned or gaps), None)


def _after(opened: Line, lines: list[Line], gaps: list[Line]) -> Line | None:
    """The next gap behind the open line, going round."""
    place = lines.index(opened)
    others = [line for line in gaps if line is not opened]
    return next((line for line in others if lines.index(line) > place), next(iter(others), None))


def _copy_words(copy: Sending) -> str:
    return _("Bản gửi lần %(no)d, lúc %(at)s. Bản này được giữ nguyên như khi gửi.") % {
        "no": copy.no,
        "at": vn.day_and_clock(copy.at),
    }
