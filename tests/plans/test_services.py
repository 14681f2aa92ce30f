"""A plan enters the portal as its document states it."""

from decimal import Decimal

import pytest

from common.errors import Refused
from plans import services
from plans.models import Assignment, BudgetLine, Plan, StatedFigure, TaskVersion
from tests import factories as make
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-01-05")


def row(code: str, kind: str = "task", parent: str | None = None, **fields) -> dict:
    return {"code": code, "kind": kind, "parent": parent, "name": f"Việc {code}", **fields}


@pytest.fixture
def adopted():
    province = make.province()
    focal = make.agency(province, name="Sở Một")
    version = services.adopt_plan(
        province=province,
        kind="KH",
        number="7/KH-UBND",
        title="Kế hoạch thử",
        issued_on=make.day("2025-02-25"),
        issuer_text="UBND tỉnh",
        focal_agency=focal,
        by=None,
        at=NOW,
    )
    for code in ("recurrent", "investment", "central", "total"):
        make.source(province, code=code)
    return version


def known(version):
    province = version.plan.province
    names = {
        "Sở Một": version.plan.focal_agency,
        "Sở Hai": make.agency(province, name="Sở Hai"),
        "Các sở": make.group(province, name="Các sở"),
    }
    return names.get


def test_the_same_document_is_adopted_once(adopted):
    plan = adopted.plan
    with pytest.raises(Refused, match="đã có"):
        services.adopt_plan(
            province=plan.province,
            kind="KH",
            number=plan.number,
            title="x",
            issued_on=plan.issued_on,
            issuer_text="",
            focal_agency=plan.focal_agency,
            by=None,
            at=NOW,
        )
    assert Plan.objects.filter(number=plan.number).count() == 1


def test_the_first_agency_named_is_main_even_behind_a_group(adopted):
    services.add_tasks(
        version=adopted, rows=[row("1", lead=["Các sở", "Sở Hai", "Sở Một"])], resolve=known(adopted)
    )
    assert [(a.label_printed, a.main) for a in Assignment.objects.order_by("position")] == [
        ("Các sở", False),
        ("Sở Hai", True),
        ("Sở Một", False),
    ]


def test_an_agency_may_lead_and_coordinate(adopted):
    services.add_tasks(
        version=adopted, rows=[row("1", lead=["Sở Một"], coordinating=["Sở Một"])], resolve=known(adopted)
    )
    assert sorted(Assignment.objects.values_list("role", flat=True)) == ["coordinate", "lead"]


def test_an_unknown_agency_is_named_in_the_refusal(adopted):
    with pytest.raises(Refused, match="Sở Lạ"):
        services.add_tasks(version=adopted, rows=[row("1", lead=["Sở Lạ"])], resolve=known(adopted))


def test_the_tree_keeps_printed_order_and_parents(adopted):
    services.add_tasks(
        version=adopted,
        rows=[row("I", "group"), row("1", parent="I"), row("2", parent="I")],
        resolve=known(adopted),
    )
    tree = TaskVersion.objects.of_plan(adopted.plan)
    assert [(node.code, node.position) for node in tree] == [("I", 1), ("1", 2), ("2", 3)]
    assert tree[1].parent == tree[0].task


BUDGETS = [
    pytest.param(
        [
            ("2023", "recurrent", "10"),
            ("2024", "recurrent", "5"),
            (None, "recurrent", "15"),
            (None, "total", "15"),
        ],
        {("recurrent", 2023): 10, ("recurrent", 2024): 5},
        id="years are kept, their sums are not money of their own",
    ),
    pytest.param(
        [
            (None, "central", "30"),
            ("2023", "investment", "1"),
            (None, "investment", "1"),
            (None, "total", "31"),
        ],
        {("central", 0): 30, ("investment", 2023): 1},
        id="a source printed for the horizon only stands beside years of another",
    ),
    pytest.param(
        [(None, "total", "7.5")], {("total", 0): Decimal("7.5")}, id="a total alone is all there is"
    ),
    pytest.param([(None, "total", "0")], {}, id="nothing is no line"),
]


@pytest.mark.parametrize(("cells", "expected"), BUDGETS)
def test_only_cells_that_are_no_sums_become_budget_lines(adopted, cells, expected):
    budget = [
        {"year": int(year) if year else None, "source": source, "million": million}
        for year, source, million in cells
    ]
    services.add_tasks(version=adopted, rows=[row("1", budget=budget)], resolve=known(adopted))
    assert {(line.source.code, line.year): line.amount for line in BudgetLine.objects.all()} == {
        key: Decimal(million) * 1_000_000 for key, million in expected.items()
    }


def test_printed_sums_are_kept_beside_the_computed_ones(adopted):
    services.state_figures(
        version=adopted,
        discrepancies=[
            {
                "section": "tasks",
                "code": "TOTAL",
                "field": "total.total",
                "stated": "915568",
                "computed": "915068",
            }
        ],
    )
    figure = StatedFigure.objects.differing().get()
    assert figure.difference == 500_000_000
