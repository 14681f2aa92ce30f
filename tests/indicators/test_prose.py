"""Targets in running text, as proposals."""

import time

import pytest

from indicators.prose import has_figures, proposals, year_of
from tests.plans.papers import read as read_paper
from tests.plans.papers import word


def read(text: str) -> list[tuple[str, str, str, str]]:
    """(what is measured, scope, unit, target) of every proposal."""
    return [
        (
            found.name,
            found.scope,
            found.unit,
            f"{found.target.comparator} {found.target.low}"
            + (f"-{found.target.high}" if found.target.high else ""),
        )
        for found in proposals(text)
    ]


FILES = "Hồ sơ công việc được xử lý trên môi trường mạng"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- 90% hồ sơ công việc tại cấp tỉnh, 80% hồ sơ công việc tại cấp huyện và 60% hồ sơ công việc tại cấp xã "
            "được xử lý trên môi trường mạng;",
            [
                (FILES, "cấp tỉnh", "%", ">= 90"),
                (FILES, "cấp huyện", "%", ">= 80"),
                (FILES, "cấp xã", "%", ">= 60"),
            ],
        ),
        (
            "Hồ sơ công việc được xử lý trên môi trường mạng đạt: 90 % tại cấp tỉnh; 80 % tại cấp huyện.",
            [(FILES, "cấp tỉnh", "%", ">= 90"), (FILES, "cấp huyện", "%", ">= 80")],
        ),
        (
            "Phấn đấu đưa năng suất lao động tăng tối thiểu 7%/năm; kinh tế số chiếm khoảng 20% GRDP.",
            [("Năng suất lao động", "", "%", "growth 7"), ("Kinh tế số", "", "% GRDP", ">= 20")],
        ),
        (
            "Phủ sóng 5G đến 100% các xã và 80% hộ gia đình",
            [
                ("Phủ sóng 5G đến các xã", "", "%", ">= 100"),
                ("Phủ sóng 5G đến hộ gia đình", "", "%", ">= 80"),
            ],
        ),
        (
            "+ Tỷ lệ người dân có tài khoản thanh toán điện tử trên 50%.",
            [("Tỷ lệ người dân có tài khoản thanh toán điện tử", "", "%", "> 50")],
        ),
        (
            "Tỷ lệ doanh nghiệp dùng nền tảng số đạt 50 - 70%",
            [("Tỷ lệ doanh nghiệp dùng nền tảng số", "", "%", "between 50-70")],
        ),
        (
            "Thuộc nhóm 30 tỉnh, thành dẫn đầu về chuyển đổi số",
            [("Thuộc nhóm 30 tỉnh, thành dẫn đầu về chuyển đổi số", "", "thứ hạng", "top_n 30")],
        ),
        (
            "1. Tỷ trọng kinh tế số đạt 32% GRDP, năng suất lao động tăng bình quân 8%/năm.",
            [("Tỷ trọng kinh tế số", "", "% GRDP", ">= 32"), ("Năng suất lao động", "", "%", "growth 8")],
        ),
        ("1- Kim ngạch xuất khẩu đạt 450 triệu USD.", [("Kim ngạch xuất khẩu", "", "triệu USD", ">= 450")]),
        ("2.2. 100% xã có cáp quang.", [("Xã có cáp quang", "", "%", ">= 100")]),
        ("3) 80% doanh nghiệp nộp hồ sơ số.", [("Doanh nghiệp nộp hồ sơ số", "", "%", ">= 80")]),
        ("(a) Trên 60% cán bộ dùng chữ ký số.", [("Cán bộ dùng chữ ký số", "", "%", "> 60")]),
        ("4/ 1,2 triệu tài khoản.", []),
        (
            "a) Có 1,2 triệu tài khoản định danh.",
            [("Tài khoản định danh", "", "tài khoản", ">= 1200000.0")],
        ),
        ("c) Phấn đấu có 30 xã đạt chuẩn.", [("Xã đạt chuẩn", "", "xã", ">= 30")]),
        (
            "b) Tỷ số giới tính khi sinh dưới 111 bé trai/100 bé gái.",
            [("Tỷ số giới tính khi sinh", "", "bé trai", "< 111")],
        ),
        (
            "- Tỷ lệ hộ có cáp quang đạt 90%; 100% xã có sóng 5G.",
            [("Tỷ lệ hộ có cáp quang", "", "%", ">= 90"), ("Xã có sóng 5G", "", "%", ">= 100")],
        ),
        (
            "- Có ít nhất 200 doanh nghiệp số và 15 hợp tác xã số.",
            [("Doanh nghiệp số", "", "doanh nghiệp", ">= 200"), ("Hợp tác xã số", "", "hợp tác", ">= 15")],
        ),
        ("- Giảm tỷ lệ hộ nghèo xuống còn 3%.", [("Tỷ lệ hộ nghèo", "", "%", "<= 3")]),
        ("- Tỷ lệ hồ sơ trễ hẹn dưới 1%.", [("Tỷ lệ hồ sơ trễ hẹn", "", "%", "< 1")]),
        ("Năm 2027: 50% học sinh biết bơi.", [("Học sinh biết bơi", "", "%", ">= 50")]),
        ("Tham gia cuộc cách mạng công nghiệp lần thứ 4.", []),
        ("Nâng cao nhận thức của người dân về chuyển đổi số.", []),
        ("Theo Quyết định số 749/QĐ-TTg ngày 03/6/2020", []),
    ],
)
def test_every_number_of_a_sentence_of_aims_is_proposed_with_what_it_measures(text, expected):
    assert read(text) == expected


