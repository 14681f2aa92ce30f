"""The province's consolidated report, built from the roll-up's figures and the edited sections.

The letter stands here, its body with the summary tables in `body`, each annex with its sheet in a file of its own.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from common import format as vn
from common.text import lower_first
from reporting.consolidation.words import as_of, plan_name
from reporting.documents.content import (
    COLLECTIVE,
    DRAFT,
    Annex,
    OfficialHead,
    ProvinceReportContent,
    Sheet,
    Signature,
    authority_lines,
    listed,
    place_name,
    plain,
    plan_and_day,
    province_title,
)
from reporting.documents.letter import annex_reference, annexes, date_words, number_line, span_words
from reporting.documents.province import agencies, body, indicators, money, tasks
from reporting.rollup.payload import Payload

__all__ = ["Issue", "province_report"]

SIGN = "BC-UBND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What the report's row knows. Every field has its usual form: '' or () takes that.

    `state` drafting and returned are marked DỰ THẢO. `official_no` is "05" or "05/BC-UBND", '' leaves the number open.
    `authority` are the lines above the name, `place` stands where it is not the province's name, `province_title` is
    "thành phố Huế" where the province is no tỉnh. `change_note` says what a later edition changes.
    """

    state: str = "drafting"
    edition: int = 1
    sha256: str = ""
    known_at: dt.datetime | None = None
    official_no: str = ""
    official_date: dt.date | None = None
    signer: str = ""
    signer_post: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    abstract: str = ""
    authority: tuple[str, ...] = ()
    province_title: str = ""
    place: str = ""
    change_note: str = ""

    @property
    def frozen(self) -> bool:
        return self.state in ("submitted", "issued")


def province_report(figures: Payload, texts: Mapping[str, str], issue: Issue) -> ProvinceReportContent:
    """The report ready to be set. `texts` are the edited sections by key of OUTLINE."""
    figures, texts, issue = plain(figures), plain(dict(texts)), plain(issue)
    period, plan = figures.period, figures.plan
    province = issue.province_title or province_title(plan.province)
    known_at = vn.local(issue.known_at or figures.known_at)
    number = number_line(issue.official_no, SIGN)
    on = date_words(issue.official_date, known_at.year)
    issuer = f"{COLLECTIVE} {province}"
    subject = f"Kết quả thực hiện {plan_and_day(plan)} của {issuer}, {lower_first(period.label)}"
    return ProvinceReportContent(
        head=OfficialHead(
            parent_agency="",
            issuing_agency=f"{COLLECTIVE}\n{province}".upper(),
            number=number,
            place_date=f"{issue.place or place_name(province)}, {on}",
            type_name="BÁO CÁO",
            abstract=issue.abstract or subject,
            legal_bases=issue.legal_bases,
            addressees=issue.addressees,
        ),
        opening=(_opening(figures, issuer),),
        sections=body.sections(figures, texts),
        closing=f"Trên đây là báo cáo {lower_first(subject)}./.",
        signature=Signature(
            issue.authority or authority_lines(issue.signer_post or "Chủ tịch", COLLECTIVE), issue.signer
        ),
        recipients=listed(issue.recipients or ("Như trên", plan.focal_agency or "", "Lưu: VT")),
        annexes=_annexes(figures, annex_reference(number, on, issuer)),
        sheets=_sheets(figures),
        marking="" if issue.frozen else DRAFT,
        footnote=_footnote(issue, known_at),
        made_at=known_at,
    )


def _opening(figures: Payload, issuer: str) -> str:
    plan = figures.plan
    title = f" ({plan.title})" if plan.title and not plan.title.isupper() else ""
    return (
        f"Thực hiện {plan_and_day(plan)} của {issuer}{title}, {issuer} báo cáo kết quả thực hiện "
        f"{lower_first(figures.period.label)} ({span_words(figures.period)}) như sau:"
    )


def _footnote(issue: Issue, known_at: dt.datetime) -> str:
    """Edition, the moment up to which approvals count, and the first twelve digits of the figures' checksum."""
    moment = f"số liệu đã duyệt đến {known_at:%H:%M} ngày {vn.paper_day(known_at)}"
    edition = f"Bản tổng hợp lần {vn.count(issue.edition)}"
    if not issue.frozen or not issue.sha256:
        return f"{edition} · {moment} · số liệu chưa chốt"
    note = f" · {issue.change_note}" if issue.change_note else ""
    return f"{edition} · {moment} · mã kiểm tra số liệu {issue.sha256[:12]}{note}"


def _annexes(figures: Payload, reference: str) -> tuple[Annex, ...]:
    """Tasks, indicators, money, agencies; an empty one is left out, and the numbers close up."""
    plan = plan_name(figures.plan)
    return annexes(
        [
            (f"Tình hình thực hiện các nhiệm vụ của {plan}", tasks.blocks(figures), True),
            (f"Kết quả thực hiện các chỉ tiêu của {plan}", indicators.blocks(figures), True),
            (f"Kinh phí thực hiện {plan}", money.blocks(figures), False),
            ("Tình hình chấp hành chế độ báo cáo", agencies.blocks(figures), False),
        ],
        reference,
    )


def _sheets(figures: Payload) -> tuple[Sheet, ...]:
    lead = (f"{plan_name(figures.plan)} – {figures.period.label}, {as_of(figures)}",)
    return tuple(room.sheet(figures, lead) for room in (tasks, indicators, money, agencies))
