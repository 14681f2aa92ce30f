"""Files people hand in and the portal makes: checked by content, kept under a random name, given out as attachments.

Who may fetch a file is decided by the view of the app that keeps it; nothing under MEDIA_ROOT is served by itself.
"""

import datetime as dt
import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.format import size as in_words
from common.models import Job, StoredFile, new_ref
from common.oddities import is_kept, say_once
from common.text import clean

# An honest office file unpacks to a few times its size; one that does not is meant to fill the memory.
UNPACKED_LIMIT = 500 * 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Kind:
    """A type of file: what it is called, what it is sent as, which endings it may have and how it is recognised."""

    word: str
    content_type: str
    endings: tuple[str, ...]
    recognise: Callable[[File], bool]


def _begins(*marks: bytes) -> Callable[[File], bool]:
    return lambda file: file.read(16).startswith(marks)


def _holds(part: str) -> Callable[[File], bool]:
    """An office package: a whole zip with this part, without macros, and not a bomb."""

    def recognise(file: File) -> bool:
        try:
            with zipfile.ZipFile(file) as package:
                names = {entry.filename for entry in package.infolist()}
                unpacked = sum(entry.file_size for entry in package.infolist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return {"[Content_Types].xml", part} <= names and not macros and unpacked <= UNPACKED_LIMIT

    return recognise


def _is_text(file: File) -> bool:
    """Letters only: UTF-16 with its mark, or no byte below a blank but tabs and ends of lines."""
    content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(content) % 2 == 0
    return not content.startswith((b"%PDF", b"PK", b"{\\rtf")) and not CONTROLS.search(content)


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": Kind(
        "PDF", "application/pdf", (".pdf",), lambda file: file.read(1024).lstrip().startswith(b"%PDF-")
    ),
    "docx": Kind("Word", f"{OFFICE}.wordprocessingml.document", (".docx",), _holds("word/document.xml")),
    "xlsx": Kind("Excel", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), _holds("xl/workbook.xml")),
    "png": Kind("PNG", "image/png", (".png",), _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff")),
    "txt": Kind("văn bản", "text/plain", (".txt",), _is_text),
}


def store_file(
    *,
    upload_or_bytes: File | bytes,
    name: str = "",
    by: Any,
    allowed: Iterable[str] = ("pdf", "docx", "xlsx", "png", "jpg"),
    at: dt.datetime | None = None,
) -> StoredFile:
    """Keep a file that is one of the `allowed` kinds by its content as well as its name.

    `name` is the name it is given out under; a file brings its own. Raises Refused with a sentence for the screen
    when the file is empty, too large, broken, of another kind, or its ending promises something else. When the
    surrounding transaction fails, the bytes stay behind unreferenced.
    """
    if isinstance(upload_or_bytes, bytes):
        file: File = ContentFile(upload_or_bytes)
    else:
        file, name = upload_or_bytes, name or upload_or_bytes.name or ""
    name = _plain(name)
    if not file.size:
        raise Refused(_("Tệp “%(name)s” rỗng. Kiểm tra lại tệp rồi tải lên.") % {"name": name}, field="file")
    if file.size > settings.PORTAL_UPLOAD_LIMIT:
        raise Refused(
            _("Tệp “%(name)s” nặng %(size)s, quá giới hạn %(limit)s. Nén hoặc chia nhỏ rồi tải lên.")
            % {"name": name, "size": in_words(file.size), "limit": in_words(settings.PORTAL_UPLOAD_LIMIT)},
            field="file",
        )
    kind = _recognised(file, name, [KINDS[code] for code in allowed])
    stored = StoredFile(
        ref=new_ref(),
        name=name,
        content_type=kind.content_type,
        size=file.size,
        sha256=_checksum(file),
        by=by,
        at=at or clock.now(),
    )
    stored.path.save(stored.ref + kind.endings[0], file, save=False)
    stored.save()
    return stored


def file_of(job: Job) -> StoredFile:
    """The file a finished job has made. Raises Refused where it is no longer kept."""
    found = StoredFile.objects.filter(ref=job.result.get("file", "")).first()
    if found is None:
        raise Refused(_("Tệp này không còn được lưu. Hãy xuất lại."))
    return found


def file_response(stored: StoredFile) -> FileResponse:
    """The file as an attachment under its own name; a browser neither shows it nor guesses what it is.

    Raises Http404 where its bytes are gone from the folder they were kept in.
    """
    if not is_kept(stored.path):
        say_once(f"the bytes of stored file {stored.ref} are gone")
        raise Http404(_("Tệp “%(name)s” không còn trong kho lưu trữ.") % {"name": stored.name})
    response = FileResponse(
        stored.path.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _plain(name: str) -> str:
    """The last part of a path, as Windows and Unix write it, without control characters, at most 255 characters."""
    last = clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    last = "".join(letter for letter in last if letter.isprintable()) or "tep"
    stem, ending = os.path.splitext(last)
    return stem[: 255 - len(ending)] + ending


def _recognised(file: File, name: str, kinds: list[Kind]) -> Kind:
    """The kind both content and ending agree on."""
    ending = os.path.splitext(name)[1].lower()
    words = ", ".join(ending for kind in kinds for ending in kind.endings)
    file.seek(0)
    if file.read(4) == OLD_OFFICE:
        raise Refused(
            _(
                "“%(name)s” là tệp Word, Excel kiểu cũ hoặc có mật khẩu. Mở bằng Word hoặc Excel, bỏ mật khẩu, "
                "lưu thành .docx hoặc .xlsx rồi tải lên."
            )
            % {"name": name},
            field="file",
        )
    known = [
        kind for kind in KINDS.values() if kind is not KINDS["txt"] or kind in kinds
    ]  # much is text, seen so
    found = next((kind for kind in known if _is(kind, file)), None)
    if found is None and any(ending in kind.endings for kind in kinds):
        raise Refused(
            _(
                "Tệp “%(name)s” bị hỏng hoặc nội dung không đúng với đuôi %(ending)s. "
                "Mở thử trên máy, lưu lại rồi tải lên."
            )
            % {"name": name, "ending": ending},
            field="file",
        )
    if found is None or found not in kinds:
        raise Refused(
            _("Không nhận tệp “%(name)s”. Chỉ nhận các loại: %(kinds)s.") % {"name": name, "kinds": words},
            field="file",
        )
    if ending not in found.endings:
        raise Refused(
            _(
                "“%(name)s” mang đuôi “%(ending)s” nhưng nội dung là tệp %(kind)s. Đổi lại đuôi tệp rồi tải lên."
            )
            % {"name": name, "ending": ending, "kind": found.word},
            field="file",
        )
    return found


def _is(kind: Kind, file: File) -> bool:
    file.seek(0)
    return kind.recognise(file)


def _checksum(file: File) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
