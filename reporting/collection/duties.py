"""Who owes what when a period opens: pure, from plain rows, so that the preview and the opening cannot differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Thing: TypeAlias = int | tuple[int, str]  # a task, or a measure in a scope


@dataclass(frozen=True)
class Named:
    """An agency or a group that a plan or a rule names; exactly one of the two ids is set."""

    agency: int | None
    group: int | None
    label: str
    main: bool = False


@dataclass(frozen=True)
class Owed:
    """A thing to report on: a leaf task, or a measure in a scope."""

    key: Thing
    named: tuple[Named, ...]


@dataclass(frozen=True)
class Register:
    """The agencies of a day: which exist, who speaks for whom, what groups expand to (None: cannot be expanded)."""

    agencies: frozenset[int]
    speaks_through: Mapping[int, int]
    groups: Mapping[int, tuple[int, ...] | None]

    def speaker(self, agency: int) -> int | None:
        """Who reports for an agency: itself, or its standing agency; None when it does not exist that day."""
        seen: set[int] = set()
        while agency in self.speaks_through and agency not in seen:
            seen.add(agency)
            agency = self.speaks_through[agency]
        return agency if agency in self.agencies else None

    def leaves_unnamed(self, named: Named) -> bool:
        """Whether a name is that of a group which cannot be expanded."""
        return named.group is not None and self.groups.get(named.group) is None


@dataclass(frozen=True)
class Duty:
    """One line in one agency's submission."""

    key: Thing
    via_group: int | None
    main: bool
    unassigned: bool = False


@dataclass
class Opening:
    """What opening would create: the lines of each agency, and what the officer should look at first."""

    lines: dict[int, list[Duty]] = field(default_factory=dict)
    unnamed: list[tuple[Thing, str]] = field(default_factory=list)
    unnamed_reporters: list[str] = field(default_factory=list)
    unassigned: list[Thing] = field(default_factory=list)

    def count(self) -> int:
        return sum(len(duties) for duties in self.lines.values())


def open_duties(
    *,
    reporters: Iterable[Named],
    owed: Iterable[Owed],
    register: Register,
    focal: int,
    opening: Opening | None = None,
) -> Opening:
    """Expand reporters and responsible agencies into lines.

    Every agency the rule names gets a submission, even with no line. A group is expanded once, each member its own
    line; an agency named itself and through a group has one line, its own. An unnamed group creates no duty and is
    listed; a thing left without a reporter goes to the focal agency, marked (DESIGN.md, "Opening a period").
    """
    opening = opening or Opening()
    for reporter in reporters:
        if register.leaves_unnamed(reporter):
            opening.unnamed_reporters.append(reporter.label)
        for agency, _group in _expand(reporter, register):
            opening.lines.setdefault(agency, [])
    for thing in owed:
        opening.unnamed += [(thing.key, name.label) for name in thing.named if register.leaves_unnamed(name)]
        duties = _duties(thing, register)
        if not duties:
            opening.unassigned.append(thing.key)
            duties[focal] = Duty(thing.key, None, True, unassigned=True)
        for agency, duty in duties.items():
            opening.lines.setdefault(agency, []).append(duty)
    return opening


def _duties(thing: Owed, register: Register) -> dict[int, Duty]:
    """A line for each agency that answers for a thing: its own where it is named itself, else its group's."""
    duties: dict[int, Duty] = {}
    for named in sorted(thing.named, key=lambda name: name.agency is None):
        for agency, group in _expand(named, register):
            main = named.main and group is None
            known = duties.get(agency)
            if known is None or (main and not known.main):
                duties[agency] = Duty(thing.key, group, main)
    return duties


def _expand(named: Named, register: Register) -> Iterable[tuple[int, int | None]]:
    """The agencies that report for a name: (agency, through which group)."""
    if named.agency is not None:
        speaker = register.speaker(named.agency)
        return [] if speaker is None else [(speaker, None)]
    members = register.groups.get(named.group or 0) or ()
    speakers = (register.speaker(member) for member in members)
    return [(speaker, named.group) for speaker in speakers if speaker is not None]
