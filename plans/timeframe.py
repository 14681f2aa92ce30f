"""What a printed time frame says: from when, until when, every year, or after what.

`parse` never guesses. What it does not understand whole it leaves empty and says so; what waits for another document
is a trigger; what recurs has no end. Days are local dates. Rules: DESIGN "Time frames"; "đầu", "giữa", "cuối" a month
or a year as in Bộ luật Dân sự 2015, Điều 146; "trước" a day is exclusive, "đến" and "trong" are inclusive.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from common.text import clean, fold

EMPTY = re.compile(r"^[-–—.…\s/x*]*$", re.IGNORECASE)

# What has to happen first. A deadline of its own may stand before it ("2025 và theo tiến độ …").
EVENT = re.compile(
    r"\b(?:ngay )?sau (?:khi|quyet dinh|huong dan|van ban|nghi dinh|nghi quyet|thong tu)\b"
    r"|\bkhi (?!.*\bthuong xuyen\b)|\bke tu (?:khi|ngay)\b"
)
ACCORDING = re.compile(
    r"\btheo (?!doi\b|quy\b|thang\b|nam\b|dinh ky\b)|\btuy (?:theo|thuoc|tinh hinh)\b|\bphu thuoc\b|\bcan cu\b"
)

# Every year without end; these come before the days are looked for, because some hold figures.
RECURRING = re.compile(
    r"\b(?:thuong xuyen|thuong nien|lien tuc|h[ao]ng (?:nam|quy|thang|tuan|ngay|ky)|(?:moi|tung) (?:nam|quy|thang)"
    r"|dinh ky|cac nam|\d+ lan ?/ ?(?:nam|quy|thang|tuan)"
    r"|\d+ (?:thang|quy|tuan|nam) ?/ ?(?:\d+ )?lan|(?:6|sau) thang(?:,| va|/)? ?(?:1|mot|01)? ?nam)\b"
)
FOLLOWING = re.compile(
    r"\b(?:(?:cac|nhung) nam (?:tiep theo|sau|tiep|ke tiep)|(?:cac )?giai doan tiep theo|tro di|(?:va )?tiep theo)\b"
)
OUTLOOK = re.compile(r"[,;]? ?\(?\b(?:dinh huong|tam nhin)\b.*$")

# Words that carry no time of their own.
FILLERS = frozenset(
    "thoi gian han thuc hien trien khai hoan thanh tat xong ket thuc ban hanh trinh phe duyet giai doan ky du kien "
    "phan dau co trong vao den toi het cham muon nhat khong qua hon tu bat nam ngay thang quy va cho la diem moc suot "
    "ca toan bo tiep tuc duy tri do cac nhung nay truoc sau thoi tien do dot xuat lan nua nhiem vu cong viec "
    "hoat dong noi dung tren theo doi thieu it da".split()
)
RANGE_WORDS = frozenset({"-", "den", "toi"})
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}

_QUARTER = r"(?:iv|iii|ii|i|[1-4])"
_JOIN = r"(?: ?[-,+&] ?| va | den | toi )"
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?: ?(?:/|-|\.|nam|cua nam|,? ?nam)? ?(?P<{{}}>{_YEAR}))?"
_ATOM = re.compile(
    rf"(?:ngay )?(?P<day>\d{{1,2}}) ?(?P<sep>[/.-]) ?(?P<day_month>\d{{1,2}}) ?(?P=sep) ?(?P<day_year>{_YEAR})(?!\d)"
    rf"|(?:ngay )?(?P<day2>\d{{1,2}}) thang (?P<day2_month>\d{{1,2}})(?: nam |/)(?P<day2_year>{_YEAR})"
    r"|(?:ngay )?(?<![\d/])(?P<day3>\d{1,2})(?: ?/ ?| thang )(?P<day3_month>\d{1,2})(?![\d/])"
    rf"|(?P<edge>dau|giua|cuoi) thang (?P<edge_month>\d{{1,2}}){_OF_YEAR.format('edge_year')}"
    rf"|(?P<year_edge>dau|giua|cuoi) nam (?P<year_edge_year>{_YEAR})"
    rf"|(?P<half>0?[369]|sau|chin) thang (?P<half_edge>dau|cuoi)(?: nam)?(?: ?(?P<half_year>{_YEAR}))?"
    rf"|\b(?:cuoi )?q(?:uy|\.)? ?(?P<quarter>{_QUARTER})\b{_OF_YEAR.format('quarter_year')}(?!\d)"
    rf"|\b(?:thang |t\.? ?)(?P<month>\d{{1,2}})(?!\d){_OF_YEAR.format('month_year')}(?!\d)"
    rf"|(?<![\d/])(?P<bare>0?[1-9]|1[0-2]) ?[/.] ?(?P<bare_year>{_YEAR})(?!\d)"
    rf"|(?<![\d/.])(?P<year>{_YEAR})(?![\d/])"
)
_QUARTERS = re.compile(rf"\bq(?:uy)? ?({_QUARTER})({_JOIN})({_QUARTER})(?!\d)(?! ?/ ?\d\d?\b)\b")
_MONTHS = re.compile(rf"\bthang (\d{{1,2}})({_JOIN})(\d{{1,2}})(?!\d)(?! ?[/.] ?\d{{1,2}}(?!\d))")
_TOKEN = re.compile(r"\x00(\d+)\x00|[a-z]+|\d+|[-,+&]")
_PHASE = re.compile(r"(?:^|[,;. ]+)(?:giai doan|gd) ?(?P<number>\d|i{1,3}|iv|v) ?: ?")


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """`trigger_text` is what has to happen first, as printed; `doubt` a sentence where the text was not understood."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    recurring: bool = False
    trigger_text: str = ""
    doubt: str = ""

    @property
    def empty(self) -> bool:
        return self == TimeFrame()


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch of time the text names; `year` may be missing ("Quý II"). Days of a year-end are exact days."""

    kind: str  # day, edge, half, quarter, month, year, year edge
    year: int | None
    number: int = 0  # month, quarter, or months of the half
    day: int = 0
    edge: str = ""

    def span(self) -> tuple[dt.date, dt.date]:
        """First and last day. Raises ValueError where the calendar has no such day."""
        year = self.year or 0
        if self.kind == "day":
            date = dt.date(year, self.number, self.day)
            return date, date
        if self.kind == "month":
            return dt.date(year, self.number, 1), _month_end(year, self.number)
        if self.kind == "quarter":
            return dt.date(year, self.number * 3 - 2, 1), _month_end(year, self.number * 3)
        if self.kind == "half":
            if self.edge == "dau":
                return dt.date(year, 1, 1), _month_end(year, self.number)
            return dt.date(year, 13 - self.number, 1), dt.date(year, 12, 31)
        if self.kind == "edge":
            last = _month_end(year, self.number)
            date = {"dau": last.replace(day=1), "giua": last.replace(day=15), "cuoi": last}[self.edge]
            return date, date
        if self.kind == "year edge":
            month, day = {"dau": (1, 1), "giua": (6, 30), "cuoi": (12, 31)}[self.edge]
            return dt.date(year, month, day), dt.date(year, month, day)
        return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


UNCLEAR = TimeFrame(doubt="?")


@lru_cache(maxsize=1 << 12)
def parse(text: str, year: int | None = None) -> TimeFrame:
    """Read a printed time frame. `year` is the plan's own where it is a plan for one year ("Quý II")."""
    printed = clean(text)
    clauses = [piece.strip(" .,:+-") for piece in re.split(r"[;\n]+", printed) if not EMPTY.match(piece)]
    if not clauses:
        return TimeFrame()
    frame = _phases(printed, year) or _clause(", ".join(clauses), year)
    if frame.doubt and len(clauses) > 1:
        frame = _together([_clause(clause, year) for clause in clauses])
    if frame.doubt and "\n" in printed:  # a line break that only wraps the cell
        frame = _clause(" ".join(clauses), year)
    if frame.starts_on and frame.ends_on and frame.starts_on > frame.ends_on:
        return TimeFrame(
            doubt=f"Thời gian “{printed}” có ngày bắt đầu sau ngày kết thúc. Nhập lại thời gian."
        )
    if frame.doubt:
        return TimeFrame(
            doubt=f"Chưa hiểu thời gian “{printed}”. Nhập thời hạn, hoặc chọn thường xuyên, chờ điều kiện."
        )
    return frame


