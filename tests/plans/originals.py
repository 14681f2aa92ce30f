"""What stands at a place of a document, read from the file itself: by the libraries of Word and Excel, not by ours."""

import re
from functools import cached_property
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn

PLACE = re.compile(
    r"(?:bảng (?P<table>\d+), )?dòng (?P<row>\d+), cột (?P<column>\w+)|đoạn (?P<paragraph>\d+)"
)


class Original:
    """A Word document or a workbook of one sheet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self, place: str) -> str:
        """The text at a place as we word places; KeyError, IndexError where there is none."""
        at = PLACE.fullmatch(place)
        assert at, place
        if self.path.suffix == ".xlsx":
            value = self._sheet[f"{at['column']}{at['row']}"].value
            return str(value)
        if at["paragraph"]:
            return self._paragraphs[int(at["paragraph"]) - 1]
        row = self._tables[int(at["table"]) - 1][int(at["row"]) - 1]
        return row[int(at["column"]) - 1]

    @cached_property
    def _sheet(self):
        return openpyxl.load_workbook(self.path, data_only=True).active

    @cached_property
    def _body(self):
        return docx.Document(str(self.path)).element.body

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [_text(element) for element in self._body.iterchildren(qn("w:p"))]

    @cached_property
    def _tables(self) -> list[list[list[str]]]:
        return [
            [[_text(cell) for cell in row.iterchildren(qn("w:tc"))] for row in table.iterchildren(qn("w:tr"))]
            for table in self._body.iterchildren(qn("w:tbl"))
        ]


def _text(element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))
