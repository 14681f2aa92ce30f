"""An agency's measure lines: a paragraph of counts, the annex and the sheet."""

from collections.abc import Sequence

from common import format as vn
from reporting.documents.agency.lines import MeasureLine
from reporting.documents.content import Block, Cell, Column, Paragraph, Row, Sheet, SheetColumn, Table
from reporting.documents.letter import named_with_scope

ANSWERS = {"not_yet_published": "Chưa công bố", "not_applicable": "Không áp dụng"}


def prose(measures: Sequence[MeasureLine]) -> tuple[Block, ...]:
    """How many have a value, and that the others say why not."""
    known = sum(row.known for row in measures)
    left = len(measures) - known
    rest = (
        f"; {vn.count(left)} chỉ tiêu chưa có số liệu, lý do nêu tại bảng chỉ tiêu kèm theo" if left else ""
    )
    return (
        Paragraph(f"Có số liệu {vn.count(known)}/{vn.count(len(measures))} chỉ tiêu phải báo cáo{rest}."),
    )


def blocks(measures: Sequence[MeasureLine]) -> tuple[Block, ...]:
    """The annex; empty where the agency owes no measure."""
    if not measures:
        return ()
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Chỉ tiêu", 84),
                Column("Đơn vị", 26, "center"),
                Column("Mục tiêu", 36, "center"),
                Column("Kết quả", 34, "center"),
                Column("Đến ngày", 24, "center"),
                Column("Ghi chú", 34),
            ),
            rows=tuple(map(_row, measures)),
            note="Ghi chú: dấu “–” là chưa có số liệu, không phải là 0.",
        ),
    )


def _row(row: MeasureLine) -> Row:
    return Row(
        (
            row.number or vn.EMPTY,
            named_with_scope(row.name, row.scope),
            row.unit,
            row.target_text or vn.EMPTY,
            _value(row),
            vn.paper_day(row.to_on),
            row.note or vn.EMPTY,
        )
    )


def _value(row: MeasureLine) -> str:
    if not row.known:
        return ANSWERS.get(row.answer, vn.EMPTY)
    text = row.judgement or vn.measured(row.value, row.unit)
    return f"{text}\n(ước thực hiện)" if row.basis == "estimate" else text


def sheet(measures: Sequence[MeasureLine], lead: tuple[str, ...]) -> Sheet:
    """One row per line."""
    return Sheet(
        "Chỉ tiêu",
        (
            SheetColumn("Mã", 10),
            SheetColumn("Chỉ tiêu", 70),
            SheetColumn("Phạm vi", 14),
            SheetColumn("Đơn vị", 16),
            SheetColumn("Mục tiêu (theo bản in)", 24),
            SheetColumn("Kết quả", 12, "number"),
            SheetColumn("Đến ngày", 12, "date"),
            SheetColumn("Ghi chú", 40),
        ),
        tuple(map(_cells, measures)),
        lead,
    )


def _cells(row: MeasureLine) -> tuple[Cell, ...]:
    return (
        row.number,
        row.name,
        row.scope,
        row.unit,
        row.target_text,
        row.judgement or row.value,
        row.to_on,
        row.note,
    )
