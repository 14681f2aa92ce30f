"""Joined rows: each goes into the living row above it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from common.intake.editing.pieces import Piece
from common.intake.editing.trees import Tree


def join(pieces: Sequence[Piece], trees: Mapping[str, Tree]) -> list[Piece]:
    """Put rows that are to be joined into the living row above them; without one they stay rows of their own."""
    found: list[Piece] = []
    target: int | None = None
    for piece in pieces:
        if piece.into and target is not None and not piece.dropped:
            above = found[target]
            found[target] = _absorbed(above, piece, trees[above.section])
            piece = replace(piece, into=above.key)
        else:
            piece = replace(piece, into="") if piece.into else piece
            if piece.lives:
                target = len(found)
        found.append(piece)
    return found


def _absorbed(into: Piece, other: Piece, tree: Tree) -> Piece:
    typed = tree.absorb(into, other)
    whole = replace(into, joined=(*into.joined, other.key), cells=(*into.cells, *other.cells))
    return tree.revise(whole, into.kind, typed, set(typed), whole=False)
