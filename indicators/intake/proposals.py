"""Kind: targets that stand only in running text, as proposals."""

import re
from collections.abc import Iterable, Iterator

from common.intake.kinds import NOTE, WARNING, Json, PrintedCell, Reading, Remark, Row
from common.text import fold
from indicators import prose
from indicators.intake.contract import SECTION, bounds
from indicators.intake.table import KIND as TABLE
from plans.intake.head import KIND as HEAD
from plans.intake.prose import Passage

KIND = "indicators.proposals"
HEADING = re.compile(r"^\s*(?:\(?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ])(?:[.)/]+|\s?[-–])\)?\s)")
ROMAN = re.compile(r"^\s*(?:[IVX]{1,5}|[A-D])(?:[.)/]|\s?[-–])\s|^\s*(?:PHẦN|Phần|PHỤ LỤC|Phụ lục|CHƯƠNG)\s")
AIMS = re.compile(r"\b(?:muc tieu|chi tieu)\b")
OTHER_TITLE = re.compile(
    r"\b(?:yeu cau|nhiem vu|quan diem|pham vi|giai phap|noi dung|to chuc thuc hien|doi tuong|phu luc|danh muc)\b"
)
LONGEST_TITLE = 160  # characters
# How alike two names of a measure are, of the words of the shorter: enough alone, and enough beside the same number.
ALIKE, ALIKE_AND_EQUAL = 0.75, 0.5
_COMMON = frozenset(
    "ty le ti so cua cac va cho tai tren dia ban tinh trong duoc co dat den tu muc voi la o".split()
)


def parse(reading: Reading) -> list[Row]:
    """Targets the text states and no table of indicators holds: nothing becomes one until an officer takes it."""
    held = [row.parsed for row in reading.of(TABLE) if row.parsed["kind"] == "indicator"]
    known = [(_words(item["name"]), item) for item in held]
    rows: list[Row] = []
    for passage, year in _aims(reading.facts["passages"]):
        for proposal in prose.proposals(passage.text):
            horizon = proposal.year or year or _plan_year(reading)
            target = proposal.target
            item = {
                "parent": None,
                "kind": "indicator",
                "group": None,
                "name": proposal.name,
                "unit": proposal.unit,
                "horizon_year": horizon,
                "scope": proposal.scope,
                "target_text": proposal.printed,
                **bounds(target.comparator, target.low, target.high),
                "lead": [],
            }
            if any(_same(item, words, other) for words, other in known):
                continue
            row = Row(KIND, prose.own_code(len(rows) + 1), passage.where, at=(passage.block, len(rows) + 1))
            row.printed = [PrintedCell(passage.text, field="name", where=passage.where)]
            row.parsed = {"code": row.code, **item}
            if target.doubt:
                row.say(SECTION, [Remark(WARNING, target.doubt, "target_text")])
            rows.append(row)
    if rows:
        beside = "không có trong bảng chỉ tiêu" if held else "không có bảng chỉ tiêu"
        reading.say(
            NOTE,
            f"Có {len(rows)} mục tiêu chỉ nêu trong lời văn, {beside}: đề xuất để chọn, chưa nhập.",
            section=SECTION,
            where=rows[0].where,
        )
    return rows


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", fold(name)) if word not in _COMMON)


def _same(item: Json, words: frozenset[str], other: Json) -> bool:
    """Whether a table's row is the target of a text: names alike, or half alike beside the same number and year."""
    own = _words(item["name"])
    shared = len(own & words) / max(1, min(len(own), len(words)))
    if shared < ALIKE_AND_EQUAL:
        return False
    years = {item["horizon_year"], other["horizon_year"]} - {None}
    if len(years) > 1:
        return False
    return shared >= ALIKE or all(item[name] == other[name] for name in ("low", "high"))


def _plan_year(reading: Reading) -> int | None:
    """The year the plan itself runs to, where it names no other."""
    horizon = next(row.parsed["horizon"] for row in reading.of(HEAD))
    return None if horizon["vision"] else horizon["to"]


def _aims(passages: Iterable[Passage]) -> Iterator[tuple[Passage, int | None]]:
    """The passages under headings of aims, each with the year its heading is for."""
    aims = False
    year: int | None = None
    for passage in passages:
        text = passage.text.strip()
        title = _is_title(text)
        if title and (ROMAN.match(text) or text.isupper()):
            aims, year = bool(AIMS.search(passage.folded)), prose.year_of(text)
        elif title and AIMS.search(passage.folded):
            aims = True
        elif title and OTHER_TITLE.search(passage.folded):
            aims = False
        if aims and (title or text.endswith(":")):
            year = prose.year_of(text) or year
        if aims and not title:
            yield passage, year


def _is_title(text: str) -> bool:
    """Whether a line heads others: short, numbered or in capitals or ending in a colon, and no target itself."""
    if len(text) >= LONGEST_TITLE or text.endswith((".", ";")) or prose.has_figures(text):
        return False
    return bool(HEADING.match(text)) or text.isupper() or text.endswith(":")


def export(reading: Reading, exported: Json) -> None:
    exported["proposals"] = [row.parsed for row in reading.of(KIND)]
