"""The collection board: who must do what, who is late, who is reminded, who may close."""

from decimal import Decimal

import pytest
from django.urls import reverse

from common.models import OutboxMessage
from reporting.models import Period, Submission
from reporting.review import services
from reporting.views.board_rows import Row, groups_of, in_order, lede_of, places_of, rows_of, steps
from tests import factories
from tests.factories import moment
from tests.listing import lead_and_table, too_heavy
from tests.reporting.seasons import LATE, REVIEWED, Season, entry, fill, send, submission_of

pytestmark = pytest.mark.django_db

NOON = moment("2026-11-13", "12:00")


@pytest.fixture
def season() -> Season:
    made = Season()
    made.task("1.1", made.departments)
    made.task("1.2", made.districts)
    made.people = {
        agency.pk: made.reporter
        if agency == made.health
        else made.user("reporter", agency, f"Cán bộ {agency}")
        for agency in (made.focal, made.health, made.culture, made.east)
    }
    return made


@pytest.fixture
def period(season) -> Period:
    """Sở Y tế has sent, Sở Văn hóa was returned a line, UBND huyện Đông is at work, the others are silent."""
    opened = season.open()
    send(submission_of(opened, season.health), season.reporter)
    culture = send(submission_of(opened, season.culture), season.people[season.culture.pk])
    services.return_line(
        submission=culture,
        entry=entry(culture, "1.1"),
        reason="Thiếu số liệu.",
        by=season.officer,
        at=REVIEWED,
    )
    services.return_lines(submission=culture, by=season.officer, at=REVIEWED)
    fill(submission_of(opened, season.east), season.people[season.east.pk])
    Submission.objects.filter(agency=season.east).update(touched_at=moment("2026-11-13", "09:42"))
    return Period.objects.get(pk=opened.pk)


def placed(period: Period, now=NOON) -> dict[str, list[str]]:
    """Agencies by group, in the order of the board."""
    places = in_order(places_of(period, now))
    groups = groups_of(rows_of(period, places, now), places, now, folds=True)
    return {group.code: [row.submission.agency.name for row in group.rows] for group in groups}


def read(period: Period, now=NOON) -> dict[str, Row]:
    """What the board says of each agency."""
    return {row.submission.agency.name: row for row in rows_of(period, places_of(period, now), now)}


def test_agencies_are_grouped_by_what_the_officer_must_do(period):
    assert placed(period) == {
        "unopened": ["Sở Khoa học", "UBND huyện Tây"],
        "draft": ["UBND huyện Đông"],
        "sent": ["Sở Y tế"],
        "returned": ["Sở Văn hóa"],
    }


def test_after_the_deadline_who_has_not_sent_is_overdue(period):
    assert placed(period, LATE) == {
        "overdue": ["Sở Khoa học", "UBND huyện Đông", "UBND huyện Tây"],
        "sent": ["Sở Y tế"],
        "returned": ["Sở Văn hóa"],
    }


def test_a_late_report_says_by_how_many_days(season, period):
    send(submission_of(period, season.east), season.people[season.east.pk], at=LATE)
    rows = read(period, LATE)
    assert (rows["UBND huyện Đông"].late, rows["Sở Y tế"].late) == ("gửi quá hạn 3 ngày", "")


def test_the_first_sentence_says_where_the_collection_stands(period):
    assert lede_of(period, places_of(period, NOON), NOON.date()) == (
        "5 cơ quan phải gửi. 2 đã gửi đến Sở Khoa học: 1 chờ thẩm định, 1 bị trả lại. Còn 6 ngày."
    )


def test_progress_counts_the_lines_of_each_agency(season, period):
    rows = {name: row.submission for name, row in read(period).items()}
    assert [
        (s.lines, s.lines_clean, s.lines_returned, s.lines_approved)
        for s in (rows["Sở Y tế"], rows["Sở Văn hóa"], rows["UBND huyện Tây"])
    ] == [(1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 0)]


