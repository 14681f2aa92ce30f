"""Filling a submission: everything typed is taken, what is wrong is listed, nobody is overwritten."""

import datetime as dt
from decimal import Decimal

import pytest

from common.errors import Refused
from common.models import StoredFile
from reporting.collection import entries
from reporting.collection.entries import EditConflict
from reporting.collection.showing import line_views
from reporting.models import Submission
from tests import factories as f
from tests.reporting.filling import NOON, fill, measure_line, money_line, season, task_line

pytestmark = pytest.mark.django_db


def told(saved) -> dict[str, str]:
    return {problem.field: problem.message for problem in saved.problems}


def save(entry, field, value, *, by, version, at=NOON):
    return entries.save_task_field(entry=entry, field=field, value=value, version=version, by=by, at=at)


def test_a_line_is_clean_once_nothing_is_missing():
    of = season()
    line = task_line(of)
    assert fill(line, of.reporter, state="in_progress", percent="40").line_state == "open"
    assert fill(line, of.reporter, result="Đã tổ chức 24 lớp.").line_state == "clean"
    assert (line.state, line.percent, line.result) == ("in_progress", Decimal(40), "Đã tổ chức 24 lớp.")
    assert line.by == of.reporter
    assert line.at == NOON
    assert Submission.objects.get(pk=of.submission.pk).touched_at == NOON


def test_a_percent_of_140_stays_as_typed_and_is_listed():
    of = season()
    line = task_line(of)
    saved = fill(line, of.reporter, state="in_progress", percent="140")
    assert told(saved)["percent"] == "Tỷ lệ phải từ 0 đến 100%."
    assert line.percent is None
    assert line.typed["raw"]["percent"] == "140"
    assert line.line_state == "open"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("bảy mươi", "“bảy mươi” không phải là số. Ghi bằng chữ số, ví dụ 1234,5."),
        ("72,555", "Ghi tối đa 2 chữ số sau dấu phẩy."),
        ("-1", "Tỷ lệ phải từ 0 đến 100%."),
    ],
)
def test_a_percent_that_cannot_be_read_stays_as_typed(typed, sentence):
    of = season()
    line = task_line(of)
    assert told(fill(line, of.reporter, state="in_progress", percent=typed))["percent"] == sentence
    assert (line.percent, line.typed["raw"]["percent"]) == (None, typed)


def test_completed_is_100_percent_and_asks_for_its_day():
    of = season()
    line = task_line(of)
    saved = fill(line, of.reporter, result="Đã nghiệm thu.", state="completed")
    assert line.percent == 100
    assert told(saved)["completed_on"] == "Ghi ngày hoàn thành."
    assert line.line_state == "open"
    assert fill(line, of.reporter, completed_on="5/11/2026").line_state == "clean"
    assert line.completed_on == dt.date(2026, 11, 5)


@pytest.mark.parametrize(
    ("typed", "line_state"),
    [("15/11/2026", "clean"), ("16/11/2026", "open"), ("2026-11-05", "clean"), ("hôm qua", "open")],
)
def test_a_completion_is_not_after_the_cutoff(typed, line_state):
    of = season()
    line = task_line(of)
    assert (
        fill(line, of.reporter, result="Xong.", state="completed", completed_on=typed).line_state
        == line_state
    )


def test_what_was_typed_comes_back_with_the_state_it_was_typed_for():
    of = season()
    line = task_line(of)
    fill(line, of.reporter, state="in_progress", percent="72,5", result="Đang làm.")
    fill(line, of.reporter, state="completed", completed_on="05/11/2026")
    assert (line.percent, line.completed_on) == (Decimal(100), dt.date(2026, 11, 5))
    fill(line, of.reporter, state="in_progress")
    assert (line.percent, line.completed_on) == (Decimal("72.5"), None)
    fill(line, of.reporter, state="completed")
    assert (line.percent, line.completed_on) == (Decimal(100), dt.date(2026, 11, 5))
    fill(line, of.reporter, state="not_started")
    assert (line.percent, line.completed_on) == (Decimal(0), None)


def test_money_that_could_be_two_things_is_asked_about_and_kept_as_typed():
    of = season()
    line = task_line(of, settled=True)
    money = money_line(line)
    saved = fill(line, of.reporter, **{f"money_{money.pk}": "1.234"})
    assert told(saved) == {
        f"money-{money.pk}": "“1.234” có thể là 1234 hoặc 1,234. Ghi lại một trong hai số đó."
    }
    money.refresh_from_db()
    assert (money.cumulative, money.typed) == (None, "1.234")
    fill(line, of.reporter, **{f"money_{money.pk}": "1234,5"})
    money.refresh_from_db()
    assert (money.cumulative, money.typed) == (Decimal(1_234_500_000), "1234,5")
    assert line.line_state == "clean"


@pytest.mark.parametrize("typed", ["0,0000001", "999999999999999", "-5"])
def test_money_that_cannot_be_is_listed(typed):
    of = season()
    line = task_line(of, settled=True)
    money = money_line(line)
    assert list(told(fill(line, of.reporter, **{f"money_{money.pk}": typed}))) == [f"money-{money.pk}"]


