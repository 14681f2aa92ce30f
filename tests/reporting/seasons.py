"""A small season with people in it, for the tests of collecting and reviewing."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from agencies.models import Agency, AgencyGroup, Province, User
from plans.models import FundingSource, Plan, TaskVersion
from reporting.collection.opening import open_period
from reporting.collection.periods import StageSpec, set_cycle
from reporting.collection.sending import send_submission
from reporting.models import Cycle, MeasureEntry, Period, Submission, TaskEntry
from tests import factories
from tests.factories import day, moment

OPENED = moment("2026-10-15")
SENT = moment("2026-11-10", "10:14")
REVIEWED = moment("2026-11-11", "08:20")
LATE = moment("2026-11-22", "09:00")


@dataclass
class Season:
    """A province of three departments and two districts; 7/KH-UBND asks all of them before 20/11."""

    province: Province = field(default_factory=lambda: factories.province(name="Bờ Biển", code="BB"))

    def __post_init__(self) -> None:
        self.focal, self.health, self.culture = (
            self.agency(f"Sở {name}") for name in ("Khoa học", "Y tế", "Văn hóa")
        )
        self.east, self.west = (
            self.agency(f"UBND huyện {name}", kind="ubnd-huyen") for name in ("Đông", "Tây")
        )
        self.departments = self.group("Các sở, ban, ngành", self.focal, self.health, self.culture)
        self.districts = self.group("UBND cấp huyện", self.east, self.west)
        self.plan: Plan = factories.plan(
            self.province, number="7/KH-UBND", title="Kế hoạch chuyển đổi số", focal_agency=self.focal
        )
        self.officer = self.user("focal_officer", self.focal, "Lê Hoàng Phúc")
        self.leader = self.user("focal_leader", self.focal, "Trần Thị Hạnh")
        self.reporter = self.user("reporter", self.health, "Thạch Minh Tâm")
        self.approver = self.user("approver", self.health, "Quách Thị Ngọc")
        self.chair = self.user("leader", self.province_office, "Nguyễn Văn Chủ")
        self.source: FundingSource = factories.source(self.province, name_printed="Vốn sự nghiệp")
        self.cycle: Cycle = set_cycle(
            plan=self.plan,
            by=self.officer,
            on=day("2026-01-01"),
            stages=[
                StageSpec("agencies", 11, 20, to_agency=self.focal, due_text="trước ngày 20/11"),
                StageSpec("province", 12, 1, to_text="Thủ tướng Chính phủ", via_agency=self.focal),
            ],
            reporters=[(self.departments, "Các Sở, ban, ngành"), (self.districts, "UBND các huyện")],
        )

    @property
    def province_office(self) -> Agency:
        return self.agency("UBND tỉnh Bờ Biển")

    def agency(self, name: str, **fields) -> Agency:
        return factories.agency(
            self.province, name=name, email=f"{factories.fold(name).replace(' ', '.')}@bb.example", **fields
        )

    def group(self, name: str, *members: Agency) -> AgencyGroup:
        return factories.group(self.province, *members, name=name)

    def user(self, role: str, at: Agency, name: str) -> User:
        return factories.user(role=role, at=at, name=name)

    def task(self, code: str, lead: Agency | AgencyGroup | None = None, **fields) -> TaskVersion:
        return factories.task(self.plan, code=code, name=f"Nhiệm vụ {code}", lead=lead, **fields)

    def open(self, year: int = 2026, at: dt.datetime = OPENED) -> Period:
        return open_period(cycle=self.cycle, year=year, by=self.officer, at=at)


def submission_of(period: Period, agency: Agency) -> Submission:
    return period.submissions.select_related("agency", "period__cycle__plan").get(agency=agency)


def fill(submission: Submission, by: User, **words) -> None:
    """Give every line that is not approved an answer: in progress, 60 %, with a result."""
    words = {"state": "in_progress", "percent": Decimal(60), "result": "Đã làm xong phần khảo sát.", **words}
    open_lines = TaskEntry.objects.filter(submission=submission).exclude(line_state="approved")
    open_lines.update(line_state="clean", by=by, at=SENT, **words)
    MeasureEntry.objects.filter(submission=submission).exclude(line_state="approved").update(
        line_state="clean", by=by, at=SENT, answer="value", value=Decimal(80)
    )


def send(submission: Submission, by: User, at: dt.datetime = SENT, **words) -> Submission:
    """Fill what is open and send; returns the submission as it then is."""
    fill(submission, by, **words)
    send_submission(submission=submission, by=by, at=at)
    return submission_of(submission.period, submission.agency)


def entry(submission: Submission, code: str) -> TaskEntry:
    return submission.task_entries.select_related("task_version").get(task_version__code=code)
