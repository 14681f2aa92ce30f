"""One reporting season, once through, as people live it: from the plan's Word file to the signed report.

A database with reference data and people only, a real browser, a real worker over Redis.
"""

import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import docx
import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from agencies.models import Agency, User
from common import format as vn
from common.models import Job
from plans.vocabulary import STATUS
from portal.celery import app
from reporting.models import Period, ProvinceReport
from tests import factories as make
from tests.worker import environment, running_worker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

PLANS = portal_settings.BASE_DIR / "fixtures" / "plans"
TODAY = "2026-11-13"
QUEUE = "whole-job"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REASON = "Đề nghị nêu số, ngày quyết định phê duyệt kèm theo."
CELLS = "rows => rows.map(row => ['.code', '.badge', '.percentage'].map(c => row.querySelector(c).innerText.trim()))"
CORRECTED = "Đã phê duyệt tại Quyết định số 812/QĐ-UBND ngày 15/12/2025."


@pytest.fixture
def worker(settings) -> Iterator[None]:
    """A worker of our own: on the demo's day, in the folder of the run, on a queue that no other test uses."""
    settings.PORTAL_TODAY = dt.date.fromisoformat(TODAY)
    settings.MEDIA_ROOT = settings.VAR / "media"
    queue, app.conf.task_default_queue = app.conf.task_default_queue, QUEUE
    app.conf.task_always_eager = False
    try:
        with running_worker("--queues", QUEUE, PORTAL_TODAY=TODAY):
            yield
    finally:
        app.conf.task_always_eager = True
        app.conf.task_default_queue = queue


@pytest.fixture
def people() -> dict[str, User]:
    """Reference data as every province has it, and one person per role."""
    call_command("seed", "--reference")
    agency = {code: Agency.objects.get(code=f"st:{code}") for code in ("so-khcn", "so-xd", "ubnd-tinh")}
    return {
        "officer": make.user(role="focal_officer", at=agency["so-khcn"], name="Lê Hoàng Phúc"),
        "head": make.user(role="focal_leader", at=agency["so-khcn"], name="Phạm Thị Thanh Hoa"),
        "reporter": make.user(role="reporter", at=agency["so-xd"], name="Trần Văn Bình"),
        "leader": make.user(role="leader", at=agency["ubnd-tinh"], name="Võ Minh Dũng"),
    }


def test_a_season_from_the_word_file_to_the_signed_report(worker, people, open_page, eventually):
    officer, reporter = open_page(people["officer"]), open_page(people["reporter"])

    import_plan(officer, "soc-trang-136.docx", "nhận ra 26 nhiệm vụ trong 8 nhóm", 26)
    import_plan(officer, "soc-trang-03-phu-luc-01.xlsx", "nhận ra 64 nhiệm vụ trong 19 nhóm", 64)
    period = open_the_season(officer)

    fill_and_send(reporter)
    download_the_own_report(reporter)
    return_a_line(officer)
    correct_and_send_again(reporter)
    approve(officer)
    eventually(lambda: Job.objects.filter(kind="rollup", state="done").exists())
    the_page_says_what_the_command_says(officer, period)

    draft_submit_and_issue(open_page(people["head"]), period)
    read_and_export(open_page(people["leader"]))


def import_plan(page: Page, name: str, found: str, tasks: int) -> None:
    """Upload, look at the preview, confirm."""
    page.goto("/nhap-phu-luc/")
    page.set_input_files("[name=file]", PLANS / name)
    page.get_by_role("button", name="Tải lên và đọc").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()
    expect(page.locator(".lede")).to_contain_text(found)
    page.get_by_role("button", name=f"Xác nhận {tasks} nhiệm vụ").click()
    page.get_by_text("Đặt chế độ báo cáo rồi mở kỳ.").wait_for()
    expect(page.get_by_role("link", name=f"Nhiệm vụ {tasks}")).to_be_visible()


