"""The measured values that were accepted last, and how today's differ from them.

A case fails where it needs a fifth more than was accepted and more than the floor of the column beside: CPU at pace 1
(see `pace`), queries, sizes. Time on the clock and CPU as measured are kept and shown, and decide nothing. On another
machine than the baseline's the table only shows.
"""

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("baseline.json")
MORE = 1.2
# What decides, and by how much it has to grow beside: CPU at pace 1 in milliseconds (`cpu`, of commands: seconds), the
# roll-up in plain aggregates, numbers, KB, megabytes. Below, chance would decide.
FLOORS = {
    "web": 3.0,
    "worker": 30.0,
    "database": 3.0,
    "cold": 50.0,
    "cpu": 0.1,
    "times": 0.2,
    "queries": 2,
    "html": 10.0,
    "nodes": 150,
    "wire": 2.0,
    "memory": 20,
}
SHOWN = (*FLOORS, "request", "p50", "pace", "pace_sql")
RAW = ("web_raw", "worker_raw", "database_raw", "cpu_raw", "cold_wall", "wall")  # shown behind

Values = Mapping[str, float]


@dataclass(frozen=True)
class Difference:
    """One case, accepted → today. `worse`: the columns that have grown too much."""

    case: str
    before: Values
    after: Values
    worse: tuple[str, ...]

    def line(self) -> str:
        """The row of the table; what is the same, or was not there, stands once. As measured: today's alone."""
        cells = [self._cell(name) for name in SHOWN if name in self.after]
        raw = " ".join(f"{name} {self.after[name]:g}" for name in RAW if name in self.after)
        verdict = f"  WORSE: {', '.join(self.worse)}" if self.worse else ""
        return f"{self.case:<58} {'  '.join(cells)}{f'  ({raw})' if raw else ''}{verdict}"

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
            for name in FLOORS
            if name in values and name in accepted and too_much(accepted[name], values[name], name)
        )
        yield Difference(case, accepted, values, worse)


def too_much(accepted: float, today: float, column: str) -> bool:
    """Whether a value has grown by more than a fifth and by more than the floor of its column."""
    return today > accepted * MORE and today - accepted > FLOORS[column]


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
    stored = json.loads(file.read_text()).get(size, {}) if file.exists() else {}
    return stored.get("machine", {}), stored.get("cases", {})


def accept(size: str, cases: Mapping[str, Values], file: Path = FILE, *, whole: bool = False) -> None:
    """Write today's values as the accepted ones; unless all were measured, the others keep theirs."""
    stored = json.loads(file.read_text()) if file.exists() else {}
    kept = {} if whole else stored.get(size, {}).get("cases", {})
    stored[size] = {"machine": machine(), "cases": dict(sorted({**kept, **cases}.items()))}
    file.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def table(differences: Iterable[Difference]) -> str:
    """The whole table as text."""
    return "".join(f"{difference.line()}\n" for difference in differences)
