"""The pages on which the officer sets a reporting rule, looks at what opening would do, and opens a period."""

import datetime as dt

import pytest
from django.urls import reverse

from reporting.collection.in_words import printed_due
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


# Rules that come round


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"frequency": "monthly", "agencies-day": "25", "agencies-month": ""},
            ("monthly", "", (None, 25, None, False, None, 0)),
        ),
        (
            {
                "frequency": "quarterly",
                "agencies-day": "25",
                "agencies-month": "",
                "agencies-of_last_month": "1",
            },
            ("quarterly", "", (None, 25, None, True, None, 0)),
        ),
        (
            {
                "frequency": "quarterly",
                "agencies-day": "5",
                "agencies-month": "",
                "agencies-of_last_month": "",
            },
            ("quarterly", "", (None, 5, None, False, None, 0)),
        ),
        (
            {
                "frequency": "weekly",
                "covers": "before",
                "agencies-day": "",
                "agencies-month": "",
                "agencies-weekday": "4",
                "agencies-hour": "16h30",
                "province-day": "",
                "province-month": "",
                "province-to_text": "",
            },
            ("weekly", "before", (None, None, 4, False, 16, 30)),
        ),
        (
            {"frequency": "yearly", "covers": "before", "agencies-day": "15", "agencies-month": "6"},
            ("yearly", "before", (6, 15, None, False, None, 0)),
        ),
        (
            {"agencies-hour": "9 giờ", "agencies-of_last_month": "1"},
            ("yearly", "", (11, 20, None, False, 9, 0)),
        ),
    ],
)
def test_a_rule_that_comes_round_is_set_and_shown_again(client, season, plan, typed, expected):
    answer = set_rule(client, season, plan, **typed)
    assert (answer.status_code, sentences(answer) if answer.context else []) == (302, [])
    cycle = plan.cycles.get()
    stage = cycle.stages.get(kind="agencies")
    day_of_stage = (
        stage.month,
        stage.day,
        stage.weekday,
        stage.of_last_month,
        stage.hour,
        stage.minute,
    )
    assert (cycle.frequency, cycle.covers, day_of_stage) == expected
    form = client.get(reverse("cycle", args=[plan.ref])).context["form"]
    shown = {f"agencies-{name}": form.stages[0][name].value() for name in form.stages[0].fields}
    shown |= {name: form[name].value() for name in ("frequency", "covers")}
    for name, value in typed.items():
        if name.startswith("agencies-") and name not in ("agencies-hour", "agencies-of_last_month"):
            assert str(shown[name] or "") == value
    again = client.post(
        reverse("cycle", args=[plan.ref]),
        RULE | typed | {name: value or "" for name, value in shown.items()},
    )
    assert again.status_code == 302
    stage = plan.cycles.get().stages.get(kind="agencies")
    assert (stage.month, stage.day, stage.weekday, stage.of_last_month) == expected[2][:4]
    assert (stage.hour, stage.minute) == expected[2][4:]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"agencies-month": "6", "agencies-day": "15"},
            ["covers: Hạn gửi 15/06 chưa cho biết báo cáo về kỳ nào. Chọn một trong hai kỳ."],
        ),
        (
            {"frequency": "monthly", "agencies-month": "", "agencies-day": "12"},
            ["covers: Hạn gửi 12/01 chưa cho biết báo cáo về kỳ nào. Chọn một trong hai kỳ."],
        ),
        (
            {"frequency": "weekly", "agencies-weekday": "4", "covers": "same"},
            [
                f"{kind}-{name}: Chế độ hằng tuần tính theo thứ; để trống ngày, tháng."
                for kind in ("agencies", "province")
                for name in ("day", "month")
            ],
        ),
        (
            {"agencies-weekday": "4"},
            ["agencies-weekday: Thứ chỉ dùng cho chế độ hằng tuần."],
        ),
        ({"agencies-hour": "25h"}, ["agencies-hour: Ghi giờ như 16h00. Hết ngày thì để trống."]),
        ({"agencies-hour": "chiều"}, ["agencies-hour: Ghi giờ như 16h00. Hết ngày thì để trống."]),
        (
            {"frequency": "adhoc", "province-day": "", "province-month": ""},
            [
                f"agencies-{name}: Báo cáo đột xuất không có ngày định trước; để trống, ngày được ghi khi mở kỳ."
                for name in ("day", "month")
            ],
        ),
    ],
)
def test_what_a_frequency_lacks_stands_beside_its_field(client, season, plan, typed, expected):
    answer = set_rule(client, season, plan, **typed)
    assert answer.status_code == 400
    assert sentences(answer) == expected
    html = answer.content.decode()
    assert 'value="trước ngày 20/11 hằng năm"' in html
    assert not Cycle.objects.filter(plan=plan).exists()


def test_which_report_of_the_year_is_opened_is_chosen(client, season, plan):
    typed = {"province-day": "", "province-month": "", "province-to_text": ""}
    set_rule(
        client, season, plan, frequency="monthly", **{"agencies-day": "5", "agencies-month": ""}, **typed
    )
    client.force_login(season.officer)
    answer = client.get(reverse("open_period", args=[plan.ref]))
    form = answer.context["form"]
    assert len(form.fields["occurrence"].choices) == 12
    assert form.fields["occurrence"].choices[10] == ("2026-12-05", "tháng 11/2026, trước 05/12/2026")
    assert (form["occurrence"].value(), answer.context["preview"].label) == ("2026-12-05", "tháng 11/2026")
    typed = {name: form[name].value() for name in form.fields} | {"occurrence": "2026-11-05", "do": "look"}
    answer = client.post(reverse("open_period", args=[plan.ref]), typed)
    assert answer.context["preview"].label == "tháng 10/2026"
    form = answer.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    client.post(
        reverse("open_period", args=[plan.ref]), typed | {"do": "open", "previewed": form.signature()}
    )
    assert Period.objects.get().label == "tháng 10/2026"


def test_what_is_reported_on_is_asked_where_neither_rule_nor_day_says_it(client, season):
    season.cycle.frequency = "weekly"
    season.cycle.save()
    season.cycle.stages.filter(kind="agencies").update(month=None, day=None, weekday=4)
    season.cycle.stages.exclude(kind="agencies").delete()
    answer = preview(client, season)
    assert list(answer.context["form"].errors) == ["covers"]
    form = answer.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(reverse("open_period", args=[season.plan.ref]), typed | {"covers": "same"})
    assert answer.context["preview"].label == "tuần 16/11–22/11/2026"


def test_the_plans_page_says_when_a_rule_comes_round(client, season, plan):
    typed = {"frequency": "quarterly", "agencies-month": "", "agencies-of_last_month": "1"}
    set_rule(client, season, plan, **typed)
    stage = plan.cycles.get().stages.get(kind="agencies")
    assert printed_due("quarterly", stage) == "trước ngày 20 của tháng cuối quý"
    html = client.get(reverse("open_period", args=[plan.ref])).content.decode()
    assert "trước ngày 20 của tháng cuối quý" in html
