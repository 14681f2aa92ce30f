"""Stored drafts: a reading kept between upload and confirmation, and confirmed as a whole or not at all."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.intake import kinds
from common.intake.kinds import Reading
from common.models import DraftRow, ImportDraft, StoredFile
from common.states import Transition, move

# Who may is the rule of the app whose kinds read the document: it asks before it calls.
CONFIRM = Transition("confirm_import", ("ready",), "confirmed", lambda user, draft: True, _("Xác nhận"))
DISCARD = Transition("discard_import", ("ready",), "discarded", lambda user, draft: True, _("Bỏ bản nháp"))


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
            printed={
                "where": row.where,
                "code": row.code,
                "block": row.at[0],
                "cells": [cell.as_dict() for cell in row.printed],
            },
            parsed=row.parsed,
            problems=[problem.as_stored() for problem in row.problems],
        )
        for position, row in enumerate(sorted(reading.rows, key=lambda row: row.at), start=1)
    )
    audit.record(by=by, verb="read_document", target=draft, province_id=province_id)
    return draft


@transaction.atomic
def confirm(*, draft: ImportDraft, into: Into) -> None:
    """Apply every kind's part of a draft in one transaction.

    Raises Refused by the kind that cannot, and then nothing is written; Conflict when the draft was confirmed or
    dropped meanwhile.
    """
    move(draft, CONFIRM, by=into.by, checked=False, province_id=draft.province_id, confirmed_at=into.at)
    for kind in kinds.registered():
        kind.apply(draft.reading, into)


@transaction.atomic
def discard(*, draft: ImportDraft, by: Any) -> None:
    """Drop a draft; its file stays on record."""
    move(draft, DISCARD, by=by, checked=False, province_id=draft.province_id)
