"""Plans in running text: which lines are duties, whose, until when, and why."""

import pytest

from common.text import fold
from plans.intake.prose.signs import sign_of
from tests.plans.papers import read, word

ROW = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]


def tasks(found: dict) -> list[tuple[str, str, list[str]]]:
    """Code, name and lead of every task."""
    return [(row["code"], row["name"], row["lead"]) for row in found["tasks"] if row["kind"] == "task"]


def groups(found: dict) -> list[tuple[str, str]]:
    return [(row["code"], row["name"]) for row in found["tasks"] if row["kind"] == "group"]


def said(found: dict, *severities: str) -> list[str]:
    return [problem["message"] for problem in found["problems"] if problem["severity"] in severities]


def doubted(found: dict) -> set[str]:
    """Codes of the rows that are doubted."""
    return {problem["code"] for problem in found["problems"] if problem["severity"] != "note"} - {""}


@pytest.mark.parametrize(
    ("line", "style", "values", "text"),
    [
        ("IV. TỔ CHỨC", "roman", (4,), "TỔ CHỨC"),
        ("II- CHỈ TIÊU", "roman", (2,), "CHỈ TIÊU"),
        ("1- Đến năm 2030", "number", (1,), "Đến năm 2030"),
        ("2.1. Việc", "dotted", (2, 1), "Việc"),
        ("1.a) Việc", "dotted", (1, 1), "Việc"),
        ("đ) Giao Sở Y tế", "lower", (5,), "Giao Sở Y tế"),
        ("– Việc", "bullet", (), "Việc"),
        ("o Việc", "bullet", (), "Việc"),
        ("Phần II. Nhiệm vụ", "part", (2,), "Nhiệm vụ"),
        ("Nhiệm vụ 3: Mở lớp", "named", (3,), "Mở lớp"),
        ("1.500 người", "none", (), "1.500 người"),
        ("5-7 lớp", "none", (), "5-7 lớp"),
        ("V/v giao việc", "none", (), "V/v giao việc"),
    ],
)
def test_a_line_begins_with_a_sign_or_with_none(line, style, values, text):
    sign = sign_of(line)
    assert (sign.style, sign.values, line[sign.end :]) == (style, values, text)


def test_a_letter_goes_on_its_list_where_it_could_be_a_roman_number():
    assert sign_of("I. Việc", sign_of("H. Việc")).style == "upper"
    assert sign_of("I. Việc", None).style == "roman"


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("1. {}", "a) {}", "- {}"),
        ("1) {}", "- {}", "+ {}"),
        ("a) {}", "- {}", "+ {}"),
        ("1- {}", "1.1- {}", "• {}"),
    ],
)
def test_objectives_stand_over_agencies_and_these_over_duties(first, second, third):
    found = read(word(
        "III. NỘI DUNG VÀ PHÂN CÔNG",
        first.format("Nâng chất lượng nước sạch"),
        second.format("Sở Xây dựng"), third.format("Lập bản đồ mạng ống."), third.format("Thay đồng hồ cũ."),
    ))  # fmt: skip
    assert [row["kind"] for row in found["tasks"]] == ["group", "group", "task", "task"]
    assert [row["lead"] for row in found["tasks"]] == [[], [], ["Sở Xây dựng"], ["Sở Xây dựng"]]
    assert doubted(found) == set()


def test_codes_keep_what_is_printed_where_letters_begin_again():
    found = read(word(
        "II. NHIỆM VỤ",
        "1. Bảo vệ nguồn nước", "a) Sở Xây dựng", "- Việc A.", "b) Công an tỉnh chỉ đạo các tổ tuần tra", "- Việc B.",
        "2. Tiết kiệm điện", "a) Sở Công Thương", "- Việc C.",
    ))  # fmt: skip
    assert [row["code"] for row in found["tasks"]] == [
        "1", "1.a", "1.a.1", "1.b", "1.b.1", "2", "2.a", "2.a.1",
    ]  # fmt: skip
    assert tasks(found)[1] == ("1.b.1", "Việc B.", ["Công an tỉnh"])


