"""Sums in running text: "Giai đoạn 2021 - 2025: 24.100 triệu đồng" over the bullets it should be the sum of."""

import re
from dataclasses import dataclass

from common.intake.blocks import Document, Paragraph
from plans import arithmetic, money
from plans.arithmetic import Checked, Sums

_LINE = re.compile(
    r"^\s*(?P<bullet>[-–—+*•]|[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]+\.)?\s*(?P<label>[^:]{4,200}?)\s*:\s*(?:khoảng\s+)?"
    r"(?P<amount>\d[\d.,\s]*)\s*(?P<unit>tỷ|tỉ|triệu|nghìn|ngàn|đồng)[^\d]{0,40}[.;,)]*$",
    re.IGNORECASE,
)
_DEPTH = (
    re.compile(r"[IVX]+\."),
    re.compile(r"\d"),
    re.compile(r"[a-zđ]\)"),
    re.compile(r"[-–—]"),
    re.compile(r"[+*•]"),
)
APART = 2  # paragraphs without an amount that may stand between two lines of one list


@dataclass(frozen=True)
class Stated:
    """An amount a line of prose states: what it is for, the line as printed, and where."""

    label: str
    text: str
    where: str


def check(document: Document) -> tuple[Checked, dict[str, Stated]]:
    """Amounts of prose that are not the sum of the lines right below them, and what each row's code stands for."""
    rows, stated = _sums(document)
    parents = {row.code: row.parent for row in rows}
    checked = arithmetic.check(rows)
    direct = [one for one in checked.wrong if all(parents[code] == one.code for code, _f, _v in one.parts)]
    return Checked(direct, checked.compared), stated


def _sums(document: Document) -> tuple[list[Sums], dict[str, Stated]]:
    """Amounts of prose as rows of a tree (a bullet under the line over it), and what each row's code stands for."""
    rows: list[Sums] = []
    stated: dict[str, Stated] = {}
    path: list[tuple[int, str]] = []
    last = -10
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            path.clear()
            continue
        for text in block.text.split("\n"):
            match = _LINE.match(text)
            amount = money.read(f"{match['amount']} {match['unit']}", money.VIETNAMESE) if match else None
            if match is None or amount is None or amount.value is None or amount.unit is None:
                continue
            if index - last > APART + 1:
                path.clear()
            last = index
            depth = _depth(match["bullet"] or "")
            while path and path[-1][0] >= depth:
                path.pop()
            code = str(len(rows) + 1)
            rows.append(
                Sums(code, path[-1][1] if path else "", {(None, "total"): amount.value * amount.unit})
            )
            stated[code] = Stated(match["label"].strip(), text, block.where)
            path.append((depth, code))
    return _of_two_or_more(rows), stated


def _depth(bullet: str) -> int:
    return next((depth for depth, pattern in enumerate(_DEPTH, start=1) if pattern.match(bullet)), 0)


def _of_two_or_more(rows: list[Sums]) -> list[Sums]:
    """A line with one bullet below it is no sum ("trong đó: …"); such a bullet stands for itself."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.parent] = counts.get(row.parent, 0) + 1
    return [Sums(row.code, row.parent if counts[row.parent] > 1 else "", row.figures) for row in rows]
