"""What a reading is worth: counts that can be added up, and compared with the last accepted ones."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

ANY = "*"
DOUBT = ("error", "warning")


@dataclass(slots=True)
class Tally:
    """Counts of one file. A row is right with its agency and its time; silent is wrong without a word about it."""

    cells: int = 0
    cells_right: int = 0
    rows: int = 0
    rows_right: int = 0
    silent: int = 0
    alarms: int = 0
    said: list[str] = field(default_factory=list)  # each difference in a line, to look at; not kept

    def cell(self, right: bool, difference: str) -> None:
        """Count a cell."""
        self.cells += 1
        self.cells_right += right
        if not right:
            self.said.append(difference)

    def row(self, right: bool, doubted: bool) -> None:
        """Count a row of the truth that was read, rightly or not."""
        self.rows += 1
        self.rows_right += right
        self.silent += not right and not doubted
        self.alarms += right and doubted

    def kept(self) -> dict[str, int]:
        """The counts alone."""
        return {key: value for key, value in asdict(self).items() if key != "said"}

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


def worse(now: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """In what a file is read worse than accepted.

    A file that was refused or hardly read may get a wrong row with the right ones: more wrong than right ones is worse.
    """
    gained = now["rows_right"] - before["rows_right"]
    fallen = [
        f"{key} {before[key]} → {now[key]}" for key in ("cells_right", "rows_right") if now[key] < before[key]
    ]
    risen = [
        f"{key} {before[key]} → {now[key]}"
        for key in ("silent", "alarms")
        if now[key] - before[key] > max(gained, 0)
    ]
    return fallen + risen


class Doubts:
    """Warnings and errors of a reading, by row."""

    def __init__(self, reading: Mapping[str, Any]) -> None:
        self.problems = [problem for problem in reading["problems"] if problem["severity"] in DOUBT]

    def of(self, section: str, *codes: str | None) -> list[str]:
        """What is doubted of a row: sentences."""
        sections = {"proposals", "indicators"} if section in ("proposals", "indicators") else {section}
        return [
            problem["message"]
            for problem in self.problems
            if problem["section"] in sections and problem["code"] in codes and problem["code"]
        ]

    def quotes(self, text: str) -> bool:
        """Whether some doubt shows the beginning of a text that no row holds."""
        return any(text[:25] in problem["message"] for problem in self.problems)
