"""One audit row per verb, in the verb's own transaction."""

from typing import Any

from django.db import models

from common import clock
from common.models import AuditEntry


def record(
    *,
    by: Any,
    verb: str,
    target: models.Model,
    changes: dict | None = None,
    reason: str = "",
    on_behalf: str = "",
    province_id: int | None = None,
) -> AuditEntry:
    """Write down that `by` (a user, or None for the portal itself) has done `verb` to `target`.

    `changes` is JSON-able: {field: [from, to]} or what the verb counted. `reason` is what the person wrote.
    """
    return AuditEntry.objects.create(
        at=clock.now(),
        by=by,
        on_behalf_label=on_behalf,
        province_id=province_id,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        changes=changes or {},
        reason=reason,
    )
