"""Names the register does not know: shown with what they may be, and settled when the draft is confirmed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, AgencyName, Province, User
from agencies.names import Entry, Names
from agencies.services import save_agency, save_group, save_name
from common.errors import Refused
from common.intake.kinds import JsonMap
from common.models import ImportDraft
from common.text import fold
from plans.importing.deciding import NEW
from plans.importing.looking import state_of
from plans.intake.decided import NEW as NEW_KEY
from plans.intake.decided import Decided

SINCE = dt.date(2000, 1, 1)
CLOSEST = 5  # known names shown beside an unknown one
MOST_ROWS = 8  # rows of a name that are led to


@dataclass(frozen=True)
class NameShown:
    """A name to settle: where it stands, the closest names known, and what was chosen for it."""

    place: int
    name: str
    rows: list[tuple[str, str]]
    count: int
    closest: list[Entry]
    choice: str
    full: str
    short: str
    kind: str
    settled: bool
    said: str


def names_shown(
    found: Decided,
    chosen: Mapping[str, JsonMap],
    names: Names,
    typed: Mapping[str, Mapping[str, str]],
) -> list[NameShown]:
    """Names the register does not know, and those already decided.

    `typed` is what a refused form said, by place: its words come back as they were.
    """
    places = {piece.key: piece.where or piece.code for piece in found.pieces}
    own = [
        entry
        for entry in names.entries
        if entry.province and not entry.group and not entry.key.startswith(NEW_KEY)
    ]
    every = [*found.unknown, *(name for name in chosen if name not in found.unknown)]
    answer = []
    for place, name in enumerate(every):
        choice, said = chosen.get(name) or {}, typed.get(str(place)) or {}
        new, keys = choice.get(NEW) or {}, found.unknown.get(name, ())
        picked = said.get("choice", NEW if new else choice.get("code", ""))
        answer.append(
            NameShown(
                place=place,
                name=name,
                rows=[(key, places[key]) for key in keys[:MOST_ROWS]],
                count=len(keys),
                closest=_closest(name, own, picked),
                choice=picked,
                full=said.get("full", new.get("name", name)),
                short=said.get("short", new.get("short_name", "")),
                kind=said.get("kind", new.get("kind", "")),
                settled=name not in found.unknown,
                said=new.get("name") or next((e.name for e in own if e.key == choice.get("code")), ""),
            )
        )
    return answer


def _closest(name: str, own: Sequence[Entry], picked: str) -> list[Entry]:
    """The known names that share most words with a name, and the one that was picked."""
    wanted = set(fold(name).split())
    words = {entry.key: set(fold(entry.name).split()) for entry in own}
    ranked = sorted(own, key=lambda e: -len(words[e.key] & wanted) / len(words[e.key] | wanted))
    closest = [entry for entry in ranked[:CLOSEST] if words[entry.key] & wanted]
    if picked in words and picked not in {entry.key for entry in closest}:
        closest.append(next(entry for entry in own if entry.key == picked))
    return closest


def settle_names(draft: ImportDraft, province: Province, decisions: JsonMap, by: User | None) -> None:
    """Create or map every name that was chosen and still stands in a row, within the province."""
    chosen = decisions.get("agencies") or {}
    if not chosen:
        return
    made: dict[str, Agency] = {}
    for name in state_of(draft, {**decisions, "agencies": {}}).found.unknown:
        choice = chosen.get(name)
        if choice is None:
            continue
        agency = _chosen(choice, name, province) if choice.get("code") else None
        if agency is None:
            new = choice[NEW]
            agency = made.get(fold(new["name"])) or _create(province, draft, new, by)
            made[fold(new["name"])] = agency
        if fold(agency.name) != fold(name) and not agency.names.filter(folded=fold(name)).exists():
            save_name(
                name=AgencyName(agency=agency, text=name, kind="spelling", valid_from=SINCE),
                by=by,
                checked=False,
            )


def _chosen(choice: JsonMap, name: str, province: Province) -> Agency:
    agency = Agency.objects.current().of_province(province.pk).filter(code=choice["code"]).first()
    if agency is None:
        raise Refused(
            _("Chưa chọn cơ quan cho “%(name)s”. Chọn một cơ quan có sẵn hoặc tạo mới.") % {"name": name},
            field="agency",
        )
    return agency


def _create(province: Province, draft: ImportDraft, new: Mapping[str, str], by: User | None) -> Agency:
    position = Agency.objects.of_province(province.pk).count() + 1
    agency = Agency(
        code=f"{province.code.lower()}:{position}-{draft.ref}",
        province=province,
        kind=new["kind"],
        name=new["name"],
        short_name=new.get("short_name") or "",
        position=position,
        valid_from=SINCE,
    )
    save_agency(agency=agency, by=by, checked=False)
    return agency


def keep_phrases(draft: ImportDraft, province: Province, phrases: Sequence[str], by: User | None) -> None:
    """Words for several agencies that name nobody become groups without members: they create no duty."""
    for place, phrase in enumerate(phrases, start=1):
        group = AgencyGroup(
            code=f"{province.code.lower()}:nhom-{draft.ref}-{place}",
            province=province,
            name=phrase,
            resolvable=False,
            rule_text=_("Cụm từ chung, không nêu tên cơ quan."),
        )
        save_group(group=group, by=by, checked=False)
