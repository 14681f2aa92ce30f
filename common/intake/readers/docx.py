"""Word documents: paragraphs with their automatic numbers, tables with merged cells, in reading order.

Kept: text of insertions, hyperlinks, content controls, results of fields. Left out: deletions, what was moved away,
hidden text and rows, text boxes, headers, notes.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from common import legacy_text
from common.errors import Refused
from common.intake.blocks import Block, Cell, Document, Paragraph, Row, Table
from common.intake.readers.archive import Archive
from common.intake.readers.docx_look import OFF, Marks, look_of, marks_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY, P, TBL, TR, TC = W + "body", W + "p", W + "tbl", W + "tr", W + "tc"
VAL = W + "val"
MOST_BLOCKS = 100_000  # paragraphs and tables of the body
CONTROL, CONTROL_CONTENT, CUSTOM = W + "sdt", W + "sdtContent", W + "customXml"
AROUND = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")
)  # around paragraphs, rows
WRAPPERS = frozenset(
    W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo")
)
SYMBOLS = {
    "f0b7": "•",
    "f0a7": "▪",
    "f0d8": "•",
    "f076": "•",
    "f0fc": "✓",
    "f0fe": "☒",
    "f0a8": "☐",
    "f02d": "-",
}
LONGEST_CHAIN = 20  # styles based on one another
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def read(archive: Archive, name: str) -> Document:
    """The blocks of a Word document."""
    main = archive.main_part("word/document.xml")
    parts = {kind: path for kind, path in archive.targets(main).values() if kind in {"numbering", "styles"}}
    styles = _Styles(archive, parts.get("styles", ""))
    reader = _Reader(_Numbers(archive, parts.get("numbering", ""), styles), styles)
    blocks: list[Block] = []
    seen = False
    for element in archive.events(main, P, TBL, CONTROL, CUSTOM):
        seen = True
        parent = element.getparent()
        if parent is None or parent.tag != BODY:
            continue
        blocks.extend(reader.blocks(element))
        if len(blocks) > MOST_BLOCKS:
            raise Refused(_("Văn bản quá dài. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
        archive.forget(element)
    if not seen and b"purl.oclc.org" in next(archive.chunks(main), b""):
        raise Refused(
            _(
                "Tệp Word lưu theo dạng “Strict”. Mở bằng Word, lưu lại dạng Word Document (.docx) rồi tải lại."
            )
        )
    return Document(blocks, name)


def roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


class _Styles:
    """What styles say of numbers and fonts, inherited from the style they are based on."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._own: dict[str, tuple[str, tuple[str, int] | None, str, Marks]] = {}
        self._default = ""
        self._everywhere = ""
        if not part or not archive.has(part):
            return
        for element in archive.events(part, W + "docDefaults", W + "style"):
            if element.tag == W + "docDefaults":
                self._everywhere = _coding(element.find(f"{W}rPrDefault/{W}rPr"))
                continue
            name = element.get(W + "styleId", "")
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in {"1", "true"}:
                self._default = name
            based_on = _value(element.find(W + "basedOn"))
            properties = element.find(W + "pPr")
            letters = element.find(W + "rPr")
            marks = marks_of(letters, properties)
            self._own[name] = (based_on, _number_of(properties), _coding(letters), marks)
            archive.forget(element)

    def _chain(self, name: str) -> Iterator[tuple[str, tuple[str, int] | None, str, Marks]]:
        for _step in range(LONGEST_CHAIN):
            if name not in self._own:
                return
            yield self._own[name]
            name = self._own[name][0]

    def number(self, name: str) -> tuple[str, int] | None:
        return next((number for _based_on, number, _font, _marks in self._chain(name) if number), None)

    def coding(self, name: str) -> str:
        """The old encoding of the style's font."""
        chain = self._chain(name or self._default)
        return next((coding for _based_on, _number, coding, _marks in chain if coding), self._everywhere)

    def marks(self, name: str) -> Marks:
        """How paragraphs of a style look; those that name none have the default's."""
        found = Marks()
        for _based_on, _number, _font, marks in self._chain(name or self._default):
            found = found.over(marks)
        return found


