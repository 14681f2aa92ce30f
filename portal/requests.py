"""One id per request: in the answer's header, on every log line, on error pages."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

current_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Give the request an id. A proxy's id is not taken over: it would let a stranger write into the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = secrets.token_hex(4)
        setattr(request, "id", given)  # noqa: B010 - an attribute Django's request does not know
        token = current_id.set(given)
        try:
            response = self.get_response(request)
        finally:
            current_id.reset(token)
        response["X-Request-ID"] = given
        return response


class RequestIdFilter(logging.Filter):
    """Add `request_id` to every record; "-" outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or current_id.get()
        return True
