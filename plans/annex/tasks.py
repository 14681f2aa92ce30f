"""The annex of tasks. Pure: rows as the importer's contract words them."""

from collections.abc import Mapping, Sequence

from agencies.names import Names
from common.papers import plain
from plans.annex.content import Column, Line, TableOf
from plans.annex.exported import Exported
from plans.annex.numbers import printed_numbers
from plans.annex.sums import Purse
from plans.annex.words import Words
from plans.intake.horizon import horizon_of


def task_table(rows: Sequence[Exported], names: Names, title: str, sources: Mapping[str, str]) -> TableOf:
    """The table of tasks of a plan of that title; `sources` has the printed name of each source's code."""
    rows = plain(rows)
    purse = Purse(rows, sources)
    span = horizon_of(title)
    words = Words(names, span[0] if span[0] == span[1] else None)
    lines = []
    bare = [_bare(row) for row in rows]
    numbers = printed_numbers(
        [(row["code"], row["parent"], alone) for row, alone in zip(rows, bare, strict=True)]
    )
    for row, number, alone in zip(rows, numbers, bare, strict=True):
        if alone:
            lines.append(Line((number, row["name"]), group=True))
            continue
        lead, coordinating = words.agencies(row)
        texts = (lead, coordinating, words.time(row), row["product"])
        lines.append(Line((number, row["name"], *texts, *purse.cells(row), row["notes"])))
    columns = (
        Column(("TT",), 13, "center"),
        Column(("Nhiệm vụ",), 62),
        Column(("Cơ quan chủ trì",), 32),
        Column(("Cơ quan phối hợp",), 40),
        Column(("Thời gian thực hiện",), 24, "center"),
        Column(("Sản phẩm",), 40),
        *purse.columns,
        Column(("Ghi chú",), 28),
    )
    kept = _without_empty(columns, lines, {"Cơ quan phối hợp", "Sản phẩm", "Ghi chú"})
    return TableOf("Nhiệm vụ", "Danh mục nhiệm vụ thực hiện", *kept)


def _bare(row: Exported) -> bool:
    """Whether a row has nothing but its name: a group merged across the table."""
    told = (
        "lead_text",
        "lead",
        "coordinating_text",
        "coordinating",
        "time_text",
        "start",
        "end",
        "recurring",
    )
    more = ("trigger_text", "product", "notes", "budget")
    return row["kind"] == "group" and not any(row[key] for key in (*told, *more))


def _without_empty(
    columns: Sequence[Column], lines: Sequence[Line], optional: set[str]
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    """The table without those of the optional columns in which nothing stands."""
    kept = [
        index
        for index, column in enumerate(columns)
        if column.path[0] not in optional or any(line.cells[index] != "" for line in lines if not line.group)
    ]
    return tuple(columns[index] for index in kept), tuple(
        line if line.group else Line(tuple(line.cells[index] for index in kept)) for line in lines
    )
