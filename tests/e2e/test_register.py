"""The door, the messages and the administrators' room, in a real browser under the portal's own policy."""

import pytest
from playwright.sync_api import expect

from agencies.models import Agency
from common import outbox
from tests import factories as make
from tests.factories import PASSWORD, moment

pytestmark = pytest.mark.browser

HEAD = 'Mã,"Tỉnh, thành phố",Loại,Tên,Tên viết tắt,Được công bố,Hiệu lực từ'


@pytest.fixture
def home(transactional_db):
    return make.agency(name="Sở Khoa học và Công nghệ", email="so@tinh.example")


def fits(page) -> bool:
    """Nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_person_signs_in_and_out_by_hand(page, home):
    person = make.user(role="reporter", at=home)
    page.goto("/thu/")
    page.fill("[name=username]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("h1:has-text('Thư và thông báo')")
    page.click("header .sign-out button")
    page.wait_for_selector("h1:has-text('Đăng nhập')")


@pytest.mark.parametrize("width", [1280, 390])
def test_messages_are_read_at_both_widths(open_page, home, width):
    person = make.user(role="reporter", at=home)
    context = {
        "agency": home.name,
        "plan": "136/KH-UBND",
        "period": "năm 2026",
        "lines": 2,
        "reason": "Chưa khớp",
        "submission": "abc",
    }
    outbox.enqueue(
        key="a",
        channel="portal",
        to_user=person,
        kind="returned",
        context=context,
        at=moment("2026-11-13"),
    )
    page = open_page(person, width=width)
    page.goto("/thu/")
    expect(page.locator("main").first).to_contain_text("1 thư chưa đọc.")
    assert fits(page)
    page.click("main th a")
    page.wait_for_selector("text=Lý do: Chưa khớp")
    assert fits(page)
    page.goto("/thu/")
    expect(page.locator("main").first).to_contain_text("Không còn thư chưa đọc.")


def test_an_administrator_imports_agencies_with_a_preview(open_page, home):
    page = open_page(make.user(role="administrator", at=home))
    page.goto("/quan-tri/agencies/agency/import/")

    def hand_in(*lines: str) -> None:
        text = "\n".join((HEAD, *lines)).encode()
        page.set_input_files("[name=import_file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": text})
        page.select_option("[name=format]", label="csv")
        page.click("input[type=submit]")

    province = home.province.name
    hand_in(f"so-moi,{province},phòng,Sở Mới,,có,")
    expect(page.locator(".import-preview").first).to_contain_text("“phòng” không có trong danh sách")
    page.goto("/quan-tri/agencies/agency/import/")
    hand_in(f"so-moi,{province},so,Sở Mới,,có,")
    page.click("input[value='Xác nhận nhập']")
    page.wait_for_selector(".messagelist .success")
    assert Agency.objects.filter(code="so-moi").exists()
