"""Printed time frames, one per row: what the plan says and what it means."""

import datetime as dt
import unicodedata

import pytest

from plans.timeframe import TimeFrame, parse


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("printed", "starts", "ends"),
    [
        ("Năm 2025", None, "2025-12-31"),
        ("2025", None, "2025-12-31"),
        ("Đến hết năm 2025", None, "2025-12-31"),
        ("Từ nay đến năm 2025", None, "2025-12-31"),
        ("Trước năm 2026", None, "2025-12-31"),
        ("2022-2025", "2022-01-01", "2025-12-31"),
        ("2023 - 2025", "2023-01-01", "2025-12-31"),
        ("Giai đoạn 2021- 2025.", "2021-01-01", "2025-12-31"),
        ("Giai đoạn 2020 – 2025", "2020-01-01", "2025-12-31"),
        ("Từ năm 2021 đến năm 2025", "2021-01-01", "2025-12-31"),
        ("Năm 2020 - 2021", "2020-01-01", "2021-12-31"),
        ("Năm 2025, 2026 và 2027", "2025-01-01", "2027-12-31"),
        ("Giai đoạn 2021-2025, định hướng đến năm 2030", "2021-01-01", "2025-12-31"),
        ("Từ năm 2025", "2025-01-01", None),
        ("Quý I/2025", None, "2025-03-31"),
        ("Quý IV năm 2025", None, "2025-12-31"),
        ("Quý IV (năm 2025)", None, "2025-12-31"),
        ("Trong Quý I, năm 2026", None, "2026-03-31"),
        ("Quý II, III/2025", "2025-04-01", "2025-09-30"),
        ("Quý I - II/2025", "2025-01-01", "2025-06-30"),
        ("Quý II/2025 - Quý I/2026", "2025-04-01", "2026-03-31"),
        ("Tháng 6/2025", None, "2025-06-30"),
        ("6/2025", None, "2025-06-30"),
        ("Tháng 02 năm 2024", None, "2024-02-29"),
        ("Từ tháng 3 đến tháng 6 năm 2025", "2025-03-01", "2025-06-30"),
        ("Tháng 3-6/2025", "2025-03-01", "2025-06-30"),
        ("3/2025 - 12/2025", "2025-03-01", "2025-12-31"),
        ("30/6/2025", None, "2025-06-30"),
        ("Ngày 30 tháng 6 năm 2025", None, "2025-06-30"),
        ("30.6.2025", None, "2025-06-30"),
        ("Đến 30/6/2025", None, "2025-06-30"),
        ("Trước ngày 30/6/2025", None, "2025-06-29"),
        ("Hoàn thành trước 31/12/2025", None, "2025-12-30"),
        ("Trước tháng 6/2025", None, "2025-05-31"),
        ("Chậm nhất 31/12/2025", None, "2025-12-31"),
        ("Từ 01/01/2025 đến 31/12/2025", "2025-01-01", "2025-12-31"),
        # Bộ luật Dân sự 2015, Điều 146
        ("Đầu năm 2026", None, "2026-01-01"),
        ("Giữa năm 2026", None, "2026-06-30"),
        ("Cuối năm 2025", None, "2025-12-31"),
        ("Cuối quý II/2025", None, "2025-06-30"),
        ("Đầu tháng 6/2025", None, "2025-06-01"),
        ("Giữa tháng 6/2025", None, "2025-06-15"),
        ("cuối tháng 9 năm 2025", None, "2025-09-30"),
        ("6 tháng đầu năm 2025", None, "2025-06-30"),
        ("6 tháng cuối năm 2025", None, "2025-12-31"),
        ("06 tháng đầu năm 2026", None, "2026-06-30"),
        ("Tháng 6+7/2026", "2026-06-01", "2026-07-31"),
        ("Quý II + III/2026", "2026-04-01", "2026-09-30"),
        ("Trong quý III, hoàn thành trước 30/9/2026", "2026-07-01", "2026-09-29"),
        ("Trong năm 2026, xong trước ngày 15/11/2026", "2026-01-01", "2026-11-14"),
        ("Giai đoạn 1: 2026; giai đoạn 2: 2027-2028", "2026-01-01", "2028-12-31"),
        ("Giai đoạn I: Quý II/2026\nGiai đoạn II: Năm 2027", "2026-04-01", "2027-12-31"),
        ("Giai đoạn 1: 30/6/2026; giai đoạn 2: 2027", None, "2027-12-31"),
        ("Giai đoạn 1: trước 30/6/2026; giai đoạn 2: 2027", None, "2027-12-31"),
    ],
)
def test_a_deadline_or_a_span(printed, starts, ends):
    assert parse(printed) == TimeFrame(day(starts), day(ends))


