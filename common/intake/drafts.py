"""Stored drafts: a reading kept between upload and confirmation, decided row by row, and confirmed as a whole or not
at all.

What an officer decides lies beside what was read and never in its place. Two people may decide at the same time: every
change names the version of the draft it was made from, and the second is told. Changing a draft is not audited key by
key; reading, handing over, confirming, undoing and dropping are.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import audit
from common.errors import Conflict, Refused
from common.intake.kinds import Json, JsonMap, Kind, Reading, Row
from common.models import DraftRow, ImportDraft, StoredFile
from common.states import Transition, move

if TYPE_CHECKING:
    from common.intake.editing.effective import Effective

Person = Any  # who acts: the user model is an application's; None for the portal itself


def _anybody(_user: Person, _draft: ImportDraft) -> bool:
    """Who may is the rule of the draft's profile, asked before anything here is called."""
    return True


READ = Transition("read_document", ("parsing",), "ready", _anybody, gettext_lazy("Đọc tệp"))
FAIL = Transition("fail_reading", ("parsing",), "failed", _anybody, gettext_lazy("Không đọc được"))
CONFIRM = Transition("confirm_import", ("ready",), "confirmed", _anybody, gettext_lazy("Xác nhận"))
UNDO = Transition("undo_import", ("confirmed",), "ready", _anybody, gettext_lazy("Hoàn tác"))
DISCARD = Transition(
    "discard_import", ("parsing", "ready", "failed"), "discarded", _anybody, gettext_lazy("Bỏ bản nháp")
)


# What each row of a draft has become, by its position.
Applied = Mapping[int, Model]
# What a kind notes for itself while it applies, so that it can take all of it away again: primary keys by a name.
Record = dict[str, list[int]]


@dataclass
class Into:
    """Where a draft goes: who confirms it and when, what kinds hand on to each other, and what they note."""

    by: Person
    at: dt.datetime
    facts: Json = field(default_factory=dict)
    record: Record = field(default_factory=dict)


@transaction.atomic
def begin(*, profile: str, stored: StoredFile, by: Person, at: dt.datetime) -> ImportDraft:
    """A draft whose document is still to be read, by the worker."""
    draft = ImportDraft.objects.create(
        profile=profile, file=stored, sha256=stored.sha256, owner=by, state="parsing", created_at=at
    )
    audit.record(by=by, verb="upload_document", target=draft)
    return draft


@transaction.atomic
def keep(
    *,
    profile: str,
    reading: Reading,
    stored: StoredFile,
    province_id: int | None,
    by: Person,
    at: dt.datetime,
    facts: JsonMap | None = None,
    draft: ImportDraft | None = None,
) -> ImportDraft:
    """Store a reading as a draft that outlives the browser: the exported object, and each row with its printed text.

    `draft` is the one that was begun for it; `facts` is what the rows will be computed again from, JSON-able.
    """
    told: dict = {
        "province_id": province_id,
        "reading": reading.to_json(),
        "facts": {**(facts or {}), "problems": [problem.as_stored() for problem in reading.problems]},
    }
    if draft is None:
        draft = ImportDraft.objects.create(
            profile=profile, file=stored, sha256=stored.sha256, owner=by, created_at=at, **told
        )
        audit.record(by=by, verb="read_document", target=draft, province_id=province_id)
    else:
        move(draft, READ, by=by, checked=False, **told)
    kept = rows_of(reading)
    for made in kept:
        made.draft = draft
    DraftRow.objects.bulk_create(kept)
    ordered = in_reading_order(reading)
    of_code = {(row.kind, row.code): made for row, made in zip(ordered, kept, strict=True) if row.code}
    under = []
    for row, made in zip(ordered, kept, strict=True):
        if row.parent and (row.kind, row.parent) in of_code:
            made.parent = of_code[row.kind, row.parent]
            under.append(made)
    DraftRow.objects.bulk_update(under, ["parent"], batch_size=200)
    return draft


def in_reading_order(reading: Reading) -> list[Row]:
    """The rows of a reading as they stand in the document."""
    return sorted(reading.rows, key=lambda row: row.at)


def rows_of(reading: Reading) -> list[DraftRow]:
    """The rows a draft keeps of a reading, not stored yet: each with what is printed, understood and doubted."""
    return [
        DraftRow(
            position=position,
            kind=row.kind,
            printed={
                "where": row.where,
                "code": row.code,
                "block": row.at[0],
                "cells": [cell.as_stored() for cell in row.printed],
                **({"reason": row.reason} if row.reason else {}),
            },
            parsed=row.parsed,
            problems=[problem.as_stored() for problem in row.problems],
        )
        for position, row in enumerate(in_reading_order(reading), start=1)
    ]


@transaction.atomic
def fail(*, draft: ImportDraft, message: str, by: Person) -> None:
    """Write down why a document could not be read."""
    move(draft, FAIL, by=by, checked=False, reason=message, message=message)


