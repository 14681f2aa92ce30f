"""Which line labels belong to: one level of the tree carries them all, and it is found by looking at all of them.

Under "1. Objective" with one run of labels each, the objectives carry them; where an objective has several runs, the
lines below it do. The shallowest level of which nearly every line has a run of its own is the one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.intake.headings import BOTH, END, LEAD, TIME
from plans.intake.prose.lines import Line
from plans.intake.prose.outline import Node
from plans.intake.prose.signs import BULLET

MOSTLY = 0.8  # of a level's lines with labels that have one run each
TELLING = frozenset({LEAD, BOTH, TIME, END})
_AGENCY = frozenset({LEAD, BOTH})


@dataclass(eq=False)
class Run:
    """Labels that stand together, the node they follow, and the lines they stand on."""

    after: Node
    lines: list[Line] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    opened: str = ""  # a label without a value, whose list goes on below

    @property
    def telling(self) -> bool:
        """Whether they say who has to do something, or until when."""
        return bool(self.roles & TELLING)

    @property
    def inline(self) -> bool:
        """Whether they stand behind the text of a line, and so belong to it."""
        return self.lines[0] is self.after.line

    @property
    def names_agency(self) -> bool:
        return bool(self.roles & _AGENCY)


def runs_of(root: Node) -> list[Run]:
    """The runs of labels below a node, in reading order; a new one begins with a numbered line or a role again."""
    runs: list[Run] = []
    for node in root.all:
        fresh = node.sign.style != BULLET
        for line in [*([node.line] if node.line.labelled.values else []), *node.labels]:
            roles = set(line.labelled.values)
            last = runs[-1] if runs else None
            if last is None or (fresh and last.after is not node) or (roles & last.roles & TELLING):
                last = Run(node)
                runs.append(last)
            last.lines.append(line)
            last.roles |= roles
            last.after = node if line is node.line else last.after
    return [run for run in runs if run.telling]


def owners(root: Node) -> dict[int, list[Run]]:
    """The runs by the node they belong to (its id)."""
    runs = runs_of(root)
    level = _level([run for run in runs if run.names_agency and not run.inline], root)
    found: dict[int, list[Run]] = {}
    for run in runs:
        if run.inline or (not level and not run.names_agency):
            found.setdefault(id(run.after), []).append(run)
            continue
        owner = next((node for node in run.after.path if node.level == level), None) or _alone(
            run, runs, root
        )
        found.setdefault(id(owner), []).append(run)
    return found


def _level(runs: Iterable[Run], root: Node) -> str:
    """The level that carries the labels."""
    by_level: dict[str, Counter[int]] = {}
    for run in runs:
        for node in run.after.path:
            if node is not root:
                by_level.setdefault(node.level, Counter())[id(node)] += 1
    total = sum(1 for _run in runs)
    for level in sorted(by_level, key=lambda level: level.count("/")):
        counts = by_level[level]
        single = sum(1 for count in counts.values() if count == 1)
        if single >= MOSTLY * len(counts) and counts.total() * 2 > total:
            return level
    return max(by_level, key=lambda level: level.count("/"), default="")


def _alone(run: Run, runs: Iterable[Run], root: Node) -> Node:
    """Where a run has no line of that level over it: the highest line that holds this run and no other."""
    best = run.after
    for node in run.after.path:
        held = sum(1 for other in runs if any(one is node for one in other.after.path))
        if node is root or held > 1:
            break
        best = node
    return best
