"""What the headings of an annex mean, in any wording and order. Shared by task and indicator tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from common.intake.blocks import Document, Paragraph, Table
from common.intake.kinds import SKIPPED, Claim, PrintedCell, Row
from common.intake.tables import AGAIN, HEADING, ORDINALS, Column, Line, Section, goes_on, sections
from common.text import fold
from plans import codes, money
from plans.intake.column_words import words

NUMBER, NAME, LEAD, BOTH, COORDINATING = "number", "name", "lead", "both", "coordinating"
TIME, START, END, TIME_YEAR = "time", "start", "end", "time_year"
PRODUCT, MONEY, REMARKS, LEVEL = "product", "money", "remarks", "level"
INDICATOR, UNIT, TARGET, BASELINE, AGENCY_OR_UNIT, RESULT = (
    "indicator",
    "unit",
    "target",
    "baseline",
    "agency_or_unit",
    "result",
)

_YEAR = r"(?:19|20)\d\d"
HINT = re.compile(
    r"\b(?:tt|stt|noi dung|nhiem vu|cong viec|chi tieu|chi so|tieu chi|du an|de an|giai phap|hoat dong|chuong trinh"
    r"|ten)\b"
)


# Texts that are headings and nothing else: a row below a heading is one again only with some of these.
_PLAIN = re.compile(
    r"(?:so )?(?:tt|stt|thu tu)|(?:ten |noi dung )?(?:nhiem vu|cong viec|du an|de an|giai phap)\b.{0,40}"
    r"|(?:ten )?(?:chi tieu|chi so|muc tieu)\b.{0,40}"
    r"|noi dung|(?:co quan|don vi|so, nganh|phong, ban)\b.{0,20}\b(?:chu tri|thuc hien|phoi hop|tham muu)\b.{0,20}"
    r"|chu tri|phoi hop|thoi (?:gian|han)\b.{0,20}|tien do|san pham\b.{0,20}|ket qua|ghi chu|kinh phi\b.{0,30}"
    r"|(?:don vi tinh|dvt)|(?:den )?nam \d{4}"
)


def _hint(row: str, again: bool) -> bool:
    if again and sum(bool(_PLAIN.fullmatch(text)) for text in row.split(" | ")) < 2:
        return False
    return bool(HINT.search(row))


@lru_cache(maxsize=1 << 12)
def role_of_text(folded: str) -> str:
    """The role one heading text names, '' where it names none."""
    return next((one.role for one in words().headings if one.pattern.search(folded)), "")


def role_of(path: Sequence[str]) -> str:
    """The role of a column from the texts above it, folded, the lowest last."""
    if not path:
        return ""
    roles = [role_of_text(text) for text in path]
    leaf = roles[-1]
    if len(path) == 1 or leaf in {NUMBER, REMARKS}:
        return leaf
    above = [role for role in roles[:-1] if role]
    if leaf not in {MONEY, LEAD, COORDINATING, TIME, PRODUCT} and _pays(path):
        return MONEY
    if MONEY in above and leaf not in {LEAD, COORDINATING, TIME, PRODUCT}:
        return MONEY
    if TIME in above:
        return {TARGET: TIME_YEAR, MONEY: TIME}.get(leaf, leaf) or TIME
    if TARGET in above and _QUARTER.match(path[-1]):
        return BASELINE
    if leaf == TARGET and LEAD not in above:
        return BASELINE if BASELINE in above else TARGET
    return leaf or (above[-1] if above else "")


_LEADS = re.compile(r"\bchu tri\b|\bchu dau tu\b")
_QUARTER = re.compile(r"^q(?:uy)?\.? ?(?:[ivx]+|[1-4])$")


def _pays(path: Sequence[str]) -> bool:
    """Whether a column under a year names who pays ("Năm 2025 / Xã hội hóa"), or a unit of money."""
    year = any(re.search(rf"\b{_YEAR}\b", text) for text in path)
    return year and (money.source_of(path[-1:]) != "total" or money.unit_of(path[-1]) is not None)


def roles(columns: Iterable[Column]) -> dict[str, list[int]]:
    """Columns by role, left to right; what only the company of other columns tells is settled here."""
    found: dict[str, list[int]] = {}
    by_index = {column.index: column for column in columns}
    for column in by_index.values():
        found.setdefault(role_of(column.folded), []).append(column.index)
    found.pop("", None)
    if AGENCY_OR_UNIT in found:
        taken = LEAD in found or BOTH in found
        found.setdefault(UNIT if taken else LEAD, []).extend(found.pop(AGENCY_OR_UNIT))
    if INDICATOR in found and NAME not in found and TIME_YEAR in found:  # the way to a target, year by year
        found.setdefault(TARGET, []).extend(found.pop(TIME_YEAR))
    led = [index for index in found.get(LEAD, ()) if _LEADS.search(by_index[index].folded[-1])]
    if led and len(found[LEAD]) > len(led):  # who follows up or checks is none of those who lead
        found[LEAD] = led
    if START in found and END not in found and TIME in found:
        found[END] = found.pop(TIME)
    return found


_WORTH = {
    NUMBER: 1,
    LEAD: 3,
    BOTH: 3,
    COORDINATING: 2,
    TIME: 2.5,
    END: 2,
    PRODUCT: 1,
    RESULT: 0.5,
    TIME_YEAR: 2.5,
    MONEY: 1,
    REMARKS: 0.5,
}


def task_score(columns: list[Column]) -> float:
    """How much a heading looks like a table of tasks; 0 where it is none."""
    found = roles(columns)
    if NAME not in found or not found.keys() & {LEAD, BOTH, COORDINATING, TIME, END, TIME_YEAR}:
        return 0.0
    score = 3 + sum(worth for role, worth in _WORTH.items() if role in found)
    if {UNIT, TARGET} <= found.keys() or (INDICATOR in found and TIME not in found):
        score -= 3
    return score if score >= 6 else 0.0


def indicator_score(columns: list[Column]) -> float:
    """How much a heading looks like a table of indicators; 0 where it is none."""
    found = roles(columns)
    measured = found.keys() & {UNIT, TARGET, RESULT}
    if INDICATOR in found and found.keys() & {UNIT, TARGET, RESULT, LEAD, BOTH}:
        score = 4.0
    elif NAME in found and {UNIT, TARGET} <= found.keys():
        score = 3.0
    else:
        return 0.0
    score += sum(
        worth
        for role, worth in {NUMBER: 1, UNIT: 2, TARGET: 2.5, RESULT: 1.5, LEAD: 2}.items()
        if role in found
    )
    if TIME in found and not measured:
        score -= 3
    return score if score >= 5 else 0.0


# A paragraph that only marks a page between two parts of one table.
_PAGE_MARK = re.compile(r"(?:trang )?\W*\d{1,3}\W*$|\(?(?:tiếp theo|tiếp)\W*$", re.IGNORECASE)


def claims(document: Document, score: Callable[[list[Column]], float]) -> list[Claim]:
    """The headed parts of a document's tables that score as wanted."""
    found: list[Claim] = []
    last: Section | None = None
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            last = last if _PAGE_MARK.match(block.text) else None
            continue
        here = sections(block, score, _hint)
        firsts = _firsts(block) if here else []
        here = [section for section in here if _own_heading(block, section, firsts)]
        for section in here:  # a table of another kind may stand below in the same sheet
            section.end = _end(block, section, firsts)
        found.extend(Claim((index, section.first), section.score, section) for section in here)
        if here:
            last = here[-1]
        elif last is not None and goes_on(last, block) and not _headed(block):
            last.more.append(block)
    return found


