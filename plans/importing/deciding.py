"""What an officer decides on the whole of a plan's draft: its head, its loose rows, who is meant by a name."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyKind, Province, User
from agencies.register import read_register
from common.errors import Refused
from common.intake import profiles
from common.intake.editing import loose
from common.intake.editing.loose import LooseKind
from common.intake.editing.pieces import Typed
from common.intake.editing.verbs import Desk
from common.intake.kinds import Json, JsonMap
from common.text import clean, fold
from plans.importing.looking import provinces_of, state_of
from plans.intake.head_decided import FIELDS

NEW = "new"
LONGEST_NAME, LONGEST_SHORT = 200, 60


def correct_head(
    desk: Desk, *, typed: Typed, loose_rows: Mapping[str, Mapping[str, JsonMap]] | None = None
) -> None:
    """Keep what the officer says of the plan's head and of the rows that stand in no tree.

    `typed` has only what differs, days and years as typed. `loose_rows`: by what their kind's decisions are kept as,
    by position of the row {"set": {…}, "dropped"}.
    """
    draft = desk.draft
    head = {**(draft.decisions.get("head") or {}), **{n: v for n, v in typed.items() if n in FIELDS}}
    whole: Json = {"head": head}
    for kind in loose_kinds(desk):
        said = (loose_rows or {}).get(kind.decided_as)
        if said:
            before = draft.decisions.get(kind.decided_as) or {}
            whole[kind.decided_as] = loose.merged(before, said, kind.fields)
    province = _chosen_province(desk, typed)
    desk.decide(whole=whole, province_id=province.pk if province else None)


def loose_kinds(desk: Desk) -> list[LooseKind]:
    """The kinds of the draft's profile whose rows stand in no tree."""
    return [kind for kind in profiles.of(desk.draft).kinds if isinstance(kind, LooseKind)]


def _chosen_province(desk: Desk, typed: Typed) -> Province | None:
    if "province" not in typed:
        return None
    own = provinces_of(desk.by) if isinstance(desk.by, User) else []
    found = next((row for row in own if row.name == typed["province"]), None)
    if found is None:
        raise Refused(_("Chọn tỉnh, thành phố bạn được nhập kế hoạch."), field="province")
    return found


def choose_agencies(desk: Desk, *, choices: Mapping[str, JsonMap | None]) -> None:
    """Say once what a name stands for, wherever the document spells it so.

    `choices`: by name {"code": an agency's} or {"new": {"name", "short_name", "kind"}}, None to take a choice back.
    Raises Refused, the name's own sentence, where a new agency is already in the register or has no name.
    """
    chosen = dict(desk.draft.decisions.get("agencies") or {})
    province = state_of(desk.draft).province
    if province is None:
        raise Refused(_("Chọn tỉnh, thành phố của văn bản trước."), field="province")
    codes = set(Agency.objects.current().of_province(province.pk).values_list("code", flat=True))
    for name, choice in choices.items():
        if choice is None:
            chosen.pop(name, None)
        elif choice.get("code"):
            if choice["code"] not in codes:
                raise Refused(_("Cơ quan đã chọn không có trong danh mục của tỉnh."), field=name)
            chosen[name] = {"code": choice["code"]}
        else:
            chosen[name] = {NEW: _new_agency(desk, province, name, choice.get(NEW) or {})}
    desk.decide(whole={"agencies": chosen})


def _new_agency(desk: Desk, province: Province, name: str, new: JsonMap) -> dict[str, str]:
    full, short = clean(str(new.get("name") or "")), clean(str(new.get("short_name") or ""))
    if not full:
        raise Refused(_("Ghi tên đầy đủ của cơ quan mới."), field=name)
    if len(full) > LONGEST_NAME or len(short) > LONGEST_SHORT:
        raise Refused(_("Tên dài quá 200 ký tự, hoặc tên tắt quá 60."), field=name)
    known = read_register(desk.at.date()).names(province.name).find(full)
    if known is not None and not known.group and fold(known.name) == fold(full):
        raise Refused(_("Danh mục đã có “%(name)s”; chọn cơ quan đó.") % {"name": known.name}, field=name)
    kind = new.get("kind") if new.get("kind") in AgencyKind.values else AgencyKind.BAN.value
    return {"name": full, "short_name": short, "kind": str(kind)}
