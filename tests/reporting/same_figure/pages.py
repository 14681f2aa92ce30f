"""Reading figures back from a page: every element with `data-figure`, its exact value and the text it shows."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Shown:
    """One element. `value` is its `data-value`, None where the text itself is exact."""

    key: str
    value: str | None
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self._open: list[Shown | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if tag in ("small", "td", "p"):
            self.handle_data(" ")
        told = dict(attrs)
        shown = None
        if told.get("data-figure"):
            shown = Shown(told["data-figure"], told.get("data-value"))
            self.found.append(shown)
        self._open.append(shown)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's element without content shows nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for shown in self._open:
            if shown is not None:
                shown.words.append(data)


def figures_on(html: str) -> list[Shown]:
    """The labelled figures of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
