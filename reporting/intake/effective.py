"""What a draft says once the officer's decisions are applied: the contract's object, and the rows of the preview.

Pure: rows, decisions and the register of names in, a new reading out. What is printed is never altered; a corrected
value brings its own doubts, those about the value before it go. Rows that are joined, split, re-kinded, moved or
dropped keep the tree whole: children go up to the nearest group that is left, codes stay unique, a row without a
printed number gets the next letter of the row it came from (4, 4a) or the next number under its group.

A row's decision is {"kind": group | task | indicator | skipped, "set": {field: as typed}, "parent": row key or "",
"accepted": [problem keys], "joined": true, "parts": [{"kind", "set", …} of the further rows cut off it]}. A row's key
is its position, its parts' keys are "12-1", "12-2". The draft's own decisions are {"head": {field: as typed},
"cycles": {position: {…} | {"dropped": true}}, "agencies": {name: {"code"} | {"new": {…}}}, "dropped": [blocks],
"accepted": [problem keys]}.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.names import Entry, Names
from common.errors import Refused
from common.intake import kinds
from common.intake.blocks import Document
from common.intake.kinds import ERROR, NOTE, WARNING, Reading, Remark
from common.numbers import typed_number
from common.text import clean
from indicators import intake as indicators
from indicators import targets
from plans import codes, money, timeframe
from plans.arithmetic import TOTAL, Sums
from plans.intake import figures, head, row_notes
from plans.intake.assignments import is_ditto
from plans.intake.rows import KIND as TASKS
from plans.intake.rows import Texts, understand, years_outside
from reporting.collection import intake as cycles

GROUP, TASK, INDICATOR, SKIPPED = "group", "task", "indicator", kinds.SKIPPED
KINDS = (GROUP, TASK, INDICATOR, SKIPPED)
OF_TASKS, OF_INDICATORS = "tasks", "indicators"
LONGEST_CODE = 40
LONGEST_UNIT = 100
LONGEST_ISSUER = 200
CODE = re.compile(r"[\w.()-]+")  # it stands in the task's address
LARGEST = Decimal(10) ** 10  # triệu đồng, and numbers of targets: what a column of the database holds

# The fields of a row an officer may type, and those of the contract's row that follow from them.
TIME = ("time_text", "start", "end", "recurring", "trigger_text")
FOLLOWS = {
    "name": ("name",),
    "lead": ("lead", "lead_text"),
    "coordinating": ("coordinating", "coordinating_text"),
    "time_text": TIME,
    "product": ("product",),
    "notes": ("notes",),
    "budget": ("budget",),
}
TASK_FIELDS = ("code", "name", "lead", "coordinating", *TIME, "product", "notes", "budget")
INDICATOR_FIELDS = (
    "code",
    "name",
    "unit",
    "horizon_year",
    "target_text",
    "comparator",
    "low",
    "high",
    "lead",
)
HEAD_FIELDS = (
    "number",
    "kind",
    "title",
    "issued_on",
    "issuer",
    "province",
    "focal",
    "horizon_from",
    "horizon_to",
)
COMPARATORS = (">=", ">", "<=", "<", "=", "between", "top_n", "growth", "qualitative")
CYCLE_FIELDS = ("month", "day", "bound", "frequency", "purpose", "who", "to", "via", "due_text")


@dataclass
class Piece:
    """One row of the preview: its place, what it is, its contract's row, what is printed, what is doubted."""

    key: str
    position: int
    block: int
    where: str
    kind: str
    section: str  # tasks, indicators or '' where it is neither
    item: dict[str, Any]
    cells: list[dict[str, str]]
    problems: list[dict[str, Any]]
    own: dict[str, Any] = field(default_factory=dict)  # the officer's decision on it
    read_as: str = ""  # the section it was read into, with the code and the parent it had there
    printed_code: str = ""
    printed_parent: str = ""
    why: str = ""
    proposed: bool = False  # a target of the running text: it counts once the officer takes it
    dropped: bool = False
    into: str = ""  # key of the row it was joined to
    parent_key: str = ""
    changed: frozenset[str] = frozenset()
    joined: list[str] = field(default_factory=list)

    @property
    def lives(self) -> bool:
        """Whether it becomes something when the draft is confirmed."""
        return self.kind != SKIPPED and not self.dropped and not self.into

    @property
    def open_problems(self) -> list[dict[str, Any]]:
        """What is still doubted: accepted ones are settled."""
        return [problem for problem in self.problems if not problem["accepted"]]

    @property
    def severity(self) -> str:
        """The gravest open doubt, '' for none."""
        found = {problem["severity"] for problem in self.open_problems} if self.lives else set()
        return next((severity for severity in (ERROR, WARNING, NOTE) if severity in found), "")

    def say(self, remarks: Iterable[Remark]) -> None:
        accepted = set(self.own.get("accepted") or ())
        for remark in remarks:
            stored = {
                "severity": remark.severity,
                "message": remark.message,
                "field": remark.field,
                "proposal": remark.proposal,
            }
            self.problems.append(_keyed(stored, accepted))


