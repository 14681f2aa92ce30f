"""Where an item of a list ends whose name nobody knows: what a comma, an "và" or a dash parts, and what it does not."""

from collections.abc import Callable, Sequence

from agencies.names import heads
from agencies.names.lexicon import AND, WORDS
from agencies.names.matcher import Matcher
from agencies.names.roles import role_at
from agencies.names.tokens import HARD, SOFT, SPACED_DASH, Token

Parts = Callable[[int, int], bool]  # (the comma or "và", what follows it) → whether the item ends there


def end_of_group(matcher: Matcher, tokens: Sequence[Token], at: int) -> int:
    """Where a phrase for several ends: before a name of its own, not before words that only go on with the phrase."""

    def parts(end: int, begin: int) -> bool:
        follower = tokens[begin]
        if _surely_a_name(matcher, tokens, begin):
            return True
        if heads.bare_pair(tokens, end, begin) or follower.word in WORDS.levels:
            return False
        headed = heads.begins(tokens, begin)
        small = follower.small and (heads.generic(follower) or not headed)
        place = not headed and tokens[end - 1].capital
        return not small and not place

    return _end(tokens, at, parts, before_roles=False)


def end_of_name(matcher: Matcher, tokens: Sequence[Token], at: int) -> int:
    """Where a name ends: before a name of its own, and at a comma after a head that is said once for several."""
    headed = heads.begins(tokens, at)

    def parts(end: int, begin: int) -> bool:
        follower, joined = tokens[begin], begin > end
        if _surely_a_name(matcher, tokens, begin):
            return True
        if follower.word in WORDS.levels and follower.small:
            return False
        inside = headed and heads.inside(tokens, begin)
        if heads.begins(tokens, begin) and not (inside and (joined or heads.trade(tokens, begin))):
            return True
        if not headed:
            return True
        if joined or goes_on_with_and(tokens, end):
            return False
        closed = WORDS.levels | WORDS.provincial | {"tw"}
        whole = tokens[at].word in WORDS.heads_of_listed or tokens[end - 1].word in closed
        return whole or follower.acronym

    return _end(tokens, at, parts, before_roles=True)


def _end(tokens: Sequence[Token], at: int, parts: Parts, *, before_roles: bool) -> int:
    """The first place after `at` where a sign ends any item, or where `parts` says that this one ends."""
    for end in range(at + 1, len(tokens)):
        token = tokens[end]
        if SPACED_DASH.fullmatch(token.gap):
            if heads.begins(tokens, end):
                return end
            continue
        if HARD.search(token.gap):
            return end
        joined = token.word == AND
        if joined and heads.one_body(tokens, at, end):
            continue
        if joined or SOFT.search(token.gap):
            begin = end + joined
            if begin >= len(tokens) or parts(end, begin):
                return end
        elif before_roles and role_at(tokens, end):
            return end
    return len(tokens)


def _surely_a_name(matcher: Matcher, tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word in WORDS.plurals or matcher.agency_at(tokens, at)


def goes_on_with_and(tokens: Sequence[Token], at: int) -> bool:
    """ "Sở A, B và C" with neither B nor C beginning a name: the comma belongs to the name."""
    for end in range(at + 1, len(tokens)):
        if tokens[end].word == AND:
            return end + 1 < len(tokens) and not heads.begins(tokens, end + 1)
        if SOFT.search(tokens[end].gap) or HARD.search(tokens[end].gap):
            return False
    return False
