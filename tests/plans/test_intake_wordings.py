"""Annexes in the wordings of other provinces, ministries, districts and Party committees: one small paper each."""

import pytest

from common.errors import Refused
from common.text import fold
from plans.intake import read_plan
from plans.intake.headings import (
    BASELINE,
    BOTH,
    COORDINATING,
    END,
    INDICATOR,
    LEAD,
    LEVEL,
    MONEY,
    NAME,
    NUMBER,
    PRODUCT,
    REMARKS,
    RESULT,
    START,
    TARGET,
    TIME,
    UNIT,
    role_of,
)
from tests.plans.papers import REGISTER, UP, read, sheet, word

HEADING = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]


def rows(found: dict, *keys: str) -> list[tuple]:
    """The tasks as tuples of their code and the keys asked for."""
    return [tuple(row[key] for key in ("code", *keys)) for row in found["tasks"]]


def tree(found: dict) -> list[tuple]:
    return rows(found, "kind", "parent", "name")


def budgets(found: dict) -> dict[str, list[tuple]]:
    return {
        row["code"]: [(cell["year"], cell["source"], cell["million"]) for cell in row["budget"]]
        for row in found["tasks"]
        if row["budget"]
    }


def doubts(found: dict) -> list[str]:
    return [problem["message"] for problem in found["problems"] if problem["severity"] != "note"]


# headings


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        (
            NUMBER,
            ["TT", "STT", "Stt", "Số TT", "S.T.T", "Số thứ tự", "No.", "#", "Mã số", "Mã NV", "Mã nhiệm vụ", "Số"],
        ),
        (
            NAME,
            ["Nhiệm vụ", "Nội dung", "Tên nhiệm vụ", "Nội dung nhiệm vụ", "Nội dung công việc", "Nhiệm vụ, giải pháp",
             "Nhiệm vụ cụ thể", "Nhiệm vụ, đề án, dự án", "Nhiệm vụ/Giải pháp", "Danh mục nhiệm vụ", "Tên dự án",
             "Tên đề án, nhiệm vụ", "Hoạt động", "Các hoạt động chính", "Hạng mục", "Công việc", "Nội dung thực hiện",
             "Nội dung triển khai", "Tên văn bản", "Chương trình, đề án", "NHIỆM VỤ", "Nội\u00a0dung"],
        ),
        (
            LEAD,
            ["Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Cơ quan, đơn vị chủ trì", "Cơ quan thực hiện",
             "Đơn vị thực hiện", "Đơn vị chủ trì thực hiện", "Cơ quan chủ trì tham mưu", "Sở, ngành chủ trì",
             "Sở, ban, ngành chủ trì", "Sở, ngành tham mưu", "Phân công thực hiện", "Đơn vị được giao", "Chủ đầu tư",
             "Cơ quan chịu trách nhiệm", "Trách nhiệm thực hiện", "Đơn vị đầu mối", "Cơ quan chủ trì soạn thảo",
             "Phòng, ban chủ trì", "Bộ, ngành chủ trì", "Cơ quan", "CƠ QUAN CHỦ TRÌ", "Chủ thể thực hiện", "Giao cho",
             "Người thực hiện", "Cơ quan, đơn vị"],
        ),
        (
            COORDINATING,
            ["Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp", "Phối hợp thực hiện",
             "Đơn vị phối hợp thực hiện", "Cơ quan cùng thực hiện", "Đơn vị tham gia", "Cơ quan liên quan",
             "Các đơn vị liên quan", "PHỐI HỢP", "Sở, ngành phối hợp"],
        ),
        (
            BOTH,
            ["Cơ quan chủ trì, phối hợp", "Chủ trì/Phối hợp", "Đơn vị chủ trì - phối hợp",
             "Cơ quan chủ trì và cơ quan phối hợp"],
        ),
        (
            TIME,
            ["Thời gian", "Thời hạn", "Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn hoàn thành", "Tiến độ",
             "Tiến độ thực hiện", "Tiến độ hoàn thành", "Thời điểm hoàn thành", "Năm hoàn thành", "Lộ trình", "Mốc",
             "Hạn hoàn thành", "Hoàn thành", "Thời gian trình", "Kỳ hạn", "Giai đoạn", "Năm", "Ngày hoàn thành",
             "Thời gian, lộ trình thực hiện", "Mốc thời gian hoàn thành", "Năm thực hiện", "Kế hoạch thời gian",
             "Thời gian hoàn thành/Ban hành", "Thời gian trình cấp có thẩm quyền"],
        ),
        (START, ["Bắt đầu", "Thời gian bắt đầu", "Ngày bắt đầu", "Khởi công"]),
        (END, ["Kết thúc", "Thời gian kết thúc", "Ngày kết thúc"]),
        (
            PRODUCT,
            ["Sản phẩm", "Sản phẩm dự kiến", "Kết quả, sản phẩm", "Sản phẩm/Kết quả", "Dự kiến sản phẩm", "Đầu ra",
             "Hình thức văn bản", "Sản phẩm hoàn thành", "Yêu cầu", "Yêu cầu sản phẩm"],
        ),
        (RESULT, ["Kết quả", "Kết quả cần đạt", "Kết quả dự kiến", "Dự kiến kết quả", "Kết quả đầu ra"]),
        (
            MONEY,
            ["Kinh phí", "Kinh phí (triệu đồng)", "Dự toán", "Nguồn vốn", "Nguồn kinh phí", "Ngân sách tỉnh",
             "Khái toán", "Tổng mức đầu tư", "NSTW", "Vốn đầu tư công", "Nguồn lực thực hiện"],
        ),
        (REMARKS, ["Ghi chú", "GHI CHÚ", "Diễn giải"]),
        (
            LEVEL,
            ["Cấp trình", "Cơ quan ban hành", "Cấp ban hành", "Cơ quan phê duyệt", "Cấp quyết định",
             "Lãnh đạo Bộ phụ trách", "Lãnh đạo Sở phụ trách", "Đồng chí phụ trách", "Người chỉ đạo",
             "Thành viên UBND tỉnh phụ trách", "Lãnh đạo UBND tỉnh chỉ đạo", "Lãnh đạo theo dõi"],
        ),
        (INDICATOR, ["Chỉ tiêu", "Chỉ số", "Tiêu chí", "Tên chỉ tiêu", "Mục tiêu cụ thể"]),
        (UNIT, ["Đơn vị tính", "ĐVT", "Đơn vị đo"]),
        (
            TARGET,
            ["Năm 2026", "2026", "Đến năm 2030", "Mục tiêu năm 2026", "Chỉ tiêu đến 2030", "Mục tiêu", "Mức phấn đấu",
             "Kế hoạch năm 2026"],
        ),
        (
            BASELINE,
            ["Hiện trạng", "Hiện trạng năm 2025", "Thực hiện 2025", "Năm 2025 (ước)", "Ước thực hiện năm 2025",
             "Kết quả năm 2025"],
        ),
    ],
)  # fmt: skip
def test_what_a_heading_names_in_any_wording(role, headings):
    assert {text: role_of([fold(text)]) for text in headings} == dict.fromkeys(headings, role)


