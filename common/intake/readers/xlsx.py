"""Excel workbooks: every visible sheet as one table, with merged cells; what is hidden is left out and said.

Cells are kept sparsely, so that one cell in the far corner costs nothing. Formulas give the value last computed; where
there is none, or an error, it is said.
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from lxml import etree

from common import legacy_text
from common.errors import Refused
from common.intake.blocks import Cell, Document, Row, Table, column_letters
from common.intake.readers.archive import Archive
from common.text import clean

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL, TEXT, VALUE, FORMULA, INLINE = S + "c", S + "t", S + "v", S + "f", S + "is"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_ROWS = 60_000  # rows with text, over all sheets
MOST_CELLS = 800_000  # with text, of a sheet, merged cells counted in every row
MOST_STRINGS = 1_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
SHOWN_PLACES = 5  # cells named in one remark
BUILT_IN_DATES = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47})
BUILT_IN_PERCENT = frozenset({9, 10})
_DAYS = {"date": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})$")


def read(archive: Archive, name: str, progress: Callable[[int, int], None] | None = None) -> Document:
    """The sheets of a workbook as tables."""
    main = archive.main_part("xl/workbook.xml")
    targets = archive.targets(main)
    parts = dict(targets.values())
    strings = list(_strings(archive, parts.get("sharedStrings", "")))
    formats = _formats(archive, parts.get("styles", ""))
    document = Document([], name)
    since_1904 = any(
        element.get("date1904") in {"1", "true"} for element in archive.events(main, S + "workbookPr")
    )
    sheets = []
    for element in archive.events(main, S + "sheet"):
        title = clean(element.get("name", ""))
        if element.get("state", "visible") != "visible":
            document.remarks.append(
                ("note", "", _("Trang tính ẩn “%(title)s” không được đọc.") % {"title": title})
            )
            continue
        sheets.append((title, targets.get(element.get(RELATION, ""), ("", ""))[1]))
    tables = []
    for done, (title, part) in enumerate(sheets, start=1):
        sheet = _Sheet(title, strings, formats, since_1904)
        table = sheet.read(archive, part)
        document.remarks.extend(sheet.remarks())
        if table.rows:
            tables.append(table)
        if progress is not None:
            progress(done, len(sheets))
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise Refused(_("Tệp có quá nhiều dòng. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
    for table in tables:
        for row in table.rows:
            row.where = (
                f"dòng {row.where}" if len(tables) == 1 else f"trang “{table.title}”, dòng {row.where}"
            )
    document.blocks.extend(tables)
    return document


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _strings(archive: Archive, part: str) -> Iterator[str]:
    if part and archive.has(part):
        for count, element in enumerate(archive.events(part, S + "si")):
            if count > MOST_STRINGS:
                raise Refused(_("Tệp có quá nhiều dòng. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
            yield _rich(element)
            archive.forget(element)


def _rich(element: etree._Element) -> str:
    """Text of a string with runs, without the phonetic hints."""
    if len(element) == 1 and element[0].tag == TEXT:
        return legacy_text.held(element[0].text or "")
    pieces = [element.find(TEXT), *element.iterfind(f"{S}r/{S}t")]
    return legacy_text.held("".join(piece.text or "" for piece in pieces if piece is not None))


def _formats(archive: Archive, part: str) -> dict[str, str]:
    """Cell styles that change what a number means: style index → 'date', 'month', 'year' or 'percent'."""
    if not part or not archive.has(part):
        return {}
    own: dict[str, str] = {}
    styles: dict[str, str] = {}
    for element in archive.events(part, S + "numFmt", S + "cellXfs"):
        if element.tag == S + "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
            continue
        for index, style in enumerate(element.iterfind(S + "xf")):
            number = style.get("numFmtId", "0")
            code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", own.get(number, "")).lower()
            if (number.isdigit() and int(number) in BUILT_IN_PERCENT) or code.endswith("%"):
                styles[str(index)] = "percent"
            elif (number.isdigit() and int(number) in BUILT_IN_DATES) or "d" in code:
                styles[str(index)] = "date"
            elif "y" in code:
                styles[str(index)] = "month" if "m" in code else "year"
    return styles


class _Sheet:
    """One sheet being read."""

    def __init__(self, title: str, strings: list[str], formats: dict[str, str], since_1904: bool) -> None:
        self._title = title
        self._strings = strings
        self._formats = formats
        self._since_1904 = since_1904
        self._rows: dict[int, dict[int, Cell]] = {}
        self._hidden_columns: list[tuple[int, int]] = []
        self._left_out_rows = 0
        self._left_out_columns: set[int] = set()
        self._uncomputed: list[str] = []
        self._errors: list[str] = []

    def read(self, archive: Archive, part: str) -> Table:
        """The rows that show something."""
        hidden: set[int] = set()
        merges: list[tuple[int, int, int, int]] = []
        last, count = -1, 0
        for element in archive.events(part, S + "col", S + "row", S + "mergeCell"):
            if element.tag == S + "mergeCell":
                merges.extend(_range(element.get("ref", "")))
                continue
            if element.tag == S + "col":
                if element.get("hidden") in {"1", "true"}:
                    self._hidden_columns.append(
                        (_whole(element.get("min")) - 1, _whole(element.get("max")) - 1)
                    )
                continue
            last = _whole(element.get("r"), last + 2) - 1
            if element.get("hidden") in {"1", "true"}:
                hidden.add(last)
            count += self._cells_of(element, last)
            archive.forget(element)
            if len(self._rows) > MOST_ROWS or count > MOST_CELLS or not 0 <= last < LAST_ROW:
                raise Refused(_("Tệp có quá nhiều dòng. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
        shown = [index for index in sorted(self._rows) if index not in hidden]
        self._left_out_rows = len(hidden & self._rows.keys())
        self._merge(shown, merges, count)
        return self._table(shown)

    def _cells_of(self, element: etree._Element, row: int) -> int:
        """Keep the cells of a row that show something; how many."""
        column = -1
        line: dict[int, Cell] = {}
        for item in element.iterchildren(CELL):
            place = _PLACE.match(item.get("r", ""))
            column = column_index(place[1]) if place else column + 1
            text, value = _value(item, self._strings, self._formats, self._since_1904)
            if text:
                line[column] = Cell(text, column, 1, row, value)
                if item.get("t") == "e":
                    self._errors.append(f"{column_letters(column)}{row + 1} ({text})")
            elif item.find(FORMULA) is not None and item.get("t") != "str":
                self._uncomputed.append(f"{column_letters(column)}{row + 1}")
        if line:
            self._rows.setdefault(row, {}).update(line)
        return len(line)

    def _merge(self, shown: list[int], merges: list[tuple[int, int, int, int]], count: int) -> None:
        """Give merged cells their width and let them stand in every shown row they reach."""
        for top, left, bottom, right in merges:
            cell = self._rows.get(top, {}).get(left)
            if cell is None:
                continue
            cell.width = right - left + 1
            reached = shown[bisect_left(shown, top) : bisect_right(shown, bottom)]
            count += len(reached)
            if count > MOST_CELLS:
                raise Refused(_("Tệp có quá nhiều ô gộp. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
            for index in reached:
                line = self._rows[index]
                for column in [c for c in line if left <= c <= right]:
                    del line[column]
                line[left] = cell

    def _table(self, shown: list[int]) -> Table:
        table = Table([], f"trang “{self._title}”", self._title)
        placed: set[int] = set()
        for index in shown:
            line = self._rows[index]
            cells = [line[column] for column in sorted(line) if self._visible(line[column])]
            if not cells:
                continue
            for cell in cells:
                if id(cell) not in placed:
                    placed.add(id(cell))
                    cell.row = len(table.rows)
            table.rows.append(Row(len(table.rows), str(index + 1), cells))
        return table

    def _visible(self, cell: Cell) -> bool:
        if not self._hidden_columns:
            return True
        for first, last in self._hidden_columns:
            if first <= cell.start and cell.start + cell.width - 1 <= last:
                self._left_out_columns.add(cell.start)
                return False
        return True

    def remarks(self) -> Iterator[tuple[str, str, str]]:
        """What was left out of the sheet, and what it does not show itself."""
        named = {"title": self._title}
        if self._left_out_rows:
            text = _("Trang tính “%(title)s”: bỏ qua %(count)s dòng ẩn.")
            yield "note", "", text % {**named, "count": self._left_out_rows}
        if self._left_out_columns:
            text = _("Trang tính “%(title)s”: bỏ qua cột ẩn %(columns)s. Bỏ ẩn nếu cần đọc.")
            columns = ", ".join(map(column_letters, sorted(self._left_out_columns)))
            yield "note", "", text % {**named, "columns": columns}
        if self._uncomputed:
            text = _(
                "Trang tính “%(title)s”: ô %(cells)s có công thức chưa tính, đọc như ô trống. "
                "Mở bằng Excel, lưu lại rồi tải lại."
            )
            yield "warning", "", text % {**named, "cells": _places(self._uncomputed)}
        if self._errors:
            text = _("Trang tính “%(title)s”: ô %(cells)s báo lỗi. Sửa trong Excel hoặc sửa sau khi đọc.")
            yield "warning", "", text % {**named, "cells": _places(self._errors)}


def _places(found: list[str]) -> str:
    shown = ", ".join(found[:SHOWN_PLACES])
    return (
        shown
        if len(found) <= SHOWN_PLACES
        else _("%(cells)s … (%(count)s ô)") % {"cells": shown, "count": len(found)}
    )


def _range(reference: str) -> list[tuple[int, int, int, int]]:
    ends = [end for text in reference.split(":") if (end := _PLACE.match(text))]
    if len(ends) != 2 or reference.count(":") != 1:
        return []
    (left, top), (right, bottom) = ((column_index(end[1]), int(end[2]) - 1) for end in ends)
    return [(top, left, bottom, right)] if left <= right < LAST_COLUMN and top <= bottom else []


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default


def _value(
    item: etree._Element, strings: list[str], formats: dict[str, str], since_1904: bool
) -> tuple[str, Decimal | None]:
    """What a cell shows, and the number where it stores one."""
    kind = item.get("t", "n")
    if kind == "inlineStr":
        inner = item.find(INLINE)
        return (_rich(inner) if inner is not None else ""), None
    found = item.find(VALUE)
    raw = (found.text or "").strip() if found is not None else ""
    if not raw:
        return "", None
    if kind == "s":
        return (strings[int(raw)] if raw.isdigit() and int(raw) < len(strings) else ""), None
    if kind in {"str", "e", "b", "d"}:
        return legacy_text.held(raw), None
    form = formats.get(item.get("s", ""))
    if not form and len(raw) < 16 and raw.isascii() and raw.isdigit():
        number = Decimal(raw)
        return str(number), number
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return clean(raw), None
    if not number.is_finite() or abs(number) > Decimal(10) ** 20:
        return clean(raw), None
    number = _short(number)
    if form in _DAYS and 1 <= number < 200_000:
        day = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30)
        return format(day + dt.timedelta(days=int(number)), _DAYS[form]), None
    if form == "percent":
        return _shown(_short(number * 100)) + "%", None
    return _shown(number), number


def _short(number: Decimal) -> Decimal:
    """Without the noise of binary fractions: 0.55000000000000004 is 0,55."""
    return number.quantize(Decimal("0.0000000001")).normalize() if number % 1 else number.quantize(Decimal(1))


def _shown(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
