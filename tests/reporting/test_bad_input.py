"""What goes wrong on the pages of import and of the province's report: a sentence where one looks, nothing lost.

Bad input into a submission stands in test_submission_pages.py, into a review in test_review_page.py.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, AgencyName
from common.models import AuditEntry, ImportDraft
from plans.models import Plan
from reporting.models import ProvinceReport
from tests import factories as make
from tests.plans.import_desk import TABLE, Desk
from tests.plans.papers import sheet, word
from tests.world import PDF, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = make.day("2026-11-13")


@pytest.fixture
def desk(client) -> Desk:
    return Desk(client)


def said(answer: HttpResponse, status: int = 422) -> str:
    """The page, once its status is as expected."""
    assert answer.status_code == status
    return answer.content.decode()


# -------------------------------------------------------------------------------------------------------- import


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "anh.png",
            b"\x89PNG\r\n\x1a\n123",
            "Không nhận tệp “anh.png”. Chỉ nhận các loại: .docx, .xlsx, .pdf",
        ),
        ("ke-hoach.docx", b"", "rỗng"),
        (
            "ke-hoach.docx",
            b"PK\x03\x04 hong",
            "Tệp “ke-hoach.docx” bị hỏng hoặc nội dung không đúng với đuôi .docx.",
        ),
        ("ke-hoach.docx", sheet([["STT", "Nhiệm vụ"]]), "nhưng nội dung là tệp Excel"),
        ("lop.docx", word([["Họ tên", "Điểm"], ["An", "9"]], head=False), "Không phải bảng nhiệm vụ"),
        ("lop.xlsx", sheet([["Họ tên", "Điểm"], ["An", 9]]), "Không phải bảng nhiệm vụ"),
    ],
    ids=["picture", "empty", "broken", "workbook called docx", "other table", "other sheet"],
)
def test_a_file_that_is_no_plan_is_refused_under_the_field(desk, name, content, sentence):
    page = said(desk.upload(content, name))

    assert sentence in page.partition('id="id_file_error"')[2]
    assert not ImportDraft.objects.exists()


def test_a_form_without_a_file_asks_for_one(desk):
    page = said(desk.client.post(reverse("imports"), {}))

    assert 'id="id_file_error"' in page


def test_an_unknown_agency_is_asked_for_beside_its_select_and_what_was_chosen_stays(desk):
    rows = [*TABLE, ["4", "Diễn tập an toàn thông tin", "Sở Bùa chú", "Năm 2026"]]
    assert "2 cơ quan chưa có trong danh mục" in said(desk.upload(word(rows)), 200)
    draft = ImportDraft.objects.get()
    assert "2 cơ quan chưa có trong danh mục" in said(desk.confirm(draft))

    page = said(desk.choose(draft, {"Sở Phép thuật": desk.health.code, "Sở Bùa chú": "new"}, full=""))

    assert f'<option value="{desk.health.code}" selected>' in page
    assert "Ghi tên đầy đủ của cơ quan mới." in page.partition('name="name-1"')[2]
    assert not Plan.objects.exists()
    assert not AgencyName.objects.filter(text="Sở Phép thuật").exists()

    chosen = desk.choose(draft, {"Sở Phép thuật": desk.health.code, "Sở Bùa chú": "new"}, full="Sở Bùa chú")
    assert chosen.status_code == 302
    assert not Agency.objects.filter(name="Sở Bùa chú").exists()

    assert desk.confirm(draft).status_code == 302
    assert Agency.objects.filter(name="Sở Bùa chú", province=desk.province).exists()
    assert AgencyName.objects.filter(text="Sở Phép thuật", agency=desk.health, kind="spelling").exists()


def test_a_number_and_a_day_that_are_not_printed_are_asked_for(desk):
    rows = [row for row in TABLE if "Sở Phép thuật" not in row]
    desk.upload(word("DỰ THẢO KẾ HOẠCH", "Chuyển đổi số tỉnh Lâm Đồng", rows, head=False))
    draft = ImportDraft.objects.get()
    assert "còn phải quyết định: số, ký hiệu văn bản" in said(desk.confirm(draft))

    page = said(desk.head(draft, number="15/KH-UBND", issued_on="31/02/2026"))

    assert 'value="15/KH-UBND"' in page
    assert 'value="31/02/2026"' in page
    assert "“31/02/2026” không phải ngày." in page
    assert not Plan.objects.exists()

    assert desk.head(draft, issued_on="05/03/2026").status_code == 302
    assert desk.confirm(draft).status_code == 302
    plan = Plan.objects.get()
    assert (plan.number, plan.issued_on) == ("15/KH-UBND", make.day("2026-03-05"))


def test_a_second_press_on_confirm_makes_no_second_plan(desk):
    desk.upload(word([row for row in TABLE if "Sở Phép thuật" not in row]))
    draft = ImportDraft.objects.get()
    desk.confirm(draft)

    page = said(desk.confirm(draft))

    assert "Văn bản này đã được nhập." in page
    assert Plan.objects.count() == 1
    assert AuditEntry.objects.filter(verb="confirm_import").count() == 1


def test_a_plan_of_another_agency_is_refused_where_its_focal_agency_is_chosen(desk):
    desk.upload(word([row for row in TABLE if "Sở Phép thuật" not in row]))

    page = said(desk.confirm(ImportDraft.objects.get(), focal=desk.health.code))

    assert "Bạn chỉ nhập được kế hoạch do cơ quan của bạn làm đầu mối." in page
    assert 'href="#van-ban"' in page


def test_a_plan_of_a_province_nobody_knows_is_read_and_not_adopted(desk):
    desk.province.name = "Nơi Khác"
    desk.province.save()

    page = said(desk.upload(word(TABLE)), 200)

    assert "chưa có trong danh mục" in page
    assert "hoặc tỉnh chưa có trong danh mục" in said(desk.confirm(ImportDraft.objects.get()))


def test_a_stranger_finds_no_draft_and_a_colleague_without_the_role_is_told(desk):
    desk.upload(word(TABLE))
    address = reverse("import_draft", args=[ImportDraft.objects.get().ref])

    desk.client.force_login(make.user(role="focal_officer"))
    said(desk.client.get(address), 404)
    desk.client.force_login(make.user(role="reporter", at=desk.health))
    assert "Tài khoản không có quyền này" in said(desk.client.get(address), 403)


# ----------------------------------------------------------------------------------------------- province report

ISSUE = {
    "official_no": "9/BC-UBND",
    "official_date": "13/11/2026",
    "signer": "Ngô Thị Lãnh",
    "signer_post": "Phó Chủ tịch",
}


def act(client: Client, report: ProvinceReport, verb: str, **data: Any) -> HttpResponse:
    return client.post(reverse("report_action", args=[report.ref, verb]), data)


def save(client: Client, report: ProvinceReport, text: str, version: int) -> HttpResponse:
    return client.post(
        reverse("save_section", args=[report.ref]),
        {"field": report.sections[0]["key"], "value": text, "version": version},
        headers={"accept": "application/json"},
    )


def test_a_second_editor_of_the_report_is_told_and_nothing_is_overwritten(client):
    world = World(report="drafting")
    client.force_login(world["head"])
    assert save(client, world.report, "Bản của trưởng.", world.report.version).status_code == 200
    client.force_login(world["officer"])

    answer = save(client, world.report, "Bản của chuyên viên.", world.report.version)

    assert answer.status_code == 409
    assert answer.json()["conflict"]["theirs"] == "Bản của trưởng."
    assert ProvinceReport.objects.get().sections[0]["text"] == "Bản của trưởng."


def test_text_typed_after_the_figures_were_frozen_is_refused_with_a_sentence(client):
    world = World(report="submitted")
    client.force_login(world["head"])

    answer = save(client, world.report, "Chữ đến muộn.", world.report.version)

    assert answer.status_code == 400
    assert "trình" in answer.json()["message"]


def test_an_ended_session_leads_who_writes_the_report_to_the_door(client):
    world = World(report="drafting")

    answer = save(client, world.report, "Chữ gõ dở.", world.report.version)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign_in"))
    assert ProvinceReport.objects.get().version == world.report.version


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"signed_file": SimpleUploadedFile("ky.pdf", b"khong phai pdf")}, "signed_file"),
        ({"signed_file": SimpleUploadedFile("ky.png", b"\x89PNG\r\n\x1a\n1")}, "signed_file"),
        ({"signed_file": ""}, "signed_file"),
        ({"official_date": "hôm qua"}, "official_date"),
        ({"official_no": ""}, "official_no"),
    ],
    ids=["broken file", "picture", "no file", "no day", "no number"],
)
def test_an_issue_that_cannot_be_recorded_says_why_and_keeps_what_was_typed(client, change, field):
    world = World(report="submitted")
    client.force_login(world["head"])
    given = {**ISSUE, "signed_file": SimpleUploadedFile("ky.pdf", PDF), **change}

    page = said(act(client, world.report, "ban-hanh", **given))

    assert f'id="id_{field}_error"' in page
    for name in ISSUE.keys() - {field}:
        assert f'value="{ISSUE[name]}"' in page
    assert ProvinceReport.objects.get().state == "submitted"


def test_a_second_press_on_issue_changes_nothing(client):
    world = World(report="submitted")
    client.force_login(world["head"])
    act(client, world.report, "ban-hanh", **ISSUE, signed_file=SimpleUploadedFile("ky.pdf", PDF))

    said(act(client, world.report, "ban-hanh", **ISSUE, signed_file=SimpleUploadedFile("ky.pdf", PDF)))

    assert AuditEntry.objects.filter(verb="issue_report").count() == 1


def test_taking_a_report_back_asks_for_a_reason(client):
    world = World(report="submitted")
    client.force_login(world["head"])

    page = client.post(
        reverse("report_action", args=[world.report.ref, "lay-lai"]), {"reason": " "}, follow=True
    )

    assert "Cần ghi lý do." in said(page, 200)
    assert ProvinceReport.objects.get().state == "submitted"


def test_a_second_press_on_draft_leads_to_the_edition_that_is_being_drafted(client):
    world = World(report="drafting")
    client.force_login(world["head"])

    page = client.post(reverse("draft_report", args=[world.period.ref]), follow=True)

    assert page.redirect_chain[-1][0] == reverse("province_report", args=[world.report.ref])
    assert ProvinceReport.objects.count() == 1


# --------------------------------------------------------------------------------------------------------- period


def test_a_closed_period_says_so_wherever_something_could_be_changed(client):
    world = World(submission="sent", period="closed")
    client.force_login(world["officer"])

    for page in (
        reverse("board", args=[world.period.ref]),
        reverse("review", args=[world.submission.ref]),
    ):
        assert "đóng" in said(client.get(page), 200)
    answer = client.post(
        reverse("review_action", args=[world.submission.ref, "duyet-tat-ca"]),
        {"version": world.submission.version},
        follow=True,
    )
    assert "đã đóng" in answer.content.decode()
    assert not world.submission.sendings.filter(outcome="accepted").exists()
