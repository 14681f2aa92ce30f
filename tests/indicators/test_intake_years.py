"""Tables of indicators with a column for every year, beside and below tables of tasks."""

import pytest

from tests.plans.papers import UP, read, sheet, word

TASKS = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "2026"]]


def targets(found: dict) -> list[tuple]:
    return [
        (row["name"], row["horizon_year"], row["target_text"], row["comparator"], row["low"])
        for row in found["indicators"]
        if row["kind"] == "indicator"
    ]


EACH_YEAR = [
    ("Hồ sơ trực tuyến", 2026, "80", ">=", "80"),
    ("Hồ sơ trực tuyến", 2030, "100", ">=", "100"),
]


@pytest.mark.parametrize(
    "over",
    ["Lộ trình thực hiện", "Lộ trình", "Năm", "Mục tiêu", "Kế hoạch", "Chỉ tiêu giao", "Phấn đấu", "Giai đoạn",
     "Mục tiêu theo năm", "Thời gian thực hiện"],
)  # fmt: skip
def test_a_cell_under_a_year_is_a_target_whatever_stands_over_the_years(over):
    found = read(word([
        ["TT", "Chỉ tiêu", "Đơn vị tính", over, None, "Cơ quan theo dõi"],
        [UP, UP, UP, "2026", "Đến năm 2030", UP],
        ["1", "Hồ sơ trực tuyến", "%", "80", "100", "Sở Y tế"],
    ]))  # fmt: skip
    assert [(*row[:3], row[4]) for row in targets(found)] == [(*row[:3], row[4]) for row in EACH_YEAR]
    assert [row["lead"] for row in found["indicators"]] == [["Sở Y tế"]] * 2
    assert found["tasks"] == []


@pytest.mark.parametrize(
    "baseline",
    ["Hiện trạng 2025", "Thực hiện năm 2025", "Năm 2025 (ước)", "Ước thực hiện 2025", "Kết quả năm 2025", "Hiện trạng"],
)  # fmt: skip
def test_a_baseline_is_no_target(baseline):
    found = read(word([
        ["TT", "Chỉ tiêu", "Đơn vị tính", baseline, "Năm 2026", "Năm 2030", "Cơ quan theo dõi"],
        ["1", "Hồ sơ trực tuyến", "%", "60", "80", "100", "Sở Y tế"],
    ]))  # fmt: skip
    assert [row[:3] for row in targets(found)] == [row[:3] for row in EACH_YEAR]


def test_a_year_without_a_target_gives_no_row():
    found = read(word([
        ["TT", "Chỉ tiêu", "ĐVT", "2026", "2027", "2028"],
        ["1", "Hồ sơ trực tuyến", "%", "80", "-", "100"],
        ["2", "Dịch vụ công", "dịch vụ", "", "", "25"],
    ]))  # fmt: skip
    assert [(row[0], row[1], row[2]) for row in targets(found)] == [
        ("Hồ sơ trực tuyến", 2026, "80"),
        ("Hồ sơ trực tuyến", 2028, "100"),
        ("Dịch vụ công", 2028, "25"),
    ]


@pytest.mark.parametrize(
    "title",
    ["KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2024", "Kết quả thực hiện chỉ tiêu kế hoạch năm 2024",
     "KẾT QUẢ ĐẠT ĐƯỢC NĂM 2024"],
)  # fmt: skip
def test_what_was_reached_last_year_is_no_indicator(title):
    found = read(word(
        title,
        [["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2024", "Kết quả thực hiện"],
         ["1", "Hồ sơ trực tuyến", "%", "60", "75"]],
        "NHIỆM VỤ NĂM 2025", TASKS,
    ))  # fmt: skip
    assert found["indicators"] == []
    assert [row["name"] for row in found["tasks"]] == ["Việc A"]


