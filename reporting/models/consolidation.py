"""The province report: figures frozen, text edited, issued once, kept for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import StoredFile, new_ref
from reporting.models.collection import Period
from reporting.querysets import ProvinceReportQuerySet


class ProvinceReport(models.Model):
    """The consolidated report of a period. A correction of an issued edition is a new edition."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=9,
        default="drafting",
        choices=[
            ("drafting", _("Đang soạn")),
            ("submitted", _("Đã trình Văn phòng UBND")),
            ("returned", _("Bị trả lại")),
            ("issued", _("Đã ban hành")),
        ],
    )
    version = models.PositiveIntegerField(default=1)
    sections = models.JSONField(default=list)
    known_at = models.DateTimeField(null=True)
    figures = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    official_no = models.CharField(max_length=60, blank=True)
    official_date = models.DateField(null=True)
    signer = models.CharField(max_length=150, blank=True)
    signer_post = models.CharField(max_length=150, blank=True)
    signed_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    change_note = models.TextField(blank=True)

    objects = ProvinceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tổng hợp")
        ordering = ["period", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["period", "edition"], name="report_edition_once"),
            models.UniqueConstraint(
                fields=["period"],
                condition=~Q(state="issued"),
                name="report_one_unissued",
                violation_error_message=_("Kỳ này đang có một bản báo cáo tổng hợp chưa ban hành."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "issued"])
                | (Q(known_at__isnull=False) & Q(figures__isnull=False) & ~Q(sha256="")),
                name="report_submitted_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (
                    ~Q(official_no="")
                    & Q(official_date__isnull=False)
                    & ~Q(signer="")
                    & Q(signed_file__isnull=False)
                ),
                name="report_issue_is_complete",
                violation_error_message=_("Ban hành cần số, ngày, người ký và tệp đã ký."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.edition}"


class ReportFile(models.Model):
    """A file the portal made of an edition, by format and checksum."""

    report = models.ForeignKey(ProvinceReport, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=[(f, f) for f in ("pdf", "docx", "xlsx")])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "format", "sha256"], name="reportfile_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.format}"