def _phases(printed: str, year: int | None) -> TimeFrame | None:
    """ "Giai đoạn 1: 2026; giai đoạn 2: 2027-2028": from the first phase to the last. None where it names no phases.

    The phases must be numbered from one and follow each other, each with an end and nothing to wait for.
    """
    first, *pieces = _PHASE.split(fold(printed))
    if first or len(pieces) < 4:
        return None
    numbers = [_ROMAN.get(number) or int(number) for number in pieces[::2]]
    times = [time.strip(" .,;") for time in pieces[1::2]]
    frames = [_clause(time, year) for time in times]
    ends = [frame.ends_on for frame in frames if frame.ends_on]
    if (
        numbers != list(range(1, len(frames) + 1))
        or len(ends) != len(frames)
        or any(frame.doubt or frame.recurring or frame.trigger_text for frame in frames)
        or any(end >= after for end, after in pairwise(ends))
        or any(
            frame.starts_on and frame.starts_on <= end for frame, end in zip(frames[1:], ends, strict=False)
        )
    ):
        return UNCLEAR
    return TimeFrame(frames[0].starts_on or _first_day(times[0]), ends[-1])


def _first_day(folded: str) -> dt.date | None:
    """Of a text that is one year, quarter or month and nothing else; None of any other."""
    match = None if folded.startswith("cuoi") else _ATOM.fullmatch(folded.removeprefix("nam "))
    atom = _atom(match) if match else None
    return atom.span()[0] if atom and atom.year and atom.kind in {"year", "quarter", "month"} else None


