"""The frame around every page."""

import datetime as dt

import pytest

from portal.context import demo_banner, shell
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_band_says_who_is_signed_in_and_where(rf):
    province = make.province(name="Tỉnh Mẫu")
    agency = make.agency(province, name="Sở Y tế", short_name="")
    request = rf.get("/")
    request.user = make.user(role="reporter", at=agency, name="Trần Thị Mỹ Duyên")
    frame = shell(request)
    assert frame["province_name"] == "Tỉnh Mẫu"
    assert frame["person"]["name"] == "Trần Thị Mỹ Duyên"
    assert frame["person"]["agency"] == "Sở Y tế"


def test_two_roles_in_one_agency_name_the_agency_once(rf):
    agency = make.agency(short_name="Sở KH&CN")
    request = rf.get("/")
    request.user = make.user(role="reporter", at=agency)
    make.membership(request.user, "focal_officer", agency)
    assert shell(request)["person"]["agency"] == "Sở KH&CN"
    assert shell(request)["person"]["role_label"].count(", ") == 1


@pytest.mark.parametrize(
    ("path", "current"), [("/", ["/"]), ("/ke-hoach/x/", ["/ke-hoach/"]), ("/tim-kiem/", [])]
)
def test_the_menu_marks_where_one_is_and_nothing_where_it_has_no_entry(rf, path, current):
    request = rf.get(path)
    request.user = make.user(role="reporter")
    assert [entry.url for entry in shell(request)["nav"] if entry.current] == current


def test_a_stranger_has_a_frame_without_menu(rf):
    frame = shell(rf.get("/"))
    assert frame["nav"] == []
    assert "person" not in frame


@pytest.mark.parametrize(
    ("demo", "today", "text"),
    [
        (False, dt.date(2026, 11, 13), None),
        (True, None, "Bản dùng thử: số liệu báo cáo là giả định."),
        (
            True,
            dt.date(2026, 11, 13),
            "Bản dùng thử: số liệu báo cáo là giả định, đồng hồ đứng ở ngày 13/11/2026.",
        ),
    ],
)
def test_the_demo_says_that_it_is_one_and_where_its_clock_stands(settings, demo, today, text):
    settings.PORTAL_DEMO, settings.PORTAL_TODAY = demo, today
    assert demo_banner() == text
