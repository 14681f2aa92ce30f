"""Deciding on a draft in a real browser: corrected in place, agencies chosen once, nothing typed is lost, confirmed."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, Route, expect

from agencies.models import Agency, AgencyName, User
from common.models import ImportDraft
from plans.models import Plan, TaskVersion
from tests import factories as make
from tests.plans.papers import word

pytestmark = pytest.mark.browser

PLAN = [
    [["ỦY BAN NHÂN DÂN\nTỈNH SÓC TRĂNG\nSố: 15/KH-UBND", "Sóc Trăng, ngày 05 tháng 3 năm 2026"]],
    "KẾ HOẠCH",
    "Chuyển đổi số tỉnh Sóc Trăng năm 2026",
    "Căn cứ Luật Chuyển đổi số;",
    [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Kinh phí (triệu đồng)"],
        ["I", "HẠ TẦNG SỐ", "", "", "1.300"],
        ["1", "Xây dựng kho dữ liệu; nâng cấp đường truyền", "Sở Phép thuật", "Năm 2026", "1.000"],
        ["2", "Mở rộng mạng diện rộng", "Sở Phép thuật", "2027-2028", "200"],
        ["3", "Số hóa hồ sơ đất đai", "Sở Tư pháp", "Lúc nào cũng được", ""],
    ],
]


@pytest.fixture
def officer(transactional_db) -> User:
    call_command("seed", "--reference", verbosity=0)
    focal = Agency.objects.filter(province__name="Sóc Trăng", name="Sở Khoa học và Công nghệ").get()
    return make.user(role="focal_officer", at=focal, name="Lê Hoàng Phúc")


@pytest.fixture
def plan(tmp_path) -> Path:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(word(*PLAN, head=False))
    return path


def upload(page: Page, path: Path) -> None:
    page.goto("/nhap-phu-luc/")
    page.set_input_files("[name=file]", path)
    page.get_by_role("button", name="Tải lên và đọc").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()


def row(page: Page, name: str) -> Locator:
    """The row of the preview that holds these words."""
    return page.locator("#dong tbody tr", has_text=name)


def test_an_officer_settles_what_is_doubted_and_confirms_what_he_sees(officer, plan, open_page):
    page = open_page(officer)
    upload(page, plan)
    expect(page.locator("#confirm")).to_contain_text("1 cơ quan chưa có trong danh mục")

    row(page, "Lúc nào cũng được").get_by_role("link", name="Sửa").click()
    page.get_by_label("Thời gian như in").fill("2026-2027")
    page.get_by_text("Đọc là: 01/01/2026 đến 31/12/2027").wait_for()
    page.get_by_label("Nội dung").fill("Số hóa hồ sơ đất đai của tỉnh")
    page.get_by_role("button", name="Lưu dòng").click()
    expect(row(page, "Số hóa hồ sơ đất đai của tỉnh")).to_contain_text("01/01/2026 đến 31/12/2027")
    expect(row(page, "Số hóa hồ sơ đất đai của tỉnh")).to_contain_text("Khớp")

    row(page, "Xây dựng kho dữ liệu").get_by_role("link", name="Sửa").click()
    page.get_by_label("Tách nội dung thành hai dòng").select_option(index=1)
    page.get_by_role("button", name="Tách", exact=True).click()
    expect(row(page, "nâng cấp đường truyền").locator("b", has_text="1a")).to_be_visible()

    page.locator("#co-quan").get_by_label("Là cơ quan").select_option("new")
    page.get_by_label("Tên đầy đủ").fill("Sở Huyền bí")
    page.get_by_role("button", name="Lưu lựa chọn cơ quan").click()
    expect(page.locator("#confirm")).not_to_contain_text("phải quyết định")
    expect(row(page, "Mở rộng mạng diện rộng")).to_contain_text("Sở Huyền bí")

    page.get_by_role("button", name="Xác nhận 4 nhiệm vụ").click()
    page.get_by_text("Đặt chế độ báo cáo rồi mở kỳ.").wait_for()
    assert list(TaskVersion.objects.order_by("position").values_list("code", flat=True)) == [
        "I", "1", "1a", "2", "3",
    ]  # fmt: skip
    assert AgencyName.objects.filter(text="Sở Phép thuật", agency__name="Sở Huyền bí").exists()

    page.goto(f"/nhap-phu-luc/{ImportDraft.objects.get().ref}/")
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    page.get_by_text("Đã hoàn tác").first.wait_for()
    assert not Plan.objects.exists()


def test_what_is_typed_before_the_scripts_have_come_is_read_too(officer, plan, open_page):
    page = open_page(officer)
    upload(page, plan)
    form = row(page, "Lúc nào cũng được").get_by_role("link", name="Sửa").get_attribute("href")
    assert form
    hasty = open_page(officer, in_haste=True)
    held: list[Route] = []
    hasty.route("**/htmx*.js", lambda route: held.append(route))
    hasty.goto(form, wait_until="commit")
    hasty.get_by_label("Thời gian như in").fill("2026-2027")
    assert len(held) == 1
    held.pop().continue_()
    expect(hasty.get_by_text("Đọc là: 01/01/2026 đến 31/12/2027")).to_be_visible()


def test_words_that_are_not_saved_are_not_left_behind(officer, plan, open_page):
    page = open_page(officer)
    upload(page, plan)
    row(page, "Mở rộng mạng diện rộng").get_by_role("link", name="Sửa").click()
    page.get_by_label("Ghi chú").fill("Chữ đang gõ dở")

    row(page, "Lúc nào cũng được").get_by_role("link", name="Sửa").click()
    expect(page.get_by_text("Còn chữ chưa lưu ở đây.")).to_be_visible()
    expect(page.get_by_label("Ghi chú")).to_have_value("Chữ đang gõ dở")
    row(page, "Lúc nào cũng được").get_by_role("button", name="Giữ như in").click()
    expect(page.get_by_label("Ghi chú")).to_have_value("Chữ đang gõ dở")

    page.get_by_role("button", name="Lưu dòng").click()
    expect(row(page, "Mở rộng mạng diện rộng")).to_contain_text("Chữ đang gõ dở")


def test_two_officers_on_one_draft_lose_nothing(officer, plan, open_page, watch):
    watch.expect("status of 409")
    colleague = make.user(role="focal_officer", at=officer.memberships.get().agency, name="Trần Thị Hai")
    mine, theirs = open_page(officer), open_page(colleague)
    upload(mine, plan)
    theirs.goto(mine.url)
    for page in (mine, theirs):
        row(page, "Mở rộng mạng diện rộng").get_by_role("link", name="Sửa").click()
    mine.get_by_label("Nội dung").fill("Mở rộng mạng của tỉnh")
    mine.get_by_role("button", name="Lưu dòng").click()
    expect(row(mine, "Mở rộng mạng của tỉnh")).to_be_visible()

    theirs.get_by_label("Ghi chú").fill("Của người thứ hai")
    theirs.get_by_role("button", name="Lưu dòng").click()
    expect(theirs.get_by_text("Lê Hoàng Phúc vừa sửa bản nháp này.")).to_be_visible()
    expect(theirs.get_by_label("Ghi chú")).to_have_value("Của người thứ hai")
    expect(theirs.get_by_text("Vừa được sửa thành: Mở rộng mạng của tỉnh")).to_be_visible()
    theirs.get_by_role("button", name="Lưu dòng").click()
    expect(theirs.locator("[data-open-form]")).to_have_count(0)

    line = row(theirs, "Của người thứ hai")
    expect(line).to_contain_text("Mở rộng mạng của tỉnh")


def test_the_preview_can_be_worked_on_a_phone(officer, plan, open_page):
    page = open_page(officer, width=390, height=844)
    upload(page, plan)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    row(page, "Mở rộng mạng diện rộng").get_by_role("link", name="Sửa").click()
    page.locator("[data-open-form]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
