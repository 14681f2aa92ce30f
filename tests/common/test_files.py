"""Files: what is taken in, what is refused and in which words, how it is given out."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import Refused
from common.files import file_response, store_file
from common.models import StoredFile
from tests.factories import moment

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPG = b"\xff\xd8\xff\xe0" + bytes(20)


def package(*parts: str) -> bytes:
    """A zip with these parts."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return whole.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


def store(content: bytes, name: str, **options) -> StoredFile:
    return store_file(upload_or_bytes=SimpleUploadedFile(name, content), by=None, **options)


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "công văn.pdf", "application/pdf"),
        (PNG, "ảnh.PNG", "image/png"),
        (JPG, "ảnh.jpeg", "image/jpeg"),
        (DOCX, "báo cáo.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "bảng.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_kept_as_it_came(content, name, content_type):
    stored = store(content, name, at=moment("2026-11-13"))
    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.name, stored.content_type, stored.size) == (name, content_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.path.open("rb").read() == content


def test_bytes_the_portal_made_are_kept_the_same_way():
    assert store_file(upload_or_bytes=PDF, name="Báo cáo tổng hợp.pdf", by=None).size == len(PDF)


def test_a_file_lies_under_a_random_name():
    stored = store(PDF, "../../etc/công văn.pdf")
    assert stored.name == "công văn.pdf"
    assert stored.path.name.endswith(f"{stored.ref}.pdf")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "Tệp “a.pdf” rỗng. Kiểm tra lại tệp rồi tải lên."),
        (
            b"MZ\x90\x00",
            "a.pdf",
            "Tệp “a.pdf” bị hỏng hoặc nội dung không đúng với đuôi .pdf. Mở thử trên máy, lưu lại rồi tải lên.",
        ),
        (
            DOCX[:-30],
            "a.docx",
            "Tệp “a.docx” bị hỏng hoặc nội dung không đúng với đuôi .docx. Mở thử trên máy, lưu lại rồi tải lên.",
        ),
        (
            package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "a.docx",
            "Tệp “a.docx” bị hỏng hoặc nội dung không đúng với đuôi .docx. Mở thử trên máy, lưu lại rồi tải lên.",
        ),
        (
            DOCX,
            "a.pdf",
            "“a.pdf” mang đuôi “.pdf” nhưng nội dung là tệp Word. Đổi lại đuôi tệp rồi tải lên.",
        ),
        (PNG, "a.exe", "“a.exe” mang đuôi “.exe” nhưng nội dung là tệp PNG. Đổi lại đuôi tệp rồi tải lên."),
        (
            b"<script>",
            "a.html",
            "Không nhận tệp “a.html”. Chỉ nhận các loại: .pdf, .docx, .xlsx, .png, .jpg, .jpeg.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.doc",
            "“a.doc” là tệp Word, Excel kiểu cũ hoặc có mật khẩu. Mở bằng Word hoặc Excel, bỏ mật khẩu, "
            "lưu thành .docx hoặc .xlsx rồi tải lên.",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_a_sentence(content, name, sentence):
    with pytest.raises(Refused) as refusal:
        store(content, name)
    assert refusal.value.message == sentence
    assert not StoredFile.objects.exists()


def test_a_place_for_office_files_takes_no_picture():
    with pytest.raises(Refused, match=r"Chỉ nhận các loại: \.docx, \.xlsx"):
        store(PNG, "a.png", allowed=("docx", "xlsx"))


@pytest.mark.parametrize("content", ["Kế hoạch".encode(), "Kế hoạch".encode("utf-16"), b"S\xeb Khoa h\xe4c"])
def test_text_is_taken_where_it_is_asked_for(content):
    assert store(content, "dán.txt", allowed=("docx", "txt")).content_type == "text/plain"


def test_a_text_that_calls_itself_a_word_file_is_refused():
    with pytest.raises(Refused, match="nội dung là tệp văn bản"):
        store(b"abc", "a.docx", allowed=("docx", "txt"))
    with pytest.raises(Refused, match="Chỉ nhận các loại"):
        store(PNG, "a.txt", allowed=("docx", "txt"))


def test_a_file_over_the_limit_is_refused(settings):
    settings.PORTAL_UPLOAD_LIMIT = 20
    with pytest.raises(Refused, match="nặng 1 KB, quá giới hạn 1 KB"):
        store(PDF + bytes(20), "a.pdf")


def test_a_package_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("common.files.UNPACKED_LIMIT", 3)
    with pytest.raises(Refused, match="bị hỏng"):
        store(DOCX, "a.docx")


def test_a_file_is_given_out_as_an_attachment_that_no_browser_interprets():
    response = file_response(store(PDF, "công văn.pdf"))
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''c%C3%B4ng%20v%C4%83n.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == PDF
