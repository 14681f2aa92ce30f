"""The register as workbooks, for administrators only: the buttons over a list and the addresses they lead to.

What answers there (`workbooks`, and each register's `resources`) needs libraries that nothing else does, and is
imported when somebody presses a button.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from agencies import rules
from agencies.requests import person
from common.later import at_start

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Mixed
else:
    Mixed = object


class Exported(Mixed):
    """Export of what the page lists as a workbook; `sheet` names the resource that says what its columns are."""

    sheet: str
    imports = False
    change_list_template = "admin/import_export/change_list_export.html"

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        at_start(self.sheet, lambda: self.workbooks)

    @cached_property
    def workbooks(self) -> "Mixed":
        """This page with those of import and export."""
        from agencies.workbooks import pages_of  # needs the libraries

        return pages_of(self)

    def get_urls(self) -> list[URLPattern]:
        actions = {"export/": "export_action"}
        if self.imports:
            actions |= {"import/": "import_action", "process_import/": "process_import"}
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(address, self.admin_site.admin_view(self._answer(view)), name=f"{name}_{address[:-1]}")
            for address, view in actions.items()
        ]
        return own + super().get_urls()

    def _answer(self, view: str) -> Callable[..., HttpResponse]:
        return lambda request, **kwargs: getattr(self.workbooks, view)(request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        may = rules.opens_the_register(person(request))
        buttons = {"has_export_permission": may, "has_import_permission": may and self.imports}
        return super().changelist_view(request, (extra_context or {}) | buttons)


class Spreadsheet(Exported):
    """Export, and import with a preview."""

    imports = True
    change_list_template = "admin/import_export/change_list_import_export.html"
