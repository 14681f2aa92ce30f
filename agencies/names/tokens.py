"""A printed text as words with their places, and the key two spellings of a name share.

Two spellings are the same name when their keys agree: no case, no diacritics, no punctuation, no "và", and the usual
short forms (UBND, HĐND, VP …) for their long ones.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agencies.names.lexicon import AND, WORDS
from common.text import clean, fold

SOFT = re.compile(r"[,+]")  # may stand inside a name
HARD = re.compile(r"[;\n.:()\[\]•–—]|\s[-+*](?:\s|$)|(?<=\n)-")  # stands inside no name
NAME_DASH = re.compile(r"[^\S\n]+[-–][^\S\n]+")
SPACED_DASH = re.compile(r"[^\S\n]+[-–]\s+|\s*/\s*")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"^[A-ZĐ]{2,}$")


@dataclass(frozen=True, slots=True)
class Token:
    word: str  # folded, short form
    start: int
    end: int
    gap: str  # what stands between the token before and this one
    printed: str

    @property
    def capital(self) -> bool:
        return self.printed[:1].isupper()

    @property
    def small(self) -> bool:
        return self.printed[:1].islower()

    @property
    def acronym(self) -> bool:
        return bool(_ACRONYM.match(self.printed))


def tokens_of(text: str) -> list[Token]:
    """Words of the text with their places; usual long forms become one token."""
    words = [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        word, start, end = words[at]
        used = 1
        for long, short in WORDS.short_forms.get(word, ()):
            if tuple(w for w, _s, _e in words[at : at + len(long)]) == long:
                word, end, used = short, words[at + len(long) - 1][2], len(long)
                break
        before = tokens[-1].end if tokens else 0
        tokens.append(Token(word, start, end, text[before:start], text[start:end]))
        at += used
    return tokens


def after(tokens: Sequence[Token], at: int) -> Token | None:
    """The token after this one, if any."""
    return tokens[at + 1] if at + 1 < len(tokens) else None


def squeeze(tokens: Iterable[Token]) -> str:
    return "".join(token.word for token in tokens if token.word != AND)


def key_of(name: str) -> str:
    """What two spellings of a name share."""
    return squeeze(tokens_of(clean(name)))


def printed(text: str, tokens: Sequence[Token]) -> str:
    """The tokens as they stand in the text, on one line."""
    return " ".join(text[tokens[0].start : tokens[-1].end].split())


def fits_initials(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether the printed tokens spell `words`, some of them by their initials ("Sở A&B", "TT CNTT")."""
    at = 0
    for token in tokens:
        if token.word == AND:
            continue
        if at < len(words) and token.word == words[at]:
            at += 1
            continue
        letters = token.word
        initials = "".join(word[0] for word in words[at : at + len(letters)])
        if not token.acronym or initials != letters:
            return False
        at += len(letters)
    return at == len(words)