@pytest.mark.parametrize(
    "heading",
    [
        "Lãnh đạo Bộ phụ trách", "Thành viên UBND tỉnh phụ trách", "Người chỉ đạo",
    ],
)  # fmt: skip
def test_a_column_of_persons_in_charge_is_no_lead(heading):
    found = read(
        word([
            ["TT", "Nhiệm vụ", heading, "Đơn vị chủ trì", "Thời gian"],
            ["1", "Việc A", "Đ/c Trần Văn Bình", "Vụ Pháp chế", "2026"],
            ["2", "Việc B", "nt", "Cục Viễn thông", "2026"],
        ])
    )  # fmt: skip
    assert rows(found, "lead", "notes") == [
        ("1", ["Vụ Pháp chế"], f"{heading}: Đ/c Trần Văn Bình"),
        ("2", ["Cục Viễn thông"], f"{heading}: nt"),
    ]


def test_who_decides_is_a_note_and_no_lead():
    found = read(
        word([
            ["TT", "Nhiệm vụ", "Chủ trì", "Cấp trình", "Cơ quan ban hành", "Thời gian", "Ghi chú"],
            ["1", "Việc A", "Sở Y tế", "UBND tỉnh", "HĐND tỉnh", "2026", "mới"],
        ])
    )  # fmt: skip
    [row] = found["tasks"]
    assert row["lead"] == ["Sở Y tế"]
    assert sorted(row["notes"].split("\n")) == ["Cơ quan ban hành: HĐND tỉnh", "Cấp trình: UBND tỉnh", "mới"]


