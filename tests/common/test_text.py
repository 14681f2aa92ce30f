"""Vietnamese text as it arrives from documents: one form to keep, one to compare, one to sort."""

import unicodedata

import pytest

from common.text import clean, fold, nfc


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hoá, Thể thao và Du lịch"),
        ("Ủy ban nhân dân", "Uỷ ban nhân dân"),
        ("Đắk Lắk", "DAK LAK"),
        ("Kế\u00a0hoạch", "ke hoach"),
        ("cơ\u00ad quan", "co quan"),
        ("2021 – 2025", "2021 - 2025"),
        ("“học tập số”", '"hoc tap so"'),
        ("Nguyễn  Văn\nVĩnh", "nguyen van vinh"),
        (unicodedata.normalize("NFD", "Sở Khoa học và Công nghệ"), "so khoa hoc va cong nghe"),
    ],
)
def test_spellings_of_the_same_words_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_folding_keeps_different_words_apart():
    assert fold("Sở Y tế") != fold("Sở Xây dựng")


def test_text_is_kept_in_composed_form_with_its_line_breaks():
    assert (
        clean(unicodedata.normalize("NFD", "  Sở\u00a0Nội vụ \n -  UBND\u200b cấp huyện "))
        == "Sở Nội vụ\n- UBND cấp huyện"
    )
    assert nfc(unicodedata.normalize("NFD", "Huế")) == "Huế"
