"""How a command names a plan: province/number/year, or any part that is enough."""

import datetime as dt

import pytest

from common.errors import Refused
from plans.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans():
    """Two provinces; the first has two plans of one number and a third of its own."""
    coast = factories.province(name="Bờ Biển", code="BB")
    hills = factories.province(name="Đồi Núi", code="DN")
    return {
        "coast 2021": factories.plan(coast, number="7/KH-UBND", issued_on=dt.date(2021, 9, 9)),
        "coast 2024": factories.plan(coast, number="7/KH-UBND", issued_on=dt.date(2024, 1, 2)),
        "coast project": factories.plan(coast, number="03/ĐA-UBND", issued_on=dt.date(2021, 5, 1)),
        "hills": factories.plan(hills, number="69/KH-UBND", issued_on=dt.date(2022, 3, 4)),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bờ Biển/7/KH-UBND/2021", "coast 2021"),
        ("bo bien/7/kh-ubnd/2024", "coast 2024"),
        ("tỉnh Bờ Biển/7/2024", "coast 2024"),
        ("BB/03/ĐA-UBND/2021", "coast project"),
        ("03/da-ubnd", "coast project"),
        ("03/2021", "coast project"),
        ("69/KH-UBND", "hills"),
        ("69", "hills"),
        ("Đồi Núi/69", "hills"),
    ],
)
def test_a_plan_answers_to_any_part_of_its_name_that_is_enough(plans, text, expected):
    assert Plan.objects.named(text) == plans[expected]


@pytest.mark.parametrize(
    "text", ["", "/", "8/KH-UBND", "Đồi Núi/7/KH-UBND", "69/KH-UBND/2021", "Bờ Biển", "6"]
)
def test_an_unknown_plan_is_refused_with_its_name(plans, text):
    with pytest.raises(Refused) as refused:
        Plan.objects.named(text)
    assert refused.value.message == f"Không có kế hoạch nào mang tên “{text}”."


def test_an_ambiguous_name_is_refused_with_the_full_names(plans):
    with pytest.raises(Refused) as refused:
        Plan.objects.named("7/KH-UBND")
    assert refused.value.message == (
        "“7/KH-UBND” có thể là Bờ Biển/7/KH-UBND/2021, Bờ Biển/7/KH-UBND/2024. Ghi rõ tỉnh/số/năm."
    )
