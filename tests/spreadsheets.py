"""Spreadsheets in the administrators' room, as a browser hands them in and takes them away."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

XLSX, CSV = "0", "1"


def address(model: str, action: str = "changelist", *args) -> str:
    """`address("plans_budgetline", "import")`."""
    return reverse(f"admin:{model}_{action}", args=args)


def text_file(head: str, *rows: dict) -> SimpleUploadedFile:
    """A .csv with the columns of `head` (divided by |); what a row does not name is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, head.split("|"), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("bang.csv", out.getvalue().encode())


def workbook(head: str, *rows: dict) -> SimpleUploadedFile:
    """The same as .xlsx, with numbers and days as a spreadsheet keeps them."""
    book = openpyxl.Workbook()
    book.active.append(head.split("|"))
    for row in rows:
        book.active.append([row.get(name) for name in head.split("|")])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("bang.xlsx", out.getvalue())


def preview(client: Client, model: str, file: SimpleUploadedFile) -> HttpResponse:
    """The page that shows what an import would do."""
    kind = XLSX if file.name.endswith("xlsx") else CSV
    return client.post(address(model, "import"), {"format": kind, "import_file": file})


def confirm(client: Client, model: str, shown: HttpResponse) -> HttpResponse:
    return client.post(address(model, "process_import"), shown.context["confirm_form"].initial)


def counted(shown: HttpResponse) -> dict[str, int]:
    """How many rows are new, changed, passed over, wrong; nothing else is said of a whole file."""
    result = shown.context["result"]
    assert [str(error.error) for error in result.base_errors] == []
    assert result.row_errors() == []
    return {kind: count for kind, count in result.totals.items() if count}


def wrong(shown: HttpResponse) -> list[dict | list]:
    """What each row that is wrong says, by the head of its column, or of the whole row."""
    counted(shown)
    rows = shown.context["result"].invalid_rows
    return [row.field_specific_errors or row.non_field_specific_errors for row in rows]


def taken_away(client: Client, model: str) -> SimpleUploadedFile:
    """The .xlsx an export answers with, ready to be handed in again."""
    return SimpleUploadedFile("bang.xlsx", client.get(address(model, "export")).content)


def exported(client: Client, model: str) -> list[dict]:
    """The rows of an export."""
    book = openpyxl.load_workbook(taken_away(client, model))
    head, *rows = book.active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]
