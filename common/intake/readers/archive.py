"""The zip of an office file, unpacked within a budget, and its XML parsed without entities."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from common.errors import Refused

LARGEST_PART = 40 * 1024 * 1024  # bytes of one unpacked part
LARGEST_WHOLE = 80 * 1024 * 1024  # bytes of all parts read
CHUNK = 1 << 16
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Archive:
    """An office file opened for reading; every part counts against one budget."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left = LARGEST_WHOLE

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._zip.close()

    def has(self, part: str) -> bool:
        return part.lower() in self._names

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece. Raises Refused where they grow beyond measure."""
        if not self.has(part):
            raise Refused(_("Tệp thiếu phần nội dung. Mở tệp bằng Word hoặc Excel, lưu lại rồi tải lại."))
        info = self._zip.getinfo(self._names[part.lower()])
        if info.flag_bits & 0x1:
            raise Refused(_("Tệp có mật khẩu. Bỏ mật khẩu rồi tải lại."))
        self._left -= info.file_size  # zipfile never gives more than the size the file declares
        if info.file_size > LARGEST_PART or self._left < 0:
            raise Refused(
                _("Nội dung tệp quá lớn sau khi giải nén. Chỉ giữ lại phụ lục cần nhập rồi tải lại.")
            )
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(CHUNK):
                    yield piece
        except (zipfile.BadZipFile, zlib.error) as error:
            raise zipfile.BadZipFile(part) from error

    def text(self, part: str) -> str:
        return b"".join(self.chunks(part)).decode("utf-8", errors="replace")

    def events(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Elements named `tags` of an XML part as each ends; what has been yielded may be cleared by the caller."""
        parser = etree.XMLPullParser(
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for piece in self.chunks(part):
                if (
                    b"<!DOCTYPE" in piece or b"<\0!\0D\0O" in piece
                ):  # office files have none; entities would need one
                    raise zipfile.BadZipFile(part)
                parser.feed(piece)
                yield from (element for _event, element in parser.read_events())
            parser.close()
        except etree.XMLSyntaxError as error:
            raise zipfile.BadZipFile(part) from error
        yield from (element for _event, element in parser.read_events())

    @staticmethod
    def forget(element: etree._Element) -> None:
        """Give back the memory of an element that has been read, and of those before it."""
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part: id → (type's last word, path of the target)."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", name + ".rels")
        if not self.has(relations):
            return {}
        found = {}
        for element in self.events(relations, RELATIONS):
            target = element.get("Target", "")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], path)
        return found

    def main_part(self, fallback: str) -> str:
        """The part everything starts from."""
        for kind, path in self.targets("").values():
            if kind == "officeDocument" and self.has(path):
                return path
        return fallback