def _own_heading(table: Table, section: Section, firsts: list[int]) -> bool:
    """Whether a heading below another one is more than a row whose words look like one."""
    if not any(first < section.first for first in firsts):
        return True
    return _hint(" | ".join(fold(cell.text) for cell in table.rows[section.first].printed), True)


def _end(table: Table, section: Section, firsts: list[int]) -> int:
    """Where a section ends: at the next heading of any kind, and over the title that heading has of its own."""
    below = [
        first
        for first in firsts
        if section.first < first < section.end
        and _hint(" | ".join(fold(cell.text) for cell in table.rows[first].printed), True)
    ]
    end = min([section.end, *below])
    while end < section.end and end - 1 > section.below and len(table.rows[end - 1].printed) < 2:
        end -= 1
    return end


def _firsts(table: Table) -> list[int]:
    """The rows of a table where a heading of any kind known here begins."""
    return [
        section.first for score in (task_score, indicator_score) for section in sections(table, score, _hint)
    ]


def _headed(table: Table) -> bool:
    """Whether a table has a heading of any kind known here."""
    return bool(_firsts(table))


_OFFICE = re.compile(
    r"(?:cac |- ?)?(?:so|bo|ubnd|uy ban|cong an|ban|cuc|vu|phong|van phong|vp|trung tam|hoi|thanh tra|doan|toan|nganh"
    r"|co quan|don vi|vien|truong|dai|bao|chi cuc|kho bac|ngan hang|doanh nghiep|tinh|huyen|xa|cap)\b"
)


