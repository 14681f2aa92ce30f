"""The body of the province's report: the outline's sections, the results with their summary tables."""

from collections import Counter
from collections.abc import Mapping

from common import format as vn
from indicators.attainment import JUDGED, NOT_JUDGED
from plans.vocabulary import OUTSIDE, WITH_DEADLINE
from reporting.consolidation.words import OUTLINE, PARTS, as_of, official
from reporting.documents.content import (
    NOTHING,
    Block,
    Column,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    blocks_of,
)
from reporting.documents.province import money
from reporting.rollup.payload import Payload, indicator_count


def sections(figures: Payload, texts: Mapping[str, str]) -> tuple[Section, ...]:
    """The outline; parts with several keys give each its sub-heading, and the results carry their summary table."""
    tables = {"indicators": _of_indicators, "tasks": _of_tasks, "money": money.summary}
    parts: dict[str, list[Block]] = {}
    for key, number, title in OUTLINE:
        part, _, sub = number.partition(".")
        blocks = parts.setdefault(part, [])
        if sub:
            blocks.append(Heading(f"{sub}. {title}"))
        blocks += blocks_of(texts.get(key, "")) or (Paragraph(NOTHING),)
        if key in tables and (table := tables[key](figures)):
            blocks.append(table)
    return tuple(Section(number, PARTS[number], tuple(blocks)) for number, blocks in parts.items())


def _of_tasks(figures: Payload) -> Table | None:
    if not figures.total:
        return None
    rows = _rows(figures.counts, "status", WITH_DEADLINE, OUTSIDE)
    return _table(f"Tình trạng thực hiện nhiệm vụ, {as_of(figures)}", "nhiệm vụ", rows)


def _of_indicators(figures: Payload) -> Table | None:
    if not figures.indicators:
        return None
    verdicts = Counter(row.verdict for row in figures.indicators)
    count = vn.count(indicator_count(figures.indicators))
    caption = f"Mức độ đạt mục tiêu của {count} chỉ tiêu, {as_of(figures)}"
    return _table(caption, "mục tiêu", _rows(verdicts, "verdict", JUDGED, NOT_JUDGED))


def _rows(
    counts: Mapping[str, int], table: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> list[Row]:
    """Counts by official word: those that share a denominator with their percentage, then those counted apart."""
    whole = sum(counts.get(code, 0) for code in inside)
    apart = [code for code in outside if counts.get(code)]
    rows = [
        Row(
            (
                str(n),
                official(table, code),
                vn.number(counts.get(code, 0)),
                vn.share(counts.get(code, 0), whole),
            )
        )
        for n, code in enumerate(inside, start=1)
    ]
    rows.append(Row(("", "Cộng số tính tỷ lệ", vn.number(whole), vn.share(whole, whole)), "total"))
    rows += [
        Row((str(n), official(table, code), vn.number(counts[code]), "không tính"))
        for n, code in enumerate(apart, start=len(inside) + 1)
    ]
    if apart:
        rows.append(Row(("", "Tổng số", vn.number(sum(counts.values())), vn.EMPTY), "total"))
    return rows


def _table(caption: str, noun: str, rows: list[Row]) -> Table:
    return Table(
        columns=(
            Column("TT", 14, "center"),
            Column(f"Tình trạng {noun}", 81),
            Column(f"Số {noun}", 30, "center"),
            Column("Tỷ lệ", 40, "center"),
        ),
        rows=tuple(rows),
        caption=caption,
        size=13,
        together=True,
    )
