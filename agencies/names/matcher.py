"""Which known name stands at a place of a text.

Where several known names fit, the longest wins, because a comma and an "và" may belong to a name. Words that only say
which province ("tỉnh", "của tỉnh X") go with the name before them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agencies.names.known import Entry, Mention
from agencies.names.lexicon import AND, WORDS
from agencies.names.roles import any_of, role_at
from agencies.names.tokens import (
    HARD,
    SOFT,
    SPACED_DASH,
    Token,
    fits_initials,
    key_of,
    printed,
    squeeze,
    tokens_of,
)
from common.text import clean, fold, nfc

_APART = re.compile(r"[,;\n.:(]")
_SEVERAL = re.compile(rf"\b{any_of((*WORDS.several, *WORDS.lines.plurals))}\b")
_SEVERAL_BEGIN = re.compile(rf"{any_of(WORDS.several_begin)}\b")
_ONE_BODY = re.compile(rf"{any_of(WORDS.one_body)}\b")


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name found; `own` is false for one that is only known of other provinces."""

    entry: Entry
    end: int
    own: bool

    def mention(self, printed: str, name: str = "") -> Mention:
        """What is said of the name as printed; `name` is its whole name where the print shortens it."""
        printed = " ".join(printed.split())
        if self.own:
            return _of(self.entry, printed)
        group = self.entry.group
        return Mention(printed, name or printed, group=group, resolvable=not group)


def _of(entry: Entry, printed: str) -> Mention:
    return Mention(printed, entry.name, entry.key, entry.group, entry.resolvable)


