"""Vietnamese typed in the old one-byte encodings TCVN3 (fonts .VnTime …) and VNI (fonts VNI-Times …).

Such text arrives as Latin-1 letters that mean others. Every letter of both encodings is known here; whether a text is
written in one of them is told by its font where a file names fonts, else by syllables that are Vietnamese only after
conversion. Plain functions, no Django. Source of the tables: TCVN 5712:1993 (VN3) and the VNI Windows character set.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from common.text import clean

TCVN3, VNI = "TCVN3", "VNI"
CAPITALS = TCVN3 + "-H"  # fonts such as .VnTimeH print small letters as capitals
SOFT = "\ue0ad"  # stands for U+00AD until it is known whether it is a soft hyphen or the ư of TCVN3
LEAST_WORDS = 5  # words of a document that are Vietnamese only after conversion

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # none, huyền, sắc, hỏi, ngã, nặng
_TCVN3_VOWELS = {
    "a": "aµ¸¶·¹",
    "ă": "¨»¾¼½Æ",
    "â": "©ÇÊÈÉË",
    "e": "eÌÐÎÏÑ",
    "ê": "ªÒÕÓÔÖ",
    "i": "i×ÝØÜÞ",
    "o": "oßãáâä",
    "ô": "«åèæçé",
    "ơ": "¬êíëìî",
    "u": "uïóñòô",
    "ư": "\u00adõøö÷ù",
    "y": "yúýûüþ",
}
_TCVN3_OTHERS = {"®": "đ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ"}


def _toned(vowel: str, tone: int) -> str:
    return unicodedata.normalize("NFC", vowel + _TONES[tone])


_FROM_TCVN3 = {
    code: _toned(vowel, tone)
    for vowel, codes in _TCVN3_VOWELS.items()
    for tone, code in enumerate(codes)
    if not code.isascii()
} | _TCVN3_OTHERS
_TCVN3_TABLE = str.maketrans(_FROM_TCVN3)

# VNI writes a letter and after it one sign for its tone, or for its hat and tone together.
_VNI_SIGNS = {
    "ø": ("", 1), "ù": ("", 2), "û": ("", 3), "õ": ("", 4), "ï": ("", 5),
    "â": ("^", 0), "à": ("^", 1), "á": ("^", 2), "å": ("^", 3), "ã": ("^", 4), "ä": ("^", 5),
    "ê": ("(", 0), "è": ("(", 1), "é": ("(", 2), "ú": ("(", 3), "ü": ("(", 4), "ë": ("(", 5),
}  # fmt: skip
_HATTED = {("a", "^"): "â", ("e", "^"): "ê", ("o", "^"): "ô", ("a", "("): "ă"}
_VNI_ALONE = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni_pairs() -> dict[str, str]:
    pairs = {}
    for base, plain in {**{letter: letter for letter in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        for sign, (hat, tone) in _VNI_SIGNS.items():
            vowel = _HATTED.get((base, hat)) if hat else plain
            if vowel:
                letter = _toned(vowel, tone)
                for one, two in ((base, sign), (base.upper(), sign.upper()), (base.upper(), sign)):
                    pairs[one + two] = letter if one == base else letter.upper()
    return pairs


_FROM_VNI = _vni_pairs() | {
    one: two
    for small, large in _VNI_ALONE.items()
    for one, two in ((small, large), (small.upper(), large.upper()))
}
_VNI = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))

# Letters of Unicode Vietnamese that no old encoding uses, and letters of the old ones no Vietnamese word has.
_MODERN = re.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9\u0300-\u0303\u0309\u0323]")
_FOREIGN = re.compile(
    r"[µ¸¶·¹¨»¾¼½Æ©ÇÈËÐÎÏÑªÖ×ØÜÞßäå«æç¬ëîïñ" + SOFT + r"öø÷ûüþ®¡¢£¤¥¦§ÅÄÛÔÕÂÃÊÚ](?=[a-zà-ÿ" + SOFT + r"])"
    r"|(?<=[A-Za-zÀ-ÿ])[µ¸¶·¹¨»¾¼½Æ©ÇÈËÐÎÏÑªÖ×ØÜÞßäå«æç¬ëîïñ" + SOFT + r"öø÷ûüþ®¡¢£¤¥¦§ÅÄÛ]"
)
_WORD = re.compile(r"[A-Za-z¡-ÿ" + SOFT + r"]+")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh?|gi|kh|ph|qu|th|tr|ch|[bcdđhklmnprstvx])?"
    r"(?:[iy]ê(?:u|[cmnpt]|ng)|uyê(?:n|t)|uya|uyu|uy(?:nh|ch|t|p|n)?|ươ(?:[iucmnpt]|ng)|uô(?:[icmnt]|ng)|ưa|ua|ia|ya"
    r"|oa(?:[ioycmnpt]|ng|nh|ch)?|oă(?:[cmnt]|ng)|oe(?:[ont])?|oo(?:c|ng)|uâ(?:[nty]|ng)|uê(?:ch|nh)?|uơ"
    r"|a(?:[iouycmnpt]|ng|nh|ch)?|ă(?:[cmnpt]|ng)|â(?:[uycmnpt]|ng)|e(?:[ocmnpt]|ng)?|ê(?:[umnpt]|nh|ch)?"
    r"|i(?:[umnpt]|nh|ch)?|o(?:[icmnpt]|ng)?|ô(?:[icmnpt]|ng)?|ơ(?:[imnpt])?|u(?:[icmnpt]|ng)?|ư(?:[iucmnt]|ng)?|y)"
)


def decode(text: str, coding: str) -> str:
    """The text of an old encoding (`TCVN3`, `CAPITALS`, `VNI`) in Unicode; any other `coding` changes nothing."""
    text = text.replace(SOFT, "\u00ad")
    if coding == VNI:
        return _VNI.sub(lambda match: _FROM_VNI[match[0]], text)
    if coding in {TCVN3, CAPITALS}:
        text = text.translate(_TCVN3_TABLE)
        return text.upper() if coding == CAPITALS else text
    return text


def of_font(font: str) -> str:
    """The encoding a font stands for by its name, '' for an ordinary one."""
    name = font.rsplit("+", 1)[-1].replace(" ", "")
    if re.match(r"VNI[-_]", name, re.IGNORECASE):
        return VNI
    match = re.match(r"\.?Vn[A-Z][A-Za-z3]*", name)
    if not match or name.startswith("Vni"):
        return ""
    family = re.split(r"[-,]", match[0])[0]
    return CAPITALS if family.endswith("H") else TCVN3


def joined(pieces: Iterable[tuple[str, str]]) -> str:
    """Pieces of (encoding of their font, text) as one text; a font whose text is Unicode already is ignored."""
    whole = []
    for coding, run in groupby(pieces, key=lambda piece: piece[0]):
        text = "".join(piece for _coding, piece in run)
        whole.append(decode(text, coding) if coding and not _MODERN.search(text) else text)
    return "".join(whole)


@lru_cache(maxsize=1 << 12)
def held(text: str) -> str:
    """The text as `common.text.clean` keeps it, with what may be an old ư still in it, see `settled`."""
    return clean(text.replace("\u00ad", SOFT))


@lru_cache(maxsize=1 << 14)
def _is_syllable(word: str) -> bool:
    """Whether a word is a Vietnamese syllable with at most one tone, written as Unicode has it."""
    letters, tones = [], 0
    for mark in unicodedata.normalize("NFD", word.casefold()):
        if mark in _TONES[1:]:
            tones += 1
        else:
            letters.append(mark)
    return tones < 2 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters))))


@lru_cache(maxsize=1 << 14)
def _only_in(word: str) -> str:
    """The encoding in which alone a word with foreign letters is a syllable, '' where none or both."""
    if _is_syllable(word):
        return ""
    fits = [coding for coding in (TCVN3, VNI) if _is_syllable(decode(word, coding))]
    return fits[0] if len(fits) == 1 else ""


def _evidence(text: str) -> dict[str, int]:
    """How many words of a text are Vietnamese in one old encoding alone."""
    counts = {TCVN3: 0, VNI: 0}
    if _FOREIGN.search(text) and not _MODERN.search(text):
        for word in _WORD.findall(text):
            coding = _only_in(word) if not word.isascii() else ""
            if coding:
                counts[coding] += 1
    return counts


def settled(texts: Sequence[str]) -> tuple[list[str], str]:
    """The texts of one document in Unicode, and the old encoding they were in ('' where none).

    A text is converted where it holds evidence of its own, and where it holds none but nearly all of the document is
    in the old encoding. Texts with letters that only Unicode has are never touched.
    """
    counts = [_evidence(text) if text and not text.isascii() else {} for text in texts]
    sums = {coding: sum(count.get(coding, 0) for count in counts) for coding in (TCVN3, VNI)}
    coding = max(sums, key=lambda one: sums[one])
    if sums[coding] < LEAST_WORDS or sums[coding] < 3 * min(sums.values()):
        return [_without_soft(text) for text in texts], ""
    modern = sum(bool(text and _MODERN.search(text)) for text in texts)
    old = sum(bool(count.get(coding)) for count in counts)
    everywhere = modern * 20 <= old
    result = []
    for text, count in zip(texts, counts, strict=True):
        own = count.get(coding, 0)
        if own or (everywhere and text and not text.isascii() and not _MODERN.search(text)):
            result.append(clean(decode(text, coding)))
        else:
            result.append(_without_soft(text))
    return result, coding


def _without_soft(text: str) -> str:
    return clean(text.replace(SOFT, "")) if SOFT in text else text


def is_vietnamese(text: str) -> bool:
    """Whether most words of a text are Vietnamese syllables."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text[:20_000]))
    return bool(words) and sum(_is_syllable(word) for word in words) * 2 > len(words)
