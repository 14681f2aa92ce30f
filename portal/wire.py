"""How an answer travels: packed where it is text, and not at all where the browser has it already.

Both middlewares stand outside those that change an answer, and inside WhiteNoise: static files are packed when they are
collected, have names that change with what they hold and need neither.
"""

import hashlib
import re
from typing import TypeGuard

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

TEXT = {"text/html", "application/json", "application/vnd.oai.openapi"}
# A page's token is masked anew each time; every mask of one secret is as good as another. Two patterns that begin with
# letters are found five times as fast as one with a choice.
TOKENS = (
    re.compile(rb'csrfmiddlewaretoken" value="[A-Za-z0-9]{64}'),
    re.compile(rb'X-CSRFToken": "[A-Za-z0-9]{64}'),
)


def is_text(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether it is a page or JSON made for this request, and not a file."""
    content_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
    return isinstance(response, HttpResponse) and content_type in TEXT


class PackText(GZipMiddleware):
    """Django's compression, with its random padding against BREACH, for pages and JSON only.

    Papers (.pdf, .docx, .xlsx) are packed already: they keep their length and cost no second packing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_text(response) else response


class KnownPages(ConditionalGetMiddleware):
    """304 for a page or JSON the browser has kept and that would be the same again.

    The validator is weak: it is made of the page without the mask of its token, and of the secret behind the token;
    signing in and out change it, so that a page kept before is never taken for good after. Only this browser may
    keep a page, and asks each time: the page is made as before, but not sent. Files and what says `no-store` get no
    validator (evidence is not to stay on a shared computer), nor do papers made for the asking: they carry the moment
    they were made at.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not is_text(response) or response.status_code != 200 or not self.needs_etag(response):
            return response
        if request.method == "GET" and not response.has_header("ETag"):
            response["ETag"] = validator(request, response)
        if request.method == "GET" and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return super().process_response(request, response)


def validator(request: HttpRequest, response: HttpResponse) -> str:
    """The weak validator of a page: equal for two pages of one person that differ in the masks of their tokens only."""
    page = response.content
    for token in TOKENS:
        page = token.sub(b"", page)
    digest = hashlib.blake2b(page, digest_size=12)
    digest.update(request.META.get("CSRF_COOKIE", "").encode())
    return f'W/"{digest.hexdigest()}"'
