"""Words that find a text, and where they stand in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.search import (
    BEGUN,
    EXACT,
    EXCERPT,
    IN_ORDER,
    LONGEST,
    PHRASE,
    SCATTERED,
    Query,
    folded_places,
    marked,
    matches,
)
from common.text import fold, nfc

AGENCY = "Sở Kế hoạch và Đầu tư"
PROSE = "Số hóa hồ sơ, giấy tờ; kết nối, chia sẻ dữ liệu đất đai"


def rank(query: str, text: str, name: str = "") -> int | None:
    return Query.of(query).rank(fold(text), fold(name))


def shown(query: str, text: str, length: int = EXCERPT) -> str:
    """The text with its marks as brackets."""
    return "".join(f"[{piece}]" if hit else piece for piece, hit in marked(Query.of(query), text, length))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("so ke hoach", AGENCY),
        ("ke hoach dau tu so", AGENCY),
        ("SỞ KẾ HOẠCH", AGENCY),
        (unicodedata.normalize("NFD", "Sở Kế hoạch"), AGENCY),
        ("so ke hoa", AGENCY),  # still typing
        ("hoá", PROSE),
        ("hòa", "hoà mạng"),
        ("dat dai", PROSE),
        ("đat đai", PROSE),
        ("Đất đai", "dat dai"),
        ("ho so giay to", PROSE),
        ("hồ sơ,", PROSE),
        ("“hồ sơ”", PROSE),
        ("136", "136/KH-UBND"),
        ("136/KH-UBND", "136/KH-UBND"),
        ("kh-ubnd", "136/KH-UBND"),
        ("kh ubnd 136", "136/KH-UBND"),
        ("II.1.4", "II.1.4 Nâng cấp"),
        ("ii.1.4 nang cap", "II.1.4 Nâng cấp"),
        ("d", "1.đ"),
        ("kh&cn", "Sở KH&CN"),
        ("so khcn", "Sở KH&CN"),
        ("so kh & cn", "Sở KH & CN"),
        ("khcn", "Sở KH & CN"),
        ("kh & cn", "Sở KHCN"),
        ("Sở KH&CN", "Sở KHCN"),
        ("vhttdl", "Sở VH,TT&DL"),
        ("50%", "đạt 50% hồ sơ"),
        ("so ke so", AGENCY),  # a word said twice need not stand twice
    ],
)
def test_words_find_a_text_in_any_order_and_any_spelling(query, text):
    assert rank(query, text) is not None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("so ke hoach ubnd", AGENCY),  # every word
        ("so kế", "Soát kế hoạch"),  # a finished word is a whole word
        ("oach", AGENCY),  # from the beginning of a word
        ("13", "136/KH-UBND"),  # a number is whole
        ("h", "hạ tầng"),  # a letter alone is a word
        ("II.1.4", "III.1.4 Nâng cấp"),
        ("II.1.4", "II.4.1 Nâng cấp"),
        ("1.4", "điều 14"),
        ("%", AGENCY),
        ("_", AGENCY),
        ("k_ hoach", AGENCY),
        ("ke%dau", AGENCY),
        ("", AGENCY),
    ],
)
def test_other_words_do_not_find_it(query, text):
    assert rank(query, text) is None


@pytest.mark.parametrize(
    ("query", "text", "name", "answer"),
    [
        ("ii.1.4", "II.1.4 Nâng cấp", "II.1.4", EXACT),
        ("so ke hoach va dau tu", AGENCY, AGENCY, EXACT),
        ("so ke hoach", AGENCY, AGENCY, PHRASE),
        ("khcn", "Sở KH&CN tỉnh", "", PHRASE),
        ("so dau tu", AGENCY, "", IN_ORDER),
        ("dau tu so", AGENCY, "", SCATTERED),
        ("so ke hoac", AGENCY, "", BEGUN + PHRASE),
        ("dau tu ke hoac", AGENCY, "", BEGUN + SCATTERED),
    ],
)
def test_the_closest_answer_ranks_first(query, text, name, answer):
    assert rank(query, text, name) == answer


@pytest.mark.parametrize(
    ("query", "text", "seen"),
    [
        ("so ke hoach", AGENCY, "[Sở Kế hoạch] và Đầu tư"),
        ("dau tu so", AGENCY, "[Sở] Kế hoạch và [Đầu tư]"),
        ("ke hoac", AGENCY, "Sở [Kế hoạch] và Đầu tư"),
        ("so", "Soát số liệu của sở", "Soát [số] liệu của [sở]"),  # a whole word before one that begins so
        ("so ke", "Số liệu của Sở Kế hoạch", "Số liệu của [Sở Kế] hoạch"),  # as written before scattered
        ("khcn", "Giao Sở KH&CN, Sở TC", "Giao Sở [KH&CN], Sở TC"),
        ("kh&cn", "Giao Sở KHCN", "Giao Sở [KHCN]"),
        ("vhttdl", "Sở VH,TT&DL tỉnh", "Sở [VH,TT&DL] tỉnh"),
        ("136", "136/KH-UBND", "[136]/KH-UBND"),
        ("ii.1.4", "II.1.4", "[II.1.4]"),
        ("hoa", "hóa\u00adđơn", "[hóa\u00adđơn]"),  # a soft hyphen parts no word
        ("hoa don", "hóa\u00a0đơn, hoá đơn", "[hóa\u00a0đơn], [hoá đơn]"),
        ("dat", unicodedata.normalize("NFD", "đất đai"), "[đất] đai"),
        ("strasse", "Große Straße 1", "Große [Straße] 1"),
        ("ii.1.4 nang", "Nâng cấp mạng", "[Nâng] cấp mạng"),  # the code stands in another cell
        ("xyz", AGENCY, AGENCY),
        ("", AGENCY, AGENCY),
    ],
)
def test_the_match_is_marked_in_the_printed_text(query, text, seen):
    assert shown(query, text) == seen


def test_a_long_text_is_cut_around_its_richest_match():
    text = "số " * 100 + "và trang bị máy tính cho số hóa hồ sơ " + "khác " * 100
    seen = shown("hồ sơ số", text, length=120)
    assert seen.startswith("… ")
    assert seen.endswith(" …")
    assert "[hồ sơ]" in seen
    assert len(seen) < 160
    assert not [
        piece for piece in seen.split() if piece.strip("[]…") not in nfc(text).split() and piece != "…"
    ]


def test_a_long_text_without_a_match_is_cut_at_its_beginning():
    assert shown("xyz", "một hai ba bốn năm", length=8) == "một hai …"


def test_only_the_beginning_of_an_endless_query_counts():
    assert len(Query.of("tu " * 1000).terms) == 1
    assert Query.of("a" * 10_000).terms[0].typed == "a" * LONGEST


def test_a_term_can_be_dropped():
    query = Query.of("so ke hoach xyz")
    assert list(query.missing(fold(AGENCY))) == [3]
    assert query.without(3).text == "so ke hoach"
    assert query.without(3).rank(fold(AGENCY)) == PHRASE


TEXTS = st.text(
    st.one_of(
        st.sampled_from("aăâđêôơưàảãáạếệộợữhoàKHCN 0123456789&,./-%_\n\u00a0\u00ad\u0301\u0323"),
        st.characters(),
    ),
    max_size=40,
)


@given(TEXTS)
def test_folding_letter_by_letter_is_folding(text):
    text = nfc(text)
    folded, places = folded_places(text)
    assert " ".join(folded.split()) == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)


@given(TEXTS)
def test_a_text_finds_itself_and_all_its_words_are_marked(text):
    query = Query.of(text)
    if query and len(text) <= LONGEST:
        assert query.rank(fold(text)) in (EXACT, PHRASE, IN_ORDER, SCATTERED)
        assert matches(query, nfc(text))


@given(TEXTS, TEXTS)
def test_marking_loses_no_letter(query, text):
    assert "".join(piece for piece, _hit in marked(Query.of(query), text)) == nfc(text)