def test_the_latest_activity_is_one_phrase(period):
    activity = {name: row.activity for name, row in read(period).items()}
    assert activity == {
        "Sở Khoa học": "Nhận giao 15/10/2026",
        "Sở Y tế": "Gửi 10/11/2026",
        "Sở Văn hóa": "Trả lại 11/11/2026",
        "UBND huyện Đông": "Sửa 09:42 hôm nay",
        "UBND huyện Tây": "Nhận giao 15/10/2026",
    }


def test_a_report_returned_or_sent_without_a_trace_of_it_is_shown_and_said_to_the_log(period, caplog):
    factories.submission(period, factories.agency(period.plan.province, name="Sở Xây dựng"), state="returned")
    Submission.objects.filter(period=period).update(touched_at=None)
    activity = {name: row.activity for name, row in read(period).items()}
    assert [activity[name] for name in ("Sở Xây dựng", "Sở Văn hóa", "Sở Y tế")] == [
        "Trả lại –",
        "Trả lại 11/11/2026",
        "Gửi –",
    ]
    untraced = Submission.objects.get(agency__name="Sở Xây dựng")
    assert [record.getMessage() for record in caplog.records] == [
        f"submission {untraced.ref} is returned without a return or a reopening on record (see manage.py doctor)"
    ]
    assert placed(period)["sent"] == ["Sở Y tế"]


def test_discipline_is_that_of_the_plans_earlier_periods(season):
    for year, days in ((2024, "10"), (2025, "22")):
        earlier = season.open(year, moment(f"{year}-10-15"))
        submission = send(
            submission_of(earlier, season.health), season.reporter, at=moment(f"{year}-11-{days}")
        )
        if year == 2024:
            services.return_line(
                submission=submission,
                entry=entry(submission, "1.1"),
                reason="Thiếu.",
                by=season.officer,
                at=moment("2024-11-12"),
            )
            services.return_lines(submission=submission, by=season.officer, at=moment("2024-11-12"))
    rows = {name: row.season for name, row in read(season.open()).items()}
    assert (rows["Sở Y tế"].marks, rows["Sở Y tế"].words) == (["in_time", "late"], "đúng hạn 1/2 · trả lại 1")
    assert (rows["Sở Văn hóa"].marks, rows["Sở Văn hóa"].words) == (["missing", "missing"], "đúng hạn 0/2")


def test_the_strip_shows_today_among_the_days_of_the_season(period):
    assert [(step["kind"], step["title"], step.get("note", "")) for step in steps(period, NOON.date())] == [
        ("past", "15/10/2026", ""),
        ("today", "Hôm nay 13/11", ""),
        ("step", "15/11/2026", ""),
        ("next", "trước 20/11/2026", "hết ngày 19/11"),
        ("step", "trước 01/12/2026", "hết ngày 30/11"),
    ]


# The pages


@pytest.fixture
def pinned(settings):
    settings.PORTAL_TODAY = NOON.date()


def page(client, user, url_name: str, *arguments: str, **query: str):
    client.force_login(user)
    return client.get(reverse(url_name, args=arguments), query)


def test_a_filter_shows_one_group_and_how_to_leave_it(client, season, period, pinned):
    html = page(client, season.officer, "board", period.ref, state="sent").content.decode()
    assert "Đã gửi, chờ thẩm định: 1 cơ quan" in html
    assert "Chưa mở: 2 cơ quan" not in html
    html = page(client, season.officer, "board", period.ref, state="approved").content.decode()
    assert "Không có cơ quan nào ở trạng thái này." in html


def test_an_agency_without_a_reporter_is_shown_with_its_office_address(client, season, period, pinned):
    html = page(client, season.officer, "board", period.ref).content.decode()
    assert html.count("Chưa có cán bộ đầu mối: nhắc qua địa chỉ cơ quan") == 1
    assert "ubnd.huyen.tay@bb.example" in html


