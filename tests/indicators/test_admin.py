"""Indicators in the administrators' room: looked up, taken away, and misprints corrected until the first report."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import AuditEntry
from indicators.models import IndicatorVersion, Measure, Target
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

PAGE = "indicators_indicatorversion"
HEAD = "Kế hoạch|Mã|Thuộc nhóm (mã)|Loại|Tên|Đơn vị tính|Theo dõi|Năm|Phạm vi|Mục tiêu (như in)|So sánh|Mức|Mức trên"
OPENED = "Kế hoạch đã mở kỳ báo cáo: không thêm dòng, không đổi cơ quan tại đây; sửa bằng bản điều chỉnh."


class Office:
    """A province with a plan of one heading and two indicators, one with two targets, and its administrator."""

    def __init__(self) -> None:
        self.home = make.agency(name="Sở Công nghệ số")
        self.province = self.home.province
        self.other = make.agency(self.province, name="Sở Nông trại")
        for agency in (self.home, self.other):
            agency.names.create(
                text=agency.name, folded=agency.folded, kind="official", valid_from=make.LONG_AGO
            )
        self.plan = make.plan(self.province, number="7/KH-UBND", focal_agency=self.home)
        self.heading = make.indicator(self.plan, code="A", position=1, kind="group", name="HẠ TẦNG")
        self.measure = make.measure(self.province, name="Tỷ lệ xã có mạng", unit="%", value_kind="ratio")
        self.first = make.indicator(
            self.plan,
            self.measure,
            lead=self.home,
            code="A.1",
            position=2,
            name="Tỷ lệ xã có mạng",
            unit_printed="%",
            parent=self.heading.indicator,
        )
        self.target = make.target(self.first, horizon_year=2025, printed="Trên 80%", comparator=">")
        make.target(self.first, horizon_year=2030, printed="8 - 10", comparator="between", low=8, high=10)
        self.second = make.indicator(self.plan, lead=self.other, code="B", position=3, name="Số dịch vụ")

    def row(self, code: str = "A.1", **cells) -> dict:
        """The first target of the first indicator as an export writes it."""
        same = {
            "Kế hoạch": self.plan.full_number,
            "Mã": code,
            "Thuộc nhóm (mã)": "A",
            "Loại": "chỉ tiêu",
            "Tên": "Tỷ lệ xã có mạng",
            "Đơn vị tính": "%",
            "Theo dõi": "Sở Công nghệ số",
            "Năm": "2025",
            "Mục tiêu (như in)": "Trên 80%",
            "So sánh": ">",
            "Mức": "80",
        }
        return same | cells


@pytest.fixture
def office(client):
    office = Office()
    client.force_login(make.user(role="administrator", at=office.home))
    return office


def import_rows(client, *rows: dict):
    """Preview and confirm; the answer of the preview."""
    shown = preview(client, PAGE, text_file(HEAD, *rows))
    assert wrong(shown) == []
    assert confirm(client, PAGE, shown).status_code == 302
    return shown


def on_record() -> list[tuple]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", "changes"))


def test_an_administrator_looks_indicators_up_and_edits_none(client, office):
    make.indicator(make.plan())
    listed = client.get(address(PAGE), {"q": "ty le XÃ", "plan": office.plan.pk})
    assert list(listed.context["cl"].queryset) == [office.first]
    assert "2025: Trên 80%; 2030: 8 - 10" in listed.content.decode()
    assert client.get(address(PAGE)).context["cl"].result_count == 3
    assert client.get(address(PAGE, "change", office.first.pk)).status_code == 200
    assert client.post(address(PAGE, "change", office.first.pk), {}).status_code == 403
    assert client.post(address(PAGE, "delete", office.first.pk), {"post": "yes"}).status_code == 403


def test_the_list_asks_as_often_for_three_rows_as_for_one(client, office):
    client.get(address(PAGE))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(PAGE)).status_code == 200
        return len(queries)

    before = asked()
    for _more in range(3):
        make.target(make.indicator(office.plan, lead=office.other))
    assert asked() == before


def test_an_exported_plan_imports_without_a_change(client, office):
    make.target(
        office.second, horizon_year=2030, scope="cấp xã", printed="Tốt", comparator="qualitative", low=None
    )
    make.target(office.second, horizon_year=2030, printed="đúng bằng 1,5", comparator="=", low=Decimal("1.5"))
    rows = exported(client, PAGE)
    assert "|".join(rows[0]) == HEAD
    assert [(row["Mã"], row["Năm"], row["So sánh"], row["Mức"]) for row in rows] == [
        ("A", None, None, None),
        ("A.1", 2025, ">", 80),
        ("A.1", 2030, "trong khoảng", 8),
        ("B", 2030, "đúng bằng", 1.5),
        ("B", 2030, "định tính", None),
    ]
    shown = preview(client, PAGE, taken_away(client, PAGE))
    assert (wrong(shown), counted(shown)) == ([], {"skip": 5})


def test_a_target_is_read_anew_unless_its_bounds_are_given(client, office):
    shown = import_rows(client, office.row(**{"Mục tiêu (như in)": "Tối thiểu 85%"}))
    assert "style=" not in "".join(shown.context["result"].rows[0].diff)
    office.target.refresh_from_db()
    assert (office.target.comparator, office.target.low) == (">=", 85)
    changes = {
        "code": "A.1",
        "horizon_year": 2025,
        "scope": "",
        "target_text": ["Trên 80%", "Tối thiểu 85%"],
        "comparator": [">", ">="],
        "low": ["80.0000", "85"],
    }
    assert on_record() == [("correct_indicator", changes)]
    import_rows(
        client,
        office.row(**{"Mục tiêu (như in)": "Trên 90%", "So sánh": "đúng bằng", "Mức": "90,5"}),
    )
    office.target.refresh_from_db()
    assert (office.target.printed, office.target.comparator, office.target.low) == (
        "Trên 90%",
        "=",
        Decimal("90.5"),
    )


def test_a_corrected_name_renames_the_measure_that_is_its_own(client, office):
    import_rows(client, office.row(**{"Tên": "Tỷ lệ xã có mạng 5G", "Theo dõi": "Sở Nông trại"}))
    office.measure.refresh_from_db()
    office.first.refresh_from_db()
    assert (office.first.indicator.measure, office.measure.name, office.measure.folded) == (
        office.measure,
        "Tỷ lệ xã có mạng 5G",
        "ty le xa co mang 5g",
    )
    assert office.first.lead_text == "Sở Nông trại"
    assert [(row.agency, row.main) for row in office.first.indicator.followers.all()] == [
        (office.other, True)
    ]


def test_a_measure_of_several_plans_keeps_its_name(client, office):
    other = make.indicator(make.plan(office.province), office.measure)
    import_rows(client, office.row(**{"Tên": "Tỷ lệ ấp có mạng"}))
    office.measure.refresh_from_db()
    assert office.measure.name == "Tỷ lệ xã có mạng"
    office.first.indicator.refresh_from_db()
    assert office.first.indicator.measure.name == "Tỷ lệ ấp có mạng"
    assert other.indicator.measure == office.measure


def test_a_corrected_name_leads_to_the_measure_of_that_name(client, office):
    known = make.measure(office.province, name="Tỷ lệ ấp có mạng")
    import_rows(client, office.row(**{"Tên": "Tỷ lệ ấp có mạng"}))
    office.first.indicator.refresh_from_db()
    assert office.first.indicator.measure == known


def test_the_direction_of_a_measure_follows_a_corrected_target(client, office):
    import_rows(client, office.row(**{"Mục tiêu (như in)": "Tối đa 5%"}))
    office.measure.refresh_from_db()
    assert (office.measure.direction, office.measure.value_kind) == ("down", "ratio")


def test_what_the_reading_missed_is_entered(client, office):
    new = {"Theo dõi": "", "So sánh": "", "Mức": ""}
    rows = [
        office.row(**{"Năm": "2045", "Mục tiêu (như in)": "100%", "So sánh": "", "Mức": ""}),
        office.row("A.2", **new, **{"Tên": "Số xã", "Đơn vị tính": "xã", "Mục tiêu (như in)": "1.200"}),
        office.row(
            "A.2",
            **new,
            **{"Tên": "Số xã", "Đơn vị tính": "xã", "Năm": "2030", "Mục tiêu (như in)": "Tăng mạnh"},
        ),
    ]
    import_rows(client, *rows)
    assert office.first.indicator.targets.get(horizon_year=2045).low == 100
    made = IndicatorVersion.objects.get(code="A.2")
    assert (made.parent, made.position, made.indicator.measure.name) == (office.heading.indicator, 3, "Số xã")
    found = made.indicator.targets.values_list("horizon_year", "comparator", "low")
    assert list(found) == [(2025, ">=", 1200), (2030, "qualitative", None)]
    assert [row.code for row in IndicatorVersion.objects.of_plan(office.plan)] == ["A", "A.1", "A.2", "B"]
    assert [verb for verb, _changes in on_record()] == [
        "correct_indicator",
        "enter_indicator",
        "correct_indicator",
    ]


def test_every_row_says_what_is_wrong_with_it(client, office):
    other = {"Tên": "Khác"}
    rows = [
        office.row(**{"Mức": "khoảng 80"}),
        office.row(
            **{
                "Năm": "2030",
                "Mục tiêu (như in)": "70% và 80%",
                "So sánh": "trong khoảng",
                "Mức": "8",
                "Mức trên": "10",
            }
        ),
        office.row(**{"Năm": "2035", "So sánh": "xấp xỉ"}),
        office.row(**{"Năm": "2036", "Tên": "Tên khác"}),
        office.row(**{"Năm": ""}),
        office.row("B", **other, **{"Mục tiêu (như in)": ""}),
        office.row("C", **other, **{"Mức": "", "Thuộc nhóm (mã)": ""}),
        office.row("D", **other, **{"So sánh": "trong khoảng"}),
        office.row("E", **other, **{"So sánh": "trong khoảng", "Mức trên": "70"}),
        office.row("F", **other, **{"Theo dõi": "Sở Lạ"}),
        office.row("G", **other, **{"Thuộc nhóm (mã)": "Z"}),
        office.row("H", **other, **{"Loại": "nhóm"}),
        office.row("I", **other, **{"Mức": "1" * 16}),
        office.row(
            "A",
            **{"Tên": "HẠ TẦNG", "Loại": "nhóm", "Thuộc nhóm (mã)": "B"}
            | dict.fromkeys(["Năm", "Mục tiêu (như in)", "So sánh", "Mức", "Theo dõi", "Đơn vị tính"], ""),
        ),
        office.row(),
    ]
    different = (
        "Các dòng của một chỉ tiêu phải ghi giống nhau nhóm, loại, tên, đơn vị tính và cơ quan theo dõi; "
        "dòng này khác dòng 1."
    )
    shown = preview(client, PAGE, text_file(HEAD, *rows))
    assert wrong(shown) == [
        {"Mức": ["“khoảng 80” không phải là một số, hoặc có thể đọc hai cách."]},
        {"Mục tiêu (như in)": ["Mục tiêu “70% và 80%” có nhiều con số. Tách thành từng mục tiêu."]},
        {
            "So sánh": [
                "“xấp xỉ” không có trong danh sách: ≥, >, ≤, <, đúng bằng, trong khoảng, thuộc nhóm dẫn đầu, "
                "tăng mỗi năm, định tính."
            ]
        },
        [different],
        {"Năm": ["Ghi năm của mục tiêu."]},
        {"Mục tiêu (như in)": ["Chép nguyên văn mục tiêu trong văn bản."]},
        {"Mức": ["Ghi mức của mục tiêu, hoặc chọn định tính."]},
        {"Mức trên": ["Ghi mức trên của khoảng."]},
        ["Khoảng mục tiêu phải có mức dưới nhỏ hơn mức trên."],
        {"Theo dõi": ["Chưa có cơ quan “Sở Lạ” trong danh mục."]},
        {"Thuộc nhóm (mã)": ["Kế hoạch không có nhóm “Z”."]},
        {"Loại": ["Nhóm không có mục tiêu; ghi mục tiêu ở từng chỉ tiêu."]},
        {"Mức": [f"“{'1' * 16}” quá lớn."]},
        ["Chỉ tiêu này còn dòng bên dưới; chuyển các dòng đó trước."],
        ["Trùng với dòng 1 của tệp."],
    ]


def test_an_open_period_leaves_targets_to_be_corrected_but_no_duty(client, office):
    make.period(office.plan)
    rows = [
        office.row(**{"Mục tiêu (như in)": "Trên 85%", "Tên": "Tỷ lệ xã có mạng 5G"}),
        office.row(
            "B", **{"Tên": "Số dịch vụ", "Đơn vị tính": "", "Thuộc nhóm (mã)": "", "Theo dõi": "Sở Nông trại"}
        ),
        office.row("C", **{"Tên": "Mới"}),
    ]
    assert wrong(preview(client, PAGE, text_file(HEAD, *rows))) == [[OPENED], [OPENED]]
    import_rows(client, rows[0])
    office.measure.refresh_from_db()
    assert office.measure.name == "Tỷ lệ xã có mạng 5G"


def test_after_the_first_report_nothing_is_corrected_in_place(client, office):
    make.sending(make.submission(make.period(office.plan), office.home))
    shown = preview(client, PAGE, text_file(HEAD, office.row(**{"Tên": "x"})))
    assert wrong(shown) == [["Đã có báo cáo về kế hoạch này; sửa bằng bản điều chỉnh."]]
    assert (Target.objects.count(), Measure.objects.filter(name="x").count()) == (2, 0)


def test_numbers_of_a_workbook_are_what_they_are(client, office):
    row = office.row(**{"Năm": 2025, "Mức": 82.5})
    confirm(client, PAGE, preview(client, PAGE, workbook(HEAD, row)))
    office.target.refresh_from_db()
    assert office.target.low == Decimal("82.5")


def test_a_file_without_a_column_it_needs_is_refused_in_one_sentence(client, office):
    shown = preview(client, PAGE, text_file("Kế hoạch|Mã", {"Mã": "A"}))
    (error,) = shown.context["result"].base_errors
    assert str(error.error) == "Tệp thiếu cột Năm, Phạm vi. Dòng đầu của tệp phải là tên các cột."
    assert shown.context["result"].row_errors() == []
