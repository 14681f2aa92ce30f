"""Words that find a text, whatever its diacritics, case, tone style and punctuation, and where they stand in it.

The rule, in one place for every page and every database: blanks part a query into terms, and every term must stand in
the text, in any order. A term is looked for as whole words; only the last one, still being typed, may be the beginning
of a word (when it ends with a letter and its last word has two or more). Everything but letters and digits parts words:
“II.1.4” is three words that must follow each other. An abbreviation is the same with and without its sign: “KH&CN” is
found by “khcn” as well, and finds “KHCN”. Plain functions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from common.text import fold, nfc

LONGEST = 500  # characters of a query that are looked at
EXCERPT = 280  # characters of a text shown around its first match

_PARTS = re.compile(r"[\W_]+")
_ASCII_PARTS = bytes(point if chr(point).isalnum() else ord(" ") for point in range(128)) + bytes(128)
_WORD = re.compile(r"[^\W_]+")
_AMPERSAND = re.compile(r"&\s+|\s+&\s*")
_TIGHT = re.compile(r"[&,](?<=[^\W\d_].)(?=[^\W\d_])")
_SIGN = re.compile(r"(?<=[^\W\d_])(?:\s*&\s*|,)(?=[^\W\d_])")

EXACT, PHRASE, IN_ORDER, SCATTERED, BEGUN = range(5)


@dataclass(frozen=True)
class Term:
    """One part of a query: as typed, its words folded, and whether the last of them may go on."""

    typed: str
    words: tuple[str, ...]
    joined: str = ""  # the abbreviation without its sign, where it has one
    open: bool = False

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What to look for between blanks."""
        end = "" if self.open else " "
        return tuple(f" {words}{end}" for words in (" ".join(self.words), self.joined) if words)

    def stands_in(self, read: str) -> bool:
        """Whether the term stands in the readings of a text."""
        return any(needle in read for needle in self.needles)


