"""The words by which running text is understood, as patterns: they stand in `words/prose.vi.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "words" / "prose.vi.toml"
# What a heading may be about; under the first no duty stands, whoever is named there.
REPORT, PAPER, STANDARD, SCOPE, MONEY, AIM = "report", "paper", "standard", "scope", "money", "aim"
CARRY, DUTY = "carry", "duty"
NO_DUTY = frozenset({REPORT, PAPER, STANDARD, SCOPE, MONEY, AIM})


@dataclass(frozen=True)
class ProseWords:
    """Patterns over folded text (topics, annex, outline, ends, says) and over text as printed (all others)."""

    topics: tuple[tuple[str, re.Pattern[str]], ...]
    annex: re.Pattern[str]
    annex_in_capitals: re.Pattern[str]
    outline: re.Pattern[str]
    ends: re.Pattern[str]
    says: re.Pattern[str]
    before: re.Pattern[str]
    head: re.Pattern[str]
    never: re.Pattern[str]
    long_name: re.Pattern[str]
    assigned: re.Pattern[str]
    verb: re.Pattern[str]
    duty: re.Pattern[str]
    beside: re.Pattern[str]
    lead_label: re.Pattern[str]
    leads: re.Pattern[str]
    inside: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def words() -> ProseWords:
    """The words as the file has them."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    agency, verbs = told["agency"], told["verbs"]
    heads = [rf"các (?={_any(agency['several'])}\b)" if head == "các" else head for head in agency["heads"]]
    assigned = _whole(verbs["assigned"])
    doing = _whole([*verbs["assigned"], *verbs["after_agency"]])
    return ProseWords(
        topics=tuple((one["name"], re.compile("|".join(one["words"]))) for one in told["topics"]),
        annex=re.compile(_any(told["zones"]["annex"])),
        annex_in_capitals=re.compile(_any(told["zones"]["annex_in_capitals"])),
        outline=re.compile(_any(told["zones"]["outline"])),
        ends=re.compile(_any(told["closing"]["ends"])),
        says=re.compile(_any(told["closing"]["says"])),
        before=re.compile(
            rf"(?:(?:{_any(agency['before'])}|{_any(agency['titles'])})\s+){{1,3}}", re.IGNORECASE
        ),
        head=re.compile(rf"(?:{'|'.join(_headed(head) for head in heads)})"),
        never=re.compile(_any(agency["never"]), re.IGNORECASE),
        long_name=re.compile(_any(agency["long_names"]), re.IGNORECASE),
        assigned=re.compile(rf"(?<!\w){assigned}"),
        verb=re.compile(rf"(?<!\w)(?<!các )(?<!và ){doing}"),
        duty=re.compile(_whole([*verbs["assigned"], *verbs["after_agency"], *verbs["duty"]]), re.IGNORECASE),
        beside=re.compile(rf"(?<!\w){_any(told['roles']['with'])}\s*"),
        lead_label=re.compile(told["labels"]["lead"]),
        leads=re.compile(told["roles"]["leads"], re.IGNORECASE),
        inside=tuple(re.compile(one) for one in told["roles"]["inside"]),
    )


def _any(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(phrases)})"


def _whole(phrases: Iterable[str]) -> str:
    """One of the phrases as whole words; one that says what has to follow ends by that."""
    return _any(phrase if "(?=" in phrase else rf"{phrase}(?!\w)" for phrase in phrases)


def _headed(head: str) -> str:
    """A head as a word of its own; what has to follow it or may not keeps its letters' case."""
    word, paren, rest = head.partition("(")
    end = "" if word.endswith(" ") else r"\b"
    follows = f"{paren}{rest}"
    return rf"(?i:{word}){end}{follows if '[A-Z' in follows else f'(?i:{follows})'}"


def topic_of(folded: str) -> str:
    """What a heading is about, '' where its words do not tell."""
    return next((name for name, pattern in words().topics if pattern.search(folded)), "")
