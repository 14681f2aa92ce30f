"""What every official paper shares, as Word and as Excel: page, styles, head of an annex (NĐ 30/2020/NĐ-CP, Phụ lục I).

`official.docx` holds what is fixed (letterhead, signature, page setup, styles) and may be edited in Word.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar, cast

from common.text import clean

T = TypeVar("T")
Cell = str | int | Decimal | date | None  # of a workbook
CellKind = Literal["text", "count", "percent", "million", "number", "date", "moment"]

TEMPLATE = Path(__file__).parent / "official.docx"
PORTRAIT_MM, LANDSCAPE_MM = 165, 252  # text width on A4 with margins of 30 mm left and 15 mm right
MANY_LINES = 14  # half a landscape page
EXCEL_CELL = 32_767  # characters one cell can hold
# Excel shows separators in the reader's own locale.
NUMBER_FORMATS = {
    "text": "@",
    "count": "0",
    "percent": "0.##",
    "million": "#,##0.###",
    "number": "General",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def undated(data: bytes) -> bytes:
    """The same archive without the moment of its making."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename), old.read(info), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def plain(data: T) -> T:
    """The same data with every string cleaned: NFC, no control characters, blanks at the ends gone."""
    return cast(T, _cleaned(data))


def _cleaned(data: object) -> object:
    if isinstance(data, str):
        return clean(_CONTROL.sub("", data))
    if isinstance(data, Mapping):
        return {key: _cleaned(value) for key, value in data.items()}
    if isinstance(data, tuple):
        cleaned = map(_cleaned, data)
        return data._make(cleaned) if hasattr(data, "_make") else tuple(cleaned)
    if isinstance(data, list):
        return [_cleaned(value) for value in data]
    if is_dataclass(data) and not isinstance(data, type):
        return replace(data, **{part.name: _cleaned(getattr(data, part.name)) for part in fields(data)})
    return data
