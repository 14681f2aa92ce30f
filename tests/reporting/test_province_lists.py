"""Tasks, obstacles and targets of a whole province: fifty rows a page from what is kept, narrowed, whole as .xlsx."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from reporting.models import PlanSummary
from tests import factories as make
from tests.listing import lead_and_table, too_heavy

pytestmark = pytest.mark.django_db

WORDS = ("một", "hai", "ba")
PAGES = ("province_tasks", "obstacles", "indicators")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = make.day("2026-11-25")


class Land:
    """A province with `plans` plans, each of `tasks` overdue tasks with a difficulty, led by an agency of its own."""

    def __init__(self, plans: int, tasks: int) -> None:
        self.province = make.province()
        self.leader = make.user(role="leader", at=make.agency(self.province))
        self.leads = [make.agency(self.province) for _more in range(plans)]
        self.plans = [make.plan(self.province) for _more in range(plans)]
        for plan, lead in zip(self.plans, self.leads, strict=True):
            period = make.period(plan)
            for number in range(tasks):
                task = make.task(
                    plan,
                    lead=lead,
                    code=f"{number + 1}",
                    name=f"Số hóa hồ sơ {number + 1}",
                    ends_on=make.day(f"{2025 - number % 3}-12-31"),
                )
                make.entry(period, task, lead, main=True)
                make.fact(period, task, lead, main=True, difficulty="Thiếu người", percent=number % 100)
                indicator = make.indicator(
                    plan,
                    make.measure(self.province, unit="%"),
                    name=f"Tỷ lệ hộ {WORDS[number % 3]}",
                    lead=lead,
                )
                make.target(indicator, horizon_year=2030)

    def read(self, name: str, **asked: object) -> HttpResponse:
        client = Client()
        client.force_login(User.objects.get(pk=self.leader.pk))
        return client.get(reverse(name), asked)


def test_a_list_is_as_light_and_asks_as_little_for_ten_times_the_plans():
    counts: dict[str, list[int]] = {name: [] for name in PAGES}
    for land in (Land(2, 3), Land(20, 4)):
        for name in PAGES:
            land.read(name)  # makes what was never made
            with CaptureQueriesContext(connection) as asked:
                page = land.read(name)
            assert (name, too_heavy(page)) == (name, [])
            counts[name].append(len(asked))
    assert {name: count for name, count in counts.items() if len(set(count)) > 1} == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_and_the_file_hold_every_row_once_in_one_order(name):
    land = Land(2, 30)
    pages = [land.read(name, trang=number).context["page"] for number in (1, 2, 3)]
    assert [(page.number, len(page), page.total) for page in pages] == [(1, 50, 60), (2, 10, 60), (2, 10, 60)]
    table = lead_and_table(land.read(name, tep="xlsx"))[1]
    plans = [row.plan.number for page in pages[:2] for row in page]
    assert [row["Số, ký hiệu"] for row in table] == plans
    assert {number: plans.count(number) for number in set(plans)} == {plan.number: 30 for plan in land.plans}


def test_the_most_overdue_obstacle_comes_first():
    days = [row.task.overdue_days for row in Land(2, 5).read("obstacles").context["page"]]
    assert days == sorted(days, reverse=True)
    assert days[0] > days[-1] > 0


@pytest.mark.parametrize("name", ["province_tasks", "obstacles"])
def test_tasks_are_narrowed_by_plan_lead_status_and_words_without_marks(name):
    land = Land(3, 4)
    lead, plan = land.leads[1], land.plans[2]

    def found(**asked: str) -> list[tuple[str, str]]:
        return sorted((row.plan.number, row.task.code) for row in land.read(name, **asked).context["page"])

    assert found(agency=str(lead.pk)) == [(land.plans[1].number, str(code)) for code in (1, 2, 3, 4)]
    assert found(plan=plan.ref, q="ho so 3") == [(plan.number, "3")]
    assert found(plan=plan.ref, status="in_progress_overdue") == found(plan=plan.ref)
    assert found(plan=plan.ref, agency=str(lead.pk)) == []
    assert found(status="completed_late") == []
    assert len(found(plan="x", agency="'--", status="y")) == 12
    lead_lines, table = lead_and_table(land.read(name, plan=plan.ref, tep="xlsx"))
    assert lead_lines[1] == f"Kế hoạch: {plan.number}"
    assert len(table) == 4


def test_targets_are_narrowed_by_plan_verdict_and_words():
    land = Land(2, 3)
    page = land.read("indicators", plan=land.plans[0].ref, q="ty le ho ba").context["page"]
    assert [(row.plan.number, row.row.name) for row in page] == [(land.plans[0].number, "Tỷ lệ hộ ba")]
    assert land.read("indicators", verdict="no_value").context["page"].total == 6
    assert land.read("indicators", verdict="met").context["page"].total == 0
    assert "6 mục tiêu của 6 chỉ tiêu" in " ".join(land.read("indicators").content.decode().split())


def test_a_filter_without_result_offers_to_drop_it():
    land = Land(1, 1)
    for name in PAGES:
        html = land.read(name, q="không có").content.decode()
        assert "khớp bộ lọc" in html
        assert 'href="?">Bỏ lọc</a>' in html


def test_figures_of_an_earlier_state_are_said_to_be(monkeypatch):
    land = Land(2, 1)
    for name in PAGES:
        land.read(name)
    monkeypatch.setattr("reporting.rollup.summaries.MADE_AT_ONCE", 0)
    PlanSummary.objects.filter(plan=land.plans[0]).update(number=-1)
    for name in PAGES:
        html = " ".join(land.read(name).content.decode().split())
        assert "Số liệu của 1 kế hoạch là số đã tính từ 25/11/2026" in html
