"""Making the files of a province report: the same content for the page, the job and the command."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from agencies.models import User
from common.errors import Refused
from common.files import store_file
from common.models import StoredFile
from reporting.consolidation.drafting import default_sections
from reporting.consolidation.services import agency_words, frozen_figures, is_frozen, sections_of
from reporting.documents import RENDERERS, province_report
from reporting.documents.content import ProvinceReportContent
from reporting.documents.province import Issue
from reporting.models import Period, ProvinceReport, ReportFile
from reporting.rollup import rollup

Progress = Callable[[int, int, str], None]
STEPS = 4


def content_of(period: Period, report: ProvinceReport | None, at: dt.datetime) -> ProvinceReportContent:
    """What a period's report says: frozen figures once submitted, figures of now while it is being drafted.

    Without a report the text is the one a draft would start with.
    """
    if report is not None and is_frozen(report):
        figures = frozen_figures(report)
    else:
        figures = rollup(period, day=at.date(), known_at=at, parts=True)
    sections = default_sections(figures, agency_words(period)) if report is None else sections_of(report)
    return province_report(
        figures, {section["key"]: section["text"] for section in sections}, _issue(period, report)
    )


def _issue(period: Period, report: ProvinceReport | None) -> Issue:
    addressees = tuple(_addressees(period))
    if report is None:
        return Issue(addressees=addressees)
    frozen = is_frozen(report)
    return Issue(
        addressees=addressees,
        state=report.state,
        edition=report.edition,
        sha256=report.sha256 if frozen else "",
        known_at=report.known_at if frozen else None,
        official_no=report.official_no,
        official_date=report.official_date,
        signer=report.signer,
        signer_post=report.signer_post,
        change_note=report.change_note,
    )


def _addressees(period: Period) -> list[str]:
    """Whom the province reports to; where it goes no further, whom the focal agency does."""
    stages = period.cycle.stages.select_related("to_agency").order_by("position")
    for kind in ("province", "focal"):
        found = [stage.receiver for stage in stages if stage.kind == kind and stage.receiver]
        if found:
            return found
    return []


def newest_report(period: Period) -> ProvinceReport | None:
    """The latest edition of a period's report, if there is one."""
    return period.reports.order_by("-edition").first()


def render(
    period: Period, report: ProvinceReport | None, fmt: str, at: dt.datetime, progress: Progress | None = None
) -> bytes:
    """The bytes of a period's report in `fmt` (pdf, docx or xlsx). Raises Refused for another format."""
    if fmt not in RENDERERS:
        raise Refused(_("Chỉ xuất được PDF, DOCX hoặc XLSX."))
    say = progress or (lambda done, total, message: None)
    say(1, STEPS, _("Đang cộng số liệu"))
    content = content_of(period, report, at)
    say(2, STEPS, _("Đang dàn trang"))
    make, _content_type = RENDERERS[fmt]
    return make(content)


def file_name(period: Period, fmt: str) -> str:
    """A name that says what the file is, safe on every system."""
    number = period.plan.number.replace("/", "-")
    return f"bao-cao-tong-hop-{number}-{period.to_on.year}.{fmt}"


def make_file(
    *,
    period: Period,
    report: ProvinceReport | None,
    fmt: str,
    by: User | None,
    at: dt.datetime,
    progress: Progress | None = None,
) -> StoredFile:
    """Render and keep a file; files of a frozen edition are listed with it."""
    say = progress or (lambda done, total, message: None)
    data = render(period, report, fmt, at, say)
    say(3, STEPS, _("Đang lưu tệp"))
    stored = store_file(upload_or_bytes=data, name=file_name(period, fmt), by=by, allowed=(fmt,), at=at)
    if report is not None and report.state in ("submitted", "issued"):
        ReportFile.objects.get_or_create(
            report=report, format=fmt, sha256=stored.sha256, defaults={"file": stored, "at": at}
        )
    return stored
