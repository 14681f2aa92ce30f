"""What a draft says once an officer's decisions are applied: pure, on real plans and on a small table."""

import json
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.intake.drafts import rows_of
from common.intake.kinds import Reading
from common.models import DraftRow
from indicators.intake.form import COMPARATORS
from indicators.intake.tree import IndicatorTree
from plans.intake import read_plan
from plans.intake.decided import Decided, chosen_names, decided
from plans.intake.sums_again import facts_of
from plans.intake.task_tree import TaskTree
from tests.plans.papers import PLANS, REGISTER, word


@dataclass
class Desk:
    """A reading on the desk: decide on rows by code, on the whole, and look again."""

    reading: Reading
    decisions: dict = field(default_factory=dict)

    def __post_init__(self):
        self.rows = rows_of(self.reading)
        for row in self.rows:  # as the database gives it back
            row.printed, row.parsed, row.problems = json.loads(
                json.dumps([row.printed, row.parsed, row.problems])
            )
        self.json = json.loads(json.dumps(self.reading.to_json()))
        problems = [problem.as_stored() for problem in self.reading.problems]
        self.facts = json.loads(json.dumps({**facts_of(self.reading), "problems": problems}))

    def row(self, code: str) -> DraftRow:
        return next(row for row in self.rows if row.printed["code"] == code and row.kind != "plans.figures")

    def decide(self, code: str, /, **decision) -> "Desk":
        self.row(code).decision |= decision
        return self

    def set(self, code: str, /, **typed) -> "Desk":
        return self.decide(code, set={**self.row(code).decision.get("set", {}), **typed})

    def key(self, code: str) -> str:
        return str(self.row(code).position)

    @property
    def now(self) -> Decided:
        names = REGISTER.names(self.json["plan"]["province"] or "")
        return decided(self.json, self.rows, self.decisions, chosen_names(names, self.decisions), self.facts)

    @property
    def tree(self) -> list[tuple[str, str | None, str]]:
        return [(row["code"], row["parent"], row["kind"]) for row in self.now.reading["tasks"]]

    def task(self, code: str) -> dict:
        return next(row for row in self.now.reading["tasks"] if row["code"] == code)

    def said(self, code: str) -> list[tuple[str, str]]:
        piece = next(p for p in self.now.pieces if p.lives and p.code == code)
        return [(problem.severity, problem.field) for problem in piece.open_problems]