def open_the_season(page: Page) -> Period:
    """The rule as the plan prints it, the preview of who will owe what, and the opening."""
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="Tham gia cuộc cách mạng công nghiệp lần thứ 4").click()
    page.get_by_role("link", name="Chế độ báo cáo").click()
    page.get_by_role("heading", name="Chế độ báo cáo", level=1).wait_for()
    agencies = page.get_by_role("group", name="1. Các cơ quan gửi cơ quan đầu mối")
    expect(agencies.get_by_label("Ngày")).to_have_value("20")
    expect(agencies.get_by_label(re.compile(r"^\s*Tháng"))).to_have_value("11")
    page.get_by_role("button", name="Lưu và xem trước kỳ báo cáo").click()
    page.get_by_role("heading", name="Cơ quan nhận báo cáo: 38").wait_for()
    expect(page.locator(".lede")).to_contain_text("38 cơ quan sẽ nhận báo cáo, gồm 131 dòng nhiệm vụ")
    expect(page.locator(".lede")).to_contain_text("1 nhiệm vụ chưa rõ đơn vị chủ trì về Sở KH&CN")
    expect(page.get_by_text("trước 20/11/2026 · hết ngày 19/11")).to_be_visible()
    expect(page.get_by_text("trước 01/12/2026 · hết ngày 30/11")).to_be_visible()
    expect(page.get_by_role("heading", name="cạnh cơ quan chủ trì: 21 nhiệm vụ")).to_be_visible()
    page.get_by_role("button", name="Mở kỳ cho 38 cơ quan").click()
    page.get_by_text("Đã mở kỳ báo cáo năm 2026: 38 cơ quan nhận báo cáo.").wait_for()
    return Period.objects.get()


def fill_and_send(page: Page) -> None:
    """The agency's lines one by one, a percentage nobody can mean, a proof, the prose, the sending."""
    page.goto("/")
    page.get_by_text("trước 20/11/2026").first.wait_for()
    expect(page.get_by_text("hết ngày 19/11 · còn 6 ngày")).to_be_visible()
    page.get_by_role("row", name="136/KH-UBND").get_by_role("link", name="Bắt đầu điền").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Báo cáo năm 2026, Kế hoạch 136/KH-UBND")
    expect(page.locator(".lines td.code").last).to_be_visible()
    codes = page.locator(".lines td.code").all_inner_texts()
    summary = page.get_by_role("complementary")
    for done, code in enumerate(codes):
        expect(summary).to_contain_text(f"{done}/{len(codes)} dòng đã xong")
        expect(page.get_by_role("button", name="Gửi báo cáo")).to_be_disabled()
        expect(summary).to_contain_text(f"Chưa gửi được vì còn {len(codes) - done} dòng chưa xong.")
        fill_line(page, code)
    expect(summary).to_contain_text(f"{len(codes)}/{len(codes)} dòng đã xong")
    page.get_by_label("Công tác chỉ đạo, điều hành").fill("Đã ban hành 02 văn bản chỉ đạo.")
    page.get_by_label("Đánh giá chung").fill("Các nhiệm vụ cơ bản đúng tiến độ.")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Đã gửi báo cáo đến Sở Khoa học và Công nghệ").wait_for()
    expect(summary).to_contain_text("Đã gửi, chờ thẩm định")


