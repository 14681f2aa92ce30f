"""Vietnamese text: one form to keep, one to compare by.

Documents arrive in NFC and NFD, in both tone styles (hòa/hoà), with non-breaking spaces and soft hyphens. `clean`
is what we keep, `fold` what we compare by. Plain functions.
"""

import re
import unicodedata
from functools import lru_cache

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u00b4`"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\x00\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"

_KEEP = str.maketrans({**dict.fromkeys(SPACES, " "), **dict.fromkeys(INVISIBLE)})
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(INVISIBLE),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(SINGLE_QUOTES, "'"),
        **dict.fromkeys(DOUBLE_QUOTES, '"'),
    }
)
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r" ?\n ?")


def _base_letters() -> dict[int, str]:
    """Every precomposed Latin letter with its base letter; đ and Đ stand apart, they do not decompose."""
    table = {ord("đ"): "d", ord("Đ"): "d"}
    for point in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        plain = "".join(
            mark for mark in unicodedata.normalize("NFD", chr(point)) if not unicodedata.combining(mark)
        )
        if plain != chr(point):
            table[point] = plain.casefold()
    return table


_BASE = _base_letters()


def nfc(text: str) -> str:
    """The composed form: what is stored and shown."""
    return unicodedata.normalize("NFC", text)


_UNTIDY = re.compile(rf"[\t\r\f\v{SPACES}{INVISIBLE}]|^\s|\s$|  | \n|\n ")


def clean(text: str) -> str:
    """The text as kept: NFC, plain spaces, no soft hyphens, no blanks at the ends; line breaks stay."""
    if unicodedata.is_normalized("NFC", text) and not _UNTIDY.search(text):
        return text
    text = _BLANKS.sub(" ", nfc(text).translate(_KEEP))
    return _LINES.sub("\n", text).strip()


@lru_cache(maxsize=1 << 13)
def fold(text: str) -> str:
    """What two spellings share: no case, no diacritics, đ as d, one kind of dash, quote and blank.

    The tone style (hòa/hoà) disappears with the tones. Length may change: do not map positions back.
    """
    text = nfc(text).translate(_PLAIN).casefold().translate(_BASE)
    if not text.isascii():
        text = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    return " ".join(text.split())


def fold_in_place(text: str) -> str:
    """As `fold`, letter for letter, blanks as they are: a position in it is the same position in the NFC text."""
    return "".join(_letter_of(letter) for letter in nfc(text))


@lru_cache(maxsize=1 << 12)
def _letter_of(letter: str) -> str:
    plain = fold(letter)
    return plain if len(plain) == 1 else letter


def lower_first(text: str) -> str:
    """The text as it goes on within a sentence."""
    return text[:1].lower() + text[1:]


# A Vietnamese syllable, folded: an initial, one to three vowels, a final.
_SYLLABLE = re.compile(
    r"(?:ngh|[cgknpt]h|ng|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?", re.ASCII
)


def is_abbreviation(word: str) -> bool:
    """Whether a word in capitals is none that could be said: CNTT, UBND, KH&CN."""
    folded = fold(word)
    return word.isupper() and not all(
        _SYLLABLE.fullmatch(part) for part in re.split(r"[^a-z]+", folded) if part
    )


def without_capitals(text: str) -> str:
    """A text printed in capitals as one sentence, its abbreviations as printed: TRUNG TÂM CNTT → Trung tâm CNTT."""
    if not text.isupper():
        return text
    words = re.findall(r"\w+", text)
    plain = all(fold_in_place(word).upper() == word.replace("Đ", "D") for word in words)
    if plain and any(map(is_abbreviation, words)):  # TT CNTT: all of it is short for something
        return text
    small = re.sub(r"\w+", lambda word: word[0] if is_abbreviation(word[0]) else word[0].lower(), text)
    return small[:1].upper() + small[1:]