def test_a_row_that_speaks_like_a_heading_is_a_row():
    found = read(
        word([
            ["Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
            ["Vận hành Trung tâm", "Trung tâm đi vào hoạt động", "Văn phòng UBND tỉnh", "Sở Xây dựng", "Quý II/2026"],
            ["Việc B", "Báo cáo", "Sở Y tế chủ trì, phối hợp với Sở Tài chính", "", "2026"],
            ["Việc C", "Nhiệm vụ hoàn thành", "Sở Nội vụ", "Sở Y tế", "2027"],
        ])
    )  # fmt: skip
    assert rows(found, "name", "end") == [
        ("1", "Vận hành Trung tâm", "2026-06-30"),
        ("2", "Việc B", "2026-12-31"),
        ("3", "Việc C", "2027-12-31"),
    ]


# groups and numbers


def test_a_first_column_of_groups_over_their_tasks():
    found = read(
        word([
            ["Nhóm nhiệm vụ", "TT", "Nhiệm vụ cụ thể", "Cơ quan chủ trì", "Thời gian"],
            ["Hoàn thiện thể chế", "1", "Việc A", "Sở Y tế", "2026"],
            [UP, "2", "Việc B", "Sở Nội vụ", "2027"],
            ["Phát triển hạ tầng", "3", "Việc C", "Sở Tài chính", "2026"],
            [UP, "4", "Việc D", "Sở Y tế", "2027"],
        ])
    )  # fmt: skip
    assert rows(found, "kind", "name", "lead") == [
        ("I", "group", "Hoàn thiện thể chế", []),
        ("1", "task", "Việc A", ["Sở Y tế"]),
        ("2", "task", "Việc B", ["Sở Nội vụ"]),
        ("II", "group", "Phát triển hạ tầng", []),
        ("3", "task", "Việc C", ["Sở Tài chính"]),
        ("4", "task", "Việc D", ["Sở Y tế"]),
    ]


def test_groups_in_a_first_column_without_numbers():
    found = read(
        word([
            ["Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Chủ trì/Phối hợp", "Hoàn thành"],
            ["Chính quyền số", "Việc A", "Chủ trì: Văn phòng\nPhối hợp: Công an phường", "2026"],
            [UP, "Việc B", "Chủ trì: Công an phường", "2027"],
            ["Xã hội số", "Việc C", "Chủ trì: Phòng Văn hóa - Xã hội", "2026"],
            ["", "Việc D", "Chủ trì: Trạm Y tế", "2027"],
        ])
    )  # fmt: skip
    assert [(row["kind"], row["name"], row["lead"], row["coordinating"]) for row in found["tasks"]] == [
        ("group", "Chính quyền số", [], []),
        ("task", "Việc A", ["Văn phòng"], ["Công an phường"]),
        ("task", "Việc B", ["Công an phường"], []),
        ("group", "Xã hội số", [], []),
        ("task", "Việc C", ["Phòng Văn hóa - Xã hội"], []),
        ("task", "Việc D", ["Trạm Y tế"], []),
    ]


def test_full_rows_without_a_number_stand_beside_the_one_before():
    found = read(
        word([
            HEADING,
            ["1", "Việc A", "Sở Y tế", "", "2026"],
            ["", "Việc B", "Sở Nội vụ", "", "2027"],
            ["2", "Việc C", "Sở Y tế", "", "2026"],
        ])
    )  # fmt: skip
    assert tree(found) == [
        ("1", "task", None, "Việc A"),
        ("1a", "task", None, "Việc B"),
        ("2", "task", None, "Việc C"),
    ]


def test_codes_of_letters_and_figures_in_a_column_of_their_own():
    found = read(
        word([
            ["Mã NV", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
            ["NV01", "Việc A", "Vụ Dầu khí và Than", "2026"],
            ["NV02", "Việc B", "Vụ Pháp chế", "2027"],
        ])
    )  # fmt: skip
    assert tree(found) == [("NV01", "task", None, "Việc A"), ("NV02", "task", None, "Việc B")]


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (["1", "1.1", "1.2", "2"], ["1", "1.1", "1.2", "2"]),
        (["1.", "1.1.", "1.2.", "2."], ["1", "1.1", "1.2", "2"]),
        (["I", "1", "2", "II"], ["I", "1", "2", "II"]),
        (["I", "1", "II", "1"], ["I", "I.1", "II", "II.1"]),
        (["A", "I", "B", "I"], ["A", "A.I", "B", "B.I"]),
        (["1", "a)", "b)", "2"], ["1", "1.a", "1.b", "2"]),
        (["01", "02", "03", "04"], ["01", "02", "03", "04"]),
    ],
)
def test_printed_numbers_in_every_style(numbers, codes):
    table = [[number, f"Việc {at}", "Sở Y tế", "", "2026"] for at, number in enumerate(numbers)]
    assert [row["code"] for row in read(word([HEADING, *table]))["tasks"]] == codes


# several tables


def test_a_table_goes_on_after_the_page_under_the_same_heading():
    first = [
        HEADING,
        ["1", "Việc A", "Sở Y tế", "", "2026"],
        ["2", "Xây dựng cơ sở dữ liệu", "Sở Y tế", "", "2026"],
    ]
    second = [HEADING, ["", "quốc gia về đất đai", "", "", ""], ["3", "Việc C", "Sở Y tế", "", "2027"]]
    found = read(word(first, second))
    assert tree(found) == [
        ("1", "task", None, "Việc A"),
        ("2", "task", None, "Xây dựng cơ sở dữ liệu quốc gia về đất đai"),
        ("3", "task", None, "Việc C"),
    ]


def test_a_group_goes_on_after_the_page():
    first = [HEADING, ["I", "Thể chế", None, None, None], ["1", "Việc A", "Sở Y tế", "", "2026"]]
    second = [HEADING, ["2", "Việc B", "Sở Y tế", "", "2026"], ["II", "Hạ tầng", None, None, None],
              ["1", "Việc C", "Sở Y tế", "", "2027"]]  # fmt: skip
    assert [row["code"] for row in read(word(first, second))["tasks"]] == ["I", "I.1", "I.2", "II", "II.1"]


def test_a_table_without_a_heading_goes_on_with_the_one_before():
    first = [HEADING, ["1", "Việc A", "Sở Y tế", "", "2026"]]
    found = read(
        word(first, [["2", "Việc B", "Sở Nội vụ", "", "2027"], ["3", "Việc C", "Sở Y tế", "", "2027"]])
    )
    assert rows(found, "lead") == [("1", ["Sở Y tế"]), ("2", ["Sở Nội vụ"]), ("3", ["Sở Y tế"])]


@pytest.mark.parametrize("ditto", ["nt", "- nt -", "-nt-", "//", "Như trên", '"'])
def test_as_above_is_the_lead_of_the_row_before(ditto):
    found = read(word([HEADING, ["1", "Việc A", "Sở Y tế", "", "2026"], ["2", "Việc B", ditto, "", "2027"]]))
    assert rows(found, "lead") == [("1", ["Sở Y tế"]), ("2", ["Sở Y tế"])]


