"""Addresses of the API; what answers (`api_views`) needs a library of its own and is imported later."""

from django.urls import path

from common.later import later

urlpatterns = [
    path(
        "ky/<slug:ref>/tong-hop",
        later("reporting.api_views.period_rollup", csrf_exempt=True),
        name="api_period_rollup",
    ),
]
