"""The text of a paper in reading order, without the blanks that depend on the width of its columns."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from reporting.documents.content import OfficialReport

COUNTED = "%|triệu đồng|tỷ đồng|đồng|nhiệm vụ|cơ quan|chỉ tiêu|mục tiêu|đơn vị|báo cáo|có số liệu|dòng|lần|ngày(?!\\d)"
TAKEN = "▮"


@dataclass
class Paper:
    """A text without its blanks, each letter knowing its place in the text as it stood."""

    text: str
    places: list[int]
    original: str
    whole: str

    @classmethod
    def of(cls, original: str) -> "Paper":
        kept = [(place, letter) for place, letter in enumerate(original) if not letter.isspace()]
        text = "".join(letter for _place, letter in kept)
        return cls(text, [place for place, _letter in kept], original, text)

    def take(self, sentence: str) -> bool:
        """Claim a sentence wherever it stands; whether it does."""
        wanted = squeezed(sentence)
        self.text = self.text.replace(wanted, TAKEN * len(wanted))
        return wanted in self.whole

    def stands(self, sentence: str) -> int:
        """How often a sentence stands on the paper."""
        return self.whole.count(squeezed(sentence))

    def unclaimed(self) -> list[str]:
        """Every number with %, đồng or a counted noun that nobody has claimed, with the words around it."""
        units = "|".join(squeezed(unit) for unit in COUNTED.split("|"))
        pattern = re.compile(rf"\d[\d.,]*(?:/\d[\d.,]*)?(?=(?:{units}))")
        return [self._around(match.start(), match.end()) for match in pattern.finditer(self.text)]

    def _around(self, start: int, end: int) -> str:
        first, last = self.places[max(start - 60, 0)], self.places[min(end + 30, len(self.places) - 1)]
        return re.sub(r"\s+", " ", self.original[first : last + 1])


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def of_pdf(data: bytes, folder: Path) -> str:
    """The words in the order they were set: row by row, cell by cell. Poppler reads, not the library that wrote."""
    path = folder / "paper.pdf"
    path.write_bytes(data)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def of_docx(data: bytes) -> str:
    return "\n".join(_lines(Document(io.BytesIO(data))))


def _lines(document: Docx) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                seen = []
                for cell in row.cells:
                    if cell._tc not in seen:  # a merged cell stands once
                        seen.append(cell._tc)
                        yield cell.text


def of_content(content: OfficialReport) -> str:
    """What every maker of files sets, before it is set."""
    blocks = [block for part in (*content.sections, *content.annexes) for block in part.blocks]
    lines = [content.head.abstract, *content.opening]
    for block in blocks:
        if block.kind == "table":
            lines += [block.caption, *(cell for row in block.rows for cell in row.cells), block.note]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def of_xlsx(data: bytes) -> dict[str, list[dict[str, object]]]:
    """Rows of every sheet by the words of its header, which is the first row with more than two cells filled."""
    found = {}
    for sheet in load_workbook(io.BytesIO(data), read_only=True).worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        head = next((n for n, row in enumerate(rows) if sum(cell is not None for cell in row) > 2), None)
        if head is None:
            found[sheet.title] = []
            continue
        titles = [str(title) for title in rows[head] if title is not None]
        found[sheet.title] = [
            dict(zip(titles, row, strict=False))
            for row in rows[head + 1 :]
            if any(cell is not None for cell in row)
        ]
    return found


def exact(cell: object) -> Decimal | None:
    """A number of a sheet, which keeps it in binary with fifteen digits that hold."""
    return None if cell is None else Decimal(repr(cell))
