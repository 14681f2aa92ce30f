"""Indicators in Django's admin: to be looked up and taken away, and misprints put right by spreadsheet."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.requests import person
from agencies.spreadsheets import Spreadsheet
from indicators.corrections import with_targets
from indicators.models import IndicatorVersion
from plans.admin import PlanFilter, Promised, choices_of, said
from plans.corrections import joined


@admin.register(IndicatorVersion)
class IndicatorAdmin(Spreadsheet, Promised):
    sheet = "indicators.resources.IndicatorResource"
    list_display = ("the_code", "short_name", "the_kind", "printed_unit", "aims", "followed_by", "of_plan")
    list_filter = (PlanFilter, choices_of("kind", _("loại")))
    search_fields = ("folded", "=code")
    fields = ("of_plan", "the_code", "the_kind", "the_name", "printed_unit", "aims", "followed_by")
    of_plan = said("plan", _("kế hoạch"))
    the_code = said("code", _("mã"))
    the_kind = said("kind", _("loại"))
    the_name = said("name", _("tên"))
    printed_unit = said("unit_printed", _("đơn vị tính"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorVersion]:
        return with_targets(IndicatorVersion.objects.administered_by(person(request)).current())

    @admin.display(description=_("mục tiêu"), empty_value="–")
    def aims(self, version: IndicatorVersion) -> str:
        """Every target by its year, as printed."""
        return "; ".join(
            " ".join(
                filter(
                    None, (f"{target.horizon_year}:", target.printed, target.scope and f"({target.scope})")
                )
            )
            for target in version.indicator.targets.all()
        )

    @admin.display(description=_("theo dõi"), empty_value="–")
    def followed_by(self, version: IndicatorVersion) -> str:
        return joined(row.agency or row.group for row in version.indicator.followers.all())
