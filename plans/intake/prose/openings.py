"""Who a line begins with: the agencies in front of a colon, of a verb, or of nothing; and who stands inside a sentence.

A person, a law, a reference to a paper is no agency; a name with titles before it ("Giám đốc Sở X") is the agency's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencies.names import Names, says_who_helps, split_roles
from plans.intake.prose.words import words

ALONE, COLON, VERB = "alone", "colon", "verb"
LONGEST_WHO = 260  # characters of a list of agencies
LONGEST_INTRO = 400  # characters in which the colon or the verb behind it is looked for
_COLON_OF_SEVERAL = re.compile(r"(?:các|những)\s+\S+(?:\s+\S+)?\s*:", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]{0,120}\)\s*")
_LAST_BRACKET = re.compile(r"\((?P<inside>[^()]{3,260})\)\W{0,4}$")
_LEADING = re.compile(
    r"^\s*(?:giao|do|chủ trì\s*:?)\s+|\s+(?:chủ trì|thực hiện|làm đầu mối|phụ trách)\s*$", re.IGNORECASE
)
_TIME_BEHIND = re.compile(
    r",\s*(?:hoàn thành|xong|trước|trong|quý|tháng|năm|hằng|hàng|thường xuyên|định kỳ)\b.*$", re.IGNORECASE
)
_JOINED = re.compile(r"(?:\s+(?:để|nhằm|trong|cùng|và))+$")
# Behind the level of an agency a small letter begins what it does, unless the level's own name goes on.
_LEVEL_ENDS = re.compile(
    r"(?<=\s)(?:tỉnh|thành phố|huyện|trung ương)\s(?=[a-zà-ỹđ])(?!(?:và|đoàn|ủy|uỷ|trên|thuộc|ở|tại|của)\b)"
)
_CAPITAL_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-ỸĐ]\w*\s$")
_SMALL_AFTER_SMALL = re.compile(
    r"(?<!\w)[A-ZÀ-ỸĐ]\w*\s[a-zà-ỹđ]+\s(?P<next>(?!(?:và|của|các|tỉnh|thành|huyện|xã|phường|khu|cấp|trung|quốc|số|nhà|liên)\b)"
    r"[a-zà-ỹđ]+)"
)
_SENTENCE_ENDS = re.compile(r"[.;]\W{0,3}$")
MOST_WORDS_ALONE = 8  # of a line with a full stop that is a name and nothing else
MOST_ENDS = 6  # places at which a name may end that are tried
_NUMBERED_NAME = re.compile(
    r"\b(?:số|khu vực|vùng|quận|phường|đội|trạm|cụm|đoàn|khu|PC|PA|PX|PV|PK)\s?\d{1,3}\b(?![/%.,]\d)",
    re.IGNORECASE,
)
_DONE = re.compile(r"\s*(?:đã|được|đang|luôn|vẫn)\b")  # what has been done is nobody's duty
# Words that stand in a sentence and in no name.
_SENTENCE = re.compile(r"(?<!\w)(?:đã|được|sẽ|đang|không|nếu|như|này|nêu trên)(?!\w)")
_LEVEL = re.compile(
    r"(?:thị xã|thành phố|thị trấn|huyện|phường|xã|đặc khu|đoàn thể|ngành|địa phương)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Opening:
    """The agencies a line begins with, as printed (`who`), what follows them, and how: alone, by a colon, by a verb.

    `assigned`: the words say for certain that they have to do it ("Giao …", "chủ trì", "có trách nhiệm").
    """

    who: str
    rest: str
    how: str
    assigned: bool = False


def opening_of(text: str, names: Names) -> Opening | None:
    """The opening of a text without its sign; None where it begins with something else than an agency."""
    told = words()
    before = told.before.match(text)
    given = bool(before)
    begin = before.end() if before else 0
    if not text[:1].isupper():
        return None
    if told.never.match(text, begin):
        return None
    if not told.head.match(text, begin) and not _known(text[begin : begin + LONGEST_WHO], names):
        return None
    whole = text[begin:]
    for how, who, rest in _ways(whole, names):
        who = _BRACKET.sub(" ", who).strip(" ,.:;-–")
        if who and len(who) <= LONGEST_WHO and is_agencies(who, names):
            if _DONE.match(rest):
                return None
            sure = given or bool(told.assigned.match(rest.lstrip(" :-–,")))
            return Opening(who, rest.strip(" :;-–\n") if how == COLON else rest.strip(), how, sure)
    return None


def _ways(text: str, names: Names) -> Iterator[tuple[str, str, str]]:
    """How the agencies may be parted from the rest: (how, who, rest), the likeliest first."""
    first = text[:LONGEST_INTRO]
    colon = first.find(":")
    short = len(text) <= LONGEST_WHO
    several = _COLON_OF_SEVERAL.match(first)
    if several:  # "Các Sở: A, B" with what they do behind a second colon, a verb, or below
        colon = first.find(":", several.end())
        if colon < 0 and short:
            yield ALONE, text, ""
    if colon < 0 and short and names.find(text.strip(" .:;")):
        yield ALONE, text, ""
        return
    ends = list(_ends_of_name(first))
    long_name = _a_long_name(text)
    if colon >= 0:
        end = ends[0] if ends and ends[0] < colon else colon
        if end == colon or _only_announced(first[end:colon]) or long_name:
            who = first[:colon] if long_name and not _only_announced(first[end:colon]) else first[:end]
            rest = text[colon + 1 :]
            yield COLON if rest.strip() else ALONE, who, rest
    elif short and (not ends or (long_name and not words().assigned.search(text))):
        sentence = _SENTENCE_ENDS.search(text) and len(text.split()) > MOST_WORDS_ALONE
        for end in _ends_by_shape(first) if sentence and not ends else ():
            yield VERB, first[:end], text[end:]
        yield ALONE, text, ""
    for end in ends:
        yield VERB, first[:end], text[end:]


def _ends_by_shape(text: str) -> Iterator[int]:
    """Where a name of capitals may end whose verb nobody knows: at a small word behind the second half of a word."""
    for match in _SMALL_AFTER_SMALL.finditer(text):
        yield match.start("next")
        return


def _a_long_name(text: str) -> bool:
    """Whether the line may be a name with a verb in it ("Tổ công tác xây dựng …")."""
    return bool(words().long_name.match(text)) and not text.rstrip().endswith((".", ";"))


_ANNOUNCED = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì(?:,? phối hợp)?(?: thực hiện)?|thực hiện|phối hợp|"
    r"tổ chức thực hiện|triển khai thực hiện|tập trung|thực hiện các nhiệm vụ|thực hiện các nhiệm vụ sau|"
    r"có trách nhiệm thực hiện(?: các)?(?: nội dung| nhiệm vụ)?(?: sau)?)(?: đây)?\s*$"
)


def _only_announced(text: str) -> bool:
    """Whether the words between the name and its colon only say that a duty follows ("có trách nhiệm:")."""
    return bool(_ANNOUNCED.match(text.strip(" ,")))


def _ends_of_name(text: str) -> Iterator[int]:
    """Where the name may end and what has to be done begin: at a verb in small letters, or behind "… tỉnh"."""
    told = words()
    long_name = told.long_name.match(text)
    assigned = told.assigned.search(text)
    pattern = told.assigned if long_name and assigned else told.verb
    places = {
        match.start()
        for match in pattern.finditer(text)
        if text[match.start() - 1 : match.start()] in (" ", ",") and not _of_a_word(text, match)
    }
    levels = {match.end() for match in _LEVEL_ENDS.finditer(text)}
    places |= levels
    ends = sorted(places - {0})
    own = {end for end in levels if not assigned or end <= assigned.start()}
    if long_name and own:  # the name itself may hold a verb: its level ends it
        ends = [*sorted(own), *(end for end in ends if end not in own)]
    yield from ends[:MOST_ENDS]


def _of_a_word(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb of one syllable is the end of a word of the name: "Chăn nuôi", "Đào tạo", "Xây dựng"."""
    return " " not in verb[0].strip() and bool(_CAPITAL_BEFORE.search(text[: verb.start()][-12:]))


