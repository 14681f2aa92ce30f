"""The register of names, and the register as one province reads it. No database is asked while a document is read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from agencies.names import prose, splitter
from agencies.names.known import Entry, Mention
from agencies.names.matcher import Matcher
from common.text import fold


class Names:
    """The register as one province reads it: its own names and the centre's; `shapes` are names known elsewhere."""

    def __init__(self, entries: Iterable[Entry], province: str = "", shapes: Iterable[Entry] = ()) -> None:
        self.province = province
        self.entries = list(entries)
        self._matcher = Matcher(self.entries, province, shapes)
        self._split: dict[str, list[Mention]] = {}

    @property
    def known(self) -> bool:
        """Whether anything of this province itself is known."""
        return any(entry.province for entry in self.entries)

    def find(self, name: str) -> Entry | None:
        """The agency or group a printed name stands for, or None."""
        return self._matcher.find(name)

    def spelled(self, name: str) -> str:
        """A department's name in its usual writing, even where it is only known of other provinces; '' where not."""
        return self._matcher.spelled(name)

    def split(self, text: str) -> list[Mention]:
        """The agencies and groups a printed cell names, in printed order, each once."""
        if text not in self._split:
            self._split[text] = splitter.split(self._matcher, text)
        return list(self._split[text])

    def mentions_in(self, sentence: str) -> list[tuple[int, Mention]]:
        """Agencies and groups anywhere in running text, with the place where each begins."""
        return prose.mentions_in(self._matcher, sentence)


@dataclass(frozen=True)
class Register:
    """Agencies and groups of every province that is known. Pure: no database is asked while a document is read."""

    entries: tuple[Entry, ...] = ()
    _names: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_json(cls, data: dict) -> "Register":
        """From reference data: {"agencies": [{id, canonical, abbreviation, province, kind, is_group, spellings …}]}."""
        return cls(
            tuple(
                Entry(
                    key=row["id"],
                    name=row["canonical"],
                    province=row["province"] or "",
                    group=row["is_group"],
                    resolvable=not row["is_group"] or row.get("expands_to") is not None,
                    kind=row["kind"],
                    spellings=tuple(
                        text
                        for text in (row.get("abbreviation"), *row["spellings"])
                        if text and "…" not in text
                    ),
                )
                for row in data["agencies"]
            )
        )

    @property
    def provinces(self) -> list[str]:
        return sorted({entry.province for entry in self.entries if entry.province})

    def province_of(self, text: str) -> str:
        """The known province a text names, or ''; the longest name wins."""
        folded = f" {re.sub(r'[^a-z0-9]+', ' ', fold(text))} "
        hits = [name for name in self.provinces if f" {re.sub(r'[^a-z0-9]+', ' ', fold(name))} " in folded]
        return max(hits, key=len, default="")

    def names(self, province: str) -> Names:
        """The names as this province reads them; for a province nobody knows, only the centre's and the shapes."""
        if province not in self._names:
            own = fold(province)
            entries = [e for e in self.entries if not e.province or fold(e.province) == own]
            shapes = [
                e for e in self.entries if e.province and fold(e.province) != own and e.kind != "ubnd-huyen"
            ]
            entries.sort(key=lambda entry: not entry.province)
            self._names[province] = Names(entries, province, shapes)
        return self._names[province]
