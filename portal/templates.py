"""Templates as they travel: without the blanks that lay out their source, a third of a long page.

Only what a browser reads as one blank is dropped: the indentation of a line, and the end of a line that holds nothing
but a tag of flow; some blank is left between what had one. Mail and other plain text stay as they are.
"""

import re

from django.template.base import Origin
from django.template.loaders import app_directories, filesystem

_FLOW = "if|elif|else|endif|for|empty|endfor|with|endwith|load|block|endblock"
INDENTATION = re.compile(r"\n[ \t]+")
LINE_OF_FLOW = re.compile(rf"(?<=\n)(\{{%\s*(?:{_FLOW})\b(?:(?!%\}})[^\n])*%\}})\n")


def tight(source: str) -> str:
    """The source of an HTML template without the blanks that only lay it out."""
    return LINE_OF_FLOW.sub(r"\1", INDENTATION.sub("\n", source))


class InProject(filesystem.Loader):
    """The portal's own templates."""

    def get_contents(self, origin: Origin) -> str:
        return _read(super().get_contents(origin), origin)


class InApps(app_directories.Loader):
    """Those of the libraries."""

    def get_contents(self, origin: Origin) -> str:
        return _read(super().get_contents(origin), origin)


def _read(source: str, origin: Origin) -> str:
    return tight(source) if origin.name.endswith(".html") else source
