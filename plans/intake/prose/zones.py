"""The parts of a paper in which lines count: its body up to the sentence that closes it, and annexes in running text.

What stands before the first heading, behind the closing sentence, and in outlines and forms to be filled in is set
apart with its reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from common.text import fold
from plans.intake.prose.lines import Line
from plans.intake.prose.openings import VERB
from plans.intake.prose.signs import BULLET, NONE
from plans.intake.prose.words import words

TITLE_LINES = 3  # of an annex in which its name is looked for


@dataclass
class Zone:
    """A stretch of lines; `apart` are those that count for nothing, each with its reason; `outline`: all of it."""

    annex: bool = False
    title: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    apart: list[tuple[Line, str]] = field(default_factory=list)

    @property
    def outline(self) -> bool:
        """Whether it is only to be filled in: an outline of a report, a form."""
        pattern = words().outline
        return self.annex and any(
            pattern.search(fold(line.text).strip(" .:")) for line in self.title[:TITLE_LINES]
        )

    @property
    def name(self) -> str:
        return " ".join(line.text for line in self.title[:TITLE_LINES])


def zones(lines: Iterable[Line | None]) -> Iterator[Zone]:
    """The zones of a paper; None among the lines is a table."""
    zone = Zone()
    reader = _Reader(zone)
    for line in lines:
        if line is None:
            reader.table()
        elif line.annex and not reader.in_title:
            yield zone
            zone = Zone(annex=True, title=[line])
            reader = _Reader(zone)
        else:
            reader.take(line)
    yield zone


@dataclass
class _Reader:
    """Puts the lines of a zone where they belong."""

    zone: Zone
    begun: bool = False
    ended: bool = False

    @property
    def in_title(self) -> bool:
        """An annex whose title goes on: "Phụ lục 02", then "ĐỀ CƯƠNG BÁO CÁO"."""
        return self.zone.annex and not self.begun and len(self.zone.title) < TITLE_LINES

    def table(self) -> None:
        """Behind the closing sentence a table is the signature."""

    def take(self, line: Line) -> None:
        if self.ended:
            self.zone.apart.append((line, "Sau câu kết của văn bản."))
        elif not self.begun and not self._begins(line):
            if self.zone.annex:
                self.zone.title.append(line)
            self.zone.apart.append((line, "Phần mở đầu của văn bản."))
            self.begun = line.preface and line.ends == ":" and not line.text.lower().startswith("kính gửi")
        else:
            self.begun = True
            self.zone.lines.append(line)
            self.ended = line.ends_plan

    def _begins(self, line: Line) -> bool:
        """Whether the body begins with this line: the first number, or an agency that heads what follows."""
        if line.sign.style == NONE:
            named = line.opening is not None and line.opening.how != VERB
            return named and line.ends == ":" and not line.printed.isupper()
        return line.sign.style != BULLET or self.zone.annex
