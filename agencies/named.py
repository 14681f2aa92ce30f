"""Who has to hear that an agency is called otherwise, or stands elsewhere in the register.

The rooms above show its name and may not be imported here: they say which module to tell (the pattern is
`plans.season`).
"""

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from agencies.models import Agency


class Above(Protocol):
    """A module that is told."""

    def agency_changed(self, agency: "Agency", at: dt.datetime) -> None: ...


_told: list[str] = []


def register(module: str) -> None:
    """Make known whom to tell, by its dotted name: it is imported when an agency changes."""
    if module not in _told:
        _told.append(module)


def tell(agency: "Agency", at: dt.datetime) -> None:
    """An agency has changed at a moment; told in the verb's transaction, at its end."""
    for module in _told:
        cast(Above, import_module(module)).agency_changed(agency, at)
