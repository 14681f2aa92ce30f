"""The page of a draft being checked: everything every decision answers with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyKind
from agencies.requests import PersonRequest
from common.errors import Refused
from common.intake import profiles
from common.intake.editing import preview as shown
from common.intake.editing.forms import RowForm, row_form
from common.intake.editing.loose import LooseKind
from common.intake.editing.pieces import Doubt, Piece
from common.listing import PAGE, page_of
from common.models import ImportDraft
from common.oddities import say_once
from plans import rules
from plans.importing.agencies import names_shown
from plans.importing.confirming import to_settle
from plans.importing.looking import (
    Draft,
    already_imported,
    drafts_at_home,
    plan_of,
    proposed_focal,
    same_document,
    state_of,
)
from plans.importing.reading import reading_job
from plans.importing.undoing import colleagues, why_not_undone
from plans.intake import PLAN
from plans.intake.sums_shown import beside, money_remarks, sums_shown
from plans.intake.task_money import sources

if TYPE_CHECKING:
    from plans.views.import_head import HeadForm

# Where on the page that is settled what a refusal names.
ANCHORS = {"agency": "co-quan", **dict.fromkeys(("focal", "number", "issued_on", "province"), "van-ban")}
NAMING = ("lead", "coordinating")  # fields whose unknown names are settled in the list of agencies


def visible(request: PersonRequest, ref: str) -> ImportDraft:
    """The draft, for who imports plans and may see it."""
    draft = get_object_or_404(drafts_at_home(request.user), ref=ref)
    if not rules.works_on_the_draft(request.user, draft):
        raise PermissionDenied
    return draft if _has_our_shape(draft) else _emptied(draft)


def _has_our_shape(draft: ImportDraft) -> bool:
    kept = (draft.reading, draft.facts, draft.decisions)
    return profiles.is_known(draft.profile) and all(isinstance(part, dict) for part in kept)


def _emptied(draft: ImportDraft) -> ImportDraft:
    """A draft no version of the portal has written, shown as one that could not be read."""
    say_once(f"draft {draft.ref} was read for something unknown, or keeps it in another shape")
    draft.profile, draft.reading, draft.facts, draft.decisions = PLAN, {}, {}, {}
    draft.message = _("Bản nháp này không đọc được nữa. Bỏ bản nháp rồi tải tệp lên lại.")
    return draft


def whole(text: str) -> int:
    """A version or a place from a form; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def place(request: PersonRequest) -> str:
    """The part and the page of the preview the person looks at, as a query."""
    asked = QueryDict(request.POST.get("back", "")) if request.method == "POST" else request.GET
    kept = QueryDict(mutable=True)
    if asked.get("xem") in shown.SHOWN:
        kept["xem"] = asked["xem"]
    if whole(asked.get(PAGE, "")) > 1:
        kept[PAGE] = asked[PAGE]
    return kept.urlencode()


def agencies_of(request: PersonRequest, draft: ImportDraft) -> list[Agency]:
    """The agencies a row of the draft may name."""
    found = Agency.objects.visible_to(request.user).current().of_province(draft.province_id or 0)
    return list(found.order_by("position"))


def still_reading(request: PersonRequest, draft: ImportDraft, form: forms.Form) -> HttpResponse:
    """A long document being read by the worker, or why it could not be."""
    job = reading_job(draft)
    return render(
        request,
        "plans/import_reading.html",
        {
            "draft": draft,
            "form": form,
            "job": job,
            "job_url": reverse("job_status", args=[job.ref]) if job else "",
            "failed": draft.state == "failed" or job is None or job.state == "failed",
            "why": draft.message or (job.message if job else ""),
        },
    )


def rows_shown(state: Draft, pieces: list[Piece], *, may_edit: bool) -> list[shown.RowShown]:
    """What the page shows of these rows."""
    found = state.found
    begin = reverse("draft_row", args=[state.draft.ref, "0"]).removesuffix("0/")
    unknown = {key for keys in found.unknown.values() for key in keys}

    def elsewhere(piece: Piece, problem: Doubt) -> bool:
        return piece.key in unknown and problem.field in NAMING

    return shown.rows(
        found.found,
        pieces,
        may_edit=may_edit,
        address=lambda key: f"{begin}{key}/",
        beside=beside(found.sums),
        elsewhere=elsewhere,
    )


