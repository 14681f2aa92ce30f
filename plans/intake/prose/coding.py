"""Codes of rows read from prose: as printed ("1", "1.a", "II.1"), counted where nothing is printed, each once."""

from collections.abc import Iterable

from plans.intake.prose.drafting import Entry
from plans.intake.prose.signs import DOTTED, PART


def coded(entries: Iterable[Entry]) -> list[tuple[Entry, str, str, str]]:
    """Every entry in reading order with its code, its parent's code and a doubt about its number."""
    found: list[tuple[Entry, str, str, str]] = []
    _code(list(entries), "", "", found, set())
    return found


def collide(parts: Iterable[list[Entry]]) -> bool:
    """Whether sections number anew, so that their codes need the section's own."""
    seen: set[str] = set()
    for part in parts:
        own = {code for entry in part if (code := entry.sign.printed)}
        if own & seen:
            return True
        seen |= own
    return False


def _code(
    entries: list[Entry],
    above: str,
    printed: str,
    found: list[tuple[Entry, str, str, str]],
    taken: set[str],
) -> None:
    counted = 0
    for entry in entries:
        own = _own(entry)
        doubt = ""
        if own:
            code = _under(above, printed, own, dotted=entry.sign.style == DOTTED)
            if code in taken:
                doubt = f"Số thứ tự “{entry.sign.printed}” bị in trùng. Kiểm tra lại số thứ tự."
                code = next(f"L{n}.{code}" for n in range(2, len(taken) + 3) if f"L{n}.{code}" not in taken)
        else:
            counted += 1
            while (code := f"{above}.{counted}" if above else str(counted)) in taken:
                counted += 1
        taken.add(code)
        found.append((entry, code, above, doubt))
        _code(entry.below, code, entry.sign.printed, found, taken)


def _own(entry: Entry) -> str:
    """The number of an entry as it counts in a code."""
    text = entry.sign.printed if entry.sign.numbered else ""
    return text.split()[-1] if entry.sign.style == PART or " " in text else text


def _under(above: str, printed: str, own: str, *, dotted: bool) -> str:
    if not above:
        return own
    if dotted and printed and own.startswith(f"{printed}."):
        return own if above == printed else f"{above}.{own[len(printed) + 1 :]}"
    return f"{above}.{own}"
