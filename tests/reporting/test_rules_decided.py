"""The officer before the reporting rules an import proposes: puts them right, and they become the plan's."""

import re

import pytest
from django.urls import reverse

from tests.plans.import_desk import TABLE, Desk
from tests.plans.papers import word

pytestmark = pytest.mark.django_db

CLAUSE = (
    "Các sở, ngành báo cáo kết quả về Sở Khoa học và Công nghệ trước ngày 25 hằng tháng; báo cáo tuần gửi trước 16h00 "
    "thứ Năm hằng tuần."
)


@pytest.fixture
def desk(client) -> Desk:
    made = Desk(client)
    made.upload(word(CLAUSE, TABLE[:2]))
    return made


def posted(desk: Desk, **typed: str):
    """The head's form as the page shows it, with what is typed; field names end with the given names."""
    address = reverse("draft_head", args=[desk.draft.ref])
    form = desk.client.get(address).context["head_form"]
    said = {"version": str(desk.draft.version)}
    for _kind, rows in form.loose:
        for row in rows:
            said[f"{row.name}keep"] = "1"
            for field in row.fields:
                said[field.name] = said[f"was-{field.name}"] = field.value
    for field in form.fields:
        said[field.name] = said[f"was-{field.name}"] = field.value
    for name, value in typed.items():
        [whole] = [key for key in said if re.fullmatch(rf"cycles-\d+-{name}", key)][-1:]
        said[whole] = value
    return desk.client.post(address, said, follow=True)


def rules(desk: Desk) -> list[tuple]:
    desk.confirm(desk.draft)
    return [
        (cycle.frequency, cycle.covers, stage.day, stage.weekday, stage.clock and f"{stage.clock:%H:%M}")
        for cycle in desk.focal.runs_plans.get().cycles.order_by("id")
        for stage in cycle.stages.all()
    ]


def test_what_was_read_becomes_the_plans_rules(desk):
    assert rules(desk) == [("monthly", "same", 25, None, None), ("weekly", "", None, 4, "16:00")]


def test_the_week_that_is_reported_on_is_asked_and_chosen(desk):
    assert (
        "chưa rõ báo cáo về kỳ nào"
        in desk.client.get(reverse("draft_head", args=[desk.draft.ref])).content.decode()
    )
    posted(desk, covers="before", hour="9h30", weekday="1")
    assert rules(desk)[1] == ("weekly", "before", None, 1, "09:30")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"hour": "chiều"}, "Ghi giờ như 16h00. Hết ngày thì để trống."),
        (
            {"frequency": "yearly", "weekday": "", "day": "5"},
            "Ghi tháng của hạn gửi, hoặc để trống cả ngày và tháng.",
        ),
    ],
)
def test_what_is_no_deadline_is_said_beside_the_row(desk, typed, message):
    assert message in posted(desk, **typed).content.decode()