def _together(frames: list[TimeFrame]) -> TimeFrame:
    """Clauses of one cell: a trigger or "thường xuyên" may stand beside one deadline; two deadlines may not."""
    if len(frames) == 1:
        return frames[0]
    dated = {(frame.starts_on, frame.ends_on) for frame in frames if frame.starts_on or frame.ends_on}
    if len(dated) > 1 or any(frame.doubt for frame in frames):
        return UNCLEAR
    starts_on, ends_on = next(iter(dated), (None, None))
    return TimeFrame(
        starts_on,
        ends_on,
        any(frame.recurring for frame in frames),
        "; ".join(frame.trigger_text for frame in frames if frame.trigger_text),
    )


def _clause(printed: str, year: int | None) -> TimeFrame:
    folded = fold(printed).replace("÷", "-")
    exact = printed if len(folded) == len(printed) else folded
    event, according = EVENT.search(folded), ACCORDING.search(folded)
    if event is None and according is None:
        return _time(folded, year)
    at = min(match.start() for match in (event, according) if match)
    before = re.sub(r"(?:\b(?:va|hoac)|[-,(])\s*$", "", folded[:at].strip()).strip(" ,(-")
    timed = _time(before, year) if before else TimeFrame()
    if timed.recurring and event is None:  # "hàng năm, theo kế hoạch của tỉnh" waits for nothing
        return timed
    if before and not timed.doubt and not timed.empty:
        return replace(timed, trigger_text=exact[at:].strip(" )"))
    if event is None and re.search(r"\bh[ao]ng nam\b", folded):  # "theo kế hoạch hàng năm"
        return TimeFrame(recurring=True)
    for comma in re.finditer(
        r",| va (?=hoan thanh|cham nhat|xong|truoc)", folded[at:]
    ):  # "sau khi …, chậm nhất 31/12/2025"
        frame = _time(folded[at + comma.end() :].strip(), year)
        if frame.ends_on and not frame.doubt:
            return replace(frame, trigger_text=exact[: at + comma.start()].strip())
    return TimeFrame(trigger_text=printed)


def _time(folded: str, year: int | None) -> TimeFrame:
    """A clause that waits for nothing."""
    rest = OUTLOOK.sub("", re.sub(r"[().:]", lambda sign: sign[0] if sign[0] == "." else " ", folded)).strip(
        " .,;+-"
    )
    rest = _repeat_units(
        re.sub(r"\btrong (?:vong |thoi gian )?\d{1,2} nam(?=,? \(?(?:tu )?(?:nam )?(?:19|20)\d\d)", "", rest)
    )
    atoms: list[_Atom] = []

    def mark(match: re.Match[str]) -> str:
        atoms.append(_atom(match))
        return f" \x00{len(atoms) - 1}\x00 "

    rest = _ATOM.sub(mark, rest)
    recurring = bool(RECURRING.search(rest))
    rest = RECURRING.sub(" ", rest)
    following = bool(FOLLOWING.search(rest))
    rest = FOLLOWING.sub(" ", rest)
    tokens = [match[0] for match in _TOKEN.finditer(rest)]
    words = {token for token in tokens if token[0] not in "\x00-,+&"}
    words -= {word for word in words if recurring and word.isdigit()}  # "ngày 15 hàng tháng"
    if words - FILLERS:
        return UNCLEAR
    if recurring and atoms and all(atom.year is None for atom in atoms):  # "tháng 11 hằng năm"
        return TimeFrame(recurring=True)
    atoms, joins = _resolved(tokens, atoms, year)
    if not atoms:
        if recurring or following:
            return TimeFrame(recurring=True)
        whole_year = {"nam", "ca"} <= words or {"nam", "trong"} <= words or {"nam", "het"} <= words
        return TimeFrame(ends_on=dt.date(year, 12, 31)) if year and whole_year else UNCLEAR
    if any(atom.year is None for atom in atoms):
        return TimeFrame(recurring=True) if recurring else UNCLEAR
    try:
        spans = [atom.span() for atom in atoms]
    except ValueError:
        return UNCLEAR
    if "truoc" in words and (within := _stretch_with_deadline(tokens, spans, joins)):
        return within
    return _judge(spans, joins, words, recurring, following)


