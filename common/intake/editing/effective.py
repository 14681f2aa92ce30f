"""What a draft says with its decisions applied: rows, decisions and trees in, new rows out. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from common.intake.editing.joining import join
from common.intake.editing.pieces import GROUP, Decision, Doubt, Piece, Stored, cells_of
from common.intake.editing.placing import in_order, place
from common.intake.editing.trees import Tree, texts_of
from common.intake.kinds import SKIPPED, Json, JsonMap, Kind


@dataclass(frozen=True)
class Effective:
    """A draft as decided so far.

    `reading` is the exported object; `pieces` are the rows of its trees and those that mean nothing, in printed order;
    `general` what is doubted of the document itself; `parts` what kinds without a tree say of it, by their name.
    """

    pieces: tuple[Piece, ...]
    trees: Mapping[str, Tree]
    general: tuple[Doubt, ...] = ()
    parts: Mapping[str, object] = field(default_factory=dict)
    reading: JsonMap = field(default_factory=dict)

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)

    def in_order(self, section: str) -> list[Piece]:
        """The living rows of a section, each under its group."""
        return in_order(self.pieces, section)

    @property
    def living(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.lives]


@dataclass(frozen=True)
class Drafted:
    """A stored draft as its kinds see it: the exported object as read, its rows, what was decided on the whole, and
    what the reading kept for computing it again."""

    reading: JsonMap
    rows: Sequence[Stored]
    decisions: JsonMap
    facts: JsonMap
    setting: object

    def of(self, kind: str) -> list[Stored]:
        return [row for row in self.rows if row.kind == kind]


def effective(drafted: Drafted, kinds: Iterable[Kind]) -> Effective:
    """Apply decisions to a draft, with the kinds of its profile in their order."""
    kinds = list(kinds)
    known = {kind.name: tree for kind in kinds if (tree := kind.tree(drafted.setting)) is not None}
    trees = {tree.section: tree for tree in known.values()}
    proposed = {kind.name: kind.why_proposed for kind in kinds if kind.why_proposed}
    dropped = frozenset(drafted.decisions.get("dropped") or ())
    pieces: list[Piece] = []
    for row in drafted.rows:
        if row.kind in known or row.kind == SKIPPED:
            tree = known.get(row.kind)
            first = _first(row, tree, proposed.get(row.kind, ""), dropped)
            pieces += _row_and_parts(first, trees)
    pieces = join(pieces, trees)
    for tree in trees.values():
        pieces = place(pieces, tree)
    found = Effective(tuple(pieces), trees, _general(drafted))
    for kind in kinds:
        found = kind.settle(drafted, found)
    return replace(found, reading=_exported(drafted, found, kinds))


def _first(row: Stored, tree: Tree | None, why_proposed: str, dropped: frozenset[int]) -> Piece:
    """A row as it was read, before anything is decided on it."""
    own = Decision.of(row.decision)
    printed, parsed = row.printed or {}, row.parsed or {}
    block = printed.get("block", 0)
    is_proposed = bool(why_proposed)
    counts = tree is not None and (not is_proposed or own.kind)
    return Piece(
        key=str(row.position),
        position=row.position,
        block=block,
        where=printed.get("where", ""),
        kind=parsed.get("kind", SKIPPED) if counts else SKIPPED,
        section=tree.section if tree else "",
        item=dict(parsed) if tree else {},
        cells=cells_of(printed),
        problems=tuple(Doubt.of(problem, own.accepted) for problem in row.problems),
        own=own,
        read_as=tree.section if tree else "",
        printed_code=parsed.get("code", "") if tree else "",
        printed_parent=(parsed.get("parent") or "") if tree else "",
        why=why_proposed or parsed.get("why", ""),
        reason=printed.get("reason", ""),
        proposed=is_proposed,
        dropped=block in dropped,
        into="?" if own.joined else "",
    )


def _row_and_parts(first: Piece, trees: Mapping[str, Tree]) -> Iterator[Piece]:
    """A row and what was cut off it, with what was decided on each."""
    inherited = {name: text for name, text in texts_of(first, trees).items() if name != "name" and text}
    first = _decided(first, trees)
    yield first
    for number, part in enumerate(first.own.parts, start=1):
        own = replace(part, typed={**inherited, **part.typed})
        leaf = next(iter(trees.values())).leaf
        piece = replace(
            first,
            key=f"{first.position}-{number}",
            kind=own.kind or (first.kind if first.kind != SKIPPED else leaf),
            item={},
            problems=(),
            own=own,
            printed_code="",
            printed_parent="",
            into="",
        )
        yield _decided(piece, trees)


def _decided(piece: Piece, trees: Mapping[str, Tree]) -> Piece:
    """Give a row its kind and the typed values, with the doubts that follow."""
    kind = piece.own.kind or piece.kind
    if kind == SKIPPED:
        return replace(piece, kind=SKIPPED)
    typed = piece.own.typed
    touched = set(typed) - {"code"}
    if piece.item:
        touched |= trees[piece.section].touched(piece)
    turned = kind != piece.kind or not piece.item
    if turned or touched:
        tree = _tree_of(kind, piece, trees)
        piece = tree.revise(piece, kind, typed, touched, whole=turned or tree.section != piece.section)
        piece = replace(piece, section=tree.section)
    piece = piece if piece.kind == kind else replace(piece, kind=kind)
    return piece.without({"code"}) if typed.get("code") is not None else piece


def _tree_of(kind: str, piece: Piece, trees: Mapping[str, Tree]) -> Tree:
    """The tree a row belongs into: its leaf's, for a group its own, else the first."""
    if kind == GROUP:
        return trees.get(piece.section) or next(iter(trees.values()))
    return next(tree for tree in trees.values() if tree.leaf == kind)


def _general(drafted: Drafted) -> tuple[Doubt, ...]:
    """What is doubted of the document itself, and not of one of its rows."""
    stored = drafted.facts.get("problems")
    if stored is None:  # a draft of before these were kept apart
        of_rows = Counter((p["severity"], p["message"]) for row in drafted.rows for p in row.problems)
        stored = []
        for problem in drafted.reading.get("problems", ()):
            mark = (problem["severity"], problem["message"])
            if of_rows[mark]:
                of_rows[mark] -= 1
            else:
                stored.append(problem)
    accepted = frozenset(drafted.decisions.get("accepted") or ())
    return tuple(Doubt.of(problem, accepted) for problem in stored)


def _exported(drafted: Drafted, found: Effective, kinds: Sequence[Kind]) -> Json:
    exported: Json = dict(drafted.reading)
    problems = [exported_problem(one.section or "plan", "", one, one.where) for one in found.general]
    for kind in kinds:
        problems += kind.export_decided(found, exported)
    for piece in found.living:
        problems += [exported_problem(piece.section, piece.code, one, piece.where) for one in piece.problems]
    return {**exported, "problems": problems}


def exported_problem(section: str, code: str, problem: Doubt, where: str) -> dict[str, str]:
    """A doubt as the exported object words it."""
    return {
        "section": section,
        "code": code,
        "where": where,
        "severity": problem.severity,
        "message": problem.message,
    }
