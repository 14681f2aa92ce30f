"""Word documents: paragraphs with their automatic numbers, tables with merged cells, in reading order.

Kept: text of insertions, hyperlinks, content controls. Left out: deletions, hidden text, text boxes, headers, notes.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from common.errors import Refused
from common.intake.blocks import Block, Cell, Document, Paragraph, Row, Table
from common.intake.readers.archive import Archive
from common.text import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY, P, TBL, TR, TC = W + "body", W + "p", W + "tbl", W + "tr", W + "tc"
VAL = W + "val"
MOST_BLOCKS = 100_000  # paragraphs and tables of the body
CONTROL, CONTROL_CONTENT = W + "sdt", W + "sdtContent"
WRAPPERS = frozenset(
    W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo")
)
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def read(archive: Archive, name: str) -> Document:
    """The blocks of a Word document."""
    main = archive.main_part("word/document.xml")
    parts = {kind: path for kind, path in archive.targets(main).values() if kind in {"numbering", "styles"}}
    reader = _Reader(_Numbers(archive, parts.get("numbering", ""), parts.get("styles", "")))
    blocks: list[Block] = []
    for element in archive.events(main, P, TBL, CONTROL):
        parent = element.getparent()
        if parent is None or parent.tag != BODY:
            continue
        blocks.extend(reader.blocks(element))
        if len(blocks) > MOST_BLOCKS:
            raise Refused(_("Văn bản quá dài. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
        element.clear()
        while element.getprevious() is not None:
            del parent[0]
    return Document(blocks, name)


def roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


class _Numbers:
    """Automatic numbering: what Word prints in front of a paragraph although the text does not hold it."""

    def __init__(self, archive: Archive, numbering: str, styles: str) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if numbering and archive.has(numbering):
            for element in archive.events(numbering, W + "abstractNum", W + "num"):
                (self._abstract if element.tag == W + "abstractNum" else self._list)(element)
        if styles and archive.has(styles) and self._lists:
            for element in archive.events(styles, W + "style"):
                number = _number_of(element.find(W + "pPr"))
                if number:
                    self._styles[element.get(W + "styleId", "")] = number
                element.clear()

    def _abstract(self, element: etree._Element) -> None:
        levels = {}
        for level in element.iterfind(W + "lvl"):
            kind, text, start = (level.find(W + tag) for tag in ("numFmt", "lvlText", "start"))
            levels[_whole(level.get(W + "ilvl"))] = (
                _value(kind) or "decimal",
                _value(text),
                _whole(_value(start), 1),
            )
        self._levels[element.get(W + "abstractNumId", "")] = levels

    def _list(self, element: etree._Element) -> None:
        list_id = element.get(W + "numId", "")
        self._lists[list_id] = _value(element.find(W + "abstractNumId"))
        for override in element.iterfind(W + "lvlOverride"):
            start = override.find(W + "startOverride")
            if start is not None:
                self._starts[list_id, _whole(override.get(W + "ilvl"))] = _whole(_value(start), 1)

    def label(self, paragraph: etree._Element) -> str:
        """The number or bullet Word shows in front of this paragraph, '' where none."""
        if not self._lists:
            return ""
        properties = paragraph.find(W + "pPr")
        number = _number_of(properties)
        if number is None and properties is not None:
            number = self._styles.get(_value(properties.find(W + "pStyle")))
        if number is None or number[0] not in self._lists:
            return ""
        list_id, depth = number
        abstract = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for (owner, level), start in self._starts.items():
                if owner == list_id:
                    counters[level] = start - 1
        counters[depth] = counters.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        kind, text, _start = levels[depth]
        if kind == "bullet":
            return "-"
        for level, (form, _text, start) in levels.items():
            text = text.replace(f"%{level + 1}", _shown(form, counters.get(level, start)))
        return text.strip()


def _shown(form: str, number: int) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        text = roman(number)
        return text.upper() if form == "upperRoman" else text
    if form in {"upperLetter", "lowerLetter"}:
        text = letters(number)
        return text.upper() if form == "upperLetter" else text
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    numbering = properties.find(W + "numPr") if properties is not None else None
    if numbering is None:
        return None
    list_id = _value(numbering.find(W + "numId"))
    return (list_id, _whole(_value(numbering.find(W + "ilvl")))) if list_id else None


def _value(element: etree._Element | None) -> str:
    return element.get(VAL, "") if element is not None else ""


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default


class _Reader:
    def __init__(self, numbers: _Numbers) -> None:
        self._numbers = numbers
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """The blocks an element of the body stands for."""
        if element.tag == P:
            self._paragraphs += 1
            text = self.text(element)
            if text:
                yield Paragraph(text, f"đoạn {self._paragraphs}")
        elif element.tag == TBL:
            self._tables += 1
            yield from self._table(element, f"bảng {self._tables}")
        elif element.tag == CONTROL:
            for child in element.iterfind(CONTROL_CONTENT + "/*"):
                yield from self.blocks(child)

    def text(self, paragraph: etree._Element) -> str:
        label = self._numbers.label(paragraph)
        text = clean("".join(self._pieces(paragraph)))
        return f"{label} {text}".strip() if label else text

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child)
            elif child.tag in WRAPPERS:
                yield from self._pieces(child)
            elif child.tag == CONTROL:
                for content in child.iterfind(CONTROL_CONTENT):
                    yield from self._pieces(content)

    def _run(self, run: etree._Element) -> Iterator[str]:
        properties = run.find(W + "rPr")
        if properties is not None and properties.find(W + "vanish") is not None:
            return
        for child in run:
            if child.tag == W + "t":
                yield child.text or ""
            elif child.tag in SIGNS:
                yield SIGNS[child.tag]

    def _table(self, table: etree._Element, where: str) -> Iterator[Block]:
        cells = [cell for line in _rows(table) for cell in _cells(line)]
        if len(cells) == 1:  # a frame around ordinary text
            for child in cells[0]:
                yield from self.blocks(child)
            return
        nested: list[etree._Element] = []
        rows: list[Row] = []
        above: dict[int, Cell] = {}
        for line in _rows(table):
            row = Row(len(rows), f"{where}, dòng {len(rows) + 1}")
            column = _whole(_value(line.find(f"{W}trPr/{W}gridBefore")))
            reached: dict[int, Cell] = {}
            for element in _cells(line):
                properties = element.find(W + "tcPr")
                width = (
                    max(1, _whole(_value(properties.find(W + "gridSpan")), 1))
                    if properties is not None
                    else 1
                )
                merge = properties.find(W + "vMerge") if properties is not None else None
                cell = above.get(column) if merge is not None and _value(merge) != "restart" else None
                if cell is None or cell.width != width:
                    cell = Cell(self._cell_text(element, nested), column, width, row.index)
                row.cells.append(cell)
                if merge is not None:
                    reached[column] = cell
                column += width
            above = reached
            rows.append(row)
        yield Table(rows, where)
        for index, inner in enumerate(nested, start=1):
            yield from self._table(inner, f"{where}.{index}")

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        for child in cell:
            if child.tag == P:
                lines.append(self.text(child))
            elif child.tag == CONTROL:
                lines.extend(self.text(paragraph) for paragraph in child.iterfind(f"{CONTROL_CONTENT}/{P}"))
            elif child.tag == TBL:
                inner = [list(_cells(line)) for line in _rows(child)]
                if len(inner) > 1 and max(map(len, inner)) > 2:
                    nested.append(child)
                else:
                    lines.extend(" ".join(self._cell_text(one, nested) for one in line) for line in inner)
        return "\n".join(line for line in lines if line)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == TR:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag == CONTROL:
            yield from child.iterfind(f"{CONTROL_CONTENT}/{TR}")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == TC:
            yield child
        elif child.tag == CONTROL:
            yield from child.iterfind(f"{CONTROL_CONTENT}/{TC}")
