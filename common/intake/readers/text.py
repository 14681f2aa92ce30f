"""Plain text, from a file or pasted: lines of cells as tables, everything else as paragraphs.

Cells stand side by side (tabs as Word and Excel paste them, or `|`), or each on a line of its own, as a table comes out
of a PDF or a web page; then the numbers of the rows give the rhythm. Where the rhythm breaks it is said, and no text is
lost.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from common import legacy_text
from common.errors import Refused
from common.intake.blocks import Block, Cell, Document, Paragraph, Row, Table

LONGEST = 5_000_000  # characters
MOST_LINES = 120_000
LONGEST_QUOTED = 20_000  # characters of one quoted cell
LONGEST_HEADING = 100  # characters of one heading cell on a line of its own
MOST_COLUMNS = 40
MOST_BETWEEN = 6  # lines without cells between two rows of one table
OTHERS = (
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"MZ", "EXE"),
)
_QUOTED = re.compile(rf'"((?:[^"]|""){{0,{LONGEST_QUOTED}}})"(?=\t|\n|$)')
_RULER = re.compile(r"^[\s|:+=-]+$")
_ALONE = re.compile(r"^\(?(\d{1,4}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-ZĐa-zđ])[.)/]{0,2}$")
_JOINS = re.compile(r"^(?:[-–+•*]\s*\S|[a-zà-ỹđ])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def read(data: bytes, name: str = "") -> Document:
    """The blocks of a text file. Raises Refused where the bytes are no text."""
    kind = next((word for mark, word in OTHERS if data.startswith(mark)), "")
    if not kind and re.match(rb"\s*(?:<!doctype html|<html|<\?xml)", data[:500], re.IGNORECASE):
        kind = "HTML/XML"
    if not kind and name.lower().endswith(".csv"):
        kind = "CSV"
    if kind:
        raise Refused(
            _(
                "Không đọc được tệp %(kind)s. Mở bằng Word hoặc Excel, lưu lại dạng .docx hoặc .xlsx rồi tải lại."
            )
            % {"kind": kind}
        )
    return read_text(_decoded(data), name)


def read_text(pasted: str, name: str = "") -> Document:
    """The blocks of a text. Addresses count its lines from 1."""
    if len(pasted) > LONGEST or pasted.count("\n") > MOST_LINES:
        raise Refused(_("Văn bản quá dài. Chỉ giữ lại phụ lục cần nhập rồi thử lại."))
    if not pasted.strip():
        raise Refused(_("Không có chữ nào. Dán lại phần bảng hoặc đoạn văn của văn bản."))
    text = (
        pasted.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\v", "\n")
        .replace("\f", "\n")
        .lstrip("\ufeff")
    )
    document = Document([], name)
    run: list[_Line] = []
    behind = 0  # lines without cells at the end of the run
    for line in _lines(text):
        parted = len(line.cells) > 1
        table_left = len(run) > behind > MOST_BETWEEN
        if table_left or (parted and run and len(run) == behind):
            _close(document, run)
            run, behind = [], 0
        run.append(line)
        behind = 0 if parted else behind + 1
    _close(document, run)
    return document


@dataclass(slots=True)
class _Line:
    """A line of the text, its number, and its cells; one cell where nothing parts it."""

    number: int
    cells: list[str]

    @property
    def text(self) -> str:
        return self.cells[0] if self.cells else ""

    @property
    def where(self) -> str:
        return f"dòng {self.number}"


def _decoded(data: bytes) -> str:
    unknown = Refused(_("Không nhận ra loại tệp. Dùng bản Word (.docx), Excel (.xlsx) hoặc PDF."))
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise unknown from None
    controls = sum(data[:4096].count(code) for code in range(32) if code not in {9, 10, 11, 12, 13})
    if controls:
        raise unknown
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        old = data.decode("cp1252")
        if legacy_text.settled([legacy_text.held(old)])[1]:
            return old
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        raise unknown from None
    if not legacy_text.is_vietnamese(text):
        raise unknown
    return text


def _lines(text: str) -> Iterator[_Line]:
    """Lines with their cells; a quoted cell may hold line breaks and tabs, as Excel writes them."""
    if "\t" not in text:
        for number, line in enumerate(text.split("\n"), start=1):
            yield _Line(number, _piped(line) or [legacy_text.held(line)])
        return
    at, number = 0, 1
    while at <= len(text):
        cells: list[str] = []
        first = number
        while True:
            quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
            if quoted:
                raw, at = quoted[1].replace('""', '"'), quoted.end()
                number += raw.count("\n")
            else:
                end = min(
                    (p for p in (text.find("\t", at), text.find("\n", at)) if p >= 0), default=len(text)
                )
                raw, at = text[at:end], end
            cells.append(legacy_text.held(raw))
            if at >= len(text) or text[at] == "\n":
                at += 1
                number += 1
                break
            at += 1
        yield _Line(first, cells if len(cells) > 1 else _piped(cells[0]) or cells)


def _piped(line: str) -> list[str]:
    """The cells of a line parted by at least two strokes."""
    if line.count("|") < 2:
        return []
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return [legacy_text.held(re.sub(r"<br\s*/?>", "\n", cell)) for cell in cells]


def _close(document: Document, run: list[_Line]) -> None:
    """Blocks of lines in a row; those without cells between the rows of a table are part of it, those behind not."""
    last = max((index for index, line in enumerate(run) if len(line.cells) > 1), default=-1)
    if last >= 0:
        while last + 1 < len(run) and _JOINS.match(run[last + 1].text):
            last += 1
        document.blocks.append(_side_by_side(document, run[: last + 1]))
    document.blocks.extend(_plain(document, run[last + 1 :]))


# cells side by side


class _Rows:
    """Rows of cells as they are found; one may be broken by a line break inside a cell, and stays open until it is
    as wide as the table."""

    def __init__(self, wide: int) -> None:
        self.wide = wide
        self.rows: list[tuple[str, list[str]]] = []
        self.open: list[str] | None = None

    def one(self, line: _Line) -> None:
        """A line of one cell: the rest of the open row, or of a joined cell, or a row of its own."""
        text = line.cells[0]
        if not text or _RULER.match(text):
            return
        if self.open is not None:
            _go_on(self.open, text)
        elif self.rows and _JOINS.match(text):
            _go_on(self.rows[-1][1], text)
        else:
            self.rows.append((line.where, [text]))

    def several(self, line: _Line) -> None:
        """A line of several cells: it goes on with the open row where both fit, else it begins one."""
        cells = list(line.cells)
        if any(cells) and all(_RULER.match(cell) or not cell for cell in cells):
            return
        if self.open is not None and len(self.open) + len(cells) - 1 <= self.wide:
            _go_on(self.open, cells[0])
            self.open.extend(cells[1:])
        else:
            self.open = cells
            self.rows.append((line.where, cells))
        if len(self.open) >= self.wide:
            self.open = None


def _go_on(cells: list[str], text: str) -> None:
    """The last cell of a row goes on in a new line."""
    cells[-1] = f"{cells[-1]}\n{text}".strip()


def _side_by_side(document: Document, lines: list[_Line]) -> Table:
    counts = Counter(len(line.cells) for line in lines if len(line.cells) > 1)
    wide = max(counts, key=lambda count: (counts[count], count))
    taken = _Rows(wide)
    for line in lines:
        if len(line.cells) == 1:
            taken.one(line)
        else:
            taken.several(line)
    rows = taken.rows
    for where, cells in rows:
        while len(cells) > wide and not cells[-1]:
            cells.pop()
        if len(cells) > wide or 2 < len(cells) < wide:
            _uneven(document, where, len(cells), wide)
    return _table([(where, cells) for where, cells in rows if any(cells)], wide)


def _uneven(document: Document, where: str, found: int, wide: int) -> None:
    document.remarks.append(
        (
            "warning",
            where,
            _(
                "Dòng có %(found)s ô, các dòng khác có %(wide)s ô: có thể lệch cột. Kiểm tra từng ô của dòng này."
            )
            % {"found": found, "wide": wide},
        )
    )


def _table(rows: list[tuple[str, list[str]]], wide: int) -> Table:
    """Rows as they stand; what a row has less goes to its last cell, which then covers several columns."""
    table = Table([], rows[0][0] if rows else "")
    for where, texts in rows:
        index = len(table.rows)
        cells = [Cell(text, at, 1, index) for at, text in enumerate(texts)]
        if cells and len(cells) < min(wide, 3):
            cells[-1].width = wide - len(cells) + 1
        table.rows.append(Row(index, where, cells))
    return table


# one cell a line


def _plain(document: Document, lines: list[_Line]) -> list[Block]:
    """Paragraphs, and tables whose cells stand one on a line."""
    full = [line for line in lines if line.text]
    blocks: list[Block] = []
    at = 0
    while at < len(full):
        found = None
        if _ALONE.match(full[at].text):
            found = _rhythm(full, at, lines)
        if found is None:
            blocks.append(Paragraph(full[at].text, full[at].where))
            at += 1
            continue
        heading, rows, wide, after = found
        del blocks[len(blocks) - len(heading) :]
        texts = [(heading[0].where, [line.text for line in heading])]
        for row in rows:
            texts.append((row[0].where, _fitted(document, row, wide)))
        blocks.append(_table(texts, wide))
        at = after
    return blocks


def _rhythm(
    full: list[_Line], at: int, lines: list[_Line]
) -> tuple[list[_Line], list[list[_Line]], int, int] | None:
    """A table that begins with the numbered row at `at`: heading, rows, width, and the index after it.

    Blank lines count as empty cells where that makes the rhythm more even.
    """
    columns = _column_numbers(full, at)
    first = at + columns
    if first >= len(full) or not _ALONE.match(full[first].text):
        return None
    plain = _marks(full, first)
    if len(plain) < 3:
        return None
    gaps = Counter(two - one for one, two in pairwise(plain) if two - one > 1)
    if not gaps:
        return None
    wide = columns or max(gaps, key=lambda gap: (gaps[gap] * (gap > 2), gap))
    if not 3 <= wide <= MOST_COLUMNS or first - columns - wide < 0:
        return None
    heading = full[first - columns - wide : first - columns]
    if any(len(line.text) > LONGEST_HEADING or _ALONE.match(line.text) for line in heading):
        return None
    marks = _marks(full, first, wide)
    if len(marks) < 2:
        return None
    bounds = [*marks, min(marks[-1] + wide, len(full))]
    rows = [full[one:two] for one, two in pairwise(bounds)]
    with_blanks = _with_blanks(rows, lines, wide)
    if with_blanks is not None:
        rows = with_blanks
    return heading, rows, wide, bounds[-1]


def _column_numbers(full: list[_Line], at: int) -> int:
    """How many lines from here only number the columns: 1, 2, 3 … or (1), (2), (3) …"""
    count = 0
    while at + count < len(full) and full[at + count].text.strip("()") == str(count + 1):
        count += 1
    return count if count >= 3 else 0


def _marks(full: list[_Line], first: int, wide: int = 0) -> list[int]:
    """Where rows begin: lines that hold only a number which continues one of the numberings met so far."""
    last: dict[str, tuple[int, ...]] = {}
    marks: list[int] = []
    at = first
    while at < len(full):
        match = _ALONE.match(full[at].text)
        number = _next(match[1], last, bool(marks)) if match else None
        early = wide and marks and 1 < at - marks[-1] < wide and _again(full, at, marks[-1] + wide)
        if number is None or early:
            if marks and at - marks[-1] > max(3 * (wide or 12), 24):
                break
            at += 1
            continue
        style, values = number
        if style in {"roman", "letter"}:
            last.pop("number", None)
        last[style] = values
        marks.append(at)
        at += 2
    return marks


def _again(full: list[_Line], at: int, expected: int) -> bool:
    """Whether the same number stands where the rhythm expects it: then this one is a value."""
    return expected < len(full) and full[expected].text == full[at].text


def _next(text: str, last: dict[str, tuple[int, ...]], begun: bool) -> tuple[str, tuple[int, ...]] | None:
    """The style and value of a number that follows the last of its style or begins one; None for any other."""
    if text[0].isdigit():
        values = tuple(map(int, text.split(".")))
        before = last.get("number")
        if before is None:
            return ("number", values) if values[-1] == 1 or not begun else None
        deeper = (*before, 1)
        follows = [(*before[: depth - 1], before[depth - 1] + 1) for depth in range(1, len(before) + 1)]
        return ("number", values) if values == deeper or values in follows else None
    roman = _roman(text)
    if roman and (roman,) in {(1,), (last.get("roman", (0,))[0] + 1,)}:
        return "roman", (roman,)
    if len(text) == 1:
        value = "abcdđeghiklmnopqrstuvxy".find(text.casefold()) + 1
        letter_before = last.get("letter", (0,))[0]
        if value and value in {1, letter_before + 1}:
            return "letter", (value,)
    return None


def _roman(text: str) -> int:
    if not set(text) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def _with_blanks(rows: list[list[_Line]], lines: list[_Line], wide: int) -> list[list[_Line]] | None:
    """The rows with blank lines as empty cells, where more of them then have all their cells."""
    by_number = {line.number: line for line in lines}
    blank = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        end = after[0].number if after else row[0].number + wide
        blank.append([by_number[number] for number in range(row[0].number, end) if number in by_number])
    exact = sum(len(row) == wide for row in rows)
    return blank if sum(len(row) == wide for row in blank) > exact else None


def _fitted(document: Document, row: list[_Line], wide: int) -> list[str]:
    """The cells of a row; wrapped lines joined, and what still does not fit said."""
    texts = [line.text for line in row]
    while len(texts) > wide and not texts[-1]:
        texts.pop()
    if len(texts) > wide:
        joined: list[str] = []
        surplus = len(texts) - wide
        for text in texts:
            if surplus and len(joined) > 1 and _JOINS.match(text):
                joined[-1] += ("\n" if text[0] in "-–+•*" else " ") + text
                surplus -= 1
            else:
                joined.append(text)
        texts = joined
    if len(texts) > wide:
        _uneven(document, row[0].where, len(texts), wide)
        texts = [*texts[: wide - 1], "\n".join(texts[wide - 1 :])]
    elif 2 < len(texts) < wide:
        _uneven(document, row[0].where, len(texts), wide)
    return texts
