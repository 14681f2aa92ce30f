"""The province report: drafted from the figures and the agencies' words, frozen when submitted, issued once."""

import datetime as dt
from typing import Required, TypedDict, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import User
from common import audit
from common.errors import Conflict, Refused
from common.models import StoredFile
from common.oddities import say_once
from common.states import move
from common.text import clean
from reporting import rules
from reporting.collection.entries import Saved, edit_mark, refuse_stale
from reporting.collection.sent_copy import prose_of
from reporting.consolidation.drafting import AgencyWords, default_sections
from reporting.models import Period, ProvinceReport, Submission
from reporting.rollup import Payload, Unreadable, checksum, from_json, rollup, to_json
from reporting.states import REPORT


def agency_words(period: Period) -> list[AgencyWords]:
    """What the approved submissions say in their prose, in the register's order."""
    rows = (
        Submission.objects.of_period(period)
        .filter(state="approved")
        .order_by("agency__position", "agency_id")
        .values_list("agency__name", "narrative")
    )
    return [AgencyWords(name, prose_of(words)) for name, words in rows]


def is_frozen(report: ProvinceReport) -> bool:
    """Whether an edition speaks from figures of its own, which nothing changes any more."""
    return report.figures is not None and report.state in ("submitted", "issued")


def frozen_figures(report: ProvinceReport) -> Payload:
    """The figures a report froze, in whichever shape they were stored then; `checksum` of that is its `sha256`.

    Raises Refused where it has frozen none, or none that can be read.
    """
    if report.figures is None:
        raise Refused(_("Báo cáo này chưa chốt số liệu."))
    try:
        return from_json(report.figures)
    except Unreadable:
        say_once(f"the frozen figures of report {report.ref} cannot be read")
        raise Refused(_("Số liệu đã chốt của báo cáo này không đọc được.")) from None


class Part(TypedDict, total=False):
    """One part of an edition's text; `edit` says who wrote it last, `title` stands where the outline has none."""

    key: Required[str]
    text: Required[str]
    title: str
    edit: dict[str, object]


def sections_of(report: ProvinceReport) -> list[Part]:
    """The parts of an edition as they are kept, key and text each; what has neither is no part."""
    kept = report.sections if isinstance(report.sections, list) else []
    return [cast(Part, part) for part in kept if isinstance(part, dict) and {"key", "text"} <= part.keys()]


@transaction.atomic
def draft_report(
    *, period: Period, by: User | None, at: dt.datetime, change_note: str = "", checked: bool = True
) -> ProvinceReport:
    """Start the next edition of a period's report, its text drafted from figures and words known now.

    Raises Refused when an unissued edition exists, or a correction comes without saying what changed.
    """
    if checked and not rules.runs_the_period(by, period):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch soạn được báo cáo tổng hợp."))
    last = period.reports.order_by("-edition").first()
    if last is not None and last.state != "issued":
        raise Refused(_("Kỳ này đang có một bản báo cáo tổng hợp chưa ban hành."))
    if last is not None and not change_note.strip():
        raise Refused(_("Ghi nội dung điều chỉnh so với bản đã ban hành."), field="change_note")
    figures = rollup(period, day=at.date(), known_at=at, parts=True)
    try:
        report = ProvinceReport.objects.create(
            period=period,
            edition=1 if last is None else last.edition + 1,
            sections=default_sections(figures, agency_words(period)) if last is None else last.sections,
            supersedes=last,
            change_note=change_note.strip(),
        )
    except IntegrityError:
        raise Conflict(_("Người khác vừa tạo báo cáo tổng hợp của kỳ này. Tải lại trang.")) from None
    audit.record(by=by, verb="draft_report", target=report, province_id=period.plan.province_id)
    return report


@transaction.atomic
def save_section(
    *, report: ProvinceReport, key: str, text: str, version: int, by: User, at: dt.datetime
) -> Saved:
    """Save the edited text of one section while the report is being drafted.

    Raises EditConflict when somebody else changed this section since `version`: nothing is written.
    """
    report = (
        ProvinceReport.objects.select_for_update(of=("self",))
        .select_related("period__cycle__plan")
        .get(pk=report.pk)
    )
    if not rules.edits_the_report(by, report):
        raise Refused(_("Chỉ cơ quan đầu mối của kế hoạch sửa được báo cáo tổng hợp."))
    if report.state not in ("drafting", "returned"):
        raise Refused(_("Báo cáo đã trình hoặc đã ban hành; không sửa lời văn được nữa."))
    current = {section["key"]: section for section in sections_of(report)}.get(key)
    if current is None:
        raise Refused(_("Không có phần này trong đề cương."))
    refuse_stale(current.get("edit"), version, by, current["text"], report.version)
    report.version += 1
    current["text"] = clean(text)
    current["edit"] = edit_mark(report.version, by, at)
    report.save(update_fields=["sections", "version"])
    return Saved(report.version, at, [], "")


@transaction.atomic
def redraft_section(*, report: ProvinceReport, key: str, by: User, at: dt.datetime) -> Saved:
    """Put the text drafted from today's figures back into one section."""
    figures = rollup(report.period, day=at.date(), known_at=at, parts=True)
    drafted = {
        section["key"]: section["text"] for section in default_sections(figures, agency_words(report.period))
    }
    return save_section(
        report=report, key=key, text=drafted.get(key, ""), version=report.version, by=by, at=at
    )


@transaction.atomic
def submit_report(
    *, report: ProvinceReport, by: User | None, at: dt.datetime, version: int | None = None
) -> None:
    """Submit to the people's committee's office: figures freeze as known now, with their checksum."""
    figures = to_json(rollup(report.period, day=at.date(), known_at=at, parts=True))
    move(
        report,
        REPORT["submit_report"],
        by=by,
        version=version,
        province_id=report.period.plan.province_id,
        known_at=at,
        figures=figures,
        sha256=checksum(figures),
    )


@transaction.atomic
def return_report(*, report: ProvinceReport, reason: str, by: User | None) -> None:
    """Take a submitted report back for correction; submitting again freezes figures anew."""
    move(report, REPORT["return_report"], by=by, reason=reason, province_id=report.period.plan.province_id)


@transaction.atomic
def issue_report(
    *,
    report: ProvinceReport,
    by: User | None,
    official_no: str,
    official_date: dt.date | None,
    signer: str,
    signer_post: str,
    signed_file: StoredFile | None,
    at: dt.datetime,
    version: int | None = None,
) -> None:
    """Record the issue: number, date, signer and the signed file. An issued edition never changes.

    Raises Refused with the field that is missing.
    """
    wanted = {
        "official_no": (official_no.strip(), _("Ghi số, ký hiệu văn bản.")),
        "official_date": (official_date, _("Ghi ngày ban hành.")),
        "signer": (signer.strip(), _("Ghi họ tên người ký.")),
        "signed_file": (signed_file, _("Chọn tệp đã ký.")),
    }
    for field, (value, sentence) in wanted.items():
        if not value:
            raise Refused(sentence, field=field)
    if official_date is not None and official_date > at.date():
        raise Refused(_("Ngày ban hành ở tương lai; kiểm tra lại."), field="official_date")
    move(
        report,
        REPORT["issue_report"],
        by=by,
        version=version,
        province_id=report.period.plan.province_id,
        official_no=official_no.strip(),
        official_date=official_date,
        signer=signer.strip(),
        signer_post=signer_post.strip(),
        signed_file=signed_file,
    )
