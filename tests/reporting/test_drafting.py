"""The first sentences of a report: counts, shares with their denominators, and what they leave out."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from reporting.consolidation.drafting import default_sections
from reporting.consolidation.money import money_by_year
from reporting.consolidation.words import OUTLINE, official
from tests.reporting import paper_samples as samples


def drafted(figures, words=()):
    return {section["key"]: section["text"].split("\n") for section in default_sections(figures, words)}


def test_a_draft_has_every_section_of_the_outline_in_order():
    sections = default_sections(samples.figures(), samples.AGENCY_WORDS)
    assert [(section["key"], section["title"]) for section in sections] == [
        (key, title) for key, _no, title in OUTLINE
    ]


def test_tasks_are_counted_over_those_with_a_deadline_and_the_others_apart():
    assert drafted(samples.figures())["tasks"] == [
        "Kế hoạch số 69/KH-UBND giao 08 nhiệm vụ. Tính đến ngày 13/11/2026, trong 04 nhiệm vụ có thời hạn và đã có báo "
        "cáo:",
        "- Hoàn thành: 02 nhiệm vụ, bằng 50,0% (02/04), gồm 01 đúng hạn, 01 quá hạn.",
        "- Đang thực hiện: 02 nhiệm vụ, bằng 50,0% (02/04), gồm 01 trong hạn, 01 quá hạn.",
        "- Chưa thực hiện: không có.",
        "- Thống kê riêng, không tính vào các tỷ lệ trên: 02 nhiệm vụ thường xuyên; 01 nhiệm vụ chờ điều kiện; "
        "01 nhiệm vụ chưa có báo cáo.",
        "- Tỷ lệ thực hiện bình quân: 77,6%, tính trên 06/08 nhiệm vụ có số liệu đã duyệt; 02 nhiệm vụ chưa có số liệu "
        "không tính vào bình quân, không coi là 0%.",
        "- Nhiệm vụ quá hạn chưa hoàn thành: III.26 (Ủy ban nhân dân huyện Gò Công Đông, quá hạn 317 ngày).",
    ]


def test_an_indicator_counts_once_and_its_targets_are_judged_where_there_is_something_to_compare():
    assert drafted(samples.figures())["indicators"] == [
        "Kế hoạch số 69/KH-UBND có 07 chỉ tiêu với 08 mục tiêu.",
        "- Tính đến ngày 13/11/2026, trong 04 mục tiêu có đủ số liệu để so: đạt 01 mục tiêu, bằng 25,0% (01/04); có "
        "nguy cơ 01 mục tiêu, bằng 25,0% (01/04); chậm tiến độ 01 mục tiêu, bằng 25,0% (01/04); không đạt, quá mốc 01 "
        "mục tiêu, bằng 25,0% (01/04).",
        "- Thống kê riêng, không tính vào các tỷ lệ trên: 02 mục tiêu chưa có số gốc; 01 mục tiêu chưa có số đo; "
        "01 mục tiêu định tính, theo đánh giá.",
        "- Mục tiêu chậm tiến độ: 7.1 Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp (45,25%, số "
        "liệu ngày 31/10/2026; mục tiêu đến năm 2030: ≥ 80).",
        "- Mục tiêu không đạt, quá mốc: 7.1 Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp "
        "(45,25%, số liệu ngày 31/10/2026; mục tiêu đến năm 2025: ≥ 50).",
    ]


def test_money_is_compared_with_the_plan_and_says_what_the_share_leaves_out():
    assert drafted(samples.figures())["money"] == [
        "Kinh phí theo kế hoạch: 255.125 triệu đồng. Lũy kế giải ngân, tính đến ngày 13/11/2026: 135.637,5 triệu đồng, "
        "bằng 53,2% (135.637,5/255.125 triệu đồng).",
        "- Riêng năm 2026: giải ngân 56,1% (14.250/25.400 triệu đồng), không gồm nguồn không phân năm.",
        "- Đã giải ngân 1.234,5 triệu đồng ở nhiệm vụ, nguồn, năm mà kế hoạch không ghi số; không tính vào tỷ lệ.",
        "- Trong số kế hoạch có 30.000 triệu đồng chưa có báo cáo giải ngân; tỷ lệ vẫn tính trên toàn bộ số kế hoạch.",
    ]


def test_what_is_spent_counts_at_the_grain_the_plan_prints():
    million = 10**6
    figures = samples.figures(
        planned=[
            ("I.5", 2023, samples.INVESTMENT, 100 * million),
            ("I.5", 0, samples.CENTRAL, 160 * million),
        ],
        disbursed=[
            ("I.5", 2023, samples.INVESTMENT, 80 * million),
            ("I.5", 2026, samples.INVESTMENT, 5 * million),
            ("I.5", 2023, samples.CENTRAL, 30 * million),
            ("I.5", 2024, samples.CENTRAL, 49 * million),
        ],
    )
    of_2023 = replace(figures, period=replace(figures.period, to_on=date(2023, 12, 31)))
    assert drafted(of_2023)["money"] == [
        "Kinh phí theo kế hoạch: 260 triệu đồng. Lũy kế giải ngân, tính đến ngày 13/11/2026: 159 triệu đồng, bằng "
        "61,2% (159/260 triệu đồng).",
        "- Riêng năm 2023: giải ngân 80,0% (80/100 triệu đồng), không gồm nguồn không phân năm.",
        "- Đã giải ngân 5 triệu đồng ở nhiệm vụ, nguồn, năm mà kế hoạch không ghi số; không tính vào tỷ lệ.",
    ]


def test_money_of_the_whole_horizon_stands_after_the_years():
    assert list(money_by_year(samples.figures())) == [2025, 2026, 0]


def test_discipline_counts_every_agency_once():
    assert drafted(samples.figures())["assessment"] == [
        "Về chấp hành chế độ báo cáo: 03/04 cơ quan đã gửi báo cáo (02 cơ quan đúng hạn; 01 cơ quan quá hạn); 01 cơ "
        "quan chưa gửi. Đã duyệt 01/04 báo cáo."
    ]


def test_agencies_are_quoted_under_their_names_and_line_difficulties_follow():
    sections = drafted(samples.figures(), samples.AGENCY_WORDS)
    assert sections["direction"] == [
        "- Sở Khoa học và Công nghệ: Tham mưu Ủy ban nhân dân tỉnh ban hành 12 văn bản chỉ đạo.",
        "Tổ chức 03 đoàn kiểm tra.",
        "- Sở Nội vụ: Ban hành kế hoạch đào tạo, bồi dưỡng kỹ năng số.",
    ]
    assert sections["difficulties"] == [
        "- Sở Nội vụ: Thiếu nhân lực chuyên trách về công nghệ thông tin ở cấp xã.",
        "- Nhiệm vụ III.26 (Ủy ban nhân dân huyện Gò Công Đông): Nhà đầu tư chậm bổ sung hồ sơ đánh giá tác động môi "
        "trường.",
    ]


@pytest.mark.parametrize(
    ("changes", "key", "line"),
    [
        (
            {"leaves": [], "groups": []},
            "tasks",
            "Kế hoạch số 69/KH-UBND không có nhiệm vụ nào phải báo cáo trong kỳ.",
        ),
        (
            {"aims": []},
            "indicators",
            "Kế hoạch số 69/KH-UBND không có chỉ tiêu nào phải báo cáo trong kỳ.",
        ),
        (
            {"planned": [], "disbursed": []},
            "money",
            "Kế hoạch số 69/KH-UBND không ghi kinh phí và chưa có báo cáo về giải ngân.",
        ),
        ({"agencies": []}, "assessment", ""),
    ],
)
def test_a_plan_without_something_is_said_so(changes, key, line):
    assert drafted(samples.figures(**changes))[key] == [line]


def test_before_the_first_report_nothing_is_called_zero():
    nothing = {
        "state": None,
        "percent": None,
        "completed_on": None,
        "parts": 0,
        "difficulty": "",
        "proposal": "",
    }
    silent = [replace(leaf, **nothing) for leaf in samples.LEAVES]
    assert drafted(samples.figures(silent))["tasks"] == [
        "Kế hoạch số 69/KH-UBND giao 08 nhiệm vụ. Tính đến ngày 13/11/2026, chưa có nhiệm vụ nào vừa có thời hạn vừa "
        "có báo cáo.",
        "- Thống kê riêng, không tính vào các tỷ lệ trên: 08 nhiệm vụ chưa có báo cáo.",
        "- Chưa có nhiệm vụ nào có số liệu về tỷ lệ thực hiện.",
    ]


def test_papers_speak_vietnamese_whatever_the_screen_speaks():
    with translation.override("en"):
        assert official("status", "completed_on_time") == "Hoàn thành đúng hạn"