@pytest.mark.parametrize(
    ("printed", "starts", "ends"),
    [
        ("Thường xuyên", None, None),
        ("Hàng năm", None, None),
        ("Hằng năm", None, None),
        ("Thường xuyên hàng năm.", None, None),
        ("Thường xuyên, liên tục", None, None),
        ("Định kỳ hàng quý", None, None),
        ("Ngày 15 hàng tháng", None, None),
        ("01 lần/năm", None, None),
        ("Thường xuyên, đột xuất", None, None),
        ("Năm 2025; thường xuyên các năm tiếp theo", "2025-01-01", None),
        ("Trước ngày 15/11 hàng năm", None, None),
        ("Theo kế hoạch hàng năm", None, None),
        ("Hàng năm, theo kế hoạch của UBND tỉnh", None, None),
        ("Năm 2025 và các năm tiếp theo", "2025-01-01", None),
        ("Năm 2025 và những năm tiếp theo", "2025-01-01", None),
        ("Từ năm 2025 trở đi", "2025-01-01", None),
        ("Năm 2025 và hàng năm", "2025-01-01", None),
        ("Thường xuyên, giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31"),
        ("Hàng năm đến 2030", None, "2030-12-31"),
    ],
)
def test_what_recurs(printed, starts, ends):
    assert parse(printed) == TimeFrame(day(starts), day(ends), recurring=True)


@pytest.mark.parametrize(
    "printed",
    [
        "Trình UBND tỉnh ban hành sau khi Thủ tướng Chính phủ ban hành Quyết định",
        "Sau khi có hướng dẫn của Bộ Khoa học và Công nghệ",
        "Sau khi Nghị định số 45/2020/NĐ-CP được ban hành",
        "Theo tiến độ đề án được phê duyệt",
        "Theo hướng dẫn của Bộ Thông tin và Truyền thông và theo thực tiễn",
        "Trong 30 ngày kể từ ngày Kế hoạch được ban hành",
        "Khi có yêu cầu",
    ],
)
def test_what_waits_for_a_document_has_no_deadline(printed):
    assert parse(printed) == TimeFrame(trigger_text=printed)


@pytest.mark.parametrize(
    ("printed", "starts", "ends", "trigger"),
    [
        (
            "Giai đoạn 2021 - 2025 và khi có quy định của Trung ương.",
            "2021-01-01",
            "2025-12-31",
            "khi có quy định của Trung ương",
        ),
        ("2025 và theo tiến độ Bộ Y tế quy định", None, "2025-12-31", "theo tiến độ Bộ Y tế quy định"),
        ("Khi có văn bản hướng dẫn, chậm nhất 31/12/2025", None, "2025-12-31", "Khi có văn bản hướng dẫn"),
    ],
)
def test_a_mixed_time_keeps_its_deadline_and_waits(printed, starts, ends, trigger):
    assert parse(printed) == TimeFrame(day(starts), day(ends), trigger_text=trigger)


@pytest.mark.parametrize("printed", ["", "-", "–", "…", "x"])
def test_an_empty_cell_is_no_time(printed):
    assert parse(printed).empty


@pytest.mark.parametrize(
    "printed",
    [
        "Ngắn hạn",
        "Quý II",
        "Đã hoàn thành",
        "31/02/2025",
        "Tháng 13/2025",
        "2030-2025",
        "Xây dựng: Quý II/2025; Triển khai: 2026-2030",
        "Năm học 2025-2026",
        "Kỳ họp HĐND tỉnh giữa năm 2025",
        "Trong quý III, hoàn thành trước 30/11/2026",
        "Giai đoạn 2: 2026; giai đoạn 1: 2027",
        "Giai đoạn 1: 2027-2028; giai đoạn 2: 2028",
        "Giai đoạn 1: 2026; giai đoạn 2: theo kế hoạch được duyệt",
        "Giai đoạn 1: Sở Y tế; giai đoạn 2: 2027",
        "Sở Tài chính",
    ],
)
def test_what_is_not_understood_stays_empty_and_says_so(printed):
    frame = parse(printed)
    assert (frame.starts_on, frame.ends_on, frame.recurring, frame.trigger_text) == (None, None, False, "")
    assert printed in frame.doubt


@pytest.mark.parametrize(
    ("printed", "starts", "ends"),
    [
        ("Quý II", None, "2025-06-30"),
        ("Tháng 6", None, "2025-06-30"),
        ("Tháng 9 - 12", "2025-09-01", "2025-12-31"),
        ("Trước 30/6", None, "2025-06-29"),
        ("Cả năm", None, "2025-12-31"),
    ],
)
def test_a_plan_for_one_year_lends_its_year(printed, starts, ends):
    assert parse(printed, year=2025) == TimeFrame(day(starts), day(ends))


def test_decomposed_text_says_the_same():
    printed = "Giai đoạn 2021 - 2025 và khi có quy định của Trung ương"
    assert parse(unicodedata.normalize("NFD", printed)) == parse(printed)