@pytest.mark.parametrize(
    "line",
    [
        "1. Sở Nội vụ: Chủ trì, phối hợp với Sở Tài chính mở lớp học.",
        "1. Sở Nội vụ có trách nhiệm: mở lớp học.",
        "1. Sở Nội vụ chủ trì mở lớp học.",
        "1. Giao Sở Nội vụ chủ trì mở lớp học.",
        "1. Đề nghị Sở Nội vụ mở lớp học.",
        "1. Giám đốc Sở Nội vụ chịu trách nhiệm mở lớp học.",
        "- Sở Nội vụ: mở lớp học.",
        "a) Giao Sở Nội vụ mở lớp học.",
        "1. Sở Nội vụ kiện toàn tổ giúp việc, mở lớp học.",
    ],
)
def test_an_agency_opens_the_line_of_its_duty(line):
    found = read(
        word(
            "IV. TỔ CHỨC THỰC HIỆN",
            line,
            line.replace("Nội vụ", "Y tế").replace("1.", "2.").replace("a)", "b)"),
        )
    )
    assert [lead for _code, _name, lead in tasks(found)] == [["Sở Nội vụ"], ["Sở Y tế"]]
    assert all("mở lớp học" in name for _code, name, _lead in tasks(found))


def test_who_helps_stands_in_the_sentence_of_who_leads():
    found = read(word(
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ: Chủ trì, phối hợp với Sở Tài chính, Công an tỉnh tổ chức lớp học.",
        "2. Sở Y tế: Phối hợp với Sở Nội vụ cử người dự học.",
    ))  # fmt: skip
    assert [row["coordinating"] for row in found["tasks"]] == [["Sở Tài chính", "Công an tỉnh"], []]


def test_a_line_of_an_agency_between_lists_of_others_is_its_own_task():
    found = read(word(
        "II. NHIỆM VỤ CỤ THỂ",
        "c) Giao Sở Y tế:", "- Khám sức khỏe học sinh.",
        "d) Giao Sở Nội vụ chủ trì rà soát biên chế.",
        "đ) Giao Sở Xây dựng:", "- Sửa trạm y tế.",
    ))  # fmt: skip
    assert [(row["code"], row["kind"], row["lead"]) for row in found["tasks"]] == [
        ("c", "group", []),
        ("c.1", "task", ["Sở Y tế"]),
        ("d", "task", ["Sở Nội vụ"]),
        ("đ", "group", []),
        ("đ.1", "task", ["Sở Xây dựng"]),
    ]


def test_labels_belong_to_the_level_that_has_them_once_each():
    found = read(word(
        "III. NHIỆM VỤ",
        "1. Mở rộng mạng cáp", "- Khảo sát tuyến cáp mới.", "- Ký hợp đồng thuê cột.",
        "Cơ quan chủ trì: Sở Công Thương. Thời gian thực hiện: Quý II/2026.",
        "2. Bảo vệ mạng cáp", "- Tuần tra tuyến cáp.",
        "Cơ quan chủ trì: Công an tỉnh. Thời gian thực hiện: thường xuyên.",
    ))  # fmt: skip
    assert [
        (row["code"], row["kind"], row["lead"], row["end"], row["recurring"]) for row in found["tasks"]
    ] == [
        ("1", "task", ["Sở Công Thương"], "2026-06-30", False),
        ("2", "task", ["Công an tỉnh"], None, True),
    ]


def test_scope_standards_papers_and_the_closing_sentence_give_no_duty():
    found = read(word(
        "II. ĐỐI TƯỢNG, PHẠM VI", "1. Tập thể:", "- Các sở, ban, ngành tỉnh.", "- UBND các xã, phường.",
        "III. TIÊU CHUẨN XÉT TẶNG", "1. Sở Nội vụ xét tặng khi đủ ba năm.",
        "IV. HỒ SƠ ĐỀ NGHỊ", "a) Tờ trình.", "b) Biên bản họp.",
        "V. TỔ CHỨC THỰC HIỆN", "1. Giao Sở Nội vụ:", "a) Theo dõi phong trào.",
        "2. Báo Hà Thanh tuyên truyền gương tốt.",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ.",
        "Trên đây là Kế hoạch phát động thi đua, yêu cầu các đơn vị nghiêm túc thực hiện./.",
        "Nơi nhận:", "- Sở Nội vụ;",
    ))  # fmt: skip
    assert [name for _code, name, _lead in tasks(found)] == [
        "Theo dõi phong trào.",
        "Báo Hà Thanh tuyên truyền gương tốt.",
    ]


