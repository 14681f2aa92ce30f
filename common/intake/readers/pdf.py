"""PDF with a text layer: paragraphs and ruled tables, read in a child process that a hostile file cannot outgrow.

Where the child stops, why, and how much time and memory it may take stand in `pdf_child`; the geometry in `pdf_layout`.
"""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Refused
from common.intake.blocks import Block, Cell, Document, Paragraph, Row, Table
from common.intake.readers.pdf_answer import Block as Said
from common.intake.readers.pdf_answer import Line, Whole

ROOT = Path(__file__).resolve().parents[3]
SILENCE = 60.0  # seconds without a page done after which the child is ended, whatever it does
FEWEST_LETTERS = 40  # of a page on average; with less it is a picture of a page
Progress = Callable[[int, int], None]

REASONS = {
    "password": gettext_lazy("Tệp PDF có mật khẩu. Bỏ mật khẩu (in lại ra PDF) rồi tải lại."),
    "broken": gettext_lazy("Tệp PDF bị hỏng hoặc tải lên chưa đủ. Mở thử, lưu lại rồi tải lại."),
    "too many pages": gettext_lazy("Tệp PDF có quá nhiều trang. Chỉ giữ lại phụ lục cần nhập rồi tải lại."),
    "too much": gettext_lazy(
        "Tệp PDF quá nặng để đọc. Chỉ giữ lại phụ lục cần nhập, hoặc dùng bản Word, Excel."
    ),
    "scan": gettext_lazy(
        "Tệp PDF là bản quét (ảnh), không có chữ để đọc. Dùng bản Word (.docx), Excel (.xlsx) hoặc PDF xuất từ Word."
    ),
    "fonts": gettext_lazy(
        "Phông chữ của tệp PDF không cho biết chữ nào là chữ nào. Dùng bản Word (.docx) hoặc Excel (.xlsx)."
    ),
}


def read(data: bytes, name: str, progress: Progress | None = None) -> Document:
    """The blocks of a PDF. `progress(done, total)` is told of pages. Raises Refused."""
    answer = _answer(data, progress)
    pages = max(answer["pages"], 1)
    if answer["letters"] < FEWEST_LETTERS * min(pages, 3) and (
        answer["pictures"] or answer["letters"] < FEWEST_LETTERS
    ):
        raise Refused(str(REASONS["scan"]))
    if answer["unknown"] * 5 > answer["letters"]:
        raise Refused(str(REASONS["fonts"]))
    document = Document([_block(block) for block in answer["blocks"]], name)
    if answer["pictures"] * 2 > pages:
        document.remarks.append(
            ("warning", "", _("Trang là ảnh quét có lớp chữ do máy nhận dạng. Đối chiếu từng ô với bản in."))
        )
    if answer["unknown"]:
        document.remarks.append(
            (
                "warning",
                "",
                _("%(count)s chữ trong tệp PDF không đọc được. Đối chiếu với bản in.")
                % {"count": answer["unknown"]},
            )
        )
    return document


def _answer(data: bytes, progress: Progress | None) -> Whole:
    """The last that the child says. Raises Refused."""
    for line in _lines(data):
        if "page" in line:
            if progress is not None:
                progress(line["page"], line["of"])
        elif "refused" in line:
            raise Refused(str(REASONS[line["refused"]]))
        else:
            return line
    raise Refused(str(REASONS["too much"]))


def _block(data: Said) -> Block:
    if "text" in data:
        return Paragraph(data["text"], data["where"])
    cells = [Cell(text, start, width, row) for text, start, width, row in data["cells"]]
    rows = [
        Row(index, where, [cells[cell] for cell in inside])
        for index, (where, inside) in enumerate(data["rows"])
    ]
    return Table(rows, data["where"])


def _lines(data: bytes) -> Iterator[Line]:
    """What the child says, line by line, as it says it; it is ended where it falls silent."""
    child = subprocess.Popen(
        [sys.executable, "-m", "common.intake.readers.pdf_child"],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    mouth, ear = child.stdin, child.stdout
    if mouth is None or ear is None:
        raise RuntimeError("a child without pipes")
    feeder = threading.Thread(target=_feed, args=(mouth, data), daemon=True)
    feeder.start()
    heard = time.monotonic()
    rest = b""
    try:
        with selectors.DefaultSelector() as ready:
            ready.register(ear, selectors.EVENT_READ)
            while time.monotonic() - heard < SILENCE:
                if not ready.select(timeout=1):
                    continue
                piece = os.read(ear.fileno(), 1 << 16)
                if not piece:
                    break
                heard = time.monotonic()
                *lines, rest = (rest + piece).split(b"\n")
                yield from map(json.loads, lines)
    finally:
        child.kill()
        child.wait()
        feeder.join(timeout=1)
        ear.close()


def _feed(mouth: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError), mouth:
        mouth.write(data)