def test_letters_that_fold_to_two_do_not_shift_what_is_read():
    decomposed = "Tỷ lệ hồ sơ cấp huyện đạt 80%"
    assert read(decomposed) == [("Tỷ lệ hồ sơ cấp huyện", "", "%", ">= 80")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("a) Mục tiêu cụ thể đến năm 2025:", 2025),
        ("Giai đoạn 2021 - 2025", None),
        ("Đến năm 2025 và đến năm 2030", None),
        ("Giảm 30% so với năm 2025", None),
        ("II- CHỈ TIÊU ĐẾN NĂM 2030", 2030),
    ],
)
def test_a_heading_says_the_year_its_aims_are_for(text, year):
    assert year_of(text) == year


def test_a_fall_against_a_value_that_is_not_printed_is_proposed_with_a_doubt():
    [found] = proposals("- Giảm 30% thời gian giải quyết thủ tục so với năm 2025.")
    assert (found.target.comparator, found.year) == ("", None)
    assert "cần số của mốc" in found.target.doubt


TASKS = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "2026"]]
AIMS = [
    ["TT", "Chỉ tiêu", "ĐVT", "Năm 2030"],
    ["1", "Tỷ trọng kinh tế số trong GRDP", "%", "25"],
    ["2", "Số trạm 5G", "trạm", "900"],
]


def offered(*blocks) -> list[tuple]:
    return [(row["name"], row["low"], row["horizon_year"]) for row in read_paper(word(*blocks))["proposals"]]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("II. MỤC TIÊU ĐẾN NĂM 2030", "- Phủ sóng 5G đạt 90%."),
        ("II- CHỈ TIÊU ĐẾN NĂM 2030", "1- Phủ sóng 5G đạt 90%."),
        ("2. Mục tiêu cụ thể đến năm 2030", "2.1. Phủ sóng 5G đạt 90%."),
        ("2. Chỉ tiêu cụ thể đến năm 2030", "a) Phủ sóng 5G đạt 90%;"),
        ("MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030", "Phủ sóng 5G đạt 90%."),
        ("2/ Một số chỉ tiêu chủ yếu đến năm 2030:", "+ Phủ sóng 5G đạt 90%."),
    ],
)
@pytest.mark.parametrize("table", [AIMS, TASKS])
def test_targets_under_a_heading_of_aims_are_offered_beside_any_table(title, line, table):
    assert offered(title, line, "III. NHIỆM VỤ", "- Mở 5 lớp, 100% cán bộ tham gia.", table) == [
        ("Phủ sóng 5G", "90", 2030)
    ]


def test_a_target_the_table_holds_is_not_offered_again():
    lines = (
        "II. MỤC TIÊU ĐẾN NĂM 2030",
        "- Kinh tế số chiếm 25% GRDP.",
        "- Số trạm 5G trên 900 trạm.",
        "- 80% hộ dùng nước sạch.",
    )
    assert offered(*lines, AIMS) == [("Hộ dùng nước sạch", "80", 2030)]


def test_the_same_measure_for_another_year_is_offered():
    lines = ("II. MỤC TIÊU", "a) Đến năm 2028", "- Kinh tế số chiếm 22% GRDP.")
    assert offered(*lines, AIMS) == [("Kinh tế số", "22", 2028)]


def test_a_target_that_names_work_is_no_heading():
    lines = (
        "II. MỤC TIÊU ĐẾN NĂM 2030",
        "a) 100% nhiệm vụ được giao đúng hạn.",
        "b) 80% yêu cầu được trả lời.",
    )
    assert [name for name, _low, _year in offered(*lines, TASKS)] == [
        "Nhiệm vụ được giao đúng hạn",
        "Yêu cầu được trả lời",
    ]


def test_long_lines_are_left_alone_and_no_line_takes_longer_than_it_is():
    started = time.process_time()
    for piece in ("1. ", "đạt 1 ", "và ", "a, ", "tăng ", "1% "):
        text = piece * (100_000 // len(piece))
        assert proposals(text) == []
        has_figures(text)
        proposals(text[:1199])
    assert time.process_time() - started < 5
