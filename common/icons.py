"""The portal's own icons, one SVG per file in static/icons, drawn in the colour of the text around them."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders


@cache
def svg(name: str) -> str:
    """The markup of one icon, 16 by 16. Raises LookupError for a name without a file."""
    path = finders.find(f"icons/{name}.svg")
    if path is None:
        raise LookupError(f"no icon named {name!r} in static/icons")
    return Path(path).read_text().strip().replace('xmlns="http://www.w3.org/2000/svg" ', "")
