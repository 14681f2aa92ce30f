"""The preview: every row as printed beside what was understood, what is doubted, and why it becomes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.intake.editing.effective import Effective
from common.intake.editing.pieces import GROUP, Doubt, Piece
from common.intake.editing.trees import Tree
from common.intake.kinds import ERROR, NOTE, SKIPPED, WARNING

SEVERITIES = (ERROR, WARNING, NOTE)
CLEAR = "clear"
PROPOSAL = "proposal"
# The parts of the preview, as the address names them.
SHOWN = (ERROR, WARNING, NOTE, CLEAR, PROPOSAL, SKIPPED)
LONGEST_LABEL = 90  # characters of a group in a list to choose from


@dataclass(frozen=True)
class Part:
    """A table of the document, or a stretch of its running text: the rows from `first` on, and where they stand."""

    first: str
    label: str
    what: str
    starts: str
    ends: str
    count: int
    blocks: str
    takes: int
    is_text: bool
    dropped: bool


@dataclass(frozen=True)
class CellShown:
    """A printed cell: its text, what stands above it and where, whether its value is doubted."""

    text: str
    hint: str
    doubted: bool


@dataclass(frozen=True)
class FactShown:
    label: str
    value: str
    printed: str
    doubted: bool


@dataclass(frozen=True)
class ProblemShown:
    """A doubt with what may be done about it: kept as printed, set as proposed (`label`), or settled in a list."""

    severity: str
    message: str
    key: str
    accepted: bool
    may_keep: bool
    label: str
    elsewhere: bool


@dataclass(frozen=True)
class RowShown:
    """One row of the preview; `part` is set on the first of its part."""

    key: str
    url: str
    piece: Piece
    part: Part | None
    cells: list[CellShown]
    facts: list[FactShown]
    problems: list[ProblemShown]
    beside: list[str]
    under: int
    leaf_words: str
    why: str
    takes: bool
    name_doubted: bool
    may_edit: bool

    @property
    def is_group(self) -> bool:
        return self.piece.lives and self.piece.kind == GROUP

    @property
    def changed(self) -> bool:
        """Whether an officer has changed it."""
        own = self.piece.own
        return bool(own.typed or own.kind or own.parts)


def verdict(piece: Piece) -> str:
    """Which part of the preview a row belongs to: its gravest open doubt, clear, proposed or skipped."""
    if piece.lives:
        return piece.severity or CLEAR
    return PROPOSAL if is_open_proposal(piece) else SKIPPED


def is_open_proposal(piece: Piece) -> bool:
    """A proposed row that nobody has taken or refused yet."""
    return piece.proposed and piece.kind == SKIPPED and not piece.dropped and not piece.own.kind


def counts(found: Effective) -> dict[str, int]:
    """How many rows there are in all and in each part of the preview, how many leaves of each section live, and how
    many groups of the first one."""
    parts = Counter(verdict(piece) for piece in found.pieces)
    leaves = Counter(piece.section for piece in found.living if piece.kind != GROUP)
    first = next(iter(found.trees), "")
    groups = sum(piece.kind == GROUP and piece.section == first for piece in found.living)
    return {
        "all": len(found.pieces),
        "groups": groups,
        **{section: leaves[section] for section in found.trees},
        **{part: parts[part] for part in SHOWN},
    }


def shown(found: Effective, part: str) -> list[Piece]:
    """The rows of a part of the preview; '' is all of it. A table that was dropped is one line."""
    heads = parts(found)
    return [
        piece
        for piece in found.pieces
        if (not part or verdict(piece) == part) and (not piece.dropped or heads[piece.key].first == piece.key)
    ]


def parts(found: Effective) -> dict[str, Part]:
    """For the key of every row the part of the document it stands in: a table, or a stretch of running text.

    Rows of one block are a table; blocks of one row each, one after the other, are text, and so are proposed rows.
    """
    sizes = Counter(piece.block for piece in found.pieces)

    def prose(piece: Piece) -> bool:
        return sizes[piece.block] == 1 or piece.proposed

    stretches: list[list[Piece]] = []
    before: Piece | None = None
    for piece in found.pieces:
        goes_on = before is not None and (
            piece.proposed == before.proposed
            and (piece.block == before.block or (prose(piece) and prose(before)))
        )
        if not goes_on:
            stretches.append([])
        stretches[-1].append(piece)
        before = piece
    answer: dict[str, Part] = {}
    number = 0
    for pieces in stretches:
        is_text = all(prose(piece) for piece in pieces)
        number += not is_text
        answer |= dict.fromkeys((piece.key for piece in pieces), _part(pieces, found, is_text, number))
    return answer


def _part(pieces: Sequence[Piece], found: Effective, is_text: bool, number: int) -> Part:
    trees = [found.trees[piece.read_as] for piece in pieces if piece.read_as]
    # a part with rows of a further tree is named by it: its tables hold headings of the first one too
    tree = max(trees, key=list(found.trees.values()).index) if trees else next(iter(found.trees.values()))
    first = pieces[0]
    if first.proposed:
        label = tree.proposed_words
    elif is_text:
        label = _("Lời văn")
    else:
        label = _("Bảng %(number)d") % {"number": number}
    return Part(
        first=first.key,
        label=label,
        what=tree.leaf_words,
        starts=first.where,
        ends=pieces[-1].where,
        count=len(pieces),
        blocks=",".join(str(block) for block in dict.fromkeys(piece.block for piece in pieces)),
        takes=sum(is_open_proposal(piece) for piece in pieces),
        is_text=is_text,
        dropped=first.dropped,
    )


def rows(
    found: Effective,
    pieces: Iterable[Piece],
    *,
    may_edit: bool,
    address: Callable[[str], str],
    beside: Callable[[Piece], list[str]],
    elsewhere: Callable[[Piece, Doubt], bool],
) -> list[RowShown]:
    """What the page shows of each row; `address` leads from a row's key to its form.

    `beside` is what else is said of a row; `elsewhere` tells doubts that are settled in a list of their own.
    """
    under = _leaves(found)
    places = {piece.key: piece for piece in found.pieces}
    heads = parts(found)
    answer: list[RowShown] = []
    last: Part | None = None
    for piece in pieces:
        head = heads[piece.key]
        tree = found.trees.get(piece.section)
        doubted = {one.field for one in piece.open_problems if one.severity in (ERROR, WARNING)}
        living = piece.lives and tree is not None
        answer.append(
            RowShown(
                key=piece.key,
                url=address(piece.key),
                piece=piece,
                part=head if head is not last else None,
                cells=_cells(piece, tree, doubted),
                facts=_facts(piece, tree, doubted) if living and tree else [],
                problems=_problems(piece, elsewhere) if piece.lives else [],
                beside=beside(piece) if piece.lives else [],
                under=under[piece.key],
                leaf_words=tree.leaf_words if tree else "",
                why=_why(piece, places.get(piece.into)),
                takes=is_open_proposal(piece),
                name_doubted="name" in doubted or "code" in doubted,
                may_edit=may_edit and not piece.dropped,
            )
        )
        last = head
    return answer


def _leaves(found: Effective) -> Counter[str]:
    """How many leaves stand under each group, at any depth."""
    above = {piece.key: piece.parent_key for piece in found.living}
    count: Counter[str] = Counter()
    for piece in found.living:
        step = piece.parent_key if piece.kind != GROUP else ""
        while step:
            count[step] += 1
            step = above.get(step, "")
    return count


def _why(piece: Piece, into: Piece | None) -> str:
    """Why a row becomes nothing."""
    if piece.lives:
        return ""
    if piece.dropped:
        return _("Thuộc bảng đã bỏ.")
    if into is not None:
        return _("Đã gộp vào dòng trên (%(where)s).") % {"where": into.where or into.code}
    if piece.own.kind == SKIPPED:
        return _("Đã đánh dấu là không nhập.")
    return piece.why or _("Dòng này không có gì để nhập.")


def _cells(piece: Piece, tree: Tree | None, doubted: set[str]) -> list[CellShown]:
    """The printed cells with what stands above each, the doubtful ones marked."""
    marked = doubted | {tree.marked(name) for name in doubted} if tree else doubted
    return [
        CellShown(
            text=cell.text,
            hint=" · ".join(filter(None, (cell.heading, cell.where))),
            doubted=(bool(cell.field) and cell.field in marked)
            or bool(tree and piece.lives and tree.cell_doubted(piece, cell)),
        )
        for cell in piece.cells
    ]


def _facts(piece: Piece, tree: Tree, doubted: set[str]) -> list[FactShown]:
    """What was understood, the doubtful marked; empty ones only where they matter."""
    return [
        FactShown(
            label=fact.label,
            value=fact.value or _("để trống"),
            printed=fact.printed,
            doubted=fact.field in doubted or (fact.always and not fact.value),
        )
        for fact in tree.present(piece)
        if fact.value or fact.always or fact.field in doubted
    ]


def _problems(piece: Piece, elsewhere: Callable[[Piece, Doubt], bool]) -> list[ProblemShown]:
    found = [
        ProblemShown(
            severity=problem.severity,
            message=problem.message,
            key=problem.key,
            accepted=problem.accepted,
            may_keep=problem.severity == WARNING and not problem.accepted,
            label="" if problem.accepted else (problem.proposal or {}).get("label", ""),
            elsewhere=elsewhere(piece, problem),
        )
        for problem in piece.problems
    ]
    return sorted(found, key=lambda one: (one.accepted, SEVERITIES.index(one.severity)))


def groups_of(found: Effective, section: str, piece: Piece) -> list[tuple[str, str]]:
    """Key and label of the rows a row may be put under."""
    return [
        (other.key, f"{other.code} {other.name}"[:LONGEST_LABEL])
        for other in found.living
        if other.section == section and other.kind == GROUP and other.key != piece.key
    ]
