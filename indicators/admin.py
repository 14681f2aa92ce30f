"""Indicators in Django's admin: to be looked up and taken away, and misprints put right by spreadsheet."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.admin import Spreadsheet
from indicators.corrections import with_targets
from indicators.models import IndicatorVersion
from indicators.resources import IndicatorResource
from plans.admin import PlanFilter, Promised
from plans.corrections import joined


@admin.register(IndicatorVersion)
class IndicatorAdmin(Spreadsheet, Promised):
    resource_classes = (IndicatorResource,)
    list_display = ("code", "short_name", "kind", "unit_printed", "aims", "followed_by", "plan")
    list_filter = (PlanFilter, "kind")
    search_fields = ("folded", "=code")
    fields = ("plan", "code", "kind", "name", "unit_printed", "aims", "followed_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorVersion]:
        return with_targets(super().get_queryset(request).current())

    @admin.display(description=_("mục tiêu"), empty_value="–")
    def aims(self, version: IndicatorVersion) -> str:
        """Every target by its year, as printed."""
        return "; ".join(
            " ".join(
                filter(
                    None, (f"{target.horizon_year}:", target.printed, target.scope and f"({target.scope})")
                )
            )
            for target in version.indicator.aims
        )

    @admin.display(description=_("theo dõi"), empty_value="–")
    def followed_by(self, version: IndicatorVersion) -> str:
        return joined(row.agency or row.group for row in version.indicator.followed)
