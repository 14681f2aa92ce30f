"""Read a file by what it is, not by what it is called.

Every refusal is one sentence that says what is wrong and what to do. Nothing of the file is trusted: sizes are counted
while unpacking, entities are not resolved, nothing is fetched.
"""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from common import legacy_text
from common.errors import Refused
from common.intake.blocks import Cell, Document, Paragraph
from common.intake.readers import docx, pdf, text, xlsx
from common.intake.readers.archive import Archive
from common.intake.readers.pdf import Progress

LARGEST = 30 * 1024 * 1024  # bytes of the file as handed in
LONGEST_TEXT = 100_000  # characters of one paragraph or cell
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (  # what zip, XML and numbers of a broken package raise
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    etree.LxmlError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    MemoryError,
)


def read_document(
    source: Path | str | bytes,
    filename: str = "",
    *,
    largest: int = LARGEST,
    progress: Progress | None = None,
) -> Document:
    """The blocks of a file given by path or content. Raises Refused, and nothing else.

    `filename` is only shown. `progress(done, total)` is told how far the reading is, in units of the reader.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source), largest)
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(data) > largest:
        raise Refused(
            _("Tệp lớn hơn %(limit)s MB. Tách phụ lục ra tệp riêng rồi tải lại.") % {"limit": largest >> 20}
        )
    if not data.strip(b"\0 \r\n\t"):
        raise Refused(_("Tệp rỗng. Chọn lại tệp Word, Excel hoặc PDF."))
    if data.startswith(OLE):
        raise Refused(_old_office(data))
    if b"%PDF-" in data[:1024]:
        return settled(pdf.read(data, name, progress))
    if not data.startswith(b"PK"):
        return settled(text.read(data, name))
    try:
        with Archive(data) as archive:
            return settled(_read_archive(archive, name, progress))
    except BROKEN as error:
        raise Refused(
            _("Tệp bị hỏng hoặc tải lên chưa đủ. Mở tệp bằng Word hoặc Excel, lưu lại rồi tải lại.")
        ) from error


def read_text(pasted: str, name: str = "") -> Document:
    """The blocks of a pasted text. Raises Refused where it is empty or too long."""
    return settled(text.read_text(pasted, name))


def settled(document: Document) -> Document:
    """The document with every text in Unicode; said where it came in an old encoding."""
    holders: list[Cell | Paragraph] = []
    seen: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            holders.append(block)
            continue
        for row in block.rows:
            for cell in row.cells:
                if id(cell) not in seen:
                    seen.add(id(cell))
                    holders.append(cell)
    if any(len(holder.text) > LONGEST_TEXT for holder in holders):
        raise Refused(_("Tệp có đoạn hoặc ô dài bất thường. Chỉ giữ lại phụ lục cần nhập rồi tải lại."))
    texts, coding = legacy_text.settled([holder.text for holder in holders])
    for holder, new in zip(holders, texts, strict=True):
        holder.text = new
    document.coding = document.coding or coding
    if document.coding:
        document.remarks.append(
            (
                "note",
                "",
                _("Văn bản gõ bằng bảng mã cũ %(coding)s, đã chuyển sang Unicode. Kiểm tra lại chữ có dấu.")
                % {"coding": document.coding},
            )
        )
    return document


def _bytes_of(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(largest + 1)
    except OSError as error:
        raise Refused(_("Không mở được tệp %(name)s.") % {"name": path.name}) from error


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("Tệp có mật khẩu. Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi tải lại.")
    return _(
        "Tệp theo định dạng cũ (.doc, .xls). Mở bằng Word hoặc Excel, lưu lại dạng .docx hoặc .xlsx rồi tải lại."
    )


def _read_archive(archive: Archive, name: str, progress: Progress | None) -> Document:
    if archive.has("mimetype") and "opendocument" in archive.text("mimetype")[:80]:
        raise Refused(
            _("Tệp OpenDocument (.odt, .ods) chưa đọc được. Lưu lại dạng .docx hoặc .xlsx rồi tải lại.")
        )
    kinds = archive.text("[Content_Types].xml")
    if "macroEnabled" in kinds:
        raise Refused(_("Tệp có chứa macro. Lưu lại dạng .docx hoặc .xlsx (không macro) rồi tải lại."))
    if "wordprocessingml.document.main" in kinds:
        return docx.read(archive, name)
    if "spreadsheetml.sheet.main" in kinds:
        return xlsx.read(archive, name, progress)
    raise Refused(_("Không phải tệp Word hay Excel. Dùng bản .docx hoặc .xlsx."))
