"""The forms in which an officer corrects a draft: what each field shows, and what of a posted form was changed.

Every field carries what it showed when the form was opened (`was-…`): only what the person changed himself is kept, so
that two people who correct different values of a row do not undo each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.names import Names
from common import format as vn
from common.intake.kinds import NOTE
from indicators import targets
from plans import money, timeframe
from plans.intake.assignments import assign
from plans.models import PlanKind
from reporting.intake import draft_rows
from reporting.intake.effective import (
    GROUP,
    INDICATOR,
    OF_INDICATORS,
    SKIPPED,
    SOURCES,
    TASK,
    Effective,
    Piece,
)

SPARE_MONEY = 2  # empty lines for money that is not there yet
COMPARATOR_WORDS = {
    ">=": gettext_lazy("ít nhất (≥)"),
    ">": gettext_lazy("trên (>)"),
    "<=": gettext_lazy("nhiều nhất (≤)"),
    "<": gettext_lazy("dưới (<)"),
    "=": gettext_lazy("đúng bằng"),
    "between": gettext_lazy("trong khoảng"),
    "top_n": gettext_lazy("thuộc nhóm dẫn đầu"),
    "growth": gettext_lazy("tăng mỗi năm"),
    "qualitative": gettext_lazy("định tính"),
}


@dataclass
class Field:
    """One control: `was` is what it showed first, `value` what it shows now, `theirs` what a colleague put there."""

    name: str
    label: str
    value: str
    control: str = "text"
    was: str = ""
    hint: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    suggests: bool = False
    theirs: str | None = None
    wide: bool = False
    reads: bool = False  # what the text is understood as is shown beside it while it is typed

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be corrected here, not only looked at."""
        return any(error["severity"] == "error" for error in self.errors)


@dataclass
class Money:
    """One line of money: year, source and amount as typed."""

    place: int
    year: str
    source: str
    typed: str


@dataclass
class RowForm:
    """The form of one row: its place, its parts, the lines of money, and where it may be cut in two."""

    key: str
    place: list[Field]
    fields: list[Field]
    values: list[Field]
    money: list[Money]
    money_was: str
    money_errors: list[dict[str, str]]
    cuts: list[tuple[int, str, str]]
    is_part: bool
    joined: bool
    decided: bool


