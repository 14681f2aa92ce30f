"""Kind: targets that stand only in running text, as proposals."""

import re
from collections.abc import Iterable, Iterator

from common.intake.kinds import NOTE, Json, PrintedCell, Reading, Row
from indicators import prose
from indicators.intake.contract import bounds
from indicators.intake.table import KIND as TABLE
from indicators.intake.tree import SECTION
from plans.intake.head import KIND as HEAD
from plans.intake.prose import Passage

KIND = "indicators.proposals"
HEADING = re.compile(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s")
ROMAN = re.compile(r"^\s*(?:[IVX]+|[A-D])[.)]\s|^\s*(?:PHẦN|Phần)\s")
OTHER_TITLE = re.compile(
    r"\b(?:yeu cau|nhiem vu|quan diem|pham vi|giai phap|noi dung|to chuc thuc hien|doi tuong)\b"
)
LONGEST_TITLE = 160  # characters


def parse(reading: Reading) -> list[Row]:
    """Targets that stand only in the text, as proposals: nothing becomes an indicator until an officer takes it."""
    if reading.of(TABLE):
        return []
    rows: list[Row] = []
    for passage, year in _aims(reading.facts["passages"]):
        for proposal in prose.proposals(passage.text):
            row = Row(KIND, prose.own_code(len(rows) + 1), passage.where, at=(passage.block, len(rows) + 1))
            row.printed = [PrintedCell(passage.text, field="name", where=passage.where)]
            target = proposal.target
            row.parsed = {
                "code": row.code,
                "parent": None,
                "kind": "indicator",
                "group": None,
                "name": proposal.name,
                "unit": proposal.unit,
                "horizon_year": proposal.year or year or _plan_year(reading),
                "scope": proposal.scope,
                "target_text": proposal.printed,
                **bounds(target.comparator, target.low, target.high),
                "lead": [],
            }
            rows.append(row)
    if rows:
        reading.say(
            NOTE,
            f"Có {len(rows)} mục tiêu chỉ nêu trong lời văn, không có bảng chỉ tiêu: đề xuất để chọn, chưa nhập.",
            section=SECTION,
            where=rows[0].where,
        )
    return rows


def _plan_year(reading: Reading) -> int | None:
    """The year the plan itself runs to, where it names no other."""
    horizon = next(row.parsed["horizon"] for row in reading.of(HEAD))
    return None if horizon["vision"] else horizon["to"]


def _aims(passages: Iterable[Passage]) -> Iterator[tuple[Passage, int | None]]:
    """The passages under headings of aims, each with the year its heading is for."""
    aims = False
    year: int | None = None
    for passage in passages:
        title = HEADING.match(passage.text) and len(passage.text) < LONGEST_TITLE
        if ROMAN.match(passage.text) and title:
            aims, year = "muc tieu" in passage.folded, prose.year_of(passage.text)
        elif title and OTHER_TITLE.search(passage.folded):
            aims = False
        elif title and "muc tieu" in passage.folded:
            aims = True
        if aims and (title or passage.text.rstrip().endswith(":")):
            year = prose.year_of(passage.text) or year
        if aims and not (title and passage.text.rstrip().endswith(":")):
            yield passage, year


def export(reading: Reading, exported: Json) -> None:
    exported["proposals"] = [row.parsed for row in reading.of(KIND)]
