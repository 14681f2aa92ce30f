"""The reporting rule in a plan's prose, in the wordings of provinces, ministries, districts and Party committees."""

import pytest

from tests.plans.papers import read, word

TABLE = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], ["1", "Việc A", "Sở Y tế", "2026"]]

BASE = "Căn cứ Luật Tổ chức chính quyền địa phương;"


def cycles(*paragraphs: str, title: str = "") -> list[tuple]:
    """(who, to, through whom, how often, month, day, bound) of every day proposed."""
    letterhead = [["ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố: 7/KH-UBND", "Bình Dương, ngày 05 tháng 3 năm 2026"]]
    found = read(word(letterhead, "KẾ HOẠCH", title or "Chuyển đổi số", BASE, *paragraphs, TABLE, head=False))
    return [
        tuple(cycle[key] for key in ("who", "to", "via", "frequency", "month", "day", "bound"))
        for cycle in found["plan"]["cycles"]
    ]


KHCN = "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            f"Định kỳ trước ngày 01/6 và 15/11 hàng năm, các sở, ngành báo cáo kết quả về {KHCN} để tổng hợp.",
            [
                ("các sở, ngành", KHCN, None, "yearly", 6, 1, "before"),
                ("các sở, ngành", KHCN, None, "yearly", 11, 15, "before"),
            ],
        ),
        (
            f"Các sở, ngành báo cáo kết quả về {KHCN} trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm.",
            [
                ("Các sở, ngành", KHCN, None, "yearly", 6, 15, "before"),
                ("Các sở, ngành", KHCN, None, "yearly", 12, 15, "before"),
            ],
        ),
        (
            "Hằng tháng (trước ngày 25), các đơn vị gửi báo cáo về Cục Chuyển đổi số.",
            [("các đơn vị", "Cục Chuyển đổi số", None, "monthly", None, 25, "before")],
        ),
        (
            "Các đơn vị báo cáo về Cục Chuyển đổi số trước 16h00 ngày 25 hằng tháng.",
            [("Các đơn vị", "Cục Chuyển đổi số", None, "monthly", None, 25, "before")],
        ),
        (
            f"Các sở, ngành gửi báo cáo định kỳ trước ngày 20 hàng tháng về {KHCN}.",
            [("Các sở, ngành", KHCN, None, "monthly", None, 20, "before")],
        ),
        (
            f"Hằng quý, các sở, ngành báo cáo UBND tỉnh (qua {KHCN}) trước ngày 20 của tháng cuối quý.",
            [("các sở, ngành", "UBND tỉnh", KHCN, "quarterly", None, 20, "before")],
        ),
        (
            "Định kỳ hằng quý (trước ngày 15 tháng cuối quý), các phòng, trung tâm báo cáo về Văn phòng Cục.",
            [("các phòng, trung tâm", "Văn phòng Cục", None, "quarterly", None, 15, "before")],
        ),
        (
            f"Các sở, ngành báo cáo {KHCN} chậm nhất vào ngày 10 tháng 12 hàng năm.",
            [("Các sở, ngành", KHCN, None, "yearly", 12, 10, "on")],
        ),
        (
            f"Các địa phương gửi báo cáo về {KHCN} không muộn hơn ngày 20/11 hằng năm.",
            [("Các địa phương", KHCN, None, "yearly", 11, 20, "on")],
        ),
        (
            "Các cấp ủy trực thuộc Tỉnh ủy báo cáo Ban Thường vụ Tỉnh ủy (qua Văn phòng Tỉnh ủy) trước ngày 10/12 "
            "hằng năm.",
            [
                (
                    "Các cấp ủy trực thuộc Tỉnh ủy",
                    "Ban Thường vụ Tỉnh ủy",
                    "Văn phòng Tỉnh ủy",
                    "yearly",
                    12,
                    10,
                    "before",
                )
            ],
        ),
        (
            "Phòng Văn hóa và Thông tin tổng hợp, báo cáo UBND huyện trước ngày 20/12 hằng năm.",
            [("Phòng Văn hóa và Thông tin", "UBND huyện", None, "yearly", 12, 20, "before")],
        ),
        (
            "Định kỳ trước ngày 15/11 hàng năm, các sở báo cáo về Sở Nội vụ để tổng hợp, tham mưu UBND tỉnh báo cáo "
            "Bộ Nội vụ trước ngày 01/12.",
            [
                ("các sở", "Sở Nội vụ", None, "yearly", 11, 15, "before"),
                ("UBND tỉnh", "Bộ Nội vụ", "Sở Nội vụ", "yearly", 12, 1, "before"),
            ],
        ),
        (
            f"Báo cáo 6 tháng gửi trước ngày 10/6, báo cáo năm gửi trước ngày 10/12 về {KHCN}.",
            [
                (None, KHCN, None, "half_yearly", 6, 10, "before"),
                (None, KHCN, None, "yearly", 12, 10, "before"),
            ],
        ),
    ],
)
def test_who_reports_to_whom_through_whom_by_which_day(sentence, expected):
    assert cycles(sentence) == expected


def test_a_day_left_out_is_proposed_like_the_one_before_and_asked_about():
    found = read(
        word("Giao Sở Nội vụ báo cáo UBND tỉnh kết quả trước ngày 10 tháng 6 và tháng 12 hằng năm.", TABLE)
    )
    assert [(cycle["month"], cycle["day"]) for cycle in found["plan"]["cycles"]] == [(6, 10), (12, 10)]
    asked = [
        problem["message"] for problem in found["problems"] if "như ngày in trước đó" in problem["message"]
    ]
    assert len(asked) == 1


