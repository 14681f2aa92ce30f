"""The words of headings are data: every entry names the role of its own example, and every role has its fields."""

import pytest

from common.text import fold
from plans.intake import headings
from plans.intake.column_words import INDICATOR_ROW, TASK, fields_of, words


@pytest.mark.parametrize(
    "heading", words().headings, ids=lambda heading: f"{heading.role}: {heading.example}"
)
def test_an_entrys_example_is_read_by_that_entry(heading):
    folded = fold(heading.example)
    assert headings.role_of_text(folded) == heading.role
    assert next(one for one in words().headings if one.pattern.search(folded)) is heading


def test_a_column_is_read_into_the_field_of_its_row():
    columns = {"number": [0], "indicator": [1], "target": [2, 3], "coordinating": [4], "money": [5]}
    assert fields_of(columns, TASK) == {0: "code", 1: "name", 4: "coordinating", 5: "budget"}
    assert fields_of(columns, INDICATOR_ROW) == {
        0: "code", 1: "name", 2: "target_text", 3: "target_text", 4: "lead",
    }  # fmt: skip


def test_labels_of_running_text_are_roles_with_a_field_of_a_task():
    assert {"lead", "both", "coordinating", "time", "end", "product", "result", "money"} == words().labels
    assert words().labels <= words().fields[TASK].keys()
    assert {heading.role for heading in words().headings} - words().fields[TASK].keys() == {
        "unit", "target", "baseline", "agency_or_unit",
    }  # fmt: skip
