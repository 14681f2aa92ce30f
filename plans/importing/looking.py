"""Which drafts a person sees, and what one says as decided so far."""

from collections.abc import Set
from typing import NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from agencies.models import Agency, Province, User
from agencies.names import Names
from agencies.register import read_register
from agencies.rules import somewhere, where
from common.errors import Refused
from common.intake.drafts import Person
from common.intake.editing.effective import Effective
from common.intake.kinds import JsonMap
from common.intake.profiles import Profile
from common.models import ImportDraft
from common.text import fold
from plans import rules
from plans.intake import PLAN
from plans.intake import head as plan_head
from plans.intake.decided import NEW, Decided, chosen_names, decided, setting_of
from plans.intake.head_decided import HeadNow
from plans.intake.setting import PlanSetting
from plans.models import Plan

FOCAL = ("focal_officer", "focal_leader")


class Draft(NamedTuple):
    """A draft as decided so far: its province, the province's names as the register and the officer have them."""

    draft: ImportDraft
    province: Province | None
    names: Names
    found: Decided


def visible_drafts(user: User, state: str = "") -> QuerySet[ImportDraft]:
    """Drafts of the provinces whose plans the person may import, and his own; newest first. `state` narrows them."""
    drafts = _drafts(where(rules.imports_plans, user), user)
    return drafts.filter(state=state) if state else drafts


def listed_drafts(user: User, state: str = "") -> QuerySet[ImportDraft]:
    """`visible_drafts` as a list shows them: with the number as decided and as read, without the documents' words."""
    decided_number, read_number = (
        NullIf(KT(path), Value("null"), output_field=TextField())  # as SQLite has a number that was not found
        for path in ("decisions__head__number", "reading__plan__number")
    )
    drafts = visible_drafts(user, state).annotate(decided_number=decided_number, read_number=read_number)
    return drafts.defer("reading", "facts", "decisions")


def drafts_at_home(user: User) -> QuerySet[ImportDraft]:
    """Drafts of the provinces where the person has a role, and his own: a rule says which of them he may open."""
    return _drafts(user.access.at_home, user)


def _drafts(provinces: Set[int], user: User) -> QuerySet[ImportDraft]:
    return (
        (ImportDraft.objects.filter(province_id__in=provinces) | ImportDraft.objects.filter(owner=user))
        .select_related("file", "owner", "edited_by")
        .exclude(state="discarded")
        .order_by("-created_at", "-id")
    )


def state_of(draft: ImportDraft, decisions: JsonMap | None = None) -> Draft:
    """What a draft says with its decisions applied. Five queries."""
    decisions = draft.decisions if decisions is None else decisions
    province, names = names_of(draft, decisions)
    found = decided(draft.reading, draft.rows.all(), decisions, names, draft.facts)
    return Draft(draft, province, names, found)


def names_of(draft: ImportDraft, decisions: JsonMap) -> tuple[Province | None, Names]:
    """The draft's province, and its register of names with what was chosen for this draft."""
    province = Province.objects.filter(pk=draft.province_id or 0).first()
    register = read_register(draft.created_at.date())
    base = register.names(province.name if province else draft.reading.get("plan", {}).get("province") or "")
    return province, chosen_names(base, decisions)


def setting_of_draft(draft: ImportDraft) -> PlanSetting:
    """What the rows of a draft are read again with."""
    _province, names = names_of(draft, draft.decisions)
    return setting_of(draft.reading, draft.decisions, names)


def found_in(draft: ImportDraft) -> Effective:
    """What a draft says, for the engine's own verbs."""
    return state_of(draft).found.found


def refuse_editing(draft: ImportDraft, by: Person) -> None:
    """The people who see a draft may work on it: those who import for its province, and its owner."""
    refuse_importing(by)
    if not isinstance(by, User) or not rules.works_on_the_draft(by, draft):
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))


def refuse_importing(by: Person) -> None:
    """Raise Refused for who imports no plans."""
    if not isinstance(by, User) or not somewhere(rules.imports_plans, by):
        raise Refused(_("Chỉ cơ quan đầu mối nhập được kế hoạch."))


PROFILE = Profile(PLAN, refuse_editing, found_in, setting_of_draft)


def provinces_of(by: User) -> list[Province]:
    """The provinces whose plans the person may import."""
    return list(Province.objects.filter(pk__in=where(rules.imports_plans, by)).order_by("name"))


def province_of(reading: JsonMap) -> Province | None:
    """The province a document names, where the portal knows it."""
    wanted = fold(reading.get("plan", {}).get("province") or "")
    known = Province.objects.exclude(code="TW") if wanted else ()
    return next((row for row in known if fold(row.name) == wanted), None)


def unknown_names(draft: ImportDraft) -> list[str]:
    """Agencies the document names and neither the register nor the officer knows, each once, in reading order."""
    state = state_of(draft)
    return list(state.found.unknown) if state.province else []


def proposed_focal(state: Draft, user: User) -> str:
    """The code of the focal agency: as chosen, as the document says, else the person's own."""
    if state.found.head.focal:
        return state.found.head.focal
    named = named_focal(state) if state.province else ""
    if named and not named.startswith(NEW):
        return named
    own = Agency.objects.filter(id__in=user.access.focal, province=state.draft.province_id)
    first = own.order_by("id").first()
    return first.code if first else ""


def named_focal(state: Draft) -> str:
    """The code of the focal agency the document names."""
    named = state.found.head.focal_agency
    entry = state.names.find(named) if named else None
    return entry.key if entry and not entry.group else ""


# the same document, the same plan


def same_document(draft: ImportDraft, user: User) -> list[ImportDraft]:
    """Earlier drafts of the very same file the person may see."""
    earlier = visible_drafts(user).filter(sha256=draft.sha256).exclude(state="failed")
    return list(earlier.exclude(pk=draft.pk).filter(pk__lt=draft.pk)[:3])


def plan_of(draft: ImportDraft) -> Plan | None:
    """The plan a confirmed draft has become."""
    row = draft.rows.filter(kind=plan_head.KIND, applied_type="plans.plan").first()
    return Plan.objects.filter(pk=row.applied_id).first() if row else None


def already_imported(draft: ImportDraft, head: HeadNow) -> Plan | None:
    """The plan the register has under this head: province and number with the same day, or else the same year."""
    if not head.number or not head.issued_on or draft.province_id is None:
        return None
    same = Plan.objects.filter(province=draft.province_id, number=head.number).exclude(state="draft")
    on_the_day = same.filter(issued_on=head.issued_on).first()
    return on_the_day or same.filter(issued_on__year=head.issued_on[:4]).first()
