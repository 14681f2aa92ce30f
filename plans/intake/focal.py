"""Who runs a plan: the agency that follows it up, consolidates and receives the reports."""

import re

from agencies.names import Names
from common.intake.kinds import PrintedCell
from common.text import fold
from plans.intake.prose import Passage

_CLUES = (
    (5, re.compile(r"\b(?:lam|la) (?:co quan )?dau moi\b|\bco quan dau moi\b|\bco quan thuong truc\b")),
    (
        4,
        re.compile(
            r"\bchiu trach nhiem theo doi\b|\btheo doi,? don doc\b|\bdon doc,? (?:kiem tra|theo doi)\b"
        ),
    ),
    (
        3,
        re.compile(
            r"\btong hop(?: tinh hinh| ket qua)?,? (?:bao cao|tinh hinh|ket qua)\b|\btham muu\b.*\bbao cao\b"
        ),
    ),
)


# Who the consolidated report goes to is never who consolidates it.
RECEIVER_ABOVE = re.compile(
    r"(?:ubnd|uy ban nhan dan|hdnd) (?:tinh|thanh pho|huyen)|chinh phu$|thu tuong|bo truong|tinh uy$"
)


def focal_agency(found: list[Passage], names: Names) -> tuple[str, list[PrintedCell]]:
    """The agency that follows up, consolidates and receives the reports, by its canonical name; '' where none does.

    With it the passage that says so most plainly, the first of such.
    """
    points: dict[str, int] = {}
    plainest: dict[str, tuple[int, Passage]] = {}

    def count(name: str, worth: int, passage: Passage) -> None:
        points[name] = points.get(name, 0) + worth
        if worth > plainest.get(name, (0, passage))[0]:
            plainest[name] = worth, passage

    for passage in found:
        if passage.subject:
            mentions = names.mentions_in(passage.subject)
            singles = [mention for _at, mention in mentions if not mention.group]
            if len(singles) == 1:
                worth = sum(weight for weight, clue in _CLUES if clue.search(passage.folded))
                count(singles[0].name, worth, passage)
        for place, mention in names.mentions_in(passage.text):
            before = fold(passage.text[max(0, place - 24) : place]).strip(" (")
            receives = re.search(r"\b(?:ve|gui|qua|den)$", before) and re.search(
                r"\b(?:bao cao|tong hop)\b", passage.folded
            )
            if receives and not mention.group:
                count(mention.name, 3, passage)
    points = {name: worth for name, worth in points.items() if not RECEIVER_ABOVE.match(fold(name))}
    best = max(points, key=lambda name: points[name], default="")
    if points.get(best, 0) < 3:
        return "", []
    _worth, passage = plainest[best]
    return best, [PrintedCell(passage.text, "", "focal_agency", passage.where)]
