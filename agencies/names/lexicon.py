"""The words by which names of agencies are recognised: data, one file a language, each word with an example.

What each table is for stands beside it in the file. A word is folded (no case, no diacritics, see `common.text`)
where its table says so; the examples are read back by a test.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VIETNAMESE = Path(__file__).with_name("vi.toml")
AND = "va"  # the one joining word that a key leaves out

Words = frozenset[str]
Pairs = Mapping[str, Words]  # first word → second words
Examples = dict[str, str]  # word → example


@dataclass(frozen=True)
class RoleWords:
    """Words for who leads and who helps, as printed in small letters."""

    lead: tuple[str, ...]
    lead_in_short: tuple[str, ...]
    helping: tuple[str, ...]
    helping_in_short: tuple[str, ...]
    doing: tuple[str, ...]
    bodies: tuple[str, ...]
    bodies_together: tuple[str, ...]
    helping_bodies: tuple[str, ...]
    joined_by: tuple[str, ...]
    beside_a_name: tuple[str, ...]
    remarks: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True)
class LineWords:
    """Words at the ends of the lines of a cell, as printed."""

    open: tuple[str, ...]
    half: tuple[str, ...]
    half_in_capitals: tuple[str, ...]
    bodies: tuple[str, ...]
    heads_alone: tuple[str, ...]
    offices_alone: tuple[str, ...]
    first_of_several: tuple[str, ...]
    plurals: tuple[str, ...]
    levels_of_several: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    short_forms: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # by the first word, the longest first
    heads: Words
    heads_of_two: Pairs
    heads_but: Pairs
    heads_exact: Pairs
    heads_in_small: Words
    heads_inside: Words
    heads_of_places: Words
    heads_of_offices: Words
    heads_of_listed: Words
    heads_of_units: Words
    heads_bare: Words
    organisations: Words
    trades: Words
    names_of_places: Words
    before_places: tuple[tuple[str, ...], ...]
    provincial: Words
    levels: Words
    plurals: Words
    generic: Words
    several: tuple[str, ...]
    several_begin: tuple[str, ...]
    one_body: tuple[str, ...]
    sentence_goes_on: Words
    comma_pairs: frozenset[tuple[str, str]]
    roles: RoleWords
    lines: LineWords


def load(path: Path = VIETNAMESE) -> Lexicon:
    """The lexicon of a file. Raises KeyError where a table is missing."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))

    def words(table: str) -> Words:
        return frozenset(data[table])

    def pairs(table: str) -> Pairs:
        return {first: frozenset(seconds) for first, seconds in data[table].items()}

    return Lexicon(
        short_forms=_by_first_word(data["short_forms"]),
        heads=words("heads"),
        heads_of_two=pairs("heads_of_two"),
        heads_but=pairs("heads_but"),
        heads_exact=pairs("heads_exact"),
        heads_in_small=words("heads_in_small"),
        heads_inside=words("heads_inside"),
        heads_of_places=words("heads_of_places"),
        heads_of_offices=words("heads_of_offices"),
        heads_of_listed=words("heads_of_listed"),
        heads_of_units=words("heads_of_units"),
        heads_bare=words("heads_bare"),
        organisations=words("organisations"),
        trades=words("trades"),
        names_of_places=words("names_of_places"),
        before_places=((), *(tuple(phrase.split()) for phrase in data["before_places"])),
        provincial=words("provincial"),
        levels=words("levels"),
        plurals=words("plurals"),
        generic=words("generic"),
        several=tuple(data["several"]),
        several_begin=tuple(data["several_begin"]),
        one_body=tuple(data["one_body"]),
        sentence_goes_on=words("sentence_goes_on"),
        comma_pairs=frozenset((first, second) for first, second in map(str.split, data["comma_pairs"])),
        roles=RoleWords(**{table: tuple(examples) for table, examples in data["roles"].items()}),
        lines=LineWords(**{table: tuple(examples) for table, examples in data["lines"].items()}),
    )


def _by_first_word(
    forms: Mapping[str, Mapping[str, Examples]],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Short forms by the first word of the long form, so that a reader of words looks at few of them."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, longs in forms.items():
        for long in longs:
            words = tuple(long.split())
            found.setdefault(words[0], []).append((words, short))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


WORDS = load()