@pytest.mark.parametrize(
    "name",
    ["Tổng kiểm tra hệ thống", "Cộng đồng số", "Tổng số hóa hồ sơ", "Tổng hợp số liệu", "Nguồn nhân lực số"],
)
def test_a_task_that_begins_like_a_total_is_a_task(name):
    found = read(word([HEADING, ["1", name, "Sở Y tế", "", "2026"], ["", "Tổng cộng", "", "", ""]]))
    assert rows(found, "kind", "name") == [("1", "task", name)]


def test_titles_of_annexes_head_their_rows_where_numbers_start_again():
    rows_of = [["1", "Việc A", "Sở Y tế", "", "2026"], ["2", "Việc B", "Sở Nội vụ", "", "2026"]]
    found = read(word(
        "Phụ lục I", "NHIỆM VỤ TRỌNG TÂM", [HEADING, *rows_of],
        "Phụ lục II", "NHIỆM VỤ ĐỀ XUẤT", [HEADING, ["1", "Việc C", "Sở Tài chính", "", "2027"]],
    ))  # fmt: skip
    assert [(row["kind"], row["name"]) for row in found["tasks"]] == [
        ("group", "NHIỆM VỤ TRỌNG TÂM"),
        ("task", "Việc A"),
        ("task", "Việc B"),
        ("group", "NHIỆM VỤ ĐỀ XUẤT"),
        ("task", "Việc C"),
    ]
    parents = {row["name"]: row["parent"] for row in found["tasks"]}
    assert parents["NHIỆM VỤ TRỌNG TÂM"] is parents["NHIỆM VỤ ĐỀ XUẤT"] is None
    assert not [text for text in doubts(found) if "trùng" in text]


def test_a_total_belongs_to_its_own_list():
    money = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kinh phí (triệu đồng)", "Thời gian"]
    found = read(word(
        "Phụ lục I", "NHIỆM VỤ TRỌNG TÂM",
        [money, ["1", "Việc A", "Sở Y tế", "1.000", "2026"], ["2", "Việc B", "Sở Y tế", "500", "2026"],
         ["", "Tổng cộng", "", "1.500", ""]],
        "Phụ lục II", "NHIỆM VỤ ĐỀ XUẤT",
        [money, ["1", "Việc C", "Sở Y tế", "2.000", "2026"], ["", "Cộng", "", "2.100", ""]],
    ))  # fmt: skip
    assert [(gap["stated"], gap["computed"]) for gap in found["discrepancies"]] == [("2100", "2000")]
    assert "Tổng cộng" not in [row["name"] for row in found["tasks"]]


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (["", "Tổng cộng", "", "", ""], "Dòng tổng cộng: dùng để kiểm tra phép cộng."),
        (["TỔNG CỘNG (I + II)", None, None, None, None], "Dòng tổng cộng: dùng để kiểm tra phép cộng."),
        (["Lưu ý: các nhiệm vụ phải xong đúng hạn.", None, None, None, None], "Dòng ghi chú của bảng."),
        (["Ghi chú: (*) nhiệm vụ chuyển tiếp", None, None, None, None], "Dòng ghi chú của bảng."),
        (["Cộng: 01 nhiệm vụ", None, None, None, None], "Dòng ghi chú của bảng."),
        (["2", "…", "…", "…", "…"], "Dòng trống của biểu mẫu."),
        (["(1)", "(2)", "(3)", "(4)", "(5)"], "Dòng đánh số cột."),
        (HEADING, "Tiêu đề bảng in lại."),
    ],
)  # fmt: skip
def test_rows_that_are_no_tasks_are_passed_over_with_the_reason(last, why):
    table = [HEADING, ["1", "Việc A", "Sở Y tế", "", "2026"], last]
    reading = read_plan(word(table), "plan.docx", REGISTER)
    assert [row["code"] for row in reading.to_json()["tasks"]] == ["1"]
    skipped = [row for row in reading.rows if row.parsed.get("why") == why]
    assert [row.where for row in skipped] == ["bảng 2, dòng 3"]
    assert all(cell.text and "dòng 3" in cell.where for cell in skipped[0].printed)


# time


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("01/2026", "12/2027", ("2026-01-01", "2027-12-31", False)),
        ("Quý I/2026", "Quý IV/2028", ("2026-01-01", "2028-12-31", False)),
        ("2026", "2030", ("2026-01-01", "2030-12-31", False)),
        ("", "6/2026", (None, "2026-06-30", False)),
        ("Thường xuyên", None, (None, None, True)),
    ],
)
@pytest.mark.parametrize(
    "names", [("Bắt đầu", "Kết thúc"), ("Bắt đầu", "Hoàn thành"), ("Khởi công", "Kết thúc")]
)
def test_time_in_two_columns(names, start, end, expected):
    found = read(word([
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", None],
        [UP, UP, UP, *names],
        ["1", "Việc A", "Sở Y tế", start, end],
    ]))  # fmt: skip
    [row] = found["tasks"]
    assert (row["start"], row["end"], row["recurring"]) == expected


@pytest.mark.parametrize("label", ["Thời gian", "Thời gian thực hiện", "Thời hạn", "Tiến độ", "Hoàn thành"])
def test_time_inside_the_cell_of_agencies(label):
    found = read(word([
        ["TT", "Nhiệm vụ", "Tổ chức thực hiện"],
        ["1", "Việc A", f"Chủ trì: Sở Y tế\nPhối hợp: Sở Nội vụ\n{label}: Quý IV/2026"],
        ["2", "Việc B", f"- Chủ trì: Sở Tài chính\n- {label}: 2027"],
    ]))  # fmt: skip
    assert rows(found, "lead", "coordinating", "end") == [
        ("1", ["Sở Y tế"], ["Sở Nội vụ"], "2026-12-31"),
        ("2", ["Sở Tài chính"], [], "2027-12-31"),
    ]


