"""`manage.py import_plan FILE [--dry-run] [--format json] [--focal AGENCY] [--create-agencies]`."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from agencies.models import Agency, Province
from agencies.names import Register
from agencies.register import read_register
from common import clock
from common.errors import Refused
from common.files import store_file
from common.format import number
from common.models import ImportDraft
from plans.importing.confirming import confirm_import
from plans.importing.deciding import NEW
from plans.importing.looking import unknown_names
from plans.importing.reading import ALLOWED, read_stored
from plans.intake import read_plan
from plans.models import Plan

SEVERITIES = {"error": "lỗi", "warning": "cần xem", "note": "ghi chú"}


class Command(BaseCommand):
    help = "Import a plan from its document (.docx, .xlsx, .pdf); with --dry-run show what would be imported."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the plan or its annex")
        parser.add_argument("--dry-run", action="store_true", help="read and show, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--focal",
            metavar="AGENCY",
            default="",
            help="the focal agency (name or code), if not the one the plan names",
        )
        parser.add_argument(
            "--create-agencies",
            action="store_true",
            help="create agencies the register does not know; else refuse",
        )

    def handle(
        self, *, file: str, dry_run: bool, focal: str, create_agencies: bool, **options: object
    ) -> None:
        path = Path(file)
        try:
            if dry_run:
                exported = read_plan(path, path.name, known_names()).to_json()
            else:
                exported, plan = self.adopt(path, focal, create_agencies)
        except Refused as refused:
            raise CommandError(refused.message) from None
        if options["format"] == "json":
            self.write_json(exported)
            return
        self.show(exported)
        if not dry_run:
            self.stdout.write(f"Đã nhập {plan.number}.")

    @transaction.atomic
    def adopt(self, path: Path, focal: str, create: bool) -> tuple[dict[str, Any], Plan]:
        """Read the file, settle what the register does not know, confirm all of it or nothing."""
        at = clock.now()
        try:
            content = path.read_bytes()
        except OSError:
            raise CommandError(f"Không mở được tệp {path}.") from None
        stored = store_file(upload_or_bytes=content, name=path.name, by=None, allowed=ALLOWED, at=at)
        draft = read_stored(stored=stored, by=None, at=at)
        unknown = unknown_names(draft)
        if unknown and not create:
            raise Refused(
                f"Danh bạ chưa có {len(unknown)} cơ quan: {'; '.join(unknown)}. "
                "Thêm vào danh bạ, hoặc chạy lại với --create-agencies."
            )
        plan = confirm_import(
            draft=draft,
            by=None,
            at=at,
            focal=self.focal_code(draft, focal),
            choices={str(place): NEW for place in range(len(unknown))},
            checked=False,
        )
        return draft.reading, plan

    def focal_code(self, draft: ImportDraft, asked: str) -> str:
        """The focal agency's code: the one asked for, else the one the plan names."""
        wanted = asked or draft.reading["plan"].get("focal_agency") or ""
        if Agency.objects.filter(code=wanted).exists():
            return wanted
        province = Province.objects.filter(pk=draft.province_id or 0).first()
        if province is None or not wanted:
            if not wanted:
                raise Refused("Văn bản không nêu cơ quan đầu mối. Ghi --focal và tên cơ quan.")
            return ""
        entry = read_register(clock.today()).names(province.name).find(wanted)
        if entry is None:
            raise Refused(f"Danh bạ chưa có cơ quan đầu mối “{wanted}”.")
        return entry.key

    def write_json(self, exported: Mapping[str, object]) -> None:
        """As `json.dumps` writes it, but row by row: the text of 50 000 rows is as large as the rows themselves."""
        between = "{"
        for key, part in exported.items():
            self.stdout.write(f"{between}{_json(key)}: ", ending="")
            if isinstance(part, list):
                for number, row in enumerate(part):
                    self.stdout.write(f"{', ' if number else '['}{_json(row)}", ending="")
                self.stdout.write("]" if part else "[]", ending="")
            else:
                self.stdout.write(_json(part), ending="")
            between = ", "
        self.stdout.write("}")

    def show(self, exported: dict[str, Any]) -> None:
        """What was read, for a person at a terminal."""
        plan, tasks = exported["plan"], exported["tasks"]
        self.stdout.write(
            f"{plan['number'] or 'Chưa có số'} · {plan['province'] or '?'} · {plan['issued_on'] or '?'}"
        )
        self.stdout.write(plan["title"] or "Chưa có tên")
        leaves = sum(task["kind"] == "task" for task in tasks)
        indicators = sum(row["kind"] == "indicator" for row in exported["indicators"])
        self.stdout.write(
            f"{len(tasks) - leaves} nhóm, {leaves} nhiệm vụ, {indicators} chỉ tiêu, "
            f"{len(plan['cycles'])} kỳ báo cáo, {len(exported['discrepancies'])} tổng in không khớp"
        )
        for row in exported["discrepancies"]:
            stated, computed = number(row["stated"]), number(row["computed"])
            self.stdout.write(
                f"  {row['code']} {row['field']}: in {stated}, tính lại {computed} (triệu đồng)"
            )
        for problem in exported["problems"]:
            place = " ".join(
                filter(None, (problem["code"], f"({problem['where']})" if problem["where"] else ""))
            )
            self.stdout.write(
                f"  {SEVERITIES[problem['severity']]}: {place} {problem['message']}".replace("  ", " ")
            )


def _json(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def known_names() -> Register:
    """The register of the database; of the reference data where the database is empty or not there."""
    try:
        register = read_register(clock.today())
    except DatabaseError:
        register = Register()
    if register.entries:
        return register
    reference = settings.BASE_DIR / "fixtures" / "agencies.json"
    return Register.from_json(json.loads(reference.read_text(encoding="utf-8")))