@dataclass
class Effective:
    """A draft as decided so far. `reading` is the contract's object; `head` has the fields of HEAD_FIELDS as they
    stand, `head_problems` the sentences about those typed wrong; `unknown` names agencies, with the keys of their rows;
    `phrases` are words for several that name nobody and are new to the register.
    """

    reading: dict[str, Any]
    pieces: list[Piece]
    general: list[dict[str, Any]]
    cycles: list[Piece]
    sums: list[dict[str, Any]]
    head: dict[str, Any]
    head_problems: dict[str, str]
    unknown: dict[str, list[str]]
    phrases: list[str] = field(default_factory=list)

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)


def effective(
    reading: Mapping[str, Any],
    rows: Iterable[Any],
    decisions: Mapping[str, Any],
    names: Names,
    facts: Mapping[str, Any] | None = None,
) -> Effective:
    """Apply decisions to a draft. `rows` have position, kind, printed, parsed, problems and decision (DraftRow);
    `names` is the province's register with the chosen names among its spellings (`chosen_names`); `facts` is what the
    reading kept for this: {"problems": […], "totals": [{"blocks", "where", "figures", "places"}, …]}, figures and
    places as [year, source, million or place].
    """
    rows, facts = list(rows), facts or {}
    head_now, head_problems = _head(reading.get("plan", {}), decisions.get("head") or {}, names)
    year = only_year(head_now["title"])
    dropped = set(decisions.get("dropped") or ())
    chosen = set(decisions.get("agencies") or ())
    pieces: list[Piece] = []
    for row in rows:
        if row.kind in (TASKS, indicators.KIND, indicators.PROPOSALS, SKIPPED):
            pieces += _pieces(row, dropped, chosen, names, year)
    _join(pieces, names, year)
    _place(pieces, OF_TASKS)
    _place(pieces, OF_INDICATORS)
    sums = _sums(rows, pieces, facts, decisions)
    cycle_pieces = [_cycle(row, decisions) for row in rows if row.kind == cycles.KIND]
    general = _general(reading, rows, facts, decisions, head_now)
    found = Effective(
        {}, pieces, general, cycle_pieces, sums, head_now, head_problems, _unknown(pieces, names)
    )
    found.phrases = [name for name in found.unknown if _names_nobody(names, name)]
    found.unknown = {name: keys for name, keys in found.unknown.items() if name not in found.phrases}
    found.reading = _exported(reading, found)
    return found


def chosen_names(names: Names, decisions: Mapping[str, Any]) -> Names:
    """The register with what the officer has chosen: a spelling of an agency that is there, or a new agency."""
    chosen = decisions.get("agencies") or {}
    if not chosen:
        return names
    spellings: dict[str, list[str]] = {}
    new: list[Entry] = []
    for name, choice in chosen.items():
        if choice.get("code"):
            spellings.setdefault(choice["code"], []).append(name)
        else:
            full = choice["new"]["name"]
            others = (name, choice["new"].get("short_name") or "")
            new.append(Entry(f"new:{name}", full, names.province, spellings=tuple(filter(None, others))))
    entries = [
        replace(entry, spellings=(*entry.spellings, *spellings[entry.key]))
        if entry.key in spellings
        else entry
        for entry in names.entries
    ]
    return Names([*new, *entries], names.province)


def problem_key(problem: Mapping[str, Any]) -> str:
    """A problem's own mark: the same sentence about the same value is the same doubt."""
    return hashlib.sha256(f"{problem.get('field', '')}|{problem['message']}".encode()).hexdigest()[:12]


def _keyed(problem: Mapping[str, Any], accepted: set[str]) -> dict[str, Any]:
    key = problem_key(problem)
    return {
        "severity": problem["severity"],
        "message": problem["message"],
        "field": problem.get("field") or "",
        "proposal": problem.get("proposal"),
        "where": problem.get("where") or "",
        "section": problem.get("section") or "",
        "key": key,
        "accepted": key in accepted and problem["severity"] != ERROR,
    }


# a row and what was cut off it


def _pieces(row: Any, dropped: set[int], chosen: set[str], names: Names, year: int | None) -> Iterator[Piece]:
    own = row.decision or {}
    printed, parsed = row.printed or {}, row.parsed or {}
    proposed = row.kind == indicators.PROPOSALS
    section = {TASKS: OF_TASKS, indicators.KIND: OF_INDICATORS, indicators.PROPOSALS: OF_INDICATORS}.get(
        row.kind, ""
    )
    first = Piece(
        key=str(row.position),
        position=row.position,
        block=printed.get("block", 0),
        where=printed.get("where", ""),
        kind=parsed.get("kind", SKIPPED) if section and (not proposed or own.get("kind")) else SKIPPED,
        section=section,
        item=dict(parsed) if section else {},
        cells=list(printed.get("cells") or ()),
        problems=[_keyed(problem, set(own.get("accepted") or ())) for problem in row.problems],
        own=own,
        read_as=section,
        printed_code=parsed.get("code", "") if section else "",
        printed_parent=(parsed.get("parent") or "") if section else "",
        why=_("Mục tiêu chỉ nêu trong lời văn: đề xuất, chưa nhập.") if proposed else parsed.get("why", ""),
        proposed=proposed,
        dropped=printed.get("block", 0) in dropped,
        into="?" if own.get("joined") else "",
    )
    before = _texts(first)
    _decide(first, chosen, names, year)
    yield first
    for number, part in enumerate(own.get("parts") or (), start=1):
        piece = replace(
            first,
            key=f"{row.position}-{number}",
            kind=part.get("kind") or (first.kind if first.kind != SKIPPED else TASK),
            item={},
            problems=[],
            own={**part, "set": {**_inherited(before), **(part.get("set") or {})}},
            printed_code="",
            printed_parent="",
            into="",
            changed=frozenset(),
            joined=[],
        )
        _decide(piece, chosen, names, year)
        yield piece