def open_row(state: Draft, key: str, posted: Mapping[str, str] | None = None) -> RowForm | None:
    """The form of a row, None where there is no such row any more."""
    piece = state.found.piece(key)
    return None if piece is None else row_form(state.found.found, piece, posted)


def preview(
    request: PersonRequest,
    draft: ImportDraft,
    *,
    refused: Refused | None = None,
    opened: str = "",
    row: RowForm | None = None,
    head: "HeadForm | None" = None,
    said: Mapping[str, Mapping[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page. `opened` is the key of the row whose form is open, or "head"; `row`, `head`, `said` are forms as
    posted."""
    state = state_of(draft)
    asked = QueryDict(place(request))
    part = asked.get("xem", "")
    editable = draft.state == "ready"
    agencies = agencies_of(request, draft)
    focal = proposed_focal(state, request.user)
    if opened and opened != "head" and row is None:
        row = open_row(state, opened)
    page = page_of(asked, shown.shown(state.found.found, part), lambda piece: piece)
    context = {
        **_of_the_document(state, focal, agencies),
        **_of_the_names(state, agencies, said or {}),
        **_of_the_sums(state),
        **(_of_confirming(request, state, focal) if editable else _of_the_plan(request, draft)),
        "draft": draft,
        "editable": editable,
        "rows": rows_shown(state, list(page), may_edit=editable),
        "page": page,
        "counts": shown.counts(state.found.found),
        "part": part,
        "back": asked.urlencode(),
        "refused": refused,
        "refused_at": ANCHORS.get(refused.field, "") if refused else "",
        "opened": opened,
        "row_form": row,
        "head_form": head,
        "sources": sources(),
    }
    return render(request, "plans/import_draft.html", context, status=status)


def _of_the_document(state: Draft, focal: str, agencies: list[Agency]) -> dict[str, object]:
    found = state.found
    loose = [
        (kind, [(piece, *kind.summary(piece)) for piece in kind.pieces(found.found)])
        for kind in profiles.of(state.draft).kinds
        if isinstance(kind, LooseKind)
    ]
    return {
        "plan": found.head,
        "province": state.province,
        "focal": focal,
        "focal_name": next((agency.name for agency in agencies if agency.code == focal), ""),
        "loose": loose,
        "general": found.general,
    }


def _of_the_names(
    state: Draft, agencies: list[Agency], said: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    chosen = state.draft.decisions.get("agencies") or {}
    options = ((agency.code, agency.name) for agency in agencies)
    return {
        "agency_rows": names_shown(state.found, chosen, state.names, said) if state.province else [],
        "agencies": agencies,
        "agency_options": format_html_join("", '<option value="{}">{}</option>', options),
        "agency_kinds": AgencyKind.choices,
    }


def _of_the_sums(state: Draft) -> dict[str, object]:
    compared = state.draft.facts.get("sums_compared", 0)
    sums = sums_shown(state.found.sums)
    return {
        "sums": sums,
        "sums_compared": compared,
        "sums_right": compared - len(sums),
        "money_remarks": money_remarks(state.found.found),
    }


def _of_confirming(request: PersonRequest, state: Draft, focal: str) -> dict[str, object]:
    missing = to_settle(state, focal=focal)
    beyond = [one for one in missing if one.field not in ("number", "issued_on")]
    twin = already_imported(state.draft, state.found.head)
    return {
        "missing": missing,
        "may_be_draft": len(beyond) < len(missing),
        "waits": bool(beyond) or bool(twin),
        "twin": twin,
        "same": same_document(state.draft, request.user),
        "colleagues": colleagues(state.draft, request.user),
    }


def _of_the_plan(request: PersonRequest, draft: ImportDraft) -> dict[str, object]:
    existing = plan_of(draft) if draft.state == "confirmed" else None
    why = why_not_undone(draft, request.user) if existing else ""
    return {"existing": existing, "why_not_undone": why}