def test_a_paragraph_under_the_heading_of_an_office_is_that_office_reporting():
    assert cycles(
        "1. Vụ Pháp chế",
        "- Báo cáo Bộ Tư pháp trước ngày 15/12 hằng năm.",
    ) == [("Vụ Pháp chế", "Bộ Tư pháp", None, "yearly", 12, 15, "before")]


@pytest.mark.parametrize(
    ("sentence", "purpose"),
    [
        ("Các sở gửi dự toán kinh phí về Sở Tài chính trước ngày 15/9 hằng năm.", "budget_estimate"),
        ("Các sở báo cáo kết quả thực hiện về Sở Tài chính trước ngày 15/9 hằng năm.", "progress"),
        ("Các sở báo cáo tổng kết về Sở Tài chính trước ngày 15/12 hằng năm.", "review"),
        ("Các sở báo cáo kết quả sử dụng kinh phí về Sở Tài chính trước ngày 15/12 hằng năm.", "progress"),
    ],
)
def test_what_a_report_is_for(sentence, purpose):
    [cycle] = read(word(sentence, TABLE))["plan"]["cycles"]
    assert cycle["purpose"] == purpose


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Quyết định số 749/QĐ-TTg ngày 03/6/2020, các sở báo cáo định kỳ.",
        "Hoàn thành nâng cấp hệ thống báo cáo trước ngày 30/6/2027.",
        "Trước ngày 15/12 hằng năm, các sở tổ chức ngày hội việc làm.",
        "Các sở báo cáo đột xuất theo quy định.",
    ],
)
def test_a_day_that_is_no_rule_of_reporting_proposes_nothing(sentence):
    assert cycles(sentence) == []


def test_a_dated_report_of_the_plans_own_year_is_proposed():
    sentence = f"Các sở báo cáo 6 tháng trước ngày 05/6/2026, báo cáo năm trước ngày 25/11/2026 về {KHCN}."
    assert [row[4:6] for row in cycles(sentence, title="Chuyển đổi số năm 2026")] == [(6, 5), (11, 25)]
    assert cycles(sentence, title="Chuyển đổi số năm 2027") == []


@pytest.mark.parametrize("place", ["", " trên địa bàn tỉnh Bình Dương", " của tỉnh Bình Dương"])
def test_a_title_names_its_only_year_before_its_place_too(place):
    sentence = f"Các sở báo cáo kết quả thực hiện về {KHCN} trước ngày 25/11/2026 để tổng hợp."
    assert [row[4:6] for row in cycles(sentence, title=f"CHUYỂN ĐỔI SỐ NĂM 2026{place}")] == [(11, 25)]


@pytest.mark.parametrize(
    "title",
    [
        "Chuyển đổi số từ năm 2026",
        "Thực hiện Kết luận năm 2026 của Tỉnh ủy",
        "Chuyển đổi số đến năm 2026 của tỉnh",
    ],
)
def test_a_year_that_is_not_the_plans_only_one_makes_no_rule(title):
    assert cycles(f"Các sở báo cáo kết quả về {KHCN} trước ngày 25/11/2026.", title=title) == []


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            f"Định kỳ 6 tháng (trước ngày 05/6) và năm (trước ngày 05/12), các phòng gửi báo cáo về {KHCN}.",
            "các phòng",
        ),
        (
            f"Định kỳ 06 tháng, 01 năm các sở báo cáo kết quả về {KHCN} trước ngày 10/6 và 10/12.",
            "các sở",
        ),
        (
            f"Hằng năm, trước ngày 15/12, UBND các xã, phường báo cáo kết quả về {KHCN}.",
            "UBND các xã, phường",
        ),
        (
            f"Cục, Vụ, đơn vị gửi báo cáo kết quả về {KHCN} trước ngày 10 tháng 6 và ngày 10 tháng 12 hằng năm.",
            "Cục, Vụ, đơn vị",
        ),
        (f"2. Các sở, ban, ngành báo cáo kết quả về {KHCN} trước ngày 10/6 hằng năm.", "Các sở, ban, ngành"),
        (f"Hằng năm, các sở lập dự toán kinh phí gửi {KHCN} trước ngày 15/9.", "các sở"),
        (
            f"Các đơn vị sơ kết vào tháng 6 và tổng kết vào tháng 12 hằng năm, gửi báo cáo về {KHCN}.",
            "Các đơn vị",
        ),
    ],
)
def test_who_reports_stands_after_the_time_and_before_the_verb(sentence, who):
    assert {row[0] for row in cycles(sentence)} == {who}


def test_an_office_that_brings_reports_together_does_not_report_to_itself():
    assert cycles(
        "Các Cục, Vụ gửi báo cáo về Vụ Pháp chế trước ngày 05/6 hằng năm; "
        "Vụ Pháp chế tổng hợp, trình Bộ trưởng trước ngày 15/6."
    ) == [
        ("Các Cục, Vụ", "Vụ Pháp chế", None, "yearly", 6, 5, "before"),
        ("Vụ Pháp chế", "Bộ trưởng", None, "yearly", 6, 15, "before"),
    ]


def test_a_monthly_day_stands_right_behind_its_month():
    assert cycles(f"Các đơn vị gửi báo cáo hằng tháng trước ngày 20, đầy đủ, về {KHCN}.") == [
        ("Các đơn vị", KHCN, None, "monthly", None, 20, "before")
    ]
    assert [row[3:6] for row in cycles(f"Các đơn vị báo cáo hằng tháng (trước ngày 20/6) về {KHCN}.")] == [
        ("yearly", 6, 20)
    ]


def test_a_plan_without_a_rule_says_so():
    found = read(word("Các sở triển khai kế hoạch này.", TABLE))
    assert found["plan"]["cycles"] == []
    assert any("Không thấy chế độ báo cáo" in problem["message"] for problem in found["problems"])
