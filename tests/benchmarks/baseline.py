"""The measured values that were accepted last, and how today's differ from them.

The verdict is CPU: a case fails where web or database need a fifth more than was accepted and more than `FLOOR` beside.
On another machine than the baseline's the table only shows.
"""

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("baseline.json")
MORE = 1.2
FLOOR = {"ms": 3.0, "s": 0.1}  # of CPU: below, a tick of the clock would decide
CPU = ("web", "database", "cpu")  # the columns that decide
SHOWN = ("web", "database", "cpu", "p50", "cold", "queries", "html", "nodes", "wire")

Values = Mapping[str, float]


@dataclass(frozen=True)
class Difference:
    """One case, accepted → today. `worse`: the columns of CPU that have grown too much."""

    case: str
    before: Values
    after: Values
    worse: tuple[str, ...]

    def line(self) -> str:
        """The row of the table; what is the same, or was not there, stands once."""
        cells = [self._cell(name) for name in SHOWN if name in self.after]
        verdict = f"  WORSE: {', '.join(self.worse)}" if self.worse else ""
        return f"{self.case:<58} {'  '.join(cells)}{verdict}"

    def _cell(self, name: str) -> str:
        then, now = self.before.get(name), self.after[name]
        if then is None or f"{then:g}" == f"{now:g}":
            return f"{name} {now:g}"
        return f"{name} {then:g} → {now:g}"


def compare(before: Mapping[str, Values], after: Mapping[str, Values]) -> Iterator[Difference]:
    """Every case measured today beside what was accepted; a new one is worse in nothing."""
    for case, values in after.items():
        accepted = before.get(case, {})
        worse = tuple(
            name
            for name in CPU
            if name in values and name in accepted and too_much(accepted[name], values[name], unit_of(values))
        )
        yield Difference(case, accepted, values, worse)


def unit_of(values: Values) -> str:
    """Commands (`cpu`) count in seconds, requests in milliseconds."""
    return "s" if "cpu" in values else "ms"


def too_much(accepted: float, today: float, unit: str) -> bool:
    """Whether a value has grown by more than a fifth and by more than the clock's own error."""
    return today > accepted * MORE and today - accepted > FLOOR[unit]


def machine() -> dict[str, str]:
    """What the values depend on beside the code."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def read(size: str, file: Path = FILE) -> tuple[dict[str, str], dict[str, Values]]:
    """The machine and the accepted values of a size; empty where none are."""
    stored = (
        json.loads(file.read_text())[size] if file.exists() and size in json.loads(file.read_text()) else {}
    )
    return stored.get("machine", {}), stored.get("cases", {})


def accept(size: str, cases: Mapping[str, Values], file: Path = FILE) -> None:
    """Write today's values as the accepted ones; cases that were not measured today keep theirs."""
    stored = json.loads(file.read_text()) if file.exists() else {}
    kept = stored.get(size, {}).get("cases", {})
    stored[size] = {"machine": machine(), "cases": dict(sorted({**kept, **cases}.items()))}
    file.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def table(differences: Iterable[Difference]) -> str:
    """The whole table as text."""
    return "".join(f"{difference.line()}\n" for difference in differences)
