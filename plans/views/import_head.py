"""The form of a plan's head, and of the rows of its draft that stand in no tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from agencies.models import Agency
from agencies.requests import PersonRequest
from common.intake import profiles
from common.intake.editing.fields import Field, changed
from common.intake.editing.loose import LooseForm, LooseKind
from common.intake.editing.pieces import Typed
from common.intake.kinds import ERROR, Json
from plans.importing.looking import Draft, provinces_of
from plans.intake.head_decided import HeadChoices, head_fields
from plans.models import PlanKind


@dataclass(frozen=True)
class HeadForm:
    """The fields of the head; and each kind of loose rows with the forms of its rows."""

    fields: list[Field]
    loose: list[tuple[LooseKind, list[LooseForm]]]


def head_form(
    request: PersonRequest,
    state: Draft,
    agencies: list[Agency],
    focal: str,
    posted: Mapping[str, str] | None = None,
) -> HeadForm:
    """The form as it stands, or as posted."""
    choices = HeadChoices(
        kinds=[(code, str(label)) for code, label in PlanKind.choices],
        provinces=[province.name for province in provinces_of(request.user)],
        agencies=[(agency.code, agency.name) for agency in agencies],
        focal=focal,
    )
    decided = state.draft.decisions.get("head") or {}
    found = state.found
    return HeadForm(
        head_fields(found.head, decided, found.general, choices, posted),
        [(kind, kind.forms(found.found, posted)) for kind in _loose_kinds(state)],
    )


def changed_head(
    form: HeadForm, state: Draft, posted: Mapping[str, str]
) -> tuple[Typed, dict[str, dict[str, Json]]]:
    """What the person changed of the head; and of loose rows, by what their decisions are kept as."""
    loose = {kind.decided_as: kind.changed(state.found.found, posted) for kind, _forms in form.loose}
    return changed(form.fields, posted), {name: said for name, said in loose.items() if said}


def still_wrong(state: Draft) -> bool:
    """Whether something has to be corrected in the form: of the head, or of a loose row that is taken."""
    rows = [piece for kind in _loose_kinds(state) for piece in kind.taken(state.found.found)]
    return bool(state.found.head.wrong) or any(
        one.severity == ERROR for row in rows for one in row.open_problems
    )


def _loose_kinds(state: Draft) -> list[LooseKind]:
    return [kind for kind in profiles.of(state.draft).kinds if isinstance(kind, LooseKind)]
