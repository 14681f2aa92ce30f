"""Annex and sheet of the tasks: status, percent and words of each, under the groups of the plan."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from common import format as vn
from common.text import lower_first
from reporting.consolidation.words import official
from reporting.documents.content import Block, Cell, Column, Row, Sheet, SheetColumn, Table
from reporting.rollup.payload import GroupFigure, PartFigure, Payload, TaskFigure

NO_AGENCY = "Chưa rõ đơn vị chủ trì"
PARTS_BY_NAME = 6  # up to so many other agencies are named in a cell; more are counted by state


def with_groups(
    tasks: Iterable[TaskFigure], groups: Iterable[GroupFigure]
) -> Iterator[TaskFigure | GroupFigure]:
    """A group before the first task under it, outermost first, then its tasks: the plan's printed order."""
    by_id = {group.task: group for group in groups}
    told: set[int] = set()
    for task in tasks:
        chain = []
        above = task.parent
        while above in by_id and above not in told:
            told.add(above)
            chain.append(by_id[above])
            above = by_id[above].parent
        yield from reversed(chain)
        yield task


def blocks(figures: Payload) -> tuple[Block, ...]:
    """The annex; empty where the plan has no tasks."""
    if not figures.tasks:
        return ()
    code_mm, name_mm, words_mm = _widths(figures.tasks)
    rows = [
        Row((node.code, _group_text(node)), "group") if isinstance(node, GroupFigure) else _row(node)
        for node in with_groups(figures.tasks, figures.groups)
    ]
    return (
        Table(
            columns=(
                Column("TT", code_mm, "center"),
                Column("Nhiệm vụ", name_mm),
                Column("Cơ quan chủ trì", 38),
                Column("Thời gian", 27),
                Column("Tình trạng", 27),
                Column("Tỷ lệ", 18, "center"),
                Column("Kết quả, khó khăn", words_mm),
            ),
            rows=tuple(rows),
            note=_note(figures),
        ),
    )


def _note(figures: Payload) -> str:
    silent = figures.total - figures.percent_over
    left_out = f"; {vn.count(silent)} nhiệm vụ chưa có số liệu không tính vào bình quân" if silent else ""
    return (
        "Ghi chú: tình trạng và tỷ lệ của một nhiệm vụ lấy theo cơ quan chủ trì đứng đầu; nhiệm vụ chỉ giao "
        "cho nhóm cơ quan lấy bình quân các đơn vị đã có báo cáo, số đơn vị ghi bên dưới tỷ lệ. "
        f"Bình quân chung {vn.percent(figures.percent)} tính trên {vn.count(figures.percent_over)}/"
        f"{vn.count(figures.total)} nhiệm vụ có số liệu đã duyệt{left_out}. "
        "Dấu “–” là chưa có số liệu, không phải là 0."
    )


def _widths(tasks: Collection[TaskFigure]) -> tuple[float, float, float]:
    """Millimetres for the code, which never breaks, for the name and for the words, by how much there is of either."""
    code = max(12, 5 + max(len(task.code) for task in tasks) * 1.9)
    names = sum(len(task.name) for task in tasks)
    words = sum(len(line) for task in tasks for line in _words(task))
    share = min(max(names / ((names + words) or 1), 0.45), 0.65)
    name = round((142 - code) * share, 1)
    return code, name, 142 - code - name


def _group_text(group: GroupFigure) -> str:
    tail = f"{vn.count(group.total)} nhiệm vụ, {vn.count(group.reported)}/{vn.count(group.total)} có số liệu"
    if group.percent is not None:
        tail += f", bình quân {vn.percent(group.percent)}"
    return f"{group.name} ({tail})"


def _row(task: TaskFigure) -> Row:
    return Row(
        (
            task.code,
            task.name,
            _lead(task),
            task.time_text or vn.EMPTY,
            _status(task),
            _percent(task),
            "\n".join(_words(task)) or vn.EMPTY,
        )
    )


def _lead(task: TaskFigure) -> str:
    return task.lead_text or (task.main.name if task.main else "") or NO_AGENCY


def _status(task: TaskFigure) -> str:
    lines = [official("status", task.status)]
    if task.status.endswith("_overdue") and task.overdue_days:
        lines.append(f"({vn.count(task.overdue_days)} ngày)")
    if task.carried_from:
        lines.append(f"(số liệu duyệt ngày {vn.paper_day(task.carried_from)})")
    return "\n".join(lines)


def _percent(task: TaskFigure) -> str:
    """A mean over agencies names how many it is taken over; a main agency's own percent stands alone."""
    if task.main is None and task.owed > 1 and not task.carried_from:
        return f"{vn.percent(task.percent)}\n{task.reported}/{task.owed} đơn vị"
    return vn.percent(task.percent)


def _words(task: TaskFigure) -> list[str]:
    """Result, difficulty and proposal of the main agency, and the others' parts."""
    lines = [task.result] if task.result else []
    if task.difficulty:
        lines.append(f"Khó khăn: {task.difficulty}")
    if task.proposal:
        lines.append(f"Đề xuất: {task.proposal}")
    others = [part for part in task.parts if part.agency != task.main]
    if len(others) > PARTS_BY_NAME:
        states = Counter(part.state for part in others)
        counted = "; ".join(
            f"{vn.count(states[code])} {lower_first(official('state', code))}"
            for code in ("completed", "in_progress", "not_started")
            if states[code]
        )
        lines.append(f"Theo {vn.count(len(others))} đơn vị có báo cáo: {counted}")
    elif others:
        named = "; ".join(f"{part.agency.name}: {_state(part)}" for part in others)
        lines.append(f"{'Các đơn vị khác' if task.main else 'Các đơn vị'}: {named}")
    return lines


def _state(part: PartFigure) -> str:
    """`đang thực hiện, 60%`."""
    words = lower_first(official("state", part.state))
    return words if part.percent is None else f"{words}, {vn.percent(part.percent)}"


def sheet(figures: Payload, lead: tuple[str, ...]) -> Sheet:
    """One row per task; what the plan prints stands as printed."""
    codes = {group.task: group.code for group in figures.groups}
    return Sheet(
        "Nhiệm vụ",
        (
            SheetColumn("Mã", 10),
            SheetColumn("Nhóm", 10),
            SheetColumn("Nhiệm vụ", 70),
            SheetColumn("Cơ quan chủ trì (theo bản in)", 32),
            SheetColumn("Cơ quan phối hợp (theo bản in)", 32),
            SheetColumn("Thời gian (theo bản in)", 22),
            SheetColumn("Thời hạn", 12, "date"),
            SheetColumn("Tình trạng", 26),
            SheetColumn("Tỷ lệ (%)", 10, "percent"),
            SheetColumn("Đơn vị đã báo cáo", 10, "count"),
            SheetColumn("Đơn vị phải báo cáo", 10, "count"),
            SheetColumn("Số ngày quá hạn", 10, "count"),
            SheetColumn("Số liệu duyệt ngày", 12, "date"),
            SheetColumn("Kết quả", 60),
            SheetColumn("Khó khăn", 40),
            SheetColumn("Đề xuất", 40),
        ),
        tuple(_cells(task, codes.get(task.parent) if task.parent else None) for task in figures.tasks),
        lead,
    )


def _cells(task: TaskFigure, group: str | None) -> tuple[Cell, ...]:
    return (
        task.code,
        group,
        task.name,
        _lead(task),
        task.coordinating_text,
        task.time_text,
        task.deadline,
        official("status", task.status),
        task.percent,
        task.reported,
        task.owed,
        task.overdue_days or None,
        task.carried_from,
        task.result,
        task.difficulty,
        task.proposal,
    )
