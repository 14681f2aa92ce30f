"""Plans, tasks, indicators, money and the dashboard as people read them."""

import re

import pytest
from django.urls import reverse

from plans import tree
from plans.services import state_figures
from reporting.collection.periods import StageSpec, set_cycle
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(settings):
    settings.PORTAL_TODAY = make.day("2026-11-25")


class World:
    """One province with a plan in its season; `grow` adds tasks with facts, indicators and money."""

    def __init__(self) -> None:
        self.plan = make.plan(title="Chuyển đổi số nông thôn")
        self.province = self.plan.province
        self.lead = make.agency(
            self.province, name="Sở Văn hóa, Thể thao và Du lịch", short_name="Sở VH,TT&DL"
        )
        self.source = make.source(self.province)
        self.group = make.task(self.plan, kind="group", code="I", name="NHÓM MỘT")
        self.period = make.period(self.plan)
        self.leader = make.user(role="leader", at=make.agency(self.province))
        self.officer = make.user(role="focal_officer", at=self.plan.focal_agency)

    def grow(self, count: int) -> "World":
        for number in range(count):
            task = make.task(
                self.plan,
                lead=self.lead,
                parent=self.group,
                name=f"Số hóa hồ sơ {number}",
                ends_on=make.day("2025-12-31"),
            )
            make.budget(task, self.source, 3_000_000_000, year=2026)
            make.entry(self.period, task, self.lead, main=True)
            make.fact(
                self.period,
                task,
                self.lead,
                main=True,
                difficulty="Thiếu nhân lực chuyên trách",
                money={self.source: 1_000_000_000},
            )
            indicator = make.indicator(self.plan, make.measure(self.province, unit="%"), lead=self.lead)
            make.target(indicator, horizon_year=2030)
            make.observation(indicator.indicator.measure, make.day("2026-11-15"), 61)
        return self


PAGES = ["plans", "plan", "plan_indicators", "plan_money", "plan_history", "task", "indicators", "dashboard"]


