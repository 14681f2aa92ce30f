"""The ruling lines of a page, and which of them belong to one table."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from common.intake.readers.pdf_layout.shapes import SNAP, PdfPage, Stroke

Item = TypeVar("Item", bound=Hashable)
THIN = 3.0  # a filled bar thinner than this is a ruling line
MOST_RULES = 6_000


class TooMuch(Exception):
    """A page with more lines or cells than any table has."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: `at` is where it lies across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """Ruling lines that belong together: upright ones from the left, level ones from the top."""

    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]


def rulings(page: PdfPage) -> list[Ruling]:
    """The ruling lines of every table of a page, from the top. Raises TooMuch."""
    upright, level = _rules(page)
    return _by_table(_whole(upright), _whole(level))


def _rules(page: PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Upright and level ruling lines: lines, thin bars, frames of rectangles."""
    upright: list[Rule] = []
    level: list[Rule] = []
    for thing in (*page.lines, *page.rects, *page.curves):
        for x0, top, x1, bottom in _strokes(thing):
            narrow, flat = x1 - x0 <= THIN, bottom - top <= THIN
            if narrow:  # with `flat` a dot of a dotted line, or a corner
                upright.append(Rule((x0 + x1) / 2, top, bottom))
            if flat:
                level.append(Rule((top + bottom) / 2, x0, x1))
    return upright, level


def _strokes(thing: Stroke) -> Iterator[tuple[float, float, float, float]]:
    """The thin things that something drawn consists of: itself, or the sides of its frame."""
    x0, top, x1, bottom = thing["x0"], thing["top"], thing["x1"], thing["bottom"]
    if x1 - x0 <= THIN or bottom - top <= THIN:
        yield x0, top, x1, bottom
    elif thing["object_type"] == "rect" and thing.get("stroke"):
        yield x0, top, x0, bottom
        yield x1, top, x1, bottom
        yield x0, top, x1, top
        yield x0, bottom, x1, bottom


def _whole(rules: list[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch are one; what stays shorter than a letter is none."""
    if len(rules) > MOST_RULES * 10:
        raise TooMuch
    whole: list[Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        for rule in sorted(group, key=lambda one: one.start):
            if whole and whole[-1].at == at and rule.start <= whole[-1].end + SNAP:
                whole[-1] = replace(whole[-1], end=max(whole[-1].end, rule.end))
            else:
                whole.append(replace(rule, at=at))
    whole = [rule for rule in whole if rule.end - rule.start > 2 * SNAP]
    if len(whole) > MOST_RULES:
        raise TooMuch
    return whole


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if groups and rule.at - groups[-1][-1].at <= SNAP and rule.at - groups[-1][0].at <= 2 * SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _by_table(upright: list[Rule], level: list[Rule]) -> list[Ruling]:
    """Rules that meet belong to one table."""
    meeting = Joined(range(len(upright) + len(level)))
    for index, up in enumerate(upright):
        for other, flat in enumerate(level, start=len(upright)):
            if flat.start - SNAP <= up.at <= flat.end + SNAP and up.start - SNAP <= flat.at <= up.end + SNAP:
                meeting.join(other, index)
    found = [
        Ruling(
            tuple(upright[index] for index in group if index < len(upright)),
            tuple(level[index - len(upright)] for index in group if index >= len(upright)),
        )
        for group in meeting.groups()
    ]
    return sorted(found, key=lambda ruling: min((rule.at for rule in ruling.level), default=0.0))


class Joined(Generic[Item]):
    """Things of which some are the same in the end: joined two by two, asked for as groups."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._owner = {item: item for item in items}

    def join(self, one: Item, other: Item) -> None:
        self._owner[self._root(one)] = self._root(other)

    def groups(self) -> list[list[Item]]:
        """The groups in the order of their first members, each in the order of the items."""
        groups: dict[Item, list[Item]] = {}
        for item in self._owner:
            groups.setdefault(self._root(item), []).append(item)
        return list(groups.values())

    def _root(self, item: Item) -> Item:
        while self._owner[item] != item:
            self._owner[item] = self._owner[self._owner[item]]
            item = self._owner[item]
        return item
