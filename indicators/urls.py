"""Addresses of indicators; names are template names."""

from django.urls import path

from indicators.views import targets

urlpatterns = [
    path("ke-hoach/<slug:ref>/chi-tieu/them/", targets.enter_plan_target, name="enter_plan_target"),
]
