"""Annex and sheet of the agencies: who sent when, and how the report stands."""

from common import format as vn
from common.text import lower_first
from reporting.consolidation.drafting import discipline_sentences
from reporting.consolidation.words import official
from reporting.documents.content import Block, Cell, Column, Row, Sheet, SheetColumn, Table, as_date
from reporting.rollup.payload import AgencyFigure, Payload


def blocks(figures: Payload) -> tuple[Block, ...]:
    """The annex; empty where nobody owes a report."""
    if not figures.agencies:
        return ()
    rows = [
        Row(
            (
                str(n),
                row.agency.name,
                f"{row.lines_approved}/{row.lines_owed}",
                official("submission", row.state),
                vn.paper_day(row.first_sent_at),
                _in_time(row),
                vn.number(row.returns) if row.returns else vn.EMPTY,
            )
        )
        for n, row in enumerate(figures.agencies, start=1)
    ]
    return (
        Table(
            columns=(
                Column("TT", 12, "center"),
                Column("Cơ quan, đơn vị", 50),
                Column("Dòng đã duyệt / phải báo cáo", 26, "center"),
                Column("Tình trạng", 27, "center"),
                Column("Gửi lần đầu", 23, "center"),
                Column("Đúng hạn", 14, "center"),
                Column("Trả lại (lần)", 13, "center"),
            ),
            rows=tuple(rows),
            note="Ghi chú: " + lower_first(" ".join(discipline_sentences(figures))),
        ),
    )


def _in_time(row: AgencyFigure) -> str:
    if row.in_time is None:
        return vn.EMPTY
    return "Có" if row.in_time else "Không"


def sheet(figures: Payload, lead: tuple[str, ...]) -> Sheet:
    """One row per agency."""
    return Sheet(
        "Cơ quan",
        (
            SheetColumn("Cơ quan, đơn vị", 44),
            SheetColumn("Dòng phải báo cáo", 12, "count"),
            SheetColumn("Dòng đã duyệt", 12, "count"),
            SheetColumn("Tình trạng", 24),
            SheetColumn("Gửi lần đầu", 12, "date"),
            SheetColumn("Đúng hạn", 10),
            SheetColumn("Số lần trả lại", 10, "count"),
        ),
        tuple(map(_cells, figures.agencies)),
        lead,
    )


def _cells(row: AgencyFigure) -> tuple[Cell, ...]:
    return (
        row.agency.name,
        row.lines_owed,
        row.lines_approved,
        official("submission", row.state),
        as_date(row.first_sent_at),
        _in_time(row),
        row.returns,
    )
