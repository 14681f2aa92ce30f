"""Read a document: blocks from its reader, rows from the kinds. Nothing is written anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from common.intake import kinds
from common.intake.kinds import Claim, Reading
from common.intake.readers import read_document

# (steps done, all steps, what is being done) for a progress bar.
Progress = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _message: str) -> None:
    """Nobody watches."""


def read(
    source: Path | str | bytes, filename: str = "", register: Any = None, progress: Progress = silent
) -> Reading:
    """Read a file given by path or content with every registered kind.

    `register` is passed to the kinds as it is. Raises Refused where the file cannot be read.
    """
    known = kinds.registered()
    steps = len(known) + 2
    progress(0, steps, _("Đang mở tệp"))
    reading = Reading(read_document(source, filename), register)
    for severity, where, message in reading.document.remarks:
        reading.say(severity, message, where=where)
    progress(1, steps, _("Đang tìm bảng và đoạn văn"))
    claims = {kind.name: kind.recognise(reading.document) for kind in known}
    for done, kind in enumerate(known, start=2):
        progress(done, steps, _("Đang đọc: %(what)s") % {"what": kind.title.lower()})
        reading.rows.extend(kind.parse(reading, _won(kind.name, claims)))
    for kind in known:
        kind.check(reading)
    progress(steps, steps, _("Đã đọc xong"))
    return reading


def _won(name: str, claims: dict[str, list[Claim]]) -> list[Claim]:
    """The kind's claims that no other kind holds with a higher score."""
    best: dict[tuple[int, int], float] = {}
    for claimed in claims.values():
        for claim in claimed:
            best[claim.part] = max(best.get(claim.part, 0.0), claim.score)
    return [claim for claim in claims[name] if claim.score >= best[claim.part]]
