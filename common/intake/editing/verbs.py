"""What an officer may decide on a draft's rows: correct, re-kind, move, join, split, take back, accept, leave out.

Every verb asks the draft's profile whether the person may, writes the decision beside what was read, and names the
version of the draft it was made from: Refused where it cannot be, Conflict where somebody has decided meanwhile.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Refused
from common.intake import drafts, profiles
from common.intake.drafts import Person
from common.intake.editing.pieces import GROUP, Typed
from common.intake.kinds import SKIPPED, Json, JsonMap
from common.models import DraftRow, ImportDraft
from common.text import clean


@dataclass(frozen=True)
class Desk:
    """Who decides on which state of a draft, and when."""

    draft: ImportDraft
    version: int
    by: Person
    at: dt.datetime

    def __post_init__(self) -> None:
        profiles.of(self.draft).refuse_editing(self.draft, self.by)

    def decide(self, **said: Any) -> None:
        drafts.decide(draft=self.draft, by=self.by, at=self.at, version=self.version, **said)


@dataclass(frozen=True)
class _Row:
    """The row of a key, what was decided on it, and which part of it is meant (0 is the row itself)."""

    row: DraftRow
    own: JsonMap
    part: int

    @classmethod
    def of(cls, desk: Desk, key: str) -> "_Row":
        position, _dash, part = key.partition("-")
        number = int(part) if part.isdecimal() and len(part) < 4 else 0
        known = position.isdecimal() and len(position) < 9
        row = desk.draft.rows.filter(position=int(position)).first() if known else None
        parts = (row.decision or {}).get("parts") or [] if row else []
        if row is None or number > len(parts):
            raise Refused(_("Không có dòng này trong bản nháp."))
        whole = {name: value for name, value in (row.decision or {}).items() if name != "parts"}
        return cls(row, parts[number - 1] if number else whole, number)

    @property
    def parts(self) -> list[JsonMap]:
        return list((self.row.decision or {}).get("parts") or ())

    def put(self, desk: Desk, own: JsonMap) -> None:
        """Write the row's decision back, or its part's."""
        parts = self.parts
        if self.part:
            parts[self.part - 1] = dict(own)
            decision: Json = {**(self.row.decision or {}), "parts": parts}
        else:
            decision = {**own, "parts": parts} if parts else dict(own)
        desk.decide(rows={self.row.position: decision})


def correct_row(
    desk: Desk, *, key: str, typed: Typed, kind: str | None = None, parent: str | None = None
) -> None:
    """Keep what the officer typed into a row, field by field; what a text meant is read anew where it was changed.

    `typed` has only the fields that differ from what the row says now. `kind` says what the row is: a group, a leaf
    of one of the trees or nothing; `parent` is the key of the row it stands under, '' for none.
    """
    trees = profiles.of(desk.draft).trees(desk.draft)
    if kind is not None and kind not in (GROUP, SKIPPED, *(tree.leaf for tree in trees)):
        raise Refused(
            _("Loại dòng này không có trong danh sách. Chọn lại loại, hoặc bỏ qua dòng."), field="kind"
        )
    row = _Row.of(desk, key)
    given = dict(row.own.get("set") or {})
    for name, value in typed.items():
        if not any(name in tree.fields for tree in trees):
            raise Refused(_("Không có ô này."))
        for tree in trees:
            for following in tree.following.get(name, ()):
                if following not in typed:
                    given.pop(following, None)
        given[name] = value
    own = {**row.own, "set": given} if given else dict(row.own)
    if kind is not None:
        own["kind"] = kind
    if parent is not None:
        own["parent"] = parent
    row.put(desk, own)


def set_kind(desk: Desk, *, key: str, kind: str) -> None:
    """Say what a row is: a group, a leaf or nothing."""
    correct_row(desk, key=key, typed={}, kind=kind)


def take_row(desk: Desk, *, key: str) -> None:
    """Take a proposed row for what it was proposed as."""
    row = _Row.of(desk, key)
    set_kind(desk, key=key, kind=(row.row.parsed or {}).get("kind", GROUP))


def join_rows(desk: Desk, *, key: str, apart: bool = False) -> None:
    """Put a row into the one above it, or take it out again (`apart`)."""
    row = _Row.of(desk, key)
    if row.part:
        raise Refused(_("Phần đã tách ra thì gộp lại bằng “Trả về như đọc được”."))
    first = not DraftRow.objects.filter(draft=desk.draft, position__lt=row.row.position).exists()
    if first and not apart:
        raise Refused(_("Không có dòng nào ở trên để gộp."))
    own = {name: value for name, value in row.own.items() if name != "joined"}
    row.put(desk, own if apart else {**own, "joined": True})


def split_row(desk: Desk, *, key: str, names: Sequence[str]) -> None:
    """Make several rows of one: `names` are their texts, the first stays with the row."""
    texts = [clean(text) for text in names if clean(text)]
    if len(texts) < 2:
        raise Refused(_("Chọn chỗ tách: mỗi phần phải có chữ."), field="cut")
    row = _Row.of(desk, key)
    whole, parts = row.row.decision or {}, row.parts
    cut: list[JsonMap] = [{"set": {"name": text}} for text in texts[1:]]
    renamed = {"set": {**(row.own.get("set") or {}), "name": texts[0]}}
    if row.part:
        parts[row.part - 1] = {**row.own, **renamed}
        decision = {**whole, "parts": [*parts[: row.part], *cut, *parts[row.part :]]}
    else:
        decision = {**whole, **renamed, "parts": [*cut, *parts]}
    desk.decide(rows={row.row.position: decision})


def reset_row(desk: Desk, *, key: str) -> None:
    """Take everything back that was decided on a row and on what was cut off it."""
    desk.decide(rows={_Row.of(desk, key).row.position: {}})


def accept_problem(desk: Desk, *, key: str, problem: str) -> None:
    """Keep a doubted value as it is printed. `key` is the row's, '' for the document itself."""
    if not key:
        accepted = [*(desk.draft.decisions.get("accepted") or ()), problem]
        desk.decide(whole={"accepted": accepted})
        return
    row = _Row.of(desk, key)
    row.put(desk, {**row.own, "accepted": [*(row.own.get("accepted") or ()), problem]})


