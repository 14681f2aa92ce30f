"""Read a document: blocks from its reader, rows from the kinds. Nothing is written anywhere."""

from pathlib import Path
from typing import Any

from common.intake import kinds
from common.intake.kinds import Claim, Reading
from common.intake.readers import read_document


def read(source: Path | str | bytes, filename: str = "", register: Any = None) -> Reading:
    """Read a file given by path or content with every registered kind.

    `register` is passed to the kinds as it is. Raises Refused where the file cannot be read.
    """
    reading = Reading(read_document(source, filename), register)
    for severity, where, message in reading.document.remarks:
        reading.say(severity, message, where=where)
    claims = {kind.name: kind.recognise(reading.document) for kind in kinds.registered()}
    for kind in kinds.registered():
        reading.rows.extend(kind.parse(reading, _won(kind.name, claims)))
    for kind in kinds.registered():
        kind.check(reading)
    return reading


def _won(name: str, claims: dict[str, list[Claim]]) -> list[Claim]:
    """The kind's claims that no other kind holds with a higher score."""
    best: dict[tuple[int, int], float] = {}
    for claimed in claims.values():
        for claim in claimed:
            best[claim.part] = max(best.get(claim.part, 0.0), claim.score)
    return [claim for claim in claims[name] if claim.score >= best[claim.part]]
