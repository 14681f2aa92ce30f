"""A target in the words of the import's preview."""

import pytest

from indicators.intake.form import target_words


@pytest.mark.parametrize(
    ("comparator", "low", "high", "words"),
    [
        (">=", "80", None, "≥ 80"),
        ("<=", None, "2.5", "≤ 2,5"),
        ("=", "1200", None, "đúng bằng 1.200"),
        ("between", "4", "5", "từ 4 đến 5"),
        ("top_n", "30", None, "thuộc nhóm 30 dẫn đầu"),
        ("growth", "7", None, "tăng 7 mỗi năm"),
        ("qualitative", None, None, "định tính"),
        ("", None, None, ""),
        (None, None, None, ""),
    ],
)
def test_a_target_is_said_as_it_was_understood(comparator, low, high, words):
    assert target_words(comparator, low, high) == words
