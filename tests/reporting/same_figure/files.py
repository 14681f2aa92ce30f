"""The workbooks of the province's lists: what they have to say, and what they say."""

from decimal import Decimal

from tests.reporting.same_figure import rows
from tests.reporting.same_figure.attainment import key_of
from tests.reporting.same_figure.pen import word
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked

Told = dict[tuple, tuple]


def tasks(asked: Asked, figures: Figures) -> Told:
    """Status, days overdue and percent of every leaf, by the plan's number and its code."""
    found = {}
    for node in (node for node in rows.tree(asked) if node.kind == "task"):
        key = f"task.{node.task_id}"
        days = figures[f"{key}.overdue_days"] or None
        said = (word("status", figures[f"{key}.status"]), days, figures[f"{key}.percent"])
        found[asked.period.plan.number, node.code] = said
    return found


def tasks_in(table: list[dict]) -> Told:
    return {
        (row["Số, ký hiệu"], row["Mã"]): (row["Tình trạng"], row["Quá hạn (ngày)"], exact(row["Tỷ lệ (%)"]))
        for row in table
    }


def targets(asked: Asked, figures: Figures) -> Told:
    """Verdict, value and its day of every target, by the plan's number, its name, milestone and scope."""
    found = {}
    for head, target in rows.aims(asked):
        key = key_of(target)
        said = (
            word("verdict", figures[f"{key}.verdict"]),
            figures[f"{key}.value"],
            figures.get(f"{key}.to_on"),
        )
        found[asked.period.plan.number, head.name, target.horizon_year or None, target.scope] = said
    return found


def targets_in(table: list[dict]) -> Told:
    return {
        (row["Số, ký hiệu"], row["Chỉ tiêu"], row["Mốc"], row["Phạm vi"] or ""): (
            row["Đánh giá"],
            exact(row["Kết quả đo"]),
            row["Đo ngày"] and row["Đo ngày"].date(),
        )
        for row in table
    }


def exact(cell: int | float | None) -> Decimal | None:
    """A number as the file says it."""
    return None if cell is None else Decimal(str(cell))
