"""Match a printed name to an agency, and split a printed list of agencies into its members.

A pure part of the import: `Register` is what is known (built from the database or from reference data), `Names` is the
register as one province reads it, `Names.split` turns a printed cell into `Mention`s. Nothing is invented: a name
that is not known stays as printed and says so.

Two spellings are the same name when their keys agree: no case, no diacritics, no punctuation, no "và", and the usual
short forms (UBND, HĐND, VP …) for their long ones. Where several known names fit, the longest wins, because a comma
and an "và" may belong to a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from common.text import clean, fold, nfc

# Common words and their short forms, folded. They are vocabulary of every province, not names of agencies.
SHORT_FORMS = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("uy ban mat tran to quoc viet nam", "ubmttq"),
    ("uy ban mat tran to quoc", "ubmttq"),
    ("uy ban mttq viet nam", "ubmttq"),
    ("uy ban mttqvn", "ubmttq"),
    ("uy ban mttq", "ubmttq"),
    ("ub mttqvn", "ubmttq"),
    ("ub mttq", "ubmttq"),
    ("ubmttqvn", "ubmttq"),
    ("mat tran to quoc viet nam", "mttq"),
    ("mat tran to quoc", "mttq"),
    ("van phong", "vp"),
    ("ban quan ly", "bql"),
    ("ban chi dao", "bcd"),
    ("thanh pho", "tp"),
    ("thi xa", "tx"),
    ("cong nghe thong tin", "cntt"),
    ("cong nghe tt", "cntt"),
    ("nghien cuu phat trien", "ncpt"),
)
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _long, _short in SHORT_FORMS:
    _words = tuple(_long.split())
    _BY_FIRST.setdefault(_words[0], []).append((_words, _short))
for _forms in _BY_FIRST.values():
    _forms.sort(key=lambda form: -len(form[0]))

# Words an agency's name begins with; after a comma or an "và" they begin a new name.
HEADS = frozenset(
    "so bo ban bql bcd ubnd hdnd ubmttq mttq vp cong cuc chi tong hoi hiep lien trung vien truong dai bao toa ngan kho "
    "buu doan thanh to quy doanh dai hoc phong cac nhung benh tinh huyen xa phuong thi tx tp dang cap thue thong hai "
    "cang khu vung lanh nha ho hop tap dien viettel vnpt mobifone nganh don co dia khoi mot tat toan uy hang "
    "kiem bien vu phan thuong tram hat".split()
)
# First words that begin a name only before these second words: "Công an", but not "Công tác xã hội".
HEADS_OF_TWO = {
    "cong": {"an", "ty", "doan"},
    "dai": {"hoc", "phat", "ptth", "truyen", "tieng", "khi", "tt", "pt"},
    "hai": {"quan"},
    "hang": {"hang"},
    "hop": {"tac"},
    "kiem": {"toan", "lam", "sat"},
    "kho": {"bac"},
    "bien": {"phong"},
    "dien": {"luc"},
    "buu": {"dien", "chinh"},
    "thanh": {"tra", "doan", "uy", "pho"},
    "trung": {"tam", "uong", "doan"},
    "ngan": {"hang"},
    "lien": {"minh", "hiep", "doan", "doi"},
    "dia": {"phuong"},
    "don": {"vi"},
    "co": {"quan", "so"},
    "thong": {"tan", "ke"},
    "phan": {"hieu", "vien"},
    "thuong": {"truc", "vu"},
    "hoc": {"vien"},
    "chuong": {"trinh"},
    "hat": {"kiem", "quan", "giao"},
    "nha": {"truong", "nuoc", "xuat", "may", "van", "hat"},
}
# After these, "Tổ chức" is several ("Tổ chức chính trị - xã hội"), not a part of a name ("Tổ chức cán bộ").
ORGANISATIONS = frozenset("chinh doan xa ca co lien tin".split())
# First words that begin a name except before these ("Hội nhập", "Tổ chức cán bộ").
NO_HEADS_OF_TWO = {"hoi": {"nhap", "nghi", "thao"}, "to": {"chuc"}}
# Heads that other words fold to as well: only these letters are meant ("Tổ công tác", not "Tô Hiến Thành").
HEADS_EXACT = {
    "bao": {"báo", "bảo"},
    "vung": {"vùng"},
    "to": {"tổ"},
    "hang": {"hãng"},
    "vu": {"vụ"},
    "vien": {"viện"},
    "hoi": {"hội"},
    "hai": {"hải"},
    "cang": {"cảng"},
    "dai": {"đài", "đại"},
    "phong": {"phòng"},
    "ban": {"ban"},
    "so": {"sở"},
    "bo": {"bộ"},
    "tong": {"tổng"},
    "cuc": {"cục"},
    "quy": {"quỹ"},
    "toa": {"tòa", "toà"},
    "lanh": {"lãnh"},
    "tram": {"trạm"},
    "hat": {"hạt"},
}
# Words a phrase for several agencies is made of: after a comma they continue the phrase.
GENERIC = frozenset(
    "so ban nganh dia don co doan huyen tx tp xa phuong thi to ca doanh hoi hiep vien truong cap quan dac dang lien "
    "linh cong nha chuyen chu bo hop thon khom khu mat vp ubnd".split()
)
# Of these, the ones that begin a name in small letters too ("công an tỉnh", "sở Y tế").
ALWAYS_HEADS = frozenset({"so", "bo", "ubnd", "hdnd", "ubmttq", "mttq", "vp", "bql", "bcd"})
# Heads that also stand inside a longer name ("Cục Tin học và Thống kê tài chính"): after an "và" they begin a name of
# their own only where nothing but a place follows.
WEAK = frozenset("thong kiem thanh kho hai lien dia co don trung dai dien buu khu doanh hop".split())
# Heads of places: the name of a place follows in capitals ("Xã Tân Phú", not "Xã hội").
PLACES = frozenset("huyen xa phuong thi tx tp tinh khu vung thon cang thanh".split())
# Heads with which names of places begin as well ("Hồ Chí Minh", "Hội An", "Chi Lăng", "Vụ Bản").
PLACE_NAMES = frozenset({"ho", "hoi", "chi", "vu", "doan", "truong"})
# Heads that are often said once for several ("Sở A, B"): a comma ends such a name.
LISTED = frozenset({"so", "bo", "ubnd", "hdnd"})
# Heads that begin the name of an office in running text.
OFFICES = frozenset(
    "so bo vu cuc phong vp ubnd hdnd ban bql bcd chi tong trung vien thanh cong kho ngan bao hoi doan dang thuong "
    "lien to".split()
)
LONGEST_OFFICE = 14  # words
# Words and pairs of words, in small letters, after which a sentence says what the office does.
STOPS = frozenset(
    "là làm có chịu để trước sau theo trong tại cho gửi trình được phải sẽ đã với cùng qua về đến khi nếu giao ra cần "
    "thuộc hàng hằng vào của tiếp".split()
)
STOP_PAIRS = frozenset(
    (
        "tổ chức, triển khai, thực hiện, chủ động, chủ trì, phối hợp, tham mưu, tổng hợp, theo dõi, đôn đốc, kiểm tra, "
        "hướng dẫn, báo cáo, xây dựng, xem xét, quyết định, nghiên cứu, phân công, phân bổ, định kỳ, căn cứ, "
        "thông báo, đánh giá, cân đối, bố trí, rà soát, ban hành, thẩm định, kết quả, tình hình, xác định, "
        "công bố, tăng cường"
    ).split(", ")
)
# Pairs of words with a comma between them inside names ("Phòng, chống", "Khám, chữa bệnh").
COMMA_PAIRS = frozenset(
    {
        ("phong", "chong"),
        ("nhung", "lang"),
        ("phi", "tieu"),
        ("kham", "chua"),
        ("bien", "giao"),
        ("dua", "khen"),
    }
)
# Units of a ministry or a district that a list names once ("Các Vụ: A, B"), and the trades such a unit is named for.
UNITS = frozenset({"vu", "cuc", "phong"})
TRADES = frozenset({"thue", "hai", "kiem", "thong"})
BARE = frozenset("vu cuc so ban nganh bo vien truong phong hoi doan".split())
PLURALS = frozenset({"cac", "nhung"})
LEVELS = frozenset({"huyen", "xa", "phuong", "tx", "tp", "quan", "thi"})
TITLES = (
    "thủ trưởng",
    "giám đốc",
    "lãnh đạo",
    "phó chủ tịch",
    "chủ tịch",
    "bộ trưởng",
    "cùng với",
    "cùng",
    "với",
    "giao",
    "do",
    "đề nghị",
)
ROLE_WORDS = re.compile(
    r"^(chu tri|phoi hop|thuc hien|chu dong|tham muu|dau moi|theo doi|chiu trach nhiem)\b"
)

_LEAD_MARK = re.compile(
    r"(?:(?:cơ quan|đơn vị|sở, ngành)(?:,\s*(?:cơ quan|đơn vị))*\s+)?chủ trì(?:\s+thực hiện)?\s*:"
    r"|\bchủ trì(?=\s*(?:[,;.\n]|$))"
    r"|^\s*(?:cơ quan|đơn vị)\s+chủ trì\b",
    re.IGNORECASE | re.MULTILINE,
)
_ROLE_IN_BRACKETS = re.compile(r"\(\s*(?:((?i:chủ trì|phối hợp))[^)]*|(CT|PH)\s*)\)")
_SHORT_ROLES = re.compile(r"(?<!\w)(CT|PH)\s*:")
_WITH_MARK = re.compile(
    r"(?:(?:các\s+)?(?:cơ quan|đơn vị|sở|ngành)(?:,\s*(?:cơ quan|đơn vị|ngành))*\s+)?"
    r"(?:cùng\s+)?phối(?:\s*-\s*|\s+)hợp(?:\s+thực hiện)?(?:\s+(?:cùng với|với|cùng|là\b))?",
    re.IGNORECASE,
)
# A line of a cell that surely ends in the middle of a name; one that does unless a name of its own follows; one that
# is no name without the next; and one that begins a phrase of its own in small letters.
_OPEN_END = re.compile(r"(?:\b(?:các|những|và|của|thuộc|với)|\s[-–]|[&,])\s*$", re.IGNORECASE)
_HALF_END = re.compile(r"\b(?:(?i:UBND|HĐND|Ủy ban nhân dân|tỉnh|thành phố|huyện)|Sở|Bộ|Ban|Cục|Vụ)\s*$")
_BODY_END = re.compile(r"\b(?:UBND|HĐND|Ủy ban nhân dân)\s*$", re.IGNORECASE)
_HEAD_ALONE = re.compile(
    r"\W*(?:Sở|Bộ|Ban|Cục|Vụ|Phòng|Hội|Trung tâm|Chi cục|Tổng cục|Ủy ban)\s*$", re.IGNORECASE
)
_OFFICE_ALONE = re.compile(r"\W*(?:Văn phòng|VP)\s*$", re.IGNORECASE)
_ITEM_SIGN = re.compile(r"[-–+*•]\s*(?=[^\W\d_])|(?:\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)])\s")
_FIRST_OF_SEVERAL = re.compile(
    r"(?:các|những|sở|ban|ngành|đơn vị|cơ quan|doanh nghiệp|địa phương)\b", re.IGNORECASE
)
_LIST_NUMBER = re.compile(
    r"(?m)(^|(?<=;)|(?<=,)(?=\s*\w{1,2}\)))\s*(?:\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)])\s+(?=[^\W\d])"
)
_AMPERSAND = re.compile(r"\s+&\s+")
_LEVEL_DOT = re.compile(r"\b(TP|TX|TT|Tp|Tx)\.\s*(?=[^\W\d_])")
# A remark after a dash that says what part an agency has.
_DASHED_REMARK = re.compile(
    r"[^\S\n]+[-–]\s+(?:là\s+)?(?:cơ quan|đơn vị)\s+(?:thường trực|đầu mối|chủ trì|chủ quản|tham mưu)\b[^,;.\n]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"^[A-ZĐ]{2,}$")
_SOFT = re.compile(r"[,+]")
_NAME_DASH = re.compile(r"[^\S\n]+[-–][^\S\n]+")
_SPACED_DASH = re.compile(r"[^\S\n]+[-–]\s+|\s*/\s*")
_HARD = re.compile(r"[;\n.:()\[\]•–—]|\s[-+*](?:\s|$)|(?<=\n)-")


@dataclass(frozen=True)
class Entry:
    """What the register knows of one agency or group. `province` is '' for central authorities."""

    key: str
    name: str
    province: str
    group: bool = False
    resolvable: bool = True
    kind: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """One member of a printed list: its own words, the canonical name (or the words again) and the register's key."""

    text: str
    name: str
    key: str | None = None
    group: bool = False
    resolvable: bool = True

    @property
    def known(self) -> bool:
        return self.key is not None

    @property
    def unnamed(self) -> bool:
        """A phrase that names nobody in particular (các đơn vị có liên quan)."""
        return self.group and not self.resolvable


