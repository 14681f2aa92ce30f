"""The pages on which the officer sets a reporting rule, looks at what opening would do, and opens a period."""

import datetime as dt

import pytest
from django.urls import reverse

from reporting.collection.opening import open_period
from reporting.models import Cycle, Period
from tests import factories
from tests.factories import day
from tests.reporting.seasons import OPENED, Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(settings) -> Season:
    settings.PORTAL_TODAY = dt.date(2026, 11, 13)
    made = Season()
    made.task("1.1", made.health)
    return made


RULE = {
    "agencies-bound": "before",
    "agencies-day": "20",
    "agencies-month": "11",
    "agencies-due_text": "trước ngày 20/11 hằng năm",
    "focal-bound": "before",
    "province-bound": "before",
    "province-day": "1",
    "province-month": "12",
    "province-to_text": "Thủ tướng Chính phủ",
    "frequency": "yearly",
    "purpose": "progress",
    "reporters": "Các Sở, ban, ngành;\n- UBND cấp huyện",
    "cutoff_days_before": "5",
    "text_printed": "",
}


@pytest.fixture
def plan(season):
    """Another plan of the same focal agency, without a rule."""
    return factories.plan(season.province, number="12/KH-UBND", focal_agency=season.focal)


def set_rule(client, season, plan, **typed):
    client.force_login(season.officer)
    return client.post(reverse("cycle", args=[plan.ref]), RULE | typed)


def sentences(answer) -> list[str]:
    """Every error of the form and its steps, with the field it stands beside."""
    form = answer.context["form"]
    found = [f"{name}: {error}" for name, errors in form.errors.items() for error in errors]
    for stage in form.stages:
        found += [
            f"{stage.kind}-{name}: {error}" for name, errors in stage.errors.items() for error in errors
        ]
    return found


def test_a_rule_is_set_as_the_plan_prints_it(client, season, plan):
    answer = set_rule(client, season, plan)
    assert (answer.status_code, answer.url) == (302, reverse("open_period", args=[plan.ref]))
    cycle = plan.cycles.get()
    assert (cycle.frequency, cycle.purpose, cycle.cutoff_days_before) == ("yearly", "progress", 5)
    assert list(cycle.stages.values_list("kind", "month", "day", "bound", "to_text", "due_text")) == [
        ("agencies", 11, 20, "before", "", "trước ngày 20/11 hằng năm"),
        ("province", 12, 1, "before", "Thủ tướng Chính phủ", ""),
    ]
    assert [stage.via_agency for stage in cycle.stages.all()] == [None, season.focal]
    assert list(cycle.reporters.values_list("text_printed", "group__name")) == [
        ("Các Sở, ban, ngành", "Các sở, ban, ngành"),
        ("UBND cấp huyện", "UBND cấp huyện"),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"reporters": "Các Sở, ban, ngành\nSở Bến Tàu"},
            "reporters: Danh bạ chưa có “Sở Bến Tàu”. Ghi theo tên trong danh bạ, hoặc nhờ quản trị thêm cách viết.",
        ),
        ({"agencies-day": "31"}, "agencies-day: Tháng 11 không có ngày 31."),
        ({"agencies-day": ""}, "agencies-day: Ghi ngày của hạn gửi, hoặc chọn “trong tháng”."),
        (
            {"agencies-month": ""},
            "agencies-month: Ghi tháng của hạn gửi, hoặc để trống cả ngày và tháng.",
        ),
        ({"province-to_text": ""}, "province-to_text: Ghi nơi nhận, ví dụ Thủ tướng Chính phủ."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client, season, plan, typed, expected
):
    answer = set_rule(client, season, plan, **typed)
    assert answer.status_code == 400
    assert sentences(answer) == [expected]
    html = answer.content.decode()
    assert 'value="trước ngày 20/11 hằng năm"' in html
    assert "UBND cấp huyện" in html or "Sở Bến Tàu" in html
    assert not Cycle.objects.filter(plan=plan).exists()


