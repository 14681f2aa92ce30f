"""An agency fills and sends its report, in a real browser: saved as it is typed, nothing lost on the way."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reporting.models import Sending
from tests import factories as f
from tests.browser import sign_in
from tests.reporting.filling import NOON, fill, measure_line, money_line, season, task_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = f.day("2026-11-13")


@pytest.fixture
def of():
    return season()


def saved(page, field: str, words: str = "Đã lưu") -> None:
    """Waits until the field says that it is saved (or something else)."""
    page.wait_for_selector(f'[data-field="{field}"] [data-state]:has-text("{words}")')


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reporter_signs_in_fills_the_lines_sees_what_is_missing_and_sends(open_page, of, width):
    task = task_line(of, name="Tổ chức quán triệt Nghị quyết số 52-NQ/TW")
    money = money_line(task)
    measure = measure_line(of, unit="%")
    page = open_page(width=width, height=900)
    page.goto("/")
    page.fill("[name=username]", of.reporter.email)
    page.fill("[name=password]", f.PASSWORD)
    page.click("main button.is-primary")
    page.wait_for_selector("h1:has-text('Việc của tôi')")
    expect(page.locator(".lede").first).to_contain_text("còn 1 báo cáo phải gửi")

    page.click("text=Bắt đầu điền")
    page.wait_for_selector(".entry")
    expect(page.locator(".summary button")).to_be_disabled()
    expect(page.locator("main").first).to_contain_text("Không nhập thông tin thuộc bí mật nhà nước")
    page.check("[name=state][value=in_progress]", force=True)
    saved(page, "state")
    page.fill("[name=percent]", "140")
    page.wait_for_selector('[data-field="percent"] .problems:has-text("Tỷ lệ phải từ 0 đến 100%.")')
    page.fill("[name=percent]", "72")
    page.wait_for_selector('[data-field="percent"]:not(.has-error)')
    page.fill("[name=result]", "Đã tổ chức 24 lớp cho 960 người.")
    page.fill(f"[name=money-{money.pk}]", "1.234")
    page.wait_for_selector(f'[data-field="money-{money.pk}"] .problems:has-text("có thể là 1234 hoặc 1,234")')
    page.fill(f"[name=money-{money.pk}]", "815,5")
    page.wait_for_selector(f'[data-field="money-{money.pk}"]:not(.has-error)')
    page.set_input_files(
        "input[data-upload]", {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.wait_for_selector(".files >> text=Biên bản.pdf")
    page.wait_for_selector(".summary h2:has-text('1/2 dòng đã xong')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.fill('table [name="value"]', "92,5")
    page.wait_for_selector(".summary h2:has-text('2/2 dòng đã xong')")
    page.fill("[name=direction]", "Sở đã ban hành kế hoạch triển khai.")
    saved(page, "direction")
    page.click(".summary button")
    page.wait_for_selector(".messages:has-text('đúng hạn')")
    expect(page.locator(".locked").first).to_contain_text("đang chờ thẩm định")
    task.refresh_from_db()
    measure.refresh_from_db()
    assert (str(task.percent), task.result) == ("72.00", "Đã tổ chức 24 lớp cho 960 người.")
    assert str(measure.value) == "92.5000"
    payload = Sending.objects.get().payload
    assert payload["narrative"] == {"direction": "Sở đã ban hành kế hoạch triển khai."}
    assert payload["tasks"][0]["money"][0]["cumulative"] == "815500000"


def test_fields_appear_with_the_answer_they_belong_to(open_page, of):
    task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    expect(page.locator("[name=completed_on]")).to_be_hidden()
    page.check("[name=state][value=completed]", force=True)
    page.wait_for_selector("[name=completed_on]")
    expect(page.locator("[name=percent]")).to_be_hidden()
    page.wait_for_selector('[data-field="completed_on"] .missing:has-text("Ghi ngày hoàn thành.")')
    page.fill("[name=completed_on]", "18/11/2026")
    page.wait_for_selector(
        '[data-field="completed_on"] .problems:has-text("sau ngày chốt số liệu 15/11/2026")'
    )
    page.check("[name=not_applicable]")
    page.wait_for_selector("[name=reason]")
    expect(page.locator("[name=result]")).to_be_hidden()
    page.wait_for_selector('[data-field="reason"] .missing:has-text("Ghi lý do không áp dụng.")')


def test_a_fall_below_the_approved_percent_opens_the_field_of_its_reason(open_page, of):
    line = task_line(of)
    line.last_fact = f.fact(f.period(of.period.plan, year=2025), line.task_version, of.agency, percent=80)
    line.save()
    fill(line, of.reporter, state="in_progress", result="Đang làm.")
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    expect(page.locator("[name=reason]")).to_be_hidden()
    page.fill("[name=percent]", "72")
    page.wait_for_selector("[name=reason]")
    page.fill("[name=reason]", "Rà soát lại khối lượng.")
    page.wait_for_selector(".summary h2:has-text('1/1 dòng đã xong')")


def test_the_second_editor_sees_both_texts_and_chooses(open_page, of, watch):
    watch.expect("status of 409")
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    fill(
        line,
        of.colleague,
        at=f.moment("2026-11-13", "09:40"),
        result="Bản của chị Hoa.",
        proposal="Của chị Hoa.",
    )
    page.fill("[name=difficulty]", "Thiếu kinh phí.")
    saved(page, "difficulty")
    page.fill("[name=result]", "Bản của tôi.")
    page.wait_for_selector('[data-field="result"] .conflict')
    told = page.locator(".conflict")
    expect(told).to_contain_text("Nguyễn Thị Hoa vừa sửa ô này lúc 09:40")
    expect(told).to_contain_text("Bản của chị Hoa.")
    page.click("text=Giữ bản của tôi")
    saved(page, "result")
    page.fill("[name=proposal]", "Của tôi.")
    page.wait_for_selector('[data-field="proposal"] .conflict')
    page.click("text=Lấy bản kia")
    saved(page, "proposal")
    line.refresh_from_db()
    assert (line.result, line.difficulty, line.proposal) == (
        "Bản của tôi.",
        "Thiếu kinh phí.",
        "Của chị Hoa.",
    )


def test_a_session_that_ends_while_typing_loses_nothing(open_page, of, watch):
    watch.expect("status of 40[13]")
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    Session.objects.all().delete()
    page.fill("[name=result]", "Chữ gõ khi phiên đã hết hạn.")
    saved(page, "result", "Phiên làm việc đã hết hạn. Chữ vẫn còn trên máy này.")
    expect(page.locator("[name=result]")).to_have_value("Chữ gõ khi phiên đã hết hạn.")
    sign_in(page, of.reporter)  # as in the tab the link opens; coming back to this one saves again
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page, "result")
    line.refresh_from_db()
    assert line.result == "Chữ gõ khi phiên đã hết hạn."


def test_a_broken_line_keeps_the_text_and_saves_it_once_it_is_back(open_page, of, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    page.context.set_offline(True)
    page.fill("[name=result]", "Chữ gõ khi mất mạng.")
    saved(page, "result", "Chưa lưu được: mất kết nối. Chữ vẫn còn trên máy này.")
    expect(page.locator("[data-unsaved]").first).to_have_text("1 ô chưa lưu được. Đừng đóng trang.")
    page.context.set_offline(False)
    saved(page, "result")
    line.refresh_from_db()
    assert line.result == "Chữ gõ khi mất mạng."


def test_a_double_click_on_send_makes_one_sending(open_page, of):
    task_line(of, settled=True)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    page.dblclick(".summary button")
    page.wait_for_selector(".locked")
    assert Sending.objects.count() == 1


@pytest.mark.parametrize("how", ["a press", "the keyboard"])
def test_send_right_after_typing_saves_first_and_then_sends(open_page, of, how):
    task_line(of, settled=True)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    page.fill("[name=proposals]", "Đề nghị bổ sung kinh phí.")
    if how == "a press":
        press(page, ".summary button")
    else:
        page.focus(".summary button")
        saved(page, "proposals")
        page.keyboard.press("Enter")
    page.wait_for_selector(".locked")
    assert Sending.objects.get().payload["narrative"] == {"proposals": "Đề nghị bổ sung kinh phí."}


def press(page, selector: str) -> None:
    """A press as slow as a person's: what was typed before is on the server when it is let go."""
    page.hover(selector)
    page.mouse.down()
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('unsaved:'))")
    page.mouse.up()