class Matcher:
    """The names a province knows: its own and the centre's; `shapes` are names known elsewhere."""

    def __init__(self, entries: Sequence[Entry], province: str, shapes: Iterable[Entry]) -> None:
        self._place = squeeze(tokens_of(province))
        self._keys: dict[str, Entry] = {}
        self._shapes: dict[str, Entry] = {}
        self._own = {entry.key for entry in entries}
        self._by_initial: dict[str, list[tuple[list[str], Entry]]] = {}
        self._longest = 1
        for entry in entries:
            for spelling in (entry.name, *entry.spellings):
                self._add(self._keys, spelling, entry)
        for entry in entries:  # shorter forms never displace a printed one
            for spelling in _without_place(entry):
                self._add(self._keys, spelling, entry)
            for name in (entry.name, *_without_place(entry)):
                words = [token.word for token in tokens_of(clean(name)) if token.word != AND]
                self._by_initial.setdefault(words[0][0] if words else "", []).append((words, entry))
        for entry in shapes:
            for spelling in (entry.name, *entry.spellings):
                self._add(self._shapes, spelling, entry)

    def _add(self, table: dict[str, Entry], spelling: str, entry: Entry) -> None:
        tokens = tokens_of(clean(spelling))
        table.setdefault(squeeze(tokens), entry)
        self._longest = max(self._longest, len(tokens))

    def longest_at(
        self, tokens: Sequence[Token], at: int, *, in_prose: bool = False, prefix: str = ""
    ) -> Hit | None:
        """The longest known name that begins here, as if `prefix` (a key) stood before it.

        In prose a name may end before any word, in a list only where the item ends.
        """
        best: Hit | None = None
        key = prefix
        for end in range(at + 1, min(len(tokens), at + self._longest + 3) + 1):
            if tokens[end - 1].word == AND:
                if end == at + 1:
                    return None
                continue
            key += tokens[end - 1].word
            known = self._keys.get(key)
            entry = known or self._shape(key)
            if entry is None:
                continue
            stop = self._with_place(tokens, end)
            if in_prose or self._ends(tokens, stop):
                best = Hit(entry, stop, known is not None or entry.key in self._own)
        return best

    def agency_at(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the name of one agency, not of a group, is known to begin here."""
        hit = self.longest_at(tokens, at) if at < len(tokens) else None
        return hit is not None and not hit.entry.group

    def _shape(self, key: str) -> Entry | None:
        """A name known elsewhere; where this province has an agency of the same official name, that one."""
        shape = self._shapes.get(key)
        return self._keys.get(key_of(shape.name), shape) if shape else None

    def _with_place(self, tokens: Sequence[Token], end: int) -> int:
        """Words that only say which province: "tỉnh", "của tỉnh X", "X", "trên địa bàn tỉnh"."""
        for lead in WORDS.before_places:
            at = end + len(lead)
            before = tokens[end:at]
            if tuple(token.word for token in before) != lead or any(HARD.search(t.gap) for t in before):
                continue
            level = at < len(tokens) and tokens[at].word in WORDS.provincial
            after = at + 1 if level and not _APART.search(tokens[at].gap) else at
            if named := self._named(tokens, after):
                return named
            if after > at:
                return after
        return end

    def _named(self, tokens: Sequence[Token], at: int) -> int:
        """Where the province's own name ends that begins here, 0 where it does not."""
        key = ""
        while at < len(tokens) and self._place and self._place.startswith(key + tokens[at].word):
            if _APART.search(tokens[at].gap):
                break
            key += tokens[at].word
            at += 1
        return at if key and key == self._place else 0

    def _ends(self, tokens: Sequence[Token], end: int) -> bool:
        """Whether an item of a list may end before this token."""
        if end >= len(tokens) or tokens[end].word in {AND, "cung"}:
            return True
        gap = tokens[end].gap
        return any(sign.search(gap) for sign in (SOFT, HARD, SPACED_DASH)) or role_at(tokens, end)

    def by_initials(self, tokens: Sequence[Token]) -> Entry | None:
        """The one known name these tokens spell with some of its words by their initials; None for two such names."""
        if not any(token.acronym for token in tokens):
            return None
        first = next((token.word[0] for token in tokens if token.word != AND), "")
        fitting = {
            entry.key: entry
            for words, entry in self._by_initial.get(first, ())
            if fits_initials(tokens, words)
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def unknown(self, text: str, tokens: Sequence[Token]) -> Mention:
        """What is said of an item whose name is not found: an agency by its initials, a phrase for several, a name."""
        said = printed(text, tokens)
        if entry := self.by_initials(tokens):
            return _of(entry, said)
        words = " ".join(token.word for token in tokens)
        begins = _SEVERAL_BEGIN.match(words) and not _of_one_place(tokens)
        several = bool(_SEVERAL.search(nfc(said).lower()) or begins) and not _ONE_BODY.match(words)
        return Mention(said, said, group=several, resolvable=not several)

    def find(self, name: str) -> Entry | None:
        """The agency or group a printed name stands for, or None."""
        tokens = tokens_of(clean(name))
        if not tokens:
            return None
        hit = self.longest_at(tokens, 0)
        return hit.entry if hit and hit.end == len(tokens) and hit.own else self.by_initials(tokens)

    def spelled(self, name: str) -> str:
        """A department's name in its usual writing, even where it is only known of other provinces; '' where not."""
        tokens = tokens_of(clean(name))
        hit = self.longest_at(tokens, 0) if tokens else None
        if not hit or hit.end < len(tokens) or hit.entry.kind != "so":
            return ""
        return "" if fold(hit.entry.province) in fold(hit.entry.name) else hit.entry.name


def _of_one_place(tokens: Sequence[Token]) -> bool:
    """ "UBND xã Tân Phú" is one, "UBND xã" any of several."""
    return len(tokens) > 2 and tokens[1].word in WORDS.levels and tokens[2].capital


def _without_place(entry: Entry) -> Iterator[str]:
    """ "Sở A tỉnh X" is also "Sở A tỉnh"; a bare name is kept only where two words are left."""
    if not entry.province or entry.group:
        return
    short = re.sub(rf"\s*(-\s*)?{re.escape(entry.province)}$", "", entry.name).strip(" -")
    if short == entry.name:
        return
    yield short
    bare = re.sub(r"\s+(tỉnh|thành phố)$", "", short)
    if bare != short and len(bare.split()) > 1:
        yield bare
