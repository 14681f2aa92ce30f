"""Every word of the lexicon with its example: read as the example says, and otherwise without the word.

In an example each name stands in [ ], [printed=whole] where the print says only a part; who helps stands in < >.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from agencies.names import Entry, Names, says_who_helps, split_roles
from agencies.names.lexicon import VIETNAMESE, WORDS
from agencies.names.tokens import tokens_of
from common.text import fold

DATA = tomllib.loads(VIETNAMESE.read_text(encoding="utf-8"))
IN_PROSE = {"heads_of_offices", "comma_pairs", "sentence_goes_on"}
ROLES = {"lead", "lead_in_short", "helping", "helping_in_short", "doing", "helping_bodies"}
ROLES |= {"bodies", "bodies_together", "joined_by"}
SOMEWHERE = Entry("at:ca", "Công an tỉnh An Tây", "An Tây", kind="ca", spellings=("Công an",))


def entries(table: Mapping, *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every word with the tables it stands in, and its example."""
    for word, held in table.items():
        if isinstance(held, dict):
            yield from entries(held, *path, word)
        else:
            yield (*path, word), held


def named(value: tuple[str, ...] | str) -> str:
    return "/".join(value) if isinstance(value, tuple) else ""


def nobody() -> Names:
    """Names of a place where nobody is known, with nothing read before."""
    return Names((), "Nơi mới")


def as_said(example: str) -> tuple[str, list[tuple[str, str]]]:
    """The printed text of an example, and its names as (printed, whole)."""
    said = [found.partition("=") for found in re.findall(r"\[(.+?)\]", example, re.DOTALL)]
    names = [(" ".join(part.split()), " ".join((whole or part).split())) for part, _sign, whole in said]
    return re.sub(r"\[(.+?)(?:=.+?)?\]", r"\1", example, flags=re.DOTALL), names


def read_by_roles(example: str) -> bool:
    lead, helping = re.findall(r"\[(.+?)\]", example), re.findall(r"<(.+?)>", example)
    text = re.sub(r"[\[\]<>]", "", example)
    found = [[mention.text for mention in nobody().split(part)] for part in split_roles(text)]
    return found == [lead, helping] and says_who_helps(text) == bool(helping)


def read(path: tuple[str, ...], example: str) -> bool:
    """Whether the example is read as it says."""
    table, word = path[0], path[-1]
    if table == "short_forms":
        return any(token.word == path[1] and fold(token.printed) == word for token in tokens_of(example))
    if table == "roles" and path[1] in ROLES:
        return read_by_roles(example)
    text, names = as_said(example)
    if table in IN_PROSE:
        return [(m.text, m.name) for _at, m in nobody().mentions_in(text)] == names
    if table == "before_places":
        return [m.key for m in Names([SOMEWHERE], "An Tây").split(text)] == ["at:ca"] and bool(word)
    found = nobody().split(text)
    if table in {"several", "several_begin", "one_body"} and found[0].group == (table == "one_body"):
        return False
    return [(m.text, m.name) for m in found] == names


@pytest.mark.parametrize(("path", "example"), list(entries(DATA)), ids=named)
def test_an_example_is_read_as_it_says(path, example):
    assert read(path, example)


@contextmanager
def without(path: tuple[str, ...]) -> Iterator[None]:
    """The lexicon without one word."""
    table, word = path[0], path[-1]
    held = getattr(WORDS, table)
    if table == "short_forms":
        first, *_more = word.split()
        left = {**held, first: tuple(form for form in held[first] if form != (tuple(word.split()), path[1]))}
    elif isinstance(held, dict):
        left = {**held, path[1]: held[path[1]] - {word}}
    elif table == "comma_pairs":
        left = held - {tuple(word.split())}
    elif table == "before_places":
        left = tuple(phrase for phrase in held if phrase != tuple(word.split()))
    else:
        left = held - {word}
    assert left != held
    object.__setattr__(WORDS, table, left)
    try:
        yield
    finally:
        object.__setattr__(WORDS, table, held)


# Words that patterns are made of when the module is imported cannot be taken out while it runs.
IN_PATTERNS = {"roles", "lines", "several", "several_begin", "one_body"}


@pytest.mark.parametrize(
    ("path", "example"),
    [(path, example) for path, example in entries(DATA) if path[0] not in IN_PATTERNS],
    ids=named,
)
def test_an_example_shows_what_its_word_is_for(path, example):
    with without(path):
        assert not read(path, example)
