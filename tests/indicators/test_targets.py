"""Printed targets, one per row: what is to be reached."""

from decimal import Decimal

import pytest

from indicators.targets import Target, horizon_of, in_sentence, parse


def target(comparator: str, low: str | None = None, high: str | None = None) -> Target:
    return Target(comparator, Decimal(low) if low else None, Decimal(high) if high else None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("≥ 55", target(">=", "55")),
        (">= 90%", target(">=", "90")),
        ("> 0,7", target(">", "0.7")),
        ("≤ 5 %", target("<=", "5")),
        ("90", target(">=", "90")),
        ("100%", target(">=", "100")),
        ("≥ 01", target(">=", "1")),
        ("98,5", target(">=", "98.5")),
        ("98.4", target(">=", "98.4")),
        ("10.000 lao động", target(">=", "10000")),
        ("8 - 10", target("between", "8", "10")),
        ("1-2", target("between", "1", "2")),
        ("50%-60%", target("between", "50", "60")),
        ("01 - 02 tổ chức", target("between", "1", "2")),
        ("≥ 3% và tăng dần theo yêu cầu phát triển", target(">=", "3")),
        ("Tối thiểu 50%", target(">=", "50")),
        ("Trên 90%", target(">", "90")),
        ("Không quá 2%", target("<=", "2")),
        ("Dưới 5%", target("<", "5")),
        ("Từ 80% trở lên", target(">=", "80")),
        ("Đúng bằng 5", target("=", "5")),
        ("Thuộc nhóm 30 tỉnh, thành dẫn đầu cả nước", target("top_n", "30")),
        ("Top 10", target("top_n", "10")),
        ("Top 5 vùng đồng bằng", target("top_n", "5")),
        ("Thuộc 10 địa phương dẫn đầu", target("top_n", "10")),
        ("Tăng bình quân trên 7%/năm", target("growth", "7")),
        ("Tiên tiến, hiện đại", target("qualitative")),
        ("Thuộc nhóm các địa phương ở mức khá", target("qualitative")),
        ("Đạt mức trên trung bình của cả nước; phấn đấu có ít nhất 01 doanh nghiệp đạt trình độ tiên tiến",
         target("qualitative")),
        ("", Target()),
        ("-", Target()),
    ],
)  # fmt: skip
def test_a_target_is_read(printed, expected):
    assert parse(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "1.234",
        "1.234%",
        "3/5",
        "10 - 5",
        "100% (cấp tỉnh); 90% (cấp huyện)",
        "Năm 2025: 80%; năm 2030: 100%",
        "Giảm 10%/năm",
    ],
)
def test_what_could_be_two_things_stays_empty_with_a_doubt(printed):
    found = parse(printed)
    assert (found.comparator, found.low, found.high) == ("", None, None)
    assert printed in found.doubt


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tỷ trọng đóng góp vào GRDP toàn tỉnh chiếm từ 15% GRDP trở lên.", target(">=", "15")),
        (
            "Mạng di động 5G phủ sóng toàn tỉnh, 100% người dân sử dụng điện thoại thông minh",
            target(">=", "100"),
        ),
        ("Năng suất lao động hàng năm tăng tối thiểu 7%/năm", target("growth", "7")),
        ("Hạ tầng đến 100% cấp thôn; 100% hộ gia đình được gắn mã bưu chính", target("qualitative")),
        ("Hình thành Khu Công nghệ thông tin tập trung", target("qualitative")),
    ],
)
def test_a_sentence_gives_its_only_share(sentence, expected):
    assert in_sentence(sentence) == expected


@pytest.mark.parametrize(
    ("heading", "year"),
    [("Đến năm 2030", 2030), ("Mục tiêu 2025", 2025), ("Giai đoạn 2021-2025", None), ("Chỉ tiêu", None)],
)
def test_a_heading_names_its_year(heading, year):
    assert horizon_of(heading) == year