@dataclass(frozen=True)
class _Token:
    word: str  # folded, short form
    start: int
    end: int
    gap: str  # what stands between the token before and this one
    printed: str


def _tokens(text: str) -> list[_Token]:
    """Words of the text with their places; usual long forms become one token."""
    words = [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    tokens: list[_Token] = []
    at = 0
    while at < len(words):
        word, start, end = words[at]
        used = 1
        for long, short in _BY_FIRST.get(word, ()):
            if tuple(w for w, _s, _e in words[at : at + len(long)]) == long:
                word, end, used = short, words[at + len(long) - 1][2], len(long)
                break
        before = tokens[-1].end if tokens else 0
        tokens.append(_Token(word, start, end, text[before:start], text[start:end]))
        at += used
    return tokens


def _generic(token: _Token) -> bool:
    return token.word in GENERIC and token.printed[:1].islower()


def _of_the_party(tokens: list[_Token], at: int) -> bool:
    """ "Tỉnh đoàn", "Huyện ủy": the level's own committee, not the level of another body."""
    return (
        tokens[at].word in PLACES
        and tokens[at].printed[:1].isupper()
        and tokens[at + 1 : at + 2] != []
        and tokens[at + 1].word in {"doan", "uy"}
    )


def _head(tokens: list[_Token], at: int) -> bool:
    """Whether a name begins here, by its first word."""
    token = tokens[at]
    if token.word == "bao" and nfc(token.printed).lower() == "bảo":  # the insurance
        return at + 1 < len(tokens) and tokens[at + 1].word == "hiem"
    if token.word == "vien" and nfc(token.printed) == "Viễn":
        return _a_branch_of_telecom(tokens, at)
    exact = HEADS_EXACT.get(token.word)
    if exact is not None and nfc(token.printed).lower() not in exact:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after and after.word in NO_HEADS_OF_TWO.get(token.word, ()):
        return after.word == "chuc" and at + 2 < len(tokens) and tokens[at + 2].word in ORGANISATIONS
    if after and token.word in PLACES and token.word not in HEADS_OF_TWO and after.printed[:1].islower():
        return _of_the_party(tokens, at)
    needed = HEADS_OF_TWO.get(token.word)
    if needed is not None and (at + 1 >= len(tokens) or tokens[at + 1].word not in needed):
        return False
    return token.word in ALWAYS_HEADS or (token.word in HEADS and token.printed[:1].isupper())


def _begins_a_name(text: str) -> bool:
    """Whether a line begins with a name of its own or a phrase for several, not with the place of the name before."""
    tokens = _tokens(text)
    if not tokens or tokens[0].word in PLURALS:
        return bool(tokens)
    if not _head(tokens, 0):
        return False
    said = list(takewhile(lambda token: token.start == 0 or not token.gap.strip(), tokens))
    place = all(t.printed[:1].isupper() and not _ACRONYM.match(t.printed) for t in said)
    return not (place and len(said) > 1 and tokens[0].word in PLACE_NAMES)


def _goes_on_below(line: str, below: str, *, listed: bool) -> bool:
    """Whether the break between two lines of a cell stands inside a name; `listed`: the cell's items have signs."""
    if _ITEM_SIGN.match(below):
        dash = re.match(r"[-–]\s+", below)
        inside = dash and not listed and not re.search(r"[;.:,]\s*$", line)
        rest = below[dash.end() :] if dash else ""
        return bool(inside) and not _begins_a_name(rest) and not _FIRST_OF_SEVERAL.match(rest)
    if _OPEN_END.search(line):
        return True
    first = next(iter(_tokens(below)), None)
    if first is None:
        return False
    if _OFFICE_ALONE.fullmatch(line):
        return first.word in {"hdnd", "ubnd", "doan"}
    if _HEAD_ALONE.fullmatch(line):
        return first.word not in ALWAYS_HEADS and not _same_head(line, first)
    if _HALF_END.search(line):
        levels = LEVELS | {"tinh"}
        several = re.match(r"(?:các|những)\s+(?:huyện|thị|thành|xã|phường|quận|tỉnh)", below, re.IGNORECASE)
        if _BODY_END.search(line) and (first.word in levels or several):
            return True
        return not _begins_a_name(below)
    small = below[:1].islower() and not _FIRST_OF_SEVERAL.match(below)
    return small and not re.search(r"[;.:]\s*$", line)


def _between(text: str, sign: re.Match[str]) -> str:
    """An "&" as a separator where a name of its own follows it, as printed where it stands inside a name."""
    tokens = _tokens(text[sign.end() :])
    if not tokens:
        return sign[0]
    placed = len(tokens) > 2 and tokens[2].word in {"tinh", "tp", "huyen"} and not tokens[2].gap.strip()
    named = _head(tokens, 0) and (tokens[0].word not in WEAK or placed)
    return "; " if named or tokens[0].word in PLURALS else sign[0]


def _same_head(line: str, token: _Token) -> bool:
    return token.word == next(iter(_tokens(line))).word


def _a_branch_of_telecom(tokens: list[_Token], at: int) -> bool:
    """ "Viễn thông Long An", "Viễn thông tỉnh": not the trade in "Phòng Bưu chính, Viễn thông"."""
    place = list(takewhile(lambda token: not token.gap.strip() and token.word != "va", tokens[at + 2 :]))
    return (
        tokens[at + 1 : at + 2] != []
        and tokens[at + 1].word == "thong"
        and bool(place)
        and (place[0].word in {"tinh", "tp"} or all(token.printed[:1].isupper() for token in place))
    )


def _unwrapped(text: str) -> str:
    """A cell without the line breaks that only wrap a long name: the line ends openly, or the next goes on in small."""
    lines = text.split("\n")
    joined = lines[:1]
    for line in lines[1:]:
        listed = any(_ITEM_SIGN.match(before) for before in joined)
        if _goes_on_below(joined[-1], line, listed=listed):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _sentence_goes_on(tokens: list[_Token], at: int) -> bool:
    """Whether the sentence goes on here after the name of an office: a verb or a preposition in small letters."""
    word = nfc(tokens[at].printed)
    if word[:1].isupper() or word.isdigit():
        return word.isdigit()
    after = nfc(tokens[at + 1].printed) if at + 1 < len(tokens) else ""
    return word in STOPS or f"{word} {after}" in STOP_PAIRS


def _one_office(tokens: list[_Token], at: int, joint: int) -> bool:
    """ "Văn phòng HĐND và UBND huyện": the office of two bodies, named with both."""
    between = {token.word for token in tokens[at + 1 : joint]}
    after = tokens[joint + 1].word if joint + 1 < len(tokens) else ""
    return (
        tokens[at].word == "vp"
        and bool(between & {"hdnd", "dbqh"})
        and "ubnd" not in between
        and after in {"hdnd", "ubnd"}
    )


def _one_press(tokens: list[_Token], at: int, joint: int) -> bool:
    """ "Báo và Đài Phát thanh": the paper and the station are one body."""
    after = tokens[joint + 1].word if joint + 1 < len(tokens) else ""
    return tokens[at].word == "bao" and joint == at + 1 and after == "dai"


def _trade(tokens: list[_Token], at: int) -> bool:
    """Statistics or forest protection: a trade in the name of a unit, a body where its place follows."""
    return tuple(token.word for token in tokens[at : at + 2]) in {("thong", "ke"), ("kiem", "lam")}


def _bare(token: _Token) -> bool:
    exact = HEADS_EXACT.get(token.word)
    return token.word in BARE and (exact is None or nfc(token.printed).lower() in exact)


def _level(token: _Token) -> str:
    return {"tp": "thành phố", "tx": "thị xã"}.get(token.word, token.printed.lower())


def _squeeze(tokens: Iterable[_Token]) -> str:
    return "".join(token.word for token in tokens if token.word != "va")


def key_of(name: str) -> str:
    """What two spellings of a name share."""
    return _squeeze(_tokens(clean(name)))


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _fits_initials(printed: list[_Token], words: list[str]) -> bool:
    """Whether the printed tokens spell `words`, some of them by their initials ("Sở A&B", "TT CNTT")."""
    at = 0
    for token in printed:
        if token.word == "va":
            continue
        if at < len(words) and token.word == words[at]:
            at += 1
            continue
        letters = token.word
        if not _ACRONYM.match(token.printed) or _initials(words[at : at + len(letters)]) != letters:
            return False
        at += len(letters)
    return at == len(words)


def says_who_helps(text: str) -> bool:
    """Whether a cell tells helpers from who leads: "phối hợp", "PH:", or a bracket after who leads."""
    marks = {fold(mark[1] or mark[2]) for mark in _ROLE_IN_BRACKETS.finditer(text)}
    return "phoi hop" in fold(text) or bool(marks & {"chu tri", "ph"}) or _in_short(text)


def _in_short(text: str) -> bool:
    return {mark[1] for mark in _SHORT_ROLES.finditer(text)} == {"CT", "PH"}


def split_roles(text: str) -> tuple[str, str]:
    """A cell that holds both roles, cut into (lead, coordinating).

    "A chủ trì, phối hợp với B", "Chủ trì: A; Phối hợp: B", "A (chủ trì); B (phối hợp)", "CT: A; PH: B". A cell that
    does not say who helps is all lead.
    """
    text = clean(text)
    if _in_short(text):
        text = _SHORT_ROLES.sub(lambda mark: "Chủ trì:" if mark[1] == "CT" else "Phối hợp:", text)
    lead: list[str] = []
    beside: list[str] = []
    marks = list(_ROLE_IN_BRACKETS.finditer(text))
    if marks:
        begin = 0
        for mark in marks:
            into = beside if fold(mark[1] or mark[2]).startswith("ph") else lead
            into.append(_tidy(text[begin : mark.start()]))
            begin = mark.end()
        beside.append(_tidy(text[begin:]))
        return "; ".join(filter(None, lead)), "; ".join(filter(None, beside))
    for clause in re.split(r"(?<=[;\n])|(?=;)|(?<=chủ trì),", text):
        mark = _WITH_MARK.search(clause)
        if mark is None:
            into, rest = (beside if beside and not _LEAD_MARK.search(clause) else lead), clause
            into.append(rest)
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
    return re.sub(r"[\s:;,-]+$", "", text)


class Names:
    """The register as one province reads it: its own names and the centre's; `shapes` are names known elsewhere."""

    def __init__(self, entries: Iterable[Entry], province: str = "", shapes: Iterable[Entry] = ()) -> None:
        self.province = province
        self.entries = list(entries)
        self._place = _squeeze(_tokens(province))
        self._keys: dict[str, Entry] = {}
        self._shapes: dict[str, Entry] = {}
        self._own = {entry.key for entry in self.entries}
        self._split: dict[str, list[Mention]] = {}
        self._longest = 1
        for entry in self.entries:
            for spelling in (entry.name, *entry.spellings):
                self._add(self._keys, spelling, entry)
        for entry in self.entries:  # shorter forms never displace a printed one
            for spelling in self._without_place(entry):
                self._add(self._keys, spelling, entry)
        for entry in shapes:
            for spelling in (entry.name, *entry.spellings):
                self._add(self._shapes, spelling, entry)

    def _add(self, table: dict[str, Entry], spelling: str, entry: Entry) -> None:
        tokens = _tokens(clean(spelling))
        table.setdefault(_squeeze(tokens), entry)
        self._longest = max(self._longest, len(tokens))

    def _without_place(self, entry: Entry) -> Iterator[str]:
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

    @property
    def known(self) -> bool:
        """Whether anything of this province itself is known."""
        return any(entry.province for entry in self.entries)

    def find(self, name: str) -> Entry | None:
        """The agency or group a printed name stands for, or None."""
        tokens = _tokens(clean(name))
        if not tokens:
            return None
        found = self._longest_at(tokens, 0)
        if found and found[1] == len(tokens) and found[2]:
            return found[0]
        return self._by_initials(tokens)

    def spelled(self, name: str) -> str:
        """A department's name in its usual writing, even where it is only known of other provinces; '' where not."""
        tokens = _tokens(clean(name))
        found = self._longest_at(tokens, 0) if tokens else None
        if not found or found[1] < len(tokens) or found[0].kind != "so":
            return ""
        return "" if fold(found[0].province) in fold(found[0].name) else found[0].name

    def mentions_in(self, sentence: str) -> list[tuple[int, Mention]]:
        """Agencies and groups anywhere in running text, with the place where each begins.

        A name that is not known is taken from a word that begins names of offices to where the sentence goes on.
        """
        text = clean(sentence)
        tokens = _tokens(text)
        found: list[tuple[int, Mention]] = []
        at = 0
        while at < len(tokens):
            hit = self._longest_at(tokens, at, in_prose=True)
            if hit and (hit[2] or hit[0].kind == "so") and (tokens[at].printed[:1].isupper() or hit[0].group):
                entry, end, own = hit
                printed = text[tokens[at].start : tokens[end - 1].end]
                found.append((tokens[at].start, self._mention(printed, entry if own else None, entry.group)))
                at = end
            elif end := self._office_in_prose(tokens, at):
                printed = self._printed(text, tokens[at:end])
                found.append((tokens[at].start, Mention(printed, printed)))
                at = end
            else:
                at += 1
        return found

    def _office_in_prose(self, tokens: list[_Token], at: int) -> int:
        """Where an unknown office named in running text ends, 0 where none begins here."""
        token = tokens[at]
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            token.word not in OFFICES
            or not token.printed[:1].isupper()
            or not _head(tokens, at)
            or after is None
        ):
            return 0
        pair = HEADS_OF_TWO.get(token.word, set()) | ({"cuc"} if token.word in {"chi", "tong"} else set())
        small = {"ubnd", "hdnd", "tinh"} | LEVELS | pair
        if after.gap.strip() or not (after.printed[:1].isupper() or after.word in small):
            return 0
        end = at + 2
        while end < len(tokens) and end - at < LONGEST_OFFICE:
            nxt = tokens[end]
            if nxt.word == "va" and (_one_office(tokens, at, end) or self._goes_on_in_prose(tokens, end + 1)):
                end += 2
                continue
            if _SPACED_DASH.fullmatch(nxt.gap) and not _head(tokens, end):
                end += 1
                continue
            if nxt.word == "va" or _HARD.search(nxt.gap) or _sentence_goes_on(tokens, end):
                break
            pair = (tokens[end - 1].word, nxt.word) in COMMA_PAIRS
            if _SOFT.search(nxt.gap) and not pair and not self._goes_on_with_and(tokens, end):
                break
            if _head(tokens, end) and not _of_the_party(tokens, end) and token.word not in {"vp", "thuong"}:
                break
            end += 1
        return end

    def split(self, text: str) -> list[Mention]:
        """The agencies and groups a printed cell names, in printed order, each once."""
        if text not in self._split:
            self._split[text] = self._split_anew(clean(text))
        return list(self._split[text])

    def _split_anew(self, text: str) -> list[Mention]:
        text = _LIST_NUMBER.sub(r"\1", _unwrapped(_DASHED_REMARK.sub("", _LEVEL_DOT.sub(r"\1 ", text))))
        text = _AMPERSAND.sub(lambda sign: _between(text, sign), text)
        if text.isupper() and " " in text:
            text = text.capitalize()
        tokens = _tokens(text)
        mentions: list[Mention] = []
        at = 0
        while at < len(tokens):
            found, at = self._next(text, tokens, at)
            mentions.extend(found)
        once: dict[str, Mention] = {}
        for mention in mentions:
            once.setdefault(mention.key or key_of(mention.name), mention)
        return list(once.values())

    # one item at a time

    def _next(self, text: str, tokens: list[_Token], at: int) -> tuple[list[Mention], int]:
        if tokens[at].word == "va":
            return [], at + 1
        if "(" in tokens[at].gap and ")" not in tokens[at].gap:  # a remark in brackets is no agency
            return [], self._after_bracket(tokens, at)
        for title in TITLES:
            size = len(title.split())
            words = " ".join(nfc(token.printed).lower() for token in tokens[at : at + size])
            if words == title and not self._longest_at(tokens, at):
                return [], at + size
        if ROLE_WORDS.match(" ".join(token.word for token in tokens[at : at + 3])):
            return [], self._named_after_role(tokens, at) or self._stop(tokens, at, group=False)
        shared = self._shared_prefix(tokens, at)
        if shared:
            return self._members(text, tokens, *shared)
        if self._several(tokens, at):
            return self._group(text, tokens, at)
        hit = self._longest_at(tokens, at)
        if hit and not self._of_a_longer_name(tokens, at, hit[1]):
            entry, end, own = hit
            mention = self._mention(
                text[tokens[at].start : tokens[end - 1].end], entry if own else None, entry.group
            )
            tail = self._elliptic(text, tokens, tokens[at], end) if tokens[at].word in {"so", "bo"} else None
            return ([mention, *tail[0]], tail[1]) if tail else ([mention], end)
        end = self._stop(tokens, at, group=False)
        return [self._unknown(text, tokens[at:end])], end

    def _named_after_role(self, tokens: list[_Token], at: int) -> int:
        """Where the name after the word for a role begins ("Chủ trì Sở A", "Phối hợp với Sở B"), 0 where none does."""
        if (tokens[at].word, tokens[at + 1].word) not in {("chu", "tri"), ("phoi", "hop")}:
            return 0
        begin = at + 2
        while begin < len(tokens) and tokens[begin].word in {"cung", "voi", "la"}:
            begin += 1
        if begin >= len(tokens) or _HARD.search(tokens[begin].gap) or _SOFT.search(tokens[begin].gap):
            return 0
        return begin if _head(tokens, begin) or tokens[begin].word in PLURALS else 0

    def _of_a_longer_name(self, tokens: list[_Token], at: int, end: int) -> bool:
        """Whether an "và" or a dash after a known name goes on: "Sở A và B" is no "Sở A" where "Sở B" is not known."""
        if end + 1 >= len(tokens) or tokens[at].word not in {"so", "bo"}:
            return False
        if _NAME_DASH.fullmatch(tokens[end].gap):
            return tokens[end].printed[:1].isupper() and not (
                _head(tokens, end) or self._agency_at(tokens, end) or tokens[end].word in PLURALS
            )
        if tokens[end].word != "va":
            return False
        follower = tokens[end + 1]
        if not follower.printed[:1].isupper() or _head(tokens, end + 1) or follower.word in PLURALS:
            return False
        return not self._agency_at(tokens, end + 1) and not self._longest_at(
            tokens, end + 1, prefix=tokens[at].word
        )

    def _several(self, tokens: list[_Token], at: int) -> bool:
        """Whether a phrase for several begins here: "các …", "sở, ban, ngành", "UBND các huyện", "UBND cấp xã"."""
        token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        if token.word in PLURALS:
            return True
        if after is None:
            return _generic(token) and token.word not in ALWAYS_HEADS
        if token.word in {"ubnd", "hdnd"}:
            return after.word in {"cac", "cap"} or (after.word in LEVELS and self._level_list(tokens, at + 2))
        if token.word in GENERIC and _generic(after) and _SOFT.search(after.gap):
            return True
        return _generic(token) and token.word not in ALWAYS_HEADS and not self._longest_at(tokens, at)

    def _level_list(self, tokens: list[_Token], at: int) -> bool:
        return at < len(tokens) and bool(_SOFT.search(tokens[at].gap)) and tokens[at].word in LEVELS

    def _longest_at(
        self, tokens: list[_Token], at: int, in_prose: bool = False, prefix: str = ""
    ) -> tuple[Entry, int, bool] | None:
        best: tuple[Entry, int, bool] | None = None
        key = prefix
        for end in range(at + 1, min(len(tokens), at + self._longest + 3) + 1):
            if tokens[end - 1].word != "va":
                key += tokens[end - 1].word
            elif end == at + 1:
                return None
            entry = self._keys.get(key)
            own = entry is not None
            entry = entry or self._shape(key)
            own = own or (entry is not None and entry.key in self._own)
            if entry is None or tokens[end - 1].word == "va":
                continue
            stop = self._with_place(tokens, end)
            if in_prose or self._ends(tokens, stop):
                best = (entry, stop, own)
        return best

    def _shape(self, key: str) -> Entry | None:
        """A name known elsewhere; where this province has an agency of the same official name, that one."""
        shape = self._shapes.get(key)
        if shape is None:
            return None
        return self._keys.get(key_of(shape.name), shape)

    def _with_place(self, tokens: list[_Token], end: int) -> int:
        """Words that only say which province: "tỉnh", "của tỉnh X", "X", "trên địa bàn tỉnh"."""
        for lead in ((), ("cua",), ("cap",), ("trong",), ("tren", "dia", "ban"), ("chi", "nhanh")):
            at = end + len(lead)
            if tuple(t.word for t in tokens[end:at]) != lead or any(
                _HARD.search(t.gap) for t in tokens[end:at]
            ):
                continue
            after = at
            if (
                after < len(tokens)
                and tokens[after].word in {"tinh", "tp"}
                and not re.search(r"[,;\n.:(]", tokens[after].gap)
            ):
                after += 1
            named = after
            key = ""
            while named < len(tokens) and self._place and self._place.startswith(key + tokens[named].word):
                if re.search(r"[,;\n.:(]", tokens[named].gap):
                    break
                key += tokens[named].word
                named += 1
            if key and key == self._place:
                return named
            if after > at:
                return after
        return end

    def _ends(self, tokens: list[_Token], end: int) -> bool:
        if end >= len(tokens):
            return True
        nxt = tokens[end]
        if nxt.word in {"va", "cung"} or any(sign.search(nxt.gap) for sign in (_SOFT, _HARD, _SPACED_DASH)):
            return True
        return bool(ROLE_WORDS.match(" ".join(token.word for token in tokens[end : end + 3])))

    def _after_bracket(self, tokens: list[_Token], at: int) -> int:
        for end in range(at + 1, len(tokens)):
            if ")" in tokens[end].gap:
                return end
        return len(tokens)

    def _stop(self, tokens: list[_Token], at: int, *, group: bool) -> int:
        """Where an item that is not known ends."""
        headed = _head(tokens, at)
        for end in range(at + 1, len(tokens)):
            token = tokens[end]
            if _SPACED_DASH.fullmatch(token.gap):
                if _head(tokens, end):
                    return end
                continue
            if _HARD.search(token.gap):
                return end
            joined = token.word == "va"
            if joined and (_one_office(tokens, at, end) or _one_press(tokens, at, end)):
                continue
            if not joined and not _SOFT.search(token.gap):
                if ROLE_WORDS.match(" ".join(t.word for t in tokens[end : end + 3])) and not group:
                    return end
                continue
            begin = end + joined
            if begin >= len(tokens):
                return end
            follower = tokens[begin]
            if follower.word in PLURALS or self._agency_at(tokens, begin):
                return end
            if follower.word in LEVELS and follower.printed[:1].islower() and not group:
                continue
            if group:
                if self._bare_pair(tokens, end, begin):
                    continue
                small = follower.printed[:1].islower() and (_generic(follower) or not _head(tokens, begin))
                place = not _head(tokens, begin) and tokens[end - 1].printed[:1].isupper()
                if small or place or follower.word in LEVELS:
                    continue
                return end
            inside = headed and self._inside(tokens, begin)
            if _head(tokens, begin) and not (inside and (joined or _trade(tokens, begin))):
                return end
            if _generic(follower) and not headed:
                return end
            if headed and (joined or self._goes_on_with_and(tokens, end)):
                continue
            whole = tokens[at].word in LISTED or tokens[end - 1].word in LEVELS | {"tinh", "tw"}
            if headed and not whole and not _ACRONYM.match(follower.printed):
                continue
            return end
        return len(tokens)

    def _goes_on_in_prose(self, tokens: list[_Token], at: int) -> bool:
        """Whether what follows an "và" still belongs to the name: no name of its own, no verb, no group."""
        if at >= len(tokens) or tokens[at].word in PLURALS or _generic(tokens[at]):
            return False
        if _head(tokens, at) and not self._inside(tokens, at):
            return False
        return not _sentence_goes_on(tokens, at)

    def _inside(self, tokens: list[_Token], at: int) -> bool:
        """Whether a weak head stands inside a longer name: something of its own follows, not a place or the end."""
        if tokens[at].word not in WEAK or nfc(tokens[at].printed) == "Đài":
            return False
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        if after is None:
            return _trade(tokens, at)
        if _SOFT.search(after.gap) or _HARD.search(after.gap) or after.word == "va":
            return _trade(tokens, at)
        return after.word not in {"tinh", "tp", "huyen", "vung", "khu"} and after.printed[:1].islower()

    def _bare_pair(self, tokens: list[_Token], comma: int, at: int) -> bool:
        """ "Các Vụ, Cục thuộc Bộ": two kinds of bodies named together, neither of them by its name."""
        if not _bare(tokens[comma - 1]) or not _bare(tokens[at]):
            return False
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return after is None or after.printed[:1].islower() or bool(_SOFT.search(after.gap))

    def _goes_on_with_and(self, tokens: list[_Token], at: int) -> bool:
        """ "Sở A, B và C" with neither B nor C beginning a name: the comma belongs to the name."""
        for end in range(at + 1, len(tokens)):
            if tokens[end].word == "va":
                return end + 1 < len(tokens) and not _head(tokens, end + 1)
            if _SOFT.search(tokens[end].gap) or _HARD.search(tokens[end].gap):
                return False
        return False

    def _agency_at(self, tokens: list[_Token], at: int) -> bool:
        if at >= len(tokens):
            return False
        hit = self._longest_at(tokens, at)
        return bool(hit) and not hit[0].group

    def _group(self, text: str, tokens: list[_Token], at: int) -> tuple[list[Mention], int]:
        """A phrase for several, taken whole; cut into known shorter phrases only where they cover all of it."""
        end = self._stop(tokens, at, group=True)
        hit = self._longest_at(tokens, at)
        if not hit and tokens[at].word not in PLURALS:  # "sở, ban, ngành" without "các"
            hit = self._longest_at(tokens, at, prefix="cac")
        if hit and hit[1] >= end:
            printed = self._printed(text, tokens[at : hit[1]])
            return [self._mention(printed, hit[0] if hit[2] else None, hit[0].group)], hit[1]
        parts: list[Mention] = []
        part = at
        while part < end:
            part += tokens[part].word == "va"
            hit = self._longest_at(tokens, part) if part < end else None
            if not hit or not hit[2] or hit[1] > end:
                break
            parts.append(self._mention(self._printed(text, tokens[part : hit[1]]), hit[0], hit[0].group))
            part = hit[1]
        if part == end:
            return parts, end
        printed = self._printed(text, tokens[at:end])
        return [Mention(printed, printed, group=True, resolvable=False)], end

    def _shared_prefix(self, tokens: list[_Token], at: int) -> tuple[int, str, str] | None:
        """ "Các Sở: A, B", "UBND các huyện A, B": where the members begin, what each begins with, and its key."""
        words = [token.word for token in tokens[at : at + 4]]
        units = len(words) > 2 and words[1] in UNITS and ":" in tokens[at + 2].gap
        if len(words) > 2 and words[0] == "ubnd" and words[1] == "cac" and words[2] in LEVELS:
            begin, level = at + 3, tokens[at + 2]
            prefix, key = f"UBND {_level(level)}", "ubnd" + level.word
        elif len(words) > 2 and words[0] == "cac" and (words[1] in {"so", "bo"} or units):
            begin = at + 2
            prefix, key = tokens[at + 1].printed.capitalize(), words[1]
        elif self._places_of_levels(tokens, at):
            begin, level = at + 2, tokens[at + 1]
            prefix, key = f"UBND {_level(level)}", "ubnd" + level.word
        else:
            return None
        if begin >= len(tokens):
            return None
        follower = tokens[begin]
        if _SOFT.search(follower.gap) or ";" in follower.gap or "\n" in follower.gap:
            return None
        whole = self._longest_at(tokens, at)
        if whole and whole[1] > begin:
            return None
        if follower.printed[:1].islower() and not self._longest_at(tokens, begin, prefix=key):
            return None
        return begin, prefix, key

    def _places_of_levels(self, tokens: list[_Token], at: int) -> bool:
        """ "UBND huyện A và thị xã B": the body is said once, the level of each place again."""
        if tokens[at].word != "ubnd" or at + 2 >= len(tokens) or tokens[at + 1].word not in LEVELS:
            return False
        if not tokens[at + 2].printed[:1].isupper():
            return False
        for end in range(at + 3, len(tokens) - 1):
            token = tokens[end]
            if token.word == "va" or _SOFT.search(token.gap):
                level = end + (token.word == "va")
                place = tokens[level + 1 : level + 2]
                return tokens[level].word in LEVELS and bool(place) and place[0].printed[:1].isupper()
            if _HARD.search(token.gap) or not token.printed[:1].isupper():
                return False
        return False

    def _members(
        self, text: str, tokens: list[_Token], at: int, prefix: str, key: str
    ) -> tuple[list[Mention], int]:
        """The members of a list that share a prefix, until a hard stop or a name of another kind."""
        found: list[Mention] = []
        while at < len(tokens):
            if found and (";" in tokens[at].gap or "\n" in tokens[at].gap):
                break
            if tokens[at].word == "va":
                at += 1
                continue
            if tokens[at].word in LEVELS and prefix.startswith("UBND ") and found:
                prefix, key = f"UBND {_level(tokens[at])}", "ubnd" + tokens[at].word
                at += 1
                continue
            hit = self._longest_at(tokens, at, prefix=key)
            if hit:
                printed = self._printed(text, tokens[at : hit[1]])
                found.append(
                    self._mention(printed, hit[0] if hit[2] else None, hit[0].group, f"{prefix} {printed}")
                )
                at = hit[1]
                continue
            place = tokens[at - 1].word in LEVELS
            apart = _head(tokens, at) and not place and not (key in UNITS and tokens[at].word in TRADES)
            if found and (apart or tokens[at].word in PLURALS or self._agency_at(tokens, at)):
                break
            usual = self._longest_at(tokens, at, prefix="so") or self._longest_at(tokens, at, prefix="bo")
            end = usual[1] if usual and key in UNITS else self._stop(tokens, at, group=False)
            if key.startswith("ubnd"):  # names of places hold neither comma nor "và"
                places = range(at + 1, end)
                end = next((i for i in places if tokens[i].word == "va" or _SOFT.search(tokens[i].gap)), end)
            printed = self._printed(text, tokens[at:end])
            found.append(Mention(printed, f"{prefix} {printed}"))
            at = end
        return found, at

    def _elliptic(
        self, text: str, tokens: list[_Token], head: _Token, at: int
    ) -> tuple[list[Mention], int] | None:
        """ "Sở A, B và C" where "Sở B" and "Sở C" are known: each is an agency of its own."""
        found: list[Mention] = []
        while at < len(tokens) and (tokens[at].word == "va" or _SOFT.search(tokens[at].gap)):
            begin = at + (tokens[at].word == "va")
            if begin >= len(tokens) or _head(tokens, begin) or self._agency_at(tokens, begin):
                break
            hit = self._longest_at(tokens, begin, prefix=head.word)
            if not hit:
                break
            printed = self._printed(text, tokens[begin : hit[1]])
            found.append(
                self._mention(printed, hit[0] if hit[2] else None, hit[0].group, f"{head.printed} {printed}")
            )
            at = hit[1]
        return (found, at) if found else None

    # what is said of an item

    def _printed(self, text: str, tokens: list[_Token]) -> str:
        printed = text[tokens[0].start : tokens[-1].end]
        return " ".join(printed.split())

    def _mention(self, printed: str, entry: Entry | None, group: bool, name: str = "") -> Mention:
        printed = " ".join(printed.split())
        if entry:
            return Mention(printed, entry.name, entry.key, entry.group, entry.resolvable)
        return Mention(printed, name or printed, group=group, resolvable=not group)

    def _unknown(self, text: str, tokens: list[_Token]) -> Mention:
        printed = self._printed(text, tokens)
        entry = self._by_initials(tokens)
        if entry:
            return Mention(printed, entry.name, entry.key, entry.group, entry.resolvable)
        words = " ".join(token.word for token in tokens)
        several = bool(
            re.search(r"\b(liên quan|các|những)\b", nfc(printed).lower())
            or re.match(r"(so|ubnd) (ban|cap|xa|huyen)\b", words)
        )
        several = several and not re.match(
            r"(bql|bcd|lien hiep|hiep hoi|hoi|ban|trung tam|lien minh)\b", words
        )
        return Mention(printed, printed, group=several, resolvable=not several)

    def _by_initials(self, tokens: list[_Token]) -> Entry | None:
        if not any(_ACRONYM.match(token.printed) for token in tokens):
            return None
        fitting = {}
        for entry in self.entries:
            for name in (entry.name, *self._without_place(entry)):
                words = [token.word for token in _tokens(clean(name)) if token.word != "va"]
                if _fits_initials(tokens, words):
                    fitting[entry.key] = entry
        return next(iter(fitting.values())) if len(fitting) == 1 else None


