"""What stands in an official report, without how it is set: frozen data that the PDF, Word and Excel makers all read.

The parts are those of NĐ 30/2020/NĐ-CP, Phụ lục I: letterhead, number and date, name and abstract, bases, addressees,
body, signature, recipients, annexes. Texts arrive cleaned (NFC, no control characters) and are set literally: no
maker reads markup in them. Nothing here knows a model; builders in `province` and `agency` take frozen data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeVar

from agencies.titles import province_title as province_title
from common import format as vn
from common.papers import LANDSCAPE_MM as LANDSCAPE_MM
from common.papers import MANY_LINES
from common.papers import Cell as Cell
from common.papers import plain as plain
from common.text import lower_first
from reporting.consolidation.words import plan_name
from reporting.rollup.payload import PlanRef

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
COLLECTIVE = "Ủy ban nhân dân"
NOTHING = "Không có nội dung báo cáo."


BLANK = "\u00a0"
T = TypeVar("T")

_SUB_HEADING = re.compile(r"\d+(\.\d+)*\. .{0,200}[^.;:,!?]")


RowKind = Literal["row", "group", "total"]


@dataclass(frozen=True)
class OfficialHead:
    """`number` and `place_date` are whole lines; their blanks stay open until the paper is issued.

    A line break in `issuing_agency` is kept: "ỦY BAN NHÂN DÂN" over "TỈNH …".
    """

    parent_agency: str
    issuing_agency: str
    number: str
    place_date: str
    type_name: str
    abstract: str
    legal_bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    authority: tuple[str, ...]  # TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH
    name: str


@dataclass(frozen=True)
class Column:
    """`width` in millimetres of the text width; a table's columns add up to it."""

    title: str
    width: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Row:
    """An ordinary row has one text per column. A group row has two: its number, and a text over all other columns."""

    cells: tuple[str, ...]
    kind: RowKind = "row"


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Table:
    """`caption` stands above it, `note` below in italics, `size` is the type size in points.

    A table that is kept `together` on one page has to be short. `breakable` says for each row whether it may run
    over the foot of a page: only one of many lines may, the others stay whole.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    note: str = ""
    size: int = 12
    together: bool = False
    kind: str = field(default="table", init=False)
    breakable: tuple[bool, ...] = field(init=False)

    def __post_init__(self) -> None:
        letter_mm = self.size * 0.16  # the mean width of a letter of this face
        per_line = [column.width / letter_mm for column in self.columns]

        def lines(row: Row) -> float:
            if row.kind == "group":
                return 0
            return max(
                sum(max(1, len(line) / room) for line in text.split("\n"))
                for text, room in zip(row.cells, per_line, strict=True)
            )

        object.__setattr__(self, "breakable", tuple(lines(row) > MANY_LINES for row in self.rows))


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Section:
    """A part of the outline: "I", "Công tác chỉ đạo, điều hành"."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Annex:
    """`label` is "Phụ lục I" (without number where there is one only), `reference` "(Kèm theo Báo cáo số …)"."""

    label: str
    title: str
    reference: str
    blocks: tuple[Block, ...]
    landscape: bool = True


@dataclass(frozen=True)
class SheetColumn:
    """`kind` is text, count, percent (0–100), million (triệu đồng), number or date; `width` in characters."""

    title: str
    width: float
    kind: Literal["text", "count", "percent", "million", "number", "date"] = "text"


@dataclass(frozen=True)
class Sheet:
    """A table for reckoning: numbers stay numbers. `lead` are the lines above it."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialReport:
    """A whole paper, closed by "./.". `marking` is DỰ THẢO or '', `footnote` the small line at the foot of every page.

    `made_at` dates the file itself: the same content gives the same bytes.
    """

    head: OfficialHead
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: str
    signature: Signature
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    sheets: tuple[Sheet, ...]
    marking: str
    footnote: str
    made_at: datetime

    @property
    def title(self) -> str:
        return f"{self.head.type_name.capitalize()} {lower_first(self.head.abstract)}"


@dataclass(frozen=True)
class ProvinceReportContent(OfficialReport):
    """The province's consolidated report: annexes I tasks, II indicators, III money, IV agencies."""


@dataclass(frozen=True)
class AgencyReportContent(OfficialReport):
    """One agency's report to the focal agency: annexes of its task lines and its measure lines."""


# ------------------------------------------------------------------------------------------------- shared by builders


def blocks_of(text: str) -> tuple[Block, ...]:
    """Edited text as blocks: one line is one paragraph; "1. Tên mục" without a stop at its end is a sub-heading."""
    lines = [line for line in text.split("\n") if line]
    return tuple(Heading(line) if _SUB_HEADING.fullmatch(line) else Paragraph(line) for line in lines)


def place_name(title: str) -> str:
    """The name before "ngày … tháng …": without tỉnh or thành phố."""
    for prefix in ("tỉnh ", "thành phố "):
        title = title.removeprefix(prefix)
    return title


def as_date(moment: datetime | None) -> date | None:
    """The day on the wall clock of the office."""
    return vn.local(moment).date() if moment else None


def plan_and_day(plan: PlanRef) -> str:
    """`Kế hoạch số 12/KH-UBND ngày 09/09/2021`."""
    return plan_name(plan) + (f" ngày {vn.paper_day(plan.issued_on)}" if plan.issued_on else "")


def balanced(name: str, limit: int = 26) -> str:
    """A long name on two lines of about the same length, as a letterhead has it; rather before a VÀ than after."""
    if len(name) <= limit or "\n" in name:
        return name
    gaps = [n for n, char in enumerate(name) if char == " "]

    def lopsided(gap: int) -> float:
        return abs(gap - len(name) / 2) - (3 if name.startswith("VÀ ", gap + 1) else 0)

    middle = min(gaps, key=lopsided, default=0)
    return f"{name[:middle]}\n{name[middle + 1 :]}" if middle else name


def listed(lines: Sequence[str]) -> tuple[str, ...]:
    """The list under "Nơi nhận": a dash before each, a semicolon after, a full stop after the last."""
    bare = [line.strip(" -;.") for line in lines if line.strip(" -;.")]
    return tuple(f"- {line}{'.' if n == len(bare) else ';'}" for n, line in enumerate(bare, start=1))


def authority_lines(post: str, collective: str = "") -> tuple[str, ...]:
    """Lines above the name: TM. for a collective body, KT. where a deputy signs (NĐ 30/2020, Phụ lục I, II.7)."""
    post = post.upper()
    lines = [f"TM. {collective.upper()}"] if collective else []
    if post.startswith("PHÓ "):
        lines.append(f"KT. {post.removeprefix('PHÓ ')}")
    return (*lines, post)