def with_numbers(found: dict[str, list[int]], section: Section) -> dict[str, list[int]]:
    """The roles, with what only the cells tell: "Đơn vị" is a unit, a column without a heading holds the numbers."""
    for column in [
        index for index in found.get(LEAD, ()) if section.columns[index].folded[-1:] == ("don vi",)
    ]:
        texts = [text for line in section.lines() if (text := line.text(column))]
        if UNIT not in found and texts and not any(_OFFICE.match(fold(text)) for text in texts):
            rest = [index for index in found[LEAD] if index != column]
            found = {**{role: at for role, at in found.items() if role != LEAD}, UNIT: [column]}
            found = {**found, LEAD: rest} if rest else found
    if NUMBER in found:
        return found
    for bare in section.columns:
        if bare.path:
            continue
        texts = [text for line in section.lines() if (text := line.text(bare.index))]
        if texts and sum(codes.looks_like_number(text) for text in texts) * 3 > len(texts) * 2:
            return {**found, NUMBER: [bare.index]}
    return found


def title_of(line: Line) -> tuple[str, str] | None:
    """Number and name of a row merged across the table, wherever its cells begin; None for any other row."""
    printed = line.row.printed
    if line.wide < 2 or len(printed) > 2:
        return None
    widest = max(printed, key=lambda cell: cell.width)
    number = next((cell.text for cell in printed if cell is not widest), "")
    return (number, widest.text) if not number or codes.looks_like_number(number) else None


def title_cells(section: Section, line: Line) -> list[PrintedCell]:
    """The cells of a row merged across the table: its name and, where it has a cell of its own, its number."""
    widest = max(line.row.printed, key=lambda cell: cell.width)
    return [
        PrintedCell(
            cell.text, field="name" if cell is widest else "code", where=section.place_of(line.row, cell)
        )
        for cell in line.row.printed
    ]


def text_above(document: Document, block: int, section: Section) -> list[str]:
    """Titles over a table: paragraphs since the table before, and rows above its heading."""
    lines: list[str] = []
    for index in range(block - 1, max(-1, block - 9), -1):
        above = document.blocks[index]
        if not isinstance(above, Paragraph):
            break
        lines[:0] = [above.text]
    return [*lines, *section.above]


def line_above(document: Document, block: int, section: Section, text: str) -> tuple[str, str]:
    """The line over a table that holds this text, as printed, and its place; the table's own name else."""
    for row in section.table.rows[: section.first]:
        for cell in row.printed:
            if text in cell.text:
                return cell.text, section.place_of(row, cell)
    for above in reversed(document.blocks[max(0, block - 8) : block]):
        if isinstance(above, Paragraph) and text in above.text:
            return above.text, above.where
    return text, section.table.where


def printed_cells(section: Section, line: Line, fields: Mapping[int, str]) -> list[PrintedCell]:
    """The cells a row prints, each with its heading, the field it is read into (by column) and its place."""
    titles = section.titles
    return [
        PrintedCell(
            cell.text,
            titles[index],
            fields.get(index, ""),
            section.place_of(line.row, cell),
        )
        for index, cell in line.cells.items()
        if cell.text
    ]


_WHY = {
    HEADING: "Tiêu đề bảng.",
    ORDINALS: "Dòng đánh số cột.",
    AGAIN: "Tiêu đề bảng in lại.",
}


def skipped(block: int, place: int, where: str, cells: list[PrintedCell], why: str) -> Row:
    """A row that means nothing by itself, kept so that the officer sees it and may decide otherwise."""
    return Row(SKIPPED, "", where, printed=cells, parsed={"why": why}, at=(block, place))


def passed_over(section: Section, block: int) -> Iterator[Row]:
    """Headings, column numbers and repeated headings of a section, as skipped rows."""
    for place, row, why in section.passed_over():
        cells = [
            PrintedCell(cell.text, where=section.place_of(row, cell))
            for cell in row.printed
            if cell.row == row.index or why != HEADING
        ]
        if cells:
            yield skipped(block, place, row.where, cells, _WHY[why])