def _inherited(texts: Mapping[str, Any]) -> dict[str, Any]:
    """What a row cut off another has of it: everything but its name and its money."""
    return {name: text for name, text in texts.items() if name not in ("name", "budget") and text}


def _texts(piece: Piece) -> dict[str, Any]:
    """The row's texts as they were read, by field; of a skipped row those of its cells."""
    item = piece.item
    if item:
        return {
            "name": item.get("name", ""),
            "lead": _said(item, "lead"),
            "coordinating": _said(item, "coordinating"),
            "time_text": item.get("time_text", ""),
            "product": item.get("product", ""),
            "notes": item.get("notes", ""),
            "budget": item.get("budget") or [],
            "unit": item.get("unit", ""),
            "target_text": item.get("target_text", ""),
            "horizon_year": item.get("horizon_year") or "",
        }
    found: dict[str, Any] = {"budget": []}
    for cell in piece.cells:
        if cell.get("field") and cell["field"] not in ("code", "budget"):
            found[cell["field"]] = "\n".join(filter(None, (found.get(cell["field"], ""), cell["text"])))
    if not found.get("name"):
        found["name"] = max((cell["text"] for cell in piece.cells), key=len, default="")
    return found


def _said(item: Mapping[str, Any], name: str) -> str:
    """A printed list of agencies; where it only says "như trên", the agencies meant."""
    printed = item.get(f"{name}_text") or ""
    listed = "; ".join(item.get(name) or ())
    return listed if not printed or is_ditto(printed) else printed


def _decide(piece: Piece, chosen: set[str], names: Names, year: int | None) -> None:
    """Give a row its kind and the typed values, with the doubts that follow."""
    typed = dict(piece.own.get("set") or {})
    kind = piece.own.get("kind") or piece.kind
    turned = kind != piece.kind or not piece.item
    touched = {name for name in typed if name not in ("code",)}
    named = {name for part in ("lead", "coordinating") for name in piece.item.get(part) or ()}
    if named & chosen:
        touched |= {"lead", "coordinating"} & set(piece.item)
    piece.changed = frozenset(typed) | ({"kind"} if piece.own.get("kind") else set())
    if kind == SKIPPED:
        piece.kind = SKIPPED
        return
    if turned or touched:
        section = (
            OF_INDICATORS
            if kind == INDICATOR or (kind == GROUP and piece.section == OF_INDICATORS)
            else OF_TASKS
        )
        reread = _as_indicator if section == OF_INDICATORS else _as_task
        reread(piece, kind, typed, touched, turned or section != piece.section, names, year)
        piece.section = section
    piece.kind = kind
    if typed.get("code") is not None:
        _drop_problems(piece, {"code"})


def _drop_problems(piece: Piece, fields: set[str]) -> None:
    piece.problems = [problem for problem in piece.problems if problem["field"] not in fields]


def _as_task(
    piece: Piece,
    kind: str,
    typed: Mapping[str, Any],
    touched: set[str],
    whole: bool,
    names: Names,
    year: int | None,
) -> None:
    """Read the row again as a task or a heading of tasks: all of it, or the fields that were touched."""
    texts, wrong = _texts(piece), []
    for name in ("name", "lead", "coordinating", "time_text", "product", "notes"):
        if name in typed:
            texts[name] = clean(str(typed[name])) if name == "name" else str(typed[name]).strip()
    if "budget" in typed:
        texts["budget"], doubts = _budget(typed["budget"])
        wrong += doubts
    frame, doubts = _frame(piece.item, texts.get("time_text", ""), typed, whole, year)
    wrong += doubts
    new = understand(
        Texts(
            texts.get("name", ""),
            texts.get("lead", ""),
            texts.get("coordinating", ""),
            texts.get("time_text", ""),
            texts.get("product", ""),
            texts.get("notes", ""),
            texts.get("budget") or [],
            frame,
        ),
        code=piece.printed_code,
        parent=piece.item.get("parent") or "",
        kind=kind,
        names=names,
        year=year,
    )
    fields = {"time_text" if name in TIME else name for name in touched}
    if whole:
        piece.item, piece.problems = new.parsed, []
        remarks = new.remarks
    else:
        gone = {remark.message for remark in _about_money(piece.item)}
        follow = {key for name in fields for key in FOLLOWS.get(name, ())}
        piece.item = {**piece.item, "kind": kind, **{key: new.parsed[key] for key in follow}}
        _drop_problems(piece, fields)
        piece.problems = [problem for problem in piece.problems if problem["message"] not in gone]
        remarks = [remark for remark in new.remarks if remark.field in fields - {"budget"}]
        remarks += _about_money(piece.item) if kind == TASK else []
    if ("name" in fields or whole) and not texts.get("name"):
        wrong.append(Remark(ERROR, _("Ghi nội dung của dòng."), "name"))
    if any(remark.field in ("start", "end") for remark in wrong):
        remarks = [remark for remark in remarks if remark.field != "time_text"]
    piece.say([*wrong, *remarks])


