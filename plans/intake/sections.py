"""Kind: tasks as sections of prose headed by an agency ("1. Sở X" and its bullets)."""

import re

from common.intake.blocks import Document, Paragraph
from common.intake.kinds import WARNING, Claim, PrintedCell, Reading, Row
from common.text import fold
from plans.intake.paragraphs import around, heading_over
from plans.intake.rows import KIND, SECTION, Texts, put, understand

HEADED = re.compile(
    r"^(?:(?P<number>\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)]\s*|(?=[^:]+:\s*$))"
    r"(?:(?:trách nhiệm|nhiệm vụ) của\s+)?"
    r"(?P<agency>(?:Các\s+(?:sở|bộ|ban|phòng|vụ|cục)\s*:\s*)?[^:;.]{4,200}?)"
    r"(?:\s+(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì thực hiện))?\s*[:.]?$",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"^(?:các |đề nghị |giao )*(?:sở|ban(?! hành)|bộ(?! chỉ số| tiêu chí| phận| máy)|[ủu][ỷy] ban|ubnd|hđnd|hội đồng"
    r"|công an|văn phòng|ngân hàng|hội(?! nghị| thảo)|liên hiệp|liên minh|liên đoàn|đoàn|cục|chi cục|tổng cục|vụ"
    r"|phòng(?!,? chống)|thường trực|thanh tra|trung tâm|viện|trường|học viện|cơ sở|cơ quan|đơn vị|doanh nghiệp"
    r"|tập đoàn|tổng công ty|mặt trận|báo(?! cáo)|đài|kho bạc|bảo hiểm|thuế|thống kê|hải quan|tòa án"
    r"|kiểm toán|đảng|bưu điện|điện lực|viettel|vnpt|trạm|hạt"
    r"|viễn thông|tỉnh đoàn|tổ(?! chức)|khu|địa phương|thành viên|thủ trưởng|chủ tịch"
    r"|giám đốc)\b",
    re.IGNORECASE,
)
INNER = re.compile(r"^\s*[+*o•]\s+")
BULLET = re.compile(r"^\s*(?:[-–—+*•]|(?P<letter>[a-zđ])[.)])\s*")
LEAST = 3  # agency headings that make a section


def recognise(document: Document) -> list[Claim]:
    """Sections of prose with at least three headings that are agencies; those about duties before those about order."""
    found: dict[int, tuple[int, int]] = {}
    counts: dict[int, int] = {}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and _agency_of(block.text):
            first, last = around(document, index)
            found[first] = (first, last)
            counts[first] = counts.get(first, 0) + 1
    claims = [Claim((first, 1), 3.0, span) for first, span in found.items() if counts[first] >= LEAST]
    duties = [
        claim for claim in claims if "to chuc thuc hien" not in fold(heading_over(document, claim.content[0]))
    ]
    return duties or claims


def _agency_of(text: str) -> tuple[str, str] | None:
    """The number and the name of a heading that is an agency, None where a paragraph is none."""
    match = HEADED.match(text.strip())
    if match and AGENCY.match(match["agency"]) and not re.search(r"\d", match["agency"]):
        return match["number"] or "", match["agency"]
    return None


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """A group for every agency, a task for every bullet or paragraph below it; only where nothing else gave tasks."""
    if not claims or reading.of(KIND):
        return []
    rows: list[Row] = []
    for claim in claims:
        first, last = claim.content
        if "to chuc thuc hien" in fold(heading_over(reading.document, first)):
            reading.say(
                WARNING,
                "Không có bảng nhiệm vụ: nhiệm vụ đọc từ phần tổ chức thực hiện. Kiểm tra lại từng dòng.",
                section=SECTION,
                where=reading.document.blocks[first].where,
            )
        rows.extend(_rows(reading, first, last, {row.code for row in rows}))
    return rows


def _rows(reading: Reading, first: int, last: int, taken: set[str]) -> list[Row]:
    rows: list[Row] = []
    agency = group = over = ""
    count = offices = 0
    dashes = False  # under this office: only then is another bullet a part of the task above it
    for index, block in reading.document.paragraphs(first, last):
        headed = _agency_of(block.text)
        if headed:
            group, agency = headed
            offices, dashes = offices + 1, False
            group = group or str(offices)
            while group in taken:
                group = f"L{group}"
            taken.add(group)
            count = 0
            over = block.where
            rows.append(_row(reading, group, "", "group", agency, over, index, ""))
            if headed[0]:
                rows[-1].printed.insert(0, PrintedCell(headed[0], "", "code", over))
        elif agency and dashes and INNER.match(block.text) and count:
            rows[-1].parsed["notes"] = "\n".join(filter(None, (rows[-1].parsed["notes"], block.text)))
            rows[-1].printed.append(PrintedCell(block.text, "", "notes", block.where))
        elif agency:
            count += 1
            bullet = BULLET.match(block.text)
            dashes = dashes or not INNER.match(block.text)
            own = (bullet["letter"] if bullet else None) or str(count)
            own = own if f"{group}.{own}" not in taken else f"{own}{count}"
            taken.add(f"{group}.{own}")
            name = block.text[bullet.end() :] if bullet else block.text
            rows.append(
                _row(reading, f"{group}.{own}", group, "task", name, block.where, index, agency, over)
            )
    return rows


def _row(
    reading: Reading,
    code: str,
    parent: str,
    kind: str,
    name: str,
    where: str,
    block: int,
    agency: str,
    over: str | None = None,
) -> Row:
    """`over` is the place of the heading that names the agency of a task."""
    understood = understand(
        Texts(name, agency), code=code, parent=parent, kind=kind, names=reading.facts["names"]
    )
    cells = [PrintedCell(name, "", "name", where)]
    if over is not None:
        cells.append(PrintedCell(agency, "", "lead", over))
    return put(reading, Row(KIND, code, where, parent, cells, at=(block, 0)), understood)
