"""From a value back to what is printed: the texts a row's values were read from, with their places in the document.

A place is as the readers word it ("bảng 2, dòng 5, cột 3", "dòng 29, cột F", "đoạn 53"). Where a value was put
together from several cells their texts stand one a line, their places in the same order with a semicolon between.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from common.intake.kinds import PrintedCell

BETWEEN_TEXTS, BETWEEN_PLACES = "\n", "; "


class Printed(NamedTuple):
    """A printed text and where it stands; both '' for a value nobody has printed."""

    text: str = ""
    cell: str = ""


def printed(cells: Iterable[PrintedCell]) -> Printed:
    """Several cells as one."""
    cells = [cell for cell in cells if cell.text]
    return Printed(
        BETWEEN_TEXTS.join(cell.text for cell in cells), BETWEEN_PLACES.join(cell.where for cell in cells)
    )


def of_key(cells: Iterable[PrintedCell], key: tuple[int | str | None, ...]) -> Printed:
    """What the value of that key was read from."""
    return printed(cell for cell in cells if key in cell.keys)


def said_of(cells: Sequence[PrintedCell]) -> dict[str, dict[str, str]]:
    """What each value was read from where every cell names its own: {field: {"text", "cell"}}."""
    return of_fields(cells, {cell.field: None for cell in cells})


def of_fields(cells: Sequence[PrintedCell], values: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """What each of a row's values was read from: {field: {"text", "cell"}}, without fields nothing is printed for.

    A field is read from the cells that say so; where none does, from those that contain the value's words.
    """
    found: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        own = [cell for cell in cells if cell.field == name]
        if not own and isinstance(value, str) and value:
            words = " ".join(value.split())
            own = [cell for cell in cells if words in " ".join(cell.text.split())]
        said = printed(own)
        if said.text:
            found[name] = said._asdict()
    return found