@pytest.mark.parametrize(
    "text", ["Thường xuyên", "Thường\nxuyên", "Nhiệm vụ thường xuyên", "Hằng năm", "Tháng 11 hằng năm",
             "Quý I hằng năm", "Trước 15/12 hằng năm", "06 tháng/lần", "Tối thiểu 01 lần/năm", "Định kỳ hằng quý"]
)  # fmt: skip
def test_what_comes_back_every_year_has_neither_start_nor_end(text):
    found = read(word([HEADING, ["1", "Việc A", "Sở Y tế", "", text]]))
    assert rows(found, "start", "end", "recurring") == [("1", None, None, True)]
    assert doubts(found) == []


# money

PAID = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
TASK = ["1", "Việc A", "Sở Y tế", "2026"]


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (["Kinh phí (triệu đồng)"], ["1.500"], [(None, "total", "1500")]),
        (["Kinh phí (tỷ đồng)"], ["1,5"], [(None, "total", "1500")]),
        (["Dự toán (nghìn đồng)"], ["1.500.000"], [(None, "total", "1500")]),
        (["Kinh phí (đồng)"], ["1.500.000.000"], [(None, "total", "1500")]),
        (["Kinh phí"], ["1.500 triệu đồng"], [(None, "total", "1500")]),
        (["Kinh phí"], ["1,5 tỷ đồng"], [(None, "total", "1500")]),
        (["Kinh phí (triệu đồng)"], ["1. 500"], [(None, "total", "1500")]),
        (["Năm 2026 (triệu đồng)", "Năm 2027 (triệu đồng)"], ["500", "700"],
         [(2026, "total", "500"), (2027, "total", "700")]),
        (["Kinh phí (triệu đồng)", "2026", "2027"], ["1.200", "500", "700"],
         [(None, "total", "1200"), (2026, "total", "500"), (2027, "total", "700")]),
        (["Kinh phí (triệu đồng)", "Nguồn vốn"], ["500", "Vốn đầu tư công"], [(None, "investment", "500")]),
        (["Kinh phí (triệu đồng)", "Nguồn kinh phí"], ["500", "NSNN (chi thường xuyên)"],
         [(None, "recurrent", "500")]),
        (["Kinh phí (triệu đồng)", "Nguồn vốn"], ["500", "Ngân sách tỉnh"], [(None, "local", "500")]),
        (["Kinh phí (triệu đồng)", "Nguồn vốn"], ["500", "Xã hội hóa"], [(None, "social", "500")]),
        (["Kinh phí (triệu đồng)", "Nguồn vốn"], ["500", "Ngân sách trung ương"], [(None, "central", "500")]),
        (["NSTW (triệu đồng)", "NSĐP (triệu đồng)"], ["500", "700"],
         [(None, "central", "500"), (None, "local", "700")]),
    ],
)  # fmt: skip
def test_money_by_its_heading(headings, cells, expected):
    sure = ["2", "Việc B", "Sở Nội vụ", "2027", "2.000.000" if any("." in cell for cell in cells) else ""]
    assert budgets(read(word([[*PAID, *headings], [*TASK, *cells], sure])))["1"] == expected


@pytest.mark.parametrize("source", ["Xã hội hóa", "Vốn xã hội hóa", "Nguồn xã hội hóa", "Doanh nghiệp"])
def test_who_pays_under_a_year(source):
    found = read(word([
        [*PAID, "Dự kiến năm 2026 (triệu đồng)", None],
        [UP, UP, UP, UP, "Ngân sách tỉnh", source],
        [*TASK, "500", "700"],
    ]))  # fmt: skip
    assert budgets(found) == {"1": [(2026, "local", "500"), (2026, "social", "700")]}


def test_a_source_as_above_holds_for_the_row():
    found = read(word([
        [*PAID, "Kinh phí (triệu đồng)", "Nguồn vốn"],
        [*TASK, "500", "Ngân sách tỉnh"],
        ["2", "Việc B", "Sở Y tế", "2026", "700", "nt"],
        ["3", "Việc C", "Sở Y tế", "2026", "900", "Vốn đầu tư công"],
    ]))  # fmt: skip
    assert budgets(found) == {
        "1": [(None, "local", "500")],
        "2": [(None, "local", "700")],
        "3": [(None, "investment", "900")],
    }


def test_a_table_of_money_is_joined_to_the_tasks_by_their_names():
    found = read(word(
        [PAID, TASK, ["2", "Việc B", "Sở Nội vụ", "2026-2027"]],
        "Phụ lục 2. Kinh phí (tỷ đồng)",
        [["TT", "Nội dung", "Năm 2026", "Năm 2027"], ["1", "Việc A", "1,5", ""], ["2", "việc B", "2", "3"],
         ["3", "Việc khác", "1", ""], ["", "Tổng cộng", "4,5", "3"]],
    ))  # fmt: skip
    assert budgets(found) == {
        "1": [(2026, "total", "1500")],
        "2": [(2026, "total", "2000"), (2027, "total", "3000")],
    }
    [note] = [problem["message"] for problem in found["problems"] if "Bảng kinh phí" in problem["message"]]
    assert "“Việc khác”" in note
    assert "Tổng cộng" not in note


