"""Every address of the portal. The apps keep their own; their names are unique across apps."""

from django.contrib import admin
from django.urls import include, path

from portal.health import health
from portal.search import search

handler500 = "portal.errors.server_error"

urlpatterns = [
    path("health", health, name="health"),
    path("tim-kiem/", search, name="search"),
    path("quan-tri/", admin.site.urls),
    path("api/", include("portal.api")),
    path("", include("common.urls")),
    path("", include("agencies.urls")),
    path("", include("plans.urls")),
    path("", include("indicators.urls")),
    path("", include("reporting.urls")),
]