def test_an_outline_of_a_report_behind_the_plan_gives_no_duty():
    found = read(word(
        "III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế: Khám sức khỏe học sinh.", "2. Sở Nội vụ: Theo dõi chung.",
        "PHỤ LỤC 1", "ĐỀ CƯƠNG BÁO CÁO KẾT QUẢ", "I. Tình hình", "1. Sở Y tế: Nêu kết quả khám.",
        "2. Sở Nội vụ: Nêu khó khăn.",
    ))  # fmt: skip
    assert [name for _code, name, _lead in tasks(found)] == ["Khám sức khỏe học sinh.", "Theo dõi chung."]
    assert any("đề cương" in message for message in said(found, "note"))


def test_persons_laws_and_references_are_no_agencies():
    found = read(word(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Đồng chí Nguyễn Văn An, Phó Chủ tịch, phụ trách chung.",
        "2. Luật Giao dịch điện tử thực hiện từ năm 2026.",
        "3. Quyết định số 5/QĐ-UBND phân công cụ thể.",
        "4. Sở Y tế: Khám sức khỏe theo phân công tại Quyết định số 5/QĐ-UBND.",
        "5. Sở Nội vụ: Theo dõi chung.",
    ))  # fmt: skip
    assert [lead for _code, _name, lead in tasks(found)] == [["Sở Y tế"], ["Sở Nội vụ"]]


def test_a_name_nobody_knows_among_agencies_is_taken_and_asked_about():
    found = read(word(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế", "- Khám sức khỏe.", "2. Sở Nội vụ", "- Theo dõi chung.",
        "3. Nhóm Nắng Mai", "- Phát tờ rơi.",
    ))  # fmt: skip
    assert tasks(found)[-1][2] == ["Nhóm Nắng Mai"]
    assert doubted(found) & {"3", "3.1"}
    assert not doubted(found) & {"1", "1.1", "2", "2.1"}


def test_a_sentence_without_agency_among_those_of_agencies_is_said():
    found = read(word(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế: Khám sức khỏe.", "2. Sở Nội vụ: Theo dõi chung.", "3. Xây dựng quy chế phối hợp chung.",
    ))  # fmt: skip
    assert len(tasks(found)) == 2
    assert any("Xây dựng quy chế phối hợp" in message for message in said(found, "warning"))


@pytest.mark.parametrize(
    ("words", "end", "recurring"),
    [
        ("hoàn thành trước ngày 30/6/2026", "2026-06-29", False),
        ("xong trong quý III năm 2026", "2026-09-30", False),
        ("chậm nhất ngày 05 tháng 10 năm 2026", "2026-10-05", False),
        ("(quý II/2026)", "2026-06-30", False),
        ("định kỳ hằng quý báo cáo", None, True),
        ("theo Quyết định số 12/QĐ-TTg ngày 26/01/2026", None, False),
        ("bố trí từ nguồn chi thường xuyên", None, False),
        ("thực hiện Đề án số hóa đến năm 2030", None, False),
    ],
)
def test_the_time_of_a_duty_stands_in_its_sentence(words, end, recurring):
    found = read(
        word("III. TỔ CHỨC THỰC HIỆN", f"1. Sở Y tế: Mua máy đo, {words}.", "2. Sở Nội vụ: Theo dõi.")
    )
    row = found["tasks"][0]
    assert (row["end"], row["recurring"]) == (end, recurring)
    marked = any("suy từ câu chữ" in p["message"] for p in found["problems"] if p["code"] == row["code"])
    assert marked == bool(end or recurring)


def test_two_days_in_a_sentence_are_asked_about():
    found = read(word(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế: Trình dự thảo trước ngày 15/3/2026, lấy ý kiến trước ngày 30/4/2026.", "2. Sở Nội vụ: Theo dõi.",
    ))  # fmt: skip
    assert doubted(found) == {"1"}


