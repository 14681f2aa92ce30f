"""Plans, tasks, indicators and agencies found by words: the same on every database."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.urls import reverse

from agencies.models import Agency, AgencyName
from common.search import Query
from common.text import fold
from plans.models import Plan, TaskVersion
from tests import factories as make

pytestmark = pytest.mark.django_db

NAMES = [
    ("I.1", "Kế hoạch chuyển đổi số của Sở Kế hoạch và Đầu tư"),
    ("I.2", "Sở Tài chính phối hợp Sở KH&CN đầu tư hạ tầng theo kế hoạch"),
    ("II.1.4", "Hoà mạng 100% thôn, ấp; giám sát 50_000 điểm"),
    ("II.1.40", "Hòa mạng truyền số liệu chuyên dùng (TSLCD)"),
    ("III.1.đ", "Đào tạo “Tổ công nghệ số” – giai đoạn 2026-2030"),
    ("2a", "Nâng cấp trục LGSP,NDXP của tỉnh"),
    ("Đ.1", "Số hóa hồ sơ, giấy tờ tại Sở VH, TT & DL"),
]
QUERIES = [
    "so ke hoach", "ke hoach so", "hòa mạng", "hoà", "khcn", "kh&cn", "sở kh & cn", "vh tt", "ttdl", "lgspndxp", "50",
    "50_000", "50%", "%", "_", "", " ", "đ", "d", "iii.1.d", "III.1.Đ", "đ.1", "2a", "2", "ii.1.4", "II.1.40", "1.4",
    "2026-2030", "2026", "“Tổ công nghệ số”", "tslc", "s", "so", "\x00", "'; --", "\\", "ß", "中",
    "số " * 200, "x" * 500,
    unicodedata.normalize("NFD", "Đào tạo"),
]  # fmt: skip


class World:
    """A province with a plan, and a reporter of one of its agencies."""

    def __init__(self) -> None:
        self.plan = make.plan(number="12/KH-UBND", title="Kế hoạch Chuyển đổi số nông thôn")
        self.province = self.plan.province
        self.agency = make.agency(self.province, name="Sở Kế hoạch và Đầu tư", short_name="Sở KH&ĐT")
        self.reporter = make.user(role="reporter", at=self.agency)

    def grow(self, count: int) -> "World":
        """More of everything that answers “so hoa”."""
        for number in range(count):
            plan = make.plan(self.province, title=f"Đề án Số hóa {number}")
            make.task(plan, lead=self.agency, name=f"Số hóa hồ sơ {number}", code=f"I.{number}")
            make.indicator(plan, name=f"Tỷ lệ số hóa {number}")
            make.agency(self.province, name=f"Trung tâm Số hóa {number}")
        return self


@pytest.fixture
def world() -> World:
    return World()


def found(client, world, **asked: str) -> dict[str, list[str]]:
    """What the page shows, by kind."""
    client.force_login(world.reporter)
    answer = client.get(reverse("search"), asked)
    assert answer.status_code == 200
    shown = {
        section.key: [str(getattr(row["it"], "name", "") or row["it"]) for row in section.rows]
        for section in answer.context["sections"]
    }
    return {key: rows for key, rows in shown.items() if rows}


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_the_database_finds_what_the_rule_finds(world, query):
    rows = [make.task(world.plan, code=code, name=name) for code, name in NAMES]
    query = Query.of(query)
    ranks = {row.pk: query.rank(f"{fold(row.code)} {row.folded}", fold(row.code)) for row in rows}
    answering = [row.pk for row in rows if ranks[row.pk] is not None]

    assert list(TaskVersion.objects.plan_by_plan().search(query)) == sorted(answering, key=ranks.get)


def test_words_without_marks_find_an_agency_its_plan_its_task_and_its_indicator(client, world):
    make.task(world.plan, name="Giao Sở Kế hoạch và Đầu tư xây dựng cơ sở dữ liệu")
    make.indicator(world.plan, name="Số kế hoạch được số hóa")
    make.plan(world.province, number="13/KH-STC", title="Soát lại kế hoạch")
    assert found(client, world, q="so ke hoach") == {
        "ke-hoach": ["12/KH-UBND"],
        "nhiem-vu": ["Giao Sở Kế hoạch và Đầu tư xây dựng cơ sở dữ liệu"],
        "chi-tieu": ["Số kế hoạch được số hóa"],
        "co-quan": ["Sở Kế hoạch và Đầu tư"],
    }


@pytest.mark.parametrize("query", ["12", "12/KH-UBND", "kế hoạch 12", "12/kh"])
def test_a_plan_is_found_by_its_number(client, world, query):
    make.plan(world.province, number="121/KH-UBND", title="Kế hoạch khác")
    assert found(client, world, q=query) == {"ke-hoach": ["12/KH-UBND"]}


def test_a_task_with_the_very_code_stands_first(client, world):
    for code in ("II.1.4.a", "II.1.4", "II.1.40"):
        make.task(world.plan, code=code, name=f"Việc {code}")
    assert found(client, world, q="II.1.4") == {"nhiem-vu": ["Việc II.1.4", "Việc II.1.4.a"]}


def test_an_agency_is_found_by_every_spelling_and_shows_the_one_that_answered(client, world):
    for text, kind in (("Sở KHĐT", "abbreviation"), ("Ủy ban Kế hoạch tỉnh", "spelling")):
        AgencyName.objects.create(
            agency=world.agency, text=text, folded=fold(text), kind=kind, valid_from=make.LONG_AGO
        )
    client.force_login(world.reporter)
    for query, mark in (
        ("khdt", "Sở <mark>KH&amp;ĐT</mark>"),
        ("sở kh&đt", "<mark>Sở KH&amp;ĐT</mark>"),
        ("uy ban ke hoach", "<mark>Ủy ban Kế hoạch</mark> tỉnh"),
    ):
        page = client.get(reverse("search"), {"q": query})
        assert [row["it"] for row in page.context["sections"][3].rows] == [world.agency]
        assert mark in page.content.decode()


def test_an_agency_leads_to_its_tasks_plan_by_plan(client, world):
    make.task(world.plan, lead=world.agency)
    make.task(world.plan, lead=world.agency)
    client.force_login(world.reporter)
    page = client.get(reverse("search"), {"q": "ke hoach dau tu"}).content.decode()
    address = f"{reverse('plan', args=[world.plan.ref])}?agency={world.agency.pk}"
    assert f'2 nhiệm vụ: <a href="{address}">12/KH-UBND</a> (2)' in " ".join(page.split())


def test_the_match_is_marked_and_markup_in_a_name_is_shown_as_text(client, world):
    make.task(world.plan, name="Số hóa <b>hồ sơ</b>")
    client.force_login(world.reporter)
    page = client.get(reverse("search"), {"q": "ho so <i>"}).content.decode()
    assert "<i>" not in page.partition("<main")[2].replace('<i class="', "")
    page = client.get(reverse("search"), {"q": "ho so"}).content.decode()
    assert "Số hóa &lt;b&gt;<mark>hồ sơ</mark>&lt;/b&gt;" in page


def test_one_kind_has_pages_of_its_own(client, world):
    world.grow(53)
    everything = found(client, world, q="so hoa")
    assert {key: len(rows) for key, rows in everything.items()} == {
        "ke-hoach": 10, "nhiem-vu": 10, "chi-tieu": 10, "co-quan": 10,
    }  # fmt: skip
    pages = [found(client, world, q="so hoa", loai="nhiem-vu", trang=page) for page in "12"]
    assert [len(page["nhiem-vu"]) for page in pages] == [50, 3]
    assert len({name for page in pages for name in page["nhiem-vu"]}) == 53
    assert found(client, world, q="so hoa", loai="x", trang="x") == everything


@pytest.mark.parametrize("asked", [{}, {"loai": "co-quan"}, {"loai": "nhiem-vu"}])
def test_a_search_asks_the_same_number_of_queries_of_thirty_times_the_rows(
    client, asked, django_assert_max_num_queries
):
    counts = []
    for world in (World().grow(1), World().grow(30)):
        client.force_login(world.reporter)
        client.get(reverse("search"), {"q": "so hoa", **asked})
        with django_assert_max_num_queries(14) as queries:
            client.get(reverse("search"), {"q": "so hoa", **asked})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_stranger_finds_nothing_of_another_province(client, world):
    world.grow(1)
    other = World()
    other.reporter = make.user(role="leader")
    assert found(client, other, q="so hoa") == {}
    assert found(client, world, q="so hoa") != {}


def test_what_a_plan_no_longer_says_is_not_found(client, world):
    task = make.task(world.plan, name="Việc cũ")
    make.ended(task, on="2026-01-01")
    assert found(client, world, q="việc cũ") == {}


def test_what_an_amendment_will_say_is_found_from_its_day_on(client, world, settings):
    settings.PORTAL_TODAY = make.day("2026-11-13")
    task = make.task(world.plan, lead=world.agency, name="Kéo cáp đồng")
    make.amended(
        task,
        make.version(world.plan, "2026-12-01", confirmed_at=make.moment("2026-11-01")),
        name="Kéo cáp quang",
    )
    assert found(client, world, q="kéo cáp") == {"nhiem-vu": ["Kéo cáp đồng"]}
    settings.PORTAL_TODAY = make.day("2026-12-01")
    assert found(client, world, q="kéo cáp") == {"nhiem-vu": ["Kéo cáp quang"]}


def test_an_agency_s_duties_are_those_of_today(client, world, settings):
    settings.PORTAL_TODAY = make.day("2026-11-13")
    other = make.agency(world.province, name="Sở Văn hóa")
    lead = make.task(world.plan, lead=world.agency).task.assignments.get()
    make.corrected(lead, on="2026-12-01", at="2026-11-10", cause="event", agency=other)
    client.force_login(world.reporter)

    def tasks() -> dict[str, int]:
        page = client.get(reverse("search"), {"q": "sở", "loai": "co-quan"})
        return {row["it"].name: row["tasks"] for row in page.context["only"].rows if row["tasks"]}

    assert tasks() == {"Sở Kế hoạch và Đầu tư": 1}
    settings.PORTAL_TODAY = make.day("2026-12-01")
    assert tasks() == {"Sở Văn hóa": 1}


def test_a_merged_agency_is_still_found_with_its_last_day(client, world):
    Agency.objects.filter(pk=world.agency.pk).update(valid_to=make.day("2025-03-01"))
    client.force_login(world.reporter)
    page = client.get(reverse("search"), {"q": "ke hoach dau tu"}).content.decode()
    assert "đến ngày 01/03/2025" in page


def test_a_word_too_many_can_be_dropped(client, world):
    world.grow(2)
    client.force_login(world.reporter)
    answer = client.get(reverse("search"), {"q": "so hoa xyz"})
    assert answer.context["droppable"] == [{"word": "xyz", "rest": "so hoa", "count": 8}]
    assert "Bỏ “xyz”: 8 kết quả" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Gõ có dấu hay không dấu đều được"),
        ("%", "“%” không có chữ hay số nào để tìm."),
        ("xyz", "Kiểm tra chính tả hoặc thử từ khác."),
        ("xyz uvw", "bỏ đi một từ cũng vậy"),
        ("so hoa " * 100, "Chỉ tìm theo 500 ký tự đầu"),
    ],
    ids=["nothing", "no letter", "no such word", "no such words", "too long"],
)
def test_a_search_that_finds_nothing_says_why(client, world, query, sentence):
    client.force_login(world.reporter)
    assert sentence in client.get(reverse("search"), {"q": query}).content.decode()


def test_every_page_has_the_way_to_the_search(client, world):
    client.force_login(world.reporter)
    assert f'action="{reverse("search")}"' in client.get(reverse("plans")).content.decode()


def test_draft_plans_are_found_and_said_to_be_drafts(client, world):
    Plan.objects.filter(pk=world.plan.pk).update(state="draft", issued_on=None)
    officer = make.user(role="focal_officer", at=world.plan.focal_agency)
    client.force_login(officer)
    assert "Dự thảo" in client.get(reverse("search"), {"q": "nong thon"}).content.decode()


def test_the_longest_query_of_the_field_is_the_longest_that_counts():
    templates = Path(portal_settings.BASE_DIR / "templates")
    assert 'maxlength="500"' in (templates / "base.html").read_text(encoding="utf-8")