def test_the_chosen_agencies_are_reminded_once_a_day(client, season, period, pinned):
    client.force_login(season.officer)
    chosen = [submission_of(period, agency).ref for agency in (season.focal, season.west, season.health)]
    answer = client.post(reverse("remind", args=[period.ref]), {"agency": chosen}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Đã nhắc 2 cơ quan. 1 cơ quan đã gửi, đã được nhắc hôm nay hoặc chưa có nơi nhận thư."
    ]
    mails = OutboxMessage.objects.filter(kind="reminder", channel="mail")
    assert set(mails.values_list("to_user__name", "to_address")) == {
        ("Cán bộ Sở Khoa học", season.people[season.focal.pk].email),
        (None, "ubnd.huyen.tay@bb.example"),
    }
    again = client.post(reverse("remind", args=[period.ref]), {"only": chosen[0]}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "Các cơ quan đã chọn đều đã gửi báo cáo, đã được nhắc hôm nay hoặc chưa có nơi nhận thư."
    ]
    assert mails.count() == 2


def test_a_reminded_agency_says_when(client, season, period, pinned):
    client.force_login(season.officer)
    ref = submission_of(period, season.west).ref
    html = client.post(reverse("remind", args=[period.ref]), {"only": ref}, follow=True).content.decode()
    assert "Nhận giao 15/10/2026 · nhắc " in html


def test_a_focal_leader_closes_the_period_when_nothing_waits(client, season, period, pinned):
    client.force_login(season.leader)
    html = client.get(reverse("board", args=[period.ref])).content.decode()
    assert "Chưa đóng được: còn 1 báo cáo chờ thẩm định." in html
    refused = client.post(reverse("close_period", args=[period.ref]), follow=True)
    assert "Còn 1 báo cáo chờ thẩm định. Thẩm định xong rồi đóng kỳ." in refused.content.decode()
    services.approve_submission(
        submission=submission_of(period, season.health), by=season.officer, at=REVIEWED
    )
    client.post(reverse("close_period", args=[period.ref]))
    period.refresh_from_db()
    assert period.state == "closed"
    html = client.get(reverse("board", args=[period.ref])).content.decode()
    assert "Nhắc ngay" not in html
    assert "Kỳ báo cáo đã đóng ngày 13/11/2026." in html


def test_boards_lists_open_periods_closed_ones_and_plans_without(client, season, period, pinned):
    other = factories.plan(season.province, number="12/KH-UBND", focal_agency=season.focal)
    html = page(client, season.officer, "boards").content.decode()
    assert "7/KH-UBND, năm 2026" in html
    assert reverse("open_period", args=[other.ref]) in html
    html = page(client, season.chair, "boards").content.decode()
    assert "7/KH-UBND, năm 2026" in html
    assert reverse("open_period", args=[other.ref]) not in html


