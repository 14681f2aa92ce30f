"""The real plans, read whole: what a careful clerk would write down from the same papers."""

import time
from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from tests.plans.papers import PLANS, REGISTER, read, word

KH69, KH133, DA03, KH136, AI = (
    PLANS / name
    for name in (
        "tien-giang-69.docx",
        "hue-133.docx",
        "soc-trang-03-phu-luc-01.xlsx",
        "soc-trang-136.docx",
        "soc-trang-ai.docx",
    )
)


@cache
def plan(path) -> dict:
    return read(path, path.name)


def tasks(path) -> dict[str, dict]:
    return {row["code"]: row for row in plan(path)["tasks"]}


def leaves(path) -> list[dict]:
    return [row for row in plan(path)["tasks"] if row["kind"] == "task"]


def counts(path) -> tuple[int, int, int, int, int]:
    """Groups, tasks, recurring tasks, triggered tasks, indicators."""
    rows = plan(path)["tasks"]
    return (
        sum(row["kind"] == "group" for row in rows),
        len(leaves(path)),
        sum(row["recurring"] for row in leaves(path)),
        sum(bool(row["trigger_text"]) for row in leaves(path)),
        sum(row["kind"] == "indicator" for row in plan(path)["indicators"]),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (KH69, (7, 67, 20, 17, 43)),
        (KH133, (0, 38, 20, 0, 8)),
        (DA03, (19, 64, 3, 0, 0)),
        (KH136, (8, 26, 14, 3, 0)),
        (AI, (19, 33, 0, 0, 0)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_row_is_found_and_none_invented(path, expected):
    assert counts(path) == expected


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (
            KH69,
            (
                "69/KH-UBND",
                "KH",
                "Tiền Giang",
                "2025-02-25",
                "UBND tỉnh Tiền Giang",
                "Sở Khoa học và Công nghệ",
            ),
        ),
        (
            KH133,
            (
                "133/KH-UBND",
                "KH",
                "Thừa Thiên Huế",
                "2020-05-27",
                "UBND tỉnh Thừa Thiên Huế",
                "Sở Thông tin và Truyền thông",
            ),
        ),
        (DA03, ("03/ĐA-UBND", "ĐA", "Sóc Trăng", "2022-10-06", "UBND tỉnh Sóc Trăng", None)),
        (
            KH136,
            (
                "136/KH-UBND",
                "KH",
                "Sóc Trăng",
                "2021-09-09",
                "UBND tỉnh Sóc Trăng",
                "Sở Khoa học và Công nghệ",
            ),
        ),
        (AI, (None, "KH", "Sóc Trăng", None, "UBND tỉnh Sóc Trăng", "Sở Khoa học và Công nghệ")),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_head_is_read(path, head):
    found = plan(path)["plan"]
    assert (
        tuple(found[key] for key in ("number", "kind", "province", "issued_on", "issuer", "focal_agency"))
        == head
    )


def cycles(path) -> list[tuple]:
    return [
        tuple(cycle[key] for key in ("to", "via", "purpose", "frequency", "month", "day", "bound"))
        for cycle in plan(path)["plan"]["cycles"]
    ]


def test_the_reporting_rules_are_proposed_as_printed():
    assert cycles(KH69) == [
        ("Sở Khoa học và Công nghệ", None, "progress", "yearly", 6, 1, "before"),
        ("Sở Khoa học và Công nghệ", None, "progress", "yearly", 11, 15, "before"),
    ]
    assert cycles(KH136) == [
        ("Thủ tướng Chính phủ", "Sở Khoa học và Công nghệ", "progress", "yearly", 12, 1, "before"),
        ("Sở Khoa học và Công nghệ", None, "progress", "yearly", 11, 20, "before"),
    ]
    assert cycles(KH133) == [
        ("UBND tỉnh Thừa Thiên Huế", "Sở Thông tin và Truyền thông", "progress", "yearly", 6, 10, "on"),
        ("UBND tỉnh Thừa Thiên Huế", "Sở Thông tin và Truyền thông", "progress", "yearly", 12, 10, "on"),
    ]
    assert cycles(AI) == [
        ("Sở Tài chính", None, "budget_estimate", "yearly", 9, 30, "before"),
        ("Sở Khoa học và Công nghệ", None, "budget_estimate", "yearly", 9, 15, "before"),
        ("Sở Khoa học và Công nghệ", None, "progress", "yearly", 12, 1, "before"),
    ]


def test_the_province_reports_through_the_focal_agency():
    assert [cycle["who"] for cycle in plan(KH136)["plan"]["cycles"]] == [
        "UBND tỉnh Sóc Trăng",
        "Các Sở, ban, ngành và UBND các huyện, thị xã và thành phố, Mặt trận Tổ quốc và các đoàn thể, "
        "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
    ]


def test_a_day_that_is_left_out_is_proposed_and_asked_about():
    asked = [one for one in plan(KH133)["problems"] if one["severity"] == "warning" and not one["code"]]
    [question] = asked
    assert "10/12" in question["message"]


def test_codes_are_unique_and_end_with_the_printed_number():
    assert list(tasks(KH69))[:3] == ["I", "1", "2"]
    assert [code for code in tasks(DA03) if code.startswith("V.")] == [
        "V.I", "V.I.1", "V.I.1.a", "V.I.1.b", "V.I.1.c", "V.I.1.d", "V.1.2", "V.1.2.a", "V.1.2.b",
        "V.2", "V.2.1", "V.2.1.a", "V.2.1.b", "V.2.1.c", "V.2.1.d", "V.2.1.e",
        "V.2.2", "V.2.2.a", "V.2.2.b", "V.2.2.c", "V.2.2.d", "V.2.2.e", "V.2.2.f", "V.2.2.g",
        "V.2.3", "V.2.3.a", "V.2.3.b", "V.2.3.c", "V.2.3.d",
    ]  # fmt: skip
    assert {
        code: tasks(DA03)[code]["parent"] for code in ("I.1.1", "I.2.1", "II.1.14", "V.1.2", "V.1.2.a")
    } == {
        "I.1.1": "I.1",
        "I.2.1": "I.2",
        "II.1.14": "II.1",
        "V.1.2": "V.I",
        "V.1.2.a": "V.1.2",
    }
    for path in (KH69, KH133, DA03, KH136, AI):
        codes = [row["code"] for row in plan(path)["tasks"]]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("path", "code", "lead", "coordinating", "times"),
    [
        (KH69, "32", ["Các sở, ngành là chủ quản cơ sở dữ liệu chuyên ngành"],
         ["Công an tỉnh Tiền Giang", "Sở Thông tin và Truyền thông"], (None, "2025-12-31", False, "")),
        (KH69, "42", ["Các sở, ban, ngành, địa phương theo phân công tại Kế hoạch số 370/KH-UBND"], [],
         ("2025-01-01", None, True, "")),
        (KH69, "50", ["Công an tỉnh Tiền Giang"], ["Các cơ quan, đơn vị liên quan (không nêu tên)"],
         ("2026-01-01", "2030-12-31", False, "")),
        (KH69, "56", ["Sở Y tế"],
         ["Công an tỉnh Tiền Giang", "Bảo hiểm xã hội tỉnh Tiền Giang", "Các sở, ban, ngành tỉnh",
          "UBND các huyện, thị xã, thành phố"], (None, "2025-12-31", False, "theo tiến độ Bộ Y tế quy định")),
        (KH133, "2", ["Sở Thông tin và Truyền thông"],
         ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Văn hóa và Thể thao", "UBND cấp Huyện"],
         (None, "2021-12-31", False, "")),
        (KH133, "38", ["Sở Thông tin và Truyền thông"],
         ["Các Sở, Ban, Ngành liên quan (không nêu tên)", "UBND cấp Huyện"], ("2020-01-01", "2021-12-31", False, "")),
        (DA03, "III.1.1", ["Sở Kế hoạch và Đầu tư", "Sở Thông tin và Truyền thông"],
         ["Các sở, ban, ngành tỉnh", "Hội Doanh nghiệp tỉnh Sóc Trăng", "UBND cấp huyện"],
         ("2022-01-01", "2025-12-31", False, "")),
        (DA03, "IV.2.2", ["Ngân hàng Nhà nước chi nhánh tỉnh Sóc Trăng"],
         ["Các sở, ban, ngành tỉnh", "Hội Doanh nghiệp tỉnh Sóc Trăng", "UBND cấp huyện", "Các doanh nghiệp"],
         (None, None, True, "")),
        (KH136, "1.3",
         ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sóc Trăng", "Các đoàn thể, tổ chức chính trị - xã hội các cấp"], [],
         (None, None, True, "")),
        (KH136, "2.3",
         ["Sở Khoa học và Công nghệ", "Sở Nội vụ", "Các sở, ngành và địa phương có liên quan (không nêu tên)"], [],
         ("2021-01-01", "2025-12-31", False, "khi có quy định của Trung ương")),
        (KH136, "2.6", [], [], (None, None, False, "")),
        (KH136, "8.1",
         ["Ban Chỉ đạo xây dựng Chính quyền điện tử tỉnh Sóc Trăng", "Sở Thông tin và Truyền thông", "Sở Nội vụ"], [],
         ("2021-01-01", "2025-12-31", False, "")),
        (AI, "15.1", ["Ngân hàng Nhà nước chi nhánh tỉnh Sóc Trăng"], [], (None, None, False, "")),
    ],
)  # fmt: skip
def test_who_answers_and_until_when(path, code, lead, coordinating, times):
    row = tasks(path)[code]
    assert (row["lead"], row["coordinating"]) == (lead, coordinating)
    assert (row["start"], row["end"], row["recurring"], row["trigger_text"]) == times


def test_every_name_of_the_real_plans_is_known():
    """Every canonical name of the answer stands in the register; nothing is left as printed."""
    for path in (KH69, KH133, DA03, KH136, AI):
        known = {entry.name for entry in REGISTER.names(plan(path)["plan"]["province"]).entries}
        rows = [*plan(path)["tasks"], *plan(path)["indicators"]]
        assert {
            name for row in rows for name in (*row["lead"], *row.get("coordinating", ()))
        } - known == set()


def test_unnamed_groups_stand_beside_named_leads():
    names = REGISTER.names("Sóc Trăng")
    beside = [
        row
        for row in leaves(KH136)
        if any((e := names.find(name)) and e.group and not e.resolvable for name in row["lead"])
    ]
    assert len(beside) == 21


def test_money_is_exact_and_complete():
    totals = [
        Decimal(cell["million"])
        for row in leaves(DA03)
        for cell in row["budget"]
        if cell["source"] == "total"
    ]
    assert sum(totals) == Decimal(915068)
    assert sum(len(row["budget"]) for row in plan(DA03)["tasks"]) == 398
    assert tasks(DA03)["II.1.9"]["budget"] == [
        {"year": 2022, "source": "investment", "source_text": "Nguồn đầu tư phát triển", "million": "149000"},
        {"year": 2023, "source": "investment", "source_text": "Nguồn đầu tư phát triển", "million": "15000"},
        {"year": None, "source": "investment", "source_text": "Nguồn đầu tư phát triển", "million": "164000"},
        {
            "year": None,
            "source": "total",
            "source_text": "Tổng cộng (NS tỉnh + nguồn trung ương + nguồn XH hóa)",
            "million": "164000",
        },
    ]
    assert [cell["million"] for cell in tasks(DA03)["V"]["budget"][:4]] == ["0", "0", "9455", "0"]


def test_every_sum_that_does_not_add_up_is_listed_and_no_other():
    found = Counter((row["code"], row["field"]) for row in plan(DA03)["discrepancies"])
    assert found == {
        ("II", "2023.recurrent"): 1,
        ("II", "total.recurrent"): 1,
        ("II", "total.total"): 1,
        ("II.2", "2023.recurrent"): 1,
        ("II.2", "total.recurrent"): 1,
        ("II.2", "total.total"): 1,
        ("TOTAL", "2023.recurrent"): 1,  # against the groups as printed
        ("TOTAL", "total.recurrent"): 3,  # against the tasks, the groups, and its own years
        ("TOTAL", "total.total"): 2,
    }
    stated = {
        (row["code"], row["field"], row["stated"], row["computed"]) for row in plan(DA03)["discrepancies"]
    }
    assert ("II.2", "2023.recurrent", "10300", "10800") in stated
    assert ("TOTAL", "total.recurrent", "159908", "159408") in stated
    assert ("TOTAL", "total.total", "915568", "915068") in stated
    assert [plan(path)["discrepancies"] for path in (KH69, KH133, KH136)] == [[], [], []]


def test_budget_years_outside_the_time_frame_are_facts_of_the_plan():
    found = [p["code"] for p in plan(DA03)["problems"] if "ngoài thời gian" in p["message"]]
    assert found == ["II.1.9", "II.1.13", "IV.1.2"]


def test_indicators_keep_their_headings_units_and_horizons():
    rows = {row["code"]: row for row in plan(KH69)["indicators"]}
    assert (rows["I"]["kind"], rows["I"]["horizon_year"]) == ("group", 2030)
    assert (rows["7"]["kind"], rows["18"]["kind"]) == ("group", "indicator")
    assert sum(row["parent"] == "7" for row in rows.values()) == 12
    assert sum(row["parent"] == "18" for row in rows.values()) == 2
    assert {code: rows[code]["horizon_year"] for code in ("1", "7.12", "26")} == {
        "1": 2030,
        "7.12": 2030,
        "26": 2045,
    }
    assert (rows["7.12"]["group"], rows["26"]["group"]) == ("Đến năm 2030", "Đến năm 2045")
    assert Counter(row["comparator"] for row in rows.values()) == {
        ">=": 31, "qualitative": 3, "top_n": 4, "between": 3, ">": 2, None: 3
    }  # fmt: skip
    assert [
        (rows[code]["comparator"], rows[code]["low"], rows[code]["high"])
        for code in ("3", "5", "10", "13", "17")
    ] == [
        ("top_n", "30", None),
        (">=", "55", None),
        (">", "0.7", None),
        (">=", "3", None),
        ("between", "8", "10"),
    ]


def test_a_target_in_the_indicators_own_sentence_is_read_from_it():
    rows = {row["code"]: row for row in plan(KH133)["indicators"]}
    assert {code: (row["comparator"], row["low"], row["horizon_year"]) for code, row in rows.items()} == {
        "I": (None, None, 2025),
        "I.1": (">=", "15", 2025),
        "I.2": ("qualitative", None, 2025),
        "I.3": ("qualitative", None, 2025),
        "I.4": ("qualitative", None, 2025),
        "I.5": (None, None, 2025),  # two numbers: asked
        "II": (None, None, 2030),
        "II.1": (">=", "100", 2030),
        "II.2": (">=", "20", 2030),
        "II.3": ("qualitative", None, 2030),
    }


@pytest.mark.parametrize("path", [KH69, KH133, DA03, KH136, AI], ids=lambda path: path.name)
def test_no_row_that_is_read_rightly_is_doubted(path):
    """Facts of the plan are notes: an error or a warning stands only on the row that prints two targets in one."""
    assert doubts(plan(path)) == ({("indicators", "I.5"): ["warning"]} if path == KH133 else {})


def test_a_row_that_cannot_be_read_is_doubted_where_it_cannot():
    broken = [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Kinh phí (triệu đồng)"],
        ["1", "Xây dựng trung tâm dữ liệu của tỉnh", "Sở Khoa học và Công nghệ", "Năm 2026", "100"],
        ["2", "Mở rộng mạng truyền dẫn đến xã", "Sở Phép thuật", "2026-2027", "200"],
        ["3", "Số hóa hồ sơ hộ tịch của các xã", "Sở Tư pháp", "2036-2026", "50"],
        ["4", "Chia sẻ dữ liệu đất đai với huyện", "Sở Tư pháp", "Năm", "50"],
        ["5", "Đào tạo cán bộ số ở các xã", "Sở Nội vụ", "Thường xuyên", "1o"],
    ]
    title = "Chuyển đổi số tỉnh Sóc Trăng năm 2026"
    paper = word("ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG", "KẾ HOẠCH", title, broken, head=False)
    assert doubts(read(paper, "plan.docx")) == {("tasks", code): ["warning"] for code in "2345"}


def doubts(reading: dict) -> dict[tuple[str, str], list[str]]:
    """What somebody has to look at: how gravely, by section and code."""
    found: dict[tuple[str, str], list[str]] = {}
    for problem in reading["problems"]:
        if problem["severity"] != "note" and problem["section"] != "plan":
            found.setdefault((problem["section"], problem["code"]), []).append(problem["severity"])
    return found


def test_what_the_plan_leaves_open_is_said():
    notes = [problem for problem in plan(KH136)["problems"] if problem["code"] == "2.6"]
    assert [(problem["severity"], problem["message"]) for problem in notes] == [
        ("note", "Không in cơ quan chủ trì hay thực hiện."),
        ("note", "Không in thời hạn."),
    ]


def test_the_answer_is_the_contracts_object():
    found = plan(DA03)
    assert list(found) == [
        "plan",
        "tasks",
        "task_proposals",
        "indicators",
        "proposals",
        "discrepancies",
        "problems",
    ]
    assert list(found["plan"]) == [
        "number", "kind", "title", "province", "issued_on", "issuer", "focal_agency", "horizon", "legal_bases",
        "cycles",
    ]  # fmt: skip
    assert list(found["tasks"][0]) == [
        "code", "parent", "kind", "name", "lead", "lead_text", "coordinating", "coordinating_text", "time_text",
        "start", "end", "recurring", "trigger_text", "product", "notes", "budget",
    ]  # fmt: skip
    assert list(plan(KH69)["indicators"][0]) == [
        "code", "parent", "kind", "group", "name", "unit", "horizon_year", "target_text", "comparator", "low", "high",
        "lead",
    ]  # fmt: skip
    assert list(found["problems"][0]) == ["section", "code", "where", "severity", "message"]
    assert list(found["discrepancies"][0]) == ["section", "code", "field", "stated", "computed"]


def test_reading_takes_less_than_a_second():
    for path in (KH69, KH133, DA03, KH136, AI):
        begin = time.process_time()
        read(path, path.name)
        assert time.process_time() - begin < 1
