"""Deciding on a draft in the browser: its rows, its head, its agencies, its tables.

A verb answers with the preview where the person stood; what could not be kept comes back as typed, with the sentence.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.requests import PersonRequest
from common import clock
from common.errors import Conflict, Refused
from common.intake.editing import verbs
from common.intake.editing.forms import change_of, tree_of
from common.intake.editing.verbs import Desk
from common.intake.kinds import ERROR, SKIPPED
from common.models import ImportDraft
from plans.importing import deciding
from plans.importing.looking import proposed_focal, state_of
from plans.intake.task_money import sources
from plans.views.import_head import HeadForm, changed_head, head_form, still_wrong
from plans.views.import_preview import agencies_of, open_row, place, preview, rows_shown, visible, whole

LONGEST_READ = 2000  # characters of a text that is read while it is typed
MOST_NAMES = 1000  # of one form of agencies


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
    problem = request.POST.get("problem", "")
    todos: dict[str, Callable[[Desk], None]] = {
        "join": lambda desk: verbs.join_rows(desk, key=key),
        "apart": lambda desk: verbs.join_rows(desk, key=key, apart=True),
        "reset": lambda desk: verbs.reset_row(desk, key=key),
        "take": lambda desk: verbs.take_row(desk, key=key),
        "skip": lambda desk: verbs.set_kind(desk, key=key, kind=SKIPPED),
        "split": lambda desk: verbs.split_row(desk, key=key, names=_halves(request, draft, key)),
        "accept": lambda desk: verbs.accept_problem(desk, key=key, problem=problem),
        "apply": lambda desk: verbs.apply_proposal(desk, key=key, problem=problem),
    }
    if todo not in todos:
        raise Http404
    try:
        todos[todo](_desk(request, draft))
    except Refused as refused:
        draft.refresh_from_db()
        opened = key if todo == "split" and state_of(draft).found.piece(key) else ""
        return preview(request, draft, refused=refused, opened=opened, status=_status(refused))
    return _back(request, draft, f"dong-{key.partition('-')[0]}")


def _row_opened(request: PersonRequest, draft: ImportDraft, key: str) -> HttpResponse:
    """The row's form: alone where a script asks for it, else in its page."""
    state = state_of(draft)
    piece = state.found.piece(key)
    if piece is None or draft.state != "ready":
        raise Http404
    if not request.htmx:
        return preview(request, draft, opened=key)
    context = {
        "draft": draft,
        "row_form": open_row(state, key),
        "row": rows_shown(state, [piece], may_edit=True)[0],
        "agencies": agencies_of(request, draft),
        "sources": sources(),
        "back": place(request),
    }
    return render(request, "plans/_import_row_form.html", context)


def _row_saved(request: PersonRequest, draft: ImportDraft, key: str) -> HttpResponse:
    state = state_of(draft)
    piece, form = state.found.piece(key), open_row(state, key)
    if piece is None or form is None:
        refused = Refused(_("Dòng này không còn: người khác vừa sửa bản nháp. Tải lại trang."))
        return preview(request, draft, refused=refused, status=409)
    posted = request.POST.dict()
    change = change_of(form, tree_of(state.found.found, piece), posted)
    try:
        if change:
            verbs.correct_row(
                _desk(request, draft), key=key, typed=change.typed, kind=change.kind, parent=change.parent
            )
    except Refused as refused:
        draft.refresh_from_db()
        again = open_row(state_of(draft), key, posted)
        return preview(request, draft, refused=refused, opened=key, row=again, status=_status(refused))
    piece = state_of(draft).found.piece(key)
    if piece is not None and any(one.severity == ERROR for one in piece.open_problems):
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
        return preview(request, draft, opened="head", head=_head_form(request, draft))
    posted = request.POST.dict()
    try:
        typed, loose = changed_head(_head_form(request, draft), state_of(draft), posted)
        if typed or loose:
            deciding.correct_head(_desk(request, draft), typed=typed, loose_rows=loose)
    except Refused as refused:
        draft.refresh_from_db()
        again = _head_form(request, draft, refused)
        return preview(request, draft, refused=refused, opened="head", head=again, status=_status(refused))
    if still_wrong(state_of(draft)):
        return preview(request, draft, opened="head", head=_head_form(request, draft), status=422)
    return _back(request, draft, "van-ban")


