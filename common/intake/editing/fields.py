"""The fields in which an officer corrects a draft: what each shows, and what of a posted form was changed.

Every field carries what it showed when the form was opened (`was-…`): only what the person changed himself is kept, so
that two people who correct different values of a row do not undo each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from common.intake.editing.pieces import Doubt
from common.intake.kinds import ERROR, NOTE

MOST_CUTS = 20


@dataclass
class Field:
    """One control: `was` is what it showed first, `value` what it shows now, `theirs` what a colleague put there.

    `reads`: what the text is understood as is shown beside it while it is typed, together with the fields of `beside`.
    """

    name: str
    label: str
    value: str
    control: str = "text"
    was: str = ""
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    errors: list[Doubt] = field(default_factory=list)
    suggests: bool = False
    theirs: str | None = None
    wide: bool = False
    reads: bool = False
    beside: str = ""

    def refuse(self, sentence: str) -> None:
        """Say why the value could not be kept."""
        self.errors.append(Doubt(ERROR, sentence, self.name))

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be corrected here, not only looked at."""
        return any(error.severity == ERROR for error in self.errors)


Put = Callable[..., Field]


def putting(problems: Iterable[Doubt], posted: Mapping[str, str] | None) -> Put:
    """A function that makes a field: as it stands, or as posted, with its problems and what changed under it."""
    problems = list(problems)

    def put(
        name: str,
        label: str,
        stands: object,
        *,
        control: str = "text",
        hint: str = "",
        options: Sequence[tuple[str, str]] = (),
        suggests: bool = False,
        wide: bool = False,
        reads: bool = False,
        beside: str = "",
    ) -> Field:
        shown = str(stands or "")
        errors = [one for one in problems if one.field == name and one.severity != NOTE and not one.accepted]
        made = Field(
            name,
            label,
            shown,
            control=control,
            was=shown,
            hint=hint,
            options=options,
            errors=errors,
            suggests=suggests,
            wide=wide,
            reads=reads,
            beside=beside,
        )
        if posted is not None:
            made.was = posted.get(f"was-{name}", shown)
            made.value = posted.get(name, "" if control == "checkbox" else shown)
            under = shown != _lines(made.was) and shown != _lines(made.value)
            made.theirs = shown if under else None
        return made

    return put


def changed(fields: Iterable[Field], posted: Mapping[str, str]) -> dict[str, str]:
    """The values of a posted form that differ from what its fields showed first."""
    found = {}
    for one in fields:
        value = posted.get(one.name, "" if one.control == "checkbox" else None)
        if value is None:
            continue
        value = _lines(value).strip()
        if value != _lines(posted.get(f"was-{one.name}", "")).strip():
            found[one.name] = value
    return found


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def cuts(text: str) -> list[tuple[int, str, str]]:
    """Where a text may be cut in two: behind a line's end, a semicolon or a sentence; (place, before, after)."""
    found = []
    for place, sign in enumerate(text[:-1]):
        after = text[place + 1 :]
        ends = sign == "\n" or (sign in ";." and after[:1] in (" ", "\n"))
        if ends and text[:place].strip() and after.strip():
            found.append((place + 1, text[:place].strip()[-60:], after.strip()[:60]))
    return found[:MOST_CUTS]
