"""The guarded state move. A state machine is a table of `Transition`s; nothing else assigns a state."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from common import audit
from common.errors import Conflict, Refused


@dataclass(frozen=True)
class Transition:
    """One row of a state machine: `name` leads from any of `sources` to `target` for whom `rule(user, obj)` holds."""

    name: str
    sources: tuple[str, ...]
    target: str
    rule: Callable[[Any, Any], bool]
    label: str
    needs_reason: bool = False


def available(obj: models.Model, table: Iterable[Transition], user: Any) -> list[Transition]:
    """The transitions this person may make on this object now: buttons, API actions and tests read this."""
    return [t for t in table if obj.state in t.sources and t.rule(user, obj)]


def move(
    obj: models.Model,
    transition: Transition,
    *,
    by: Any,
    reason: str = "",
    version: int | None = None,
    province_id: int | None = None,
    on_behalf: str = "",
    checked: bool = True,
    **fields: Any,
) -> None:
    """Move `obj` along `transition` by one conditional UPDATE on (pk, state, version), with its audit row.

    `fields` are written in the same UPDATE. Raises Refused when the person may not, the state does not allow it or
    the reason is missing; Conflict when somebody moved the row meanwhile. `checked=False` is for the portal itself.
    """
    if checked and not transition.rule(by, obj):
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))
    if obj.state not in transition.sources:
        raise Refused(_("Không thực hiện được: trạng thái đã thay đổi. Tải lại trang để xem trạng thái mới."))
    if transition.needs_reason and not reason.strip():
        raise Refused(_("Cần ghi lý do."), field="reason")
    expected = obj.version if version is None else version
    changed = (
        type(obj)
        ._default_manager.filter(pk=obj.pk, state=obj.state, version=expected)
        .update(state=transition.target, version=F("version") + 1, **fields)
    )
    if changed != 1:
        raise Conflict(_("Người khác vừa thay đổi mục này. Tải lại trang rồi làm lại; chưa có gì bị ghi đè."))
    source = obj.state
    obj.state = transition.target
    obj.version = expected + 1
    for name, value in fields.items():
        setattr(obj, name, value)
    audit.record(
        by=by,
        verb=transition.name,
        target=obj,
        changes={"state": [source, transition.target]},
        reason=reason,
        province_id=province_id,
        on_behalf=on_behalf,
    )
