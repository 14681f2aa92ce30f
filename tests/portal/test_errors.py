"""What is shown when something goes wrong: Vietnamese, in the frame of the site, with a number to look it up by."""

import re
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from common.tasks import forget_ended_sessions
from portal import context
from portal import urls as portal_urls
from tests import factories as make
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Chỉ lãnh đạo mở lại được.")


handler500 = portal_urls.handler500
urlpatterns = [path("hong/", broken), path("cam/", refused), *portal_urls.urlpatterns]

PAGES = [
    ("/khong-co-trang-nay/", 404, "Không tìm thấy trang"),
    ("/toan-tinh/", 403, "Tài khoản không có quyền này"),
    ("/hong/", 500, "Cổng gặp lỗi"),
]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def person():
    return make.user(role="reporter", name="Trần Thị Reo")


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(("address", "status", "title"), PAGES)
def test_an_error_has_its_page_in_the_frame_of_the_site(browser, person, address, status, title):
    browser.force_login(person)
    response = browser.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert 'lang="vi"' in page
    assert "Trần Thị Reo" in page
    assert f'href="{reverse("plans")}"' in page
    assert f"Số tra cứu khi cần hỗ trợ: {response.headers['X-Request-ID']}." in words(response)
    assert "secret detail" not in page


def test_who_is_not_signed_in_gets_the_page_without_a_menu(browser):
    response = browser.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Mục lục" not in words(response)


def test_a_reason_that_was_given_is_said(browser, person):
    browser.force_login(person)
    assert "Chỉ lãnh đạo mở lại được. Không có gì bị thay đổi." in words(browser.get("/cam/"))


def test_the_error_page_stands_when_its_frame_cannot(browser, person, monkeypatch):
    def unreadable(user: object) -> dict:
        raise ConnectionError("no database")

    monkeypatch.setattr(context, "frame", unreadable)
    browser.force_login(person)
    response = browser.get("/hong/")
    assert response.status_code == 500
    assert "Cổng gặp lỗi" in words(response)
    assert f"Số tra cứu khi cần hỗ trợ: {response.headers['X-Request-ID']}." in words(response)


def test_a_form_of_an_ended_session_is_answered_with_what_to_do(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    response = strict.post(reverse("sign_out"), headers={"Referer": "http://testserver/ke-hoach/?q=mạng"})
    assert response.status_code == 403
    assert "Phiên làm việc đã hết hạn" in words(response)
    assert 'href="/ke-hoach/?q=mạng"' in response.content.decode()
    assert f"Số tra cứu khi cần hỗ trợ: {response.headers['X-Request-ID']}." in words(response)


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/ke-hoach/abc/mo-ky/?year=2026", "/ke-hoach/abc/mo-ky/?year=2026"),
        ("https://else.example/ke-hoach/", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_a_person_is_back_on_the_page_of_his_form(browser, person, referer, page):
    response = browser.post("/ke-hoach/abc/mo-ky/", headers={"Referer": referer} if referer else {})
    assert response.headers["Location"] == f"{reverse('sign_in')}?next={quote(page)}"
    door = browser.get(response.headers["Location"])
    assert "Phiên làm việc đã hết hạn nên chưa ghi được." in words(door)
    answer = browser.post(reverse("sign_in"), {"username": person.email, "password": PASSWORD, "next": page})
    assert answer.headers["Location"] == page


def test_an_address_for_forms_that_is_opened_answers_with_a_page(browser, person):
    browser.force_login(person)
    response = browser.get("/dang-xuat/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "Địa chỉ này chỉ nhận biểu mẫu" in words(response)


@pytest.mark.parametrize(
    ("method", "address", "fields"),
    [
        ("post", "/ke-hoach/abc/chi-tieu/them/", {"name": "a\x00b"}),
        ("get", "/ke-hoach/", {"q": "\x00"}),
        ("get", "/viec/%00/", {}),
    ],
)
def test_a_character_the_database_cannot_keep_is_refused(browser, person, method, address, fields):
    browser.force_login(person)
    response = getattr(browser, method)(address, fields)
    assert response.status_code == 400
    assert "Yêu cầu không đọc được" in words(response)


def test_a_foreign_host_name_is_refused_in_vietnamese(browser):
    response = browser.get("/", headers={"host": "else.example"})
    assert response.status_code == 400
    assert "Yêu cầu không đọc được" in words(response)


def test_every_answer_carries_the_headers_that_protect_it(browser, person):
    browser.force_login(person)
    for address, *_rest in [*PAGES, ("/thu/",)]:
        headers = browser.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_ended_sessions_are_forgotten_and_others_are_not(browser, person):
    browser.force_login(person)
    browser.get("/thu/")
    Session.objects.create(session_key="cu", session_data="", expire_date=make.moment("2020-01-01"))
    forget_ended_sessions()
    assert [row.session_key for row in Session.objects.all()] == [browser.session.session_key]