def test_the_list_of_what_is_missing_follows_what_is_typed(open_page, of):
    lines = [task_line(of) for _line in range(8)]
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{lines[1].pk}")
    shown = ".gaps li:visible"

    def lists(*first_words: str) -> None:
        """The list shows one entry after the other, each beginning with its word."""
        expect(page.locator(shown)).to_have_text(
            [re.compile(rf"^\s*{re.escape(word)}(\s|$)") for word in first_words]
        )

    codes = [line.task_version.code for line in lines]
    lists(*codes[:6], "và")
    page.check("[name=state][value=not_started]", force=True)
    page.wait_for_selector(".gaps:has-text('và 1 dòng khác')")
    lists(codes[0], *codes[2:7], "và")
    page.check("[name=state][value=in_progress]", force=True)
    page.wait_for_selector(f"#lacks-nv-{lines[1].pk}:has-text('Chưa ghi kết quả.')")
    lists(*codes[:6], "và")


def test_opening_another_line_saves_what_was_just_typed(open_page, of):
    line, other = task_line(of), task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    page.fill("[name=result]", "Gõ xong bấm ngay dòng khác.")
    page.click(f"a[href='?dong=nv-{other.pk}#dong']")
    page.wait_for_url(f"**/?dong=nv-{other.pk}#dong")
    line.refresh_from_db()
    assert line.result == "Gõ xong bấm ngay dòng khác."