def test_an_unnamed_group_of_reporters_is_kept_as_printed_and_pointed_out(client, season, plan):
    factories.group(season.province, name="Các cơ quan, đơn vị")
    set_rule(client, season, plan, reporters="Các Sở, ban, ngành\nCác cơ quan, đơn vị")
    html = client.get(reverse("open_period", args=[plan.ref])).content.decode()
    assert "“Các cơ quan, đơn vị” không nêu tên cơ quan nào: không ai nhận báo cáo theo dòng này." in html
    html = client.get(reverse("cycle", args=[plan.ref])).content.decode()
    assert "không nêu tên, không tạo báo cáo" in html


def test_a_rule_without_a_printed_day_asks_for_it_on_opening(client, season, plan):
    set_rule(
        client,
        season,
        plan,
        **{"agencies-day": "", "agencies-month": "", "province-day": "", "province-month": ""},
    )
    stage = plan.cycles.get().stages.first()
    address = reverse("open_period", args=[plan.ref])
    answer = client.get(address)
    form = answer.context["form"]
    assert form.errors == {f"due_{stage.id}": ["Văn bản không in hạn gửi. Ghi ngày hạn gửi khi mở kỳ."]}
    assert answer.context["preview"] is None


def test_a_rule_under_which_a_period_was_opened_is_locked(client, season):
    season.open()
    client.force_login(season.officer)
    html = client.get(reverse("cycle", args=[season.plan.ref])).content.decode()
    assert "Đã có 1 kỳ báo cáo mở theo chế độ này" in html
    assert "Lưu và xem trước kỳ báo cáo" not in html
    answer = client.post(reverse("cycle", args=[season.plan.ref]), RULE | {"agencies-day": "10"})
    assert answer.status_code == 400
    assert season.cycle.stages.first().day == 20


def test_a_second_rule_can_be_added(client, season):
    client.force_login(season.officer)
    client.post(f"{reverse('cycle', args=[season.plan.ref])}?chon=moi", RULE | {"agencies-month": "12"})
    assert season.plan.cycles.count() == 2


# Opening


def preview(client, season, **query):
    client.force_login(season.officer)
    return client.get(reverse("open_period", args=[season.plan.ref]), query)


def test_the_preview_says_who_will_owe_what(client, season):
    unnamed = factories.group(season.province, name="Các đơn vị có liên quan")
    task = season.task("1.2", season.districts)
    factories.assignment(task, unnamed, label_printed="các đơn vị có liên quan")
    season.task("1.3", lead_text="các đơn vị")
    html = preview(client, season).content.decode()
    for sentence in (
        "5 cơ quan sẽ nhận báo cáo, gồm 3 dòng nhiệm vụ; 1 nhiệm vụ chưa rõ đơn vị chủ trì về Sở Khoa học.",
        "Không ai báo cáo: 1 nhiệm vụ",
        "Nhóm không nêu tên cạnh cơ quan chủ trì: 1 nhiệm vụ",
        "trước 20/11/2026 · hết ngày 19/11",
        "Mở kỳ cho 5 cơ quan",
    ):
        assert sentence in html
    assert not Period.objects.exists()


def test_opening_from_the_preview_goes_to_the_board(client, season):
    answer = preview(client, season)
    form = answer.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    pressed = {"do": "open", "previewed": form.signature()}
    opened = client.post(reverse("open_period", args=[season.plan.ref]), typed | pressed)
    period = Period.objects.get()
    assert (opened.status_code, opened.url) == (302, reverse("board", args=[period.ref]))
    assert (period.label, period.cutoff_on, period.opens_on) == (
        "năm 2026",
        day("2026-11-15"),
        day("2026-11-13"),
    )


