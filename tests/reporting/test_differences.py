"""What the reviewer sees as changed."""

from decimal import Decimal

import pytest

from reporting.review.differences import LONGEST, Piece, number, words

SAME, ADDED, REMOVED = (lambda text, kind=kind: Piece(kind, text) for kind in ("same", "added", "removed"))


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Không có.", "Không có.", [SAME("Không có.")]),
        ("Không  có.\n", "Không có.", [SAME("Không có.")]),
        ("", "Đã xong.", [ADDED("Đã xong.")]),
        ("Đã xong.", "", [REMOVED("Đã xong.")]),
        (
            "Triển khai bệnh án điện tử tại 3/11 Trung tâm y tế.",
            "Triển khai bệnh án điện tử tại 7/11 Trung tâm y tế.",
            [
                SAME("Triển khai bệnh án điện tử tại "),
                REMOVED("3/11"),
                SAME(" "),
                ADDED("7/11"),
                SAME(" Trung tâm y tế."),
            ],
        ),
        (
            "Đào tạo 12 lớp.",
            "Đào tạo 12 lớp. Cấp 412 chứng chỉ.",
            [SAME("Đào tạo 12 lớp. "), ADDED("Cấp 412 chứng chỉ.")],
        ),
        (
            "Đạt 93,5% kế hoạch năm.",
            "Đạt 97,0% kế hoạch năm.",
            [SAME("Đạt "), REMOVED("93,5%"), SAME(" "), ADDED("97,0%"), SAME(" kế hoạch năm.")],
        ),
        (
            "Ban hành kế hoạch và tập huấn cho các xã.",
            "Ban hành kế hoạch cho các xã.",
            [SAME("Ban hành kế hoạch "), REMOVED("và tập huấn"), SAME(" cho các xã.")],
        ),
        (
            "Đã khảo sát tại bảy xã của huyện.",
            "Đã khảo sát tại bảy xã của huyện; còn hai xã.",
            [SAME("Đã khảo sát tại bảy xã của huyện"), ADDED("; còn hai xã"), SAME(".")],
        ),
        (
            "Không có.",
            "Máy chủ không đủ dung lượng lưu ảnh.",
            [ADDED("Máy chủ không đủ dung lượng lưu ảnh.")],
        ),
    ],
)
def test_changed_words_are_marked(before, after, pieces):
    assert words(before, after) == pieces


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Một hai ba bốn năm sáu", "Một hai 3 bốn 5 sáu"),
        ("a b c d e f g h", "a x c y e f g h i"),
        ("Sở đã ban hành;\nđang triển khai.", "Sở đã ban hành;\nđã triển khai xong."),
    ],
)
def test_what_stayed_and_what_came_is_the_new_text(before, after):
    shown = "".join(piece.text for piece in words(before, after) if piece.kind != "removed")
    assert shown.split() == after.split()


def test_a_very_long_text_is_shown_as_rewritten():
    before = "chữ " * (LONGEST + 1)
    assert [piece.kind for piece in words(before, before + "nữa")] == ["added"]


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ("45", "60", "15"),
        ("6300", "5800.5", "-499.5"),
        ("45", "45.00", None),
        (None, "45", None),
        ("45", None, None),
    ],
)
def test_numbers_differ_by_an_exact_amount(before, after, difference):
    assert number(before and Decimal(before), after and Decimal(after)) == (
        difference and Decimal(difference)
    )