def address(world: World, page: str) -> str:
    if page in ("plans", "indicators", "dashboard"):
        return reverse(page)
    if page == "task":
        code = world.plan.task_versions.leaves().order_by("position").first().code
        return reverse("task", args=[world.plan.ref, code])
    return reverse(page, args=[world.plan.ref])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_same_number_of_queries_of_ten_times_the_data(
    client, today, page, django_assert_num_queries, django_assert_max_num_queries
):
    small, large = World().grow(2), World().grow(20)
    counts = []
    for world in (small, large):
        client.force_login(world.leader)
        client.get(address(world, page))  # figures are computed once per change and then kept
        with django_assert_max_num_queries(25) as asked:
            assert client.get(address(world, page)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_finds_nothing_of_another_province(client, today, page):
    world = World().grow(1)
    client.force_login(make.user(role="leader"))
    answer = client.get(address(world, page))
    if page in ("plans", "indicators", "dashboard"):
        assert answer.status_code == 200
        assert world.plan.number not in answer.content.decode()
    else:
        assert answer.status_code == 404


def test_a_reporter_does_not_see_the_dashboard(client, today):
    world = World()
    client.force_login(make.user(role="reporter", at=world.lead))
    assert client.get(reverse("dashboard")).status_code == 403


def test_the_plan_is_searched_without_diacritics(client, today):
    world = World().grow(2)
    client.force_login(world.leader)
    answer = client.get(address(world, "plan"), {"q": "so hoa ho so 1"})
    assert [node.task.name for node in answer.context["rows"] if not node.is_group] == ["Số hóa hồ sơ 1"]


def test_a_group_says_how_its_tasks_stand(client, today):
    world = World().grow(3)
    make.task(world.plan, lead=world.lead, parent=world.group, name="Việc chưa ai báo cáo")
    client.force_login(world.leader)
    group = client.get(address(world, "plan")).context["rows"][0]
    assert (group.leaves, group.counted) == (4, "3 đang thực hiện, 1 chưa có báo cáo")


def test_a_plan_of_many_tasks_is_read_in_pages_that_say_what_they_stand_under(client, today):
    world = World().grow(tree.PER_PAGE + 5)
    client.force_login(world.leader)
    pages = [client.get(address(world, "plan"), {"trang": number}) for number in (1, 2, 9)]
    rows = [answer.context["rows"] for answer in pages]
    leaves = [[node.task.code for node in of_page if not node.is_group] for of_page in rows]
    assert [of_page[0].task.code for of_page in rows] == ["I"] * 3
    assert leaves[1] == leaves[2]
    assert leaves[0] + leaves[1] == list(
        world.plan.task_versions.filter(kind="task").order_by("position").values_list("code", flat=True)
    )
    assert ["TỔNG CỘNG" in answer.content.decode() for answer in pages] == [False, True, True]
    html = pages[0].content.decode()
    assert "Trang 1/2" in html
    assert len(html.encode()) <= 200_000
    assert len(re.findall(r"<[a-z]", html)) <= 2500


def test_a_filter_without_result_says_so_and_offers_to_drop_it(client, today):
    world = World().grow(1)
    client.force_login(world.leader)
    answer = client.get(address(world, "plan"), {"status": "completed_late"})
    assert "Không có nhiệm vụ nào khớp bộ lọc" in answer.content.decode()


def test_nonsense_in_the_address_is_ignored(client, today):
    world = World().grow(1)
    client.force_login(world.leader)
    assert client.get(address(world, "plan"), {"agency": "x", "status": "'--"}).status_code == 200


def test_the_headline_gives_every_share_its_denominator(client, today):
    world = World().grow(3)
    client.force_login(world.leader)
    headline = client.get(reverse("dashboard")).context["headline"]
    assert (headline.overdue, headline.unfinished, headline.with_deadline) == (3, 3, 3)
    assert (headline.money.planned, headline.money.disbursed) == (9_000_000_000, 3_000_000_000)
    assert (headline.indicators, headline.targets_judged, headline.targets_unjudged) == (3, 0, 3)


def test_a_bar_opens_the_tasks_behind_it(client, today):
    world = World().grow(2)
    client.force_login(world.leader)
    chart = client.get(reverse("dashboard")).context["agency_chart"]
    page = client.get(chart["data"][0]["customdata"][0])
    assert [row.task.status for row in page.context["page"]] == ["in_progress_overdue", "in_progress_overdue"]


@pytest.mark.parametrize("page", ["indicators", "plan_indicators", "dashboard"])
def test_an_indicator_judged_in_words_shows_the_words(client, today, page):
    world = World().grow(1)
    measure = make.measure(world.province)
    judged = make.indicator(world.plan, measure, name="Trình độ công nghệ", lead=world.lead)
    make.target(
        judged, horizon_year=2030, comparator="qualitative", low=None, printed="Thuộc nhóm khá của cả nước"
    )
    make.observation(measure, make.day("2026-11-15"), None, verdict="Đã thuộc nhóm khá.")
    client.force_login(world.leader)

    answer = client.get(address(world, page))

    assert answer.status_code == 200
    assert ("Đã thuộc nhóm khá." in answer.content.decode()) == (page != "dashboard")


def test_a_sum_that_does_not_add_up_names_its_row_its_column_and_the_check_in_words(client, today):
    world = World().grow(1)
    state_figures(
        version=world.plan.versions.get(),
        discrepancies=[
            {
                "section": "tasks",
                "code": "TOTAL",
                "field": "2025.recurrent",
                "stated": "3500",
                "computed": "3000",
                "check": "tổng các nhiệm vụ bên dưới",
            }
        ],
    )
    client.force_login(world.leader)

    page = client.get(address(world, "plan_money")).content.decode()

    for words in ("TỔNG CỘNG", "Năm 2025, vốn sự nghiệp", "3.500", "+500", "Tổng các nhiệm vụ bên dưới"):
        assert words in page
    assert "recurrent" not in page
    assert ">TOTAL<" not in page


def test_the_record_of_a_plan_is_told_in_words(client, today):
    world = World().grow(1)
    set_cycle(
        plan=world.plan,
        stages=[StageSpec("agencies", month=11, day=20, to_agency=world.plan.focal_agency)],
        reporters=[],
        on=make.day("2026-10-01"),
        by=world.officer,
    )
    client.force_login(world.leader)

    page = client.get(address(world, "plan_history")).content.decode()

    assert "Đặt chế độ báo cáo" in page
    assert world.officer.name in page
    assert "set_cycle" not in page


def test_an_empty_portal_says_what_to_do_next(client, today):
    officer = make.user(role="focal_officer")
    client.force_login(officer)
    assert "Nhập phụ lục đầu tiên" in client.get(reverse("plans")).content.decode()
    assert "Chưa có số liệu" in client.get(reverse("dashboard")).content.decode()


@pytest.mark.parametrize("state", ["not_applicable", "awaiting_trigger"])
def test_a_line_without_a_percent_is_shown_on_its_task(client, today, state):
    world = World().grow(1)
    other = make.agency(world.province)
    version = world.plan.task_versions.get(kind="task")
    make.fact(world.period, version, other, state=state, percent=None)
    client.force_login(world.leader)
    assert client.get(address(world, "task")).status_code == 200
