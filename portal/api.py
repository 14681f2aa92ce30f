"""The root of the API: each app's own addresses, and their description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

urlpatterns = [
    path("", include("reporting.api")),
    path("mo-ta", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="api_schema"),
]
