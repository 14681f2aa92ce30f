"""Confirming a plan's draft: all of it or nothing; and what has to be settled before."""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyKind, Province, User
from agencies.register import read_register, resolver
from common.errors import Refused
from common.intake import drafts, profiles
from common.intake.editing.loose import LooseKind
from common.intake.kinds import ERROR, Json
from common.models import ImportDraft
from plans import rules
from plans.importing.agencies import keep_phrases, settle_names
from plans.importing.deciding import NEW
from plans.importing.looking import Draft, already_imported, named_focal, state_of, unknown_names
from plans.intake.into import PlanInto
from plans.models import Plan
from plans.stamps import touch

log = logging.getLogger(__name__)


class Missing(NamedTuple):
    """What has to be settled before a draft can be confirmed, and the place on the page where it is."""

    text: str
    anchor: str
    field: str = ""


def to_settle(state: Draft, *, focal: str, as_draft: bool = False) -> list[Missing]:
    """What confirming waits for, in the order of the page."""
    return [*_of_the_head(state, focal, as_draft), *_of_the_names(state), *_of_the_rows(state)]


def _of_the_head(state: Draft, focal: str, as_draft: bool) -> Iterator[Missing]:
    head = state.found.head
    if state.province is None:
        yield Missing(_("tỉnh, thành phố của văn bản"), "van-ban", "province")
    if not as_draft and not head.number:
        yield Missing(_("số, ký hiệu văn bản"), "van-ban", "number")
    if not as_draft and not head.issued_on:
        yield Missing(_("ngày ban hành"), "van-ban", "issued_on")
    if not focal:
        yield Missing(_("cơ quan đầu mối"), "van-ban", "focal")
    for name, sentence in head.wrong.items():
        yield Missing(sentence, "van-ban", name)
    for kind in profiles.of(state.draft).kinds:
        if isinstance(kind, LooseKind):
            for piece in kind.pieces(state.found.found):
                if not piece.dropped and any(one.severity == ERROR for one in piece.open_problems):
                    yield Missing(kind.wrong_words, "van-ban", kind.decided_as)


def _of_the_names(state: Draft) -> Iterator[Missing]:
    count = len(state.found.unknown)
    if count and state.province:
        words = _("%(count)d cơ quan chưa có trong danh mục") % {"count": count}
        yield Missing(words, "co-quan", "agency")


def _of_the_rows(state: Draft) -> Iterator[Missing]:
    for piece in state.found.pieces:
        if piece.severity == ERROR:
            what = next(one.message for one in piece.open_problems if one.severity == ERROR)
            text = _("%(where)s: %(what)s") % {"where": piece.where or piece.code, "what": what}
            yield Missing(text, f"dong-{piece.key}", "row")
    if not state.found.found.living:
        yield Missing(_("không còn dòng nào để nhập"), "dong", "row")


@transaction.atomic
def confirm_import(
    *,
    draft: ImportDraft,
    by: User | None,
    at: dt.datetime,
    focal: str = "",
    choices: Mapping[str, str] | None = None,
    head: Mapping[str, str] | None = None,
    checked: bool = True,
    as_draft: bool = False,
    version: int | None = None,
) -> Plan:
    """Make a plan of a draft, as the officer has decided it. `focal`: the focal agency's code, if not decided before.
    `choices`: per unknown name, by its place in `unknown_names`, an agency's code or "new". `head`: number and
    issued_on where neither document nor officer has said them. `as_draft`: a plan not issued yet, without a number.

    A name chosen for an agency is remembered as a spelling. Raises Refused, and writes nothing, when the province is
    not the person's, the plan is in the register, or something is still to be settled.
    """
    if draft.state == "confirmed":
        raise Refused(_("Văn bản này đã được nhập."))
    decisions = _with(draft, focal, choices or {}, head or {})
    state = state_of(draft, decisions)
    province = _own_province(state, by if checked else None)
    agency = _own_focal(state, focal, province, by if checked else None)
    missing = to_settle(state, focal=agency.code, as_draft=as_draft)
    if missing:
        raise Refused(
            _("Chưa xác nhận được, còn phải quyết định: %(what)s.") % {"what": missing[0].text.rstrip(".")},
            field=missing[0].field,
        )
    settle_names(draft, province, decisions, by)
    keep_phrases(draft, province, state.found.phrases, by)
    into = PlanInto(
        by=by,
        at=at,
        province=province,
        focal_agency=agency,
        file=draft.file,
        names=read_register(at.date()).names(province.name),
        resolve=resolver(province, at.date()),
        as_draft=as_draft,
    )
    _apply(draft, state, into, version)
    touch([into.version.plan_id], at)
    return into.version.plan


def _own_province(state: Draft, by: User | None) -> Province:
    """The document's province. Raises Refused where it is unknown, or none `by` imports for, or has the plan."""
    province = state.province
    if province is None:
        raise Refused(
            _("Không rõ văn bản của tỉnh nào, hoặc tỉnh chưa có trong danh mục. Quản trị thêm tỉnh trước."),
            field="province",
        )
    if by is not None and not rules.imports_plans(by, province.pk):
        raise Refused(
            _("Văn bản của %(province)s. Tài khoản của bạn không nhập kế hoạch cho tỉnh này.")
            % {"province": province},
            field="province",
        )
    existing = already_imported(state.draft, state.found.head)
    if existing:
        raise Refused(
            _("Văn bản này đã được nhập. %(number)s đã có trong hệ thống.") % {"number": existing.number},
            field="existing",
        )
    return province


def _own_focal(state: Draft, focal: str, province: Province, by: User | None) -> Agency:
    """The focal agency: as said, as decided, as the document names it. Raises Refused where it is none of `by`'s."""
    code = focal or state.found.head.focal or named_focal(state)
    agency = Agency.objects.current().filter(code=code, province=province).first()
    if agency is None:
        raise Refused(_("Chọn cơ quan đầu mối của kế hoạch."), field="focal")
    if by is not None and agency.pk not in by.access.focal:
        raise Refused(_("Bạn chỉ nhập được kế hoạch do cơ quan của bạn làm đầu mối."), field="focal")
    return agency


def _apply(draft: ImportDraft, state: Draft, into: PlanInto, version: int | None) -> None:
    kinds = profiles.of(draft).kinds
    try:
        drafts.confirm(draft=draft, into=into, found=state.found.found, kinds=kinds, version=version)
    except (ValidationError, DatabaseError) as problem:
        log.exception("draft %s cannot be applied", draft.ref)
        raise Refused(
            _(
                "Không nhập được: có giá trị quá dài hoặc trùng nhau. Lỗi đã được ghi lại; chưa có gì được nhập."
            )
        ) from problem


def _with(draft: ImportDraft, focal: str, choices: Mapping[str, str], head: Mapping[str, str]) -> Json:
    """The draft's decisions with what was only said on confirming."""
    decisions = dict(draft.decisions)
    said = {**head, **({"focal": focal} if focal else {})}
    if said:
        decisions["head"] = {**(decisions.get("head") or {}), **said}
    if choices:
        agencies = dict(decisions.get("agencies") or {})
        for place, name in enumerate(unknown_names(draft)):
            choice = choices.get(str(place), "")
            if choice == NEW:
                agencies[name] = {NEW: {"name": name, "short_name": "", "kind": AgencyKind.BAN.value}}
            elif choice:
                agencies[name] = {"code": choice}
        decisions["agencies"] = agencies
    return decisions


def discard_import(*, draft: ImportDraft, by: User | None) -> None:
    """Drop a draft that is not confirmed."""
    drafts.discard(draft=draft, by=by)
