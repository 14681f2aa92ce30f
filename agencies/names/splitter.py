"""A printed list of agencies as its members. Nothing is invented: an unknown name stays as printed and says so."""

from collections.abc import Sequence

from agencies.names import heads, several
from agencies.names.ends import end_of_name
from agencies.names.known import Mention
from agencies.names.lexicon import AND, WORDS
from agencies.names.lines import prepared
from agencies.names.matcher import Matcher
from agencies.names.roles import role_at, title_at
from agencies.names.tokens import HARD, NAME_DASH, SOFT, Token, key_of, printed, tokens_of
from common.text import clean


def split(matcher: Matcher, cell: str) -> list[Mention]:
    """The agencies and groups a printed cell names, in printed order, each once."""
    text = prepared(clean(cell))
    tokens = tokens_of(text)
    once: dict[str, Mention] = {}
    at = 0
    while at < len(tokens):
        found, at = _next(matcher, text, tokens, at)
        for mention in found:
            once.setdefault(mention.key or key_of(mention.name), mention)
    return list(once.values())


def _next(matcher: Matcher, text: str, tokens: Sequence[Token], at: int) -> several.Found:
    """One item of the list, or what stands between two: no mention, and where to go on."""
    if passed := _past_what_is_no_name(matcher, tokens, at):
        return [], passed
    shared = several.shared_head(matcher, tokens, at)
    if shared:
        return several.members(matcher, text, tokens, shared)
    if several.begins_a_group(matcher, tokens, at):
        return several.group(matcher, text, tokens, at)
    hit = matcher.longest_at(tokens, at)
    if hit and not _of_a_longer_name(matcher, tokens, at, hit.end):
        first = hit.mention(printed(text, tokens[at : hit.end]))
        if tokens[at].word not in {"so", "bo"}:
            return [first], hit.end
        more, end = several.elliptic(matcher, text, tokens, tokens[at], hit.end)
        return [first, *more], end
    end = end_of_name(matcher, tokens, at)
    return [matcher.unknown(text, tokens[at:end])], end


def _past_what_is_no_name(matcher: Matcher, tokens: Sequence[Token], at: int) -> int:
    """Behind an "và", a remark in brackets, a title or a word for a role; 0 where none of these stands here."""
    token = tokens[at]
    if token.word == AND:
        return at + 1
    if "(" in token.gap and ")" not in token.gap:
        return next((end for end in range(at + 1, len(tokens)) if ")" in tokens[end].gap), len(tokens))
    title = title_at(tokens, at)
    if title and not matcher.longest_at(tokens, at):
        return at + title
    if role_at(tokens, at):
        return _named_after_role(tokens, at) or end_of_name(matcher, tokens, at)
    return 0


def _named_after_role(tokens: Sequence[Token], at: int) -> int:
    """Where the name after the word for a role begins ("Chủ trì Sở A", "Phối hợp với Sở B"), 0 where none does."""
    if (tokens[at].word, tokens[at + 1].word) not in {("chu", "tri"), ("phoi", "hop")}:
        return 0
    begin = at + 2
    while begin < len(tokens) and tokens[begin].word in {"cung", "voi", "la"}:
        begin += 1
    if begin >= len(tokens) or HARD.search(tokens[begin].gap) or SOFT.search(tokens[begin].gap):
        return 0
    return begin if heads.begins(tokens, begin) or tokens[begin].word in WORDS.plurals else 0


def _of_a_longer_name(matcher: Matcher, tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether an "và" or a dash after a known name goes on: "Sở A và B" is no "Sở A" where "Sở B" is not known."""
    if end + 1 >= len(tokens) or tokens[at].word not in {"so", "bo"}:
        return False
    dash = NAME_DASH.fullmatch(tokens[end].gap)
    if not dash and tokens[end].word != AND:
        return False
    begin = end if dash else end + 1
    follower = tokens[begin]
    if not follower.capital or heads.begins(tokens, begin) or follower.word in WORDS.plurals:
        return False
    if matcher.agency_at(tokens, begin):
        return False
    return bool(dash) or not matcher.longest_at(tokens, begin, prefix=tokens[at].word)
