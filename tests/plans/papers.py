"""Plans on paper for the import's tests: Word and Excel files made on the spot, and changed copies of real ones.

A table is a list of rows; a cell is a text, `None` where the cell to the left reaches over (merged across), or `UP`
where the cell above reaches down (merged downwards).
"""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from agencies.names import Register
from plans.intake import read_plan

PLANS = Path("fixtures/plans")
UP = object()
REGISTER = Register.from_json(json.loads(Path("fixtures/agencies.json").read_text(encoding="utf-8")))

LETTERHEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 15/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLâm Đồng, ngày 05 tháng 3 năm 2025",
)
HEAD = [
    [list(LETTERHEAD)],
    "KẾ HOẠCH",
    "Chuyển đổi số tỉnh Lâm Đồng giai đoạn 2025-2030",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
]


def read(content: bytes | Path, name: str = "plan.docx") -> dict:
    """The contract's object of a file."""
    return read_plan(content, name, REGISTER).to_json()


def word(*blocks: str | list, head: bool = True) -> bytes:
    """A Word document of paragraphs (texts) and tables (lists of rows)."""
    document = docx.Document()
    for block in (*(HEAD if head else ()), *blocks):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _table(document, block)
            document.add_paragraph("")
    return _saved(document)


def _table(document, rows: list[list]) -> None:
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    grid = [table.add_row().cells for _row in rows]
    for row, cells in zip(rows, grid, strict=True):
        for column, text in enumerate(row):
            if isinstance(text, str):
                cells[column].text = text
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is None and column and row[column - 1] is not None:
                last = column
                while last + 1 < len(row) and row[last + 1] is None:
                    last += 1
                _keep_text(grid[at][column - 1], grid[at][last])
            if text is UP and (at == 0 or rows[at - 1][column] is not UP):
                last = at
                while last + 1 < len(rows) and rows[last + 1][column] is UP:
                    last += 1
                _keep_text(grid[at - 1][column], grid[last][column])


def _keep_text(first, last) -> None:
    text = first.text
    merged = first.merge(last)
    merged.text = text


def numbered(document, column: int) -> None:
    """Give the first table's column automatic numbers 1. 2. 3. instead of texts (below its heading)."""
    numbering = document.part.numbering_part.element
    for row in document.tables[-1].rows[1:]:
        paragraph = row.cells[column].paragraphs[0]
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for tag, value in (
            ("w:ilvl", "0"),
            ("w:numId", numbering.findall(qn("w:num"))[0].get(qn("w:numId"))),
        ):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            number.append(child)
        properties.append(number)


def sheet(
    rows: list[list], *, merged: tuple[str, ...] = (), title: str = "Phụ lục", hidden: tuple[int, ...] = ()
) -> bytes:
    """An Excel workbook of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    for reference in merged:
        page.merge_cells(reference)
    for row in hidden:
        page.row_dimensions[row].hidden = True
    return _saved(book)


def changed_word(name: str, change: Callable) -> bytes:
    """A copy of a real Word plan after `change(document)`."""
    document = docx.Document(PLANS / name)
    change(document)
    return _saved(document)


def changed_sheet(name: str, change: Callable) -> bytes:
    """A copy of a real workbook after `change(worksheet)`."""
    book = openpyxl.load_workbook(PLANS / name)
    change(book.active)
    return _saved(book)


def rezipped(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A copy of an office file with every part passed through `change(name, bytes)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return out.getvalue()


def replace_in_word(document, old: str, new: str) -> int:
    """Replace a text wherever it stands in paragraphs and cells; returns how often."""
    count = 0
    for text in document.element.body.iter(qn("w:t")):
        if text.text and old in text.text:
            count += text.text.count(old)
            text.text = text.text.replace(old, new)
    return count


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
