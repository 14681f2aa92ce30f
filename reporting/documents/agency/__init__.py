"""One agency's report to the focal agency, as the agency signs it: its prose, its task lines, its measures."""

import datetime as dt
import re

from common import format as vn
from common.text import fold, lower_first
from reporting.consolidation.words import NARRATIVE, PARTS, plan_name
from reporting.documents.agency import measures, money, tasks
from reporting.documents.agency.lines import SubmissionCopy
from reporting.documents.content import (
    COLLECTIVE,
    DRAFT,
    NOTHING,
    AgencyReportContent,
    Block,
    Heading,
    OfficialHead,
    Paragraph,
    Section,
    Signature,
    authority_lines,
    balanced,
    blocks_of,
    listed,
    place_name,
    plain,
    plan_and_day,
    province_title,
)
from reporting.documents.letter import (
    annex_reference,
    annexes,
    date_words,
    moment_words,
    number_line,
    span_words,
)

__all__ = ["agency_report", "initials"]

_SMALL_WORDS = {"và", "các", "của", "với"}  # left out of an agency's initials


def agency_report(data: SubmissionCopy) -> AgencyReportContent:
    """The report ready to be set; its number and day stay open for the agency's own clerk."""
    data = plain(data)
    province = province_title(data.province)
    made_at = vn.local(data.made_at)
    number = number_line("", f"BC-{initials(data.agency)}")
    on = date_words(None, made_at.year)
    plan = plan_name(data.period.plan)
    subject = f"Kết quả thực hiện {plan_and_day(data.period.plan)}, {lower_first(data.period.label)}"
    lead = (f"{data.agency} – {plan} – {data.period.label}",)
    return AgencyReportContent(
        head=OfficialHead(
            parent_agency=_parent(data, province),
            issuing_agency=balanced(_issuing(data.agency).upper()),
            number=number,
            place_date=f"{place_name(province)}, {on}",
            type_name="BÁO CÁO",
            abstract=subject,
            addressees=(_focal(data, province),),
        ),
        opening=(_opening(data, province),),
        sections=_sections(data),
        closing=f"Trên đây là báo cáo {lower_first(subject)} của {data.agency}./.",
        signature=Signature(_authority(data.agency), ""),
        recipients=listed(("Như trên", "Lưu: VT")),
        annexes=annexes(
            [
                (f"Bảng kết quả thực hiện các nhiệm vụ của {plan}", tasks.blocks(data.tasks), True),
                (f"Bảng kết quả thực hiện các chỉ tiêu của {plan}", measures.blocks(data.measures), True),
            ],
            annex_reference(number, on, data.agency),
        ),
        sheets=(tasks.sheet(data.tasks, lead), measures.sheet(data.measures, lead)),
        marking="" if data.sent_at else DRAFT,
        footnote=_footnote(data.sent_at, made_at),
        made_at=made_at,
    )


def initials(agency: str) -> str:
    """The agency's letters in a document number: `Sở … và …` → S…, `UBND huyện …` → UBND."""
    if fold(agency).startswith(("ubnd", "uy ban nhan dan")):
        return "UBND"
    words = re.findall(r"\w+", agency)
    return "".join(word if word.isupper() else word[0] for word in words if word not in _SMALL_WORDS).upper()


def _is_committee(agency: str) -> bool:
    return initials(agency) == "UBND"


def _parent(data: SubmissionCopy, province: str) -> str:
    """A department stands under the province's committee; a committee signs for itself."""
    return f"{COLLECTIVE}\n{province}".upper() if data.agency_kind == "so" else ""


def _issuing(agency: str) -> str:
    """ỦY BAN NHÂN DÂN over its unit's name; every other agency in one piece."""
    if not _is_committee(agency):
        return agency
    unit = re.sub(r"^(UBND|ủy ban nhân dân|uỷ ban nhân dân)\s+", "", agency, flags=re.IGNORECASE)
    return f"{COLLECTIVE}\n{unit}"


def _focal(data: SubmissionCopy, province: str) -> str:
    """To the focal agency; the focal agency itself reports to the committee."""
    return f"{COLLECTIVE if data.agency == data.focal_agency else data.focal_agency} {province}"


def _authority(agency: str) -> tuple[str, ...]:
    if _is_committee(agency):
        return authority_lines("Chủ tịch", COLLECTIVE)
    return authority_lines("Giám đốc" if agency.startswith("Sở ") else "Thủ trưởng cơ quan")


def _opening(data: SubmissionCopy, province: str) -> str:
    return (
        f"Thực hiện {plan_and_day(data.period.plan)} của {COLLECTIVE} {province}, {data.agency} báo cáo kết quả thực "
        f"hiện {lower_first(data.period.label)} ({span_words(data.period)}) như sau:"
    )


def _footnote(sent_at: dt.datetime | None, made_at: dt.datetime) -> str:
    if sent_at is None:
        return f"Bản đang soạn, lập lúc {moment_words(made_at)}, chưa gửi"
    return f"Theo báo cáo gửi trên hệ thống lúc {moment_words(vn.local(sent_at))}"


def _sections(data: SubmissionCopy) -> tuple[Section, ...]:
    def prose(key: str) -> tuple[Block, ...]:
        return blocks_of(data.narrative.get(key) or "") or (Paragraph(NOTHING),)

    results: list[Block] = [Heading("1. Kết quả thực hiện các nhiệm vụ"), *tasks.prose(data.tasks)]
    if data.measures:
        results += [Heading("2. Kết quả thực hiện các chỉ tiêu"), *measures.prose(data.measures)]
    results += [Heading(f"{3 if data.measures else 2}. Kinh phí thực hiện"), *money.prose(data.tasks)]
    assessment: list[Block] = []
    for n, key in enumerate(("assessment", "difficulties"), start=1):
        assessment += [Heading(f"{n}. {NARRATIVE[key]}"), *prose(key)]
    blocks = {
        "I": prose("direction"),
        "II": tuple(results),
        "III": tuple(assessment),
        "IV": prose("outlook"),
        "V": prose("proposals"),
    }
    return tuple(Section(number, PARTS[number], blocks[number]) for number in PARTS)
