"""Deciding on a draft in the browser: its rows, its head, its agencies, its tables.

A verb answers with the preview where the person stood; what could not be kept comes back as typed, with the sentence.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.models import Agency
from agencies.requests import PersonRequest
from common import clock
from common.errors import Conflict, Refused
from common.models import ImportDraft
from reporting.intake import draft_rows, row_form, services
from reporting.intake.effective import only_year
from reporting.views.imports import head_form, open_row, place, preview, row_address, visible, whole

LONGEST_READ = 2000  # characters of a text that is read while it is typed


@login_required
@require_http_methods(["GET", "POST"])
def draft_row(request: PersonRequest, ref: str, key: str) -> HttpResponse:
    """The form of a row, and what is decided on it."""
    draft = visible(request, ref)
    if request.method == "GET":
        return _row_opened(request, draft, key)
    todo = request.POST.get("do", "save")
    if todo == "save":
        return _row_saved(request, draft, key)
    verbs: dict[str, Callable[..., None]] = {
        "join": lambda **given: services.join_rows(**given),
        "apart": lambda **given: services.join_rows(apart=True, **given),
        "reset": services.reset_row,
        "take": lambda **given: services.set_kind(kind="indicator", **given),
        "skip": lambda **given: services.set_kind(kind="skipped", **given),
        "split": lambda **given: services.split_row(names=_halves(request, draft, key), **given),
        "accept": lambda **given: services.accept_problem(problem=request.POST.get("problem", ""), **given),
        "apply": lambda **given: services.apply_proposal(problem=request.POST.get("problem", ""), **given),
    }
    if todo not in verbs:
        raise Http404
    try:
        verbs[todo](draft=draft, key=key, version=_version(request), by=request.user, at=clock.now())
    except Refused as refused:
        draft.refresh_from_db()
        opened = key if todo == "split" and services.state_of(draft).found.piece(key) else ""
        return preview(request, draft, refused=refused, opened=opened, status=_status(refused))
    return _back(request, draft, f"dong-{key.partition('-')[0]}")


def _row_opened(request: PersonRequest, draft: ImportDraft, key: str) -> HttpResponse:
    """The row's form: alone where a script asks for it, else in its page."""
    state = services.state_of(draft)
    piece = state.found.piece(key)
    if piece is None or draft.state != "ready":
        raise Http404
    if not request.htmx:
        return preview(request, draft, opened=key)
    context = {
        "draft": draft,
        "row_form": open_row(state, key),
        "row": draft_rows.rows(state.found, [piece], True, row_address(draft))[0],
        "agencies": _agencies(request, draft),
        "sources": row_form.sources(),
        "back": place(request),
    }
    return render(request, "reporting/_import_row_form.html", context)


def _row_saved(request: PersonRequest, draft: ImportDraft, key: str) -> HttpResponse:
    state = services.state_of(draft)
    form = open_row(state, key)
    if form is None:
        refused = Refused("Dòng này không còn: người khác vừa sửa bản nháp. Tải lại trang.")
        return preview(request, draft, refused=refused, status=409)
    typed, kind, parent = row_form.changed(form, request.POST.dict())
    try:
        if typed or kind is not None or parent is not None:
            services.correct_row(
                draft=draft,
                key=key,
                typed=typed,
                kind=kind,
                parent=parent,
                version=_version(request),
                by=request.user,
                at=clock.now(),
            )
    except Refused as refused:
        draft.refresh_from_db()
        again = open_row(services.state_of(draft), key, request.POST.dict())
        return preview(request, draft, refused=refused, opened=key, row=again, status=_status(refused))
    piece = services.state_of(draft).found.piece(key)
    wrong = piece is not None and any(p["severity"] == "error" for p in piece.open_problems)
    if wrong:
        return preview(request, draft, opened=key, status=422)
    return _back(request, draft, f"dong-{key}")


