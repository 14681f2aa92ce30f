"""The words of reporting rules: how often, by which day, of which month. They stand in `words/rules.vi.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "words" / "rules.vi.toml"


@dataclass(frozen=True)
class RuleWords:
    """Patterns over small letters with their tones.

    `often` names a frequency, its group the frequency; `listed` goes on with another (“, quý và năm”); `led` begins a
    list behind a word that is no frequency itself (“định kỳ (tháng, quý)”). `tails` in the order they are tried.
    """

    often: re.Pattern[str]
    led: re.Pattern[str]
    listed: re.Pattern[str]
    tails: tuple[tuple[str, re.Pattern[str]], ...]
    before: str
    on: str
    weekdays: dict[str, int]
    request: re.Pattern[str]
    asked: re.Pattern[str]
    unread: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def rule_words() -> RuleWords:
    """The words as the file has them."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    parts: dict[str, str] = told["parts"]

    def whole(pattern: str) -> str:
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        return pattern

    frequencies = told["frequencies"]
    units = "|".join(f"(?P<{row['name']}>{whole(row['unit'])})" for row in frequencies)
    unit = rf"(?:{units})(?!\w|\s*\d)"
    request = told["request"]
    return RuleWords(
        often=_words("|".join(f"(?P<{row['name']}>{whole(row['alone'])})" for row in frequencies)),
        led=re.compile(rf"\b(?:{whole(told['lists']['lead'])})\s*[(:]?\s*{unit}"),
        listed=re.compile(whole(told["lists"]["between"]) + whole(r"(?:{every} |báo cáo |định kỳ )?") + unit),
        tails=tuple(
            (row["what"], re.compile(rf"\s*,?\s*(?:{whole(row['like'])})(?!\w)")) for row in told["tails"]
        ),
        before=told["cues"]["before"],
        on=told["cues"]["on"],
        weekdays=told["weekdays"],
        request=_words(request["word"]),
        asked=_words(request["asked"]),
        unread=_words("|".join(told["unread"]["like"])),
        examples=tuple(
            (row.get("name") or row["what"], row["example"]) for row in (*frequencies, *told["tails"])
        ),
    )


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?!\w)")
