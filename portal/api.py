"""The root of the API: each app's own addresses, and their description."""

from django.urls import include, path

from common.later import later

urlpatterns = [
    path("", include("reporting.api")),
    path("mo-ta", later("portal.api_schema.api_schema", csrf_exempt=True), name="api_schema"),
]
