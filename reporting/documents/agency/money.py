"""The money of an agency's task lines, by budget year and source, in triệu đồng."""

from collections.abc import Sequence
from decimal import Decimal

from common import format as vn
from reporting.documents.agency.lines import TaskLine
from reporting.documents.content import Block, Column, Paragraph, Row, Table


def prose(tasks: Sequence[TaskLine]) -> tuple[Block, ...]:
    """A table, or that nothing has been reported: silence is not zero."""
    sums: dict[tuple[int, str], Decimal] = {}
    for task in tasks:
        for line in task.money:
            key = (line.year, line.source)
            sums[key] = sums.get(key, Decimal(0)) + line.cumulative
    if not sums:
        return (Paragraph("Cơ quan chưa có số liệu giải ngân trong kỳ báo cáo."),)
    rows = [
        Row((str(n), f"Năm {year}", source, vn.million(amount)))
        for n, ((year, source), amount) in enumerate(sorted(sums.items()), start=1)
    ]
    rows.append(Row(("", "Tổng cộng", "", vn.million(sum(sums.values(), Decimal(0)))), "total"))
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Năm ngân sách", 41),
                Column("Nguồn vốn", 65),
                Column("Đã giải ngân (triệu đồng)", 45, "right"),
            ),
            rows=tuple(rows),
            caption="Kinh phí đã giải ngân, lũy kế từ ngày 01/01 của năm ngân sách",
            size=13,
        ),
    )