class _Numbers:
    """Automatic numbering: what Word prints in front of a paragraph although the text does not hold it."""

    def __init__(self, archive: Archive, numbering: str, styles: _Styles) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles = styles
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if numbering and archive.has(numbering):
            for element in archive.events(numbering, W + "abstractNum", W + "num"):
                (self._abstract if element.tag == W + "abstractNum" else self._list)(element)

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

    def _number(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list a paragraph stands in and how deep: its own, else its style's."""
        properties = paragraph.find(W + "pPr")
        number = _number_of(properties)
        if number is None and properties is not None:
            return self._styles.number(_value(properties.find(W + "pStyle")))
        return number

    def _counted(self, list_id: str, depth: int, start: int) -> dict[int, int]:
        """The counters of a list once its next paragraph at this depth is counted."""
        counters = self._counters.setdefault(self._lists[list_id], {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for (owner, level), begins in self._starts.items():
                if owner == list_id:
                    counters[level] = begins - 1
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        return counters

    def label(self, paragraph: etree._Element) -> str:
        """The number or bullet Word shows in front of this paragraph, '' where none."""
        number = self._number(paragraph) if self._lists else None
        if number is None or number[0] not in self._lists:
            return ""
        list_id, depth = number
        levels = self._levels.get(self._lists[list_id], {})
        if depth not in levels:
            return ""
        counters = self._counted(list_id, depth, levels[depth][2])
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


def _style_of(properties: etree._Element | None) -> str:
    """The style a paragraph names."""
    return _value(properties.find(W + "pStyle")) if properties is not None else ""


def _value(element: etree._Element | None) -> str:
    return element.get(VAL, "") if element is not None else ""


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default


def _on(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch such as w:vanish is on."""
    element = properties.find(W + name) if properties is not None else None
    return element is not None and _value(element) not in OFF


def _coding(properties: etree._Element | None) -> str:
    """The old encoding the font of these run properties stands for."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return legacy_text.of_font(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "")


def _named(properties: etree._Element | None) -> bool:
    """Whether run properties name a font of their own."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return fonts is not None and bool(fonts.get(W + "ascii") or fonts.get(W + "hAnsi"))


class _Reader:
    def __init__(self, numbers: _Numbers, styles: _Styles) -> None:
        self._numbers = numbers
        self._styles = styles
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """The blocks an element of the body stands for."""
        if element.tag == P:
            self._paragraphs += 1
            text = self.text(element)
            if text:
                look = look_of(element, self._styles.marks(_style_of(element.find(W + "pPr"))))
                yield Paragraph(text, f"đoạn {self._paragraphs}", look)
        elif element.tag == TBL:
            self._tables += 1
            yield from self._table(element, f"bảng {self._tables}")
        elif element.tag in AROUND:
            for child in element:
                yield from self.blocks(child)

    def text(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(W + "pPr")
        pieces = list(self._pieces(paragraph, self._coding_of(properties)))
        deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        if deleted and not pieces:  # a paragraph struck out as a whole takes no number
            return ""
        label = self._numbers.label(paragraph)
        text = legacy_text.held(legacy_text.joined(pieces))
        return f"{label} {text}".strip() if label else text

    def _coding_of(self, properties: etree._Element | None) -> str:
        return self._styles.coding(_style_of(properties))

    def _pieces(self, element: etree._Element, coding: str) -> Iterator[tuple[str, str]]:
        """Pieces of text, each with the old encoding of its font."""
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child, coding)
            elif child.tag in WRAPPERS:
                yield from self._pieces(child, coding)
            elif child.tag == CONTROL:
                for content in child.iterfind(CONTROL_CONTENT):
                    yield from self._pieces(content, coding)

    def _run(self, run: etree._Element, coding: str) -> Iterator[tuple[str, str]]:
        properties = run.find(W + "rPr")
        if _on(properties, "vanish"):
            return
        if _named(properties):
            coding = _coding(properties)
        elif properties is not None and properties.find(W + "rStyle") is not None:
            coding = self._styles.coding(_value(properties.find(W + "rStyle"))) or coding
        capitals = _on(properties, "caps")
        for child in run:
            if child.tag == W + "t":
                text = legacy_text.joined([(coding, child.text or "")]) if capitals else child.text or ""
                yield ("", text.upper()) if capitals else (coding, text)
            elif child.tag in SIGNS:
                yield coding, SIGNS[child.tag]
            elif child.tag == W + "sym":
                yield coding, SYMBOLS.get(child.get(W + "char", "").lower(), "")

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
                cell = (
                    _above(above, column, width) if merge is not None and _value(merge) != "restart" else None
                )
                if cell is None or cell.width != width:
                    text = self._cell_text(element, nested)
                    if cell is None or text:  # an empty rest of a merged cell may have another width
                        cell = Cell(text, column, width, row.index)
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
            elif child.tag in AROUND:
                lines.append(self._cell_text(child, nested))
            elif child.tag == TBL:
                inner = [list(_cells(line)) for line in _rows(child)]
                if len(inner) > 1 and max(map(len, inner)) > 2:
                    nested.append(child)
                else:
                    lines.extend(" ".join(self._cell_text(one, nested) for one in line) for line in inner)
        return "\n".join(line for line in lines if line.strip())


def _above(above: dict[int, Cell], column: int, width: int) -> Cell | None:
    """The merged cell of the row above that goes on here, though its edges may be drawn elsewhere."""
    if column in above:
        return above[column]
    return next(
        (cell for cell in above.values() if cell.start < column + width and column < cell.start + cell.width),
        None,
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == TR:
            properties = child.find(W + "trPr")
            if properties is None or (properties.find(W + "del") is None and not _on(properties, "hidden")):
                yield child
        elif child.tag in AROUND:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == TC:
            yield child
        elif child.tag in AROUND:
            yield from _cells(child)
