"""The capitals of a letterhead in ordinary writing: known phrases as usual, places and the rest word by word.

The words stand in `words/capitals.vi.toml`; abbreviations stay as printed.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from common.text import is_abbreviation

FILE = Path(__file__).parent / "words" / "capitals.vi.toml"
_WORD = re.compile(r"[\w&]+")
_ROMAN = re.compile(r"[IVXL]+")
_OF_PLACES = frozenset(
    {"UBND", "HĐND", "Hội đồng nhân dân", "Công an", "Đảng ủy", "Đảng bộ"}
)  # a place follows
_TONE_STYLES = (("uỷ", "ủy"), ("hoá", "hóa"), ("toà", "tòa"), ("hoà", "hòa"))


@dataclass(frozen=True)
class Phrase:
    """Usual writing of some words; after a `level` ("phường") stands the name of a place."""

    lower: str
    written: str
    level: bool = False


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """The phrases of the file, the longest first."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found: list[Phrase] = []
    for listed in ("heads", "fields", "levels", "small"):
        for entry in told[listed]:
            written, _equals, printed = entry.partition(" = ")
            found.append(Phrase((printed or written).lower(), written, listed == "levels"))
    return tuple(sorted(found, key=lambda phrase: -len(phrase.lower)))


def in_small(text: str) -> str:
    """A line printed in capitals as it is usually written: ỦY BAN NHÂN DÂN PHƯỜNG AN HÒA → UBND phường An Hòa."""
    lower = _one_tone_style(text.lower())
    pieces: list[str] = []
    at, place, last = 0, False, ""
    while at < len(text):
        word = _WORD.match(text, at)
        if word is None:
            pieces.append(text[at])
            at += 1
            continue
        phrase = _phrase_at(lower, at, only_levels=place or last in _OF_PLACES)
        if phrase is None and not place:
            phrase = _phrase_at(lower, at)
        place = phrase.level if phrase else place
        last = phrase.written if phrase else word[0]
        pieces.append(phrase.written if phrase else _written(word[0]))
        at += len(phrase.lower) if phrase else len(word[0])
    small = "".join(pieces)
    return small[:1].upper() + small[1:]


def _phrase_at(lower: str, at: int, *, only_levels: bool = False) -> Phrase | None:
    for phrase in phrases():
        end = at + len(phrase.lower)
        fits = lower.startswith(phrase.lower, at) and not lower[end : end + 1].isalnum()
        if fits and (phrase.level or not only_levels):
            return phrase
    return None


def _one_tone_style(lower: str) -> str:
    for old, new in _TONE_STYLES:
        lower = lower.replace(old, new)
    return lower


def _written(word: str) -> str:
    return word if is_abbreviation(word) or _ROMAN.fullmatch(word) else word.capitalize()