HEADS = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Kinh phí (triệu đồng)"]
TABLE = [
    HEADS,
    ["I", "Hạ tầng", "", "", "", "300"],
    ["1", "Xây dựng trung tâm dữ liệu", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Năm 2026", "100"],
    ["2", "Mở rộng mạng", "Sở Phép thuật", "", "2026-2027", "200"],
    ["II", "Dữ liệu", "", "", "", "50"],
    ["3", "Số hóa hồ sơ", "Sở Tư pháp", "", "Khi trời mưa to", "50"],
    ["4", "Chia sẻ dữ liệu", "Sở Tư pháp", "", "Thường xuyên", ""],
]


HEAD = [
    [
        [
            "ỦY BAN NHÂN DÂN\nTỈNH SÓC TRĂNG\nSố: 15/KH-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSóc Trăng, ngày 05 tháng 3 năm 2025",
        ]
    ],
    "KẾ HOẠCH",
    "Chuyển đổi số tỉnh Sóc Trăng giai đoạn 2025-2030",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
]


def desk(*rows: list) -> Desk:
    return Desk(read_plan(word(*HEAD, list(rows) or TABLE, head=False), "plan.docx", REGISTER))


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.*x")), ids=lambda path: path.name)
def test_a_draft_nobody_touched_says_what_was_read(path: Path):
    real = Desk(read_plan(path, path.name, REGISTER))
    found = real.now.reading
    key = json.dumps

    def ordered(rows):
        return sorted(rows, key=lambda row: key(row, sort_keys=True))

    assert found["plan"] == real.json["plan"]
    assert found["discrepancies"] == real.json["discrepancies"]
    for part in ("tasks", "indicators", "problems"):
        assert ordered(found[part]) == ordered(real.json[part])


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.*x")), ids=lambda path: path.name)
def test_reading_a_row_again_without_a_change_changes_nothing(path: Path):
    real = Desk(read_plan(path, path.name, REGISTER))
    for row in real.rows:
        if row.kind == "plans.tasks":
            row.decision = {"set": {"name": row.parsed["name"], "notes": row.parsed["notes"]}}
    found = real.now.reading
    assert sorted(row["code"] for row in found["tasks"]) == sorted(row["code"] for row in real.json["tasks"])
    assert {row["code"]: row for row in found["tasks"]} == {row["code"]: row for row in real.json["tasks"]}
    assert found["discrepancies"] == real.json["discrepancies"]


def test_a_corrected_time_takes_its_doubt_with_it_and_brings_its_own():
    one = desk()
    assert ("warning", "time_text") in one.said("3") or ("note", "time_text") in one.said("3")

    one.set("3", time_text="2027-2028")
    assert (one.task("3")["start"], one.task("3")["end"]) == ("2027-01-01", "2028-12-31")
    assert one.said("3") == []

    one.set("3", time_text="Lúc nào cũng được")
    assert one.task("3")["end"] is None
    assert ("warning", "time_text") in one.said("3")


def test_typed_days_stand_over_the_words_and_must_run_forward():
    one = desk().set("1", start="01/02/2026", end="30/06/2026")
    assert (one.task("1")["start"], one.task("1")["end"]) == ("2026-02-01", "2026-06-30")
    assert one.task("1")["time_text"] == "Năm 2026"

    one.set("1", end="30/06/2020")
    assert one.said("1") == [("error", "end")]
    one.set("1", end="hôm qua")
    assert one.said("1") == [("error", "end")]


@pytest.mark.parametrize(
    ("typed", "million", "said"),
    [
        ("1.200", "1200", []),
        ("1,5", "1.5", []),
        ("2 tỷ đồng", "2000", []),
        ("nhiều", None, [("error", "budget")]),
        ("-5", None, [("error", "budget")]),
        ("99999999999999", None, [("error", "budget")]),
    ],
)
def test_money_is_read_as_officers_write_it(typed, million, said):
    one = desk().set("1", budget=[{"year": "2026", "source": "local", "typed": typed}])
    cells = [(cell["year"], cell["source"], cell["million"]) for cell in one.task("1")["budget"]]
    assert cells == ([(2026, "local", million)] if million else [])
    assert one.said("1") == said


def test_money_outside_the_new_time_is_a_note_and_goes_with_it():
    one = desk().set("1", budget=[{"year": "2028", "source": "local", "typed": "5"}])
    assert one.said("1") == [("note", "budget")]
    one.set("1", time_text="2026-2030")
    assert one.said("1") == []


def test_an_agency_chosen_once_is_known_wherever_it_is_spelled_so():
    one = desk(*TABLE, ["5", "Tập huấn", "Sở Phép thuật; Sở Tài chính", "", "Năm 2026", ""])
    assert one.now.unknown == {"Sở Phép thuật": [one.key("2"), one.key("5")]}

    one.decisions["agencies"] = {"Sở Phép thuật": {"new": {"name": "Sở Huyền bí tỉnh Sóc Trăng"}}}

    assert one.now.unknown == {}
    assert one.task("2")["lead"] == ["Sở Huyền bí tỉnh Sóc Trăng"]
    assert one.task("2")["lead_text"] == "Sở Phép thuật"
    assert one.task("5")["lead"] == ["Sở Huyền bí tỉnh Sóc Trăng", "Sở Tài chính"]
    assert one.said("2") == []


def test_rows_joined_leave_no_code_and_no_word_behind():
    one = desk().decide("4", joined=True)
    assert [code for code, _parent, _kind in one.tree] == ["I", "1", "2", "II", "3"]
    assert one.task("3")["name"] == "Số hóa hồ sơ Chia sẻ dữ liệu"
    assert "Thường xuyên" in one.task("3")["time_text"]
    assert one.now.piece(one.key("3")).joined == (one.key("4"),)


def test_a_split_row_gives_rows_that_stand_beside_it():
    one = desk().set("3", name="Số hóa").decide("3", parts=[{"set": {"name": "hồ sơ"}}])
    assert one.tree[3:] == [
        ("II", None, "group"),
        ("3", "II", "task"),
        ("3a", "II", "task"),
        ("4", "II", "task"),
    ]
    assert one.task("3a")["lead"] == one.task("3")["lead"]
    assert one.task("3a")["budget"] == []
    assert one.task("3")["budget"] != []


@pytest.mark.parametrize("how", [{"kind": "skipped"}, {"kind": "task"}], ids=["dropped", "a task"])
def test_children_of_a_group_that_is_none_go_up(how):
    one = desk().decide("II", **how)
    assert [(code, parent) for code, parent, _kind in one.tree if code in ("3", "4")] == [
        ("3", None),
        ("4", None),
    ]


def test_a_row_moved_under_another_group_is_numbered_there():
    one = desk().decide("4", parent=str(desk().row("I").position))
    assert ("I.4", "I", "task") in one.tree


def test_a_renamed_group_takes_the_codes_that_begin_with_it_along():
    rows = [HEADS, ["I", "Nhóm", "", "", "", ""], ["I.1", "Việc", "Sở Tư pháp", "", "Năm 2026", ""]]
    one = desk(*rows).set("I", code="V")
    assert one.tree == [("V", None, "group"), ("V.1", "V", "task")]


def test_a_code_typed_twice_is_an_error_and_stays_unique():
    one = desk().set("4", code="3")
    assert [code for code, _parent, _kind in one.tree] == ["I", "1", "2", "II", "3", "3a"]
    assert one.said("3a") == [("error", "code")]


@pytest.mark.parametrize("code", ["A/B", "?", "I" * 41, "a b#"])
def test_a_code_that_could_be_no_address_is_an_error(code):
    one = desk().set("4", code=code)
    assert ("error", "code") in one.said("4")


def test_a_group_cannot_be_put_into_itself():
    one = desk()
    one.decide("I", parent=one.key("II")).decide("II", parent=one.key("I"))
    assert any(problem.field == "parent" for piece in one.now.pieces for problem in piece.problems)
    assert len({code for code, _parent, _kind in one.tree}) == 6


def test_a_task_may_be_an_indicator_and_a_skipped_row_a_task():
    one = desk().decide("4", kind="indicator").set("4", unit="%", horizon_year="2030", target_text="≥ 80")
    [goal] = one.now.reading["indicators"]
    assert (goal["code"], goal["comparator"], goal["low"], goal["horizon_year"]) == ("4", ">=", "80", 2030)
    assert "4" not in [code for code, _parent, _kind in one.tree]

    skipped = next(row for row in one.rows if row.kind == "skipped")
    skipped.decision = {"kind": "task", "set": {"name": "Việc bị bỏ sót"}}
    assert one.tree[0] == ("3a", None, "task") or one.tree[0][2] == "task"


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        ({"comparator": "between", "low": "4", "high": "5"}, ("between", "4", "5"), []),
        ({"comparator": "between", "low": "5", "high": "4"}, ("between", "5", "4"), [("error", "high")]),
        ({"comparator": "qualitative"}, ("qualitative", None, None), []),
        ({"comparator": "<=", "low": "nhiều"}, ("<=", None, "80"), [("error", "low")]),
        ({"comparator": "<=", "low": "70"}, ("<=", None, "70"), []),
        ({"comparator": "<=", "high": "70"}, ("<=", None, "70"), []),
        ({"target_text": "< 5"}, ("<", None, "5"), []),
        ({"name": "Tỷ lệ hồ sơ trễ hẹn", "target_text": "5"}, ("<=", None, "5"), []),
        ({"horizon_year": "năm sau"}, (">=", "80", None), [("error", "horizon_year")]),
    ],
)
def test_a_target_is_shown_as_understood_and_may_be_said_otherwise(typed, found, said):
    one = desk().decide("4", kind="indicator").set("4", **{"unit": "%", "target_text": "≥ 80", **typed})
    [goal] = one.now.reading["indicators"]
    assert (goal["comparator"], goal["low"], goal["high"]) == found
    assert [
        (p.severity, p.field) for p in one.now.piece(one.key("4")).problems if p.severity == "error"
    ] == said