STATUSES = {
    # (url name, method): who → status
    ("boards", "get"): {"officer": 200, "leader": 200, "chair": 200, "reporter": 403, "stranger": 200, "nobody": 302},
    ("board", "get"): {"officer": 200, "leader": 200, "chair": 200, "reporter": 403, "stranger": 404, "nobody": 302},
    ("remind", "post"): {"officer": 302, "leader": 302, "chair": 403, "reporter": 403, "stranger": 404, "nobody": 302},
    ("close_period", "post"): {
        "officer": 403, "leader": 302, "chair": 403, "reporter": 403, "stranger": 404, "nobody": 302,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("url_name", "method", "who", "status"),
    [(url, method, who, status) for (url, method), row in STATUSES.items() for who, status in row.items()],
)
def test_who_may_do_what_on_the_board(client, season, period, pinned, url_name, method, who, status):
    season.stranger = factories.user(role="focal_officer")
    if who != "nobody":
        client.force_login(getattr(season, who))
    address = reverse(url_name, args=[] if url_name == "boards" else [period.ref])
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    if who == "nobody":
        assert answer.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("times", [1, 10])
def test_the_board_takes_as_many_queries_for_ten_times_the_agencies(
    client, season, pinned, django_assert_num_queries, times
):
    for number in range(4 * times):
        agency = season.agency(f"Sở số {number}")
        factories.GroupMember.objects.create(
            group=season.departments, member_agency=agency, valid_from=factories.LONG_AGO
        )
    for number in range(times):
        season.task(f"2.{number}", season.departments)
        factories.indicator(season.plan, lead=season.health)
    season.open(2025, moment("2025-10-15"))
    period = season.open()
    send(submission_of(period, season.health), season.reporter, percent=Decimal(40))
    client.force_login(season.officer)
    with django_assert_num_queries(9):
        answer = client.get(reverse("board", args=[period.ref]))
    assert answer.content.decode().count('scope="row"') == 5 + 4 * times


@pytest.mark.parametrize("times", [1, 10])
def test_the_list_of_boards_takes_as_many_queries_for_ten_times_the_periods(
    client, season, pinned, django_assert_num_queries, times
):
    for number in range(times):
        season.open(2025 - number, moment(f"{2025 - number}-10-15"))
    client.force_login(season.officer)
    with django_assert_num_queries(11):
        client.get(reverse("boards"))


# More agencies than stand on a page


@pytest.fixture
def crowded(season) -> Period:
    """A hundred and twenty-two agencies, of which ten have sent; most have a dozen lines."""
    for number in range(117):
        agency = season.agency(f"Sở số {number}")
        factories.GroupMember.objects.create(
            group=season.departments, member_agency=agency, valid_from=factories.LONG_AGO
        )
    for number in range(11):
        season.task(f"2.{number}", season.departments)
    season.open(2024, moment("2024-10-15"))
    season.open(2025, moment("2025-10-15"))
    opened = season.open()
    sent = opened.submissions.filter(agency__name__startswith="Sở số 1")[:10]
    for hour, submission in enumerate(sent):
        Submission.objects.filter(pk=submission.pk).update(
            state="sent",
            touched_at=moment("2026-11-12", f"{19 - hour}:00"),
            first_sent_at=REVIEWED,
            in_time_sent_at=REVIEWED,
        )
    return Period.objects.get(pk=opened.pk)


def test_a_long_board_comes_in_pages_that_keep_their_groups(client, season, crowded, pinned):
    pages = [page(client, season.officer, "board", crowded.ref, trang=number) for number in (1, 2, 3)]
    assert [too_heavy(one) for one in pages] == [[], [], []]
    assert [one.content.decode().count('scope="row"') for one in pages] == [50, 50, 22]
    assert all("Chưa mở: 112 cơ quan" in one.content.decode() for one in pages)
    assert ["Đã gửi, chờ thẩm định: 10 cơ quan" in one.content.decode() for one in pages] == [
        False,
        False,
        True,
    ]
    shown = [
        row.submission.agency.name for one in pages for group in one.context["groups"] for row in group.rows
    ]
    assert len(set(shown)) == len(shown) == 122


def test_what_was_sent_first_stands_first_and_a_name_is_found(client, season, crowded, pinned):
    answer = page(client, season.officer, "board", crowded.ref, state="sent")
    moments = [row.submission.touched_at for group in answer.context["groups"] for row in group.rows]
    assert len(moments) == 10
    assert moments == sorted(moments)
    answer = page(client, season.officer, "board", crowded.ref, q="so 110 so")
    (group,) = answer.context["groups"]
    assert [row.submission.agency.name for row in group.rows] == ["Sở số 110"]


def test_all_that_are_late_or_silent_are_reminded_at_once(client, season, crowded, pinned):
    html = page(client, season.officer, "board", crowded.ref).content.decode()
    assert "Nhắc cả 112 cơ quan" in html
    asked = client.post(reverse("remind", args=[crowded.ref]), {"all": ""}, follow=True)
    told = OutboxMessage.objects.filter(kind="reminder", channel="mail").values_list("context__reports")
    assert {report["submission"] for (reports,) in told for report in reports} <= set(
        crowded.submissions.filter(state="draft").values_list("ref", flat=True)
    )
    assert str(next(iter(asked.context["messages"]))).startswith("Đã nhắc ")


def test_the_whole_board_is_a_workbook(client, season, crowded, pinned):
    lead, rows = lead_and_table(page(client, season.officer, "board", crowded.ref, state="sent", tep="xlsx"))
    assert lead[:2] == ["Thu báo cáo năm 2026, 7/KH-UBND", "Trạng thái: Đã gửi, chờ thẩm định"]
    assert len(rows) == 10
    assert rows[0]["Trạng thái"] == "Đã gửi, chờ thẩm định"
    assert [rows[0][head] for head in ("Dòng đã xong", "Số dòng", "Dòng bị trả lại")] == [0, 12, 0]