@login_required
@require_http_methods(["GET", "POST"])
def draft_head(request: PersonRequest, ref: str) -> HttpResponse:
    """The form of the plan's head and of the reporting days, and what is decided on them."""
    draft = visible(request, ref)
    if draft.state != "ready":
        raise Http404
    if request.method == "GET":
        return preview(request, draft, opened="head")
    posted = request.POST.dict()
    try:
        if posted.get("do") == "accept":
            services.accept_problem(
                draft=draft, key=posted.get("key", ""), problem=posted.get("problem", ""),
                version=_version(request), by=request.user, at=clock.now(),
            )  # fmt: skip
            return _back(request, draft, "van-ban")
        state = services.state_of(draft)
        focal = services.proposed_focal(state, request.user)
        form = head_form(request, state, _agencies(request, draft), focal)
        typed, cycles = row_form.changed_head(form, state.found, posted)
        if typed or cycles:
            services.correct_head(
                draft=draft, typed=typed, cycles=cycles,
                version=_version(request), by=request.user, at=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        draft.refresh_from_db()
        state = services.state_of(draft)
        focal = services.proposed_focal(state, request.user)
        again = head_form(request, state, _agencies(request, draft), focal, posted)
        for field in again.fields:
            if field.name == refused.field:
                field.errors.append({"severity": "error", "message": refused.message})
        return preview(request, draft, refused=refused, opened="head", head=again, status=_status(refused))
    if services.state_of(draft).found.head_problems:
        return preview(request, draft, opened="head", status=422)
    return _back(request, draft, "van-ban")


@login_required
@require_GET
def draft_meaning(request: PersonRequest, ref: str) -> HttpResponse:
    """What a text typed into a row would be understood as; nothing is kept."""
    draft = visible(request, ref)
    asked = request.GET
    name = next((name for name in ("time_text", "target_text", "lead", "coordinating") if name in asked), "")
    if not name:
        raise Http404
    _province, names = services.names_of(draft, draft.decisions)
    year = only_year((draft.reading.get("plan") or {}).get("title") or "")
    text = asked[name][:LONGEST_READ].strip()
    said, doubts = row_form.meaning(name, text, asked.get("unit", ""), names, year) if text else ("", [])
    return render(request, "reporting/_import_meaning.html", {"said": said, "doubts": doubts})


@login_required
@require_POST
def draft_agencies(request: PersonRequest, ref: str) -> HttpResponse:
    """What the names mean that the register does not know, chosen once for the whole draft."""
    draft = visible(request, ref)
    asked = request.POST
    choices: dict[str, dict | None] = {}
    said: dict[str, dict[str, str]] = {}
    number = 0
    while f"name-{number}" in asked and number < 1000:
        one = {part: asked.get(f"{part}-{number}", "") for part in ("choice", "full", "short", "kind")}
        said[str(number)] = one
        choices[asked[f"name-{number}"]] = (
            {"new": {"name": one["full"], "short_name": one["short"], "kind": one["kind"]}}
            if one["choice"] == services.NEW
            else {"code": one["choice"]}
            if one["choice"]
            else None
        )
        number += 1
    try:
        services.choose_agencies(
            draft=draft, choices=choices, version=_version(request), by=request.user, at=clock.now()
        )
    except Refused as refused:
        draft.refresh_from_db()
        return preview(request, draft, refused=refused, said=said, status=_status(refused))
    return _back(request, draft, "co-quan")


@login_required
@require_POST
def draft_table(request: PersonRequest, ref: str) -> HttpResponse:
    """Leave a part of the document out, take it back in, or take the targets it proposes."""
    draft = visible(request, ref)
    blocks = [int(text) for text in request.POST.get("blocks", "").split(",") if text.isdecimal()]
    verbs = {"restore": services.restore_table, "take": services.take_proposals}
    verb = verbs.get(request.POST.get("do", ""), services.drop_table)
    try:
        verb(draft=draft, blocks=blocks, version=_version(request), by=request.user, at=clock.now())
    except Refused as refused:
        draft.refresh_from_db()
        return preview(request, draft, refused=refused, status=_status(refused))
    return _back(request, draft, "dong")


def _halves(request: PersonRequest, draft: ImportDraft, key: str) -> list[str]:
    """The text of a row in two, cut where the form says."""
    piece = services.state_of(draft).found.piece(key)
    text = (
        piece.item.get("name") or max((c["text"] for c in piece.cells), key=len, default="") if piece else ""
    )
    cut = whole(request.POST.get("cut", ""))
    return [text[:cut].strip(" ;\n"), text[cut:].strip(" ;\n")]


def _agencies(request: PersonRequest, draft: ImportDraft) -> list[Agency]:
    found = Agency.objects.visible_to(request.user).current().of_province(draft.province_id)
    return list(found.order_by("position"))


def _version(request: PersonRequest) -> int:
    return whole(request.POST.get("version", ""))


def _status(refused: Refused) -> int:
    return 409 if isinstance(refused, Conflict) else 422


def _back(request: PersonRequest, draft: ImportDraft, anchor: str) -> HttpResponse:
    """To the preview, where the person stood."""
    query = place(request)
    return redirect(reverse("import_draft", args=[draft.ref]) + (f"?{query}" if query else "") + f"#{anchor}")