# paragraphs with labels


@pytest.mark.parametrize(
    ("lead", "help_", "time"),
    [
        ("- Cơ quan chủ trì: ", "- Cơ quan phối hợp: ", "- Thời gian thực hiện: "),
        ("a) Đơn vị chủ trì: ", "b) Đơn vị phối hợp: ", "c) Thời gian thực hiện: "),
        ("a) Cơ quan thực hiện: ", "b) Phối hợp: ", "c) Thời gian hoàn thành: "),
        ("+ Chủ trì: ", "+ Phối hợp: ", "+ Hoàn thành: "),
        ("• Đơn vị chủ trì: ", "• Đơn vị phối hợp: ", "• Tiến độ: "),
        ("Đơn vị chủ trì thực hiện: ", "Đơn vị phối hợp thực hiện: ", "Thời hạn: "),
        ("* Cơ quan chủ trì : ", "* Cơ quan phối hợp : ", "* Lộ trình : "),
        ("– Cơ quan, đơn vị chủ trì: ", "– Cơ quan, đơn vị phối hợp: ", "– Thời gian: "),
    ],
)
def test_labels_of_paragraphs(lead, help_, time):
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Xây dựng quy chế", f"{lead}Sở Nội vụ.", f"{help_}Sở Tư pháp.", f"{time}Năm 2026.",
        "2. Đào tạo cán bộ", f"{lead}Sở Y tế;", f"{help_}các sở, ngành;", f"{time}Quý I/2027;",
    ))  # fmt: skip
    assert rows(found, "name", "lead", "coordinating", "end") == [
        ("1", "Xây dựng quy chế", ["Sở Nội vụ"], ["Sở Tư pháp"], "2026-12-31"),
        ("2", "Đào tạo cán bộ", ["Sở Y tế"], ["các sở, ngành"], "2027-03-31"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Kinh phí năm 2022: 15.000 triệu đồng.", [(2022, "total", "15000")]),
        ("- Kinh phí: 1,5 tỷ đồng từ ngân sách tỉnh.", [(None, "local", "1500")]),
        ("- Kinh phí dự kiến: 800 triệu đồng", [(None, "total", "800")]),
        ("- Kinh phí: lồng ghép trong dự toán hằng năm.", []),
    ],
)
def test_an_amount_in_a_labelled_line(line, expected):
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Xây dựng quy chế", "- Chủ trì: Sở Nội vụ.", "- Thời gian: 2022.", line,
        "2. Đào tạo", "- Chủ trì: Sở Y tế.", "- Thời gian: 2022.",
    ))  # fmt: skip
    assert budgets(found).get("1", []) == expected


def test_labels_in_brackets_behind_the_task():
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Xây dựng đề án (chủ trì: Sở Y tế; phối hợp: Sở Nội vụ; thời gian: Quý II/2026).",
        "2. Xây dựng kế hoạch (chủ trì: Sở Nội vụ; thời gian: 2027).",
    ))  # fmt: skip
    assert rows(found, "name", "lead", "coordinating", "end") == [
        ("1", "Xây dựng đề án", ["Sở Y tế"], ["Sở Nội vụ"], "2026-06-30"),
        ("2", "Xây dựng kế hoạch", ["Sở Nội vụ"], [], "2027-12-31"),
    ]


def test_roles_as_a_list_below_one_label():
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Xây dựng đề án", "- Cơ quan thực hiện:", "+ Chủ trì: Sở Y tế;", "+ Phối hợp: Sở Nội vụ.",
        "- Thời gian thực hiện: 2026",
        "2. Xây dựng kế hoạch", "- Cơ quan thực hiện:", "+ Chủ trì: Sở Tư pháp;", "- Thời gian thực hiện: 2027",
    ))  # fmt: skip
    assert rows(found, "lead", "coordinating", "end") == [
        ("1", ["Sở Y tế"], ["Sở Nội vụ"], "2026-12-31"),
        ("2", ["Sở Tư pháp"], [], "2027-12-31"),
    ]


def test_labels_below_a_second_level_of_numbers():
    labels = ["- Chủ trì: Sở Y tế", "- Thời gian: 2026"]
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Thể chế", "1.1. Việc A", *labels, "1.2. Việc B", *labels,
        "2. Hạ tầng", "2.1. Việc C", *labels,
    ))  # fmt: skip
    assert tree(found) == [
        ("1", "group", None, "Thể chế"),
        ("1.1", "task", "1", "Việc A"),
        ("1.2", "task", "1", "Việc B"),
        ("2", "group", None, "Hạ tầng"),
        ("2.1", "task", "2", "Việc C"),
    ]


# sections headed by offices


