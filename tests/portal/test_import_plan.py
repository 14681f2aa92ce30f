"""`manage.py import_plan`: what it prints, what it writes, what it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Agency
from plans.models import BudgetLine, Plan, StatedFigure, TaskVersion
from tests.plans.papers import PLANS, changed_word, word

KH69, DA03 = PLANS / "tien-giang-69.docx", PLANS / "soc-trang-03-phu-luc-01.xlsx"


def run(capsys, *arguments: str) -> str:
    call_command("import_plan", *arguments)
    return capsys.readouterr().out


@pytest.fixture
def reference(db):
    call_command("seed", "--reference", verbosity=0)


def test_a_dry_run_prints_the_contracts_object_and_writes_nothing(capsys, reference):
    capsys.readouterr()
    found = json.loads(run(capsys, str(KH69), "--dry-run", "--format", "json"))
    assert (found["plan"]["number"], len(found["tasks"])) == ("69/KH-UBND", 74)
    assert Plan.objects.count() == 0


def test_an_empty_database_reads_with_the_reference_data(capsys, db):
    found = json.loads(run(capsys, str(DA03), "--dry-run", "--format", "json"))
    assert found["tasks"][2]["lead"] == ["Sở Thông tin và Truyền thông"]


@pytest.mark.slow
def test_a_missing_database_reads_with_the_reference_data(tmp_path):
    """As a script calls it: a process of its own, one JSON object on stdout and nothing else."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
        "PORTAL_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "import_plan", str(KH69), "--dry-run", "--format", "json"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["plan"]["number"] == "69/KH-UBND"
    assert done.stderr == ""


def test_a_dry_run_for_people_says_what_it_found(capsys, db):
    told = run(capsys, str(DA03), "--dry-run")
    assert "19 nhóm, 64 nhiệm vụ" in told
    assert "II.2 2023.recurrent: in 10.300, tính lại 10.800" in told


def test_a_plan_is_adopted_as_a_whole(capsys, reference):
    told = run(capsys, str(DA03), "--focal", "Sở Thông tin và Truyền thông")
    plan = Plan.objects.get()
    assert "Đã nhập 03/ĐA-UBND." in told
    assert (plan.focal_agency.name, plan.province.name) == ("Sở Thông tin và Truyền thông", "Sóc Trăng")
    assert TaskVersion.objects.filter(plan=plan, kind="task").count() == 64
    assert sum(line.amount for line in BudgetLine.objects.filter(plan=plan)) == 915_068 * 10**6
    assert StatedFigure.objects.filter(version__plan=plan).count() == 12


def test_the_focal_agency_must_be_known(reference):
    with pytest.raises(CommandError, match="không nêu cơ quan đầu mối"):
        call_command("import_plan", str(DA03))
    with pytest.raises(CommandError, match="chưa có cơ quan đầu mối"):
        call_command("import_plan", str(DA03), focal="Sở Không Có")
    assert Plan.objects.count() == 0


def with_unknown(tmp_path: Path) -> Path:
    def change(document):
        document.tables[3].rows[2].cells[2].text = "Sở Chuyển đổi số"

    path = tmp_path / "changed.docx"
    path.write_bytes(changed_word("tien-giang-69.docx", change))
    return path


def test_an_unknown_agency_is_refused_by_name(reference, tmp_path):
    with pytest.raises(CommandError, match="Sở Chuyển đổi số"):
        call_command("import_plan", str(with_unknown(tmp_path)))
    assert Plan.objects.count() == 0
    assert not Agency.objects.filter(name="Sở Chuyển đổi số").exists()


def test_an_unknown_agency_is_created_where_that_is_asked_for(capsys, reference, tmp_path):
    run(capsys, str(with_unknown(tmp_path)), "--create-agencies")
    assert Agency.objects.filter(name="Sở Chuyển đổi số").count() == 1
    assert TaskVersion.objects.filter(kind="task").count() == 67


def test_the_same_plan_twice_is_refused(capsys, reference):
    run(capsys, str(KH69))
    with pytest.raises(CommandError, match="đã được nhập"):
        call_command("import_plan", str(KH69))
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.docx", None, "Không mở được tệp"),
        ("empty.docx", b"", "rỗng"),
        ("broken.docx", b"PK\x03\x04 broken", ""),
        ("letter.docx", word("Kính gửi: Sở Nội vụ", head=False), "Không phải bảng nhiệm vụ"),
    ],
)
def test_what_cannot_be_imported_gets_one_sentence(reference, tmp_path, name, content, words, dry):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_plan", str(path), dry_run=dry)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert Plan.objects.count() == 0
