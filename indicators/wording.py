"""The words of targets: data, one file a language. `direction` and `sizes` are the rules that use them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "words" / "targets.vi.toml"


@dataclass(frozen=True)
class TargetWords:
    """Patterns of folded words, and scales by their printed word."""

    less: re.Pattern[str]
    against: re.Pattern[str]  # ends where a word of `less` begins
    remedied: re.Pattern[str]
    adverbs: re.Pattern[str]
    negated: re.Pattern[str]
    reduction: re.Pattern[str]
    level: re.Pattern[str]
    continuous: re.Pattern[str]
    rank: re.Pattern[str]
    share: re.Pattern[str]
    money: re.Pattern[str]
    scales: Mapping[str, int]


@lru_cache(maxsize=1)
def words() -> TargetWords:
    """The words as the file has them."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    around, reduction, units = told["around"], told["reduction"], told["units"]
    return TargetWords(
        less=_any(word for listed in told["less"].values() for word in listed),
        against=re.compile(rf"\b(?:{'|'.join(around['against'])})\b[a-z ]*$"),
        remedied=_any(around["remedied"]),
        adverbs=_any(around["adverbs"]),
        negated=re.compile(rf"\b(?:{'|'.join(around['not'])}) $"),
        reduction=re.compile(
            rf"^(?:{'|'.join(reduction['begins'])})\b|\b(?:{'|'.join(reduction['ends'])})\W*$"
        ),
        level=re.compile(rf"\b(?:{'|'.join(reduction['level'])})\W*$"),
        continuous=re.compile(rf"(?:{'|'.join(units['continuous'])})(?![a-z])"),
        rank=re.compile(rf"(?:{'|'.join(units['rank'])})$"),
        share=_any(units["share"]),
        money=re.compile(rf"(?:{'|'.join(units['money'])})\b"),
        scales=told["scales"],
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")