def _stretch_with_deadline(
    tokens: list[str], spans: list[tuple[dt.date, dt.date]], joins: list[str]
) -> TimeFrame | None:
    """ "Trong quý III, hoàn thành trước 30/9/2026": a stretch, then a day in it before which all is done; else None."""
    marks = [at for at, token in enumerate(tokens) if token[0] == "\x00"]
    if len(spans) != 2 or joins != [","] or len(marks) != 2 or "truoc" not in tokens[marks[0] : marks[1]]:
        return None
    (begins, ends), (deadline, same) = spans
    if deadline != same or not begins < deadline <= ends or "truoc" in tokens[: marks[0]]:
        return UNCLEAR
    return TimeFrame(begins, deadline - dt.timedelta(days=1))


def _judge(
    spans: list[tuple[dt.date, dt.date]], joins: list[str], words: set[str], recurring: bool, following: bool
) -> TimeFrame:
    """What the named stretches amount to, given the signs between them and the words around."""
    first, last = spans[0], spans[-1]
    if following:
        return TimeFrame(starts_on=first[0], recurring=True)
    exclusive = {"truoc"} <= words
    if len(spans) == 1:
        if recurring:
            until = bool(words & {"den", "toi", "trong", "het"})
            return TimeFrame(ends_on=last[1], recurring=True) if until else TimeFrame(first[0], None, True)
        if "tu" in words and not words & {"den", "toi"}:
            return TimeFrame(starts_on=first[0])
        if "sau" in words:
            return TimeFrame(starts_on=last[1] + dt.timedelta(days=1))
        return TimeFrame(ends_on=first[0] - dt.timedelta(days=1) if exclusive else last[1])
    ranged = [join in RANGE_WORDS for join in joins]
    if any(ranged) and (len(spans) > 2 or first[0] > last[1]):
        return UNCLEAR if len(spans) > 2 else TimeFrame(first[0], last[1])
    if not all(joins) or sorted(spans) != spans:
        return UNCLEAR
    return TimeFrame(
        first[0], first[0] - dt.timedelta(days=1) if exclusive and not any(ranged) else last[1], recurring
    )


def _repeat_units(text: str) -> str:
    """ "Quý II - III/2025" names two quarters, "tháng 3-6/2025" two months: say the unit before each."""
    for pattern, unit in ((_QUARTERS, "quy"), (_MONTHS, "thang")):
        while match := pattern.search(text):
            named = f"{unit} {match[1]}{match[2]}{unit} {match[3]}"
            text = text[: match.start()] + named + text[match.end() :]
    return text


def _atom(match: re.Match[str]) -> _Atom:
    found = {name: value for name, value in match.groupdict().items() if value}

    def whole(name: str) -> int | None:
        return int(found[name]) if name in found else None

    for day in ("day", "day2", "day3"):
        if day in found:
            return _Atom("day", whole(f"{day}_year"), whole(f"{day}_month") or 0, whole(day) or 0)
    if "edge" in found:
        return _Atom("edge", whole("edge_year"), whole("edge_month") or 0, edge=found["edge"])
    if "year_edge" in found:
        return _Atom("year edge", whole("year_edge_year"), edge=found["year_edge"])
    if "half" in found:
        months = {"sau": 6, "chin": 9}.get(found["half"]) or int(found["half"])
        return _Atom("half", whole("half_year"), months, edge=found["half_edge"])
    if "quarter" in found:
        number = _ROMAN.get(found["quarter"]) or int(found["quarter"])
        return _Atom("quarter", whole("quarter_year"), number)
    if "month" in found:
        return _Atom("month", whole("month_year"), whole("month") or 0)
    if "bare" in found:
        return _Atom("month", whole("bare_year"), whole("bare") or 0)
    return _Atom("year", whole("year"))


def _resolved(tokens: list[str], atoms: list[_Atom], year: int | None) -> tuple[list[_Atom], list[str]]:
    """The atoms with the years they share, and what joins each to the next ('' where nothing does)."""
    order: list[_Atom] = []
    joins: list[str] = []
    join = ""
    for token in tokens:
        if token[0] != "\x00":
            if order:
                join = (
                    token if token in RANGE_WORDS else join or ("," if token in {",", "va", "+", "&"} else "")
                )
            continue
        atom = atoms[int(token.strip("\x00"))]
        if atom.kind == "year" and order and order[-1].year is None and join in {"", ","}:
            order[-1] = replace(order[-1], year=atom.year)  # "Quý IV (năm 2025)"
        else:
            if order:
                joins.append(join)
            order.append(atom)
        join = ""
    after = year
    for index in range(len(order) - 1, -1, -1):
        if order[index].year is None:
            order[index] = replace(order[index], year=after)
        after = order[index].year
    return order, joins