def test_a_percent_below_the_approved_one_needs_a_reason():
    of = season()
    last_year = f.period(of.period.plan, year=2025)
    line = task_line(of)
    line.last_fact = f.fact(last_year, line.task_version, of.agency, percent=Decimal(80))
    line.save()
    saved = fill(line, of.reporter, state="in_progress", result="Đang làm.", percent="72")
    assert told(saved) == {"percent": "Thấp hơn mức đã duyệt 80%. Ghi lý do giảm thì mới gửi được."}
    assert fill(line, of.reporter, reason="Rà soát lại khối lượng.").line_state == "clean"


def test_money_below_the_approved_one_needs_a_reason():
    of = season()
    last_year = f.period(of.period.plan, year=2025)
    line = task_line(of, settled=True)
    money = money_line(line, year=2025)
    line.last_fact = f.fact(
        last_year, line.task_version, of.agency, percent=Decimal(10), money={money.source: 640_000_000}
    )
    line.save()
    assert list(told(fill(line, of.reporter, **{f"money_{money.pk}": "639"}))) == [f"money-{money.pk}"]
    assert told(fill(line, of.reporter, **{f"money_{money.pk}": "640"})) == {}


def test_a_recurring_task_starts_again_each_calendar_year():
    of = season()
    last_year = f.period(of.period.plan, year=2025)
    line = task_line(of, recurring=True)
    line.last_fact = f.fact(last_year, line.task_version, of.agency, percent=Decimal(90))
    line.save()
    assert fill(line, of.reporter, state="in_progress", percent="10", result="Quý I.").line_state == "clean"


def test_a_recurring_task_does_not_fall_within_its_year():
    of = season()
    half = f.period(
        of.period.plan,
        year=2026,
        label="6 tháng đầu năm 2026",
        to_on=dt.date(2026, 6, 30),
        cutoff_on=dt.date(2026, 6, 15),
    )
    line = task_line(of, recurring=True)
    line.last_fact = f.fact(half, line.task_version, of.agency, percent=Decimal(60))
    line.save()
    assert list(told(fill(line, of.reporter, state="in_progress", result="Cả năm.", percent="50"))) == [
        "percent"
    ]


def test_a_triggered_task_has_one_question():
    of = season()
    line = task_line(of, trigger_text="Sau khi có hướng dẫn của Bộ")
    assert list(told(fill(line, of.reporter, difficulty="Chưa có."))) == ["trigger_answer"]
    assert fill(line, of.reporter, trigger_answer="no").line_state == "clean"
    saved = fill(line, of.reporter, trigger_answer="yes")
    assert list(told(saved)) == ["trigger_document", "state"]
    too_long = fill(line, of.reporter, trigger_document="Công văn " * 50)
    assert told(too_long)["trigger_document"] == "Dài quá 300 ký tự; viết gọn lại."
    assert line.typed["raw"]["trigger_document"] == ("Công văn " * 50).strip()


def test_what_does_not_apply_needs_only_its_reason():
    of = season()
    line = task_line(of)
    assert list(told(fill(line, of.reporter, state="in_progress", percent="abc", not_applicable="on"))) == [
        "reason"
    ]
    assert fill(line, of.reporter, reason="Cơ quan không có cơ sở đào tạo.").line_state == "clean"
    assert list(told(fill(line, of.reporter, not_applicable=""))) == ["percent", "result"]


def test_the_second_editor_of_a_field_is_told_and_nothing_is_overwritten():
    of = season()
    line = task_line(of)
    seen = line.version
    save(
        line, "result", "Bản của chị Hoa.", by=of.colleague, version=seen, at=f.moment("2026-11-13", "09:40")
    )
    with pytest.raises(EditConflict) as conflict:
        save(line, "result", "Bản của tôi.", by=of.reporter, version=seen)
    assert conflict.value.message == "Nguyễn Thị Hoa vừa sửa ô này lúc 09:40."
    assert conflict.value.theirs == "Bản của chị Hoa."
    line.refresh_from_db()
    assert line.result == "Bản của chị Hoa."
    save(line, "result", "Bản của tôi.", by=of.reporter, version=conflict.value.version)
    line.refresh_from_db()
    assert line.result == "Bản của tôi."


def test_two_people_on_different_fields_do_not_disturb_each_other():
    of = season()
    line = task_line(of)
    seen = line.version
    save(line, "difficulty", "Thiếu kinh phí.", by=of.colleague, version=seen)
    save(line, "proposal", "Bổ sung kinh phí.", by=of.reporter, version=seen)
    line.refresh_from_db()
    assert (line.difficulty, line.proposal) == ("Thiếu kinh phí.", "Bổ sung kinh phí.")


def test_a_form_that_saves_again_what_got_lost_on_the_way_does_not_meet_itself():
    of = season()
    line = task_line(of)
    seen = line.version
    save(line, "result", "Một", by=of.reporter, version=seen)
    assert save(line, "result", "Một hai", by=of.reporter, version=seen).version == seen + 2


