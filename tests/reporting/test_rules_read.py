"""What the wordings of reporting clauses ask for: how often, by which day, about which period."""

import pytest

from reporting.collection.rule_days import hear
from reporting.collection.rule_words import rule_words
from tests.plans.papers import read, word
from tests.reporting.test_cycles_read import KHCN, TABLE

M, Q, H, N, Y, W = "monthly", "quarterly", "half_yearly", "nine_months", "yearly", "weekly"


def rule(frequency, day=None, month=None, *, of_last=False, covers="same", bound="before", **others) -> tuple:
    return (
        frequency,
        month,
        day,
        others.get("weekday"),
        of_last,
        bound,
        others.get("hour"),
        others.get("minute", 0),
        covers,
    )


def rules(text: str, year: int | None = None) -> list[tuple]:
    return [
        (
            one.frequency,
            one.month,
            one.day,
            one.weekday,
            one.of_last_month,
            one.bound,
            one.hour,
            one.minute,
            one.covers,
        )
        for one in hear(text, year).rules
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each month
        ("gửi báo cáo trước ngày 25 hằng tháng", [rule(M, 25)]),
        ("Hằng tháng (trước ngày 25), gửi báo cáo", [rule(M, 25)]),
        ("báo cáo tháng gửi trước ngày 05 tháng sau", [rule(M, 5, covers="before")]),
        ("báo cáo tháng: trước ngày 12 của tháng báo cáo", [rule(M, 12)]),
        ("báo cáo trước ngày 12 hằng tháng", [rule(M, 12, covers="")]),
        ("chậm nhất là ngày 03 hàng tháng", [rule(M, 3, covers="before", bound="on")]),
        ("vào ngày 28 mỗi tháng", [rule(M, 28, bound="on")]),
        (
            "chậm nhất ngày 10 và ngày 25 hằng tháng",
            [rule(M, 10, covers="before", bound="on"), rule(M, 25, bound="on")],
        ),
        ("báo cáo vào ngày cuối cùng của mỗi tháng", [rule(M, 31, bound="on")]),
        ("Một tháng một lần, trước ngày 22, báo cáo", [rule(M, 22)]),
        # each quarter
        ("Hằng quý, trước ngày 20 của tháng cuối quý, báo cáo", [rule(Q, 20, of_last=True)]),
        ("báo cáo quý trước ngày 25 tháng cuối cùng của quý", [rule(Q, 25, of_last=True)]),
        ("báo cáo quý: ngày 15 tháng thứ ba của quý", [rule(Q, 15, of_last=True, bound="on")]),
        ("báo cáo quý trước ngày 05 của tháng đầu quý sau", [rule(Q, 5, covers="before")]),
        ("báo cáo quý trước ngày 10 tháng đầu tiên của quý tiếp theo", [rule(Q, 10, covers="before")]),
        ("ngày 08 của tháng đầu mỗi quý gửi báo cáo", [rule(Q, 8, covers="before", bound="on")]),
        ("báo cáo quý trước các ngày 25/3, 25/6, 25/9 và 25/12", [rule(Q, 25, of_last=True)]),
        ("báo cáo hằng quý trước ngày 25/3, 6, 9, 12", [rule(Q, 25, of_last=True)]),
        ("báo cáo trước ngày 20 các tháng 3, 6, 9, 12 hằng năm", [rule(Q, 20, of_last=True)]),
        ("báo cáo trước ngày 20 tháng 3, 6, 9 và 12 hằng năm", [rule(Q, 20, of_last=True)]),
        ("báo cáo quý trước ngày 05/4, 05/7, 05/10 và 05/01 năm sau", [rule(Q, 5, covers="before")]),
        (
            "báo cáo quý vào ngày 20/3, 20/6, 20/9 và 05/12",
            [
                rule(Q, 20, 3, bound="on"),
                rule(Q, 20, 6, bound="on"),
                rule(Q, 20, 9, bound="on"),
                rule(Q, 5, 12, bound="on"),
            ],
        ),
        ("ba tháng một lần, trước ngày 25 của tháng cuối quý", [rule(Q, 25, of_last=True)]),
        # six and nine months, the year
        (
            "Báo cáo 6 tháng gửi trước ngày 10/6, báo cáo năm trước ngày 10/12",
            [rule(H, 10, 6), rule(Y, 10, 12)],
        ),
        ("Định kỳ 06 tháng, 01 năm báo cáo trước ngày 10/6 và 10/12", [rule(H, 10, 6), rule(Y, 10, 12)]),
        (
            "Định kỳ 6 tháng (trước ngày 15/6), 9 tháng (trước ngày 15/9) và năm (trước ngày 01/12)",
            [rule(H, 15, 6), rule(N, 15, 9), rule(Y, 1, 12)],
        ),
        (
            "Định kỳ 6 tháng, 9 tháng và năm báo cáo trước ngày 10/6, 10/9 và 10/12",
            [rule(H, 10, 6), rule(N, 10, 9), rule(Y, 10, 12)],
        ),
        (
            "trước ngày 20/6 (báo cáo 6 tháng), trước ngày 15/12 (báo cáo năm)",
            [rule(H, 20, 6), rule(Y, 15, 12)],
        ),
        (
            "trước ngày 20/6 đối với báo cáo 6 tháng đầu năm và trước ngày 15/12 đối với báo cáo năm",
            [rule(H, 20, 6), rule(Y, 15, 12)],
        ),
        ("Báo cáo 9 tháng đầu năm trước ngày 20 tháng 9", [rule(N, 20, 9)]),
        ("báo cáo sáu tháng trước ngày 05/7", [rule(H, 5, 7, covers="before")]),
        ("trước ngày 01/6 và 15/11 hàng năm", [rule(Y, 1, 6), rule(Y, 15, 11)]),
        ("trước ngày 15/6 hằng năm", [rule(Y, 15, 6, covers="")]),
        ("báo cáo năm trước ngày 15/01 năm sau", [rule(Y, 15, 1, covers="before")]),
        ("Trước ngày 20 tháng 01 của năm tiếp theo, báo cáo năm", [rule(Y, 20, 1, covers="before")]),
        ("trước ngày 10/01 hằng năm", [rule(Y, 10, 1, covers="before")]),
        ("báo cáo năm trước ngày 15/12 của năm báo cáo", [rule(Y, 15, 12)]),
        ("Báo cáo năm gửi trong tháng 11", [rule(Y, None, 11, bound="month")]),
        ("Báo cáo năm gửi trước tháng 12", [rule(Y, 1, 12)]),
        ("không muộn hơn ngày 20/11 hằng năm", [rule(Y, 20, 11, bound="on")]),
        # of whatever is reported on
        (
            "Định kỳ quý, 6 tháng, 9 tháng, năm: trước ngày 20 của tháng cuối kỳ báo cáo",
            [rule(Q, 20, of_last=True), rule(H, 20, of_last=True), rule(N, 20, 9), rule(Y, 20, 12)],
        ),
        (
            "Báo cáo 6 tháng và hằng năm trước ngày 15 tháng cuối kỳ",
            [rule(H, 15, of_last=True), rule(Y, 15, 12)],
        ),
        # several in one sentence
        (
            "trước ngày 25 hằng tháng, trước ngày 25 của tháng cuối quý và trước ngày 15/11 hằng năm",
            [rule(M, 25), rule(Q, 25, of_last=True), rule(Y, 15, 11)],
        ),
        (
            "Định kỳ hằng tháng (trước ngày 25), hằng quý (trước ngày 25 của tháng cuối quý) và năm (trước ngày 15/11)",
            [rule(M, 25), rule(Q, 25, of_last=True), rule(Y, 15, 11)],
        ),
        (
            "báo cáo tháng gửi trước ngày 20, báo cáo quý gửi trước ngày 20 tháng cuối quý, báo cáo năm trước 10/12",
            [rule(M, 20), rule(Q, 20, of_last=True), rule(Y, 10, 12)],
        ),
        # each week, an hour
        ("báo cáo trước thứ Năm hằng tuần", [rule(W, weekday=4, covers="")]),
        (
            "báo cáo tuần gửi trước 15h00 thứ Sáu hằng tuần",
            [rule(W, weekday=5, hour=15, covers="")],
        ),
        ("gửi báo cáo vào chiều thứ 5 mỗi tuần", [rule(W, weekday=4, bound="on", covers="")]),
        ("báo cáo trước 16h00 ngày 20 hằng tháng", [rule(M, 20, hour=16)]),
        ("trước 16 giờ 30 phút ngày 20/11 hằng năm", [rule(Y, 20, 11, hour=16, minute=30)]),
        ("chậm nhất 17h ngày 25 của tháng cuối quý", [rule(Q, 25, of_last=True, hour=17, bound="on")]),
        ("trước 24h00 ngày 20/11 hằng năm", [rule(Y, 20, 11)]),
        ("vào thứ Sáu hằng tuần (trước 10 giờ 00)", [rule(W, weekday=5, hour=10, covers="")]),
        ("trước 17h00 các ngày thứ Sáu hàng tuần", [rule(W, weekday=5, hour=17, covers="")]),
        (
            "quý I trước ngày 20/3, quý II trước ngày 20/6, quý III trước ngày 20/9, báo cáo năm trước ngày 10/12",
            [rule(Q, 20, 3), rule(Q, 20, 6), rule(Q, 20, 9), rule(Y, 10, 12)],
        ),
        (
            "trước ngày 10/7 (báo cáo 6 tháng) và ngày 10/01 năm sau (báo cáo năm)",
            [rule(H, 10, 7, covers="before"), rule(Y, 10, 1, covers="before")],
        ),
    ],
)
def test_what_a_clause_asks_for(text, expected):
    assert rules(text) == expected


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("ngày 10 tháng 6 và tháng 12 hằng năm", [(), ("elided",)]),
        ("báo cáo quý trước ngày 15", [("month",)]),
        ("báo cáo quý trước ngày 25", [()]),
        ("báo cáo trước thứ Năm hằng tuần", [("covers",)]),
        ("trước ngày 15/6 hằng năm", [("covers",)]),
    ],
)
def test_what_is_not_printed_is_a_doubt(text, doubts):
    assert [one.doubts for one in hear(text).rules] == doubts


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 749/QĐ-TTg ngày 03/6/2020 hằng năm",
        "tăng 25% mỗi năm",
        "trong 03 tháng đầu, 12 đơn vị báo cáo",
        "Phụ lục 3, mục 2.1 và 12 chỉ tiêu hằng năm",
        "ngày 31/02/2025 và ngày 12/13 hằng năm",
        "lần thứ ba trong tháng",
    ],
)
def test_numbers_that_are_no_days_are_no_rules(text):
    assert [one for one in rules(text) if one[1] != 2] == []


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (
            "báo cáo quý trong vòng 05 ngày làm việc kể từ khi kết thúc quý",
            ["trong vòng 05 ngày làm việc kể từ khi kết thúc quý"],
        ),
        ("báo cáo tháng vào ngày làm việc cuối cùng của tháng", ["ngày làm việc cuối cùng của tháng"]),
        ("báo cáo trước ngày 20", ["trước ngày 20"]),
    ],
)
def test_a_deadline_no_column_can_say_is_told(text, unread):
    heard = hear(text)
    assert [text[at:end] for at, end in heard.unread] == unread