@transaction.atomic
def decide(
    *,
    draft: ImportDraft,
    by: Person,
    at: dt.datetime,
    version: int,
    rows: Mapping[int, JsonMap] | None = None,
    whole: JsonMap | None = None,
    province_id: int | None = None,
) -> None:
    """Write decisions down: `rows` by position, each replacing the row's own; `whole` parts of the draft's.
    `province_id` is set where the officer says whose document it is.

    `version` is the draft's as the person saw it. Raises Refused where the draft is not open, Conflict where somebody
    else has decided meanwhile; nothing is written then.
    """
    if draft.state != "ready":
        raise Refused(_("Bản nháp không còn mở để sửa: đã xác nhận hoặc đã bỏ."))
    decisions = {**draft.decisions, **(whole or {})}
    told: dict = {"decisions": decisions, "edited_by": by, "edited_at": at}
    if province_id is not None:
        told["province_id"] = province_id
    open_now = ImportDraft.objects.filter(pk=draft.pk, state="ready", version=version)
    if open_now.update(version=F("version") + 1, **told) != 1:
        raise Conflict(_conflict(draft))
    draft.version = version + 1
    for name, value in told.items():
        setattr(draft, name, value)
    found = {row.position: row for row in draft.rows.filter(position__in=list(rows or ()))}
    for position, decision in (rows or {}).items():
        if position not in found:
            raise Refused(_("Không có dòng này trong bản nháp."))
        found[position].decision = dict(decision)
    DraftRow.objects.bulk_update(found.values(), ["decision"])


def _conflict(draft: ImportDraft) -> str:
    now = ImportDraft.objects.select_related("edited_by").get(pk=draft.pk)
    who = now.edited_by.name if now.edited_by else _("Người khác")
    if now.state != "ready":
        return _("Bản nháp vừa được xác nhận hoặc bỏ. Chữ vừa gõ còn ở dưới, chưa được lưu.")
    return _(
        "%(who)s vừa sửa bản nháp này. Chữ vừa gõ còn ở dưới, chưa được lưu; "
        "xem lại thay đổi rồi bấm lưu lần nữa."
    ) % {"who": who}


@transaction.atomic
def confirm(
    *,
    draft: ImportDraft,
    into: Into,
    found: "Effective",
    kinds: Sequence[Kind],
    version: int | None = None,
) -> None:
    """Apply every kind's part of a draft, as decided, in one transaction, and write down what each row has become.

    Raises Refused by the kind that cannot, and then nothing is written; Conflict when the draft was changed,
    confirmed or dropped meanwhile.
    """
    move(
        draft,
        CONFIRM,
        by=into.by,
        checked=False,
        version=version,
        province_id=draft.province_id,
        confirmed_at=into.at,
        undone_at=None,
    )
    applied: dict[int, Model] = {}
    for kind in kinds:
        applied |= kind.apply(draft, found, into)
    rows = list(draft.rows.filter(position__in=list(applied)))
    for row in rows:
        row.applied_type = applied[row.position]._meta.label_lower
        row.applied_id = str(applied[row.position].pk)
    DraftRow.objects.bulk_update(rows, ["applied_type", "applied_id"], batch_size=200)
    draft.facts = {**draft.facts, "record": into.record}
    draft.save(update_fields=["facts"])


@transaction.atomic
def reopen(*, draft: ImportDraft, made: Model, kinds: Sequence[Kind], by: Person, at: dt.datetime) -> None:
    """Take a confirmation back: every kind removes what it has made, the last first; the draft is open again."""
    move(draft, UNDO, by=by, checked=False, province_id=draft.province_id, undone_at=at)
    for kind in reversed(kinds):
        kind.remove(made, draft.facts.get("record") or {}, at)
    draft.facts = {name: value for name, value in draft.facts.items() if name != "record"}
    draft.save(update_fields=["facts"])
    draft.rows.exclude(applied_type="").update(applied_type="", applied_id="")


@transaction.atomic
def hand_over(*, draft: ImportDraft, to: Person, by: Person, at: dt.datetime) -> None:
    """Give an open draft to a colleague."""
    before = draft.owner
    changed = ImportDraft.objects.filter(pk=draft.pk, state="ready", owner=before).update(owner=to)
    if changed != 1:
        raise Conflict(_("Bản nháp vừa được xác nhận, bỏ hoặc chuyển cho người khác. Tải lại trang."))
    draft.owner = to
    audit.record(
        by=by,
        verb="hand_over_draft",
        target=draft,
        province_id=draft.province_id,
        changes={"owner": [str(before or ""), str(to)]},
    )


@transaction.atomic
def discard(*, draft: ImportDraft, by: Person) -> None:
    """Drop a draft; its file stays on record."""
    move(draft, DISCARD, by=by, checked=False, province_id=draft.province_id)
