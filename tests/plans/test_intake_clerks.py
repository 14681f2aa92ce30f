"""What clerks of other offices hand in: columns nobody foresaw, signatures in tables, headings by office."""

import pytest

from tests.plans.papers import read, word

TASKS = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]


def tasks(*blocks) -> list[tuple]:
    """Code, kind, name, lead and notes of every row."""
    return [
        (task["code"], task["kind"], task["name"], task["lead"], task["notes"])
        for task in read(word(*blocks))["tasks"]
    ]


def test_a_column_no_field_is_for_goes_to_the_notes():
    assert tasks([
        ["TT", "Lĩnh vực", "Nhiệm vụ", "Cơ quan chủ trì", "Deadline", "Mức độ ưu tiên"],
        ["1", "Y tế", "Việc A", "Sở Y tế", "2026", "Cao"],
    ]) == [("1", "task", "Việc A", ["Sở Y tế"], "Lĩnh vực: Y tế\nMức độ ưu tiên: Cao")]  # fmt: skip


def test_who_follows_up_does_not_lead_beside_who_does():
    assert tasks([
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan theo dõi, đôn đốc", "Thời gian"],
        ["1", "Việc A", "Sở Y tế", "Văn phòng UBND tỉnh", "2026"],
    ]) == [("1", "task", "Việc A", ["Sở Y tế"], "Cơ quan theo dõi, đôn đốc: Văn phòng UBND tỉnh")]  # fmt: skip


def test_a_signature_at_the_foot_of_a_table_is_no_task():
    assert tasks([
        TASKS,
        ["1", "Việc A", "Sở Y tế", "2026"],
        ["", "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", ""],
        ["", "", "Bình Dương, ngày 5 tháng 3 năm 2026", ""],
    ]) == [("1", "task", "Việc A", ["Sở Y tế"], "")]  # fmt: skip


def test_a_task_about_indicators_ends_no_table_of_tasks():
    found = read(word([
        ["Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["Việc A", "Sở Y tế", "2026"],
        ["Rà soát bộ chỉ tiêu", "Cơ quan thường trực", "2026"],
        ["Việc C", "Sở Y tế", "2027"],
    ]))  # fmt: skip
    assert [task["name"] for task in found["tasks"]] == ["Việc A", "Rà soát bộ chỉ tiêu", "Việc C"]
    assert found["indicators"] == []


def test_a_full_row_without_a_number_stands_beside_the_one_before_it():
    found = read(word([
        TASKS,
        ["I", "Nhóm", "", ""],
        ["1", "A", "Sở Y tế", "2026"],
        ["", "B", "Sở Nội vụ", "2027"],
        ["2", "C", "Sở Y tế", "2026"],
    ]))  # fmt: skip
    assert [(task["code"], task["parent"]) for task in found["tasks"]] == [
        ("I", None),
        ("1", "I"),
        ("1a", "I"),
        ("2", "I"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["1. Sở Nội vụ có trách nhiệm:", "+ Việc A.", "+ Việc B.",
             "2. Sở Y tế", "- Việc C", "+ chi tiết", "3. Trạm Y tế", "- Việc D"],
            [("1.1", "Việc A.", ["Sở Nội vụ"]), ("1.2", "Việc B.", ["Sở Nội vụ"]),
             ("2.1", "Việc C", ["Sở Y tế"]), ("3.1", "Việc D", ["Trạm Y tế"])],
        ),
        (
            ["Sở Nội vụ:", "- Việc A", "Sở Y tế:", "- Việc B", "Công an tỉnh:", "- Việc C"],
            [("1.1", "Việc A", ["Sở Nội vụ"]), ("2.1", "Việc B", ["Sở Y tế"]), ("3.1", "Việc C", ["Công an tỉnh"])],
        ),
    ],
)  # fmt: skip
def test_sections_headed_by_offices_are_read_with_any_bullet_and_without_numbers(lines, expected):
    found = read(word("III. NHIỆM VỤ CỤ THỂ", *lines))
    assert [
        (task["code"], task["name"], task["lead"]) for task in found["tasks"] if task["kind"] == "task"
    ] == expected


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (["Thực hiện 2024", "Ước 2025", "KH 2026"], ["50", "60", "70"], [(2026, "70")]),
        (["Giai đoạn 2021-2025", "Giai đoạn 2026-2030"], ["50", "60"], [(2025, "50"), (2030, "60")]),
        (["Mục tiêu năm 2026", "So với năm 2025 (%)"], ["50", "110"], [(2026, "50")]),
    ],
)
def test_only_columns_that_aim_are_targets(headings, cells, expected):
    found = read(word([["TT", "Chỉ tiêu", "ĐVT", *headings], ["1", "Tỷ lệ A", "%", *cells]]))
    assert [(row["horizon_year"], row["low"]) for row in found["indicators"]] == expected


def test_a_table_that_is_not_read_is_said():
    found = read(word(
        [TASKS, ["1", "Việc A", "Sở Y tế", "2026"]],
        "Thuật ngữ",
        [["Từ", "Nghĩa"], ["CĐS", "Chuyển đổi số"], ["CSDL", "Cơ sở dữ liệu"], ["TTHC", "Thủ tục hành chính"]],
    ))  # fmt: skip
    assert any("không phải bảng nhiệm vụ" in problem["message"] for problem in found["problems"])


@pytest.mark.parametrize(
    ("title", "count"),
    [("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2024", 0), ("CHỈ TIÊU VÀ KẾT QUẢ CẦN ĐẠT NĂM 2026", 1)],
)
def test_what_has_been_reached_is_no_aim(title, count):
    found = read(word(
        [TASKS, ["1", "Việc A", "Sở Y tế", "2026"]],
        title,
        [["TT", "Chỉ tiêu", "ĐVT", "Năm 2026"], ["1", "Tỷ lệ A", "%", "50"]],
    ))  # fmt: skip
    assert len(found["indicators"]) == count


def test_a_group_in_capitals_is_not_the_title_of_an_annex():
    found = read(
        word(
            "PHỤ LỤC",
            "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ CỦA TỈNH",
            "(Ban hành kèm theo Kế hoạch số 15/KH-UBND ngày 05/3/2025 của UBND tỉnh Lâm Đồng)",
            [TASKS, ["I", "CHƯƠNG TRÌNH HẠ TẦNG SỐ", "", ""], ["1", "Việc A", "Sở Y tế", "2026"]],
            head=False,
        )
    )
    assert (found["plan"]["number"], found["plan"]["kind"]) == ("15/KH-UBND", "KH")
    assert found["plan"]["title"] == "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ CỦA TỈNH"