@dataclass(frozen=True)
class Query:
    """What was asked for, as terms; without terms it finds nothing."""

    terms: tuple[Term, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Query":
        """The terms of a text as a person types it; only its first LONGEST characters count, each term once."""
        terms: dict[tuple[str, ...], Term] = {}
        for typed in _AMPERSAND.sub("&", nfc(text)[:LONGEST]).split():
            folded = fold(typed)
            words = _spaced(folded).split()
            joined = _readings(folded).split("\n")[1:]
            if words:
                terms.setdefault(tuple(words), Term(typed, tuple(words), "".join(joined).strip()))
        return cls._ending_open(tuple(terms.values()))

    @classmethod
    def _ending_open(cls, terms: tuple[Term, ...]) -> "Query":
        if not terms:
            return cls()
        *others, last = (replace(term, open=False) for term in terms)
        word = last.words[-1]
        return cls((*others, replace(last, open=len(word) > 1 and not word[-1].isdigit())))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def without(self, at: int) -> "Query":
        """The query less its term at a place."""
        return self._ending_open(self.terms[:at] + self.terms[at + 1 :])

    @property
    def text(self) -> str:
        """The terms as typed, with one blank between."""
        return " ".join(term.typed for term in self.terms)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every folded word once, longest first: each must stand somewhere in a text that is found."""
        words = {word for term in self.terms for word in term.words}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def missing(self, folded: str) -> Iterator[int]:
        """The places of the terms that do not stand in a folded text; none when the text is found."""
        read = _readings(folded)
        return (at for at, term in enumerate(self.terms) if not term.stands_in(read))

    @cached_property
    def whole(self) -> "Query":
        """The same with the last word taken as finished."""
        return Query((*self.terms[:-1], *(replace(term, open=False) for term in self.terms[-1:])))

    def rank(self, folded: str, name: str = "") -> int | None:
        """How well a folded text answers, the best first; None when a term is missing.

        EXACT when the query is its (folded) name, PHRASE when the query stands in it as written, IN_ORDER when its
        terms do one after the other, SCATTERED otherwise; BEGUN is added where a word only begins with the last one.
        """
        read = _readings(folded)
        if self.terms and self.whole.phrase.stands_in(read):  # so do its terms, finished: most rows end here
            return self.whole._order(read, name)
        if not self._stands_in(read):
            return None
        begun = not self.whole._stands_in(read)
        return (BEGUN if begun else 0) + (self if begun else self.whole)._order(read, name)

    def _stands_in(self, read: str) -> bool:
        return bool(self.terms) and all(term.stands_in(read) for term in self.terms)

    def _order(self, read: str, name: str) -> int:
        if not self.phrase.stands_in(read):
            return IN_ORDER if any(map(self._in_order, read.split("\n"))) else SCATTERED
        return EXACT if self._is(name) else PHRASE

    def _is(self, name: str) -> bool:
        """Whether the query is a whole (folded) name; reading one only drops letters, so a shorter one is not."""
        if not name or len(name) < min(map(len, self._names)):
            return False
        return any(line.strip() in self._names for line in _readings(name).split("\n"))

    @cached_property
    def _names(self) -> set[str]:
        return {needle.strip() for needle in self.phrase.needles}

    @cached_property
    def phrase(self) -> Term:
        """The whole query as one term."""
        words = tuple(word for term in self.terms for word in term.words)
        joined = " ".join(term.joined or " ".join(term.words) for term in self.terms)
        return Term(self.text, words, "" if joined == " ".join(words) else joined, self.terms[-1].open)

    def _in_order(self, text: str) -> bool:
        at = 0
        for term in self.terms:
            found = [place for needle in term.needles if (place := text.find(needle, at)) >= 0]
            if not found:
                return False
            at = min(found) + 1
        return True


def _spaced(folded: str) -> str:
    """The words of a folded text, each with a blank before and after."""
    if folded.isascii():  # bytes are parted ten times as fast
        return f" {b' '.join(folded.encode().translate(_ASCII_PARTS).split()).decode()} "
    return f" {' '.join(_PARTS.sub(' ', folded).split())} "


def _readings(folded: str) -> str:
    """The words of a folded text; where it holds the sign of an abbreviation, on a second line with those joined."""
    plain = _spaced(folded)
    if "&" not in folded and "," not in folded:
        return plain
    tight = _AMPERSAND.sub("&", folded) if "&" in folded else folded
    bare = _TIGHT.sub("", tight)
    if bare == folded:  # a comma of the sentence
        return plain
    joined = _spaced(bare)
    return plain if joined == plain else f"{plain}\n{joined}"


@lru_cache(maxsize=1 << 12)
def _folded_letter(letter: str) -> str:
    """What one letter of a composed text becomes when it is folded: nothing, a blank, a letter or several.

    It is folded between two letters, because at the ends of a text blanks are dropped.
    """
    return fold(f"x{letter}x")[1:-1]


def folded_places(text: str) -> tuple[str, list[int]]:
    """A composed text folded letter by letter, and for every letter of the result the place it came from.

    Blanks stay as they are, so that places can be mapped back; `fold` of the text is this with its blanks squeezed.
    """
    letters, places = [], []
    for at, letter in enumerate(text):
        for folded in _folded_letter(letter):
            letters.append(folded)
            places.append(at)
    return "".join(letters), places


def matches(query: Query, text: str) -> list[tuple[int, int]]:
    """Where a query stands in a composed text, as (from, to) in printed order: whole words, neighbours joined.

    Where the query stands in it as written, only that is given; otherwise every occurrence of every term.
    """
    if not query:
        return []
    folded, places = folded_places(text)
    signs = {at for sign in _SIGN.finditer(folded) for at in range(*sign.span())}
    kept = [at for at in range(len(folded)) if at not in signs]
    readings = [_words(folded, [*places, len(text)])]
    if signs:
        glued = "".join(folded[at] for at in kept)
        readings.append(_words(glued, [*(places[at] for at in kept), len(text)]))

    def places_of(*terms: Term) -> set[tuple[int, int]]:
        found = ({span for words in readings for span in _occurrences(term, words)} for term in terms)
        return next(filter(None, found), set())

    spans = places_of(query.whole.phrase, query.phrase)
    for finished, term in zip(query.whole.terms, query.terms, strict=True) if not spans else ():
        spans |= places_of(finished, term)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _words(folded: str, places: list[int]) -> list[tuple[str, int, int]]:
    """The words of a text folded letter by letter, each with where it begins and ends in the text."""
    return [(word[0], places[word.start()], places[word.end()]) for word in _WORD.finditer(folded)]


def _occurrences(term: Term, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    for *first, last in filter(None, (list(term.words), term.joined.split())):
        size = len(first) + 1
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if [word for word, _start, _end in run[:-1]] == first and _is_word(run[-1][0], last, term.open):
                yield run[0][1], run[-1][2]


def _is_word(word: str, wanted: str, begun: bool) -> bool:
    return word.startswith(wanted) if begun else word == wanted


def marked(query: Query, text: str, length: int = EXCERPT) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it answers the query; of a text longer than `length` characters, the part
    around its richest match, cut between words, with `…` where something is left out."""
    text = nfc(text)
    spans = matches(query, text)
    begin, end = _window(text, spans, length)
    pieces: list[tuple[str, bool]] = []
    at = begin
    for start, stop in spans:
        if start >= begin and stop <= end:
            pieces += [(text[at:start], False), (text[start:stop], True)]
            at = stop
    pieces.append((text[at:end], False))
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return [(piece, hit) for piece, hit in [(before, False), *pieces, (after, False)] if piece]


def _window(text: str, spans: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where to cut a long text: the `length` characters that hold most of the marks, a third of the rest before."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        (start for start, _end in spans),
        key=lambda at: sum(end - start for start, end in spans if at <= start and end <= at + length),
        default=0,
    )
    last = max((end for start, end in spans if start >= best and end <= best + length), default=best)
    begin = max(0, min(best - (length - (last - best)) // 3, len(text) - length))
    end = begin + length
    if begin:
        begin = min(best, text.find(" ", begin) + 1 or best)
    if end < len(text):
        end = max(last, text.rfind(" ", begin, end + 1))
    return begin, end
