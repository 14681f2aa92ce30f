"""Profiles: what a document is for, and which kinds read it.

An application defines a profile for a use of its own (a plan is imported, a sheet is sent back); every application adds
the kinds it knows to it. A further use is a profile, never another engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.intake.kinds import Kind

if TYPE_CHECKING:
    from common.intake.drafts import Person
    from common.intake.editing.effective import Effective
    from common.intake.editing.trees import Tree
    from common.models import ImportDraft


@dataclass(frozen=True)
class Profile:
    """One use of documents: who may edit its drafts (raises Refused), and what a draft says as decided so far."""

    name: str
    refuse_editing: Callable[["ImportDraft", "Person"], None]
    look: Callable[["ImportDraft"], "Effective"]
    setting: Callable[["ImportDraft"], object]

    @property
    def kinds(self) -> list[Kind]:
        """Its kinds, in their order."""
        return sorted(_kinds.get(self.name, {}).values(), key=lambda kind: kind.order)

    def trees(self, draft: "ImportDraft") -> list["Tree"]:
        """The trees its rows stand in."""
        setting = self.setting(draft)
        found = (kind.tree(setting) for kind in self.kinds)
        return list({tree.section: tree for tree in found if tree is not None}.values())


_profiles: dict[str, Profile] = {}
_kinds: dict[str, dict[str, Kind]] = {}


def define(profile: Profile) -> None:
    """Make a profile known; defining it again replaces it."""
    _profiles[profile.name] = profile


def add(profile: str, *kinds: Kind) -> None:
    """Have these kinds read the documents of a profile, defined already or later; a known name is replaced."""
    _kinds.setdefault(profile, {}).update({kind.name: kind for kind in kinds})


def is_known(name: str) -> bool:
    return name in _profiles


def named(name: str) -> Profile:
    return _profiles[name]


def of(draft: "ImportDraft") -> Profile:
    """The profile a draft was read by."""
    return _profiles[draft.profile]