def test_a_press_is_not_lost_because_saving_moved_the_page(open_page, of):
    """The first save of a line lists what is missing in it, above the link that is being pressed."""
    line, other = task_line(of), task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    page.fill("[name=result]", "Gõ xong bấm ngay dòng khác.")
    press(page, f".entry a[href='?dong=nv-{other.pk}#dong']")
    page.wait_for_url(f"**/?dong=nv-{other.pk}#dong")


def test_what_a_save_says_is_shown_once_the_press_is_over(open_page, of):
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    page.fill("[name=result]", "Đã tổ chức 24 lớp.")
    press(page, "h1")
    saved(page, "result")
    page.wait_for_selector('[data-field="state"] .missing:has-text("Chưa chọn trạng thái.")')


@pytest.mark.parametrize("way", ["a link of the menu", "a form"])
def test_leaving_while_a_field_is_being_saved_asks_nothing_and_loses_nothing(open_page, of, way):
    line = task_line(of)
    page = open_page(of.reporter)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    under_way = []
    page.route("**/luu/*", lambda route: under_way.append(route))
    with page.expect_request("**/luu/*"):
        page.fill("[name=result]", "Gõ xong rời trang.")
    page.click(".brand" if way == "a link of the menu" else ".sign-out button")
    under_way[0].fallback()
    page.wait_for_url("**/" if way == "a link of the menu" else "**/dang-nhap/*")
    line.refresh_from_db()
    assert (asked, line.result) == ([], "Gõ xong rời trang.")


def test_leaving_with_words_that_cannot_be_saved_asks_first(open_page, of, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    page.context.set_offline(True)
    page.fill("[name=result]", "Chữ gõ khi mất mạng.")
    saved(page, "result", "Chưa lưu được: mất kết nối.")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.click(".brand")
    assert asked.value.type == "beforeunload"
    expect(page.locator("[name=result]")).to_have_value("Chữ gõ khi mất mạng.")


def test_an_answer_that_comes_while_vietnamese_is_composed_disturbs_nothing(open_page, of):
    """Telex: “ddax” becomes “đã” in the field before it is committed; a save of its beginning is answered meanwhile."""
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")
    page.focus("[name=result]")
    page.evaluate(
        """() => {
          const field = document.activeElement;
          field.mine = true;
          window.ended = 0;
          field.addEventListener("compositionend", () => (window.ended += 1));
        }"""
    )
    keys = page.context.new_cdp_session(page)

    def compose(text: str) -> None:
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        keys.send("Input.imeSetComposition", {"text": text, **place})

    under_way = []
    page.route("**/luu/*", lambda route: under_way.append(route))
    with page.expect_request("**/luu/*"):
        for text in ("d", "đ", "đa"):
            compose(text)
    compose("đã")
    with page.expect_response("**/luu/*"):
        under_way[0].fallback()
    page.wait_for_selector('[data-field="state"] .missing:has-text("Chưa chọn trạng thái.")')
    held = page.evaluate("[document.activeElement.mine, document.activeElement.value, window.ended]")
    assert held == [True, "đã", 0]
    page.unroute_all()
    keys.send("Input.insertText", {"text": "đã tổ chức 24 lớp"})
    saved(page, "result")
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('unsaved:'))")
    line.refresh_from_db()
    assert line.result == "đã tổ chức 24 lớp"