def _head_form(request: PersonRequest, draft: ImportDraft, refused: Refused | None = None) -> HeadForm:
    """The form of the head: as it stands, or as posted with what was refused of it."""
    state = state_of(draft)
    focal = proposed_focal(state, request.user)
    posted = request.POST.dict() if refused else None
    form = head_form(request, state, agencies_of(request, draft), focal, posted)
    for field in form.fields:
        if refused and field.name == refused.field:
            field.refuse(refused.message)
    return form


@login_required
@require_GET
def draft_meaning(request: PersonRequest, ref: str) -> HttpResponse:
    """What a text typed into a row would be understood as; nothing is kept."""
    draft = visible(request, ref)
    trees = state_of(draft).found.found.trees.values()
    asked = request.GET
    for name in asked:
        text = asked[name][:LONGEST_READ].strip()
        for tree in trees:
            meaning = tree.meaning(name, text, asked.get("unit", ""))
            if meaning is not None:
                said, doubts = meaning if text else ("", [])
                return render(request, "plans/_import_meaning.html", {"said": said, "doubts": doubts})
    raise Http404


@login_required
@require_POST
def draft_agencies(request: PersonRequest, ref: str) -> HttpResponse:
    """What the names mean that the register does not know, chosen once for the whole draft."""
    draft = visible(request, ref)
    asked = request.POST
    choices: dict[str, dict | None] = {}
    said: dict[str, dict[str, str]] = {}
    number = 0
    while f"name-{number}" in asked and number < MOST_NAMES:
        one = {part: asked.get(f"{part}-{number}", "") for part in ("choice", "full", "short", "kind")}
        said[str(number)] = one
        choices[asked[f"name-{number}"]] = _choice(one)
        number += 1
    try:
        deciding.choose_agencies(_desk(request, draft), choices=choices)
    except Refused as refused:
        draft.refresh_from_db()
        return preview(request, draft, refused=refused, said=said, status=_status(refused))
    return _back(request, draft, "co-quan")


def _choice(one: dict[str, str]) -> dict | None:
    """What a form says a name stands for."""
    if one["choice"] == deciding.NEW:
        return {deciding.NEW: {"name": one["full"], "short_name": one["short"], "kind": one["kind"]}}
    return {"code": one["choice"]} if one["choice"] else None


@login_required
@require_POST
def draft_table(request: PersonRequest, ref: str) -> HttpResponse:
    """Leave a part of the document out, take it back in, or take the targets it proposes."""
    draft = visible(request, ref)
    blocks = [int(text) for text in request.POST.get("blocks", "").split(",") if text.isdecimal()]
    todos = {"restore": verbs.restore_table, "take": verbs.take_proposals}
    try:
        todos.get(request.POST.get("do", ""), verbs.drop_table)(_desk(request, draft), blocks=blocks)
    except Refused as refused:
        draft.refresh_from_db()
        return preview(request, draft, refused=refused, status=_status(refused))
    return _back(request, draft, "dong")


def _halves(request: PersonRequest, draft: ImportDraft, key: str) -> list[str]:
    """The text of a row in two, cut where the form says."""
    piece = state_of(draft).found.piece(key)
    text = piece.name or piece.longest if piece else ""
    cut = whole(request.POST.get("cut", ""))
    return [text[:cut].strip(" ;\n"), text[cut:].strip(" ;\n")]


def _desk(request: PersonRequest, draft: ImportDraft) -> Desk:
    """The person before the draft as he saw it."""
    return Desk(draft, whole(request.POST.get("version", "")), request.user, clock.now())


def _status(refused: Refused) -> int:
    return 409 if isinstance(refused, Conflict) else 422


def _back(request: PersonRequest, draft: ImportDraft, anchor: str) -> HttpResponse:
    """To the preview, where the person stood."""
    query = place(request)
    return redirect(reverse("import_draft", args=[draft.ref]) + (f"?{query}" if query else "") + f"#{anchor}")
