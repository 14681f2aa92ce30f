"""Papers into files: .docx by python-docx, .xlsx by openpyxl, .pdf by typst, .txt with wrapped lines."""

import io
import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

import docx
import openpyxl
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.corpus.source import Line, Paper

ALIGNED = {
    "C": WD_ALIGN_PARAGRAPH.CENTER,
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "J": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "B": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "R": WD_ALIGN_PARAGRAPH.RIGHT,
}
LISTS = {"N": "List Number", "U": "List Bullet"}
BOLD = "CBR"
# `{sup:1}` a raised mark, `{ins:…}` `{del:…}` tracked changes, `{box:…}` a text box, `{tab}` a tab
INLINE = re.compile(r"\{(sup|ins|del|box|tab):?([^}]*)\}")
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)  # how .doc and .xls begin
OLD = {
    "doc": COMPOUND,
    "xls": COMPOUND,
    "odt": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "rtf": rb"{\rtf1\ansi KE HOACH\par 1. Nhiem vu\par}",
}
WIDTH = 84  # characters of a line of a .txt
PAGE = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Tinos", size: 13pt, lang: "vi")\n'


def build(paper: Paper, kind: str) -> bytes:
    """The paper as a file of a kind: docx, xlsx, pdf, txt."""
    if kind in OLD:
        return OLD[kind]
    return {"docx": word, "xlsx": workbook, "pdf": pdf, "txt": plain}[kind](paper)


def runs(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines with the rows of a table kept together."""
    for mark, group in groupby(lines, key=lambda line: line.mark if line.mark in "TLX" else "p"):
        yield mark, list(group)


def word(paper: Paper) -> bytes:
    """A Word document."""
    document = docx.Document()
    for mark, lines in runs(paper.lines):
        if mark == "p":
            for line in lines:
                if line.mark == "&":
                    document.paragraphs[-1].add_run().add_break()
                else:
                    document.add_paragraph(style=LISTS.get(line.mark))
                _paragraph(document.paragraphs[-1], line)
        else:
            _table(document, [cells(line, mark) for line in lines])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cells(line: Line, mark: str = "T") -> list[str]:
    """The cells of a row, or the two halves of a letterhead."""
    return [
        cell.strip().replace(" // ", "\n") if mark == "L" else cell.strip() for cell in line.text.split("|")
    ]


def _paragraph(paragraph, line: Line) -> None:
    if line.mark in ALIGNED:
        paragraph.alignment = ALIGNED[line.mark]
    at = 0
    for found in INLINE.finditer(line.text):
        _run(paragraph, line.text[at : found.start()], line.mark)
        _special(paragraph, found[1], found[2], line.mark)
        at = found.end()
    _run(paragraph, line.text[at:], line.mark)


def _run(paragraph, text: str, mark: str):
    run = paragraph.add_run(text)
    run.bold = True if mark in BOLD else None
    run.italic = True if mark == "I" else None
    return run


def _special(paragraph, what: str, text: str, mark: str) -> None:
    run = _run(paragraph, "\t" if what == "tab" else text, mark)
    if what == "sup":
        run.font.superscript = True
    if what in ("ins", "del"):
        change = OxmlElement(f"w:{what}")
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "A")
        run._r.addprevious(change)
        change.append(run._r)
        if what == "del":
            run._r.find(qn("w:t")).tag = qn("w:delText")
    if what == "box":
        _boxed(run)


def _boxed(run) -> None:
    """The run's text moves into a text box anchored in it (VML, as older Word writes it)."""
    text = run._r.find(qn("w:t"))
    run._r.remove(text)
    picture = OxmlElement("w:pict")
    content = OxmlElement("w:txbxContent")
    paragraph, inner = OxmlElement("w:p"), OxmlElement("w:r")
    inner.append(text)
    paragraph.append(inner)
    content.append(paragraph)
    picture.append(content)
    run._r.append(picture)


def _table(document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(at, column)
            if text == "^^":
                _joined(table.cell(at - 1, column), cell)
            elif text == "<<":
                _joined(table.cell(at, column - 1), cell)
            else:
                _paragraph(cell.paragraphs[0], Line("P", text))
    document.add_paragraph("")


def _joined(first, second) -> None:
    kept = [paragraph.text for paragraph in first.paragraphs]
    merged = first.merge(second)
    for extra in merged.paragraphs[len(kept) :]:
        extra._p.getparent().remove(extra._p)


def workbook(paper: Paper) -> bytes:
    """A workbook: `X name` begins a sheet, every other line is a row. A cell `1.1@0.00` is 1.1 shown as 1.10."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    page, at = None, 0
    for line in paper.lines:
        if page is None or line.mark == "X":
            page, at = book.create_sheet(line.text if line.mark == "X" else "Phụ lục"), 0
        if line.mark != "X":
            at += 1
            _row(page, at, cells(line) if line.mark == "T" else [line.text])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(page, at: int, texts: list[str]) -> None:
    for column, text in enumerate(texts, start=1):
        if text == "^^":
            page.merge_cells(start_row=at - 1, end_row=at, start_column=column, end_column=column)
            continue
        cell = page.cell(at, column)
        value, at_sign, shown = text.rpartition("@")
        if at_sign:
            cell.value = float(value) if "." in value else int(value)
            cell.number_format = shown
        else:
            cell.value = text or None


def pdf(paper: Paper) -> bytes:
    """A PDF as an office prints it, text and rules kept."""
    parts = []
    for mark, lines in runs(paper.lines):
        parts += [_typed(line) for line in shown(lines)] if mark == "p" else [_ruled(lines, mark)]
    source = f"{PAGE}#set par(justify: true)\n" + "\n\n".join(parts)
    return typst.compile(source.encode(), font_paths=["static/fonts/tinos"], ignore_system_fonts=True)


def shown(lines: list[Line]) -> list[Line]:
    """The lines with the numbers and dots that Word would show."""
    found, number = [], 0
    for line in lines:
        number = number + 1 if line.mark == "N" else number if line.mark in "U&" else 0
        before = f"{number}. " if line.mark == "N" else "- " if line.mark == "U" else ""
        found.append(Line(line.mark, before + line.text, line.truth))
    return found


def _typed(line: Line) -> str:
    text = f'#text("{_quoted(line.text)}")'
    if line.mark in BOLD:
        text = f"*{text}*"
    if line.mark in "Cc":
        return f"#align(center)[{text}]"
    return f"#align(right)[{text}]" if line.mark == "R" else text


def _ruled(lines: list[Line], mark: str) -> str:
    rows = [cells(line, mark) for line in lines]
    texts = "".join(f"[{_lines(cell)}], " for row in rows for cell in row)
    if mark == "L":
        return f"#grid(columns: (2fr, 3fr), align: center, {texts})"
    return f"#table(columns: {len(rows[0])}, {texts})"


def _lines(cell: str) -> str:
    return " #linebreak() ".join(f'#text("{_quoted(part)}")' for part in cell.split("\n"))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def plain(paper: Paper) -> bytes:
    """A text file whose long lines are wrapped, with an empty line between paragraphs."""
    parts = []
    for mark, lines in runs(paper.lines):
        if mark == "p":
            parts += [textwrap.fill(line.text.replace("{tab}", "    "), WIDTH) for line in shown(lines)]
        elif mark == "L":
            parts += ["\n".join(cell for cell in cells(line, mark)) for line in lines]
        else:
            parts.append("\n".join("\t".join(cells(line)) for line in lines))
    return "\n\n".join(parts).encode()
