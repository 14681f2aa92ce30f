"""The submission in the browser's eyes: who may, what is saved, what is said, how much is asked of the database."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from lxml.html import document_fromstring, fragment_fromstring

from common import format as vn
from reporting.collection import entries
from reporting.collection.sending import send_submission
from reporting.models import Period, Sending
from reporting.review.services import return_line, return_lines, return_submission
from reporting.views.submission_page import Progress
from tests import factories as f
from tests.reporting.filling import NOON, fill, measure_line, money_line, season, task_line

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = f.day("2026-11-13")


def key(line) -> str:
    return f"{'nv' if hasattr(line, 'task_version_id') else 'ct'}-{line.pk}"


def address(of, name="submission", *args, **query) -> str:
    return reverse(name, args=[of.submission.ref, *args], query=query or None)


def save(client, of, line, field, value, version=1, **headers):
    """What portal.js sends for one field."""
    return client.post(
        address(of, "save_field", dong=line if isinstance(line, str) else key(line)),
        {"field": field, "value": value, "version": version},
        headers={"Accept": "application/json", **headers},
    )


def sent(of) -> None:
    send_submission(submission=of.fresh(), by=of.reporter, at=NOON)


# ------------------------------------------------------------------------------------------------------ who may


@pytest.mark.parametrize(
    ("who", "draft", "after"),
    [
        ("reporter", 200, 200),
        ("colleague", 200, 200),
        ("approver", 200, 200),
        ("officer", 403, 200),
        ("focal_leader", 403, 200),
    ],
)
def test_a_draft_is_its_agencys_alone_and_the_focal_agency_reads_what_was_sent(client, who, draft, after):
    of = season()
    task_line(of, settled=True)
    client.force_login(getattr(of, who))
    for name in ("submission", "submission_docx"):
        assert client.get(address(of, name)).status_code == draft
    sent(of)
    for name in ("submission", "submission_docx"):
        assert client.get(address(of, name)).status_code == after


@pytest.mark.parametrize(
    "role", ["reporter", "approver", "focal_officer", "focal_leader", "leader", "administrator"]
)
def test_a_stranger_finds_nothing(client, role):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    client.force_login(f.user(role=role))
    assert client.get(address(of)).status_code == 404
    assert client.get(address(of, "submission_docx")).status_code == 404
    assert save(client, of, line, "result", "x").status_code == 404
    assert client.post(address(of, "submission_action", "gui")).status_code == 404
    assert client.post(address(of, "add_evidence", dong=key(line))).status_code == 404


def test_another_agency_of_the_province_finds_nothing(client):
    of = season()
    task_line(of, settled=True)
    sent(of)
    client.force_login(f.user(role="reporter", at=f.agency(of.agency.province)))
    assert client.get(address(of)).status_code == 404


def test_a_leader_of_the_province_reads_what_was_sent(client):
    of = season()
    task_line(of, settled=True)
    client.force_login(f.user(role="leader", at=f.agency(of.agency.province)))
    assert client.get(address(of)).status_code == 404
    sent(of)
    assert client.get(address(of)).status_code == 200


def test_who_reads_does_not_write(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    for who in (of.officer, of.focal_leader):
        client.force_login(who)
        assert save(client, of, line, "result", "x").status_code == 403
        assert client.post(address(of, "submission_action", "gui")).status_code == 403
        assert client.post(address(of, "add_evidence", dong=key(line))).status_code == 403


@pytest.mark.parametrize("name", ["submission", "submission_docx", "submissions", "my_work"])
def test_nobody_reads_without_signing_in(client, name):
    path = (
        address(season(), name) if name.startswith("submission") and name != "submissions" else reverse(name)
    )
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("sign_in"))


def test_a_line_of_another_submission_is_not_found(client):
    of, other = season(), season()
    client.force_login(of.reporter)
    assert save(client, of, task_line(other), "result", "x").status_code == 404
    for wrong in ("nv-0", "nv-abc", "xx-1", "", "nv-99999999999999999999"):
        assert save(client, of, wrong, "result", "x").status_code == 404


def test_those_to_whom_the_working_copy_is_closed_see_the_last_sending(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    return_line(submission=of.fresh(), entry=line, reason="Bổ sung.", by=of.officer, at=NOON)
    return_lines(submission=of.fresh(), by=of.officer, at=NOON)
    fill(line, of.reporter, result="Chữ đang sửa, chưa gửi.")
    client.force_login(of.officer)
    page = client.get(address(of, dong=key(line))).content.decode()
    assert "Đã tổ chức 24 lớp." in page
    assert "chưa gửi" not in page
    assert "Bản gửi lần 1, lúc 13/11/2026, 12:00. Bản này được giữ nguyên như khi gửi." in page
    client.force_login(of.reporter)
    assert "Chữ đang sửa, chưa gửi." in client.get(address(of, dong=key(line))).content.decode()
    assert "Đã tổ chức 24 lớp." in client.get(address(of, lan=1, dong=key(line))).content.decode()
    assert client.get(address(of, lan=2)).status_code == 404


# ------------------------------------------------------------------------------------------------------- saving


def parts(answer) -> dict[str, str]:
    """The words an answer brings, by the id of their place."""
    brought = fragment_fromstring(answer.content.decode(), create_parent="div")
    return {part.get("data-part"): " ".join(part.text_content().split()) for part in brought}


def test_a_field_is_saved_and_the_page_is_told_what_changed(client):
    of = season()
    line = task_line(of)
    client.force_login(of.reporter)
    answer = save(client, of, line, "state", "in_progress")
    told = parts(answer)
    line.refresh_from_db()
    assert (answer["Saved-Version"], answer["Saved-At"]) == ("2", vn.clock(line.at))
    assert told[f"problems-{key(line)}-percent"] == ""
    assert told[f"missing-{key(line)}-percent"] == "Ghi tỷ lệ, từ 0 đến 100%."
    assert told["progress"].startswith("0/1 dòng đã xong")
    told = parts(save(client, of, line, "percent", "140", 2))
    assert told[f"problems-{key(line)}-percent"] == "Tỷ lệ phải từ 0 đến 100%."
    save(client, of, line, "percent", "40", 3)
    told = parts(save(client, of, line, "result", "Đã tổ chức 24 lớp.", 4))
    assert told[f"problems-{key(line)}-percent"] == ""
    assert told["progress"].startswith("1/1 dòng đã xong")
    assert told[f"percent-{key(line)}"] == "40%"
    line.refresh_from_db()
    assert line.line_state == "clean"


def test_every_part_of_an_answer_has_its_place_on_the_page_and_says_the_same_there(client):
    """The parts are those of the page: nothing is worded twice."""
    of = season()
    group = f.task(of.period.plan, kind="group")
    line = task_line(of, parent=group, settled=True, trigger_text="Sau khi có hướng dẫn của Bộ")
    money_line(line)
    task_line(of)
    measure_line(of)
    client.force_login(of.reporter)
    told = parts(save(client, of, line, "percent", "140", line.version))
    page = document_fromstring(client.get(address(of, dong=key(line))).content.decode())
    places = {name: page.get_element_by_id(name) for name in told}
    assert {name: " ".join(place.text_content().split()) for name, place in places.items()} == told
    typed = [place for place in places.values() if place.xpath(".//textarea | .//input[not(@type='hidden')]")]
    assert typed == []


def statements_of_a_save(client, of, on, field, value) -> int:
    """As `assertNumQueries` counts: session, person, BEGIN (here a savepoint) and COMMIT (its release) among them."""
    with CaptureQueriesContext(connection) as asked:
        assert save(client, of, on, field, value, 99).status_code == 200
    return len(asked)


def test_saving_a_field_takes_as_many_statements_for_ten_times_the_lines(client):
    of = season()
    group = f.task(of.period.plan, kind="group")
    last_year = f.period(of.period.plan, year=2025)

    def line_with_everything():
        line = task_line(of, parent=group, via_group=f.group(of.agency.province, of.agency))
        line.last_fact = f.fact(last_year, line.task_version, of.agency, percent=Decimal(10))
        line.save()
        money_line(line)
        entries.add_evidence(entry=line, by=of.reporter, at=NOON, document_no="1")
        return line

    line, measure = line_with_everything(), measure_line(of)
    money = f"money-{money_line(line).pk}"
    client.force_login(of.reporter)

    def every_kind(turn: int) -> dict[str, int]:
        on = {"value": measure, "direction": "de-cuong"}
        typed = {"state": "in_progress", "percent": turn, "result": f"{turn} lớp.", money: turn}
        typed |= {"value": turn, "direction": f"Kế hoạch {turn}."}
        return {
            name: statements_of_a_save(client, of, on.get(name, line), name, value)
            for name, value in typed.items()
        }

    one = every_kind(11)
    assert one == {"state": 9, "percent": 9, "result": 9, money: 10, "value": 8, "direction": 7}
    for _more in range(9):
        line_with_everything()
        measure_line(of)
    f.submission(of.period, f.agency(of.agency.province))
    assert every_kind(12) == one


def test_a_save_counts_as_the_page_does_and_rebuilds_what_was_never_counted(client):
    """The marks kept of what is typed give what is derived from all lines; lines from before are counted once."""
    of = season()
    group = f.task(of.period.plan, kind="group")
    last_year = f.period(of.period.plan, year=2025)
    lower = task_line(of, parent=group)
    lower.last_fact = f.fact(last_year, lower.task_version, of.agency, percent=Decimal(80))
    lower.save()
    fill(lower, of.reporter, state="in_progress", percent="40", result="Đang làm.")
    proven = task_line(of, parent=group)
    fill(proven, of.reporter, state="completed", completed_on="05/11/2026", result="Xong.")
    entries.add_evidence(entry=proven, by=of.reporter, at=NOON, document_no="1")
    task_line(of, parent=group)
    bare = task_line(of)
    fill(bare, of.reporter, state="completed", completed_on="05/11/2026", result="Xong.")
    type(bare).objects.filter(pk=task_line(of, settled=True).pk).update(line_state="returned")
    fill(measure_line(of), of.reporter, value="92,5")
    measure_line(of)
    client.force_login(of.reporter)

    def counted(turn: int) -> Progress:
        answer = save(client, of, proven, "difficulty", f"Thiếu {turn} người.", 99)
        told, page = parts(answer), document_fromstring(client.get(address(of)).content.decode())
        for part in ("progress", f"group-{group.task_id}", "gaps-more"):
            assert told[part] == " ".join(page.get_element_by_id(part).text_content().split())
        return client.get(address(of)).context["progress"]

    progress = counted(1)
    assert (progress.all, progress.done, progress.returned, progress.open) == (7, 3, 1, 4)
    assert (progress.tasks.reasons, progress.tasks.bare) == (1, 1)
    assert progress.first_gap == key(lower)
    kept = list(of.submission.task_entries.order_by("id").values_list("needs_reason", "lacks_evidence"))
    of.submission.task_entries.update(needs_reason=None, lacks_evidence=None)
    assert counted(2) == progress
    assert (
        list(of.submission.task_entries.order_by("id").values_list("needs_reason", "lacks_evidence")) == kept
    )


def test_money_that_could_be_two_things_is_asked_about_where_it_stands(client):
    of = season()
    line = task_line(of, settled=True)
    money = money_line(line)
    client.force_login(of.reporter)
    told = parts(save(client, of, line, f"money-{money.pk}", "1.234", line.version))
    assert told[f"problems-{key(line)}-money-{money.pk}"] == (
        "“1.234” có thể là 1234 hoặc 1,234. Ghi lại một trong hai số đó."
    )
    page = client.get(address(of, dong=key(line))).content.decode()
    assert 'value="1.234"' in page
    assert "“1.234” có thể là 1234 hoặc 1,234." in page


def test_the_prose_is_saved_section_by_section(client):
    of = season()
    client.force_login(of.reporter)
    answer = save(client, of, "de-cuong", "direction", "Đã ban hành kế hoạch.")
    assert answer["Saved-Version"] == "2"
    assert parts(answer) == {"sections-of-all": "1/5 mục", "sections-written": "1/5"}
    assert of.fresh().narrative["direction"] == "Đã ban hành kế hoạch."


def test_a_second_editor_is_told_by_409(client):
    of = season()
    line = task_line(of)
    seen = line.version
    fill(line, of.colleague, at=f.moment("2026-11-13", "09:40"), result="Bản của chị Hoa.")
    client.force_login(of.reporter)
    answer = save(client, of, line, "result", "Bản của tôi.", seen)
    assert answer.status_code == 409
    assert answer.json() == {
        "conflict": {"by": "Nguyễn Thị Hoa", "at": "09:40", "theirs": "Bản của chị Hoa."},
        "version": seen + 1,
    }


def test_a_session_that_ended_is_said_by_401_and_nothing_is_written(client):
    of = season()
    line = task_line(of)
    answer = save(client, of, line, "result", "Chữ gõ dở.")
    assert answer.status_code == 401
    assert answer.json() == {"message": "Phiên làm việc đã hết hạn. Đăng nhập lại rồi lưu lại."}
    line.refresh_from_db()
    assert line.result == ""


def test_a_plain_form_whose_session_ended_comes_back_with_what_was_typed(client):
    of = season()
    line = task_line(of)
    answer = client.post(
        address(of, "save_field", dong=key(line)),
        {"version": "1", "result": "Chữ gõ dở.", "state": "in_progress"},
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign_in"))
    back = client.post(
        answer["Location"], {"username": of.reporter.email, "password": f.PASSWORD}, follow=True
    ).content.decode()
    assert "Chữ gõ dở." in back


def test_a_closed_period_answers_400_with_its_sentence(client):
    of = season()
    line = task_line(of)
    Period.objects.filter(pk=of.period.pk).update(state="closed", closed_at=NOON)
    client.force_login(of.reporter)
    answer = save(client, of, line, "result", "Muộn rồi.")
    assert answer.status_code == 400
    assert answer.json() == {
        "message": "Kỳ báo cáo đã đóng ngày 13/11/2026. Số liệu kỳ này không sửa được nữa."
    }
    page = client.get(address(of))
    assert "Kỳ báo cáo đã đóng ngày 13/11/2026." in page.content.decode()
    client.post(address(of, "submission_action", "gui"))
    assert Sending.objects.count() == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_none_does_no_harm(client, version):
    of = season()
    line = task_line(of)
    client.force_login(of.reporter)
    assert save(client, of, line, "result", "Xong.", version).status_code == 200


def test_without_scripts_the_open_line_is_saved_as_a_whole(client):
    of = season()
    line = task_line(of)
    client.force_login(of.reporter)
    answer = client.post(
        address(of, "save_field", dong=key(line)),
        {
            "version": "1",
            "state": "in_progress",
            "percent": "40",
            "result": "Dòng một\r\nDòng hai",
            "reason": "",
        },
        follow=True,
    )
    line.refresh_from_db()
    assert (line.state, str(line.percent), line.result) == ("in_progress", "40.00", "Dòng một\nDòng hai")
    assert line.line_state == "clean"
    assert "Đã lưu lúc" in answer.content.decode()


def test_without_scripts_a_second_editor_sees_both_texts(client):
    of = season()
    line = task_line(of)
    seen = line.version
    fill(line, of.colleague, result="Bản của chị Hoa.")
    client.force_login(of.reporter)
    answer = client.post(
        address(of, "save_field", dong=key(line)),
        {"version": seen, "result": "Bản của tôi.", "proposal": "Thêm người."},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của chị Hoa." in page
    assert "Bản của tôi." in page
    line.refresh_from_db()
    assert (line.result, line.proposal) == ("Bản của chị Hoa.", "Thêm người.")


def test_without_scripts_what_could_not_be_saved_is_shown_again(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    client.force_login(of.reporter)
    answer = client.post(
        address(of, "save_field", dong=key(line)),
        {"version": line.version, "result": "Gõ khi đồng nghiệp đã gửi."},
    )
    assert answer.status_code == 400
    assert "Gõ khi đồng nghiệp đã gửi." in answer.content.decode()


# ----------------------------------------------------------------------------------------------------- evidence


def test_a_file_of_evidence_is_kept_and_given_back_to_those_who_may_read_it(client):
    of = season()
    line = task_line(of, settled=True)
    client.force_login(of.reporter)
    answer = client.post(
        address(of, "add_evidence", dong=key(line)),
        {"file": SimpleUploadedFile("Biên bản.pdf", PDF)},
        headers={"Accept": "application/json"},
    )
    assert "Biên bản.pdf" in parts(answer)[f"evidence-{key(line)}"]
    file = line.evidence.get().file
    path = address(of, "evidence_file", file.ref)
    assert b"".join(client.get(path)) == PDF
    client.force_login(of.officer)
    assert client.get(path).status_code == 403
    sent(of)
    assert b"".join(client.get(path)) == PDF
    return_submission(submission=of.fresh(), reason="Làm lại.", by=of.officer, at=NOON)
    entries.remove_evidence(evidence=line.evidence.get(), by=of.reporter, at=NOON)
    assert client.get(path).status_code == 200
    client.force_login(f.user(role="focal_officer"))
    assert client.get(path).status_code == 404


def test_evidence_added_after_the_return_is_not_yet_the_reviewers(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    return_submission(submission=of.fresh(), reason="Làm lại.", by=of.officer, at=NOON)
    client.force_login(of.reporter)
    client.post(address(of, "add_evidence", dong=key(line)), {"file": SimpleUploadedFile("a.pdf", PDF)})
    path = address(of, "evidence_file", line.evidence.get().file.ref)
    assert client.get(path).status_code == 200
    client.force_login(of.officer)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "a.exe",
            b"MZ\x90\x00",
            "Không nhận tệp “a.exe”. Chỉ nhận các loại: .pdf, .docx, .xlsx, .png, .jpg, .jpeg.",
        ),
        ("a.pdf", b"", "Tệp “a.pdf” rỗng. Kiểm tra lại tệp rồi tải lên."),
        (
            "a.pdf",
            b"khong phai pdf",
            "Tệp “a.pdf” bị hỏng hoặc nội dung không đúng với đuôi .pdf. Mở thử trên máy, lưu lại rồi tải lên.",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(client, name, content, sentence):
    of = season()
    line = task_line(of, settled=True)
    client.force_login(of.reporter)
    answer = client.post(
        address(of, "add_evidence", dong=key(line)),
        {"file": SimpleUploadedFile(name, content)},
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["message"]) == (400, sentence)
    assert line.evidence.count() == 0


def test_a_document_is_named_by_number_and_day(client):
    of = season()
    line = task_line(of, settled=True)
    client.force_login(of.reporter)
    path = address(of, "add_evidence", dong=key(line))
    client.post(
        path, {"document_no": "12/QĐ-SGDĐT", "document_date": "3/9/2026", "document_abstract": "Quy chế"}
    )
    row = line.evidence.get()
    assert (row.document_no, row.document_date, row.abstract) == (
        "12/QĐ-SGDĐT",
        f.day("2026-09-03"),
        "Quy chế",
    )
    for wrong in (
        {"document_no": "1", "document_date": "hôm qua"},
        {"document_date": "3/9/2026"},
        {},
        {"document_no": "9" * 61},
    ):
        client.post(path, wrong)
    assert line.evidence.count() == 1
    client.post(address(of, "remove_evidence", row.pk, dong=key(line)))
    assert line.evidence.count() == 0


# ------------------------------------------------------------------------------------------------------ sending


def test_the_button_says_why_it_cannot_be_pressed(client):
    of = season()
    line = task_line(of)
    client.force_login(of.reporter)
    page = client.get(address(of)).content.decode()
    assert "Chưa gửi được vì còn 1 dòng chưa xong." in page
    assert f"?dong={key(line)}#dong" in page
    client.post(address(of, "submission_action", "gui"))
    assert Sending.objects.count() == 0


@pytest.mark.parametrize("lines", [1, 10])
def test_a_report_is_sent_in_as_many_statements_for_ten_times_the_lines(
    client, django_assert_num_queries, lines
):
    of = season()
    for _line in range(lines):
        money_line(task_line(of, settled=True))
        fill(measure_line(of), of.reporter, value="92,5")
    client.force_login(of.reporter)
    with django_assert_num_queries(25):
        client.post(address(of, "submission_action", "gui"))
    assert of.fresh().state == "sent"


def test_a_report_is_sent_in_time_and_says_so(client):
    of = season()
    task_line(of, settled=True)
    client.force_login(of.reporter)
    page = client.post(address(of, "submission_action", "gui"), follow=True).content.decode()
    assert "đúng hạn." in page
    assert "đang chờ thẩm định. Sửa được khi cơ quan đầu mối trả lại." in page
    assert of.fresh().in_time_sent_at is not None


def test_a_report_sent_after_the_deadline_is_taken_and_marked_late(client, settings):
    settings.PORTAL_TODAY = f.day("2026-11-22")
    of = season()
    task_line(of, settled=True)
    client.force_login(of.reporter)
    assert (
        "Đã quá hạn gửi. Báo cáo vẫn được nhận và ghi là gửi quá hạn."
        in client.get(address(of)).content.decode()
    )
    page = client.post(address(of, "submission_action", "gui"), follow=True).content.decode()
    assert "quá hạn 3 ngày." in page
    assert "gửi quá hạn" in page
    assert (of.fresh().state, of.fresh().in_time_sent_at) == ("sent", None)


def test_a_report_returned_as_a_whole_is_not_called_late_before_the_deadline(client):
    of = season()
    task_line(of, settled=True)
    sent(of)
    return_submission(submission=of.fresh(), reason="Sai kỳ", by=of.officer, at=NOON)
    for person, page in ((of.reporter, reverse("submissions")), (of.officer, address(of))):
        client.force_login(person)
        text = client.get(page).content.decode()
        assert "bị trả lại cả báo cáo, không còn tính là đúng hạn" in text
        assert "gửi quá hạn" not in text


def test_a_second_press_on_send_is_answered_with_the_moment_of_the_first(client):
    of = season()
    task_line(of, settled=True)
    sent(of)
    client.force_login(of.reporter)
    page = client.post(address(of, "submission_action", "gui"), follow=True).content.decode()
    assert "Báo cáo đã được gửi lúc 13/11/2026, 12:00; lần bấm này không gửi thêm." in page
    assert Sending.objects.count() == 1


def test_the_head_of_the_agency_endorses_and_the_officer_may_take_it_back(client):
    of = season()
    task_line(of, settled=True)
    client.force_login(of.approver)
    client.post(address(of, "submission_action", "xac-nhan"))
    assert of.fresh().state == "endorsed"
    client.force_login(of.reporter)
    client.post(address(of, "submission_action", "bo-xac-nhan"))
    assert of.fresh().state == "draft"


def test_agency_and_reviewer_write_into_one_thread(client):
    of = season()
    line = task_line(of, settled=True)
    sent(of)
    client.force_login(of.reporter)
    client.post(address(of, "submission_action", "trao-doi", dong=key(line)), {"text": "Xin hỏi mẫu nào?"})
    client.force_login(of.officer)
    client.post(address(of, "submission_action", "trao-doi", dong=key(line)), {"text": "Mẫu số 2."})
    page = client.get(address(of, dong=key(line))).content.decode()
    assert page.index("Xin hỏi mẫu nào?") < page.index("Mẫu số 2.")


def test_a_verb_that_is_none_is_not_found(client):
    of = season()
    client.force_login(of.reporter)
    assert client.post(address(of, "submission_action", "xoa")).status_code == 404


# ---------------------------------------------------------------------------------------------------- the paper


def words_of(answer) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    edges = [
        edge
        for s in document.sections
        for edge in (s.first_page_header, s.header, s.first_page_footer, s.footer)
    ]
    rows = [*document.paragraphs, *(paragraph for edge in edges for paragraph in edge.paragraphs)]
    return "\n".join([paragraph.text for paragraph in rows] + cells)


def test_a_draft_on_paper_is_marked_as_one(client):
    of = season()
    task_line(of, settled=True)
    client.force_login(of.reporter)
    answer = client.get(address(of, "submission_docx"))
    assert answer["Content-Disposition"].endswith('.docx"')
    assert "Đã tổ chức 24 lớp." in words_of(answer)
    assert "DỰ THẢO" in words_of(answer)


def test_the_paper_shows_what_was_sent_and_not_what_is_being_changed(client):
    of = season()
    line = task_line(of, settled=True)
    money = money_line(line)
    fill(line, of.reporter, **{f"money_{money.pk}": "815,5"})
    fill(measure_line(of), of.reporter, value="92,5")
    entries.save_narrative(
        submission=of.submission,
        section="outlook",
        value="Năm 2027 mở rộng.",
        version=1,
        by=of.reporter,
        at=NOON,
    )
    sent(of)
    client.force_login(of.reporter)
    text = words_of(client.get(address(of, "submission_docx")))
    for word in (
        "815,5",
        "92,5",
        "Năm 2027 mở rộng.",
        "Theo báo cáo gửi trên hệ thống lúc 12:00 ngày 13/11/2026",
    ):
        assert word in text
    return_submission(submission=of.fresh(), reason="Làm lại.", by=of.officer, at=NOON)
    fill(line, of.reporter, result="Chữ mới.")
    assert "Chữ mới." in words_of(client.get(address(of, "submission_docx")))
    assert "Chữ mới." not in words_of(client.get(address(of, "submission_docx", lan=1)))
    client.force_login(of.officer)
    assert "Chữ mới." not in words_of(client.get(address(of, "submission_docx")))


def test_the_paper_says_what_waits_and_what_does_not_apply(client):
    of = season()
    fill(task_line(of, trigger_text="Sau khi có hướng dẫn"), of.reporter, trigger_answer="no")
    fill(task_line(of), of.reporter, not_applicable="on", reason="Không có cơ sở đào tạo.")
    fill(measure_line(of), of.reporter, answer="not_yet_published")
    fill(measure_line(of, value_kind="judgement"), of.reporter, verdict="Đã kết nối 3/4 CSDL.")
    client.force_login(of.reporter)
    text = words_of(client.get(address(of, "submission_docx")))
    for words in (
        "Chờ điều kiện",
        "Không áp dụng: Không có cơ sở đào tạo.",
        "Chưa công bố",
        "Đã kết nối 3/4 CSDL.",
    ):
        assert words in text


# ----------------------------------------------------------------------------------------------------- all pages


def test_the_page_asks_the_same_of_the_database_at_any_size(client, django_assert_num_queries):
    of = season()
    group = f.task(of.period.plan, kind="group")
    client.force_login(of.reporter)
    last_year = f.period(of.period.plan, year=2025)

    def add():
        f.fact(
            last_year,
            f.task(of.period.plan),
            of.agency,
            state="completed",
            percent=100,
            completed_on=last_year.from_on,
        )
        line = task_line(of, parent=group)
        money_line(line)
        line.last_fact = f.fact(last_year, line.task_version, of.agency)
        line.save()
        fill(line, of.reporter, state="in_progress", percent="60")
        entries.add_evidence(entry=line, by=of.reporter, at=NOON, document_no="1")
        measure_line(of)

    add()
    with django_assert_num_queries(18):
        assert client.get(address(of)).status_code == 200
    for _more in range(9):
        add()
    with django_assert_num_queries(18):
        assert client.get(address(of)).status_code == 200


def test_what_was_completed_before_is_shown_and_owes_nothing(client):
    of = season()
    task_line(of, settled=True)
    last_year = f.period(of.period.plan, year=2025)
    done = f.task(of.period.plan, name="Đã xong từ năm 2025")
    f.fact(last_year, done, of.agency, state="completed", percent=100, completed_on=f.day("2025-06-30"))
    f.fact(
        last_year,
        f.task(of.period.plan),
        f.agency(),
        state="completed",
        percent=100,
        completed_on=f.day("2025-06-30"),
    )
    client.force_login(of.reporter)
    answer = client.get(address(of))
    assert [fact.task_version for fact in answer.context["finished"]] == [done]
    assert "1/1 dòng đã xong" in answer.content.decode()


def test_the_list_shows_own_submissions_and_what_was_sent(client, django_assert_num_queries):
    of = season()
    task_line(of, settled=True)
    for who, rows in ((of.reporter, 1), (of.officer, 0)):
        client.force_login(who)
        assert len(client.get(reverse("submissions")).context["page"]) == rows
    sent(of)
    with django_assert_num_queries(8):
        assert len(client.get(reverse("submissions")).context["page"]) == 1
    for _more in range(3):
        f.submission(
            of.period, f.agency(of.agency.province), state="sent", first_sent_at=NOON, touched_at=NOON
        )
    with django_assert_num_queries(8):
        assert len(client.get(reverse("submissions")).context["page"]) == 4


def test_every_entry_page_says_what_may_not_be_entered(client):
    of = season()
    client.force_login(of.reporter)
    assert "Không nhập thông tin thuộc bí mật nhà nước" in client.get(address(of)).content.decode()


def test_a_gap_is_called_by_its_number_and_an_indicator_of_running_text_by_its_name(client):
    of = season()
    task, measure = task_line(of, code="I.1"), measure_line(of)
    named = measure.measure.indicators.get().versions.get()
    named.code, named.name = "P01", "Tỷ lệ xã có mạng 5G"
    named.save()
    client.force_login(of.reporter)
    page = document_fromstring(client.get(address(of)).content)
    words = {
        line: page.get_element_by_id(f"gap-{key(line)}").text_content().strip() for line in (task, measure)
    }
    assert words == {task: "I.1", measure: "Tỷ lệ xã có mạng 5G"}