def row_form(
    found: Effective, piece: Piece, groups: list[tuple[str, str]], posted: Mapping[str, str] | None = None
) -> RowForm:
    """The form of a row as it stands, or as it was `posted` where it could not be kept."""
    put = _reader(piece.problems, posted)
    kinds = [
        (GROUP, _("Nhóm")),
        (TASK, _("Nhiệm vụ")),
        (INDICATOR, _("Chỉ tiêu")),
        (SKIPPED, _("Không nhập")),
    ]
    item, typed = piece.item, piece.own.get("set") or {}

    def say(name: str, stands: Any) -> str:
        return str(typed.get(name, stands) if typed.get(name) is not None else stands or "")

    place = [
        put("kind", _("Dòng này là"), piece.kind, options=kinds, control="select"),
        put("code", _("Mã"), say("code", item.get("code", ""))),
        put(
            "parent",
            _("Thuộc nhóm"),
            piece.parent_key,
            options=[("", _("Không thuộc nhóm nào")), *groups],
            control="select",
            wide=True,
        ),
    ]
    name = put(
        "name", _("Nội dung"), say("name", item.get("name") or _longest(piece)), control="textarea", wide=True
    )
    agencies = {
        "suggests": True,
        "reads": True,
        "hint": _("Nhiều cơ quan cách nhau bằng dấu chấm phẩy; tên mới được hỏi ở mục cơ quan."),
    }
    lead = "; ".join(item.get("lead") or ())
    if piece.section == OF_INDICATORS and piece.kind != SKIPPED:
        fields = [name, put("lead", _("Cơ quan theo dõi"), say("lead", lead), wide=True, **agencies)]
        values = [
            put("unit", _("Đơn vị tính"), say("unit", item.get("unit"))),
            put("horizon_year", _("Năm phải đạt"), say("horizon_year", item.get("horizon_year"))),
            put(
                "target_text",
                _("Mục tiêu như in"),
                say("target_text", item.get("target_text")),
                wide=True,
                reads=True,
                hint=_("Sửa chữ thì mục tiêu được đọc lại."),
            ),
            put(
                "comparator",
                _("Đọc là"),
                say("comparator", item.get("comparator")),
                control="select",
                options=[("", _("để trống")), *COMPARATOR_WORDS.items()],
            ),
            put("low", _("Số, mức dưới"), _number(typed, item, "low")),
            put("high", _("Mức trên"), _number(typed, item, "high")),
        ]
    else:
        fields = [
            name,
            put("lead", _("Chủ trì"), say("lead", lead), wide=True, **agencies),
            put(
                "coordinating",
                _("Phối hợp"),
                say("coordinating", "; ".join(item.get("coordinating") or ())),
                wide=True,
                suggests=True,
                reads=True,
            ),
            put("product", _("Sản phẩm"), say("product", item.get("product")), control="textarea", wide=True),
            put("notes", _("Ghi chú"), say("notes", item.get("notes")), control="textarea", wide=True),
        ]
        values = [
            put(
                "time_text",
                _("Thời gian như in"),
                say("time_text", item.get("time_text")),
                wide=True,
                reads=True,
                hint=_("Sửa chữ thì ngày được đọc lại; ngày ghi ở bên được giữ nguyên."),
            ),
            put("start", _("Từ ngày"), _day(typed, item, "start"), control="day"),
            put("end", _("Đến ngày"), _day(typed, item, "end"), control="day"),
            put(
                "recurring",
                _("Thường xuyên"),
                ("1" if typed["recurring"] in ("1", "on", True) else "")
                if "recurring" in typed
                else "1"
                if item.get("recurring")
                else "",
                control="checkbox",
            ),
            put(
                "trigger_text",
                _("Chờ điều kiện"),
                say("trigger_text", item.get("trigger_text")),
                wide=True,
                hint=_("Việc phải có trước, chép như in; để trống nếu không chờ gì."),
            ),
        ]
    lines = _money(piece, posted)
    text = str(item.get("name") or _longest(piece))
    return RowForm(
        piece.key,
        place,
        fields,
        values,
        lines if piece.section != OF_INDICATORS or piece.kind == SKIPPED else [],
        posted.get("was-budget", "") if posted else _money_said(lines),
        [
            problem
            for problem in piece.problems
            if problem["field"] == "budget" and problem["severity"] != "note"
        ],
        cuts(text),
        "-" in piece.key,
        bool(piece.own.get("joined")),
        bool(piece.own),
    )


def changed(form: RowForm, posted: Mapping[str, str]) -> tuple[dict[str, Any], str | None, str | None]:
    """What the person changed: the fields typed, the kind and the parent where they are others."""
    fields = {field.name: field for field in (*form.place, *form.fields, *form.values)}
    found = _changed(fields, posted)
    kind, parent = found.pop("kind", None), found.pop("parent", None)
    lines = _posted_money(posted)
    if lines is not None and _money_said(lines) != posted.get("was-budget", ""):
        found["budget"] = [
            {"year": line.year, "source": line.source, "typed": line.typed} for line in lines if line.typed
        ]
    return found, kind, parent