def fill_line(page: Page, code: str) -> None:
    """One line; 2.5 has been completed, 3.6 is corrected after nonsense and proved by a file."""
    line = page.locator("#dong")
    expect(line.locator("td.code")).to_be_visible()
    if line.locator("td.code").inner_text() != code:
        page.get_by_role("link", name=f"Dòng chưa xong tiếp theo: {code}").click()
        expect(line.locator("td.code")).to_have_text(code)
    if code == "2.5":
        choose(line, "Hoàn thành")
        type_into(line, "completed_on", "15/12/2025")
        type_into(line, "result", "Đã phê duyệt đề án đô thị thông minh.")
        return
    choose(line, "Đang thực hiện")
    if code == "3.6":
        type_into(line, "percent", "140")
        expect(line.locator("[data-field=percent]")).to_contain_text("Tỷ lệ phải từ 0 đến 100")
    type_into(line, "percent", "45")
    type_into(line, "result", f"Đã làm phần việc năm 2026 của nhiệm vụ {code}.")
    type_into(line, "difficulty", "Thiếu nhân lực chuyên trách công nghệ thông tin.")
    if code == "3.6":
        line.locator("input[type=file]").set_input_files(
            {"name": "bien-ban-nghiem-thu.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        line.get_by_role("link", name="bien-ban-nghiem-thu.pdf").wait_for()


def choose(line: Locator, state: str) -> None:
    field = line.locator("[data-field=state]")
    field.get_by_text(state, exact=True).click()
    expect(field.locator("[data-state]")).to_contain_text("Đã lưu")


def type_into(line: Locator, name: str, text: str) -> None:
    """Type and wait until the server has it."""
    field = line.locator(f"[data-field={name}]")
    field.locator(f"[name={name}]").fill(text)
    field.locator(f"[name={name}]").blur()
    expect(field.locator("[data-state]")).to_contain_text("Đã lưu")
    expect(field.locator("[data-state] p")).to_have_count(0)


def download_the_own_report(page: Page) -> None:
    """The agency's report in the official layout, with what was typed."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải báo cáo .docx").click()
    paper = docx.Document(download.value.path())
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*cells, *(paragraph.text for paragraph in paper.paragraphs)])
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ XÂY DỰNG", "Đã ban hành 02 văn bản chỉ đạo."):
        assert words in text


def return_a_line(page: Page) -> None:
    """The officer approves what is in order and returns 2.5 with a reason."""
    page.goto("/thu-bao-cao/")
    page.get_by_role("link", name="136/KH-UBND, năm 2026").click()
    expect(page.locator(".lede")).to_contain_text("38 cơ quan phải gửi. 1 đã gửi")
    page.get_by_role("link", name="Thẩm định Sở Xây dựng").click()
    page.get_by_role("heading", name="Thẩm định báo cáo của Sở Xây dựng").wait_for()
    rail = page.get_by_role("navigation", name="Các dòng của báo cáo")
    rail.get_by_role("link").filter(has=page.get_by_text("2.5", exact=True)).click()
    expect(rail.locator("[aria-current]")).to_contain_text("2.5")
    page.get_by_label("Lý do trả lại", exact=True).fill(REASON)
    page.get_by_role("button", name="Trả lại…").click()
    page.get_by_text("Dòng 2.5: đã đánh dấu trả lại.").wait_for()
    page.get_by_role("button", name=re.compile(r"Duyệt cả \d+ dòng còn lại")).click()
    page.get_by_text("1 đánh dấu trả lại, 0 chưa thẩm định").wait_for()
    page.get_by_role("button", name="Trả 1 dòng về cơ quan").click()
    page.get_by_text("Đã trả các dòng về Sở Xây dựng.").wait_for()


def correct_and_send_again(page: Page) -> None:
    """The agency finds the reason on its first page, corrects the line and sends again."""
    page.goto("/")
    page.get_by_role("heading", name="Bị trả lại: 1").wait_for()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("link", name="Sửa dòng này").click()
    expect(page.locator("#dong td.code")).to_have_text("2.5")
    type_into(page.locator("#dong"), "result", CORRECTED)
    page.get_by_role("button", name="Gửi lại báo cáo").click()
    page.get_by_text("Đã gửi báo cáo đến Sở Khoa học và Công nghệ").wait_for()


def approve(page: Page) -> None:
    """The officer sees what was corrected and approves."""
    page.goto("/")
    page.get_by_role("row", name="Sở Xây dựng").get_by_role("link", name="Thẩm định").click()
    page.get_by_text("cơ quan đã sửa: kết quả.").wait_for()
    expect(page.locator(".compare")).to_contain_text(CORRECTED)
    page.get_by_role("button", name="Duyệt dòng này").click()
    page.get_by_text("Đã duyệt báo cáo của Sở Xây dựng; số liệu đã được ghi nhận.").wait_for()


def the_page_says_what_the_command_says(page: Page, period: Period) -> None:
    """Status and percentage of every task, and every count, are those of `manage.py rollup`."""
    figures = rolled_up(period)
    assert figures["counts"]["completed_on_time"] == 1
    page.goto(f"/ke-hoach/{period.plan.ref}/")
    assert page.locator("tbody tr:not(.group):not(.total)").evaluate_all(CELLS) == [
        [task["code"], str(STATUS[task["status"]].text), vn.percent(task["percent"])]
        for task in figures["tasks"]
    ]
    page.goto(f"/ke-hoach/{period.plan.ref}/?status=completed_on_time")
    expect(page.get_by_text("Đang hiện 1 trong 26 nhiệm vụ")).to_be_visible()


def rolled_up(period: Period, *when: str) -> dict:
    """What the command prints, on the same database."""
    command = [sys.executable, "manage.py", "rollup", period.ref, "--format", "json", *when]
    done = subprocess.run(
        command,
        cwd=portal_settings.BASE_DIR,
        env=environment(PORTAL_TODAY=TODAY),
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def draft_submit_and_issue(page: Page, period: Period) -> None:
    """The focal leader drafts from figures and the agencies' words, edits, submits, records the issue."""
    page.goto("/bao-cao-tong-hop/")
    page.get_by_role("row", name="136/KH-UBND").get_by_role("button", name="Soạn báo cáo").click()
    page.get_by_role("heading", name="Báo cáo tổng hợp năm 2026, Kế hoạch 136/KH-UBND").wait_for()
    direction = page.locator("textarea").first
    expect(direction).to_have_value("- Sở Xây dựng: Đã ban hành 02 văn bản chỉ đạo.")
    direction.fill("UBND tỉnh đã chỉ đạo thống nhất trong toàn tỉnh.")
    direction.blur()
    expect(page.locator("[data-state]").first).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Trình Văn phòng UBND").click()
    page.get_by_text("Đã trình. Số liệu của báo cáo được chốt từ lúc này.").wait_for()
    page.get_by_label("Số, ký hiệu").fill("318/BC-UBND")
    page.get_by_label("Ngày ban hành").fill("13/11/2026")
    page.get_by_label("Người ký").fill("Võ Minh Dũng")
    page.get_by_label("Chức vụ").fill("Phó Chủ tịch")
    page.get_by_label("Tệp đã ký").set_input_files(
        {"name": "318-bc-ubnd.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Ghi nhận ban hành").click()
    page.get_by_text("Đã ban hành: số 318/BC-UBND, ngày 13/11/2026, người ký Võ Minh Dũng.").wait_for()
    expect(page.get_by_text("UBND tỉnh đã chỉ đạo thống nhất trong toàn tỉnh.")).to_be_visible()
    report = ProvinceReport.objects.get()
    for task in report.figures["tasks"]:
        task["parts"] = []  # the paper prints every agency's part; the command leaves them out
    moment = ("--day", report.figures["day"], "--known-at", report.figures["known_at"])
    assert report.figures == rolled_up(period, *moment)


def read_and_export(page: Page) -> None:
    """A leader goes from the dashboard to a task, and takes the year's report as PDF and DOCX."""
    page.goto("/toan-tinh/")
    expect(page.locator(".figures")).to_contain_text("100,0% 1/1")
    page.locator("[data-chart=chart-agencies] .bars").first.wait_for()
    agencies = page.locator("section").filter(
        has=page.get_by_role("heading", name="Tình trạng theo cơ quan chủ trì")
    )
    agencies.get_by_text("Xem dạng bảng").click()
    agencies.get_by_role("link", name="Sở Xây dựng").click()
    page.get_by_role("heading", name="Nhiệm vụ toàn tỉnh").wait_for()
    page.get_by_role("row", name=re.compile(r"^2\.5")).get_by_role("link").click()
    expect(page.locator(".lede")).to_contain_text("Hoàn thành đúng hạn")
    expect(page.get_by_text(CORRECTED)).to_be_visible()
    export(page, "PDF", lambda content: content.startswith(b"%PDF") and len(content) > 20_000)
    export(page, "DOCX", has_the_edited_words)


def export(page: Page, fmt: str, good: Callable[[bytes], bool]) -> None:
    """Ask for the file, watch the bar, take the file when the worker has made it."""
    page.goto("/toan-tinh/")
    page.get_by_role("row", name="Tham gia cuộc cách mạng").get_by_role("button", name=fmt).click()
    page.get_by_role("heading", name=f"Xuất {fmt}, 136/KH-UBND").wait_for()
    expect(page.locator(".job-line")).to_contain_text("Đã xong")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp về").click()
    assert good(download.value.path().read_bytes())


def has_the_edited_words(content: bytes) -> bool:
    paper = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    return "UBND tỉnh đã chỉ đạo thống nhất trong toàn tỉnh." in text