def test_a_frequency_without_a_day_is_kept():
    assert [often.name for often in hear("báo cáo tháng, quý, 6 tháng và năm").undated] == [M, Q, H, Y]


def test_every_word_of_the_lists_is_understood():
    words = rule_words()
    for what, example in words.examples:
        text = f"báo cáo trước ngày {example}".lower()
        found = [name for name, pattern in words.tails if pattern.search(text)]
        assert what in found or (words.often.search(text) or words.led.search(text)).lastgroup == what


# In a document


def shown(*paragraphs: str, title: str = "") -> tuple[list[tuple], list[str]]:
    """(who, to, frequency, month, day, covers) of every rule, and what is asked or said of them."""
    head = [["ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố: 7/KH-UBND", "Bình Dương, ngày 05 tháng 3 năm 2026"]]
    text = (head, "KẾ HOẠCH", title or "Chuyển đổi số", "Căn cứ Luật Tổ chức chính quyền địa phương;")
    found = read(word(*text, *paragraphs, TABLE, head=False))
    keys = ("who", "to", "frequency", "month", "day", "covers")
    said = [problem["message"] for problem in found["problems"] if "báo cáo" in problem["message"]]
    return [tuple(cycle[key] for key in keys) for cycle in found["plan"]["cycles"]], said


