"""Taking a confirmed import back, and handing an open draft over."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Membership, User
from agencies.rules import where
from common import clock, outbox
from common.errors import Refused
from common.intake import drafts, profiles
from common.models import ImportDraft
from plans import rules
from plans.importing.looking import FOCAL, plan_of, refuse_editing


def why_not_undone(draft: ImportDraft, by: User) -> str:
    """Why a confirmed import cannot be taken back, and who may do what instead; '' where it can."""
    plan = plan_of(draft)
    if plan is None:
        return _("Không còn kế hoạch nào của lần nhập này.")
    if not rules.runs_the_plan(by, plan):
        return _("Chỉ %(agency)s, cơ quan đầu mối của kế hoạch, hoàn tác được lần nhập này.") % {
            "agency": plan.focal_agency
        }
    return next((why for kind in profiles.of(draft).kinds if (why := kind.why_kept(plan))), "")


@transaction.atomic
def undo_import(*, draft: ImportDraft, by: User, at: dt.datetime) -> None:
    """Take a confirmed import back: its plan and all that came with it are removed, the draft is open again.

    Agencies and spellings it has added stay in the register. Raises Refused once anything was reported on the plan.
    """
    plan = plan_of(draft)
    why = why_not_undone(draft, by)
    if why or plan is None:
        raise Refused(why)
    drafts.reopen(draft=draft, made=plan, kinds=profiles.of(draft).kinds, by=by, at=at)


def colleagues(draft: ImportDraft, by: User) -> list[User]:
    """Who else imports plans for the draft's province, today."""
    province = draft.province_id
    provinces = {province} if province else where(rules.imports_plans, by)
    return list(
        User.objects.filter(is_active=True, memberships__in=_importing(provinces))
        .exclude(pk=by.pk)
        .exclude(pk=draft.owner_id or 0)
        .distinct()
        .order_by("name", "pk")
    )


def _importing(provinces: set[int]) -> QuerySet[Membership]:
    return Membership.objects.on(clock.today()).filter(role__in=FOCAL, agency__province__in=provinces)


@transaction.atomic
def hand_over(*, draft: ImportDraft, to: User | None, by: User, at: dt.datetime) -> None:
    """Give a draft to a colleague who imports for the same province; he is told in the portal."""
    refuse_editing(draft, by)
    if to is None or to.pk not in {person.pk for person in colleagues(draft, by)}:
        raise Refused(_("Chọn một đồng nghiệp được nhập kế hoạch của tỉnh này."), field="to")
    drafts.hand_over(draft=draft, to=to, by=by, at=at)
    outbox.enqueue(
        key=f"draft:{draft.ref}:{to.pk}:{at.isoformat()}",
        channel="portal",
        to_user=to,
        kind="draft_handed_over",
        context={"by": by.name, "name": draft.file.name, "ref": draft.ref},
        at=at,
    )