def test_sections_headed_by_offices_of_a_district():
    found = read(word(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1. Phòng Văn hóa và Thông tin huyện", "- Chủ trì tuyên truyền.",
        "2. Văn phòng HĐND và UBND huyện:", "- Vận hành hệ thống.", "- Báo cáo kết quả.",
        "3. Phòng Tài chính - Kế hoạch huyện", "- Bố trí kinh phí.",
        "4. Công an huyện", "- Bảo vệ dữ liệu.",
        "5. UBND các xã, thị trấn", "- Triển khai tại địa bàn.",
        "6. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam huyện và các tổ chức chính trị - xã hội:", "- Vận động.",
    ))  # fmt: skip
    assert [row["code"] for row in found["tasks"]] == [
        "1", "1.1", "2", "2.1", "2.2", "3", "3.1", "4", "4.1", "5", "5.1", "6", "6.1",
    ]  # fmt: skip
    leads = {row["code"]: row["lead"] for row in found["tasks"]}
    assert leads["1.1"] == ["Phòng Văn hóa và Thông tin huyện"]
    assert leads["2.2"] == ["Văn phòng HĐND và UBND huyện"]
    assert leads["3.1"] == ["Phòng Tài chính - Kế hoạch huyện"]
    assert leads["5.1"] == ["UBND các xã, thị trấn"]


def test_several_offices_in_one_heading_lead_together():
    found = read(word(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1. Sở Nội vụ", "- Việc A.",
        "2. Các Sở: Tài chính, Y tế", "- Việc B.",
        "3. Công an tỉnh", "- Việc C.",
    ))  # fmt: skip
    assert rows(found, "name", "lead")[2:4] == [
        ("2", "Các Sở: Tài chính, Y tế", []),
        ("2.1", "Việc B.", ["Sở Tài chính", "Sở Y tế"]),
    ]


def test_lettered_bullets_keep_their_letters_as_codes():
    found = read(word(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1. Bộ Tài chính", "a) Trình nghị định.", "b) Bố trí vốn.",
        "2. Bộ Y tế", "a) Kết nối dữ liệu.",
        "3. Ngân hàng Nhà nước Việt Nam", "a) Thanh toán số.",
    ))  # fmt: skip
    assert rows(found, "name") == [
        ("1", "Bộ Tài chính"),
        ("1.a", "Trình nghị định."),
        ("1.b", "Bố trí vốn."),
        ("2", "Bộ Y tế"),
        ("2.a", "Kết nối dữ liệu."),
        ("3", "Ngân hàng Nhà nước Việt Nam"),
        ("3.a", "Thanh toán số."),
    ]


# heads

SMALL = [HEADING, ["1", "Việc A", "Sở Y tế", "", "2026"]]
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def head(left: str, right: str, *lines: str) -> dict:
    return read(word([[left, right]], *lines, SMALL, head=False))["plan"]


@pytest.mark.parametrize(
    ("left", "right", "text", "expected"),
    [
        ("BỘ Y TẾ\nSố: 2491/KH-BYT", "Hà Nội, ngày 25 tháng 7 năm 2026", "",
         ("2491/KH-BYT", "2026-07-25", "Bộ Y tế", None)),
        ("THANH TRA CHÍNH PHỦ\nSố: 1320/KH-TTCP", "Hà Nội, ngày 09/7/2025", "",
         ("1320/KH-TTCP", "2025-07-09", "Thanh tra Chính phủ", None)),
        ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố: 0155/KH-UBND", "Bình Dương, ngày 24 tháng 12 năm 2025", "",
         ("0155/KH-UBND", "2025-12-24", "UBND tỉnh Bình Dương", "Bình Dương")),
        ("UBND TỈNH BÌNH DƯƠNG\nSỞ Y TẾ\nSố: 12/KH-SYT", "Bình Dương, ngày 03 tháng 01 năm 2026", "",
         ("12/KH-SYT", "2026-01-03", "Sở Y tế", "Bình Dương")),
        ("ỦY BAN NHÂN DÂN\nHUYỆN BÀU BÀNG\nSố: 50/KH-UBND", "Bàu Bàng, ngày 11 tháng 3 năm 2024",
         "Thực hiện Kế hoạch của UBND tỉnh Bình Dương, UBND huyện ban hành kế hoạch như sau:",
         ("50/KH-UBND", "2024-03-11", "UBND huyện Bàu Bàng", "Bình Dương")),
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG AN PHÚ\nSố: 112/KH-UBND", "An Phú, ngày 11 tháng 8 năm 2025",
         "Thực hiện Kế hoạch của UBND tỉnh Bình Dương về chuyển đổi số;",
         ("112/KH-UBND", "2025-08-11", "UBND phường An Phú", "Bình Dương")),
        ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố: 07 /KH-UBND", "Bình Dương, ngày 5  tháng 3  năm 2026", "",
         ("07/KH-UBND", "2026-03-05", "UBND tỉnh Bình Dương", "Bình Dương")),
        ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố:        /KH-UBND", "Bình Dương, ngày      tháng 3 năm 2026", "",
         (None, None, "UBND tỉnh Bình Dương", "Bình Dương")),
        ("TỈNH ỦY BÌNH DƯƠNG\n*\nSố: 71-CTr/TU", "ĐẢNG CỘNG SẢN VIỆT NAM\nBình Dương, ngày 10 tháng 02 năm 2025", "",
         ("71-CTr/TU", "2025-02-10", "Tỉnh ủy Bình Dương", "Bình Dương")),
    ],
)  # fmt: skip
def test_heads_of_every_level(left, right, text, expected):
    plan = head(left, right, "KẾ HOẠCH", "Chuyển đổi số", *filter(None, (text,)))
    assert plan["number"] == expected[0]
    assert plan["issued_on"] == expected[1]
    assert plan["issuer"] == expected[2]
    assert plan["province"] == expected[3]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chuyển đổi số năm 2026", (2026, 2026, None)),
        ("Chuyển đổi số giai đoạn 2026-2030", (2026, 2030, None)),
        ("Chuyển đổi số giai đoạn 2026 – 2030", (2026, 2030, None)),
        ("Chuyển đổi số đến năm 2030", (None, 2030, None)),
        ("Chuyển đổi số đến năm 2025, định hướng đến năm 2030", (None, 2025, 2030)),
        ("Chuyển đổi số giai đoạn 2021-2025, tầm nhìn đến năm 2030", (2021, 2025, 2030)),
        ("Chuyển đổi số đến năm 2030, tầm nhìn đến năm 2045", (None, 2030, 2045)),
        ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", (None, None, None)),
        ("Chuyển đổi số ngành y tế", (None, None, None)),
    ],
)
def test_the_years_of_a_title(title, expected):
    plan = head(
        "UBND TỈNH BÌNH DƯƠNG\nSố: 7/KH-UBND", "Bình Dương, ngày 05 tháng 3 năm 2026", "KẾ HOẠCH", title
    )
    assert tuple(plan["horizon"][key] for key in ("from", "to", "vision")) == expected


