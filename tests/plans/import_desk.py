"""The focal officer before the import page: uploads, decides, confirms, through the browser's own requests."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from common.models import ImportDraft
from tests import factories as make

TABLE = [
    ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện"],
    ["1", "Số hóa hồ sơ đất đai của 12 xã", "Sở Y tế", "Năm 2026"],
    ["2", "Xây dựng trục liên thông văn bản", "Sở Phép thuật", "2025-2027"],
    ["3", "Vận hành kho dữ liệu dùng chung", "Sở Khoa học và Công nghệ", "Thường xuyên"],
]


class Desk:
    """The focal officer of a province before the import page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.province = make.province(name="Lâm Đồng", code="LD")
        self.focal = make.agency(self.province, name="Sở Khoa học và Công nghệ", code="ld:khcn")
        self.health = make.agency(self.province, name="Sở Y tế", code="ld:yt")
        self.officer = make.user(role="focal_officer", at=self.focal)
        client.force_login(self.officer)

    @property
    def draft(self) -> ImportDraft:
        """The newest draft."""
        return ImportDraft.objects.latest("pk")

    def row(self, key: str | int, do: str = "save", *, follow: bool = False, **said: str) -> HttpResponse:
        """Press a button of a row's form, or of the row itself."""
        draft = self.draft
        said = {"version": str(draft.version), **said}
        return self.client.post(
            reverse("draft_row", args=[draft.ref, str(key)]), {"do": do, **said}, follow=follow
        )

    def page(self, **query: str) -> str:
        """The preview."""
        answer = self.client.get(reverse("import_draft", args=[self.draft.ref]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def position(self, code: str) -> int:
        """The place of the row that was read with this code."""
        return self.draft.rows.get(kind="plans.tasks", printed__code=code).position

    def upload(self, content: bytes, name: str = "phu-luc.docx", follow: bool = True) -> HttpResponse:
        return self.client.post(
            reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=follow
        )

    def confirm(self, draft: ImportDraft, **said: str) -> HttpResponse:
        return self.client.post(
            reverse("confirm_import", args=[draft.ref]), {"focal": self.focal.code, **said}
        )

    def head(self, draft: ImportDraft, **typed: str) -> HttpResponse:
        """Save the plan's head with these values typed."""
        draft.refresh_from_db()
        return self.client.post(reverse("draft_head", args=[draft.ref]), {"version": draft.version, **typed})

    def choose(self, draft: ImportDraft, choices: dict[str, str], full: str = "") -> HttpResponse:
        """Say what unknown names are: an agency's code, or "new" with its full name."""
        draft.refresh_from_db()
        said = {"version": draft.version}
        for place, (name, choice) in enumerate(choices.items()):
            said |= {
                f"name-{place}": name,
                f"choice-{place}": choice,
                f"full-{place}": full,
                f"kind-{place}": "so",
            }
        return self.client.post(reverse("draft_agencies", args=[draft.ref]), said)