def test_indicators_below_the_tasks_of_the_same_sheet_are_read_once():
    found = read(
        sheet([
            ["PHỤ LỤC: NHIỆM VỤ VÀ CHỈ TIÊU NĂM 2026"],
            ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"],
            [1, "Việc A", "Vụ Pháp chế", "Cục Viễn thông", "Quý II/2026"],
            [2, "Việc B", "Cục Viễn thông", None, "2026"],
            [],
            [],
            ["CÁC CHỈ TIÊU"],
            ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Đơn vị theo dõi"],
            [1, "Hồ sơ trực tuyến", "%", 85, "Văn phòng"],
            [2, "Giao dịch không tiền mặt", "%", "87 - 90", "Vụ Thanh toán"],
        ]),
        "x.xlsx",
    )  # fmt: skip
    assert [(row["code"], row["name"], row["end"]) for row in found["tasks"]] == [
        ("1", "Việc A", "2026-06-30"),
        ("2", "Việc B", "2026-12-31"),
    ]
    assert [(row["name"], row["horizon_year"], row["low"], row["high"]) for row in found["indicators"]] == [
        ("Hồ sơ trực tuyến", 2026, "85", None),
        ("Giao dịch không tiền mặt", 2026, "87", "90"),
    ]


def test_tasks_below_the_indicators_of_the_same_sheet_are_read_once():
    found = read(
        sheet([
            ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Đơn vị theo dõi"],
            [1, "Hồ sơ trực tuyến", "%", 85, "Văn phòng"],
            [],
            ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"],
            [1, "Việc A", "Vụ Pháp chế", "Cục Viễn thông", "Quý II/2026"],
        ]),
        "x.xlsx",
    )  # fmt: skip
    assert [row["name"] for row in found["tasks"]] == ["Việc A"]
    assert [row["name"] for row in found["indicators"]] == ["Hồ sơ trực tuyến"]


def test_groups_of_indicators_head_theirs():
    found = read(word([
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"],
        ["I", "Chính quyền số", None, None, None],
        ["1", "Hồ sơ trực tuyến", "%", "80", "100"],
        ["II", "Xã hội số", None, None, None],
        ["1", "Danh tính số", "%", "60", "90"],
    ]))  # fmt: skip
    assert [(row["kind"], row["name"], row["group"]) for row in found["indicators"]] == [
        ("group", "Chính quyền số", None),
        ("indicator", "Hồ sơ trực tuyến", "Chính quyền số"),
        ("indicator", "Hồ sơ trực tuyến", "Chính quyền số"),
        ("group", "Xã hội số", None),
        ("indicator", "Danh tính số", "Xã hội số"),
        ("indicator", "Danh tính số", "Xã hội số"),
    ]
    assert len({row["code"] for row in found["indicators"]}) == 6


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("≥ 80", (">=", "80", None)),
        ("> 80", (">", "80", None)),
        ("80", (">=", "80", None)),
        ("80%", (">=", "80", None)),
        ("98,5", (">=", "98.5", None)),
        ("Trên 80", (">", "80", None)),
        ("Tối thiểu 80%", (">=", "80", None)),
        ("80 trở lên", (">=", "80", None)),
        ("Dưới 5%", ("<", None, "5")),
        ("70-80", ("between", "70", "80")),
        ("100% (mức độ 4)", (">=", "100", None)),
        ("8 - 10", ("between", "8", "10")),
        ("≤ 5", ("<=", None, "5")),
        ("Thuộc nhóm 10 tỉnh dẫn đầu", ("top_n", None, "10")),
        ("Hoàn thành", ("qualitative", None, None)),
    ],
)
def test_a_printed_target_by_its_sign(printed, expected):
    found = read(
        word([["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026"], ["1", "Hồ sơ trực tuyến", "%", printed]])
    )
    [row] = found["indicators"]
    got = (row["comparator"], row["low"], row["high"])
    assert got[0] == expected[0]
    assert sorted(filter(None, got[1:])) == sorted(filter(None, expected[1:]))