def is_agencies(text: str, names: Names) -> bool:
    """Whether a text is a list of agencies and nothing else."""
    word = " " not in text.strip() and not text.isupper()
    doubtful = word or _DIGIT.search(_NUMBERED_NAME.sub("", text)) or _SENTENCE.search(text)
    if doubtful and not names.find(text):
        return False
    found = names.split(text)
    return bool(found) and all(
        mention.known or mention.group or _named(mention.name) or _named(mention.text) for mention in found
    )


def _named(text: str) -> bool:
    """Whether words nobody knows have the shape of a name: a head of names first, and no verb behind it."""
    told = words()
    if _LEVEL.match(text):
        return True
    return bool(told.head.match(text)) and (bool(told.long_name.match(text)) or not any(_ends_of_name(text)))


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
    if mark is None or not told.leads.search(text[: mark.start()]):
        return ""
    after = text[mark.end() : mark.end() + LONGEST_WHO]
    stop = re.search(r"[.;:(\n]", after)
    after = after[: stop.start()] if stop else after
    for end in [*_ends_of_name(after), len(after)]:
        who = _JOINED.sub("", after[:end].strip(" ,"))
        if who and is_agencies(who, names):
            return who if _worth_noting(who, names) else ""
    return ""


def _worth_noting(who: str, names: Names) -> bool:
    found = names.split(who)
    single = any(not mention.group for mention in found)
    return single and all(mention.known or mention.group or not names.known for mention in found)


def inside(text: str, names: Names) -> tuple[str, str]:
    """Who a sentence gives its duty to in its middle or in brackets at its end, and who helps; '' where nobody.

    "… giao Sở A chủ trì …", "… (Sở A)", "… (Sở A chủ trì, phối hợp với Sở B)".
    """
    bracket = _LAST_BRACKET.search(text)
    for part in re.split(r"\s*;\s*", bracket["inside"]) if bracket else ():
        lead, helping = split_roles(part) if says_who_helps(part) else (_TIME_BEHIND.sub("", part), "")
        lead = _LEADING.sub("", lead).strip(" ,.;:")
        if _names_one(lead, names):
            return lead, helping if helping and is_agencies(helping, names) else ""
    for pattern in words().inside:
        for match in pattern.finditer(text[:LONGEST_INTRO]):
            if _names_one(match["who"].strip(" ,:"), names):
                return match["who"].strip(" ,:"), ""
    return "", ""


def _names_one(who: str, names: Names) -> bool:
    told = words()
    return bool(told.head.match(who)) and not told.never.match(who) and is_agencies(who, names)
