"""The administrators' room: who gets in, what he sees, and that every change is on record."""

import csv
import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import Agency, AgencyGroup, AgencyName, CalendarDay, GroupMember, Membership, User
from common.models import AuditEntry
from tests import factories as make
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

PAGES = ["agency", "agencygroup", "user", "membership", "calendarday"]
TODAY = "13/11/2026"


@pytest.fixture
def home(db):
    return make.agency(name="Sở Khoa học và Công nghệ")


@pytest.fixture
def administrator(home, client):
    person = make.user(role="administrator", at=home)
    client.force_login(person)
    return person


def page(model: str, action: str = "changelist", *args) -> str:
    return reverse(f"admin:agencies_{model}_{action}", args=args)


def rows(prefix: str, *filled: dict, existing: int = 0) -> dict[str, str]:
    """What the browser sends for rows inside a page."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(filled)), f"{prefix}-INITIAL_FORMS": str(existing)}
    for number, row in enumerate(filled):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def names(response) -> list[str]:
    return [str(row) for row in response.context["cl"].result_list]


def entries(**which) -> list[tuple]:
    return list(
        AuditEntry.objects.filter(**which).order_by("id").values_list("verb", "target_label", "changes")
    )


# who gets in


def test_only_the_register_is_kept_here_and_plans_are_read():
    kept = {"Agency", "AgencyGroup", "CalendarDay", "Membership", "User"}
    read = {"plans.Plan", "plans.TaskVersion", "plans.BudgetLine", "indicators.IndicatorVersion"}
    assert {model._meta.label for model in admin.site._registry} == {
        f"agencies.{name}" for name in kept
    } | read


@pytest.mark.parametrize("role", ["reporter", "approver", "focal_officer", "focal_leader", "leader"])
def test_a_colleague_who_is_no_administrator_gets_403(client, home, role):
    client.force_login(make.user(role=role, at=home))
    for model in PAGES:
        assert client.get(page(model), follow=True).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('sign_in')}?next={reverse('admin:index')}"


def test_an_administrator_sees_every_page(client, administrator):
    assert client.get(reverse("admin:index")).status_code == 200
    for model in PAGES:
        assert client.get(page(model)).status_code == 200
        assert client.get(page(model, "add")).status_code == 200


# only one's own province


def test_an_administrator_sees_only_his_province(client, administrator, home):
    other = make.agency()
    stranger = make.user(role="reporter", at=other)
    for of in (home.province, other.province):
        make.group(of)
        CalendarDay.objects.create(province=of, on="2026-11-24", kind="off")
    assert names(client.get(page("agency"))) == [home.name]
    assert names(client.get(page("user"))) == [administrator.name]
    assert [day.province for day in client.get(page("calendarday")).context["cl"].result_list] == [
        home.province
    ]
    assert client.get(page("agencygroup")).context["cl"].result_count == 1
    assert client.get(page("membership")).context["cl"].result_count == 1
    assert client.get(page("agency", "change", other.pk)).status_code == 302
    assert client.get(page("user", "change", stranger.pk)).status_code == 302


def test_only_rows_of_the_province_are_offered(client, administrator, home):
    make.agency()
    form = client.get(page("agency", "add")).context["adminform"].form
    assert list(form.fields["province"].queryset) == [home.province]
    assert list(form.fields["reports_through"].queryset) == [home]


def test_a_person_with_roles_in_two_provinces_is_seen_and_not_changed(client, administrator, home):
    person = make.user(role="reporter", at=home, name="Người hai tỉnh")
    make.membership(person, "reporter", make.agency())
    assert client.get(page("user", "change", person.pk)).status_code == 200
    data = {"email": "moi@so.example", "name": "Đổi tên"} | rows("memberships")
    assert client.post(page("user", "change", person.pk), data).status_code == 403
    person.refresh_from_db()
    assert person.name == "Người hai tỉnh"


def test_nobody_takes_over_a_superuser(client, administrator, home):
    root = make.user(role="reporter", at=home, is_superuser=True)
    data = {"email": root.email, "name": "x", "new_password": "mat-khau-cua-toi"} | rows("memberships")
    assert client.post(page("user", "change", root.pk), data).status_code == 403


def test_nothing_but_days_of_the_calendar_is_deleted(client, administrator, home):
    for model, row in {
        "agency": home,
        "user": administrator,
        "membership": administrator.memberships.get(),
        "agencygroup": make.group(home.province),
    }.items():
        assert client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


# changes are on record


def agency_data(home: Agency, **fields) -> dict[str, str]:
    data = {
        "code": "so-moi",
        "province": home.province_id,
        "kind": "so",
        "name": "Sở  Tài chính",
        "short_name": "Sở TC",
        "position": "10",
        "email": "so-tc@tinh.example",
        "published": "on",
        "valid_from": TODAY,
    }
    return data | rows("names") | fields


def test_a_new_agency_is_kept_with_its_spellings_and_put_on_record(client, administrator, home):
    assert client.post(page("agency", "add"), agency_data(home)).status_code == 302
    made = Agency.objects.get(code="so-moi")
    assert (made.name, made.folded, made.valid_from) == (
        "Sở Tài chính",
        "so tai chinh",
        dt.date(2026, 11, 13),
    )
    assert sorted(made.names.values_list("text", "kind")) == [
        ("Sở TC", "abbreviation"),
        ("Sở Tài chính", "official"),
    ]
    entry = AuditEntry.objects.get(verb="create_agency")
    assert (entry.by, entry.province_id, entry.target_label) == (
        administrator,
        home.province_id,
        "Sở Tài chính",
    )


def test_a_change_is_put_on_record_with_before_and_after(client, administrator, home):
    data = agency_data(
        home, name=home.name, short_name="", email="van-thu@tinh.example", position=str(home.position)
    )
    assert (
        client.post(page("agency", "change", home.pk), data | {"valid_from": "01/01/2020"}).status_code == 302
    )
    assert entries(verb="change_agency") == [
        ("change_agency", home.name, {"email": ["", "van-thu@tinh.example"]})
    ]


def test_saving_without_a_change_leaves_no_record(client, administrator, home):
    data = agency_data(home, name=home.name, short_name="", email="", position=str(home.position))
    assert (
        client.post(page("agency", "change", home.pk), data | {"valid_from": "01/01/2020"}).status_code == 302
    )
    assert entries(verb="change_agency") == []


def test_a_new_name_keeps_the_old_one_as_a_spelling(client, administrator, home):
    AgencyName.objects.create(
        agency=home, text=home.name, folded=home.folded, kind="official", valid_from="2020-01-01"
    )
    data = agency_data(home, name="Sở Số", short_name="", email="", position=str(home.position))
    data |= rows("names", existing=0)
    client.post(page("agency", "change", home.pk), data | {"valid_from": "01/01/2020"})
    assert set(home.names.values_list("text", flat=True)) == {"Sở Khoa học và Công nghệ", "Sở Số"}


def test_a_name_that_is_taken_is_refused_whatever_its_diacritics(client, administrator, home):
    response = client.post(page("agency", "add"), agency_data(home, name="SO KHOA HOC VA CONG NGHE"))
    assert response.context["adminform"].form.non_field_errors() == ["Tỉnh đã có cơ quan mang tên này."]
    assert Agency.objects.count() == 1


def test_an_end_before_the_beginning_is_refused(client, administrator, home):
    response = client.post(page("agency", "add"), agency_data(home, valid_to="01/01/2026"))
    assert response.context["adminform"].form.non_field_errors() == [
        "Ngày kết thúc hiệu lực phải sau ngày bắt đầu."
    ]


def test_agencies_are_found_by_any_spelling_and_without_diacritics(client, administrator, home):
    AgencyName.objects.create(
        agency=home, text="Sở KH&CN", folded="so kh&cn", kind="abbreviation", valid_from="2020-01-01"
    )
    make.agency(home.province)
    assert names(client.get(page("agency"), {"q": "khoa học VÀ"})) == [home.name]
    assert names(client.get(page("agency"), {"q": "kh&cn"})) == [home.name]


def test_a_group_gets_its_members_and_each_is_on_record(client, administrator, home):
    data = {
        "code": "g-moi",
        "province": home.province_id,
        "name": "Các sở",
        "resolvable": "on",
        "rule_text": "",
        **rows(
            "members", {"member_agency": home.pk, "member_group": "", "valid_from": TODAY, "valid_to": ""}
        ),
        **rows("names"),
    }
    assert client.post(page("agencygroup", "add"), data).status_code == 302
    assert GroupMember.objects.get(group=AgencyGroup.objects.get(code="g-moi")).member_agency == home
    assert [verb for verb, _label, _changes in entries()] == ["create_group", "create_group_member"]


def test_a_member_that_is_neither_agency_nor_group_is_refused(client, administrator, home):
    group = make.group(home.province)
    data = {"name": group.name, "resolvable": "on", "rule_text": ""}
    data |= rows("members", {"member_agency": "", "member_group": "", "valid_from": TODAY, "valid_to": ""})
    response = client.post(page("agencygroup", "change", group.pk), data | rows("names"))
    (formset, *_rest) = response.context["inline_admin_formsets"]
    assert formset.formset.forms[0].non_field_errors() == ["Chọn một cơ quan hoặc một nhóm."]


def person_data(home: Agency, **fields) -> dict[str, str]:
    data = {
        "email": "Hoa.Le@tinh.example",
        "name": "Lê Hoa",
        "post": "Chuyên viên",
        "phone": "",
        "is_active": "on",
        "new_password": "mot-mat-khau-dai",
    }
    role = {"agency": home.pk, "role": "reporter", "valid_from": "01/01/2020", "valid_to": ""}
    return data | rows("memberships", role) | fields


def test_a_new_person_gets_a_role_and_a_password_and_can_sign_in(client, administrator, home):
    assert client.post(page("user", "add"), person_data(home)).status_code == 302
    person = User.objects.get(email="hoa.le@tinh.example")
    assert person.memberships.get().granted_by == administrator
    assert [verb for verb, _label, _changes in entries()] == [
        "create_person",
        "set_password",
        "create_membership",
    ]
    assert "mat-khau" not in str(list(AuditEntry.objects.values()))
    client.logout()
    form = {"username": "hoa.le@tinh.example", "password": "mot-mat-khau-dai"}
    assert client.post(reverse("sign_in"), form).status_code == 302


def test_a_new_person_needs_a_role(client, administrator, home):
    response = client.post(page("user", "add"), person_data(home) | rows("memberships"))
    assert response.status_code == 200
    assert not User.objects.filter(email="hoa.le@tinh.example").exists()


def test_a_weak_password_is_refused(client, administrator, home):
    response = client.post(page("user", "add"), person_data(home, new_password="12345"))
    assert "new_password" in response.context["adminform"].form.errors


def test_changing_a_person_keeps_his_password(client, administrator, home):
    person = make.user(role="reporter", at=home)
    data = {"email": person.email, "name": "Tên mới", "is_active": "on", "new_password": ""} | rows(
        "memberships"
    )
    assert client.post(page("user", "change", person.pk), data).status_code == 302
    person.refresh_from_db()
    assert person.name == "Tên mới"
    assert person.check_password(PASSWORD)


def test_a_role_is_ended_by_its_day(client, administrator, home):
    membership = make.user(role="reporter", at=home).memberships.get()
    data = {
        "user": membership.user_id,
        "agency": home.pk,
        "role": "reporter",
        "valid_from": "01/01/2020",
        "valid_to": TODAY,
    }
    assert client.post(page("membership", "change", membership.pk), data).status_code == 302
    assert entries(verb="change_membership")[0][2] == {"valid_to": [None, "2026-11-13"]}
    assert not Membership.objects.on(dt.date(2026, 11, 13)).filter(pk=membership.pk).exists()


def test_a_day_off_is_recorded_and_taken_back(client, administrator, home):
    data = {"province": home.province_id, "on": "24/11/2026", "kind": "off", "note": "Ngày Văn hóa"}
    assert client.post(page("calendarday", "add"), data).status_code == 302
    day = CalendarDay.objects.get()
    assert client.post(page("calendarday", "delete", day.pk), {"post": "yes"}).status_code == 302
    assert not CalendarDay.objects.exists()
    verbs = [verb for verb, _label, _changes in entries()]
    assert verbs == ["create_calendar_day", "remove_calendar_day"]


# spreadsheets


def spreadsheet(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("bang.csv", "\n".join(lines).encode(), content_type="text/csv")


def preview(client, model: str, *lines: str):
    """The page that shows what an import would do."""
    return client.post(page(model, "import"), {"format": "1", "import_file": spreadsheet(*lines)})


def confirm(client, model: str, response):
    return client.post(page(model, "process_import"), response.context["confirm_form"].initial)


AGENCY_HEAD = (
    "Mã,Tỉnh,Loại,Tên,Tên viết tắt,Báo cáo qua (mã),Thư công vụ,Được công bố,Hiệu lực từ,Đến trước ngày"
)
AGENCY_HEAD = AGENCY_HEAD.replace("Tỉnh,", '"Tỉnh, thành phố",')
PERSON_HEAD = "Thư công vụ,Họ và tên,Chức vụ,Điện thoại,Mã cơ quan,Vai trò,Hiệu lực từ,Đến trước ngày"


def agency_line(of: Agency, **fields) -> str:
    row = {
        "code": of.code,
        "province": of.province.name,
        "kind": of.get_kind_display(),
        "name": of.name,
        "short": of.short_name,
        "through": "",
        "email": of.email,
        "published": "có",
        "from": "01/01/2020",
        "to": "",
    } | fields
    return ",".join(row.values())


def test_an_import_shows_first_what_it_would_do(client, administrator, home):
    other = make.agency(home.province)
    response = preview(
        client,
        "agency",
        AGENCY_HEAD,
        agency_line(home),
        agency_line(other, email="moi@tinh.example"),
        agency_line(home, code="so-moi", name="Sở Mới", through=home.code),
    )
    assert response.context["result"].totals == {
        "new": 1,
        "update": 1,
        "delete": 0,
        "skip": 1,
        "error": 0,
        "invalid": 0,
    }
    assert not Agency.objects.filter(code="so-moi").exists()
    assert not AuditEntry.objects.exists()
    assert 'style="' not in "".join(response.context["result"].rows[1].diff)


def test_a_confirmed_import_changes_what_it_said_and_is_on_record(client, administrator, home):
    lines = [
        AGENCY_HEAD,
        agency_line(home),
        agency_line(home, code="so-moi", name="Sở Mới", through=home.code),
    ]
    assert confirm(client, "agency", preview(client, "agency", *lines)).status_code == 302
    made = Agency.objects.get(code="so-moi")
    assert (made.folded, made.reports_through, made.published) == ("so moi", home, True)
    assert [(verb, label) for verb, label, _changes in entries()] == [("create_agency", "Sở Mới")]


def test_every_row_says_what_is_wrong_with_it(client, administrator, home):
    elsewhere = make.agency()
    response = preview(
        client,
        "agency",
        AGENCY_HEAD,
        agency_line(home, code="a", name="Sở A", kind="phòng"),
        agency_line(home, code="b", name="Sở B", through="khong-co"),
        agency_line(home, code="c", name="Sở C", **{"from": "13.11.2026"}),
        agency_line(home, code="d"),
        agency_line(elsewhere, code="e", name="Sở E"),
        agency_line(home, code="f", name="Sở F", published="tùy"),
    )
    found = [
        (row.number, row.field_specific_errors or row.non_field_specific_errors)
        for row in response.context["result"].invalid_rows
    ]
    kinds = ", ".join(str(label) for label in dict(Agency._meta.get_field("kind").choices).values())
    assert found == [
        (1, {"Loại": [f"“phòng” không có trong danh sách: {kinds}."]}),
        (2, {"Báo cáo qua (mã)": ["Không tìm thấy cơ quan “khong-co”."]}),
        (3, {"Hiệu lực từ": ["“13.11.2026” không phải là ngày; ghi như 13/11/2026."]}),
        (4, ["Tỉnh đã có cơ quan mang tên này."]),
        (5, ["Cơ quan này thuộc tỉnh khác; bạn không quản trị tỉnh đó."]),
        (6, {"Được công bố": ["“tùy” không có trong danh sách: có, không."]}),
    ]
    assert "confirm_form" not in response.context


def test_people_are_imported_with_their_roles(client, administrator, home):
    known = make.user(role="reporter", at=home, name="Lê Cũ", email="cu@tinh.example")
    lines = [
        PERSON_HEAD,
        f"cu@tinh.example,Lê Cũ,,,{home.code},Cán bộ đầu mối,01/01/2020,",
        f"cu@tinh.example,Lê Cũ,Phó Giám đốc,,{home.code},Lãnh đạo cơ quan,,",
        f"Moi@tinh.example,Lê Mới,Chuyên viên,0299 3822 333,{home.code},Cán bộ đầu mối,,",
    ]
    response = preview(client, "membership", *lines)
    totals = response.context["result"].totals
    assert (totals["new"], totals["skip"], totals["invalid"], totals["error"]) == (2, 1, 0, 0)
    assert not User.objects.filter(email="moi@tinh.example").exists()
    confirm(client, "membership", response)
    assert sorted(known.memberships.values_list("role", flat=True)) == ["approver", "reporter"]
    new = User.objects.get(email="moi@tinh.example")
    assert (new.name, new.phone, new.has_usable_password()) == ("Lê Mới", "0299 3822 333", False)
    verbs = [verb for verb, _label, _changes in entries()]
    assert verbs == ["change_person", "create_membership", "create_person", "create_membership"]


def test_a_row_about_a_person_says_what_is_wrong_with_it(client, administrator, home):
    elsewhere = make.agency()
    response = preview(
        client,
        "membership",
        PERSON_HEAD,
        f"khong-phai-thu,Lê A,,,{home.code},Cán bộ đầu mối,,",
        f"b@tinh.example,Lê B,,,{home.code},Trưởng phòng,,",
        f"c@tinh.example,Lê C,,,{elsewhere.code},Cán bộ đầu mối,,",
    )
    found = [
        row.field_specific_errors or row.non_field_specific_errors
        for row in response.context["result"].invalid_rows
    ]
    roles = ", ".join(str(label) for label in dict(Membership._meta.get_field("role").choices).values())
    assert found == [
        {"Thư công vụ": ["Nhập một địa chỉ email hợp lệ."]},
        {"Vai trò": [f"“Trưởng phòng” không có trong danh sách: {roles}."]},
        ["Cơ quan này thuộc tỉnh khác; bạn không quản trị tỉnh đó."],
    ]


def test_a_file_without_the_columns_rows_are_found_by_is_refused(client, administrator):
    response = preview(client, "membership", "Thư công vụ,Họ và tên", "a@tinh.example,Lê A")
    (error,) = response.context["result"].base_errors
    assert str(error.error) == "Tệp thiếu cột Mã cơ quan, Vai trò. Dòng đầu của tệp phải là tên các cột."


def test_a_file_that_is_no_spreadsheet_is_refused_in_vietnamese(client, administrator):
    file = SimpleUploadedFile("bang.xlsx", b"khong phai bang tinh")
    response = client.post(page("agency", "import"), {"format": "0", "import_file": file})
    assert "Không đọc được tệp" in response.content.decode()


def exported(client, model: str) -> list[list[str]]:
    """The rows of the file an export answers with."""
    response = client.get(page(model, "export"))
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(BytesIO(response.content))
    return [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]


def test_an_export_holds_what_is_seen_and_no_live_formula(client, administrator, home):
    Agency.objects.filter(pk=home.pk).update(short_name="=1+1")
    make.agency()
    head, *lines = exported(client, "agency")
    assert head == next(csv.reader([AGENCY_HEAD]))
    (line,) = lines
    assert (line[3], line[4]) == (home.name, "1+1")


def test_an_exported_file_imports_without_a_change(client, administrator, home):
    make.user(role="reporter", at=home)
    for model in ("agency", "membership"):
        content = client.get(page(model, "export")).content
        file = SimpleUploadedFile("bang.xlsx", content)
        response = client.post(page(model, "import"), {"format": "0", "import_file": file})
        totals = response.context["result"].totals
        assert totals["skip"] == len(exported(client, model)) - 1
        assert sum(totals.values()) == totals["skip"]


def test_a_list_asks_the_same_number_of_queries_however_many_rows_it_has(
    client, home, administrator, django_assert_max_num_queries
):
    def grow(count: int) -> None:
        for _row in range(count):
            agency = make.agency(home.province, reports_through=home)
            make.group(home.province, agency)
            make.user(role="reporter", at=agency)

    asked = []
    for more in (2, 20):
        grow(more)
        for model in PAGES:
            client.get(page(model))
        with django_assert_max_num_queries(40) as counted:
            for model in PAGES:
                client.get(page(model))
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_who_and_where_are_looked_for_and_not_listed(client, administrator, home):
    """A register of two thousand people makes no select of two thousand options."""
    others = [
        make.user(role="reporter", at=home, name=f"Cán bộ số {number}", email=f"cb{number}@a.vn")
        for number in range(30)
    ]
    stranger = make.user(role="reporter", name="Cán bộ tỉnh khác")
    held = others[0].memberships.get()
    for address in (page("membership", "add"), page("membership", "change", held.pk)):
        html = client.get(address).content.decode()
        assert "Cán bộ số 1" not in html
    assert "Cán bộ số 0" in html
    asked = {"app_label": "agencies", "model_name": "membership", "field_name": "user", "term": "cán bộ"}
    found = client.get(reverse("admin:autocomplete"), asked).json()
    assert (len(found["results"]), found["pagination"]) == (20, {"more": True})
    found = client.get(reverse("admin:autocomplete"), asked | {"term": "số 17"}).json()
    assert [row["id"] for row in found["results"]] == [str(others[17].pk)]
    found = client.get(reverse("admin:autocomplete"), asked | {"term": stranger.name}).json()
    assert found["results"] == []


@pytest.mark.parametrize("times", [1, 10])
def test_a_group_and_a_person_ask_the_same_for_ten_times_the_rows(
    client, administrator, home, django_assert_num_queries, times
):
    members = [make.agency(home.province) for _member in range(2 * times)]
    group = make.group(home.province, *members)
    person = make.user(role="reporter", at=home)
    for agency in members:
        make.membership(person, "approver", agency)
    for address in (page("agencygroup", "change", group.pk), page("user", "change", person.pk)):
        client.get(address)
    with django_assert_num_queries(8):
        html = client.get(page("agencygroup", "change", group.pk)).content.decode()
    assert all(html.count(f">{agency.name}</option>") == 1 for agency in members)
    with django_assert_num_queries(14):
        client.get(page("user", "change", person.pk))
