"""Every file of the corpus is read at least as well as accepted, and the scoring itself sees what it has to see."""

import pytest

from tests.corpus import expecting, matching, scoring, variants
from tests.corpus.source import Duty, load, parse
from tests.corpus.tally import Tally, worse

ENTRIES = {entry.name: entry for entry in scoring.entries()}

SMALL = parse(
    """= number: 1/KH-UBND
J 1. Sở Y tế: <a>
J - Mở 5 lớp tập huấn cho cán bộ thôn trước ngày 10/5/2026. <t|-|2026-05-09>
J - Theo dõi, tổng hợp kết quả thực hiện. <t>
J Trên đây là Kế hoạch của tỉnh.""",
    "small",
)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_is_read_as_well_as_accepted(name):
    now, before = ENTRIES[name].score(), scoring.accepted()[name]
    assert worse(now.kept(), before) == [], "\n".join(now.said)


def test_the_accepted_score_is_of_these_files():
    assert set(scoring.accepted()) == set(ENTRIES)


def row(code: str, name: str, lead: str, **more) -> dict:
    return {
        "code": code, "parent": None, "kind": "task", "name": name, "lead": [lead], "coordinating": [],
        "start": None, "end": None, "recurring": False, "trigger_text": "", **more,
    }  # fmt: skip


def reading(*rows: dict, problems: tuple = ()) -> dict:
    return {
        "plan": {"number": "1/KH-UBND", "province": "", "horizon": {"from": None, "to": None}},
        "tasks": list(rows), "indicators": [], "proposals": [], "problems": list(problems),
    }  # fmt: skip


def doubt(code: str) -> dict:
    return {"section": "tasks", "code": code, "severity": "warning", "message": "Xem lại."}


FIRST = row("1", "Mở 5 lớp tập huấn cho cán bộ thôn trước ngày 10/5/2026.", "Sở Y tế", end="2026-05-09")
SECOND = row("2", "Theo dõi, tổng hợp kết quả thực hiện.", "Sở Y tế")
CLOSING = row("3", "Trên đây là Kế hoạch của tỉnh.", "Sở Y tế")


def counts(*rows: dict, problems: tuple = ()) -> tuple[int, int, int, int]:
    tally = matching.compare(SMALL, reading(*rows, problems=problems))
    return tally.rows, tally.rows_right, tally.silent, tally.alarms


@pytest.mark.parametrize(
    ("rows", "problems", "expected"),
    [
        ((FIRST, SECOND), (), (2, 2, 0, 0)),
        ((FIRST, SECOND, CLOSING), (), (2, 2, 1, 0)),
        ((FIRST, SECOND, CLOSING), (doubt("3"),), (2, 2, 0, 0)),
        ((FIRST, SECOND), (doubt("2"),), (2, 2, 0, 1)),
        ((FIRST,), (), (2, 1, 1, 0)),
        ((FIRST | {"lead": ["Sở Tài chính"]}, SECOND), (), (2, 1, 1, 0)),
        ((FIRST | {"lead": ["Sở Tài chính"]}, SECOND), (doubt("1"),), (2, 1, 0, 0)),
        ((FIRST | {"end": None}, SECOND), (), (2, 1, 1, 0)),
        ((FIRST, SECOND | {"end": "2026-05-09"}), (), (2, 1, 1, 0)),
        ((FIRST, SECOND | {"name": "Theo dõi, tổng hợp"}, SECOND | {"name": "kết quả thực hiện."}), (), (2, 2, 0, 0)),
    ],
)  # fmt: skip
def test_duties_are_judged_by_agency_and_time_however_they_are_cut(rows, problems, expected):
    assert counts(*rows, problems=problems) == expected


def known(duty: Duty, at: int) -> dict:
    """The row of a reading that knows what the truth knows."""
    start, _, end = duty.time.rpartition("..")
    return row(str(at), duty.text, "") | {
        "lead": [lead.split("/")[0] for lead in duty.leads],
        "coordinating": list(duty.coordinating or ()),
        "start": start or None,
        "end": end if end[:1] == "2" else None,
        "recurring": end == "always",
    }


PAPERS = [
    *(load(path) for path in sorted((scoring.HERE / "prose").glob("*.plan"))),
    *(variants.paper(style, seed) for style in variants.STYLES for seed in range(variants.SEEDS)),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_reading_that_says_the_truth_is_wholly_right(paper):
    rows = [known(duty, at) for at, duty in enumerate(paper.duties)]
    tally = Tally()
    matching.duties(tally, paper, reading(*rows))
    assert (tally.said, tally.silent, tally.alarms) == ([], 0, 0)
    assert tally.rows_right == tally.rows == len(rows)


def test_a_refused_plan_has_nothing_right_and_nothing_silent():
    tally = matching.compare(SMALL, None)
    assert (tally.rows, tally.rows_right, tally.silent) == (2, 0, 0)


def test_a_case_counts_cells_and_takes_a_doubt_for_a_value():
    case = {"expected": {"tasks": [{"lead": ["Sở Y tế"], "end": "*"}]}, "must_be_said": None}
    assert expecting.compare(case, reading(FIRST)).kept() == {
        "cells": 2, "cells_right": 2, "rows": 1, "rows_right": 1, "silent": 0, "alarms": 0
    }  # fmt: skip
    wrong = FIRST | {"lead": ["Sở Tài chính"]}
    assert expecting.compare(case, reading(wrong)).silent == 1
    assert expecting.compare(case, reading(wrong, problems=(doubt("1"),))).silent == 0
    assert expecting.compare(case, reading(FIRST, problems=(doubt("1"),))).alarms == 1
    assert expecting.compare(case, None, "Không đọc được.").rows_right == 0


def test_more_wrong_rows_than_right_ones_gained_is_worse():
    before = Tally(cells=9, rows=3).kept()
    assert worse(before | {"rows_right": 2, "silent": 1}, before) == []
    assert worse(before | {"rows_right": 1, "silent": 2}, before) == ["silent 0 → 2"]
    assert worse(before, before | {"rows_right": 1}) == ["rows_right 1 → 0"]
