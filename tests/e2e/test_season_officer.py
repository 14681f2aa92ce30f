"""The focal officer's season in a browser: sets the rule, opens the period, reminds, reviews, returns, approves."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from common.models import OutboxMessage
from reporting.models import Period, ReviewAction, TaskFact
from tests import factories
from tests.factories import moment
from tests.reporting.seasons import Season, send, submission_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "Đề nghị nêu tên 7 trung tâm y tế đã triển khai."


@pytest.fixture
def season(settings) -> Season:
    settings.PORTAL_TODAY = dt.date(2026, 11, 13)
    made = Season()
    made.task("1.1", made.health)
    made.task("1.2", made.health)
    made.task("1.3", made.districts)
    made.task("1.4")
    return made


@pytest.fixture
def sent(season):
    return send(submission_of(season.open(), season.health), season.reporter)


def fits(page) -> bool:
    """Nothing scrolls sideways below the band."""
    return page.evaluate("document.querySelector('main').scrollWidth <= document.documentElement.clientWidth")


def test_an_officer_sets_a_rule_looks_at_the_preview_and_opens_the_period(season, open_page, watch):
    watch.expect("status of 400")
    plan = factories.plan(season.province, number="12/KH-UBND", focal_agency=season.focal)
    factories.task(plan, code="A.1", lead=season.health)
    page = open_page(season.officer)
    page.goto(reverse("open_period", args=[plan.ref]))
    page.get_by_role("link", name="Đặt chế độ báo cáo").click()
    agencies = page.get_by_role("group", name="1. Các cơ quan gửi cơ quan đầu mối")
    agencies.get_by_label("Ngày").fill("31")
    agencies.get_by_label(re.compile(r"^\s*Tháng")).fill("11")
    page.get_by_label("Cơ quan phải báo cáo").fill("Các Sở, ban, ngành")
    page.get_by_role("button", name="Lưu và xem trước kỳ báo cáo").click()
    expect(page.get_by_text("Tháng 11 không có ngày 31.")).to_be_visible()
    expect(page.get_by_label("Cơ quan phải báo cáo")).to_have_value("Các Sở, ban, ngành")
    agencies.get_by_label("Ngày").fill("20")
    page.get_by_role("button", name="Lưu và xem trước kỳ báo cáo").click()
    expect(page.get_by_text("3 cơ quan sẽ nhận báo cáo, gồm 1 dòng nhiệm vụ.")).to_be_visible()
    row = page.get_by_role("row", name="Sở Y tế")
    row.get_by_text("Xem mã").click()
    expect(row.get_by_text("A.1")).to_be_visible()
    year = page.get_by_role("spinbutton", name="Năm")
    year.fill("2027")
    page.get_by_role("button", name="Mở kỳ cho 3 cơ quan").click()
    page.get_by_text("Ngày hoặc năm đã đổi từ lần xem trước.").wait_for()
    expect(page.get_by_text("trước 20/11/2027 · hết ngày 19/11")).to_be_visible()
    year.fill("2026")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("trước 20/11/2026 · hết ngày 19/11").wait_for()
    page.get_by_role("button", name="Mở kỳ cho 3 cơ quan").click()
    page.get_by_role("heading", name="Thu báo cáo năm 2026, Kế hoạch 12/KH-UBND").wait_for()
    expect(page.get_by_text("Đã mở kỳ báo cáo năm 2026: 3 cơ quan nhận báo cáo.")).to_be_visible()
    assert Period.objects.get().submissions.count() == 3


def test_an_officer_reminds_those_he_has_ticked(season, open_page):
    period = season.open()
    page = open_page(season.officer)
    page.goto(reverse("board", args=[period.ref]))
    button = page.get_by_role("button", name="Nhắc ngay", exact=True)
    expect(page.locator("[data-selected=agency]")).to_have_text("5")
    page.get_by_label("Chọn mọi cơ quan chưa gửi").uncheck()
    expect(button).to_be_disabled()
    page.get_by_label("Sở Y tế", exact=True).check()
    expect(page.locator("[data-selected=agency]")).to_have_text("1")
    button.click()
    page.get_by_text("Đã nhắc 1 cơ quan.").wait_for()
    assert set(OutboxMessage.objects.values_list("to_user__name", "channel")) == {
        ("Thạch Minh Tâm", "mail"),
        ("Thạch Minh Tâm", "portal"),
    }


def test_an_officer_returns_a_line_approves_the_other_and_the_corrected_one(season, sent, open_page):
    page = open_page(season.officer)
    page.goto(reverse("board", args=[sent.period.ref]))
    page.get_by_role("link", name="Thẩm định Sở Y tế").click()
    page.get_by_role("heading", name="Thẩm định báo cáo của Sở Y tế").wait_for()
    send_back = page.get_by_role("button", name="Trả lại…")
    expect(send_back).to_be_disabled()
    page.get_by_label("Lý do trả lại", exact=True).fill(REASON)
    expect(send_back).to_be_enabled()
    send_back.click()
    page.get_by_text("Dòng 1.1: đã đánh dấu trả lại.").wait_for()
    expect(page.get_by_role("heading", name="Nhiệm vụ 1.2")).to_be_visible()
    expect(page.get_by_text("Chưa trả được vì còn 1 dòng chưa thẩm định.")).to_be_visible()
    page.get_by_role("button", name="Duyệt dòng này").click()
    page.get_by_role("button", name="Trả 1 dòng về cơ quan").click()
    page.get_by_text("Đã trả các dòng về Sở Y tế.").wait_for()
    assert ReviewAction.objects.get(action="return").reason == REASON

    send(
        submission_of(sent.period, season.health),
        season.reporter,
        at=moment("2026-11-13", "10:00"),
        result="Đã nêu tên.",
    )
    page.goto(reverse("review", args=[sent.ref]))
    expect(page.get_by_text("So với lần gửi 1, cơ quan đã sửa: kết quả.")).to_be_visible()
    expect(page.locator(".reason").filter(has_text=REASON)).to_be_visible()
    page.get_by_role("button", name="Duyệt dòng này").click()
    page.get_by_text("Đã duyệt báo cáo của Sở Y tế; số liệu đã được ghi nhận.").wait_for()
    facts = TaskFact.objects.order_by("task_version__code").values_list("task_version__code", "result")
    assert list(facts) == [("1.1", "Đã nêu tên."), ("1.2", "Đã làm xong phần khảo sát.")]


def test_a_line_is_decided_with_the_keyboard_alone(season, sent, open_page):
    page = open_page(season.officer)
    page.goto(reverse("review", args=[sent.ref]))
    rail = page.get_by_role("navigation", name="Các dòng của báo cáo")
    rail.get_by_role("link", name="1.2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#dong")  # loaded: before, the way by Tab begins at the top of the page
    expect(page.get_by_role("heading", name="Nhiệm vụ 1.2")).to_be_visible()
    page.keyboard.press("Tab")
    for _step in range(6):
        if page.evaluate("document.activeElement.textContent.trim()") == "Duyệt dòng này":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Dòng 1.2: đã duyệt.").wait_for()
    expect(page.get_by_role("heading", name="Nhiệm vụ 1.1")).to_be_visible()


def test_reviewing_works_without_scripts(season, sent, open_page, watch):
    watch.expect("status of 400")
    page = open_page(season.officer, java_script_enabled=False)
    page.goto(reverse("review", args=[sent.ref]))
    page.get_by_role("button", name="Trả lại…").click()
    expect(page.get_by_text("Ghi lý do trả lại: thiếu gì, cần bổ sung gì.")).to_be_visible()
    page.get_by_label("Lý do trả lại", exact=True).fill(REASON)
    page.get_by_role("button", name="Trả lại…").click()
    expect(page.get_by_text("Dòng 1.1: đã đánh dấu trả lại.")).to_be_visible()


def test_the_second_officer_is_told_that_another_was_faster(season, sent, open_page, watch):
    watch.expect("status of 409")
    first, second = open_page(season.officer), open_page(season.leader)
    for page in (first, second):
        page.goto(reverse("review", args=[sent.ref]))
    first.get_by_role("button", name="Duyệt dòng này").click()
    first.get_by_text("Dòng 1.1: đã duyệt.").wait_for()
    second.get_by_label("Lý do trả lại", exact=True).fill(REASON)
    second.get_by_role("button", name="Trả lại…").click()
    second.get_by_text("Dòng 1.1: Lê Hoàng Phúc đã duyệt lúc").wait_for()
    expect(second.get_by_text(REASON)).to_be_visible()
    assert not ReviewAction.objects.filter(action="return").exists()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_officers_pages_fit_a_desk_and_a_phone(season, sent, open_page, width):
    page = open_page(season.officer, width=width)
    for address in (
        reverse("boards"),
        reverse("board", args=[sent.period.ref]),
        reverse("review", args=[sent.ref]),
        reverse("cycle", args=[season.plan.ref]),
        f"{reverse('open_period', args=[season.plan.ref])}?year=2027",
    ):
        page.goto(address)
        assert fits(page), address
