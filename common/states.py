"""The guarded state move. A state machine is a table of `Transition`s; nothing else assigns a state."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import audit
from common.errors import Conflict, Refused

STATE, VERSION = "state", "version"  # the columns of a table whose rows are moved


@dataclass(frozen=True)
class Transition:
    """One row of a state machine: `name` leads from any of `sources` to `target` for whom `rule(user, obj)` holds.

    A verb that may end in more than one state names the others as `other_targets`; a source None is the empty column.
    """

    name: str
    sources: tuple[str | None, ...]
    target: str
    rule: Callable[[Any, Any], bool]
    label: str | Promise
    needs_reason: bool = False
    other_targets: tuple[str, ...] = ()


def available(obj: models.Model, table: Iterable[Transition], user: object) -> list[Transition]:
    """The transitions this person may make on this object now: buttons, API actions and tests read this."""
    return [t for t in table if getattr(obj, STATE) in t.sources and t.rule(user, obj)]


def move(
    obj: models.Model,
    transition: Transition,
    *,
    by: object,
    reason: str = "",
    version: int | None = None,
    province_id: int | None = None,
    on_behalf: str = "",
    checked: bool = True,
    **fields: object,
) -> None:
    """Move `obj` along `transition` by one conditional UPDATE on (pk, state, version), with its audit row.

    `fields` are written in the same UPDATE. Raises Refused when the person may not, the state does not allow it or
    the reason is missing; Conflict when somebody moved the row meanwhile. `checked=False` is for the portal itself.
    """
    if checked:
        _refuse_without_right(transition, by, obj)
    source, read = getattr(obj, STATE), getattr(obj, VERSION)
    if source not in transition.sources:
        raise Refused(_not_from_here())
    _refuse_without_reason(transition, reason)
    expected = read if version is None else version
    changed = (
        type(obj)
        ._default_manager.filter(pk=obj.pk, state=source, version=expected)
        .update(state=transition.target, version=F("version") + 1, **fields)
    )
    if changed != 1:
        raise Conflict(_moved_meanwhile())
    for name, value in (fields | {STATE: transition.target, VERSION: expected + 1}).items():
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


def move_all(
    rows: Iterable[models.Model],
    transition: Transition,
    *,
    by: object,
    of: models.Model,
    field: str = "state",
    to: str = "",
    reason: str = "",
    match_version: bool = False,
    checked: bool = True,
    verb: str = "",
    changes: Mapping[str, object] | None = None,
    province_id: int | None = None,
    words: Mapping[str, object] | None = None,
) -> None:
    """Move rows that belong to `of` along `transition`, all or none: one conditional UPDATE per model and state.

    `field` is the column that holds their state; `to` one of the transition's targets where it has several. A row moves
    only from the state it was read in and, with `match_version`, at the version it was read in, which stays: it counts
    edits. `rule` is asked about `of`, unless the verb that moves the whole has asked it (`checked=False`). With `verb`
    one audit row stands on `of`, with `changes`; without, the verb that moves the whole leaves its own. `words` are
    other columns of the rows, written in the same UPDATE.

    Raises as `move`. Belongs in the verb's transaction: after a Conflict nothing of it may stand.
    """
    rows, to = list(rows), to or transition.target
    if not rows:
        return
    if checked:
        _refuse_without_right(transition, by, of)
    if to not in (transition.target, *transition.other_targets):
        raise ValueError(f"{transition.name} does not lead to {to}")
    sources = {getattr(row, field) for row in rows}
    if not sources <= set(transition.sources):
        raise Refused(_not_from_here())
    _refuse_without_reason(transition, reason)
    for model, where, group in _alike(rows, field, match_version):
        moved = model._default_manager.filter(pk__in=[row.pk for row in group], **where).update(
            **{**(words or {}), field: to}
        )
        if moved != len(group):
            raise Conflict(_moved_meanwhile())
    for row in rows:
        setattr(row, field, to)
    if verb:
        audit.record(
            by=by,
            verb=verb,
            target=of,
            changes={**(changes or {}), field: [sorted(sources, key=str), to]},
            reason=reason,
            province_id=province_id,
        )


def _alike(
    rows: list[models.Model], field: str, match_version: bool
) -> list[tuple[type[models.Model], dict[str, object], list[models.Model]]]:
    """The rows in groups that one UPDATE can guard: of one model, in one state and, where asked, at one version."""
    groups: dict[tuple[type[models.Model], object, int | None], list[models.Model]] = defaultdict(list)
    for row in rows:
        groups[type(row), getattr(row, field), getattr(row, VERSION) if match_version else None].append(row)
    return [
        (model, {field: state} if version is None else {field: state, "version": version}, group)
        for (model, state, version), group in groups.items()
    ]


def _refuse_without_right(transition: Transition, by: object, obj: models.Model) -> None:
    if not transition.rule(by, obj):
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))


def _refuse_without_reason(transition: Transition, reason: str) -> None:
    if transition.needs_reason and not reason.strip():
        raise Refused(_("Cần ghi lý do."), field="reason")


def _not_from_here() -> str:
    return _("Không thực hiện được: trạng thái đã thay đổi. Tải lại trang để xem trạng thái mới.")


def _moved_meanwhile() -> str:
    return _("Người khác vừa thay đổi mục này. Tải lại trang rồi làm lại; chưa có gì bị ghi đè.")
