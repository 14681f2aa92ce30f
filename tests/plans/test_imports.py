"""Importing a plan: decide row by row, hand over, confirm all or nothing, take back; through the pages."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from common import jobs
from common.models import AuditEntry, ImportDraft, Job, OutboxMessage
from indicators.models import Indicator, Measure
from plans.importing import reading
from plans.importing.confirming import confirm_import
from plans.importing.looking import state_of, unknown_names
from plans.importing.undoing import undo_import
from plans.models import BudgetLine, Plan, PlanVersion, Task, TaskVersion
from reporting.models import Cycle
from tests import factories as make
from tests.plans.import_desk import TABLE, Desk
from tests.plans.papers import PLANS, word
from tests.world import NOW, PDF

pytestmark = pytest.mark.django_db

KNOWN = [row for row in TABLE if "Sở Phép thuật" not in row]


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = make.day("2026-11-13")


@pytest.fixture
def desk(client) -> Desk:
    return Desk(client)


@pytest.fixture
def read(desk) -> Desk:
    """A plan of two tasks, its names all known, read and waiting."""
    desk.upload(word(KNOWN))
    return desk


def test_what_is_typed_into_a_row_is_kept_and_read_again(read):
    key = read.position("1")
    answer = read.row(
        key, **{"time_text": "2027-2028", "was-time_text": "Năm 2026", "name": "X", "was-name": "X"}
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#dong-{key}")
    assert read.draft.rows.get(position=key).decision == {"set": {"time_text": "2027-2028"}}
    assert "01/01/2027 đến 31/12/2028" in read.page()
    assert read.draft.reading["tasks"][0]["time_text"] == "Năm 2026"


def test_what_cannot_be_read_is_kept_and_said_beside_its_field(read):
    key = read.position("1")
    answer = read.row(key, **{"end": "31/13/2026", "was-end": "31/12/2026"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="31/13/2026"' in page
    assert "“31/13/2026” không phải ngày." in page
    assert "31/13/2026" in str(read.draft.rows.get(position=key).decision)
    assert "phải quyết định" in read.page()
    assert read.confirm(read.draft).status_code == 422
    assert not Plan.objects.exists()


def test_a_second_officer_is_told_and_loses_nothing_he_typed(read):
    key = read.position("1")
    colleague = make.user(role="focal_officer", at=read.focal, name="Lê Văn Kia")
    draft = read.draft
    read.row(key, **{"name": "Của người trước", "was-name": "Số hóa hồ sơ đất đai của 12 xã"})
    read.client.force_login(colleague)

    answer = read.row(
        key,
        version=str(draft.version),
        **{
            "name": "Của người sau",
            "was-name": "Số hóa hồ sơ đất đai của 12 xã",
            "notes": "n",
            "was-notes": "",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{read.officer.name} vừa sửa bản nháp này." in page
    assert "Của người sau</textarea>" in page
    assert "Vừa được sửa thành: Của người trước" in page
    assert read.draft.rows.get(position=key).decision == {"set": {"name": "Của người trước"}}


def test_two_officers_may_correct_different_values_of_one_row(read):
    key = read.position("1")
    read.row(key, **{"name": "Tên mới", "was-name": "Số hóa hồ sơ đất đai của 12 xã"})
    read.row(key, **{"name": "Số hóa hồ sơ đất đai của 12 xã", "was-name": "Số hóa hồ sơ đất đai của 12 xã",
                     "notes": "Ghi thêm", "was-notes": ""})  # fmt: skip
    assert read.draft.rows.get(position=key).decision["set"] == {"name": "Tên mới", "notes": "Ghi thêm"}


def test_a_row_is_joined_taken_apart_split_left_out_and_taken_back(read):
    first, second = read.position("1"), read.position("3")
    assert "Xác nhận 2 nhiệm vụ" in read.page()

    read.row(second, "join")
    assert "Xác nhận 1 nhiệm vụ" in read.page()
    read.row(second, "apart")
    assert "Xác nhận 2 nhiệm vụ" in read.page()

    read.row(first, **{"name": "Số hóa; Lưu trữ", "was-name": ""})
    read.row(first, "split", cut="7")
    names = [p.name for p in state_of(read.draft).found.pieces if p.lives]
    assert names[:2] == ["Số hóa", "Lưu trữ"]
    read.row(f"{first}-1", **{"lead": "Sở Y tế; Sở Khoa học và Công nghệ", "was-lead": "Sở Y tế"})
    assert state_of(read.draft).found.piece(f"{first}-1").item["lead"] == [
        "Sở Y tế",
        "Sở Khoa học và Công nghệ",
    ]
    read.row(first, "reset")
    assert "Xác nhận 2 nhiệm vụ" in read.page()

    read.row(second, "skip")
    assert "Đã đánh dấu là không nhập." in read.page(xem="skipped")


def test_a_table_is_left_out_and_taken_back(read):
    block = read.draft.rows.get(position=read.position("1")).printed["block"]
    address = reverse("draft_table", args=[read.draft.ref])
    read.client.post(address, {"do": "drop", "blocks": str(block), "version": read.draft.version})
    page = read.page()
    assert "Xác nhận 0 nhiệm vụ" in page
    assert "không còn dòng nào để nhập" in page
    read.client.post(address, {"do": "restore", "blocks": str(block), "version": read.draft.version})
    assert "Xác nhận 2 nhiệm vụ" in read.page()


def test_a_doubt_is_kept_as_printed_with_one_press(desk):
    desk.upload(word([*KNOWN, ["4", "Diễn tập", "Sở Y tế", "Lúc nào cũng được"]]))
    key = desk.position("4")
    problem = next(p for p in state_of(desk.draft).found.piece(str(key)).problems if p.severity == "warning")
    assert "Giữ như in" in desk.page(xem="warning")
    desk.row(key, "accept", problem=problem.key)
    assert "Không có dòng nào thuộc phần này." in desk.page(xem="warning")


def test_what_was_decided_is_what_is_confirmed(read):
    typed = {"name": "Số hóa", "was-name": "", "code": "A1", "was-code": "1"}
    money = {"money-0": "1.200", "year-0": "2026", "source-0": "total", "was-budget": ""}
    read.row(read.position("1"), **typed, **money)
    read.row(read.position("3"), "skip")
    assert "Tỉnh chưa có nguồn vốn" in read.confirm(read.draft).content.decode()

    make.source(read.province, code="total", name_printed="Tổng")
    assert read.confirm(read.draft).status_code == 302

    [version] = TaskVersion.objects.all()
    assert (version.code, version.name, version.plan.number) == ("A1", "Số hóa", "15/KH-UBND")
    assert [(line.year, line.amount) for line in BudgetLine.objects.all()] == [(2026, 1_200_000_000)]
    assert AuditEntry.objects.filter(verb="confirm_import").count() == 1


def test_a_confirmed_draft_leads_to_its_plan_and_is_not_changed_any_more(read):
    read.confirm(read.draft)
    page = read.page()
    assert "Đã nhập thành 15/KH-UBND" in page
    assert "Sửa" not in page.partition('id="dong"')[2].partition("</table>")[0]
    answer = read.row(read.position("1"), **{"name": "Z", "was-name": ""})
    assert answer.status_code == 422
    assert "Bản nháp không còn mở để sửa" in answer.content.decode()


def test_an_import_nobody_has_reported_on_is_taken_back_whole(read):
    agencies = Agency.objects.count()
    read.confirm(read.draft)
    assert Task.objects.exists()

    read.client.post(reverse("undo_import", args=[read.draft.ref]))

    assert not any(
        model.objects.exists() for model in (Plan, PlanVersion, Task, TaskVersion, BudgetLine, Cycle)
    )
    assert Agency.objects.count() == agencies
    draft = read.draft
    assert (draft.state, draft.undone_at is not None, draft.owner) == ("ready", True, read.officer)
    assert AuditEntry.objects.filter(verb="undo_import").count() == 1
    assert read.confirm(draft).status_code == 302
    assert Plan.objects.count() == 1


def test_measures_an_import_has_created_go_with_it_and_shared_ones_stay(client):
    call_command("seed", "--reference", verbosity=0)
    focal = (
        Agency.objects.get(code="tg:so-tttt") if Agency.objects.filter(code="tg:so-tttt").exists() else None
    )
    focal = focal or Agency.objects.filter(province__name="Tiền Giang", name__icontains="Khoa học").first()
    client.force_login(make.user(role="focal_officer", at=focal))
    path = PLANS / "tien-giang-69.docx"
    client.post(reverse("imports"), {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    draft = ImportDraft.objects.get()
    shared = make.measure(focal.province, name="Chỉ số có trước")
    plan = confirm_import(draft=draft, by=None, at=NOW, focal=focal.code, checked=False,
        choices={str(place): "new" for place in range(len(unknown_names(draft)))})  # fmt: skip
    assert Indicator.objects.filter(plan=plan).exists()
    draft.refresh_from_db()

    undo_import(draft=draft, by=make.user(role="focal_leader", at=focal), at=NOW)

    assert list(Measure.objects.filter(province=focal.province)) == [shared]


def test_targets_of_the_running_text_are_taken_one_by_one_or_all_at_once(client):
    call_command("seed", "--reference", verbosity=0)
    focal = Agency.objects.get(province__name="Sóc Trăng", name="Sở Khoa học và Công nghệ")
    officer = make.user(role="focal_officer", at=focal)
    client.force_login(officer)
    path = PLANS / "soc-trang-136.docx"
    client.post(reverse("imports"), {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    draft = ImportDraft.objects.get()
    proposed = list(draft.rows.filter(kind="indicators.proposals"))
    duties = draft.rows.filter(
        kind="plans.duties"
    ).count()  # those of "Tổ chức thực hiện", beside its own list
    page = client.get(reverse("import_draft", args=[draft.ref])).content.decode()
    assert f"Đề xuất {len(proposed) + duties}" in page

    first = reverse("draft_row", args=[draft.ref, proposed[0].position])
    client.post(first, {"do": "take", "version": draft.version})
    draft.refresh_from_db()
    assert state_of(draft).found.reading["indicators"] == [proposed[0].parsed]

    blocks = ",".join({str(row.printed["block"]) for row in proposed})
    said = {"do": "take", "blocks": blocks, "version": draft.version}
    client.post(reverse("draft_table", args=[draft.ref]), said)
    draft.refresh_from_db()
    assert state_of(draft).found.reading["indicators"] == [row.parsed for row in proposed]
    plan = confirm_import(draft=draft, by=officer, at=NOW)
    assert Indicator.objects.filter(plan=plan).exists()


def test_an_import_with_an_open_period_is_not_taken_back(read):
    read.confirm(read.draft)
    plan = Plan.objects.get()
    period = make.period(plan)

    page = read.page()

    assert f"kế hoạch đã mở kỳ báo cáo {period.label}" in page
    answer = read.client.post(reverse("undo_import", args=[read.draft.ref]), follow=True)
    assert "Không hoàn tác được" in answer.content.decode()
    assert Plan.objects.exists()


def test_the_same_file_again_is_noticed_and_let_go_on(read):
    first = read.draft
    page = read.upload(word(KNOWN)).content.decode()
    assert read.draft.pk != first.pk
    assert (f"Tệp này đã được {read.officer.name} tải lên" in page) == (read.draft.sha256 == first.sha256)
    ImportDraft.objects.filter(pk=read.draft.pk).update(sha256=first.sha256)
    assert reverse("import_draft", args=[first.ref]) in read.page()


@pytest.mark.parametrize("day", ["05/03/2025", "20/12/2025"], ids=["same day", "same year"])
def test_the_same_plan_again_is_noticed_and_refused(read, day):
    read.confirm(read.draft)
    read.upload(word([*KNOWN, ["4", "Thêm việc", "Sở Y tế", "Năm 2026"]]))
    assert read.head(read.draft, issued_on=day).status_code == 302
    assert "15/KH-UBND đã có trong hệ thống" in read.page()
    answer = read.confirm(read.draft)
    assert answer.status_code == 422
    assert reverse("plan", args=[Plan.objects.get().ref]) in answer.content.decode()
    assert Plan.objects.count() == 1


def test_a_plan_not_issued_yet_is_confirmed_as_a_draft_and_opens_no_period(desk):
    desk.upload(word("DỰ THẢO KẾ HOẠCH", "Chuyển đổi số tỉnh Lâm Đồng", KNOWN, head=False))
    assert "Nhập như dự thảo" in desk.page()
    assert desk.confirm(desk.draft, as_draft="1").status_code == 302
    plan = Plan.objects.get()
    assert (plan.state, plan.number, plan.issued_on, str(plan)) == ("draft", "", None, "dự thảo")
    for name in ("plan", "plan_indicators", "plan_money", "plan_history", "cycle", "open_period"):
        assert desk.client.get(reverse(name, args=[plan.ref])).status_code == 200
    assert "dự thảo" in desk.client.get(reverse("plans")).content.decode()
    assert (
        "chưa mở được kỳ báo cáo" in desk.client.get(reverse("open_period", args=[plan.ref])).content.decode()
    )


def test_a_draft_is_handed_to_a_colleague_who_is_told(read):
    colleague = make.user(role="focal_leader", at=read.focal, name="Vũ Thị Nhận")
    stranger = make.user(role="focal_officer")
    address = reverse("hand_over_import", args=[read.draft.ref])
    assert "Vũ Thị Nhận" in read.page()

    assert read.client.post(address, {"to": str(stranger.pk)}).status_code == 422
    assert read.client.post(address, {"to": str(colleague.pk)}).status_code == 302

    assert read.draft.owner == colleague
    message = OutboxMessage.objects.get(to_user=colleague)
    assert (message.channel, message.kind) == ("portal", "draft_handed_over")
    read.client.force_login(colleague)
    assert read.draft.file.name in read.client.get(reverse("imports")).content.decode()
    assert read.draft.file.name in read.client.get(reverse("message", args=[message.pk])).content.decode()


def test_a_table_pasted_from_a_spreadsheet_is_read_like_a_file(desk):
    head = "KẾ HOẠCH\nChuyển đổi số tỉnh Lâm Đồng năm 2026\n\n"
    text = head + "\r\n".join("\t".join(row) for row in KNOWN)
    page = desk.client.post(reverse("imports"), {"text": text}, follow=True).content.decode()
    assert "Xác nhận 2 nhiệm vụ" in page
    assert desk.draft.file.name.startswith("Văn bản dán lúc")


@pytest.mark.parametrize("text", ["", "  \n ", "Chào chị, em gửi chị file ạ."])
def test_a_pasted_text_that_is_no_plan_is_refused_and_stays(desk, text):
    answer = desk.client.post(reverse("imports"), {"text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_dropped_draft_is_gone_from_the_list(read):
    read.client.post(reverse("discard_import", args=[read.draft.ref]))
    assert "Chưa có lần nhập nào." in read.client.get(reverse("imports")).content.decode()


def test_a_long_file_is_read_by_the_worker_and_the_page_moves_on(desk, monkeypatch):
    monkeypatch.setattr(reading, "LONG", 10)
    page = desk.upload(word(KNOWN)).content.decode()
    assert "Đang đọc tệp" in page
    assert "data-job-url" in page
    jobs.run(Job.objects.get().pk, NOW)

    assert (Job.objects.get().state, desk.draft.state) == ("done", "ready")
    assert "Xác nhận 2 nhiệm vụ" in desk.page()


def test_a_long_file_that_cannot_be_read_says_why(desk):
    desk.upload(PDF, "ke-hoach.pdf")
    jobs.run(Job.objects.get().pk, NOW)
    assert desk.draft.state == "failed"
    assert desk.draft.message in desk.page()
    assert desk.draft.message in desk.client.get(reverse("imports")).content.decode()
    assert desk.client.post(reverse("discard_import", args=[desk.draft.ref])).status_code == 302


def test_the_arithmetic_sheet_is_given_out_without_a_formula(client):
    desk = Desk(client)
    rows = [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Kinh phí (triệu đồng)"],
        ["I", "=HYPERLINK()", "", "", "300"],
        ["1", "Việc một", "Sở Y tế", "Năm 2026", "100"],
        ["2", "Việc hai", "Sở Y tế", "Năm 2026", "150"],
    ]
    desk.upload(word(rows))
    page = desk.page()
    assert "1 lệch" in page
    assert "+50" in page
    answer = client.get(reverse("import_sums", args=[desk.draft.ref]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][3]][:5] == ["I", "Tổng cộng", 300, 250, 50]


@pytest.mark.parametrize("rows", [1, 3], ids=["short", "long"])
def test_the_preview_asks_the_same_number_of_questions_however_long_it_is(
    desk, django_assert_num_queries, rows
):
    desk.upload(
        word([*KNOWN, *[[str(n), f"Việc {n}", f"Sở Lạ {n}", "Năm 2026"] for n in range(4, 4 + 40 * rows)]])
    )
    address = reverse("import_draft", args=[desk.draft.ref])
    desk.client.get(address)
    with django_assert_num_queries(QUERIES):
        assert desk.client.get(address).status_code == 200


QUERIES = 14


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(desk, django_assert_num_queries):
    for count in (1, 3):
        while ImportDraft.objects.count() < count:
            desk.upload(word([*KNOWN, [str(count + 3), "Thêm", "Sở Y tế", "Năm 2026"]]), follow=False)
        with django_assert_num_queries(LIST_QUERIES):
            desk.client.get(reverse("imports"))


LIST_QUERIES = 5


def test_a_row_form_is_a_part_for_a_script_and_a_page_without_one(read):
    key = read.position("1")
    address = reverse("draft_row", args=[read.draft.ref, str(key)])
    part = read.client.get(address, headers={"HX-Request": "true"}).content.decode()
    page = read.client.get(address).content.decode()
    assert part.lstrip().startswith("<tr")
    assert 'name="time_text"' in part
    assert page.startswith("<!doctype html>")
    assert 'name="time_text"' in page
    assert read.client.get(reverse("draft_row", args=[read.draft.ref, "999"])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"time_text": "2026-2027"}, "Đọc là: 01/01/2026 đến 31/12/2027"),
        ({"time_text": "Lúc nào cũng được"}, "Chưa hiểu thời gian"),
        ({"target_text": "≥ 80", "unit": "%"}, "Đọc là: ≥ 80"),
        ({"lead": "Sở Y tế; Sở Khoa học và Công nghệ"}, "Đọc là: Sở Y tế; Sở Khoa học và Công nghệ"),
        ({"coordinating": "Sở Phép thuật"}, "chưa có trong danh mục cơ quan"),
    ],
)
def test_a_text_is_read_at_once_while_it_is_typed(read, asked, said):
    answer = read.client.get(reverse("draft_meaning", args=[read.draft.ref]), asked)
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("draft_row", {"do": "dance"}),
        ("draft_row", {"do": "split", "cut": "9999999999999"}),
        ("draft_row", {"do": "save", "kind": "emperor", "was-kind": "task"}),
        ("draft_row", {"do": "save", "parent": "77", "was-parent": ""}),
        ("draft_row", {"do": "apply", "problem": "none"}),
        ("draft_row", {"do": "save", "money-0": "x" * 500, "was-budget": ""}),
        ("draft_head", {"province": "Nơi Khác", "was-province": ""}),
        ("draft_head", {"title": "t" * 5000, "was-title": ""}),
        ("draft_agencies", {"name-0": "Sở X", "choice-0": "none"}),
        ("draft_table", {"blocks": "a,b,-1"}),
        ("hand_over_import", {"to": "x"}),
    ],
)
def test_nonsense_is_answered_and_breaks_nothing(read, name, said):
    parts = [read.draft.ref, *([str(read.position("1"))] if name == "draft_row" else [])]
    answer = read.client.post(reverse(name, args=parts), {"version": str(read.draft.version), **said})
    assert answer.status_code in (302, 404, 422)
    read.page()


def test_a_stranger_cannot_decide(read):
    other = Client()
    other.force_login(make.user(role="focal_officer"))
    key = str(read.position("1"))
    for name, parts in (
        ("draft_row", [key]),
        ("draft_head", []),
        ("draft_agencies", []),
        ("draft_table", []),
    ):
        assert other.post(reverse(name, args=[read.draft.ref, *parts])).status_code == 404
