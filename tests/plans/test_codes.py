"""Trees and codes from printed numbers."""

import pytest

from plans.codes import Printed, arrange, looks_like_number, roman_value, understand


def codes(text: str) -> str:
    """`I 1 * _ 2*`: numbers by blanks; * marks a heading, _ no number. Gives code<parent for every row."""
    rows = [Printed(word.strip("*_"), word.endswith("*")) for word in text.split()]
    places = arrange(rows)
    return " ".join(
        place.code + (f"<{places[place.parent].code}" if place.parent is not None else "") for place in places
    )


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1. 2. 3.", "1 2 3"),
        ("01 02", "01 02"),
        # running through the groups: the number is the code
        ("I 1 2 II 3 4", "I 1<I 2<I II 3<II 4<II"),
        ("I 1 7 7.1 7.12 8 18 18.1 II 26", "I 1<I 7<I 7.1<7 7.12<7 8<I 18<I 18.1<18 II 26<II"),
        # starting again in every group: the group stands in front
        ("I. 1. 2. II. 1. 2.", "I I.1<I I.2<I II II.1<II II.2<II"),
        ("A I 1 2 II 1 B I 1", "A A.I<A A.I.1<A.I A.I.2<A.I A.II<A A.II.1<A.II B B.I<B B.I.1<B.I"),
        ("A 1 B 1 C 1 D 1", "A A.1<A B B.1<B C C.1<C D D.1<D"),
        ("I A 1 B 1 II A 1", "I I.A<I I.A.1<I.A I.B<I I.B.1<I.B II II.A<II II.A.1<II.A"),
        # dotted numbers say their place, misprints included
        ("1 1.1 1.1.1 1.2 2 2.1", "1 1.1<1 1.1.1<1.1 1.2<1 2 2.1<2"),
        ("I 1.1 1.2 II 2.1", "I 1.1<I 1.2<I II 2.1<II"),
        ("I 1.1 1.2 II 1.1", "I I.1.1<I I.1.2<I II II.1.1<II"),
        ("I I.1 1 I.2 1 II II.1 II.1.1", "I I.1<I I.1.1<I.1 I.2<I I.2.1<I.2 II II.1<II II.1.1<II.1"),
        ("V V.I V.I.1 a b V.1.2 a V.2 V.2.1 a",
         "V V.I<V V.I.1<V.I V.I.1.a<V.I.1 V.I.1.b<V.I.1 V.1.2<V.I V.1.2.a<V.1.2 V.2<V V.2.1<V.2 V.2.1.a<V.2.1"),
        # letters, bullets, nothing
        ("1 a) b) c) d) đ) e) 2 a)", "1 1.a<1 1.b<1 1.c<1 1.d<1 1.đ<1 1.e<1 2 2.a<2"),
        ("1 - - 2 -", "1 1.1<1 1.2<1 2 2.1<2"),
        ("_ _ _", "1 2 3"),
        ("* _ _ * _", "I I.1<I I.2<I II II.1<II"),
        ("* 1 2 * 3", "I 1<I 2<I II 3<II"),
        ("1* 1 2 2* 1 2", "1 1.1<1 1.2<1 2 2.1<2 2.2<2"),
        ("1* 1 2 2* 3 4", "1 1.1<1 1.2<1 2 2.3<2 2.4<2"),
        ("1 2 3* 3.1 3.2 4", "1 2 3 3.1<3 3.2<3 4"),
        ("A B C D E F G H I K", "A B C D E F G H I K"),
    ],
)  # fmt: skip
def test_numbers_make_a_tree(printed, expected):
    assert codes(printed) == expected


def test_a_number_printed_twice_is_told_and_still_unique():
    places = arrange([Printed("1"), Printed("2"), Printed("2")])
    assert len({place.code for place in places}) == 3
    assert [bool(place.doubt) for place in places] == [False, False, True]
    assert places[2].code.endswith("2")


@pytest.mark.parametrize(
    ("text", "value"), [("I", 1), ("iv", 4), ("XIX", 19), ("XLII", 42), ("IIII", None), ("A", None)]
)
def test_roman_numerals(text, value):
    assert roman_value(text) == value


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("1.", True),
        ("V.2.1", True),
        ("a)", True),
        ("-", True),
        ("Sở", False),
        ("", False),
        ("2025-2030", False),
    ],
)
def test_a_cell_that_only_numbers(text, yes):
    assert looks_like_number(text) is yes


def test_a_year_span_is_no_number():
    assert understand("2021-2025") is None
