"""Targets in running text, as proposals."""

import pytest

from indicators.prose import proposals, year_of


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
    ],
)
def test_a_heading_says_the_year_its_aims_are_for(text, year):
    assert year_of(text) == year
