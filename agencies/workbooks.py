"""The register as workbooks, the part that needs the libraries: export of what a page lists, import with a preview."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.results import Result
from tablib import Dataset

from agencies import rules
from agencies.requests import person
from common.words import Words

if TYPE_CHECKING:
    from agencies.spreadsheets import Exported


class Workbook(XLSX):
    """A workbook whose numbers stay numbers: only a text can be mistaken for a formula."""

    def _escape_formulae(self, dataset: Dataset) -> None:
        for row in [dataset.lpop() for _index in range(len(dataset))]:
            dataset.append([cell.lstrip("=") if isinstance(cell, str) else cell for cell in row])


class ExportPages(ExportMixin):
    """Export of what the page lists as a workbook."""

    formats = (Workbook, CSV)
    skip_export_form = True

    def has_export_permission(self, request: HttpRequest) -> bool:
        return rules.opens_the_register(person(request))

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet, **kwargs: object) -> Dataset:
        return super().get_data_for_export(request, queryset, **kwargs | {"force_native_type": True})

    def get_resource_kwargs(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        return {"user": person(request)}


class ImportPages(ImportMixin, ExportPages):
    """Export, and import with a preview."""

    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return rules.opens_the_register(person(request))

    def get_import_data_kwargs(self, **kwargs: object) -> dict[str, object]:
        """All or nothing: a row that has become wrong since the preview stops the others too."""
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Back to the list with the count, or to the form with the first row that has become wrong."""
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        sentence: Words = _("Chưa nhập dòng nào: dữ liệu đã thay đổi sau khi xem trước. Tải tệp lên lại.")
        if result.invalid_rows:
            first = result.invalid_rows[0]
            sentence = _("Chưa nhập dòng nào. Dòng %(number)s: %(problem)s") % {
                "number": first.number,
                "problem": " ".join(first.error.messages),
            }
        messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))


def pages_of(page: "Exported") -> ModelAdmin:
    """The same page of the register with django-import-export's own pages beside it."""
    mixed = ImportPages if page.imports else ExportPages
    made = type("Workbooks", (mixed, type(page)), {"resource_classes": (import_string(page.sheet),)})
    return made(page.model, page.admin_site)