def _about_money(item: Mapping[str, Any]) -> list[Remark]:
    """What is said of a row's money beside its time and its notes."""
    total = row_notes.printed_total(item["budget"])
    sentences = row_notes.differences(item["notes"], total)
    return [*years_outside(item), *(Remark(NOTE, sentence, "budget") for sentence in sentences)]


def _frame(
    item: Mapping[str, Any], text: str, typed: Mapping[str, Any], whole: bool, year: int | None
) -> tuple[timeframe.TimeFrame, list[Remark]]:
    """The row's time: typed days win over typed words, typed words over what was read."""
    explicit = {name for name in ("start", "end", "recurring", "trigger_text") if name in typed}
    if "time_text" in typed or (whole and not item.get("start") and not item.get("end")):
        frame = timeframe.parse(text, year)
    else:
        frame = timeframe.TimeFrame(
            _iso(item.get("start")),
            _iso(item.get("end")),
            bool(item.get("recurring")),
            item.get("trigger_text") or "",
        )
    if not explicit:
        return frame, []
    wrong: list[Remark] = []
    days: dict[str, dt.date | None] = {"start": frame.starts_on, "end": frame.ends_on}
    for name in ("start", "end"):
        if name in typed:
            try:
                days[name] = typed_day(typed[name])
            except Refused as refused:
                days[name] = None
                wrong.append(Remark(ERROR, refused.message, name))
    if days["start"] and days["end"] and days["start"] > days["end"]:
        wrong.append(Remark(ERROR, _("Ngày bắt đầu sau ngày kết thúc."), "end"))
        days["end"] = None
    recurring = typed["recurring"] in ("on", "1", True) if "recurring" in typed else frame.recurring
    trigger = str(typed["trigger_text"]).strip() if "trigger_text" in typed else frame.trigger_text
    return timeframe.TimeFrame(days["start"], days["end"], recurring, trigger), wrong


def typed_day(text: Any) -> dt.date | None:
    """A day as people write it, 20/11/2026; None for nothing. Raises Refused."""
    text = str(text or "").strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refused(_("“%(text)s” không phải ngày. Ghi ngày/tháng/năm, ví dụ 31/12/2026.") % {"text": text})


