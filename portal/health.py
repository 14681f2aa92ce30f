"""Whether this process can work: for load balancers and `docker compose`."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_answers() -> bool:
    cache.set("health", "1", 30)
    return cache.get("health") == "1"


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and cache answer, 503 otherwise; says no more than which of them does not."""
    answers = {}
    for name, probe in {"database": database_answers, "cache": cache_answers}.items():
        try:
            answers[name] = probe()
        except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is the same: it does not work
            answers[name] = False
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)
