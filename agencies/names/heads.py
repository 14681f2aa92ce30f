"""Where a name begins, by its first words; where such words stand inside a longer name instead.

A head is a word of the lexicon in the right letters ("Tổ", not "Tô"), in a capital unless it is always one, before a
second word that suits it ("Công an", not "Công tác").
"""

from collections.abc import Sequence
from itertools import takewhile

from agencies.names.lexicon import AND, WORDS
from agencies.names.tokens import HARD, SOFT, Token, after, tokens_of
from common.text import nfc


def begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name begins here, by its first word."""
    token, follower = tokens[at], after(tokens, at)
    if token.word == "bao" and nfc(token.printed).lower() == "bảo":  # the insurance
        return follower is not None and follower.word == "hiem"
    if token.word == "vien" and nfc(token.printed) == "Viễn":
        return _a_branch_of_telecom(tokens, at)
    if not _in_the_right_letters(token):
        return False
    if follower and follower.word in WORDS.heads_but.get(token.word, ()):
        third = after(tokens, at + 1)
        return follower.word == "chuc" and third is not None and third.word in WORDS.organisations
    needed = WORDS.heads_of_two.get(token.word)
    if follower and token.word in WORDS.heads_of_places and needed is None and follower.small:
        return of_the_party(tokens, at)
    if needed is not None and (follower is None or follower.word not in needed):
        return False
    return token.word in WORDS.heads_in_small or (token.word in WORDS.heads and token.capital)


def _in_the_right_letters(token: Token) -> bool:
    """Other words fold to some heads as well: only certain letters are meant."""
    exact = WORDS.heads_exact.get(token.word)
    return exact is None or nfc(token.printed).lower() in exact


def of_the_party(tokens: Sequence[Token], at: int) -> bool:
    """ "Tỉnh đoàn", "Huyện ủy": the level's own committee, not the level of another body."""
    follower = after(tokens, at)
    return (
        tokens[at].word in WORDS.heads_of_places
        and tokens[at].capital
        and follower is not None
        and follower.word in {"doan", "uy"}
    )


def _a_branch_of_telecom(tokens: Sequence[Token], at: int) -> bool:
    """ "Viễn thông Long An", "Viễn thông tỉnh": not the trade in "Phòng Bưu chính, Viễn thông"."""
    follower = after(tokens, at)
    rest = (tokens[index] for index in range(at + 2, len(tokens)))
    place = list(takewhile(lambda token: not token.gap.strip() and token.word != AND, rest))
    return (
        follower is not None
        and follower.word == "thong"
        and bool(place)
        and (place[0].word in WORDS.provincial or all(token.capital for token in place))
    )


def begins_a_name(text: str) -> bool:
    """Whether a line begins with a name of its own or a phrase for several, not with the place of the name before."""
    tokens = tokens_of(text)
    if not tokens or tokens[0].word in WORDS.plurals:
        return bool(tokens)
    if not begins(tokens, 0):
        return False
    said = list(takewhile(lambda token: token.start == 0 or not token.gap.strip(), tokens))
    place = all(token.capital and not token.acronym for token in said)
    return not (place and len(said) > 1 and tokens[0].word in WORDS.names_of_places)


def generic(token: Token) -> bool:
    """A word of a phrase for several, in small letters."""
    return token.word in WORDS.generic and token.small


def bare(token: Token) -> bool:
    """A kind of body that may be named together with another without a name."""
    return token.word in WORDS.heads_bare and _in_the_right_letters(token)


def bare_pair(tokens: Sequence[Token], comma: int, at: int) -> bool:
    """ "Các Vụ, Cục thuộc Bộ": two kinds of bodies named together, neither of them by its name."""
    if not bare(tokens[comma - 1]) or not bare(tokens[at]):
        return False
    follower = after(tokens, at)
    return follower is None or follower.small or bool(SOFT.search(follower.gap))


def inside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a head stands inside a longer name: something of its own follows, not a place or the end."""
    if tokens[at].word not in WORDS.heads_inside or nfc(tokens[at].printed) == "Đài":
        return False
    third = after(tokens, at + 1)
    if third is None or SOFT.search(third.gap) or HARD.search(third.gap) or third.word == AND:
        return trade(tokens, at)
    return third.word not in {"tinh", "tp", "huyen", "vung", "khu"} and third.small


def trade(tokens: Sequence[Token], at: int) -> bool:
    """Statistics or forest protection: a trade in the name of a unit, a body where its place follows."""
    return tuple(token.word for token in tokens[at : at + 2]) in {("thong", "ke"), ("kiem", "lam")}


def one_body(tokens: Sequence[Token], at: int, joint: int) -> bool:
    """Whether the "và" at `joint` belongs to the name of one body that begins at `at`.

    "Văn phòng HĐND và UBND huyện": the office of two bodies. "Báo và Đài Phát thanh": the paper and the station.
    """
    follower = after(tokens, joint)
    if follower is None:
        return False
    if tokens[at].word == "bao":
        return joint == at + 1 and follower.word == "dai"
    between = {token.word for token in tokens[at + 1 : joint]}
    return (
        tokens[at].word == "vp"
        and bool(between & {"hdnd", "dbqh"})
        and "ubnd" not in between
        and follower.word in {"hdnd", "ubnd"}
    )
