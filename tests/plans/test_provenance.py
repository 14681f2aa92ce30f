"""From every value of a plan in the register back to the cell of its document: the five real plans, walked whole."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from common.intake import provenance
from common.intake.kinds import PrintedCell
from common.models import DraftRow, ImportDraft
from indicators.models import IndicatorVersion, Target
from indicators.services import add_indicators
from plans.models import BudgetLine, Plan, StatedFigure, TaskVersion
from portal.seeding import seed_plan
from reporting.models import CycleStage
from tests import factories as make
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
HEAD = ("number", "kind", "title", "issued_on", "issuer", "province", "focal_agency", "legal_bases")
# What a person adds when the file is imported, since it does not print it.
NOT_PRINTED = {"soc-trang-03-phu-luc-01.xlsx": {"focal_agency"}}
# Values each plan keeps beside its head, traced one by one below: of tasks, money, printed sums that do not add up,
# indicators, their targets, and the days by which agencies report.
EXPECTED = {
    "soc-trang-136.docx": (137, 0, 0, 0, 0, 0),
    "tien-giang-69.docx": (347, 0, 0, 220, 43, 2),
    "hue-133.docx": (189, 0, 0, 39, 8, 2),
    "soc-trang-03-phu-luc-01.xlsx": (363, 152, 12, 0, 0, 0),
    "soc-trang-ai.docx": (104, 0, 2, 0, 0, 0),
}
PARTS = ("tasks", "money", "sums", "indicators", "targets", "days")


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


def assert_printed(original: Original, text: str, cell: str, *, lines: bool = False) -> None:
    """The text is what the document prints at these places: whole cells, or parts of paragraphs.

    Of a letterhead, single `lines` of its cells.
    """
    texts, places = text.split("\n"), cell.split(provenance.BETWEEN_PLACES)
    there = [said(original.text(place)) for place in places]
    if lines or all(place.startswith("đoạn") for place in places):
        assert len(texts) == len(places)
        assert all(said(part) in whole for part, whole in zip(texts, there, strict=True))
    else:
        assert said(text) == "".join(there)


def printed_rows(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Everything the plan keeps as printed: its part, the text, the place."""
    for version in TaskVersion.objects.filter(plan=plan):
        yield from (("tasks", row["text"], row["cell"]) for row in version.printed.values())
    yield from (("money", row.printed, row.cell) for row in BudgetLine.objects.filter(plan=plan))
    yield from (("sums", row.printed, row.cell) for row in StatedFigure.objects.filter(version__plan=plan))
    for version in IndicatorVersion.objects.filter(plan=plan):
        yield from (("indicators", row["text"], row["cell"]) for row in version.printed.values())
    targets = Target.objects.filter(indicator__plan=plan).exclude(cell="")  # the others a person has entered
    yield from (("targets", row.printed, row.cell) for row in targets)
    stages = CycleStage.objects.filter(cycle__plan=plan).exclude(cell="")
    yield from (("days", row.due_text, row.cell) for row in stages)


@pytest.mark.parametrize("file", EXPECTED)
def test_every_value_of_the_register_is_what_its_cell_prints(reference, file):
    plan = seeded(file)
    original = Original(PLANS / file)
    for version in TaskVersion.objects.filter(plan=plan):
        for field, column in FIELDS.items():
            assert bool(getattr(version, column)) <= (field in version.printed), (version.code, field)
    traced: Counter[str] = Counter()
    for part, text, cell in printed_rows(plan):
        assert_printed(original, text, cell)
        traced[part] += 1
    assert tuple(traced[part] for part in PARTS) == EXPECTED[file]


@pytest.mark.parametrize("file", EXPECTED)
def test_every_value_of_a_plans_head_knows_the_line_it_was_read_from(reference, file):
    plan = seeded(file)
    original = Original(PLANS / file)
    head = plan.versions.get().printed
    values = {"issuer": plan.issuer_text} | {name: getattr(plan, name) for name in HEAD if name != "issuer"}
    assert {name for name, value in values.items() if value} - NOT_PRINTED.get(file, set()) == set(head)
    for printed in head.values():
        assert_printed(original, printed["text"], printed["cell"], lines=True)
    assert said(plan.number) in said(head.get("number", {}).get("text", ""))
    assert len(plan.legal_bases) == len(head["legal_bases"]["text"].split("\n") if plan.legal_bases else [])


def test_targets_taken_from_running_text_keep_their_places_when_they_share_an_indicator(db):
    rows = [
        {
            "code": f"m{place}",
            "parent": None,
            "kind": "indicator",
            "name": "Dịch vụ công trực tuyến toàn trình",
            "unit": "%",
            "horizon_year": 2030,
            "scope": scope,
            "target_text": "trên 80%",
            "comparator": ">",
            "low": "80",
        }
        for place, scope in enumerate(("cấp tỉnh", "cấp xã"), start=1)
    ]
    cells = {
        f"m{place}": [PrintedCell(f"… trên 80% ({place})", "", "name", f"đoạn {place}")] for place in (1, 2)
    }
    version = make.plan().versions.get()
    add_indicators(version=version, rows=rows, resolve=lambda name: None, cells=cells)
    targets = Target.objects.filter(version=version).order_by("scope")
    assert [(target.scope, target.cell) for target in targets] == [
        ("cấp tỉnh", "đoạn 1"),
        ("cấp xã", "đoạn 2"),
    ]


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
    left = {row.kind for row in rows if not row.applied_type and row.kind != "skipped"}
    assert left <= {"plans.duties", "indicators.proposals"}  # proposed by the text, taken by nobody
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
