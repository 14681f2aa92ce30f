"""The form of one row of a draft: its place, its fields, where it may be cut in two; and what a posted one changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.intake.editing.effective import Effective
from common.intake.editing.fields import Field, Put, changed, cuts, putting
from common.intake.editing.pieces import GROUP, Piece, Typed
from common.intake.editing.preview import groups_of
from common.intake.editing.trees import RowFields, Tree
from common.intake.kinds import SKIPPED


@dataclass(frozen=True)
class RowForm:
    """The form of one row. `decided`: something was, and can be taken back."""

    key: str
    place: list[Field]
    body: RowFields
    cuts: list[tuple[int, str, str]]
    is_part: bool
    joined: bool
    decided: bool

    @property
    def fields(self) -> list[Field]:
        return [*self.place, *self.body.fields, *self.body.values]


def tree_of(found: Effective, piece: Piece) -> Tree:
    """The tree whose fields a row's form shows: its own, the first one's for a row of none."""
    first = next(iter(found.trees.values()))
    return first if piece.kind == SKIPPED else found.trees.get(piece.section, first)


def row_form(found: Effective, piece: Piece, posted: Mapping[str, str] | None = None) -> RowForm:
    """The form of a row as it stands, or as it was `posted` where it could not be kept."""
    put = putting(piece.problems, posted)
    return RowForm(
        key=piece.key,
        place=_place(found, piece, put),
        body=tree_of(found, piece).form(piece, put, posted),
        cuts=cuts(piece.name or piece.longest),
        is_part=piece.is_part,
        joined=piece.own.joined,
        decided=bool(piece.own),
    )


def _place(found: Effective, piece: Piece, put: Put) -> list[Field]:
    kinds = [
        (GROUP, _("Nhóm")),
        *((tree.leaf, tree.leaf_words.capitalize()) for tree in found.trees.values()),
        (SKIPPED, _("Không nhập")),
    ]
    section = piece.section or next(iter(found.trees))
    parents = [("", _("Không thuộc nhóm nào")), *groups_of(found, section, piece)]
    return [
        put("kind", _("Dòng này là"), piece.kind, options=kinds, control="select"),
        put("code", _("Mã"), piece.own.typed.get("code") or piece.code),
        put("parent", _("Thuộc nhóm"), piece.parent_key, options=parents, control="select", wide=True),
    ]


@dataclass(frozen=True)
class Change:
    """What a person changed in a row's form; `kind` and `parent` are None where they stay."""

    typed: Typed
    kind: str | None
    parent: str | None

    def __bool__(self) -> bool:
        return bool(self.typed) or self.kind is not None or self.parent is not None


def change_of(form: RowForm, tree: Tree, posted: Mapping[str, str]) -> Change:
    """What of a posted form the person changed."""
    plain = changed(form.fields, posted)
    kind, parent = plain.pop("kind", None), plain.pop("parent", None)
    return Change({**plain, **tree.changed(posted)}, kind, parent)
