"""The root of the API: each app's own addresses, and their description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", include("reporting.api")),
    path("mo-ta", SpectacularAPIView.as_view(), name="api_schema"),
]
