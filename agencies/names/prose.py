"""Offices named in running text: known ones anywhere, unknown ones from a word that begins names of offices to where
the sentence goes on."""

from collections.abc import Sequence

from agencies.names import heads
from agencies.names.ends import goes_on_with_and
from agencies.names.known import Mention
from agencies.names.lexicon import AND, WORDS
from agencies.names.matcher import Hit, Matcher
from agencies.names.tokens import HARD, SOFT, SPACED_DASH, Token, after, printed, tokens_of
from common.text import clean, nfc

LONGEST_OFFICE = 14  # words


def mentions_in(matcher: Matcher, sentence: str) -> list[tuple[int, Mention]]:
    """Agencies and groups of a sentence, with the place in its cleaned text where each begins."""
    text = clean(sentence)
    tokens = tokens_of(text)
    found: list[tuple[int, Mention]] = []
    at = 0
    while at < len(tokens):
        hit = _known(matcher, tokens, at)
        end = hit.end if hit else _end_of_office(tokens, at)
        if end:
            said = printed(text, tokens[at:end])
            found.append((tokens[at].start, hit.mention(said) if hit else Mention(said, said)))
        at = end or at + 1
    return found


def _known(matcher: Matcher, tokens: Sequence[Token], at: int) -> Hit | None:
    hit = matcher.longest_at(tokens, at, in_prose=True)
    if hit and (hit.own or hit.entry.kind == "so") and (tokens[at].capital or hit.entry.group):
        return hit
    return None


def _end_of_office(tokens: Sequence[Token], at: int) -> int:
    """Where an unknown office named in running text ends, 0 where none begins here."""
    if not _begins_an_office(tokens, at):
        return 0
    end = at + 2
    while end < len(tokens) and end - at < LONGEST_OFFICE:
        token = tokens[end]
        if token.word == AND:
            if not (heads.one_body(tokens, at, end) or _goes_on(tokens, end + 1)):
                break
            end += 1
        elif not (SPACED_DASH.fullmatch(token.gap) and not heads.begins(tokens, end)) and _stops(
            tokens, at, end
        ):
            break
        end += 1
    return end


def _begins_an_office(tokens: Sequence[Token], at: int) -> bool:
    token, follower = tokens[at], after(tokens, at)
    if token.word not in WORDS.heads_of_offices or not token.capital or not heads.begins(tokens, at):
        return False
    if follower is None or follower.gap.strip():
        return False
    small = (
        {"ubnd", "hdnd"} | WORDS.provincial | WORDS.levels | WORDS.heads_of_two.get(token.word, frozenset())
    )
    two = token.word in {"chi", "tong"} and follower.word == "cuc"
    return follower.capital or follower.word in small or two


def _stops(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the name of the office that begins at `at` stops before this token."""
    token = tokens[end]
    if HARD.search(token.gap) or sentence_goes_on(tokens, end):
        return True
    pair = (tokens[end - 1].word, token.word) in WORDS.comma_pairs
    if SOFT.search(token.gap) and not pair and not goes_on_with_and(tokens, end):
        return True
    inner = heads.of_the_party(tokens, end) or tokens[at].word in {"vp", "thuong"}
    return heads.begins(tokens, end) and not inner


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows an "và" still belongs to the name: no name of its own, no verb, no group."""
    if at >= len(tokens) or tokens[at].word in WORDS.plurals or heads.generic(tokens[at]):
        return False
    if heads.begins(tokens, at) and not heads.inside(tokens, at):
        return False
    return not sentence_goes_on(tokens, at)


def sentence_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sentence goes on here after the name of an office: a verb or a preposition in small letters."""
    word = nfc(tokens[at].printed)
    if word[:1].isupper() or word.isdigit():
        return word.isdigit()
    follower = after(tokens, at)
    pair = f"{word} {nfc(follower.printed)}" if follower else word
    return word in WORDS.sentence_goes_on or pair in WORDS.sentence_goes_on