def _iso(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _budget(typed: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[Remark]]:
    """The typed cells of money, triệu đồng with a dot for thousands, as the contract has them."""
    cells: list[dict[str, Any]] = []
    wrong: list[Remark] = []
    for cell in typed:
        text = str(cell.get("typed", "")).strip()
        if not text:
            continue
        amount = money.read(text, money.VIETNAMESE)
        if amount.value is None or amount.doubt or amount.sources or amount.value >= LARGEST:
            why = amount.doubt or _("Không đọc được số tiền “%(text)s”. Nhập lại số tiền.") % {"text": text}
            wrong.append(Remark(ERROR, why, "budget"))
            continue
        source = cell.get("source") if cell.get("source") in SOURCES else "total"
        year = int(cell["year"]) if re.fullmatch(r"(?:19|20)\d\d", str(cell.get("year") or "")) else None
        million = amount.value * (amount.unit or Decimal(1))
        cells.append(
            {
                "year": year,
                "source": source,
                "source_text": cell.get("source_text") or money.WORDS.get(source, _("Tổng cộng")),
                "million": money.plain(million),
            }
        )
    twice = [key for key, count in Counter((c["year"], c["source"]) for c in cells).items() if count > 1]
    if twice:
        wrong.append(
            Remark(WARNING, _("Có hai ô kinh phí cùng năm và nguồn; hai số được cộng lại."), "budget")
        )
    return cells, wrong


SOURCES = ("total", *money.WORDS)


def _as_indicator(
    piece: Piece,
    kind: str,
    typed: Mapping[str, Any],
    touched: set[str],
    whole: bool,
    names: Names,
    year: int | None,
) -> None:
    """Read the row again as an indicator or a heading of indicators."""
    texts = _texts(piece)
    for name in ("name", "unit", "target_text", "lead", "horizon_year"):
        if name in typed:
            texts[name] = clean(str(typed[name]))
    wrong: list[Remark] = []
    lead = understand(
        Texts(texts.get("name", ""), texts.get("lead", "")), code="", parent="", kind=GROUP, names=names
    )
    item = {
        "code": piece.printed_code,
        "parent": None if whole else piece.item.get("parent"),
        "kind": kind,
        "group": None if whole else piece.item.get("group"),
        "name": texts.get("name", ""),
        "unit": texts.get("unit", ""),
        "horizon_year": None,
        "target_text": texts.get("target_text", "") if kind == INDICATOR else "",
        "comparator": None,
        "low": None,
        "high": None,
        "lead": piece.item.get("lead", []),
        "lead_text": piece.item.get("lead_text", ""),
    }
    if "scope" in piece.item:
        item["scope"] = piece.item["scope"]
    fields = set(touched)
    if whole or fields & {"lead", "coordinating"}:
        item |= {"lead": lead.parsed["lead"], "lead_text": lead.parsed["lead_text"]}
    if not item["name"]:
        wrong.append(Remark(ERROR, _("Ghi nội dung của dòng."), "name"))
    if len(item["unit"]) > LONGEST_UNIT:
        wrong.append(Remark(ERROR, _("Đơn vị tính dài quá 100 ký tự."), "unit"))
    text = str(texts.get("horizon_year") or "")
    if re.fullmatch(r"(?:19|20)\d\d", text):
        item["horizon_year"] = int(text)
    elif text:
        wrong.append(Remark(ERROR, _("“%(text)s” không phải năm.") % {"text": text}, "horizon_year"))
    goal = {"target_text", "unit", "comparator", "low", "high"}
    if kind == INDICATOR and (whole or fields & goal):
        wrong += _goal(item, piece.item, texts, typed, whole)
    elif kind == INDICATOR:
        item |= {name: piece.item.get(name) for name in ("comparator", "low", "high")}
    if whole:
        piece.problems = []
    else:
        _drop_problems(piece, fields | ({"target_text"} if fields & goal else set()))
        _drop_problems(piece, {"lead"} if "coordinating" in fields else set())
    about = {"lead"} if whole or fields & {"lead", "coordinating"} else set()
    piece.item = item
    piece.say([*wrong, *(remark for remark in lead.remarks if remark.field in about)])


def _goal(
    item: dict[str, Any],
    before: Mapping[str, Any],
    texts: Mapping[str, Any],
    typed: Mapping[str, Any],
    whole: bool,
) -> list[Remark]:
    """The target of the words, then what the officer says of it himself."""
    wrong: list[Remark] = []
    printed = item["target_text"]
    if whole or "target_text" in typed or "unit" in typed:
        read = targets.parse(printed, item["unit"]) if printed else targets.in_sentence(item["name"])
        item |= {
            "comparator": read.comparator or None,
            "low": money.plain(read.low) if read.low is not None else None,
            "high": money.plain(read.high) if read.high is not None else None,
        }
        if not printed:
            item["target_text"] = item["name"]
        if read.doubt and "comparator" not in typed:
            wrong.append(Remark(WARNING, read.doubt, "target_text"))
    else:
        item |= {name: before.get(name) for name in ("comparator", "low", "high")}
    if typed.get("comparator"):
        item["comparator"] = typed["comparator"] if typed["comparator"] in COMPARATORS else None
    for name in ("low", "high"):
        if name in typed:
            text = str(typed[name]).strip()
            try:
                item[name] = _measured(typed_number(text)) if text else None
            except Refused as refused:
                wrong.append(Remark(ERROR, refused.message, name))
    if item["comparator"] == "qualitative":
        item["low"] = item["high"] = None
    elif item["comparator"] == "between":
        low, high = (Decimal(item[name]) if item[name] else None for name in ("low", "high"))
        if low is None or high is None or low >= high:
            wrong.append(Remark(ERROR, _("Mức dưới phải nhỏ hơn mức trên."), "high"))
    elif item["comparator"] and not item["low"]:
        wrong.append(Remark(ERROR, _("Ghi con số của mục tiêu, hoặc chọn định tính."), "low"))
    elif item["comparator"]:
        item["high"] = item["high"] if item["comparator"] == "growth" else None
    return wrong


def _measured(value: Decimal) -> str:
    """A number of a target, four decimals. Raises Refused where it is larger than anything measured."""
    if abs(value) >= LARGEST:
        raise Refused(_("Con số quá lớn. Kiểm tra lại."))
    return money.plain(round(value, 4))


# joining


def _join(pieces: list[Piece], names: Names, year: int | None) -> None:
    """Put joined rows into the living row above them."""
    target: Piece | None = None
    for piece in pieces:
        if piece.into and target is not None and not piece.dropped:
            piece.into = target.key
            target.joined.append(piece.key)
            _absorb(target, piece, names, year)
        else:
            piece.into = ""
            if piece.lives:
                target = piece


def _absorb(into: Piece, other: Piece, names: Names, year: int | None) -> None:
    mine, more = _texts(into), _texts(other)
    typed: dict[str, Any] = {}
    fixed = set(into.own.get("set") or ())
    for name in ("name", "lead", "coordinating", "time_text", "product", "notes", "target_text", "unit"):
        text = str(more.get(name) or "")
        if not text or name in fixed or text == mine.get(name) or (name == "time_text" and fixed & set(TIME)):
            continue
        begun = str(mine.get(name) or "")
        goes_on = name == "name" and (text[:1].islower() or not begun.rstrip().endswith((".", ";", ":")))
        typed[name] = (begun + (" " if goes_on else "\n") + text).strip()
    if more.get("budget") and "budget" not in fixed:
        typed["budget"] = [
            {**cell, "typed": cell["million"].replace(".", ",")}
            for cell in [*mine["budget"], *more["budget"]]
        ]
    into.cells = [*into.cells, *other.cells]
    reread = _as_indicator if into.section == OF_INDICATORS else _as_task
    reread(into, into.kind, typed, set(typed), False, names, year)


# the tree and its codes


def _place(pieces: list[Piece], section: str) -> None:
    """Give every living row of a section its parent and a code of its own."""
    living = [piece for piece in pieces if piece.lives and piece.section == section]
    keys = {piece.key: piece for piece in pieces}
    printed = {
        piece.printed_code: piece for piece in pieces if piece.printed_code and piece.read_as == section
    }
    before: Piece | None = None
    for piece in living:
        piece.parent_key = _parent(piece, section, printed, keys, before)
        before = piece
    _break_circles(living, keys)
    _code(living, keys)
    for piece in living:
        parent = keys.get(piece.parent_key)
        if "code" not in piece.item:
            continue
        piece.item["parent"] = parent.item["code"] if parent else _kept_parent(piece, section, printed)
    for piece in living:
        for problem in piece.problems:
            problem["code"] = piece.item["code"]


def _kept_parent(piece: Piece, section: str, printed: Mapping[str, Piece]) -> str | None:
    """An indicator may name a parent that gave several rows and none of its own: it stays as read."""
    read = piece.printed_parent
    untouched = (
        section == OF_INDICATORS == piece.read_as and read not in printed and "parent" not in piece.own
    )
    return (read or None) if untouched else None


def _parent(
    piece: Piece,
    section: str,
    printed: Mapping[str, Piece],
    keys: Mapping[str, Piece],
    before: Piece | None,
) -> str:
    """The key of the row it stands under: as decided, as printed, or as the row before it; '' at the root."""
    wanted = piece.own.get("parent")
    if wanted == "":
        return ""
    if wanted is not None and wanted in keys:
        above: Piece | None = keys[wanted]
    elif piece.printed_code and piece.read_as == section:
        above = printed.get(piece.printed_parent)
    elif "-" in piece.key and (first := keys[piece.key.partition("-")[0]]).section == section and first.lives:
        return first.parent_key
    elif before is None:
        above = None
    else:
        above = before if before.kind == GROUP else keys.get(before.parent_key)
    seen: set[str] = set()
    while above is not None and above.key not in seen:
        seen.add(above.key)
        if above.into:
            above = keys[above.into]
        fits = above.kind == GROUP or section == OF_INDICATORS
        if above.lives and above.section == section and fits and above is not piece:
            return above.key
        above = printed.get(above.printed_parent) if above.printed_code else keys.get(above.parent_key)
    return ""


def _break_circles(living: Sequence[Piece], keys: Mapping[str, Piece]) -> None:
    for piece in living:
        seen, step = {piece.key}, keys.get(piece.parent_key)
        while step is not None:
            if step.key in seen:
                piece.parent_key = ""
                piece.say(
                    [Remark(ERROR, _("Một nhóm không thể nằm trong chính nó. Chọn nhóm khác."), "parent")]
                )
                break
            seen.add(step.key)
            step = keys.get(step.parent_key)


def _code(living: Sequence[Piece], keys: Mapping[str, Piece]) -> None:
    """Printed codes stay; typed, moved and new rows take what is left, each once."""
    taken: dict[str, str] = {}
    waiting: list[Piece] = []
    wanted: dict[str, str] = {}
    for piece in living:
        wanted[piece.key] = ""
        if _keeps_code(piece, keys) and piece.printed_code not in taken:
            taken[piece.printed_code] = piece.key
            piece.item["code"] = piece.printed_code
        else:
            waiting.append(piece)
    for piece in waiting:
        parent = keys.get(piece.parent_key)
        own = _wish(piece, parent, keys, taken)
        typed = (piece.own.get("set") or {}).get("code")
        if typed and own in taken:
            said = _("Mã “%(code)s” đã dùng cho dòng khác. Ghi mã khác.") % {"code": own}
            piece.say([Remark(ERROR, said, "code")])
        if len(own) > LONGEST_CODE or not CODE.fullmatch(own):
            said = _("Mã chỉ gồm chữ, số, dấu chấm và gạch ngang, không quá 40 ký tự.")
            piece.say([Remark(ERROR, said, "code")])
            own = piece.printed_code or "?"
        code = own if own not in taken else _next_letter(own, taken)
        taken[code] = piece.key
        piece.item["code"] = code


def _keeps_code(piece: Piece, keys: Mapping[str, Piece]) -> bool:
    typed = (piece.own.get("set") or {}).get("code")
    if typed or not piece.printed_code or "parent" in piece.own:
        return False
    parent = keys.get(piece.parent_key)
    while parent is not None:
        renamed = (parent.own.get("set") or {}).get("code") or "parent" in parent.own
        if renamed and parent.printed_code and piece.printed_code.startswith(f"{parent.printed_code}."):
            return False
        parent = keys.get(parent.parent_key)
    return True


def _wish(piece: Piece, parent: Piece | None, keys: Mapping[str, Piece], taken: Mapping[str, str]) -> str:
    """The code a row asks for, before it is made unique."""
    typed = (piece.own.get("set") or {}).get("code")
    if typed:
        return codes.tidy(str(typed))
    above = parent.item.get("code", "") if parent else ""
    if piece.printed_code:
        under = f"{parent.printed_code}." if parent and parent.printed_code else ""
        if "parent" not in piece.own and under and piece.printed_code.startswith(under):
            return f"{above}.{piece.printed_code.removeprefix(under)}"
        last = piece.printed_code.rsplit(".", 1)[-1]
        return f"{above}.{last}" if above else last
    cut_off = keys.get(piece.key.partition("-")[0]) if "-" in piece.key else None
    if cut_off is not None and cut_off.item.get("code") and cut_off.section == piece.section:
        return cut_off.item["code"]
    begin = f"{above}." if above else ""
    number = next(n for n in range(1, len(taken) + 2) if f"{begin}{n}" not in taken)
    return f"{begin}{number}"


def _next_letter(code: str, taken: Mapping[str, str]) -> str:
    """4, 4a, 4b …, as laws number what is put between."""
    for letter in codes.LETTERS:
        if f"{code}{letter}" not in taken:
            return f"{code}{letter}"
    return next(f"{code}-{n}" for n in range(2, len(taken) + 3) if f"{code}-{n}" not in taken)


# what is said of the whole


def _sums(
    rows: Sequence[Any], pieces: Sequence[Piece], facts: Mapping[str, Any], decisions: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Printed sums that do not add up: as read, or computed again where rows or money were changed."""
    decided = any(set(row.decision or ()) - {"accepted"} for row in rows) or decisions.get("dropped")
    if not decided:
        return [
            {**row.parsed, "where": (row.printed or {}).get("where", "")}
            for row in rows
            if row.kind == figures.KIND
        ]
    prose = [row for row in rows if row.kind == figures.KIND and row.parsed["section"] != OF_TASKS]
    reading = Reading(Document([]))
    places = reading.facts["places"] = {}
    for piece in _in_tree_order(pieces, OF_TASKS):
        code, parent = piece.item["code"], piece.item.get("parent") or ""
        places[code] = _money_places(piece)
        place = (piece.block, piece.position)
        reading.rows.append(kinds.Row(TASKS, code, piece.where, parent, parsed=piece.item, at=place))
    cells = (cell for row in rows for cell in (row.printed or {}).get("cells") or ())
    reading.facts["texts"] = {cell["where"]: cell["text"] for cell in cells}
    dropped = {piece.block for piece in pieces if piece.dropped}
    reading.facts["totals"] = [
        (
            frozenset(total["blocks"]),
            Sums(TOTAL, "", {(year, source): Decimal(million) for year, source, million in total["figures"]}),
            total["where"],
            {(year, source): where for year, source, where in total["places"]},
        )
        for total in facts.get("totals") or ()
        if not dropped.intersection(total["blocks"])
    ]
    return [
        *({**row.parsed, "where": row.where} for row in figures.parse(reading, [])),
        *({**row.parsed, "where": (row.printed or {}).get("where", "")} for row in prose),
    ]


def _money_places(piece: Piece) -> dict[tuple[int | None, str], str]:
    """Where each figure of a row stands, by (year, source)."""
    found: dict[tuple[int | None, str], str] = {}
    for cell in piece.cells:
        if cell.get("field") == "budget":
            path = cell["heading"].split(" / ")
            found.setdefault((money.year_of(path), money.source_of(path)), cell["where"])
    return found


def _in_tree_order(pieces: Sequence[Piece], section: str) -> list[Piece]:
    """The living rows of a section as printed; where rows were moved, each under its group."""
    living = [piece for piece in pieces if piece.lives and piece.section == section]
    if not any("parent" in piece.own for piece in living):
        return living
    under: dict[str, list[Piece]] = {}
    for piece in living:
        under.setdefault(piece.parent_key, []).append(piece)
    ordered: list[Piece] = []
    waiting = list(reversed(under.get("", ())))
    while waiting:
        piece = waiting.pop()
        ordered.append(piece)
        waiting.extend(reversed(under.get(piece.key, ())))
    return ordered


def _cycle(row: Any, decisions: Mapping[str, Any]) -> Piece:
    """A proposed reporting day, with what the officer says of it."""
    own = (decisions.get("cycles") or {}).get(str(row.position)) or {}
    piece = Piece(
        key=str(row.position),
        position=row.position,
        block=(row.printed or {}).get("block", 0),
        where=(row.printed or {}).get("where", ""),
        kind="cycle",
        section="plan",
        item=deepcopy(row.parsed),
        cells=list((row.printed or {}).get("cells") or ()),
        problems=[_keyed(problem, set(own.get("accepted") or ())) for problem in row.problems],
        own=own,
        dropped=bool(own.get("dropped")),
    )
    typed = own.get("set") or {}
    for name in ("month", "day"):
        if name in typed:
            text = str(typed[name]).strip()
            high = 12 if name == "month" else 31
            number = int(text) if text.isdecimal() else 0
            if text and not 1 <= number <= high:
                piece.say([Remark(ERROR, _("“%(text)s” không phải ngày, tháng.") % {"text": text}, name)])
            else:
                piece.item[name] = number or None
    for name in ("bound", "frequency", "purpose", "who", "to", "via", "due_text"):
        if typed.get(name):
            piece.item[name] = typed[name]
    if typed:
        piece.problems = [problem for problem in piece.problems if problem["severity"] == ERROR]
        piece.changed = frozenset(typed)
    return piece


def _head(
    plan: Mapping[str, Any], typed: Mapping[str, Any], names: Names
) -> tuple[dict[str, Any], dict[str, str]]:
    """The plan's head as it stands, days in ISO, and what is wrong with typed values."""
    years = dict(plan.get("horizon") or {})
    if typed.get("title"):
        years = dict(zip(("from", "to", "vision"), head.horizon_of(typed["title"]), strict=True))
    now: dict[str, Any] = {
        **{
            name: plan.get(name) or ""
            for name in ("number", "kind", "title", "issued_on", "issuer", "province")
        },
        "focal": "",
        "focal_agency": plan.get("focal_agency") or "",
        "horizon_from": years.get("from"),
        "horizon_to": years.get("to"),
        "vision_to": years.get("vision"),
        "legal_bases": list(plan.get("legal_bases") or ()),
    }
    wrong: dict[str, str] = {}
    for name in ("number", "kind", "title", "issuer", "province", "focal"):
        if name in typed:
            now[name] = clean(str(typed[name]))
    if len(now["issuer"]) > LONGEST_ISSUER:
        wrong["issuer"] = _("Nơi ban hành dài quá 200 ký tự.")
    if len(now["number"]) > LONGEST_CODE:
        wrong["number"] = _("Số, ký hiệu dài quá 40 ký tự.")
    if "issued_on" in typed:
        try:
            day = typed_day(typed["issued_on"])
            now["issued_on"] = day.isoformat() if day else ""
        except Refused as refused:
            now["issued_on"], wrong["issued_on"] = "", refused.message
    if "legal_bases" in typed:
        now["legal_bases"] = [line.strip() for line in str(typed["legal_bases"]).splitlines() if line.strip()]
    for name in ("horizon_from", "horizon_to", "vision_to"):
        if name in typed:
            text = str(typed[name]).strip()
            now[name] = int(text) if re.fullmatch(r"(?:19|20)\d\d", text) else None
            if text and now[name] is None:
                wrong[name] = _("“%(text)s” không phải năm.") % {"text": text}
    if now["horizon_from"] and now["horizon_to"] and now["horizon_from"] > now["horizon_to"]:
        wrong["horizon_to"] = _("Năm cuối trước năm đầu.")
    if now["focal"]:
        named = next((entry.name for entry in names.entries if entry.key == now["focal"]), "")
        now["focal_agency"] = named or now["focal_agency"]
    return now, wrong


def only_year(title: str) -> int | None:
    """The plan's own year where it is a plan for one year."""
    start, end, _vision = head.horizon_of(title)
    return start if start and start == end else None


def _general(
    reading: Mapping[str, Any],
    rows: Sequence[Any],
    facts: Mapping[str, Any],
    decisions: Mapping[str, Any],
    head_now: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """What is doubted of the document itself; a doubt about a value of the head goes when it is given."""
    stored = facts.get("problems")
    if stored is None:
        of_rows = Counter((p["severity"], p["message"]) for row in rows for p in row.problems)
        stored = []
        for problem in reading.get("problems", ()):
            mark = (problem["severity"], problem["message"])
            if of_rows[mark]:
                of_rows[mark] -= 1
            else:
                stored.append(problem)
    accepted = set(decisions.get("accepted") or ())
    typed = decisions.get("head") or {}
    about = {"focal_agency": "focal"}
    return [
        _keyed(problem, accepted)
        for problem in stored
        if not (
            (name := about.get(problem.get("field", ""), problem.get("field", ""))) in typed
            and head_now.get(name)
        )
    ]


def _unknown(pieces: Sequence[Piece], names: Names) -> dict[str, list[str]]:
    """Agencies the rows name and the register does not know, each once, with the keys of the rows."""
    found: dict[str, list[str]] = {}
    known: dict[str, bool] = {}
    for piece in pieces:
        if not piece.lives:
            continue
        for name in [*(piece.item.get("lead") or ()), *(piece.item.get("coordinating") or ())]:
            if piece.kind == GROUP:
                continue
            if name not in known:
                known[name] = names.find(name) is not None
            if not known[name]:
                found.setdefault(name, []).append(piece.key)
    return found


def _names_nobody(names: Names, name: str) -> bool:
    """Whether a name is a phrase for several agencies that cannot be told ("các đơn vị liên quan")."""
    mentions = names.split(name)
    return bool(mentions) and all(mention.unnamed for mention in mentions)


def _exported(reading: Mapping[str, Any], found: Effective) -> dict[str, Any]:
    plan = {**reading.get("plan", {})}
    for name in ("number", "kind", "title", "issued_on", "issuer", "province", "focal_agency"):
        plan[name] = found.head[name] or None
    if "horizon" in plan:
        plan["horizon"] = {
            "from": found.head["horizon_from"],
            "to": found.head["horizon_to"],
            "vision": found.head["vision_to"],
        }
        plan["legal_bases"] = found.head["legal_bases"]
    kept = [cycle for cycle in found.cycles if not cycle.dropped]
    plan["cycles"] = [{key: cycle.item[key] for key in cycles.SHOWN} for cycle in kept]
    proposals = [p.item for p in found.pieces if p.proposed and p.kind == SKIPPED and not p.dropped]
    tasks = [piece.item for piece in _in_tree_order(found.pieces, OF_TASKS)]
    goals = [
        {key: value for key, value in p.item.items() if key != "lead_text"}
        for p in _in_tree_order(found.pieces, OF_INDICATORS)
    ]
    problems = [_problem(problem["section"] or "plan", "", problem) for problem in found.general]
    for piece in [*kept, *(p for p in found.pieces if p.lives)]:
        problems += [
            _problem(piece.section, piece.item.get("code", ""), {**p, "where": piece.where})
            for p in piece.problems
        ]
    return {
        **reading,
        "plan": plan,
        "tasks": tasks,
        "indicators": goals,
        **({"proposals": proposals} if "proposals" in reading else {}),
        "discrepancies": [{key: row[key] for key in figures.SHOWN} for row in found.sums],
        "problems": problems,
    }


def _problem(section: str, code: str, problem: Mapping[str, Any]) -> dict[str, str]:
    return {
        "section": section,
        "code": code,
        "where": problem.get("where", ""),
        "severity": problem["severity"],
        "message": problem["message"],
    }