def test_the_officer_changes_the_days(client, season):
    first, second = season.cycle.stages.all()
    shown = f"{season.cycle.pk}-2026"
    days = {f"due_{first.id}": "2026-12-10", f"due_{second.id}": "2026-12-01", "cutoff_on": "2026-11-30"}
    html = preview(
        client, season, year="2026", cycle=str(season.cycle.pk), shown=shown, **days
    ).content.decode()
    assert "trước 10/12/2026 · hết ngày 09/12" in html
    assert (
        "Tỉnh gửi Thủ tướng Chính phủ: trước 01/12/2026 · hết ngày 30/11, sớm hơn hạn của bước trước." in html
    )
    typed = {"year": "2026", "cycle": str(season.cycle.pk), "shown": shown, "opens_on": "2026-10-01", **days}
    address = reverse("open_period", args=[season.plan.ref])
    looked = client.post(address, typed | {"do": "open", "previewed": "2026|…"})
    assert looked.status_code == 200
    assert "Ngày hoặc năm đã đổi từ lần xem trước." in looked.content.decode()
    assert not Period.objects.exists()
    client.post(address, typed | {"do": "open", "previewed": looked.context["form"].signature()})
    period = Period.objects.get()
    assert (period.cutoff_on, period.opens_on) == (day("2026-11-30"), day("2026-10-01"))


def test_another_year_takes_its_own_days(client, season):
    first = season.cycle.stages.first()
    answer = preview(
        client,
        season,
        year="2027",
        cycle=str(season.cycle.pk),
        shown=f"{season.cycle.pk}-2026",
        **{f"due_{first.id}": "2026-11-20", "cutoff_on": "2026-11-15"},
    )
    assert answer.context["preview"].due[first.id] == day("2027-11-20")


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"cutoff_on": "2026-11-25"}, "cutoff_on", "Ngày chốt số liệu phải trước hạn gửi của các cơ quan."),
        ({"opens_on": "2026-11-20"}, "opens_on", "Ngày mở kỳ không được sau hôm nay."),
    ],
)
def test_impossible_days_are_said_beside_the_field(client, season, typed, field, message):
    shown = f"{season.cycle.pk}-2026"
    answer = preview(client, season, year="2026", cycle=str(season.cycle.pk), shown=shown, **typed)
    assert answer.context["form"].errors == {field: [message]}
    assert f'value="{typed[field]}"' in answer.content.decode()


def test_a_period_that_is_open_already_is_not_opened_again(client, season):
    period = open_period(cycle=season.cycle, year=2026, by=season.officer, at=OPENED)
    answer = preview(client, season)
    html = answer.content.decode()
    assert "<b>Kỳ báo cáo năm 2026 đã được mở</b> ngày 15/10/2026." in html
    assert reverse("board", args=[period.ref]) in html
    form = answer.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    pressed = {"do": "open", "previewed": form.signature()}
    again = client.post(reverse("open_period", args=[season.plan.ref]), typed | pressed)
    assert again.status_code == 400
    assert "Kỳ báo cáo này đã được mở." in again.content.decode()
    assert Period.objects.count() == 1


def test_a_plan_without_a_rule_says_what_to_do_first(client, season, plan):
    client.force_login(season.officer)
    html = client.get(reverse("open_period", args=[plan.ref])).content.decode()
    assert "Kế hoạch chưa có chế độ báo cáo tiến độ. Đặt chế độ báo cáo trước khi mở kỳ." in html
    assert reverse("cycle", args=[plan.ref]) in html


@pytest.mark.parametrize("url_name", ["cycle", "open_period"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("leader", 200),
        ("chair", 403),
        ("reporter", 403),
        ("stranger", 404),
        ("nobody", 302),
    ],
)
def test_only_the_focal_agency_sets_rules_and_opens_periods(client, season, url_name, who, status):
    season.stranger = factories.user(role="focal_officer")
    if who != "nobody":
        client.force_login(getattr(season, who))
    address = reverse(url_name, args=[season.plan.ref])
    assert client.get(address).status_code == status
    if status != 200:
        assert client.post(address, RULE).status_code == status


@pytest.mark.parametrize("times", [1, 10])
def test_the_preview_takes_as_many_queries_for_ten_times_the_tasks(
    client, season, django_assert_num_queries, times
):
    for number in range(3 * times):
        season.task(f"2.{number}", season.departments)
        season.task(f"3.{number}")
        factories.indicator(season.plan, lead=season.health)
    client.force_login(season.officer)
    with django_assert_num_queries(23):
        client.get(reverse("open_period", args=[season.plan.ref]))
