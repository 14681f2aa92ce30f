"""Lines as a tree, by their signs: what goes on a list that is open stands beside it, what begins one stands below.

The tree holds lines, not roles; a level is the path of styles from the root ("roman/number/bullet -").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.intake.prose.lines import Line
from plans.intake.prose.openings import ALONE, COLON
from plans.intake.prose.signs import BULLET, DOTTED, LOWER, NONE, NUMBER, RANK, ROMAN, UPPER, Sign

HEAD = "head"  # an unnumbered line that heads others


@dataclass(eq=False, slots=True)
class Node:
    """A line in its place; `key` is its style in the tree, `labels` the lines with labels that belong to it."""

    line: Line
    key: str
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)

    @property
    def level(self) -> str:
        return f"{self.parent.level}/{self.key}" if self.parent else self.key

    @property
    def sign(self) -> Sign:
        return self.line.sign

    @property
    def path(self) -> Iterator["Node"]:
        """The node and all that stand over it."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def all(self) -> Iterator["Node"]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all

    @property
    def text(self) -> str:
        return self.line.text


def outline(lines: Iterable[Line]) -> list[Node]:
    """The roots of the tree. Lines that hold nothing but labels are kept by the line they follow."""
    roots: list[Node] = []
    path: list[Node] = []
    for line in lines:
        if line.only_labels and path:
            path[-1].labels.append(line)
            continue
        key, depth = _place(path, line)
        del path[depth:]
        node = Node(line, key, path[-1] if path else None)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


def _place(path: list[Node], line: Line) -> tuple[str, int]:
    """The key of a line, and how much of the path stays over it."""
    sign = line.sign
    if sign.style == NONE:
        return _unnumbered(path, line)
    if sign.style == BULLET:
        return _bullet(path, f"{BULLET} {sign.mark}")
    if sign.style == DOTTED:
        return _dotted(path, sign)
    return _numbered(path, sign)


def _numbered(path: list[Node], sign: Sign) -> tuple[str, int]:
    open_at = [at for at, node in enumerate(path) if node.sign.style == sign.style]
    for at in reversed(open_at):
        if path[at].sign.mark != sign.mark and sign.value != path[at].sign.value + 1 and len(open_at) > 1:
            continue
        if not _begins_again(path, at, sign):
            return path[at].key, at
        break
    if open_at and path[open_at[-1]].sign.style == sign.style and sign.value > 1:
        return path[open_at[-1]].key, open_at[-1]
    depth = _over(path, sign)
    again = sum(node.sign.style == sign.style for node in path[:depth])
    return f"{sign.style}{again or ''}", depth


def _begins_again(path: list[Node], at: int, sign: Sign) -> bool:
    """Whether 1 after 1 begins a list below a letter or a heading, instead of going on the list that is open."""
    if sign.value != 1 or path[at].sign.value < 1:
        return False
    below = [node for node in path[at + 1 :] if node.sign.numbered or node.key == HEAD]
    return bool(below) and below[-1].sign.value >= 1


def _over(path: list[Node], sign: Sign) -> int:
    """How much of the path may stand over the first of a new list."""
    depth = len(path)
    while depth and (path[depth - 1].key == NONE or path[depth - 1].sign.style == BULLET):
        depth -= 1
    if sign.style in (ROMAN, UPPER, "part"):
        nested = sign.style == UPPER and sign.value == 1 and depth and path[depth - 1].sign.style == ROMAN
        while depth and not nested and RANK[path[depth - 1].sign.style] >= RANK[sign.style]:
            depth -= 1
    elif (
        sign.value != 1 and sign.style == NUMBER
    ):  # a list whose beginning is not seen: beside what is deepest
        while depth and path[depth - 1].sign.style == LOWER:
            depth -= 1
    return depth


def _dotted(path: list[Node], sign: Sign) -> tuple[str, int]:
    """1.1 stands under 1, beside 1.2; 1.1.1 under 1.1."""
    key = f"{DOTTED}{len(sign.values)}"
    for at in range(len(path) - 1, -1, -1):
        above = path[at].sign
        begins = above.values == sign.values[: len(above.values)] and len(above.values) < len(sign.values)
        if above.style in (NUMBER, DOTTED, ROMAN) and begins:
            return key, at + 1
    for at in range(len(path) - 1, -1, -1):
        if path[at].key == key:
            return key, at
    depth = len(path)
    while depth and RANK[path[depth - 1].sign.style] >= RANK[NUMBER]:
        depth -= 1
    return key, depth


def _bullet(path: list[Node], key: str) -> tuple[str, int]:
    for at in range(len(path) - 1, -1, -1):
        if path[at].key == key:
            return key, at
        if path[at].sign.numbered or path[at].key == HEAD:
            break
    depth = len(path)
    while depth and path[depth - 1].key == NONE and path[depth - 1].line.ends != ":":
        depth -= 1
    return key, depth


def _unnumbered(path: list[Node], line: Line) -> tuple[str, int]:
    """A heading without a number stands beside the one before it; other text under the last number or heading."""
    if _heads(line):
        for at in range(len(path) - 1, -1, -1):
            if path[at].key == HEAD:
                return HEAD, at
        depth = len(path)
        while depth and not _may_stand_over_a_heading(path[depth - 1]):
            depth -= 1
        return HEAD, depth
    depth = len(path)
    while depth and (path[depth - 1].key == NONE or path[depth - 1].sign.style == BULLET):
        depth -= 1
    return NONE, depth


def _heads(line: Line) -> bool:
    if line.labelled.values:
        return False
    if line.opening and line.opening.how == ALONE:
        return line.ends != "."
    if line.opening and line.opening.how == COLON:
        return line.bold
    return line.bold and line.title


def _may_stand_over_a_heading(node: Node) -> bool:
    """Numbers do that head something; an agency, a bullet or plain text does not."""
    agency = node.line.opening is not None and node.line.opening.how in (ALONE, COLON)
    return node.sign.numbered and not agency
