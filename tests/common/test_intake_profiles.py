"""A profile says which kinds read a document; a further use is a profile with kinds of its own, not another engine."""

from dataclasses import replace

import pytest

from common.intake import profiles
from common.intake.drafts import rows_of
from common.intake.editing.effective import Drafted, effective
from common.intake.editing.pieces import Item, Piece, Typed
from common.intake.editing.trees import Tree
from common.intake.kinds import Claim, Kind, PrintedCell, Reading, Row
from common.intake.profiles import Profile
from common.intake.reading import read
from tests.plans.papers import sheet

NOTES = "tests.notes"


class NoteTree(Tree):
    """Notes, each with a text; a note may stand over others."""

    section = "notes"
    leaf = "note"
    fields = ("code", "name")
    text_fields = ("name",)
    nests = True

    def texts(self, item: Item) -> dict[str, str]:
        return {"name": item["name"]}

    def revise(self, piece: Piece, kind: str, typed: Typed, touched: set[str], *, whole: bool) -> Piece:
        return replace(piece, item={"code": "", "name": piece.longest, **piece.item, **typed})


class NoteKind(Kind):
    """Every row of a sheet is a note."""

    name = NOTES

    def recognise(self, document):
        return [Claim((0, 0), 1.0, document.blocks[0])]

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return [
            Row(
                NOTES, str(row.index + 1), row.where,
                printed=[PrintedCell(row.cells[0].text, field="name", where=row.where)],
                parsed={"kind": "note", "code": str(row.index + 1), "parent": None, "name": row.cells[0].text},
                at=(0, row.index),
            )
            for claim in claims
            for row in claim.content.rows
        ]  # fmt: skip

    def tree(self, setting: object) -> Tree:
        return NoteTree()

    def export_decided(self, found, exported):
        exported["notes"] = [(piece.code, piece.name) for piece in found.in_order("notes")]
        return []


@pytest.fixture
def notes():
    """A profile of one kind, taken away again."""
    nobody = Profile("tests.sheet", lambda draft, by: None, lambda draft: None, lambda draft: None)
    profiles.define(nobody)
    profiles.add("tests.sheet", NoteKind())
    yield nobody
    profiles._kinds.pop("tests.sheet")
    profiles._profiles.pop("tests.sheet")


def test_kinds_of_one_profile_do_not_read_for_another(notes):
    assert [kind.name for kind in notes.kinds] == [NOTES]
    assert NOTES not in [kind.name for kind in profiles.named("plan").kinds]


def test_a_new_use_is_read_and_edited_by_the_engine_that_is_there(notes):
    reading = read(sheet([["Một"], ["Hai"], ["Ba"]]), "sheet.xlsx", kinds=notes.kinds)
    decisions = [{"set": {"name": "Uno"}}, {"kind": "skipped"}, {"parent": "1"}]
    rows = rows_of(reading)
    for row, decision in zip(rows, decisions, strict=True):
        row.decision = decision
    found = effective(Drafted({}, rows, {}, {}, None), notes.kinds)
    assert found.reading["notes"] == [("1", "Uno"), ("1.3", "Ba")]
    assert [piece.item["parent"] for piece in found.living] == [None, "1"]