def test_every_rule_of_a_sentence_goes_where_the_sentence_says():
    found, said = shown(
        f"Các sở, ngành gửi báo cáo tháng về {KHCN} trước ngày 25 hằng tháng; báo cáo quý trước ngày 25 của tháng cuối "
        f"quý; báo cáo năm trước ngày 15/11 để {KHCN} tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Nội vụ trước ngày 01/12."
    )
    assert found == [
        ("Các sở, ngành", KHCN, "monthly", None, 25, "same"),
        ("Các sở, ngành", KHCN, "quarterly", None, 25, "same"),
        ("Các sở, ngành", KHCN, "yearly", 11, 15, "same"),
        ("UBND tỉnh", "Bộ Nội vụ", "yearly", 12, 1, "same"),
    ]
    assert said == []


def test_a_list_of_rules_goes_with_the_line_over_it():
    found, said = shown(
        f"Các sở, ngành, UBND các xã, phường báo cáo kết quả thực hiện về {KHCN} để tổng hợp, cụ thể như sau:",
        "- Báo cáo tháng: trước ngày 20 hằng tháng;",
        "- Báo cáo quý: trước ngày 20 của tháng cuối quý;",
        "- Năm: trước ngày 10/12.",
        "- Đột xuất: theo yêu cầu của UBND tỉnh.",
        "Sở Nội vụ theo dõi, khen thưởng vào ngày 20/12 hằng năm.",
    )
    who = "Các sở, ngành, UBND các xã, phường"
    assert found == [
        (who, KHCN, "monthly", None, 20, "same"),
        (who, KHCN, "quarterly", None, 20, "same"),
        (who, KHCN, "yearly", 12, 10, "same"),
        (who, KHCN, "adhoc", None, None, None),
    ]
    assert said == []


