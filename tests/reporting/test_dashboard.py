"""The dashboard and the plans' list do not grow with the province: queries, nodes and bytes."""

import itertools
import re

import pytest
from django.urls import reverse

from plans.stamps import touch
from reporting.dashboards import province
from reporting.models import PlanSummary
from reporting.rollup import summaries
from tests import factories as make
from tests.factories import moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = make.day("2026-11-25")


SAID = [
    {"state": "completed", "percent": 100, "completed_on": make.day("2026-06-01")},
    {"state": "completed", "percent": 100, "completed_on": make.day("2026-07-01")},
    {"state": "in_progress", "percent": 50},
    {"state": "not_started", "percent": 0},
]


class Province:
    """Plans with tasks of every status, money over several years, a difficulty and a target behind."""

    def __init__(self) -> None:
        self.home = make.province()
        self.leader = make.user(role="leader", at=make.agency(self.home))
        self.source = make.source(self.home)
        self.plans = []

    def grow(self, plans: int, *, periods: int = 1, agencies: int = 1, tasks: int = 2) -> "Province":
        for _ in range(plans):
            plan = make.plan(self.home)
            self.plans.append(plan)
            leads = [make.agency(self.home) for _ in range(agencies)]
            days = [make.day("2026-06-30")] * 4 + [make.day("2027-06-30")] * 4
            nodes = [
                make.task(plan, lead=lead, ends_on=day)
                for lead, day in zip(leads * tasks, itertools.cycle(days))
            ]
            make.budget(nodes[0], self.source, 4_000_000_000, year=2025)
            make.budget(nodes[0], self.source, 5_000_000_000, year=2026)
            measure = make.measure(self.home, unit="%")
            make.target(make.indicator(plan, measure), horizon_year=2030)
            make.observation(measure, make.day("2025-12-31"), 61)
            for year in range(2027 - periods, 2027):
                period = make.period(plan, year=year)
            for node, lead, said in zip(nodes, leads * tasks, itertools.cycle(SAID)):
                money = {self.source: 1_000_000_000}
                make.fact(period, node, lead, main=True, difficulty="Thiếu nhân lực", money=money, **said)
        return self


def opened(client, world: Province, page: str) -> str:
    client.force_login(world.leader)
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    return answer.content.decode()


GROWN = [{"plans": 10}, {"plans": 1, "periods": 10}, {"plans": 1, "agencies": 10}, {"plans": 1, "tasks": 20}]


@pytest.mark.parametrize("larger", GROWN)
@pytest.mark.parametrize("page", ["dashboard", "plans"])
def test_a_page_asks_no_more_of_a_larger_province(client, page, larger, django_assert_max_num_queries):
    counts = []
    for world in (Province().grow(1), Province().grow(**larger)):
        opened(client, world, page)
        with django_assert_max_num_queries(15) as asked:
            opened(client, world, page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_dashboard_is_a_page_however_many_plans_there_are(client):
    html = opened(client, Province().grow(50, agencies=4), "dashboard")
    assert len(re.findall(r"<[a-z]", html)) <= 2500
    assert len(html.encode()) <= 200_000
    assert "12 trong 50 kế hoạch" in html
    assert "12 trong 200 cơ quan" in html
    assert "47 kế hoạch khác có ghi kinh phí" in html
    assert "50 kế hoạch, tổng tính lại" in re.sub(r"\s+", " ", html)


def test_what_is_left_out_of_the_money_is_said_with_its_sum(client):
    world = Province().grow(province.MONEY_SHOWN + 2)
    client.force_login(world.leader)
    context = client.get(reverse("dashboard")).context
    assert (len(context["money"]), context["money_rest"].plans) == (province.MONEY_SHOWN, 2)
    whole = context["headline"].money.planned
    shown = sum(row.table.whole.planned for row in context["money"])
    assert shown + context["money_rest"].money.planned == whole == 5 * 9_000_000_000


def test_of_many_plans_those_with_the_most_overdue_tasks_are_drawn(client):
    world = Province().grow(province.ROWS_SHOWN)
    late = Province.grow(world, 1, tasks=5).plans[-1]
    client.force_login(world.leader)
    drawn = client.get(reverse("dashboard")).context["plans"]
    assert (len(drawn), drawn[0].key) == (province.ROWS_SHOWN, late.ref)


def test_figures_of_an_earlier_moment_are_said_to_be(client, monkeypatch):
    monkeypatch.setattr(summaries, "MADE_AT_ONCE", 0)
    world = Province().grow(2)
    assert "đang được tính lại" not in opened(client, world, "dashboard")
    PlanSummary.objects.update(known_at=moment("2026-11-25", "06:10"))
    touch([world.plans[0].pk], moment("2026-11-25", "07:00"))
    html = re.sub(r"\s+", " ", opened(client, world, "dashboard"))
    assert "Số liệu của 1 kế hoạch là số đã tính từ 25/11/2026, 06:10" in html


def test_the_dashboard_opens_no_payload(client, monkeypatch):
    world = Province().grow(2)
    opened(client, world, "dashboard")

    def refuse(*_args, **_named):
        raise AssertionError("computed again")

    monkeypatch.setattr(summaries, "rollup", refuse)
    for page in ("dashboard", "plans"):
        opened(client, world, page)
