"""The arithmetic sheet of a draft as .xlsx: texts never as formulas, numbers as numbers, triệu đồng."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plans.intake.sums_shown import MoneyRemark, SumShown


def sums_sheet(name: str, sums: Iterable[SumShown], remarks: Iterable[MoneyRemark]) -> bytes:
    """Every printed sum that does not add up with the place of each part, and what is said of rows' money.

    `name` is the document's.
    """
    file = io.BytesIO()
    book = Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    amount = book.add_format({"num_format": "#,##0.###"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(_("Phép cộng"))
    _title(
        page,
        name,
        [
            _("Chỗ"),
            _("Cột"),
            _("In"),
            _("Tính lại"),
            _("Chênh lệch"),
            _("Phép kiểm"),
            _("Ô in"),
            _("Các ô cộng lại"),
        ],
        head,
    )
    for number, row in enumerate(sums, start=2):
        page.write_string(number, 0, row.place)
        page.write_string(number, 1, row.column)
        for column, value in ((2, row.stated), (3, row.computed), (4, row.difference)):
            page.write_number(number, column, float(value), amount)
        page.write_string(number, 5, row.check)
        page.write_string(number, 6, row.at)
        parts = (f"{part['label']} ({part['where']}): {part['million']}" for part in row.path)
        page.write_string(number, 7, "\n".join(parts)[:32_000], wrap)
    beside = book.add_worksheet(_("Kinh phí cần xem"))
    _title(beside, name, [_("Mã"), _("Nhiệm vụ"), _("Ô"), _("Ghi nhận")], head)
    for number, remark in enumerate(remarks, start=2):
        for column, text in enumerate((remark.code, remark.name, remark.where, remark.message)):
            beside.write_string(number, column, text, wrap)
    page.set_column(0, 6, 18)
    page.set_column(7, 7, 60)
    beside.set_column(0, 0, 12)
    beside.set_column(1, 3, 48)
    book.close()
    return file.getvalue()


def _title(page: Worksheet, name: str, columns: list[str], style: Format) -> None:
    page.write_string(0, 0, _("%(name)s, triệu đồng; số in được giữ nguyên") % {"name": name})
    for column, text in enumerate(columns):
        page.write_string(1, column, text, style)
    page.freeze_panes(2, 0)
