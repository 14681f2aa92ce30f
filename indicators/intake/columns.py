"""The columns of figures of a table of indicators: the targets of which years, the values they start from, the rest.

Every column whose heading holds a year is one of targets, but for one that tells what has been
(`plans.intake.headings`): its figures are baselines of that year's end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from common.intake.kinds import NOTE, WARNING, Reading
from common.intake.tables import Line, Section
from indicators import sizes, targets
from indicators.intake.contract import SECTION
from plans import money
from plans.intake.headings import BASELINE, RESULT, TARGET, UNIT
from plans.intake.tables import two_ways

_FIGURE = re.compile(r"[<>≥≤=~ ]*\d[\d.,]*\s*%?$")
_SPAN = re.compile(r"(?i)(?:19|20)\d\d\s*[-–]\s*((?:19|20)\d\d)")


@dataclass(frozen=True)
class Baseline:
    """What a measure stands at on 31/12 of a year; `printed` under the heading that says so."""

    year: int
    value: Decimal
    heading: str
    printed: str


@dataclass
class Columns:
    """Columns by what they hold; `goals` and `baselines` are (column, year), a goal's year None where none is named."""

    section: Section
    goals: list[tuple[int, int | None]] = field(default_factory=list)
    baselines: list[tuple[int, int]] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)  # baselines of no known year
    units: tuple[int, ...] = ()
    style: money.Style | None = None

    def heading(self, column: int) -> str:
        return " / ".join(self.section.columns[column].path)

    def texts(self, column: int) -> list[str]:
        return [text for line in self.section.lines() if (text := line.text(column))]

    def baseline_of(self, line: Line, unit: str) -> tuple[Baseline | None, str]:
        """The value a row starts from, the latest where there are several; and what is printed there and no number."""
        for column, year in sorted(self.baselines, key=lambda pair: -pair[1]):
            printed = " ".join(line.text(column).split())
            if not printed or targets.EMPTY.match(printed):
                continue
            read = targets.parse(printed, unit, style=self.style)
            if read.low is not None and read.high is None and read.comparator == ">=":
                return Baseline(year, read.low, self.heading(column), printed), ""
            return None, printed
        return None, ""


def columns_of(section: Section, roles: Mapping[str, Sequence[int]], issued: int | None) -> Columns:
    """The columns of a table. What "has been" in a year after the plan's day (`issued`) is still to be: a target."""
    found = Columns(section, units=tuple(roles.get(UNIT, ())))
    known = {column for listed in roles.values() for column in listed}
    goals = list(roles.get(TARGET) or roles.get(RESULT) or ())
    goals += [
        column.index for column in section.columns if column.index not in known and year_of(column.path)
    ]
    for column in roles.get(BASELINE, ()):
        year = year_of(section.columns[column].path)
        if year and issued and year > issued:
            goals.append(column)
        elif year:
            found.baselines.append((column, year))
        else:
            found.undated.append(column)
    found.goals = [(column, year_of(section.columns[column].path)) for column in sorted(goals)]
    found.style = money.style_of(list(_unsettled(found)))
    return found


def year_of(path: Sequence[str]) -> int | None:
    """The year a heading names at its lowest level with one: the last of a span."""
    for text in reversed(path):
        span = _SPAN.search(text)
        if year := int(span[1]) if span else targets.horizon_of(text):
            return year
    return None


def _figures(columns: Columns) -> Iterator[tuple[int, str, str]]:
    """(column, unit, text) of every printed figure of a target or a baseline."""
    for line in columns.section.lines():
        unit = " ".join(line.text(column) for column in columns.units)
        for column, _year in (*columns.goals, *columns.baselines):
            if text := " ".join(line.text(column).split()):
                yield column, unit, text


def _unsettled(columns: Columns) -> Iterator[str]:
    """The figures whose unit does not say how they are written: those that can tell of each other."""
    return (text for _column, unit, text in _figures(columns) if not sizes.counts_whole(unit))


def doubtful(columns: Columns) -> dict[int, list[str]]:
    """Figures that neither their unit nor their company settles, by column, where a column has several."""
    found: dict[int, list[str]] = {}
    for column, unit, text in _figures(columns):
        figure = re.search(r"\d[\d.,]*\d", text)
        if (
            figure
            and sizes.value_of(figure[0], unit, columns.style) is None
            and sizes.AMBIGUOUS.fullmatch(figure[0])
        ):
            found.setdefault(column, []).append(text)
    return {column: texts for column, texts in found.items() if len(texts) > 1}


def say(reading: Reading, columns: Columns, read: set[int]) -> None:
    """Say what a table's columns of figures are read as, and which are read as nothing; `read` have a field."""
    where = columns.section.table.where

    def told(severity: str, sentence: str) -> None:
        reading.say(severity, sentence, section=SECTION, where=where)

    for column, year in columns.baselines:
        told(NOTE, f"Cột “{columns.heading(column)}” là hiện trạng: đọc làm số gốc ngày 31/12/{year}.")
    for column in columns.undated:
        told(NOTE, f"Cột “{columns.heading(column)}” không ghi năm: số gốc chưa được nhập.")
    for column, texts in doubtful(columns).items():
        told(WARNING, two_ways(texts, f"“{columns.heading(column)}”"))
    known = {column for column, _year in (*columns.goals, *columns.baselines)} | set(columns.undated) | read
    for bare in columns.section.columns:
        texts = columns.texts(bare.index)
        figures = sum(bool(_FIGURE.match(text)) for text in texts)
        if bare.index in known or not texts or figures * 2 <= len(texts) or _counts(texts):
            continue
        name = columns.heading(bare.index) or f"cột {bare.index + 1}"
        if columns.goals:
            told(NOTE, f"Cột “{name}” có số liệu, không phải mục tiêu hay số gốc: không nhập.")
        else:
            told(
                WARNING,
                f"Cột “{name}” của bảng chỉ tiêu có số liệu nhưng chưa rõ là mục tiêu năm nào. "
                "Sửa tiêu đề cột rồi nhập lại, hoặc ghi mục tiêu cho từng dòng.",
            )


def _counts(texts: Sequence[str]) -> bool:
    """Whether a column only numbers its rows."""
    return [text.strip(" .)") for text in texts] == [str(place) for place in range(1, len(texts) + 1)]
