"""Read a file by what it is, not by what it is called.

Every refusal is one sentence that says what is wrong and what to do. Nothing of the file is trusted: sizes are counted
while unpacking, entities are not resolved, nothing is fetched.
"""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from common.errors import Refused
from common.intake.blocks import Document
from common.intake.readers import docx, xlsx
from common.intake.readers.archive import Archive

LARGEST = 30 * 1024 * 1024  # bytes of the file as handed in
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(source: Path | str | bytes, filename: str = "", *, largest: int = LARGEST) -> Document:
    """The blocks of a file given by path or content. `filename` is only shown. Raises Refused."""
    data = source if isinstance(source, bytes) else _bytes_of(Path(source), largest)
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(data) > largest:
        raise Refused(
            _("Tệp lớn hơn %(limit)s MB. Tách phụ lục ra tệp riêng rồi tải lại.") % {"limit": largest >> 20}
        )
    if not data.strip(b"\0 \r\n\t"):
        raise Refused(_("Tệp rỗng. Chọn lại tệp Word (.docx) hoặc Excel (.xlsx) của kế hoạch."))
    if data.startswith(OLE):
        raise Refused(_old_office(data))
    if data.startswith(b"%PDF"):
        raise Refused(_("Tệp PDF chưa đọc được. Dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch."))
    if not data.startswith(b"PK"):
        raise Refused(_("Không nhận ra loại tệp. Dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch."))
    try:
        with Archive(data) as archive:
            return _read_archive(archive, name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise Refused(
            _("Tệp bị hỏng hoặc tải lên chưa đủ. Mở tệp bằng Word hoặc Excel, lưu lại rồi tải lại.")
        ) from error


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


def _read_archive(archive: Archive, name: str) -> Document:
    kinds = archive.text("[Content_Types].xml")
    if "macroEnabled" in kinds:
        raise Refused(_("Tệp có chứa macro. Lưu lại dạng .docx hoặc .xlsx (không macro) rồi tải lại."))
    if "wordprocessingml.document.main" in kinds:
        return docx.read(archive, name)
    if "spreadsheetml.sheet.main" in kinds:
        return xlsx.read(archive, name)
    raise Refused(_("Không phải tệp Word hay Excel. Dùng bản .docx hoặc .xlsx của kế hoạch."))
