"""Phrases for several: a group said as one ("các sở, ban, ngành"), a head said once for each ("Các Sở: A, B")."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.names import heads
from agencies.names.ends import end_of_group, end_of_name
from agencies.names.known import Mention
from agencies.names.lexicon import AND, WORDS
from agencies.names.matcher import Matcher
from agencies.names.tokens import HARD, SOFT, Token, after, printed

Found = tuple[list[Mention], int]  # the members, and where the text goes on


def begins_a_group(matcher: Matcher, tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase for several begins here: "các …", "sở, ban, ngành", "UBND các huyện", "UBND cấp xã"."""
    token, follower = tokens[at], after(tokens, at)
    if token.word in WORDS.plurals:
        return True
    small = heads.generic(token) and token.word not in WORDS.heads_in_small
    if follower is None:
        return small
    if token.word in {"ubnd", "hdnd"}:
        named = follower.word in {"cac", "cap"}
        return named or (follower.word in WORDS.levels and _another_level(tokens, at + 2))
    if token.word in WORDS.generic and heads.generic(follower) and SOFT.search(follower.gap):
        return True
    return small and not matcher.longest_at(tokens, at)


def _another_level(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and bool(SOFT.search(tokens[at].gap)) and tokens[at].word in WORDS.levels


def group(matcher: Matcher, text: str, tokens: Sequence[Token], at: int) -> Found:
    """A phrase for several, taken whole; cut into known shorter phrases only where they cover all of it."""
    end = end_of_group(matcher, tokens, at)
    hit = matcher.longest_at(tokens, at)
    if not hit and tokens[at].word not in WORDS.plurals:  # "sở, ban, ngành" without "các"
        hit = matcher.longest_at(tokens, at, prefix="cac")
    if hit and hit.end >= end:
        return [hit.mention(printed(text, tokens[at : hit.end]))], hit.end
    parts: list[Mention] = []
    part = at
    while part < end:
        part += tokens[part].word == AND
        hit = matcher.longest_at(tokens, part) if part < end else None
        if not hit or not hit.own or hit.end > end:
            break
        parts.append(hit.mention(printed(text, tokens[part : hit.end])))
        part = hit.end
    if part == end:
        return parts, end
    said = printed(text, tokens[at:end])
    return [Mention(said, said, group=True, resolvable=False)], end


@dataclass(frozen=True, slots=True)
class SharedHead:
    """A head said once: where its members begin, what each of their names begins with, and the key of that."""

    begin: int
    prefix: str
    key: str

    @classmethod
    def of_level(cls, begin: int, level: Token) -> "SharedHead":
        long = {"tp": "thành phố", "tx": "thị xã"}.get(level.word, level.printed.lower())
        return cls(begin, f"UBND {long}", f"ubnd{level.word}")

    @property
    def of_places(self) -> bool:
        return self.key.startswith("ubnd")


def shared_head(matcher: Matcher, tokens: Sequence[Token], at: int) -> SharedHead | None:
    """ "Các Sở: A, B", "UBND các huyện A, B": the head that its members share, None where none is said here."""
    shared = _said_once(tokens, at)
    if shared is None or shared.begin >= len(tokens):
        return None
    follower = tokens[shared.begin]
    if SOFT.search(follower.gap) or ";" in follower.gap or "\n" in follower.gap:
        return None
    whole = matcher.longest_at(tokens, at)
    if whole and whole.end > shared.begin:
        return None
    if follower.small and not matcher.longest_at(tokens, shared.begin, prefix=shared.key):
        return None
    return shared


def _said_once(tokens: Sequence[Token], at: int) -> SharedHead | None:
    words = [token.word for token in tokens[at : at + 3]]
    if len(words) < 3:
        return None
    if words[:2] == ["ubnd", "cac"] and words[2] in WORDS.levels:
        return SharedHead.of_level(at + 3, tokens[at + 2])
    units = words[1] in WORDS.heads_of_units and ":" in tokens[at + 2].gap
    if words[0] == "cac" and (words[1] in {"so", "bo"} or units):
        return SharedHead(at + 2, tokens[at + 1].printed.capitalize(), words[1])
    if _places_of_levels(tokens, at):
        return SharedHead.of_level(at + 2, tokens[at + 1])
    return None


def _places_of_levels(tokens: Sequence[Token], at: int) -> bool:
    """ "UBND huyện A và thị xã B": the body is said once, the level of each place again."""
    if tokens[at].word != "ubnd" or tokens[at + 1].word not in WORDS.levels or not tokens[at + 2].capital:
        return False
    for end in range(at + 3, len(tokens) - 1):
        token = tokens[end]
        if token.word == AND or SOFT.search(token.gap):
            level = end + (token.word == AND)
            place = after(tokens, level)
            return tokens[level].word in WORDS.levels and place is not None and place.capital
        if HARD.search(token.gap) or not token.capital:
            return False
    return False


def members(matcher: Matcher, text: str, tokens: Sequence[Token], shared: SharedHead) -> Found:
    """The members of a list that share a head, until a hard stop or a name of another kind."""
    found: list[Mention] = []
    at = shared.begin
    while at < len(tokens):
        if found and (";" in tokens[at].gap or "\n" in tokens[at].gap):
            break
        if tokens[at].word == AND:
            at += 1
            continue
        if tokens[at].word in WORDS.levels and shared.of_places and found:
            shared = SharedHead.of_level(at, tokens[at])
            at += 1
            continue
        hit = matcher.longest_at(tokens, at, prefix=shared.key)
        if not hit and found and _another_kind(matcher, tokens, at, shared):
            break
        end = hit.end if hit else _end_of_member(matcher, tokens, at, shared)
        said = printed(text, tokens[at:end])
        name = f"{shared.prefix} {said}"
        found.append(hit.mention(said, name) if hit else Mention(said, name))
        at = end
    return found, at


def _another_kind(matcher: Matcher, tokens: Sequence[Token], at: int, shared: SharedHead) -> bool:
    """Whether a name begins here that is no member of the list."""
    token = tokens[at]
    if token.word in WORDS.plurals or matcher.agency_at(tokens, at):
        return True
    place = tokens[at - 1].word in WORDS.levels
    trade = shared.key in WORDS.heads_of_units and token.word in WORDS.trades
    return heads.begins(tokens, at) and not place and not trade


def _end_of_member(matcher: Matcher, tokens: Sequence[Token], at: int, shared: SharedHead) -> int:
    if shared.key in WORDS.heads_of_units:  # units are often named as departments and ministries are
        usual = matcher.longest_at(tokens, at, prefix="so") or matcher.longest_at(tokens, at, prefix="bo")
        if usual:
            return usual.end
    end = end_of_name(matcher, tokens, at)
    if shared.of_places:  # names of places hold neither comma nor "và"
        inner = range(at + 1, end)
        return next((i for i in inner if tokens[i].word == AND or SOFT.search(tokens[i].gap)), end)
    return end


def elliptic(matcher: Matcher, text: str, tokens: Sequence[Token], head: Token, at: int) -> Found:
    """ "Sở A, B và C" where "Sở B" and "Sở C" are known: each is an agency of its own."""
    found: list[Mention] = []
    while at < len(tokens) and (tokens[at].word == AND or SOFT.search(tokens[at].gap)):
        begin = at + (tokens[at].word == AND)
        if begin >= len(tokens) or heads.begins(tokens, begin) or matcher.agency_at(tokens, begin):
            break
        hit = matcher.longest_at(tokens, begin, prefix=head.word)
        if not hit:
            break
        said = printed(text, tokens[begin : hit.end])
        found.append(hit.mention(said, f"{head.printed} {said}"))
        at = hit.end
    return found, at
