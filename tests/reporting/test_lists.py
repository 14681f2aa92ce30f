"""Long lists of the season: as light, and as few queries, at seven times plans, agencies and years; whole as .xlsx."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from common import clock
from common.models import AuditEntry, ImportDraft, OutboxMessage, StoredFile
from reporting.models import Period, PeriodStage, ProvinceReport, Submission
from reporting.rollup.summaries import make_stale
from tests import factories as make
from tests.listing import lead_and_table, too_heavy

pytestmark = pytest.mark.django_db

TODAY = make.day("2026-11-25")
NOW = make.moment("2026-11-25")
STATES = ("draft", "sent", "returned", "approved")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = TODAY


class Office:
    """A province with one focal agency: `size` agencies in each of `size` plans, over `size` years, the last open."""

    def __init__(self, size: int) -> None:
        self.province = make.province()
        self.focal = make.agency(self.province)
        self.agencies = [make.agency(self.province, email="a@example.vn") for _more in range(size)]
        self.plans = [make.plan(self.province, focal_agency=self.focal) for _more in range(size)]
        self.officer = make.user(role="focal_officer", at=self.focal)
        self.leader = make.user(role="leader", at=make.agency(self.province))
        self.reporter = make.user(role="reporter", at=self.agencies[0])
        self.administrator = make.user(role="administrator", at=self.focal)
        for plan in self.plans:
            make.period(plan)
        self._earlier(range(2026 - size, 2026))
        self._submissions()
        self._belongings(size)

    def _earlier(self, years: range) -> None:
        """Closed years of every plan, and as many plans without any period."""
        own = Period.objects.filter(cycle__plan__in=self.plans)
        stages = dict(own.values_list("cycle", "stages__stage"))
        versions = dict(own.values_list("cycle", "plan_version"))
        rows = [
            Period(
                cycle_id=cycle,
                plan_version_id=versions[cycle],
                label=f"năm {year}",
                from_on=dt.date(year, 1, 1),
                to_on=dt.date(year, 12, 31),
                cutoff_on=dt.date(year, 11, 15),
                opens_on=dt.date(year, 10, 15),
                opened_at=make.moment(f"{year}-10-15"),
                state="closed",
                closed_at=NOW,
            )
            for cycle in stages
            for year in years
        ]
        PeriodStage.objects.bulk_create(
            PeriodStage(
                period=period,
                stage_id=stages[period.cycle_id],
                due_printed=dt.date(period.to_on.year, 11, 20),
                due_at=make.moment(f"{period.to_on.year}-11-20", "00:00"),
            )
            for period in Period.objects.bulk_create(rows)
        )
        for _more in years:
            make.plan(self.province, focal_agency=self.focal)

    def _submissions(self) -> None:
        """One of every agency in every period, in every state by turns."""
        Submission.objects.bulk_create(
            Submission(
                period=period,
                agency=agency,
                state=state,
                due_at=make.moment(f"{period.to_on.year}-11-20", "00:00"),
                touched_at=NOW,
                first_sent_at=None if state == "draft" else NOW,
                approved_at=NOW if state == "approved" else None,
            )
            for period in Period.objects.filter(cycle__plan__province=self.province)
            for agency, state in zip(self.agencies, STATES * len(self.agencies), strict=False)
        )

    def _belongings(self, size: int) -> None:
        """Reports, drafts of imports, messages and the record of the first plan."""
        periods = list(Period.objects.filter(cycle__plan__province=self.province).order_by("id"))
        ProvinceReport.objects.bulk_create(
            ProvinceReport(period=period, edition=1, sections=[]) for period in periods[::2]
        )
        files = StoredFile.objects.bulk_create(
            StoredFile(name=f"{n}.docx", content_type="x", size=1, sha256=str(n), at=NOW, by=self.officer)
            for n in range(10 * size)
        )
        ImportDraft.objects.bulk_create(
            ImportDraft(
                file=file,
                sha256=file.sha256,
                province_id=self.province.pk,
                owner=self.officer,
                created_at=NOW,
            )
            for file in files
        )
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=NOW,
                by=self.officer,
                province_id=self.province.pk,
                verb="open_period",
                target_type="plans.plan",
                target_id=str(self.plans[0].pk),
            )
            for _more in range(10 * size)
        )
        OutboxMessage.objects.bulk_create(
            OutboxMessage(
                key=f"{self.officer.pk}:{n}",
                channel="portal",
                to_user=self.officer,
                kind="returned",
                context={"agency": "Sở"},
                created_at=NOW,
            )
            for n in range(10 * size)
        )


@dataclass(frozen=True)
class Case:
    """A list as somebody reads it."""

    name: str
    who: str
    parts: Callable[[Office], list] = lambda office: []

    def __str__(self) -> str:
        return f"{self.name} {self.who}"

    def read(self, office: Office, **asked: object) -> HttpResponse:
        client = Client()
        client.force_login(User.objects.get(pk=getattr(office, self.who).pk))
        return client.get(reverse(self.name, args=self.parts(office)), asked)


CASES = [
    Case("my_work", "officer"),
    Case("my_work", "leader"),
    Case("my_work", "administrator"),
    Case("my_work", "reporter"),
    Case("awaiting_review", "officer"),
    Case("late_submissions", "officer"),
    Case("submissions", "officer"),
    Case("submissions", "leader"),
    Case("submissions", "reporter"),
    Case("boards", "officer"),
    Case("boards", "leader"),
    Case("unopened_plans", "officer"),
    Case("plans", "officer"),
    Case("plans", "reporter"),
    Case("province_reports", "officer"),
    Case("undrafted_reports", "officer"),
    Case("imports", "officer"),
    Case("inbox", "officer"),
    Case("plan_history", "officer", lambda office: [office.plans[0].ref]),
]
FILES = [
    case for case in CASES if case.name not in ("my_work", "unopened_plans", "undrafted_reports", "inbox")
]


def test_a_list_is_as_light_and_asks_as_little_however_long_it_is():
    small, large = Office(2), Office(14)
    make_stale(clock.now())
    counts: dict[str, list[int]] = {str(case): [] for case in CASES}
    for case in CASES:
        for office in (small, large):
            with CaptureQueriesContext(connection) as asked:
                page = case.read(office)
            assert (str(case), too_heavy(page)) == (str(case), [])
            counts[str(case)].append(len(asked))
    assert {name: count for name, count in counts.items() if len(set(count)) > 1} == {}


@pytest.mark.parametrize("case", FILES, ids=str)
def test_the_pages_and_the_file_hold_every_row_once(case):
    office = Office(6)
    first = case.read(office).context["page"]
    assert len(first) == min(50, first.total)
    pages = [case.read(office, trang=number).context["page"] for number in range(1, first.pages + 1)]
    assert sum(map(len, pages)) == first.total > 0
    _lead, table = lead_and_table(case.read(office, tep="xlsx"))
    assert len(table) == first.total


def test_the_submissions_are_narrowed_and_the_file_says_how():
    office = Office(5)
    case = Case("submissions", "officer")
    asked = {"plan": office.plans[1].ref, "year": "2024", "state": "sent"}
    page = case.read(office, **asked).context["page"]
    assert [(row.period.plan, row.period.to_on.year, row.state) for row in page] == [
        (office.plans[1], 2024, "sent")
    ]
    lead, table = lead_and_table(case.read(office, **asked, tep="xlsx"))
    assert lead[1] == f"Kế hoạch: {office.plans[1].number}; Năm: 2024; Trạng thái: Đã gửi, chờ thẩm định"
    assert [(row["Số, ký hiệu"], row["Trạng thái"]) for row in table] == [
        (office.plans[1].number, "Đã gửi, chờ thẩm định")
    ]
    everything = case.read(office, plan="x", agency="'--", year="24", state="y").context["page"]
    assert everything.total == case.read(office).context["page"].total


def test_a_drafts_words_stay_out_of_the_officers_file():
    office = Office(4)
    _lead, table = lead_and_table(Case("submissions", "officer").read(office, tep="xlsx"))
    assert {row["Trạng thái"] for row in table} == {"Đã gửi, chờ thẩm định", "Bị trả lại", "Đã duyệt"}


def test_my_work_shows_the_first_and_leads_to_all_of_them():
    office = Office(9)
    answer = Case("my_work", "officer").read(office)
    awaiting, late, periods = (answer.context[name] for name in ("awaiting", "late", "periods"))
    assert (len(awaiting), awaiting.total) == (10, 18)
    assert (len(late), late.total) == (10, 27)
    assert (len(periods), periods.total) == (9, 9)
    html = " ".join(answer.content.decode().split())
    assert f'<a href="{reverse("awaiting_review")}"> Xem tất cả 18 báo cáo chờ thẩm định </a>' in html
    assert f'<a href="{reverse("late_submissions")}"> Xem tất cả 27 báo cáo quá hạn gửi </a>' in html
    assert answer.context["sentences"] == [
        "18 báo cáo chờ thẩm định; 54/81 báo cáo đã gửi trong 9 kỳ đang mở."
    ]


def test_the_work_lists_are_narrowed_by_plan_and_agency():
    office = Office(5)
    for name in ("awaiting_review", "late_submissions"):
        case = Case(name, "officer")
        page = case.read(office, plan=office.plans[0].ref).context["page"]
        assert page.total > 0
        assert {row.period.plan for row in page} == {office.plans[0]}
        assert case.read(office, agency=str(office.agencies[2].pk)).context["page"].total == 0


def test_boards_of_one_plan_or_state_are_found():
    office = Office(3)
    case = Case("boards", "officer")
    page = case.read(office, plan=office.plans[0].ref).context["page"]
    assert [(row.label, row.state) for row in page] == [
        ("năm 2026", "open"),
        ("năm 2025", "closed"),
        ("năm 2024", "closed"),
        ("năm 2023", "closed"),
    ]
    assert case.read(office, state="open").context["page"].total == 3
    assert case.read(office, state="open").context["without"] is None
    assert case.read(office).context["without"].total == 3


def test_the_list_of_reports_leaves_what_they_say_in_the_database():
    page = Case("province_reports", "officer").read(Office(2)).context["page"]
    assert page.total > 0
    assert all(report.get_deferred_fields() == {"sections", "figures"} for report in page)


def test_the_administrator_comes_to_the_agencies_nobody_reports_for():
    office = Office(4)
    client = Client()
    client.force_login(office.administrator)
    unreached = client.get(reverse("my_work")).context["unreached"]
    listed = client.get(reverse("admin:agencies_agency_changelist"), {"reporter": "0"})
    assert set(listed.context["cl"].result_list) == set(unreached)
    reached = client.get(reverse("admin:agencies_agency_changelist"), {"reporter": "1"})
    assert list(reached.context["cl"].result_list) == [office.agencies[0]]


def test_a_reporters_work_shows_the_first_lines_of_the_first_reports():
    office = Office(6)
    for plan in office.plans:
        period = plan.cycles.get().periods.get(state="open")
        for _line in range(10):
            entry = make.entry(
                period, make.task(plan, lead=office.agencies[0]), office.agencies[0], main=True
            )
        type(entry).objects.filter(pk=entry.pk).update(line_state="returned")
    answer = Case("my_work", "reporter").read(office)
    assert too_heavy(answer) == []
    html = " ".join(answer.content.decode().split())
    assert html.count("Chưa xong trong") == 4
    assert html.count("Xem tất cả 9 dòng chưa xong") == 4
