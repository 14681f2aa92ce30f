"""What a form that saves itself is told: the protocol of static/js/portal.js."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, JsonResponse

from common import format as vn


def by_script(request: HttpRequest) -> bool:
    """Whether the form's script asks, which takes parts of the page, and not a browser, which takes pages."""
    return "application/json" in request.headers.get("Accept", "")


def saved(parts: str = "", *, at: dt.datetime, version: int | None = None) -> HttpResponse:
    """Saved `at`: the parts of the page that have changed, each in an element whose data-part names its place."""
    answer = HttpResponse(parts)
    answer["Saved-At"] = vn.clock(at)
    if version is not None:
        answer["Saved-Version"] = str(version)
    return answer


def refused(message: str, status: int = 400) -> JsonResponse:
    """Not saved, and why, in a sentence."""
    return JsonResponse({"message": message}, status=status)


def overtaken(*, by: str, at: str, theirs: str, version: int) -> JsonResponse:
    """Not saved: somebody else wrote `theirs` into the field meanwhile."""
    told = {"by": by, "at": at, "theirs": theirs}
    return JsonResponse({"conflict": told, "version": version}, status=409)