def test_a_dropped_table_and_its_sums_are_gone_and_come_back():
    one = desk()
    one.decisions["dropped"] = [one.row("1").printed["block"]]
    assert one.now.reading["tasks"] == one.now.reading["discrepancies"] == []
    one.decisions["dropped"] = []
    assert len(one.now.reading["tasks"]) == 6


def test_sums_are_computed_again_from_what_was_corrected():
    one = desk()
    assert one.now.sums == []
    one.set("2", budget=[{"year": "", "source": "total", "typed": "150"}])
    assert [(row["code"], row["stated"], row["computed"]) for row in one.now.sums] == [("I", "300", "250")]


def test_the_head_is_corrected_in_place_and_its_doubt_goes():
    one = Desk(read_plan(word("DỰ THẢO KẾ HOẠCH", "Chuyển đổi số", TABLE, head=False), "a.docx", REGISTER))
    fields = {problem.field for problem in one.now.general}
    assert {"number", "issued_on"} <= fields

    one.decisions["head"] = {"number": " 15/KH-UBND ", "issued_on": "05/03/2026"}

    plan = one.now.reading["plan"]
    assert (plan["number"], plan["issued_on"]) == ("15/KH-UBND", "2026-03-05")
    assert not {"number", "issued_on"} & {problem.field for problem in one.now.general}

    one.decisions["head"] = {"issued_on": "31/02/2026"}
    assert set(one.now.head.wrong) == {"issued_on"}


