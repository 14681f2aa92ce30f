"""Who leads and who helps, where one printed cell says both; words for a role beside the names."""

import re
from collections.abc import Iterable, Sequence

from agencies.names.lexicon import WORDS
from agencies.names.tokens import Token
from common.text import clean, fold, nfc

# So many bodies may be listed before a role, so long may a remark in brackets be: more is no cell, and would be read
# over and over.
MOST_BODIES, LONGEST_REMARK = 20, 2_000


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the first that fits; words only, no signs."""
    return f"(?:{'|'.join(phrases)})"


_ROLES = WORDS.roles
_LEAD, _DOING = any_of(_ROLES.lead), any_of(_ROLES.doing)
_HELPING = any_of(_ROLES.helping).replace(" ", r"(?:\s*-\s*|\s+)")  # "phối - hợp" where a line was broken
_BODIES, _HELPERS = any_of(_ROLES.bodies), any_of(_ROLES.helping_bodies)
_LEAD_MARK = re.compile(
    rf"(?:{any_of((*_ROLES.bodies, *_ROLES.bodies_together))}(?:,\s*{_BODIES}){{0,{MOST_BODIES}}}\s+)?"
    rf"{_LEAD}(?:\s+{_DOING})?\s*:"
    rf"|\b{_LEAD}(?=\s*(?:[,;.\n]|$))"
    rf"|^[^\S\n]*{_BODIES}\s+{_LEAD}\b",
    re.IGNORECASE | re.MULTILINE,
)
_WITH_MARK = re.compile(
    rf"(?:(?:các\s+)?{_HELPERS}(?:,\s*{_HELPERS}){{0,{MOST_BODIES}}}\s+)?"
    rf"(?:cùng\s+)?{_HELPING}(?:\s+{_DOING})?(?:\s+{any_of(_ROLES.joined_by)}\b)?",
    re.IGNORECASE,
)
_LEAD_IN_SHORT, _HELPING_IN_SHORT = any_of(_ROLES.lead_in_short), any_of(_ROLES.helping_in_short)
_ROLE_IN_BRACKETS = re.compile(
    rf"\(\s*(?:(?:(?i:(?P<lead>{_LEAD})|{any_of(_ROLES.helping)})[^)]{{0,{LONGEST_REMARK}}}"
    rf"|(?P<short>{_LEAD_IN_SHORT})|{_HELPING_IN_SHORT})\s*)\)"
)
_SHORT_ROLES = re.compile(rf"(?<!\w)(?:(?P<lead>{_LEAD_IN_SHORT})|{_HELPING_IN_SHORT})\s*:")
_CLAUSES = re.compile(rf"(?<=[;\n])|(?=;)|(?<={_ROLES.lead[0]}),")
_ROLE_BEGINS = re.compile(rf"{any_of(_ROLES.beside_a_name)}\b")
_TITLES = [tuple(title.split()) for title in _ROLES.titles]


def says_who_helps(text: str) -> bool:
    """Whether a cell tells helpers from who leads: "phối hợp", "PH:", or a bracket after who leads."""
    told = any(not mark["short"] for mark in _ROLE_IN_BRACKETS.finditer(text))
    return told or any(fold(word) in fold(text) for word in _ROLES.helping) or _in_short(text)


def _in_short(text: str) -> bool:
    return {bool(mark["lead"]) for mark in _SHORT_ROLES.finditer(text)} == {True, False}


def split_roles(text: str) -> tuple[str, str]:
    """A cell that holds both roles, cut into (lead, coordinating).

    "A chủ trì, phối hợp với B", "Chủ trì: A; Phối hợp: B", "A (chủ trì); B (phối hợp)", "CT: A; PH: B". A cell that
    does not say who helps is all lead.
    """
    text = clean(text)
    if _in_short(text):
        lead, helping = (f"{words[0].capitalize()}:" for words in (_ROLES.lead, _ROLES.helping))
        text = _SHORT_ROLES.sub(lambda mark: lead if mark["lead"] else helping, text)
    marks = list(_ROLE_IN_BRACKETS.finditer(text))
    return _by_brackets(text, marks) if marks else _by_clauses(text)


def _by_brackets(text: str, marks: Sequence[re.Match[str]]) -> tuple[str, str]:
    lead: list[str] = []
    beside: list[str] = []
    begin = 0
    for mark in marks:
        leads = mark["lead"] or mark["short"]
        (lead if leads else beside).append(_tidy(text[begin : mark.start()]))
        begin = mark.end()
    beside.append(_tidy(text[begin:]))
    return "; ".join(filter(None, lead)), "; ".join(filter(None, beside))


def _by_clauses(text: str) -> tuple[str, str]:
    lead: list[str] = []
    beside: list[str] = []
    for clause in _CLAUSES.split(text):
        mark = _WITH_MARK.search(clause)
        if mark is None:
            (beside if beside and not _LEAD_MARK.search(clause) else lead).append(clause)
            continue
        before, after = clause[: mark.start()], clause[mark.end() :]
        if after.strip(" .:;,-\n"):
            lead.append(before)
            beside.append(after)
        else:  # "B phối hợp"
            beside.append(before)
    return _tidy(_LEAD_MARK.sub("", "".join(lead))), _tidy("".join(beside))


def _tidy(text: str) -> str:
    text = re.sub(r"(?m)^[\s:;,.+-]+", "", text)
    return text.rstrip(" \n\t:;,-")


def role_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words here say what an office does ("chủ trì", "theo dõi"), so that no name goes on."""
    return bool(_ROLE_BEGINS.match(" ".join(token.word for token in tokens[at : at + 3])))


def title_at(tokens: Sequence[Token], at: int) -> int:
    """How many words here only say through whom an office acts ("Giám đốc", "Thủ trưởng"), 0 where none do."""
    for title in _TITLES:
        said = tuple(nfc(token.printed).lower() for token in tokens[at : at + len(title)])
        if said == title:
            return len(title)
    return 0
