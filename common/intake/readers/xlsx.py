"""Excel workbooks: every visible sheet as one table, with merged cells; hidden rows and sheets are left out and said.

Cells are kept sparsely, so that one cell in the far corner costs nothing. Formulas give the value last computed.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from lxml import etree

from common.errors import Refused
from common.intake.blocks import Cell, Document, Row, Table
from common.intake.readers.archive import Archive
from common.text import clean

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_ROWS = 60_000  # rows with text, over all sheets
BUILT_IN_DATES = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47})
BUILT_IN_PERCENT = frozenset({9, 10})
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


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
    for title, part in sheets:
        table, hidden = _sheet(archive, part, title, strings, formats, since_1904)
        if hidden:
            document.remarks.append(
                (
                    "note",
                    "",
                    _("Trang tính “%(title)s”: bỏ qua %(count)s dòng ẩn.")
                    % {"title": title, "count": hidden},
                )
            )
        if table.rows:
            tables.append(table)
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
        for element in archive.events(part, S + "si"):
            yield _rich(element)
            element.clear()


def _rich(element: etree._Element) -> str:
    """Text of a string with runs, without the phonetic hints."""
    pieces = [element.find(S + "t"), *element.iterfind(f"{S}r/{S}t")]
    return clean("".join(piece.text or "" for piece in pieces if piece is not None))


def _formats(archive: Archive, part: str) -> dict[str, str]:
    """Cell styles that change what a number means: style index → 'date' or 'percent'."""
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
            elif (number.isdigit() and int(number) in BUILT_IN_DATES) or re.search(r"[dy]", code):
                styles[str(index)] = "date"
    return styles


def _sheet(
    archive: Archive, part: str, title: str, strings: list[str], formats: dict[str, str], since_1904: bool
) -> tuple[Table, int]:
    rows: dict[int, dict[int, Cell]] = {}
    hidden: set[int] = set()
    merges: list[tuple[int, int, int, int]] = []
    last = -1
    for element in archive.events(part, S + "row", S + "mergeCell"):
        if element.tag == S + "mergeCell":
            merges.extend(_range(element.get("ref", "")))
            continue
        number = element.get("r", "")
        last = int(number) - 1 if number.isdigit() else last + 1
        if element.get("hidden") in {"1", "true"}:
            hidden.add(last)
        column = -1
        for item in element.iterfind(S + "c"):
            place = _PLACE.match(item.get("r", ""))
            column = column_index(place[1]) if place else column + 1
            text, value = _value(item, strings, formats, since_1904)
            if text:
                rows.setdefault(last, {})[column] = Cell(text, column, 1, last, value)
        element.clear()
        if len(rows) > MOST_ROWS:
            raise Refused(_("Tệp có quá nhiều dòng. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
    shown = [index for index in sorted(rows) if index not in hidden]
    _merge(rows, shown, merges)
    table = Table([], f"trang “{title}”", title)
    placed: set[int] = set()
    for position, index in enumerate(shown):
        cells = [rows[index][column] for column in sorted(rows[index])]
        for cell in cells:
            if id(cell) not in placed:
                placed.add(id(cell))
                cell.row = position
        table.rows.append(Row(position, str(index + 1), cells))
    return table, len(hidden & rows.keys())


def _merge(
    rows: dict[int, dict[int, Cell]], shown: list[int], merges: list[tuple[int, int, int, int]]
) -> None:
    """Give merged cells their width and let them stand in every shown row they reach."""
    for top, left, bottom, right in merges:
        cell = rows.get(top, {}).get(left)
        if cell is None:
            continue
        cell.width = right - left + 1
        for index in shown:
            if top <= index <= bottom:
                line = rows[index]
                for column in [c for c in line if left <= c <= right]:
                    del line[column]
                line[left] = cell


def _range(reference: str) -> list[tuple[int, int, int, int]]:
    ends = [_PLACE.match(end) for end in reference.split(":")]
    if len(ends) != 2 or not all(ends):
        return []
    (left, top), (right, bottom) = ((column_index(end[1]), int(end[2]) - 1) for end in ends)
    return [(top, left, bottom, right)]


def _value(
    item: etree._Element, strings: list[str], formats: dict[str, str], since_1904: bool
) -> tuple[str, Decimal | None]:
    """What a cell shows, and the number where it stores one."""
    kind = item.get("t", "n")
    if kind == "inlineStr":
        inner = item.find(S + "is")
        return (_rich(inner) if inner is not None else ""), None
    found = item.find(S + "v")
    raw = (found.text or "").strip() if found is not None else ""
    if not raw:
        return "", None
    if kind == "s":
        return (strings[int(raw)] if raw.isdigit() and int(raw) < len(strings) else ""), None
    if kind in {"str", "e", "b", "d"}:
        return clean(raw), None
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return clean(raw), None
    if not number.is_finite() or abs(number) > Decimal(10) ** 20:
        return clean(raw), None
    number = _short(number)
    form = formats.get(item.get("s", ""))
    if form == "date" and 1 <= number < 200_000:
        day = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30)
        return f"{day + dt.timedelta(days=int(number)):%d/%m/%Y}", None
    if form == "percent":
        return _shown(_short(number * 100)) + "%", None
    return _shown(number), number


def _short(number: Decimal) -> Decimal:
    """Without the noise of binary fractions: 0.55000000000000004 is 0,55."""
    return number.quantize(Decimal("0.0000000001")).normalize() if number % 1 else number.quantize(Decimal(1))


def _shown(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
