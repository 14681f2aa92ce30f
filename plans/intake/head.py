"""Kind: the head of a plan: number, type, title, day, province, who issued it, who runs it."""

from itertools import islice

from agencies.names import Names
from common.intake.blocks import Document
from common.intake.kinds import NOTE, WARNING, Json, PrintedCell, Reading, Row
from common.text import fold
from plans.intake.focal import focal_agency
from plans.intake.head_lines import HeadLines, read_head
from plans.intake.head_province import province_in
from plans.intake.head_words import (
    CENTRAL,
    CENTRAL_ISSUER,
    LONGEST_HEAD,
    OTHER_PAPER,
)
from plans.intake.horizon import horizon_of, only_year
from plans.intake.prose import passages

KIND = "plans.head"
# The values of a head that are read from its lines; the years it spans stand in the title.
VALUES = ("number", "kind", "title", "issued_on", "issuer", "province", "legal_bases")


def other_paper(document: Document) -> str:
    """What the paper calls itself where that is no plan (a contract, a week's calendar), '' where it may be one."""
    for line in islice(document.lines(widest=2), LONGEST_HEAD):
        if line.text.isupper() and OTHER_PAPER.match(fold(line.text)):
            return line.text.split("\n")[0].lower()
    return ""


def parse(reading: Reading) -> list[Row]:
    """One row for the plan; tells the later kinds the province, its names and the plan's year."""
    lines = list(reading.document.lines(widest=2))
    head = read_head(lines, reading.document)
    province, head.lines["province"] = province_in(reading, head, lines)
    names: Names = reading.register.names(province)
    issuer = names.find(head.issuer) if head.issuer else None
    all_passages = passages(reading.document, names)
    focal, said = focal_agency(all_passages, names)
    issued = head.issued_on.year if head.issued_on else None
    reading.facts.update(
        {
            "province": province,
            "names": names,
            "passages": all_passages,
            "year": only_year(head.title, issued),
            "focal_agency": focal,
        }
    )
    row = Row(KIND, "", "", printed=[*_cells(head), *said])
    row.parsed = {
        "number": head.number or None,
        "kind": head.kind or None,
        "title": head.title or None,
        "province": province or None,
        "issued_on": head.issued_on.isoformat() if head.issued_on else None,
        "issuer": issuer.name if issuer else names.spelled(head.issuer) or head.issuer or None,
        "focal_agency": focal or None,
        "horizon": dict(zip(("from", "to", "vision"), horizon_of(head.title, issued), strict=True)),
        "legal_bases": head.bases,
    }
    _remarks(reading, head, province, focal)
    return [row]


def _cells(head: HeadLines) -> list[PrintedCell]:
    """The printed line of each value, with the cell or paragraph it stands in."""
    return [
        PrintedCell(line.text, "", name, line.place) for name in VALUES for line in head.lines.get(name, ())
    ]


def _remarks(reading: Reading, head: HeadLines, province: str, focal: str) -> None:
    if not head.number:
        reading.say(
            WARNING,
            "Không thấy số, ký hiệu của kế hoạch (có thể là dự thảo). Nhập số trước khi xác nhận.",
            field="number",
        )
    if not head.issued_on:
        reading.say(
            WARNING, "Không thấy ngày ban hành. Nhập ngày ban hành trước khi xác nhận.", field="issued_on"
        )
    if not head.kind:
        reading.say(
            WARNING, "Không rõ loại văn bản (kế hoạch, đề án, chương trình). Chọn loại văn bản.", field="kind"
        )
    if head.annex_only:
        reading.say(
            NOTE, "Tệp chỉ có phụ lục: tên kế hoạch lấy từ tên phụ lục, sửa lại nếu cần.", field="title"
        )
    elif not head.title:
        reading.say(WARNING, "Không thấy tên kế hoạch. Nhập tên trước khi xác nhận.", field="title")
    if CENTRAL.search(head.number) or (not province and CENTRAL_ISSUER.match(fold(head.issuer))):
        reading.say(NOTE, "Văn bản của cơ quan Trung ương, không thuộc tỉnh nào.")
    elif not province:
        reading.say(
            WARNING, "Không rõ kế hoạch của tỉnh, thành phố nào. Chọn tỉnh, thành phố.", field="province"
        )
    elif not reading.facts["names"].known:
        reading.say(NOTE, f"Danh bạ chưa có cơ quan của {province}: tên cơ quan giữ nguyên như in.")
    if not focal:
        reading.say(
            NOTE,
            "Không thấy cơ quan đầu mối trong văn bản. Chọn cơ quan đầu mối khi xác nhận.",
            field="focal_agency",
        )


def export(reading: Reading, exported: Json) -> None:
    [row] = reading.of(KIND)
    exported["plan"] = {**row.parsed, "cycles": []}
