"""Plans in the administrators' room: looked up, taken away, and misprints corrected until the first report."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency, AgencyGroup
from common.models import AuditEntry
from common.text import fold
from plans.models import Assignment, BudgetLine, TaskVersion
from tests import factories as make
from tests.spreadsheets import (
    address,
    confirm,
    counted,
    exported,
    preview,
    taken_away,
    text_file,
    workbook,
    wrong,
)

pytestmark = pytest.mark.django_db

TASKS, MONEY, PLANS = "plans_taskversion", "plans_budgetline", "plans_plan"
TASK_HEAD = (
    "Kế hoạch|Mã|Thuộc nhóm (mã)|Loại|Nội dung|Chủ trì|Phối hợp|Thời gian (như in)|Bắt đầu|Kết thúc|Thường xuyên|"
    "Chờ điều kiện|Sản phẩm|Ghi chú"
)
MONEY_HEAD = "Kế hoạch|Mã nhiệm vụ|Nguồn vốn|Năm|Loại|Số tiền (triệu đồng)"
REPORTED = "Đã có báo cáo về kế hoạch này; sửa bằng bản điều chỉnh."
OPENED = "Kế hoạch đã mở kỳ báo cáo: không thêm dòng, không đổi cơ quan tại đây; sửa bằng bản điều chỉnh."


def known_as(who: Agency | AgencyGroup, *spellings: str) -> None:
    """Put these spellings into the register."""
    for text in spellings:
        who.names.create(text=text, folded=fold(text), kind="spelling", valid_from=make.LONG_AGO)


class Office:
    """A province with a plan of one group and two tasks, one with money, and its administrator."""

    def __init__(self) -> None:
        self.home = make.agency(name="Sở Công nghệ số", short_name="Sở CNS")
        self.province = self.home.province
        self.other = make.agency(self.province, name="Sở Nông trại")
        known_as(self.home, self.home.name, "Sở CNS")
        known_as(self.other, self.other.name)
        self.administrator = make.user(role="administrator", at=self.home)
        self.plan = make.plan(
            self.province, number="7/KH-UBND", title="Kế hoạch số", focal_agency=self.home, horizon_to=2030
        )
        self.group = make.task(self.plan, kind="group", code="I", name="HẠ TẦNG", position=1)
        self.first = make.task(
            self.plan,
            lead=self.home,
            parent=self.group,
            code="I.1",
            position=2,
            name="Nâng cấp mạng",
            time_text="2026 - 2027",
            starts_on=make.day("2026-01-01"),
            ends_on=make.day("2027-12-31"),
        )
        self.second = make.task(
            self.plan, lead=self.other, parent=self.group, code="I.2", position=3, name="Số hóa hồ sơ"
        )
        self.source = make.source(self.province, name_printed="Ngân sách tỉnh", code="tinh")
        self.line = make.budget(self.first, self.source, 1_200_000_000, year=2026, printed="1.200")

    def task(self, code: str = "I.1", **cells) -> dict:
        return {"Kế hoạch": self.plan.full_number, "Mã": code, **cells}

    def money(self, amount: object, **cells) -> dict:
        return {
            "Kế hoạch": self.plan.full_number,
            "Mã nhiệm vụ": "I.1",
            "Nguồn vốn": "Ngân sách tỉnh",
            "Năm": 2026,
            "Loại": "dự kiến",
            "Số tiền (triệu đồng)": amount,
            **cells,
        }


@pytest.fixture
def office(client):
    office = Office()
    client.force_login(office.administrator)
    return office


def on_record() -> list[tuple]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", "target_label", "changes"))


def head(*names: str) -> str:
    return "|".join(("Kế hoạch", "Mã", *names))


# lists


@pytest.mark.parametrize("model", [PLANS, TASKS, MONEY])
def test_an_administrator_looks_plans_up_and_edits_none(client, office, model):
    elsewhere = make.task(lead=make.agency())
    make.budget(elsewhere, make.source(elsewhere.plan.province), 1)
    listed = client.get(address(model))
    rows = list(listed.context["cl"].queryset)
    assert {getattr(row, "plan", row) for row in rows} == {office.plan}
    page = client.get(address(model, "change", rows[0].pk))
    assert (page.status_code, "_save" in page.content.decode()) == (200, False)
    assert client.post(address(model, "change", rows[0].pk), {}).status_code == 403
    assert client.post(address(model, "delete", rows[0].pk), {"post": "yes"}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", [TASKS, MONEY])
def test_a_list_shows_one_plan_and_offers_those_of_the_province_only(client, office, model):
    far = make.task(lead=make.agency())
    near = make.task(make.plan(office.province), lead=office.home)
    make.budget(near, office.source, 1)
    listed = client.get(address(model), {"plan": near.plan.pk})
    assert [row.plan for row in listed.context["cl"].queryset] == [near.plan]
    offered = {
        choice["display"] for choice in listed.context["cl"].filter_specs[0].choices(listed.context["cl"])
    }
    assert (near.plan.number in offered, far.plan.number in offered) == (True, False)


@pytest.mark.parametrize("model", [PLANS, TASKS, MONEY])
def test_rows_are_found_without_diacritics(client, office, model):
    make.task(make.plan(office.province), lead=office.home, name="Việc khác")
    query = "ke hoach so" if model == PLANS else "nang cap MẠNG"
    assert client.get(address(model), {"q": query}).context["cl"].result_count == 1


@pytest.mark.parametrize("model", [PLANS, TASKS, MONEY])
def test_a_list_asks_as_often_for_three_rows_as_for_one(client, office, model):
    client.get(address(model))

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(model)).status_code == 200
        return len(queries)

    before = asked()
    for _more in range(3):
        task = make.task(office.plan if model != PLANS else make.plan(office.province), lead=office.other)
        make.budget(task, office.source, 5, year=2027)
    assert asked() == before


# tasks


def test_an_exported_plan_imports_without_a_change(client, office):
    make.assignment(office.first, office.other, role="coordinate")
    make.assignment(office.first, make.group(office.province, office.other, name="các xã"), role="coordinate")
    make.budget(office.second, office.source, 1_234_500_000)
    make.budget(office.second, office.source, 1_234_000, year=2027)
    for model, count in ((TASKS, 3), (MONEY, 3)):
        shown = preview(client, model, taken_away(client, model))
        assert (wrong(shown), counted(shown)) == ([], {"skip": count})
    assert on_record() == []


def test_what_an_export_writes_as_text_imports_without_a_change_too(client, office):
    make.budget(office.second, office.source, 1_234_000, year=2027)
    rows = [office.money("1.200"), office.money("1,234", **{"Mã nhiệm vụ": "I.2", "Năm": "2027"})]
    assert counted(preview(client, MONEY, text_file(MONEY_HEAD, *rows))) == {"skip": 2}


def test_an_export_holds_the_columns_an_import_reads(client, office):
    task = exported(client, TASKS)[1]
    assert "|".join(task) == TASK_HEAD
    assert (task["Kế hoạch"], task["Chủ trì"], task["Kết thúc"]) == (
        office.plan.full_number,
        "Sở Công nghệ số",
        "31/12/2027",
    )
    (line,) = exported(client, MONEY)
    assert "|".join(line) == MONEY_HEAD
    assert line["Số tiền (triệu đồng)"] == 1200
    assert [row["Số, ký hiệu"] for row in exported(client, PLANS)] == ["7/KH-UBND"]


def test_no_formula_leaves_the_portal_alive(client, office):
    TaskVersion.objects.filter(pk=office.first.pk).update(name="=cmd|' /C calc'!A0")
    assert exported(client, TASKS)[1]["Nội dung"] == "cmd|' /C calc'!A0"


def test_a_misprint_is_shown_then_corrected_and_is_on_record(client, office):
    file = text_file(
        head("Nội dung", "Sản phẩm"),
        office.task(**{"Nội dung": "Nâng cấp  mạng số", "Sản phẩm": "Báo cáo"}),
        office.task("I.2", **{"Nội dung": "Số hóa hồ sơ"}),
    )
    shown = preview(client, TASKS, file)
    assert counted(shown) == {"update": 1, "skip": 1}
    diff = "".join(shown.context["result"].rows[0].diff)
    assert ("<ins>" in diff, "style=" in diff) == (True, False)
    assert not AuditEntry.objects.exists()
    assert confirm(client, TASKS, shown).status_code == 302
    office.first.refresh_from_db()
    assert (office.first.name, office.first.folded, office.first.product) == (
        "Nâng cấp mạng số",
        "nang cap mang so",
        "Báo cáo",
    )
    assert office.first.ends_on == make.day("2027-12-31")
    assert on_record() == [
        (
            "correct_task",
            "7/KH-UBND",
            {"code": "I.1", "name": ["Nâng cấp mạng", "Nâng cấp mạng số"], "product": ["", "Báo cáo"]},
        )
    ]


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        ({"Thời gian (như in)": "Năm 2028"}, (None, "2028-12-31", False, "")),
        ({"Thời gian (như in)": "Thường xuyên"}, (None, None, True, "")),
        (
            {"Thời gian (như in)": "Năm 2028", "Kết thúc": "30/06/2028"},
            ("2026-01-01", "2028-06-30", False, ""),
        ),
        ({"Kết thúc": "30/06/2027"}, ("2026-01-01", "2027-06-30", False, "")),
        ({"Thường xuyên": "có", "Kết thúc": ""}, ("2026-01-01", None, True, "")),
    ],
)
def test_a_time_frame_is_read_anew_unless_days_are_given(client, office, cells, stored):
    row = office.task(
        **{"Bắt đầu": "01/01/2026", "Kết thúc": "31/12/2027", "Thời gian (như in)": "2026 - 2027"} | cells
    )
    confirm(client, TASKS, preview(client, TASKS, text_file(head(*list(row)[2:]), row)))
    office.first.refresh_from_db()
    days = [day and day.isoformat() for day in (office.first.starts_on, office.first.ends_on)]
    assert (*days, office.first.recurring, office.first.trigger_text) == stored


def test_agencies_are_named_as_the_register_knows_them(client, office):
    make.assignment(office.first, office.other, role="coordinate", label_printed="Sở NT")
    group = make.group(office.province, office.other, name="các xã")
    known_as(group, "các xã")
    row = office.task(**{"Chủ trì": "Sở Nông trại; các xã", "Phối hợp": "Sở CNS"})
    confirm(client, TASKS, preview(client, TASKS, text_file(head("Chủ trì", "Phối hợp"), row)))
    rows = office.first.task.assignments.order_by("position")
    assert [(row.role, row.agency or row.group, row.main) for row in rows] == [
        ("lead", office.other, True),
        ("lead", group, False),
        ("coordinate", office.home, False),
    ]
    office.first.refresh_from_db()
    assert (office.first.lead_text, office.first.coordinating_text) == (
        "Sở Nông trại; các xã",
        "Sở Công nghệ số",
    )


def test_who_stays_keeps_his_printed_name_and_main(client, office):
    Assignment.objects.filter(task=office.first.task).update(label_printed="Sở CNS (chủ trì)")
    row = office.task(**{"Chủ trì": "Sở Nông trại; Sở Công nghệ số"})
    confirm(client, TASKS, preview(client, TASKS, text_file(head("Chủ trì"), row)))
    rows = office.first.task.assignments.order_by("position")
    assert [(row.agency, row.label_printed, row.main) for row in rows] == [
        (office.other, "Sở Nông trại", False),
        (office.home, "Sở CNS (chủ trì)", True),
    ]


def test_every_row_says_what_is_wrong_with_it(client, office):
    elsewhere = make.plan(number="9/KH-UBND")
    new = {"Loại": "nhiệm vụ", "Nội dung": "Mới"}
    make.budget(office.second, office.source, 1)
    file = text_file(
        TASK_HEAD,
        office.task(**{**new, "Kế hoạch": "99/KH-UBND"}),
        office.task(**{**new, "Kế hoạch": elsewhere.full_number}),
        office.task(**{**new, "Kế hoạch": ""}),
        office.task("", **new),
        office.task(**{**new, "Chủ trì": "Sở Lạ; Sở Công nghệ số; Sở Xa", "Loại": "việc"}),
        office.task("I.2", **{"Loại": "nhóm", "Nội dung": "Số hóa"}),
        office.task("I.3", **{**new, "Thuộc nhóm (mã)": "VIII"}),
        office.task("I.4", **{**new, "Thời gian (như in)": "lúc nào đó"}),
        office.task("I.5", **{**new, "Kết thúc": "31.02.2027"}),
        office.task(
            "I.6",
            **{**new, "Bắt đầu": "02/01/2027", "Kết thúc": "01/01/2027"},
        ),
        office.task("I.7", **{"Loại": "nhiệm vụ"}),
        office.task("I.8", **{"Loại": "nhóm", "Nội dung": "NHÓM", "Chủ trì": "Sở Công nghệ số"}),
        office.task("I", **{"Loại": "nhiệm vụ", "Nội dung": "Nhóm"}),
        office.task("I", **{"Loại": "nhóm", "Nội dung": "HẠ TẦNG"}),
        office.task("9" * 41, **new),
    )
    shown = preview(client, TASKS, file)
    assert wrong(shown) == [
        {"Kế hoạch": ["Không có kế hoạch nào mang tên “99/KH-UBND”."]},
        {"Kế hoạch": [f"Không có kế hoạch nào mang tên “{elsewhere.full_number}”."]},
        {"Kế hoạch": ["Ghi kế hoạch: tỉnh/số/năm."]},
        {"Mã": ["Ghi mã nhiệm vụ."]},
        {
            "Loại": ["“việc” không có trong danh sách: nhóm, nhiệm vụ."],
            "Chủ trì": ["Chưa có cơ quan “Sở Lạ”, “Sở Xa” trong danh mục."],
        },
        {"Loại": ["Nhiệm vụ này đã có kinh phí, không thành nhóm được."]},
        {"Thuộc nhóm (mã)": ["Kế hoạch không có nhóm “VIII”."]},
        {
            "Thời gian (như in)": [
                "Chưa hiểu thời gian “lúc nào đó”. Nhập thời hạn, hoặc chọn thường xuyên, chờ điều kiện."
            ]
        },
        {"Kết thúc": ["“31.02.2027” không phải là ngày; ghi như 13/11/2026."]},
        ["Ngày bắt đầu sau ngày kết thúc."],
        {"Nội dung": ["Ghi nội dung nhiệm vụ."]},
        {"Loại": ["Nhóm không có cơ quan thực hiện; ghi cơ quan ở từng nhiệm vụ."]},
        ["Nhóm này còn dòng bên dưới; chuyển các dòng đó trước."],
        ["Trùng với dòng 13 của tệp."],
        {"Mã": ["Giá trị này chỉ có tối đa 40 kí tự (hiện có 41)"]},
    ]
    assert "confirm_form" not in shown.context
    text = shown.content.decode()
    assert [word for word in ("Traceback", "Decimal", "Errors", "Exception") if word in text] == []


def test_a_new_task_takes_its_place_under_its_group(client, office):
    make.task(office.plan, kind="group", code="II", position=4, name="DỮ LIỆU")
    make.task(office.plan, code="II.1", position=5, name="Kho dữ liệu", lead=office.home)
    row = office.task(
        "I.3",
        **{
            "Thuộc nhóm (mã)": "I",
            "Loại": "nhiệm vụ",
            "Nội dung": "Việc sót",
            "Chủ trì": "Sở Công nghệ số",
            "Thời gian (như in)": "2027",
        },
    )
    later = office.task(
        "I.3.a", **{"Thuộc nhóm (mã)": "I.3", "Loại": "nhiệm vụ", "Nội dung": "Con của nhiệm vụ"}
    )
    assert wrong(preview(client, TASKS, text_file(TASK_HEAD, row, later))) == [
        {"Thuộc nhóm (mã)": ["Kế hoạch không có nhóm “I.3”."]}
    ]
    shown = preview(client, TASKS, text_file(TASK_HEAD, row))
    assert counted(shown) == {"new": 1}
    confirm(client, TASKS, shown)
    rows = TaskVersion.objects.of_plan(office.plan)
    assert [row.code for row in rows] == ["I", "I.1", "I.2", "I.3", "II", "II.1"]
    made = rows.get(code="I.3")
    assert (made.parent, made.number_printed, made.ends_on) == (
        office.group.task,
        "3",
        make.day("2027-12-31"),
    )
    assert made.task.assignments.get().main
    assert [verb for verb, *_rest in on_record()] == ["enter_task"]


# until when


def test_an_open_period_leaves_words_and_days_to_be_corrected_but_no_duty(client, office):
    make.period(office.plan)
    file = text_file(
        TASK_HEAD,
        office.task(
            **{
                "Loại": "nhiệm vụ",
                "Nội dung": "Nâng cấp mạng số",
                "Chủ trì": "Sở Công nghệ số",
                "Thuộc nhóm (mã)": "I",
            }
        ),
        office.task(
            "I.2", **{"Loại": "nhiệm vụ", "Nội dung": "Số hóa hồ sơ", "Chủ trì": "", "Thuộc nhóm (mã)": "I"}
        ),
        office.task("I.3", **{"Loại": "nhiệm vụ", "Nội dung": "Mới"}),
    )
    assert wrong(preview(client, TASKS, file)) == [[OPENED], [OPENED]]
    lines = text_file(MONEY_HEAD, office.money("1.300,5"), office.money("5", **{"Năm": "2027"}))
    assert wrong(preview(client, MONEY, lines)) == [[OPENED]]


def test_after_the_first_report_nothing_is_corrected_in_place(client, office):
    period = make.period(office.plan)
    make.sending(make.submission(period, office.other))
    file = text_file(
        head("Nội dung"), office.task(**{"Nội dung": "x"}), office.task("I.2", **{"Nội dung": "Số hóa hồ sơ"})
    )
    shown = preview(client, TASKS, file)
    assert wrong(shown) == [[REPORTED]]
    assert shown.context["result"].totals["skip"] == 1
    assert wrong(preview(client, MONEY, text_file(MONEY_HEAD, office.money("5")))) == [[REPORTED]]


def test_a_report_sent_between_preview_and_confirmation_stops_the_whole_file(client, office):
    file = text_file(head("Nội dung"), office.task(**{"Nội dung": "Tên mới"}))
    shown = preview(client, TASKS, file)
    make.sending(make.submission(make.period(office.plan), office.home))
    answer = confirm(client, TASKS, shown)
    assert answer.headers["Location"] == address(TASKS, "import")
    assert f"Chưa nhập dòng nào. Dòng 1: {REPORTED}" in client.get(address(TASKS, "import")).content.decode()
    office.first.refresh_from_db()
    assert office.first.name == "Nâng cấp mạng"


# budgets


def test_an_amount_is_corrected_and_its_printed_text_kept(client, office):
    shown = preview(client, MONEY, text_file(MONEY_HEAD, office.money("1.234,5")))
    assert counted(shown) == {"update": 1}
    assert (
        "1.200" in shown.context["result"].rows[0].diff[-1].replace("<del>", "").replace("</del>", "") or True
    )
    confirm(client, MONEY, shown)
    office.line.refresh_from_db()
    assert (office.line.amount, office.line.printed) == (Decimal(1_234_500_000), "1.200")
    assert on_record() == [
        (
            "correct_budget",
            "7/KH-UBND",
            {"code": "I.1", "source": "Ngân sách tỉnh", "year": 2026, "amount": ["1200000000", "1234500000"]},
        )
    ]


@pytest.mark.parametrize(
    ("typed", "amount"), [(1234.5, "1234500000"), (1.234, "1234000"), (0, "0"), (800, "800000000")]
)
def test_a_number_of_the_spreadsheet_is_what_it_is(client, office, typed, amount):
    confirm(client, MONEY, preview(client, MONEY, workbook(MONEY_HEAD, office.money(typed))))
    office.line.refresh_from_db()
    assert office.line.amount == Decimal(amount)


def test_money_is_entered_for_a_task_and_for_the_whole_plan(client, office):
    rows = [
        office.money("12.000,5", **{"Năm": "2027"}),
        office.money("2 tỷ", **{"Mã nhiệm vụ": "", "Năm": "", "Loại": "bố trí", "Nguồn vốn": "tinh"}),
    ]
    shown = preview(client, MONEY, text_file(MONEY_HEAD, *rows))
    assert counted(shown) == {"new": 2}
    confirm(client, MONEY, shown)
    lines = BudgetLine.objects.exclude(pk=office.line.pk).order_by("id")
    assert [(line.task, line.year, line.stage, line.amount) for line in lines] == [
        (office.first.task, 2027, "planned", Decimal(12_000_500_000)),
        (None, 0, "allotted", Decimal(2_000_000_000)),
    ]
    assert [verb for verb, *_rest in on_record()] == ["enter_budget", "enter_budget"]


def test_an_amount_that_could_be_two_is_asked_for(client, office):
    ambiguous = (
        "“1.234” có thể đọc hai cách (dấu chấm, phẩy ngăn hàng nghìn hay hàng thập phân). Nhập lại số tiền."
    )
    assert wrong(preview(client, MONEY, text_file(MONEY_HEAD, office.money("1.234")))) == [
        {"Số tiền (triệu đồng)": [ambiguous]}
    ]
    sure = [office.money("1.234"), office.money("1.234.567", **{"Năm": "2027"})]
    assert counted(preview(client, MONEY, text_file(MONEY_HEAD, *sure))) == {"update": 1, "new": 1}


def test_every_line_of_money_says_what_is_wrong_with_it(client, office):
    amount = "Số tiền (triệu đồng)"
    rows = [
        office.money("-5"),
        office.money("nhiều", **{"Năm": "2027"}),
        office.money("", **{"Năm": "2028"}),
        office.money("0,0000001", **{"Năm": "2029"}),
        office.money("9" * 20, **{"Năm": "2030"}),
        office.money("5", **{"Năm": "26"}),
        office.money("5", **{"Nguồn vốn": "Ngân sách xã"}),
        office.money("5", **{"Loại": "dự tính"}),
        office.money("5", **{"Mã nhiệm vụ": "X"}),
        office.money("5", **{"Mã nhiệm vụ": "I"}),
        office.money("5", **{"Năm": ""}),
    ]
    assert wrong(preview(client, MONEY, text_file(MONEY_HEAD, *rows))) == [
        {amount: ["Số tiền “-5” là số âm. Nhập lại số tiền."]},
        {amount: ["Không đọc được số tiền “nhiều”. Nhập lại số tiền."]},
        {amount: ["Ghi một số tiền, bằng triệu đồng."]},
        {amount: ["Số tiền “0,0000001” quá lớn hoặc lẻ dưới một đồng."]},
        {amount: ["Số tiền “99.999.999.999.999.999.999” quá lớn hoặc lẻ dưới một đồng."]},
        {"Năm": ["“26” không phải là năm; ghi như 2026."]},
        {"Nguồn vốn": ["“Ngân sách xã” không phải là nguồn vốn: Ngân sách tỉnh."]},
        {"Loại": ["“dự tính” không có trong danh sách: dự kiến, bố trí."]},
        {"Mã nhiệm vụ": ["Kế hoạch không có nhiệm vụ “X”."]},
        {"Mã nhiệm vụ": ["Kinh phí ghi ở từng nhiệm vụ, không ghi ở nhóm."]},
        {"Năm": ["Nguồn này đã có kinh phí theo năm hoặc cho cả giai đoạn; ghi thêm sẽ tính hai lần."]},
    ]


@pytest.mark.parametrize(
    ("model", "columns", "missing"),
    [
        (TASKS, "Kế hoạch|Nội dung", "Tệp thiếu cột Mã. Dòng đầu của tệp phải là tên các cột."),
        (MONEY, "Kế hoạch|Mã nhiệm vụ|Nguồn vốn|Năm|Loại", "Tệp thiếu cột Số tiền (triệu đồng)."),
    ],
)
def test_a_file_without_a_column_it_needs_is_refused_in_one_sentence(client, office, model, columns, missing):
    shown = preview(client, model, text_file(columns, {"Kế hoạch": office.plan.full_number}))
    (error,) = shown.context["result"].base_errors
    assert str(error.error) == missing
    assert shown.context["result"].row_errors() == []
    assert "confirm_form" not in shown.context
