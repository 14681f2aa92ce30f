"""From every value of a plan in the register back to the cell of its document: the five real plans, walked whole."""

import json
from collections import Counter

import pytest
from django.core.management import call_command

from common.intake import provenance
from common.intake.kinds import PrintedCell
from common.models import DraftRow, ImportDraft
from indicators.models import IndicatorVersion, Target
from plans.models import BudgetLine, Plan, StatedFigure, TaskVersion
from portal.seeding import seed_plan
from tests.plans.originals import Original
from tests.plans.papers import PLANS

FIELDS = {
    "name": "name",
    "lead": "lead_text",
    "coordinating": "coordinating_text",
    "time_text": "time_text",
    "product": "product",
    "notes": "notes",
}
# Values each plan keeps, traced one by one below: of tasks, money, printed sums that do not add up, and indicators.
EXPECTED = {
    "soc-trang-136.docx": (137, 0, 0, 0),
    "tien-giang-69.docx": (347, 0, 0, 220),
    "hue-133.docx": (189, 0, 0, 36),
    "soc-trang-03-phu-luc-01.xlsx": (363, 152, 12, 0),
    "soc-trang-ai.docx": (104, 0, 2, 0),
}


@pytest.fixture
def reference(db):
    call_command("seed", "--reference", verbosity=0)


def seeded(name: str) -> Plan:
    """The plan of a file, imported as a new database gets it."""
    rows = json.loads((PLANS.parent / "plans.json").read_text(encoding="utf-8"))["plans"]
    seed_plan(next(row for row in rows if row["file"] == name), PLANS)
    return Plan.objects.get()


def said(text: str) -> str:
    return "".join(text.split())


def assert_printed(original: Original, text: str, cell: str) -> None:
    """The text is what the document prints at these places: whole cells, or parts of paragraphs."""
    texts, places = text.split("\n"), cell.split(provenance.BETWEEN_PLACES)
    there = [said(original.text(place)) for place in places]
    if all(place.startswith("đoạn") for place in places):
        assert len(texts) == len(places)
        assert all(said(part) in whole for part, whole in zip(texts, there, strict=True))
    else:
        assert said(text) == "".join(there)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_value_of_the_register_is_what_its_cell_prints(reference, name):
    plan = seeded(name)
    original = Original(PLANS / name)
    traced: Counter[str] = Counter()
    for version in TaskVersion.objects.filter(plan=plan):
        for field, column in FIELDS.items():
            assert bool(getattr(version, column)) <= (field in version.printed), (version.code, field)
        for printed in version.printed.values():
            assert_printed(original, printed["text"], printed["cell"])
            traced["tasks"] += 1
    for line in BudgetLine.objects.filter(plan=plan):
        assert_printed(original, line.printed, line.cell)
        traced["money"] += 1
    for figure in StatedFigure.objects.filter(version__plan=plan):
        assert_printed(original, figure.printed, figure.cell)
        traced["sums"] += 1
    for version in IndicatorVersion.objects.filter(plan=plan):
        for printed in version.printed.values():
            assert_printed(original, printed["text"], printed["cell"])
            traced["indicators"] += 1
    assert tuple(traced[part] for part in ("tasks", "money", "sums", "indicators")) == EXPECTED[name]


def test_a_target_stands_in_the_cell_its_indicator_names(reference):
    plan = seeded("tien-giang-69.docx")
    targets = Target.objects.filter(indicator__plan=plan)
    printed = {row.indicator_id: row.printed for row in IndicatorVersion.objects.filter(plan=plan)}
    assert [target.printed for target in targets] == [
        printed[target.indicator_id]["target_text"]["text"] for target in targets
    ]
    assert len(targets) == 43


@pytest.mark.parametrize(
    ("name", "applied"),
    [
        (
            "tien-giang-69.docx",
            {"plans.plan": 1, "reporting.cycle": 2, "plans.task": 74, "indicators.indicator": 46},
        ),
        ("soc-trang-03-phu-luc-01.xlsx", {"plans.plan": 1, "plans.task": 83, "plans.statedfigure": 12}),
    ],
)
def test_every_row_of_the_draft_knows_what_it_has_become_and_what_it_stands_under(reference, name, applied):
    plan = seeded(name)
    rows = list(DraftRow.objects.filter(draft=ImportDraft.objects.get()).select_related("parent"))
    assert Counter(row.applied_type for row in rows if row.applied_type) == applied
    assert [row.kind for row in rows if not row.applied_type and row.kind != "skipped"] == []
    versions = {str(version.task_id): version for version in TaskVersion.objects.filter(plan=plan)}
    for row in rows:
        if row.kind == "plans.tasks":
            version = versions[row.applied_id]
            assert (version.code, version.name) == (row.printed["code"], row.parsed["name"])
            above = row.parent.applied_id if row.parent else None
            assert (str(version.parent_id) if version.parent_id else None) == above


def test_what_an_officer_has_typed_stands_beside_what_is_printed():
    cells = [
        PrintedCell("Năm 2026", "Thời gian", "time_text", "bảng 1, dòng 2, cột 4"),
        PrintedCell("1.200", "Kinh phí", "budget", "bảng 1, dòng 2, cột 5", keys=((2026, "total"),)),
        PrintedCell("1. Sở Y tế: tập huấn", "", "name", "đoạn 7"),
    ]
    assert provenance.of_fields(cells, {"time_text": "2027-2028", "lead": "Sở Y tế", "notes": ""}) == {
        "time_text": {"text": "Năm 2026", "cell": "bảng 1, dòng 2, cột 4"},
        "lead": {"text": "1. Sở Y tế: tập huấn", "cell": "đoạn 7"},
    }
    assert provenance.of_key(cells, (2026, "total")) == ("1.200", "bảng 1, dòng 2, cột 5")
    assert provenance.of_key(cells, (2027, "total")) == ("", "")
