"""One province in its season, small and complete: a person for every role, a plan, a period, a report in any state.

The stranger holds every role there is, in another province; the mixed person does too, and reports for the agency of
this one; the former reporter's role has ended.
"""

from decimal import Decimal

from agencies.models import Agency, Role, User
from common import jobs, list_jobs, outbox
from common.files import store_file
from common.models import DraftRow, ImportDraft, Job, OutboxMessage, StoredFile
from reporting.collection.entries import add_evidence
from reporting.collection.sending import endorse_submission, send_submission
from reporting.consolidation.services import draft_report, issue_report, return_report, submit_report
from reporting.models import Period, ProvinceReport, Submission
from reporting.review.services import approve_submission, return_submission
from tests import factories as make

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TODAY = "2026-11-13"
NOW = make.moment(TODAY, "09:00")


class World:
    """`submission`, `period` and `report` say in which state the season is wanted. Needs PORTAL_TODAY at `TODAY`."""

    def __init__(self, *, submission: str = "draft", period: str = "open", report: str = "none") -> None:
        self.province = make.province(name="Tỉnh Mẫu")
        self.focal = self._agency("Sở Công nghệ số", "Sở CNS")
        self.agency = self._agency("Sở Nông trại và Môi sinh", "Sở NT&MS")
        self.other_focal = self._agency("Sở Hạ tầng mềm", "Sở HTM")
        self.office = self._agency("Văn phòng tỉnh Mẫu", "VP Mẫu")
        self.people = self._people()
        self.plan = make.plan(
            self.province,
            number="7/KH-UBND",
            title="Kế hoạch chuyển đổi số tỉnh Mẫu giai đoạn 2026 - 2030",
            focal_agency=self.focal,
        )
        make.plan(self.province, number="8/KH-UBND", focal_agency=self.other_focal)
        self._content()
        self.period = self._period()
        self.submission = self._submission(submission)
        self.report = self._report(report)
        self.event = make.event(self.task, "extended", new_deadline=TODAY)
        if period == "closed":
            Period.objects.filter(pk=self.period.pk).update(state="closed", closed_at=NOW)
        self._belongings()

    def __getitem__(self, role: str) -> User | None:
        """The person of a role; None for "anonymous". Fresh, so that nothing is remembered from an earlier request."""
        person = self.people[role]
        return person and User.objects.get(pk=person.pk)

    def _agency(self, name: str, short: str) -> Agency:
        return make.agency(self.province, name=name, short_name=short)

    def _people(self) -> dict[str, User | None]:
        elsewhere = make.agency(make.province(name="Tỉnh Xa"), name="Sở Xa")
        stranger, mixed = make.user(name="Người Lạ"), make.user(name="Người Hai Nơi")
        for role in Role.values:
            make.membership(stranger, role, elsewhere)
            make.membership(mixed, role, elsewhere)
        make.membership(mixed, "reporter", self.agency)
        former = make.user(name="Người Cũ")
        make.membership(former, "reporter", self.agency, valid_to=make.day("2026-01-01"))
        return {
            "anonymous": None,
            "stranger": stranger,
            "mixed": mixed,
            "former": former,
            "reporter": make.user(role="reporter", at=self.agency, name="Trần Thị Reo"),
            "approver": make.user(role="approver", at=self.agency, name="Lê Văn Gật"),
            "neighbour": make.user(role="reporter", at=self.other_focal, name="Bùi Văn Bên"),
            "officer": make.user(role="focal_officer", at=self.focal, name="Phạm Thị Thu"),
            "other_officer": make.user(role="focal_officer", at=self.other_focal, name="Hồ Thị Khác"),
            "head": make.user(role="focal_leader", at=self.focal, name="Vũ Văn Đầu"),
            "leader": make.user(role="leader", at=self.office, name="Ngô Thị Lãnh"),
            "administrator": make.user(role="administrator", at=self.office, name="Đỗ Văn Trị"),
        }

    def _content(self) -> None:
        source = make.source(self.province, name_printed="Ngân sách tỉnh")
        heading = make.task(self.plan, kind="group", code="I", name="HẠ TẦNG SỐ")
        self.task = make.task(
            self.plan,
            lead=self.agency,
            parent=heading,
            code="I.1",
            name="Nâng cấp mạng truyền số liệu đến tất cả các xã của tỉnh, bảo đảm an toàn thông tin theo cấp độ",
            time_text="2026 - 2027",
            ends_on=make.day("2027-12-31"),
        )
        make.budget(self.task, source, 4_500_000_000, year=2026)
        self.finished = make.task(
            self.plan,
            lead=self.agency,
            parent=heading,
            code="I.2",
            name="Số hóa hồ sơ đất đai",
            time_text="Năm 2025",
            ends_on=make.day("2025-12-31"),
        )
        self.indicator = make.indicator(
            self.plan,
            make.measure(self.province, name="Xã có mạng 5G", unit="%"),
            name="Tỷ lệ xã có mạng 5G",
            lead=self.agency,
        )
        make.target(self.indicator, horizon_year=2030, printed="Trên 80%")

    def _period(self) -> Period:
        before = make.period(self.plan, year=2025, state="closed", closed_at=make.moment("2025-12-31"))
        make.fact(
            before,
            self.task,
            self.agency,
            main=True,
            difficulty="Thiếu cán bộ chuyên trách",
            result="Đã nâng cấp 12/30 xã.",
        )
        period = make.period(self.plan)
        self.entry = make.entry(
            period,
            self.task,
            self.agency,
            main=True,
            state="in_progress",
            percent=Decimal(60),
            result="Đã nâng cấp 20/30 xã.",
            line_state="clean",
            typed={"raw": {"state": "in_progress", "percent": "60"}, "errors": {}, "edits": {}},
        )
        return period

    def _submission(self, state: str) -> Submission:
        reporter, at = self.people["reporter"], make.moment("2026-11-10")
        found = Submission.objects.get(pk=self.entry.submission_id)
        self.evidence = add_evidence(
            entry=self.entry,
            by=reporter,
            at=at,
            file=store_file(upload_or_bytes=PDF, name="bien-ban.pdf", by=reporter, at=at),
        )
        if state == "endorsed":
            endorse_submission(submission=found, by=self.people["approver"], at=at)
        if state in ("sent", "returned", "approved"):
            found.refresh_from_db()
            send_submission(submission=found, by=reporter, at=at)
        if state == "returned":
            return_submission(submission=found, reason="Thiếu số liệu", by=self.people["officer"], at=NOW)
        if state == "approved":
            approve_submission(submission=found, by=self.people["officer"], at=NOW)
        return Submission.objects.get(pk=found.pk)

    def _report(self, state: str) -> ProvinceReport | None:
        if state == "none":
            return None
        head = self.people["head"]
        report = draft_report(period=self.period, by=head, at=NOW)
        if state in ("submitted", "returned", "issued"):
            submit_report(report=report, by=head, at=NOW)
        if state == "returned":
            return_report(report=report, reason="Sửa lời văn", by=head)
        if state == "issued":
            signed = store_file(upload_or_bytes=PDF, name="bao-cao-da-ky.pdf", by=head, at=NOW)
            issue_report(
                report=report,
                by=head,
                official_no="9/BC-UBND",
                official_date=make.day(TODAY),
                signer="Ngô Thị Lãnh",
                signer_post="Phó Chủ tịch",
                signed_file=signed,
                at=NOW,
            )
        return ProvinceReport.objects.get(pk=report.pk)

    def _belongings(self) -> None:
        """What the officer has for himself, a job with its file and a message, and a document he has uploaded."""
        officer = self.people["officer"]
        made = store_file(upload_or_bytes=PDF, name="tong-hop.pdf", by=officer, at=NOW)
        self.job = jobs.start(
            "period_file",
            self.period.ref,
            {"period": self.period.pk, "report": None, "format": "pdf"},
            officer,
        )
        Job.objects.filter(pk=self.job.pk).update(state="done", result={"file": made.ref})
        params = {
            "path": "/toan-tinh/nhiem-vu/",
            "query": "tep=xlsx",
            "title": "Nhiệm vụ toàn tỉnh",
            "rows": 1500,
        }
        self.list_job = jobs.start(list_jobs.KIND, self.period.ref, params, officer)
        Job.objects.filter(pk=self.list_job.pk).update(state="done", result={"file": made.ref})
        outbox.enqueue(
            key=f"returned:{self.period.ref}",
            channel="portal",
            to_user=officer,
            kind="returned",
            context={"agency": self.agency.name},
        )
        self.message = OutboxMessage.objects.get(key=f"returned:{self.period.ref}")
        self.draft = ImportDraft.objects.create(
            file=made, sha256=made.sha256, province_id=self.province.pk, owner=officer, created_at=NOW
        )
        task = {
            **{"code": "1", "parent": None, "kind": "task", "name": "Lập bản đồ số", "time_text": "2026"},
            **{"lead": [], "lead_text": "", "coordinating": [], "coordinating_text": "", "product": ""},
            **{"start": None, "end": None, "recurring": False, "trigger_text": "", "notes": "", "budget": []},
        }
        DraftRow.objects.create(draft=self.draft, position=1, kind="plans.tasks", parsed=task)
        self.file = StoredFile.objects.get(pk=self.evidence.file_id)
