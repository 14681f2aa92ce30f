"""Stored drafts: a reading kept between upload and confirmation, and confirmed as a whole or not at all."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.errors import Conflict, Refused
from common.intake import kinds
from common.intake.kinds import Reading
from common.models import DraftRow, ImportDraft, StoredFile


@dataclass
class Into:
    """Where a draft goes: who confirms it and when, and what kinds hand on to each other while they apply."""

    by: Any
    at: dt.datetime
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def keep(
    *, reading: Reading, stored: StoredFile, province_id: int | None, by: Any, at: dt.datetime
) -> ImportDraft:
    """Store a reading as a draft that outlives the browser: the exported object, and each row with its printed text."""
    draft = ImportDraft.objects.create(
        file=stored,
        sha256=stored.sha256,
        province_id=province_id,
        owner=by,
        reading=reading.to_json(),
        created_at=at,
    )
    DraftRow.objects.bulk_create(
        DraftRow(
            draft=draft,
            position=position,
            kind=row.kind,
            printed={"where": row.where, "code": row.code, **row.printed},
            parsed=row.parsed,
            problems=[problem.as_dict() for problem in row.problems],
        )
        for position, row in enumerate(reading.rows, start=1)
    )
    audit.record(by=by, verb="read_document", target=draft, province_id=province_id)
    return draft


@transaction.atomic
def confirm(*, draft: ImportDraft, into: Into) -> None:
    """Apply every kind's part of a draft in one transaction.

    Raises Refused by the kind that cannot, and then nothing is written; Conflict when the draft was confirmed or
    dropped meanwhile.
    """
    _take(draft, "confirmed", confirmed_at=into.at)
    for kind in kinds.registered():
        kind.apply(draft.reading, into)
    audit.record(by=into.by, verb="confirm_import", target=draft, province_id=draft.province_id)


@transaction.atomic
def discard(*, draft: ImportDraft, by: Any) -> None:
    """Drop a draft; its file stays on record."""
    _take(draft, "discarded")
    audit.record(by=by, verb="discard_import", target=draft, province_id=draft.province_id)


def _take(draft: ImportDraft, state: str, **fields: Any) -> None:
    if draft.state != "ready":
        raise Refused(_("Bản nháp này đã được xác nhận hoặc đã bỏ."))
    taken = ImportDraft.objects.filter(pk=draft.pk, state="ready", version=draft.version).update(
        state=state, version=draft.version + 1, **fields
    )
    if not taken:
        raise Conflict(_("Người khác vừa xử lý bản nháp này. Tải lại trang."))
    draft.state = state
    draft.version += 1
