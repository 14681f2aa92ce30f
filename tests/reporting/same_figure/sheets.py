"""Reading labelled figures back from the workbook of a report, sheet by sheet."""

import datetime as dt

from django.utils.translation import override

from common.vocabulary import VOCABULARY
from plans.models import FundingSource
from reporting.models import Submission
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.attainment import key_of
from tests.reporting.same_figure.claims import year_words
from tests.reporting.same_figure.papers import exact
from tests.reporting.same_figure.pen import upper
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked

Sheets = dict[str, list[dict[str, object]]]


def said_by(sheets: Sheets, asked: Asked) -> Figures:
    """The figures of the four sheets under the keys of the recomputation."""
    return (
        _tasks(sheets["Nhiệm vụ"], asked)
        | _targets(sheets["Chỉ tiêu"], asked)
        | _money(sheets["Kinh phí"], asked)
        | _agencies(sheets["Cơ quan"], asked)
    )


def _tasks(sheet: list[dict[str, object]], asked: Asked) -> Figures:
    ids = {node.code: node.task_id for node in rows.tree(asked)}
    found: Figures = {}
    for row in sheet:
        key = f"task.{ids[row['Mã']]}"
        found |= {
            f"{key}.status": _code("status", row["Tình trạng"]),
            f"{key}.percent": exact(row["Tỷ lệ (%)"]),
            f"{key}.reported": row["Đơn vị đã báo cáo"],
            f"{key}.owed": row["Đơn vị phải báo cáo"],
            f"{key}.overdue_days": row["Số ngày quá hạn"] or 0,
            f"{key}.carried_from": _day(row["Số liệu duyệt ngày"]),
        }
    return found


def _targets(sheet: list[dict[str, object]], asked: Asked) -> Figures:
    found: Figures = {}
    for row, (_head, target) in zip(sheet, rows.aims(asked), strict=True):
        assert (row["Năm mục tiêu"], row["Phạm vi"] or "") == (target.horizon_year, target.scope)
        key = key_of(target)
        value = row["Kết quả"]
        found |= {
            f"{key}.value": None if isinstance(value, str) else exact(value),
            f"{key}.judgement": value if isinstance(value, str) else "",
            f"{key}.baseline": exact(row["Số gốc"]),
            f"{key}.expected": exact(row["Mức cần đạt"]),
            f"{key}.to_on": _day(row["Đến ngày"]),
            f"{key}.verdict": _code("verdict", row["Đánh giá"]),
        }
    return found


def _money(sheet: list[dict[str, object]], asked: Asked) -> Figures:
    sources = FundingSource.objects.filter(province=asked.period.plan.province)
    codes = dict(sources.values_list("name_printed", "code"))
    years = {upper(year_words(year)): year for year in (0, *range(2015, 2050))}
    found: Figures = {}
    for row in sheet:
        key = f"money.{years[row['Năm ngân sách']]}.{codes[row['Nguồn vốn']]}"
        planned, disbursed, apart = (
            exact(row[title])
            for title in (
                "Kế hoạch (triệu đồng)",
                "Đã giải ngân (triệu đồng)",
                "Giải ngân ngoài số kế hoạch (triệu đồng)",
            )
        )
        if planned is not None:
            found[f"{key}.planned"] = planned * 10**6
            found[f"{key}.disbursed"] = None if disbursed is None else disbursed * 10**6
        if apart is not None:
            found[f"{key}.apart"] = apart * 10**6
    return found


def _agencies(sheet: list[dict[str, object]], asked: Asked) -> Figures:
    submissions = Submission.objects.filter(period=asked.period)
    ids = dict(submissions.values_list("agency__name", "agency"))
    found: Figures = {}
    for row in sheet:
        key = f"agency.{ids[row['Cơ quan, đơn vị']]}"
        found |= {
            f"{key}.lines_owed": row["Dòng phải báo cáo"],
            f"{key}.lines_approved": row["Dòng đã duyệt"],
            f"{key}.state": _code("submission", row["Tình trạng"]),
            f"{key}.first_sent_on": _day(row["Gửi lần đầu"]),
            f"{key}.in_time": {"Có": True, "Không": False, "–": None}[row["Đúng hạn"]],
            f"{key}.returns": row["Số lần trả lại"],
        }
    return found


def _code(kind: str, text: object) -> str:
    with override("vi"):
        (found,) = [code for code, word in VOCABULARY[kind].items() if str(word.text) == text]
    return found


def _day(value: object) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else None
