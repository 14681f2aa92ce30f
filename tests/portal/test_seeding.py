"""`manage.py seed`: the real plans with their reporting rules, once; what an earlier version left out is added."""

import json
from collections.abc import Iterable
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agencies.models import Agency
from common.models import StoredFile
from indicators.models import Target
from plans.models import BudgetLine, Plan, TaskVersion
from portal.seeding import seed_plan
from reporting.collection.periods import StageSpec, set_cycle
from reporting.models import Cycle, CycleStage, Period
from tests import factories as make
from tests.factories import day

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "fixtures/plans"
KH136, DA03, KH69, KH133 = "136/KH-UBND", "03/ĐA-UBND", "69/KH-UBND", "133/KH-UBND"
DRAFT = "soc-trang-ai.docx"


def seed(part: str) -> str:
    out = StringIO()
    call_command("seed", part, stdout=out)
    return out.getvalue().splitlines()[-1]


def row(file: str) -> dict:
    told = json.loads((settings.BASE_DIR / "fixtures/plans.json").read_text(encoding="utf-8"))
    return next(plan for plan in told["plans"] if plan["file"] == file)


def counts() -> list[int]:
    models = (Plan, TaskVersion, BudgetLine, Target, Cycle, CycleStage, StoredFile, Period)
    return [model.objects.count() for model in models]


def rules_of(plan: Plan) -> list[tuple]:
    """(purpose, frequency, stages), a stage as (kind, day, receiver, through whom)."""
    return [
        (cycle.purpose, cycle.frequency, _stages(cycle.stages.all())) for cycle in plan.cycles.order_by("id")
    ]


def _stages(stages: Iterable[CycleStage]) -> list[tuple]:
    return [
        (
            stage.kind,
            f"{stage.bound} {stage.day}/{stage.month}" if stage.month else "",
            stage.receiver,
            stage.via_agency.label if stage.via_agency else "",
        )
        for stage in stages
    ]


def test_the_five_plans_come_with_their_reporting_rules_and_only_once():
    assert seed("--plans") == f"plans: {KH136}, {DA03}, {KH69}, {KH133}, {DRAFT}"
    plans = {plan.number: plan for plan in Plan.objects.all()}
    assert {number: plan.state for number, plan in plans.items()} == {
        KH136: "in_force",
        DA03: "in_force",
        KH69: "in_force",
        KH133: "in_force",
        "": "draft",
    }
    committee = "Ban Chỉ đạo Chuyển đổi số tỉnh Sóc Trăng"
    assert rules_of(plans[DA03]) == [
        (
            "progress",
            frequency,
            [("agencies", "", "Sở Thông tin và Truyền thông", ""), ("focal", "", committee, "Sở TT&TT")],
        )
        for frequency in ("yearly", "half_yearly", "quarterly")
    ]
    assert plans[DA03].focal_agency.label == "Sở TT&TT"
    assert rules_of(plans[KH133]) == [
        ("progress", "half_yearly", [("agencies", due, "UBND tỉnh Thừa Thiên Huế", "Sở TT&TT")])
        for due in ("on 10/6", "on 10/12")
    ]
    draft = plans[""]
    science = "Sở Khoa học và Công nghệ"
    assert (draft.issued_on, draft.horizon_to, draft.focal_agency.name) == (None, 2030, science)
    assert TaskVersion.objects.of_plan(draft).leaves().count() == 33
    assert rules_of(draft) == [
        (
            "budget_estimate",
            "yearly",
            [("agencies", "before 15/9", science, ""), ("focal", "before 30/9", "Sở Tài chính", "")],
        ),
        (
            "progress",
            "yearly",
            [
                ("agencies", "before 1/12", science, ""),
                ("focal", "", "UBND tỉnh Sóc Trăng", ""),
                ("province", "", "Bộ Khoa học và Công nghệ", "Sở KH&CN"),
            ],
        ),
    ]
    before = counts()
    assert seed("--plans") == "plans: nothing to add"
    assert counts() == before
    with pytest.raises(CommandError, match="Kế hoạch còn là dự thảo, chưa mở được kỳ báo cáo"):
        call_command("open_period", draft.ref, "2026")


@pytest.fixture
def older():
    """03/ĐA-UBND as the version before seeded it: with the yearly rule alone."""
    seed("--reference")
    told = row("soc-trang-03-phu-luc-01.xlsx")
    seed_plan({**told, "cycles": told["cycles"][:1]}, FOLDER)
    return Plan.objects.get()


def test_a_plan_of_an_earlier_version_gains_the_rules_it_lacks(older):
    assert seed_plan(row("soc-trang-03-phu-luc-01.xlsx"), FOLDER) == f"{DA03}: 2 cycles"
    frequencies = older.cycles.order_by("id").values_list("frequency", flat=True)
    assert list(frequencies) == ["yearly", "half_yearly", "quarterly"]
    assert seed_plan(row("soc-trang-03-phu-luc-01.xlsx"), FOLDER) == ""


def test_rules_a_person_has_set_stay_as_they_are(older):
    officer = make.user(role="focal_officer", at=Agency.objects.get(code="st:so-tttt"))
    set_cycle(
        plan=older,
        by=officer,
        cycle=older.cycles.get(),
        stages=[StageSpec("agencies", 12, 5)],
        reporters=[],
        on=day("2026-01-01"),
    )
    assert seed_plan(row("soc-trang-03-phu-luc-01.xlsx"), FOLDER) == ""
    assert [(cycle.frequency, cycle.stages.get().month) for cycle in older.cycles.all()] == [("yearly", 12)]
