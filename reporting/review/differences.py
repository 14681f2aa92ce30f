"""What changed between two texts or two numbers, for the reviewer's eye. Plain functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

# A number with its dots, slashes and sign of percent is one word: 3/11 becomes 7/11, not 7 in place of 3.
_TOKEN = re.compile(r"(?:\d[\d.,:/-]*\d%?|\d%?|[^\W\d_]+|.)\s*", re.DOTALL)
# Below this share of common words the text is a new one; the old stands beside it and need not be struck out.
REWRITTEN = 0.35
# Equal runs shorter than this between two changes only scatter them.
SCRAP = 2
# Longer texts are shown as rewritten rather than compared word by word (the comparison is quadratic).
LONGEST = 4000


@dataclass(frozen=True)
class Piece:
    """A run of text: `kind` is same, added or removed."""

    kind: str
    text: str


def words(before: str, after: str) -> list[Piece]:
    """`after` word by word against `before`: what stayed, what came, what went. Joined without "removed" it is `after`.

    A text that shares little with the old one comes as one addition; blanks and line breaks alone are no change.
    """
    before, after = before.strip(), after.strip()
    if before.split() == after.split():
        return [Piece("same", after)] if after else []
    if not before or not after:
        return [Piece("added", after)] if after else [Piece("removed", before)]
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return [Piece("added", after)]
    matcher = SequenceMatcher(None, [w.rstrip() for w in old], [w.rstrip() for w in new], autojunk=False)
    if matcher.ratio() < REWRITTEN:
        return [Piece("added", after)]
    pieces: list[Piece] = []
    for kind, at, to, start, stop in _without_scraps(matcher.get_opcodes()):
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[start:stop])))
            continue
        pieces += _change("removed", old[at:to]) + _change("added", new[start:stop])
    return _joined(pieces)


def _without_scraps(
    opcodes: Sequence[tuple[str, int, int, int, int]],
) -> list[tuple[str, int, int, int, int]]:
    """The opcodes with short equal runs between changes counted as changed."""
    kept: list[tuple[str, int, int, int, int]] = []
    for place, (kind, at, to, start, stop) in enumerate(opcodes):
        inside = 0 < place < len(opcodes) - 1
        equal = kind == "equal" and not (inside and to - at < SCRAP)
        if not equal and kept and kept[-1][0] == "change":
            _kind, at, _to, start, _stop = kept.pop()
        kept.append(("equal" if equal else "change", at, to, start, stop))
    return kept


def _change(kind: str, tokens: list[str]) -> list[Piece]:
    """A changed run; the blank at its end is nobody's change, but keeps what follows off it."""
    text = "".join(tokens)
    bare = text.rstrip()
    blank = text[len(bare) :] if kind == "added" else " " * (bare != text)
    return [Piece(kind, bare), *([Piece("same", blank)] if blank else [])] if bare else []


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def number(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """By how much a number changed; None where there is nothing to compare or it did not."""
    if before is None or after is None or before == after:
        return None
    return after - before
