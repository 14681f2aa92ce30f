"""How a Word paragraph looks: bold, slanted, in the middle. Its own marks count, else those of its style."""

from typing import NamedTuple

from lxml import etree

from common.intake.blocks import Look

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUN, TEXT, VAL = W + "r", W + "t", W + "val"
OFF = frozenset({"0", "false", "off", "none"})


class Marks(NamedTuple):
    """What properties say of a look; None and '' where they say nothing."""

    bold: bool | None = None
    slanted: bool | None = None
    aligned: str = ""

    def over(self, other: "Marks") -> "Marks":
        """These marks, where they say nothing the other's."""
        return Marks(
            other.bold if self.bold is None else self.bold,
            other.slanted if self.slanted is None else self.slanted,
            self.aligned or other.aligned,
        )


def marks_of(of_run: etree._Element | None, of_paragraph: etree._Element | None) -> Marks:
    """What the properties of a run and of a paragraph say."""
    aligned = of_paragraph.find(W + "jc") if of_paragraph is not None else None
    return Marks(
        _switch(of_run, "b"), _switch(of_run, "i"), aligned.get(VAL, "") if aligned is not None else ""
    )


def look_of(paragraph: etree._Element, style: Marks) -> Look:
    """The look of a paragraph: bold and slanted is what most of its letters are."""
    letters = bold = slanted = 0
    for run in paragraph.iter(RUN):
        length = sum(len((text.text or "").strip()) for text in run.iterchildren(TEXT))
        own = marks_of(run.find(W + "rPr"), None).over(style) if length else style
        letters += length
        bold += length if own.bold else 0
        slanted += length if own.slanted else 0
    aligned = marks_of(None, paragraph.find(W + "pPr")).over(style).aligned
    return Look(bold * 2 > letters, slanted * 2 > letters, aligned == "center")


def _switch(properties: etree._Element | None, name: str) -> bool | None:
    element = properties.find(W + name) if properties is not None else None
    return None if element is None else element.get(VAL, "") not in OFF
