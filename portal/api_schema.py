"""The description of the API, made of its views."""

from django.urls import URLPattern, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from common.later import Later
from reporting.api import urlpatterns


def loaded(pattern: URLPattern) -> URLPattern:
    """The address with the view itself, which the description is read from."""
    view = pattern.callback
    return URLPattern(
        pattern.pattern, view.function() if isinstance(view, Later) else view, name=pattern.name
    )


api_schema = SpectacularAPIView.as_view(
    permission_classes=[IsAuthenticated],
    patterns=[path("api/", include([loaded(pattern) for pattern in urlpatterns]))],
)
