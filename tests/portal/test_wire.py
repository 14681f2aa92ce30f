"""How answers travel: packed where they are text, not sent again where the browser has them."""

import gzip
import json

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse

from agencies.models import Role
from common import autosave
from common.files import KINDS, file_response, store_file
from portal.wire import KnownPages, PackText
from tests import factories as make

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PAGE = "<p>Báo cáo kết quả thực hiện nhiệm vụ</p>" * 400


def wire(rf, answer, **headers):
    """An answer after both middlewares, as one asking with these headers gets it."""
    return PackText(KnownPages(lambda request: answer))(rf.get("/", headers=headers))


@pytest.mark.parametrize("answer", [HttpResponse(PAGE), JsonResponse({"rows": [PAGE]})], ids=["page", "JSON"])
def test_a_page_and_json_are_packed_for_who_can_unpack_them(rf, answer):
    plain = answer.content
    packed = wire(rf, answer, **GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == "Accept-Encoding"
    assert int(packed["Content-Length"]) == len(packed.content)
    assert len(packed.content) * 10 < len(plain)
    assert gzip.decompress(packed.content) == plain


def test_who_cannot_unpack_gets_it_plain_and_caches_are_told(rf):
    plain = wire(rf, HttpResponse(PAGE))
    assert not plain.has_header("Content-Encoding")
    assert plain["Vary"] == "Accept-Encoding"
    assert plain.content == PAGE.encode()


def test_two_packings_of_a_page_differ_in_length_so_that_length_tells_nothing(rf):
    lengths = {len(wire(rf, HttpResponse(PAGE), **GZIP).content) for _time in range(30)}
    assert len(lengths) > 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "txt"])
def test_a_file_that_is_packed_by_its_format_leaves_as_it_is(rf, kind):
    paper = wire(rf, HttpResponse(b"0" * 5000, content_type=KINDS[kind].content_type), **GZIP)
    assert paper.content == b"0" * 5000
    assert not {"Content-Encoding", "ETag", "Vary"} & set(paper.headers)


@pytest.mark.django_db
def test_a_stored_file_keeps_its_length_and_is_kept_nowhere(rf):
    stored = store_file(upload_or_bytes=b"chu " * 5000, name="phu-luc.txt", by=None, allowed=("txt",))
    answer = wire(rf, file_response(stored), **GZIP)
    assert isinstance(answer, FileResponse)
    assert answer["Content-Length"] == "20000"
    assert answer["Cache-Control"] == "private, no-store"
    assert not {"Content-Encoding", "ETag"} & set(answer.headers)
    assert b"".join(answer.streaming_content) == b"chu " * 5000


def test_what_is_streamed_is_left_to_its_view(rf):
    answer = wire(rf, StreamingHttpResponse([PAGE]), **GZIP)
    assert not {"Content-Encoding", "ETag"} & set(answer.headers)


def test_the_headers_of_a_saved_field_arrive_beside_the_packed_parts(rf):
    answer = autosave.saved(PAGE, at=make.moment("2026-11-13", "09:41"), version=7)
    packed = PackText(KnownPages(lambda request: answer))(rf.post("/", headers=GZIP))
    assert (packed["Saved-At"], packed["Saved-Version"]) == ("09:41", "7")
    assert (packed["Content-Encoding"], packed["Content-Length"]) == ("gzip", str(len(packed.content)))
    assert not packed.has_header("ETag")


# ------------------------------------------------------------------------------------------------ what is kept


def again(client, address, tag, **headers):
    return client.get(address, headers={"If-None-Match": tag, **headers})


@pytest.fixture
def reader(client):
    """A signed-in reporter's browser."""
    client.force_login(make.user(role=Role.REPORTER, at=make.agency()))
    return client


PLANS = "/ke-hoach/"


@pytest.mark.django_db
def test_a_page_that_would_be_the_same_again_is_not_sent_again(reader):
    first = reader.get(PLANS, headers=GZIP)
    assert first["ETag"].startswith('W/"')
    assert first["Cache-Control"] == "private, no-cache"
    token = first.wsgi_request.META["CSRF_COOKIE"]
    second = again(reader, PLANS, first["ETag"], **GZIP)
    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert second.wsgi_request.META["CSRF_COOKIE"] == token


@pytest.mark.django_db
def test_a_page_that_has_changed_is_sent(reader):
    first = reader.get(PLANS)
    make.plan(make.Province.objects.get(), title="Kế hoạch mới")
    second = again(reader, PLANS, first["ETag"])
    assert second.status_code == 200
    assert "Kế hoạch mới" in second.content.decode()


@pytest.mark.django_db
def test_a_page_kept_from_before_signing_in_again_is_sent_anew(reader):
    first = reader.get(PLANS)
    reader.cookies.pop("csrftoken", None)
    assert again(reader, PLANS, first["ETag"]).status_code == 200


@pytest.mark.django_db
def test_the_token_of_a_kept_page_is_still_good(settings):
    """Its mask is an old one, its secret is the one the browser holds."""
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.user(role=Role.REPORTER, at=make.agency()))
    first = browser.get(PLANS)
    token = first.context["csrf_token"]
    assert again(browser, PLANS, first["ETag"]).status_code == 304
    answer = browser.post(reverse("sign_out"), {"csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_the_door_is_never_kept(client):
    door = client.get(reverse("sign_in"))
    assert "no-store" in door["Cache-Control"]
    assert not door.has_header("ETag")


@pytest.mark.django_db
def test_pages_reach_the_browser_packed_and_under_the_policy(reader):
    """The middlewares stand where they see what the others have made of a page."""
    page = reader.get(PLANS, headers=GZIP)
    assert page["Content-Encoding"] == "gzip"
    assert page.has_header("Content-Security-Policy")
    assert page.has_header("X-Request-ID")
    assert {name.strip() for name in page["Vary"].split(",")} == {"Cookie", "Accept-Encoding"}
    assert len(page.content) < 6_000


@pytest.mark.django_db
def test_json_of_the_api_is_packed(client):
    client.force_login(make.user(role=Role.LEADER, at=make.agency()))
    schema = client.get(reverse("api_schema"), headers={**GZIP, "Accept": "application/json"})
    assert schema["Content-Encoding"] == "gzip"
    described = json.loads(gzip.decompress(schema.content))["paths"]
    assert {path: get["get"]["operationId"] for path, get in described.items()} == {
        "/api/ky/{ref}/tong-hop": "ky_tong_hop_retrieve"
    }