def _changed(fields: Mapping[str, Field], posted: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for name, control in fields.items():
        value = posted.get(name, "" if control.control == "checkbox" else None)
        if value is None:
            continue
        value = value.replace("\r\n", "\n").strip()
        if value != posted.get(f"was-{name}", "").replace("\r\n", "\n").strip():
            found[name] = value
    return found


def _reader(problems: list[dict[str, Any]], posted: Mapping[str, str] | None) -> Callable[..., Field]:
    """A function that makes a field: as it stands, or as posted, with its problems and what changed under it."""

    def put(name: str, label: str, stands: Any, **more: Any) -> Field:
        stands = str(stands or "")
        errors = [
            {"severity": p["severity"], "message": p["message"]}
            for p in problems
            if p["field"] == name and p["severity"] != "note" and not p["accepted"]
        ]
        one = Field(name, label, stands, was=stands, errors=errors, **more)
        if posted is not None:
            one.was = posted.get(f"was-{name}", stands)
            one.value = posted.get(name, "" if one.control == "checkbox" else stands)
            plain = one.was.replace("\r\n", "\n")
            one.theirs = stands if stands != plain and stands != one.value.replace("\r\n", "\n") else None
        return one

    return put


def _longest(piece: Piece) -> str:
    return max((cell["text"] for cell in piece.cells), key=len, default="")


def _day(typed: Mapping[str, Any], item: Mapping[str, Any], name: str) -> str:
    if name in typed:
        return str(typed[name] or "")
    return vn.day(item[name]) if item.get(name) else ""


def _number(typed: Mapping[str, Any], item: Mapping[str, Any], name: str) -> str:
    if name in typed:
        return str(typed[name] or "")
    return str(item.get(name) or "").replace(".", ",")


def _money(piece: Piece, posted: Mapping[str, str] | None) -> list[Money]:
    """The lines of money as they stand, with a few empty ones."""
    lines = _posted_money(posted) if posted else None
    if lines is None:
        typed = (piece.own.get("set") or {}).get("budget")
        cells = (
            [(str(c.get("year") or ""), c.get("source") or "total", str(c.get("typed") or "")) for c in typed]
            if typed is not None
            else [
                (str(c["year"] or ""), c["source"], vn.number(c["million"]))
                for c in piece.item.get("budget") or ()
            ]
        )
        lines = [Money(place, *cell) for place, cell in enumerate(cells)]
    spare = range(len(lines), len(lines) + SPARE_MONEY)
    return [*lines, *(Money(place, "", "total", "") for place in spare)]


def _posted_money(posted: Mapping[str, str] | None) -> list[Money] | None:
    if posted is None or "money-0" not in posted:
        return None
    lines = []
    place = 0
    while f"money-{place}" in posted and place < 200:
        amount, year = posted[f"money-{place}"].strip(), posted.get(f"year-{place}", "").strip()
        source = posted.get(f"source-{place}", "total")
        if amount:
            lines.append(Money(len(lines), year, source, amount))
        place += 1
    return lines


def _money_said(lines: list[Money]) -> str:
    return ";".join(f"{line.year}|{line.source}|{line.typed}" for line in lines if line.typed)


def sources() -> list[tuple[str, str]]:
    """The kinds of money a line may be."""
    return [(code, money.WORDS.get(code, _("tổng, không tách nguồn"))) for code in SOURCES]


def cuts(text: str) -> list[tuple[int, str, str]]:
    """Where a text may be cut in two: behind a line's end, a semicolon or a sentence; (place, before, after)."""
    found = []
    for place, sign in enumerate(text[:-1]):
        after = text[place + 1 :]
        ends = sign == "\n" or (sign in ";." and after[:1] in (" ", "\n"))
        if ends and text[:place].strip() and after.strip():
            found.append((place + 1, text[:place].strip()[-60:], after.strip()[:60]))
    return found[:20]


def meaning(name: str, text: str, unit: str, names: Names, year: int | None) -> tuple[str, list[str]]:
    """What a text is understood as, in words, and what is doubted: for the officer while he types."""
    if name == "time_text":
        frame = timeframe.parse(text, year)
        item = {
            "start": frame.starts_on,
            "end": frame.ends_on,
            "recurring": frame.recurring,
            "trigger_text": frame.trigger_text,
        }
        return draft_rows.time_words(item), [frame.doubt] if frame.doubt else []
    if name == "target_text":
        goal = targets.parse(text, unit)
        item = {"comparator": goal.comparator, "low": goal.low, "high": goal.high}
        return draft_rows.target_words(item), [goal.doubt] if goal.doubt else []
    assigned = assign(names, text, "")
    said = "; ".join(assigned.parsed["lead"])
    return said, [remark.message for remark in assigned.remarks if remark.severity != NOTE]


# the head


@dataclass
class CycleForm:
    """A proposed reporting day: its printed words, its fields, whether it is taken."""

    key: str
    printed: str
    where: str
    fields: list[Field]
    kept: bool
    problems: list[dict[str, Any]]


@dataclass
class HeadForm:
    fields: list[Field]
    cycles: list[CycleForm]


def head_form(
    found: Effective,
    decided: Mapping[str, Any],
    provinces: list[str],
    agencies: list[tuple[str, str]],
    focal: str,
    posted: Mapping[str, str] | None = None,
) -> HeadForm:
    """The form of the plan's head and of the reporting days read from its text."""
    head = found.head
    wrong = [
        {"severity": "error", "message": sentence, "field": name, "accepted": False}
        for name, sentence in found.head_problems.items()
    ]
    put = _reader([*wrong, *found.general], posted)

    def say(name: str, stands: Any) -> str:
        return str(decided.get(name, stands) or "")

    issued = vn.day(head["issued_on"]) if head["issued_on"] else ""
    kinds = [("", _("Chọn loại văn bản")), *((code, str(label)) for code, label in PlanKind.choices)]
    names = [("", _("Chọn tỉnh, thành phố")), *((name, name) for name in provinces)]
    fields = [
        put("number", _("Số, ký hiệu"), say("number", head["number"])),
        put("issued_on", _("Ngày ban hành"), say("issued_on", issued), control="day"),
        put("kind", _("Loại văn bản"), say("kind", head["kind"]), control="select", options=kinds),
        put("title", _("Tên"), say("title", head["title"]), control="textarea", wide=True),
        put("issuer", _("Nơi ban hành"), say("issuer", head["issuer"]), wide=True),
        put("province", _("Tỉnh, thành phố"), head["province"] if head["province"] in provinces else "",
            control="select", options=names),
        put("focal", _("Cơ quan đầu mối"), focal, control="select",
            options=[("", _("Chọn cơ quan")), *agencies], wide=True),
        put("horizon_from", _("Từ năm"), say("horizon_from", head["horizon_from"]), control="year"),
        put("horizon_to", _("Đến năm"), say("horizon_to", head["horizon_to"]), control="year"),
        put("vision_to", _("Tầm nhìn đến"), say("vision_to", head["vision_to"]), control="year"),
        put("legal_bases", _("Căn cứ"), "\n".join(head["legal_bases"]), control="textarea", wide=True,
            hint=_("Mỗi căn cứ một dòng.")),
    ]  # fmt: skip
    return HeadForm(fields, [_cycle_form(cycle, posted) for cycle in found.cycles])


def _cycle_form(cycle: Piece, posted: Mapping[str, str] | None) -> CycleForm:
    begin = f"cycle-{cycle.key}-"
    mine = None
    if posted is not None:
        mine = {
            key.replace(begin, "", 1): value
            for key, value in posted.items()
            if key.startswith((begin, f"was-{begin}"))
        }
    put = _reader(cycle.problems, mine)
    typed, item = cycle.own.get("set") or {}, cycle.item
    fields = [
        put("day", _("Ngày"), typed.get("day", item.get("day"))),
        put("month", _("Tháng"), typed.get("month", item.get("month"))),
        put(
            "bound",
            _("Cách tính"),
            item.get("bound") or "before",
            control="select",
            options=[
                ("before", _("trước ngày")),
                ("on", _("đúng ngày, tính cả ngày đó")),
                ("month", _("trong tháng")),
            ],
        ),
        put(
            "purpose",
            _("Nội dung"),
            item.get("purpose") or "progress",
            control="select",
            options=[
                ("progress", _("tiến độ")),
                ("budget_estimate", _("dự toán kinh phí")),
                ("review", _("sơ kết, tổng kết")),
            ],
        ),
        put("who", _("Ai báo cáo"), item.get("who"), wide=True),
        put("to", _("Báo cáo về"), item.get("to"), wide=True, suggests=True),
        put("via", _("Qua"), item.get("via"), wide=True, suggests=True),
    ]
    for one in fields:
        one.name = f"{begin}{one.name}"
    kept = not cycle.dropped
    if posted is not None:
        kept = f"{begin}keep" in posted
    printed = " ".join(cell["text"] for cell in cycle.cells)
    return CycleForm(cycle.key, printed, cycle.where, fields, kept, cycle.open_problems)


def changed_head(
    form: HeadForm, found: Effective, posted: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the person changed of the head, and of the reporting days."""
    typed = _changed({field.name: field for field in form.fields}, posted)
    cycles: dict[str, dict[str, Any]] = {}
    stands = {cycle.key: cycle for cycle in found.cycles}
    for cycle in form.cycles:
        begin = f"cycle-{cycle.key}-"
        given = _changed({field.name: field for field in cycle.fields}, posted)
        dropped = f"{begin}keep" not in posted
        if given or dropped != stands[cycle.key].dropped:
            cycles[cycle.key] = {
                "set": {name.replace(begin, "", 1): value for name, value in given.items()},
                "dropped": dropped,
            }
    return typed, cycles
