"""Read a document: blocks from its reader, rows from the kinds. Nothing is written anywhere."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from common.garbage import without_collections
from common.intake.blocks import Document
from common.intake.kinds import Claim, Kind, Reading
from common.later import Later, later

# (steps done, all steps, what is being done) for a progress bar.
Progress = Callable[[int, int, str], None]


read_document: Later[Document] = later("common.intake.readers.read_document")


def silent(_done: int, _total: int, _message: str) -> None:
    """Nobody watches."""


def read(
    source: Path | str | bytes,
    filename: str = "",
    *,
    kinds: Sequence[Kind],
    register: Any = None,
    progress: Progress = silent,
) -> Reading:
    """Read a file given by path or content with the kinds of a profile, in their order.

    `register` is passed to the kinds as it is. Raises Refused where the file cannot be read.
    """
    steps = len(kinds) + 1
    with without_collections():
        progress(0, 2, _("Đang mở tệp"))
        document = read_document(source, filename, progress=_opening(progress))
        reading = Reading(document, register, kinds)
        for severity, where, message in document.remarks:
            reading.say(severity, message, where=where)
        progress(steps, 2 * steps, _("Đang tìm bảng và đoạn văn"))
        claims = {kind.name: kind.recognise(document) for kind in kinds}
        for done, kind in enumerate(kinds, start=steps + 1):
            progress(done, 2 * steps, _("Đang đọc: %(what)s") % {"what": kind.title.lower()})
            reading.rows.extend(kind.parse(reading, _won(kind.name, claims)))
        for kind in kinds:
            kind.check(reading)
    progress(2 * steps, 2 * steps, _("Đã đọc xong"))
    return reading


def _opening(progress: Progress) -> Callable[[int, int], None]:
    """The reader's own steps, its pages or sheets, as the first half of the way."""
    return lambda done, total: progress(
        done, 2 * total, _("Đang mở tệp: %(done)d/%(total)d") % {"done": done, "total": total}
    )


def _won(name: str, claims: dict[str, list[Claim]]) -> list[Claim]:
    """The kind's claims that no other kind holds with a higher score."""
    best: dict[tuple[int, int], float] = {}
    for claimed in claims.values():
        for claim in claimed:
            best[claim.part] = max(best.get(claim.part, 0.0), claim.score)
    return [claim for claim in claims[name] if claim.score >= best[claim.part]]
