"""A plan's draft as decided so far: the names it is read with, the agencies nobody knows yet, the whole of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agencies.names import Entry, Names
from common.intake import profiles
from common.intake.editing.effective import Drafted, Effective
from common.intake.editing.effective import effective as applied
from common.intake.editing.pieces import GROUP, Doubt, Piece, Stored
from common.intake.kinds import JsonMap
from plans.intake import PLAN
from plans.intake.applying import head_of
from plans.intake.head_decided import HeadNow, head_now
from plans.intake.setting import PlanSetting
from plans.intake.sums_again import ShownSum, sums_of

NEW = "new:"  # how the key of an agency begins that is to be created


@dataclass(frozen=True)
class Decided:
    """A plan's draft as decided: `unknown` names agencies the register does not know, with the keys of their rows;
    `phrases` are words for several that name nobody and are new to the register."""

    found: Effective
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)
    phrases: Sequence[str] = ()

    @property
    def reading(self) -> JsonMap:
        return self.found.reading

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.found.pieces

    @property
    def general(self) -> tuple[Doubt, ...]:
        return self.found.general

    @property
    def head(self) -> HeadNow:
        return head_of(self.found)

    @property
    def sums(self) -> list[ShownSum]:
        return sums_of(self.found)

    def piece(self, key: str) -> Piece | None:
        return self.found.piece(key)


def setting_of(reading: JsonMap, decisions: JsonMap, names: Names) -> PlanSetting:
    """What a plan's kinds read the rows of a draft again with; `names` have the chosen ones among them."""
    head = head_now(reading.get("plan", {}), decisions.get("head") or {}, names)
    return PlanSetting(names, head, frozenset(decisions.get("agencies") or ()))


def decided(
    reading: JsonMap,
    rows: Iterable[Stored],
    decisions: JsonMap,
    names: Names,
    facts: JsonMap | None = None,
) -> Decided:
    """Apply decisions to a plan's draft.

    `names` is the province's register with the chosen names among its spellings (`chosen_names`); `facts` is what the
    reading has kept for this (`sums_again.facts_of`), with its problems. The draft's own decisions are, beside those
    every draft has, {"head": {field: as typed}, "agencies": {name: {"code"} | {"new": {…}}}}.
    """
    setting = setting_of(reading, decisions, names)
    drafted = Drafted(reading, list(rows), decisions, facts or {}, setting)
    found = applied(drafted, profiles.named(PLAN).kinds)
    unknown = _unknown(found.living, names)
    phrases = [name for name in unknown if _names_nobody(names, name)]
    return Decided(found, {name: keys for name, keys in unknown.items() if name not in phrases}, phrases)


def chosen_names(names: Names, decisions: JsonMap) -> Names:
    """The register with what the officer has chosen: a spelling of an agency that is there, or a new agency."""
    chosen = decisions.get("agencies") or {}
    if not chosen:
        return names
    spellings: dict[str, list[str]] = {}
    new: list[Entry] = []
    for name, choice in chosen.items():
        if choice.get("code"):
            spellings.setdefault(choice["code"], []).append(name)
        else:
            full = choice["new"]["name"]
            others = (name, choice["new"].get("short_name") or "")
            new.append(Entry(f"{NEW}{name}", full, names.province, spellings=tuple(filter(None, others))))
    entries = [
        replace(entry, spellings=(*entry.spellings, *spellings[entry.key]))
        if entry.key in spellings
        else entry
        for entry in names.entries
    ]
    return Names([*new, *entries], names.province)


def _unknown(living: Iterable[Piece], names: Names) -> dict[str, list[str]]:
    """Agencies the rows name and the register does not know, each once, with the keys of the rows."""
    found: dict[str, list[str]] = {}
    known: dict[str, bool] = {}
    for piece in living:
        if piece.kind == GROUP:
            continue
        for name in [*(piece.item.get("lead") or ()), *(piece.item.get("coordinating") or ())]:
            if name not in known:
                known[name] = names.find(name) is not None
            if not known[name]:
                found.setdefault(name, []).append(piece.key)
    return found


def _names_nobody(names: Names, name: str) -> bool:
    """Whether a name is a phrase for several agencies that cannot be told ("các đơn vị liên quan")."""
    mentions = names.split(name)
    return bool(mentions) and all(mention.unnamed for mention in mentions)