@dataclass(frozen=True)
class Register:
    """Agencies and groups of every province that is known. Pure: no database is asked while a document is read."""

    entries: tuple[Entry, ...] = ()
    _names: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_json(cls, data: dict) -> "Register":
        """From reference data: {"agencies": [{id, canonical, abbreviation, province, kind, is_group, spellings …}]}."""
        return cls(
            tuple(
                Entry(
                    key=row["id"],
                    name=row["canonical"],
                    province=row["province"] or "",
                    group=row["is_group"],
                    resolvable=not row["is_group"] or row.get("expands_to") is not None,
                    kind=row["kind"],
                    spellings=tuple(
                        text
                        for text in (row.get("abbreviation"), *row["spellings"])
                        if text and "…" not in text
                    ),
                )
                for row in data["agencies"]
            )
        )

    @property
    def provinces(self) -> list[str]:
        return sorted({entry.province for entry in self.entries if entry.province})

    def province_of(self, text: str) -> str:
        """The known province a text names, or ''; the longest name wins."""
        folded = f" {re.sub(r'[^a-z0-9]+', ' ', fold(text))} "
        hits = [name for name in self.provinces if f" {re.sub(r'[^a-z0-9]+', ' ', fold(name))} " in folded]
        return max(hits, key=len, default="")

    def names(self, province: str) -> Names:
        """The names as this province reads them; for a province nobody knows, only the centre's and the shapes."""
        if province not in self._names:
            own = fold(province)
            entries = [e for e in self.entries if not e.province or fold(e.province) == own]
            shapes = [
                e for e in self.entries if e.province and fold(e.province) != own and e.kind != "ubnd-huyen"
            ]
            entries.sort(key=lambda entry: not entry.province)
            self._names[province] = Names(entries, province, shapes)
        return self._names[province]
