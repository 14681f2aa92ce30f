"""An agency's task lines: a paragraph of counts, the annex and the sheet."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from common import format as vn
from common.text import lower_first
from reporting.consolidation.words import official
from reporting.documents.agency.lines import TaskLine
from reporting.documents.content import Block, Cell, Column, Paragraph, Row, Sheet, SheetColumn, Table
from reporting.rollup.money import MILLION

STATES = ("completed", "in_progress", "not_started", "awaiting_trigger", "not_applicable")


def prose(tasks: Sequence[TaskLine]) -> tuple[Block, ...]:
    """How many lines there are, and how they stand."""
    if not tasks:
        return (Paragraph("Cơ quan không có nhiệm vụ phải báo cáo trong kỳ."),)
    states = Counter(task.state for task in tasks)
    parts = [
        f"{lower_first(_state_word(code))} {vn.count(states[code])}/{vn.count(len(tasks))} nhiệm vụ"
        for code in STATES
        if states[code]
    ]
    if states[""]:
        parts.append(f"chưa điền {vn.count(states[''])}/{vn.count(len(tasks))} nhiệm vụ")
    return (
        Paragraph(f"Số nhiệm vụ phải báo cáo: {vn.count(len(tasks))}. Kết quả: {'; '.join(parts)}."),
        Paragraph("Kết quả, khó khăn, đề xuất của từng nhiệm vụ nêu tại bảng nhiệm vụ kèm theo."),
    )


def blocks(tasks: Sequence[TaskLine]) -> tuple[Block, ...]:
    """The annex; empty where the agency owes no task."""
    if not tasks:
        return ()
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Nhiệm vụ", 58),
                Column("Thời gian", 24),
                Column("Tình trạng", 24),
                Column("Tỷ lệ", 15, "center"),
                Column("Kết quả", 39),
                Column("Khó khăn", 24),
                Column("Đề xuất", 24),
                Column("Giải ngân (triệu đồng)", 30),
            ),
            rows=tuple(map(_row, tasks)),
            note="Ghi chú: dấu “–” là chưa có số liệu, không phải là 0.",
        ),
    )


def _row(task: TaskLine) -> Row:
    return Row(
        (
            task.code,
            task.name,
            task.time_text or vn.EMPTY,
            _state(task),
            vn.percent(task.percent),
            _result(task),
            task.difficulty or vn.EMPTY,
            task.proposal or vn.EMPTY,
            _money(task),
        )
    )


def _state_word(code: str) -> str:
    """A line that waits for its trigger has no state of its own: the word is that of the status."""
    return official("status" if code == "awaiting_trigger" else "state", code)


def _state(task: TaskLine) -> str:
    if not task.state:
        return "Chưa điền"
    word = _state_word(task.state)
    if task.state == "not_applicable" and task.reason:
        return f"{word}: {task.reason}"
    if task.state == "completed" and task.completed_on:
        return f"{word} ngày {vn.paper_day(task.completed_on)}"
    return word


def _result(task: TaskLine) -> str:
    lines = [task.result] if task.result else []
    if task.evidence:
        lines.append(f"Tài liệu kiểm chứng: {'; '.join(task.evidence)}")
    return "\n".join(lines) or vn.EMPTY


def _money(task: TaskLine) -> str:
    lines = [f"Năm {row.year}, {lower_first(row.source)}: {vn.million(row.cumulative)}" for row in task.money]
    return "\n".join(lines) or vn.EMPTY


def sheet(tasks: Sequence[TaskLine], lead: tuple[str, ...]) -> Sheet:
    """One row per line."""
    return Sheet(
        "Nhiệm vụ",
        (
            SheetColumn("Mã", 10),
            SheetColumn("Nhiệm vụ", 70),
            SheetColumn("Thời gian (theo bản in)", 22),
            SheetColumn("Tình trạng", 24),
            SheetColumn("Tỷ lệ (%)", 10, "percent"),
            SheetColumn("Ngày hoàn thành", 12, "date"),
            SheetColumn("Kết quả", 60),
            SheetColumn("Khó khăn", 40),
            SheetColumn("Đề xuất", 40),
            SheetColumn("Đã giải ngân (triệu đồng)", 18, "million"),
            SheetColumn("Tài liệu kiểm chứng", 40),
        ),
        tuple(map(_cells, tasks)),
        lead,
    )


def _cells(task: TaskLine) -> tuple[Cell, ...]:
    spent = sum((row.cumulative for row in task.money), Decimal(0))
    return (
        task.code,
        task.name,
        task.time_text,
        _state(task),
        task.percent,
        task.completed_on,
        task.result,
        task.difficulty,
        task.proposal,
        spent / MILLION if task.money else None,
        "; ".join(task.evidence),
    )