def test_duties_of_the_body_are_proposed_beside_a_table():
    found = read(word(
        "IV. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "a) Khám sức khỏe.", "b) Mua máy đo.", "2. Sở Nội vụ: Theo dõi chung.",
        "PHỤ LỤC", [ROW, ["1", "Tập huấn", "Sở Nội vụ", "2026"]],
    ))  # fmt: skip
    assert [name for _code, name, _lead in tasks(found)] == ["Tập huấn"]
    assert [(row["name"], row["lead"]) for row in found["task_proposals"]] == [
        ("Khám sức khỏe.", ["Sở Y tế"]),
        ("Mua máy đo.", ["Sở Y tế"]),
        ("Theo dõi chung.", ["Sở Nội vụ"]),
    ]
    assert any("lời văn còn giao 3 nhiệm vụ ngoài bảng" in message for message in said(found, "note"))


def test_reading_from_prose_is_said_once_and_inferred_agencies_are_marked():
    found = read(word("III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "- Khám sức khỏe.", "2. Sở Nội vụ: Theo dõi."))
    once = [message for message in said(found, "note") if "đọc từ" in message]
    assert len(once) == 1
    marked = {p["code"] for p in found["problems"] if "Cơ quan suy từ đề mục" in p["message"]}
    assert marked == {"1.1"}


def test_sections_that_number_anew_stand_under_their_own_headings():
    found = read(word(
        "II. NHIỆM VỤ TRƯỚC MẮT", "1. Sở Y tế: Khám sức khỏe.", "2. Sở Nội vụ: Theo dõi.",
        "III. NHIỆM VỤ LÂU DÀI", "1. Sở Y tế: Xây bệnh viện.", "2. Sở Xây dựng: Lập quy hoạch.",
    ))  # fmt: skip
    assert [row["code"] for row in found["tasks"]] == ["II", "II.1", "II.2", "III", "III.1", "III.2"]
    assert [fold(name) for _code, name in groups(found)] == ["nhiem vu truoc mat", "nhiem vu lau dai"]


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        (
            "1. Ban Quản lý các khu công nghiệp tỉnh hướng dẫn doanh nghiệp.",
            "Ban Quản lý các khu công nghiệp tỉnh",
        ),
        ("1. Giao Ban Dân vận xã vận động hội viên.", "Ban Dân vận xã"),
        ("1. Hạt Quản lý đường bộ số 2: Sửa đường.", "Hạt Quản lý đường bộ số 2"),
        ("1. Chi cục Chăn nuôi và Thú y nâng cấp trạm.", "Chi cục Chăn nuôi và Thú y"),
        (
            "1. Tổ chức thực hiện của thôn (Hội Nông dân xã chủ trì, phối hợp với Trạm Y tế).",
            "Hội Nông dân xã",
        ),
    ],
)
def test_a_name_may_hold_verbs_numbers_and_small_words(line, lead):
    found = read(word("III. NHIỆM VỤ", line, "2. Sở Y tế: Khám sức khỏe."))
    assert found["tasks"][0]["lead"] == [lead]


def test_what_all_are_asked_for_and_what_a_person_gets_is_no_duty():
    found = read(word(
        "II. NHIỆM VỤ", "1. Sở Y tế: Khám sức khỏe.", "2. Sở Nội vụ: Theo dõi.",
        "Đề nghị các đơn vị phối hợp thực hiện.", "Giao đồng chí Nguyễn Văn An phụ trách chung.",
    ))  # fmt: skip
    assert [lead for _code, _name, lead in tasks(found)] == [["Sở Y tế"], ["Sở Nội vụ"]]


def test_a_line_broken_in_a_sentence_is_one_line():
    found = read(word(
        "II. NHIỆM VỤ", "1. Sở Y tế: Khám sức khỏe cho học sinh, xong trong tháng", "8 năm 2026.", "2. Sở Nội vụ:",
        "Theo dõi.",
    ))  # fmt: skip
    assert [(row["lead"], row["end"]) for row in found["tasks"] if row["kind"] == "task"] == [
        (["Sở Y tế"], "2026-08-31"),
        (["Sở Nội vụ"], None),
    ]