def apply_proposal(desk: Desk, *, key: str, problem: str) -> None:
    """Take what is proposed for a doubted value."""
    piece = profiles.of(desk.draft).look(desk.draft).piece(key)
    stands = [one for one in piece.problems if one.key == problem and one.proposal] if piece else []
    if not stands or stands[0].proposal is None:
        raise Refused(_("Đề xuất này không còn. Tải lại trang."))
    correct_row(desk, key=key, typed=dict(stands[0].proposal["set"]))


def drop_table(desk: Desk, *, blocks: Iterable[int]) -> None:
    """Leave a table of the document out."""
    dropped = sorted({*(desk.draft.decisions.get("dropped") or ()), *blocks})
    desk.decide(whole={"dropped": dropped})


def restore_table(desk: Desk, *, blocks: Iterable[int]) -> None:
    """Take a table back in."""
    dropped = sorted(set(desk.draft.decisions.get("dropped") or ()) - set(blocks))
    desk.decide(whole={"dropped": dropped})


def take_proposals(desk: Desk, *, blocks: Iterable[int]) -> None:
    """Take what is proposed from these stretches of text."""
    wanted = set(blocks)
    proposing = [kind.name for kind in profiles.of(desk.draft).kinds if kind.why_proposed]
    taken = {
        row.position: {**(row.decision or {}), "kind": row.parsed["kind"]}
        for row in desk.draft.rows.filter(kind__in=proposing)
        if (row.printed or {}).get("block") in wanted and not (row.decision or {}).get("kind")
    }
    desk.decide(rows=taken)
