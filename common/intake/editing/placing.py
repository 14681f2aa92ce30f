"""The tree: under which row each row stands, as decided, as printed, or as the row before it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from common.intake.editing.numbering import numbered
from common.intake.editing.pieces import GROUP, Piece
from common.intake.editing.trees import Tree
from common.intake.kinds import ERROR, Remark


def place(pieces: Sequence[Piece], tree: Tree) -> list[Piece]:
    """Give every living row of a section its parent and a code of its own."""
    found = _under_each_other(pieces, tree)
    found = numbered(found, tree.section)
    return _with_parents(found, tree)


def in_order(pieces: Sequence[Piece], section: str) -> list[Piece]:
    """The living rows of a section as printed; where rows were moved, each under its group."""
    living = [piece for piece in pieces if piece.lives and piece.section == section]
    if not any(piece.own.parent is not None for piece in living):
        return living
    under: dict[str, list[Piece]] = {}
    for piece in living:
        under.setdefault(piece.parent_key, []).append(piece)
    ordered: list[Piece] = []
    waiting = list(reversed(under.get("", ())))
    while waiting:
        piece = waiting.pop()
        ordered.append(piece)
        waiting.extend(reversed(under.get(piece.key, ())))
    return ordered


class _Above:
    """Who stands above whom, as far as it is known while rows are placed one after the other."""

    def __init__(self, pieces: Sequence[Piece], tree: Tree) -> None:
        self.tree = tree
        self.keys = {piece.key: piece for piece in pieces}
        self.printed = {
            piece.printed_code: piece
            for piece in pieces
            if piece.printed_code and piece.read_as == tree.section
        }
        self.parents: dict[str, str] = {}
        self.before: Piece | None = None

    def of(self, piece: Piece) -> str:
        """The key of the row it stands under; '' at the root."""
        if piece.own.parent == "":
            return ""
        above = self._wished(piece)
        seen: set[str] = set()
        while above is not None and above.key not in seen:
            seen.add(above.key)
            if above.into:
                above = self.keys[above.into]
            if self._may_hold(above) and above.key != piece.key:
                return above.key
            above = self._over(above)
        return ""

    def _wished(self, piece: Piece) -> Piece | None:
        wanted = piece.own.parent
        if wanted is not None and wanted in self.keys:
            return self.keys[wanted]
        if piece.printed_code and piece.read_as == self.tree.section:
            return self.printed.get(piece.printed_parent)
        first = self.keys.get(piece.cut_from) if piece.is_part else None
        if first is not None and first.section == self.tree.section and first.lives:
            return self.keys.get(self.parents.get(first.key, ""))
        if self.before is None or self.before.kind == GROUP:
            return self.before
        return self.keys.get(self.parents.get(self.before.key, ""))

    def _may_hold(self, above: Piece) -> bool:
        fits = above.kind == GROUP or self.tree.nests
        return above.lives and above.section == self.tree.section and fits

    def _over(self, above: Piece) -> Piece | None:
        if above.printed_code:
            return self.printed.get(above.printed_parent)
        return self.keys.get(self.parents.get(above.key, ""))


def _under_each_other(pieces: Sequence[Piece], tree: Tree) -> list[Piece]:
    above = _Above(pieces, tree)
    living = [piece for piece in pieces if piece.lives and piece.section == tree.section]
    for piece in living:
        above.parents[piece.key] = above.of(piece)
        above.before = piece
    circles = _circles(living, above.parents)
    said = Remark(ERROR, _("Một nhóm không thể nằm trong chính nó. Chọn nhóm khác."), "parent")
    found = []
    for piece in pieces:
        piece = piece.saying([said]) if piece.key in circles else piece
        parent = above.parents.get(piece.key, piece.parent_key)
        found.append(piece if parent == piece.parent_key else replace(piece, parent_key=parent))
    return found


def _circles(living: Sequence[Piece], parents: dict[str, str]) -> set[str]:
    """The rows that would stand in themselves; they go to the root."""
    found: set[str] = set()
    for piece in living:
        seen, step = {piece.key}, parents[piece.key]
        while step:
            if step in seen:
                parents[piece.key] = ""
                found.add(piece.key)
                break
            seen.add(step)
            step = parents.get(step, "")
    return found


def _with_parents(pieces: Sequence[Piece], tree: Tree) -> list[Piece]:
    """Write the parent's code into every row of the section."""
    keys = {piece.key: piece for piece in pieces}
    printed = {p.printed_code for p in pieces if p.printed_code and p.read_as == tree.section}
    found = []
    for piece in pieces:
        if piece.lives and piece.section == tree.section and "code" in piece.item:
            parent = _parent_code(piece, keys, printed, tree)
            if "parent" not in piece.item or piece.item["parent"] != parent:
                piece = replace(piece, item={**piece.item, "parent": parent})
        found.append(piece)
    return found


def _parent_code(piece: Piece, keys: Mapping[str, Piece], printed: set[str], tree: Tree) -> str | None:
    """The code of the row above. A leaf that may nest may name one that gave several rows and none of its own: it
    stays as read."""
    parent = keys.get(piece.parent_key)
    if parent is not None:
        return parent.code
    read = piece.printed_parent
    untouched = tree.nests and piece.read_as == tree.section and piece.own.parent is None
    return (read or None) if untouched and read not in printed else None
