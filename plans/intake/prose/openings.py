"""Who a line begins with: the agencies in front of a colon, of a verb, or of nothing; and who stands inside a sentence.

A person, a law, a reference to a paper is no agency; a name with titles before it ("Giám đốc Sở X") is the agency's.
"""

import re
from dataclasses import dataclass

from agencies.names import Names
from plans.intake.prose.words import words

ALONE, COLON, VERB = "alone", "colon", "verb"
LONGEST_WHO = 260  # characters of a list of agencies
LONGEST_INTRO = 400  # characters in which the colon or the verb behind it is looked for
_COLON_OF_SEVERAL = re.compile(r"(?:các|những)\s+\S+(?:\s+\S+)?\s*:", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]{0,120}\)\s*")
_LEADS = re.compile(r"chủ trì\s*,?\s*(?:và\s+)?$", re.IGNORECASE)
_LEVEL = re.compile(
    r"(?:thị xã|thành phố|thị trấn|huyện|phường|xã|đặc khu|đoàn thể|ngành|địa phương)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Opening:
    """The agencies a line begins with, as printed (`who`), what follows them, and how: alone, by a colon, by a verb.

    `assigned`: the words say for certain that they have to do it ("Giao …", "chủ trì", "có trách nhiệm"). `known`:
    the register or the shape of the words vouches for every name.
    """

    who: str
    rest: str
    how: str
    assigned: bool = False
    known: bool = True


def opening_of(text: str, names: Names) -> Opening | None:
    """The opening of a text without its sign; None where it begins with something else than an agency."""
    told = words()
    before = told.before.match(text)
    given = bool(before)
    begin = before.end() if before else 0
    if told.never.match(text, begin):
        return None
    if not told.head.match(text, begin) and not _known(text[begin : begin + LONGEST_WHO], names):
        return None
    whole = text[begin:]
    for how, who, rest in _ways(whole, names):
        who = _BRACKET.sub(" ", who).strip(" ,.:;-–")
        if who and len(who) <= LONGEST_WHO and is_agencies(who, names):
            sure = given or bool(told.assigned.match(rest.lstrip(" :-–,")))
            return Opening(who, rest.strip(" :;-–\n") if how == COLON else rest.strip(), how, sure)
    return None


def _ways(text: str, names: Names) -> list[tuple[str, str, str]]:
    """How the agencies may be parted from the rest: (how, who, rest), the likeliest first."""
    told = words()
    found: list[tuple[str, str, str]] = []
    first = text[:LONGEST_INTRO]
    colon = first.find(":")
    several = _COLON_OF_SEVERAL.match(first)
    if several:  # "Các Sở: A, B" with what they do behind a second colon, a verb, or below
        colon = first.find(":", several.end())
        if colon < 0 and len(text) <= LONGEST_WHO:
            found.append((ALONE, text, ""))
    if colon < 0 and len(text) <= LONGEST_WHO and names.find(text.strip(" .:;")):
        return [(ALONE, text, "")]
    verb = _verb(first)
    if colon >= 0 and (verb is None or verb > colon or _only_announced(first[verb:colon])):
        who = first[: verb if verb is not None and verb < colon else colon]
        rest = text[colon + 1 :]
        found.append((COLON if rest.strip() else ALONE, who, rest))
    if verb is not None:
        found.append((VERB, first[:verb], text[verb:]))
    if colon < 0 and verb is None and len(text) <= LONGEST_WHO:
        found.append((ALONE, text, ""))
    if (
        colon < 0
        and len(text) <= LONGEST_WHO
        and told.long_name.match(text)
        and not text.rstrip().endswith((".", ";"))
    ):
        found.append((ALONE, text, ""))
    return found


_ANNOUNCED = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì(?:,? phối hợp)?(?: thực hiện)?|thực hiện|phối hợp|"
    r"tổ chức thực hiện|triển khai thực hiện|tập trung|thực hiện các nhiệm vụ|thực hiện các nhiệm vụ sau|"
    r"có trách nhiệm thực hiện(?: các)?(?: nội dung| nhiệm vụ)?(?: sau)?)(?: đây)?\s*$"
)


def _only_announced(text: str) -> bool:
    """Whether the words between the name and its colon only say that a duty follows ("có trách nhiệm:")."""
    return bool(_ANNOUNCED.match(text.strip(" ,")))


def _verb(text: str) -> int | None:
    """Where the name ends and what has to be done begins, by a verb in small letters."""
    told = words()
    pattern = told.assigned if told.long_name.match(text) else told.verb
    for match in pattern.finditer(text):
        if match.start() and text[match.start() - 1] in " ,":
            return match.start()
    return None


def is_agencies(text: str, names: Names) -> bool:
    """Whether a text is a list of agencies and nothing else."""
    told = words()
    if _DIGIT.search(text) and not re.search(r"\b(?:PC|PA|PX|PV|PK|số)\s?\d", text):
        return False
    found = names.split(text)
    return bool(found) and all(
        mention.known
        or mention.group
        or told.head.match(mention.name)
        or told.head.match(mention.text)
        or _LEVEL.match(mention.text)
        for mention in found
    )


def _known(text: str, names: Names) -> bool:
    """Whether a name the register knows stands at the beginning ("STTTT", "VNPT Hà Thanh")."""
    mentions = names.mentions_in(text) if text[:1].isupper() else []
    return bool(mentions) and mentions[0][0] == 0 and mentions[0][1].known


def beside(text: str, names: Names) -> str:
    """Who helps whoever leads ("chủ trì, phối hợp với Sở A, Sở B tổ chức …"): their names as printed, '' for none.

    Only where one of them is named: "phối hợp với các đơn vị liên quan" says nothing to record.
    """
    told = words()
    mark = told.beside.search(text[:LONGEST_INTRO])
    if mark is None or not _LEADS.search(text[: mark.start()]):
        return ""
    after = text[mark.end() : mark.end() + LONGEST_WHO]
    stop = re.search(r"[.;:(\n]", after)
    after = after[: stop.start()] if stop else after
    verb = told.verb.search(after)
    who = re.sub(
        r"(?:\s+(?:để|nhằm|trong|cùng|và))+$", "", after[: verb.start() if verb else None].strip(" ,")
    )
    if not who or not is_agencies(who, names):
        return ""
    found = names.split(who)
    single = any(not mention.group for mention in found)
    sure = all(mention.known or mention.group or not names.known for mention in found)
    return who if single and sure else ""


def inside(text: str, names: Names) -> str:
    """Who a sentence gives its duty to in its middle ("… giao Sở A chủ trì", "(Sở A chủ trì)"), '' where nobody."""
    told = words()
    for pattern in told.inside:
        for match in pattern.finditer(text):
            who = next(value for value in match.groupdict().values() if value).strip(" ,:")
            if told.head.match(who) and not told.never.match(who) and is_agencies(who, names):
                return who
    return ""