def test_the_second_editor_of_the_prose_is_told():
    of = season()
    words = {"submission": of.submission, "version": 1, "at": NOON}
    entries.save_narrative(section="direction", value="Bản của chị Hoa.", by=of.colleague, **words)
    entries.save_narrative(section="outlook", value="Năm 2027.", by=of.reporter, **words)
    with pytest.raises(EditConflict) as conflict:
        entries.save_narrative(section="direction", value="Bản của tôi.", by=of.reporter, **words)
    assert conflict.value.theirs == "Bản của chị Hoa."
    narrative = of.fresh().narrative
    assert (narrative["direction"], narrative["outlook"]) == ("Bản của chị Hoa.", "Năm 2027.")


@pytest.mark.parametrize("field", ["", "line_state", "last_fact", "money-", "money-abc", "money-999999"])
def test_a_field_that_is_not_there_is_refused(field):
    of = season()
    with pytest.raises(Refused) as refusal:
        save(task_line(of), field, "x", by=of.reporter, version=1)
    assert refusal.value.message == "Không có ô này trong báo cáo."


def test_a_choice_that_is_not_offered_is_refused():
    of = season()
    line = task_line(of)
    for field in ("state", "trigger_answer", "not_applicable"):
        with pytest.raises(Refused):
            save(line, field, "approved", by=of.reporter, version=1)


def test_control_characters_are_dropped_and_diacritics_composed():
    of = season()
    line = task_line(of)
    fill(line, of.reporter, result="Ho\u00e0n th\u00e0nh\x00 giai đoa\u0323n 1")
    assert line.result == "Hoàn thành giai đoạn 1"


@pytest.mark.parametrize(
    ("fields", "value", "line_state"),
    [
        ({"value": "92,0"}, "92.0", "clean"),
        ({"value": "1.234"}, None, "open"),
        ({"value": "92,00001"}, None, "open"),
        ({"value": "999999999999999"}, None, "open"),
        ({"answer": "not_yet_published"}, None, "clean"),
        ({"answer": "not_applicable"}, None, "open"),
        ({"answer": "not_applicable", "note": "Không quản lý lĩnh vực này."}, None, "clean"),
        ({"answer": "not_yet_published", "value": "5"}, "5", "clean"),
    ],
)
def test_a_measure_line_takes_a_value_or_says_why_there_is_none(fields, value, line_state):
    of = season()
    line = measure_line(of)
    assert fill(line, of.reporter, **fields).line_state == line_state
    assert line.value == (None if value is None else Decimal(value))


def test_a_measure_that_is_judged_takes_words():
    of = season()
    line = measure_line(of, value_kind="judgement")
    assert list(told(fill(line, of.reporter, note="Nguồn: Sở."))) == ["verdict"]
    assert fill(line, of.reporter, verdict="Đã kết nối 3/4 CSDL.").line_state == "clean"


def test_evidence_is_a_file_or_a_document():
    of = season()
    line = task_line(of, settled=True)
    with pytest.raises(Refused):
        entries.add_evidence(entry=line, by=of.reporter, at=NOON)
    file = StoredFile.objects.create(
        name="bb.pdf",
        content_type="application/pdf",
        size=3,
        sha256="0" * 64,
        path="x",
        by=of.reporter,
        at=NOON,
    )
    entries.add_evidence(entry=line, by=of.reporter, at=NOON, file=file)
    added = entries.add_evidence(
        entry=line, by=of.reporter, at=NOON, document_no="12/QĐ-SGDĐT", document_date=dt.date(2026, 9, 3)
    )
    assert line.evidence.count() == 2
    entries.remove_evidence(evidence=added, by=of.reporter, at=NOON)
    assert [row.file for row in line.evidence.all()] == [file]


def test_a_returned_line_is_answered_by_a_document_alone():
    of = season()
    line = task_line(of, settled=True)
    line.line_state = "returned"
    line.save()
    entries.add_evidence(entry=line, by=of.reporter, at=NOON, document_no="12/QĐ-SGDĐT")
    line.refresh_from_db()
    assert line.line_state == "clean"


def test_lines_come_in_printed_order_with_the_target_of_the_first_year_not_past(django_assert_num_queries):
    of = season()
    second = task_line(of, position=2000)
    first = task_line(of, position=1000)
    for line in (first, second):
        money_line(line)
    line = measure_line(of)
    indicator = line.measure.indicators.get()
    version = indicator.versions.get()
    f.target(version, horizon_year=2025, printed="80%")
    f.target(version, horizon_year=2026, printed="85%")
    f.target(version, horizon_year=2026, scope="xã", printed="50%")
    submission = of.fresh()
    with django_assert_num_queries(9):
        shown = line_views(*entries.lines_of(submission))
    assert [row.pk for row in shown] == [first.pk, second.pk, line.pk]
    assert (shown[2].code, shown[2].name, shown[2].target_text) == (version.code, version.name, "85%")
    for _more in range(5):
        money_line(task_line(of))
        measure_line(of)
    submission = of.fresh()
    with django_assert_num_queries(9):
        line_views(*entries.lines_of(submission))
