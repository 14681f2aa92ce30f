"""The words of an annex's headings: what each names, and into which field of a row its column is read.

They stand in `words/columns.vi.toml`, one file a language, each with an example; this reads them once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "words" / "columns.vi.toml"
# The kinds of rows a role has a field of.
TASK, INDICATOR_ROW = "task", "indicator"


@dataclass(frozen=True)
class Heading:
    """Words that name a role, and a heading that is an example of them."""

    role: str
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True)
class Words:
    """All headings in the order in which they are tried; fields by role of tasks and indicators; roles of labels."""

    headings: tuple[Heading, ...]
    fields: Mapping[str, Mapping[str, str]]
    labels: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words as the file has them."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    many: dict[str, str] = told["words"]
    roles: dict[str, dict[str, str]] = told["roles"]
    return Words(
        tuple(
            Heading(
                entry["role"],
                re.compile(
                    "|".join(
                        [
                            *_filled(r"^(?:%s)$", entry.get("whole", ()), many),
                            *_filled(r"\b(?:%s)\b", entry.get("within", ()), many),
                            *_filled("%s", entry.get("like", ()), many),
                        ]
                    )
                ),
                entry["example"],
            )
            for entry in told["headings"]
        ),
        {
            row: {role: fields[row] for role, fields in roles.items() if row in fields}
            for row in (TASK, INDICATOR_ROW)
        },
        frozenset(role for role, fields in roles.items() if fields.get("label")),
    )


def _filled(form: str, patterns: Iterable[str], many: Mapping[str, str]) -> list[str]:
    """Patterns in their form, with the words that stand for many."""
    found = []
    for pattern in patterns:
        for name, listed in many.items():
            pattern = pattern.replace(f"{{{name}}}", listed)
        found.append(form % pattern)
    return found


def fields_of(roles: Mapping[str, Sequence[int]], row: str) -> dict[int, str]:
    """Which field of a task or an indicator each column is read into."""
    fields = words().fields[row]
    return {column: fields[role] for role, columns in roles.items() if role in fields for column in columns}