def test_a_sentence_that_speaks_of_the_report_goes_on_with_the_one_before():
    found, _said = shown(
        f"Các phòng, đơn vị gửi báo cáo định kỳ về {KHCN}. Báo cáo 6 tháng gửi trước ngày 05/6. Báo cáo năm gửi "
        "trước ngày 05/12. Sở Tài chính cân đối kinh phí."
    )
    assert found == [
        ("Các phòng, đơn vị", KHCN, "half_yearly", 6, 5, "same"),
        ("Các phòng, đơn vị", KHCN, "yearly", 12, 5, "same"),
    ]


def test_reports_on_request_are_a_rule_of_their_own():
    found, said = shown(
        f"Các sở báo cáo tình hình thực hiện về {KHCN} trước ngày 20/11 hằng năm và đột xuất khi có yêu cầu."
    )
    assert [row[2:5] for row in found] == [("yearly", 11, 20), ("adhoc", None, None)]
    assert said == []


def test_a_dated_report_that_may_be_asked_for_earlier_is_one_rule_and_is_said():
    found, _said = shown(
        f"Định kỳ trước ngày 01/6 và 15/11 hàng năm (hoặc đột xuất khi có yêu cầu), các sở báo cáo kết quả về {KHCN}."
    )
    assert [row[2:5] for row in found] == [("yearly", 6, 1), ("yearly", 11, 15)]
    paper = f"Các sở báo cáo kết quả về {KHCN} trước ngày 20/11 hằng năm hoặc đột xuất theo yêu cầu."
    notes = [problem["message"] for problem in read(word(paper, TABLE))["problems"]]
    assert [note for note in notes if note.startswith("“hoặc đột xuất theo yêu cầu”")] != []


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện chế độ báo cáo định kỳ, đột xuất theo quy định.",
        "Kiểm tra đột xuất việc thực hiện báo cáo.",
    ],
)
def test_a_word_on_reports_in_general_is_no_rule(sentence):
    assert shown(sentence)[0] == []


def test_a_frequency_without_a_day_is_a_rule_whose_day_is_set_on_opening():
    found, said = shown(f"Các sở, ngành báo cáo kết quả thực hiện hằng quý về {KHCN} để theo dõi.")
    assert found == [("Các sở, ngành", KHCN, "quarterly", None, None, None)]
    assert said == []


def test_a_day_without_every_year_is_proposed_and_asked_about():
    found, said = shown(
        f"Các sở, ngành gửi báo cáo kết quả thực hiện về {KHCN} trước ngày 20/11 để tổng hợp."
    )
    assert found == [("Các sở, ngành", KHCN, "yearly", 11, 20, "same")]
    assert [message for message in said if "không in “hằng năm”" in message] == said
    assert shown("Sở Y tế trình UBND tỉnh báo cáo thẩm định trước ngày 20/11.")[0] == []


def test_a_label_before_the_sentence_is_not_who_reports():
    found, _said = shown(f"Chế độ báo cáo: Các sở, ngành báo cáo hằng năm về {KHCN} trước ngày 20/11.")
    assert found == [("Các sở, ngành", KHCN, "yearly", 11, 20, "same")]


def test_an_office_that_is_called_after_what_it_does_reports():
    found, _said = shown(
        "Sở Xây dựng chủ trì, theo dõi, đôn đốc; định kỳ 6 tháng (trước ngày 20 tháng 6) và năm (trước ngày 20 tháng "
        "12) tổng hợp báo cáo UBND tỉnh."
    )
    assert found == [
        ("Sở Xây dựng", "UBND tỉnh", "half_yearly", 6, 20, "same"),
        ("Sở Xây dựng", "UBND tỉnh", "yearly", 12, 20, "same"),
    ]


def test_by_which_day_figures_are_cut_off_is_no_deadline():
    found, said = shown(
        "Thời gian chốt số liệu báo cáo: từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo.",
        "Thời hạn gửi báo cáo: trước ngày 18 hằng tháng.",
    )
    assert ([row[2:5] for row in found], said) == ([("monthly", None, 18)], [])


def test_what_cannot_be_read_is_said_once():
    sentence = (
        f"Các sở báo cáo kết quả hằng quý về {KHCN} trong vòng 05 ngày làm việc kể từ ngày kết thúc quý."
    )
    _found, said = shown(sentence, sentence)
    assert len([message for message in said if "Chưa đề xuất được hạn báo cáo" in message]) == 1