def test_the_papers_a_plan_is_based_on():
    plan = head(
        "UBND TỈNH BÌNH DƯƠNG\nSố: 7/KH-UBND", "Bình Dương, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH", "Chuyển đổi số năm 2026",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024;",
        "Theo đề nghị của Giám đốc Sở Y tế,",
        "UBND tỉnh ban hành kế hoạch như sau:",
        "Căn cứ kết quả, các sở báo cáo.",
    )  # fmt: skip
    assert plan["legal_bases"] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024",
        "Theo đề nghị của Giám đốc Sở Y tế",
    ]


def test_the_title_of_the_decision_where_the_plan_itself_prints_none():
    plan = head(
        "CHÍNH PHỦ\nSố: 13/NQ-CP", "Hà Nội, ngày 09 tháng 01 năm 2025",
        "NGHỊ QUYẾT", "Ban hành Chương trình hành động về chuyển đổi số",
        "Căn cứ Luật Tổ chức Chính phủ;",
        "CHƯƠNG TRÌNH HÀNH ĐỘNG", "(Ban hành kèm theo Nghị quyết số 13/NQ-CP ngày 09 tháng 01 năm 2025)",
        "I. MỤC TIÊU",
    )  # fmt: skip
    assert plan["title"] == "Chương trình hành động về chuyển đổi số"
    assert (plan["number"], plan["province"]) == ("13/NQ-CP", None)


@pytest.mark.parametrize(
    ("sentence", "focal"),
    [
        ("Giao Phòng Văn hóa và Thông tin là cơ quan đầu mối theo dõi, đôn đốc.", "Phòng Văn hóa và Thông tin"),
        ("Cục Chuyển đổi số làm đầu mối, tổng hợp báo cáo Bộ trưởng.", "Cục Chuyển đổi số"),
        ("Vụ Pháp chế là đơn vị đầu mối theo dõi, đôn đốc.", "Vụ Pháp chế"),
        ("Văn phòng Tỉnh ủy là cơ quan thường trực, tổng hợp kết quả.", "Văn phòng Tỉnh ủy"),
        ("Các đơn vị gửi báo cáo về Trung tâm Chuyển đổi số để tổng hợp.", "Trung tâm Chuyển đổi số"),
        ("Sở Khoa học và Công nghệ theo dõi, đôn đốc, báo cáo UBND tỉnh.", "Sở Khoa học và Công nghệ"),
    ],
)  # fmt: skip
def test_who_runs_a_plan(sentence, focal):
    assert read(word(sentence, SMALL))["plan"]["focal_agency"] == focal


# other papers


@pytest.mark.parametrize("name", ["HỢP ĐỒNG", "HỢP ĐỒNG DỊCH VỤ", "LỊCH CÔNG TÁC TUẦN 32", "LỊCH LÀM VIỆC",
                                  "GIẤY MỜI", "BIÊN BẢN HỌP", "BÁO GIÁ"])  # fmt: skip
def test_other_papers_are_refused_by_their_name(name):
    table = [["TT", "Nội dung", "Chủ trì", "Thời gian"], ["1", "Họp giao ban", "Giám đốc", "8h00"]]
    with pytest.raises(Refused, match="không phải kế hoạch"):
        read(word([["CÔNG TY A\nSố: 5", MOTTO]], name, table, head=False))


def test_a_sheets_letterhead_is_no_group():
    found = read(
        sheet(
            [
                ["ỦY BAN NHÂN DÂN TỈNH BÌNH DƯƠNG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["Phụ lục", None, None, None, None],
                ["DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2026", None, None, None, None],
                HEADING,
                ["I", "Thể chế", None, None, None],
                [1, "Việc A", "Sở Y tế", None, "Quý II/2026"],
                [2, "Việc B", "Sở Nội vụ", "Sở Y tế", 2026],
            ],
            merged=("A3:E3", "B5:E5"),
        ),
        "x.xlsx",
    )
    assert tree(found) == [
        ("I", "group", None, "Thể chế"),
        ("1", "task", "I", "Việc A"),
        ("2", "task", "I", "Việc B"),
    ]
    assert found["plan"]["title"] == "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2026"