def test_a_doubt_kept_as_printed_is_settled_and_an_error_is_not():
    one = desk().set("3", time_text="Lúc nào cũng được")
    problem = next(p for p in one.now.piece(one.key("3")).problems if p.field == "time_text")
    one.decide("3", accepted=[problem.key])
    assert one.now.piece(one.key("3")).severity == ""

    one.set("3", end="hôm qua")
    wrong = next(p for p in one.now.piece(one.key("3")).problems if p.severity == "error")
    one.decide("3", accepted=[wrong.key])
    assert one.now.piece(one.key("3")).severity == "error"


def test_every_kind_of_target_the_page_offers_is_one_the_register_keeps():
    from indicators.models import Target

    assert {code for code, _label in Target._meta.get_field("comparator").choices} == set(COMPARATORS)


KINDS = ("group", "task", "indicator", "skipped")
DRAFT = desk()
POSITIONS = [row.position for row in DRAFT.rows if row.kind in ("plans.tasks", "skipped")]
KEYS = st.sampled_from(["", *map(str, POSITIONS), f"{POSITIONS[2]}-1", "99"])
DECISION = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KINDS),
        "parent": KEYS,
        "joined": st.just(True),
        "parts": st.lists(
            st.fixed_dictionaries(
                {"set": st.fixed_dictionaries({"name": st.text(min_size=1, max_size=9)})},
                optional={"kind": st.sampled_from(KINDS), "parent": KEYS},
            ),
            max_size=2,
        ),
        "set": st.dictionaries(
            st.sampled_from([*TaskTree.fields[:-1], *IndicatorTree.fields]),
            st.sampled_from(
                ["", "I", "1", "2026-2027", "hôm qua", "31/12/2026", "Sở Tư pháp", ">=", "80", "x" * 60]
            ),
            max_size=3,
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(POSITIONS), DECISION, max_size=5), st.booleans())
def test_whatever_is_decided_leaves_one_tree_with_codes_of_their_own(said, drop):
    block = DRAFT.rows[-1].printed["block"]
    rows = [copy(row) for row in DRAFT.rows]
    for row in rows:
        row.decision = said.get(row.position, {})
    found = decided(
        DRAFT.json, rows, {"dropped": [block]} if drop else {}, REGISTER.names("Sóc Trăng"), DRAFT.facts
    )
    living = [piece for piece in found.pieces if piece.lives]
    assert len(living) == len(found.reading["tasks"]) + len(found.reading["indicators"])
    for part in ("tasks", "indicators"):
        codes = {row["code"]: row for row in found.reading[part]}
        assert len(codes) == len(found.reading[part])
        for row in found.reading[part]:
            seen = [row["code"]]
            while row["parent"]:
                assert row["parent"] in codes
                assert part == "indicators" or codes[row["parent"]]["kind"] == "group"
                assert row["parent"] not in seen
                seen.append(row["parent"])
                row = codes[row["parent"]]
    json.dumps(found.reading)
