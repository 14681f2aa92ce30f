"""Printed targets, one per row: what is to be reached."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.targets import Target, horizon_of, in_sentence, parse
from plans.money import plain


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
        ("Giảm 10%/năm", target("growth", "-10")),
        ("Giảm 1-1,5% mỗi năm", target("growth", "-1")),
        ("Giảm còn 3%", target("<=", "3")),
        ("Giảm xuống còn 3%", target("<=", "3")),
        ("giảm xuống dưới 3%", target("<", "3")),
        ("Còn 2,5%", target("<=", "2.5")),
        ("Kéo giảm tỷ lệ này xuống còn 0,5%", target("<=", "0.5")),
        ("Hạ xuống 12 phút", target("<=", "12")),
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
        "Giảm 30% so với năm 2025",
        "Tăng 20% so với năm 2020",
        "Giảm 5%",
        "Tăng thêm 50 doanh nghiệp",
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


@pytest.mark.parametrize(
    ("printed", "unit", "low"),
    [
        ("1,2 triệu tài khoản", "tài khoản", "1200000"),
        ("2 triệu", "tài khoản", "2000000"),
        ("500 nghìn hồ sơ", "hồ sơ", "500000"),
        ("500 ngàn hồ sơ", "Hồ sơ", "500000"),
        ("3 vạn lượt", "lượt", "30000"),
        ("150 tỷ đồng", "đồng", "150000000000"),
        ("150 tỷ đồng", "tỷ đồng", "150"),
        ("150 tỷ", "Tỷ VNĐ", "150"),
        ("1,2 nghìn tỷ", "tỷ đồng", "1200"),
        ("1,2 nghìn tỷ đồng", "nghìn tỷ đồng", "1.2"),
        ("150 tỷ", "triệu đồng", "150000"),
        ("150 tỷ", "Triệu đồng/năm", "150000"),
        ("150 tỉ đồng", "Đồng (triệu)", "150000"),
        ("2.500.000 đồng", "triệu đồng", "2.5"),
        ("75 triệu đồng", "tr.đồng", "75"),
        ("4.500 USD", "USD", "4500"),
        ("2,5 tỷ USD", "triệu USD", "2500"),
        ("120", "nghìn người", "120"),
        ("120 nghìn người", "nghìn người", "120"),
        ("120.000 người", "nghìn người", "120"),
        ("20 văn bản", "văn bản", "20"),
        ("1.250", "doanh nghiệp", "1250"),
        ("1,250", "doanh nghiệp", "1250"),
        ("1.250 trạm", "", "1250"),
        ("1.250", "đồng", "1250"),
        ("1.234", "triệu đồng", "1234"),
        ("98,5", "%", "98.5"),
        ("96/96 xã", "xã", "96"),
        ("96/96", "xã", "96"),
        ("96/96 xã", "%", "100"),
        ("90/96 xã", "xã", "90"),
        ("Đạt 96/96 xã (100%)", "xã", "96"),
        ("100%", "Tỷ lệ", "100"),
    ],
)
def test_scale_words_and_the_unit_say_how_much_a_number_is(printed, unit, low):
    assert parse(printed, unit) == target(">=", low)


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [
        ("150 tỷ đồng", "", ("150", "tỷ đồng")),
        ("2 triệu tài khoản", "", ("2000000", "tài khoản")),
        ("85%", "", ("85", "%")),
        ("900 trạm", "", ("900", "")),
    ],
)
def test_words_name_the_unit_where_the_indicator_prints_none(printed, unit, said):
    found = parse(printed, unit)
    assert (str(found.low), found.unit) == said


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("1.250", "km"),
        ("1.250", "%"),
        ("1,250", "tỷ đồng"),
        ("1.250", "nghìn người"),
        ("100%", "xã"),
        ("1,2 triệu", "%"),
        ("150 triệu USD", "tỷ đồng"),
        ("1 đồng", "tỷ đồng"),
        ("95/96 xã", "%"),
        ("98/96 xã", "xã"),
    ],
)
def test_a_number_that_does_not_fit_its_unit_is_asked(printed, unit):
    found = parse(printed, unit)
    assert (found.comparator, found.low) == ("", None)
    assert printed in found.doubt


@pytest.mark.parametrize(
    ("name", "unit", "printed", "expected"),
    [
        ("Tỷ lệ hộ nghèo", "%", "3,5", target("<=", "3.5")),
        ("Tỷ lệ thôn chưa có cáp quang", "%", "2", target("<=", "2")),
        ("Tỷ lệ hồ sơ trễ hẹn", "%", "1%", target("<=", "1")),
        ("Tỷ lệ hồ sơ giải quyết quá hạn", "%", "1", target("<=", "1")),
        ("Số vụ tai nạn giao thông", "vụ", "120", target("<=", "120")),
        ("Số vụ cháy, nổ", "vụ", "0", target("<=", "0")),
        ("Tỷ lệ thất nghiệp thành thị", "%", "dưới 4", target("<", "4")),
        ("Tỷ lệ hộ nghèo", "%", "Tối thiểu 1", target(">=", "1")),
        ("Tỷ lệ hộ nghèo", "%", "1 - 1,5", target("between", "1", "1.5")),
        ("Thời gian giải quyết thủ tục trung bình", "ngày", "5", target("<=", "5")),
        ("Tỷ lệ hộ nghèo được hỗ trợ thiết bị", "%", "90", target(">=", "90")),
        ("Tỷ lệ hộ nghèo có nhà tạm", "%", "1", target("<=", "1")),
        ("Tỷ lệ vi phạm được xử lý", "%", "95", target(">=", "95")),
        ("Tỷ lệ điều tra, khám phá tội phạm", "%", "85", target(">=", "85")),
        ("Tỷ lệ người tham gia bảo hiểm thất nghiệp", "%", "35", target(">=", "35")),
        ("Máy tính được cài phần mềm phòng chống mã độc", "%", "95", target(">=", "95")),
        ("Tỷ lệ hồ sơ không quá hạn", "%", "98", target(">=", "98")),
        ("Xóa nhà tạm, nhà dột nát", "%", "100", target(">=", "100")),
        ("Mức giảm chi phí tuân thủ thủ tục", "%", "30", target(">=", "30")),
        ("Cắt giảm thời gian giải quyết", "%", "30%", target(">=", "30")),
        ("Mức giảm chi phí tuân thủ thủ tục", "%", "Giảm 30%", target(">=", "30")),
        ("Tỷ lệ hộ nghèo giảm còn", "%", "3", target("<=", "3")),
        ("Phát thải so với năm trước", "%", "giảm 2%", target("growth", "-2")),
        ("Tỷ lệ hộ nghèo", "%/năm", "giảm 1%", target("growth", "-1")),
        ("Tốc độ tăng năng suất lao động", "%", "Tăng 7%", target(">=", "7")),
        ("Xếp hạng năng lực cạnh tranh", "hạng", "15", target("top_n", "15")),
        ("Xếp hạng chuyển đổi số", "", "Hạng 15", target("top_n", "15")),
        ("Tỷ lệ thương mại điện tử", "", "từ 15% GRDP trở lên", target(">=", "15")),
    ],
)
def test_what_is_measured_says_the_direction_of_a_bare_number(name, unit, printed, expected):
    assert parse(printed, unit, name) == expected


def test_a_measure_that_says_both_directions_is_asked():
    found = parse("85", "%", "Xử lý các cơ sở trên toàn địa bàn gây ô nhiễm")
    assert found.comparator == ""
    assert "ít nhất hay nhiều nhất" in found.doubt


@pytest.mark.parametrize(
    "sentence",
    ["Cáp quang đến 100% thôn; 80% hộ có mã địa chỉ số", "Đạt 90% ở cấp tỉnh, 80% ở cấp xã"],
)
def test_a_sentence_with_several_numbers_is_asked_and_never_a_judgement(sentence):
    assert in_sentence(sentence).comparator == ""
    assert "nhiều con số" in in_sentence(sentence).doubt


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tỷ lệ hộ nghèo giảm xuống còn 3%", target("<=", "3")),
        ("Tỷ lệ hồ sơ trễ hẹn 2%", target("<=", "2")),
        ("Giảm tỷ lệ hộ nghèo xuống dưới 3%", target("<", "3")),
        ("Phát thải giảm 2%/năm", target("growth", "-2")),
    ],
)
def test_a_sentence_says_its_direction_too(sentence, expected):
    assert in_sentence(sentence) == expected


@given(
    value=st.decimals(Decimal("0.01"), Decimal(9999), places=2, allow_nan=False, allow_infinity=False),
    text=st.sampled_from(["", "nghìn ", "triệu ", "tỷ ", "nghìn tỷ "]),
    unit=st.sampled_from(["", "nghìn ", "triệu ", "tỷ "]),
)
def test_value_times_scale_over_scale_is_the_same_amount_of_the_unit(value, text, unit):
    size = {"": 1, "nghìn ": 10**3, "triệu ": 10**6, "tỷ ": 10**9, "nghìn tỷ ": 10**12}
    found = parse(f"≥ {plain(value).replace('.', ',')} {text}đồng", f"{unit}đồng")
    if found.doubt:  # less than four decimals can say, or two ways to read it
        exact = value * size[text] / size[unit]
        assert exact != round(exact, 4) or "hai cách" in found.doubt
    else:
        assert found.low * size[unit] == value * size[text]


@pytest.mark.parametrize(
    "piece",
    ["1.", "1.1.", "1 ", "tăng ", "giảm 1%", "đạt ", "chống ", "từ 1", "trong 1 ", "a,", "%", "chưa có "],
)
def test_no_text_takes_longer_than_it_is(piece):
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    for unit in ("", "%", text):
        parse(text, unit, text)
    parse(text[:390], text[:390], text)
    in_sentence(text)
    assert time.process_time() - started < 5
