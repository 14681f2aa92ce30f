"""A paper as its clerk laid it out and what is right of it, in one small text file (`*.plan`, `*.case`).

Each line is a mark, a blank and a text:

    =   name: value          a fact of the whole paper (number, title …), no part of it; cycles: days of reports,
                             `06-15` of a year, `q-22` of a quarter's last month, `*-25` of a month
    L   left | right         the letterhead, ` // ` begins a new line
    H   place | number | day | title      the head of a plan as People's Committees print it
    C c B J P I R            bold centred, centred, bold, justified, left, italic, bold at the right
    N U                      justified, numbered or dotted by Word itself: the text has no number
    &                        in the paragraph above, after a line break
    X   name                 a sheet of a workbook begins
    T   cell | cell …        a row of a table; `^^` reaches down from above, `<<` from the left
    #   …                    a remark of ours

At the end of a line stands what it is, in `<…>`, written from the paper alone:

    <a>  <a:Name;Name>       the agency that has to do what follows (the line itself without its number, or as named)
    <t>  <t|coordinating|time>  <t:lead|coordinating|time|name elsewhere>      a duty, of the agency above or its own
    <?t …>                   a duty that may be left to the officer, but not given wrongly
    <+>                      goes on with the duty above
    <m: low=85 op=>= year=2030>   a target

A lead may be written in two ways (`A/B`). Times: `-` none, `-?` none, but a word that might be one, `always`,
`2026-06-30`, `2026-03-01..2026-09-30`. A line without `<…>` is no duty.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

MARKED = re.compile(r"^(?P<text>.*?)\s*(?:<(?P<truth>[at?m+][^<]*)>)?$")
NUMBER = re.compile(
    r"^\s*(?:[-–+*•]\s*|\d+(?:\.\d+)+\s+|(?:\d+(?:\.\d+)*|[a-zđA-ZĐ]|[IVX]+)\s*[.)/–-]+\s*|Giao\s+)*"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What the paper makes somebody do; leads and times as the truth writes them, `named` where the name stands."""

    text: str
    leads: tuple[str, ...]
    coordinating: tuple[str, ...] | None
    time: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paper."""

    mark: str
    text: str
    truth: str = ""


@dataclass(frozen=True)
class Paper:
    """A source file: `facts` of the whole paper, its lines, and what stands after `---` (a case's expectation)."""

    name: str
    facts: dict[str, str]
    lines: tuple[Line, ...]
    rest: str = ""

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties in the paper's order."""
        found = _Duties()
        for line in self.lines:
            found.take(line)
        return found.duties

    @cached_property
    def targets(self) -> list[dict[str, str]]:
        """Targets in prose: low, high, op (comparator), year."""
        return [
            dict(part.split("=", 1) for part in line.truth[2:].split())
            for line in self.lines
            if line.truth.startswith("m:")
        ]


@dataclass
class _Duties:
    agency: str = ""
    duties: list[Duty] = field(default_factory=list)

    def take(self, line: Line) -> None:
        truth = line.truth
        if truth.startswith("a"):
            self.agency = truth[2:] or bare(line.text).rstrip(":. ")
        elif truth == "+":
            last = self.duties[-1]
            self.duties[-1] = Duty(
                f"{last.text} {line.text}", last.leads, last.coordinating, last.time, last.optional
            )
        elif truth.startswith(("t", "?t")):
            self.duties.append(self._duty(line))

    def _duty(self, line: Line) -> Duty:
        optional = line.truth.startswith("?")
        lead, *more = line.truth.removeprefix("?")[1:].split("|")
        coordinating, time, name = (*more, "", "", "")[:3]
        return Duty(
            text=f"{name} {_said(line)}".strip(),
            leads=names(lead.removeprefix(":") or self.agency),
            coordinating=() if coordinating == "-" else names(coordinating) or None,
            time=time or "-",
            optional=optional,
        )


def _said(line: Line) -> str:
    """What a duty's line says: of a table's row its second cell, else all but the number."""
    return line.text.split("|")[1].strip() if line.mark == "T" else bare(line.text)


def names(text: str) -> tuple[str, ...]:
    """Names parted by semicolons."""
    return tuple(name.strip() for name in text.split(";") if name.strip())


def bare(text: str) -> str:
    """A line without its number, letter or dash."""
    return text[len(NUMBER.match(text)[0]) :]


def parse(text: str, name: str) -> Paper:
    """A source's text; ValueError where a line has no known mark."""
    body, _, rest = text.partition("\n---\n")
    facts: dict[str, str] = {}
    lines = []
    for raw in body.splitlines():
        mark, _, content = raw.partition(" ")
        if mark == "=":
            key, _, value = content.partition(":")
            facts[key.strip()] = value.strip()
        elif mark == "H":
            lines += _head(*(part.strip() for part in content.split("|")))
        elif mark and mark in "LCcBJPIRTXNU&":
            found = MARKED.match(content)
            lines.append(Line(mark, found["text"], found["truth"] or ""))
        elif raw and mark != "#":
            raise ValueError(f"{name}: {raw}")
    return Paper(name, facts, tuple(lines), rest)


def _head(place: str, number: str, day: str, title: str) -> list[Line]:
    year, month, of_month = day.split("-")
    left = f"ỦY BAN NHÂN DÂN // {place.upper()} // Số: {number}"
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc // "
        f"{place.split(' ', 1)[1]}, ngày {of_month} tháng {month} năm {year}"
    )
    return [
        Line("L", f"{left} | {right}"),
        Line("C", "KẾ HOẠCH"),
        Line("C", title),
        Line("J", "Ủy ban nhân dân ban hành Kế hoạch với các nội dung sau:"),
    ]


def load(path: Path) -> Paper:
    """A source file."""
    return parse(path.read_text(encoding="utf-8"), path.stem)