def test_a_part_in_which_somebody_types_or_has_typed_is_not_replaced(open_page, of, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    line = task_line(of)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/?dong=nv-{line.pk}")

    open_line = page.locator("#dong")

    def bring_another_line() -> None:
        """Let an answer bring something else for the open line."""
        brought = """'<div data-part="dong"><p>Dòng khác</p></div>'"""
        page.evaluate(f"import('/static/js/portal/autosave.js').then(({{ fill }}) => fill({brought}))")

    page.focus("[name=result]")
    bring_another_line()
    expect(open_line).not_to_have_text("Dòng khác")
    page.context.set_offline(True)
    page.fill("[name=result]", "Chữ chưa lưu.")
    page.focus(".brand")
    saved(page, "result", "Chưa lưu được: mất kết nối.")
    bring_another_line()
    expect(open_line).not_to_have_text("Dòng khác")
    expect(page.locator("[name=result]")).to_have_value("Chữ chưa lưu.")
    page.context.set_offline(False)
    saved(page, "result")
    bring_another_line()
    expect(open_line).to_have_text("Dòng khác")


def test_what_was_typed_before_the_scripts_had_come_is_saved(open_page, of):
    line = task_line(of)
    page = open_page(of.reporter, in_haste=True)
    on_their_way = []
    page.route("**/js/portal/autosave*.js", lambda route: on_their_way.append(route))
    with page.expect_request("**/js/portal/autosave*.js"):
        page.goto(f"/bao-cao/{of.submission.ref}/", wait_until="commit")
    page.check("[name=state][value=in_progress]", force=True)
    page.fill("[name=result]", "Gõ trước khi trang tải xong.")
    on_their_way[0].fallback()
    saved(page, "state")
    saved(page, "result")
    line.refresh_from_db()
    assert (line.state, line.result) == ("in_progress", "Gõ trước khi trang tải xong.")


def test_without_scripts_a_line_is_filled_and_sent(open_page, of):
    task_line(of)
    page = open_page(of.reporter, java_script_enabled=False)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    page.check("[name=state][value=in_progress]", force=True)
    page.fill("[name=percent]", "40")
    page.fill("[name=result]", "Đã tổ chức 24 lớp.")
    page.click("text=Lưu dòng này")
    page.wait_for_selector(".messages:has-text('Đã lưu lúc')")
    page.click(".summary button")
    page.wait_for_selector(".locked")
    assert Sending.objects.count() == 1


def test_the_report_comes_down_as_a_word_file(open_page, of):
    task_line(of, settled=True)
    page = open_page(of.reporter)
    page.goto(f"/bao-cao/{of.submission.ref}/")
    with page.expect_download() as download:
        page.click("text=Tải bản nháp .docx")
    assert download.value.suggested_filename.endswith(".docx")


def test_the_page_passes_the_rules_of_accessibility(open_page, of):
    line = task_line(of, trigger_text="Sau khi có hướng dẫn của Bộ")
    money_line(line)
    fill(line, of.reporter, state="in_progress", at=NOON)
    measure_line(of)
    page = open_page(of.reporter, bypass_csp=True)
    for path in ("/", f"/bao-cao/{of.submission.ref}/", "/bao-cao/"):
        page.goto(path)
        page.add_script_tag(path="tests/vendor/axe.min.js")
        found = page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"
            ".violations.map(v => [v.id, v.nodes.map(n => n.html)])"
        )
        assert found == []
