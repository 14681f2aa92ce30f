"""A printed cell made ready to be split: no signs of lists, no remarks, no breaks inside a name."""

import re

from agencies.names.heads import begins, begins_a_name
from agencies.names.lexicon import WORDS
from agencies.names.roles import any_of
from agencies.names.tokens import tokens_of
from common.text import without_capitals

_WORDS = WORDS.lines
_BODIES = any_of(WORDS.roles.bodies)
# A line of a cell that surely ends in the middle of a name; one that does unless a name of its own follows; one that
# is no name without the next; and one that begins a phrase of its own in small letters.
_OPEN_END = re.compile(rf"(?:\b{any_of(_WORDS.open)}|\s[-–]|[&,])\s*$", re.IGNORECASE)
_HALF_END = re.compile(rf"\b(?:(?i:{any_of(_WORDS.half)})|{any_of(_WORDS.half_in_capitals)})\s*$")
_BODY_END = re.compile(rf"\b{any_of(_WORDS.bodies)}\s*$", re.IGNORECASE)
_HEAD_ALONE = re.compile(rf"\W*{any_of(_WORDS.heads_alone)}\s*$", re.IGNORECASE)
_OFFICE_ALONE = re.compile(rf"\W*{any_of(_WORDS.offices_alone)}\s*$", re.IGNORECASE)
_FIRST_OF_SEVERAL = re.compile(rf"{any_of(_WORDS.first_of_several)}\b", re.IGNORECASE)
_SEVERAL_LEVELS = re.compile(rf"{any_of(_WORDS.plurals)}\s+{any_of(_WORDS.levels_of_several)}", re.IGNORECASE)
_END_OF_ITEM = re.compile(r"[;.:]\s*$")
_COMMA_OR_END = re.compile(r"[;.:,]\s*$")
_DASH = re.compile(r"[-–]\s+")
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,5}[.)/]|[a-zđ][.)]"
_ITEM_SIGN = re.compile(rf"[-–+*•]\s*(?=[^\W\d_])|\(?(?:{_NUMBER})\s")
_LIST_NUMBER = re.compile(
    rf"(?m)(?P<before>^[^\S\n]*|(?<=;)\s*|(?<=,)(?=\s*\w{{1,2}}\))\s*)(?:{_NUMBER})\s+(?=[^\W\d])"
)
_AMPERSAND = re.compile(r"(?<!\s)\s+&\s+")
_LEVEL_DOT = re.compile(r"\b(TP|TX|TT|Tp|Tx)\.\s*(?=[^\W\d_])")
# A remark after a dash that says what part an agency has.
_DASHED_REMARK = re.compile(
    rf"[^\S\n]+[-–]\s+(?:là\s+)?{_BODIES}\s+{any_of(WORDS.roles.remarks)}\b[^,;.\n]*", re.IGNORECASE
)
NEAR = 200  # letters: so far from its end or beginning a line says whether it goes on


def prepared(text: str) -> str:
    """The cleaned text of a cell with nothing left between its names but what parts them."""
    text = _DASHED_REMARK.sub("", _LEVEL_DOT.sub(r"\1 ", text))
    text = _LIST_NUMBER.sub("", _unwrapped(text))
    text = _AMPERSAND.sub(_parting, text)
    return without_capitals(text) if " " in text else text


class _Growing:
    """A line put together from several; asked only for its ends, so that a long cell takes no longer than it is."""

    def __init__(self, line: str) -> None:
        self.pieces = [line]
        self.head = line[:NEAR]
        self.tail = line

    def add(self, line: str) -> None:
        self.pieces.append(line)
        if len(self.head) < NEAR:
            self.head = f"{self.head} {line}"[:NEAR]
        self.tail = f"{self.tail[-NEAR:]} {line}"


def _unwrapped(text: str) -> str:
    """A cell without the line breaks that only wrap a long name: the line ends openly, or the next goes on in small."""
    first, *rest = text.split("\n")
    lines = [_Growing(first)]
    listed = False
    for line in rest:
        listed = listed or bool(_ITEM_SIGN.match(lines[-1].head))
        if _goes_on_below(lines[-1].tail, line, listed=listed):
            lines[-1].add(line)
        else:
            lines.append(_Growing(line))
    return "\n".join(" ".join(line.pieces) for line in lines)


def _goes_on_below(line: str, below: str, *, listed: bool) -> bool:
    """Whether the break between two lines of a cell stands inside a name; `listed`: the cell's items have signs."""
    if _ITEM_SIGN.match(below):
        return not listed and _dash_inside(line, below)
    if _OPEN_END.search(line):
        return True
    first = next(iter(tokens_of(below[:NEAR])), None)
    if first is None:
        return False
    if _OFFICE_ALONE.fullmatch(line):
        return first.word in {"hdnd", "ubnd", "doan"}
    if _HEAD_ALONE.fullmatch(line):
        return first.word not in WORDS.heads_in_small and first.word != tokens_of(line)[0].word
    if _HALF_END.search(line):
        place = first.word in WORDS.levels | WORDS.provincial or _SEVERAL_LEVELS.match(below)
        return bool(_BODY_END.search(line) and place) or not begins_a_name(below)
    small = below[:1].islower() and not _FIRST_OF_SEVERAL.match(below)
    return small and not _END_OF_ITEM.search(line)


def _dash_inside(line: str, below: str) -> bool:
    """Whether the dash a line begins with belongs to a name ("Phòng Tài chính\\n- Kế hoạch")."""
    dash = _DASH.match(below)
    if not dash or _COMMA_OR_END.search(line):
        return False
    rest = below[dash.end() :]
    return not begins_a_name(rest) and not _FIRST_OF_SEVERAL.match(rest)


def _parting(sign: re.Match[str]) -> str:
    """An "&" as a separator where a name of its own follows it, as printed where it stands inside a name."""
    tokens = tokens_of(sign.string[sign.end() : sign.end() + NEAR])
    if not tokens:
        return sign[0]
    placed = len(tokens) > 2 and tokens[2].word in {"tinh", "tp", "huyen"} and not tokens[2].gap.strip()
    named = begins(tokens, 0) and (tokens[0].word not in WORDS.heads_inside or placed)
    return "; " if named or tokens[0].word in WORDS.plurals else sign[0]
